//! Text from a file made harmless for a terminal.
//!
//! A control character could clear the screen or forge a line, and a bidirectional control could show the words of
//! a source in another order than they stand in. Each such character is replaced by one that is seen and is one
//! column wide, so that underlines stay where they belong. Every text that is drawn passes here, those of `query` too.

use std::borrow::Cow;

/// The text with every dangerous character replaced by a visible one; the number of characters stays. Tabs stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(|character| stand_in(character).is_some()) {
        Cow::Owned(text.chars().map(|character| stand_in(character).unwrap_or(character)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// What is shown in a character's place: for the ASCII controls their pictures, else the replacement character.
fn stand_in(character: char) -> Option<char> {
    match character {
        '\t' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('\u{2421}'),
        // C1 controls; the Bidi_Control characters of UAX #9; line and paragraph separators; interlinear
        // annotation; byte order mark; noncharacters; tags, which write invisible ASCII
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dangerous_characters_are_seen_and_others_stay() {
        assert_eq!(visible("\u{1b}[2Jgone\u{7f}\n"), "␛[2Jgone␡␊");
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{9b}d"), "a\u{fffd}b\u{fffd}c\u{fffd}d");
        assert!(matches!(visible("\tمورا, 日本, e\u{301}"), Cow::Borrowed(_)));
    }
}
