//! Values counted from today.

use jiff::civil::{Date, Weekday};

use super::{Meaning, Tense, Unit, Value, months_on, shift};

pub(super) fn relative(meaning: &Meaning, today: Date, tense: Tense) -> Value {
    let value = match *meaning {
        Meaning::Near(near, None) => shift(today, i64::from(near)).map(Value::day),
        Meaning::Near(near, Some(weekday)) => Some(match nearest(today, near, weekday) {
            Some(moved) => match shift(today, i64::from(near) + moved) {
                Some(day) if moved == 0 => Value::day(day),
                Some(day) => Value::day(day).noted("anchor-shifted"),
                None => Value::none("no-such-day"),
            },
            None => Value::none("weekday-differs"),
        }),
        Meaning::Weekday { day, until, turn, week } => by_weekday(today, day, until, turn, week, tense),
        Meaning::Unit(unit, turn) => by_unit(today, unit, turn),
        Meaning::Weekend(turn) => {
            monday(today, turn).and_then(|monday| Some(Value::days(shift(monday, 5)?, shift(monday, 6)?)))
        }
        Meaning::Ago { unit, count, half, about } => ago(today, unit, count, half, about),
        Meaning::Run { unit, count, ahead } => run(today, unit, count, ahead),
        Meaning::CenturyShift(turn) => {
            Some(Value::text(format!("{:02}XX", i16::from(turn) + today.year().div_euclid(100))))
        }
        _ => None,
    };
    value.unwrap_or_else(|| Value::none("no-such-day"))
}

/// How far the text's today must lie from `today` for `near` days on to be this weekday: -3 to 2.
pub(super) fn nearest(today: Date, near: i8, weekday: i8) -> Option<i64> {
    let day = shift(today, i64::from(near))?;
    [0, -1, 1, -2, 2, -3].into_iter().find(|&moved| shift(day, moved).is_some_and(|day| number(day) == weekday))
}

fn number(day: Date) -> i8 {
    day.weekday().to_monday_one_offset()
}

fn monday(today: Date, weeks: i8) -> Option<Date> {
    shift(today, i64::from(weeks) * 7 - i64::from(today.weekday().since(Weekday::Monday)))
}

/// News looks back: a weekday without more is the last one, today counted in,
/// unless the verb of its clause stands in the future.
fn by_weekday(
    today: Date,
    day: i8,
    until: Option<i8>,
    turn: Option<i8>,
    week: Option<i8>,
    tense: Tense,
) -> Option<Value> {
    let length = until.map_or(0, |until| i64::from((until - day).rem_euclid(7)));
    if let Some(week) = week {
        let first = shift(monday(today, week)?, i64::from(day) - 1)?;
        return value(first, length);
    }
    let back = i64::from((number(today) - until.unwrap_or(day)).rem_euclid(7));
    let ahead = i64::from((day - number(today)).rem_euclid(7));
    let whole = |days: i64| if days == 0 { 7 } else { days };
    let days = match (turn.map_or(0, i64::from), tense) {
        (turn, _) if turn > 0 => whole(ahead) + 7 * (turn - 1),
        (turn, _) if turn < 0 => -whole(back) + 7 * (turn + 1) - length,
        (_, Tense::Future) => ahead,
        _ => -back - length,
    };
    value(shift(today, days)?, length)
}

fn value(first: Date, length: i64) -> Option<Value> {
    Some(if length == 0 { Value::day(first) } else { Value::days(first, shift(first, length)?) })
}

fn by_unit(today: Date, unit: Unit, turn: i8) -> Option<Value> {
    Some(match unit {
        Unit::Week => {
            let monday = monday(today, turn)?;
            Value::days(monday, shift(monday, 6)?)
        }
        Unit::Month => {
            let (year, month) = months_on(today, i64::from(turn))?;
            Value::text(format!("{year:04}-{month:02}"))
        }
        Unit::Year => Value::text(format!("{:04}", today.year() + i16::from(turn))),
        Unit::Day | Unit::Hour => return None,
    })
}

fn ago(today: Date, unit: Unit, count: u32, half: bool, about: bool) -> Option<Value> {
    let count = i64::from(count);
    let around = |value: Value| match value.edtf {
        Some(edtf) if about => Value { edtf: Some(format!("{edtf}~")), ..value },
        _ => value,
    };
    Some(match unit {
        Unit::Day => around(Value::day(shift(today, -count)?)),
        Unit::Week => around(Value::day(shift(today, -count * 7)?)),
        Unit::Month => {
            let (year, month) = months_on(today, -count)?;
            Value::text(format!("{year:04}-{month:02}"))
        }
        Unit::Year if half => {
            let (year, month) = months_on(today, -count * 12 - 6)?;
            Value::text(format!("{year:04}-{month:02}"))
        }
        Unit::Year => {
            let year = i64::from(today.year()) - count;
            (year > 0).then(|| Value::text(format!("{year:04}")))?
        }
        Unit::Hour => Value::none("hours"),
    })
}

fn run(today: Date, unit: Unit, count: u32, ahead: bool) -> Option<Value> {
    let count = i64::from(count);
    let side = if ahead { count } else { -count };
    let days = |days: i64| {
        let other = shift(today, days)?;
        Some(Value::days(today.min(other), today.max(other)))
    };
    match unit {
        Unit::Hour if count >= 24 => days(if ahead { count / 24 } else { -count / 24 }),
        Unit::Hour => Some(Value::none("hours")),
        Unit::Day => days(side),
        Unit::Week => days(side * 7),
        Unit::Month => {
            let (now, other) = (months_on(today, 0)?, months_on(today, side)?);
            let (low, high) = (now.min(other), now.max(other));
            Some(Value::text(format!("{:04}-{:02}/{:04}-{:02}", low.0, low.1, high.0, high.1)))
        }
        Unit::Year => {
            let other = i64::from(today.year()) + side;
            let (low, high) = (other.min(today.year().into()), other.max(today.year().into()));
            (low > 0 && high < 10_000).then(|| Value::text(format!("{low:04}/{high:04}")))
        }
    }
}
