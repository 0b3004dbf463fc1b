//! What a start tag may be on a page: no script but ours, no request to anyone, no markup that hides either.
//!
//! Every rule (manual, safety.md#pages) is about one tag alone, so that a tag that was judged once in a folder need not
//! be judged again there. What a rule cannot be sure of, it refuses.

use super::address::{Base, Lead};
use super::style::wrong_fetches;
use super::tag::Tag;
use super::{Gate, POLICY, Target};
use crate::diagnostic::Code;

/// Elements that bring in another document, change what addresses mean, or are read differently with scripts off.
const FORBIDDEN: [&str; 22] = [
    "animate",
    "animatemotion",
    "animatetransform",
    "applet",
    "base",
    "embed",
    "fencedframe",
    "foreignobject",
    "frame",
    "frameset",
    "handler",
    "iframe",
    "listener",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "portal",
    "set",
    "style",
    "xmp",
];

/// Kinds of links that name something and load nothing.
const NAMING: [&str; 9] =
    ["alternate", "author", "canonical", "help", "license", "me", "next", "prev", "privacy-policy"];

/// Attributes of drawings whose value may be `url(...)`.
const PAINTS: [&str; 10] = [
    "clip-path",
    "cursor",
    "fill",
    "filter",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "stroke",
];

/// Scripts that a browser does not run: data for other programs.
const DATA: [&str; 2] = ["application/json", "application/ld+json"];

/// What is wrong with a tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wrong {
    pub(super) code: Code,
    /// Half a sentence: what the page does.
    pub(super) what: String,
    pub(super) help: &'static str,
}

/// What a tag says of the page.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) wrong: Vec<Wrong>,
    /// Its id.
    pub(super) id: Option<String>,
    /// Places on the same page that it leads to.
    pub(super) here: Vec<String>,
    /// Places on pages, by number, that it leads to.
    pub(super) there: Vec<(u32, String)>,
}

impl Said {
    fn refuse(&mut self, code: Code, what: String, help: &'static str) {
        self.wrong.push(Wrong { code, what, help });
    }
}

/// What a tag stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// A page of the site.
    Page,
    /// A file of its own that is a drawing; it may bring its own style.
    Drawing,
}

/// Judges a start tag in a document with these addresses.
pub(super) fn judge(tag: &Tag, document: Document, base: &Base, gate: &Gate<'_>, said: &mut Said) {
    let mut rules = Rules { tag, document, element: local(tag.name()), base, gate, said };
    rules.element();
    for (name, value) in tag.attributes() {
        rules.attribute(local(name), &String::from_utf8_lossy(value));
    }
}

/// A name without its prefix: an SVG file may call its `script` `s:script`. The tokenizer has put it into lower case;
/// what is no text is no name that a browser knows.
pub(super) fn local(name: &[u8]) -> &str {
    std::str::from_utf8(name).unwrap_or_default().rsplit(':').next().unwrap_or_default()
}

/// Whether a script element holds data.
pub(super) fn is_data(tag: &Tag) -> bool {
    tag.get(b"type").is_some_and(|kind| DATA.iter().any(|data| kind.eq_ignore_ascii_case(data.as_bytes())))
}

struct Rules<'r, 'g> {
    tag: &'r Tag,
    document: Document,
    element: &'r str,
    base: &'r Base,
    gate: &'r Gate<'g>,
    said: &'r mut Said,
}

impl Rules<'_, '_> {
    fn element(&mut self) {
        match self.element {
            "meta" => self.meta(),
            "script" => self.script(),
            "style" if self.document == Document::Drawing => {}
            name if FORBIDDEN.contains(&name) => {
                let help = match name {
                    "style" => "put the rules into the theme's style sheet",
                    "noscript" => "show the text always, and let the script hide it",
                    _ => "take it out of the template",
                };
                self.said.refuse(Code::ForbiddenMarkup, format!("has an element `{name}`"), help);
            }
            _ => {}
        }
    }

    fn meta(&mut self) {
        let get = |name: &[u8]| self.tag.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
        let content = get(b"content").unwrap_or_default();
        let is = |value: &Option<String>, word: &str| {
            value.as_ref().is_some_and(|it| it.trim().eq_ignore_ascii_case(word))
        };
        let directive = get(b"http-equiv");
        let leads_home = self.gate.onion.as_ref().is_some_and(|onion| content.starts_with(onion));
        if is(&directive, "onion-location") && leads_home {
            return;
        }
        if directive.is_some() && !is(&directive, "content-security-policy") {
            let what = format!("tells the browser to obey `{}`", directive.unwrap_or_default());
            self.said.refuse(Code::ForbiddenMarkup, what, "take the `meta` element out of the template");
        } else if directive.is_some() && content != POLICY {
            let what = "has another content security policy".to_owned();
            self.said.refuse(Code::MissingPolicy, what, "copy the element from the default `base.html`");
        }
        let charset = get(b"charset");
        if charset.is_some() && !is(&charset, "utf-8") {
            let what = format!("says that it is written in `{}`", charset.unwrap_or_default());
            self.said.refuse(Code::MissingPolicy, what, "write `<meta charset=\"utf-8\">`");
        }
        if is(&get(b"name"), "referrer") && content != "no-referrer" {
            let what = format!("sends referrers by the rule `{content}`");
            let help = "write `<meta name=\"referrer\" content=\"no-referrer\">`";
            self.said.refuse(Code::MissingPolicy, what, help);
        }
    }

    /// A script is one of the program's own files. What stands in the element is looked at by the inspector.
    fn script(&mut self) {
        let source = self.tag.get(b"src").map(|source| String::from_utf8_lossy(source).into_owned());
        let ours = |source: &String| match self.base.lead(source) {
            Lead::Inside(path, _) => self.gate.scripts.contains(path.as_str()),
            _ => false,
        };
        let fine = self.document == Document::Page
            && match &source {
                Some(source) => ours(source),
                None => is_data(self.tag),
            };
        if !fine {
            let what = match &source {
                Some(source) => format!("runs the script `{}`", shortened(source)),
                None => "runs a script that stands in it".to_owned(),
            };
            let help = "take it out; pages run no scripts but those of the default theme";
            self.said.refuse(Code::ScriptInPage, what, help);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        match name {
            "id" => self.said.id = self.said.id.take().or_else(|| Some(value.to_owned())),
            "class" | "lang" | "dir" | "rel" | "title" | "alt" => {}
            "href" if matches!(self.element, "a" | "area") || self.names_only() => {
                self.leads(name, value);
            }
            "cite" | "longdesc" => self.leads(name, value),
            "src" if self.element == "script" => {}
            "href" | "src" | "poster" | "background" | "lowsrc" | "dynsrc" | "manifest" | "icon"
            | "action" | "formaction" | "codebase" | "archive" | "classid" => self.loads(name, value),
            "data" if self.element == "object" => self.loads(name, value),
            "srcset" | "imagesrcset" => candidates(value).for_each(|address| self.loads(name, address)),
            "ping" | "attributionsrc" => {
                let what = format!("tells others who follows a link: `{name}`");
                self.said.refuse(Code::ForeignRequest, what, "take the attribute out of the template");
            }
            "style" if self.document == Document::Drawing => {
                for fetch in wrong_fetches(value, self.base, self.gate) {
                    self.said.refuse(Code::ForeignRequest, fetch.what, "take the address out");
                }
            }
            "style" | "srcdoc" => {
                let what = format!("has an attribute `{name}`");
                let help = "give the element a class, and put the rules into the theme's style sheet";
                self.said.refuse(Code::ForbiddenMarkup, what, help);
            }
            name if name.len() > 2 && name.starts_with("on") => {
                let what = format!("runs a script in an attribute `{name}`");
                self.said.refuse(Code::ScriptInPage, what, "take the attribute out of the template");
            }
            name if PAINTS.contains(&name) => self.paints(name, value),
            _ => {}
        }
    }

    /// Whether this is a `link` whose kinds all load nothing.
    fn names_only(&self) -> bool {
        let kinds = self.tag.get(b"rel").unwrap_or_default().to_ascii_lowercase();
        let mut kinds = kinds.split(u8::is_ascii_whitespace).filter(|kind| !kind.is_empty()).peekable();
        self.element == "link"
            && kinds.peek().is_some()
            && kinds.all(|kind| NAMING.iter().any(|naming| naming.as_bytes() == kind))
    }

    /// A reader may go there.
    fn leads(&mut self, name: &str, address: &str) {
        match self.base.lead(address) {
            Lead::Outside if matches!(self.element, "a" | "area") && !self.keeps_quiet() => {
                let what = format!("leads to `{}` and tells where from", shortened(address));
                self.said.refuse(Code::ForeignRequest, what, "add `rel=\"noreferrer noopener\"` to the link");
            }
            Lead::Outside | Lead::Mail => {}
            // A place on the globe, for the reader's own maps; it asks no host.
            Lead::Scheme(scheme) if scheme == "geo" && self.element == "a" && name == "href" => {}
            Lead::OwnAddress(path, place) => self.inside(address, &path, place),
            lead => self.stays(name, address, lead),
        }
    }

    fn keeps_quiet(&self) -> bool {
        let words = self.tag.get(b"rel").unwrap_or_default();
        words.split(u8::is_ascii_whitespace).any(|word| word.eq_ignore_ascii_case(b"noreferrer"))
    }

    /// The browser goes there without being asked.
    fn loads(&mut self, name: &str, address: &str) {
        match self.base.lead(address) {
            Lead::Outside | Lead::OtherHost | Lead::OwnAddress(..) | Lead::Mail => {
                let what = format!("loads `{}`", shortened(address));
                let help = "put the file into the theme's folder `static/` and load it from there";
                self.said.refuse(Code::ForeignRequest, what, help);
            }
            lead => self.stays(name, address, lead),
        }
    }

    fn stays(&mut self, name: &str, address: &str, lead: Lead) {
        match lead {
            Lead::Here(place) if place.is_empty() => {}
            Lead::Here(place) => self.said.here.push(place),
            Lead::Inside(path, place) => self.inside(address, &path, place),
            Lead::Scheme(scheme)
                if matches!(scheme.as_str(), "javascript" | "data" | "vbscript" | "blob") =>
            {
                let what = format!("has an address that begins with `{scheme}:` in `{name}`");
                let help = "use an address of the web, or a file of the site";
                self.said.refuse(Code::ScriptInPage, what, help);
            }
            Lead::Scheme(scheme) => {
                let what = format!("has a link to `{scheme}:`");
                self.said.refuse(Code::ForbiddenLink, what, "use http, https, mailto or a path");
            }
            Lead::Rooted | Lead::OtherHost => {
                let what =
                    format!("has a link `{}` that depends on where the site is put", shortened(address));
                let help = "begin addresses of the site with `{{ root }}`, others with `https://`";
                self.said.refuse(Code::ForbiddenLink, what, help);
            }
            Lead::Above => {
                let what = format!("has a link `{}` that leads out of the site", shortened(address));
                self.said.refuse(Code::BrokenLink, what, "begin addresses of the site with `{{ root }}`");
            }
            Lead::Nonsense | Lead::Outside | Lead::Mail | Lead::OwnAddress(..) => {
                let what = format!("has a link `{}` that is no address", shortened(address));
                self.said.refuse(Code::ForbiddenLink, what, "correct the address");
            }
        }
    }

    fn inside(&mut self, address: &str, path: &str, place: String) {
        match self.gate.files.get(path) {
            None => {
                let what = format!("has a link `{}`, but there is no `{path}`", shortened(address));
                let help =
                    "correct the address in the template; addresses of the site begin with `{{ root }}`";
                self.said.refuse(Code::BrokenLink, what, help);
            }
            Some(Target::Page(page)) if !place.is_empty() => self.said.there.push((*page, place)),
            Some(_) => {}
        }
    }

    fn paints(&mut self, name: &str, value: &str) {
        let value = value.to_ascii_lowercase();
        let mut addresses = value.split("url(").skip(1);
        if value.contains('\\')
            || !addresses.all(|address| address.trim_start_matches(['"', '\'', ' ']).starts_with('#'))
        {
            let what = format!("loads what `{name}` names");
            self.said.refuse(Code::ForeignRequest, what, "name a part of the same drawing: `url(#id)`");
        }
    }
}

/// The addresses of a `srcset`: each candidate's first word.
fn candidates(set: &str) -> impl Iterator<Item = &str> {
    set.split(|letter: char| letter == ',' || letter.is_ascii_whitespace())
        .filter(|word| !word.is_empty() && !is_descriptor(word))
}

/// `2x`, `300w`, `1.5x`.
fn is_descriptor(word: &str) -> bool {
    let number = word.strip_suffix(['x', 'w', 'h']);
    number.is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit() || it == b'.')
    })
}

/// What is shown of an address.
pub(super) fn shortened(address: &str) -> String {
    const SHOWN: usize = 80;
    let mut text: String = address.chars().filter(|letter| !letter.is_control()).take(SHOWN).collect();
    if address.chars().count() > SHOWN {
        text.push('…');
    }
    text.replace('`', "'")
}
