//! What comparing finds: kept so that a new article touches only what it belongs to. None of it is authoritative.

use serde::{Deserialize, Serialize};

use crate::id::{ArticleId, ClaimId, Hash, Id, sum};

/// A key by which claims find each other. Words are hashed: a key only proposes, and the comparing decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub i64);

impl From<u64> for Key {
    fn from(number: u64) -> Self {
        Self(i64::from_ne_bytes(number.to_ne_bytes()))
    }
}

impl From<&str> for Key {
    fn from(word: &str) -> Self {
        Self(sum(Hash::new("musnad key 1").text(word).end()))
    }
}

/// A key of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dated {
    /// The key.
    pub key: Key,
    /// The period to which it belongs, a number of the comparing's own; `None`: to none.
    pub period: Option<i32>,
}

/// A key that is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wanted {
    /// The key.
    pub key: Key,
    /// In which periods, first and last. What belongs to no period is always looked up too.
    pub periods: Option<(i32, i32)>,
}

/// What the comparing found for one article; it replaces what was found for it before.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The article.
    pub article: ArticleId,
    /// Which version of the comparing found it.
    pub version: String,
    /// What the comparing needs of the article, in a form of its own.
    pub digest: Vec<u8>,
    /// Fingerprints of the article.
    pub fingerprints: Vec<Key>,
    /// Keys of its statements, in their order. They need not be claims.
    pub keys: Vec<Vec<Dated>>,
    /// Groups of claims, of this article or of others.
    pub members: Vec<Membership>,
    /// What the article copies, and who copies it.
    pub copies: Vec<Copied>,
}

/// A claim in a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Membership {
    /// The claim.
    pub claim: ClaimId,
    /// The group. Any id that is chosen the same way each time, such as that of its first claim.
    pub group: Id,
    /// Which of the claim's statements is in it, as the comparing numbers them.
    pub statement: u32,
    /// Why: `quotation`, `paraphrase`, … as the comparing calls it.
    pub kind: String,
    /// How sure, 0 to 1.
    pub score: f64,
}

/// One article repeats passages of another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Copied {
    /// Who repeats.
    pub copy: ArticleId,
    /// Who had it before.
    pub original: ArticleId,
    /// As the comparing calls it.
    pub kind: String,
    /// How much, 0 to 1.
    pub score: f64,
    /// The evidence.
    pub passages: Vec<Passage>,
}

/// The same words in two articles, in code points of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// In the copy.
    pub copy: musnad_model::Span,
    /// In the original.
    pub original: musnad_model::Span,
}

/// What may belong together with what is looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Articles with the numbers of those of their statements that have a key, sorted. Those with most first, then by id.
    pub statements: Vec<(ArticleId, Vec<u32>)>,
    /// Articles with the number of fingerprints they share, most first, then by id.
    pub articles: Vec<(ArticleId, usize)>,
}

/// How far a look-up goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The most statements, or articles, that one key may propose: those added last.
    pub per_key: usize,
    /// The most articles that are proposed in all, for statements and for fingerprints.
    pub all: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { per_key: 300, all: 300 }
    }
}

/// A group of claims that say the same, as the machine decided and people moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Its id.
    pub id: Id,
    /// Its claims, by day of publication and then by id.
    pub members: Vec<Member>,
}

/// A claim of a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// The claim, with people's operations applied.
    pub claim: crate::query::Claim,
    /// As the comparing calls it; `moved` for a claim that somebody put here.
    pub kind: String,
    /// How sure, 0 to 1.
    pub score: f64,
}
