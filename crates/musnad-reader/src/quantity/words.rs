//! The tables and what their words mean, found by folded spelling.

use std::sync::OnceLock;

use musnad_model::fold::{Strength, fold};
use rustc_hash::FxHashMap;

use crate::quantity::forms::{self, Count};

/// Which side of the number a bound closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    About,
    Least,
    Most,
}

/// How a scale word (ألف, مليون) multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Many {
    One,
    /// ألفا: one after a number, two in front of a noun.
    Lone,
    Two,
    Plural,
}

/// Where the words stand that say what became of the counted persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
    Both,
    /// لقي, which needs مصرع or حتف further on.
    Fate,
    /// مقتل وإصابة: two at once, never in a table.
    Pair,
}

/// What a noun counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Persons, and what became of them if the noun says it.
    Person(Option<&'static str>),
    /// More of the same: آخرين.
    Other,
    Measure(&'static str),
    /// The id of the currency.
    Money(&'static str),
    Thing,
}

/// What a word or a fixed phrase means beside a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sense {
    Unit(u8),
    Tens(u8),
    Hundred(u16),
    Scale(f64, Many),
    Part(f64),
    /// فاصلة between a number and its decimals.
    Point,
    Vague(f64),
    Few,
    Several,
    Before(Bound),
    Behind(Bound),
    From,
    To,
    Or,
    Between,
    Among,
    Change,
    Noun(Class, Count),
    /// A word that narrows the unit before it: مربع, على مقياس ريختر.
    Modifier,
    /// بقوة in front of the size of an earthquake.
    Strength,
    Cue(Option<&'static str>, Side),
    Break,
    CountOf,
    Reach,
    Stop,
    Label,
}

/// What the tables know about a word.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) senses: Vec<Sense>,
    /// The phrases that begin with it, longest first: the other words, what they mean together.
    pub(crate) phrases: Vec<(Vec<String>, Vec<Sense>)>,
}

type Map<V> = FxHashMap<String, V>;

/// The tables of the module.
const TABLES: [&str; 7] = [
    musnad_lang::tables::QUANTITY_NUMBERS,
    musnad_lang::tables::QUANTITY_UNITS,
    musnad_lang::tables::QUANTITY_MONEY,
    musnad_lang::tables::QUANTITY_PERSONS,
    musnad_lang::tables::QUANTITY_THINGS,
    musnad_lang::tables::QUANTITY_CUES,
    musnad_lang::tables::QUANTITY_STOPS,
];

/// All tables together.
#[derive(Debug, Default)]
pub(crate) struct Words {
    entries: Map<Entry>,
    /// Base and modifier to the narrower unit.
    narrower: Map<Option<&'static str>>,
    /// Currency to its code without a country.
    codes: Map<Option<&'static str>>,
}

impl Words {
    /// The tables, built on first use.
    pub(crate) fn get() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Self::read(&TABLES).0)
    }

    /// Reads tables; the second part names the lines that say nothing.
    pub(crate) fn read(tables: &[&'static str]) -> (Self, Vec<&'static str>) {
        let mut words = Self::default();
        let mut wrong = Vec::new();
        for line in tables.iter().flat_map(|table| table.lines()) {
            if !line.starts_with('#') && !line.is_empty() && words.line(line).is_none() {
                wrong.push(line);
            }
        }
        for entry in words.entries.values_mut() {
            entry.phrases.sort_by_key(|(more, _)| std::cmp::Reverse(more.len()));
        }
        (words, wrong)
    }

    fn line(&mut self, line: &'static str) -> Option<()> {
        let mut columns = line.split('\t');
        let (id, class, value) = (columns.next()?, columns.next()?, columns.next()?);
        let (third, fourth) = (columns.next()?, columns.next().unwrap_or("-"));
        let value = (value != "-").then_some(value);
        match class {
            "person" => self.noun(Class::Person(value), third, fourth),
            "thing" => self.noun(Class::Thing, third, fourth),
            "other" => self.noun(Class::Other, third, fourth),
            "measure" => self.noun(Class::Measure(value?), third, fourth),
            "currency" => {
                self.codes.insert(id.to_owned(), value);
                self.noun(Class::Money(id), third, fourth);
            }
            "after" => {
                for form in fourth.split(" | ") {
                    let form = fold(form, Strength::Lossy);
                    self.add(&form, Sense::Modifier);
                    self.narrower.insert(format!("{third} {form}"), value);
                }
            }
            "adjective" => {
                for form in fourth.split(" | ") {
                    for form in forms::adjective(&fold(form, Strength::Lossy)) {
                        self.narrower.insert(format!("{third} {form}"), value);
                        if form.contains(' ') {
                            self.add(&form, Sense::Modifier);
                        }
                    }
                }
            }
            _ => {
                let sense = sense(class, value)?;
                for form in third.split(" | ") {
                    self.add(&fold(form.trim(), Strength::Lossy), sense);
                }
            }
        }
        Some(())
    }

    fn noun(&mut self, class: Class, singulars: &str, plurals: &str) {
        for (form, count) in forms::noun(singulars, plurals) {
            self.add(&form, Sense::Noun(class, count));
        }
    }

    fn add(&mut self, form: &str, sense: Sense) {
        let mut parts = form.split(' ').map(str::to_owned);
        let Some(first) = parts.next() else { return };
        let more: Vec<String> = parts.collect();
        let entry = self.entries.entry(first).or_default();
        let senses = if more.is_empty() {
            &mut entry.senses
        } else if let Some(at) = entry.phrases.iter().position(|(words, _)| *words == more) {
            &mut entry.phrases[at].1
        } else {
            entry.phrases.push((more, Vec::new()));
            match entry.phrases.last_mut() {
                Some((_, senses)) => senses,
                None => return,
            }
        };
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }

    /// The entry of a folded spelling.
    pub(crate) fn entry(&self, spelling: &str) -> Option<&Entry> {
        self.entries.get(spelling)
    }

    /// The unit or currency that `modifier` makes of `base`.
    pub(crate) fn narrower(&self, base: &str, modifier: &str) -> Option<Option<&'static str>> {
        self.narrower.get(&format!("{base} {modifier}")).copied()
    }

    /// The code of a currency named without a country.
    pub(crate) fn code(&self, currency: &str) -> Option<&'static str> {
        self.codes.get(currency).copied().flatten()
    }
}

fn sense(class: &str, value: Option<&'static str>) -> Option<Sense> {
    let number = || value?.parse::<f64>().ok();
    let small = || value?.parse::<u8>().ok();
    Some(match class {
        "unit" => Sense::Unit(small()?),
        "tens" => Sense::Tens(small()?),
        "hundred" => Sense::Hundred(value?.parse().ok()?),
        "scale" => Sense::Scale(number()?, Many::One),
        "scale-lone" => Sense::Scale(number()?, Many::Lone),
        "scale-two" => Sense::Scale(number()?, Many::Two),
        "scale-many" => Sense::Scale(number()?, Many::Plural),
        "point" => Sense::Point,
        "part" => Sense::Part(number()?),
        "vague" => Sense::Vague(number()?),
        "few" => Sense::Few,
        "several" => Sense::Several,
        "approx" => Sense::Before(Bound::About),
        "least" => Sense::Before(Bound::Least),
        "most" => Sense::Before(Bound::Most),
        "approx-after" => Sense::Behind(Bound::About),
        "least-after" => Sense::Behind(Bound::Least),
        "most-after" => Sense::Behind(Bound::Most),
        "from" => Sense::From,
        "to" => Sense::To,
        "or" => Sense::Or,
        "between" => Sense::Between,
        "among" => Sense::Among,
        "change" => Sense::Change,
        "before" => Sense::Cue(value, Side::Before),
        "after-cue" => Sense::Cue(value, Side::After),
        "both" => Sense::Cue(value, Side::Both),
        "fate" => Sense::Cue(value, Side::Fate),
        "break" => Sense::Break,
        "count" => Sense::CountOf,
        "reach" => Sense::Reach,
        "strength" => Sense::Strength,
        "stop" => Sense::Stop,
        "label" => Sense::Label,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_understood() {
        assert_eq!(Words::read(&TABLES).1, Vec::<&str>::new());
    }

    #[test]
    fn every_line_begins_with_an_ascii_id_of_its_own() {
        for table in TABLES {
            let mut seen = std::collections::HashSet::new();
            for line in table.lines().filter(|line| !line.starts_with('#')) {
                let id = line.split('\t').next().unwrap_or_default();
                assert!(!id.is_empty() && id.is_ascii() && seen.insert(id), "{line}");
            }
        }
    }
}
