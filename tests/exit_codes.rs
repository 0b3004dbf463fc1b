//! Every exit code by the real binary, and what a run that ends badly leaves behind: the output as it was.
//!
//! The numbers are a promise to scripts (manual, commands.md#exit-codes). `cli.rs` has those of `init`, `new` and `explain`.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

mod sites;

use sites::{Run, SOUND, Site, Tree, run};

/// A site of one brief, built.
fn built() -> (Site, Tree) {
    let site = Site::of("minimal");
    let tree = site.build(&[]);
    (site, tree)
}

#[track_caller]
fn ends(run: &Run, code: i32, words: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{}", run.stderr);
    assert!(run.stderr.contains(words), "no word of {words:?}: {}", run.stderr);
}

/// Nothing was published, and nothing of ours stays beside the output.
#[track_caller]
fn untouched(site: &Site, before: &Tree) {
    assert!(site.output() == *before, "the output has changed");
    for folder in [site.path(), site.path().join("..")] {
        for entry in fs_err::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name();
            assert!(!name.to_string_lossy().contains("variorum-"), "{name:?} was left");
        }
    }
}

#[test]
fn fine_is_zero_in_every_format() {
    for name in SOUND {
        let site = Site::of(name);
        for format in ["human", "json", "sarif", "github"] {
            assert_eq!(site.run(&["check", "-q", "--format", format]).code, 0, "{name}, {format}");
        }
    }
}

#[test]
fn errors_of_the_content_are_one_and_the_output_stays() {
    let (site, before) = built();
    let mistakes = [
        ("content/briefs/x.md", "no frontmatter\n"),
        ("content/briefs/x.md", "---\ntitle: X\ndate: 2022-01-01\n---\n\n[nowhere](nowhere.md)\n"),
        ("content/briefs/x.md", "---\ntitle: X\ndate: 2022-01-01\nslug: moura\n---\n"),
        ("content/briefs/x.md", "---\ntitle: X\ndate: 2022-01-01\n---\n\n![x](x.html)\n"),
        ("content/index.md", "---\ntitel: Home\n---\n"),
        ("content/actors.yaml", "jnim: [\n"),
        ("themes/bare/templates/brief.html", "{% block main %}"),
        ("themes/bare/templates/brief.html", "{{ nothing.of.the.kind }}"),
        ("themes/bare/templates/brief.html", "{% include \"/etc/passwd\" %}"),
        ("themes/bare/words/en.toml", "pages = 1 2"),
    ];
    for (path, text) in mistakes {
        let own = fs_err::read(site.path().join(path)).ok();
        site.write(path, text);
        if path.ends_with("x.md") {
            site.write("content/briefs/x.html", "<script>1</script>");
        }
        ends(&site.run(&["build"]), 1, "error[");
        untouched(&site, &before);
        match own {
            Some(bytes) => site.write(path, bytes),
            None => fs_err::remove_file(site.path().join(path)).unwrap(),
        }
    }
    assert!(site.build(&[]) == before, "every mistake was taken back");
}

#[test]
fn wrong_usage_and_wrong_settings_are_two() {
    let (site, before) = built();
    let wrong = [
        &["build", "--no-such-flag"][..],
        &["build", "one", "two"],
        &["build", "--base-url", "ftp://desk.example/"],
        &["build", "--base-url", "/moura/"],
        &["build", "-C", "no-such-folder"],
        &["check", "--format", "xml"],
        &["check", "--drafts"],
        &["-C"],
        &["--color", "sometimes", "check"],
    ];
    for arguments in wrong {
        ends(&site.run(arguments), 2, "");
    }
    for settings in
        ["", "title = 1\n", "title = \"x\"\ntoken = \"s3cr3t\"\n", "title = \"x\"\n[pages]\nper_page = 0\n"]
    {
        site.write("site.toml", settings);
        let run = site.run(&["build"]);
        ends(&run, 2, "site.toml");
        assert!(!run.stderr.contains("s3cr3t"), "{}", run.stderr);
    }
    untouched(&site, &before);
    fs_err::remove_file(site.path().join("site.toml")).unwrap();
    ends(&site.run(&["build"]), 2, "site.toml");
}

/// Root reads what nobody may read, so these are failures that root meets too.
#[test]
fn a_failing_machine_is_three() {
    let (site, before) = built();
    let long = "x".repeat(300);
    ends(&site.run(&["build", "-o", &long]), 3, "xxx");
    ends(&site.run(&["build", "-C", &long]), 3, "xxx");
    untouched(&site, &before);
    if !Path::new("/dev/full").exists() {
        eprintln!("note: no /dev/full here, so a full disk behind stdout is left out");
        return;
    }
    let full = fs_err::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
    command.arg("explain").stdout(Stdio::from(full.into_parts().0)).stderr(Stdio::piped());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn output_folders_that_are_not_ours_are_five() {
    let (site, before) = built();
    fs_err::create_dir(site.path().join("thesis")).unwrap();
    site.write("thesis/thesis.txt", "years of work");
    fs_err::os::unix::fs::symlink("content", site.path().join("link")).unwrap();
    fs_err::os::unix::fs::symlink("../content", site.path().join("thesis-link")).unwrap();
    let refused = [
        "thesis",
        ".",
        "..",
        "/",
        "content",
        "content/out",
        "content/briefs",
        "themes",
        "themes/bare",
        "site.toml",
        "site.toml/below",
        "link",
        "link/out",
        "no/../such",
        "thesis/thesis.txt",
    ];
    let sources = sites::read_tree(&site.path());
    for output in refused {
        ends(&site.run(&["build", "-o", output]), 5, "");
        assert!(sites::read_tree(&site.path()) == sources, "{output}: something was written");
    }
    untouched(&site, &before);
    site.write("site.toml", "title = \"Minimal\"\ntheme = \"bare\"\n[build]\noutput = \"thesis\"\n");
    ends(&site.run(&["build"]), 5, "thesis");
    assert_eq!(fs_err::read_to_string(site.path().join("thesis/thesis.txt")).unwrap(), "years of work");
}

#[test]
fn what_somebody_put_into_the_output_or_edited_there_is_five_and_named() {
    let (site, before) = built();
    let page = site.path().join("public/briefs/moura.html");
    fs_err::write(&page, "edited by hand").unwrap();
    ends(&site.run(&["build"]), 5, "`briefs/moura.html`");
    fs_err::rename(site.path().join("content/briefs/moura.md"), site.path().join("moura.md")).unwrap();
    ends(&site.run(&["build"]), 5, "`briefs/moura.html`");
    assert_eq!(fs_err::read_to_string(&page).unwrap(), "edited by hand");
    fs_err::write(&page, &before["briefs/moura.html"]).unwrap();
    site.write("public/notes.txt", "mine");
    ends(&site.run(&["build"]), 5, "`notes.txt`");
    assert_eq!(fs_err::read_to_string(site.path().join("public/notes.txt")).unwrap(), "mine");
    fs_err::remove_file(site.path().join("public/notes.txt")).unwrap();
    fs_err::create_dir(site.path().join("public/mine")).unwrap();
    ends(&site.run(&["build"]), 5, "`mine`");
    fs_err::remove_dir(site.path().join("public/mine")).unwrap();
    untouched(&site, &before);
    let after = site.build(&[]);
    assert!(!after.contains_key("briefs/moura.html"), "a page that was taken away is gone");
    assert!(!site.path().join("public/actors/jnim.html").exists());
}

#[test]
fn a_forged_manifest_deletes_nothing() {
    let (site, before) = built();
    site.write("public/thesis.txt", "years of work");
    for manifest in [
        "{}",
        "not json",
        "{\"format\":1,\"files\":[{\"path\":\"../content/briefs/moura.md\",\"sha256\":\"\",\"size\":0}]}",
        "{\"format\":2,\"files\":[]}",
    ] {
        site.write("public/.variorum.json", manifest);
        ends(&site.run(&["build"]), 5, "");
        assert!(site.path().join("public/thesis.txt").exists());
        assert!(site.path().join("content/briefs/moura.md").exists());
        assert_eq!(site.output().len(), before.len() + 1);
    }
}

#[test]
fn the_site_is_found_from_below_and_flags_stand_on_both_sides() {
    let (site, before) = built();
    let below = site.path().join("content/briefs");
    let folder = below.to_str().unwrap().to_owned();
    let elsewhere = site.path().join("..");
    for arguments in [
        &["-q", "-C", &folder, "build"][..],
        &["build", "-C", &folder, "-q"],
        &["-C", &folder, "build", "-q"],
    ] {
        let run = run(&elsewhere, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        untouched(&site, &before);
    }
    assert_eq!(run(&below, &["build", "-q"]).code, 0);
    assert!(!below.join("public").exists(), "the output stands in the site's folder");
    assert_eq!(run(&below, &["--format", "json", "check"]).code, 0);
}

#[test]
fn the_base_url_of_the_command_line_goes_before_the_setting() {
    let site = Site::of("moura");
    let canonical = |tree: &Tree| {
        let page = String::from_utf8(tree["briefs/moura.html"].clone()).unwrap();
        let address = page.split_once("rel=\"canonical\" href=\"").unwrap().1;
        address.split('"').next().unwrap().to_owned()
    };
    assert_eq!(canonical(&site.build(&[])), "https://desk.example/moura/briefs/moura.html");
    for base in ["http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x/"] {
        let tree = site.build(&["--base-url", base]);
        assert_eq!(canonical(&tree), "http://127.0.0.1:8000/x/briefs/moura.html");
        let missing = String::from_utf8(tree["404.html"].clone()).unwrap();
        assert!(missing.contains("href=\"/x/index.html\""), "links of 404.html begin at the host: {missing}");
    }
}

/// Two mistakes, one of them in a name that is awkward in every format.
fn wrong_site() -> Site {
    let site = Site::of("minimal");
    site.write("content/briefs/a, b% c;é.md", "---\ntitle: مورا\ndate: 2022-13-01\n---\n");
    site.write("content/briefs/b.md", "---\ntitle: B\ndate: 2022-01-01\nsumary: x\n---\n");
    site
}

fn document(format: &str) -> String {
    let run = wrong_site().run(&["check", "--format", format]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    run.stdout
}

#[test]
fn json_is_a_list_of_findings() {
    let found: Value = serde_json::from_str(&document("json")).unwrap();
    let errors: Vec<&Value> =
        found.as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").collect();
    let short = |finding: &Value| (finding["code"].clone(), finding["file"].clone(), finding["line"].clone());
    let expected =
        [("invalid-date", "content/briefs/a, b% c;é.md", 3), ("unknown-key", "content/briefs/b.md", 4)];
    assert_eq!(errors.len(), 2);
    for (error, (code, file, line)) in errors.iter().zip(expected) {
        assert_eq!(short(error), (code.into(), file.into(), line.into()));
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
}

#[test]
fn sarif_has_rules_results_and_encoded_addresses() {
    let log: Value = serde_json::from_str(&document("sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let results: Vec<&Value> =
        run["results"].as_array().unwrap().iter().filter(|result| result["level"] == "error").collect();
    assert_eq!(results.len(), 2);
    let place = |result: &Value| result["locations"][0]["physicalLocation"].clone();
    let address = place(results[0])["artifactLocation"]["uri"].as_str().unwrap().to_owned();
    assert!(address.is_ascii() && !address.contains(' '), "{address}");
    let decoded = percent_encoding::percent_decode_str(&address).decode_utf8().unwrap().into_owned();
    assert_eq!(decoded, "content/briefs/a, b% c;é.md");
    assert_eq!(place(results[1])["region"]["startLine"], 4);
    let rules: Vec<&Value> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    assert!(results.iter().all(|result| rules.contains(&&result["ruleId"])));
}

#[test]
fn github_has_one_command_a_finding() {
    let text = document("github");
    let errors: Vec<&str> = text.lines().filter(|line| line.starts_with("::error ")).collect();
    assert_eq!(errors.len(), 2, "{text}");
    // Commas part the properties and percents begin an escape (the runner's `workflow commands`).
    assert!(errors[0].contains("file=content/briefs/a%2C b%25 c;é.md,line=3,"), "{}", errors[0]);
    assert!(errors[1].contains("file=content/briefs/b.md,line=4,"), "{}", errors[1]);
    let is_command =
        |line: &str| ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start));
    assert!(text.lines().all(is_command), "{text}");
}
