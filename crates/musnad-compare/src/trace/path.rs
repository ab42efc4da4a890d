//! The whole way of a claim, from its source to its article.

use std::collections::BTreeMap;

use musnad_model::Stance;
use musnad_model::fold::{Strength, fold};

use super::chain::{Article, Step, Voice};
use super::node::Who;
use super::{EdgeKind, Evidence};
use crate::names::Name;

/// Unnamed sources of one shared text are one: the text was written once.
pub(super) fn scope_to_families(voices: &mut [Voice<'_>]) {
    for voice in voices.iter_mut().filter(|voice| voice.family.is_some()) {
        let scope = format!("text {}", voice.family.unwrap_or_default());
        for step in &mut voice.steps {
            match &mut step.who {
                Who::Unnamed { scope: own, shown } => {
                    *own = scope.clone();
                    *shown = fold(shown, Strength::Safe);
                }
                Who::Unstated { scope: own } => *own = scope.clone(),
                _ => {}
            }
        }
    }
}

/// One on the way, and how it goes on from there.
pub(super) struct Link {
    pub(super) who: Who,
    pub(super) kind: EdgeKind,
    pub(super) stance: Option<Stance>,
    pub(super) evidence: Vec<Evidence>,
}

/// The whole way of a claim: sources, shared text, publisher, article.
pub(super) fn path(
    voice: &Voice<'_>,
    articles: &BTreeMap<&str, Article<'_>>,
    agencies: &[Option<String>],
) -> Vec<Link> {
    let id = &voice.member.claim;
    let article = &articles[id.article.as_str()];
    let own = || Evidence {
        article: id.article.clone(),
        attribution: id.attribution.clone(),
        spans: voice.member.spans.clone(),
    };
    let mut path: Vec<Link> = voice
        .steps
        .iter()
        .map(|Step { who, kind, stance, evidence }| Link {
            who: who.clone(),
            kind: *kind,
            stance: *stance,
            evidence: vec![evidence.clone()],
        })
        .collect();
    if path.is_empty() {
        let scope = voice.family.map_or_else(|| id.to_string(), |family| format!("text {family}"));
        path.push(Link { who: Who::Unstated { scope }, kind: EdgeKind::Reported, stance: None, evidence: vec![own()] });
    }
    if let Some(family) = voice.family {
        // The agency that a shared text is credited to stands before the text.
        if let Some(Some(name)) = agencies.get(family) {
            path.push(Link {
                who: Who::Named(Name::outlet(name, None)),
                kind: EdgeKind::Shared,
                stance: None,
                evidence: vec![own()],
            });
        }
        if let Some(last) = path.last_mut() {
            last.kind = EdgeKind::Shared;
        }
        path.push(Link {
            who: Who::SharedText { family },
            kind: EdgeKind::Published,
            stance: None,
            evidence: vec![own()],
        });
    }
    if let Some(last) = path.last_mut()
        && last.kind == EdgeKind::Reported
    {
        last.kind = EdgeKind::Published;
    }
    path.push(Link { who: article.publisher(), kind: EdgeKind::Published, stance: None, evidence: vec![own()] });
    path.push(Link { who: article.node(), kind: EdgeKind::Published, stance: None, evidence: Vec::new() });
    path
}
