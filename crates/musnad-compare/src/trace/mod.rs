//! The trace of a claim: who said it, through whom it came, and what follows from that.
//!
//! A trace is data. It holds every node, edge, chain and finding with the spans that show
//! it, so that a program can print it as a tree, a graph or a page and a reader can check
//! each step in the articles. It says what the articles say and never what is true.

mod build;
mod chain;
mod circle;
mod cited;
mod conflict;
mod credibility;
mod distortion;
mod dot;
mod family;
mod finding;
mod first;
mod graph;
mod lines;
mod link;
mod node;
mod path;
mod report;
mod text;
mod transmission;

use jiff::{Timestamp, civil::Date};
use musnad_model::{Mode, Span, Stance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claim::ClaimId;
use crate::copy::Copy;
use crate::judge::MatchKind;
use crate::story::Side;

pub use build::{TraceError, trace};
pub use finding::{
    Circle, Citation, Conflict, ConflictKind, Credibility, Distortion, DistortionKind, First, Position, Relation,
    SingleRoot,
};
pub use transmission::{Chain, CommonLink, Edge, EdgeKind, Evidence, Lines, Node, NodeKind};

/// The name and version of the format.
pub const SCHEMA: &str = "musnad-trace/1";

/// The transmission of one group of claims, and what follows from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trace {
    /// Always `musnad-trace/1`.
    pub schema: String,
    /// The group's id.
    pub group: String,
    /// The claims, by day and hour of publication and id; those without a day last.
    pub claims: Vec<TracedClaim>,
    /// Everybody through whom the claim came, and the articles.
    pub nodes: Vec<Node>,
    /// Who passed it to whom, with the words that say so.
    pub edges: Vec<Edge>,
    /// One path for each voice in each article, from the origin to the article.
    pub chains: Vec<Chain>,
    /// Independent lines of those who say so.
    pub lines: Lines,
    /// Independent lines of those who say not so.
    pub lines_against: Lines,
    /// Sources through which the chains pass, those with all chains first.
    pub links: Vec<CommonLink>,
    /// Articles of the group that share text.
    pub copies: Vec<Copy>,
    /// Outlets that cite each other in a circle.
    pub circles: Vec<Circle>,
    /// Several outlets with one root.
    pub single_root: Option<SingleRoot>,
    /// Versions that cannot all be so.
    pub conflicts: Vec<Conflict>,
    /// What changed on the way.
    pub distortions: Vec<Distortion>,
    /// Who had it first.
    pub first: First,
    /// A suggestion on the scale of NATO STANAG 2511, for a person to judge.
    pub credibility: Credibility,
}

/// A claim of the group with what is known of its article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TracedClaim {
    /// Which claim.
    pub claim: ClaimId,
    /// Its words.
    pub text: String,
    /// Where they stand, in code points of the article's text.
    pub spans: Vec<Span>,
    /// On which side it stands.
    pub side: Side,
    /// How its cue vouches for it; null for narration.
    pub stance: Option<Stance>,
    /// How much of it is quoted; null for narration.
    pub mode: Option<Mode>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The day of publication.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// The moment of publication, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub published_at: Option<Timestamp>,
    /// Why it is in the group: its strongest match.
    pub because: Option<Because>,
}

/// The match that holds a claim in its group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Because {
    /// The other claim.
    pub with: ClaimId,
    /// How the two belong together.
    pub kind: MatchKind,
    /// How sure, 0 to 1.
    pub score: f32,
    /// The reason in one sentence.
    pub reason: String,
}
