//! The claims beside a text: each has a number, is at home once on the page, and is shown where it is mentioned first.
//!
//! A view holds [`NoteView`]s, holes that give way to cards; what the cards tell, the page's [`Note`]s, `theme` takes
//! beside the view.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;

use super::claim::Card;
use super::hole::Hole;
use super::name::Name;
use super::shared::Shared;
use super::stance::stance;
use crate::plan::urls;
use crate::site::{Brief, Claim, Event, Id, Site};

/// A claim beside a text, above it or below it.
#[derive(Clone, Debug, Serialize)]
pub struct NoteView {
    /// Its number on the page, from 1.
    pub number: usize,
    /// Its anchor on the page: `claim-ID` where it is at home, else `page-see-NUMBER`.
    pub anchor: String,
    /// Gives way to its card, of `fragments/card.html`.
    pub card: Hole,
}

/// What the card of a claim tells on its page.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its number on the page, from 1.
    pub number: usize,
    /// Its anchor on the page.
    pub anchor: String,
    /// Whether the page is its home.
    pub at_home: bool,
    /// Whether the page checks it: its card is open, the verdict first.
    pub checked: bool,
    /// The anchor of the words that mention it first; `None` where none do.
    pub mention: Option<String>,
    /// Its events, unless it is of the one alone that the page is about.
    pub events: Vec<Shared<Name>>,
    /// The claim.
    pub claim: Card,
}

/// Words of a text that are a link to a claim.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The number of the claim.
    pub(super) number: usize,
    /// The anchor of the claim.
    pub(super) anchor: String,
    /// `annotation`, the stance, and for the first mention its place among those of its block.
    pub(super) class: String,
    /// The anchor of these words, if they are the first that mention the claim.
    pub(super) id: Option<String>,
}

/// Words and their note light up together, so far as the style sheet counts.
const MOST_LIT: usize = 9;

/// Where a page's claims are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apart {
    /// At its head, with their verdicts.
    Checked,
    /// Behind its text.
    Rest,
}

/// What a page is of, as far as its cards need to know.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Subject {
    /// The brief whose claims are at home on the page.
    pub(super) home: Option<Id<Brief>>,
    /// The event that it is about first.
    pub(super) event: Option<Id<Event>>,
}

/// Numbers the claims of a page as its text mentions them, and puts their cards with those of the page.
pub(super) struct Notes<'n> {
    site: &'n Site,
    subject: Subject,
    card: &'n dyn Fn(Id<Claim>) -> Card,
    /// The page's cards; those of these notes in the order of their numbers, from `first`.
    cards: &'n mut Vec<Note>,
    first: usize,
    /// What was numbered, and whether the text has mentioned it.
    numbers: BTreeMap<Id<Claim>, (usize, bool)>,
}

impl<'n> Notes<'n> {
    pub(super) fn new(
        site: &'n Site,
        subject: Subject,
        card: &'n dyn Fn(Id<Claim>) -> Card,
        cards: &'n mut Vec<Note>,
    ) -> Self {
        let first = cards.len();
        Self { site, subject, card, cards, first, numbers: BTreeMap::new() }
    }

    /// The notes of those claims that have no number yet, which stand apart from the text.
    pub(super) fn apart(
        &mut self,
        claims: impl IntoIterator<Item = Id<Claim>>,
        apart: Apart,
    ) -> Vec<NoteView> {
        let mut notes = Vec::new();
        for claim in claims {
            let number = self.numbers.len() + 1;
            if let Entry::Vacant(entry) = self.numbers.entry(claim) {
                entry.insert((number, false));
                notes.push(self.note(claim, number, apart == Apart::Checked));
            }
        }
        notes
    }

    /// Words that mention a claim, and its note, if they are the first: `place` is that of the note in its block.
    pub(super) fn mention(&mut self, claim: Id<Claim>, place: usize) -> (Mention, Option<NoteView>) {
        let (next, is_new) = (self.numbers.len() + 1, !self.numbers.contains_key(&claim));
        let (number, mentioned) = self.numbers.entry(claim).or_insert((next, false));
        let (number, is_first) = (*number, !std::mem::replace(mentioned, true));
        let mut class = format!("annotation {}", <&str>::from(stance(&self.site.claims[claim])));
        if is_new && place <= MOST_LIT {
            class.push_str(&format!(" x{place}"));
        }
        let id = is_first.then(|| mention_anchor(number));
        let mention = Mention { number, anchor: self.anchor(claim, number), class, id };
        (mention, is_new.then(|| self.note(claim, number, false)))
    }

    /// Tells the cards where the text mentions their claims.
    pub(super) fn tell_mentions(self) {
        for (number, is_mentioned) in self.numbers.into_values() {
            self.cards[self.first + number - 1].mention = is_mentioned.then(|| mention_anchor(number));
        }
    }

    fn note(&mut self, id: Id<Claim>, number: usize, checked: bool) -> NoteView {
        let claim = (self.card)(id);
        let of_claim = &self.site.claims[id].events;
        let is_told = of_claim.len() == 1 && of_claim.first() == self.subject.event.as_ref();
        let note = Note {
            number,
            anchor: self.anchor(id, number),
            at_home: self.is_at_home(id),
            checked,
            mention: None,
            events: if is_told { Vec::new() } else { claim.events.clone() },
            claim,
        };
        let view = NoteView { number, anchor: note.anchor.clone(), card: Hole::Card(self.cards.len()) };
        self.cards.push(note);
        view
    }

    fn is_at_home(&self, claim: Id<Claim>) -> bool {
        self.subject.home == Some(self.site.claims[claim].brief)
    }

    fn anchor(&self, claim: Id<Claim>, number: usize) -> String {
        if self.is_at_home(claim) {
            urls::claim_anchor(&self.site.claims[claim])
        } else {
            format!("page-see-{number}")
        }
    }
}

/// The anchor of the words that mention a claim first.
fn mention_anchor(number: usize) -> String {
    format!("page-at-{number}")
}
