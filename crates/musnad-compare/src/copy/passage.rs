//! The passages that two texts share, word for word.

use std::collections::BTreeMap;

use musnad_model::Span;
use rustc_hash::FxHashMap;

use super::Passage;
use crate::digest::{Digest, Voice};
use crate::hash;
use crate::words::Word;

const GRAMS: u8 = 4;

/// How many places of one sequence are tried: a text that repeats itself stays linear.
const PLACES: usize = 8;

/// Words that may differ between two stretches of one passage: a spelling, a date.
const GAP: usize = 3;

fn grams(words: &[Word], gram: usize) -> impl Iterator<Item = u64> {
    words.windows(gram).map(|words| hash::sequence(GRAMS, words.iter().map(|word| word.key)))
}

/// The distinct sequences of `gram` words of a text, sorted.
pub(super) fn distinct(words: &[Word], gram: usize) -> Vec<u64> {
    let mut hashes: Vec<u64> = grams(words, gram).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Share of the shorter of two lists of [`distinct`] that the other has.
pub(super) fn share(a: &[u64], b: &[u64]) -> f32 {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let mut shared = 0usize;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        let order = x.cmp(y);
        shared += usize::from(order.is_eq());
        if order.is_le() {
            left.next();
        }
        if order.is_ge() {
            right.next();
        }
    }
    shared as f32 / a.len().min(b.len()).max(1) as f32
}

/// A stretch of equal words: where it begins in both, and how long.
#[derive(Clone, Copy)]
struct Stretch {
    a: usize,
    b: usize,
    len: usize,
}

/// Greedy tiling of the second text by stretches of the first, longest at each place.
fn stretches(a: &[Word], b: &[Word], gram: usize) -> Vec<Stretch> {
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, hash) in grams(a, gram).enumerate() {
        let places = places.entry(hash).or_default();
        if places.len() < PLACES {
            places.push(at);
        }
    }
    let hashes: Vec<u64> = grams(b, gram).collect();
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut at = 0;
    while at < hashes.len() {
        let found = places.get(&hashes[at]).into_iter().flatten();
        let length = |&from: &usize| a[from..].iter().zip(&b[at..]).take_while(|(a, b)| a.key == b.key).count();
        // Of equal ones that which goes on from the stretch before.
        let follows = |from: usize| stretches.last().is_some_and(|last| from >= last.a + last.len);
        let best = found
            .map(|from| (length(from), follows(*from), *from))
            .max_by_key(|&(len, on, from)| (len, on, std::cmp::Reverse(from)));
        match best {
            Some((len, _, from)) if len >= gram => {
                stretches.push(Stretch { a: from, b: at, len });
                at += len;
            }
            _ => at += 1,
        }
    }
    stretches
}

/// How many words of one speaker two articles share.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    /// In the writer's rendering.
    pub(super) reported: u32,
    /// In quotation marks.
    pub(super) quoted: u32,
}

/// The passages that two articles share: stretches of equal words, joined over small gaps.
/// And what both have of the same speaker, by speaker.
pub(super) fn passages(a: &Digest, b: &Digest, gram: usize) -> (Vec<Passage>, BTreeMap<u32, Said>) {
    let mut said: BTreeMap<u32, Said> = BTreeMap::new();
    let mut passages: Vec<Passage> = Vec::new();
    let mut last: Option<Stretch> = None;
    for stretch in stretches(&a.words, &b.words, gram) {
        let mut own = 0;
        for i in 0..stretch.len {
            match (a.voices[stretch.a + i], b.voices[stretch.b + i]) {
                (Voice::Own, Voice::Own) => own += 1,
                (Voice::Reported(x), Voice::Reported(y)) if x == y && x != 0 => {
                    said.entry(x).or_default().reported += 1
                }
                (Voice::Quoted(x), Voice::Quoted(y)) if x == y && x != 0 => said.entry(x).or_default().quoted += 1,
                _ => {}
            }
        }
        let (span_a, span_b) = (covered(&a.words, stretch.a, stretch.len), covered(&b.words, stretch.b, stretch.len));
        let joins = last.is_some_and(|last| {
            let gap_a = stretch.a.checked_sub(last.a + last.len);
            gap_a.is_some_and(|gap| gap <= GAP) && stretch.b - (last.b + last.len) <= GAP
        });
        match passages.last_mut() {
            Some(passage) if joins => {
                passage.a.end = span_a.end;
                passage.b.end = span_b.end;
                passage.words += stretch.len as u32;
                passage.own += own;
            }
            _ => passages.push(Passage { a: span_a, b: span_b, words: stretch.len as u32, own }),
        }
        last = Some(stretch);
    }
    passages.sort_by_key(|passage| (passage.a, passage.b));
    (passages, said)
}

fn covered(words: &[Word], from: usize, len: usize) -> Span {
    Span::new(words[from].span.start, words[from + len - 1].span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;
    use proptest::prelude::*;

    fn shown(a: &str, b: &str) -> Vec<String> {
        let (wa, wb) = (words(a), words(b));
        stretches(&wa, &wb, 5).iter().map(|s| covered(&wa, s.a, s.len).of(a).unwrap().to_owned()).collect()
    }

    #[test]
    fn stretches_are_found_though_spelled_otherwise() {
        let a = "أغلقت الشرطة الجسر القديم أمام الشاحنات مساء أمس بعد ظهور شق";
        let b = "وكانت قد أغلقت الشرطه الجسر القديم امام الشاحنات مساء امس وفق بيان";
        assert_eq!(shown(a, b), ["أغلقت الشرطة الجسر القديم أمام الشاحنات مساء أمس"]);
    }

    #[test]
    fn a_text_that_repeats_itself_is_tiled_in_linear_time() {
        let text = "كلمة أخرى هنا ثم ".repeat(20_000);
        let words = words(&text);
        assert_eq!(stretches(&words, &words, 5).len(), 1);
    }

    proptest! {
        #[test]
        fn share_is_of_the_shorter_and_symmetric(a in "([a-d] ){0,40}", b in "([a-d] ){0,40}") {
            let (wa, wb) = (words(&a), words(&b));
            let (ga, gb) = (distinct(&wa, 5), distinct(&wb, 5));
            let there = share(&ga, &gb);
            let common = ga.iter().filter(|gram| gb.contains(gram)).count();
            prop_assert_eq!(there, common as f32 / ga.len().min(gb.len()).max(1) as f32);
            prop_assert_eq!(there, share(&gb, &ga));
            if wa.len() >= 5 {
                prop_assert_eq!(share(&ga, &ga), 1.0);
            }
        }
    }
}
