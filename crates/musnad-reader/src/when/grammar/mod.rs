//! The grammar: one pass over the tokens, each tried as the first of an expression.

mod century;
mod date;
mod day;
mod digits;
mod span;
mod weekday;
mod year;

use super::{
    meaning::{Dated, Item, Meaning, Month, Year},
    tokens::{Kind, Token, Tokens},
    words::{Count, Plain, Unit},
};

/// All expressions of a text, in order.
pub(crate) fn items(tokens: &Tokens<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    while at < tokens.list.len() {
        let Some(item) = tokens.between(at).or_else(|| tokens.item(at)) else {
            at += 1;
            continue;
        };
        at = item.end.max(at + 1);
        if item.meaning != Meaning::Nothing {
            tokens.keep(&mut items, item);
        }
    }
    tokens.share_years(&mut items);
    items
}

impl Tokens<'_> {
    /// Takes up an item; days that do not follow each other become one item each.
    fn keep(&self, items: &mut Vec<Item>, item: Item) {
        if let Meaning::Dated(dated @ Dated { day: Some(day), until: Some(until), .. }) = item.meaning
            && until != day + 1
            && self.day_words(&item) == 2
            && let Some(and) = (item.first..item.end).find(|&at| self.word(at) == "و" || self.joined(at))
            && self
                .list
                .get(item.first..and)
                .is_some_and(|head| head.iter().any(|token| matches!(token.kind, Kind::Number(..))))
            && !self.before(item.first).is_some_and(|before| self.is(before, Plain::Between))
        {
            let first = Meaning::Dated(Dated { until: None, ..dated });
            let second = Meaning::Dated(Dated { day: Some(until), until: None, ..dated });
            items.push(Item { end: and, meaning: first, ..item });
            items.push(Item { first: and, meaning: second, ..item });
            return;
        }
        items.push(item);
    }

    /// How many numbers of days an item holds, in digits.
    fn day_words(&self, item: &Item) -> usize {
        self.list
            .get(item.first..item.end)
            .map_or(0, |words| words.iter().filter(|token| matches!(token.kind, Kind::Number(_, 1 | 2))).count())
    }

    /// "جانفي، فيفري ومارس 2018": the last month of a list says the year for all.
    fn share_years(&self, items: &mut [Item]) {
        for at in (1..items.len()).rev() {
            let [before, after] = &mut items[at - 1..=at] else {
                continue;
            };
            let close = after.first == before.end
                || after.first == before.end + 1
                    && (self.mark(before.end, &['،', ',']) || self.word(before.end) == "و");
            let (Meaning::Dated(low), Meaning::Dated(high)) = (&mut before.meaning, &after.meaning) else {
                continue;
            };
            if !close || low.year != Year::Open || low.day.is_some() != high.day.is_some() {
                continue;
            }
            let (Month::Named(from), Month::Named(to)) = (low.month, high.month) else {
                continue;
            };
            low.year = match high.year {
                Year::Given(year) if from > to => Year::Given(year - 1),
                year => year,
            };
        }
    }

    /// The expression that begins with a token.
    fn item(&self, at: usize) -> Option<Item> {
        let token = self.get(at)?;
        match token.kind {
            Kind::Number(..) => {
                self.numeric(at).or_else(|| self.dated(at)).or_else(|| self.years(at)).or_else(|| self.run(at))
            }
            Kind::Mark('(') => self.dated(at),
            Kind::Mark(_) => None,
            Kind::Word if token.senses.is_empty() && self.word(at) != "ال" && self.word(at) != "و" => None,
            Kind::Word => self
                .hour(at)
                .or_else(|| self.day(at))
                .or_else(|| self.dated(at))
                .or_else(|| self.run(at))
                .or_else(|| self.ago(at))
                .or_else(|| self.unit_turn(at))
                .or_else(|| self.years(at))
                .or_else(|| self.season_item(at))
                .or_else(|| self.century(at))
                .or_else(|| self.share_item(at)),
        }
    }

    /// "من X إلى Y" and "بين X وY".
    fn between(&self, at: usize) -> Option<Item> {
        let between = self.is(at, Plain::Between);
        if !between && !self.is(at, Plain::From) {
            return None;
        }
        let low = self.item(at + 1)?;
        let mut high_at = low.end;
        if self.is(high_at, Plain::Until) || (between && self.word(high_at) == "و") {
            high_at += 1;
        } else if !(between && self.joined(high_at)) {
            return None;
        }
        let high = self.item(high_at).or_else(|| self.bare_year(high_at))?;
        let meaning = join(low.meaning, high.meaning)?;
        Some(Item { first: at + 1, end: high.end, meaning, rule: "between" })
    }

    /// True if the token stands right against the one before it.
    fn glued(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| !token.gap)
    }

    /// True if a token and the one after it are on one line.
    fn same_line(&self, at: usize) -> bool {
        self.get(at).is_none_or(|token| !token.line)
    }

    /// True if the token before `at` has this meaning.
    fn after(&self, at: usize, plain: Plain) -> bool {
        self.before(at).is_some_and(|before| self.is(before, plain))
    }

    /// Skips نفسه and tells whether it was there.
    fn same(&self, at: usize) -> bool {
        self.is(at, Plain::Same)
    }

    /// True if the word before is لا or ولا: "لا أمس ولا اليوم".
    fn denied(&self, at: usize) -> bool {
        self.before(at).is_some_and(|before| matches!(self.word(before), "لا" | "ولا"))
    }

    /// "العام الماضي", "هذا العام", "عام 2013", "2013": the year of a month, a season or a part.
    fn year_after(&self, at: usize) -> Option<(Year, usize)> {
        if let Some(number) = self.four(at).filter(|number| (1300..=2100).contains(number)) {
            return Some((Year::Given(number), at + 1));
        }
        let here = at + usize::from(self.is(at, Plain::From));
        if self.is(here, Plain::SameAs) && self.unit(here + 1) == Some((Unit::Year, Count::One)) {
            return Some((Year::Same, here + 2));
        }
        let this = self.is(here, Plain::This);
        let here = here + usize::from(this);
        if self.unit(here) == Some((Unit::Year, Count::One)) {
            if let Some(number) = self.four(here + 1).filter(|number| (1300..=2100).contains(number)) {
                return Some((Year::Given(number), here + 2));
            }
            if self.is(here + 1, Plain::Same) || self.follow(here + 1).is_some() {
                return Some((Year::Same, here + 2));
            }
            if let Some(turn) = self.turn(here + 1) {
                return Some((Year::Shift(i16::from(turn)), here + 2));
            }
            if this {
                return Some((Year::Shift(0), here + 1));
            }
        }
        (here > at && !this)
            .then(|| self.four(here).filter(|number| (1300..=2100).contains(number)))
            .flatten()
            .map(|number| (Year::Given(number), here + 1))
    }
}

/// The run between two meanings of one kind.
fn join(low: Meaning, high: Meaning) -> Option<Meaning> {
    Some(match (low, high) {
        (Meaning::Year(_, Year::Given(low)), Meaning::Year(_, Year::Given(high))) if low < high => {
            Meaning::Years(low, high)
        }
        (Meaning::Dated(mut low), Meaning::Dated(high)) if low.until.is_none() && high.until.is_none() => {
            if low.day.is_some() != high.day.is_some() {
                return None;
            }
            if let (Year::Open, Month::Named(from), Month::Named(to)) = (low.year, low.month, high.month) {
                low.year = match high.year {
                    Year::Given(year) if from > to => Year::Given(year - 1),
                    year => year,
                };
            }
            Meaning::Between(Box::new(Meaning::Dated(low)), Box::new(Meaning::Dated(high)))
        }
        (
            Meaning::Weekday { day, until: None, turn: low, .. },
            Meaning::Weekday { day: until, until: None, turn, week },
        ) => Meaning::Weekday { day, until: Some(until), turn: turn.or(low), week },
        _ => return None,
    })
}

/// A token that may stand inside an expression.
const OPENING: &[char] = &['(', '«', '"', '“', '،', ',', '[', '-', '–'];
const CLOSING: &[char] = &[')', '»', '"', '”', ']'];

/// True for tokens that end a clause or stand alone on a line.
fn breaks(token: Option<&Token>) -> bool {
    token.is_none_or(|token| token.line)
}
