//! Independent lines as a range, by maximum flow.
//!
//! By Menger's theorem the most paths that share no node are as many as the fewest nodes
//! that cut all; both are the maximum flow where every node lets one line through (Ford
//! and Fulkerson). The upper bound takes every unnamed source as somebody else. The lower
//! bound uses only chains in which everybody is known, and lets one line through origins
//! that may be one, of which one speaks for the other, or whose claims are the same words
//! or stand in articles that share text.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::graph::Paths;
use super::node::Cast;

/// Both bounds, with paths as cast indices.
#[derive(Default)]
pub(super) struct Bounds {
    pub(super) shown: Vec<Vec<usize>>,
    pub(super) possible: Vec<Vec<usize>>,
}

/// `alike` are pairs of chains of the side, by index, that wording or copying shows to be of
/// one origin whatever their articles say.
pub(super) fn bounds(side: &Paths<'_>, cast: &Cast, alike: &[(usize, usize)]) -> Bounds {
    // Where a circle has no entrance, somebody outside it must have begun.
    let starts: Vec<Vec<usize>> = side.starts().map(|start| vec![start]).collect();
    let possible = disjoint(&side.chains, &starts);
    let doubted: BTreeSet<usize> = cast.doubtful.iter().flat_map(|&(a, b)| [a, b]).collect();
    let sure = |chain: &&&[usize]| {
        let known = chain.iter().all(|&node| cast.nodes[node].known);
        // An origin in doubt shares its place with whom it may be; a relay in doubt could
        // be anywhere in the graph.
        known && chain.iter().skip(1).all(|node| !doubted.contains(node))
    };
    let chains: Vec<&[usize]> = side.chains.iter().filter(sure).copied().collect();
    let begun: BTreeSet<usize> = chains.iter().filter_map(|chain| chain.first().copied()).collect();
    // An origin that may be a relay elsewhere in the graph is no origin for sure.
    let settled = |origin: &usize| {
        let partners = cast.doubtful.iter().filter_map(|&(a, b)| match (a == *origin, b == *origin) {
            (true, _) => Some(b),
            (_, true) => Some(a),
            _ => None,
        });
        partners.into_iter().all(|partner| side.origins.contains(&partner) || !side.holds(partner))
    };
    let origins: Vec<usize> = side.origins.intersection(&begun).copied().filter(settled).collect();
    let first = |chain: usize| side.chains[chain].first().copied().unwrap_or(usize::MAX);
    let alike: Vec<(usize, usize)> = alike.iter().map(|&(a, b)| (first(a), first(b))).collect();
    let mut shown = disjoint(&chains, &one_voice(&origins, cast, &alike));
    if shown.is_empty() {
        // One known origin is one line, whoever brought it here.
        let one = side
            .chains
            .iter()
            .find(|chain| chain.first().is_some_and(|first| side.origins.contains(first) && cast.nodes[*first].known));
        shown.extend(one.map(|chain| chain.to_vec()));
    }
    Bounds { shown, possible }
}

/// Origins that count once together.
fn one_voice(origins: &[usize], cast: &Cast, alike: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut sets = UnionFind::new(origins.len());
    let place = |node: usize| origins.binary_search(&node).ok();
    for &(a, b) in cast.doubtful.iter().chain(&cast.speaks).chain(alike) {
        if let (Some(a), Some(b)) = (place(a), place(b)) {
            sets.union(a, b);
        }
    }
    let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, &origin) in origins.iter().enumerate() {
        lists.entry(sets.find(i)).or_default().push(origin);
    }
    lists.into_values().collect()
}

/// The most paths from different sets of starts to the ends of the chains that share no
/// node. Each set of starts lets one path through.
fn disjoint(chains: &[&[usize]], starts: &[Vec<usize>]) -> Vec<Vec<usize>> {
    if chains.is_empty() || starts.is_empty() {
        return Vec::new();
    }
    let mut graph: DiGraph<usize, u32> = DiGraph::new();
    let all: BTreeSet<usize> = chains.iter().flat_map(|chain| chain.iter().copied()).collect();
    // Every node twice, joined by an edge that one line can take.
    let doors: BTreeMap<usize, (NodeIndex, NodeIndex)> = all
        .into_iter()
        .map(|node| {
            let (in_door, out_door) = (graph.add_node(node), graph.add_node(node));
            graph.add_edge(in_door, out_door, 1);
            (node, (in_door, out_door))
        })
        .collect();
    let steps: BTreeSet<(usize, usize)> =
        chains.iter().flat_map(|chain| chain.windows(2).map(|pair| (pair[0], pair[1]))).collect();
    for (from, to) in steps {
        graph.add_edge(doors[&from].1, doors[&to].0, 1);
    }
    let (source, reader) = (graph.add_node(usize::MAX), graph.add_node(usize::MAX));
    for set in starts {
        let gate = graph.add_node(usize::MAX);
        graph.add_edge(source, gate, 1);
        for start in set.iter().filter_map(|start| doors.get(start)) {
            graph.add_edge(gate, start.0, 1);
        }
    }
    let ends: BTreeSet<usize> = chains.iter().filter_map(|chain| chain.last().copied()).collect();
    for end in ends {
        graph.add_edge(doors[&end].1, reader, 1);
    }
    let (_, flows) = ford_fulkerson(&graph, source, reader);
    paths(&graph, &flows, source, reader)
}

/// The paths that a flow of ones takes.
fn paths(graph: &DiGraph<usize, u32>, flows: &[u32], source: NodeIndex, reader: NodeIndex) -> Vec<Vec<usize>> {
    let next = |node: NodeIndex| {
        graph.edges(node).filter(|edge| flows[edge.id().index()] > 0).map(|edge| edge.target()).collect::<Vec<_>>()
    };
    let mut found: Vec<Vec<usize>> = next(source)
        .into_iter()
        .map(|gate| {
            let mut path: Vec<usize> = Vec::new();
            let mut at = gate;
            // Every node is passed once, so the walk ends.
            while let Some(&to) = next(at).first().filter(|&&to| to != reader) {
                let node = graph[to];
                if node != usize::MAX && path.last() != Some(&node) {
                    path.push(node);
                }
                at = to;
            }
            path
        })
        .collect();
    found.sort();
    found
}
