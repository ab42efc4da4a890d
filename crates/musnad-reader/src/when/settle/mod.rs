//! From what expressions say to what they mean: every value of a text, given its anchor.

mod date;
mod relative;

use jiff::{ToSpan as _, civil::Date};

use super::{
    Calendar, Found,
    meaning::{Dated, Item, Meaning, Month, Year},
    tokens::Tokens,
    words::{Tense, Unit},
};

/// A value, or why there is none.
#[derive(Clone, Debug, Default)]
struct Value {
    edtf: Option<String>,
    /// The day, if it is one.
    day: Option<Date>,
    note: Option<&'static str>,
}

impl Value {
    fn none(note: &'static str) -> Self {
        Self { note: Some(note), ..Self::default() }
    }

    fn text(edtf: String) -> Self {
        Self { edtf: Some(edtf), ..Self::default() }
    }

    fn day(day: Date) -> Self {
        Self { edtf: Some(day.to_string()), day: Some(day), note: None }
    }

    fn days(from: Date, to: Date) -> Self {
        Self { edtf: Some(format!("{from}/{to}")), day: None, note: None }
    }

    fn noted(mut self, note: &'static str) -> Self {
        self.note.get_or_insert(note);
        self
    }
}

/// What expressions are counted from.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    today: Option<Date>,
    note: Option<&'static str>,
}

/// Gives every item its value.
pub(crate) fn settle(tokens: &Tokens<'_>, items: &[Item], published: Option<Date>) -> Vec<Found> {
    let anchor = anchor(tokens, items, published);
    let mut found = Vec::with_capacity(items.len());
    let mut last: Option<Date> = None;
    let mut spoken: Option<Date> = None;
    for (at, item) in items.iter().enumerate() {
        let Some((first, end)) = tokens.get(item.first).zip(item.end.checked_sub(1).and_then(|end| tokens.get(end)))
        else {
            continue;
        };
        let mut value = match (&item.meaning, anchor.today) {
            (Meaning::Follow(days), _) => match last.and_then(|last| shift(last, i64::from(*days))) {
                Some(day) => Value::day(day),
                None => Value::none("points-back"),
            },
            (Meaning::Near(0, None), Some(today)) if first.quoted => {
                let said = spoken.or_else(|| next_spoken(tokens, items, at, today)).unwrap_or(today);
                let value = value_of(&item.meaning, Some(said), first.tense);
                if said == today { value } else { value.noted("spoken-day") }
            }
            (meaning, today) => value_of(meaning, today, first.tense),
        };
        if is_relative(&item.meaning)
            && value.edtf.is_some()
            && let Some(note) = anchor.note
        {
            value = value.noted(note);
        }
        if !first.quoted && is_near(&item.meaning) {
            spoken = recent(value.day, anchor.today).or(spoken);
        }
        last = value.day;
        let calendar = match &item.meaning {
            Meaning::Dated(Dated { calendar, .. }) | Meaning::Year(calendar, _) => *calendar,
            _ => Calendar::Gregorian,
        };
        let Value { edtf, note, .. } = value;
        found.push(Found { start: first.start, end: end.end, value: edtf, calendar, rule: item.rule, note });
    }
    found
}

/// True for weekdays and for days counted from today.
fn is_near(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Near(..) | Meaning::Weekday { until: None, .. } | Meaning::Dated(Dated { near: Some(_), .. })
    )
}

/// True where the value hangs on the anchor alone.
fn is_relative(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Near(..) | Meaning::Ago { .. } | Meaning::Run { .. } | Meaning::Unit(..))
}

/// A day that somebody may have spoken on: today or up to three days before.
fn recent(day: Option<Date>, today: Option<Date>) -> Option<Date> {
    let (day, today) = day.zip(today)?;
    (0..=3).contains(&days_from(day, today)).then_some(day)
}

/// The first day named outside quotations after an item.
fn next_spoken(tokens: &Tokens<'_>, items: &[Item], at: usize, today: Date) -> Option<Date> {
    items.iter().skip(at + 1).take(8).find_map(|item| {
        let first = tokens.get(item.first).filter(|first| !first.quoted && is_near(&item.meaning))?;
        recent(value_of(&item.meaning, Some(today), first.tense).day, Some(today))
    })
}

/// The day that the text calls today. Papers print yesterday's dispatch with its
/// "اليوم (الخميس)": if all such pairs of a text agree on another day, that day counts.
fn anchor(tokens: &Tokens<'_>, items: &[Item], published: Option<Date>) -> Anchor {
    let outside = || items.iter().filter(|item| tokens.get(item.first).is_some_and(|first| !first.quoted));
    let Some(published) = published else {
        let mut todays = outside().filter_map(|item| match item.meaning {
            Meaning::Dated(dated @ Dated { near: Some(near), weekday: Some(_), year: Year::Given(_), .. }) => {
                let value = date::dated(&dated, None, Tense::Open);
                value.note.is_none().then_some(())?;
                shift(value.day?, -i64::from(near))
            }
            _ => None,
        });
        let today = todays.next().filter(|&today| todays.all(|other| other == today));
        return Anchor { today, note: today.map(|_| "anchored-by-text") };
    };
    let mut shifts = outside().filter_map(|item| match item.meaning {
        Meaning::Near(near, Some(weekday)) => relative::nearest(published, near, weekday),
        Meaning::Dated(Dated { near: Some(near), weekday: Some(weekday), .. }) => {
            relative::nearest(published, near, weekday)
        }
        _ => None,
    });
    let moved = shifts.next().filter(|&first| first != 0 && first.abs() <= 2 && shifts.all(|other| other == first));
    match moved.and_then(|days| shift(published, days)) {
        Some(today) => Anchor { today: Some(today), note: Some("anchor-shifted") },
        None => Anchor { today: Some(published), note: None },
    }
}

/// The value of a meaning, counted from `today`.
fn value_of(meaning: &Meaning, today: Option<Date>, tense: Tense) -> Value {
    match meaning {
        Meaning::Dated(dated) => date::dated(dated, today, tense),
        Meaning::Year(calendar, year) => date::year(*calendar, *year, today),
        Meaning::Years(low, high) => Value::text(format!("{low:04}/{high:04}")),
        Meaning::Decade(first) => Value::text(format!("{:03}X", first.div_euclid(10))),
        Meaning::Century(nth) => Value::text(format!("{:02}XX", nth - 1)),
        Meaning::Between(low, high) => between(low, high, today, tense),
        Meaning::Season(season, year) => date::season(*season, *year, today),
        Meaning::Share { months, nth, year } => date::share(*months, *nth, *year, today),
        Meaning::Unsaid(note) => Value::none(note),
        Meaning::Nothing | Meaning::Follow(_) => Value::none("points-back"),
        _ => today.map_or_else(|| Value::none("no-anchor"), |today| relative::relative(meaning, today, tense)),
    }
}

/// From one date to another; an open year is the one that keeps their order.
fn between(low: &Meaning, high: &Meaning, today: Option<Date>, tense: Tense) -> Value {
    let from = value_of(low, today, tense);
    let Some(begin) = from.edtf else {
        return Value::none(from.note.unwrap_or("no-anchor"));
    };
    let mut high = high.clone();
    if let Meaning::Dated(Dated { year: year @ Year::Open, .. }) = &mut high
        && let Some(number) = begin.get(..4).and_then(|digits| digits.parse().ok())
    {
        *year = Year::Given(number);
    }
    let mut to = value_of(&high, today, tense);
    if to.edtf.as_ref().is_some_and(|end| *end < begin)
        && let Meaning::Dated(Dated { year: Year::Given(number), .. }) = &mut high
    {
        *number += 1;
        to = value_of(&high, today, tense);
    }
    match to.edtf {
        Some(end) if begin <= end && !begin.contains('/') && !end.contains('/') => {
            Value { edtf: Some(format!("{begin}/{end}")), day: None, note: from.note }
        }
        Some(_) => Value::none("out-of-order"),
        None => to,
    }
}

/// A day so many days later.
fn shift(day: Date, days: i64) -> Option<Date> {
    let days = i32::try_from(days).ok().filter(|days| days.abs() < 3_000_000)?;
    day.checked_add(days.days()).ok()
}

/// How many days after `day` another one lies.
fn days_from(day: Date, other: Date) -> i64 {
    day.until(other).map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// Year and month so many months later.
fn months_on(day: Date, months: i64) -> Option<(i16, i8)> {
    let all = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + months;
    let year = i16::try_from(all.div_euclid(12)).ok().filter(|year| (0..=9999).contains(year))?;
    Some((year, i8::try_from(all.rem_euclid(12)).ok()? + 1))
}
