//! The transmission itself as it is handed out: nodes, edges, chains, lines and links.

use musnad_model::{Span, Stance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claim::ClaimId;
use crate::story::Side;

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
    /// Whom this article names as origin, and the article that it cites does not: the chain
    /// begins with the cited outlet.
    pub unconfirmed: Option<String>,
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
