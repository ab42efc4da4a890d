//! Years by number; weeks, months and years by turn.

use super::super::Calendar;
use super::{Count, Item, Kind, Meaning, Plain, Tokens, Unit, Year};

const YEARS: std::ops::RangeInclusive<i16> = 1000..=2100;

impl Tokens<'_> {
    /// "الشهر الماضي", "هذا الأسبوع", "نهاية الأسبوع المقبل", "العام 2013".
    pub(super) fn unit_turn(&self, at: usize) -> Option<Item> {
        let mut here = at;
        while here < at + 2 && (self.is(here, Plain::Phase) || self.is(here, Plain::Weekend)) {
            here += 1;
        }
        let weekend = here > at && self.is(here - 1, Plain::Weekend);
        here += usize::from(here > at && self.is(here, Plain::From));
        let this = self.is(here, Plain::This);
        here += usize::from(this);
        let (unit, Count::One) = self.unit(here)? else {
            return None;
        };
        if !self.article(here) || matches!(unit, Unit::Day | Unit::Hour) {
            return None;
        }
        let titled =
            unit == Unit::Year && !this && self.before(here).is_some_and(|before| self.is(before, Plain::Title));
        let mut end = here + 1;
        let shift = match self.turn(end) {
            Some(_) if titled => return None,
            Some(turn) => {
                end += 1;
                turn
            }
            None if this => 0,
            None if self.same(end) && !titled => {
                let meaning = Meaning::Unsaid("points-back");
                return Some(Item { first: at, end: end + 1, meaning, rule: "same-unit" });
            }
            None => return None,
        };
        let meaning = if weekend && unit == Unit::Week { Meaning::Weekend(shift) } else { Meaning::Unit(unit, shift) };
        Some(Item { first: at, end, meaning, rule: "unit-turn" })
    }

    /// "عام 1988", "سنة 1436هـ", "عامي 2013 و2014", and bare years where the words before call for one.
    pub(super) fn years(&self, at: usize) -> Option<Item> {
        let mut here = at;
        while here < at + 2 && self.is(here, Plain::Phase) {
            here += 1;
        }
        here += usize::from(self.is(here, Plain::From));
        let unit = match self.unit(here) {
            Some((Unit::Year, Count::One | Count::Both)) => true,
            Some((Unit::Year, _)) => self.four(here + 1).is_some(),
            _ => false,
        };
        let led = here > at;
        here += usize::from(unit);
        // "العام ،2006": the comma slipped before the number.
        here +=
            usize::from(unit && self.mark(here, &['،', ',']) && self.glued(here + 1) && self.four(here + 1).is_some());
        if unit
            && self.get(here).is_some_and(|token| matches!(token.kind, Kind::Number(_, 2)))
            && !self.counts(here)
            && self.turn(here + 1).is_none()
        {
            let many = self.unit(here + 1).is_some();
            return (!many).then_some(Item {
                first: at,
                end: here + 1,
                meaning: Meaning::Unsaid("short-year"),
                rule: "year",
            });
        }
        if !unit && !self.expects_year(here, led) {
            return None;
        }
        let item = self.bare_year(here).or_else(|| {
            // "عام 622", with the word in front only.
            let number = i16::try_from(self.number(here, 3).filter(|number| unit && *number > 99)?).ok()?;
            let meaning = Meaning::Year(Calendar::Gregorian, Year::Given(number));
            Some(Item { first: here, end: here + 1, meaning, rule: "year" })
        })?;
        if !unit && item.end == here + 1 && self.counts(here) {
            return None;
        }
        if self.is_before_christ(item.end) {
            return Some(Item { first: at, end: item.end, meaning: Meaning::Nothing, rule: "before-christ" });
        }
        Some(Item { first: at, ..item })
    }

    pub(super) fn is_before_christ(&self, at: usize) -> bool {
        (self.word(at) == "قبل" && self.word(at + 1) == "الميلاد") || (self.word(at) == "ق" && self.mark(at + 1, &['.']))
    }

    /// A year by its digits, or a run of years: "2006- 2007", "2016/2017".
    pub(super) fn bare_year(&self, at: usize) -> Option<Item> {
        let here = at + usize::from(self.word(at) == "و");
        let here = here + usize::from(matches!(self.unit(here), Some((Unit::Year, Count::One))));
        let number = self.four(here).filter(|number| YEARS.contains(number))?;
        let mut end = here + 1;
        if self.glued(end)
            && (self.mark(end, &[':', '٫', '%', '٪'])
                || self.mark(end, &['.', ',', '/', '-']) && self.glued(end + 1) && self.number(end + 1, 3).is_some())
        {
            return None;
        }
        if self.mark(end, &['-', '–', '/'])
            && let Some(last) = self.four(end + 1).filter(|last| (number + 1..number + 100).contains(last))
        {
            return Some(Item {
                first: at,
                end: self.after_era(end + 2),
                meaning: Meaning::Years(number, last),
                rule: "years",
            });
        }
        let era = self.era(end);
        end = self.after_era(end);
        let calendar = match (era, number) {
            (Some(true), 1300..=1499) => Calendar::Hijri,
            (None, 1300..=1499) if self.unit(here.wrapping_sub(1)).is_some() => Calendar::Hijri,
            (_, 1500..) => Calendar::Gregorian,
            (Some(false), _) => Calendar::Gregorian,
            _ if self.unit(here.wrapping_sub(1)).is_some() => Calendar::Gregorian,
            _ => return None,
        };
        Some(Item { first: at, end, meaning: Meaning::Year(calendar, Year::Given(number)), rule: "year" })
    }

    /// True where four digits are a year without عام: after في, after مواليد, after another year, in brackets,
    /// near the name of an event.
    fn expects_year(&self, at: usize, led: bool) -> bool {
        let Some(number) = self.four(at) else {
            return false;
        };
        if !(1800..=2060).contains(&number) || self.counts_money(at) {
            return false;
        }
        let Some(before) = self.before(at) else {
            return false;
        };
        if led
            || self.is(before, Plain::Born)
            || self.is(before, Plain::In)
            || self.unit(before).is_some_and(|(_, count)| count == Count::Both)
        {
            return true;
        }
        // و2014 after another year, 2013 و 2014.
        if self.word(before) == "و" && self.joined_years(before) {
            return true;
        }
        if self.mark(before, &['(']) {
            let close = at + 1 + 2 * usize::from(self.mark(at + 1, &['-', '–']));
            return self.mark(close, &[')', '،']);
        }
        if self.is(before, Plain::Between) || self.is(before, Plain::From) {
            return self.is(at + 1, Plain::Until) || self.word(at + 1) == "و";
        }
        (1..=3).any(|back| at.checked_sub(back).is_some_and(|word| self.is(word, Plain::Event)))
            && matches!(self.get(before).map(|token| token.kind), Some(Kind::Word))
            && !self.counts(at)
    }

    fn joined_years(&self, and: usize) -> bool {
        and.checked_sub(1).is_some_and(|before| {
            let before = if self.mark(before, &['،']) { before.wrapping_sub(1) } else { before };
            self.four(before).is_some_and(|number| (1800..=2060).contains(&number))
        })
    }

    /// True if the number counts what follows: "2000 شخص", "2015 جنديا".
    pub(super) fn counts(&self, at: usize) -> bool {
        let next = at + 1;
        let Some(token) = self.get(next) else {
            return false;
        };
        if token.kind != Kind::Word {
            return self.mark(next, &['%', '٪', '$', '€']);
        }
        if token.line {
            return false;
        }
        let word = self.word(next);
        const TAILS: [&str; 16] = [
            "عندما",
            "بعدما",
            "حينما",
            "كما",
            "ايضا",
            "هذا",
            "وهذا",
            "فيما",
            "مما",
            "بينما",
            "وما",
            "لما",
            "علما",
            "وكما",
            "انا",
            "اذا",
        ];
        self.is(next, Plain::Counted) && word != "في"
            || (word.ends_with('ا')
                && word.len() > 6
                && !word.starts_with("ال")
                && token.senses.is_empty()
                && !word.starts_with('و')
                && !TAILS.contains(&word))
    }

    fn counts_money(&self, at: usize) -> bool {
        self.before(at).is_some_and(|before| {
            self.glued(at) && self.mark(before, &['$', '€', '#', '.', ',', '/', '-', ':', '@', '_'])
        }) || self.counts(at)
    }
}
