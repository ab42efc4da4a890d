//! Circular reporting: outlets that cite each other in a circle.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::Evidence;

/// One outlet cites another, as cast indices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cites {
    pub(super) citing: usize,
    pub(super) cited: usize,
    pub(super) published: Option<Date>,
    pub(super) evidence: Evidence,
}

pub(super) struct Found {
    pub(super) citations: Vec<Cites>,
    pub(super) outlets: Vec<usize>,
}

/// The circles: for each set of outlets that all lead to each other the shortest way round
/// from its smallest, with the earliest citation of each step.
pub(super) fn circles(cites: &[Cites]) -> Vec<Found> {
    let mut first: BTreeMap<(usize, usize), &Cites> = BTreeMap::new();
    for one in cites.iter().filter(|one| one.citing != one.cited) {
        // A known day before an unknown one.
        let rank = |c: &Cites| (c.published.is_none(), c.published, c.evidence.clone());
        let entry = first.entry((one.citing, one.cited)).or_insert(one);
        if rank(one) < rank(entry) {
            *entry = one;
        }
    }
    let graph: DiGraphMap<usize, ()> = first.keys().map(|&(from, to)| (from, to)).collect();
    let mut sets: Vec<BTreeSet<usize>> = tarjan_scc(&graph)
        .into_iter()
        .map(|set| set.into_iter().collect())
        .filter(|set: &BTreeSet<_>| set.len() > 1)
        .collect();
    sets.sort();
    sets.into_iter()
        .filter_map(|set| {
            let way = round(&graph, &set)?;
            let steps = way.iter().zip(way.iter().cycle().skip(1));
            let citations = steps.filter_map(|(&from, &to)| first.get(&(from, to)).map(|&one| one.clone())).collect();
            Some(Found { citations, outlets: set.into_iter().collect() })
        })
        .collect()
}

/// The shortest way from the smallest node of a set back to it, inside the set.
fn round(graph: &DiGraphMap<usize, ()>, set: &BTreeSet<usize>) -> Option<Vec<usize>> {
    let &start = set.first()?;
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut turn: BTreeSet<usize> = BTreeSet::from([start]);
    while !turn.is_empty() {
        let mut later = BTreeSet::new();
        for node in turn {
            let near: BTreeSet<usize> = graph.neighbors(node).filter(|next| set.contains(next)).collect();
            for next in near {
                if next == start {
                    let mut way = vec![node];
                    let mut at = node;
                    while at != start {
                        at = from[&at];
                        way.push(at);
                    }
                    way.reverse();
                    return Some(way);
                }
                if let Entry::Vacant(free) = from.entry(next) {
                    free.insert(node);
                    later.insert(next);
                }
            }
        }
        turn = later;
    }
    None
}
