//! Finds keys that would hold a secret, wherever they stand in `site.toml`.
//!
//! A site's folder is shared and often public, so a secret is named (`token_env = "NAME"`, `token_file = "PATH"`),
//! never written. The finding has no place on purpose: a place is drawn with its line, and the line holds the secret.

use toml::de::{DeTable, DeValue};

use super::reader::Key;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Files, Span};

/// Words that make a key a secret's (manual, format.md#site-toml).
const WORDS: [&str; 3] = ["token", "secret", "password"];

/// Tables whose keys are the site's own words, paths or codes.
const FREE_KEYS: [&str; 4] = ["assets", "checks", "figures", "vocabulary"];

/// Whether a key of this name would hold a secret, not the name of the variable or file that does.
pub(super) fn is_secret(key: &str) -> bool {
    let key = key.to_lowercase();
    WORDS.iter().any(|word| key.contains(word)) && !["_env", "_file"].iter().any(|end| key.ends_with(end))
}

/// One finding for each such key.
pub(super) fn find(files: &Files, file: FileId, table: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut open: Vec<(String, &DeTable<'_>)> = vec![(String::new(), table)];
    while let Some((path, table)) = open.pop() {
        for (key, value) in table {
            let name = join(&path, key.get_ref());
            if is_secret(key.get_ref()) {
                found.push(finding(files, file, key, &name));
            }
            if !FREE_KEYS.contains(&name.as_str()) {
                open.extend(tables(value.get_ref()).map(|table| (name.clone(), table)));
            }
        }
    }
    found
}

fn finding(files: &Files, file: FileId, key: &Key<'_>, name: &str) -> Diagnostic {
    let line = files.place(Span::new(file, key.span())).line;
    let path = files.path(file);
    let message = format!("`{name}` in line {line} of `{path}` would hold a secret");
    let help = "put the secret into an environment variable and name that in a key that ends with `_env`";
    Diagnostic::of_site(Code::SecretInConfig, message).help(help)
}

/// The tables in a value: itself, or those of a list however deep.
fn tables<'value>(value: &'value DeValue<'value>) -> impl Iterator<Item = &'value DeTable<'value>> {
    let mut open = vec![value];
    std::iter::from_fn(move || {
        while let Some(value) = open.pop() {
            match value {
                DeValue::Table(table) => return Some(table),
                DeValue::Array(values) => open.extend(values.iter().map(toml::Spanned::get_ref)),
                _ => {}
            }
        }
        None
    })
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
