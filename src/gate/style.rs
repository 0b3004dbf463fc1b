//! What a style sheet fetches.
//!
//! This is no reader of CSS: it looks for every form that can name an address, with escapes undone, in rules, texts and
//! comments alike, so it may see one where a browser sees none, but not the reverse.

use super::Gate;
use super::address::{Base, Lead};
use super::rules::shortened;

/// An address in a style sheet that must not be there: where, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fetch {
    /// Byte offset.
    pub(super) at: usize,
    pub(super) what: String,
}

/// The forms that name addresses, in lower case; `image-set(` has prefixed forms.
const FORMS: [&str; 5] = ["url(", "src(", "image-set(", "image(", "@import"];

/// Every address of a style sheet that does not lead to a file of the site.
pub(super) fn wrong_fetches(css: &str, base: &Base, gate: &Gate<'_>) -> Vec<Fetch> {
    let plain = Plain::of(css);
    let mut wrong: Vec<Fetch> = FORMS
        .iter()
        .flat_map(|form| plain.text.match_indices(form).map(move |(at, _)| (at, *form)))
        .flat_map(|(at, form)| {
            let behind = &plain.text[at + form.len()..];
            let addresses = if matches!(form, "url(" | "src(") { argument(behind) } else { quoted(behind) };
            addresses.into_iter().map(move |address| (at, address))
        })
        .filter_map(|(at, address)| {
            let what = complaint(&address, base, gate)?;
            Some(Fetch { at: plain.places.get(at).copied().unwrap_or_default(), what })
        })
        .collect();
    wrong.sort_by_key(|fetch| fetch.at);
    wrong.dedup();
    wrong
}

fn complaint(address: &str, base: &Base, gate: &Gate<'_>) -> Option<String> {
    let shown = shortened(address);
    match base.lead(address) {
        Lead::Here(_) => None,
        Lead::Inside(path, _) if gate.files.contains_key(path.as_str()) => None,
        Lead::Inside(path, _) => Some(format!("fetches `{shown}`, but there is no `{path}`")),
        Lead::Above => Some(format!("fetches `{shown}`, which lies outside the site")),
        Lead::Scheme(scheme) => {
            Some(format!("has an address that begins with `{scheme}:`, which pages do not load"))
        }
        _ => Some(format!("fetches `{shown}`, which is not a file of the site")),
    }
}

/// What stands between the brackets of `url(`, with or without quotes.
fn argument(behind: &str) -> Vec<String> {
    let inside = behind.trim_start();
    let address = match inside.chars().next() {
        Some(quote @ ('"' | '\'')) => inside[1..].split(quote).next(),
        _ => inside.split(')').next().map(str::trim_end),
    };
    address.into_iter().filter(|address| !address.is_empty()).map(str::to_owned).collect()
}

/// Every text in quotes up to the end of the declaration.
fn quoted(behind: &str) -> Vec<String> {
    let declaration = &behind[..behind.find(';').unwrap_or(behind.len())];
    let mut addresses = Vec::new();
    let mut rest = declaration;
    while let Some(start) = rest.find(['"', '\'']) {
        let quote = &rest[start..=start];
        let inside = &rest[start + 1..];
        let end = inside.find(quote).unwrap_or(inside.len());
        addresses.push(inside[..end].to_owned());
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    addresses
}

/// A style sheet in lower case with its escapes undone.
struct Plain {
    text: String,
    /// For each byte of the text, where it comes from.
    places: Vec<usize>,
}

impl Plain {
    fn of(css: &str) -> Self {
        let mut plain =
            Self { text: String::with_capacity(css.len()), places: Vec::with_capacity(css.len()) };
        let mut rest = css;
        while let Some(letter) = rest.chars().next() {
            let at = css.len() - rest.len();
            let (letter, length) = if letter == '\\' { escape(rest) } else { (letter, letter.len_utf8()) };
            for lower in letter.to_lowercase() {
                plain.text.push(lower);
                plain.places.resize(plain.text.len(), at);
            }
            rest = &rest[length..];
        }
        plain
    }
}

/// The letter that an escape stands for, and its length. One that would look like a form's own marks is another letter
/// here, since it is none of these marks to a browser either.
fn escape(text: &str) -> (char, usize) {
    let digits = text[1..].bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    let (letter, length) = if digits == 0 {
        let letter = text[1..].chars().next().unwrap_or('\\');
        (letter, 1 + text[1..].chars().next().map_or(0, char::len_utf8))
    } else {
        let number = u32::from_str_radix(&text[1..=digits], 16).unwrap_or_default();
        let space = text[1 + digits..].bytes().next().filter(u8::is_ascii_whitespace).map_or(0, |_| 1);
        (char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER), 1 + digits + space)
    };
    let is_mark = matches!(letter, '"' | '\'' | '(' | ')' | ';' | '@' | '\n');
    (if is_mark { char::REPLACEMENT_CHARACTER } else { letter }, length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SitePath;

    fn wrong(css: &str) -> Vec<(usize, String)> {
        let files = [SitePath::new("theme/mark.png").expect("a path")];
        let gate = Gate::new(&[], &files, [], None);
        let base = Base::of_folder("theme/", None).expect("a folder");
        wrong_fetches(css, &base, &gate).into_iter().map(|fetch| (fetch.at, fetch.what)).collect()
    }

    #[test]
    fn what_leads_out_of_the_site_is_found_however_it_is_written() {
        for css in [
            "a{b:url(https://x.example/a)}",
            "a{b:URL( \"//x.example/a\" )}",
            "a{b:\\75rl(//x.example/a)}",
            "a{b:u\\72 l(//x.example/a)}",
            "a{b:url(http\\3a //x.example/a)}",
            "@import 'https://x.example/a';",
            "@IMPORT/**/\"//x.example/a\" screen;",
            "@\\69mport \"//x.example/a\";",
            "a{b:-webkit-image-set(\"mark.png\" 1x, 'https://x.example/a' 2x)}",
            "a{b:src(\"https://x.example/a\")}",
            "a{b:\"/*\";c:url(//x.example/a);d:\"*/\"}",
            "a{b:url(data:image/png,x)}",
            "a{b:url(../../a.png)}",
            "a{b:url(nothing.png)}",
            "a{b:url(//x.example/a",
        ] {
            assert_eq!(wrong(css).len(), 1, "{css}: {:?}", wrong(css));
        }
        assert_eq!(wrong("\n é{b:url(//x.example)}")[0].0, 7);
    }

    #[test]
    fn files_of_the_site_pass() {
        for css in [
            "a{b:url(mark.png)}",
            "a{b:url('../theme/mark.png')}",
            "a{b:url(#filter)}",
            "a{content:\"\\201C\"}",
            "/* see https://x.example */",
            "@media print{a[href]::after{content:\" (\" attr(href) \")\"}}",
        ] {
            assert_eq!(wrong(css), [], "{css}");
        }
    }
}
