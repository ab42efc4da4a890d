//! Dates by month: "23 أيلول / سبتمبر 2014", "السابع من يوليو (تموز)", "15 شعبان 1436هـ", "2015/07/23".

use super::super::Calendar;
use super::{Count, Dated, Item, Meaning, Month, Plain, Tokens, Unit, Year, breaks};

impl Tokens<'_> {
    /// A date or a month, and the same date in the other calendar after it.
    pub(super) fn dated(&self, at: usize) -> Option<Item> {
        let first = self.one_date(at)?;
        Some(self.second_dating(first))
    }

    pub(super) fn one_date(&self, at: usize) -> Option<Item> {
        let mut here = at;
        let mut phase = false;
        while here < at + 2
            && self.is(here, Plain::Phase)
            && (self.ordinal(here).is_none() || self.month(here + 1).is_some())
        {
            // "أول مايو" is a day; "أوائل مايو" is the month.
            if self.ordinal(here).is_some() {
                break;
            }
            phase = true;
            here += 1;
        }
        if phase && self.mark(here, &['-', '/']) && self.is(here + 1, Plain::Phase) {
            here += 2;
        }
        here += usize::from(phase && self.is(here, Plain::From));
        let (days, next) = if phase { (None, here) } else { self.days(here) };
        if days.is_some() && self.mark(here, &['(']) {
            return None;
        }
        let shahr = self.is_month_word(next);
        let mut start = next;
        if shahr {
            start += 1;
            if (days.is_some() || phase)
                && let Some(item) = self.day_of_shift(at, next, days)
            {
                return Some(item);
            }
        }
        let paren = self.mark(start, &['('])
            && self.month(start + 1).is_some()
            && self.mark(start + 2, &[')'])
            && days.is_some();
        start += usize::from(paren);
        let (calendar, month) = match (self.month(start), self.hijri(start)) {
            (Some((month, _)), _) => (Calendar::Gregorian, month),
            (None, Some(month)) => (Calendar::Hijri, month),
            _ => return None,
        };
        if !self.same_line(start)
            || self.is(start + 1, Plain::Named)
                && self.article(start + 1)
                && self.turn(start + 1).is_none()
                && days.is_none()
        {
            return None;
        }
        // "مايو كلينك", "#سبتمبر_الأحرار"
        if self.is(start + 1, Plain::Clinic)
            || self.mark(start + 1, &['_'])
            || self.before(start).is_some_and(|before| self.mark(before, &['#', '_']))
        {
            return Some(Item { first: at, end: start + 1, meaning: Meaning::Nothing, rule: "name" });
        }
        let mut end = start + 1;
        end += usize::from(paren);
        let (alias, mut end) = self.alias(end, month, calendar);
        let mut dated = Dated::month(calendar, Month::Named(month));
        if let Some((day, until)) = days {
            dated.day = Some(day);
            dated.until = until;
        }
        if days.is_none()
            && !alias
            && let Some((until, next)) = self.month_run(end, month, calendar)
        {
            dated.until_month = Some(until);
            end = next;
        }
        (dated.year, end) = self.year_of_month(end, calendar, days.is_some());
        let said = dated.year != Year::Open;
        let lonely = !said && !shahr && !alias && days.is_none() && !phase;
        if calendar == Calendar::Hijri
            && !said
            && days.is_none()
            && let Some(number) = self.four(end).filter(|number| (1900..=2100).contains(number) && !self.counts(end))
        {
            let meaning = Meaning::Year(Calendar::Gregorian, Year::Given(number));
            return Some(Item { first: at, end: end + 1, meaning, rule: "hijri-month-of-year" });
        }
        if calendar == Calendar::Hijri && days.is_none() && (!said || !self.is_hijri_year(dated.year)) {
            return None;
        }
        let sure = self.month(start).is_some_and(|(_, sure)| sure);
        if lonely && calendar == Calendar::Gregorian && !sure && !self.month_place(start) {
            return None;
        }
        if self.named_day(at, dated.year, days.is_some()) {
            let meaning = self.september(at, dated).unwrap_or(Meaning::Nothing);
            return Some(Item { first: at, end, meaning, rule: "event" });
        }
        if days.is_some_and(|(day, _)| day == 11) && month == 9 && !said && self.attacks(at) {
            let meaning = self.september(at, dated).unwrap_or(Meaning::Nothing);
            return Some(Item { first: at, end, meaning, rule: "event" });
        }
        // A line of a sidebar: "20 آب" and nothing else.
        if !said && self.get(at).is_some_and(|token| token.line) && breaks(self.get(end)) {
            return Some(Item { first: at, end, meaning: Meaning::Nothing, rule: "sidebar" });
        }
        let rule = match (calendar, days) {
            (Calendar::Hijri, _) => "hijri",
            (_, Some(_)) => "date",
            (_, None) => "month",
        };
        Some(Item { first: at, end, meaning: Meaning::Dated(dated), rule })
    }

    /// A Hijri month alone counts if its year or its turn is said.
    fn is_hijri_year(&self, year: Year) -> bool {
        !matches!(year, Year::Given(number) if number > 1600)
    }

    fn is_month_word(&self, at: usize) -> bool {
        self.unit(at) == Some((Unit::Month, Count::One))
    }

    /// The days before a month: "23", "السابع من", "5-8", "3 إلى 7", "5 و6".
    fn days(&self, at: usize) -> (Option<(u8, Option<u8>)>, usize) {
        let none = (None, at);
        let Some((low, mut next)) = self.day_number(at) else {
            return none;
        };
        let mut high = None;
        let dash = self.mark(next, &['-', '–', '/']);
        let word = self.is(next, Plain::Until) || self.word(next) == "و";
        let joined = self.joined(next) && self.ordinal(next).is_some();
        if dash || word || joined {
            let second = next + usize::from(!joined || self.word(next) == "و");
            if let Some((day, after)) = self.day_number(second)
                && day > low
            {
                high = Some(day);
                next = after;
            }
            // "أيام 3 و4 و5 مايو"
            while let Some((day, after)) = self.day_number(next + usize::from(self.word(next) == "و"))
                && (self.word(next) == "و" || self.joined(next))
                && Some(day) == high.map(|high| high + 1)
            {
                high = Some(day);
                next = after;
            }
        }
        let bare = self.mark(next, &['/', '-']) && self.glued(next) && self.glued(next + 1);
        next += usize::from(self.is(next, Plain::From) || bare && self.month(next + 1).is_some());
        (Some((low, high)), next)
    }

    fn day_number(&self, at: usize) -> Option<(u8, usize)> {
        let (number, next) = self.ordinal(at)?;
        let day = u8::try_from(number).ok().filter(|day| (1..=31).contains(day))?;
        // 2.16, 1,5 and the like are no days.
        if self.mark(at.wrapping_sub(1), &['.', ',', ':', '/', '٫']) && self.glued(at) && self.glued(at - 1) {
            return None;
        }
        Some((day, next))
    }

    /// "الرابع من الشهر الجاري", "مطلع الشهر المقبل", "الأول من هذا الشهر".
    fn day_of_shift(&self, at: usize, shahr: usize, days: Option<(u8, Option<u8>)>) -> Option<Item> {
        let turn = self.turn(shahr + 1)?;
        if !self.article(shahr) {
            return None;
        }
        let mut dated = Dated::month(Calendar::Gregorian, Month::Shift(turn));
        if let Some((day, until)) = days {
            (dated.day, dated.until) = (Some(day), until);
        }
        Some(Item { first: at, end: shahr + 2, meaning: Meaning::Dated(dated), rule: "day-of-month" })
    }

    /// The month's other name: "/سبتمبر", "(تموز)", "كانون الأول" after ديسمبر.
    fn alias(&self, at: usize, month: u8, calendar: Calendar) -> (bool, usize) {
        if calendar == Calendar::Hijri {
            return (false, at);
        }
        let opened = self.mark(at, &['/', '-', '(', '–', '\\', '،']);
        let name = at + usize::from(opened);
        if self.month(name).is_some_and(|(other, _)| other == month) && self.same_line(name) && !self.joined(name) {
            let close = self.skip(name + 1, &[')']);
            return (true, if self.mark(at, &['(']) { close } else { name + 1 });
        }
        (false, at)
    }

    /// "يونيو/يوليو", "مايو - يونيو": a run of two months.
    fn month_run(&self, at: usize, month: u8, calendar: Calendar) -> Option<(u8, usize)> {
        if !self.mark(at, &['/', '-', '–']) || calendar == Calendar::Hijri {
            return None;
        }
        let (until, _) = self.month(at + 1)?;
        let (_, end) = self.alias(at + 2, until, calendar);
        (until > month).then_some((until, end))
    }

    /// What follows a month: الماضي, 2014, من العام الماضي, 1436هـ.
    fn year_of_month(&self, at: usize, calendar: Calendar, day: bool) -> (Year, usize) {
        if let Some(turn) = self.turn(at) {
            // "مايو الماضي" says its side; a number after it is another matter.
            return (Year::Turn(turn), at + 1);
        }
        let comma = self.skip(at, &['،', ',']);
        if comma > at && self.four(comma).is_none() {
            return (Year::Open, at);
        }
        if !self.same_line(comma) {
            return (Year::Open, at);
        }
        let Some((year, next)) = self.year_after(comma) else {
            return (Year::Open, at);
        };
        let Year::Given(number) = year else {
            return (year, next);
        };
        let fits = match calendar {
            Calendar::Gregorian => number > 1600,
            Calendar::Hijri => number < 1600,
        };
        // "في مارس 2000 شخص" counts people.
        if !fits || (!day && next == comma + 1 && self.is(next, Plain::Counted) && self.word(next) != "في") {
            return (Year::Open, at);
        }
        (year, self.after_era(next))
    }

    /// Past هـ or م after a year.
    pub(super) fn after_era(&self, at: usize) -> usize {
        at + usize::from(self.era(at).is_some() && self.same_line(at))
    }

    /// True where a word that is not always a month is one: "في مارس".
    fn month_place(&self, at: usize) -> bool {
        self.after(at, Plain::In)
            && self.before(at).is_some_and(|before| self.word(before) != "بعد" || self.month(at).is_some())
    }

    /// True for "ثورة 25 يناير", "قوى 14 آذار": the day is a name.
    fn named_day(&self, at: usize, year: Year, day: bool) -> bool {
        let Some(before) = self.before(at).filter(|_| year == Year::Open) else {
            return false;
        };
        let back = if self.word(before) == "ال" { before.wrapping_sub(1) } else { before };
        self.is(back, Plain::Head) && (day || self.word(back) != "حي")
    }

    fn attacks(&self, at: usize) -> bool {
        (1..=2).any(|back| at.checked_sub(back).is_some_and(|before| self.is(before, Plain::Attacks)))
    }

    /// The attacks of 11 September are those of 2001.
    fn september(&self, at: usize, dated: Dated) -> Option<Meaning> {
        let attacks = self.attacks(at) && dated.day == Some(11) && dated.month == Month::Named(9);
        attacks.then_some(Meaning::Dated(Dated { year: Year::Given(2001), ..dated }))
    }
}
