//! Cutting contents and narration into statements.

use std::ops::Range;

use musnad_model::{BlockKind, CharIndex, Reading, Span};

use crate::quotes::{holds, merge};
use crate::words::{self, Role, Word};

/// A text with its words, and what stands between them.
pub(crate) struct Cut<'t> {
    pub(crate) words: &'t [Word],
    /// For each word, true if a sentence ends before it.
    ends: Vec<bool>,
}

/// Longest statement in words: a sentence that never ends is cut.
const LONGEST: usize = 60;

/// Fewest words on each side of an "and that": less is no statement of its own.
const LEAST_SIDE: usize = 4;

impl<'t> Cut<'t> {
    pub(crate) fn new(text: &'t str, words: &'t [Word]) -> Self {
        let index = CharIndex::new(text);
        let mut ends = Vec::with_capacity(words.len());
        for (i, word) in words.iter().enumerate() {
            let end = i > 0 && {
                let before = words[i - 1].span;
                let gap = index.slice(Span::new(before.end, word.span.start)).unwrap_or_default();
                // After a lone letter a point is of an abbreviation: د. محمد.
                gap.chars().any(|c| matches!(c, '!' | '?' | '؟' | '؛' | ';' | '…' | '\n'))
                    || (gap.contains('.') && before.len() > 1)
            };
            ends.push(end);
        }
        Self { words, ends }
    }

    /// The span from the first word of a range to its last.
    pub(crate) fn span(&self, range: Range<usize>) -> Option<Span> {
        let words = self.words.get(range)?;
        Some(Span::new(words.first()?.span.start, words.last()?.span.end))
    }

    /// Cuts a range of words where sentences end and where "and that" begins another
    /// statement.
    fn statements(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut statements = Vec::new();
        let mut from = range.start;
        for at in range.clone() {
            let second = self.words[at].role == Role::AndThat && at - from >= LEAST_SIDE && range.end - at > LEAST_SIDE;
            if at > from && (self.ends[at] || second || at - from == LONGEST) {
                statements.push(from..at);
                from = at;
            }
        }
        if from < range.end {
            statements.push(from..range.end);
        }
        statements
    }
}

/// The statements of a content, each as ranges of words. A content that is interrupted by
/// its cue goes on behind it: what does not end before the gap is one statement with what
/// follows.
pub(crate) fn contents(cut: &Cut<'_>, spans: &[Span]) -> Vec<Vec<Range<usize>>> {
    let mut parts: Vec<Vec<Range<usize>>> = Vec::new();
    for &span in spans {
        let range = words::inside(cut.words, span);
        for statement in cut.statements(range.clone()) {
            let goes_on = statement.start == range.start && !cut.ends[statement.start];
            match parts.last_mut() {
                Some(last) if goes_on && last.iter().map(Range::len).sum::<usize>() < LONGEST => last.push(statement),
                _ => parts.push(vec![statement]),
            }
        }
    }
    parts
}

/// The sentences of the article's own: paragraphs without all that is attributed.
pub(crate) fn narration(cut: &Cut<'_>, reading: &Reading) -> Vec<Range<usize>> {
    let attributed = merge(
        reading
            .attributions
            .iter()
            .flat_map(|attribution| attribution.source.iter().chain(&attribution.cue).chain(&attribution.content))
            .copied()
            .collect(),
    );
    let outside = merge(
        reading.blocks.iter().filter(|block| block.kind != BlockKind::Paragraph).map(|block| block.span).collect(),
    );
    let mut sentences = Vec::new();
    let mut from = None;
    for at in 0..=cut.words.len() {
        let own = cut
            .words
            .get(at)
            .is_some_and(|word| !holds(&attributed, word.span.start) && !holds(&outside, word.span.start));
        if let Some(start) = from
            && (!own || cut.ends[at])
        {
            sentences.extend(cut.statements(start..at));
            from = None;
        }
        if own && from.is_none() {
            from = Some(at);
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'t>(text: &'t str, spans: &[Span]) -> Vec<Vec<&'t str>> {
        let words = words::words(text);
        let cut = Cut::new(text, &words);
        let show = |range: &Range<usize>| cut.span(range.clone()).unwrap().of(text).unwrap();
        contents(&cut, spans).iter().map(|part| part.iter().map(show).collect()).collect()
    }

    fn whole(text: &str) -> Vec<Vec<&str>> {
        shown(text, &[Span::new(0, text.chars().count() as u32)])
    }

    #[test]
    fn sentences_and_further_statements_are_parts() {
        assert_eq!(
            whole("الجسر أغلق أمام الشاحنات مساء أمس وأن خمسة أشخاص أصيبوا بجروح. التحقيق جار"),
            [["الجسر أغلق أمام الشاحنات مساء أمس"], ["وأن خمسة أشخاص أصيبوا بجروح"], ["التحقيق جار"]]
        );
    }

    #[test]
    fn a_title_and_a_short_rest_cut_nothing() {
        assert_eq!(whole("الوفد التقى د. سمير الحلبي في المساء"), [["الوفد التقى د. سمير الحلبي في المساء"]]);
        assert_eq!(whole("الجسر أغلق أمام الشاحنات وأنه خطر"), [["الجسر أغلق أمام الشاحنات وأنه خطر"]]);
    }

    #[test]
    fn an_interrupted_content_is_one_part() {
        let text = "الجسر أغلق، قال الوزير، أمام الشاحنات";
        let spans = [Span::new(0, 10), Span::new(24, 37)];
        assert_eq!(shown(text, &spans), [["الجسر أغلق", "أمام الشاحنات"]]);
    }
}
