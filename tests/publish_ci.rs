//! The files that `init --ci` writes: YAML that a host can read, and commands that the program knows.

#![cfg(feature = "publish")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its sites has failed")]

mod publishing;

use publishing::sites::run;
use serde_json::Value;

/// What a host reads: the file's YAML, and each command line of the program in it.
fn read(path: &std::path::Path) -> (Value, Vec<Vec<String>>) {
    let text = fs_err::read_to_string(path).unwrap();
    let yaml: Value =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let begins = |line: &str| line.trim_start_matches([' ', '-']).trim_start_matches("run: ").to_owned();
    let lines = text.lines().map(begins).filter(|line| line.starts_with("variorum "));
    let commands = lines.map(|line| line.split(' ').skip(1).map(str::to_owned).collect()).collect();
    (yaml, commands)
}

#[test]
fn the_files_for_hosts_run_on_a_new_site() {
    for (host, path) in [("github", ".github/workflows/site.yml"), ("gitlab", ".gitlab-ci.yml")] {
        let folder = tempfile::tempdir().unwrap();
        let made = run(folder.path(), &["init", "desk", "--ci", host]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        let site = folder.path().join("desk");
        let settings = fs_err::read_to_string(site.join("site.toml")).unwrap();
        let place = "\n[publish.live]\nto = \"dir:../www\"\n";
        fs_err::write(site.join("site.toml"), settings + place).unwrap();
        let (yaml, commands) = read(&site.join(path));
        assert!(yaml.is_object());
        assert_eq!(commands.len(), 2, "{commands:?}");
        for command in commands {
            let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
            let run = run(&site, &arguments);
            assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        }
        assert!(folder.path().join("www/current/index.html").exists());
    }
}

#[test]
fn in_a_site_only_the_hosts_file_is_written_and_never_over_another() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["init"]).code, 0);
    fs_err::remove_file(folder.path().join("content/about.md")).unwrap();
    assert_eq!(run(folder.path(), &["init", "--ci", "gitlab"]).code, 0);
    assert!(
        folder.path().join(".gitlab-ci.yml").exists() && !folder.path().join("content/about.md").exists()
    );
    let again = run(folder.path(), &["init", "--ci", "gitlab"]);
    assert_eq!(again.code, 5, "{}", again.stderr);
}
