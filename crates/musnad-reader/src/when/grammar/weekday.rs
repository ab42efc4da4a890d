//! Weekdays and the dates beside them.

use super::{Count, Dated, Item, Meaning, OPENING, Plain, Tokens, Unit};

impl Tokens<'_> {
    /// A weekday with what may stand after it.
    pub(super) fn weekday_item(&self, first: usize, at: usize, day: i8, led: bool) -> Option<Item> {
        let mut next = at + 1;
        let before = self.before(first);
        let after = |plain| before.is_some_and(|before| self.is(before, plain));
        let both = day == 1 && (self.word(next) == "معا" || after(Plain::Every));
        let every = after(Plain::Every) && !self.is(before?, Plain::Between)
            || self.before(at).is_some_and(|b| self.word(b) == "ايام");
        if both || every || (!led && after(Plain::Pray)) {
            return Some(Item { first, end: next, meaning: Meaning::Nothing, rule: "name" });
        }
        let mut until = None;
        let dash = self.skip(next, &['-', '–', '/', 'ـ']);
        let through = dash + usize::from(dash == next && self.word(dash) == "الي");
        if let Some(second) = self.weekday(through)
            && (second == day % 7 + 1)
            && self.same_line(through)
            && !self.joined(through)
        {
            until = Some(second);
            next = through + 1;
        }
        if until.is_none()
            && let Some(date) = self.date_beside(next)
        {
            let meaning = match date.meaning {
                Meaning::Dated(dated) if dated.day.is_some() => Meaning::Dated(Dated { weekday: Some(day), ..dated }),
                other => other,
            };
            return Some(Item { first, end: date.end, meaning, rule: "weekday-date" });
        }
        if let Some(item) = self.two_weekdays(first, next, until) {
            return Some(item);
        }
        // "يوم (الخميس) الماضي"
        if self.mark(next, &[')', '»'])
            && self.before(at).is_some_and(|before| self.mark(before, &['(', '«']))
            && self.turn(next + 1).is_some()
        {
            next += 1;
        }
        if self.is(next, Plain::Same) {
            return Some(Item { first, end: next + 1, meaning: Meaning::Unsaid("points-back"), rule: "same-day" });
        }
        if self.follow(next).is_some() {
            return Some(Item { first, end: next + 1, meaning: Meaning::Unsaid("points-back"), rule: "day-after" });
        }
        let mut turn = self.turn(next);
        let pair = next + usize::from(self.word(next) == "و");
        if turn.is_none() && self.weekday(pair).is_some() && (pair > next || self.joined(pair)) {
            // "السبت والأحد المقبلين": the turn of two days is said once.
            turn = self.turn(pair + 1).filter(|_| self.word(pair + 1).ends_with("ين"));
        } else if turn.is_some() {
            next += 1;
        } else if self.is(next, Plain::Last) {
            turn = Some(-1);
            next += 1;
        }
        let mut week = None;
        let from = next + usize::from(self.is(next, Plain::From));
        let this = usize::from(self.is(from, Plain::This));
        if from > next && self.unit(from + this) == Some((Unit::Week, Count::One)) {
            let shift = self.turn(from + this + 1);
            if shift.is_some() || this > 0 {
                week = Some(shift.unwrap_or(0));
                next = from + this + 1 + usize::from(shift.is_some());
            } else if self.word(from) == "كل" || !self.article(from) {
                return Some(Item { first, end: from + 1, meaning: Meaning::Nothing, rule: "every" });
            }
        }
        if self.is(next, Plain::From) && self.word(next + 1) == "كل" {
            return Some(Item { first, end: next + 2, meaning: Meaning::Nothing, rule: "every" });
        }
        let rule = if turn.is_some() { "weekday-turn" } else { "weekday" };
        Some(Item { first, end: next, meaning: Meaning::Weekday { day, until, turn, week }, rule })
    }

    /// "يومي الاثنين والثلاثاء 10 و11 أفريل": the dates say it all.
    fn two_weekdays(&self, first: usize, at: usize, until: Option<i8>) -> Option<Item> {
        let second = at + usize::from(self.word(at) == "و");
        if until.is_some() || self.weekday(second).is_none() || !(second > at || self.joined(second)) {
            return None;
        }
        let date = self.date_beside(second + 1)?;
        matches!(&date.meaning, Meaning::Dated(Dated { until: Some(_), .. })).then_some(Item { first, ..date })
    }

    /// A date that stands beside a day: "الثلاثاء 14 يوليو", "اليوم الخميس (23 يوليو 2015)".
    pub(super) fn date_beside(&self, at: usize) -> Option<Item> {
        let open = self.skip(at, OPENING);
        if !self.same_line(open) || self.quoted_mark(at, open) {
            return None;
        }
        let here = open + usize::from(self.is(open, Plain::Agrees));
        let date = self.numeric(here).or_else(|| self.dated(here))?;
        matches!(&date.meaning, Meaning::Dated(Dated { day: Some(_), .. })).then_some(date)
    }

    /// True if an opening mark is a quotation mark.
    fn quoted_mark(&self, at: usize, open: usize) -> bool {
        open > at && self.mark(at, &['«', '"', '“'])
    }
}
