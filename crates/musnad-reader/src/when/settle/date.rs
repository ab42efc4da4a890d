//! Values of dates, years, seasons and parts of a year.

use jiff::civil::Date;

use super::super::hijri;
use super::{Calendar, Dated, Month, Tense, Value, Year, days_from, months_on, shift};

/// The value of a date or a month.
pub(super) fn dated(dated: &Dated, today: Option<Date>, tense: Tense) -> Value {
    let number = match (dated.month, dated.year) {
        (_, Year::Same) => return Value::none("points-back"),
        (Month::Shift(turn), _) => {
            let Some((year, month)) = today.and_then(|today| months_on(today, turn.into())) else {
                return Value::none("no-anchor");
            };
            return write(dated, year, month.unsigned_abs());
        }
        (Month::Named(_), Year::Given(number)) => Some(number),
        (Month::Named(_), Year::Shift(by)) => today.map(|today| today.year() + by),
        (Month::Named(_), Year::Turn(_) | Year::Open) => None,
    };
    let Month::Named(month) = dated.month else {
        return Value::none("no-anchor");
    };
    if let Some(number) = number {
        let number = match (dated.calendar, dated.year) {
            (Calendar::Hijri, Year::Shift(by)) => today.and_then(hijri::year_of).map_or(number, |year| year + by),
            _ => number,
        };
        return write(dated, number, month);
    }
    let Some(today) = today else {
        return Value::none("no-anchor");
    };
    let this = match dated.calendar {
        Calendar::Gregorian => Some(today.year()),
        Calendar::Hijri => hijri::year_of(today),
    };
    let Some(this) = this else {
        return Value::none("no-such-day");
    };
    let mut years: Vec<(i64, Value)> = [this - 1, this, this + 1, this - 2]
        .into_iter()
        .filter_map(|year| {
            let value = write(dated, year, month);
            let reach = first_day(dated, year, month)?;
            Some((days_from(today, reach), value))
        })
        .filter(|(_, value)| value.edtf.is_some())
        .collect();
    if years.is_empty() {
        return Value::none("no-such-day");
    }
    years.sort_by_key(|(away, _)| *away);
    choose(dated, years, today, month, tense)
}

/// The year of a date that does not say it, from its values and how far from today each begins.
fn choose(dated: &Dated, years: Vec<(i64, Value)>, today: Date, month: u8, tense: Tense) -> Value {
    if let Some(near) = dated.near {
        let close = years.into_iter().min_by_key(|(away, _)| (away - i64::from(near)).abs());
        return match close {
            Some((away, value)) if (away - i64::from(near)).abs() <= 3 => value,
            _ => Value::none("date-differs"),
        };
    }
    if dated.weekday.is_some() && dated.calendar == Calendar::Gregorian && dated.year == Year::Open {
        return by_weekday(years);
    }
    // A month is past only when it is over, and to come only when it has not begun.
    let whole = dated.day.is_none();
    let length = if whole { 27 } else { 0 };
    let running = |away: i64| {
        whole && away <= 0 && (dated.calendar == Calendar::Hijri || month == today.month().unsigned_abs()) && away > -31
    };
    let past = |strict: bool| {
        years.iter().rev().find(|(away, _)| if strict { *away < -length && !running(*away) } else { *away <= 0 })
    };
    let next = |strict: bool| years.iter().find(|(away, _)| if strict { *away > 0 } else { *away >= 0 });
    let pick =
        |found: Option<&(i64, Value)>| found.map_or_else(|| Value::none("no-such-day"), |(_, value)| value.clone());
    match dated.year {
        Year::Turn(-1) => return pick(past(true)),
        Year::Turn(1) => return pick(next(true)),
        Year::Turn(0) => {
            let nearest = years.iter().min_by_key(|(away, _)| away.abs());
            return match nearest {
                Some((away, value)) if away.abs() <= 62 => value.clone(),
                _ => Value::none("date-differs"),
            };
        }
        Year::Turn(_) => return Value::none("year-open"),
        _ => {}
    }
    let (Some(before), Some(after)) = (past(false), next(false)) else {
        return pick(past(false).or(next(false)));
    };
    let (back, ahead) = (-before.0, after.0);
    if running(before.0) || back == 0 {
        return before.1.clone();
    }
    match tense {
        Tense::Future if back < 60 && ahead > 300 => before.1.clone(),
        Tense::Future => after.1.clone(),
        Tense::Past if ahead <= 62 && back >= 300 => Value::none("year-open"),
        _ if ahead <= 62 && back >= 300 => after.1.clone().noted("year-by-distance"),
        Tense::Past if back < 300 => before.1.clone(),
        _ if back < 275 => before.1.clone(),
        _ => Value::none("year-open"),
    }
}

/// The year in which the weekday fits. If the date lies close with another weekday,
/// either may be mistaken.
fn by_weekday(years: Vec<(i64, Value)>) -> Value {
    let close = years.iter().any(|(away, _)| away.abs() <= 45);
    let mut fitting = years.into_iter().filter(|(away, value)| value.note.is_none() && away.abs() < 500);
    match (fitting.next(), fitting.next()) {
        (Some((away, value)), None) if !close || away.abs() <= 45 => value,
        _ => Value::none("weekday-differs"),
    }
}

fn first_day(dated: &Dated, year: i16, month: u8) -> Option<Date> {
    match dated.calendar {
        Calendar::Gregorian => gregorian(year, month, dated.day.unwrap_or(1)),
        Calendar::Hijri => hijri::day(year, month, dated.day.unwrap_or(1)),
    }
}

fn gregorian(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The value of a date in a known year.
fn write(dated: &Dated, year: i16, month: u8) -> Value {
    if dated.calendar == Calendar::Hijri {
        return write_hijri(dated, year, month);
    }
    let Some(day) = dated.day else {
        return match dated.until_month {
            Some(until) => Value::text(format!("{year:04}-{month:02}/{year:04}-{until:02}")),
            None => Value::text(format!("{year:04}-{month:02}")),
        };
    };
    let Some(from) = gregorian(year, month, day) else {
        return Value::none("no-such-day");
    };
    if let Some(until) = dated.until {
        return gregorian(year, month, until).map_or_else(|| Value::none("no-such-day"), |to| Value::days(from, to));
    }
    match dated.weekday {
        Some(weekday) if from.weekday().to_monday_one_offset() != weekday => Value::day(from).noted("weekday-differs"),
        _ => Value::day(from),
    }
}

/// A Hijri date; the weekday beside it may move it by one day, as moon sightings do.
fn write_hijri(dated: &Dated, year: i16, month: u8) -> Value {
    let Some(day) = dated.day else {
        return match hijri::month_days(year, month) {
            Some((from, to)) => Value::days(from, to).noted("umm-al-qura"),
            None => Value::none("no-such-day"),
        };
    };
    let Some(from) = hijri::day(year, month, day) else {
        return Value::none("no-such-day");
    };
    if let Some(until) = dated.until {
        return match hijri::day(year, month, until) {
            Some(to) => Value::days(from, to).noted("umm-al-qura"),
            None => Value::none("no-such-day"),
        };
    }
    let Some(weekday) = dated.weekday else {
        return Value::day(from).noted("umm-al-qura");
    };
    [0, 1, -1]
        .into_iter()
        .filter_map(|by| shift(from, by))
        .find(|day| day.weekday().to_monday_one_offset() == weekday)
        .map_or_else(|| Value::none("weekday-differs"), Value::day)
}

/// A year of a calendar: a Hijri one is a run of days.
pub(super) fn year(calendar: Calendar, year: Year, today: Option<Date>) -> Value {
    match (calendar, number(year, today)) {
        (Calendar::Gregorian, Ok(number)) => Value::text(format!("{number:04}")),
        (Calendar::Hijri, Ok(number)) => match hijri::year_days(number) {
            Some((from, to)) => Value::days(from, to).noted("umm-al-qura"),
            None => Value::none("no-such-day"),
        },
        (_, Err(note)) => Value::none(note),
    }
}

fn number(year: Year, today: Option<Date>) -> Result<i16, &'static str> {
    match (year, today) {
        (Year::Given(number), _) => Ok(number),
        (Year::Same, _) => Err("points-back"),
        (Year::Shift(by), Some(today)) => Ok(today.year() + by),
        (_, None) => Err("no-anchor"),
        (Year::Open | Year::Turn(_), Some(_)) => Err("year-open"),
    }
}

/// A season. The winter of a turn is written as its months, since it lies in two years.
pub(super) fn season(season: u8, year: Year, today: Option<Date>) -> Value {
    let Year::Turn(turn) = year else {
        return match number(year, today) {
            Ok(number) => Value::text(format!("{number:04}-{season}")),
            Err(note) => Value::none(note),
        };
    };
    let Some(today) = today else {
        return Value::none("no-anchor");
    };
    // Its first month: March, June, September, December.
    let first = i64::from(season - 20) * 3;
    let this = i64::from(today.year()) * 12 + i64::from(today.month()) - 1;
    let begins = |year: i64| year * 12 + first - 1;
    let year = i64::from(today.year());
    let chosen = match turn {
        -1 => [year, year - 1, year - 2].into_iter().find(|&year| begins(year) + 3 <= this),
        0 => [year, year - 1].into_iter().find(|&year| begins(year) <= this && this < begins(year) + 3).or(Some(year)),
        1 => [year, year + 1].into_iter().find(|&year| begins(year) > this),
        _ => None,
    };
    match chosen {
        Some(year) if season == 24 => Value::text(format!("{year:04}-12/{:04}-02", year + 1)),
        Some(year) => Value::text(format!("{year:04}-{season}")),
        None => Value::none("year-open"),
    }
}

/// A quarter or a half of a year, as a run of months.
pub(super) fn share(months: u8, nth: u8, year: Year, today: Option<Date>) -> Value {
    match number(year, today) {
        Ok(number) => {
            let last = months * nth;
            Value::text(format!("{number:04}-{:02}/{number:04}-{last:02}", last - months + 1))
        }
        Err(note) => Value::none(note),
    }
}
