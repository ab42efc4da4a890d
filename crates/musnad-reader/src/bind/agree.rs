//! What the form of a verb or the shape of a noun says of the words beside it.

use musnad_lang::{Form, Gender, Number};

use crate::mark::Flags;
use crate::text::token::Kind;
use crate::text::{Range, Text};

impl Text<'_> {
    /// True if a phrase cannot be the subject of a verb of this form.
    pub fn disagrees(&self, form: Form, np: Range) -> bool {
        let (gender, number) = self.agreement(np);
        let human = !matches!(self.class_at(np.start), Some("group" | "media"))
            && self.token(np.start).flags.has(Flags::TITLE.or(Flags::GIVEN));
        form.person == 3
            && form.number == Number::Singular
            && number == Number::Singular
            && match form.gender {
                Gender::Masculine => gender == Gender::Feminine,
                Gender::Feminine => gender == Gender::Masculine && human,
                Gender::Any => false,
            }
    }

    /// A plural or dual in ـين cannot be the subject of a verb: «خاطب الأميركيين».
    pub fn is_oblique(&self, np: Range) -> bool {
        let word = self.core(np.start);
        let plural = matches!(self.agreement(np).1, Number::Plural | Number::Dual)
            || self.token(np.start).flags == Flags::default() && self.token(np.start).morph.article;
        word.ends_with("ين") && plural && word.chars().count() > 4
    }

    /// Nouns of something that happens, by the pack or by the shapes إفعال, افتعال, تفعيل.
    pub fn event_shape(&self, at: usize) -> bool {
        let token = self.token(at);
        if token.kind != Kind::Word {
            return false;
        }
        if token.flags.has(Flags::EVENT.or(Flags::MASDAR)) {
            return true;
        }
        let letters: Vec<char> = self.core(at).chars().collect();
        let n = letters.len();
        let alef = n >= 5 && letters[0] == 'ا' && letters[n - 2] == 'ا' && letters[1] != 'ل';
        let taf = n == 5 && letters[0] == 'ت' && letters[3] == 'ي';
        token.flags == Flags::default() && (alef || taf)
    }

    /// True if a country is named at the token.
    pub fn country_at(&self, at: usize) -> bool {
        let token = self.token(at);
        token.flags.has(Flags::COUNTRY) || matches!(token.sequence, Some((musnad_lang::pack::Ref::Country(_), _)))
    }

    /// «بعد أن», «دون أن»: the conjunction of an adverbial clause, no complementiser.
    pub fn joins_clause(&self, at: usize) -> bool {
        at > 0 && JOINING.contains(&self.core(at - 1)) && self.word(at).starts_with("ان")
    }

    /// «طلب عدم الكشف عن اسمه», «رفض ذكر اسمه»: says nothing, describes a source.
    pub fn hides_identity(&self, at: usize) -> bool {
        matches!(self.core(at + 1), "عدم" | "الكشف" | "ذكر" | "نشر" | "كشف" | "التصريح")
            && (at + 2..at + 7).any(|i| NAMES.contains(&self.core(i)))
            || matches!(self.core(at + 1), "شرط" | "بشرط")
    }

    /// True if a noun phrase can be somebody's: a person, body, document or group.
    pub fn can_speak(&self, np: Range) -> bool {
        let mut i = np.start;
        if self.token(i).kind == Kind::Quote {
            return true;
        }
        // «أحد المسؤولين», «عدد من الخبراء»
        while i + 1 < np.end
            && (self.token(i).flags.has(Flags::QUANTIFIER.or(Flags::DEMONSTRATIVE))
                || matches!(self.word(i), "من" | "ما"))
        {
            i += 1;
        }
        let able = Flags::TITLE
            .or(Flags::NAME)
            .or(Flags::GIVEN)
            .or(Flags::COMMON_GIVEN)
            .or(Flags::CARRIER)
            .or(Flags::CUE_NOUN)
            .or(Flags::MASDAR)
            .or(Flags::DEMONYM);
        self.token(i).flags.has(able)
            || self.token(i).sequence.is_some()
            || self.country_at(i)
            || self.word(i).is_ascii()
            || self.token(i).flags == Flags::default()
                && (self.slice(i, np.end).iter().any(|t| t.flags.has(able))
                    || self.token(i).morph.article
                    || np.len() >= 2)
    }
}

/// Words after which أن is no complementiser.
const JOINING: &[&str] = &[
    "بعد",
    "قبل",
    "منذ",
    "حتي",
    "دون",
    "بدون",
    "رغم",
    "مع",
    "غير",
    "الا",
    "بيد",
    "بدل",
    "شريطه",
    "شرط",
    "بشرط",
    "بمجرد",
    "لولا",
    "لحين",
    "ريثما",
    "خشيه",
    "مخافه",
    "عوض",
    "اذ",
    "حيث",
];

/// Words for what an unnamed source keeps back.
const NAMES: &[&str] =
    &["اسمه", "اسمها", "هويته", "هويتها", "اسمائهم", "هويتهم", "اسم", "هويه", "اسماء", "اسميهما", "اسماءهم"];
