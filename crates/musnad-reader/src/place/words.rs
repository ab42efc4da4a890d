//! The closed lists of `place_words.tsv`: what a word before a name says of it.

use rustc_hash::FxHashMap;

use crate::place::gazetteer::hash;

/// Declares the classes once: bit, name in the file.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        $( $(#[$doc])* pub(crate) const $name: Class = Class(1 << $bit); )*
        fn class_of(word: &str) -> Option<Class> {
            match word { $( $word => Some($name), )* _ => None }
        }
    };
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u32);

classes! {
    /// Town, village.
    CITY = 0, "city";
    /// The capital.
    CAPITAL = 1, "capital";
    /// Governorate, province.
    REGION = 2, "region";
    /// Area, countryside, plain.
    AREA = 3, "area";
    /// Camp, airport, quarter, crossing.
    LANDMARK = 4, "landmark";
    /// Hospital, mosque, street.
    BUILDING = 5, "building";
    /// Republic, kingdom.
    STATE = 6, "state";
    /// In, to, from and what is like them.
    STRONG = 7, "strong";
    /// North, south, middle.
    DIRECTION = 8, "direction";
    /// Visit to, people of, attack on.
    TOWARDS = 9, "towards";
    /// Concerning.
    ABOUT = 10, "about";
    /// With, between, against: partners of a government.
    PARTNER = 11, "partner";
    /// على, "on" or "against".
    AGAINST = 12, "against";
    /// Nouns that make "on" a place.
    STRIKE = 13, "strike";
    /// Verbs whose object is a place.
    MOTION = 14, "motion";
    /// Heads of names of bodies.
    BODY = 15, "body";
    /// Offices and what a government does or has.
    OFFICE = 16, "office";
    /// Words after which "from" means a government.
    ASK = 17, "ask";
    /// Words after which "to" means a government.
    GIVE = 18, "give";
    /// Prayers, for المغرب.
    PRAYER = 19, "prayer";
    /// Titles and words of kinship before a name.
    KIN = 20, "kin";
    /// Given names.
    GIVEN = 21, "given";
    /// Units of distance.
    DISTANCE = 22, "distance";
    /// Days and parts of days.
    TIME = 23, "time";
    /// Second halves of names of newspapers and clubs.
    PAPER = 24, "paper";
    /// Borders and roads: "with" and "between" lead to places.
    BORDER = 25, "border";
    /// Standing conjunctions.
    AND = 26, "and";
}

/// Any word that names a kind of place.
pub(crate) const DESCRIPTOR: Class = CITY.or(CAPITAL).or(REGION).or(AREA).or(LANDMARK).or(BUILDING).or(STATE);

impl Class {
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if the two sets share a class.
    pub(crate) const fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The lists, by folded form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words(FxHashMap<u64, Class>);

impl Words {
    /// Adds a folded form; false if the class is unknown.
    pub(crate) fn add(&mut self, class: &str, form: &str) -> bool {
        let Some(class) = class_of(class) else {
            return false;
        };
        let entry = self.0.entry(hash(form)).or_default();
        *entry = entry.or(class);
        true
    }

    /// The classes of exactly this form.
    pub(crate) fn exact(&self, form: &str) -> Class {
        self.0.get(&hash(form)).copied().unwrap_or_default()
    }

    /// The classes of a form by its hash.
    pub(crate) fn hashed(&self, form: u64) -> Class {
        self.0.get(&form).copied().unwrap_or_default()
    }

    /// The classes of the form, or of what is left without its proclitics.
    pub(crate) fn class(&self, form: &str) -> Class {
        let exact = self.exact(form);
        if !exact.is_empty() {
            return exact;
        }
        let bare = form.strip_prefix(['و', 'ف']).unwrap_or(form);
        let found = self.exact(bare);
        if !found.is_empty() && bare.len() < form.len() {
            return found;
        }
        if let Some(rest) = bare.strip_prefix("لل") {
            return self.exact(&format!("ال{rest}"));
        }
        bare.strip_prefix(['ب', 'ل', 'ك']).map_or(Class::default(), |stem| self.exact(stem))
    }

    /// True for a form of a verb of motion or the like.
    pub(crate) fn moves(&self, form: &str) -> bool {
        const ENDINGS: [&str; 9] = ["", "ت", "وا", "ون", "ا", "تا", "ها", "ه", "تها"];
        let cut = |form: &str, letters: &[char]| form.strip_prefix(letters).map(str::to_owned);
        let ends = |stem: &str| {
            ENDINGS.iter().filter_map(|end| stem.strip_suffix(end)).any(|stem| self.exact(stem).is(MOTION))
        };
        if self.exact(form).is(BODY) {
            return false;
        }
        let mut heads = vec![form.to_owned()];
        heads.extend(cut(form, &['و', 'ف']));
        heads.iter().any(|head| {
            let future = head.strip_prefix('س').unwrap_or(head);
            ends(head) || cut(future, &['ي', 'ت', 'ن', 'ا']).is_some_and(|stem| ends(&stem))
        })
    }
}
