//! Copies as the ledger keeps them: one word says what kind, and what is known beside it.

use musnad_compare::{Copy, CopyKind};
use musnad_ledger::{Copied, Id, Passage};
use serde::Serialize;

/// What the word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// As the comparing calls it.
    pub kind: CopyKind,
    /// False if neither day nor hour tells which of the two was first.
    pub ordered: bool,
    /// True if an earlier article explains what the two share: then neither copied the other.
    pub one_root: bool,
}

const UNORDERED: &str = "unordered";
const ONE_ROOT: &str = "one_root";

impl Kind {
    /// Of a copy.
    fn of(copy: &Copy) -> Self {
        Self { kind: copy.kind, ordered: copy.from.is_some(), one_root: copy.through.is_some() }
    }

    /// From the ledger; `None` for a word of another version.
    pub fn parse(word: &str) -> Option<Self> {
        let mut words = word.split(' ');
        let kind = serde_json::from_value(words.next()?.into()).ok()?;
        let mut found = Self { kind, ordered: true, one_root: false };
        for word in words {
            match word {
                UNORDERED => found.ordered = false,
                ONE_ROOT => found.one_root = true,
                _ => return None,
            }
        }
        Some(found)
    }

    /// For the ledger: `silent`, `credited one_root`.
    fn word(self) -> Option<String> {
        let mut word = serde_json::to_value(self.kind).ok()?.as_str()?.to_owned();
        for (holds, more) in [(!self.ordered, UNORDERED), (self.one_root, ONE_ROOT)] {
            if holds {
                word.push(' ');
                word.push_str(more);
            }
        }
        Some(word)
    }
}

/// A copy as the ledger keeps it: from the earlier to the later, where that is known.
pub fn kept(copy: &Copy) -> Option<Copied> {
    let (a, b): (Id, Id) = (copy.a.parse().ok()?, copy.b.parse().ok()?);
    let swapped = copy.from.as_deref() == Some(copy.a.as_str());
    let passage = |p: &musnad_compare::Passage| {
        if swapped { Passage { copy: p.b, original: p.a } } else { Passage { copy: p.a, original: p.b } }
    };
    Some(Copied {
        copy: if swapped { b } else { a },
        original: if swapped { a } else { b },
        kind: Kind::of(copy).word()?,
        score: f64::from(copy.share),
        passages: copy.passages.iter().map(passage).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_comes_back_from_its_word() {
        for kind in [CopyKind::Silent, CopyKind::Credited, CopyKind::CommonSource, CopyKind::Republished] {
            for (ordered, one_root) in [(true, false), (true, true), (false, false), (false, true)] {
                let one = Kind { kind, ordered, one_root };
                assert_eq!(Kind::parse(&one.word().unwrap()), Some(one));
            }
        }
        assert_eq!(Kind::parse("silent and_more"), None);
        assert_eq!(Kind::parse("loud"), None);
    }
}
