//! How much a word tells: common words weigh little, words that no table knows most.
//!
//! The weights come from a fixed table and not from the articles compared. So a judgement
//! of two claims depends on these two alone, and the order in which articles come cannot
//! change it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::arabic;
use crate::hash;

/// Number of texts that the table was counted over, and for each word form how many had
/// it. Made by `examples/count_words.rs`; `rarity.md` says from what.
const COUNTS: &str = include_str!("rarity.tsv");

/// English words that tell nothing; the table was counted over Arabic.
const ENGLISH: &[&str] = &[
    "a", "about", "after", "all", "also", "an", "and", "are", "as", "at", "be", "been", "before", "but", "by", "for",
    "from", "had", "has", "have", "he", "her", "his", "in", "into", "is", "it", "its", "more", "new", "of", "on", "or",
    "other", "our", "out", "over", "said", "say", "she", "that", "the", "their", "them", "there", "they", "thi",
    "this", "to", "two", "under", "up", "wa", "was", "we", "were", "which", "who", "will", "with", "would", "year",
];

/// A word is a word of substance if it weighs at least this: found in one text of ten.
pub(crate) const SUBSTANCE: f32 = 2.3;

pub(crate) struct Rarity {
    forms: FxHashMap<&'static str, u32>,
    stems: FxHashMap<u32, u32>,
    texts: u32,
}

/// The table, read at first use.
pub(crate) fn table() -> &'static Rarity {
    static TABLE: OnceLock<Rarity> = OnceLock::new();
    TABLE.get_or_init(|| Rarity::new(COUNTS))
}

impl Rarity {
    fn new(counts: &'static str) -> Self {
        let rows = counts.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let (count, form) = line.split_once('\t')?;
            Some((count.parse::<u32>().ok()?, form))
        });
        let mut texts = 1;
        let mut forms = FxHashMap::default();
        for (count, form) in rows {
            if form == "*" {
                texts = count.max(1);
            } else {
                forms.insert(form, count);
            }
        }
        let mut stems: FxHashMap<u32, u32> = FxHashMap::default();
        for (form, count) in &forms {
            let bare = arabic::bare(form, |form| forms.get(form).copied().unwrap_or(0));
            *stems.entry(hash::word(arabic::stem(&bare))).or_default() += count;
        }
        for word in ENGLISH {
            stems.insert(hash::word(arabic::stem(word)), texts);
        }
        Self { forms, stems, texts }
    }

    /// In how many texts a folded form was seen.
    pub(crate) fn seen(&self, form: &str) -> u32 {
        self.forms.get(form).copied().unwrap_or(0)
    }

    /// What a stem tells, in nats: ln of one over the share of texts that have it. From 0
    /// to about 7; one that the table lacks is taken as seen once.
    pub(crate) fn weight(&self, stem: u32) -> f32 {
        let count = self.stems.get(&stem).copied().unwrap_or(1).min(self.texts);
        (self.texts as f32 / count as f32).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_weigh_less() {
        let weight = |word: &str| table().weight(hash::word(arabic::stem(word)));
        assert!(weight("في") < 0.1);
        assert!(weight("قال") < weight("الوزير") && weight("الوزير") < weight("مروحيه"));
        assert!(weight("زنبركه") > 6.5);
        assert!(weight("the") < SUBSTANCE && weight("مروحيه") > SUBSTANCE);
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(COUNTS.lines().next().unwrap().as_bytes()[0], b'#');
        assert_eq!(table().texts, 1200);
        for line in COUNTS.lines().filter(|line| !line.starts_with('#')) {
            let (count, form) = line.split_once('\t').unwrap();
            assert!(count.parse::<u32>().unwrap() <= 1200 && !form.is_empty(), "{line}");
        }
    }
}
