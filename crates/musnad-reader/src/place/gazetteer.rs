//! The gazetteer: names of places, folded and hashed, with what is known of each.

mod build;
mod rows;

use musnad_model::PlaceKind;
use musnad_model::fold::{Strength, fold};
use rustc_hash::FxHashMap;

use crate::place::token::seat;
use crate::place::words::Words;

/// The tables that a gazetteer is made of, as text.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'t> {
    /// `countries.tsv`, generated.
    pub countries: &'t str,
    /// `countries_patch.tsv`: nationality adjectives (its names are in `countries.tsv`).
    pub nationalities: &'t str,
    /// `places.tsv`, generated.
    pub places: &'t str,
    /// `places_patch.tsv`, written by hand.
    pub patch: &'t str,
    /// `places_context.tsv`: names that need a cue.
    pub context: &'t str,
    /// `place_words.tsv`: words around names.
    pub words: &'t str,
}

/// A table has a line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{table}, line {line}: {problem}")]
pub struct TableError {
    /// The file.
    pub table: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: &'static str,
}

/// How much a name needs around it before it is taken for a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// Nothing special.
    #[default]
    None,
    /// Stands for a government or body unless a cue says otherwise.
    Metonym,
    /// A cue, and no person's name beside it.
    Cue,
    /// A word such as "town" right before it.
    Head,
}

/// A two-letter country code; zeros for none.
pub(crate) type Iso = [u8; 2];

/// A place.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    name: (u32, u16),
    pub country: Iso,
    pub kind: PlaceKind,
    /// Seat of the country's government.
    pub capital: bool,
    /// Written by hand, so known to be in the news.
    pub patch: bool,
    pub lat: f32,
    pub lon: f32,
    pub radius_km: f32,
    pub population: u32,
    pub geonames: u32,
}

/// Places by their names. Built once; reading it needs no allocation.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    /// Shown names, one after the other.
    arena: String,
    /// Hash of a folded name to a range of `ids`.
    names: FxHashMap<u64, (u32, u32)>,
    ids: Vec<u32>,
    /// Hash of a name's first word to the most words a name beginning with it has.
    firsts: FxHashMap<u64, u8>,
    /// Country and consonants of a Latin name, for towns without an Arabic one.
    skeletons: FxHashMap<u64, u32>,
    needs: FxHashMap<u64, Need>,
    capitals: FxHashMap<Iso, u32>,
    countries: FxHashMap<Iso, u32>,
    nationalities: FxHashMap<u64, Iso>,
    pub(crate) words: Words,
}

/// The folded form by which names and text meet.
pub(crate) fn key(name: &str) -> String {
    fold(name, Strength::Lossy).chars().map(|c| if c == '-' { ' ' } else { seat(c) }).collect()
}

/// A 64-bit hash of a folded name.
pub(crate) fn hash(name: &str) -> u64 {
    use std::hash::{BuildHasher as _, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(name)
}

impl Gazetteer {
    /// The gazetteer that comes with the crate.
    ///
    /// # Errors
    /// Never, as long as the tests pass: the tables are part of the program.
    pub fn embedded() -> Result<Self, TableError> {
        Self::from_tsv(Tables {
            countries: musnad_lang::tables::COUNTRIES,
            nationalities: musnad_lang::tables::COUNTRIES_PATCH,
            places: musnad_lang::tables::PLACES,
            patch: musnad_lang::tables::PLACES_PATCH,
            context: musnad_lang::tables::PLACES_CONTEXT,
            words: musnad_lang::tables::PLACE_WORDS,
        })
    }

    /// The places of a name, by the hash of its folded form.
    pub(crate) fn named(&self, name: u64) -> &[u32] {
        self.names.get(&name).map_or(&[], |&(from, to)| &self.ids[from as usize..to as usize])
    }

    /// The most words that a name beginning with this word has; 0 if none begins so.
    pub(crate) fn longest(&self, first: &str) -> usize {
        self.firsts.get(&hash(first)).map_or(0, |&n| usize::from(n))
    }

    pub(crate) fn entry(&self, id: u32) -> &Entry {
        &self.entries[id as usize]
    }

    /// The seat of a country's government.
    pub(crate) fn capital(&self, country: Iso) -> Option<&Entry> {
        self.capitals.get(&country).map(|&id| self.entry(id))
    }

    /// A country.
    pub(crate) fn country(&self, country: Iso) -> Option<&Entry> {
        self.countries.get(&country).map(|&id| self.entry(id))
    }

    /// The name that is shown for a place.
    pub(crate) fn shown(&self, entry: &Entry) -> &str {
        let from = entry.name.0 as usize;
        self.arena.get(from..from + usize::from(entry.name.1)).unwrap_or_default()
    }

    pub(crate) fn need(&self, name: u64) -> Need {
        self.needs.get(&name).copied().unwrap_or_default()
    }

    /// The country of a nationality adjective in any gender, number and case.
    pub(crate) fn nationality(&self, word: &str) -> Option<Iso> {
        // Nearly every word is told apart by its last letter.
        if !word.ends_with(['ي', 'ه', 'ا', 'ن', 'ت']) {
            return None;
        }
        let word = word.strip_prefix(['و', 'ف']).filter(|w| w.starts_with("ال")).unwrap_or(word);
        let bare = word.strip_prefix("ال").or_else(|| word.strip_prefix("لل")).unwrap_or(word);
        let bare = bare.strip_prefix("بال").unwrap_or(bare);
        ["", "ه", "ا", "ين", "ون", "ات", "ان", "تين", "تان"].iter().find_map(|end| {
            let stem = bare.strip_suffix(end)?;
            if !stem.ends_with('ي') {
                return None;
            }
            self.nationalities.get(&hash(stem)).copied()
        })
    }

    /// A town without an Arabic name, by the consonants of its Latin one.
    pub(crate) fn by_sound(&self, country: Iso, word: &str) -> Option<u32> {
        let bones = crate::place::sound::arabic(word);
        (bones.len() >= 3).then(|| self.skeletons.get(&sound_key(country, &bones)).copied()).flatten()
    }

    #[cfg(test)]
    /// Number of places.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    #[cfg(test)]
    /// About how many bytes of memory it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + self.arena.capacity()
            + self.ids.capacity() * 4
            + self.names.capacity() * 17
            + self.firsts.capacity() * 17
            + (self.skeletons.capacity() + self.needs.capacity() + self.nationalities.capacity()) * 17
    }
}

fn sound_key(country: Iso, bones: &str) -> u64 {
    hash(&format!("{}{}{bones}", char::from(country[0]), char::from(country[1])))
}
