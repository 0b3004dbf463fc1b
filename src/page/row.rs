//! A claim as lists show it: on the pages of its events, actors and sources, and in the lists over the whole site. It is
//! small, for a site has many lists; the card on its brief's page tells all.
//!
//! A list holds [`RowView`]s, holes that give way to rows. What a row tells is a [`Row`], which `theme` asks for once a
//! claim.

use serde::Serialize;

use super::answers::{EndView, Fall, StandingView};
use super::claim::{Cards, FigureView, figure_view};
use super::date::SaidView;
use super::hole::{Hole, Speakers};
use super::name::Name;
use super::shared::Shared;
use super::stance::{Stance, stance};
use crate::method::State;
use crate::plan::urls;
use crate::site::{Claim, Id};

/// A claim in a list.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// `BRIEF#ID`
    pub key: String,
    /// Gives way to its row, of `fragments/row.html`.
    pub row: Hole,
}

/// What a row tells of a claim.
#[derive(Clone, Debug)]
pub struct Row {
    /// `BRIEF#ID`
    pub key: String,
    /// Its place, from the site's top.
    pub href: String,
    /// The language of its sentence.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// How it stands to others.
    pub stance: Stance,
    /// Who makes it.
    pub by: Vec<Shared<Name>>,
    /// The sentence; `None` for an act of which none tells.
    pub says: Option<String>,
    /// The act, a word of the format or the site's own; `None` for a statement.
    pub does: Option<String>,
    /// To whom it is done.
    pub to: Vec<Shared<Name>>,
    /// Its figures.
    pub figures: Vec<FigureView>,
    /// Its sources, the confidential ones left out.
    pub sources: Vec<Shared<Name>>,
    /// How many confidential sources it has.
    pub confidential: usize,
    /// When it was said.
    pub said: SaidView,
    /// What became of it.
    pub state: State,
    /// By which claims it was replaced, withdrawn or disowned, as its state says: the first three.
    pub ended: Vec<EndView>,
    /// Why it has fallen; `None` where it has not.
    pub fall: Option<Fall>,
    /// Its answers; `None` for an act.
    pub standing: Option<StandingView>,
}

impl Cards<'_> {
    /// Claims of a list, in the order given.
    pub(super) fn rows(&self, ids: impl IntoIterator<Item = Id<Claim>>, speakers: Speakers) -> Vec<RowView> {
        ids.into_iter().map(|id| self.row_view(id, speakers)).collect()
    }

    /// A claim of a list.
    pub(super) fn row_view(&self, id: Id<Claim>, speakers: Speakers) -> RowView {
        RowView { key: self.site.claim_key(id), row: Hole::row(id, speakers) }
    }

    /// What a claim's row tells.
    #[must_use]
    pub fn row(&self, id: Id<Claim>) -> Row {
        let claim = &self.site.claims[id];
        let lang = &self.site.briefs[claim.brief].lang;
        let (does, to) = self.act_and_to_whom(claim);
        Row {
            key: self.site.claim_key(id),
            href: urls::encode_with_fragment(&urls::claim(self.site, id)),
            lang: lang.to_string(),
            dir: lang.direction().into(),
            stance: stance(claim),
            by: self.names.actors(&claim.by),
            says: claim.content.sentence().map(str::to_owned),
            does,
            to,
            figures: claim.figures.iter().map(figure_view).collect(),
            sources: self.names.sources(&claim.sources),
            confidential: claim.count_confidential(),
            said: self.said(id),
            state: self.method.state(id),
            ended: self.ends(id),
            fall: self.fall(id),
            standing: self.standing(id),
        }
    }
}
