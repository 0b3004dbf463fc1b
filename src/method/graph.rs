//! Edges between numbered nodes: strongly connected components and shortest loops.
//!
//! The method walks chains of any length and circles of any size, so nothing here recurses: the walk keeps its own
//! stack. All is linear in nodes and edges. `origins` takes the order of its unions from here, `cycles` its loops.

use std::collections::{HashMap, VecDeque};

/// Edges, grouped by the node that they leave.
#[derive(Debug)]
pub(super) struct Graph {
    /// Where the edges of each node begin in `ends`; one more entry closes the last.
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Graph {
    /// The graph of `nodes` nodes and these edges, each from its first node to its second.
    pub(super) fn new(nodes: usize, edges: impl Iterator<Item = (usize, usize)>) -> Self {
        let edges: Vec<(usize, usize)> = edges.collect();
        let mut starts = vec![0; nodes + 1];
        for (from, _) in &edges {
            starts[from + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut ends = vec![0; starts[nodes]];
        for (from, to) in edges {
            ends[next[from]] = to;
            next[from] += 1;
        }
        Self { starts, ends }
    }

    /// Where the edges of a node lead.
    pub(super) fn successors(&self, node: usize) -> &[usize] {
        &self.ends[self.starts[node]..self.starts[node + 1]]
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The strongly connected components, each behind all those that its edges lead to (Tarjan 1972).
    pub(super) fn components(&self) -> Components {
        let mut search = Search::new(self.len());
        for node in 0..self.len() {
            if search.number[node] == UNSEEN {
                search.walk(self, node);
            }
        }
        search.found
    }

    /// Whether a component is a circle: several nodes, or one with an edge to itself.
    pub(super) fn is_cyclic(&self, component: &[usize]) -> bool {
        match component {
            [only] => self.successors(*only).contains(only),
            _ => true,
        }
    }

    /// A shortest way from a node back to itself, beginning with it; empty where there is none. It never leaves the
    /// node's component, so the ways of all components together are linear.
    pub(super) fn shortest_loop(&self, start: usize, components: &Components) -> Vec<usize> {
        let home = components.of[start];
        let mut came_from: HashMap<usize, usize> = HashMap::new();
        let mut open = VecDeque::from([start]);
        while let Some(node) = open.pop_front() {
            for next in self.successors(node).iter().filter(|next| components.of[**next] == home) {
                if *next == start {
                    return way_back(&came_from, start, node);
                }
                came_from.entry(*next).or_insert_with(|| {
                    open.push_back(*next);
                    node
                });
            }
        }
        Vec::new()
    }
}

fn way_back(came_from: &HashMap<usize, usize>, start: usize, end: usize) -> Vec<usize> {
    let mut way = vec![end];
    let mut at = end;
    while at != start {
        at = came_from[&at];
        way.push(at);
    }
    way.reverse();
    way
}

/// The components of a graph.
#[derive(Debug, Default)]
pub(super) struct Components {
    nodes: Vec<usize>,
    ends: Vec<usize>,
    /// The component of each node.
    of: Vec<usize>,
}

impl Components {
    /// Each component's nodes; a component stands behind all those that its edges lead to.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &[usize]> {
        (0..self.ends.len()).map(|place| {
            let start = if place == 0 { 0 } else { self.ends[place - 1] };
            &self.nodes[start..self.ends[place]]
        })
    }
}

const UNSEEN: usize = usize::MAX;

/// The state of Tarjan's search.
struct Search {
    /// In which order each node was met.
    number: Vec<usize>,
    /// The earliest node known to be reached from each and still open.
    low: Vec<usize>,
    is_open: Vec<bool>,
    open: Vec<usize>,
    met: usize,
    found: Components,
}

impl Search {
    fn new(nodes: usize) -> Self {
        Self {
            number: vec![UNSEEN; nodes],
            low: vec![UNSEEN; nodes],
            is_open: vec![false; nodes],
            open: Vec::new(),
            met: 0,
            found: Components { of: vec![UNSEEN; nodes], ..Components::default() },
        }
    }

    /// Finds the components of all that is reached from a node. The path holds nodes and how many of their edges
    /// have been followed.
    fn walk(&mut self, graph: &Graph, start: usize) {
        let mut path = vec![(start, 0)];
        self.meet(start);
        while let Some((node, followed)) = path.last_mut() {
            let node = *node;
            if let Some(next) = graph.successors(node).get(*followed) {
                *followed += 1;
                if self.number[*next] == UNSEEN {
                    self.meet(*next);
                    path.push((*next, 0));
                } else if self.is_open[*next] {
                    self.low[node] = self.low[node].min(self.number[*next]);
                }
            } else {
                path.pop();
                if let Some((parent, _)) = path.last() {
                    self.low[*parent] = self.low[*parent].min(self.low[node]);
                }
                self.close(node);
            }
        }
    }

    fn meet(&mut self, node: usize) {
        self.number[node] = self.met;
        self.low[node] = self.met;
        self.met += 1;
        self.is_open[node] = true;
        self.open.push(node);
    }

    /// Closes the component that a node began, if it began one.
    fn close(&mut self, node: usize) {
        if self.low[node] != self.number[node] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.is_open[member] = false;
            self.found.of[member] = self.found.ends.len();
            self.found.nodes.push(member);
            if member == node {
                break;
            }
        }
        self.found.ends.push(self.found.nodes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn components(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let graph = Graph::new(nodes, edges.iter().copied());
        let sorted = |component: &[usize]| {
            let mut component = component.to_vec();
            component.sort_unstable();
            component
        };
        graph.components().iter().map(sorted).collect()
    }

    #[test]
    fn components_stand_behind_those_they_lead_to() {
        assert_eq!(components(3, &[(0, 1), (1, 2)]), [[2], [1], [0]]);
        let two_circles = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 2), (4, 4)];
        assert_eq!(components(5, &two_circles), [vec![2, 3], vec![0, 1], vec![4]]);
        assert_eq!(components(0, &[]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_loop_is_the_shortest() {
        let graph = Graph::new(5, [(0, 1), (1, 2), (2, 0), (1, 0), (3, 3), (4, 0)].into_iter());
        let components = graph.components();
        let shortest = |start| graph.shortest_loop(start, &components);
        assert_eq!(shortest(0), [0, 1]);
        assert_eq!(shortest(2), [2, 0, 1]);
        assert_eq!(shortest(3), [3]);
        assert!(shortest(4).is_empty());
        assert!(graph.is_cyclic(&[3]) && !graph.is_cyclic(&[4]) && graph.is_cyclic(&[0, 1, 2]));
    }

    #[test]
    fn a_long_circle_is_walked_without_recursion() {
        let nodes = 200_000;
        let graph = Graph::new(nodes, (0..nodes).map(|node| (node, (node + 1) % nodes)));
        let components = graph.components();
        assert_eq!(components.iter().map(<[usize]>::len).collect::<Vec<_>>(), [nodes]);
        assert_eq!(graph.shortest_loop(7, &components).len(), nodes);
    }
}
