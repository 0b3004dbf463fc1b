//! Where a link leads: to the web, to a thing of the site, or nowhere it may.
//!
//! [`read`] is the one judge of destinations (manual, format.md#bodies): what is not known to be harmless is refused,
//! so there is no list of dangerous schemes to keep. [`find`] says where in the source a destination was written.

use std::ops::Range;

use percent_encoding::percent_decode_str;
use pulldown_cmark_escape::escape_href;
use url::{Position, Url};

use super::Target;
use super::html::push_value;
use super::report::is_clean;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

/// A destination that is allowed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// `http`, `https`: the address, escaped for an attribute.
    Web(String),
    /// `mailto`: the address, escaped for an attribute.
    Mail(String),
    /// Within the site.
    Inside(Target),
}

/// Why a destination is not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Empty,
    Scheme(String),
    Rooted,
    Stray,
    Address,
    Picture,
}

/// Reads a destination whose escapes and entities have been resolved.
pub(super) fn read(written: &str) -> Result<Destination, Refusal> {
    if written.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    check(written)?;
    match scheme(written) {
        None => file(written).map(Destination::Inside),
        Some((name, rest)) => match name.to_ascii_lowercase().as_str() {
            "http" | "https" => web(written).map(Destination::Web),
            "mailto" => mail(rest).map(Destination::Mail),
            name => thing(name, rest).map(Destination::Inside),
        },
    }
}

/// Reads the destination of a picture: a file of the site.
pub(super) fn read_picture(written: &str) -> Result<Target, Refusal> {
    match read(written)? {
        Destination::Inside(target @ Target::File { .. }) => Ok(target),
        _ => Err(Refusal::Picture),
    }
}

/// Reads what stands between `[[` and `]]`: `event:moura-2022`, or a name, which may hold any character.
pub(super) fn read_wikilink(written: &str) -> Result<Destination, Refusal> {
    let name = written.trim();
    if name.is_empty() {
        return Err(Refusal::Empty);
    }
    if !is_clean(name) {
        return Err(Refusal::Stray);
    }
    let target = scheme(name).and_then(|(scheme, rest)| thing(&scheme.to_ascii_lowercase(), rest).ok());
    Ok(Destination::Inside(target.unwrap_or_else(|| Target::Anything(name.to_owned()))))
}

/// An address in angle brackets: `<mail@example.org>`.
pub(super) fn mail(address: &str) -> Result<String, Refusal> {
    let url = Url::parse(&format!("mailto:{address}")).map_err(|_| Refusal::Address)?;
    if address.is_empty() { Err(Refusal::Address) } else { Ok(escaped(&url)) }
}

/// Where in `source` the destination of the link in `range` was written; the whole range if it does not stand
/// there as such (escapes, entities). `opening` is what comes right before a destination: `](`, `]:`, `[[`, `<`.
pub(super) fn find(source: &str, range: &Range<usize>, opening: &str, written: &str) -> Range<usize> {
    let place = || {
        let slice = source.get(range.clone())?;
        let behind = slice.rfind(opening)? + opening.len();
        let at = range.start + behind + slice[behind..].find(written)?;
        (!written.is_empty()).then(|| at..at + written.len())
    };
    place().unwrap_or_else(|| range.clone())
}

/// What precedes the first colon, if nothing there says that it belongs to a path. Wider than a browser's notion
/// of a scheme on purpose: what looks like one to a person must not pass as a file name.
fn scheme(written: &str) -> Option<(&str, &str)> {
    let at = written.find([':', '/', '?', '#'])?;
    let rest = written[at..].strip_prefix(':')?;
    Some((&written[..at], rest))
}

/// Refuses what browsers would remove or turn into something else before they read an address (WHATWG URL,
/// "basic URL parser": tabs, newlines, surrounding spaces, backslashes), and what depends on the host.
fn check(written: &str) -> Result<(), Refusal> {
    let stray =
        |letter: char| letter.is_control() || letter == '\\' || (letter.is_whitespace() && letter != ' ');
    if written.starts_with('/') {
        Err(Refusal::Rooted)
    } else if written.trim() != written || written.contains(stray) || !is_clean(written) {
        Err(Refusal::Stray)
    } else {
        Ok(())
    }
}

/// Browsers read `https:host` and `https:///host` as other than they look, so two slashes and a host are asked for.
fn web(written: &str) -> Result<String, Refusal> {
    let url = Url::parse(written).map_err(|_| Refusal::Address)?;
    let authority = scheme(written).and_then(|(_, rest)| rest.strip_prefix("//"));
    if authority.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
        return Err(Refusal::Address);
    }
    Ok(escaped(&url))
}

/// Brackets round an IPv6 host must stay, in a path they must not.
fn escaped(url: &Url) -> String {
    let mut href = String::with_capacity(url.as_str().len() + 8);
    push_value(&mut href, &url[..Position::BeforePath]);
    let _never_fails = escape_href(&mut href, &url[Position::BeforePath..]);
    href
}

fn thing(scheme: &str, rest: &str) -> Result<Target, Refusal> {
    let make: fn(String) -> Target = match scheme {
        "claim" => return claim(rest),
        "actor" => Target::Actor,
        "event" => Target::Event,
        "source" => Target::Source,
        "brief" => Target::Brief,
        _ => return Err(Refusal::Scheme(scheme.to_owned())),
    };
    name(rest).map(make)
}

fn claim(rest: &str) -> Result<Target, Refusal> {
    let (brief, id) = rest.split_once('#').map_or((None, rest), |(brief, id)| (Some(brief), id));
    Ok(Target::Claim { brief: brief.map(name).transpose()?, id: name(id)? })
}

fn name(written: &str) -> Result<String, Refusal> {
    let name = decoded(written)?;
    let name = name.trim();
    if name.is_empty() { Err(Refusal::Empty) } else { Ok(name.to_owned()) }
}

fn file(written: &str) -> Result<Target, Refusal> {
    let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
    let fragment = if fragment.is_empty() { None } else { Some(decoded(fragment)?) };
    match (path, fragment) {
        ("", None) => Err(Refusal::Empty),
        ("", Some(heading)) => Ok(Target::Heading(heading)),
        (path, fragment) => Ok(Target::File { path: decoded(path)?, fragment }),
    }
}

fn decoded(written: &str) -> Result<String, Refusal> {
    let text = percent_decode_str(written).decode_utf8().map_err(|_| Refusal::Stray)?;
    check(&text)?;
    Ok(text.into_owned())
}

impl Refusal {
    /// The finding for a writer.
    pub(super) fn diagnostic(&self, place: Span) -> Diagnostic {
        let (message, help) = match self {
            Self::Empty => ("this link leads nowhere".to_owned(), "write where it leads"),
            Self::Scheme(name) => (
                format!("links to `{}:` are not allowed", name.escape_debug()),
                "use http, https, mailto, a path to a file, or `claim:`, `actor:`, `event:`, `source:`, `brief:`",
            ),
            Self::Rooted => (
                "a link that begins with `/` depends on where the site is put".to_owned(),
                "write the path from this file's folder",
            ),
            Self::Stray => (
                "the destination holds a backslash, a control character, a stray space or bytes that are no text"
                    .to_owned(),
                "remove it, or write it percent-encoded if it belongs to a web address",
            ),
            Self::Address => {
                ("this is not a complete address".to_owned(), "write it as `https://host/path` or `mailto:name@host`")
            }
            Self::Picture => (
                "pictures come from files of the site only".to_owned(),
                "save the picture beside the text and write its path",
            ),
        };
        Diagnostic::new(Code::ForbiddenLink, place, message).help(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed() {
        use Destination::{Inside, Mail, Web};
        let file = |path: &str, fragment: Option<&str>| {
            Inside(Target::File { path: path.to_owned(), fragment: fragment.map(str::to_owned) })
        };
        let claim = |brief: Option<&str>, id: &str| {
            Inside(Target::Claim { brief: brief.map(str::to_owned), id: id.to_owned() })
        };
        for (written, expected) in [
            ("claim:killed", claim(None, "killed")),
            ("claim:moura#killed", claim(Some("moura"), "killed")),
            ("actor:jnim", Inside(Target::Actor("jnim".to_owned()))),
            ("EVENT:moura%2D2022", Inside(Target::Event("moura-2022".to_owned()))),
            ("../actors/jnim.md", file("../actors/jnim.md", None)),
            ("a%20b.md#Über", file("a b.md", Some("Über"))),
            ("#x", Inside(Target::Heading("x".to_owned()))),
            ("dir/a:b.md", file("dir/a:b.md", None)),
            ("HTTPS://Example.ORG/a[1]?b&c", Web("https://example.org/a%5B1%5D?b&amp;c".to_owned())),
            ("http://[::1]:80/\"'", Web("http://[::1]/%22&#x27;".to_owned())),
            ("MailTo:a@b.org?subject=x y", Mail("mailto:a@b.org?subject=x%20y".to_owned())),
        ] {
            assert_eq!(read(written), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_is_refused() {
        use Refusal::{Address, Empty, Rooted, Scheme, Stray};
        let scheme = |name: &str| Scheme(name.to_owned());
        for (written, expected) in [
            ("", Empty),
            (" ", Empty),
            ("#", Empty),
            ("claim:", Empty),
            ("claim:x#", Empty),
            ("javascript:alert(1)", scheme("javascript")),
            ("JaVaScRiPt:alert(1)", scheme("javascript")),
            ("java\u{200B}script:x", scheme("java\u{200B}script")),
            (":javascript:x", scheme("")),
            ("data:text/html,x", scheme("data")),
            ("vbscript:x", scheme("vbscript")),
            ("file:///etc/passwd", scheme("file")),
            ("blob:x", scheme("blob")),
            ("java\nscript:x", Stray),
            ("java\tscript:x", Stray),
            ("\u{1}javascript:x", Stray),
            (" javascript:x", Stray),
            ("https://a.org/\\b", Stray),
            ("..\\x", Stray),
            ("actor:\u{202E}x", Stray),
            ("a%00.md", Stray),
            ("a%5Cb", Stray),
            ("%FF.md", Stray),
            ("/etc/passwd", Rooted),
            ("//example.org", Rooted),
            ("%2Fetc", Rooted),
            ("https:example.org", Address),
            ("https:///example.org", Address),
            ("https://", Address),
            ("http://[", Address),
            ("mailto:", Address),
        ] {
            assert_eq!(read(written), Err(expected), "{written:?}");
        }
    }

    #[test]
    fn pictures_are_files() {
        assert!(read_picture("../a.jpg").is_ok());
        for written in ["https://a.org/a.jpg", "#x", "actor:jnim", "mailto:a@b"] {
            assert_eq!(read_picture(written), Err(Refusal::Picture), "{written}");
        }
        assert!(read_picture("data:image/png;base64,").is_err());
    }

    #[test]
    fn wikilinks_are_things_or_names() {
        let anything = |name: &str| Ok(Destination::Inside(Target::Anything(name.to_owned())));
        assert_eq!(read_wikilink(" jnim "), anything("jnim"));
        assert_eq!(
            read_wikilink("javascript:x"),
            anything("javascript:x"),
            "a name; looked up, never an address"
        );
        assert_eq!(read_wikilink("brief:x"), Ok(Destination::Inside(Target::Brief("x".to_owned()))));
        assert_eq!(read_wikilink(" "), Err(Refusal::Empty));
        assert_eq!(read_wikilink("a\u{1}b"), Err(Refusal::Stray));
    }
}
