//! What a claim says in values: numbers, places, and propositions with their roles filled.

use std::collections::BTreeMap;

use musnad_model::fold::{Strength, fold};
use musnad_model::{Place, PlaceKind, Polarity, Proposition, Quantity, Span};
use serde::{Deserialize, Serialize};

use crate::hash;
use crate::words::Word;

/// A count or measure, with the words that say of what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Number {
    pub(crate) span: Span,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) unit: Option<String>,
    /// Stems of what is counted: the noun after the numeral and the word after it.
    pub(crate) counted: Vec<u32>,
}

/// How many words from the numeral on say what is counted.
const COUNTED: usize = 4;

impl Number {
    /// `words` are those around the quantity.
    pub(crate) fn new(quantity: &Quantity, words: &[Word]) -> Self {
        let from = words.partition_point(|word| word.span.start < quantity.span.start);
        let counted =
            words[from..].iter().take(COUNTED).filter(|word| word.substantial()).map(|word| word.stem).collect();
        Self { span: quantity.span, low: quantity.low, high: quantity.high, unit: quantity.unit.clone(), counted }
    }

    /// True if both count the same kind of thing.
    pub(crate) fn same_kind(&self, other: &Self) -> bool {
        self.same_unit(other) && self.counted.iter().any(|stem| other.counted.contains(stem))
    }

    /// True if the units do not speak against it.
    pub(crate) fn same_unit(&self, other: &Self) -> bool {
        !matches!((&self.unit, &other.unit), (Some(a), Some(b)) if a != b)
    }

    /// True if the unit itself says what is counted: persons:killed does, km does not.
    pub(crate) fn telling_unit(&self) -> bool {
        self.unit.as_deref().is_some_and(|unit| unit.contains(':') || unit == "percent")
    }

    /// True if no number fits both.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        let below = |a: Option<f64>, b: Option<f64>| matches!((a, b), (Some(a), Some(b)) if a < b);
        below(self.high, other.low) || below(other.high, self.low)
    }

    /// The numbers for people: `14`, `10–20`, `≥ 14`.
    pub(crate) fn shown(&self) -> String {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => format!("{low}"),
            (Some(low), Some(high)) => format!("{low}–{high}"),
            (Some(low), None) => format!("≥ {low}"),
            (None, Some(high)) => format!("≤ {high}"),
            (None, None) => "?".to_owned(),
        }
    }
}

/// A place, as far as two can be told apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub(crate) span: Span,
    /// Hash of the gazetteer's id, or of name and country.
    pub(crate) key: u32,
    pub(crate) name: String,
    country: Option<String>,
    wide: bool,
    point: Option<(f64, f64)>,
    radius_km: f64,
}

/// A place without a radius is taken as this wide.
const RADIUS_KM: f64 = 10.0;

/// Two points are apart if they are this much farther than their radii.
const APART_KM: f64 = 30.0;

impl Spot {
    pub(crate) fn new(place: &Place) -> Self {
        let key = match place.geonames {
            Some(id) => hash::word(&format!("geonames:{id}")),
            None => hash::word(&format!(
                "{}/{}",
                fold(&place.name, Strength::Lossy),
                place.country.as_deref().unwrap_or("")
            )),
        };
        Self {
            span: place.span,
            key,
            name: place.name.clone(),
            country: place.country.clone(),
            wide: place.kind == PlaceKind::Country,
            point: place.lat.zip(place.lon),
            radius_km: place.radius_km.unwrap_or(RADIUS_KM),
        }
    }

    /// True if nobody can be in both at once, as far as the gazetteer knows. A country and
    /// a town in it are not apart; nor are places of which one has no point.
    pub(crate) fn apart(&self, other: &Self) -> bool {
        if self.key == other.key {
            return false;
        }
        if self.wide || other.wide {
            return matches!((&self.country, &other.country), (Some(a), Some(b)) if a != b);
        }
        match (self.point, other.point) {
            (Some(a), Some(b)) => km(a, b) > self.radius_km + other.radius_km + APART_KM,
            _ => false,
        }
    }
}

/// Great-circle distance (haversine).
fn km((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let (lat_a, lon_a, lat_b, lon_b) = (lat_a.to_radians(), lon_a.to_radians(), lat_b.to_radians(), lon_b.to_radians());
    let h = ((lat_b - lat_a) / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * ((lon_b - lon_a) / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// A proposition with its roles filled by values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Fact {
    pub(crate) frame: String,
    /// Stem of the word that evokes the frame: seizing and losing are one frame.
    pub(crate) trigger: u32,
    pub(crate) positive: bool,
    pub(crate) roles: BTreeMap<String, Filler>,
}

/// What fills a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Filler {
    Party(u32),
    Place(Spot),
    Days(i32, i32),
    Number(Number),
    Words(Vec<u32>),
}

/// What two fillers say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Same,
    /// They cannot be the same.
    Apart,
    Open,
}

/// A proposition with its roles filled by `filler`; `trigger` is the stem of its trigger.
pub(crate) fn fact(proposition: &Proposition, trigger: u32, filler: impl Fn(Span, &str) -> Filler) -> Fact {
    let roles =
        proposition.roles.iter().filter_map(|(role, spans)| Some((role.clone(), filler(*spans.first()?, role))));
    Fact {
        frame: proposition.frame.clone(),
        trigger,
        positive: proposition.polarity == Polarity::Positive,
        roles: roles.collect(),
    }
}

impl Filler {
    pub(crate) fn fit(&self, other: &Self) -> Fit {
        match (self, other) {
            (Self::Party(a), Self::Party(b)) if a == b => Fit::Same,
            // Two names may be one body: a person and his title, a party and its short name.
            (Self::Party(_), Self::Party(_)) => Fit::Open,
            (Self::Place(a), Self::Place(b)) if a.key == b.key => Fit::Same,
            (Self::Place(a), Self::Place(b)) if a.apart(b) => Fit::Apart,
            (Self::Days(a, b), Self::Days(c, d)) if a == c && b == d => Fit::Same,
            (Self::Days(a, b), Self::Days(c, d)) if b < c || d < a => Fit::Apart,
            (Self::Number(a), Self::Number(b)) if a.same_kind(b) && a.differs(b) => Fit::Apart,
            (Self::Number(a), Self::Number(b)) if a.same_kind(b) => Fit::Same,
            (Self::Words(a), Self::Words(b)) if !a.is_empty() && a.iter().any(|stem| b.contains(stem)) => Fit::Same,
            _ => Fit::Open,
        }
    }
}
