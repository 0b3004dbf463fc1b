//! A path that cannot leave the output folder.
//!
//! The only way to name a file of the output. What would be unsafe on one of the systems that a site is served from
//! or copied to cannot be made: `..`, absolute paths, empty parts, backslashes and what else Windows forbids, control
//! characters, parts over 255 bytes, paths over 900.

use std::fmt;

/// Longest part of a path, in bytes: the limit of ext4, APFS and NTFS alike.
const MAX_PART_BYTES: usize = 255;

/// Longest path, in bytes. macOS takes 1,024 for a whole path and S3 for a key; this leaves 124 for the folder that
/// the site lies in.
const MAX_BYTES: usize = 900;

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
    /// A control character, or one of `\\ : < > " | ? *`, which Windows takes in no name.
    ForbiddenCharacter(char),
    /// A part over 255 bytes.
    PartTooLong,
    /// A path over 900 bytes.
    TooLong,
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
        if path.len() > MAX_BYTES {
            return Err(SitePathError::TooLong);
        }
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

    /// The first part that Windows keeps for a device, so that it cannot be stored there.
    #[must_use]
    pub fn device_name(&self) -> Option<&str> {
        self.0.split('/').find(|part| is_device_name(part))
    }
}

/// Whether Windows keeps the name for a device, whatever its ending (`NUL`, `com1.tar.gz`).
#[must_use]
pub fn is_device_name(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    if ["con", "aux", "nul", "prn", "conin$", "conout$"].contains(&stem.as_str()) {
        return true;
    }
    let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    let mut number = port.unwrap_or_default().chars();
    matches!((number.next(), number.next()), (Some('1'..='9' | '¹' | '²' | '³'), None))
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
    if let Some(found) = part.chars().find(|c| c.is_control() || r#"\:<>"|?*"#.contains(*c)) {
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
            Self::TooLong => write!(formatter, "the path is over {MAX_BYTES} bytes"),
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
        for path in
            ["", "/etc", "a//b", "a/../b", "..", "a/.", "a\\b", "C:x", "a\0", "a/b.", "a ", "a?", "a\n/b"]
        {
            assert!(SitePath::new(path).is_err(), "{path:?}");
        }
        for path in ["index.html", "actors/jnim/2.html", "briefs/مورا.html", "..a/b", "a'b", "a, b% c;é#.png"]
        {
            assert!(SitePath::new(path).is_ok(), "{path:?}");
        }
    }

    #[test]
    fn a_part_and_a_path_may_be_just_so_long() {
        let part = "x".repeat(MAX_PART_BYTES);
        assert!(SitePath::new(part.clone()).is_ok());
        assert_eq!(SitePath::new(format!("a/{part}x/b")), Err(SitePathError::PartTooLong));
        // In bytes, not in characters.
        assert_eq!(SitePath::new("é".repeat(128)), Err(SitePathError::PartTooLong));
        let path = format!("{part}/{part}/{part}/{}", "y".repeat(MAX_BYTES - 3 * 256));
        assert_eq!(path.len(), MAX_BYTES);
        assert!(SitePath::new(path.clone()).is_ok());
        assert_eq!(SitePath::new(path + "y"), Err(SitePathError::TooLong));
    }

    #[test]
    fn devices_of_windows_are_known() {
        for name in ["con", "AUX", "nul.html", "Prn.tar.gz", "com1", "LPT9.txt", "com¹", "con .png", "CONIN$"]
        {
            assert!(is_device_name(name), "{name}");
        }
        for name in ["conn", "com", "com0", "com10", "lpt1-9", "console", "comb", "a.con", "com1a"] {
            assert!(!is_device_name(name), "{name}");
        }
        let path = SitePath::new("pictures/aux/1.png").expect("a path");
        assert_eq!(path.device_name(), Some("aux"));
    }
}
