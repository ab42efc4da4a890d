//! Common links (madar): nodes through which the chains of one side pass.
//!
//! A node *dominates* if every path from the origins to the reader goes through it, also
//! those that combine one chain's beginning with another's end. Found by the algorithm of
//! Cooper, Harvey and Kennedy. Coverage and bypasses count chains.

use std::collections::BTreeSet;

use petgraph::algo::dominators::simple_fast;

use super::NodeKind;
use super::graph::Paths;
use super::node::Cast;

pub(super) struct Link {
    pub(super) node: usize,
    pub(super) dominates: bool,
    pub(super) chains: u32,
    pub(super) bypass: u32,
}

/// Least share of the chains that makes a node worth naming.
const COVERAGE: f32 = 0.5;

/// The links of one side, `whole` being its chains with what cited articles add. Those with
/// all chains first, from the origin outwards. None where there are not two chains.
pub(super) fn links(side: &Paths<'_>, whole: &[Vec<usize>], cast: &Cast) -> Vec<Link> {
    let articles: BTreeSet<usize> = side.chains.iter().filter_map(|chain| chain.last().copied()).collect();
    if whole.len() < 2 || articles.len() < 2 {
        return Vec::new();
    }
    let (graph, source, reader) = side.graph();
    let tree = simple_fast(&graph, source);
    // From the reader inwards; turned round, from the origin outwards.
    let mut dominators: Vec<usize> = tree
        .strict_dominators(reader)
        .into_iter()
        .flatten()
        .map(|node| graph[node])
        .filter(|&node| node != usize::MAX)
        .collect();
    dominators.reverse();
    let link = |node: usize, dominates: bool| {
        let chains = whole.iter().filter(|chain| chain.contains(&node)).count() as u32;
        Link { node, dominates, chains, bypass: whole.len() as u32 - chains }
    };
    let mut links: Vec<Link> = dominators.iter().map(|&node| link(node, true)).collect();
    let others: BTreeSet<usize> = whole.iter().flatten().copied().filter(|node| !dominators.contains(node)).collect();
    let mut partial: Vec<Link> = others
        .into_iter()
        .filter(|&node| cast.nodes[node].kind != NodeKind::Article)
        .map(|node| link(node, false))
        .filter(|link| link.chains >= 2 && link.chains as f32 >= COVERAGE * whole.len() as f32)
        .collect();
    partial.sort_by_key(|link| (std::cmp::Reverse(link.chains), link.node));
    links.extend(partial);
    links
}
