//! Days of EDTF values and of publication, as numbers that can be compared.

use std::ops::RangeInclusive;

use jiff::civil::Date;

/// Days since 1970-01-01.
pub(crate) fn number(day: Date) -> i32 {
    // Dates of jiff lie within ten thousand years of the epoch.
    i32::try_from(day.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24).unwrap_or(0)
}

/// The first and last day of an EDTF value: `2020-06-08`, `2020-06`, `2020`, two of these
/// joined by `/`. Marks of doubt (`~ ? %`) are passed over. None for what has no days.
pub(crate) fn range(edtf: &str) -> Option<RangeInclusive<i32>> {
    let (from, to) = edtf.split_once('/').unwrap_or((edtf, edtf));
    let (from, to) = (single(from)?.0, single(to)?.1);
    (from <= to).then_some(from..=to)
}

fn single(value: &str) -> Option<(i32, i32)> {
    let value = value.trim_end_matches(['~', '?', '%']);
    // The time of day does not matter here.
    let value = value.split('T').next()?;
    let mut parts = value.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month = parts.next().map(str::parse::<i8>).transpose().ok()?;
    let day = parts.next().map(str::parse::<i8>).transpose().ok()?;
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, _) => first.last_of_year(),
    };
    Some((number(first), number(last)))
}

/// Days between two ranges; 0 if they meet.
pub(crate) fn apart(a: &RangeInclusive<i32>, b: &RangeInclusive<i32>) -> i32 {
    (b.start() - a.end()).max(a.start() - b.end()).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_ranges_of_days() {
        assert_eq!(range("1970-01-02"), Some(1..=1));
        assert_eq!(range("1970-02"), Some(31..=58));
        assert_eq!(range("1970~"), Some(0..=364));
        assert_eq!(range("1970-01-01/1970-01-03"), Some(0..=2));
        for none in ["", "..", "1970-13", "spring", "1970-01-03/1970-01-01", "../1970"] {
            assert_eq!(range(none), None, "{none}");
        }
    }

    #[test]
    fn ranges_that_meet_are_not_apart() {
        assert_eq!(apart(&(0..=3), &(3..=9)), 0);
        assert_eq!(apart(&(0..=3), &(5..=9)), 2);
        assert_eq!(apart(&(5..=9), &(0..=3)), 2);
    }
}
