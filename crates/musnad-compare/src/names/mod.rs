//! Names of people and bodies across articles: which are one, and which may be.

mod classes;

use musnad_model::fold::{Strength, fold};
use musnad_model::{Entity, EntityKind};

use crate::claim::Party;
use crate::hash;
use crate::outlet;

pub(crate) use classes::{Classes, classes};

/// Somebody as one article names him.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) kind: EntityKind,
    /// As the article writes it.
    pub(crate) shown: String,
    /// Folded words without the article.
    words: Vec<String>,
    latin: Option<String>,
    /// Offices and descriptions, as folded words.
    roles: Vec<Vec<String>>,
    /// For outlets: keys by which outlets are known, surest first.
    outlet: outlet::Keys,
}

/// What two names say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Same {
    No,
    /// A short form: one and the same if nobody else fits.
    Short,
    Yes,
}

/// Folded words of a name: no marks, no article, عبد and أبو joined to what follows, so
/// that عبد الرحمن and عبدالرحمن are one word.
pub(crate) fn words(name: &str) -> Vec<String> {
    let folded = fold(name, Strength::Lossy);
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let plain = match word.strip_prefix("ال") {
            Some(rest) if rest.chars().count() >= 2 => rest,
            _ => word,
        };
        match (words.last_mut(), word.strip_prefix("عبدال")) {
            (Some(last), _) if open => last.push_str(plain),
            (_, Some(rest)) if rest.chars().count() >= 3 => words.push(format!("عبد{rest}")),
            _ => words.push(plain.to_owned()),
        }
        open = matches!(word, "عبد" | "ابو" | "ابي" | "ابا");
    }
    words
}

/// The entity as claims keep it.
pub(crate) fn party(entity: &Entity) -> Party {
    let last = words(&entity.name).pop().unwrap_or_default();
    Party { key: hash::word(&entity.key), last: hash::word(&last), kind: entity.kind }
}

impl Name {
    pub(crate) fn of(entity: &Entity) -> Self {
        Self {
            kind: entity.kind,
            shown: entity.name.clone(),
            words: words(&entity.name),
            latin: entity.latin.as_ref().map(|latin| latin.to_lowercase()),
            roles: entity.roles.iter().map(|role| words(role)).filter(|role| !role.is_empty()).collect(),
            outlet: match entity.kind {
                EntityKind::Outlet => outlet::Keys::of(&entity.name, &entity.aliases, entity.latin.as_deref(), None),
                _ => outlet::Keys::default(),
            },
        }
    }

    /// An outlet by its name, and where its page was found.
    pub(crate) fn outlet(name: &str, url: Option<&str>) -> Self {
        Self {
            kind: EntityKind::Outlet,
            shown: name.to_owned(),
            words: words(name),
            latin: None,
            roles: Vec::new(),
            outlet: outlet::Keys::of(name, &[], None, url),
        }
    }

    /// True if nobody in particular is meant.
    pub(crate) fn unnamed(&self) -> bool {
        self.kind == EntityKind::Unnamed
            || self.words.is_empty()
            || (self.kind != EntityKind::Outlet && self.words.iter().any(|word| VAGUE.contains(&word.as_str())))
    }

    /// Whether both are one. Symmetric. Unnamed sources are never the same as anybody.
    pub(crate) fn same(&self, other: &Self) -> Same {
        use EntityKind::{Outlet, Person};
        if self.unnamed() || other.unnamed() {
            return Same::No;
        }
        if (self.kind == Person) != (other.kind == Person) {
            return Same::No;
        }
        if self.kind == Outlet && other.kind == Outlet {
            return self.outlet.same(&other.outlet);
        }
        if self.words == other.words || (self.latin.is_some() && self.latin == other.latin) {
            return Same::Yes;
        }
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        if self.kind == Person { people(&short.words, &long.words) } else { bodies(&self.words, &other.words) }
    }

    /// True if this is the shorter of two forms.
    fn shorter(&self, other: &Self) -> bool {
        match (self.kind, other.kind) {
            (EntityKind::Outlet, EntityKind::Outlet) => self.outlet.plainer(&other.outlet),
            _ => self.words.len() < other.words.len(),
        }
    }

    /// True if this person holds an office in that body, or one body speaks for the other:
    /// what both say has one origin. Generous, since it only ever lowers a count.
    pub(crate) fn speaks_for(&self, body: &Self) -> bool {
        if body.unnamed() || body.kind == EntityKind::Person {
            return false;
        }
        // مكتب الحلبي speaks for الحلبي.
        let family = self.words.last().filter(|last| self.kind == EntityKind::Person && last.chars().count() >= 4);
        if family.is_some_and(|family| body.words.len() > 1 && body.words.contains(family)) {
            return true;
        }
        self.roles.iter().any(|role| {
            let names_it = |from: usize| {
                let rest = &role[from..];
                let common = rest.len().min(body.words.len());
                // The whole name, or its beginning: مدير المرصد and المرصد السوري لحقوق الإنسان.
                common > 0
                    && rest[..common] == body.words[..common]
                    && (common == body.words.len() || common == rest.len())
            };
            (1..role.len()).any(names_it) || office_of(role, &body.words)
        })
    }
}

/// Heads of offices and of the bodies that they lead.
const OFFICES: &[(&str, &str)] = &[
    ("وزير", "وزاره"),
    ("رئيس", "رئاسه"),
    ("محافظ", "محافظه"),
    ("سفير", "سفاره"),
    ("قائد", "قياده"),
    ("امين", "امانه"),
    ("حاكم", "حاكميه"),
    ("مدير", "مديريه"),
];

/// وزير الصحة speaks for وزارة الصحة.
fn office_of(role: &[String], body: &[String]) -> bool {
    let Some((head, rest)) = body.split_first() else { return false };
    role.iter().enumerate().any(|(i, word)| {
        let led = OFFICES.iter().any(|(office, seat)| word == office && head == seat);
        led && !rest.is_empty() && role[i + 1..].starts_with(&rest[..1])
    })
}

/// Two names of people, the shorter first.
fn people(short: &[String], long: &[String]) -> Same {
    match short {
        [] => Same::No,
        [one] => match long {
            [other] if near(one, other) => Same::Yes,
            [.., last] if long.len() > 1 && near(one, last) => Same::Short,
            _ => Same::No,
        },
        _ => {
            // Every word of the shorter in the longer, in order; one may be spelled otherwise.
            let mut exact = 0;
            let mut rest = long.iter();
            let all = short.iter().all(|word| match rest.find(|other| near(word, other)) {
                Some(other) => {
                    exact += usize::from(word == other);
                    true
                }
                None => false,
            });
            let found = if short.len() == long.len() { Same::Yes } else { Same::Short };
            if all && exact > 0 { found } else { Same::No }
        }
    }
}

/// Heads that a body's name may have or not: وزارة الداخلية and الداخلية.
const HEADS: &[&str] = &["وزاره", "منظمه", "حركه", "تنظيم", "جماعه", "حزب", "مؤسسه", "شركه", "جمعيه"];

/// Two names of bodies: a name that goes on is a fuller form.
fn bodies(a: &[String], b: &[String]) -> Same {
    let (a, b) = (without_head(a), without_head(b));
    let alike = |a: &[String], b: &[String]| a.iter().zip(b).all(|(a, b)| a == b || one_apart(a, b, LONG));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match (short.is_empty(), alike(short, long)) {
        (false, true) if short.len() == long.len() => Same::Yes,
        (false, true) => Same::Short,
        _ => Same::No,
    }
}

fn without_head(words: &[String]) -> &[String] {
    match words {
        [head, rest @ ..]
            if !rest.is_empty() && HEADS.iter().any(|known| head == known || one_apart(head, known, 4)) =>
        {
            rest
        }
        _ => words,
    }
}

/// Words of a name that names nobody. Readers of texts take such descriptions for names at
/// times; counting them as known would make up independence.
const VAGUE: &[&str] = &[
    "مصدر",
    "مصدران",
    "مصدرين",
    "مصادر",
    "مسؤول",
    "مسوول",
    "مسؤولان",
    "مسؤولين",
    "مسؤولون",
    "شهود",
    "شاهد",
    "دبلوماسي",
    "دبلوماسيون",
    "دبلوماسيين",
    "ناشط",
    "ناشطون",
    "ناشطين",
    "نشطاء",
    "كشف",
    "هويته",
    "هويتهم",
    "اسمه",
];

/// Spellings of one name: equal without the long vowels, or one letter apart in a long word.
pub(crate) fn near(a: &str, b: &str) -> bool {
    a == b
        || (!skeleton(a).is_empty() && skeleton(a).chars().count() >= 3 && skeleton(a) == skeleton(b))
        || one_apart(a, b, LONG)
}

fn skeleton(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, 'ا' | 'و' | 'ي' | 'ه')).collect()
}

/// Shortest word of which one letter may differ.
const LONG: usize = 5;

fn one_apart(a: &str, b: &str, least: usize) -> bool {
    // Bytes first: most names are told apart by their length alone.
    if a.len().abs_diff(b.len()) > 2 {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < least || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same_start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    same_start + same_end + 1 >= a.len().max(b.len())
}
