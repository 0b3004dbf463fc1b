//! Files beside the pages that a browser would run or obey: style sheets, scripts, drawings and documents.
//!
//! A drawing is XML, which is read here as HTML is: what either reading could run is refused, and so is every means by
//! which one could see markup that the other does not (entities, CDATA, instructions).

use memchr::memchr;

use super::Gate;
use super::address::Base;
use super::page::{Angle, angle};
use super::rules::{self, Document, Said};
use super::style::wrong_fetches;
use super::tag::{Piece, Tag};

/// What is wrong with a file that is no page: byte offset, half a sentence, what to do.
pub type Complaint = (usize, String, &'static str);

/// Kinds of files that are data or pictures to every browser.
const INERT: [&str; 23] = [
    "avif", "csv", "gif", "ico", "jpeg", "jpg", "json", "md", "mp3", "mp4", "ogg", "opus", "otf", "png",
    "toml", "tsv", "ttf", "txt", "wav", "webm", "webp", "woff", "woff2",
];

impl Gate<'_> {
    /// What is wrong with a theme's file that goes out; `text` is what stands in it, where it is text.
    #[must_use]
    pub fn theme_file(&self, path: &str, text: &str) -> Vec<Complaint> {
        let kind = path.rsplit_once('.').map(|(_, kind)| kind.to_ascii_lowercase()).unwrap_or_default();
        match kind.as_str() {
            "css" => self.style_sheet(path, text, 0),
            "svg" => self.drawing(path, text),
            "js" if self.scripts.contains(path) => Vec::new(),
            kind if INERT.contains(&kind) => Vec::new(),
            "js" | "mjs" => {
                vec![(0, "is a script; pages run none but the program's own".to_owned(), "take the file out")]
            }
            _ => {
                let help = "bring style sheets, pictures and fonts; pages are made by templates";
                vec![(0, "is not of a kind that a theme brings".to_owned(), help)]
            }
        }
    }

    /// What is wrong with a drawing: an SVG file, or another that is XML.
    #[must_use]
    pub fn drawing(&self, path: &str, text: &str) -> Vec<Complaint> {
        let Some(base) = self.base_of(path) else { return Vec::new() };
        let mut complaints = Vec::new();
        let mut tag = Tag::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(next) = memchr(b'<', &bytes[at..]) {
            let start = at + next;
            let rest = &bytes[start..];
            let (kind, read) = match angle(rest) {
                Angle::Odd if start == 0 && rest.starts_with(b"<?xml ") => (Angle::Text, None),
                kind @ (Angle::Start | Angle::Other) => (kind, tag.read(rest)),
                kind => (kind, None),
            };
            let inner = |length: usize| memchr(b'[', &rest[..length]).is_some();
            match (kind, read) {
                (_, Some((Piece::Start, length))) => {
                    let mut said = Said::default();
                    rules::judge(&tag, Document::Drawing, &base, self, &mut said);
                    complaints.extend(
                        said.wrong.into_iter().map(|wrong| (start, wrong.what, "take it out of the drawing")),
                    );
                    if rules::local(tag.name()) == "style" {
                        let behind = start + length;
                        let end = memchr(b'<', &bytes[behind..]).map_or(bytes.len(), |end| behind + end);
                        let sheet = text.get(behind..end).unwrap_or_default();
                        complaints.extend(self.style_sheet(path, sheet, behind));
                    }
                }
                (_, Some((Piece::Doctype, length))) if !inner(length) => {}
                (_, Some((Piece::End | Piece::Comment, _))) | (Angle::End(_) | Angle::Text, _) => {}
                _ => complaints.push((
                    start,
                    "has markup that is read in several ways".to_owned(),
                    "save it as plain SVG",
                )),
            }
            at = start + read.map_or(1, |(_, length)| length);
        }
        complaints
    }

    fn style_sheet(&self, path: &str, text: &str, offset: usize) -> Vec<Complaint> {
        let Some(base) = self.base_of(path) else { return Vec::new() };
        let help = "put the file into the theme's folder `static/`, and name it from there";
        let wrong = wrong_fetches(text, &base, self);
        wrong.into_iter().map(|fetch| (offset + fetch.at, fetch.what, help)).collect()
    }

    fn base_of(&self, path: &str) -> Option<Base> {
        Base::of_folder(&path[..path.rfind('/').map_or(0, |end| end + 1)], self.site.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SitePath;

    fn complaints(path: &str, text: &str) -> usize {
        let files = [SitePath::new("theme/ours.js").expect("a path")];
        let gate = Gate::new(&[], &files, &files, None);
        gate.theme_file(path, text).len()
    }

    #[test]
    fn a_theme_brings_nothing_that_runs() {
        assert_eq!(complaints("theme/ours.js", "x()"), 0);
        assert_eq!(complaints("theme/font.woff2", ""), 0);
        for (path, text) in [
            ("theme/other.js", "x()"),
            ("theme/other.mjs", "x()"),
            ("theme/page.html", ""),
            ("theme/page.XHTML", ""),
            ("theme/data.xml", "<a/>"),
            ("theme/noending", ""),
            ("theme/a.css", "@import \"//x.example\";"),
        ] {
            assert_eq!(complaints(path, text), 1, "{path}");
        }
    }

    #[test]
    fn a_drawing_runs_nothing_and_fetches_nothing() {
        let drawing = |inside: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>");
        for inside in [
            "<script>x()</script>",
            "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">x()</s:script>",
            "<g onload=\"x()\"/>",
            "<a href=\"java&#115;cript:x()\"><text>a</text></a>",
            "<a x:href=\"javascript:x()\"/>",
            "<image href=\"https://x.example/a.png\"/>",
            "<style>a{b:url(//x.example)}</style>",
            "<style>@import '//x.example';</style>",
            "<g style=\"fill:url(//x.example)\"/>",
            "<foreignObject/>",
            "<animate attributeName=\"href\"/>",
            "<![CDATA[<g/>]]>",
            "<?xml-stylesheet href=\"a.xsl\"?>",
            "<h:iframe xmlns:h=\"http://www.w3.org/1999/xhtml\"/>",
        ] {
            assert_eq!(complaints("theme/a.svg", &drawing(inside)), 1, "{inside}");
        }
        assert!(
            complaints("theme/a.svg", "<!DOCTYPE svg [<!ENTITY a \"<g onload='x()'/>\">]><svg>&a;</svg>") > 0
        );
        for sound in [
            "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><!-- by hand --><svg/>".to_owned(),
            drawing("<title>T</title><style>path{fill:url(#a)}</style><path style=\"fill:red\" id=\"a\"/><use href=\"#a\"/>"),
        ] {
            assert_eq!(complaints("theme/a.svg", &sound), 0, "{sound}");
        }
    }
}
