//! The chains of one side as a graph from all origins to the reader.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

/// Chains of one side as lists of cast indices, origin first, article last.
pub(super) struct Paths<'c> {
    pub(super) chains: Vec<&'c [usize]>,
    /// Nodes that begin a chain and that no chain leads to.
    pub(super) origins: BTreeSet<usize>,
    /// Nodes that begin a chain only because outlets cite each other in a circle: where the
    /// claim entered it is not said.
    pub(super) closed: BTreeSet<usize>,
    next: BTreeMap<usize, BTreeSet<usize>>,
}

impl<'c> Paths<'c> {
    pub(super) fn new(chains: Vec<&'c [usize]>) -> Self {
        let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut entered: BTreeSet<usize> = BTreeSet::new();
        for chain in &chains {
            for pair in chain.windows(2) {
                next.entry(pair[0]).or_default().insert(pair[1]);
                entered.insert(pair[1]);
            }
        }
        let firsts: BTreeSet<usize> = chains.iter().filter_map(|chain| chain.first().copied()).collect();
        let origins: BTreeSet<usize> = firsts.difference(&entered).copied().collect();
        let mut side = Self { chains, origins, closed: BTreeSet::new(), next };
        // What no origin reaches begins in a circle: its smallest node stands for the place
        // where the claim came in.
        let mut reached = side.reach(side.origins.iter().copied());
        for first in firsts {
            if reached.insert(first) {
                side.closed.insert(first);
                reached.extend(side.reach([first]));
            }
        }
        side
    }

    /// All nodes that paths from these lead to, with these.
    fn reach(&self, from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut reached: BTreeSet<usize> = BTreeSet::new();
        let mut open: Vec<usize> = from.into_iter().collect();
        while let Some(node) = open.pop() {
            if reached.insert(node) {
                open.extend(self.next.get(&node).into_iter().flatten());
            }
        }
        reached
    }

    /// True if a chain passes through the node.
    pub(super) fn holds(&self, node: usize) -> bool {
        self.chains.iter().any(|chain| chain.contains(&node))
    }

    /// Where chains may begin, for graphs in which nothing may be lost.
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.origins.iter().chain(&self.closed).copied()
    }

    /// The shortest path from a start to a node, of equals that of the smallest nodes.
    /// The node's own path if nothing leads to it.
    pub(super) fn path_to(&self, goal: usize) -> Vec<usize> {
        let mut from: BTreeMap<usize, Option<usize>> = self.starts().map(|start| (start, None)).collect();
        let mut turn: Vec<usize> = from.keys().copied().collect();
        while !from.contains_key(&goal) && !turn.is_empty() {
            let mut later = BTreeSet::new();
            for node in turn {
                for &next in self.next.get(&node).into_iter().flatten() {
                    if let Entry::Vacant(free) = from.entry(next) {
                        free.insert(Some(node));
                        later.insert(next);
                    }
                }
            }
            turn = later.into_iter().collect();
        }
        let mut path = vec![goal];
        let mut at = goal;
        while let Some(Some(before)) = from.get(&at) {
            path.push(*before);
            at = *before;
        }
        path.reverse();
        path
    }

    /// The graph with a source before all starts and the reader behind all articles.
    pub(super) fn graph(&self) -> (DiGraph<usize, ()>, NodeIndex, NodeIndex) {
        let mut graph = DiGraph::new();
        let all: BTreeSet<usize> = self.chains.iter().flat_map(|chain| chain.iter().copied()).collect();
        let index: BTreeMap<usize, NodeIndex> = all.into_iter().map(|node| (node, graph.add_node(node))).collect();
        let source = graph.add_node(usize::MAX);
        let reader = graph.add_node(usize::MAX);
        for (from, list) in &self.next {
            for to in list {
                graph.add_edge(index[from], index[to], ());
            }
        }
        for start in self.starts() {
            graph.add_edge(source, index[&start], ());
        }
        let articles: BTreeSet<usize> = self.chains.iter().filter_map(|chain| chain.last().copied()).collect();
        for article in articles {
            graph.add_edge(index[&article], reader, ());
        }
        (graph, source, reader)
    }
}
