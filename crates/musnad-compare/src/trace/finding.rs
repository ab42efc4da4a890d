//! What follows from a transmission: circles, conflicts, distortions, who was first.

use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::transmission::{CommonLink, Evidence, Lines};
use crate::claim::ClaimId;

/// Outlets that cite each other in a circle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Circle {
    /// The citations, each citing the next; the last cites the first.
    pub citations: Vec<Citation>,
    /// Every outlet that is in a circle with these.
    pub outlets: Vec<String>,
    /// True if some day is unknown, so that the order of the articles cannot be told.
    pub undated: bool,
    /// True if nothing enters the circle from outside: then nobody in it says where the
    /// claim is from.
    pub closed: bool,
}

/// One outlet names another as its source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// Node of the outlet that cites.
    pub citing: String,
    /// Node of the outlet that is cited.
    pub cited: String,
    /// The article, attribution and words that do it.
    pub evidence: Evidence,
    /// The day of that article.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
}

/// Several outlets confirm a claim, and all chains have one root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SingleRoot {
    /// The node nearest to the origin through which all pass.
    pub node: String,
    /// The outlets that seem to confirm each other.
    pub outlets: Vec<String>,
}

/// The kinds of conflicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Somebody denies it.
    Denial,
    /// Some say so, others not so.
    Polarity,
    /// Different numbers for one count.
    Number,
    /// One person in different places at one time.
    Place,
    /// Different holders of one place.
    Holder,
}

/// Versions that cannot all be so. Without a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// What they differ in.
    pub kind: ConflictKind,
    /// The sides: two or more.
    pub positions: Vec<Position>,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// What it says, where that is a value: a number with its unit, a place.
    pub value: Option<String>,
    /// The claims that say it. They may belong to another group.
    pub claims: Vec<ClaimId>,
    /// Independent lines of these claims; null if they belong to another group, whose own
    /// trace has them.
    pub lines: Option<Lines>,
    /// The nodes through which the chains of these claims pass.
    pub links: Vec<CommonLink>,
}

/// The kinds of distortions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DistortionKind {
    /// "Alleges" or "may" became "says" or a plain fact.
    HedgeDropped,
    /// The other way round.
    HedgeAdded,
    /// "Says" became "confirms".
    Strengthened,
    /// "Confirms" became "says".
    Weakened,
    /// Another number inside the same words.
    NumberChanged,
    /// Whoever said it is no longer named.
    SourceDropped,
    /// An unnamed source became a named one.
    SourcePromoted,
    /// The outlet that carried it is no longer named.
    ViaDropped,
    /// Other words inside one quotation.
    QuotationChanged,
}

/// What changed from one version to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Distortion {
    /// What changed.
    pub kind: DistortionKind,
    /// The earlier version, or the one that was cited or copied.
    pub from: ClaimId,
    /// The later version.
    pub to: ClaimId,
    /// How the two hang together.
    pub relation: Relation,
    /// True if it is known which came first.
    pub directed: bool,
    /// What it was, in the words of the first article or its chain.
    pub before: String,
    /// What it became.
    pub after: String,
    /// The words in both articles.
    pub evidence: Vec<Evidence>,
}

/// How two versions hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The later article cites the earlier one's outlet.
    Cites,
    /// Both stand in a shared text.
    SharesText,
    /// Both have the same speaker.
    SameSpeaker,
}

/// Who had it first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct First {
    /// The earliest day among the articles that have one.
    #[schemars(with = "Option<String>")]
    pub day: Option<Date>,
    /// The earliest moment of that day that is known.
    #[schemars(with = "Option<String>")]
    pub at: Option<Timestamp>,
    /// The first articles of that day: several if they are of one moment, or if the hour of
    /// some is not known.
    pub articles: Vec<String>,
    /// Articles without a day: each may be earlier.
    pub undated: Vec<String>,
    /// Outlets that others cite and that cite none of the others, as node ids.
    pub cited: Vec<String>,
    /// True if an outlet that is first by citation has an article, none of that day.
    pub disagree: bool,
}

/// A suggestion for the credibility of the information, as NATO STANAG 2511 has it. The
/// reliability of a source is another field, set by people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Credibility {
    /// 1 to 6.
    pub rating: u8,
    /// The scale's words for it.
    pub words: String,
    /// What the suggestion rests on.
    pub reason: String,
}
