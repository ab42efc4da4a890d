//! Seasons, decades, centuries, quarters and halves of a year.

use super::{Item, Meaning, Plain, Tokens, Year};

impl Tokens<'_> {
    /// "صيف 2012", "هذا الصيف", "الشتاء الماضي", "ربيع العام المقبل".
    pub(super) fn season_item(&self, at: usize) -> Option<Item> {
        let mut here = at;
        here += usize::from(self.is(here, Plain::Phase));
        let this = self.is(here, Plain::This);
        here += usize::from(this);
        let season = self.season(here)?;
        let next = here + 1;
        let (year, end) = match self.turn(next) {
            Some(turn) if self.article(here) => (Year::Turn(turn), next + 1),
            _ => match self.year_after(next) {
                Some((year, end)) => (year, end),
                None if this && self.article(here) => (Year::Turn(0), next),
                None => return None,
            },
        };
        Some(Item { first: at, end, meaning: Meaning::Season(season, year), rule: "season" })
    }

    /// "التسعينات", "تسعينيات القرن الماضي", "القرن التاسع عشر", "القرن الماضي".
    pub(super) fn century(&self, at: usize) -> Option<Item> {
        let mut here = at;
        here +=
            usize::from(self.is(here, Plain::Phase) || self.ordinal(here).is_some() && self.decade(here + 1).is_some());
        let decade = self.decade(here);
        let century_at = here + usize::from(decade.is_some());
        let century_at = century_at + usize::from(decade.is_some() && self.is(century_at, Plain::From));
        if !self.is(century_at, Plain::Century) {
            let decade = decade.filter(|decade| *decade >= 50)?;
            let age = self.word(here + 1) == "من"
                && (self.word(here + 2).contains("عمر") || self.word(here + 2).contains("عمار"));
            let meaning = if age { Meaning::Nothing } else { Meaning::Decade(1900 + i16::from(decade)) };
            return (self.article(here)).then_some(Item { first: at, end: here + 1, meaning, rule: "decade" });
        }
        let next = century_at + 1;
        if let Some(turn) = self.turn(next) {
            let meaning = match (decade, turn) {
                (Some(decade), -1) => Meaning::Decade(1900 + i16::from(decade)),
                (Some(_), _) => return None,
                (None, _) => Meaning::CenturyShift(turn),
            };
            return Some(Item { first: at, end: next + 1, meaning, rule: "century" });
        }
        let (number, mut end) = self.ordinal(next)?;
        let number = i16::try_from(number).ok().filter(|number| (1..=22).contains(number))?;
        if self.is_before_christ(end) {
            return Some(Item { first: at, end, meaning: Meaning::Nothing, rule: "before-christ" });
        }
        end = self.after_era(end);
        let meaning = match decade {
            Some(decade) => Meaning::Decade((number - 1) * 100 + i16::from(decade)),
            None => Meaning::Century(number),
        };
        Some(Item { first: at, end, meaning, rule: "century" })
    }

    /// "الربع الثالث من 2016", "النصف الأول من العام الجاري".
    pub(super) fn share_item(&self, at: usize) -> Option<Item> {
        let months = self.share(at)?;
        let (nth, next) = self.ordinal(at + 1)?;
        let nth = u8::try_from(nth).ok().filter(|nth| (1..=12 / months).contains(nth))?;
        let (year, end) = self.year_after(next)?;
        Some(Item { first: at, end, meaning: Meaning::Share { months, nth, year }, rule: "share" })
    }
}
