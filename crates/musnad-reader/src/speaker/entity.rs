//! Entities while an article is read, and when two names mean one.

use musnad_lang::pack::bare;
use musnad_lang::{Form, Gender, Number, Tense};
use musnad_model::EntityKind;
use musnad_model::fold::{Strength, fold};

use crate::text::Range;

/// Somebody or something that the article names or describes.
#[derive(Clone, Debug)]
pub struct Being {
    pub kind: EntityKind,
    /// The fullest name or description so far, in the article's words.
    pub name: String,
    /// Its folded words without the article.
    pub words: Vec<String>,
    /// Other names that the article uses.
    pub aliases: Vec<String>,
    /// The folded heads of its descriptions (وزير, مرصد).
    pub heads: Vec<String>,
    /// The folded words of its offices and descriptions.
    pub role_words: Vec<String>,
    /// Its offices, in the article's words.
    pub roles: Vec<String>,
    /// Folded nationality words that stood with it.
    pub nations: Vec<String>,
    pub gender: Gender,
    pub number: Number,
    /// Where it is named, as tokens, in order.
    pub mentions: Vec<Range>,
    pub latin: Option<String>,
    /// True if a proper name is known.
    pub named: bool,
}

impl Being {
    pub fn new(kind: EntityKind, name: String, words: Vec<String>, named: bool) -> Self {
        Self {
            kind,
            name,
            words,
            aliases: Vec::new(),
            heads: Vec::new(),
            role_words: Vec::new(),
            roles: Vec::new(),
            nations: Vec::new(),
            gender: Gender::Any,
            number: Number::Any,
            mentions: Vec::new(),
            latin: None,
            named,
        }
    }

    /// Another mention by name: the fuller name is kept, the other becomes an alias.
    pub fn note(&mut self, shown: String, words: Vec<String>, at: Range) {
        self.mention(at);
        if words.len() > self.words.len() {
            let old = std::mem::replace(&mut self.name, shown);
            self.words = words;
            push_new(&mut self.aliases, old);
        } else if fold(&shown, Strength::Lossy) != fold(&self.name, Strength::Lossy) {
            push_new(&mut self.aliases, shown);
        }
    }

    /// Another mention.
    pub fn mention(&mut self, at: Range) {
        if let Err(i) = self.mentions.binary_search(&at) {
            self.mentions.insert(i, at);
        }
    }

    /// True if it is a human being, or people.
    pub const fn human(&self) -> bool {
        matches!(self.kind, EntityKind::Person | EntityKind::Unnamed)
    }

    /// The last mention before a token, and where the first stands.
    pub fn last_before(&self, at: usize) -> Option<Range> {
        self.mentions[..self.mentions.partition_point(|m| m.start < at)].last().copied()
    }

    /// Whether a verb of this form can have this subject: `yes`, `no` or `maybe`.
    pub fn agrees(&self, form: Form) -> &'static str {
        if form.tense == Tense::Plain || form.tense == Tense::Noun || form.person != 3 {
            return "any";
        }
        let human = self.human();
        let yes = |b: bool| if b { "yes" } else { "no" };
        match (form.gender, form.number) {
            (_, Number::Plural) => match self.number {
                Number::Plural => "yes",
                Number::Singular if human || self.kind == EntityKind::Outlet => "no",
                _ => "maybe",
            },
            (_, Number::Dual) => match self.number {
                Number::Dual => "yes",
                Number::Any => "maybe",
                _ => "no",
            },
            (Gender::Feminine, Number::Singular) => match (self.gender, self.number) {
                (_, Number::Plural) => yes(!human),
                (Gender::Feminine, _) => "yes",
                (Gender::Masculine, _) => "no",
                _ => "maybe",
            },
            (Gender::Masculine, Number::Singular) => match (self.gender, self.number) {
                (_, Number::Plural | Number::Dual) => "no",
                (Gender::Masculine, _) => "yes",
                (Gender::Feminine, _) => "no",
                _ => "maybe",
            },
            _ => "any",
        }
    }
}

/// Adds what is not empty and not there yet.
pub fn push_new(list: &mut Vec<String>, item: String) {
    if !item.is_empty() && !list.contains(&item) {
        list.push(item);
    }
}

/// Folded words of a name, without article, with عبد and أبو joined to what follows.
pub fn name_words<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut join: Option<String> = None;
    for word in words {
        let word = bare(word);
        if word.is_empty() || SELVES.contains(&word) {
            continue;
        }
        if let Some(head) = join.take() {
            out.push(format!("{head}{word}"));
            continue;
        }
        if matches!(word, "عبد" | "ابو" | "ابا" | "ابي") {
            join = Some(if word == "عبد" { "عبد".to_owned() } else { "ابو".to_owned() });
            continue;
        }
        // «عبدالله», «عبد الله»: the same without the article between.
        let joined =
            word.strip_prefix("عبدال").filter(|rest| rest.chars().count() > 1).map(|rest| format!("عبد{rest}"));
        out.push(joined.unwrap_or_else(|| word.to_owned()));
    }
    out.extend(join);
    out
}

/// «نفسه», «ذاتها»: words that stand with a name and are no part of it.
const SELVES: &[&str] =
    &["نفسه", "نفسها", "ذاته", "ذاتها", "عينه", "عينها", "ذات", "نفس", "مذكور", "مذكوره", "نفسهم", "انف", "سالف"];

/// True if all words stand in the other list.
pub fn subset(words: &[String], of: &[String]) -> bool {
    !words.is_empty() && words.iter().all(|w| of.iter().any(|o| like(o, w)))
}

/// How many words stand in the other list.
pub fn shared(words: &[String], of: &[String]) -> usize {
    words.iter().filter(|w| of.iter().any(|o| like(o, w))).count()
}

/// Equal, or a spelling apart: ج for غ, و for ؤ, a letter lost or added at the end.
fn like(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let led = |a: &str, b: &str| a.strip_prefix(['ل', 'ب']).is_some_and(|rest| rest == b && rest.chars().count() > 2);
    if led(a, b) || led(b, a) {
        return true;
    }
    let (mut a, mut b) = (plain(a), plain(b));
    let mut letters = 0;
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(x), Some(y)) if x == y => letters += 1,
            (Some(_), None) => return letters > 3 && a.next().is_none(),
            (None, Some(_)) => return letters > 3 && b.next().is_none(),
            _ => return false,
        }
    }
}

/// The letters of a name's word with what is spelt in two ways spelt in one: ج as غ, a hamza as its
/// seat, «يو» and «او» as و.
fn plain(word: &str) -> impl Iterator<Item = char> + '_ {
    let seat = |c| match c {
        'ج' => 'غ',
        'ئ' => 'ي',
        'ؤ' => 'و',
        _ => c,
    };
    let mut letters = word.chars().map(seat);
    std::iter::from_fn(move || {
        loop {
            let letter = letters.next()?;
            let mut ahead = letters.clone();
            let silent = match letter {
                'ي' => ahead.next() == Some('و'),
                'ا' => match ahead.next() {
                    Some('و') => true,
                    Some('ي') => ahead.next() == Some('و'),
                    _ => false,
                },
                _ => false,
            };
            if !silent {
                return Some(letter);
            }
        }
    })
}

/// The same person: equal names, or one is the other's surname or part, with spelling variants.
pub fn same_person(full: &[String], name: &[String]) -> bool {
    let (long, short) = if full.len() >= name.len() { (full, name) } else { (name, full) };
    if short.is_empty() || !short.iter().all(|w| long.iter().any(|l| like(l, w))) {
        return false;
    }
    // A given name alone is not enough («محمد»), a surname is.
    short.len() > 1
        || long.len() == 1
        || long.last().is_some_and(|l| like(l, &short[0]))
        || long.len() > 2 && long[1..].iter().any(|l| like(l, &short[0]))
}
