//! What the other grammars found, by token: entities, places, times and quantities.

use musnad_model::{Entity, EntityKind, Place, Quantity, Span, Time};

use crate::text::{Range, Text};

/// The longest mention that is trusted to be one name, in tokens.
const LONGEST: usize = 7;

/// Something found, with its tokens.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Its tokens; the first may begin with clitics that are no part of it.
    pub tokens: Range,
    /// Code points of clitics before it in its first token.
    pub led: u32,
    /// Index into the reading's list.
    pub index: u32,
    /// Entities: its mention's place in `entities[index].mentions` is not kept, its kind is.
    pub kind: Option<EntityKind>,
}

/// Everything found, and what begins at each token.
pub struct Layer {
    /// Where each token begins, in code points, and after them where the text ends.
    starts: Vec<u32>,
    found: Vec<Found>,
    /// For each token one more than the index in `found`, 0 if none.
    places: Vec<u32>,
    times: Vec<u32>,
    quantities: Vec<u32>,
    entities: Vec<u32>,
}

impl Layer {
    /// Lays the lists over the tokens of the text.
    pub fn new(
        text: &Text<'_>,
        entities: &[Entity],
        places: &[Place],
        times: &[Time],
        quantities: &[Quantity],
    ) -> Self {
        let n = text.tokens.len();
        let starts = text.tokens.iter().map(|t| text.span(t.start, t.start).start).collect();
        let empty = || vec![0u32; n];
        let mut layer =
            Self { starts, found: Vec::new(), places: empty(), times: empty(), quantities: empty(), entities: empty() };
        for (i, place) in places.iter().enumerate() {
            layer.put(place.span, i, None, |l| &mut l.places);
        }
        for (i, time) in times.iter().enumerate() {
            layer.put(time.span, i, None, |l| &mut l.times);
        }
        for (i, quantity) in quantities.iter().enumerate() {
            layer.put(quantity.span, i, None, |l| &mut l.quantities);
        }
        for (i, entity) in entities.iter().enumerate() {
            for &mention in &entity.mentions {
                layer.put(mention, i, Some(entity.kind), |l| &mut l.entities);
            }
        }
        layer
    }

    fn put(&mut self, span: Span, index: usize, kind: Option<EntityKind>, list: fn(&mut Self) -> &mut Vec<u32>) {
        let Some(start) = self.starts.partition_point(|&s| s <= span.start).checked_sub(1) else { return };
        let end = self.starts.partition_point(|&s| s < span.end);
        if end <= start || kind.is_some() && end - start > LONGEST {
            return;
        }
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let found = Found { tokens: Range::new(start, end), led: span.start - self.starts[start], index, kind };
        let number = u32::try_from(self.found.len() + 1).unwrap_or(u32::MAX);
        let before = list(self)[start];
        let longer = before == 0 || self.found[before as usize - 1].tokens.end < end;
        if longer {
            self.found.push(found);
            list(self)[start] = number;
        }
    }

    fn at(&self, list: &[u32], at: usize) -> Option<Found> {
        let number = *list.get(at)?;
        number.checked_sub(1).map(|i| self.found[i as usize])
    }

    /// The place whose name begins at a token.
    pub fn place(&self, at: usize) -> Option<Found> {
        self.at(&self.places, at)
    }

    /// The time that begins at a token.
    pub fn time(&self, at: usize) -> Option<Found> {
        self.at(&self.times, at)
    }

    /// The quantity that begins at a token.
    pub fn quantity(&self, at: usize) -> Option<Found> {
        self.at(&self.quantities, at)
    }

    /// The entity whose longest mention begins at a token.
    pub fn entity(&self, at: usize) -> Option<Found> {
        self.at(&self.entities, at)
    }
}
