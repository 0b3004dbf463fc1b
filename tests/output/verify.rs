//! `verify`, `sha256sum` and `minisign` on what a build made.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use minisign::KeyPair;

use super::ground::{before_and_after, folder, lay_out, left_out, output, program};

/// A built site and a folder for keys.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: folder() };
        lay_out(&before_and_after().0, desk.folder.path());
        desk.build(&[]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, &[])
    }

    fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }

    #[track_caller]
    fn build(&self, arguments: &[&str]) {
        let run = self.run(&[&["build", "-q"], arguments].concat());
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    /// Makes a pair of keys without a password: the file of the secret one, and the public one.
    fn keys(&self, name: &str) -> (String, String) {
        let pair = KeyPair::generate_unencrypted_keypair().unwrap();
        let secret = format!("{name}.key");
        fs_err::write(self.path(&secret), pair.sk.to_box(None).unwrap().to_string()).unwrap();
        fs_err::write(self.path(&format!("{name}.pub")), pair.pk.to_box().unwrap().to_string()).unwrap();
        (secret, pair.pk.to_base64())
    }

    fn signature(&self) -> Option<String> {
        fs_err::read_to_string(self.path("public/manifest.sha256.minisig")).ok()
    }
}

/// Exit code and standard output, and a word on standard error.
#[track_caller]
fn answers(run: &Output, code: i32, stdout: &str, words: &str) {
    let (out, said) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert_eq!((run.status.code(), out.as_ref()), (Some(code), stdout), "{said}");
    assert!(said.contains(words), "no word of {words:?}: {said}");
}

fn sha256sum_agrees(public: &Path) -> bool {
    let run = Command::new("sha256sum")
        .args(["--quiet", "--strict", "-c", "manifest.sha256"])
        .current_dir(public)
        .output();
    run.unwrap().status.success()
}

#[test]
fn a_built_site_is_as_listed_and_what_differs_is_named() {
    let desk = Desk::new();
    let count = output(desk.folder.path()).unwrap().len() - 2;
    answers(&desk.run(&["verify", "public"]), 0, "", &format!("verified `public`: {count} files"));
    let has_sha256sum = program("sha256sum").is_some();
    if !has_sha256sum {
        left_out("sha256sum on a built site", "there is none");
    }
    assert!(!has_sha256sum || sha256sum_agrees(&desk.path("public")));
    // What is published has another list than that of the builds.
    let list = desk.path("public/.variorum.json");
    #[cfg(feature = "publish")]
    fs_err::copy(&list, desk.path("public").join(variorum::publish::MANIFEST)).unwrap();
    fs_err::remove_file(list).unwrap();
    answers(&desk.run(&["verify", "public"]), 0, "", "verified");

    fs_err::write(desk.path("public/about.html"), "edited").unwrap();
    fs_err::remove_file(desk.path("public/gone.html")).unwrap();
    fs_err::write(desk.path("public/briefs/thesis.txt"), "mine").unwrap();
    symlink("/etc/passwd", desk.path("public/link")).unwrap();
    fs_err::create_dir(desk.path("public/empty")).unwrap();
    let differs =
        "missing gone.html\nchanged about.html\nforeign briefs/thesis.txt\nforeign empty\nforeign link\n";
    answers(&desk.run(&["verify", "public"]), 1, differs, "1 missing, 1 changed, 3 foreign");
    assert!(!has_sha256sum || !sha256sum_agrees(&desk.path("public")));
}

#[test]
fn a_list_that_is_none_is_named() {
    let desk = Desk::new();
    answers(&desk.run(&["verify", "nowhere"]), 2, "", "nowhere");
    answers(&desk.run(&["verify", "content"]), 1, "", "no `manifest.sha256`");
    let list = desk.path("public/manifest.sha256");
    let text = fs_err::read_to_string(&list).unwrap();
    for bad in ["0123  ../content/x.md", "no list", &format!("{}  ../content/x.md", "0".repeat(64))] {
        fs_err::write(&list, format!("{text}{bad}\n")).unwrap();
        let line = format!("line {}", text.lines().count() + 1);
        answers(&desk.run(&["verify", "public"]), 1, "", &line);
    }
}

#[test]
fn a_signed_site_is_checked_with_the_key() {
    let desk = Desk::new();
    let ((secret, public), (_, other)) = (desk.keys("desk"), desk.keys("other"));
    answers(&desk.run(&["verify", "public", "--public-key", &public]), 1, "", "no `manifest.sha256.minisig`");
    desk.build(&["--sign", &secret]);
    let signature = desk.signature().unwrap();
    for key in [public.as_str(), "desk.pub"] {
        answers(&desk.run(&["verify", "public", "--public-key", key]), 0, "", "signature holds");
    }
    answers(&desk.run(&["verify", "public", "--public-key", &other]), 1, "", "the signature does not hold");
    answers(&desk.run(&["verify", "public", "--public-key", "none.pub"]), 2, "", "none.pub");
    answers(&desk.run(&["build", "--sign", "desk.pub"]), 2, "", "secret key");
    answers(&desk.run(&["build", "--sign", "none.key"]), 3, "", "none.key");
    minisign_agrees(&desk);

    // The same list keeps its signature; another list gets another; a build without a key has none.
    desk.build(&["--sign", &secret]);
    assert_eq!(desk.signature().as_ref(), Some(&signature));
    lay_out(&before_and_after().1, desk.folder.path());
    let text = fs_err::read_to_string(desk.path(&secret)).unwrap();
    let run = desk.run_with(&["build", "-q"], &[("VARIORUM_SIGN_KEY", &text)]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(desk.signature().is_some_and(|now| now != signature));
    answers(&desk.run(&["verify", "public", "--public-key", &public]), 0, "", "signature holds");

    // A list that was exchanged together with a page.
    let list = desk.path("public/manifest.sha256");
    let shorter: String =
        fs_err::read_to_string(&list).unwrap().lines().skip(1).map(|line| format!("{line}\n")).collect();
    fs_err::write(&list, shorter).unwrap();
    answers(&desk.run(&["verify", "public", "--public-key", &public]), 1, "", "the signature does not hold");
    answers(&desk.run(&["build"]), 5, "", "`manifest.sha256`");
}

#[test]
fn a_build_without_a_key_leaves_no_signature() {
    let desk = Desk::new();
    let (secret, _) = desk.keys("desk");
    desk.build(&["--sign", &secret]);
    assert!(desk.signature().is_some());
    desk.build(&[]);
    assert_eq!(desk.signature(), None);
}

fn minisign_agrees(desk: &Desk) {
    if program("minisign").is_none() {
        left_out("minisign on a signed site", "there is none; tests/tools/20-faults installs it");
        return;
    }
    let check = |key: &str| {
        let files = [desk.path(key), desk.path("public/manifest.sha256")];
        let run =
            Command::new("minisign").args(["-V", "-p"]).arg(&files[0]).arg("-m").arg(&files[1]).output();
        run.unwrap().status.success()
    };
    assert!(check("desk.pub") && !check("other.pub"));
}

/// Keys that minisign made, with a password from the environment.
#[test]
fn a_key_under_a_password_signs() {
    let desk = Desk::new();
    let pair = KeyPair::generate_encrypted_keypair(Some("a password".to_owned())).unwrap();
    fs_err::write(desk.path("desk.key"), pair.sk.to_box(None).unwrap().to_string()).unwrap();
    let sign = |password: &str| {
        desk.run_with(&["build", "-q", "--sign", "desk.key"], &[("VARIORUM_SIGN_PASSWORD", password)])
    };
    assert_eq!(sign("another").status.code(), Some(2));
    assert_eq!(desk.signature(), None);
    let run = sign("a password");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    answers(&desk.run(&["verify", "public", "--public-key", &pair.pk.to_base64()]), 0, "", "signature holds");
}
