//! What people say about what the machine read. Nothing is overwritten: an operation lies over the machine's layer
//! and is taken off by another one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{ArticleId, ClaimId, OperationId};

/// Something that somebody did, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Who. Any name that the caller knows people by.
    pub author: String,
    /// When, in milliseconds since 1970-01-01; see [`Operation::new`].
    pub at: i64,
    /// What.
    pub act: Act,
    /// Why, in the author's words.
    pub why: Option<String>,
}

impl Operation {
    /// An operation of `author`.
    #[must_use]
    pub fn new(author: impl Into<String>, at: Timestamp, act: Act) -> Self {
        Self { author: author.into(), at: at.as_millisecond(), act, why: None }
    }

    /// The same with a reason.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Self {
        Self { why: Some(why.into()), ..self }
    }
}

/// What can be done. Entities are named by their key on the wire (`person:…`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Two entities are one: whatever is said of or by `entity` is said of or by `into`.
    Merge {
        /// The one that is taken into the other.
        entity: String,
        /// The one that stays.
        into: String,
    },
    /// In these articles the name means somebody else.
    Split {
        /// The entity that the machine saw.
        entity: String,
        /// Where it is somebody else.
        articles: Vec<ArticleId>,
        /// The key of that somebody; a new one if the ledger does not have it.
        into: String,
    },
    /// The machine has the wrong source. What is null has none.
    SetSource {
        /// The claim.
        claim: ClaimId,
        /// Who says it.
        speaker: Option<String>,
        /// The entity of the speaker.
        entity: Option<String>,
        /// The outlet that carried it.
        via: Option<String>,
    },
    /// It is no claim at all.
    NotAClaim {
        /// The claim.
        claim: ClaimId,
    },
    /// It is read right.
    Confirm {
        /// The claim.
        claim: ClaimId,
    },
    /// It belongs to the group of another claim, or to none.
    Move {
        /// The claim.
        claim: ClaimId,
        /// A claim whose group is the right one.
        to: Option<ClaimId>,
    },
    /// How reliable a source is held to be.
    RateSource {
        /// The source.
        source: Source,
        /// The letter.
        reliability: Reliability,
    },
    /// How credible a claim is held to be.
    RateClaim {
        /// The claim.
        claim: ClaimId,
        /// The number.
        credibility: Credibility,
    },
    /// A remark.
    Note {
        /// What it is about.
        about: Subject,
        /// The remark.
        text: String,
    },
    /// Takes an operation off. Undoing an undo puts it on again.
    Undo {
        /// The operation.
        operation: OperationId,
    },
}

/// Who can be rated.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// An entity, by its key.
    Entity(String),
    /// An outlet, by the name that articles have as publisher.
    Outlet(String),
}

/// What an operation can be about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A claim.
    Claim(ClaimId),
    /// An article.
    Article(ArticleId),
    /// An entity, by its key.
    Entity(String),
    /// An outlet, by its name.
    Outlet(String),
    /// Another operation.
    Operation(OperationId),
}

impl Subject {
    /// As the ledger indexes it.
    pub(crate) fn index(&self) -> String {
        match self {
            Self::Claim(id) => format!("claim:{id}"),
            Self::Article(id) => format!("article:{id}"),
            Self::Entity(key) => format!("entity:{key}"),
            Self::Outlet(name) => format!("outlet:{name}"),
            Self::Operation(id) => format!("operation:{id}"),
        }
    }
}

impl Act {
    /// Everything that the act is about.
    #[must_use]
    pub fn subjects(&self) -> Vec<Subject> {
        let entity = |key: &String| Subject::Entity(key.clone());
        match self {
            Self::Merge { entity: from, into } => vec![entity(from), entity(into)],
            Self::Split { entity: from, articles, into } => {
                let mut all = vec![entity(from), entity(into)];
                all.extend(articles.iter().copied().map(Subject::Article));
                all
            }
            Self::SetSource { claim, .. }
            | Self::NotAClaim { claim }
            | Self::Confirm { claim }
            | Self::RateClaim { claim, .. } => vec![Subject::Claim(*claim)],
            Self::Move { claim, to } => std::iter::once(*claim).chain(*to).map(Subject::Claim).collect(),
            Self::RateSource { source: Source::Entity(key), .. } => vec![entity(key)],
            Self::RateSource { source: Source::Outlet(name), .. } => vec![Subject::Outlet(name.clone())],
            Self::Note { about, .. } => vec![about.clone()],
            Self::Undo { operation } => vec![Subject::Operation(*operation)],
        }
    }
}

/// Reliability of a source on the Admiralty scale. `F` means unknown, not bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Cannot be judged.
    F,
}

/// Credibility of a claim on the Admiralty scale, 1 to 6. 6 means unknown, not bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Credibility {
    /// 1: confirmed by other sources.
    Confirmed,
    /// 2: probably true.
    ProbablyTrue,
    /// 3: possibly true.
    PossiblyTrue,
    /// 4: doubtful.
    Doubtful,
    /// 5: improbable.
    Improbable,
    /// 6: cannot be judged.
    Unknown,
}

impl From<Credibility> for u8 {
    fn from(credibility: Credibility) -> Self {
        credibility as Self + 1
    }
}

impl TryFrom<u8> for Credibility {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Ok(match number {
            1 => Self::Confirmed,
            2 => Self::ProbablyTrue,
            3 => Self::PossiblyTrue,
            4 => Self::Doubtful,
            5 => Self::Improbable,
            6 => Self::Unknown,
            _ => return Err(format!("credibility is a number from 1 to 6, not {number}")),
        })
    }
}

/// An operation as the ledger has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredOperation {
    /// Its id.
    pub id: OperationId,
    /// False if it was undone.
    pub active: bool,
    /// What was done.
    #[serde(flatten)]
    pub operation: Operation,
}

/// What people decided across articles, with undone operations left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Claims that were moved: each with the claim whose group it belongs to, or nothing for a group of its own. Ways
    /// of several moves are not followed.
    pub moves: BTreeMap<ClaimId, Option<ClaimId>>,
    /// Entities that were merged into another, by their keys: each with the one at the end of the way.
    pub merges: BTreeMap<String, String>,
}
