//! Average linkage: which claims of a story are one.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::WHOLE;
use crate::form::Forms;
use crate::judge::{self, Verdict};

/// Two forms, as indices into a list, and how they are tied.
#[derive(Clone, Copy)]
pub(super) struct Tie {
    pub(super) a: usize,
    pub(super) b: usize,
    /// Above 0 together, below apart.
    pub(super) weight: f32,
    /// True if the two stand on different sides of one claim.
    pub(super) opposed: bool,
}

/// Average tie between two sets of forms from which they are one group. A pair that does
/// not match counts as 0.
const LINKAGE: f32 = 0.4;

/// What a pair weighs that is known to be two claims: rivals, and two statements of one
/// article that do not match each other.
pub(super) const APART: f32 = -2.0;

/// Pairs of forms that stand side by side in one article and do not match: a writer who
/// says two things means two things.
pub(super) fn told_apart(forms: &Forms<'_>, list: &[usize], pairs: &[(usize, usize, Verdict)]) -> Vec<Tie> {
    let matched: BTreeSet<(usize, usize)> = pairs.iter().map(|&(a, b, _)| (a, b)).collect();
    let in_one = |a: usize, b: usize| {
        let (left, right) = (&forms.claims[list[a]], &forms.claims[list[b]]);
        left.iter().any(|x| {
            // Claims of a form are sorted by article.
            let from = right.partition_point(|y| y.id.article < x.id.article);
            let beside = right[from..].iter().take_while(|y| y.id.article == x.id.article);
            beside.into_iter().any(|y| !judge::one_text(x, y))
        })
    };
    let all = (0..list.len()).flat_map(|a| (a + 1..list.len()).map(move |b| (a, b)));
    all.filter(|pair| !matched.contains(pair) && in_one(pair.0, pair.1))
        .map(|(a, b)| Tie { a, b, weight: APART, opposed: false })
        .collect()
}

/// Pairs of which one is part of the other's text: a relay and what it relays. They match
/// nobody by that, and do not stand against being one.
pub(super) fn nested(forms: &Forms<'_>, list: &[usize]) -> Vec<Tie> {
    let mut ties = Vec::new();
    for a in 0..list.len() {
        for b in a + 1..list.len() {
            let (x, y) = (forms.claim(list[a]), forms.claim(list[b]));
            if judge::one_text(x, y) {
                let verdict =
                    judge::judge_forms(x, y).filter(|verdict| verdict.kind.same_claim() && !verdict.kind.opposed());
                ties.extend(verdict.map(|verdict| Tie { a, b, weight: verdict.tie(), opposed: false }));
            }
        }
    }
    ties
}

/// Average linkage over forms. Those on one side of a claim find together before the two
/// sides do: who denies must not draw away one of those that he denies. Those that are
/// `narrated` tell several things in a breath: each is put to the group that it fits best
/// when groups are made. Deterministic: the best pair of clusters first, of equals that with
/// the smallest forms.
pub(super) fn clusters(narrated: &[bool], ties: &[Tie]) -> Vec<Vec<usize>> {
    let count = narrated.len();
    if count > WHOLE {
        return connected(count, ties);
    }
    let mut sums = vec![vec![0f32; count]; count];
    let mut clusters: Vec<Vec<usize>> = (0..count).map(|i| vec![i]).collect();
    let mut cluster_of: Vec<usize> = (0..count).collect();
    let (mut alive, own): (Vec<usize>, Vec<usize>) = (0..count).partition(|&i| !narrated[i]);
    // First those that say so find together, and those that deny; then both sides meet.
    for opposed in [false, true] {
        for tie in ties.iter().filter(|tie| tie.opposed == opposed) {
            let (a, b) = (cluster_of[tie.a], cluster_of[tie.b]);
            // Of two ties of one pair that are given the last one counts.
            let before = if opposed { sums[a][b] } else { 0.0 };
            sums[a][b] = before + tie.weight;
            sums[b][a] = before + tie.weight;
        }
        join(&mut clusters, &mut alive, &own, &mut sums);
        for (cluster, members) in clusters.iter().enumerate() {
            members.iter().for_each(|&member| cluster_of[member] = cluster);
        }
    }
    // All that follow look at the groups as the others made them.
    let sizes: Vec<usize> = clusters.iter().map(Vec::len).collect();
    for one in own {
        let average = |group: usize| sums[group][one] / sizes[group] as f32;
        let best = alive.iter().copied().max_by(|&x, &y| average(x).total_cmp(&average(y)).then(y.cmp(&x)));
        if let Some(group) = best.filter(|&group| average(group) >= LINKAGE) {
            clusters[one].clear();
            clusters[group].push(one);
        }
    }
    clusters.retain(|cluster| !cluster.is_empty());
    clusters.iter_mut().for_each(|cluster| cluster.sort_unstable());
    clusters
}

/// Joins the closest clusters until none are close enough.
fn join(clusters: &mut [Vec<usize>], alive: &mut Vec<usize>, own: &[usize], sums: &mut [Vec<f32>]) {
    while let Some((a, b)) = closest(alive, clusters, sums) {
        for &other in alive.iter().chain(own) {
            let joined = sums[a][other] + sums[b][other];
            sums[a][other] = joined;
            sums[other][a] = joined;
        }
        let taken = std::mem::take(&mut clusters[b]);
        clusters[a].extend(taken);
        alive.retain(|&i| i != b);
    }
}

/// The pair of clusters with the highest average, if that is enough.
fn closest(alive: &[usize], clusters: &[Vec<usize>], sums: &[Vec<f32>]) -> Option<(usize, usize)> {
    let mut best: Option<(f32, usize, usize)> = None;
    for (i, &a) in alive.iter().enumerate() {
        for &b in &alive[i + 1..] {
            let average = sums[a][b] / (clusters[a].len() * clusters[b].len()) as f32;
            if average >= LINKAGE && best.is_none_or(|(score, _, _)| average > score) {
                best = Some((average, a, b));
            }
        }
    }
    best.map(|(_, a, b)| (a, b))
}

/// Forms that ties connect, in a story too large for more.
fn connected(count: usize, ties: &[Tie]) -> Vec<Vec<usize>> {
    let mut sets = UnionFind::new(count);
    for tie in ties.iter().filter(|tie| tie.weight > 0.0) {
        sets.union(tie.a, tie.b);
    }
    let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, root) in sets.into_labeling().into_iter().enumerate() {
        lists.entry(root).or_default().push(i);
    }
    lists.into_values().collect()
}
