//! Times and places of a text, from their grammars to the wire.

use jiff::civil::Date;
use musnad_lang::pack::Ref;
use musnad_model::{EntityKind, Note, Place, Quantity, Time};

use crate::place::{Context, Gazetteer, places};
use crate::quantity::quantities;
use crate::text::Text;
use crate::text::token::Kind;
use crate::when::times;

/// Every expression of time that has a value, and the byte ranges of all; those without go into the notes.
pub fn read_times(text: &Text<'_>, anchor: Option<Date>, notes: &mut Vec<Note>) -> (Vec<Time>, Vec<(usize, usize)>) {
    let mut out = Vec::new();
    let mut ranges = Vec::new();
    for found in times(text.folded.as_str(), anchor) {
        ranges.push((found.start, found.end));
        let span = text.span(offset(found.start), offset(found.end));
        if let Some(note) = found.note {
            let why = crate::when::NOTES.iter().find(|(code, _)| *code == note).map_or("", |(_, why)| why);
            notes.push(Note { code: format!("time-{note}"), message: why.to_owned(), span: Some(span) });
        }
        if found.value.is_some() && !span.is_empty() {
            let calendar = found.calendar.as_str().to_owned();
            out.push(Time { span, value: found.value, calendar, rule: found.rule.to_owned() });
        }
    }
    (out, ranges)
}

/// Every count and measure; numbers inside the ranges of times are none.
pub fn read_quantities(text: &Text<'_>, taken: &[(usize, usize)]) -> Vec<Quantity> {
    quantities(text.folded.as_str(), taken)
        .into_iter()
        .map(|found| Quantity {
            span: text.span(offset(found.start), offset(found.end)),
            low: found.low,
            high: found.high,
            unit: found.unit,
        })
        .filter(|q| !q.span.is_empty())
        .collect()
}

/// Every mention of a place. Names of persons and of bodies are not searched.
pub fn read_places(text: &Text<'_>, notes: &mut Vec<Note>) -> Vec<Place> {
    static GAZETTEER: std::sync::OnceLock<Option<Gazetteer>> = std::sync::OnceLock::new();
    // A test holds that the tables are sound.
    let Some(gazetteer) = GAZETTEER.get_or_init(|| Gazetteer::embedded().ok()) else { return Vec::new() };
    let closed = closed(text);
    let skip = |start: usize, end: usize| {
        let i = closed.partition_point(|&(_, e)| e <= start);
        closed.get(i).is_some_and(|&(s, e)| s <= start && end <= e)
    };
    let mut out = Vec::new();
    for found in places(text.folded.as_str(), gazetteer, &Context { skip: &skip, home: None }) {
        let span = text.span(offset(found.start), offset(found.end));
        if span.is_empty() {
            continue;
        }
        if let Some(note) = found.note {
            notes.push(Note { code: "place".into(), message: note, span: Some(span) });
        }
        out.push(Place {
            span,
            kind: found.kind,
            name: found.name,
            country: found.country,
            lat: found.lat,
            lon: found.lon,
            radius_km: found.radius_km,
            geonames: found.geonames,
            rule: found.rule.to_owned(),
        });
    }
    out
}

/// Sorted byte ranges that are names of persons, bodies or outlets, or stand outside the story.
fn closed(text: &Text<'_>) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let token = text.token(at);
        let mut end = at;
        if token.kind == Kind::Word {
            if let Some(name) = text.person_at(at, text.tokens.len()).filter(|n| n.len() >= 2) {
                end = name.end;
            }
            if let Some((Ref::Name(n), length)) = token.sequence
                && length > 1
                && !matches!(text.pack.names[n as usize].kind, EntityKind::Place | EntityKind::Government)
            {
                end = end.max(at + usize::from(length));
            }
        }
        if end > at {
            out.push((token.start as usize, text.token(end - 1).end as usize));
            at = end;
        } else {
            at += 1;
        }
    }
    out
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
