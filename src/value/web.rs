//! Addresses of the web: absolute, http or https, without credentials.
//!
//! A [`WebUrl`] keeps the writer's text and the normal form that goes into a link. What it refuses is what could run
//! (`javascript:`), leak (a password) or be read as another address than a browser reads. `brief` and `config` read
//! them; `page` and `export` link to them.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use url::Url;

/// An absolute http or https address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct WebUrl {
    text: String,
    #[serde(skip)]
    url: Url,
}

impl WebUrl {
    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address in the form of the WHATWG's URL standard, ASCII only: what a link holds.
    #[must_use]
    pub fn href(&self) -> &str {
        self.url.as_str()
    }

    /// Its path, beginning and ending in `/`: where a site at this address has its top.
    #[must_use]
    pub fn folder(&self) -> String {
        match self.url.path().trim_matches('/') {
            "" => "/".to_owned(),
            path => format!("/{path}/"),
        }
    }

    /// The address of a file below this one. `relative` is percent-encoded.
    #[must_use]
    pub fn join(&self, relative: &str) -> String {
        format!("{}/{relative}", self.href().trim_end_matches('/'))
    }

    /// The host, in ASCII: `xn--mnchen-3ya.example`.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebUrlError {
    /// It does not begin with `http://` or `https://`, or is no address behind that.
    NotAnAddress,
    /// A space, a control character, a mark of direction or a backslash.
    Character,
    /// A user name or password.
    Credentials,
}

impl fmt::Display for WebUrlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotAnAddress => "expected an absolute address such as `https://example.org/page`",
            Self::Character => "expected an address without spaces, control characters and backslashes",
            Self::Credentials => "expected an address without a user name or password",
        })
    }
}

impl std::error::Error for WebUrlError {}

impl FromStr for WebUrl {
    type Err = WebUrlError;

    fn from_str(text: &str) -> Result<Self, WebUrlError> {
        if text.contains(misleads) {
            return Err(WebUrlError::Character);
        }
        // The standard also reads `https:host` and `https:///host`; people do not.
        let has_scheme = ["http://", "https://"].iter().any(|scheme| {
            text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
                && !text[scheme.len()..].starts_with('/')
        });
        let url = Url::parse(text)
            .ok()
            .filter(|url| has_scheme && url.has_host())
            .ok_or(WebUrlError::NotAnAddress)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebUrlError::Credentials);
        }
        Ok(Self { text: text.to_owned(), url })
    }
}

/// Whether programs or people read an address differently because of a character: the URL standard drops tabs and
/// line ends and turns backslashes about, and marks of direction (UAX 9) let a text look like another.
fn misleads(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\\' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for WebUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_kept_beside_the_normal_form() {
        let address: WebUrl = "HTTPS://Exämple.org:443/a/../b?c='d'#e".parse().expect("an address");
        assert_eq!(address.to_string(), "HTTPS://Exämple.org:443/a/../b?c='d'#e");
        assert_eq!(address.href(), "https://xn--exmple-cua.org/b?c=%27d%27#e");
        assert_eq!(address.host(), "xn--exmple-cua.org");
    }

    #[test]
    fn what_runs_leaks_or_misleads_is_refused() {
        for (text, expected) in [
            ("", WebUrlError::NotAnAddress),
            ("example.org", WebUrlError::NotAnAddress),
            ("/page", WebUrlError::NotAnAddress),
            ("//example.org", WebUrlError::NotAnAddress),
            ("javascript:alert(1)", WebUrlError::NotAnAddress),
            ("data:text/html,x", WebUrlError::NotAnAddress),
            ("ftp://example.org", WebUrlError::NotAnAddress),
            ("https:example.org", WebUrlError::NotAnAddress),
            ("https://", WebUrlError::NotAnAddress),
            ("https:///example.org", WebUrlError::NotAnAddress),
            ("https://example.org:99999", WebUrlError::NotAnAddress),
            ("https://user@example.org", WebUrlError::Credentials),
            ("https://user:secret@example.org", WebUrlError::Credentials),
            ("https://:secret@example.org", WebUrlError::Credentials),
            (" https://example.org", WebUrlError::Character),
            ("https://example.org/a b", WebUrlError::Character),
            ("https://example.org/\u{202e}gpj.exe", WebUrlError::Character),
            ("java\nscript:alert(1)", WebUrlError::Character),
            ("https://example.org\\@other.org", WebUrlError::Character),
        ] {
            assert_eq!(text.parse::<WebUrl>(), Err(expected), "{text}");
        }
    }
}
