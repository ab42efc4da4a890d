//! How much two claims have in common, word by word.

use crate::claim::Claim;
use crate::words::{Role, Word};

/// Shortest run of words that counts as verbatim.
pub(super) const RUN: u32 = 4;

/// Words of one claim that the other has too.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Common {
    /// How many stems of substance.
    pub(super) count: u32,
    /// Their weight, in nats.
    pub(super) weight: f32,
    /// Weight of all stems of the first and of the second claim.
    pub(super) all: (f32, f32),
    /// The same without names: how many, and their share of all by weight.
    pub(super) plain: (u32, f32),
    plain_all: (f32, f32),
}

impl Common {
    pub(super) fn of<'a>(a: impl Iterator<Item = &'a Word>, b: impl Iterator<Item = &'a Word>) -> Self {
        let (mut a, mut b) = (a.peekable(), b.peekable());
        let mut common = Self::default();
        loop {
            match (a.peek().copied(), b.peek().copied()) {
                (Some(left), Some(right)) if left.stem == right.stem => {
                    common.count += 1;
                    common.weight += left.weight;
                    common.all.0 += left.weight;
                    common.all.1 += right.weight;
                    // A name in one and not in the other is one: readings are not perfect.
                    if left.role != Role::Named && right.role != Role::Named {
                        common.plain.0 += 1;
                        common.plain.1 += left.weight;
                        common.plain_all.0 += left.weight;
                        common.plain_all.1 += right.weight;
                    }
                    a.next();
                    b.next();
                }
                (Some(left), right) if right.is_none_or(|right| left.stem < right.stem) => {
                    common.all.0 += left.weight;
                    common.plain_all.0 += if left.role == Role::Named { 0.0 } else { left.weight };
                    a.next();
                }
                (_, Some(right)) => {
                    common.all.1 += right.weight;
                    common.plain_all.1 += if right.role == Role::Named { 0.0 } else { right.weight };
                    b.next();
                }
                _ => return common,
            }
        }
    }

    /// The same with counts that both have alike, each as if it were a word of `weight`.
    pub(super) fn with(mut self, counts: u32, weight: f32) -> Self {
        self.count += counts;
        let all = weight * counts as f32;
        for sum in [&mut self.weight, &mut self.all.0, &mut self.all.1, &mut self.plain.1] {
            *sum += all;
        }
        self.plain.0 += counts;
        self.plain_all.0 += all;
        self.plain_all.1 += all;
        self
    }

    /// Share of all words, by weight.
    pub(super) fn dice(&self) -> f32 {
        2.0 * self.weight / (self.all.0 + self.all.1).max(f32::EPSILON)
    }

    /// Share of the words that are no names, by weight.
    pub(super) fn plain_dice(&self) -> f32 {
        2.0 * self.plain.1 / (self.plain_all.0 + self.plain_all.1).max(f32::EPSILON)
    }

    /// Share of the smaller claim, by weight.
    pub(super) fn held(&self) -> f32 {
        self.weight / self.all.0.min(self.all.1).max(f32::EPSILON)
    }
}

/// Runs of words that two claims share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Runs {
    pub(super) longest: u32,
    /// Share of the shorter claim's words inside runs of [`RUN`] or more.
    pub(super) share: f32,
}

/// All common runs, by dynamic programming: claims are sixty words at most.
pub(super) fn runs(a: &[Word], b: &[Word]) -> Runs {
    let mut last = vec![0u32; b.len() + 1];
    let mut longest = 0;
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    for (i, left) in a.iter().enumerate() {
        // From the right, so that `last[j]` is still the row before.
        for j in (0..b.len()).rev() {
            last[j + 1] = if left.key == b[j].key { last[j] + 1 } else { 0 };
            let run = last[j + 1];
            if run >= RUN {
                longest = longest.max(run);
                let run = run as usize;
                in_a[i + 1 - run..=i].fill(true);
                in_b[j + 1 - run..=j].fill(true);
            }
        }
    }
    let share = |marked: &[bool]| marked.iter().filter(|&&m| m).count() as f32 / marked.len().max(1) as f32;
    let share = match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => share(&in_a),
        std::cmp::Ordering::Greater => share(&in_b),
        std::cmp::Ordering::Equal => share(&in_a).max(share(&in_b)),
    };
    Runs { longest, share }
}

/// Words in a row that make a quotation wherever and whenever it stands.
pub(super) const LONG_RUN: u32 = 8;

/// Share of the shorter claim in common runs from which wording counts as verbatim.
pub(super) const VERBATIM: f32 = 0.6;

/// True if two claims are the same words for long: whoever is named, one had them from the
/// other or both from one text (isnad-cum-matn: only other wording shows another way).
pub(crate) fn verbatim(a: &Claim, b: &Claim) -> bool {
    let runs = runs(&a.words, &b.words);
    runs.longest >= LONG_RUN && runs.share >= VERBATIM
}

/// True if a word of a claim only modifies: used by distortions to tell a changed word
/// from a changed particle.
pub(crate) fn particle(word: &Word) -> bool {
    word.weight < 1.0 && word.role == Role::Plain
}
