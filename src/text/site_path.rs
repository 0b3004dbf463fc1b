//! A path that cannot leave the output folder.
//!
//! The only way to name a file of the output. What would be unsafe on one of the systems that a site is served
//! from cannot be made: `..`, absolute paths, empty parts, backslashes, control characters, parts over 255 bytes.

use std::fmt;

/// Longest part of a path, in bytes: the limit of ext4, APFS and NTFS alike.
const MAX_PART_BYTES: usize = 255;

/// A relative path with `/` between its parts, inside the output folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SitePath(String);

/// Why a text is no [`SitePath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SitePathError {
    /// Nothing at all, or nothing between two `/`.
    EmptyPart,
    /// `.` or `..`.
    DotPart,
    /// A backslash, a colon or a control character: a separator or worse on some systems.
    ForbiddenCharacter(char),
    /// A part over 255 bytes.
    PartTooLong,
    /// A part that ends in a dot or a space, which Windows drops.
    TrailingDotOrSpace,
}

impl SitePath {
    /// Checks a path.
    ///
    /// # Errors
    /// The first rule of [`SitePathError`] that a part breaks.
    pub fn new(path: impl Into<String>) -> Result<Self, SitePathError> {
        let path = path.into();
        path.split('/').try_for_each(check_part)?;
        Ok(Self(path))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many folders the file lies in.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }
}

fn check_part(part: &str) -> Result<(), SitePathError> {
    match part {
        "" => return Err(SitePathError::EmptyPart),
        "." | ".." => return Err(SitePathError::DotPart),
        _ => {}
    }
    if part.len() > MAX_PART_BYTES {
        return Err(SitePathError::PartTooLong);
    }
    if let Some(found) = part.chars().find(|c| c.is_control() || matches!(c, '\\' | ':')) {
        return Err(SitePathError::ForbiddenCharacter(found));
    }
    if part.ends_with(['.', ' ']) {
        return Err(SitePathError::TrailingDotOrSpace);
    }
    Ok(())
}

impl fmt::Display for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for SitePathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyPart => formatter.write_str("a part of the path is empty"),
            Self::DotPart => formatter.write_str("`.` and `..` are not allowed in a path"),
            Self::ForbiddenCharacter(found) => write!(formatter, "{found:?} is not allowed in a path"),
            Self::PartTooLong => write!(formatter, "a part of the path is over {MAX_PART_BYTES} bytes"),
            Self::TrailingDotOrSpace => formatter.write_str("a part of the path ends in a dot or a space"),
        }
    }
}

impl std::error::Error for SitePathError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside() {
        for path in ["", "/etc", "a//b", "a/../b", "..", "a/.", "a\\b", "C:x", "a\0", "a/b.", "a "] {
            assert!(SitePath::new(path).is_err(), "{path:?}");
        }
        for path in ["index.html", "actors/jnim/2.html", "briefs/مورا.html", "..a/b"] {
            assert!(SitePath::new(path).is_ok(), "{path:?}");
        }
        assert!(SitePath::new("x".repeat(256)).is_err());
    }
}
