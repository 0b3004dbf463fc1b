//! A union of sets that is kept while some of them are exchanged.
//!
//! The sets are the leaves of a binary tree, each node is the union of the two below it. Other sets in some leaves
//! cost one union for each node above any of them. `bearing` keeps a claim's support and denials in two of these.

use super::sets::{SetId, Sets};

/// The leaves stand behind the inner nodes; the node at `n` has those at `2n` and `2n + 1` below it, and the top
/// stands at 1.
pub(super) struct Tree {
    nodes: Vec<SetId>,
    /// What stood where before each change, in order.
    before: Vec<(usize, SetId)>,
    /// Nodes above which the unions are still to be made anew.
    changed: Vec<usize>,
}

impl Tree {
    pub(super) fn new(leaves: Vec<SetId>, sets: &mut Sets) -> Self {
        let inner = leaves.len().max(1);
        let mut nodes = vec![Sets::EMPTY; inner];
        nodes.extend(leaves);
        nodes.resize(2 * inner, Sets::EMPTY);
        for node in (1..inner).rev() {
            nodes[node] = sets.union(&nodes[2 * node..2 * node + 2]);
        }
        Self { nodes, before: Vec::new(), changed: Vec::new() }
    }

    /// The union of all.
    pub(super) fn top(&mut self, sets: &mut Sets) -> SetId {
        // Those below come first: a node's number is less than the numbers of the two below it.
        self.changed.sort_unstable_by(|a, b| b.cmp(a));
        while !self.changed.is_empty() {
            let mut above = std::mem::take(&mut self.changed);
            above.iter_mut().for_each(|node| *node /= 2);
            above.dedup();
            for node in above.into_iter().filter(|node| *node > 0) {
                let union = sets.union(&self.nodes[2 * node..2 * node + 2]);
                self.put(node, union);
            }
        }
        self.nodes[1]
    }

    /// Puts another set into the place of one, counted from 0.
    pub(super) fn replace(&mut self, place: usize, set: SetId) {
        self.put(self.nodes.len() / 2 + place, set);
    }

    fn put(&mut self, node: usize, set: SetId) {
        if set != self.nodes[node] {
            self.before.push((node, self.nodes[node]));
            self.nodes[node] = set;
            self.changed.push(node);
        }
    }

    /// Takes back all changes.
    pub(super) fn restore(&mut self) {
        self.changed.clear();
        while let Some((node, set)) = self.before.pop() {
            self.nodes[node] = set;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn top(tree: &mut Tree, sets: &mut Sets) -> Vec<u32> {
        let top = tree.top(sets);
        sets.numbers(top).collect()
    }

    #[test]
    fn the_top_is_the_union_of_what_stands_there_now() {
        for leaves in 0..9_u32 {
            let mut sets = Sets::new();
            let singles: Vec<SetId> = (0..leaves).map(|number| sets.single(2 * number)).collect();
            let mut tree = Tree::new(singles, &mut sets);
            let all: Vec<u32> = (0..leaves).map(|number| 2 * number).collect();
            assert_eq!(top(&mut tree, &mut sets), all);
            let other = sets.single(99);
            for place in 0..leaves {
                tree.replace(place as usize, other);
                tree.replace((place as usize + 1) % leaves as usize, Sets::EMPTY);
                let gone = |number: &u32| *number != 2 * place && *number != 2 * ((place + 1) % leaves);
                let mut now: Vec<u32> = all.iter().copied().filter(gone).collect();
                now.extend((leaves > 1).then_some(99));
                assert_eq!(top(&mut tree, &mut sets), now, "{leaves} leaves, {place}");
                tree.restore();
                assert_eq!(top(&mut tree, &mut sets), all);
            }
        }
    }
}
