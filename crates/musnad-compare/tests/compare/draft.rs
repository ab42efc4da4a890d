//! Readings by hand: words quoted from a text become spans.

use musnad_model::{
    ArticleId, Attribution, Block, BlockKind, CharIndex, Engine, Entity, EntityKind, Mode, Place, PlaceKind, Polarity,
    Proposition, Quantity, Reading, Span, Stance,
};

/// A reading that is being written.
pub(crate) struct Draft {
    pub(crate) reading: Reading,
}

/// Who says something.
#[derive(Clone, Copy)]
pub(crate) enum Who<'a> {
    Person(&'a str),
    Body(&'a str),
    Outlet(&'a str),
    Unnamed(&'a str),
    Nobody,
}

/// An attribution, in the words of the text.
#[derive(Clone, Copy)]
pub(crate) struct Say<'a> {
    pub(crate) who: Who<'a>,
    /// The words that name the source, if they are not the name.
    pub(crate) source: &'a str,
    pub(crate) role: &'a str,
    pub(crate) cue: &'a str,
    pub(crate) content: &'a str,
    pub(crate) stance: Stance,
    pub(crate) mode: Mode,
    pub(crate) negated: bool,
    pub(crate) via: Option<&'a str>,
    pub(crate) parent: Option<&'a str>,
}

pub(crate) const fn said_by(who: Who<'_>) -> Say<'_> {
    Say {
        who,
        source: "",
        role: "",
        cue: "",
        content: "",
        stance: Stance::Says,
        mode: Mode::Indirect,
        negated: false,
        via: None,
        parent: None,
    }
}

/// An article of an outlet; `""` is an outlet or a day that nobody knows.
pub(crate) fn draft(id: &str, publisher: &str, day: &str, text: &str) -> Draft {
    let known = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let chars = text.chars().count() as u32;
    Draft {
        reading: Reading {
            schema: "musnad/1".to_owned(),
            id: id.to_owned(),
            sha256: ArticleId::of(text).0,
            language: "ar".to_owned(),
            url: None,
            publisher: known(publisher),
            title: None,
            published: known(day).map(|day| day.parse().unwrap()),
            published_at: None,
            text: text.to_owned(),
            blocks: vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, chars) }],
            attributions: Vec::new(),
            entities: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            quantities: Vec::new(),
            propositions: Vec::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            engine: Engine { version: "0".to_owned(), pack: "ar@0".to_owned() },
        },
    }
}

impl Draft {
    /// The span of words that stand in the text once, with a clitic at most and not as
    /// part of longer words.
    #[track_caller]
    pub(crate) fn span(&self, words: &str) -> Span {
        let text = &self.reading.text;
        let whole = |at: usize| {
            let before = text[..at].strip_suffix(['و', 'ف', 'ب', 'ل']).unwrap_or(&text[..at]);
            !before.ends_with(char::is_alphabetic) && !text[at + words.len()..].starts_with(char::is_alphabetic)
        };
        let places: Vec<usize> = text.match_indices(words).map(|(at, _)| at).filter(|&at| whole(at)).collect();
        assert_eq!(places.len(), 1, "{words:?} stands {} times in {}", places.len(), self.reading.id);
        CharIndex::new(text).span(places[0], places[0] + words.len())
    }

    /// Adds an attribution and returns its id.
    #[track_caller]
    pub(crate) fn say(&mut self, say: Say<'_>) -> String {
        let id = format!("a{}", self.reading.attributions.len() + 1);
        let (kind, name) = match say.who {
            Who::Person(name) => (EntityKind::Person, name),
            Who::Body(name) => (EntityKind::Organization, name),
            Who::Outlet(name) => (EntityKind::Outlet, name),
            Who::Unnamed(name) => (EntityKind::Unnamed, name),
            Who::Nobody => (EntityKind::Unnamed, ""),
        };
        let entity = (!name.is_empty()).then(|| self.entity(kind, name, say.role));
        let spans = |words: &str| if words.is_empty() { Vec::new() } else { vec![self.span(words)] };
        self.reading.attributions.push(Attribution {
            id: id.clone(),
            source: spans(say.source),
            cue: spans(say.cue),
            content: spans(say.content),
            mode: say.mode,
            stance: say.stance,
            negated: say.negated,
            speaker: entity.as_ref().map(|_| name.to_owned()),
            speaker_entity: entity,
            via: say.via.map(str::to_owned),
            parent: say.parent.map(str::to_owned),
            rule: "hand".to_owned(),
            confidence: 1.0,
        });
        id
    }

    /// Adds somebody who is named, with every mention, and returns his id.
    pub(crate) fn entity(&mut self, kind: EntityKind, name: &str, role: &str) -> String {
        if let Some(known) = self.reading.entities.iter().find(|entity| entity.name == name) {
            return known.id.clone();
        }
        let id = format!("e{}", self.reading.entities.len() + 1);
        let text = &self.reading.text;
        let index = CharIndex::new(text);
        self.reading.entities.push(Entity {
            id: id.clone(),
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            mentions: text.match_indices(name).map(|(at, found)| index.span(at, at + found.len())).collect(),
            roles: if role.is_empty() { Vec::new() } else { vec![role.to_owned()] },
            key: format!("{kind:?}:{name}"),
            latin: None,
        });
        id
    }

    #[track_caller]
    pub(crate) fn count(&mut self, words: &str, low: f64, high: f64, unit: &str) {
        let span = self.span(words);
        self.reading.quantities.push(Quantity { span, low: Some(low), high: Some(high), unit: Some(unit.to_owned()) });
    }

    #[track_caller]
    pub(crate) fn place(&mut self, words: &str, lat: f64, lon: f64) {
        let span = self.span(words);
        self.reading.places.push(Place {
            span,
            kind: PlaceKind::City,
            name: words.to_owned(),
            country: Some("XX".to_owned()),
            lat: Some(lat),
            lon: Some(lon),
            radius_km: Some(5.0),
            geonames: None,
            rule: "hand".to_owned(),
        });
    }

    #[track_caller]
    pub(crate) fn proposition(
        &mut self,
        attribution: &str,
        frame: &str,
        trigger: &str,
        so: bool,
        roles: &[(&str, &str)],
    ) {
        let trigger = self.span(trigger);
        self.reading.propositions.push(Proposition {
            attribution: Some(attribution.to_owned()),
            frame: frame.to_owned(),
            polarity: if so { Polarity::Positive } else { Polarity::Negative },
            roles: roles.iter().map(|&(role, words)| (role.to_owned(), vec![self.span(words)])).collect(),
            trigger,
            rule: "hand".to_owned(),
        });
    }
}
