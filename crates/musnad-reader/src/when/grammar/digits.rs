//! Dates in digits, and one date in two calendars.

use super::super::Calendar;
use super::{Dated, Item, Kind, Meaning, Month, Plain, Tokens, Year};

impl Tokens<'_> {
    /// "11 شعبان 1433هـ الموافق 30 يونيو 2012م": one time in two calendars.
    pub(super) fn second_dating(&self, first: Item) -> Item {
        let Meaning::Dated(one @ Dated { day: Some(_), .. }) = first.meaning else {
            return first;
        };
        let mut at = self.after_era(first.end);
        let marks = &['-', '–', '/', '(', '،', ',', '='];
        at = self.skip(at, marks);
        let agrees = self.is(at, Plain::Agrees);
        at += usize::from(agrees);
        at = if agrees { self.skip(at, &[':', '(']) } else { at };
        at += usize::from(self.is(at, Plain::Day));
        let weekday = self.weekday(at);
        at += usize::from(weekday.is_some());
        if at == first.end || !self.same_line(at) {
            return first;
        }
        let Some(second) = self.numeric(at).or_else(|| self.one_date(at)) else {
            return first;
        };
        let Meaning::Dated(two @ Dated { day: Some(_), .. }) = second.meaning else {
            return first;
        };
        if one.calendar == two.calendar {
            return first;
        }
        let (gregorian, other) = if one.calendar == Calendar::Gregorian { (one, two) } else { (two, one) };
        let weekday = gregorian.weekday.or(other.weekday).or(weekday);
        let mut end = self.after_era(second.end);
        end =
            if self.mark(first.end, &['(']) || self.mark(first.end + 1, &['(']) { self.skip(end, &[')']) } else { end };
        Item { first: first.first, end, meaning: Meaning::Dated(Dated { weekday, ..gregorian }), rule: "two-calendars" }
    }

    /// A date in digits: 2015/07/23, 23-7-2015, 30/7/1433 هـ.
    pub(super) fn numeric(&self, at: usize) -> Option<Item> {
        let digits = |at| match self.get(at)?.kind {
            Kind::Number(number, written) if written <= 4 => Some((number, written)),
            _ => None,
        };
        let (a, a_digits) = digits(at)?;
        let sign = self.get(at + 1)?.kind;
        if !matches!(sign, Kind::Mark('/' | '-' | '.' | '–')) || self.get(at + 3)?.kind != sign {
            return None;
        }
        if (at + 1..at + 5).any(|at| !self.glued(at)) {
            return None;
        }
        let before = self.before(at).filter(|_| self.glued(at));
        if before.is_some_and(|before| self.mark(before, &['/', '-', '.', ':', '_'])) {
            return None;
        }
        let (b, b_digits) = digits(at + 2)?;
        let (c, c_digits) = digits(at + 4)?;
        let (year, month, day) = match (a_digits, c_digits) {
            (4, 1 | 2) => (a, b, c),
            (1 | 2, 4) => (c, b, a),
            _ => return None,
        };
        if b_digits > 2
            || (self.glued(at + 5) && self.mark(at + 5, &['/', '-', '_']) && self.number(at + 6, 9).is_some())
        {
            return None;
        }
        // 12 of the second place or less: the day stands first, as Arabic news writes it.
        let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let year = i16::try_from(year).ok()?;
        let calendar = match year {
            1300..=1500 => Calendar::Hijri,
            1700..=2100 => Calendar::Gregorian,
            _ => return None,
        };
        let mut dated = Dated::month(calendar, Month::Named(month));
        (dated.day, dated.year) = (Some(day), Year::Given(year));
        let item = Item { first: at, end: self.after_era(at + 5), meaning: Meaning::Dated(dated), rule: "digits" };
        Some(self.second_dating(item))
    }

    /// "يوم 15/3": day and month in digits.
    pub(super) fn short(&self, at: usize) -> Option<Item> {
        let day = u8::try_from(self.number(at, 2)?).ok()?;
        let month = u8::try_from(self.number(at + 2, 2)?).ok()?;
        let fits = (1..=31).contains(&day) && (1..=12).contains(&month);
        if !fits
            || !self.mark(at + 1, &['/'])
            || !self.glued(at + 1)
            || !self.glued(at + 2)
            || self.mark(at + 3, &['/'])
        {
            return None;
        }
        let mut dated = Dated::month(Calendar::Gregorian, Month::Named(month));
        dated.day = Some(day);
        Some(Item { first: at, end: at + 3, meaning: Meaning::Dated(dated), rule: "digits" })
    }
}
