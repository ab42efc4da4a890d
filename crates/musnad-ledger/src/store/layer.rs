//! The layer: what the newest reading of an article says, with people's operations applied.
//!
//! [`Layer::of`] is a pure function of a reading and of the operations about it. The rows are written from it, and the
//! check of the ledger makes it again and compares.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use musnad_model::fold::{Strength, fold};
use musnad_model::{CharIndex, Place, Reading, Span};

use crate::add::Arrival;
use crate::day;
use crate::error::{Error, Result};
use crate::id::{ArticleId, ClaimId, Id, outlet};
use crate::operation::{Act, Operation};
use crate::store::record::json;
use crate::words::terms;

/// States of a claim, as bits.
pub(crate) const CONFIRMED: i64 = 1;
pub(crate) const REJECTED: i64 = 2;
pub(crate) const SOURCE_SET: i64 = 4;

/// Names longer than this (in bytes) are no names.
const LONGEST_NAME: usize = 400;

/// All rows of one article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layer {
    pub story: StoryRow,
    /// Entities by key, with the names that the article has for them.
    pub named: BTreeMap<String, Vec<String>>,
    pub places: BTreeMap<String, PlaceRow>,
    pub claims: Vec<ClaimRow>,
    pub propositions: Vec<PropositionRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoryRow {
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
    pub language: String,
    pub day: i64,
    pub arrived: i64,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlaceRow {
    pub name: String,
    pub kind: String,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub radius: Option<f64>,
    pub geonames: Option<i64>,
    pub folded: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClaimRow {
    pub id: ClaimId,
    pub local: String,
    pub speaker: Option<String>,
    pub entity: Option<String>,
    pub via: Option<String>,
    pub parent: Option<ClaimId>,
    pub stance: String,
    pub mode: String,
    pub negated: bool,
    pub rule: String,
    pub confidence: f64,
    pub content: String,
    pub spans: String,
    pub state: i64,
    pub credibility: Option<i64>,
    pub words: String,
    pub about: BTreeSet<String>,
    pub spots: BTreeSet<String>,
    pub moments: BTreeSet<(i64, i64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PropositionRow {
    pub claim: Option<ClaimId>,
    pub frame: String,
    pub polarity: String,
    pub roles: Vec<RoleRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RoleRow {
    pub role: String,
    pub span: Span,
    pub words: String,
    pub entity: Option<String>,
    pub place: Option<String>,
    pub days: Option<(i64, i64)>,
}

/// What people did to one article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay {
    splits: Vec<(String, String)>,
    claims: HashMap<ClaimId, ClaimOverlay>,
}

#[derive(Clone, Debug, Default)]
struct ClaimOverlay {
    confirmed: bool,
    rejected: bool,
    source: Option<(Option<String>, Option<String>, Option<String>)>,
    credibility: Option<i64>,
}

impl Overlay {
    /// The effect of active operations, given in the order in which they were done.
    pub(crate) fn of(article: ArticleId, operations: impl IntoIterator<Item = Operation>) -> Self {
        let mut overlay = Self::default();
        for operation in operations {
            match operation.act {
                Act::Split { entity, articles, into } if articles.contains(&article) => {
                    overlay.splits.push((entity, into))
                }
                Act::SetSource { claim, speaker, entity, via } => {
                    overlay.claims.entry(claim).or_default().source = Some((speaker, entity, via));
                }
                Act::NotAClaim { claim } => {
                    let claim = overlay.claims.entry(claim).or_default();
                    (claim.rejected, claim.confirmed) = (true, false);
                }
                Act::Confirm { claim } => {
                    let claim = overlay.claims.entry(claim).or_default();
                    (claim.rejected, claim.confirmed) = (false, true);
                }
                Act::RateClaim { claim, credibility } => {
                    overlay.claims.entry(claim).or_default().credibility = Some(i64::from(u8::from(credibility)));
                }
                _ => {}
            }
        }
        overlay
    }
}

/// The ids of a reading's claims, in its order.
pub(crate) fn claim_ids(article: ArticleId, reading: &Reading) -> Vec<ClaimId> {
    let mut seen: HashMap<ClaimId, i64> = HashMap::new();
    reading
        .attributions
        .iter()
        .map(|attribution| {
            let first = Id::of_claim(article, attribution, 0);
            let ordinal = seen.entry(first).and_modify(|n| *n += 1).or_insert(0);
            if *ordinal == 0 { first } else { Id::of_claim(article, attribution, *ordinal) }
        })
        .collect()
}

/// A reading for the layer: PostgreSQL has no NUL in texts, so U+FFFD stands for it there. No span moves by that.
pub(crate) fn readable(json: &str) -> Result<Reading> {
    let nul = "\\u0000";
    let reading = if json.contains(nul) {
        serde_json::from_str(&json.replace(nul, "\\uFFFD"))
    } else {
        serde_json::from_str(json)
    };
    reading.map_err(|e| Error::Corrupt(format!("a reading: {e}")))
}

/// The wire's word for a value of an enumeration.
fn wire(value: &impl serde::Serialize) -> Result<String> {
    Ok(json(value)?.trim_matches('"').to_owned())
}

/// Things with spans, in order, so that those inside another span are found fast.
struct Placed<T>(Vec<(Span, T)>);

impl<T: Copy> Placed<T> {
    fn new(all: impl IntoIterator<Item = (Span, T)>) -> Self {
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|(span, _)| *span);
        Self(all)
    }

    /// Those wholly inside one of these spans.
    fn inside(&self, spans: &[Span]) -> impl Iterator<Item = T> {
        spans.iter().flat_map(|&outer| {
            let from = self.0.partition_point(|(span, _)| span.start < outer.start);
            let rest = self.0[from..].iter().take_while(move |(span, _)| span.start < outer.end);
            rest.filter(move |(span, _)| outer.contains(*span)).map(|&(_, thing)| thing)
        })
    }

    /// The first inside a span, else the first that it lies in.
    fn at(&self, span: Span) -> Option<T> {
        let around = || {
            let to = self.0.partition_point(|(other, _)| other.start <= span.start);
            let near = self.0[..to].iter().rev().take(8);
            near.filter(|(other, _)| other.contains(span)).map(|&(_, thing)| thing).next()
        };
        self.inside(&[span]).next().or_else(around)
    }
}

/// A name without line breaks: names are kept a line each.
fn one_line(name: &str) -> String {
    name.replace(char::is_control, " ").trim().to_owned()
}

fn place_row(place: &Place) -> Result<(String, PlaceRow)> {
    let kind = wire(&place.kind)?;
    let id = json(&(&kind, &place.country, place.lat, place.lon, place.radius_km, place.geonames, &place.name))?;
    let row = PlaceRow {
        folded: fold(&place.name, Strength::Lossy),
        name: place.name.clone(),
        kind,
        country: place.country.clone(),
        lat: place.lat,
        lon: place.lon,
        radius: place.radius_km,
        geonames: place.geonames.map(i64::from),
    };
    Ok((id, row))
}

impl Layer {
    /// The rows of an article.
    pub(crate) fn of(article: ArticleId, reading: &Reading, arrivals: &[Arrival], overlay: &Overlay) -> Result<Self> {
        let index = CharIndex::new(&reading.text);
        let words = |span: Span| index.slice(span).unwrap_or_default();
        let key = |key: &str| {
            let split = overlay.splits.iter().rev().find(|(from, _)| from == key);
            split.map_or_else(|| key.to_owned(), |(_, into)| into.clone())
        };

        let keys: Vec<String> = reading.entities.iter().map(|entity| key(&entity.key)).collect();
        let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (entity, key) in reading.entities.iter().zip(&keys) {
            let names = named.entry(key.clone()).or_default();
            for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                let name = one_line(name);
                if !name.is_empty() && name.len() <= LONGEST_NAME && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let local: HashMap<&str, usize> =
            reading.entities.iter().enumerate().map(|(n, entity)| (entity.id.as_str(), n)).collect();
        let mentions = Placed::new(
            reading
                .entities
                .iter()
                .enumerate()
                .flat_map(|(n, entity)| entity.mentions.iter().map(move |&span| (span, n))),
        );

        let mut places = BTreeMap::new();
        let mut place_ids = Vec::with_capacity(reading.places.len());
        for place in &reading.places {
            let (id, row) = place_row(place)?;
            places.entry(id.clone()).or_insert(row);
            place_ids.push(id);
        }
        let spots = Placed::new(reading.places.iter().enumerate().map(|(n, place)| (place.span, n)));
        let days = Placed::new(
            reading.times.iter().filter_map(|time| Some((time.span, day::covered(time.value.as_deref()?)?))),
        );

        let ids = claim_ids(article, reading);
        let by_local: HashMap<&str, ClaimId> =
            reading.attributions.iter().zip(&ids).map(|(a, &id)| (a.id.as_str(), id)).collect();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut claims = Vec::with_capacity(ids.len());
        for (a, &id) in reading.attributions.iter().zip(&ids) {
            let content = a.content.iter().map(|&span| words(span)).collect::<Vec<_>>().join(" … ");
            let done = overlay.claims.get(&id).cloned().unwrap_or_default();
            let mut state = i64::from(done.confirmed) * CONFIRMED + i64::from(done.rejected) * REJECTED;
            let entity = a.speaker_entity.as_deref().and_then(|id| local.get(id)).map(|&n| keys[n].clone());
            let (speaker, entity, via) = match done.source {
                Some((speaker, entity, via)) => {
                    state += SOURCE_SET;
                    (speaker, entity, via)
                }
                None => (a.speaker.clone(), entity, a.via.clone()),
            };
            if let Some(entity) = &entity {
                let names = named.entry(entity.clone()).or_default();
                if let (true, Some(speaker)) = (names.is_empty(), &speaker) {
                    names.extend(Some(one_line(speaker)).filter(|name| !name.is_empty()));
                }
            }
            let places_here: BTreeSet<usize> = spots.inside(&a.content).collect();
            used.extend(&places_here);
            claims.push(ClaimRow {
                id,
                local: a.id.clone(),
                parent: a.parent.as_deref().and_then(|id| by_local.get(id)).copied(),
                stance: a.stance.as_str().to_owned(),
                mode: wire(&a.mode)?,
                negated: a.negated,
                rule: a.rule.clone(),
                confidence: f64::from(a.confidence),
                spans: json(&[&a.source, &a.cue, &a.content])?,
                state,
                credibility: done.credibility,
                words: terms([speaker.as_deref().unwrap_or(""), &content]),
                about: mentions.inside(&a.content).map(|n| keys[n].clone()).collect(),
                spots: places_here.into_iter().map(|n| place_ids[n].clone()).collect(),
                moments: days.inside(&a.content).collect(),
                speaker,
                entity,
                via,
                content,
            });
        }

        let mut propositions = Vec::with_capacity(reading.propositions.len());
        for proposition in &reading.propositions {
            let mut roles = Vec::new();
            for (role, spans) in &proposition.roles {
                for &span in spans {
                    let place = spots.at(span);
                    used.extend(place);
                    roles.push(RoleRow {
                        role: role.clone(),
                        span,
                        words: words(span).to_owned(),
                        entity: mentions.at(span).map(|n| keys[n].clone()),
                        place: place.map(|n| place_ids[n].clone()),
                        days: days.at(span),
                    });
                }
            }
            propositions.push(PropositionRow {
                claim: proposition.attribution.as_deref().and_then(|id| by_local.get(id)).copied(),
                frame: proposition.frame.clone(),
                polarity: wire(&proposition.polarity)?,
                roles,
            });
        }
        // A place that nothing points to is in the reading, and needs no row.
        let used: BTreeSet<&String> = used.into_iter().map(|n| &place_ids[n]).collect();
        places.retain(|id, _| used.contains(id));

        let outlet = outlet(reading);
        let author = arrivals.iter().find_map(|arrival| arrival.author.clone());
        let facts = [reading.title.as_deref(), outlet.as_deref(), author.as_deref(), Some(reading.text.as_str())];
        let story = StoryRow {
            words: terms(facts.into_iter().flatten()),
            title: reading.title.clone(),
            url: reading.url.clone(),
            language: reading.language.clone(),
            day: reading.published.map_or(day::UNKNOWN, day::number),
            arrived: arrivals.first().map_or(0, |arrival| arrival.at),
            outlet,
            author,
        };
        Ok(Self { story, named, places, claims, propositions })
    }

    /// Every entity that a row points to.
    pub(crate) fn entities(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.named.iter().map(|(key, names)| (key.as_str(), names.as_slice()))
    }
}

/// The name, all names and the terms of an entity from its names in every article.
pub(crate) fn entity_row(key: &str, names: &BTreeSet<String>) -> (String, String, String) {
    let own = key.split_once(':').map_or(key, |(_, name)| name).to_owned();
    let longest = names.iter().max_by_key(|name| (name.chars().count(), std::cmp::Reverse(name.as_str())));
    let name = longest.cloned().unwrap_or(own);
    let all = names.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
    let words = terms([if names.is_empty() { name.as_str() } else { all.as_str() }]);
    (name, all, words)
}

/// The kind of an entity, from its key.
pub(crate) fn entity_kind(key: &str) -> &str {
    key.split_once(':').map_or("", |(kind, _)| kind)
}
