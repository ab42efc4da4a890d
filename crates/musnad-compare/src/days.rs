//! Days of EDTF values and of publication, as numbers that can be compared.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use jiff::{Timestamp, civil::Date};

/// When an article was published, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) day: Option<Date>,
    pub(crate) at: Option<Timestamp>,
}

impl Moment {
    pub(crate) const fn of(day: Option<Date>, at: Option<Timestamp>) -> Self {
        Self { day, at }
    }

    /// Which came first: by the moment if both are known, else by the day where the outlet
    /// is. `None` if that cannot be told; two of one day of which an hour is missing are
    /// such a pair.
    pub(crate) fn order(self, other: Self) -> Option<Ordering> {
        if let (Some(a), Some(b)) = (self.at, other.at) {
            return Some(a.cmp(&b));
        }
        self.day?.cmp(&other.day?).is_ne().then(|| self.day.cmp(&other.day))
    }

    /// For listing: by day, then by hour; what is not known comes last.
    pub(crate) fn rank(self) -> (bool, Option<Date>, bool, Option<Timestamp>) {
        (self.day.is_none(), self.day, self.at.is_none(), self.at)
    }
}

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
    fn hours_tell_what_days_do_not() {
        let moment = |day: &str, at: &str| Moment::of(day.parse().ok(), at.parse().ok());
        let (early, late) =
            (moment("2031-03-02", "2031-03-02T06:00:00Z"), moment("2031-03-02", "2031-03-02T09:00:00Z"));
        assert_eq!(early.order(late), Some(Ordering::Less));
        assert_eq!(early.order(moment("2031-03-02", "")), None);
        assert_eq!(early.order(moment("", "")), None);
        assert_eq!(moment("2031-03-03", "").order(late), Some(Ordering::Greater));
        assert!(early.rank() < late.rank() && late.rank() < moment("2031-03-02", "").rank());
    }

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
