//! Keys by which a store finds the claims that a new one may belong with.
//!
//! A key is a 64-bit number. Two claims that share none are not compared. Every key is
//! made of two or more rare things together, so that few claims share it by chance however
//! large the store.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::claim::Claim;
use crate::hash;
use crate::words::Word;

/// A key. SQLite and PostgreSQL have signed integers: [`Key::signed`] and back keep all bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(pub u64);

impl Key {
    /// The same bits as a signed number, as databases have it.
    #[must_use]
    pub const fn signed(self) -> i64 {
        self.0.cast_signed()
    }

    /// Back from a database.
    #[must_use]
    pub const fn from_signed(key: i64) -> Self {
        Self(key.cast_unsigned())
    }
}

/// How many of the rarest words of a claim are paired. Of narration fewer: it is found when
/// its words are the same, which is what it is kept for.
const RAREST: usize = 6;
const RAREST_NARRATED: usize = 4;

/// Words in a fingerprint of a claim, and how many neighbours it is chosen from.
const GRAM: usize = 4;
const WINDOW: usize = 5;

/// Most keys of one claim.
const MOST: usize = 40;

const PAIR: u8 = 1;
const QUOTED: u8 = 2;

impl Claim {
    /// The keys under which a store should find this claim: pairs of its rarest words, and
    /// winnowed runs of four words. At most 40, sorted, the same on every machine.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let mut rarest: Vec<&Word> = self.features().collect();
        rarest.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.stem.cmp(&b.stem)));
        rarest.truncate(if self.narrated() { RAREST_NARRATED } else { RAREST });
        rarest.sort_by_key(|word| word.stem);
        let mut keys: Vec<Key> = Vec::new();
        for (i, first) in rarest.iter().enumerate() {
            keys.extend(rarest[i + 1..].iter().map(|second| Key(hash::sequence(PAIR, [first.stem, second.stem]))));
        }
        keys.extend(winnowed(&self.words, GRAM, WINDOW, QUOTED).into_iter().map(|(hash, _)| Key(hash)));
        keys.sort_unstable();
        keys.dedup();
        keys.truncate(MOST);
        keys
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
    fn signs_keep_all_bits() {
        for key in [Key(0), Key(u64::MAX), Key(1 << 63)] {
            assert_eq!(Key::from_signed(key.signed()), key);
        }
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
