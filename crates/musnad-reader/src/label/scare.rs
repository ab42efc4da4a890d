//! Scare quotes: a few of the article's own words in marks, that are no name and nobody's speech.

use musnad_lang::frames::Kinds;
use musnad_lang::pack::bare;
use musnad_model::LabelKind;

use super::Mark;
use crate::frame::Scene;
use crate::frame::inner::Inner;
use crate::mark::Flags;
use crate::text::Range;
use crate::text::token::Kind;

/// The most words between the marks.
const WORDS: usize = 3;

/// Words after which marks hold a name or a title.
const NAMING: &[&str] = &[
    "اسم",
    "باسم",
    "عنوان",
    "بعنوان",
    "يسمي",
    "تسمي",
    "يدعي",
    "تدعي",
    "الملقب",
    "الملقبه",
    "المعروف",
    "المعروفه",
    "عليه",
    "عليها",
    "شعار",
    "لقب",
    "بلقب",
    "كلمه",
    "عباره",
    "مصطلح",
    "لفظ",
    "هاشتاغ",
    "وسم",
    "هشتاغ",
    "حرف",
    "من",
    "نوع",
    "طراز",
];

impl Scene<'_> {
    /// The words that a mark opens, if they keep a distance.
    pub(super) fn scare(&self, open: usize, inner: &Inner<'_>) -> Option<Mark> {
        let text = self.text();
        let quote = text.quote_at(open).filter(|q| q.closed && q.around == 0)?;
        let words = Range::new(open + 1, quote.close);
        if words.is_empty() || words.len() > WORDS || open == 0 || text.name_quote(open).is_some() {
            return None;
        }
        // Whoever is quoted may have set the marks.
        let span = text.span_of(words);
        if inner.around(span.start).is_some() {
            return None;
        }
        let before = open - 1;
        // After «ب» written apart or a word that takes what follows; after a noun marks hold a name.
        let word = text.word(before);
        if text.token(before).kind != Kind::Word || NAMING.contains(&word) || NAMING.contains(&text.core(before)) {
            return None;
        }
        let takes = text.token(before).flags.has(Flags::PREPOSITION)
            || matches!(word, "ب" | "بـ" | "ل" | "لـ" | "ك" | "كـ" | "و")
            || self.finds().at(before).is_some_and(|s| s.noun() && !s.clitics.article)
            || matches!(bare(text.core(before)), "تهمه" | "تهم" | "جرائم" | "مكافحه" | "محاربه" | "ارتكاب" | "مواجهه");
        if !takes {
            return None;
        }
        let free = (words.start..words.end).all(|i| {
            let token = text.token(i);
            token.kind == Kind::Word
                && !text.word(i).is_ascii()
                && !token.flags.has(Flags::NAME.or(Flags::GIVEN).or(Flags::COUNTRY))
                && self.layer().place(i).is_none()
                && self.layer().entity(i).is_none()
                && (!text.is_finite(i) || self.maybe_noun(i))
        });
        // Words that we know, or that have the article: others are names in marks.
        let named = Kinds::PLACE.or(Kinds::GOODS).or(Kinds::VEHICLE).or(Kinds::WEAPON);
        let common = self.article(words.start)
            || !self.kinds(words.start).is_none() && !self.kinds(words.start).has(named)
            || !text.pack.labels.loaded(text.core(words.start)).is_empty();
        if !free || !common {
            return None;
        }
        Some(Mark { kind: LabelKind::ScareQuote, words, target: None, entity: None, rule: "label-scare-quote" })
    }
}
