//! Where the links of bodies lead. A link to nothing is an error where it is written; it makes no record.

use std::collections::{BTreeSet, HashMap};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use compact_str::CompactString;

use super::claims::{Addresses, Slips, withheld};
use super::names::Found;
use super::references::{Roll, Rolls};
use super::table::Id;
use super::{Actor, Brief, Destination, Event, Index, Page, Source};
use crate::brief::Text;
use crate::brief::release::Withheld;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Body, Heading, Link, Target};
use crate::text::Spanned;

/// What a file of `content/` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Brief(Id<Brief>),
    Actor(Id<Actor>),
    Event(Id<Event>),
    Source(Id<Source>),
    Page(Id<Page>),
    Held(Withheld),
}

/// What links can lead to.
pub(super) struct Map<'s> {
    /// By path relative to `content/`.
    pub(super) files: HashMap<Utf8PathBuf, Place>,
    pub(super) assets: &'s BTreeSet<Utf8PathBuf>,
    pub(super) addresses: &'s Addresses,
    pub(super) rolls: &'s Rolls,
    /// The confidential sources: nothing may lead to one.
    pub(super) confidential: BTreeSet<Id<Source>>,
    /// The headings of briefs and pages, by their place in the tables.
    pub(super) brief_headings: Vec<Vec<Heading>>,
    pub(super) page_headings: Vec<Vec<Heading>>,
}

/// The text that links.
pub(super) struct Home<'s> {
    /// Its path relative to `content/`.
    pub(super) path: &'s Utf8Path,
    /// Where it is a brief.
    pub(super) brief: Option<Id<Brief>>,
}

impl Map<'_> {
    /// Where each link of a body leads.
    pub(super) fn destinations(
        &self,
        body: &Body,
        home: &Home<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Option<Destination>> {
        body.links.iter().map(|link| self.destination(link, &body.headings, home, diagnostics)).collect()
    }

    /// Where one link leads; a confidential source is nowhere, for the link's words would tell what it is.
    pub(super) fn destination(
        &self,
        link: &Link,
        headings: &[Heading],
        home: &Home<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Destination> {
        let found = self.thing(link, headings, home, diagnostics)?;
        if !matches!(&found, Destination::Source(id) if self.confidential.contains(id)) {
            return Some(found);
        }
        let message = "this link leads to a confidential source, of which nothing but the count is shown";
        diagnostics.push(
            Diagnostic::new(Code::WithheldReference, link.span, message)
                .help("take the link out; name the source under `source` of a claim only"),
        );
        None
    }

    fn thing(
        &self,
        link: &Link,
        headings: &[Heading],
        home: &Home<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Destination> {
        let text = |value: &str| Text::new(value.into(), link.span);
        match &link.target {
            Target::Claim { brief, id } => {
                let key = brief.as_ref().map_or_else(|| id.clone(), |brief| format!("{brief}#{id}"));
                let claim = self.addresses.claim(home.brief, &text(&key), diagnostics)?;
                Some(Destination::Claim(claim.claim))
            }
            Target::Brief(slug) => self.brief(&text(slug), diagnostics),
            Target::Actor(name) => row(&self.rolls.actors, "actor", &text(name), diagnostics)
                .map(|row| Destination::Actor(Id::new(row))),
            Target::Event(name) => row(&self.rolls.events, "event", &text(name), diagnostics)
                .map(|row| Destination::Event(Id::new(row))),
            Target::Source(name) => row(&self.rolls.sources, "source", &text(name), diagnostics)
                .map(|row| Destination::Source(Id::new(row))),
            Target::Anything(name) => self.anything(&text(name), diagnostics),
            Target::Heading(id) => heading(headings, &text(id), &self.addresses.slips, diagnostics)
                .then(|| Destination::Heading(id.clone())),
            Target::File { path, fragment } => {
                let fragment = fragment.as_deref().map(text);
                self.file(&text(path), fragment.as_ref(), link.picture, home, diagnostics)
            }
        }
    }

    fn brief(&self, written: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<Destination> {
        let (slug, fragment) = match written.value.split_once('#') {
            Some((slug, fragment)) => (slug, Some(fragment.to_owned())),
            None => (written.value.as_str(), None),
        };
        let id = self.addresses.brief(slug, written.span, diagnostics)?;
        if let Some(fragment) = &fragment {
            self.anchor_in_brief(id, &Spanned::new(fragment.as_str().into(), written.span), diagnostics)?;
        }
        Some(Destination::Brief(id, fragment))
    }

    /// A wikilink without a kind: exactly one thing must bear the name.
    fn anything(&self, written: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<Destination> {
        let name = &written.value;
        let rolls = [
            (&self.rolls.actors, RowKind::Actor),
            (&self.rolls.events, RowKind::Event),
            (&self.rolls.sources, RowKind::Source),
        ];
        let finds: Vec<(Found, RowKind)> =
            rolls.into_iter().map(|(roll, kind)| (roll.find(name), kind)).collect();
        let mut found: Vec<Destination> = finds
            .iter()
            .filter_map(|(found, kind)| match found {
                Found::One(row) => Some(kind.destination(*row)),
                _ => None,
            })
            .collect();
        found.extend(self.addresses.briefs.get(name.as_str()).map(|id| Destination::Brief(*id, None)));
        let several = finds.iter().any(|(found, _)| matches!(found, Found::Several(_)));
        match found.as_slice() {
            [one] if !several => return Some(one.clone()),
            [] if !several => {
                let held = finds.iter().any(|(found, _)| *found == Found::Held)
                    || self.addresses.held.contains_key(name.as_str());
                diagnostics.push(if held {
                    withheld(&format!("`{name}`"), Withheld::Draft, written.span)
                } else {
                    nothing("thing", written, finds.into_iter().map(|(found, _)| found))
                });
            }
            _ => diagnostics.push(
                Diagnostic::new(
                    Code::AmbiguousName,
                    written.span,
                    format!("`{name}` names more than one thing"),
                )
                .help(format!("say which kind is meant: `[[actor:{name}]]`, `[[event:{name}]]` ...")),
            ),
        }
        None
    }

    fn file(
        &self,
        written: &Text,
        fragment: Option<&Text>,
        picture: bool,
        home: &Home<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Destination> {
        let Some(path) = within_content(home.path, &written.value) else {
            let message = format!("`{}` leads out of `content/`", written.value);
            diagnostics.push(
                Diagnostic::new(Code::ForbiddenLink, written.span, message)
                    .help("link to a file inside `content/`, relative to this one"),
            );
            return None;
        };
        let place = self.files.get(&path);
        if self.assets.contains(&path) {
            return Some(Destination::Asset(path));
        }
        if let (None, Ok(index)) = (place, path.as_str().parse::<Index>()) {
            return Some(Destination::Index(index));
        }
        let Some(place) = place.filter(|_| !picture) else {
            let message = if picture {
                format!("there is no picture `{path}` in `content/`")
            } else {
                format!("there is no file `{path}` in `content/`")
            };
            diagnostics.push(
                Diagnostic::new(Code::BrokenLink, written.span, message)
                    .help("correct the path; it starts at the folder of the file that links"),
            );
            return None;
        };
        self.place(*place, &path, written, fragment, diagnostics)
    }

    fn place(
        &self,
        place: Place,
        path: &Utf8Path,
        written: &Text,
        fragment: Option<&Text>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Destination> {
        let anchor = fragment.map(|fragment| fragment.value.clone());
        match place {
            Place::Brief(id) => {
                if let Some(fragment) = fragment {
                    self.anchor_in_brief(id, fragment, diagnostics)?;
                }
                Some(Destination::Brief(id, anchor.map(CompactString::into_string)))
            }
            Place::Page(id) => {
                if let Some(fragment) = fragment
                    && !heading(&self.page_headings[id.index()], fragment, &self.addresses.slips, diagnostics)
                {
                    return None;
                }
                Some(Destination::Page(id, anchor.map(CompactString::into_string)))
            }
            Place::Actor(id) => Some(Destination::Actor(id)),
            Place::Event(id) => Some(Destination::Event(id)),
            Place::Source(id) => Some(Destination::Source(id)),
            Place::Held(held) => {
                diagnostics.push(withheld(&format!("`{path}`"), held, written.span));
                None
            }
        }
    }

    /// A claim or a heading of a brief.
    fn anchor_in_brief(
        &self,
        brief: Id<Brief>,
        fragment: &Text,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<()> {
        if let Some(id) = fragment.value.strip_prefix("claim-")
            && let Some(claim) = self.addresses.claims.find(brief, id)
        {
            self.addresses.warn_of_automatic_id(claim, id, fragment.span, diagnostics);
            return Some(());
        }
        heading(&self.brief_headings[brief.index()], fragment, &self.addresses.slips, diagnostics)
            .then_some(())
    }
}

/// The three kinds of records, as destinations.
#[derive(Clone, Copy)]
enum RowKind {
    Actor,
    Event,
    Source,
}

impl RowKind {
    fn destination(self, row: usize) -> Destination {
        match self {
            Self::Actor => Destination::Actor(Id::new(row)),
            Self::Event => Destination::Event(Id::new(row)),
            Self::Source => Destination::Source(Id::new(row)),
        }
    }
}

fn row(roll: &Roll, kind: &str, written: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
    match roll.find(&written.value) {
        Found::One(row) => return Some(row),
        Found::Several(_) => diagnostics.push(
            Diagnostic::new(
                Code::AmbiguousName,
                written.span,
                format!("`{}` names more than one {kind}", written.value),
            )
            .help("link to one of them by its id"),
        ),
        Found::Held => {
            diagnostics.push(withheld(
                &format!("the {kind} `{}`", written.value),
                Withheld::Draft,
                written.span,
            ));
        }
        found => diagnostics.push(nothing(kind, written, [found].into_iter())),
    }
    None
}

fn nothing(kind: &str, written: &Text, mut finds: impl Iterator<Item = Found>) -> Diagnostic {
    let near = finds.find_map(|found| match found {
        Found::Near(near) | Found::Alike(near) => Some(near),
        _ => None,
    });
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "declare it, or take the link out".to_owned(),
    };
    let message = format!("there is no {kind} `{}`", written.value);
    Diagnostic::new(Code::BrokenLink, written.span, message).help(help)
}

fn heading(headings: &[Heading], written: &Text, slips: &Slips, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let found = headings.iter().any(|heading| heading.id == written.value);
    if !found {
        let known = headings.iter().map(|heading| heading.id.as_str());
        let message = format!("there is no heading `{}` there", written.value);
        let otherwise = "use the id of a heading, or take `#...` off";
        let help = slips.did_you_mean(&written.value, known, otherwise);
        diagnostics.push(Diagnostic::new(Code::BrokenFragment, written.span, message).help(help));
    }
    found
}

/// The path inside `content/` that a relative one leads to; `None` where it leads out.
pub(super) fn within_content(from: &Utf8Path, written: &str) -> Option<Utf8PathBuf> {
    let mut path = from.parent().unwrap_or(Utf8Path::new("")).to_owned();
    for component in Utf8Path::new(written).components() {
        match component {
            Utf8Component::Normal(part) => path.push(part),
            Utf8Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Utf8Component::CurDir => {}
            Utf8Component::RootDir | Utf8Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_content() {
        let from = Utf8Path::new("briefs/2022/x.md");
        assert_eq!(
            within_content(from, "../../actors/jnim.md").as_deref(),
            Some(Utf8Path::new("actors/jnim.md"))
        );
        assert_eq!(within_content(from, "./y.md").as_deref(), Some(Utf8Path::new("briefs/2022/y.md")));
        assert_eq!(within_content(from, "../../../site.toml"), None);
        assert_eq!(within_content(Utf8Path::new("about.md"), "/etc"), None);
    }
}
