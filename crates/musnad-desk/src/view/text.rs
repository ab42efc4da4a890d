//! The text of an article with everything that is marked in it.
//!
//! Contents nest and sometimes cross. Each becomes an element; one that crosses the end of another is cut there and
//! goes on behind it, so that the elements are a tree and no word is lost or shown twice.

use maud::{Markup, Render as _, html};
use musnad_model::{CharIndex, Span};

/// What a stretch of text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What is attributed: the number of its claim, its stance, how many contents are around it, and whether it
    /// is the last stretch of its claim, behind which the number stands.
    Content { number: usize, stance: &'static str, depth: usize, last: bool },
    /// Words that name a source.
    Source { number: usize },
    /// Words that signal an attribution.
    Cue { number: usize, stance: &'static str },
    /// A passage that was asked for, or words that were searched.
    Found { first: bool },
}

/// A marked stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub span: Span,
    pub kind: Kind,
}

impl Mark {
    /// Contents are around sources, sources around cues; a found passage is inside all.
    const fn rank(&self) -> u8 {
        match self.kind {
            Kind::Content { .. } => 0,
            Kind::Source { .. } => 1,
            Kind::Cue { .. } => 2,
            Kind::Found { .. } => 3,
        }
    }
}

/// A piece of marked text.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Words(Span),
    Marked { kind: Kind, first: bool, last: bool, inside: Vec<Self> },
}

/// A mark that was cut remembers whether it begins and ends with the whole one.
#[derive(Clone)]
struct Cut {
    mark: Mark,
    begins: bool,
    ends: bool,
}

fn order(cuts: &mut [Cut]) {
    cuts.sort_by_key(|Cut { mark, .. }| (mark.span.start, std::cmp::Reverse(mark.span.end), mark.rank()));
}

/// The pieces of `whole`, in which all marks lie.
fn pieces(whole: Span, mut marks: Vec<Cut>) -> Vec<Piece> {
    order(&mut marks);
    let mut out = Vec::new();
    let mut at = whole.start;
    let mut rest = std::collections::VecDeque::from(marks);
    while let Some(Cut { mark, begins, ends }) = rest.pop_front() {
        let span = mark.span;
        if span.start > at {
            out.push(Piece::Words(Span::new(at, span.start)));
        }
        let mut inside = Vec::new();
        let mut behind = Vec::new();
        while rest.front().is_some_and(|next| next.mark.span.start < span.end) {
            let Some(mut next) = rest.pop_front() else { break };
            if next.mark.span.end > span.end {
                let mut tail = next.clone();
                tail.mark.span.start = span.end;
                tail.begins = false;
                behind.push(tail);
                next.mark.span.end = span.end;
                next.ends = false;
            }
            inside.push(next);
        }
        // Tails begin before anything that is left.
        behind.extend(rest.drain(..));
        order(&mut behind);
        rest = behind.into();
        out.push(Piece::Marked { kind: mark.kind, first: begins, last: ends, inside: pieces(span, inside) });
        at = span.end;
    }
    if at < whole.end {
        out.push(Piece::Words(Span::new(at, whole.end)));
    }
    out
}

/// A stretch of a text with its marks. Marks that leave it are cut.
pub(crate) fn marked(index: &CharIndex<'_>, whole: Span, marks: &[Mark]) -> Markup {
    let cut = marks.iter().filter(|mark| mark.span.overlaps(whole) && !mark.span.is_empty()).map(|mark| {
        let span = Span::new(mark.span.start.max(whole.start), mark.span.end.min(whole.end));
        Cut {
            mark: Mark { span, kind: mark.kind.clone() },
            begins: mark.span.start >= whole.start,
            ends: mark.span.end <= whole.end,
        }
    });
    render(index, &pieces(whole, cut.collect()))
}

fn render(index: &CharIndex<'_>, pieces: &[Piece]) -> Markup {
    html! {
        @for piece in pieces {
            @match piece {
                Piece::Words(span) => (index.slice(*span).unwrap_or_default()),
                Piece::Marked { kind, first, last, inside } => (element(kind, *first, *last, &render(index, inside))),
            }
        }
    }
}

fn element(kind: &Kind, first: bool, last: bool, inside: &Markup) -> Markup {
    match kind {
        Kind::Content { number, stance, depth, last: numbered } => {
            let class = format!("said {stance} depth{}", (*depth).min(3));
            html! {
                span class=(class) data-claim=(number) { (inside) }
                @if last && *numbered { a.number #{ "c" (number) } href={ "#n" (number) } data-claim=(number) { (number) } }
            }
        }
        Kind::Source { number } => html! { span.src data-claim=(number) { (inside) } },
        Kind::Cue { number, stance } => html! { span.cue.(*stance) data-claim=(number) { (inside) } },
        Kind::Found { first: anchor } => html! { mark id=[(first && *anchor).then_some("found")] { (inside) } },
    }
}

/// A short text with the words that were searched.
pub(crate) fn found(text: &str, marks: &[Span]) -> Markup {
    let index = CharIndex::new(text);
    let whole = Span::new(0, index.chars());
    let marks: Vec<Mark> = marks.iter().map(|&span| Mark { span, kind: Kind::Found { first: false } }).collect();
    marked(&index, whole, &marks).render()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, marks: &[(u32, u32, Kind)]) -> String {
        let index = CharIndex::new(text);
        let marks: Vec<Mark> =
            marks.iter().map(|(s, e, kind)| Mark { span: Span::new(*s, *e), kind: kind.clone() }).collect();
        marked(&index, Span::new(0, index.chars()), &marks).into_string()
    }

    fn words(html: &str) -> String {
        let mut out = String::new();
        let mut skip = false;
        // Numbers of claims are no words of the text.
        for part in html.split_inclusive('>') {
            let (text, tag) = part.rsplit_once('<').unwrap_or((part, ""));
            if !skip {
                out.push_str(text);
            }
            skip = tag.starts_with("a class=\"number\"");
        }
        out
    }

    const fn content(number: usize) -> Kind {
        Kind::Content { number, stance: "says", depth: 0, last: true }
    }

    #[test]
    fn contents_nest() {
        let html = show("abcdef", &[(0, 6, content(1)), (2, 4, content(2))]);
        assert!(html.starts_with("<span class=\"said says depth0\" data-claim=\"1\">ab<span"), "{html}");
        assert_eq!(words(&html), "abcdef");
    }

    #[test]
    fn contents_that_cross_lose_no_word() {
        for (a, b) in [((0, 4), (2, 6)), ((0, 3), (3, 6)), ((1, 5), (1, 6)), ((0, 6), (0, 6))] {
            let html = show("abcdef", &[(a.0, a.1, content(1)), (b.0, b.1, content(2))]);
            assert_eq!(words(&html), "abcdef", "{a:?} {b:?} {html}");
            assert_eq!(html.matches("id=\"c2\"").count(), 1, "one number each: {html}");
            assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
        }
    }

    #[test]
    fn markup_in_a_text_is_text() {
        let html = show("<script>x</script>&", &[(1, 7, content(1))]);
        assert!(!html.contains("<script") && html.contains("&lt;") && html.ends_with("&amp;"), "{html}");
    }

    #[test]
    fn marks_outside_of_the_text_are_left_out() {
        assert_eq!(show("abc", &[(3, 9, content(1)), (9, 12, content(2)), (1, 1, content(3))]), "abc");
    }
}
