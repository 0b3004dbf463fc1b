//! Reads secrets where the settings say they are, and takes them out of every message.
//!
//! A secret is held here and by the target that needs it. It goes to programs by their environment, never by their
//! arguments, and into no file.

use camino::Utf8Path;

use super::Fault;
use crate::config::publish::Secret;

/// What was read, so that it can be kept out of messages.
#[derive(Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// Reads one; the message names where it should be.
    pub(super) fn read(&mut self, secret: &Secret, site: &Utf8Path) -> Result<String, Fault> {
        let missing = |place: String| Fault::Settings(format!("{place}, which should hold a key, is empty"));
        let (text, place) = match secret {
            Secret::Variable(name) => {
                let text = std::env::var(name)
                    .map_err(|_| Fault::Settings(format!("the environment variable `{name}` is not set")))?;
                (text, format!("the environment variable `{name}`"))
            }
            Secret::File(path) => {
                let text = fs_err::read_to_string(site.join(path))
                    .map_err(|error| Fault::Settings(error.to_string()))?;
                (text.trim_end_matches(['\r', '\n']).to_owned(), format!("the file `{path}`"))
            }
        };
        if text.is_empty() {
            return Err(missing(place));
        }
        if text.chars().any(char::is_control) {
            return Err(Fault::Settings(format!("{place} holds a line end or control character")));
        }
        self.0.push(text.clone());
        Ok(text)
    }

    /// The same for one that may be left out.
    pub(super) fn read_if(
        &mut self,
        secret: Option<&Secret>,
        site: &Utf8Path,
    ) -> Result<Option<String>, Fault> {
        secret.map(|secret| self.read(secret, site)).transpose()
    }

    /// Another form of a secret that must be kept out of messages too.
    pub(super) fn keep(&mut self, form: String) {
        self.0.push(form);
    }

    /// The text without any of them.
    pub(super) fn scrub(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "[secret]"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_a_secret_and_messages_do_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let site = Utf8Path::from_path(folder.path()).expect("a UTF-8 path");
        fs_err::write(site.join("key"), "hunter2\r\n").expect("a file");
        fs_err::write(site.join("empty"), "\n").expect("a file");
        let mut secrets = Secrets::default();
        assert_eq!(secrets.read(&Secret::File("key".into()), site).expect("read"), "hunter2");
        assert_eq!(secrets.scrub("a hunter2 b"), "a [secret] b");
        for other in [
            Secret::File("empty".into()),
            Secret::File("none".into()),
            Secret::Variable("NO_SUCH_VARIABLE".into()),
        ] {
            assert!(matches!(secrets.read(&other, site), Err(Fault::Settings(_))), "{other:?}");
        }
    }
}
