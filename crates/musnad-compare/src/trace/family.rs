//! Shared texts: claims that stand in passages which their articles share.
//!
//! Whoever printed the text first, the claim came to all of them through it, and to the
//! reader by one line. Whether one of the articles is the source or all follow a wire
//! does not matter for that.

use std::collections::{BTreeMap, BTreeSet};

use musnad_model::Span;
use petgraph::unionfind::UnionFind;

use super::chain::Voice;
use crate::copy::Copy;
use crate::quotes::merge;

/// Share of a claim that must lie in common passages.
const COVERED: f32 = 0.6;

/// Code points by which a passage must go beyond the claim: the words that present it are
/// shared too, and not only what was said.
const BEYOND: u32 = 8;

/// Numbers the shared texts and puts each claim into its own. Returns for each text the
/// outlet that it is credited to, if that is one.
pub(super) fn find(voices: &mut [Voice<'_>], copies: &[Copy]) -> Vec<Option<String>> {
    let mut by_article: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, voice) in voices.iter().enumerate() {
        by_article.entry(&voice.member.claim.article).or_default().push(i);
    }
    let mut sets = UnionFind::new(voices.len());
    let mut joined = vec![false; voices.len()];
    let mut credits: Vec<(usize, &str)> = Vec::new();
    for copy in copies {
        let (Some(left), Some(right)) = (by_article.get(copy.a.as_str()), by_article.get(copy.b.as_str())) else {
            continue;
        };
        for &i in left {
            for &j in right {
                if share(copy, &voices[i], &voices[j]) {
                    sets.union(i, j);
                    joined[i] = true;
                    joined[j] = true;
                    credits.extend(copy.agency.iter().map(|name| (i, name.as_str())));
                }
            }
        }
    }
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    for i in (0..voices.len()).filter(|&i| joined[i]) {
        let next = number.len();
        voices[i].family = Some(*number.entry(sets.find(i)).or_insert(next));
    }
    let mut outlets: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); number.len()];
    for (i, name) in credits {
        if let Some(family) = voices[i].family {
            outlets[family].insert(name);
        }
    }
    let single = |mut names: BTreeSet<&str>| names.pop_first().filter(|_| names.is_empty()).map(str::to_owned);
    outlets.into_iter().map(single).collect()
}

/// True if both claims, and some of what presents them, lie in the same passages.
fn share(copy: &Copy, a: &Voice<'_>, b: &Voice<'_>) -> bool {
    let Some(sides) = copy.sides(&a.member.claim.article) else { return false };
    let touching: Vec<(Span, Span)> = sides
        .filter(|(in_a, in_b)| {
            let touches = |spans: &[Span], passage: &Span| spans.iter().any(|span| span.overlaps(*passage));
            touches(&a.member.spans, in_a) && touches(&b.member.spans, in_b)
        })
        .collect();
    let beyond = |spans: &[Span], passage: Span| {
        let inside: u32 = spans.iter().map(|span| overlap(*span, passage)).sum();
        passage.len() >= inside + BEYOND
    };
    touching.iter().any(|&(in_a, in_b)| beyond(&a.member.spans, in_a) && beyond(&b.member.spans, in_b))
        && covered(&a.member.spans, touching.iter().map(|pair| pair.0)) >= COVERED
        && covered(&b.member.spans, touching.iter().map(|pair| pair.1)) >= COVERED
}

fn overlap(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn covered(spans: &[Span], passages: impl Iterator<Item = Span>) -> f32 {
    let passages = merge(passages.collect());
    let all: u32 = spans.iter().map(|span| span.len()).sum();
    let inside: u32 = spans.iter().flat_map(|&span| passages.iter().map(move |&passage| overlap(span, passage))).sum();
    inside as f32 / all.max(1) as f32
}
