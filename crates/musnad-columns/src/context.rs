//! One reading with what its rows look up: words behind spans, parents, entities.

use std::{borrow::Cow, collections::HashMap};

use musnad_model::{Attribution, CharIndex, Entity, Reading, Span};

/// More links than any report has; what goes on behind them is cut off.
const MAX_LINKS: usize = 64;

/// One reading and its indexes.
pub(crate) struct Context<'a> {
    pub reading: &'a Reading,
    index: CharIndex<'a>,
    attributions: HashMap<&'a str, &'a Attribution>,
    entities: HashMap<&'a str, &'a Entity>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(reading: &'a Reading) -> Self {
        Self {
            reading,
            index: CharIndex::new(&reading.text),
            attributions: reading.attributions.iter().map(|one| (one.id.as_str(), one)).collect(),
            entities: reading.entities.iter().map(|one| (one.id.as_str(), one)).collect(),
        }
    }

    pub(crate) fn characters(&self) -> u32 {
        self.index.chars()
    }

    /// The words of a span; empty if it lies outside the text.
    pub(crate) fn words(&self, span: Span) -> &'a str {
        self.index.slice(span).unwrap_or_default()
    }

    /// The words of several spans, `None` if there is none.
    pub(crate) fn joined(&self, spans: &[Span]) -> Option<Cow<'a, str>> {
        match spans {
            [] => None,
            [one] => Some(self.words(*one).into()),
            many => Some(many.iter().map(|&span| self.words(span)).collect::<Vec<_>>().join(" … ").into()),
        }
    }

    pub(crate) fn entity(&self, id: Option<&str>) -> Option<&'a Entity> {
        self.entities.get(id?).copied()
    }

    /// The attributions through which one came, outermost first, and itself.
    pub(crate) fn links(&self, attribution: &'a Attribution) -> Vec<&'a Attribution> {
        let mut links: Vec<&Attribution> = vec![attribution];
        let mut next = attribution.parent.as_deref();
        while let Some(parent) = next.and_then(|id| self.attributions.get(id)) {
            if links.len() == MAX_LINKS || links.iter().any(|link| link.id == parent.id) {
                break;
            }
            links.push(parent);
            next = parent.parent.as_deref();
        }
        links.reverse();
        links
    }

    /// The chain of names from the publisher to the speaker; an unnamed one is `None`.
    pub(crate) fn chain(&self, attribution: &'a Attribution) -> Vec<Option<Cow<'a, str>>> {
        let mut names = vec![self.reading.publisher.as_deref().map(Cow::from)];
        for link in self.links(attribution) {
            if let Some(via) = &link.via {
                names.push(Some(via.into()));
            }
            names.push(link.speaker.as_deref().map(Cow::from));
        }
        names
    }
}
