//! Quotation structure: which marks open, which close, and what is inside what.
//!
//! Direction is decided by what stands beside a mark, the glyph only breaks ties:
//! news turns marks the wrong way and straight marks give no direction. Each mark
//! is looked at once, so ten thousand unbalanced ones cost no more than balanced.

use musnad_model::Note;

use super::token::{Kind, Token};

/// How many tokens a quotation may be long before its opening mark is taken as lost.
const LONGEST: usize = 700;
/// How many paragraphs a quotation may run over.
const PARAGRAPHS: usize = 4;

/// A quotation. Tokens `open + 1 .. close` are inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The opening mark.
    pub open: usize,
    /// The closing mark; the line break or end where it would stand, if it is missing.
    pub close: usize,
    /// False if the closing mark is missing.
    pub closed: bool,
    /// The quotation around it, +1; 0 if none.
    pub around: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

/// Pairs the marks and writes into each token the quotation that holds it.
pub fn pair(text: &str, tokens: &mut [Token], notes: &mut Vec<Note>) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    let mut breaks = 0;
    let mut lost = 0usize;
    for at in 0..tokens.len() {
        match tokens[at].kind {
            Kind::Break(_) => {
                breaks += 1;
                let stays = open.len() == 1
                    && breaks <= PARAGRAPHS
                    && closes_later(text, tokens, at, &quotes[open[0] as usize - 1]);
                if !stays {
                    lost += open.len();
                    for id in open.drain(..) {
                        quotes[id as usize - 1].close = at;
                    }
                    breaks = 0;
                }
            }
            Kind::Quote => {
                let mut side = side(text, tokens, at);
                if side == Side::Either {
                    side = if open.is_empty() { Side::Open } else { Side::Close };
                }
                // A paragraph of a long quotation repeats the opening mark.
                let repeats = side == Side::Open
                    && breaks > 0
                    && !open.is_empty()
                    && at > 0
                    && matches!(tokens[at - 1].kind, Kind::Break(_));
                match side {
                    _ if repeats => {}
                    Side::Close if open.is_empty() => lost += 1,
                    Side::Close => {
                        let id = open.pop().unwrap_or(1) as usize - 1;
                        quotes[id].close = at;
                        quotes[id].closed = true;
                        if open.is_empty() {
                            breaks = 0;
                        }
                    }
                    _ => {
                        let around = open.last().copied().unwrap_or(0);
                        quotes.push(Quote { open: at, close: tokens.len(), closed: false, around });
                        open.push(u32::try_from(quotes.len()).unwrap_or(u32::MAX));
                        if open.len() > 8 {
                            // Nobody nests so deep: the marks are noise, begin again.
                            lost += open.len();
                            for id in open.drain(..) {
                                quotes[id as usize - 1].close = at;
                            }
                        }
                    }
                }
            }
            _ => {
                if let Some(&id) = open.last()
                    && at - quotes[id as usize - 1].open > LONGEST
                {
                    lost += open.len();
                    for id in open.drain(..) {
                        quotes[id as usize - 1].close = at;
                    }
                }
            }
        }
        tokens[at].quote = match tokens[at].kind {
            Kind::Quote => 0,
            _ => open.last().copied().unwrap_or(0),
        };
    }
    lost += open.len();
    if lost > 0 {
        notes.push(Note {
            code: "quotes-unbalanced".into(),
            message: format!("{lost} quotation marks have no partner; each was ended at its paragraph"),
            span: None,
        });
    }
    quotes
}

/// True if the quotation open at a line break goes on: the next paragraph begins
/// with a mark again, or the line was broken inside a sentence, and a closing
/// mark comes before another opens.
fn closes_later(text: &str, tokens: &[Token], at: usize, quote: &Quote) -> bool {
    if at - quote.open > LONGEST {
        return false;
    }
    let mut breaks = 0;
    for i in at + 1..tokens.len().min(at + LONGEST / 2) {
        match tokens[i].kind {
            Kind::Break(_) => {
                breaks += 1;
                if breaks > PARAGRAPHS {
                    return false;
                }
            }
            Kind::Quote => match side(text, tokens, i) {
                Side::Open if matches!(tokens[i - 1].kind, Kind::Break(_)) => {}
                Side::Close => return true,
                // A straight mark in the middle of a later line may open or close.
                Side::Either => return i == at + 1,
                Side::Open => return false,
            },
            _ => {}
        }
    }
    false
}

fn side(text: &str, tokens: &[Token], at: usize) -> Side {
    let token = &tokens[at];
    let glyph = text[token.start as usize..].chars().next().unwrap_or('"');
    let before = at.checked_sub(1).map(|i| tokens[i]);
    let after = tokens.get(at + 1);
    let joined_before = !token.spaced && before.is_some_and(|t| !matches!(t.kind, Kind::Break(_)));
    let joined_after = after.is_some_and(|t| !t.spaced && !matches!(t.kind, Kind::Break(_)));
    let opens_after = before.is_none_or(|t| match t.kind {
        Kind::Punct(c) => matches!(c, ':' | '(' | '-' | '–' | '—' | '['),
        Kind::Break(_) => true,
        _ => false,
    });
    let closes_before = after.is_none_or(|t| match t.kind {
        Kind::Punct(c) => matches!(c, '.' | '،' | ',' | '؛' | ';' | ')' | '!' | '؟' | '?' | ']'),
        Kind::Break(_) => true,
        _ => false,
    });
    // A clitic written against the mark: بـ"رويترز" opens.
    let clitic = joined_before && before.is_some_and(|t| t.kind == Kind::Word && t.end - t.start <= 2) && joined_after;
    if clitic && !closes_before {
        return Side::Open;
    }
    match (joined_before, joined_after) {
        (false, true) if !closes_before => Side::Open,
        (true, false) if !opens_after => Side::Close,
        _ if opens_after && !closes_before => Side::Open,
        _ if closes_before && !opens_after => Side::Close,
        _ => match glyph {
            '“' | '«' | '„' | '{' => Side::Open,
            '”' | '»' | '}' => Side::Close,
            _ => Side::Either,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn inside(text: &str) -> Vec<String> {
        let mut all = tokens(text);
        let quotes = pair(text, &mut all, &mut Vec::new());
        quotes
            .iter()
            .map(|q| {
                let end = all.get(q.close).map_or(text.len(), |t| t.start as usize);
                text[all[q.open].end as usize..end].trim().to_owned()
            })
            .collect()
    }

    #[test]
    fn every_kind_of_mark_pairs() {
        for text in [
            "قال “لن نعود” ثم خرج",
            "قال «لن نعود» ثم خرج",
            "قال \"لن نعود\" ثم خرج",
            "قال ”لن نعود“ ثم خرج",
            "قال »لن نعود« ثم خرج",
            "قال ''لن نعود'' ثم خرج",
            "قال #187;لن نعود#171; ثم خرج",
            "قال {لن نعود} ثم خرج",
            "قال: “ لن نعود ” ثم خرج",
        ] {
            assert_eq!(inside(text), ["لن نعود"], "{text}");
        }
    }

    #[test]
    fn quotations_nest() {
        assert_eq!(inside("قال «ان \"الميناء\" مفتوح»"), ["ان \"الميناء\" مفتوح", "الميناء"]);
    }

    #[test]
    fn an_unclosed_one_ends_with_its_paragraph() {
        assert_eq!(inside("قال \"لن نعود\nوذهب الناس"), ["لن نعود"]);
    }

    #[test]
    fn one_may_run_over_paragraphs() {
        assert_eq!(inside("قال: «لن نعود.\n«ولن نيأس».\nوذهب"), ["لن نعود.\n«ولن نيأس"]);
    }
}
