//! Where an address on a page leads, read as browsers read it (WHATWG URL).

use percent_encoding::percent_decode_str;
use url::{ParseError, Url};

/// Stands for the site while addresses are read; `.invalid` is no one's (RFC 2606).
const HOST: &str = "https://site.invalid";

/// The folder in which the site lies at that host, so that an address which leaves the site is seen.
const TOP: &str = "/top/";

/// The page whose addresses are read.
#[derive(Debug)]
pub(super) struct Base {
    /// The site's address, where it is known: an absolute address below it is the site's own.
    site: Option<Url>,
    /// The page's folder, as an address, and as a path from the top.
    address: Url,
    folder: String,
    /// The path of the site's top in it.
    top: String,
}

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// To the page itself, and a place in it.
    Here(String),
    /// To a file of the site by its path from the top, and a place in it.
    Inside(String, String),
    /// To a file of the site, through its address on the web.
    OwnAddress(String, String),
    /// To another host.
    Outside,
    /// To a letter.
    Mail,
    /// To another host, by the page's own scheme: `//host/`.
    OtherHost,
    /// It begins with `/`, so it depends on where the site is put.
    Rooted,
    /// Out of the site's folder.
    Above,
    /// An address of another scheme.
    Scheme(String),
    /// No address.
    Nonsense,
}

impl Base {
    /// For the pages of a folder: its path from the top, empty or with a `/` at its end.
    pub(super) fn of_folder(folder: &str, site: Option<&Url>) -> Option<Self> {
        Self::new(TOP, folder, site)
    }

    /// For the page that a host shows where there is none: its addresses begin at the host. `top` is the path of the
    /// site there, with `/` before and behind it.
    pub(super) fn of_host(top: &str, site: Option<&Url>) -> Option<Self> {
        Self::new(top, "", site)
    }

    fn new(top: &str, folder: &str, site: Option<&Url>) -> Option<Self> {
        let mut address = Url::parse(HOST).ok()?;
        address.set_path(&format!("{top}{folder}"));
        Some(Self { site: site.cloned(), address, folder: folder.to_owned(), top: top.to_owned() })
    }

    /// Where an address on the page leads.
    pub(super) fn lead(&self, written: &str) -> Lead {
        self.plain(written).unwrap_or_else(|| self.as_browsers_do(written))
    }

    /// Most addresses are plain paths from the page's folder, which take no parser. `None`: this one is not.
    fn plain(&self, written: &str) -> Option<Lead> {
        Some(match self.plain_parts(written)? {
            ("", "", place) => Lead::Here(place.to_owned()),
            (folder, below, place) => Lead::Inside([folder, below].concat(), place.to_owned()),
        })
    }

    /// The folder, the path below it and the place that a plain path from the page's folder leads to; the first two are
    /// empty for a place on the page itself. `None`: the address is not plain.
    pub(super) fn plain_parts<'a>(&'a self, written: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
        let is_plain =
            |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_' | b'.' | b'/' | b'#');
        if !written.bytes().all(is_plain) {
            return None;
        }
        let (path, place) = written.split_once('#').unwrap_or((written, ""));
        if place.contains('#') || place.eq_ignore_ascii_case("top") {
            return None;
        }
        if path.is_empty() {
            return Some(("", "", place));
        }
        let mut folder = self.folder.as_str();
        let mut below = path;
        while let Some(rest) = below.strip_prefix("../") {
            let above = folder.strip_suffix('/')?;
            folder = &folder[..above.rfind('/').map_or(0, |end| end + 1)];
            below = rest;
        }
        let has_dots = below.split('/').any(|part| matches!(part, "" | "." | ".."));
        (!has_dots).then_some((folder, below, place))
    }

    fn as_browsers_do(&self, written: &str) -> Lead {
        match Url::parse(written) {
            Ok(url) => self.absolute(&url),
            Err(ParseError::RelativeUrlWithoutBase) => self.relative(written),
            Err(_) => Lead::Nonsense,
        }
    }

    fn absolute(&self, url: &Url) -> Lead {
        match url.scheme() {
            "http" | "https" => self.own(url).unwrap_or(Lead::Outside),
            "mailto" => Lead::Mail,
            scheme => Lead::Scheme(scheme.to_owned()),
        }
    }

    fn own(&self, url: &Url) -> Option<Lead> {
        let site = self.site.as_ref().filter(|site| site.origin() == url.origin())?;
        let path = url.path().strip_prefix(site.path().trim_end_matches('/'))?.strip_prefix('/')?;
        Some(Lead::OwnAddress(decode(path), fragment(url)))
    }

    fn relative(&self, written: &str) -> Lead {
        let Ok(url) = self.address.join(written) else { return Lead::Nonsense };
        if url.host_str() != self.address.host_str() {
            return Lead::OtherHost;
        }
        let path_is_empty = matches!(written.trim_start().as_bytes().first(), None | Some(b'#' | b'?'));
        if path_is_empty {
            return Lead::Here(fragment(&url));
        }
        match url.path().strip_prefix(&self.top) {
            Some(path) => Lead::Inside(decode(path), fragment(&url)),
            None if written.trim_start().starts_with(['/', '\\']) => Lead::Rooted,
            None => Lead::Above,
        }
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The place in a page; empty: its top. What follows `:~:` is for the browser, not the page.
fn fragment(url: &Url) -> String {
    let fragment = url.fragment().unwrap_or_default();
    let place = fragment.split_once(":~:").map_or(fragment, |(place, _)| place);
    if place.eq_ignore_ascii_case("top") { String::new() } else { decode(place) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(written: &str) -> Lead {
        let site = Url::parse("https://example.org/x/").expect("an address");
        Base::of_folder("briefs/", Some(&site)).expect("a folder").lead(written)
    }

    fn inside(path: &str, fragment: &str) -> Lead {
        Lead::Inside(path.to_owned(), fragment.to_owned())
    }

    #[test]
    fn addresses_lead_where_a_browser_goes() {
        assert_eq!(lead("../actors/%C3%A9.html#a%20b"), inside("actors/é.html", "a b"));
        assert_eq!(lead("moura.html?q=1"), inside("briefs/moura.html", ""));
        assert_eq!(lead(" ../a\n/b\t.html "), inside("a/b.html", ""));
        assert_eq!(lead("#claim-a"), Lead::Here("claim-a".to_owned()));
        assert_eq!(lead("#top"), Lead::Here(String::new()));
        assert_eq!(lead(""), Lead::Here(String::new()));
        assert_eq!(lead("../../a.html"), Lead::Above);
        assert_eq!(lead("%2e%2e/../a.html"), Lead::Above);
        assert_eq!(lead("/a.html"), Lead::Rooted);
        for written in ["//host/a.html", "\\\\host/a.html", "/\\host/a.html"] {
            assert_eq!(lead(written), Lead::OtherHost, "{written}");
        }
        assert_eq!(lead("https:\\\\host/a"), Lead::Outside);
        assert_eq!(lead("https:a.html"), Lead::Outside);
        assert_eq!(
            lead("HTTPS://example.org/x/a.html#b"),
            Lead::OwnAddress("a.html".to_owned(), "b".to_owned())
        );
        assert_eq!(lead("https://example.org/xy/a.html"), Lead::Outside);
        assert_eq!(lead("mailto:a@example.org"), Lead::Mail);
        for written in ["javascript:x", " \u{1}JaVa\nScRiPt:x", "java\tscript\r:x"] {
            assert_eq!(lead(written), Lead::Scheme("javascript".to_owned()), "{written:?}");
        }
        assert_eq!(lead("data:text/html,x"), Lead::Scheme("data".to_owned()));
        assert_eq!(lead("https://"), Lead::Nonsense);
    }

    proptest::proptest! {
        #[test]
        fn plain_addresses_need_no_parser(written in "(\\.\\./|\\./|[a-c]{1,2}/|/)?(\\.\\./|[a-c.]{0,3}/){0,3}[a-c.%2e]{0,6}(#[a-c#]{0,3})?") {
            for folder in ["", "briefs/", "actors/a/"] {
                let base = Base::of_folder(folder, None).expect("a folder");
                if let Some(lead) = base.plain(&written) {
                    proptest::prop_assert_eq!(lead, base.as_browsers_do(&written));
                }
            }
        }
    }

    #[test]
    fn the_page_for_what_is_not_there_begins_at_the_host() {
        let base = Base::of_host("/x/", None).expect("a folder");
        assert_eq!(base.lead("/x/actors/a.html"), inside("actors/a.html", ""));
        assert_eq!(base.lead("/actors/a.html"), Lead::Rooted);
        assert_eq!(base.lead("#a"), Lead::Here("a".to_owned()));
    }
}
