//! The method once more, as slowly and plainly as METHOD.md reads: sets of names, recursion, no sharing. It takes
//! from the site only what was written (and checks the roots and what is live by itself).

#![allow(clippy::unwrap_used, reason = "a test that cannot make its inputs has failed")]

use std::collections::{BTreeMap, BTreeSet};

use variorum::config::Config;
use variorum::site::{Actor, Claim, Content, Event, Id, Site, Source};
use variorum::value::measure::GroupSide;
use variorum::value::word::{Access, Relation, SourceStatus};

type Ids<T> = BTreeSet<Id<T>>;
/// A point's id, or for a computed one its first claim.
type PointKey = (Option<String>, Option<Id<Claim>>);

/// Origins by name: known roots, and unknown ones as METHOD calls them (`?` before confidential ones).
#[derive(Clone, Default)]
struct Origins {
    known: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl Origins {
    fn known(name: String) -> Self {
        Self { known: [name].into(), ..Self::default() }
    }

    fn unknown(name: String) -> Self {
        Self { unknown: [name].into(), ..Self::default() }
    }

    fn join(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.known.extend(part.known);
            all.unknown.extend(part.unknown);
        }
        all
    }

    /// `U` is without what is in `K`.
    fn settled(mut self) -> Self {
        self.unknown = self.unknown.difference(&self.known).cloned().collect();
        self
    }
}

pub(crate) struct Naive<'s> {
    site: &'s Site,
    config: &'s Config,
    gone: Ids<Source>,
}

impl<'s> Naive<'s> {
    pub(crate) fn new(site: &'s Site, config: &'s Config) -> Self {
        let gone = site.sources.entries().filter(|(_, source)| source.status == SourceStatus::Retracted);
        Self { site, config, gone: gone.map(|(id, _)| id).collect() }
    }

    fn root(&self, actor: Id<Actor>) -> Id<Actor> {
        let mut way = vec![actor];
        while let Some(whole) = self.site.actors[way[way.len() - 1]].part_of {
            if let Some(start) = way.iter().position(|on_way| *on_way == whole) {
                return *way[start..].iter().min().unwrap();
            }
            way.push(whole);
        }
        way[way.len() - 1]
    }

    fn root_name(&self, actor: Id<Actor>) -> String {
        self.site.actors[self.root(actor)].id.to_string()
    }

    fn is_relay(&self, actor: Id<Actor>) -> bool {
        self.config.relays.contains(&self.site.actors[actor].kind)
    }

    fn targets(&self, claim: Id<Claim>, relation: Relation) -> Vec<Id<Claim>> {
        let links = self.site.claims[claim].relations.iter();
        links.filter(|link| link.relation == relation).map(|link| link.claim).collect()
    }

    fn others(&self, relation: Relation, target: Id<Claim>) -> Vec<Id<Claim>> {
        self.site.claims.ids().filter(|id| self.targets(*id, relation).contains(&target)).collect()
    }

    fn live(&self, claim: Id<Claim>) -> bool {
        self.others(Relation::Replaces, claim).is_empty()
            && self.others(Relation::Withdraws, claim).is_empty()
    }

    fn fallen(&self, claim: Id<Claim>) -> bool {
        let sources = &self.site.claims[claim].sources;
        !sources.is_empty() && sources.iter().all(|source| self.gone.contains(source))
    }

    /// Live, and with a voice.
    fn counts(&self, claim: Id<Claim>) -> bool {
        self.live(claim) && !self.fallen(claim)
    }

    fn statement(&self, claim: Id<Claim>) -> bool {
        matches!(self.site.claims[claim].content, Content::Says(_))
    }

    fn of_source(&self, id: Id<Source>) -> Origins {
        let source = &self.site.sources[id];
        if source.access == Access::Confidential {
            return Origins::unknown(format!("?{}", source.id));
        }
        if self.gone.contains(&id) {
            return Origins::unknown(format!("source:{}", source.id));
        }
        let drawn_on = |id: Id<Source>| self.site.sources[id].from.to_vec();
        if let Some(cycle) = cycle(id, &drawn_on) {
            let smallest = cycle.iter().map(|id| self.site.sources[*id].id.as_str()).min().unwrap();
            return Origins::unknown(format!("cycle:{smallest}"));
        }
        if !source.from.is_empty() {
            return Origins::join(source.from.iter().map(|from| self.of_source(*from)));
        }
        match source.publisher {
            Some(publisher) if source.first_hand || !self.is_relay(publisher) => {
                Origins::known(self.root_name(publisher))
            }
            Some(publisher) => Origins::unknown(self.root_name(publisher)),
            None => Origins::unknown(format!("source:{}", source.id)),
        }
    }

    fn of_claim(&self, id: Id<Claim>) -> Origins {
        let claim = &self.site.claims[id];
        if self.fallen(id) {
            return Origins::unknown(format!("fallen:{}", self.site.claim_key(id)));
        }
        let repeated = |id: Id<Claim>| self.targets(id, Relation::Repeats);
        if let Some(cycle) = cycle(id, &repeated) {
            let smallest = cycle.iter().map(|id| self.site.claim_key(*id)).min().unwrap();
            return Origins::unknown(format!("cycle:{smallest}"));
        }
        if !repeated(id).is_empty() {
            return Origins::join(repeated(id).into_iter().map(|claim| self.of_claim(claim)));
        }
        if !claim.from_sources.is_empty() || !claim.from_actors.is_empty() {
            let sources = claim.from_sources.iter().map(|source| self.of_source(*source));
            let actors = claim.from_actors.iter().map(|actor| Origins::known(self.root_name(*actor)));
            return Origins::join(sources.chain(actors));
        }
        Origins::join(claim.by.iter().map(|speaker| {
            if claim.first_hand || !self.is_relay(*speaker) {
                Origins::known(self.root_name(*speaker))
            } else if claim.sources.is_empty() {
                Origins::unknown(self.root_name(*speaker))
            } else {
                Origins::join(claim.sources.iter().map(|source| self.of_source(*source)))
            }
        }))
    }

    fn binds(&self, concession: Id<Claim>, conceded: Id<Claim>) -> bool {
        let given = |id: Id<Claim>| -> BTreeSet<(&str, &str)> {
            let figures =
                self.site.claims[id].figures.iter().filter(|figure| figure.figure.as_str() != "unknown");
            figures.map(|figure| (figure.measure.as_str(), figure.group.as_str())).collect()
        };
        given(conceded).is_empty() || !given(conceded).is_disjoint(&given(concession))
    }

    fn roots<'a>(&self, actors: impl IntoIterator<Item = &'a Id<Actor>>) -> BTreeSet<String> {
        actors.into_iter().map(|actor| self.root_name(*actor)).collect()
    }

    fn speakers(&self, claims: &[Id<Claim>]) -> BTreeSet<String> {
        self.roots(claims.iter().flat_map(|claim| &self.site.claims[*claim].by))
    }

    /// Who is no third party.
    fn concerned(&self, id: Id<Claim>) -> BTreeSet<String> {
        let claim = &self.site.claims[id];
        let parties = claim.events.iter().flat_map(|event| &self.site.events[*event].parties);
        let speakers = claim.by.iter().filter(|speaker| !self.is_relay(**speaker));
        let base = self.roots(speakers.chain(&claim.about).chain(parties));
        let mut all = base.clone();
        for (id, actor) in self.site.actors.entries() {
            for ally in &actor.allied_with {
                let (one, other) = (self.root_name(id), self.root_name(*ally));
                if base.contains(&one) {
                    all.insert(other.clone());
                }
                if base.contains(&other) {
                    all.insert(one);
                }
            }
        }
        all
    }

    /// Label, counts, and all lists, as a line; with the label alone in front.
    fn standing(&self, id: Id<Claim>) -> (String, String) {
        let counting = |relation| {
            self.others(relation, id).into_iter().filter(|other| self.counts(*other)).collect::<Vec<_>>()
        };
        let (binding, partial): (Vec<_>, Vec<_>) =
            counting(Relation::Concedes).into_iter().partition(|other| self.binds(*other, id));
        let members = [id].into_iter().chain(counting(Relation::Supports)).chain(binding.clone());
        let Origins { known, unknown } = Origins::join(members.map(|claim| self.of_claim(claim))).settled();
        let (denied, conceded, in_part) =
            (self.speakers(&counting(Relation::Denies)), self.speakers(&binding), self.speakers(&partial));
        let concerned = self.concerned(id);
        let third_known = known.difference(&concerned).count();
        let third_unknown = unknown.difference(&concerned).count();
        let min = known.len().max(usize::from(!unknown.is_empty()));
        let max = known.len() + unknown.len();
        let label = if !self.live(id) {
            "withdrawn"
        } else if !self.roots(&self.site.claims[id].about).is_disjoint(&conceded) {
            "admitted"
        } else if !denied.is_subset(&known) {
            "contested"
        } else if min >= 2 {
            "corroborated"
        } else if max >= 2 {
            "unproven"
        } else {
            "single-origin"
        };
        let judgement = format!("{label} {min}-{max} {third_known}-{}", third_known + third_unknown);
        let named = unknown.into_iter().filter(|name| !name.starts_with('?')).collect();
        let lists = [known, named, denied, conceded, in_part];
        let lists = lists.map(|list: BTreeSet<String>| format!(" [{}]", words(list)));
        (judgement.clone(), judgement + &lists.concat())
    }

    pub(crate) fn standings_as_text(&self) -> Vec<String> {
        let line = |id| {
            let words = if self.statement(id) { self.standing(id).1 } else { "act".to_owned() };
            let fallen = if self.fallen(id) { " fallen" } else { "" };
            format!("{}: {words}{fallen}", self.site.claim_key(id))
        };
        self.site.claims.ids().map(line).collect()
    }

    pub(crate) fn falls_as_text(&self) -> Vec<String> {
        let public = self.site.sources.entries().filter(|(_, source)| source.access != Access::Confidential);
        let line = |(id, source): (Id<Source>, &Source)| {
            let mut gone = self.gone.clone();
            gone.insert(id);
            let then = Naive { gone, ..*self };
            let statements = self.site.claims.ids().filter(|claim| self.statement(*claim));
            let mut changed: Vec<String> = statements
                .map(|claim| (claim, self.standing(claim).0, then.standing(claim).0))
                .filter(|(_, from, to)| from != to)
                .map(|(claim, from, to)| format!(" {}: {from} > {to}", self.site.claim_key(claim)))
                .collect();
            changed.sort();
            format!("{}:{}", source.id, changed.concat())
        };
        public.map(line).collect()
    }

    pub(crate) fn points_as_text(&self, event: &Event) -> Vec<String> {
        let statements: Vec<Id<Claim>> =
            event.claims.iter().copied().filter(|id| self.live(*id) && self.statement(*id)).collect();
        let named = |id: Id<Claim>| {
            let point = self.site.claims[id].point.as_ref()?;
            event
                .points
                .iter()
                .find(|(declared, _)| declared == point)
                .map(|(declared, _)| declared.to_string())
        };
        let mut points: BTreeMap<PointKey, Vec<Id<Claim>>> = BTreeMap::new();
        for (id, _) in &event.points {
            points.insert((Some(id.to_string()), None), Vec::new());
        }
        for start in &statements {
            let steps = self.steps(*start, &statements);
            let nearest = steps.iter().filter_map(|(claim, steps)| Some((*steps, named(*claim)?))).min();
            let point = match nearest {
                Some((_, point)) => (Some(point), None),
                None => (None, steps.keys().min().copied()),
            };
            points.entry(point).or_default().push(*start);
        }
        let mut rows: Vec<_> = points
            .into_iter()
            .map(|((id, _), claims)| {
                let contested =
                    claims.iter().filter(|claim| self.standing(**claim).0.starts_with("contested")).count();
                let earliest = claims.iter().map(|claim| self.site.claims[*claim].date.order()).min();
                let keys: BTreeSet<String> = claims.iter().map(|claim| self.site.claim_key(*claim)).collect();
                let key = keys.first().cloned();
                (
                    (keys.is_empty(), std::cmp::Reverse(contested), earliest, key, id.clone()),
                    id,
                    contested,
                    keys,
                )
            })
            .collect();
        rows.sort();
        let line = |(_, id, contested, keys): (_, Option<String>, usize, BTreeSet<String>)| {
            format!("{} {}: {}", id.unwrap_or("-".into()), contested > 0, words(keys))
        };
        rows.into_iter().map(line).chain([self.columns(&statements)]).collect()
    }

    /// How many steps each statement is away.
    fn steps(&self, start: Id<Claim>, statements: &[Id<Claim>]) -> BTreeMap<Id<Claim>, usize> {
        let joined = |one: Id<Claim>, other: Id<Claim>| {
            let joins = |from: Id<Claim>, to: Id<Claim>| {
                let links = self.site.claims[from].relations.iter().filter(|link| link.claim == to);
                links
                    .into_iter()
                    .any(|link| !matches!(link.relation, Relation::Replaces | Relation::Withdraws))
            };
            joins(one, other) || joins(other, one)
        };
        let mut steps = BTreeMap::from([(start, 0)]);
        for step in 1..=statements.len() {
            let reached: Vec<Id<Claim>> = steps.keys().copied().collect();
            let next = statements.iter().filter(|claim| reached.iter().any(|near| joined(*near, **claim)));
            next.for_each(|claim| {
                steps.entry(*claim).or_insert(step);
            });
        }
        steps
    }

    fn columns(&self, statements: &[Id<Claim>]) -> String {
        let mut ordered = statements.to_vec();
        ordered.sort_by_key(|claim| (self.site.claims[*claim].date.order(), *claim));
        let mut columns: Vec<String> = Vec::new();
        for claim in ordered {
            for root in self.speakers(&[claim]) {
                if !columns.contains(&root) {
                    columns.push(root);
                }
            }
        }
        columns.join(" ")
    }

    pub(crate) fn figures_as_text(&self, event: &Event) -> Vec<String> {
        let mut latest: BTreeMap<(&str, &str), BTreeMap<String, Id<Claim>>> = BTreeMap::new();
        let mut by_age: Vec<Id<Claim>> = event.claims.iter().copied().filter(|id| self.counts(*id)).collect();
        by_age.sort_by_key(|id| {
            let claim = &self.site.claims[*id];
            (claim.date.order(), self.site.briefs[claim.brief].date, *id)
        });
        for id in by_age {
            let Origins { known, unknown } = self.of_claim(id);
            for figure in self.site.claims[id].figures.iter().filter(|figure| figure.bounds.is_some()) {
                let of_group = latest.entry((&figure.measure, &figure.group)).or_default();
                known.union(&unknown).for_each(|origin| {
                    of_group.insert(origin.clone(), id);
                });
            }
        }
        let mut lines = Vec::new();
        for ((measure, group), by_origin) in &latest {
            let claims: BTreeSet<(String, Id<Claim>)> =
                by_origin.values().map(|id| (self.site.claim_key(*id), *id)).collect();
            for (key, id) in claims {
                lines.push(format!("{measure} {group} {key} {}", self.figure(id, measure, group).0));
            }
        }
        for measure in latest.keys().map(|(measure, _)| *measure).collect::<BTreeSet<_>>() {
            let groups: Vec<_> = latest.iter().filter(|((of, _), _)| *of == measure).collect();
            for ((_, group), by_origin) in groups.iter().filter(|(_, by_origin)| by_origin.len() > 1) {
                let bounds = by_origin.values().map(|id| self.figure(*id, measure, group).1);
                lines.push(format!("{measure} {group} {}", compare(&bounds.collect::<Vec<_>>())));
            }
            let side = |group: &str| self.config.figures.groups[group];
            let origins: BTreeSet<&String> =
                groups.iter().flat_map(|(_, by_origin)| by_origin.keys()).collect();
            let given_by = |origin: &String, wanted: GroupSide| -> BTreeSet<String> {
                let given =
                    groups.iter().filter(|((_, group), by)| side(group) == wanted && by.contains_key(origin));
                given.map(|((_, group), _)| (*group).to_owned()).collect()
            };
            let only = |wanted, other| -> BTreeSet<String> {
                let one_sided = origins.iter().filter(|origin| given_by(origin, other).is_empty());
                one_sided.flat_map(|origin| given_by(origin, wanted)).collect()
            };
            let combatant = only(GroupSide::Combatant, GroupSide::Civilian);
            let civilian = only(GroupSide::Civilian, GroupSide::Combatant);
            if !combatant.is_empty() && !civilian.is_empty() {
                let groups = words(combatant.union(&civilian).cloned().collect());
                lines.push(format!("{measure} - group-conflict {groups}"));
            }
        }
        lines
    }

    fn figure(&self, id: Id<Claim>, measure: &str, group: &str) -> (String, (u64, Option<u64>)) {
        let figures = &self.site.claims[id].figures;
        let figure =
            figures.iter().find(|figure| figure.measure == measure && figure.group == group).unwrap();
        let bounds = figure.bounds.unwrap();
        (figure.figure.to_string(), (bounds.min, bounds.max))
    }
}

fn compare(bounds: &[(u64, Option<u64>)]) -> String {
    let highest = bounds.iter().map(|(min, _)| *min).max().unwrap();
    match bounds.iter().filter_map(|(_, max)| *max).min() {
        Some(0) if highest > 0 => "disagree".to_owned(),
        Some(low) if low < highest => {
            let hundredths = (highest * 1000 / low + 5) / 10;
            format!("disagree by {}.{:02}", hundredths / 100, hundredths % 100)
        }
        _ => "agree".to_owned(),
    }
}

/// All that is reached from here and reaches it again; `None` where that is nothing.
fn cycle<T>(start: Id<T>, next: &impl Fn(Id<T>) -> Vec<Id<T>>) -> Option<Ids<T>> {
    let reached = |from: Id<T>| {
        let mut reached = Ids::new();
        let mut open = next(from);
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(next(id));
            }
        }
        reached
    };
    let all = reached(start);
    all.contains(&start).then(|| all.into_iter().filter(|id| reached(*id).contains(&start)).collect())
}

fn words(list: BTreeSet<String>) -> String {
    list.into_iter().collect::<Vec<_>>().join(" ")
}
