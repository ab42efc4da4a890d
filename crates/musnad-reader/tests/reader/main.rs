//! The reader's integration tests, in one program.

mod cases;
mod examples;
mod hijri;
mod robust;

use musnad_model::{Article, Reading};
use musnad_reader::Reader;

/// Reads a text with the embedded pack.
fn read(text: &str) -> Reading {
    Reader::arabic().read(&Article::from_text(text))
}

/// The words of some spans, joined as the case files write them.
fn words(text: &str, spans: &[musnad_model::Span]) -> String {
    spans.iter().map(|s| s.of(text).unwrap_or("<outside the text>")).collect::<Vec<_>>().join(" … ")
}
