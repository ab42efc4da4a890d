//! The tables as their readers see them.

mod articles;
mod docs;
mod formats;
mod rows;

use std::collections::BTreeMap;

use musnad_columns::Failure;
use musnad_model::{
    Attribution, Block, Engine, Entity, Label, Note, Place, Proposition, Quantity, Reading, Span, Stance, Time,
    reading::{BlockKind, EntityKind, LabelKind, Modality, Mode, PlaceKind, Polarity},
};

const TEXT: &str = "نقلت صحيفة الميناء عن المتحدث أن السفينة وصلت أمس.";

/// The span of words that stand once in the text.
fn at(words: &str) -> Span {
    let byte = TEXT.find(words).unwrap();
    let chars = |text: &str| u32::try_from(text.chars().count()).unwrap();
    let start = chars(&TEXT[..byte]);
    Span::new(start, start + chars(words))
}

fn attribution(id: &str, parent: Option<&str>, speaker: Option<&str>) -> Attribution {
    Attribution {
        id: id.into(),
        source: Vec::new(),
        cue: Vec::new(),
        content: Vec::new(),
        mode: Mode::Indirect,
        stance: Stance::Says,
        negated: false,
        speaker: speaker.map(Into::into),
        speaker_entity: None,
        via: None,
        parent: parent.map(Into::into),
        rule: "test".into(),
        confidence: 0.97,
    }
}

/// A reading in which every table has a row.
fn reading(id: &str) -> Reading {
    let outer = Attribution { cue: vec![at("نقلت")], ..attribution("a1", None, Some("الميناء")) };
    let inner = Attribution {
        source: vec![at("المتحدث")],
        content: vec![at("السفينة"), at("وصلت أمس")],
        stance: Stance::Denies,
        speaker_entity: Some("e1".into()),
        via: Some("الموقع".into()),
        ..attribution("a2", Some("a1"), None)
    };
    Reading {
        schema: "musnad/1".into(),
        id: id.into(),
        sha256: "0".repeat(64),
        language: "ar".into(),
        url: None,
        publisher: Some("الناشر".into()),
        title: None,
        published: Some(jiff::civil::date(2020, 6, 11)),
        published_at: None,
        text: TEXT.into(),
        blocks: vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, 10) }],
        attributions: vec![outer, inner],
        entities: vec![Entity {
            id: "e1".into(),
            kind: EntityKind::Unnamed,
            name: "المتحدث".into(),
            aliases: vec!["الناطق".into()],
            mentions: vec![at("المتحدث"), at("صحيفة الميناء")],
            roles: Vec::new(),
            key: "unnamed:المتحدث".into(),
            latin: None,
        }],
        times: vec![Time {
            span: at("أمس"),
            value: Some("2020-06-10".into()),
            calendar: "gregorian".into(),
            rule: "day".into(),
        }],
        places: vec![Place {
            span: at("الميناء"),
            kind: PlaceKind::Landmark,
            name: "Harbour".into(),
            country: None,
            lat: Some(1.5),
            lon: None,
            radius_km: None,
            geonames: Some(u32::MAX),
            rule: "name".into(),
        }],
        quantities: vec![Quantity { span: at("وصلت"), low: None, high: Some(2.0), unit: None }],
        propositions: vec![Proposition {
            attribution: Some("a2".into()),
            frame: "travel".into(),
            event: "arrive".into(),
            modality: Modality::default(),
            fillers: BTreeMap::new(),
            polarity: Polarity::Negative,
            roles: BTreeMap::from([("who".into(), vec![at("السفينة")]), ("when".into(), vec![at("أمس")])]),
            trigger: at("وصلت"),
            rule: "frame".into(),
        }],
        labels: vec![Label {
            span: at("صحيفة"),
            kind: LabelKind::SoCalled,
            entity: None,
            target: None,
            attribution: None,
            rule: "label-so-called".into(),
        }],
        notes: vec![Note { code: "n".into(), message: "m".into(), span: None }],
        engine: Engine { version: "1".into(), pack: "ar@1".into() },
    }
}

/// Two readings with a failure between them.
fn mixed() -> Vec<Result<Reading, Failure>> {
    let failure = Failure { document: Some("a.jsonl:2".into()), ..Failure::new("empty", "no text") };
    vec![Ok(reading("d1")), Err(failure), Ok(reading("d2"))]
}
