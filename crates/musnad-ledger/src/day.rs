//! Days as numbers, and the stretch of days that an EDTF value covers.

use jiff::civil::{Date, date};

/// Stands for an unknown day where rows are ordered: before every day.
pub(crate) const UNKNOWN: i64 = -1_000_000;

/// Days since 1970-01-01.
pub(crate) fn number(day: Date) -> i64 {
    i64::from((day - date(1970, 1, 1)).get_days())
}

/// The day with this number.
pub(crate) fn day(number: i64) -> Option<Date> {
    let days = i32::try_from(number).ok()?;
    date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// First and last day of an EDTF value (`2015-08-10`, `2015-08`, `2015`, `2015-08-10/2015-08-12`, with `?`, `~`
/// or a time of day), as numbers. `None` for what has no bounds on both sides or is not understood.
pub(crate) fn covered(value: &str) -> Option<(i64, i64)> {
    if let Some((from, to)) = value.split_once('/') {
        let (from, to) = (covered(from)?, covered(to)?);
        return (from.0 <= to.1).then_some((from.0, to.1));
    }
    let value = value.split('T').next()?.trim_end_matches(['?', '~', '%']);
    let mut parts = value.splitn(3, '-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let Some(month) = parts.next() else {
        return Some((number(Date::new(year, 1, 1).ok()?), number(Date::new(year, 12, 31).ok()?)));
    };
    let first = Date::new(year, month.parse().ok()?, 1).ok()?;
    let Some(day) = parts.next() else {
        return Some((number(first), number(first.last_of_month())));
    };
    let day = number(Date::new(year, first.month(), day.parse().ok()?).ok()?);
    Some((day, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cover_days() {
        let at = |text: &str| number(text.parse().unwrap());
        assert_eq!(covered("2015-08-10"), Some((at("2015-08-10"), at("2015-08-10"))));
        assert_eq!(covered("2015-08-10T14:30"), covered("2015-08-10"));
        assert_eq!(covered("2024-02~"), Some((at("2024-02-01"), at("2024-02-29"))));
        assert_eq!(covered("2015"), Some((at("2015-01-01"), at("2015-12-31"))));
        assert_eq!(covered("2015-08/2016"), Some((at("2015-08-01"), at("2016-12-31"))));
        for odd in ["", "../2015", "2015-13", "2015-02-30", "201X", "15", "2016/2015", "2015-21", "a-b-c"] {
            assert_eq!(covered(odd), None, "{odd}");
        }
        assert_eq!(day(at("1969-12-31")), Some(date(1969, 12, 31)));
        assert_eq!(day(i64::MAX), None);
    }
}
