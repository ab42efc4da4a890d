//! Keys by which a store finds the claims that a new one may belong with.
//!
//! A key is a 64-bit token and a time. Two claims of which no keys meet are not compared. Every token is
//! made of two or more rare things together, so that few claims share it by chance however
//! large the store.

use std::collections::{BTreeSet, VecDeque};

use musnad_model::EntityKind;
use rustc_hash::FxHashMap;

use crate::claim::Claim;
use crate::hash;
use crate::judge::DAYS;
use crate::words::Word;

/// A key: what it says, hashed, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Two keys meet if they have the same token and their days are not apart.
    pub token: u64,
    /// When the claim was published.
    pub when: When,
}

/// On which days a key meets others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// In the period of this number and in those beside it. A period has [`PERIOD`] days.
    Period(i32),
    /// On any day, since its own is unknown.
    Unknown,
    /// On any day, and so does every key of this token.
    Ever,
}

/// Days of a period: claims that are farther apart than two neighbouring ones are of two events.
pub const PERIOD: i32 = DAYS;

impl Key {
    fn of(claim: &Claim, token: u64) -> Self {
        let when = claim.day.map_or(When::Unknown, |day| When::Period(day.div_euclid(PERIOD)));
        Self { token, when }
    }

    /// A key that is met whatever the day.
    pub(crate) const fn ever(token: u64) -> Self {
        Self { token, when: When::Ever }
    }

    /// The token as a signed number, as SQLite and PostgreSQL have it. All bits are kept.
    #[must_use]
    pub const fn signed(self) -> i64 {
        self.token.cast_signed()
    }

    /// Under which period a store keeps it; `None`: under no period.
    #[must_use]
    pub const fn period(self) -> Option<i32> {
        match self.when {
            When::Period(period) => Some(period),
            When::Unknown | When::Ever => None,
        }
    }

    /// In which periods, first and last, a store looks for those that it meets. `None`: in none. Those that are kept
    /// under no period are always looked for too.
    #[must_use]
    pub const fn periods(self) -> Option<(i32, i32)> {
        match self.when {
            When::Period(period) => Some((period.saturating_sub(1), period.saturating_add(1))),
            When::Unknown => Some((i32::MIN, i32::MAX)),
            When::Ever => None,
        }
    }
}

/// How many of the rarest words of a claim are paired. Of narration fewer: it is found when
/// its words are the same, which is what it is kept for.
const RAREST: usize = 6;
const RAREST_NARRATED: usize = 4;

/// Words in a fingerprint of a claim, and how many neighbours it is chosen from: claims with
/// eight words in a row in common, which are one claim however late they come, share one.
const GRAM: usize = 4;
const WINDOW: usize = 5;

/// Most keys of one claim that are met within a period, and most that are met ever.
const MOST: usize = 40;

const PAIR: u8 = 1;
const QUOTED: u8 = 2;
const SPOKEN: u8 = 6;

impl Claim {
    /// The keys under which a store should find this claim: pairs of its rarest words, and
    /// winnowed runs of four words, met within a period; such runs with their speaker, met
    /// ever. Distinct and sorted, the same on every machine.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let mut rarest: Vec<&Word> = self.features().collect();
        rarest.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.stem.cmp(&b.stem)));
        rarest.truncate(if self.narrated() { RAREST_NARRATED } else { RAREST });
        rarest.sort_by_key(|word| word.stem);
        let mut tokens: Vec<u64> = Vec::new();
        for (i, first) in rarest.iter().enumerate() {
            tokens.extend(rarest[i + 1..].iter().map(|second| hash::sequence(PAIR, [first.stem, second.stem])));
        }
        let runs: Vec<u64> = winnowed(&self.words, GRAM, WINDOW, QUOTED).into_iter().map(|(hash, _)| hash).collect();
        tokens.extend(&runs);
        let mut keys: Vec<Key> = distinct(tokens).into_iter().map(|token| Key::of(self, token)).collect();
        keys.extend(distinct(self.spoken(&runs)).into_iter().map(Key::ever));
        keys.sort_unstable();
        keys
    }

    /// Runs of words with who says them: by name, and of people by family name too.
    fn spoken(&self, runs: &[u64]) -> Vec<u64> {
        let Some(speaker) = self.speaker else { return Vec::new() };
        let family = (speaker.kind == EntityKind::Person).then_some((1, speaker.last));
        let names = [(0, speaker.key)].into_iter().chain(family);
        let with = |(kind, name): (u32, u32)| {
            runs.iter().map(move |&run| hash::sequence(SPOKEN, [kind, name, (run >> 32) as u32, run as u32]))
        };
        names.flat_map(with).collect()
    }
}

fn distinct(mut tokens: Vec<u64>) -> Vec<u64> {
    tokens.sort_unstable();
    tokens.dedup();
    tokens.truncate(MOST);
    tokens
}

/// So many of one key and period are kept and met. In news no key comes near; it bounds what a flood of made-up
/// texts can cost.
pub(crate) const WORN: usize = 1_000;

/// Who has which keys, in memory. What is put in is a number: of a form, say.
#[derive(Debug, Default)]
pub(crate) struct Places {
    by_key: FxHashMap<(u64, Option<i32>), Vec<usize>>,
    periods: BTreeSet<i32>,
}

impl Places {
    /// Puts a new one in, and gives those that were there before and meet one of its keys. Sorted.
    pub(crate) fn put(&mut self, one: usize, keys: &[Key]) -> Vec<usize> {
        let mut met: Vec<usize> = Vec::new();
        for key in keys {
            let mut meet =
                |period: Option<i32>| met.extend(self.by_key.get(&(key.token, period)).into_iter().flatten());
            meet(None);
            if let Some((first, last)) = key.periods() {
                self.periods.range(first..=last).for_each(|&period| meet(Some(period)));
            }
            self.periods.extend(key.period());
            let own = self.by_key.entry((key.token, key.period())).or_default();
            if own.len() < WORN {
                own.push(one);
            }
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    /// Takes one out that was put in with these keys.
    pub(crate) fn take_out(&mut self, one: usize, keys: &[Key]) {
        for key in keys {
            if let Some(list) = self.by_key.get_mut(&(key.token, key.period())) {
                list.retain(|&other| other != one);
            }
        }
    }
}

/// Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): of every `window` neighbouring
/// `gram`-word sequences the one with the smallest hash, the last of equals. Two texts that
/// share `gram + window - 1` words in a row share a fingerprint. Each comes with the index
/// of its first word.
pub(crate) fn winnowed(words: &[Word], gram: usize, window: usize, salt: u8) -> Vec<(u64, usize)> {
    let grams = words.windows(gram).map(|words| hash::sequence(salt, words.iter().map(|word| word.key)));
    let mut chosen: Vec<(u64, usize)> = Vec::new();
    // Hashes of the window that can still be smallest, rising.
    let mut rising: VecDeque<(u64, usize)> = VecDeque::new();
    let count = (words.len() + 1).saturating_sub(gram);
    for (at, hash) in grams.enumerate() {
        while rising.back().is_some_and(|&(last, _)| last >= hash) {
            rising.pop_back();
        }
        rising.push_back((hash, at));
        if rising.front().is_some_and(|&(_, first)| first + window <= at) {
            rising.pop_front();
        }
        // A text shorter than a window has one fingerprint all the same.
        if at + 1 >= window.min(count)
            && let Some(&smallest) = rising.front()
            && chosen.last() != Some(&smallest)
        {
            chosen.push(smallest);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;
    use proptest::prelude::*;

    #[test]
    fn those_that_are_near_in_time_meet() {
        let dated = |day: i32| Key { token: 7, when: When::Period(day.div_euclid(PERIOD)) };
        let keys = [dated(-4), dated(6), dated(40), Key { token: 7, when: When::Unknown }, Key::ever(7)];
        let mut places = Places::default();
        let met: Vec<Vec<usize>> = keys.iter().enumerate().map(|(at, &key)| places.put(at, &[key])).collect();
        assert_eq!(met, [vec![], vec![0], vec![], vec![0, 1, 2], vec![3]]);
        for apart in 0..=DAYS {
            for first in -30..30 {
                let mut places = Places::default();
                places.put(0, &[dated(first)]);
                assert_eq!(places.put(1, &[dated(first + apart)]), [0], "{first} and {apart} days");
            }
        }
    }

    #[test]
    fn a_worn_key_finds_nobody_new() {
        let mut places = Places::default();
        let key = [Key::ever(3)];
        assert!((0..WORN + 5).all(|one| places.put(one, &key).len() == one.min(WORN)));
    }

    proptest! {
        /// The guarantee of winnowing.
        #[test]
        fn a_long_common_run_shares_a_fingerprint(
            before in prop::collection::vec("[a-c]{1,2}", 0..20),
            run in prop::collection::vec("[d-h]{1,3}", 8..12),
            after in prop::collection::vec("[i-k]{1,2}", 0..20),
        ) {
            let one = words(&[before.clone(), run.clone(), after.clone()].concat().join(" "));
            let other = words(&[after, run, before].concat().join(" "));
            let hashes = |words| winnowed(words, GRAM, WINDOW, 0).into_iter().map(|(hash, _)| hash).collect::<Vec<_>>();
            let (one, other) = (hashes(&one), hashes(&other));
            prop_assert!(one.iter().any(|hash| other.contains(hash)));
        }
    }
}
