//! From an attribution outwards: speaker, channel, parents, publisher, article.

use std::collections::{BTreeMap, BTreeSet};

use musnad_model::{Attribution, CharIndex, Entity, EntityKind, Reading, Span, Stance};

use super::node::Who;
use super::{EdgeKind, Evidence};
use crate::claim::Claim;
use crate::names::Name;
use crate::outlet;
use crate::story::{Member, Side};

/// Longest chain of parents that is followed.
const DEEPEST: usize = 32;

/// A claim of the group with its chain inside its article.
pub(super) struct Voice<'a> {
    pub(super) member: &'a Member,
    pub(super) reading: &'a Reading,
    pub(super) claim: &'a Claim,
    /// From the innermost source outwards, without publisher and article.
    pub(super) steps: Vec<Step>,
    /// False if another claim of the article holds this one's chain already.
    pub(super) counts: bool,
    /// The shared text in which it stands.
    pub(super) family: Option<usize>,
}

/// One who passed the claim on.
pub(super) struct Step {
    pub(super) who: Who,
    /// How it went on from here.
    pub(super) kind: EdgeKind,
    pub(super) stance: Option<Stance>,
    pub(super) evidence: Evidence,
}

/// The outlets that published the group's articles.
pub(super) struct Outlets(Vec<(String, outlet::Keys)>);

impl Outlets {
    pub(super) fn new<'r>(readings: impl Iterator<Item = &'r Reading>) -> Self {
        let names: BTreeSet<&str> = readings.filter_map(|reading| reading.publisher.as_deref()).collect();
        Self(names.into_iter().map(|name| (name.to_owned(), outlet::Keys::of(name, &[], None, None))).collect())
    }

    /// The one that is called so.
    fn called(&self, name: &str) -> Option<Name> {
        let found = self.0.iter().find(|(_, keys)| keys.called(name));
        found.map(|(name, _)| Name::outlet(name, None))
    }
}

/// One article's attributions and entities by id.
pub(super) struct Article<'a> {
    pub(super) reading: &'a Reading,
    outlets: &'a Outlets,
    attributions: BTreeMap<&'a str, &'a Attribution>,
    names: BTreeMap<&'a str, Name>,
    index: CharIndex<'a>,
}

impl<'a> Article<'a> {
    /// `outlets` are those that published the articles at hand: whoever is called like one
    /// of them is that one, whatever kind of name the reading takes it for.
    pub(super) fn new(reading: &'a Reading, outlets: &'a Outlets) -> Self {
        let name = |entity: &Entity| {
            let other = entity.kind != EntityKind::Outlet;
            let outlet = other.then(|| outlets.called(&entity.name)).flatten();
            outlet.unwrap_or_else(|| Name::of(entity))
        };
        Self {
            reading,
            outlets,
            attributions: reading.attributions.iter().map(|one| (one.id.as_str(), one)).collect(),
            names: reading.entities.iter().map(|entity| (entity.id.as_str(), name(entity))).collect(),
            index: CharIndex::new(&reading.text),
        }
    }

    pub(super) fn attribution(&self, id: &str) -> Option<&'a Attribution> {
        self.attributions.get(id).copied()
    }

    /// The words of some spans, joined.
    pub(super) fn words(&self, spans: &[Span]) -> String {
        let words: Vec<&str> = spans.iter().filter_map(|&span| self.index.slice(span)).collect();
        words.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The attribution and its parents, from the inside out. A circle of parents ends.
    pub(super) fn line(&self, id: &str) -> Vec<&'a Attribution> {
        let mut line = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = self.attribution(id);
        while let Some(one) = next.filter(|one| line.len() < DEEPEST && seen.insert(one.id.as_str())) {
            line.push(one);
            next = one.parent.as_deref().and_then(|id| self.attribution(id));
        }
        line
    }

    /// The steps of an attribution's chain.
    pub(super) fn steps(&self, id: &str) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for (depth, attribution) in self.line(id).into_iter().enumerate() {
            // Who denies what somebody said does not pass it on.
            if depth > 0 && attribution.stance == Stance::Denies {
                continue;
            }
            let evidence = self.evidence(attribution);
            steps.push(Step {
                who: self.speaker(attribution),
                kind: EdgeKind::Reported,
                stance: Some(attribution.stance),
                evidence: evidence.clone(),
            });
            if let Some(via) = attribution.via.as_deref() {
                let outlet = self.names.values().find(|name| name.kind == EntityKind::Outlet && name.shown == via);
                let who = Who::Named(outlet.cloned().unwrap_or_else(|| Name::outlet(via, None)));
                if let Some(last) = steps.last_mut() {
                    last.kind = EdgeKind::Carried;
                }
                steps.push(Step { who, kind: EdgeKind::Reported, stance: None, evidence });
            }
        }
        steps
    }

    fn evidence(&self, attribution: &Attribution) -> Evidence {
        let mut spans: Vec<Span> = attribution.source.iter().chain(&attribution.cue).copied().collect();
        spans.sort_unstable();
        Evidence { article: self.reading.id.clone(), attribution: Some(attribution.id.clone()), spans }
    }

    fn speaker(&self, attribution: &Attribution) -> Who {
        let entity = attribution.speaker_entity.as_deref();
        let scope = |id: &str| format!("{}/{id}", self.reading.id);
        let name = entity.and_then(|id| self.names.get(id));
        // The words of the source name the outlet of an article at hand: a reading may take
        // a part of them for somebody.
        let other = name.is_none_or(|name| name.kind != EntityKind::Outlet);
        if let Some(outlet) = self.outlets.called(&self.words(&attribution.source)).filter(|_| other) {
            return Who::Named(outlet);
        }
        match (name, &attribution.speaker) {
            (Some(name), _) if !name.unnamed() => Who::Named(name.clone()),
            (Some(name), _) => Who::Unnamed { scope: scope(entity.unwrap_or_default()), shown: name.shown.clone() },
            (None, Some(speaker)) => Who::Unnamed { scope: scope(&attribution.id), shown: speaker.clone() },
            (None, None) => {
                // "Reports say": the words that stand for the source, if there are any.
                let shown = self.words(&attribution.source);
                if shown.is_empty() {
                    Who::Unstated { scope: scope(&attribution.id) }
                } else {
                    Who::Unnamed { scope: scope(&attribution.id), shown }
                }
            }
        }
    }

    /// The outlet that published the article.
    pub(super) fn publisher(&self) -> Who {
        match &self.reading.publisher {
            Some(name) if !name.trim().is_empty() => Who::Named(Name::outlet(name, self.reading.url.as_deref())),
            _ => Who::UnknownOutlet { article: self.reading.id.clone() },
        }
    }

    /// The article itself.
    pub(super) fn node(&self) -> Who {
        let shown = self.reading.title.clone().unwrap_or_else(|| self.reading.id.clone());
        Who::Article { id: self.reading.id.clone(), shown }
    }
}

/// Marks the voices whose chain another voice of the article holds already: the outer ones
/// of a relay, and narration beside an attribution.
pub(super) fn settle(voices: &mut [Voice<'_>], articles: &BTreeMap<&str, Article<'_>>) {
    let mut outer: BTreeSet<(String, String, Side)> = BTreeSet::new();
    let mut attributed: BTreeSet<String> = BTreeSet::new();
    for voice in voices.iter() {
        let id = &voice.member.claim;
        if let (Some(attribution), Some(article)) = (&id.attribution, articles.get(id.article.as_str())) {
            attributed.insert(id.article.clone());
            let parents = article.line(attribution).into_iter().skip(1);
            outer.extend(parents.map(|one| (id.article.clone(), one.id.clone(), voice.member.side)));
        }
    }
    // Two statements of one attribution in one group are one chain.
    let mut seen: BTreeSet<(String, Option<String>, Side)> = BTreeSet::new();
    for voice in voices {
        let id = &voice.member.claim;
        let side = voice.member.side;
        voice.counts = match &id.attribution {
            Some(attribution) => !outer.contains(&(id.article.clone(), attribution.clone(), side)),
            None => !attributed.contains(&id.article),
        } && seen.insert((id.article.clone(), id.attribution.clone(), side));
    }
}
