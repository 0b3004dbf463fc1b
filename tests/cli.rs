//! The program as its users meet it: the real binary, its streams and its exit codes.

#![expect(clippy::expect_used, reason = "a test may end in a panic")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
    command.current_dir(folder).args(arguments).env_remove("CLICOLOR_FORCE");
    let output = command.output().expect("the program runs");
    Run {
        code: output.status.code().expect("no signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A folder that holds nothing but a new site.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = run(folder.path(), &["init"]);
    assert_eq!((made.code, made.stdout.as_str()), (0, ""), "{}", made.stderr);
    folder
}

#[derive(Deserialize)]
struct Frontmatter {
    title: Option<String>,
    name: Option<String>,
    status: Option<String>,
}

fn frontmatter(path: &Path) -> Frontmatter {
    let text = fs_err::read_to_string(path).expect("the new file");
    let yaml = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).expect("frontmatter").0;
    serde_yaml::from_str(yaml).expect("YAML")
}

#[test]
fn help_and_version_are_data_and_wrong_usage_is_two() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let help = run(folder.path(), &["--help"]);
    assert!(help.code == 0 && help.stdout.contains("explain") && help.stderr.is_empty());
    assert!(run(folder.path(), &["--version"]).stdout.starts_with("variorum "));
    for wrong in
        [&[][..], &["bild"], &["new", "brief"], &["new", "thing", "x"], &["explain", "--no-such-flag"]]
    {
        let run = run(folder.path(), wrong);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong:?}");
        assert!(!run.stderr.is_empty());
    }
}

#[test]
fn explain_lists_explains_and_suggests() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = run(folder.path(), &["explain"]);
    assert!(list.code == 0 && list.stdout.lines().any(|line| line == "unknown-key\terror"));
    let one = run(folder.path(), &["explain", "unknown-key"]);
    assert!(one.code == 0 && one.stdout.contains("unknown-key") && one.stderr.is_empty());
    let wrong = run(folder.path(), &["explain", "unknwon-key"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("write `unknown-key`"), "{}", wrong.stderr);
}

#[test]
fn a_reader_that_hangs_up_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_variorum"))
        .arg("explain")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &[][..]));
}

#[test]
fn flags_stand_on_both_sides_of_the_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().to_str().expect("a UTF-8 path");
    let here = std::env::temp_dir();
    assert_eq!(run(&here, &["-q", "-C", path, "init", "a"]).stderr, "");
    assert_eq!(run(&here, &["init", "b", "-C", path, "--quiet"]).stderr, "");
    assert!(run(&here, &["init", "c", "-C", path]).stderr.contains("first-brief.md"));
    for site in ["a", "b", "c"] {
        assert!(folder.path().join(site).join("site.toml").is_file(), "{site}");
    }
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wrong = ["explain", "no-such-code"];
    assert!(!run(folder.path(), &wrong).stderr.contains('\u{1b}'));
    assert!(run(folder.path(), &["--color", "always", wrong[0], wrong[1]]).stderr.contains('\u{1b}'));
}

#[test]
fn the_brief_to_learn_from_says_what_is_so() {
    let folder = site();
    let shown = run(folder.path(), &["show", "first-brief#no-inspection"]);
    assert!(shown.stdout.contains("conceded in part by Lower Wexley Town Council\n"), "{}", shown.stdout);
    let brief = fs_err::read_to_string(folder.path().join("content/briefs/first-brief.md")).expect("a file");
    assert!(brief.contains("also: agrees_with, supports, concedes, concedes_in_part, questions, repeats\n"));
}

#[test]
fn init_overwrites_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs_err::create_dir(folder.path().join("content")).expect("a folder");
    fs_err::write(folder.path().join("content/about.md"), "mine").expect("a file");
    let refused = run(folder.path(), &["init"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (5, ""));
    assert!(refused.stderr.contains("`content/about.md`") && !refused.stderr.contains("site.toml"));
    assert!(!folder.path().join("site.toml").exists());
    assert_eq!(fs_err::read_to_string(folder.path().join("content/about.md")).expect("a file"), "mine");
}

#[test]
fn a_new_file_goes_into_the_nearest_site_above() {
    let site = site();
    let below = site.path().join("content/briefs");
    let made = run(&below, &["new", "actor", "Town Council"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let path = PathBuf::from(made.stdout.trim_end());
    assert_eq!(path, site.path().canonicalize().expect("a real path").join("content/actors/town-council.md"));
    assert_eq!(frontmatter(&path).name.as_deref(), Some("Town Council"));
    let again = run(&below, &["new", "actor", "Town Council"]);
    assert_eq!(again.code, 5, "{}", again.stderr);
    let outside = tempfile::tempdir().expect("a temporary folder");
    let nowhere = run(outside.path(), &["new", "actor", "x"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.stderr.contains("site.toml") && nowhere.stderr.contains("help"), "{}", nowhere.stderr);
    assert_eq!(run(outside.path(), &["-C", "none", "new", "actor", "x"]).code, 2);
}

#[test]
fn awkward_titles_make_sound_files() {
    let long = "a very long title ".repeat(300);
    let unbroken = "題".repeat(400);
    let titles = [
        r#""a: b" # 'x'"#,
        "مورا: رواية ثالثة",
        "🕊️ peace 🕊️",
        "- x",
        "yes",
        "{{ x }}",
        "back\\slash",
        "../../etc/passwd",
        "--- x",
        "\u{2028}line x",
        long.trim(),
        &unbroken,
    ];
    for title in titles {
        for kind in ["brief", "actor", "event", "source"] {
            let site = site();
            let made = run(site.path(), &["new", kind, "--", title]);
            assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{kind} {title}");
            let path = PathBuf::from(made.stdout.trim_end_matches('\n'));
            let folder = site.path().canonicalize().expect("a real path").join(format!("content/{kind}s"));
            assert_eq!(path.parent(), Some(folder.as_path()), "{title}");
            assert!(!path.to_string_lossy().contains('\u{fe0f}'), "{title}");
            assert!(path.file_name().expect("a name").len() <= 64 + "2026-11-22-.md".len(), "{title}");
            let read = frontmatter(&path);
            assert_eq!(read.title.or(read.name).as_deref(), Some(title.trim()), "{kind}");
            assert_eq!(read.status.as_deref(), (kind == "brief").then_some("draft"));
        }
    }
}

#[test]
fn a_title_without_a_name_in_it_is_wrong_usage() {
    let site = site();
    for title in ["", " ", "🕊️", "---", "index", "a\nb", "a\u{7f}"] {
        let refused = run(site.path(), &["new", "event", "--", title]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{title:?}");
    }
    assert!(!site.path().join("content/events").exists());
}

#[test]
fn the_first_brief_is_sound_yaml() {
    let site = site();
    let brief = frontmatter(&site.path().join("content/briefs/first-brief.md"));
    assert_eq!(brief.title.as_deref(), Some("Why the bridge at Lower Wexley was closed"));
}

#[test]
fn a_new_site_is_checked_and_built_without_a_complaint() {
    let site = site();
    let checked = run(site.path(), &["check"]);
    assert_eq!((checked.code, checked.stdout.as_str()), (0, ""), "{}", checked.stderr);
    assert!(checked.stderr.contains("nothing is wrong"), "{}", checked.stderr);
    let built = run(&site.path().join("content"), &["build", "-v"]);
    assert_eq!((built.code, built.stdout.as_str()), (0, ""), "{}", built.stderr);
    assert!(built.stderr.contains("new index.html") && site.path().join("public/index.html").is_file());
    assert!(run(site.path(), &["build", "-q"]).stderr.is_empty());
    assert!(!run(site.path(), &["build", "-qv"]).stderr.is_empty(), "they exclude each other");
}

#[test]
fn a_relative_output_starts_at_the_working_directory() {
    let site = site();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let path = site.path().to_str().expect("a UTF-8 path");
    assert_eq!(run(elsewhere.path(), &["-C", path, "build", "-o", "out"]).code, 0);
    assert!(elsewhere.path().join("out/index.html").is_file());
}

#[test]
fn wrong_settings_are_two_and_wrong_content_is_one() {
    let site = site();
    fs_err::write(site.path().join("content/bad.md"), b"---\ntitle: \xff\n---\n").expect("a file");
    for command in ["check", "build"] {
        let wrong = run(site.path(), &[command]);
        assert_eq!((wrong.code, wrong.stdout.as_str()), (1, ""), "{}", wrong.stderr);
        assert!(
            wrong.stderr.contains("content/bad.md:2:8") && wrong.stderr.contains("not-utf8"),
            "{}",
            wrong.stderr
        );
    }
    fs_err::write(site.path().join("site.toml"), "titel = 1\n").expect("a file");
    for command in ["check", "build"] {
        let wrong = run(site.path(), &[command]);
        assert_eq!(wrong.code, 2, "{}", wrong.stderr);
        assert!(
            wrong.stderr.contains("unknown-key") && wrong.stderr.contains("missing-key"),
            "{}",
            wrong.stderr
        );
    }
    assert!(!site.path().join("public").exists());
}

#[test]
fn documents_for_programs_go_to_stdout() {
    let site = site();
    for format in ["json", "sarif", "github"] {
        let fine = run(site.path(), &["check", "-q", "--format", format]);
        assert_eq!((fine.code, fine.stderr.as_str()), (0, ""), "{format}");
    }
    fs_err::write(site.path().join("site.toml"), "").expect("a file");
    let wrong = run(site.path(), &["--format", "json", "check", "-q"]);
    assert_eq!((wrong.code, wrong.stderr.as_str()), (2, ""));
    let document: serde_json::Value = serde_json::from_str(&wrong.stdout).expect("JSON");
    assert!(document.to_string().contains("missing-key"));
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let site = site();
    fs_err::create_dir(site.path().join("public")).expect("a folder");
    fs_err::write(site.path().join("public/thesis.txt"), "years of work").expect("a file");
    for output in [&["build"][..], &["build", "-o", "."], &["build", "-o", "content"]] {
        let refused = run(site.path(), output);
        assert_eq!((refused.code, refused.stdout.as_str()), (5, ""), "{}", refused.stderr);
    }
    assert_eq!(run(site.path(), &["build", "--base-url", "x"]).code, 2);
}
