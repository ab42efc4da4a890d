//! The words of `times.tsv` and what they mean, found by their folded spelling.

use std::sync::OnceLock;

use musnad_model::fold::{Strength, fold};
use rustc_hash::FxHashMap;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// How many of a unit its form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    One,
    Two,
    Many,
    /// عامي, سنتي: two years that follow by number.
    Both,
}

/// Which side of the anchor the verb of a clause points to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tense {
    #[default]
    Open,
    Past,
    Future,
}

/// What a word or a fixed phrase means in a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Month, and whether the word is always a month.
    Month(u8, bool),
    Hijri(u8),
    /// 1 is Monday.
    Weekday(i8),
    Near(i8),
    Unit(Unit, Count),
    Turn(i8),
    Follow(i8),
    Card(u8),
    Tens(u8),
    Ord(u8),
    Season(u8),
    Decade(u8),
    /// A part of a year of so many months.
    Share(u8),
    /// هجري or ميلادي.
    Era(bool),
    Tense(Tense),
    Plain(Plain),
}

/// Words that only open or close an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plain {
    Part,
    ThePart,
    Night,
    Day,
    Last,
    This,
    Same,
    SameAs,
    Phase,
    Weekend,
    Ago,
    About,
    More,
    Now,
    Teen,
    Century,
    TheDecade,
    From,
    Between,
    Until,
    In,
    Born,
    Agrees,
    Hour,
    Every,
    Head,
    Attacks,
    Pray,
    Paper,
    Tomorrow,
    Named,
    Title,
    Event,
    Counted,
    Clinic,
}

/// What the table knows about a word.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) senses: Vec<Sense>,
    /// True if a longer phrase of the table begins with this word.
    pub(crate) opens: bool,
}

/// The table.
#[derive(Debug, Default)]
pub(crate) struct Words {
    entries: FxHashMap<String, Entry>,
    stay: Vec<String>,
}

impl Words {
    /// The table of the library, built on first use.
    pub(crate) fn get() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Self::read(musnad_lang::tables::TIMES).0)
    }

    /// Reads a table; the second part names the lines that say nothing.
    pub(crate) fn read(table: &str) -> (Self, Vec<&str>) {
        let mut words = Self::default();
        let mut wrong = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            if words.line(line).is_none() {
                wrong.push(line);
            }
        }
        (words, wrong)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let mut columns = line.split('\t').skip(1);
        let (class, value, forms) = (columns.next()?, columns.next()?, columns.next()?);
        for form in forms.split(" | ") {
            let form = fold(form.trim(), Strength::Lossy);
            if class == "stay" {
                self.stay.push(form);
                continue;
            }
            let sense = sense(class, value)?;
            match form.strip_prefix("(ال)") {
                Some(bare) => {
                    self.add(bare, sense);
                    self.add(&format!("ال{bare}"), sense);
                }
                None => self.add(&form, sense),
            }
        }
        Some(())
    }

    fn add(&mut self, form: &str, sense: Sense) {
        if let Some((first, _)) = form.split_once(' ') {
            self.entries.entry(first.to_owned()).or_default().opens = true;
        }
        let mut words = form.match_indices(' ');
        if let (Some(_), Some((at, _))) = (words.next(), words.next()) {
            self.entries.entry(form[..at].to_owned()).or_default().opens = true;
        }
        let senses = &mut self.entries.entry(form.to_owned()).or_default().senses;
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }

    /// The entry of a folded spelling.
    pub(crate) fn entry(&self, spelling: &str) -> Option<&Entry> {
        self.entries.get(spelling)
    }

    /// True for سي and ست in front of an imperfect: سيزور, ستعقد.
    pub(crate) fn is_future(&self, word: &str) -> bool {
        let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
        (bare.starts_with("سي") || bare.starts_with("ست"))
            && bare.len() >= 8
            && !self.stay.iter().any(|noun| match noun.strip_suffix('*') {
                Some(stem) => bare.starts_with(stem),
                None => bare == noun,
            })
    }
}

fn sense(class: &str, value: &str) -> Option<Sense> {
    let number = || value.parse::<u8>().ok();
    let signed = || value.parse::<i8>().ok();
    Some(match class {
        "month" => Sense::Month(number()?, true),
        "month?" => Sense::Month(number()?, false),
        "hijri" => Sense::Hijri(number()?),
        "weekday" => Sense::Weekday(signed()?),
        "near" => Sense::Near(signed()?),
        "turn" => Sense::Turn(signed()?),
        "follow" => Sense::Follow(signed()?),
        "card" => Sense::Card(number()?),
        "tens" => Sense::Tens(number()?),
        "ord" => Sense::Ord(number()?),
        "season" => Sense::Season(number()?),
        "decade" => Sense::Decade(number()?),
        "quarter" => Sense::Share(number()?),
        "era" => Sense::Era(value == "1"),
        "unit" => {
            let unit = match value.get(..1)? {
                "H" => Unit::Hour,
                "D" => Unit::Day,
                "W" => Unit::Week,
                "M" => Unit::Month,
                "Y" => Unit::Year,
                _ => return None,
            };
            let count = match value.get(1..)? {
                "s" => Count::One,
                "d" => Count::Two,
                "p" => Count::Many,
                "2" => Count::Both,
                _ => return None,
            };
            Sense::Unit(unit, count)
        }
        "tense" => Sense::Tense(match value {
            "past" => Tense::Past,
            "future" => Tense::Future,
            "open" => Tense::Open,
            _ => return None,
        }),
        _ => Sense::Plain(plain(class)?),
    })
}

fn plain(class: &str) -> Option<Plain> {
    Some(match class {
        "part" => Plain::Part,
        "thepart" => Plain::ThePart,
        "night" => Plain::Night,
        "yawm" => Plain::Day,
        "last" => Plain::Last,
        "this" => Plain::This,
        "same" => Plain::Same,
        "sameas" => Plain::SameAs,
        "phase" => Plain::Phase,
        "weekend" => Plain::Weekend,
        "ago" => Plain::Ago,
        "about" => Plain::About,
        "more" => Plain::More,
        "now" => Plain::Now,
        "teen" => Plain::Teen,
        "century" => Plain::Century,
        "thedecade" => Plain::TheDecade,
        "from" => Plain::From,
        "between" => Plain::Between,
        "until" => Plain::Until,
        "in" => Plain::In,
        "born" => Plain::Born,
        "agrees" => Plain::Agrees,
        "hour" => Plain::Hour,
        "every" => Plain::Every,
        "head" => Plain::Head,
        "attacks" => Plain::Attacks,
        "pray" => Plain::Pray,
        "paper" => Plain::Paper,
        "tomorrow" => Plain::Tomorrow,
        "named" => Plain::Named,
        "title" => Plain::Title,
        "event" => Plain::Event,
        "counted" => Plain::Counted,
        "clinic" => Plain::Clinic,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_says_something() {
        let (_, wrong) = Words::read(musnad_lang::tables::TIMES);
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn spellings_meet() {
        let words = Words::get();
        for (word, sense) in
            [("أيلول", Sense::Month(9, true)), ("الثّلاثاء", Sense::Weekday(2)), ("أمس", Sense::Near(-1))]
        {
            let entry = words.entry(&fold(word, Strength::Lossy));
            assert!(entry.is_some_and(|entry| entry.senses.contains(&sense)), "{word}");
        }
    }

    #[test]
    fn the_future_is_told_from_nouns() {
        let words = Words::get();
        for word in ["سيزور", "ستعقد", "وسيعلن", "سيصل", "سيلتقي", "سيكون", "ستصل"] {
            assert!(words.is_future(word), "{word}");
        }
        for word in ["سياسه", "سيارات", "ستين", "سيناء", "سيد"] {
            assert!(!words.is_future(word), "{word}");
        }
    }
}
