//! Sections 3 and 4: propositions and the three answers.

use std::fmt;

use variorum::site::{Actor, Claim, Id};
use variorum::value::date::{Day, Edtf};
use variorum::value::word::Relation;

use super::origins::Origins;
use super::{Claims, Naive, Names};

/// The words of reception, the first first.
pub(crate) const RECEPTIONS: [&str; 7] =
    ["contested", "contradicted", "admitted", "conceded", "conceded-in-part", "disputed", "questioned"];

/// A measure and a group.
type Of<'s> = (&'s str, &'s str);

/// What a claim gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answers {
    pub(crate) state: &'static str,
    pub(crate) backing: &'static str,
    pub(crate) origins: (usize, usize),
    pub(crate) third_party: (usize, usize),
    pub(crate) reception: &'static str,
}

impl fmt::Display for Answers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { state, backing, origins: (min, max), third_party: (third_min, third_max), reception } =
            self;
        write!(out, "{state} {backing} {min}-{max} {third_min}-{third_max} {reception}")
    }
}

impl Naive<'_> {
    // Section 4: state.

    pub(super) fn state_of(&self, claim: Id<Claim>) -> &'static str {
        if !self.others(Relation::Withdraws, claim).is_empty() {
            "withdrawn"
        } else if !self.others(Relation::Disowns, claim).is_empty() {
            "disowned"
        } else if !self.others(Relation::Replaces, claim).is_empty() {
            "superseded"
        } else if self.fallen_claims.contains(&claim) {
            "fallen"
        } else {
            "live"
        }
    }

    pub(crate) fn state(&self, claim: Id<Claim>) -> &'static str {
        self.states[&claim]
    }

    pub(super) fn is_live(&self, claim: Id<Claim>) -> bool {
        self.state(claim) == "live"
    }

    pub(super) fn state_by(&self, claim: Id<Claim>) -> Claims {
        let enders = [Relation::Replaces, Relation::Withdraws, Relation::Disowns];
        enders.into_iter().flat_map(|relation| self.others(relation, claim)).collect()
    }

    /// The live claims that relate to a claim in one way.
    pub(super) fn live_others(&self, relation: Relation, claim: Id<Claim>) -> Claims {
        self.others(relation, claim).into_iter().filter(|other| self.is_live(*other)).collect()
    }

    // Section 3: propositions.

    pub(super) fn fits(&self, one: Id<Claim>, other: Id<Claim>) -> bool {
        self.bounds(one).into_iter().all(|(of, (min, max))| {
            self.bounds(other).into_iter().all(|(of_other, (other_min, other_max))| {
                of != of_other || (min <= other_max && other_min <= max)
            })
        })
    }

    /// The figures of a claim that have bounds: for what, and between which numbers; open is as high as can be.
    pub(super) fn bounds(&self, claim: Id<Claim>) -> Vec<(Of<'_>, (u64, u64))> {
        let figures = self.site.claims[claim].figures.iter();
        figures
            .filter_map(|figure| {
                let bounds = figure.bounds?;
                let of = (figure.measure.as_str(), figure.group.as_str());
                Some((of, (bounds.min, bounds.max.unwrap_or(u64::MAX))))
            })
            .collect()
    }

    pub(super) fn component(&self, claim: Id<Claim>) -> Claims {
        let linked = |one: Id<Claim>, other: Id<Claim>| {
            let says_so = self.relates(Relation::AgreesWith, one, other)
                || self.relates(Relation::AgreesWith, other, one);
            says_so && self.fits(one, other)
        };
        let mut component = Claims::from([claim]);
        loop {
            let more = self.claims().filter(|other| component.iter().any(|member| linked(*member, *other)));
            let grown: Claims = more.chain(component.iter().copied()).collect();
            if grown.len() == component.len() {
                return component;
            }
            component = grown;
        }
    }

    fn live_of_component(&self, claim: Id<Claim>) -> Claims {
        self.components[&claim].iter().copied().filter(|member| self.is_live(*member)).collect()
    }

    /// The claims of a claim's proposition: its component's live ones; if it is not live, it alone.
    pub(super) fn proposition(&self, claim: Id<Claim>) -> Claims {
        if self.is_live(claim) { self.live_of_component(claim) } else { Claims::from([claim]) }
    }

    pub(super) fn is_full_concession(&self, concession: Id<Claim>, conceded: Id<Claim>) -> bool {
        let given: Vec<_> = self.bounds(concession).into_iter().map(|(of, _)| of).collect();
        self.relates(Relation::Concedes, concession, conceded)
            && self.bounds(conceded).iter().all(|(of, _)| given.contains(of))
            && self.fits(concession, conceded)
    }

    pub(super) fn support_set(&self, claim: Id<Claim>) -> Claims {
        let proposition = self.proposition(claim);
        let mut set = self.live_of_component(claim);
        let is_disowned = !self.others(Relation::Disowns, claim).is_empty();
        if !self.is_live(claim) && !self.fallen_claims.contains(&claim) && !is_disowned {
            set.insert(claim);
        }
        for member in proposition {
            let supporters = self.live_others(Relation::Supports, member);
            set.extend(supporters.into_iter().filter(|supporter| self.fits(*supporter, member)));
            let concessions = self.live_others(Relation::Concedes, member);
            set.extend(concessions.into_iter().filter(|other| self.is_full_concession(*other, member)));
        }
        set
    }

    pub(super) fn of_support(&self, claim: Id<Claim>) -> Origins {
        Origins::join(self.support_set(claim).iter().map(|member| self.origins[member].clone())).settled()
    }

    /// `K` and `U` of a claim's proposition.
    pub(super) fn all_origins(&self, claim: Id<Claim>) -> &Origins {
        &self.all_origins[&claim]
    }

    fn third_party(&self, claim: Id<Claim>) -> (usize, usize) {
        let mut concerned = self.sides(claim);
        for side in self.sides(claim) {
            concerned.extend(self.allies(&side));
        }
        let Origins { known, unknown } = self.all_origins(claim);
        let known = known.difference(&concerned).count();
        (known, known + unknown.difference(&concerned).count())
    }

    /// The roots allied with a root: alliances of their parts are theirs, and count in both directions.
    fn allies(&self, root: &str) -> Names {
        let mut allies = Names::new();
        for (id, actor) in self.site.actors.entries() {
            for ally in &actor.allied_with {
                let (one, other) = (self.root_name(id), self.root_name(*ally));
                if one == root {
                    allies.insert(other);
                } else if other == root {
                    allies.insert(one);
                }
            }
        }
        allies
    }

    // Section 4: backing and reception.

    fn backing(&self, claim: Id<Claim>) -> &'static str {
        let Origins { known, unknown } = self.all_origins(claim);
        let all_allied = known
            .iter()
            .all(|one| known.iter().all(|other| one == other || self.allies(one).contains(other)));
        match (known.len(), known.len() + unknown.len()) {
            (2.., _) if all_allied => "allied",
            (2.., _) => "corroborated",
            (_, 2..) => "unproven",
            (_, 1) => "single-origin",
            _ => "none",
        }
    }

    /// Whether a denial is dated wholly before the earliest day of the events of the denied claim's proposition, and was
    /// not known to be made after one of them began: where both have a time with a zone.
    pub(super) fn is_in_advance(&self, denial: Id<Claim>, denied: Id<Claim>) -> bool {
        let Some(said) = self.site.claims[denial].stated_date() else { return false };
        let events: Vec<&Edtf> = (self.proposition(denied).iter())
            .flat_map(|member| &self.site.claims[*member].events)
            .filter_map(|event| self.site.events[*event].date.as_ref())
            .filter(|date| date.lower().is_some())
            .collect();
        !events.is_empty()
            && events.iter().all(|event| {
                let is_later = matches!((utc(said), utc(event)), (Some(said), Some(event)) if said >= event);
                said.upper().is_some_and(|said| Some(said) < event.lower()) && !is_later
            })
    }

    /// Whether a live denial of a claim counts for one of its speakers.
    pub(super) fn counts(&self, denial: Id<Claim>, denied: Id<Claim>, speaker: Id<Actor>) -> bool {
        let root = self.root_name(speaker);
        let is_side = self.sides(denied).contains(&root) && !self.is_told_or_inferred(denial);
        let is_in_a_position =
            self.knows(speaker, denial) || self.origins[&denial].known.contains(&root) || is_side;
        is_in_a_position
            && !self.all_origins(denied).known.contains(&root)
            && !self.is_in_advance(denial, denied)
    }

    /// The seven lists, in the order of [`RECEPTIONS`].
    pub(super) fn received(&self, claim: Id<Claim>) -> [Names; 7] {
        let proposition = self.proposition(claim);
        let about: Names =
            proposition.iter().flat_map(|member| self.roots(&self.site.claims[*member].about)).collect();
        let own: Names = proposition.iter().flat_map(|member| self.speakers(*member)).collect();
        let [mut contested, mut admitted, mut conceded, mut in_part, mut disputed, mut questioned] =
            [const { Names::new() }; 6];
        for member in proposition {
            for denial in self.live_others(Relation::Denies, member) {
                for speaker in &self.site.claims[denial].by {
                    let list =
                        if self.counts(denial, member, *speaker) { &mut contested } else { &mut disputed };
                    list.insert(self.root_name(*speaker));
                }
            }
            for concession in self.live_others(Relation::Concedes, member) {
                for root in self.speakers(concession) {
                    let list = if !self.is_full_concession(concession, member) {
                        &mut in_part
                    } else if about.contains(&root) {
                        &mut admitted
                    } else {
                        &mut conceded
                    };
                    list.insert(root);
                }
            }
            for concession in self.live_others(Relation::ConcedesInPart, member) {
                in_part.extend(self.speakers(concession));
            }
            for question in self.live_others(Relation::Questions, member) {
                questioned.extend(self.speakers(question).difference(&own).cloned());
            }
        }
        disputed.retain(|root| !contested.contains(root));
        [contested, self.contradicted_by(claim), admitted, conceded, in_part, disputed, questioned]
    }

    /// The known origins of the other propositions that its live claims deny, without its own.
    fn contradicted_by(&self, claim: Id<Claim>) -> Names {
        let mut roots = Names::new();
        if !self.is_live(claim) {
            return roots;
        }
        for member in self.proposition(claim) {
            for denied in self.targets(Relation::Denies, member) {
                if self.is_live(denied) && self.proposition(denied) != self.proposition(claim) {
                    roots.extend(self.all_origins(denied).known.iter().cloned());
                }
            }
        }
        let own = &self.all_origins(claim).known;
        roots.difference(own).cloned().collect()
    }

    /// `None`: an act, which has no answers.
    pub(crate) fn answers(&self, claim: Id<Claim>) -> Option<Answers> {
        if !self.is_statement(claim) {
            return None;
        }
        let Origins { known, unknown } = self.all_origins(claim);
        let received = self.received(claim);
        let first = received.iter().position(|list| !list.is_empty());
        Some(Answers {
            state: self.state(claim),
            backing: self.backing(claim),
            origins: (known.len().max(usize::from(!unknown.is_empty())), known.len() + unknown.len()),
            third_party: self.third_party(claim),
            reception: first.map_or("unanswered", |place| RECEPTIONS[place]),
        })
    }
}

/// The minute of a time with a zone, from its text: `2022-03-27T20:10+02:00`.
fn utc(date: &Edtf) -> Option<i64> {
    let text = date.as_str().replace('Z', "+00:00");
    let (day, time) = text.split_once('T')?;
    let (clock, zone) = time.split_at_checked(5)?;
    let minutes =
        |text: &str| Some(text.get(..2)?.parse::<i64>().ok()? * 60 + text.get(3..)?.parse::<i64>().ok()?);
    let zone = match zone.split_at_checked(1)? {
        ("+", ahead) => minutes(ahead)?,
        (_, behind) => -minutes(behind)?,
    };
    Some(day.parse::<Day>().ok()?.number() * 24 * 60 + minutes(clock)? - zone)
}
