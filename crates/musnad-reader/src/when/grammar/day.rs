//! Days counted from today, weekdays, parts of the day, hours.

use super::{CLOSING, Dated, Item, Kind, Meaning, OPENING, Plain, Tokens};

impl Tokens<'_> {
    /// "الساعة 6,00 صباح اليوم": the hour is part of the words, the day is the value.
    pub(super) fn hour(&self, at: usize) -> Option<Item> {
        if !self.is(at, Plain::Hour) {
            return None;
        }
        let mut next = self.ordinal(at + 1)?.1;
        if self.mark(next, &[':', '.', ',', '٫', '،']) && self.glued(next + 1) && self.number(next + 1, 2).is_some() {
            next += 2;
        }
        next += usize::from(self.is(next, Plain::From));
        let day = self.day(next)?;
        Some(Item { first: at, ..day })
    }

    /// An expression that ends in a day: "فجر يوم الأحد", "مساء أمس", "هذا الصباح", "اليوم (الأحد)".
    pub(super) fn day(&self, at: usize) -> Option<Item> {
        if let Some(item) = self.this_part(at) {
            return Some(item);
        }
        let mut next = at;
        while next < at + 3 && self.is(next, Plain::Part) {
            next += 1;
            if self.mark(next, &['/']) && self.is(next + 1, Plain::Part) {
                next += 1;
            }
        }
        let part = next > at;
        let named = self.is(next, Plain::Day);
        next += usize::from(named);
        if self.near(next).is_some() {
            return self.near_day(at, next, part || named);
        }
        if let Some(day) = self.weekday(next) {
            return self.weekday_item(at, next, day, part || named);
        }
        if !part && !named {
            return None;
        }
        let here = self.skip(next, &['(']);
        let date =
            self.numeric(here).or_else(|| self.dated(here)).or_else(|| named.then(|| self.short(here)).flatten())?;
        Some(Item { first: at, ..date })
    }

    /// "هذا الصباح", "الليلة", "الليلة الماضية".
    fn this_part(&self, at: usize) -> Option<Item> {
        let this = self.is(at, Plain::This);
        let here = at + usize::from(this);
        if self.is(here, Plain::Night) {
            let next = here + 1;
            let meaning = match self.turn(next) {
                Some(turn) => {
                    return Some(Item {
                        first: at,
                        end: next + 1,
                        meaning: Meaning::Near(turn, None),
                        rule: "night-turn",
                    });
                }
                None if self
                    .before(at)
                    .is_some_and(|before| self.is(before, Plain::SameAs) || self.is(before, Plain::In)) =>
                {
                    Meaning::Nothing
                }
                None if self.ordinal(next).is_some() || self.is(next, Plain::Named) || self.is(next, Plain::Same) => {
                    Meaning::Nothing
                }
                None => Meaning::Near(0, None),
            };
            return Some(Item { first: at, end: next, meaning, rule: "night" });
        }
        (this && self.is(here, Plain::ThePart)).then(|| Item {
            first: at,
            end: here + 1,
            meaning: Meaning::Near(0, None),
            rule: "this-part",
        })
    }

    /// أمس, اليوم, غدا, each perhaps with a weekday or a date after it.
    fn near_day(&self, first: usize, at: usize, led: bool) -> Option<Item> {
        let near = self.near(at)?;
        let nothing = |end| Some(Item { first, end, meaning: Meaning::Nothing, rule: "name" });
        let mut next = at + 1;
        let rule = "near";
        if self.is(next, Plain::Same) {
            let meaning = Meaning::Unsaid("points-back");
            return Some(Item { first, end: next + 1, meaning, rule: "same-day" });
        }
        if near == 0
            && let Some(days) = self.follow(next)
        {
            return Some(Item { first, end: next + 1, meaning: Meaning::Follow(days), rule: "day-after" });
        }
        if self.denied(at) || self.name_of(first, at, near, led) {
            return nothing(next);
        }
        let mut weekday = None;
        let open = self.skip(next, OPENING);
        if let Some(day) = self.weekday(open).filter(|_| self.same_line(open)) {
            weekday = Some(day);
            next = open + 1;
            let close = self.skip(next, CLOSING);
            if open > at + 1 && !self.mark(at + 1, &['،', ',', '-', '–']) {
                next = close;
            }
        }
        if let Some(date) = self.date_beside(next) {
            let meaning = match date.meaning {
                Meaning::Dated(dated) => Meaning::Dated(Dated { near: Some(near), weekday, ..dated }),
                other => other,
            };
            return Some(Item { first, end: date.end, meaning, rule: "near-date" });
        }
        Some(Item { first, end: next, meaning: Meaning::Near(near, weekday), rule })
    }

    /// True where a word for a near day is part of a name or of another phrase.
    fn name_of(&self, first: usize, at: usize, near: i8, led: bool) -> bool {
        let next = at + 1;
        let before = self.before(first);
        let after = |plain| before.is_some_and(|before| self.is(before, plain));
        if after(Plain::SameAs) || after(Plain::Every) && near == 0 {
            return true;
        }
        match near {
            0 if led => false,
            0 => {
                let clock = self.number(next, 2).is_some() && self.mark(next + 1, &[':']);
                let per_day = before.is_some_and(|before| self.word(before) == "في");
                let named =
                    self.is(next, Plain::Named) && self.month(next + 1).is_none() && self.word(next + 1) != "من";
                named || clock || per_day || after(Plain::Paper) || self.short_quote(at)
            }
            1 => !led && (after(Plain::Tomorrow) || self.word(at) == "الغد") || self.short_quote(at),
            _ => {
                self.word(next) == "القريب"
                    || self.word(at) == "الامس"
                        && !led
                        && self.get(at).is_some_and(|t| t.whole == t.start)
                        && !self.preposed(at)
            }
        }
    }

    /// True after منذ, حتى and their like, and before a weekday.
    fn preposed(&self, at: usize) -> bool {
        self.after(at, Plain::In) || self.after(at, Plain::Until) || self.weekday(at + 1).is_some()
    }

    /// True if a word stands in a quotation of at most three words: a title.
    fn short_quote(&self, at: usize) -> bool {
        if !self.get(at).is_some_and(|token| token.quoted) {
            return false;
        }
        let inside = |token: Option<&super::Token>| token.is_some_and(|token| token.quoted && !token.line);
        let left = (1..=3)
            .take_while(|&back| {
                at.checked_sub(back).is_some_and(|left| {
                    inside(self.get(left)) && matches!(self.get(left).map(|token| token.kind), Some(Kind::Word))
                })
            })
            .count();
        let right = (1..=3).take_while(|&more| inside(self.get(at + more))).count();
        left + right < 3
    }
}
