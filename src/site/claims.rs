//! Claims as written become claims as meant: names become ids, relations find their other end.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::claim_ids::{ClaimIds, KnownClaim};
use super::references::{Origin, Rolls};
use super::rows::once;
use super::table::{Id, Ids, Table};
use super::{Brief, Claim, ClaimDate, ClaimFigure, Content, DateFrom, Link, Quote, kinds};
use crate::brief::release::Withheld;
use crate::brief::{self, ClaimEntry, FigureEntry, Text, decode};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;
use crate::value::figure::{Figure, Form};
use crate::value::measure::ALL;
use crate::value::slug::Slug;
use crate::value::word::FiguresAre;

/// Where a brief's claims and a claim's brief are found while references are resolved.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    pub(super) briefs: FxHashMap<Slug, Id<Brief>>,
    pub(super) claims: ClaimIds,
    pub(super) held: BTreeMap<Slug, Withheld>,
    pub(super) unreadable: BTreeSet<Slug>,
    /// Briefs that translate another.
    pub(super) translations: BTreeSet<Id<Brief>>,
    pub(super) slips: Slips,
}

/// Answers to slips, "did you mean": worked out for the first of a run alone, and among some names alone, so that many
/// slips beside many names do not cost their product.
#[derive(Debug, Default)]
pub(super) struct Slips {
    answered: Cell<usize>,
}

/// How many slips are answered; the terminal shows fewer diagnostics.
const MOST_ANSWERED: usize = 100;
/// How many names each is compared with.
const MOST_CANDIDATES: usize = 1_000;

impl Slips {
    /// The help for a name that is not known.
    pub(super) fn did_you_mean<'k>(
        &self,
        written: &str,
        known: impl IntoIterator<Item = &'k str>,
        otherwise: &str,
    ) -> String {
        self.answered.set(self.answered.get() + 1);
        if self.answered.get() > MOST_ANSWERED {
            return otherwise.to_owned();
        }
        let known: Vec<&str> = known.into_iter().take(MOST_CANDIDATES).collect();
        match decode::nearest(written, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => otherwise.to_owned(),
        }
    }
}

impl Addresses {
    /// The brief of an id; `None` is reported, unless the brief is there but unreadable.
    pub(super) fn brief(
        &self,
        written: &str,
        span: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Id<Brief>> {
        let slug = written.trim();
        if let Some(id) = self.briefs.get(slug) {
            return Some(*id);
        }
        if let Some(held) = self.held.get(slug) {
            diagnostics.push(withheld(&format!("the brief `{slug}`"), *held, span));
            return None;
        }
        if !self.unreadable.contains(slug) {
            let message = format!("there is no brief `{slug}`");
            let otherwise = "use the id of a brief: its file's name without the date";
            let help = self.slips.did_you_mean(slug, self.briefs.keys().map(Slug::as_str), otherwise);
            diagnostics.push(Diagnostic::new(Code::UnknownBrief, span, message).help(help));
        }
        None
    }

    /// The claim of an id (`ID` of this brief, or `BRIEF#ID`); `None` is reported.
    pub(super) fn claim(
        &self,
        home: Option<Id<Brief>>,
        written: &Text,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<&KnownClaim> {
        let (brief, id) = match written.value.split_once('#') {
            Some((brief, id)) if !brief.is_empty() => (self.brief(brief, written.span, diagnostics)?, id),
            Some((_, id)) => (self.home(home, written, diagnostics)?, id),
            None => (self.home(home, written, diagnostics)?, written.value.as_str()),
        };
        if let Some(claim) = self.claims.find(brief, id.trim()) {
            self.warn_of_automatic_id(claim, id, written.span, diagnostics);
            return Some(claim);
        }
        let known = self.claims.of(brief).iter().map(|known| known.id.as_str());
        let message = format!("there is no claim `{}`", written.value);
        let otherwise = "use the id of a claim of this brief, or `BRIEF#ID` for one of another";
        let help = self.slips.did_you_mean(id, known, otherwise);
        diagnostics.push(Diagnostic::new(Code::UnknownClaim, written.span, message).help(help));
        None
    }

    /// Warns of a reference by an id that nobody wrote: it is the claim's place, which the next edit may change.
    pub(super) fn warn_of_automatic_id(
        &self,
        known: &KnownClaim,
        id: &str,
        reference: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let Some(place) = self.claims.automatic(known) else { return };
        let message = format!("`{id}` is an automatic id: a claim written above it would take its place");
        diagnostics.push(
            Diagnostic::new(Code::AutomaticId, reference, message)
                .other(place, "this claim has no `id`")
                .help("give the claim an `id`, and refer to it by that"),
        );
    }

    /// The brief that a bare claim id is of.
    fn home(
        &self,
        home: Option<Id<Brief>>,
        written: &Text,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Id<Brief>> {
        if home.is_none() {
            let message = format!("the claim `{}` is named without its brief", written.value);
            diagnostics.push(
                Diagnostic::new(Code::UnknownClaim, written.span, message)
                    .help("write `BRIEF#ID`: this page is no brief"),
            );
        }
        home
    }
}

/// The diagnostic for a reference to what is not published.
pub(super) fn withheld(what: &str, held: Withheld, span: Span) -> Diagnostic {
    let (code, why) = match held {
        Withheld::Withdrawn => (Code::WithdrawnReference, "was withdrawn"),
        Withheld::Draft => (Code::WithheldReference, "is a draft"),
        Withheld::Embargoed => (Code::WithheldReference, "is under embargo"),
        Withheld::Tlp => (Code::WithheldReference, "is held back by its `tlp`"),
    };
    Diagnostic::new(code, span, format!("{what} {why}"))
        .help("take the reference out, or hold this text back as well")
}

/// What a claim takes from its brief where it is silent.
pub(super) struct Defaults {
    pub(super) brief: Id<Brief>,
    pub(super) events: Ids<super::Event>,
    pub(super) sources: Ids<super::Source>,
}

/// Resolves all of a claim but its relations and its point, and takes its texts out of the entry.
pub(super) fn claim(
    entry: &mut ClaimEntry,
    defaults: &Defaults,
    rolls: &mut Rolls,
    config: &Config,
) -> Claim {
    let by = once(entry.by.iter().filter_map(|name| rolls.actor(name)));
    let content = content(&mut entry.content, rolls, config);
    let about = once(entry.about.iter().filter_map(|name| rolls.actor(name)));
    let events = match &entry.events {
        Some(names) => once(names.iter().filter_map(|name| rolls.event(name))),
        None => defaults.events.clone(),
    };
    let sources = match &entry.sources {
        Some(names) => names.iter().filter_map(|name| rolls.source(name)).collect(),
        None => defaults.sources.clone(),
    };
    let origins: Vec<Origin> = entry.from.iter().filter_map(|name| rolls.origin(name)).collect();
    Claim {
        span: entry.span,
        brief: defaults.brief,
        id: entry.id.value.clone(),
        by,
        content,
        about,
        events,
        sources: in_order_once(sources),
        from_sources: once(origins.iter().filter_map(|origin| match origin {
            Origin::Source(id) => Some(*id),
            Origin::Actor(_) => None,
        })),
        from_actors: once(origins.iter().filter_map(|origin| match origin {
            Origin::Actor(id) => Some(*id),
            Origin::Source(_) => None,
        })),
        confidential: None,
        basis: entry.basis,
        date: entry.date.take().map(|date| ClaimDate { on: date.value, from: DateFrom::Claim }),
        relations: Vec::new(),
        incoming: Vec::new(),
        point: None,
        figures: figures(std::mem::take(&mut entry.figures), entry.figures_are, config, rolls),
        quote: entry.quote.take().map(|quote| Box::new(verbatim(*quote))),
        credibility: entry.credibility.as_ref().map(|grade| grade.value),
        likelihood: entry.likelihood.as_ref().map(|grade| grade.value),
        confidence: entry.confidence.as_ref().map(|grade| grade.value),
        speaker_likelihood: entry.speaker_likelihood.as_ref().map(|grade| grade.value),
        speaker_confidence: entry.speaker_confidence.as_ref().map(|grade| grade.value),
        verdict: entry.verdict.take(),
        note: entry.note.take().map(|note| note.value.into_string()),
    }
}

fn content(written: &mut brief::Content, rolls: &mut Rolls, config: &Config) -> Content {
    match written {
        brief::Content::Says(sentence) => Content::Says(std::mem::take(&mut sentence.value).into_string()),
        brief::Content::Does { act, to, says } => Content::Does {
            act: kinds::acts(&config.vocabulary).resolve_kind(
                Some(act),
                &rolls.slips,
                &mut rolls.diagnostics,
            ),
            to: once(to.iter().filter_map(|name| rolls.actor(name))),
            says: says.take().map(|sentence| sentence.value.into_string()),
        },
    }
}

fn verbatim(quote: brief::Quote) -> Quote {
    Quote {
        text: quote.text.value.into_string(),
        lang: quote.lang.map(|lang| lang.value),
        translation: quote.translation.map(|text| text.value.into_string()),
    }
}

/// The sources in the order written, each once: the first that has a date gives the claim its own.
fn in_order_once<T>(ids: Ids<T>) -> Ids<T> {
    if ids.len() < 2 {
        return ids;
    }
    let mut seen = FxHashSet::default();
    ids.into_iter().filter(|id| seen.insert(*id)).collect()
}

fn figures(
    entries: Vec<FigureEntry>,
    are: FiguresAre,
    config: &Config,
    Rolls { slips, diagnostics, .. }: &mut Rolls,
) -> Vec<ClaimFigure> {
    let mut figures: Vec<ClaimFigure> = Vec::with_capacity(entries.len());
    for entry in entries {
        if !config.figures.measures.contains(entry.measure.value.as_str()) {
            let known = config.figures.measures.iter().map(String::as_str);
            diagnostics.push(unknown(&entry.measure, known, "measure", slips));
        }
        if let Some(group) =
            entry.group.as_ref().filter(|g| !config.figures.groups.contains_key(g.value.as_str()))
        {
            let known = config.figures.groups.keys().map(String::as_str);
            diagnostics.push(unknown(group, known, "group", slips));
        }
        diagnostics.extend(unknown_word(&entry.value.value, &entry, config, slips));
        figures.push(ClaimFigure {
            measure: entry.measure.value.into_string(),
            group: entry.group.map_or_else(|| ALL.to_owned(), |group| group.value.into_string()),
            bounds: entry.value.value.bounds(&config.figures.scale),
            are: kind_of_figure(&entry.value.value, are),
            figure: entry.value.value,
        });
    }
    figures.sort_by(|a, b| (&a.measure, &a.group).cmp(&(&b.measure, &b.group)));
    figures
}

/// A figure is what the claim says its figures are, but one with `~` was not counted.
fn kind_of_figure(figure: &Figure, of_claim: FiguresAre) -> FiguresAre {
    match (figure.form(), of_claim) {
        (Form::About(_), FiguresAre::Counted) => FiguresAre::Estimated,
        _ => of_claim,
    }
}

fn unknown<'k>(
    written: &Text,
    known: impl Iterator<Item = &'k str>,
    what: &str,
    slips: &Slips,
) -> Diagnostic {
    let message = format!("`{}` is not a {what} of this site", written.value);
    let otherwise = format!("use a known one, or add it in site.toml under `[figures] {what}s`");
    let help = slips.did_you_mean(&written.value, known, &otherwise);
    Diagnostic::new(Code::InvalidValue, written.span, message).help(help)
}

fn unknown_word(figure: &Figure, entry: &FigureEntry, config: &Config, slips: &Slips) -> Option<Diagnostic> {
    let word = figure.word()?;
    if figure.bounds(&config.figures.scale).is_some() {
        return None;
    }
    let message = format!("`{word}` is not a number word of this site");
    let otherwise = "write a number, or add the word in site.toml under `[figures.words]`";
    let help = slips.did_you_mean(word, config.figures.scale.words.keys().map(String::as_str), otherwise);
    Some(Diagnostic::new(Code::InvalidFigure, entry.value.span, message).help(help))
}

/// Finds the other end of each relation of a claim.
pub(super) fn relations(
    id: Id<Claim>,
    entry: &ClaimEntry,
    claims: &Table<Claim>,
    addresses: &Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(entry.relations.len());
    for (relation, written) in &entry.relations {
        let Some(target) = addresses.claim(Some(claims[id].brief), written, diagnostics) else { continue };
        if target.claim == id {
            let message =
                format!("`{}` of the claim `{}` names the claim itself", relation.key(), entry.id.value);
            diagnostics
                .push(Diagnostic::new(Code::SelfRelation, written.span, message).help("name another claim"));
        } else if target.is_act {
            let message = format!("`{}` is an act, which `{}` cannot name", written.value, relation.key());
            diagnostics.push(
                Diagnostic::new(Code::RelationOfAct, written.span, message)
                    .other(claims[target.claim].span, "the act")
                    .help("relate to a claim that `says` something"),
            );
        } else {
            links.push(Link { claim: target.claim, relation: *relation, span: written.span });
        }
    }
    if links.len() > 1 {
        let mut seen = FxHashSet::with_capacity_and_hasher(links.len(), FxBuildHasher);
        links.retain(|link| seen.insert((link.claim, link.relation)));
    }
    links
}
