//! The transmission tree: from the origins to the articles, along the line of reading.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use musnad_compare::trace::{Edge, EdgeKind, Node, NodeKind, Trace};

use super::{along, n};
use crate::ask::Look;
use crate::board::Board;
use crate::view::bits;
use crate::words::{Noun, Word};

const WIDE: f64 = 146.0;
const HIGH: f64 = 58.0;
const GAP: f64 = 38.0;
const ROW: f64 = 74.0;
/// Room for copies, which bend out behind the last column.
const BEND: f64 = 46.0;

struct Placed<'t> {
    node: &'t Node,
    column: usize,
    y: f64,
}

/// Edges that lead on: without those that close a circle.
fn onward(count: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    edges.iter().for_each(|&(from, to)| next[from].push(to));
    // Depth first: an edge to a node that is still open closes a circle. Those that nothing leads to come first.
    let led_to: BTreeSet<usize> = next.iter().flatten().copied().collect();
    let (inner, origins): (Vec<usize>, Vec<usize>) = (0..next.len()).partition(|node| led_to.contains(node));
    let mut open = vec![false; next.len()];
    let mut done = vec![false; next.len()];
    let mut kept = Vec::new();
    for start in origins.into_iter().chain(inner) {
        let mut stack = vec![(start, 0)];
        while let Some((node, tried)) = stack.pop() {
            if tried == 0 && std::mem::replace(&mut done[node], true) {
                continue;
            }
            open[node] = true;
            let Some(&to) = next[node].get(tried) else {
                open[node] = false;
                continue;
            };
            stack.push((node, tried + 1));
            if !open[to] {
                kept.push((node, to));
                stack.push((to, 0));
            }
        }
    }
    kept
}

/// For each node the length of the longest way to it from an origin.
fn steps_to(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let steps = onward(count, edges);
    let mut column = vec![0usize; count];
    // No way is longer than there are nodes.
    for _ in 0..count {
        let mut moved = false;
        for &(from, to) in &steps {
            if column[to] <= column[from] {
                column[to] = column[from] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    column
}

/// Columns by the longest way from an origin. Copies are no steps of the way.
fn columns(trace: &Trace) -> Vec<usize> {
    let at: BTreeMap<&str, usize> = trace.nodes.iter().enumerate().map(|(i, node)| (node.id.as_str(), i)).collect();
    let steps = trace.edges.iter().filter(|edge| edge.kind != EdgeKind::Copied);
    let ends = steps.filter_map(|edge| Some((*at.get(edge.from.as_str())?, *at.get(edge.to.as_str())?)));
    let mut column = steps_to(trace.nodes.len(), &ends.collect::<Vec<_>>());
    // All articles stand in the last column: they are what the reader holds.
    let last = column.iter().copied().max().unwrap_or(0);
    for (column, node) in column.iter_mut().zip(&trace.nodes) {
        if node.kind == NodeKind::Article {
            *column = last;
        }
    }
    column
}

/// Each node with its place: near the mean of those that it hangs together with, and none upon another.
fn place(trace: &Trace) -> Vec<Placed<'_>> {
    let column = columns(trace);
    let last = column.iter().copied().max().unwrap_or(0);
    let at: BTreeMap<&str, usize> = trace.nodes.iter().enumerate().map(|(i, node)| (node.id.as_str(), i)).collect();
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); trace.nodes.len()];
    for edge in trace.edges.iter().filter(|edge| edge.kind != EdgeKind::Copied) {
        if let (Some(&from), Some(&to)) = (at.get(edge.from.as_str()), at.get(edge.to.as_str())) {
            near[from].push(to);
            near[to].push(from);
        }
    }
    // The last column gives the order, the others follow it.
    let mut y = vec![0.0; trace.nodes.len()];
    let mut rows = vec![0usize; last + 1];
    for (i, &c) in column.iter().enumerate() {
        y[i] = rows[c] as f64 * ROW;
        rows[c] += 1;
    }
    for pass in 0..6 {
        let order: Vec<usize> = if pass % 2 == 0 { (0..=last).rev().collect() } else { (0..=last).collect() };
        for c in order {
            let mut list: Vec<usize> = (0..column.len()).filter(|&i| column[i] == c).collect();
            let wish = |i: usize| {
                let others: Vec<f64> = near[i].iter().filter(|&&j| column[j] != c).map(|&j| y[j]).collect();
                if others.is_empty() { y[i] } else { others.iter().sum::<f64>() / others.len() as f64 }
            };
            let wishes: BTreeMap<usize, f64> = list.iter().map(|&i| (i, wish(i))).collect();
            list.sort_by(|a, b| wishes[a].total_cmp(&wishes[b]).then(a.cmp(b)));
            // Apart from each other, and as a whole where they wish to be.
            let mut placed: Vec<f64> = Vec::with_capacity(list.len());
            for &i in &list {
                let least = placed.last().map_or(f64::MIN, |last| last + ROW);
                placed.push(wishes[&i].max(least));
            }
            let drift = list.iter().zip(&placed).map(|(i, y)| y - wishes[i]).sum::<f64>() / list.len().max(1) as f64;
            for (&i, at) in list.iter().zip(placed) {
                y[i] = at - drift;
            }
        }
    }
    let top = y.iter().copied().fold(f64::MAX, f64::min);
    trace.nodes.iter().enumerate().map(|(i, node)| Placed { node, column: column[i], y: y[i] - top }).collect()
}

/// The edges that are drawn. Of copies within one set of articles as many as hold it together: that all repeat each
/// other is plain then, and ten curves would hide the rest.
fn drawn(trace: &Trace) -> Vec<&Edge> {
    let mut sets: Vec<BTreeSet<&str>> = Vec::new();
    let mut edges = Vec::new();
    for edge in &trace.edges {
        if edge.kind == EdgeKind::Copied {
            let ends = [edge.from.as_str(), edge.to.as_str()];
            if sets.iter().any(|set| ends.iter().all(|end| set.contains(end))) {
                continue;
            }
            let (touched, mut apart): (Vec<_>, Vec<_>) =
                sets.into_iter().partition(|set| ends.iter().any(|end| set.contains(end)));
            apart.push(touched.into_iter().flatten().chain(ends).collect());
            sets = apart;
        }
        edges.push(edge);
    }
    edges
}

/// The tree of a trace.
pub(crate) fn tree(look: &Look, board: &Board, trace: &Trace) -> Markup {
    let nodes = place(trace);
    let columns = nodes.iter().map(|one| one.column).max().unwrap_or(0) + 1;
    let copied = trace.edges.iter().any(|edge| edge.kind == EdgeKind::Copied);
    let width = columns as f64 * (WIDE + GAP) - GAP + 8.0 + if copied { BEND } else { 0.0 };
    let height = nodes.iter().map(|one| one.y).fold(0.0, f64::max) + HIGH + 8.0;
    let x = |one: &Placed<'_>| along(look, 4.0 + one.column as f64 * (WIDE + GAP), WIDE, width);
    let find = |id: &str| nodes.iter().find(|one| one.node.id == id);
    let madar: Vec<&str> = trace.links.iter().filter(|link| link.dominates).map(|link| link.node.as_str()).collect();
    html! {
        div.drawing tabindex="0" role="group" aria-label=(look.say(Word::Tree)) {
            svg.tree viewBox={ "0 0 " (n(width)) " " (n(height)) } width=(n(width)) height=(n(height)) {
                @for edge in drawn(trace) {
                    @if let (Some(from), Some(to)) = (find(&edge.from), find(&edge.to)) {
                        @let kind = bits::edge_word(edge.kind);
                        path class={ "edge " @if edge.kind == EdgeKind::Copied { "copied" } @else if !from.node.known { "unknown" } @else { "step" } }
                            d=(way(look, edge.kind, (x(from), from.y + 4.0), (x(to), to.y + 4.0))) {
                            title { (look.say(kind)) @if let Some(stance) = edge.stance { " · " (look.say(bits::stance_word(stance))) } }
                        }
                    }
                }
                @for one in &nodes {
                    foreignObject x=(n(x(one))) y=(n(one.y + 4.0)) width=(n(WIDE)) height=(n(HIGH)) {
                        (node(look, board, trace, one.node, madar.contains(&one.node.id.as_str())))
                    }
                }
            }
        }
        (key(look))
    }
}

/// The curve of an edge between two boxes.
fn way(look: &Look, kind: EdgeKind, from: (f64, f64), to: (f64, f64)) -> String {
    let forward = if look.tongue == crate::words::Tongue::Arabic { -1.0 } else { 1.0 };
    let front = |x: f64| if forward > 0.0 { x + WIDE } else { x };
    let back = |x: f64| if forward > 0.0 { x } else { x + WIDE };
    let middle = HIGH / 2.0;
    if kind == EdgeKind::Copied || (from.0 - to.0).abs() < 1.0 {
        let bend = forward * BEND;
        let (x1, x2) = (front(from.0), front(to.0));
        let (y1, y2) = (from.1 + middle + 6.0, to.1 + middle - 6.0);
        return format!(
            "M{} {}C{} {} {} {} {} {}",
            n(x1),
            n(y1),
            n(x1 + bend),
            n(y1),
            n(x2 + bend),
            n(y2),
            n(x2),
            n(y2)
        );
    }
    let (x1, x2) = (front(from.0), back(to.0));
    if (x2 - x1) * forward < 0.0 {
        // Back to an earlier column, as in a circle: under the boxes.
        let (y1, y2, out) = (from.1 + middle, to.1 + middle, forward * GAP);
        let low = y1.max(y2) + ROW;
        return format!(
            "M{} {}C{} {} {} {} {} {}",
            n(x1),
            n(y1),
            n(x1 + out),
            n(low),
            n(x2 - out),
            n(low),
            n(x2),
            n(y2)
        );
    }
    let half = (x2 - x1) / 2.0;
    let (y1, y2) = (from.1 + middle, to.1 + middle);
    format!("M{} {}C{} {} {} {} {} {}", n(x1), n(y1), n(x1 + half), n(y1), n(x2 - half), n(y2), n(x2), n(y2))
}

fn node(look: &Look, board: &Board, trace: &Trace, node: &Node, madar: bool) -> Markup {
    let kind = serde_json::to_value(node.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
    let class = format!(
        "node {} {}{}",
        kind.unwrap_or_default(),
        if node.known { "known" } else { "open" },
        if madar { " madar" } else { "" }
    );
    let article = (node.kind == NodeKind::Article).then(|| article(board, trace, node)).flatten();
    html! {
        div class=(class) title=(node.name) {
            small { (look.say(bits::node_word(node.kind))) @if madar { " · " (look.say(Word::CommonLink)) } }
            @if let Some((id, card)) = article {
                a href=(look.to(&format!("/article/{id}"))) dir="auto" {
                    (bits::day(look, card.story.published))
                    @if let Some(title) = &card.story.title { " – " (title) }
                }
            } @else if node.kind == NodeKind::Outlet { (bits::outlet(look, Some(&node.name))) }
            @else if node.kind == NodeKind::Unstated || node.name.is_empty() { span { (look.say(Word::NothingSaid)) } }
            @else if node.kind == NodeKind::SharedText { span { (look.count(node.name.split([',', ' ']).filter(|id| id.len() == 64).count(), Noun::Article)) } }
            @else { a href=(look.to(&format!("/search?q={}", crate::ask::part(&node.name)))) dir="auto" { bdi { (node.name) } } }
        }
    }
}

/// The article of an article's node: the one at the end of its chains.
fn article<'b>(
    board: &'b Board,
    trace: &Trace,
    node: &Node,
) -> Option<(musnad_ledger::Id, &'b std::sync::Arc<crate::board::Card>)> {
    let chain = trace.chains.iter().find(|chain| chain.nodes.last() == Some(&node.id))?;
    board.card(&chain.claim.article)
}

fn key(look: &Look) -> Markup {
    html! {
        ul.key {
            li.step { (look.say(Word::KeyStep)) }
            li.unknown { (look.say(Word::KeyUnknown)) }
            li.copied { (look.say(Word::KeyCopied)) }
            li.madar { (look.say(Word::KeyMadar)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_does_not_stretch_the_tree() {
        assert_eq!(steps_to(4, &[(0, 1), (1, 2), (2, 3), (0, 3)]), [0, 1, 2, 3]);
        // An origin leads into a circle of two, and that to an article.
        assert_eq!(steps_to(4, &[(0, 1), (1, 2), (2, 1), (2, 3)]), [0, 1, 2, 3]);
        // A circle that nothing enters.
        assert_eq!(steps_to(3, &[(0, 1), (1, 0), (1, 2)]), [0, 1, 2]);
        assert_eq!(steps_to(2, &[(0, 0), (1, 0)]), [1, 0]);
        assert!(steps_to(0, &[]).is_empty());
        let long: Vec<(usize, usize)> = (0..999).map(|i| (i, i + 1)).collect();
        assert_eq!(steps_to(1000, &long)[999], 999, "deep ways need no deep stack");
    }
}
