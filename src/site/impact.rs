//! What would change if a source fell (METHOD, section 7).
//!
//! First, source by source (`falls`), which claims would have other origins or fall themselves: only what hangs on
//! the source is traced again. Then, claim by claim, what that does to each claim that those bear on. This second
//! step goes by claims so that one with many supporters is counted once and not once for each source.

use std::collections::BTreeSet;

use super::bearing::Bearing;
use super::falls::{Falls, Moved};
use super::labels::{Effect, Judgement, Standing, effect};
use super::origins::{Origin, Origins, Tracer, Unknown};
use super::sides::Sides;
use super::table::Id;
use super::{Claim, Link, Site, Source};

/// A claim that would stand otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The claim.
    pub claim: Id<Claim>,
    /// How it stands.
    pub from: Judgement,
    /// How it would stand.
    pub to: Judgement,
}

/// Moved claims that are judged together: enough that a claim with many supporters is seldom counted again, and
/// few enough to stay in memory.
const BATCH: usize = 1 << 18;

/// For each source the claims whose label, origins or third-party count would change if it fell, ordered by claim
/// id; `None` where that was not worked out. A source that is gone or confidential changes none.
pub(super) fn impacts(
    tracer: &Tracer<'_>,
    sides: &Sides,
    mut origins: Origins,
    standings: &[Option<Standing>],
    gone: &BTreeSet<Id<Source>>,
) -> Vec<Option<Vec<Shift>>> {
    let site = tracer.site;
    make_singles(site, &mut origins);
    let mark = origins.sets.mark();
    let mut shifts = vec![Some(Vec::new()); site.sources.len()];
    let mut falls = Falls::new(tracer, gone);
    let mut moved = Vec::new();
    // Those that draw on a source come before it: what is too much for one of them is too much for it.
    for source in tracer.source_order().iter().rev() {
        match falls.fall(*source, &mut origins) {
            Some(claims) => moved.extend(claims),
            None => shifts[source.index()] = None,
        }
        if moved.len() >= BATCH {
            judge(site, sides, &mut origins, standings, &moved, &mut shifts);
            moved.clear();
            origins.sets.forget(&mark);
        }
    }
    judge(site, sides, &mut origins, standings, &moved, &mut shifts);
    shifts.iter_mut().flatten().for_each(|list| list.sort_by_key(|shift| site.claim_rank(shift.claim)));
    shifts
}

/// Makes every single origin that a fall or a denial may need, so that unions made on the way can be forgotten.
fn make_singles(site: &Site, origins: &mut Origins) {
    for actor in &site.actors {
        origins.single(Origin::Known(actor.root));
    }
    for source in site.sources.ids() {
        origins.single(Origin::Unknown(Unknown::Source(source)));
    }
    for (id, _) in site.claims.entries().filter(|(_, claim)| !claim.sources.is_empty()) {
        origins.single(Origin::Unknown(Unknown::Fallen(id)));
    }
}

/// Judges each claim that moved ones bear on, once for each source that moves them.
fn judge(
    site: &Site,
    sides: &Sides,
    origins: &mut Origins,
    standings: &[Option<Standing>],
    moved: &[Moved],
    shifts: &mut [Option<Vec<Shift>>],
) {
    let touches = touches(site, origins, moved);
    let before_all = origins.sets.mark();
    for of_claim in touches.chunk_by(|a, b| a.claim == b.claim) {
        let claim = of_claim[0].claim;
        let Some(Standing { judgement: from, .. }) = standings[claim.index()] else { continue };
        let mut bearing = Bearing::on(site, origins, claim);
        let before_each = origins.sets.mark();
        for of_source in of_claim.chunk_by(|a, b| a.moved.source == b.moved.source) {
            of_source.iter().for_each(|touch| touch.apply(&mut bearing));
            let to = bearing.grounds(sides, origins).judge();
            bearing.restore();
            origins.sets.forget(&before_each);
            if let (Some(shifts), false) = (&mut shifts[of_source[0].moved.source.index()], from == to) {
                shifts.push(Shift { claim, from, to });
            }
        }
        origins.sets.forget(&before_all);
    }
}

/// What a moved claim has to do with a claim.
#[derive(Clone, Copy, Debug)]
struct Touch {
    claim: Id<Claim>,
    moved: Moved,
    /// What the moved one does to the claim; `None`: it is the claim.
    effect: Option<Effect>,
}

/// All claims that moved ones are or bear on, by claim; those of a claim in the order of what moves them, so that
/// one source's stand together.
fn touches(site: &Site, origins: &Origins, moved: &[Moved]) -> Vec<Touch> {
    let mut touches = Vec::new();
    for one in moved {
        touches.push(Touch { claim: one.claim, moved: *one, effect: None });
        let claim = &site.claims[one.claim];
        if !origins.counts[one.claim.index()] {
            continue;
        }
        for link in &claim.relations {
            let from = Link { claim: one.claim, ..*link };
            let effect = effect(site, &site.claims[link.claim], &from);
            if effect.is_some() {
                touches.push(Touch { claim: link.claim, moved: *one, effect });
            }
        }
    }
    touches.sort_by_key(|touch| touch.claim);
    touches
}

impl Touch {
    /// Puts what the moved claim would do into the place of what it does.
    fn apply(&self, bearing: &mut Bearing<'_>) {
        let moved = &self.moved;
        match self.effect {
            None => bearing.replace_own(moved.origins),
            Some(effect) if moved.falls => bearing.remove(moved.claim, effect),
            Some(effect) => bearing.replace(moved.claim, effect, moved.origins),
        }
    }
}
