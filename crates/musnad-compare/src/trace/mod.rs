//! The trace of a claim: who said it, through whom it came, and what follows from that.
//!
//! A trace is data. It holds every node, edge, chain and finding with the spans that show
//! it, so that a program can print it as a tree, a graph or a page and a reader can check
//! each step in the articles. It says what the articles say and never what is true.

mod build;
mod chain;
mod circle;
mod conflict;
mod credibility;
mod distortion;
mod dot;
mod family;
mod first;
mod graph;
mod lines;
mod link;
mod node;
mod path;
mod report;
mod text;

use jiff::civil::Date;
use musnad_model::{Mode, Span, Stance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claim::ClaimId;
use crate::copy::Copy;
use crate::judge::MatchKind;
use crate::story::Side;

pub use build::{TraceError, trace};

/// The name and version of the format.
pub const SCHEMA: &str = "musnad-trace/1";

/// The transmission of one group of claims, and what follows from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trace {
    /// Always `musnad-trace/1`.
    pub schema: String,
    /// The group's id.
    pub group: String,
    /// The claims, by day of publication and id; those without a day last.
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

/// Somebody or something that a claim passed through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// `n1`, `n2`, … in the order of the chains.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// The fullest name that the articles give; of an unnamed source its description; of a
    /// shared text the ids of its articles; empty if nothing is said.
    pub name: String,
    /// Other names that the articles use for it.
    pub other_names: Vec<String>,
    /// False for unnamed sources, for claims without a source and for unknown outlets.
    pub known: bool,
    /// Nodes that may be the same one; no article shows it.
    pub maybe: Vec<String>,
}

/// The kinds of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A human being.
    Person,
    /// A party, movement, armed group or loose set of people.
    Group,
    /// A body with an address.
    Organization,
    /// A state or its government.
    Government,
    /// A place acting as itself.
    Place,
    /// A news outlet or platform, as publisher, channel or source.
    Outlet,
    /// A source described and not named (mubham).
    Unnamed,
    /// No source is given (mursal).
    Unstated,
    /// A text that several articles share. It is older than all of them or is the first.
    SharedText,
    /// An outlet that is not known.
    UnknownOutlet,
    /// An article.
    Article,
}

/// One step of transmission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Edge {
    /// The node that the claim came from.
    pub from: String,
    /// The node that it went to.
    pub to: String,
    /// How.
    pub kind: EdgeKind,
    /// How the receiver vouches for it, where a cue tells.
    pub stance: Option<Stance>,
    /// The words that show it.
    pub evidence: Vec<Evidence>,
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// Somebody reports what somebody else said.
    Reported,
    /// An outlet or platform carried the words.
    Carried,
    /// An outlet published it.
    Published,
    /// The words stand in a shared text.
    Shared,
    /// An article repeats another's text; from the earlier if `from` of the copy tells.
    Copied,
}

/// Words of an article that show something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The article.
    pub article: String,
    /// The attribution, if one shows it.
    pub attribution: Option<String>,
    /// The words, in code points of the article's text.
    pub spans: Vec<Span>,
}

/// One path from an origin to an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Chain {
    /// The claim at its end.
    pub claim: ClaimId,
    /// On which side.
    pub side: Side,
    /// Node ids from the origin to the article. Where an article cites an outlet whose own
    /// article is in the group, the chain goes on to that article's source.
    pub nodes: Vec<String>,
    /// How many of the first nodes were taken over from the cited article.
    pub inherited: u32,
    /// True if every node is known.
    pub known: bool,
}

/// How many independent lines there are: a range.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Lines {
    /// Lines that are shown: paths from known, different origins that share no node.
    pub lower: u32,
    /// Lines that there may be at most, if every unnamed source is somebody else.
    pub upper: u32,
    /// The paths that make up the lower bound, as node ids.
    pub shown: Vec<Vec<String>>,
    /// The paths that make up the upper bound.
    pub possible: Vec<Vec<String>>,
}

/// A node through which chains pass (madar).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CommonLink {
    /// The node.
    pub node: String,
    /// Of which side's chains.
    pub side: Side,
    /// True if no path, however combined from the chains, goes round it.
    pub dominates: bool,
    /// How many chains pass through it.
    pub chains: u32,
    /// How many do not.
    pub bypass: u32,
    /// Share of the chains that pass through it, 0 to 1.
    pub coverage: f32,
}

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conflict {
    /// What they differ in.
    pub kind: ConflictKind,
    /// The sides: two or more.
    pub positions: Vec<Position>,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// What it says, where that is a value: a number with its unit, a place.
    pub value: Option<String>,
    /// The claims that say it. They may belong to another group.
    pub claims: Vec<ClaimId>,
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
    /// The articles of that day: several if there is a tie.
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
