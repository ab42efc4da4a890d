//! Which words can evoke a frame, with the clitics that are written on them.

use musnad_lang::frames::{Evoked, Evokes, Kinds, Part};
use musnad_lang::{Frames, Tense};
use rustc_hash::FxHashMap;

use crate::text::Text;
use crate::text::token::{Kind, Suffix};

/// How many readings of one form are kept.
const READINGS: usize = 10;

/// The clitics of a word that evokes something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clitics {
    /// و or ف.
    pub conjunction: bool,
    /// ب, ل or ك; NUL if none.
    pub preposition: u8,
    /// The article.
    pub article: bool,
    /// س.
    pub future: bool,
    /// A pronoun at the end.
    pub suffix: Suffix,
}

/// What a word can evoke.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    evoked: [Option<Evoked>; READINGS],
    /// Its clitics.
    pub clitics: Clitics,
}

impl Seen {
    /// The readings.
    pub fn evoked(&self) -> impl Iterator<Item = Evoked> + '_ {
        self.evoked.iter().map_while(|e| *e)
    }

    /// True if it can be a finite verb.
    pub fn finite(&self) -> bool {
        self.evoked().any(|e| matches!(e.part, Part::Finite(_) | Part::Acting(_) | Part::Passive(_)))
    }

    /// True if it can be a participle.
    pub fn participle(&self) -> bool {
        self.evoked().any(|e| matches!(e.part, Part::Active | Part::Patient))
    }

    /// True if it can be a noun.
    pub fn noun(&self) -> bool {
        self.evoked().any(|e| e.part == Part::Noun)
    }

    /// True if it can evoke a frame, not only govern one.
    pub fn trigger(&self) -> bool {
        self.evoked().any(|e| matches!(e.what, Evokes::Trigger(_)))
    }
}

/// A word that evokes something, or whose noun is known.
struct Word {
    seen: Option<Seen>,
    kinds: Kinds,
    led: bool,
    preposition: u8,
}

/// What every token of a text can evoke, and what its noun can be.
pub struct Finds {
    words: Vec<Word>,
    /// For each token one more than the index in `words`, 0 if nothing is known.
    of: Vec<u32>,
}

impl Finds {
    /// Looks up every word once.
    pub fn new(text: &Text<'_>) -> Self {
        let frames = &text.pack.frames;
        let mut finds = Self { words: Vec::new(), of: vec![0; text.tokens.len()] };
        let mut memo: FxHashMap<&str, u32> = FxHashMap::default();
        for (at, token) in text.tokens.iter().enumerate() {
            if token.kind != Kind::Word {
                continue;
            }
            let word = text.word(at);
            let next = u32::try_from(finds.words.len() + 1).unwrap_or(u32::MAX);
            finds.of[at] = *memo.entry(word).or_insert_with(|| {
                let (kinds, led, preposition) = kinds(frames, word);
                let seen = analyse(frames, word);
                if seen.is_none() && kinds.is_none() {
                    return 0;
                }
                finds.words.push(Word { seen, kinds, led, preposition });
                next
            });
        }
        finds
    }

    fn word(&self, at: usize) -> Option<&Word> {
        let number = *self.of.get(at)?;
        number.checked_sub(1).map(|i| &self.words[i as usize])
    }

    /// What a token can evoke.
    pub fn at(&self, at: usize) -> Option<&Seen> {
        self.word(at)?.seen.as_ref()
    }

    /// What the noun at a token can be, by the pack's list, under any clitics.
    pub fn kinds(&self, at: usize) -> Kinds {
        self.word(at).map_or(Kinds::NONE, |w| w.kinds)
    }

    /// True if the noun of the list has و or ف in front.
    pub fn noun_led(&self, at: usize) -> bool {
        self.word(at).is_some_and(|w| w.led && w.seen.is_none_or(|s| s.clitics.conjunction))
    }

    /// The preposition in front of the noun of the list; NUL if none.
    pub fn noun_preposition(&self, at: usize) -> u8 {
        self.word(at).filter(|w| w.seen.is_none_or(|s| s.clitics.preposition != 0)).map_or(0, |w| w.preposition)
    }
}

/// What a noun can be under its clitics, whether و stands in front, and which preposition.
fn kinds(frames: &Frames, word: &str) -> (Kinds, bool, u8) {
    let plain = word.strip_prefix(['و', 'ف']).filter(|rest| rest.chars().count() >= 3);
    for (led, word) in [(false, Some(word)), (true, plain)] {
        let Some(word) = word else { continue };
        let stems = [
            (Some(word), 0),
            (word.strip_prefix("ال"), 0),
            (word.strip_prefix("لل"), b'l'),
            (word.strip_prefix("بال"), b'b'),
            (word.strip_prefix("كال"), b'k'),
            (word.strip_prefix('ب'), b'b'),
            (word.strip_prefix('ل'), b'l'),
            (word.strip_prefix('ك'), b'k'),
        ];
        for (stem, preposition) in stems {
            let Some(stem) = stem else { continue };
            let found = frames.kinds(stem);
            if !found.is_none() {
                return (found, led, preposition);
            }
            // The indefinite accusative.
            if let Some(bare) = stem.strip_suffix('ا').filter(|b| b.chars().count() >= 3) {
                let found = frames.kinds(bare);
                if !found.is_none() {
                    return (found, led, preposition);
                }
            }
            let Some(bare) = ["هما", "ها", "هم", "ه", "نا"].iter().find_map(|e| stem.strip_suffix(e)) else {
                continue;
            };
            let found = match bare.strip_suffix('ت') {
                Some(head) if frames.kinds(bare).is_none() => frames.kinds(&format!("{head}ه")),
                _ => frames.kinds(bare),
            };
            if !found.is_none() && bare.chars().count() >= 3 {
                return (found, led, preposition);
            }
            if let Some(head) = bare.strip_suffix('ئ') {
                let found = frames.kinds(&format!("{head}ء"));
                if !found.is_none() {
                    return (found, led, preposition);
                }
            }
        }
    }
    (Kinds::NONE, false, 0)
}

/// The reading of a word with the fewest clitics.
fn analyse(frames: &Frames, word: &str) -> Option<Seen> {
    let plain = Clitics::default();
    inner(frames, word, plain).or_else(|| {
        let rest = word.strip_prefix(['و', 'ف']).filter(|rest| rest.chars().count() >= 2)?;
        inner(frames, rest, Clitics { conjunction: true, ..plain })
    })
}

fn inner(frames: &Frames, word: &str, clitics: Clitics) -> Option<Seen> {
    if let Some(seen) = stem(frames, word, clitics) {
        return Some(seen);
    }
    let steps: [(&str, Clitics); 8] = [
        ("ال", Clitics { article: true, ..clitics }),
        ("لل", Clitics { article: true, preposition: b'l', ..clitics }),
        ("بال", Clitics { article: true, preposition: b'b', ..clitics }),
        ("كال", Clitics { article: true, preposition: b'k', ..clitics }),
        ("ب", Clitics { preposition: b'b', ..clitics }),
        ("ل", Clitics { preposition: b'l', ..clitics }),
        ("ك", Clitics { preposition: b'k', ..clitics }),
        ("س", Clitics { future: true, ..clitics }),
    ];
    steps.iter().find_map(|&(prefix, clitics)| {
        let rest = word.strip_prefix(prefix).filter(|rest| rest.chars().count() >= 2)?;
        stem(frames, rest, clitics)
    })
}

const SUFFIXES: &[(&str, Suffix)] = &[
    ("هما", Suffix::Both),
    ("هم", Suffix::Them),
    ("هن", Suffix::Them),
    ("ها", Suffix::Her),
    ("كم", Suffix::You),
    ("نا", Suffix::Us),
    ("ه", Suffix::Him),
];

fn stem(frames: &Frames, word: &str, clitics: Clitics) -> Option<Seen> {
    if !frames.may_evoke(word) {
        return None;
    }
    if let Some(seen) = seen(frames.evoked(word), clitics) {
        return Some(seen);
    }
    if clitics.article {
        // The article and a pronoun never meet.
        return None;
    }
    SUFFIXES.iter().find_map(|&(ending, suffix)| {
        let bare = word.strip_suffix(ending).filter(|bare| bare.chars().count() >= 2)?;
        let clitics = Clitics { suffix, ..clitics };
        // Endings that change before a pronoun: ة to ت, ى to ا, وا to و, اء to ائ and اؤ.
        let changed = match bare.chars().next_back() {
            Some('ت') => Some((&bare[..bare.len() - 2], "ه")),
            Some('ا') => Some((&bare[..bare.len() - 2], "ي")),
            Some('و') => Some((bare, "ا")),
            Some('ئ' | 'ؤ') => Some((&bare[..bare.len() - 2], "ء")),
            _ => None,
        };
        let changed = changed.map(|(head, restored)| format!("{head}{restored}"));
        // «استقالته» is the noun and the verb: both, as what is before tells.
        let restored = changed.as_deref().map_or(&[] as &[Evoked], |form| frames.evoked(form));
        if restored.is_empty() {
            return seen(frames.evoked(bare), clitics);
        }
        let all: Vec<Evoked> = frames.evoked(bare).iter().chain(restored).copied().collect();
        seen(&all, clitics)
    })
}

/// The readings that go with the clitics.
fn seen(evoked: &[Evoked], clitics: Clitics) -> Option<Seen> {
    let mut kept = [None; READINGS];
    let mut n = 0;
    for &one in evoked.iter().filter(|e| suits(e.part, clitics)) {
        if n < READINGS {
            kept[n] = Some(one);
            n += 1;
        }
    }
    (n > 0).then_some(Seen { evoked: kept, clitics })
}

/// A finite verb has no article and no ب; س and ل go before an imperfect.
fn suits(part: Part, clitics: Clitics) -> bool {
    match part {
        Part::Finite(form) | Part::Acting(form) | Part::Passive(form) => {
            !clitics.article
                && !matches!(clitics.preposition, b'b' | b'k')
                && (form.tense == Tense::Imperfect || !clitics.future && clitics.preposition == 0)
                && !matches!(clitics.suffix, Suffix::Me)
        }
        Part::Noun | Part::Active | Part::Patient => !clitics.future,
    }
}
