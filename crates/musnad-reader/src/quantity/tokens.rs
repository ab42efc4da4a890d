//! Words, numbers and marks of the folded text, with what the tables say of them.

use crate::quantity::{
    digits::{self, Digits},
    words::{Bound, Entry, Sense, Words},
};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Word,
    Number(Digits),
    Mark(char),
}

/// One token. A fixed phrase of the tables is one token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Where it begins, without the clitics and the article before a number.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where it begins with them.
    pub(crate) whole: usize,
    pub(crate) kind: Kind,
    pub(crate) senses: &'static [Sense],
    /// White space stands before it.
    pub(crate) gap: bool,
    /// A line break stands before it.
    pub(crate) line: bool,
    /// It lies in a range that is a time.
    pub(crate) taken: bool,
    /// و or ف stands before it.
    pub(crate) and: bool,
    /// It has the article.
    pub(crate) definite: bool,
}

/// All tokens of a text.
pub(crate) struct Tokens<'a> {
    pub(crate) text: &'a str,
    pub(crate) list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Cuts a folded text; `taken` are the times in it.
    pub(crate) fn new(text: &'a str, taken: &[(usize, usize)]) -> Self {
        let mut tokens = Self { text, list: Vec::with_capacity(text.len() / 8) };
        tokens.look_up(&cut(text));
        let mut times = taken.iter().copied().peekable();
        for token in &mut tokens.list {
            while times.next_if(|time| time.1 <= token.start).is_some() {}
            token.taken = times.peek().is_some_and(|time| time.0 < token.end);
        }
        tokens
    }

    /// Gives words their senses, joins phrases, and puts glued clitics to their number.
    fn look_up(&mut self, raw: &[Token]) {
        let words = Words::get();
        let mut at = 0;
        while let Some(&token) = raw.get(at) {
            at += 1;
            let mut token = token;
            if token.kind != Kind::Word {
                self.list.push(token);
                continue;
            }
            let whole = self.text.get(token.start..token.end).unwrap_or_default();
            if let Some((and, definite, bare)) = clitic(whole)
                && let Some(&next) = raw.get(at)
                && !next.line
                && matches!(next.kind, Kind::Number(_))
                && (!next.gap || bare)
            {
                self.list.push(Token { whole: token.whole, gap: token.gap, line: token.line, and, definite, ..next });
                at += 1;
                continue;
            }
            // و عشرون with a space between them.
            if whole == "و"
                && let Some(&next) = raw.get(at)
                && next.kind == Kind::Word
                && !next.line
            {
                let (gap, line) = (token.gap, token.line);
                token = next;
                (token.gap, token.line, token.and) = (gap, line, true);
                at += 1;
            }
            if let Some(found) = stem(words, self.text, token) {
                token = found.token;
                token.senses = &found.entry.senses;
                for (more, senses) in &found.entry.phrases {
                    let rest = raw.get(at..at + more.len()).unwrap_or_default();
                    let agrees = rest.len() == more.len()
                        && rest.iter().zip(more).all(|(next, word)| {
                            next.kind == Kind::Word
                                && !next.line
                                && self.text.get(next.start..next.end) == Some(word.as_str())
                        });
                    if let Some(last) = rest.last().filter(|_| agrees) {
                        token.senses = senses;
                        token.end = last.end;
                        at += more.len();
                        break;
                    }
                }
            }
            self.list.push(token);
        }
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    /// The token before `at`, if any.
    pub(crate) fn before(&self, at: usize) -> Option<&Token> {
        self.list.get(at.checked_sub(1)?)
    }

    /// The token at `at` if it goes on in the same line and is no time.
    pub(crate) fn on(&self, at: usize) -> Option<&Token> {
        self.get(at).filter(|token| !token.line && !token.taken)
    }

    /// The folded spelling without clitics.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// The folded spelling with clitics.
    pub(crate) fn whole(&self, at: usize) -> &'a str {
        self.get(at).and_then(|token| self.text.get(token.whole..token.end)).unwrap_or_default()
    }

    pub(crate) fn has(&self, at: usize, sense: Sense) -> bool {
        self.get(at).is_some_and(|token| token.senses.contains(&sense))
    }

    /// The bound that the token sets on the number in front of it, or behind it.
    pub(crate) fn bound(&self, at: usize, behind: bool) -> Option<Bound> {
        self.on(at)?.senses.iter().find_map(|sense| match sense {
            Sense::Before(bound) if !behind => Some(*bound),
            Sense::Behind(bound) if behind => Some(*bound),
            _ => None,
        })
    }

    pub(crate) fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.get(at), Some(Token { kind: Kind::Mark(mark), .. }) if marks.contains(mark))
    }
}

/// A word that is only clitics: has و, has the article, is و alone (which may stand apart).
fn clitic(word: &str) -> Option<(bool, bool, bool)> {
    Some(match word {
        "و" => (true, false, true),
        "ف" => (true, false, false),
        "ب" | "ل" | "ك" => (false, false, false),
        "وب" | "ول" | "فب" => (true, false, false),
        "ال" | "بال" | "لل" | "كال" => (false, true, false),
        "وال" | "وبال" | "ولل" => (true, true, false),
        _ => return None,
    })
}

struct Stem {
    entry: &'static Entry,
    token: Token,
}

/// The entry of a word: as it stands, then without و ف, then without ب ل ك, then without the article.
fn stem(words: &'static Words, text: &str, token: Token) -> Option<Stem> {
    let whole = text.get(token.start..token.end)?;
    if !whole.starts_with(|c: char| c.is_ascii()) && whole.len() < 4 {
        let entry = words.entry(whole)?;
        return Some(Stem { entry, token });
    }
    let found = |entry, rest: &str, and, definite| {
        Some(Stem { entry, token: Token { start: token.end - rest.len(), and: token.and || and, definite, ..token } })
    };
    if let Some(entry) = words.entry(whole) {
        return found(entry, whole, false, false);
    }
    let rest = whole.strip_prefix(['و', 'ف']).unwrap_or(whole);
    let and = rest.len() < whole.len();
    if and && let Some(entry) = words.entry(rest) {
        return found(entry, rest, true, false);
    }
    if let Some(bare) = article(rest)
        && let Some(entry) = words.entry(bare).filter(|entry| takes(entry, true))
    {
        return found(entry, bare, and, true);
    }
    let bare = rest.strip_prefix(['ب', 'ل', 'ك'])?;
    let entry = words.entry(bare).filter(|entry| takes(entry, false))?;
    found(entry, bare, and, false)
}

/// The word without its article, after a preposition too.
fn article(word: &str) -> Option<&str> {
    ["ال", "لل", "بال", "كال"].iter().find_map(|article| word.strip_prefix(article))
}

/// Whether the article, or a preposition, may stand before the words of the entry.
fn takes(entry: &Entry, article: bool) -> bool {
    let fits = |sense: &Sense| match sense {
        Sense::Unit(_)
        | Sense::Tens(_)
        | Sense::Hundred(_)
        | Sense::Scale(..)
        | Sense::Vague(_)
        | Sense::Part(_)
        | Sense::Noun(..) => true,
        Sense::Few | Sense::Several | Sense::Before(_) | Sense::Cue(..) => !article,
        _ => false,
    };
    entry.senses.iter().any(fits) || entry.phrases.iter().any(|(_, senses)| senses.iter().any(fits))
}

fn cut(text: &str) -> Vec<Token> {
    let mut list = Vec::with_capacity(text.len() / 8);
    let (mut gap, mut line) = (true, true);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            gap = true;
            line |= c == '\n';
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = if c.is_ascii_digit() {
            while let Some((at, d)) = chars.next_if(|&(at, d)| {
                d.is_ascii_digit()
                    || digits::separator(d)
                        && text
                            .get(at + d.len_utf8()..)
                            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            }) {
                end = at + d.len_utf8();
            }
            Kind::Number(digits::read(text.get(start..end).unwrap_or_default()))
        } else if crate::text::token::is_letter_or_digit(c) {
            while let Some((at, d)) =
                chars.next_if(|(_, d)| crate::text::token::is_letter_or_digit(*d) && !d.is_ascii_digit())
            {
                end = at + d.len_utf8();
            }
            Kind::Word
        } else {
            Kind::Mark(c)
        };
        list.push(Token {
            start,
            end,
            whole: start,
            kind,
            senses: &[],
            gap,
            line,
            taken: false,
            and: false,
            definite: false,
        });
        (gap, line) = (false, false);
    }
    list
}
