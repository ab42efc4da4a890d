//! The words of a text as comparing sees them, each with its place in the original.

use musnad_model::fold::{Folded, Strength};
use musnad_model::{CharIndex, Span};
use serde::{Deserialize, Serialize};

use crate::{arabic, hash, rarity};

/// One word. On the wire and in stores it is five numbers; what it weighs is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Word {
    /// The word without conjunction and preposition, hashed.
    pub(crate) key: u32,
    /// Its stem, hashed.
    pub(crate) stem: u32,
    /// Where it stands, in code points of the article's text.
    pub(crate) span: Span,
    /// What the stem tells, in nats.
    pub(crate) weight: f32,
    pub(crate) role: Role,
}

/// What a word does besides meaning something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Plain,
    /// Digits.
    Number,
    /// Turns what follows into its opposite.
    Negation,
    /// Keeps a distance.
    Hedge,
    /// Begins a second statement inside one content.
    AndThat,
    /// Part of the name of somebody or of a place.
    Named,
}

type Stored = (u32, u32, u32, u32, u8);

impl From<Word> for Stored {
    fn from(word: Word) -> Self {
        (word.key, word.stem, word.span.start, word.span.end, word.role as u8)
    }
}

impl From<Stored> for Word {
    fn from((key, stem, start, end, role): Stored) -> Self {
        let role = match role {
            1 => Role::Number,
            2 => Role::Negation,
            3 => Role::Hedge,
            4 => Role::AndThat,
            5 => Role::Named,
            _ => Role::Plain,
        };
        Self { key, stem, span: Span::new(start, end), weight: weight(stem, role), role }
    }
}

fn weight(stem: u32, role: Role) -> f32 {
    match role {
        Role::Plain | Role::Named => rarity::table().weight(stem),
        // These are judged apart: as number, polarity and hedge.
        Role::Number | Role::Negation | Role::Hedge | Role::AndThat => 0.0,
    }
}

impl Word {
    /// True if the word begins a statement on whom the one before spoke of: وأنه.
    pub(crate) fn of_the_same(&self) -> bool {
        self.role == Role::AndThat && arabic::THAT_HE.iter().any(|&form| self.key == hash::word(form))
    }

    /// True if the word tells something: not a particle, not a verb of saying.
    pub(crate) fn substantial(&self) -> bool {
        self.weight >= rarity::SUBSTANCE
    }
}

/// True if a content speaks of its speaker by a verb alone: [نفى أن] يكون قد غادر.
pub(crate) fn of_the_speaker(words: &[Word], range: &std::ops::Range<usize>) -> bool {
    let key = |at: usize| words.get(range.start + at).map(|word| word.key);
    let be = arabic::BE.iter().any(|&form| key(0) == Some(hash::word(form)));
    be && range.len() > 1 && key(1) == Some(hash::word("قد"))
}

/// Longest text that is cut, in words; what lies behind is left out of comparing.
pub(crate) const MOST_WORDS: usize = 200_000;

/// Cuts a text into words: runs of letters, runs of digits with their separators.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let folded = Folded::new(text, Strength::Lossy);
    let index = CharIndex::new(text);
    let table = rarity::table();
    let pieces = pieces(folded.as_str());
    let bares: Vec<_> = pieces.iter().map(|&(from, to)| &folded.as_str()[from..to]).collect();
    let bare_of = |word| arabic::bare(word, |form| table.seen(form));
    let mut words = Vec::with_capacity(pieces.len());
    let mut next_bare = bares.first().map(|&word| bare_of(word));
    for (i, &(from, to)) in pieces.iter().enumerate() {
        let Some(bare) = next_bare.take() else { break };
        next_bare = bares.get(i + 1).map(|&word| bare_of(word));
        let role = if bares[i].starts_with(|c: char| c.is_ascii_digit()) {
            Role::Number
        } else if arabic::AND_THAT.contains(&bares[i]) {
            Role::AndThat
        } else if arabic::negates(&bare, next_bare.as_deref()) {
            Role::Negation
        } else if arabic::hedges(&bare, next_bare.as_deref()) {
            Role::Hedge
        } else {
            Role::Plain
        };
        let stem = hash::word(arabic::stem(&bare));
        let span = index.span(folded.origin(from), folded.origin(to));
        // ﷺ is one letter and four words: the last one stands for them.
        if span.is_empty() {
            continue;
        }
        words.push(Word { key: hash::word(&bare), stem, span, weight: weight(stem, role), role });
    }
    words
}

/// The byte ranges of the words of a folded text.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((from, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        if pieces.len() == MOST_WORDS {
            break;
        }
        let digits = first.is_ascii_digit();
        let mut to = from + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            // 6,00 and 12.500 are one number; 14جنديا is two words.
            let inside = if digits {
                c.is_ascii_digit()
                    || (matches!(c, ',' | '.' | '٫' | '٬')
                        && text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit()))
            } else {
                (c.is_alphanumeric() && !c.is_ascii_digit()) || (c == '\'' && first.is_ascii())
            };
            if !inside {
                break;
            }
            to = at + c.len_utf8();
            chars.next();
        }
        pieces.push((from, to));
    }
    pieces
}

/// The words that begin inside a span.
pub(crate) fn inside(words: &[Word], span: Span) -> std::ops::Range<usize> {
    let from = words.partition_point(|word| word.span.start < span.start);
    let to = words.partition_point(|word| word.span.start < span.end);
    from..to.max(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stand_where_the_text_has_them() {
        let text = "قتل 14جنديا في السّاعة 6,00، وأكّد الوزير.";
        assert_eq!(words("قال ﷺ ذلك").len(), 3);
        let shown: Vec<&str> = words(text).iter().map(|word| word.span.of(text).unwrap()).collect();
        assert_eq!(shown, ["قتل", "14", "جنديا", "في", "السّاعة", "6,00", "وأكّد", "الوزير"]);
    }

    #[test]
    fn spellings_of_one_word_are_one_word() {
        let (a, b) = (words("وأعلنت الحكومة إلى"), words("اعلنت الحكومه الي"));
        assert!(a.iter().zip(&b).all(|(a, b)| a.key == b.key));
    }

    #[test]
    fn a_word_comes_back_from_a_store_as_it_was() {
        let words = words("لم يؤكد 14 مسافرا أنه قد يعود وأنه");
        let stored = serde_json::to_string(&words).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Word>>(&stored).unwrap(), words);
        let roles: Vec<Role> = words.iter().map(|word| word.role).collect();
        assert_eq!(roles[0], Role::Negation);
        assert_eq!(roles[2], Role::Number);
        assert_eq!((roles[5], roles[7]), (Role::Hedge, Role::AndThat));
    }

    proptest! {
        #[test]
        fn any_text_is_cut_in_order(text in "\\PC{0,200}") {
            let words = words(&text);
            for pair in words.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
            for word in &words {
                prop_assert!(!word.span.is_empty() && word.span.of(&text).is_some());
            }
        }
    }
}
