//! Whoever stands in a chain, made one across articles.

use std::collections::{BTreeMap, BTreeSet};

use musnad_model::EntityKind;

use super::NodeKind;
use crate::names::{Classes, Name, Same, classes};

/// Somebody in a chain before names are joined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Named(Name),
    /// A description in one article, or in all articles that share a text.
    Unnamed {
        scope: String,
        shown: String,
    },
    /// No source at all: one for each attribution or sentence.
    Unstated {
        scope: String,
    },
    UnknownOutlet {
        article: String,
    },
    SharedText {
        family: usize,
    },
    Article {
        id: String,
        shown: String,
    },
}

/// All who stand in the chains, each once. Indices are stable for one set of chains.
pub(super) struct Cast {
    pub(super) nodes: Vec<CastNode>,
    of: BTreeMap<Who, usize>,
    /// Pairs of nodes that may be one, or of which one speaks for the other.
    pub(super) doubtful: BTreeSet<(usize, usize)>,
    pub(super) speaks: BTreeSet<(usize, usize)>,
}

pub(super) struct CastNode {
    pub(super) kind: NodeKind,
    pub(super) name: String,
    pub(super) other_names: Vec<String>,
    pub(super) known: bool,
    /// Every form of the name, for finding it again.
    names: Vec<Name>,
}

impl Cast {
    pub(super) fn new(all: impl IntoIterator<Item = Who>) -> Self {
        let all: BTreeSet<Who> = all.into_iter().collect();
        // Sorted, since a set is: the classes do not depend on who came first.
        let names: Vec<Name> = all
            .iter()
            .filter_map(|who| match who {
                Who::Named(name) => Some(name.clone()),
                _ => None,
            })
            .collect();
        let Classes { class, doubtful } = classes(&names);
        let mut nodes: Vec<CastNode> = Vec::new();
        let mut node_of_class: BTreeMap<usize, usize> = BTreeMap::new();
        for &one in &class {
            node_of_class.entry(one).or_insert_with(|| {
                nodes.push(named(names.iter().zip(&class).filter(|(_, c)| **c == one).map(|(name, _)| name.clone())));
                nodes.len() - 1
            });
        }
        let mut of: BTreeMap<Who, usize> =
            names.iter().zip(&class).map(|(name, c)| (Who::Named(name.clone()), node_of_class[c])).collect();
        for who in all {
            if !matches!(who, Who::Named(_)) {
                of.insert(who.clone(), nodes.len());
                nodes.push(nameless(&who));
            }
        }
        let pair = |a: usize, b: usize| (a.min(b), a.max(b));
        let doubtful = doubtful.into_iter().map(|(a, b)| pair(node_of_class[&a], node_of_class[&b])).collect();
        let speaks = speaking(&nodes).into_iter().map(|(a, b)| pair(a, b)).collect();
        Self { nodes, of, doubtful, speaks }
    }

    /// The node of somebody that the cast was made with.
    pub(super) fn node(&self, who: &Who) -> usize {
        self.of.get(who).copied().unwrap_or_default()
    }

    /// True if a node may be called by this name.
    pub(super) fn is_called(&self, node: usize, name: &Name) -> bool {
        self.nodes[node].names.iter().any(|known| known.same(name) != Same::No)
    }

    pub(super) fn is_outlet(&self, node: usize) -> bool {
        self.nodes[node].kind == NodeKind::Outlet
    }
}

/// Pairs of named nodes of which one speaks for the other.
fn speaking(nodes: &[CastNode]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (i, one) in nodes.iter().enumerate() {
        for (j, body) in nodes.iter().enumerate().filter(|(j, _)| *j != i) {
            if one.names.iter().any(|name| body.names.iter().any(|other| name.speaks_for(other))) {
                pairs.push((i, j));
            }
        }
    }
    pairs
}

fn named(names: impl Iterator<Item = Name>) -> CastNode {
    let names: Vec<Name> = names.collect();
    // The fullest name; of equal ones the first in order.
    let fullest =
        names.iter().min_by_key(|name| (std::cmp::Reverse(name.shown.split_whitespace().count()), &name.shown));
    let kind = fullest.map_or(EntityKind::Organization, |name| name.kind);
    let shown = fullest.map(|name| name.shown.clone()).unwrap_or_default();
    let other_names: BTreeSet<String> =
        names.iter().map(|name| name.shown.clone()).filter(|name| *name != shown).collect();
    CastNode {
        kind: match kind {
            EntityKind::Person => NodeKind::Person,
            EntityKind::Group => NodeKind::Group,
            EntityKind::Organization => NodeKind::Organization,
            EntityKind::Outlet => NodeKind::Outlet,
            EntityKind::Government => NodeKind::Government,
            EntityKind::Place => NodeKind::Place,
            EntityKind::Unnamed => NodeKind::Unnamed,
        },
        name: shown,
        other_names: other_names.into_iter().collect(),
        known: true,
        names,
    }
}

fn nameless(who: &Who) -> CastNode {
    let (kind, name, known) = match who {
        Who::Named(name) => (NodeKind::Organization, name.shown.clone(), true),
        Who::Unnamed { shown, .. } => (NodeKind::Unnamed, shown.clone(), false),
        Who::Unstated { .. } => (NodeKind::Unstated, String::new(), false),
        Who::UnknownOutlet { .. } => (NodeKind::UnknownOutlet, String::new(), false),
        Who::SharedText { .. } => (NodeKind::SharedText, String::new(), true),
        Who::Article { shown, .. } => (NodeKind::Article, shown.clone(), true),
    };
    CastNode { kind, name, other_names: Vec::new(), known, names: Vec::new() }
}
