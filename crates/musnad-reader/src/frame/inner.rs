//! Whose words a place in the text is: the innermost attribution around it.

use musnad_model::{Attribution, Span};

/// The innermost attribution around a position.
pub struct Inner<'r> {
    /// Start, end, index; sorted by start.
    spans: Vec<(Span, usize)>,
    attributions: &'r [Attribution],
    /// The length of the longest content.
    longest: u32,
}

impl<'r> Inner<'r> {
    /// Sorts the contents.
    pub fn new(attributions: &'r [Attribution]) -> Self {
        let mut spans: Vec<(Span, usize)> =
            attributions.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |&s| (s, i))).collect();
        spans.sort_unstable();
        let longest = spans.iter().map(|(s, _)| s.len()).max().unwrap_or(0);
        Self { spans, attributions, longest }
    }

    /// The attribution with the shortest content that holds a code point.
    pub fn around(&self, at: u32) -> Option<usize> {
        let end = self.spans.partition_point(|(s, _)| s.start <= at);
        self.spans[..end]
            .iter()
            .rev()
            .take_while(|(s, _)| s.start + self.longest >= at)
            .take(64)
            .filter(|(s, _)| s.end > at)
            .min_by_key(|(_, i)| self.attributions[*i].content.iter().map(|s| s.len()).sum::<u32>())
            .map(|&(_, i)| i)
    }
}
