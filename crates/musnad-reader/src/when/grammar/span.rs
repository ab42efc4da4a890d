//! Lengths of time with an anchor: "قبل أسبوعين", "منذ ثلاثة أيام", "الأشهر الستة الماضية".

use super::{Count, Item, Meaning, Plain, Tokens, Unit};

impl Tokens<'_> {
    /// "قبل نحو أسبوعين". Relative to an event ("قبل يومين من مرور ...") it says nothing.
    pub(super) fn ago(&self, at: usize) -> Option<Item> {
        if !self.is(at, Plain::Ago) {
            return None;
        }
        let since = self.word(at) == "منذ";
        let mut next = at + 1;
        let mut about = self.is(next, Plain::About);
        next += usize::from(about);
        let (unit, count, mut next) = self.length(next)?;
        let half = unit == Unit::Year && self.joined(next) && self.word(next) == "نصف" || self.word(next) == "ونصف";
        next += usize::from(half);
        if self.is(next, Plain::About) && self.word(next) == "تقريبا" {
            about = true;
            next += 1;
        }
        if !since
            && matches!(self.word(next), "من" | "علي" | "عن")
            && !self.is(next + 1, Plain::Now)
            && self.near(next + 1) != Some(0)
        {
            return Some(Item { first: at, end: next + 1, meaning: Meaning::Nothing, rule: "before-event" });
        }
        Some(Item { first: at, end: next, meaning: Meaning::Ago { unit, count, half, about }, rule: "ago" })
    }

    /// A length: "أسبوعين", "3 سنوات", "ثلاثة أيام", "شهر", "11 عاما". Hours and a lone day say no date.
    fn length(&self, at: usize) -> Option<(Unit, u32, usize)> {
        match self.unit(at) {
            Some((Unit::Hour, _) | (_, Count::Many | Count::Both)) => return None,
            Some((unit, Count::Two)) => return Some((unit, 2, at + 1)),
            Some((unit, Count::One)) => {
                let named = self.four(at + 1).is_some() || self.month(at + 1).is_some() || self.hijri(at + 1).is_some();
                let turned =
                    self.turn(at + 1).is_some() || self.follow(at + 1).is_some() || self.is(at + 1, Plain::Same);
                let one = matches!(self.word(at + 1), "واحد" | "واحده");
                if named || turned || self.article(at) || (unit == Unit::Day && !one) {
                    return None;
                }
                return Some((unit, 1, at + 1 + usize::from(one)));
            }
            None => {}
        }
        let (count, next) = self.cardinal(at)?;
        match self.unit(next)? {
            (Unit::Hour, _) | (_, Count::Two | Count::Both) => None,
            _ if self.article(next) => None,
            (unit, _) => (count > 0).then_some((unit, count, next + 1)),
        }
    }

    /// "الأشهر الستة الماضية", "الثلاثة أيام المقبلة", "اليومين الماضيين", "الساعات الـ24 الماضية".
    pub(super) fn run(&self, at: usize) -> Option<Item> {
        let (unit, count, next) = match self.unit(at) {
            Some((unit, Count::Two)) => (unit, 2, at + 1),
            Some((unit, Count::Many)) => {
                let (count, next) = self.cardinal(at + 1)?;
                (unit, count, next)
            }
            Some(_) => return None,
            None => {
                let (count, next) = self.cardinal(at)?;
                match self.unit(next)? {
                    (_, Count::Two | Count::Both) => return None,
                    (unit, _) => (unit, count, next + 1),
                }
            }
        };
        let ahead = match self.turn(next) {
            Some(-1) => false,
            Some(1) => true,
            None if self.is(next, Plain::Last) => false,
            _ => return None,
        };
        Some(Item { first: at, end: next + 1, meaning: Meaning::Run { unit, count, ahead }, rule: "run" })
    }
}
