//! The parts of a trace as they are handed out: claims, nodes, edges.

use std::collections::{BTreeMap, BTreeSet};

use musnad_model::Stance;

use super::build::Built;
use super::chain::Voice;
use super::path::Link;
use super::{Because, Edge, EdgeKind, Evidence, Node, NodeKind, TracedClaim};
use crate::copy::Copy;
use crate::story::Group;

impl Built<'_> {
    /// A claim with what is known of its article, and why it is in the group.
    pub(super) fn told(&self, voice: &Voice<'_>, group: &Group) -> TracedClaim {
        let id = &voice.member.claim;
        let strongest = group
            .matches
            .iter()
            .filter(|one| one.a == *id || one.b == *id)
            .max_by(|x, y| x.score.total_cmp(&y.score).then((&y.a, &y.b).cmp(&(&x.a, &x.b))));
        TracedClaim {
            claim: id.clone(),
            text: self.articles[id.article.as_str()].words(&voice.member.spans),
            spans: voice.member.spans.clone(),
            side: voice.member.side,
            stance: voice.member.stance,
            mode: voice.member.mode,
            publisher: voice.reading.publisher.clone(),
            published: voice.reading.published,
            published_at: voice.reading.published_at,
            because: strongest.map(|one| Because {
                with: if one.a == *id { one.b.clone() } else { one.a.clone() },
                kind: one.kind,
                score: one.score,
                reason: one.reason.sentence(),
            }),
        }
    }

    /// The nodes in the order of their numbers.
    pub(super) fn nodes(&self, numbers: &BTreeMap<usize, usize>, id: &impl Fn(usize) -> String) -> Vec<Node> {
        let mut order: Vec<usize> = numbers.keys().copied().collect();
        order.sort_by_key(|node| numbers[node]);
        let maybe = |node: usize| {
            let pairs = self.cast.doubtful.iter().chain(&self.cast.speaks);
            let other = |&(a, b): &(usize, usize)| match (a == node, b == node) {
                (true, _) => Some(b),
                (_, true) => Some(a),
                _ => None,
            };
            let mut maybe: Vec<String> =
                pairs.filter_map(other).filter(|node| numbers.contains_key(node)).map(id).collect();
            maybe.sort();
            maybe.dedup();
            maybe
        };
        order
            .into_iter()
            .map(|node| {
                let one = &self.cast.nodes[node];
                Node {
                    id: id(node),
                    kind: one.kind,
                    name: if one.kind == NodeKind::SharedText { self.shared_by(node) } else { one.name.clone() },
                    other_names: one.other_names.clone(),
                    known: one.known,
                    maybe: maybe(node),
                }
            })
            .collect()
    }

    /// The articles that share a text, as its name.
    fn shared_by(&self, node: usize) -> String {
        let holds = |path: &[Link]| path.iter().any(|link| self.cast.node(&link.who) == node);
        let sharing = self.voices.iter().zip(&self.paths).filter(|(_, path)| holds(path));
        let articles: BTreeSet<&str> = sharing.map(|(voice, _)| voice.member.claim.article.as_str()).collect();
        articles.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// The steps of all chains, and the copies between articles.
    pub(super) fn edges(&self, chains: &[Vec<usize>], copies: &[Copy], id: &impl Fn(usize) -> String) -> Vec<Edge> {
        let mut found: BTreeMap<(usize, usize, EdgeKind), Shown> = BTreeMap::new();
        for (i, path) in self.paths.iter().enumerate().filter(|(i, _)| self.voices[*i].counts) {
            for pair in chains[i].windows(2) {
                // The link by which the chain left the node for the last time.
                let leaves = path.iter().rev().find(|link| self.cast.node(&link.who) == pair[0]);
                let Some(link) = leaves else { continue };
                let entry = found.entry((pair[0], pair[1], link.kind)).or_insert((link.stance, BTreeSet::new()));
                if entry.0 != link.stance {
                    entry.0 = None;
                }
                entry.1.extend(link.evidence.iter().cloned());
            }
        }
        for copy in copies.iter().filter(|copy| copy.through.is_none()) {
            let (from, to) = if copy.from.as_ref() == Some(&copy.b) { (&copy.b, &copy.a) } else { (&copy.a, &copy.b) };
            let passages = |article: &String| {
                let spans = copy.sides(article).into_iter().flatten().map(|side| side.0).collect();
                Evidence { article: article.clone(), attribution: None, spans }
            };
            let ends =
                [from, to].map(|article| self.articles.get(article.as_str()).map(|one| self.cast.node(&one.node())));
            if let [Some(from_node), Some(to_node)] = ends {
                let entry = found.entry((from_node, to_node, EdgeKind::Copied)).or_insert((None, BTreeSet::new()));
                entry.1.extend([passages(from), passages(to)]);
            }
        }
        let mut edges: Vec<Edge> = found
            .into_iter()
            .map(|((from, to, kind), (stance, evidence))| Edge {
                from: id(from),
                to: id(to),
                kind,
                stance,
                evidence: evidence.into_iter().collect(),
            })
            .collect();
        let number = |id: &str| id[1..].parse::<usize>().unwrap_or_default();
        edges.sort_by_key(|edge| (number(&edge.from), number(&edge.to), edge.kind));
        edges
    }
}

/// How a step is vouched for, if all who show it agree, and the words that show it.
type Shown = (Option<Stance>, BTreeSet<Evidence>);
