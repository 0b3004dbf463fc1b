//! The safety rules of publishing: each stands against a harm to readers, and is judged before anything is sent.
//!
//! Drafts and old builds need no rule here: what is published was built by the same run, without drafts.

use super::manifest::Manifest;
use super::{Plan, Refusal};
use crate::text::SitePath;

/// Deletes that go without saying: at most so many, and at most this share of what stands there.
const DELETES: usize = 100;
const SHARE: usize = 5;

/// What the user has confirmed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// So many files may be deleted, whatever share that is.
    pub max_deletes: Option<usize>,
    /// What stands there may be taken over.
    pub adopt: bool,
}

/// Whether the manifest there is of this site.
pub(super) fn same_site(there: &Manifest, here: &str, limits: Limits) -> Result<(), Refusal> {
    if there.site == here || limits.adopt {
        return Ok(());
    }
    Err(Refusal::OtherSite { there: there.site.clone(), here: here.to_owned() })
}

/// Whether the plan is one that may be carried out without further word.
pub(super) fn judge(plan: &Plan, limits: Limits) -> Result<(), Refusal> {
    if !plan.foreign.is_empty() && !limits.adopt {
        return Err(Refusal::Foreign(plan.foreign.clone()));
    }
    let count = plan.withdrawn.len();
    let many = count > DELETES || count * SHARE > plan.there;
    let allowed = limits.max_deletes.map_or(!many, |most| count <= most);
    if count == 0 || allowed {
        return Ok(());
    }
    Err(Refusal::Withdrawn { count, of: plan.there })
}

/// Whether a file has an address that leads to the reader's own machine instead of the site.
///
/// Only addresses count, not texts that tell of one: what stands in an attribute, or alone in an element or string.
pub(super) fn leads_to_localhost(path: &SitePath, bytes: &[u8]) -> bool {
    let path = path.as_str();
    let before: &[u8] = if path.ends_with(".html") {
        b"="
    } else if path.ends_with(".xml") {
        b"=>"
    } else if path.ends_with(".txt") {
        b" \n"
    } else {
        return false;
    };
    const HOSTS: [&[u8]; 4] = [b"localhost", b"127.", b"[::1]", b"0.0.0.0"];
    let schemes = memchr_all(bytes, b"http").filter_map(|at| {
        let rest = bytes[at..].strip_prefix(b"https://").or(bytes[at..].strip_prefix(b"http://"))?;
        Some((at, rest))
    });
    let is_address = |at: usize| {
        let quoted = bytes[..at].strip_suffix(b"\"").or(bytes[..at].strip_suffix(b"'"));
        quoted.unwrap_or(&bytes[..at]).last().is_some_and(|sign| before.contains(sign))
    };
    schemes.filter(|(_, rest)| HOSTS.iter().any(|host| rest.starts_with(host))).any(|(at, _)| is_address(at))
}

fn memchr_all<'text>(bytes: &'text [u8], what: &'static [u8]) -> impl Iterator<Item = usize> + 'text {
    bytes.windows(what.len()).enumerate().filter(move |(_, window)| *window == what).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path")
    }

    fn withdrawing(count: usize, there: usize) -> Plan {
        let withdrawn = (0..count).map(|number| path(&format!("{number}.html"))).collect();
        Plan { withdrawn, there, ..Plan::default() }
    }

    #[test]
    fn many_deletes_need_their_number() {
        let judged = |count, there, max_deletes| {
            judge(&withdrawing(count, there), Limits { max_deletes, adopt: false }).is_ok()
        };
        assert!(judged(0, 0, None) && judged(20, 100, None) && judged(100, 500, None));
        assert!(!judged(21, 100, None) && !judged(101, 5000, None));
        assert!(judged(21, 100, Some(21)) && judged(101, 5000, Some(200)));
        assert!(!judged(21, 100, Some(20)) && !judged(3, 100, Some(2)));
    }

    #[test]
    fn an_address_of_this_machine_is_found_and_a_word_on_it_is_not() {
        let found = |name: &str, text: &str| leads_to_localhost(&path(name), text.as_bytes());
        assert!(found("a.html", "<link rel=canonical href=\"http://localhost:8000/a.html\">"));
        assert!(found("a.html", "<a href=https://127.0.0.1/>"));
        assert!(found("feed.xml", "<link>http://[::1]:80/</link>"));
        assert!(found("robots.txt", "Sitemap: http://localhost/sitemap.xml"));
        assert!(!found("a.html", "<code>http://localhost:8000/</code>, \"http://localhost\""));
        assert!(!found("a.html", "<a href=\"https://example.org/?http://localhost\">"));
        assert!(!found("a.png", "=\"http://localhost\""));
    }
}
