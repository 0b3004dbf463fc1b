//! Bidirectional controls: characters that make a text read otherwise than it is stored, and how they are kept from
//! the text around them.

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// Whether a character is an embedding, an override, an isolate or the end of one (UAX 9).
#[must_use]
pub const fn is_directional(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text between an isolate and its end. Ends that nothing inside opened are dropped, what is left open is
/// closed; the end of an isolate also ends embeddings and overrides inside it (UAX 9, rule X6a).
#[must_use]
pub fn shut_in(text: &str) -> String {
    let mut isolated = String::from(FIRST_STRONG_ISOLATE);
    let mut open = 0_usize;
    for character in text.chars() {
        match character {
            '\u{2066}'..='\u{2068}' => open += 1,
            POP_ISOLATE if open == 0 => continue,
            POP_ISOLATE => open -= 1,
            _ => {}
        }
        isolated.push(character);
    }
    isolated.extend(std::iter::repeat_n(POP_ISOLATE, open + 1));
    isolated
}

#[cfg(test)]
mod tests {
    use super::shut_in;

    #[test]
    fn nothing_reaches_beyond_the_isolate() {
        assert_eq!(shut_in("a\u{202E}b"), "\u{2068}a\u{202E}b\u{2069}");
        assert_eq!(shut_in("\u{2069}a\u{2067}b"), "\u{2068}a\u{2067}b\u{2069}\u{2069}");
    }
}
