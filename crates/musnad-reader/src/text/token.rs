//! Tokens of the folded text.

use musnad_lang::Sense;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run of letters.
    Word,
    /// A run of digits, with separators inside.
    Number,
    /// One mark.
    Punct(char),
    /// A quotation mark; see [`super::quote`].
    Quote,
    /// One or more line breaks; `true` if a line stays empty between.
    Break(bool),
}

/// The clitics of a word and what is left without them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Morph {
    /// و or ف in front.
    pub conjunction: bool,
    /// ب, ل or ك in front; NUL if none.
    pub preposition: u8,
    /// س in front of an imperfect.
    pub future: bool,
    /// The article.
    pub article: bool,
    /// A pronoun at the end.
    pub suffix: Suffix,
    /// Where the core begins, in folded bytes.
    pub core_start: u32,
    /// Where the core ends.
    pub core_end: u32,
}

/// A pronoun written together with the word before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suffix {
    /// None.
    #[default]
    None,
    /// ه
    Him,
    /// ها
    Her,
    /// هم, هن
    Them,
    /// هما
    Both,
    /// ي, ني
    Me,
    /// نا
    Us,
    /// ك, كم
    You,
}

/// One token. Offsets are bytes of the folded text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// True if white space or the beginning stands before it.
    pub spaced: bool,
    /// What the pack says of it, as bits.
    pub flags: super::super::mark::Flags,
    /// Its clitics.
    pub morph: Morph,
    /// The innermost quotation that it stands in, +1; 0 if none.
    pub quote: u32,
    /// The meanings of its core: up to four, the rest dropped.
    pub senses: [Option<Sense>; 4],
    /// A name or phrase that begins here: what, and how many tokens long.
    pub sequence: Option<(musnad_lang::pack::Ref, u16)>,
}

impl Token {
    fn new(start: usize, end: usize, kind: Kind, spaced: bool) -> Self {
        let (start, end) = (offset(start), offset(end));
        Self {
            start,
            end,
            kind,
            spaced,
            flags: super::super::mark::Flags::default(),
            morph: Morph { core_start: start, core_end: end, ..Morph::default() },
            quote: 0,
            senses: [None; 4],
            sequence: None,
        }
    }

    /// What stands beyond the end of a text: a break.
    pub fn beyond() -> Self {
        Self::new(0, 0, Kind::Break(true), true)
    }

    /// The meanings of its core.
    pub fn senses(&self) -> impl Iterator<Item = Sense> + '_ {
        self.senses.iter().map_while(|s| *s)
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Quotation marks that old character sets and feeds leave behind as text.
const SCARS: &[&str] = &[
    "&quot;", "&laquo;", "&raquo;", "#187;", "#171;", "&#187;", "&#171;", "&#34;", "&#39;", "&#8220;", "&#8221;", "''",
    "``", ",,",
];

/// True for a character that is used as a quotation mark.
pub const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '〝' | '〞' | '＂' | '{' | '}')
}

/// `char::is_alphabetic`, with the Arabic letters first: nearly all are.
#[inline]
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064A}') || c.is_alphabetic()
}

/// `char::is_alphanumeric`, with the Arabic letters first.
#[inline]
pub fn is_letter_or_digit(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064A}') || c.is_alphanumeric()
}

/// The scar that a text begins with.
fn scar(text: &str) -> Option<&'static str> {
    SCARS.iter().find(|s| text.starts_with(**s)).copied()
}

/// Cuts the folded text into tokens; white space is dropped, line breaks are kept.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 8);
    let mut at = 0;
    let mut spaced = true;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        if c == '\n' || c == '\r' || c == '\u{2028}' || c == '\u{2029}' {
            let rest = text[at..].trim_start();
            at = text.len() - rest.len();
            let breaks = text[start..at].chars().filter(|&c| c == '\n').count();
            out.push(Token::new(start, at, Kind::Break(breaks > 1), true));
            spaced = true;
            continue;
        }
        if c.is_whitespace() {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        let kind;
        let scar = if matches!(c, '&' | '#' | '\'' | '`' | ',') { scar(&text[at..]) } else { None };
        if let Some(scar) = scar {
            at += scar.len();
            kind = Kind::Quote;
        } else if c.is_ascii_digit() {
            at += number(&text[at..]);
            kind = Kind::Number;
        } else if is_letter(c) {
            at += word(&text[at..]);
            kind = Kind::Word;
        } else {
            at += c.len_utf8();
            // Two marks with nothing between them mark nothing.
            let empty = is_quote(c)
                && spaced
                && text[at..].starts_with(is_quote)
                && text[at..].chars().nth(1).is_none_or(char::is_whitespace);
            if empty {
                at += text[at..].chars().next().map_or(0, char::len_utf8);
            }
            kind = if is_quote(c) && !empty { Kind::Quote } else { Kind::Punct(c) };
        }
        out.push(Token::new(start, at, kind, spaced));
        spaced = false;
    }
    out
}

fn word(text: &str) -> usize {
    text.char_indices().find(|&(_, c)| !is_letter(c) && !unicode_mark(c)).map_or(text.len(), |(i, _)| i)
}

/// Combining marks of other scripts, which stay inside a word.
const fn unicode_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{0903}' | '\u{093C}'..='\u{094D}')
}

fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let separator = matches!(bytes[end], b'.' | b',' | b':') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !bytes[end].is_ascii_digit() && !separator {
            break;
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| &text[t.start as usize..t.end as usize]).collect()
    }

    #[test]
    fn words_numbers_and_marks_part() {
        assert_eq!(cut("قتل 14جنديا، في 6,00 صباحا."), ["قتل", "14", "جنديا", "،", "في", "6,00", "صباحا", "."]);
    }

    #[test]
    fn scars_of_quotation_marks_are_quotation_marks() {
        let found = tokens("#187;لا معنى#171;");
        assert_eq!(found[0].kind, Kind::Quote);
        assert_eq!(found[3].kind, Kind::Quote);
    }

    #[test]
    fn line_breaks_are_kept_with_what_is_empty_between() {
        let kinds: Vec<Kind> = tokens("ا\nب\n\n ج").iter().map(|t| t.kind).collect();
        assert_eq!(kinds[1], Kind::Break(false));
        assert_eq!(kinds[3], Kind::Break(true));
    }
}
