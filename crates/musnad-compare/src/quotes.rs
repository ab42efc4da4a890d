//! Where a text quotes directly: words that several outlets may share without copying.

use musnad_model::{Mode, Reading, Span};

/// Longest quotation by its marks alone, in code points: a mark that is never closed must
/// not take the rest of the article.
const LONGEST: u32 = 3_000;

/// Shortest, in code points: one or two words in marks are a name or a distance.
const SHORTEST: u32 = 16;

/// The direct quotations of an article, in order and apart: by the reader's word and by
/// the marks themselves.
pub(crate) fn quotations(reading: &Reading) -> Vec<Span> {
    let mut spans = marked(&reading.text);
    for attribution in reading.attributions.iter().filter(|attribution| attribution.mode == Mode::Direct) {
        spans.extend(attribution.content.iter().filter(|span| !span.is_empty()));
    }
    merge(spans)
}

/// Sorts spans and joins those that overlap.
pub(crate) fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// True if one of these spans, in order and apart, holds the place.
pub(crate) fn holds(spans: &[Span], place: u32) -> bool {
    let after = spans.partition_point(|span| span.start <= place);
    after > 0 && place < spans[after - 1].end
}

/// Quotations by their marks. `"`, `“` and `”` open and close in turn, since outlets turn
/// them either way; « and » do as they look.
fn marked(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut turned, mut angled) = (None, None);
    let mut close = |open: Option<u32>, end: u32| {
        if let Some(start) = open
            && (SHORTEST..=LONGEST).contains(&(end - start))
        {
            spans.push(Span::new(start, end));
        }
    };
    for (at, c) in (0u32..).zip(text.chars()) {
        match c {
            '"' | '“' | '”' | '„' => match turned.take() {
                None => turned = Some(at + 1),
                open => close(open, at),
            },
            '«' => angled = Some(at + 1),
            '»' => close(angled.take(), at),
            // Marks that turn either way are not trusted across a line.
            '\n' => turned = None,
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        marked(text).iter().map(|span| span.of(text).unwrap()).collect()
    }

    #[test]
    fn long_quotations_are_found_and_short_ones_left() {
        let text = "قال «إن الجسر أغلق منذ أمس» ووصف \"الحادث\" بأنه \"أخطر ما جرى هذا العام\".";
        assert_eq!(shown(text), ["إن الجسر أغلق منذ أمس", "أخطر ما جرى هذا العام"]);
    }

    #[test]
    fn a_mark_that_is_never_closed_takes_nothing() {
        assert!(shown("قال \"إن الجسر أغلق منذ أمس\nوعادت الحركة \"اليوم").is_empty());
        assert!(shown(&format!("«{}»", "كلام ".repeat(1_000))).is_empty());
    }

    #[test]
    fn places_are_found_in_merged_spans() {
        let spans = merge(vec![Span::new(10, 20), Span::new(0, 5), Span::new(15, 30)]);
        assert_eq!(spans, [Span::new(0, 5), Span::new(10, 30)]);
        assert!(holds(&spans, 0) && holds(&spans, 29) && !holds(&spans, 5) && !holds(&spans, 30));
    }
}
