//! Files that hosts read: written by a run for the targets whose hosts know them, and no part of the built site.

use std::fmt::Write as _;

use super::headers;
use crate::config::publish::Target;
use crate::output::{Built, SAFETY};
use crate::text::SitePath;
use crate::value::lang::Lang;

/// The files for a target.
pub(super) fn of(target: &Target, built: &Built) -> Vec<(SitePath, Vec<u8>)> {
    let files = match target {
        Target::Git(git) => {
            let domain = git.cname.iter().map(|domain| ("CNAME", format!("{domain}\n")));
            // An empty `.nojekyll` makes GitHub Pages serve files as they are.
            [(".nojekyll", String::new()), ("_headers", safety(built))].into_iter().chain(domain).collect()
        }
        Target::Netlify(_) => {
            let languages = Some(languages(built)).filter(|text| !text.is_empty());
            let redirects = languages.map(|text| ("_redirects", text));
            [("_headers", safety(built))].into_iter().chain(redirects).collect()
        }
        Target::Folder(_) | Target::Ssh(_) | Target::S3(_) | Target::WebDav(_) => Vec::new(),
    };
    let file = |(path, text): (&str, String)| Some((SitePath::new(path).ok()?, text.into_bytes()));
    files.into_iter().filter_map(file).collect()
}

/// `_redirects`, as Netlify reads it: to readers of another language, what is not there is told in theirs.
///
/// Nothing else is redirected: a page that was withdrawn or moved keeps one at its address.
fn languages(built: &Built) -> String {
    let lang = |path: &str| path.strip_suffix("/404.html").and_then(|folder| folder.parse::<Lang>().ok());
    let languages = built.files().filter_map(|(path, ..)| lang(path.as_str()));
    languages.map(|lang| format!("/* /{lang}/404.html 404 Language={lang}\n")).collect()
}

/// `_headers`, as Netlify and Cloudflare Pages read it: a path, then its headers, each on a line of its own.
///
/// Files with a hash in their name are listed each: a rule with a star would also hold for others.
fn safety(built: &Built) -> String {
    let mut text = "/*\n".to_owned();
    // Writing to a text cannot fail.
    for (name, value) in SAFETY {
        let _written = writeln!(text, "  {name}: {value}");
    }
    for (path, sha256, _) in
        built.files().filter(|(path, sha256, _)| headers::is_hashed(path.as_str(), sha256))
    {
        let cache = &headers::of(path.as_str(), &sha256)["cache-control"];
        let _written = writeln!(text, "/{path}\n  Cache-Control: {cache}");
    }
    text
}
