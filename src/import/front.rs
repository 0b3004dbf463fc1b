//! Frontmatter under way. Every text is written as a JSON string, which YAML reads as it was, whatever stands in it.

/// The frontmatter of a new file.
#[derive(Clone, Debug, Default)]
pub(super) struct Front {
    text: String,
    indent: usize,
    /// The first key of a list's item stands behind its dash.
    dash: bool,
}

impl Front {
    /// A text; nothing where it is empty.
    pub(super) fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.line(&format!("{key}: {}", quoted(value)));
        }
    }

    /// A word, number or date that YAML takes as it stands.
    pub(super) fn word(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.line(&format!("{key}: {value}"));
        }
    }

    /// A list of texts; nothing where it is empty.
    pub(super) fn list<T: AsRef<str>>(&mut self, key: &str, values: &[T]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| quoted(value.as_ref())).collect();
            self.line(&format!("{key}: [{}]", values.join(", ")));
        }
    }

    /// A map of texts; nothing where it is empty.
    pub(super) fn map<K: AsRef<str>, V: AsRef<str>>(&mut self, key: &str, values: &[(K, V)]) {
        let values: Vec<String> = values
            .iter()
            .filter(|(_, value)| !value.as_ref().is_empty())
            .map(|(key, value)| format!("{}: {}", quoted(key.as_ref()), quoted(value.as_ref())))
            .collect();
        if !values.is_empty() {
            self.line(&format!("{key}: {{{}}}", values.join(", ")));
        }
    }

    /// What is written between lies under the key.
    pub(super) fn under(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        let before = self.text.len();
        self.line(&format!("{key}:"));
        let head = self.text.len();
        self.indent += 2;
        write(self);
        self.indent -= 2;
        if self.text.len() == head {
            self.text.truncate(before);
        }
    }

    /// What is written between is an item of a list.
    pub(super) fn item(&mut self, write: impl FnOnce(&mut Self)) {
        self.dash = true;
        self.indent += 2;
        write(self);
        self.indent -= 2;
        self.dash = false;
    }

    /// What another holds, behind what stands here.
    pub(super) fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
    }

    fn line(&mut self, line: &str) {
        let dash = std::mem::take(&mut self.dash);
        let indent = if dash { self.indent - 2 } else { self.indent };
        self.text.extend(std::iter::repeat_n(' ', indent));
        if dash {
            self.text.push_str("- ");
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The whole file.
    pub(super) fn into_file(self) -> String {
        format!("---\n{}---\n", self.text)
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
