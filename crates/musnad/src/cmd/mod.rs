//! The commands, one file each; what several of them show of a reading is in [`claims`].

pub mod account;
pub mod claims;
pub mod columns;
pub mod explain;
pub mod extract;
pub mod lang;
pub mod ledger;
pub mod man;
pub mod read;
pub mod schema;
pub mod serve;

use musnad_model::{CharIndex, Reading, Span};

/// Finds the words of spans in one reading.
pub struct Words<'r> {
    text: &'r str,
    index: CharIndex<'r>,
}

impl<'r> Words<'r> {
    /// The words of a reading's text.
    pub fn of(reading: &'r Reading) -> Self {
        Self { text: &reading.text, index: CharIndex::new(&reading.text) }
    }

    /// The exact words of `spans`, with an ellipsis where they leave something out.
    pub fn spoken(&self, spans: &[Span]) -> String {
        let words =
            spans.iter().filter_map(|span| self.text.get(self.index.byte(span.start)?..self.index.byte(span.end)?));
        words.collect::<Vec<_>>().join(" … ")
    }
}

/// Spans as people read them: `120–145`, in code points of the text.
pub fn places(spans: &[Span]) -> String {
    let places = spans.iter().map(|span| format!("{}–{}", span.start, span.end));
    places.collect::<Vec<_>>().join(", ")
}
