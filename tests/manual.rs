//! The manual is true: its page of diagnostics is what `explain` says, its page of tables what the data package says, every brief in it builds, and its commands
//! print what stands below them.
//!
//! `VARIORUM_BLESS=1` writes these pages and the commands' output anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the manual has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use strum::{IntoEnumIterator as _, VariantNames as _};
use variorum::config::Config;
use variorum::diagnostic::{Code, explain};
use variorum::export;
use variorum::value::format::ExportFormat;

const DIAGNOSTICS: &str = "content/manual/diagnostics.md";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The page of diagnostics: the explanations of all codes, their headings one level down.
fn diagnostics_page() -> String {
    let mut page = String::from(
        "---\ntitle: Diagnostics\nsummary: Every mistake that Variorum finds, what it means and how to mend it.\n\
         weight: 4\n---\n\n\
         Each finding bears a code. `variorum explain CODE` shows what stands here. \
         A severity that a site may change is set in [site.toml](format.md#site).\n",
    );
    for code in Code::iter() {
        let text = explain(code);
        let body = text.strip_prefix(&format!("# {code}\n")).unwrap();
        write!(page, "\n## {code}\n{body}").unwrap();
    }
    page
}

#[test]
fn the_page_of_diagnostics_is_what_explain_says() {
    let path = root().join(DIAGNOSTICS);
    let page = diagnostics_page();
    if std::env::var_os("VARIORUM_BLESS").is_some() {
        fs_err::write(&path, &page).unwrap();
    }
    let written = fs_err::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "{DIAGNOSTICS} is out of date: run the tests with VARIORUM_BLESS=1");
}

const TABLES: &str = "content/manual/tables.md";

/// The page of tables: what the data package says of each column.
fn tables_page() -> String {
    let package = export::csv::package::bytes(&Config::default());
    let package: serde_json::Value = serde_json::from_slice(&package).unwrap();
    let mut page = String::from(
        "---\ntitle: The tables\nsummary: What each column of the CSV files holds.\nweight: 7\n---\n\n\
         The same stands in `data/datapackage.json`. [How cells are written](open-data.md#tables).\n",
    );
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    for table in package["resources"].as_array().unwrap() {
        write!(page, "\n## {}\n\n{}.\n\n", text(&table["path"]), text(&table["title"])).unwrap();
        page.push_str("| column | type | meaning |\n| --- | --- | --- |\n");
        for field in table["schema"]["fields"].as_array().unwrap() {
            let [name, kind, meaning] = ["name", "type", "description"].map(|key| text(&field[key]));
            writeln!(page, "| `{name}` | {kind} | {meaning} |").unwrap();
        }
    }
    page
}

#[test]
fn the_page_of_tables_is_what_the_data_package_says() {
    let path = root().join(TABLES);
    let page = tables_page();
    if std::env::var_os("VARIORUM_BLESS").is_some() {
        fs_err::write(&path, &page).unwrap();
    }
    let written = fs_err::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "{TABLES} is out of date: run the tests with VARIORUM_BLESS=1");
}

#[test]
fn the_manual_tells_of_every_file_and_switch() {
    let manual = fs_err::read_to_string(root().join("content/manual/open-data.md")).unwrap();
    for file in export::File::VARIANTS {
        assert!(manual.contains(&format!("{file}`")), "no word on `{file}`");
    }
    for format in ExportFormat::VARIANTS {
        assert!(manual.contains(&format!("| `{format}` |")), "no word on the switch `{format}`");
    }
}

/// The fenced blocks of a page whose info string is the given one.
fn examples(text: &str, info: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, Some(found)) if found == info => open = Some(String::new()),
            _ => {}
        }
    }
    blocks
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        fs_err::read_dir(root().join("content/manual")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages
}

#[test]
fn every_brief_of_the_manual_builds() {
    let mut seen = 0;
    for page in pages() {
        for example in examples(&fs_err::read_to_string(&page).unwrap(), "yaml brief") {
            seen += 1;
            let folder = tempfile::tempdir().unwrap();
            fs_err::create_dir_all(folder.path().join("content/briefs")).unwrap();
            fs_err::write(folder.path().join("site.toml"), "title = \"A site\"\n").unwrap();
            fs_err::write(folder.path().join("content/briefs/example.md"), &example).unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_variorum"))
                .args(["build", "-C"])
                .arg(folder.path())
                .output()
                .unwrap();
            let talk = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}:\n{example}\n{talk}", page.display());
            let draft = example.contains("\nstatus: draft");
            let briefs = fs_err::read_dir(folder.path().join("public/briefs")).unwrap().count();
            assert_eq!(briefs, if draft { 1 } else { 2 }, "the brief and the list of briefs:\n{example}");
        }
    }
    assert!(seen >= 5, "the manual has lost its examples: {seen} are left");
}

/// Briefs of the site that an example is put in: it may refer to them.
const BESIDE: [(&str, &str); 3] = [
    ("my-draft", "status: draft"),
    ("first-report", "status: withdrawn\nreason: It was wrong."),
    ("second-report", "authors: The desk"),
];

/// What `check` says of a brief with these keys.
fn told_of(keys: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let briefs = folder.path().join("content/briefs");
    fs_err::create_dir_all(&briefs).unwrap();
    fs_err::write(folder.path().join("site.toml"), "title = \"A site\"\n").unwrap();
    let brief = format!("---\ntitle: Example\ndate: 2022-04-12\n{keys}---\n");
    fs_err::write(briefs.join("example.md"), brief).unwrap();
    for (name, status) in BESIDE {
        let claims = "claims: [{id: killed, by: desk, says: Some were killed., source: file}]";
        let records = "actors: {desk: {name: Desk}}\nsources: {file: {title: File}}";
        let brief = format!("---\ntitle: {name}\ndate: 2022-04-12\n{status}\n{records}\n{claims}\n---\n");
        fs_err::write(briefs.join(name).with_extension("md"), brief).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_variorum"))
        .args(["check", "-C"])
        .arg(folder.path())
        .output()
        .unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn every_example_of_claims_has_the_mistake_that_it_explains() {
    let mut seen = 0;
    for code in Code::iter() {
        let examples = examples(&explain(code), "yaml");
        // Those that leave lines out cannot be run.
        let whole =
            examples.first().is_some_and(|example| example.contains("claims:") && !example.contains("# ..."));
        if whole {
            seen += 1;
            let bracketed = format!("[{code}]");
            let found: Vec<bool> =
                examples.iter().map(|example| told_of(example).contains(&bracketed)).collect();
            assert_eq!(found, [true, false], "{code}: the mistake, then mended: {examples:#?}");
        }
    }
    assert!(seen >= 30, "the explanations have lost their examples: {seen} are left");
}

/// Runs the command lines of an example (`$ variorum ...`) where the bundled site is, and gives the example back as
/// it should be.
fn run_anew(example: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_variorum"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut anew = String::new();
    for command in example.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(root())
            .env("PATH", &path)
            .env_remove("CLICOLOR_FORCE")
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
        write!(anew, "$ {command}\n{}", String::from_utf8(output.stdout).unwrap()).unwrap();
    }
    anew
}

#[test]
fn every_session_of_the_manual_is_true() {
    let mut seen = 0;
    for page in pages() {
        let text = fs_err::read_to_string(&page).unwrap();
        let mut anew = text.clone();
        for example in examples(&text, "console") {
            seen += 1;
            anew = anew.replace(&example, &run_anew(&example));
        }
        if std::env::var_os("VARIORUM_BLESS").is_some() && anew != text {
            fs_err::write(&page, &anew).unwrap();
        } else {
            assert_eq!(anew, text, "{}: run the tests with VARIORUM_BLESS=1", page.display());
        }
    }
    assert!(seen >= 3, "the manual has lost its sessions: {seen} are left");
}

/// The commands and flags that the program itself tells of.
fn help_words(command: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_variorum")).args(command).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    help.split_whitespace()
        .map(|word| word.trim_end_matches([',', ']']).trim_start_matches('['))
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_manual_tells_of_every_command_and_flag() {
    let manual = fs_err::read_to_string(root().join("content/manual/commands.md")).unwrap();
    let publish: &[&str] = if cfg!(feature = "publish") { &["publish"] } else { &[] };
    let serve: &[&str] = if cfg!(feature = "serve") { &["serve"] } else { &[] };
    for command in [
        &[
            "build",
            "check",
            "diff",
            "export",
            "import",
            "init",
            "new",
            "explain",
            "query",
            "show",
            "theme eject",
        ],
        publish,
        serve,
    ]
    .concat()
    {
        assert!(manual.contains(&format!("`{command}")), "no word on `{command}`");
        for flag in help_words(&command.split(" ").collect::<Vec<_>>()) {
            assert!(manual.contains(&flag), "no word on `{flag}` of `{command}`");
        }
    }
}

#[test]
fn the_manual_names_every_dependency() {
    let manifest = fs_err::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let manual = fs_err::read_to_string(root().join("content/manual/dependencies.md")).unwrap();
    for section in ["dependencies", "dev-dependencies"] {
        for name in manifest[section].as_table().unwrap().keys() {
            assert!(manual.contains(&format!("`{name}`")), "no word on `{name}`");
        }
    }
}
