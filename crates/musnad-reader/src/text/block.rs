//! Blocks: headings, paragraphs, bylines and datelines, captions, related links.

use musnad_model::{Block, BlockKind, Span};

use super::token::Kind;
use super::{Range, Text};
use crate::mark::Flags;

/// Beginnings of lines and sentences that lead to other articles.
const RELATED: &[&[&str]] = &[
    &["اقرا", "ايضا"],
    &["اقرا", "المزيد"],
    &["اقرا", "كذلك"],
    &["اقراوا", "ايضا"],
    &["اقراي", "ايضا"],
    &["طالع", "ايضا"],
    &["طالع", "المزيد"],
    &["شاهد", "ايضا"],
    &["شاهد", "المزيد"],
    &["انظر", "ايضا"],
    &["رابط", "الخبر"],
    &["للمزيد", "من"],
    &["لمزيد", "من"],
    &["مواضيع", "ذات"],
    &["اخبار", "ذات"],
    &["مقالات", "ذات"],
    &["موضوعات", "متعلقه"],
    &["مواضيع", "متعلقه"],
    &["اخبار", "متعلقه"],
    &["قد", "يهمك"],
    &["قد", "يعجبك"],
    &["تابعنا", "علي"],
    &["تابعوا", "اخبار"],
    &["اشترك", "في"],
    &["يمكنكم", "متابعه"],
    &["تابعونا", "علي"],
    &["المزيد", "من", "الاخبار"],
    &["اقرا", "في"],
    &["الاكثر", "قراءه"],
    &["نرشح", "لكم"],
];

/// Words with which a picture's line begins.
const CAPTIONS: &[&str] = &["صوره", "الصوره", "تصوير", "photo", "getty", "gettyimages", "fileimage"];

/// The longest heading, in words.
const HEADING: usize = 12;
/// The longest dateline, in tokens.
const DATELINE: usize = 14;

/// Finds the blocks and marks what is outside the story.
pub fn blocks(text: &mut Text<'_>) {
    let lines = lines(text);
    for (n, &line) in lines.iter().enumerate() {
        let related = related_from(text, line);
        if let Some(from) = related {
            if from > line.start {
                paragraph(text, Range::new(line.start, from));
            }
            push(text, BlockKind::Related, Range::new(from, line.end));
            continue;
        }
        let kind = if is_caption(text, line) {
            BlockKind::Caption
        } else if is_byline(text, line) {
            BlockKind::Byline
        } else if is_heading(text, &lines, n) {
            BlockKind::Heading
        } else {
            paragraph(text, line);
            continue;
        };
        push(text, kind, line);
    }
}

fn lines(text: &Text<'_>) -> Vec<Range> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, token) in text.tokens.iter().enumerate() {
        if matches!(token.kind, Kind::Break(_)) {
            if at > start {
                out.push(Range::new(start, at));
            }
            start = at + 1;
        }
    }
    if text.tokens.len() > start {
        out.push(Range::new(start, text.tokens.len()));
    }
    out
}

fn push(text: &mut Text<'_>, kind: BlockKind, range: Range) {
    let span: Span = text.span_of(range);
    text.blocks.push(Block { kind, span });
    if kind != BlockKind::Paragraph {
        text.outside[range.start..range.end].fill(true);
    }
}

/// A paragraph, with the dateline before it as a byline of its own.
fn paragraph(text: &mut Text<'_>, line: Range) {
    let body = dateline(text, line);
    if body > line.start {
        push(text, BlockKind::Byline, Range::new(line.start, body));
    }
    if body < line.end {
        push(text, BlockKind::Paragraph, Range::new(body, line.end));
    }
}

/// The token at which a related-links line begins, at the line's or a sentence's head.
fn related_from(text: &Text<'_>, line: Range) -> Option<usize> {
    let at_head = |at: usize| {
        at == line.start
            || matches!(text.punct(at - 1), '.' | '!' | '؟' | '?' | '»' | '|' | '•' | '(' | '[')
            || text.token(at - 1).kind == Kind::Quote
    };
    (line.start..line.end).find(|&at| {
        text.token(at).kind == Kind::Word
            && at_head(at)
            && RELATED
                .iter()
                .any(|words| words.iter().enumerate().all(|(i, w)| at + i < line.end && text.word(at + i) == *w))
    })
}

fn words(text: &Text<'_>, line: Range) -> usize {
    text.slice(line.start, line.end).iter().filter(|t| matches!(t.kind, Kind::Word | Kind::Number)).count()
}

fn is_caption(text: &Text<'_>, line: Range) -> bool {
    let n = words(text, line);
    n <= 25
        && !matches!(text.punct(line.end - 1), '.' if n > 14)
        && (CAPTIONS.contains(&text.word(line.start))
            || text.punct(line.start) == '(' && CAPTIONS.contains(&text.word(line.start + 1)))
}

/// A short line that names author, agency, place or date and tells nothing.
fn is_byline(text: &Text<'_>, line: Range) -> bool {
    let n = words(text, line);
    if n == 0 || n > 9 {
        return false;
    }
    let head = text.word(line.start);
    let writes = matches!(
        head,
        "كتب"
            | "كتبت"
            | "تحرير"
            | "اعداد"
            | "بقلم"
            | "المصدر"
            | "مصدر"
            | "مراسل"
            | "ترجمه"
            | "وكالات"
    );
    let marked = matches!(text.punct(line.start + 1), ':' | '-' | '–' | '/');
    let bracketed = text.punct(line.start) == '(' && text.punct(line.end - 1) == ')';
    let only_outlets = n <= 5
        && text.slice(line.start, line.end).iter().any(|t| t.flags.has(Flags::NAME) || t.sequence.is_some())
        && text
            .slice(line.start, line.end)
            .iter()
            .all(|t| !t.flags.has(Flags::FINITE.or(Flags::THAT).or(Flags::VERB)) || t.flags.has(Flags::NAME))
        && matches!(text.punct(line.end - 1), ')' | ']' | '-' | '–');
    (writes && (marked || n <= 4)) || bracketed && n <= 6 || only_outlets
}

/// A short line without an ending, with running text after it and a finished line before it.
fn is_heading(text: &Text<'_>, lines: &[Range], n: usize) -> bool {
    let line = lines[n];
    let count = words(text, line);
    if count == 0 || count > HEADING || lines.len() < 2 {
        return false;
    }
    let last = text.punct(line.end - 1);
    if matches!(last, '.' | '،' | ',' | '؛' | ';') {
        return false;
    }
    let finished_before = n == 0 || {
        let end = lines[n - 1].end - 1;
        let blank = matches!(text.token(lines[n - 1].end).kind, Kind::Break(true));
        blank
            || matches!(text.punct(end), '.' | '!' | '؟' | '?' | ')' | ':' | '…')
            || text.token(end).kind == Kind::Quote
            || text.outside[end]
    };
    let goes_on = lines.get(n + 1).is_some_and(|&next| words(text, next) > count.min(8) && !text.outside[next.start]);
    // A line that was broken inside a sentence: the next one begins with what cannot begin one.
    let broken = lines.get(n + 1).is_some_and(|next| {
        let blank = matches!(text.token(line.end).kind, Kind::Break(true));
        !blank && text.token(next.start).kind == Kind::Quote && text.punct(next.start + 1) != '\0'
            || !blank && matches!(text.punct(next.start), '،' | '.' | ',')
    });
    let speaks = text.slice(line.start, line.end).iter().any(|t| t.flags.has(Flags::THAT)) && count > 8;
    let quoted = text.token(line.end - 1).kind == Kind::Quote && count > 6;
    finished_before && goes_on && !broken && !speaks && !quoted && last != ':'
}

/// Where the text begins after «place, country (AGENCY) --»; the line's start if there is no dateline.
fn dateline(text: &Text<'_>, line: Range) -> usize {
    let end = line.end.min(line.start + DATELINE);
    let mut named = false;
    let mut bracket = false;
    for at in line.start..end {
        let token = text.token(at);
        match token.kind {
            Kind::Word => {
                let finite = token.flags.has(Flags::FINITE.or(Flags::THAT).or(Flags::VERB));
                if finite && !token.flags.has(Flags::NAME.or(Flags::MASDAR).or(Flags::TITLE)) {
                    return line.start;
                }
                named |= token.flags.has(Flags::NAME)
                    || token.sequence.is_some_and(|(r, _)| matches!(r, musnad_lang::pack::Ref::Name(_)));
            }
            Kind::Punct('(' | ')') => bracket = true,
            Kind::Punct('-' | '–' | '—' | ':' | '/') if at > line.start => {
                let next = at + 1;
                let doubled = matches!(text.punct(next), '-' | '–' | '—');
                let colon = matches!(token.kind, Kind::Punct(':' | '/'));
                // A hyphen inside "AFP - Cairo" is not the end if another follows soon.
                let more = (next + usize::from(doubled)..end)
                    .take(5)
                    .any(|i| matches!(text.punct(i), '-' | '–' | '—') && text.token(i).spaced);
                let agency = bracket || named && token.spaced;
                if !more && !colon && agency && (doubled || token.spaced || bracket) {
                    return next + usize::from(doubled);
                }
                if colon && named && bracket {
                    return next;
                }
            }
            Kind::Punct('.' | '!' | '؟') | Kind::Quote => return line.start,
            _ => {}
        }
    }
    line.start
}
