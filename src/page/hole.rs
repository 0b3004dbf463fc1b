//! Where a claim goes on a page: a short text that a template writes as it is, and that gives way to the claim's row or
//! card when the page is put together.
//!
//! A hole is a number between two control characters. No text of a site holds a control character (manual,
//! safety.md#characters), so nothing that a writer wrote is taken for a hole. The views write holes, `theme` reads them.

use serde::{Serialize, Serializer};

use crate::site::{Claim, Id};

/// The first character of a hole.
pub const HOLE_START: char = '\u{1}';

/// The last character of a hole.
pub const HOLE_END: char = '\u{2}';

/// Whether a row names the claim's speakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speakers {
    /// It names them.
    Named,
    /// It stands under its speaker's name, and names speakers only where there are several.
    Above,
}

/// A place that gives way to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// To the row of the claim of this number.
    Row(usize, Speakers),
    /// To whom the claim of this number answers, and who answers it.
    Replies(usize),
    /// To the card of this place among the page's cards.
    Card(usize),
}

impl Hole {
    /// The hole for a claim's row.
    #[must_use]
    pub const fn row(id: Id<Claim>, speakers: Speakers) -> Self {
        Self::Row(id.index(), speakers)
    }

    /// The hole whose text stands between the two control characters.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        let (kind, digits) = text.split_first()?;
        let number = digits.iter().try_fold(0_usize, |number, digit| {
            let digit = digit.is_ascii_digit().then(|| usize::from(digit - b'0'))?;
            number.checked_mul(10)?.checked_add(digit)
        })?;
        match kind {
            b'r' if !digits.is_empty() => Some(Self::Row(number, Speakers::Named)),
            b'u' if !digits.is_empty() => Some(Self::Row(number, Speakers::Above)),
            b'a' if !digits.is_empty() => Some(Self::Replies(number)),
            b'c' if !digits.is_empty() => Some(Self::Card(number)),
            _ => None,
        }
    }
}

impl Serialize for Hole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, number) = match self {
            Self::Row(number, Speakers::Named) => ('r', number),
            Self::Row(number, Speakers::Above) => ('u', number),
            Self::Replies(number) => ('a', number),
            Self::Card(number) => ('c', number),
        };
        serializer.collect_str(&format_args!("{HOLE_START}{kind}{number}{HOLE_END}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for hole in [
            Hole::Row(0, Speakers::Named),
            Hole::Row(60_000, Speakers::Above),
            Hole::Replies(3),
            Hole::Card(7),
        ] {
            let text = serde_json::to_value(hole).expect("a text");
            let text = text.as_str().expect("a text").trim_matches([HOLE_START, HOLE_END]).to_owned();
            assert_eq!(Hole::read(text.as_bytes()), Some(hole));
        }
        for odd in ["", "r", "x1", "r-1", "r1 ", "c99999999999999999999999"] {
            assert_eq!(Hole::read(odd.as_bytes()), None, "{odd}");
        }
    }
}
