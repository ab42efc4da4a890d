//! What pages need of one article without opening it.

use std::collections::{BTreeMap, BTreeSet};

use musnad_ledger::{Claim, ClaimId, Spot, Story};
use musnad_model::fold::{Strength, fold};
use musnad_model::{Attribution, CharIndex, EntityKind, LabelKind, Reading, Span};
use serde::Serialize;

use super::Corrected;

/// Somebody as one article names them.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub key: String,
    pub kind: String,
    pub names: BTreeSet<String>,
    pub roles: Vec<String>,
}

/// Words by which an article marks somebody.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Labelled {
    /// Whom.
    pub entity: String,
    /// The words.
    pub words: String,
    /// How they mark.
    pub kind: LabelKind,
}

/// A place that a claim names, or the article itself.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Located {
    /// The claim with the fewest words around it; null for narration.
    pub claim: Option<ClaimId>,
    /// The words that name it.
    pub words: String,
    /// Where they stand.
    pub span: Span,
    /// The place.
    pub spot: Spot,
    /// People that the same words name, by their keys.
    pub people: BTreeSet<String>,
}

/// What pages need of one article.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    pub story: Story,
    /// SHA-256 of the text.
    pub sha256: String,
    /// Ledger ids of the claims by their ids in the reading.
    pub claims: BTreeMap<String, ClaimId>,
    /// What unnamed sources are called, by their claims.
    pub unnamed: BTreeMap<ClaimId, String>,
    /// Claims that the machine doubts and nobody has judged.
    pub doubtful: Vec<(f64, ClaimId)>,
    pub entities: Vec<Seen>,
    pub labels: Vec<Labelled>,
    pub located: Vec<Located>,
}

impl Card {
    pub(crate) fn of(from: &Corrected) -> Self {
        let reading = &from.reading;
        let index = CharIndex::new(&reading.text);
        let key = |id: &str| reading.entities.iter().find(|entity| entity.id == id).map(|entity| entity.key.clone());
        let labels = reading.labels.iter().filter_map(|label| {
            let words = index.slice(label.span)?.to_owned();
            Some(Labelled { entity: key(label.entity.as_deref()?)?, words, kind: label.kind })
        });
        let claims: BTreeMap<String, ClaimId> =
            from.claims.iter().map(|claim| (claim.local.clone(), claim.id)).collect();
        Self {
            story: from.story.clone(),
            sha256: reading.sha256.clone(),
            labels: labels.collect(),
            doubtful: from.claims.iter().filter(|one| doubted(one)).map(|one| (one.confidence, one.id)).collect(),
            unnamed: unnamed(&from.claims, &index),
            located: located(reading, &index, &claims),
            entities: entities(reading),
            claims,
        }
    }
}

/// A reading below this is doubtful.
const DOUBTFUL: f64 = 0.9;

/// True if the machine doubts its reading and nobody has judged it.
pub(crate) fn doubted(claim: &Claim) -> bool {
    let judged = claim.review.confirmed || claim.review.rejected || claim.review.source_set;
    claim.confidence < DOUBTFUL && !judged
}

/// The words that stand for sources without a name.
pub(crate) fn unnamed(claims: &[Claim], index: &CharIndex<'_>) -> BTreeMap<ClaimId, String> {
    let words = |claim: &Claim| {
        let words: Vec<&str> = claim.source_spans.iter().filter_map(|span| index.slice(*span)).collect();
        (claim.speaker.is_none() && !words.is_empty()).then(|| (claim.id, words.join(" … ")))
    };
    claims.iter().filter_map(words).collect()
}

fn entities(reading: &Reading) -> Vec<Seen> {
    let named = reading.entities.iter().filter(|entity| entity.kind != EntityKind::Unnamed);
    let seen = |entity: &musnad_model::Entity| Seen {
        key: entity.key.clone(),
        kind: wire(&entity.kind),
        names: std::iter::once(&entity.name).chain(entity.latin.as_ref()).cloned().collect(),
        roles: entity.roles.clone(),
    };
    named.map(seen).collect()
}

/// A word as it is on the wire.
pub(crate) fn wire(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The words of a text in one spelling, a space around each.
fn spaced(text: &str) -> String {
    let folded = fold(text, Strength::Lossy);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |all, word| all + word + " ")
}

/// Fewest words of a name by which somebody is known again where the reader marked no mention: one alone may be anybody's.
const KNOWN_BY: usize = 2;

fn located(reading: &Reading, index: &CharIndex<'_>, claims: &BTreeMap<String, ClaimId>) -> Vec<Located> {
    let persons = reading.entities.iter().filter(|entity| entity.kind == EntityKind::Person);
    let persons: Vec<(&musnad_model::Entity, Vec<String>)> = persons
        .map(|entity| {
            let names = std::iter::once(&entity.name).chain(&entity.aliases);
            let names = names.filter(|name| name.split_whitespace().count() >= KNOWN_BY).map(|name| spaced(name));
            (entity, names.collect())
        })
        .collect();
    let place = |place: &musnad_model::Place| {
        let around = innermost(&reading.attributions, place.span);
        let content: &[Span] = around.map_or(&[], |one| &one.content);
        let inside = |span: &Span| content.iter().any(|whole| whole.contains(*span));
        let said: String = content.iter().filter_map(|span| index.slice(*span)).map(spaced).collect();
        let people = persons.iter().filter(|(entity, names)| {
            entity.mentions.iter().any(inside) || names.iter().any(|name| said.contains(name.as_str()))
        });
        let people = people.map(|(entity, _)| entity.key.clone());
        Some(Located {
            claim: around.and_then(|one| claims.get(&one.id)).copied(),
            words: index.slice(place.span)?.to_owned(),
            span: place.span,
            spot: Spot {
                name: place.name.clone(),
                kind: wire(&place.kind),
                country: place.country.clone(),
                lat: place.lat,
                lon: place.lon,
                radius_km: place.radius_km,
                geonames: place.geonames.map(i64::from),
            },
            people: people.collect(),
        })
    };
    reading.places.iter().filter_map(place).collect()
}

/// The attribution with the shortest content around a span.
fn innermost(all: &[Attribution], span: Span) -> Option<&Attribution> {
    let around = all.iter().filter(|one| one.content.iter().any(|whole| whole.contains(span)));
    around.min_by_key(|one| one.content.iter().map(|part| part.len()).sum::<u32>())
}
