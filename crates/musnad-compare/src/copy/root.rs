//! Copies that one earlier article explains: four prints of a wire text are four copies of
//! it and not six of each other.

use std::collections::BTreeMap;

use musnad_model::Span;

use super::Copy;
use crate::quotes::merge;

/// Share of what two articles have in common that the earlier one must have too.
const EXPLAINED: f32 = 0.8;

/// Most earlier articles that are tried for one pair.
const MOST: usize = 50;

/// Fills in [`Copy::through`]. Of several earlier articles the one that has most of the
/// passages; of equals that with the smallest id. The order of `copies` does not matter, and
/// neither do copies of articles that no chain of copies leads to.
pub fn explain(copies: &mut [Copy]) {
    let mut originals: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for (i, copy) in copies.iter().enumerate() {
        if let Some(from) = &copy.from {
            let to = if *from == copy.a { &copy.b } else { &copy.a };
            originals.entry(to).or_default().push((from, i));
        }
    }
    originals.values_mut().for_each(|list| list.sort_unstable());
    let through: Vec<Option<String>> = copies
        .iter()
        .map(|copy| {
            let of = |article: &String| originals.get(article.as_str()).map_or(&[][..], Vec::as_slice);
            let (of_a, of_b) = (of(&copy.a), of(&copy.b));
            let both = of_a.iter().filter_map(|&(id, i)| {
                let at = of_b.binary_search_by(|other| other.0.cmp(id)).ok()?;
                Some((id, i, of_b[at].1))
            });
            let mut best: Option<(f32, &str)> = None;
            for (id, in_a, in_b) in both.take(MOST) {
                let share = covered(copy, &copy.a, &copies[in_a]).min(covered(copy, &copy.b, &copies[in_b]));
                if share >= EXPLAINED && best.is_none_or(|(most, _)| share > most) {
                    best = Some((share, id));
                }
            }
            best.map(|(_, id)| id.to_owned())
        })
        .collect();
    for (copy, through) in copies.iter_mut().zip(through) {
        copy.through = through;
    }
}

/// Share of one article's side of a copy that lies in its passages of another copy.
fn covered(copy: &Copy, article: &str, other: &Copy) -> f32 {
    let own =
        |copy: &Copy| -> Vec<Span> { merge(copy.sides(article).into_iter().flatten().map(|(own, _)| own).collect()) };
    let (mine, theirs) = (own(copy), own(other));
    let all: u32 = mine.iter().map(|span| span.len()).sum();
    let mut inside = 0;
    let mut from = 0;
    for span in &mine {
        // Both lists are in order and apart.
        from += theirs[from..].partition_point(|other| other.end <= span.start);
        let meeting = theirs[from..].iter().take_while(|other| other.start < span.end);
        inside += meeting.map(|other| other.end.min(span.end) - other.start.max(span.start)).sum::<u32>();
    }
    inside as f32 / all.max(1) as f32
}
