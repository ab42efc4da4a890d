//! Spans of the original text, and the way from bytes to code points.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stretch of an article's text: `start` inclusive, `end` exclusive, counted in
/// Unicode code points of the text as received. On the wire it is `[start, end]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
#[schemars(with = "(u32, u32)")]
pub struct Span {
    /// First code point of the span.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`, in code points.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Number of code points covered.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// True if nothing is covered.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True if the two spans share a code point.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True if `other` lies wholly inside this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The words that the span covers, or `None` if it does not lie inside `text`.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        let index = CharIndex::new(text);
        text.get(index.byte(self.start)?..index.byte(self.end)?)
    }
}

impl From<(u32, u32)> for Span {
    fn from((start, end): (u32, u32)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// How many bytes stand between two remembered positions of a [`CharIndex`].
const STRIDE: usize = 64;

/// Converts byte offsets of one text to code-point offsets and back.
///
/// It remembers one count every 64 bytes, so that a look-up costs a short scan
/// and the index a sixteenth of the text.
#[derive(Clone, Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Code points that begin before byte `i * STRIDE`.
    counts: Vec<u32>,
}

impl<'t> CharIndex<'t> {
    /// Indexes `text`; one pass over its bytes.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut seen = 0u32;
        for chunk in text.as_bytes().chunks(STRIDE) {
            counts.push(seen);
            seen += starts(chunk);
        }
        counts.push(seen);
        Self { text, counts }
    }

    /// Code points before byte offset `byte`; offsets past the end count as the end.
    #[must_use]
    pub fn char(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        let block = byte / STRIDE;
        self.counts[block] + starts(&self.text.as_bytes()[block * STRIDE..byte])
    }

    /// The span in code points of a range of bytes.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.char(start), self.char(end))
    }

    /// The byte at which code point `char` begins; `None` if the text is shorter.
    #[must_use]
    pub fn byte(&self, char: u32) -> Option<usize> {
        let block = self.counts.partition_point(|&count| count <= char).checked_sub(1)?;
        let from = (block * STRIDE).min(self.text.len());
        let mut left = char - self.counts[block];
        for (i, &b) in self.text.as_bytes()[from..].iter().enumerate() {
            if is_start(b) {
                if left == 0 {
                    return Some(from + i);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(self.text.len())
    }

    /// The words that a span covers; `None` if it does not lie inside the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> Option<&'t str> {
        self.text.get(self.byte(span.start)?..self.byte(span.end)?)
    }

    /// Number of code points in the text.
    #[must_use]
    pub fn chars(&self) -> u32 {
        self.counts.last().copied().unwrap_or(0)
    }
}

const fn is_start(byte: u8) -> bool {
    (byte & 0xC0) != 0x80
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&b| u32::from(is_start(b))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_span_is_a_pair_on_the_wire() {
        let span = Span::new(3, 9);
        assert_eq!(serde_json::to_string(&span).unwrap(), "[3,9]");
        assert_eq!(serde_json::from_str::<Span>("[3,9]").unwrap(), span);
    }

    #[test]
    fn a_span_outside_the_text_covers_nothing() {
        assert_eq!(Span::new(2, 4).of("قال"), None);
        assert_eq!(Span::new(0, 3).of("قال"), Some("قال"));
    }

    proptest! {
        #[test]
        fn bytes_and_code_points_agree(text in "\\PC{0,300}") {
            let index = CharIndex::new(&text);
            let mut n = 0;
            for (byte, _) in text.char_indices() {
                prop_assert_eq!(index.char(byte), n);
                prop_assert_eq!(index.byte(n), Some(byte));
                n += 1;
            }
            prop_assert_eq!(index.chars(), n);
            prop_assert_eq!(index.byte(n), Some(text.len()));
            prop_assert_eq!(index.byte(n + 1), None);
        }
    }
}
