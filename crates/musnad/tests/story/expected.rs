//! The expected graph, as `examples/story/expected.toml` has it.

use std::path::PathBuf;

use serde::Deserialize;

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/story")
}

pub(crate) fn load() -> Expected {
    toml::from_str(&std::fs::read_to_string(folder().join("expected.toml")).unwrap()).unwrap()
}

#[derive(Deserialize)]
pub(crate) struct Expected {
    pub(crate) claim: Vec<Claim>,
    pub(crate) cycle: Vec<Cycle>,
    pub(crate) copy: Vec<Copy>,
    pub(crate) siblings: Vec<Siblings>,
    pub(crate) not_copy: Vec<NotCopy>,
    pub(crate) conflict: Vec<Conflict>,
    pub(crate) not_conflict: Vec<NotConflict>,
    pub(crate) distortion: Vec<Distortion>,
    pub(crate) unrelated: Vec<Unrelated>,
}

#[derive(Deserialize)]
pub(crate) struct Claim {
    pub(crate) id: String,
    /// Claims of one count are one group, told apart by their numbers.
    pub(crate) group: Option<String>,
    pub(crate) lines: Range,
    pub(crate) denial_lines: Option<Range>,
    pub(crate) common_link: Link,
    pub(crate) first: String,
    pub(crate) occurrences: Vec<Occurrence>,
    pub(crate) edges: Vec<Edge>,
}

#[derive(Deserialize)]
pub(crate) struct Edge {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) kind: String,
    /// The article in which it is read, and the words.
    pub(crate) article: String,
    pub(crate) evidence: String,
    #[serde(default)]
    pub(crate) weak: bool,
}

#[derive(Deserialize)]
pub(crate) struct Range {
    pub(crate) low: u32,
    pub(crate) high: u32,
}

#[derive(Deserialize)]
pub(crate) struct Link {
    pub(crate) node: Option<String>,
    pub(crate) strongest: Option<String>,
    #[serde(default)]
    pub(crate) none: bool,
}

#[derive(Deserialize)]
pub(crate) struct Occurrence {
    pub(crate) article: String,
    pub(crate) polarity: String,
    pub(crate) stance: String,
    pub(crate) speaker: String,
    pub(crate) phrases: Vec<String>,
    /// An occurrence that says less than the claim; it may be missing.
    #[serde(default)]
    pub(crate) weak: bool,
}

#[derive(Deserialize)]
pub(crate) struct Cycle {
    pub(crate) claim: String,
    pub(crate) publishers: Vec<String>,
    pub(crate) root: String,
}

#[derive(Deserialize)]
pub(crate) struct Copy {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) silent: bool,
    pub(crate) passages: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Siblings {
    pub(crate) root: String,
    pub(crate) articles: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct NotCopy {
    pub(crate) articles: Vec<String>,
    pub(crate) shared: String,
}

#[derive(Deserialize)]
pub(crate) struct Conflict {
    pub(crate) kind: String,
    pub(crate) about: String,
    pub(crate) sides: Vec<ConflictSide>,
}

#[derive(Deserialize)]
pub(crate) struct ConflictSide {
    pub(crate) claim: String,
    pub(crate) polarity: Option<String>,
    pub(crate) phrase: String,
    pub(crate) at: String,
}

#[derive(Deserialize)]
pub(crate) struct NotConflict {
    pub(crate) article: String,
    pub(crate) phrase: String,
}

#[derive(Deserialize)]
pub(crate) struct Distortion {
    pub(crate) kind: String,
    pub(crate) claim: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) from_phrase: String,
    pub(crate) to_phrase: String,
}

#[derive(Deserialize)]
pub(crate) struct Unrelated {
    pub(crate) article: String,
}

impl Expected {
    /// Every phrase with the article that has it.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = (&str, &str)> {
        let occurrences = self.claim.iter().flat_map(|claim| &claim.occurrences);
        let said = occurrences.flat_map(|one| one.phrases.iter().map(|phrase| (one.article.as_str(), phrase.as_str())));
        let copied = self.copy.iter().flat_map(|copy| {
            copy.passages.iter().flat_map(|passage| [(copy.from.as_str(), &**passage), (copy.to.as_str(), passage)])
        });
        let sides = self.conflict.iter().flat_map(|conflict| &conflict.sides);
        let sides = sides.map(|side| (side.at.as_str(), side.phrase.as_str()));
        let none = self.not_conflict.iter().map(|one| (one.article.as_str(), one.phrase.as_str()));
        let shared =
            self.not_copy.iter().flat_map(|one| one.articles.iter().map(|id| (id.as_str(), one.shared.as_str())));
        let edges = self.claim.iter().flat_map(|claim| &claim.edges);
        let edges = edges.map(|edge| (edge.article.as_str(), edge.evidence.as_str()));
        said.chain(copied).chain(edges).chain(sides).chain(none).chain(shared)
    }
}
