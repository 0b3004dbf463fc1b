//! The claims beside a text: each has a number, is at home once on the page, and is shown where it is mentioned first.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::claim::ClaimView;
use super::stance::stance;
use super::urls;
use crate::site::{Brief, Claim, Id, Site};

/// A claim beside a text, above it or below it.
#[derive(Clone, Debug, Serialize)]
pub struct NoteView {
    /// Its number on the page, from 1.
    pub number: usize,
    /// Its anchor on the page: `claim-ID` where it is at home, else `page-see-NUMBER`.
    pub anchor: String,
    /// Whether the page is its home.
    pub at_home: bool,
    /// The anchor of the words that mention it first; null where none do.
    pub mention: Option<String>,
    /// The claim.
    pub claim: ClaimView,
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

/// Numbers the claims of a page as its text mentions them.
pub(super) struct Notes<'n> {
    site: &'n Site,
    /// The brief whose claims are at home on the page.
    home: Option<Id<Brief>>,
    card: &'n dyn Fn(Id<Claim>) -> ClaimView,
    /// What was numbered, and whether the text has mentioned it.
    numbers: BTreeMap<Id<Claim>, (usize, bool)>,
}

impl<'n> Notes<'n> {
    pub(super) fn new(
        site: &'n Site,
        home: Option<Id<Brief>>,
        card: &'n dyn Fn(Id<Claim>) -> ClaimView,
    ) -> Self {
        Self { site, home, card, numbers: BTreeMap::new() }
    }

    /// The notes of those claims that have no number yet, which stand apart from the text.
    pub(super) fn apart(&mut self, claims: impl IntoIterator<Item = Id<Claim>>) -> Vec<NoteView> {
        let mut notes = Vec::new();
        for claim in claims {
            let number = self.numbers.len() + 1;
            if let Entry::Vacant(entry) = self.numbers.entry(claim) {
                entry.insert((number, false));
                notes.push(self.note(claim, number));
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
        (mention, is_new.then(|| self.note(claim, number)))
    }

    /// Tells the notes that stand apart where the text mentions them.
    pub(super) fn tell_mentions(&self, notes: &mut [NoteView]) {
        let mentioned: BTreeSet<usize> =
            self.numbers.values().filter(|(_, mentioned)| *mentioned).map(|(number, _)| *number).collect();
        for note in notes {
            note.mention = mentioned.contains(&note.number).then(|| mention_anchor(note.number));
        }
    }

    fn note(&self, claim: Id<Claim>, number: usize) -> NoteView {
        NoteView {
            number,
            anchor: self.anchor(claim, number),
            at_home: self.is_at_home(claim),
            mention: Some(mention_anchor(number)),
            claim: (self.card)(claim),
        }
    }

    fn is_at_home(&self, claim: Id<Claim>) -> bool {
        self.home == Some(self.site.claims[claim].brief)
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
