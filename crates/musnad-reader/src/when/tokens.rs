//! Words, numbers and marks of the folded text, with what the table says of them.

use super::words::{Count, Plain, Sense, Tense, Words};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// The number and how many digits it has; numbers over nine digits are `u32::MAX`.
    Number(u32, u8),
    Mark(char),
}

/// One token. A fixed phrase of the table is one token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Where it begins, without the clitics.
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
    /// It stands between quotation marks.
    pub(crate) quoted: bool,
    /// Which way the verb of its clause points.
    pub(crate) tense: Tense,
}

/// All tokens of a text.
pub(crate) struct Tokens<'a> {
    pub(crate) text: &'a str,
    pub(crate) list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Cuts a folded text.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut tokens = Self { text, list: cut(text) };
        tokens.look_up();
        tokens.quotes();
        tokens.tenses();
        tokens
    }

    /// Gives words their senses; joins the phrases that the table knows.
    fn look_up(&mut self) {
        let words = Words::get();
        let raw = std::mem::take(&mut self.list);
        let mut at = 0;
        let mut phrase = String::new();
        while let Some(&token) = raw.get(at) {
            let mut token = token;
            let mut used = 1;
            if token.kind == Kind::Word
                && let Some((entry, start)) = stem(words, self.text, token)
            {
                token.senses = &entry.senses;
                token.start = start;
                if entry.opens {
                    phrase.clear();
                    phrase.push_str(self.text.get(start..token.end).unwrap_or_default());
                    for (more, next) in raw.iter().skip(at + 1).take(2).enumerate() {
                        if next.kind != Kind::Word || next.line {
                            break;
                        }
                        phrase.push(' ');
                        phrase.push_str(self.text.get(next.start..next.end).unwrap_or_default());
                        if let Some(longer) = words.entry(&phrase).filter(|entry| !entry.senses.is_empty()) {
                            token.senses = &longer.senses;
                            token.end = next.end;
                            used = more + 2;
                        }
                    }
                }
            }
            self.list.push(token);
            at += used;
        }
    }

    /// Marks what stands in quotation marks. A line break closes them.
    fn quotes(&mut self) {
        let mut open = false;
        for at in 0..self.list.len() {
            let token = self.list[at];
            if token.line {
                open = false;
            }
            match token.kind {
                Kind::Mark('«' | '“') => open = true,
                Kind::Mark('»' | '”') => open = false,
                Kind::Mark('"') => {
                    let after_gap = self.list.get(at + 1).is_none_or(|next| next.gap);
                    open = match (token.gap, after_gap) {
                        (true, false) => true,
                        (false, true) => false,
                        _ => !open,
                    };
                }
                _ => {}
            }
            self.list[at].quoted = open;
        }
    }

    /// Notes for each word which way the last verb of its clause points.
    fn tenses(&mut self) {
        let words = Words::get();
        let mut tense = Tense::Open;
        for token in &mut self.list {
            match token.kind {
                Kind::Mark('.' | '؟' | '!' | ':' | '؛' | '?') => tense = Tense::Open,
                Kind::Word => {
                    let told = token.senses.iter().find_map(|sense| match sense {
                        Sense::Tense(tense) => Some(*tense),
                        _ => None,
                    });
                    if let Some(told) = told {
                        tense = told;
                    } else if token.senses.is_empty() {
                        let word = self.text.get(token.start..token.end).unwrap_or_default();
                        if words.is_future(word) {
                            tense = Tense::Future;
                        } else if is_past(word) {
                            tense = Tense::Past;
                        }
                    }
                }
                _ => {}
            }
            token.tense = tense;
        }
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    /// The token before `at`, if any.
    pub(crate) fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|&at| at < self.list.len())
    }

    /// The folded spelling without clitics.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }
}

/// A verb of the past by its ت: غرقت, انفجرت; not nouns such as بيت, صوت, قوات.
fn is_past(word: &str) -> bool {
    let Some(stem) = word.strip_suffix('ت') else {
        return false;
    };
    let long = stem.len() >= 6 && !stem.ends_with(['ا', 'ي', 'و', 'ن']);
    long && !stem.starts_with("ال") && !matches!(word, "تحت" | "وقت" | "بوقت")
}

/// The entry of a word and where its stem begins: as it stands, then without و ف, then without ب ل ك.
fn stem(words: &'static Words, text: &str, token: Token) -> Option<(&'static super::words::Entry, usize)> {
    let whole = text.get(token.start..token.end)?;
    if let Some(entry) = words.entry(whole) {
        return Some((entry, token.start));
    }
    let rest = whole.strip_prefix(['و', 'ف']).unwrap_or(whole);
    if rest.len() < whole.len()
        && let Some(entry) = words.entry(rest)
    {
        return Some((entry, token.end - rest.len()));
    }
    let bare = rest.strip_prefix(['ب', 'ل', 'ك'])?;
    // لليوم is ل and اليوم with the alef left out.
    if let Some(noun) = rest.strip_prefix("لل") {
        let entry = words.entry(&format!("ال{noun}"))?;
        return takes_preposition(entry).then_some((entry, token.end - bare.len()));
    }
    let entry = words.entry(bare)?;
    takes_preposition(entry).then_some((entry, token.end - bare.len()))
}

/// باب is not ب and آب, لست is not ل and six.
fn takes_preposition(entry: &super::words::Entry) -> bool {
    entry.senses.iter().any(|sense| {
        matches!(
            sense,
            Sense::Month(_, true)
                | Sense::Hijri(_)
                | Sense::Weekday(_)
                | Sense::Near(_)
                | Sense::Unit(_, Count::One | Count::Both)
                | Sense::Season(_)
                | Sense::Ord(_)
                | Sense::Plain(Plain::Event | Plain::Born | Plain::Phase)
        )
    })
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
            let (mut number, mut written) = (digit(c), 1_u8);
            while let Some(&(at, d)) = chars.peek().filter(|(_, d)| d.is_ascii_digit()) {
                number = if written < 9 { number * 10 + digit(d) } else { u32::MAX };
                written = written.saturating_add(1);
                end = at + 1;
                chars.next();
            }
            Kind::Number(number, written)
        } else if crate::text::token::is_letter_or_digit(c) {
            while let Some(&(at, d)) =
                chars.peek().filter(|(_, d)| crate::text::token::is_letter_or_digit(*d) && !d.is_ascii_digit())
            {
                end = at + d.len_utf8();
                chars.next();
            }
            Kind::Word
        } else {
            Kind::Mark(c)
        };
        let tense = Tense::Open;
        list.push(Token { start, end, whole: start, kind, senses: &[], gap, line, quoted: false, tense });
        (gap, line) = (false, false);
    }
    list
}

fn digit(c: char) -> u32 {
    c.to_digit(10).unwrap_or(0)
}
