//! Hijri dates by the Umm al-Qura calendar, the official one of Saudi Arabia.
//! Elsewhere a month may begin a day earlier or later: a weekday beside the date
//! decides, see [`super::settle`].

use std::sync::OnceLock;

use jiff::{ToSpan as _, civil::Date};

/// One year: its number, its first day, one bit a month (set: 30 days), month 1 lowest.
struct Year {
    number: i16,
    first: Date,
    long: u16,
}

fn years() -> &'static [Year] {
    static YEARS: OnceLock<Vec<Year>> = OnceLock::new();
    YEARS.get_or_init(|| {
        musnad_lang::tables::HIJRI.lines().filter(|line| !line.starts_with('#')).filter_map(read).collect()
    })
}

fn read(line: &str) -> Option<Year> {
    let mut columns = line.split('\t');
    let number = columns.next()?.parse().ok()?;
    let first = columns.next()?.parse().ok()?;
    let months = columns.next()?;
    let long = months.bytes().enumerate().fold(0, |long, (at, b)| long | (u16::from(b == b'1') << at));
    Some(Year { number, first, long })
}

fn year(number: i16) -> Option<&'static Year> {
    let first = years().first()?.number;
    years().get(usize::try_from(number.checked_sub(first)?).ok()?)
}

/// The day on which a Hijri date falls, if the table knows its year.
pub(crate) fn day(year_number: i16, month: u8, day: u8) -> Option<Date> {
    let (first, last) = month_days(year_number, month)?;
    let date = first.checked_add((i64::from(day) - 1).days()).ok()?;
    (day > 0 && date <= last).then_some(date)
}

/// First and last day of a Hijri month.
pub(crate) fn month_days(year_number: i16, month: u8) -> Option<(Date, Date)> {
    let year = year(year_number)?;
    let length = |m: u8| 29 + i64::from(year.long >> (m - 1) & 1);
    if !(1..=12).contains(&month) {
        return None;
    }
    let before: i64 = (1..month).map(length).sum();
    let first = year.first.checked_add(before.days()).ok()?;
    Some((first, first.checked_add((length(month) - 1).days()).ok()?))
}

/// First and last day of a Hijri year.
pub(crate) fn year_days(year_number: i16) -> Option<(Date, Date)> {
    Some((month_days(year_number, 1)?.0, month_days(year_number, 12)?.1))
}

/// The Hijri year that a day falls in.
pub(crate) fn year_of(date: Date) -> Option<i16> {
    let at = years().partition_point(|year| year.first <= date).checked_sub(1)?;
    let number = years().get(at)?.number;
    (year_days(number)?.1 >= date).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn known_days() {
        assert_eq!(day(1436, 9, 27), Some(date(2015, 7, 14)));
        assert_eq!(day(1445, 10, 1), Some(date(2024, 4, 10)));
        assert_eq!(day(1436, 9, 31), None);
        assert_eq!(day(1200, 9, 1), None);
        assert_eq!(year_of(date(2015, 7, 14)), Some(1436));
    }
}
