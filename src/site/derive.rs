//! What follows from the resolved tables: back-references, roots, dates and grades that are taken over. Linear in
//! claims and relations; no recursion. What the method makes of claims is not here.

use super::speakers::Speakers;
use super::table::{Id, Table};
use super::{Actor, Claim, ClaimDate, DateFrom, Link, Site, Source};

/// Fills in everything that is derived.
pub(super) fn derive(site: &mut Site) {
    take_over_reliability(site);
    roots(&mut site.actors);
    site.speakers = Speakers::of(&site.claims, &site.actors);
    site.ranks = ranks(&site.claims);
    back_references(site);
    take_over_dates(site);
    relations_back(&mut site.claims);
}

/// A source that is not graded has its publisher's grade.
fn take_over_reliability(site: &mut Site) {
    for source in site.sources.iter_mut().filter(|source| !source.graded) {
        let publisher = source.publisher.and_then(|publisher| site.actors[publisher].reliability);
        source.reliability = publisher.unwrap_or(source.reliability);
    }
}

/// The end of each `part_of` chain; on a cycle, its smallest id. Each actor is walked over once.
fn roots(actors: &mut Table<Actor>) {
    let mut root: Vec<Option<Id<Actor>>> = vec![None; actors.len()];
    let mut walk_of = vec![usize::MAX; actors.len()];
    for start in actors.ids() {
        let mut path = Vec::new();
        let mut at = start;
        let end = loop {
            if let Some(known) = root[at.index()] {
                break known;
            }
            if walk_of[at.index()] == start.index() {
                let cycle = path.iter().position(|on_path| *on_path == at).unwrap_or(0);
                break path[cycle..].iter().copied().min().unwrap_or(at);
            }
            walk_of[at.index()] = start.index();
            path.push(at);
            match actors[at].part_of {
                Some(whole) => at = whole,
                None => break at,
            }
        };
        for id in path {
            root[id.index()] = Some(end);
        }
    }
    for (actor, root) in actors.iter_mut().zip(root) {
        actor.root = root.unwrap_or(actor.root);
    }
}

/// The place of each claim when they are ordered by brief, then by id. The table has them by brief already.
fn ranks(claims: &Table<Claim>) -> Vec<u32> {
    let mut by_rank: Vec<Id<Claim>> = claims.ids().collect();
    for of_brief in by_rank.chunk_by_mut(|a, b| claims[*a].brief == claims[*b].brief) {
        of_brief.sort_by(|a, b| claims[*a].id.cmp(&claims[*b].id));
    }
    let mut ranks = vec![0; claims.len()];
    (0..).zip(by_rank).for_each(|(rank, id)| ranks[id.index()] = rank);
    ranks
}

fn back_references(site: &mut Site) {
    for id in site.claims.ids() {
        let claim = &site.claims[id];
        claim.by.iter().for_each(|actor| site.actors[*actor].claims.push(id));
        claim.about.iter().for_each(|actor| site.actors[*actor].about.push(id));
        claim.events.iter().for_each(|event| site.events[*event].claims.push(id));
        let mut sources: Vec<Id<Source>> = claim.sources.iter().chain(&claim.from_sources).copied().collect();
        sources.sort_unstable();
        sources.dedup();
        sources.into_iter().for_each(|source| site.sources[source].claims.push(id));
    }
}

/// A claim that states no date has that of the first of its sources that does. A confidential source tells none.
fn take_over_dates(site: &mut Site) {
    for claim in site.claims.iter_mut().filter(|claim| claim.date.is_none()) {
        let date = claim.sources.iter().find_map(|source| site.sources[*source].date.clone());
        claim.date = date.map(|on| ClaimDate { on, from: DateFrom::Source });
    }
}

fn relations_back(claims: &mut Table<Claim>) {
    // All lie in one list until each is known: a claim is too large to be visited for each of a million relations.
    let mut ends = vec![0; claims.len()];
    claims.iter().flat_map(|claim| &claim.relations).for_each(|link| ends[link.claim.index()] += 1);
    let mut all = 0;
    for end in &mut ends {
        all += *end;
        *end = all;
    }
    let mut next: Vec<usize> = std::iter::once(0).chain(ends.iter().copied()).take(ends.len()).collect();
    let mut incoming: Vec<Option<Link>> = vec![None; all];
    for (id, claim) in claims.entries() {
        for link in &claim.relations {
            let place = &mut next[link.claim.index()];
            incoming[*place] = Some(Link { claim: id, ..*link });
            *place += 1;
        }
    }
    let mut start = 0;
    for (claim, end) in claims.iter_mut().zip(ends) {
        claim.incoming = incoming[start..end].iter().copied().flatten().collect();
        start = end;
    }
}
