//! Two claims that belong together, and why: what a judgement hands out.

use musnad_model::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::wording::RUN;
use crate::claim::ClaimId;

/// How two claims belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// The same words of the same speaker, quoted.
    SameQuotation,
    /// The same words, at least in part not as a quotation.
    SameWords,
    /// Other words for the same.
    Paraphrase,
    /// One denies what the other says.
    Denial,
    /// One says so and the other says not so.
    Opposite,
    /// The same, but for a number.
    NumberDiffers,
    /// The same of the same person, but in another place: a rival claim, not the same one.
    PlaceDiffers,
    /// The same place held by somebody else: a rival claim, not the same one.
    HolderDiffers,
}

impl MatchKind {
    /// True if the two are one claim: in one group, if on different sides of it.
    #[must_use]
    pub const fn same_claim(self) -> bool {
        !matches!(self, Self::PlaceDiffers | Self::HolderDiffers)
    }

    /// The kind's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameQuotation => "same_quotation",
            Self::SameWords => "same_words",
            Self::Paraphrase => "paraphrase",
            Self::Denial => "denial",
            Self::Opposite => "opposite",
            Self::NumberDiffers => "number_differs",
            Self::PlaceDiffers => "place_differs",
            Self::HolderDiffers => "holder_differs",
        }
    }

    /// True if the two stand on different sides of one claim.
    #[must_use]
    pub const fn opposed(self) -> bool {
        matches!(self, Self::Denial | Self::Opposite)
    }
}

/// Two claims that belong together, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Match {
    /// The first claim, by id.
    pub a: ClaimId,
    /// The second.
    pub b: ClaimId,
    /// How they belong together.
    pub kind: MatchKind,
    /// How sure that is, 0 to 1. It orders matches; it is no probability.
    pub score: f32,
    /// What it rests on.
    pub reason: Reason,
}

/// What a match rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// Longest run of words that both have, in words.
    pub run: u32,
    /// Share of the shorter claim's words that stand in common runs of four or more.
    pub verbatim: f32,
    /// Common words by their weight, as a share of all (Dice).
    pub wording: f32,
    /// True if both have the same speaker.
    pub same_speaker: bool,
    /// Numbers that count the same and differ, of the first and of the second claim.
    pub numbers: Vec<(String, String)>,
    /// Common words in the first claim's article, in code points.
    pub common_a: Vec<Span>,
    /// Common words in the second claim's article.
    pub common_b: Vec<Span>,
}

impl Reason {
    /// One sentence for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut parts = Vec::new();
        if self.run >= RUN {
            parts.push(format!("{} words in a row are the same", self.run));
        }
        parts.push(format!("{:.0} % of the wording by weight is common", self.wording * 100.0));
        if self.same_speaker {
            parts.push("the speaker is the same".to_owned());
        }
        for (a, b) in &self.numbers {
            parts.push(format!("one has {a}, the other {b}"));
        }
        parts.join("; ")
    }
}
