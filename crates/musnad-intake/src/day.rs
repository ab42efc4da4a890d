//! The day in a date stamp of a page or a line.

use jiff::civil::Date;

/// The calendar day in `stamp`, as written there and in its own time zone.
///
/// Read are year-first stamps (`2020-06-11T23:30:00+03:00`, `2020/6/11`, `20200611`) and
/// the RFC 2822 form (`Thu, 11 Jun 2020 …`), in any family of digits. Day-first and
/// month-first numbers are not told apart, so neither is guessed at.
#[must_use]
pub fn day(stamp: &str) -> Option<Date> {
    let stamp = musnad_model::fold::fold(stamp.trim(), musnad_model::fold::Strength::Safe);
    year_first(&stamp).or_else(|| named_month(&stamp))
}

fn year_first(stamp: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let year = digits(stamp);
    if year == 8 {
        return date(&stamp[..4], &stamp[4..6], &stamp[6..8]);
    }
    let rest = stamp.get(4..).filter(|_| year == 4)?;
    let rest = rest.strip_prefix(['-', '/', '.'])?;
    let (month, rest) = rest.split_at(digits(rest));
    let rest = rest.strip_prefix(['-', '/', '.'])?;
    date(&stamp[..4], month, &rest[..digits(rest)])
}

fn named_month(stamp: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = stamp.split([' ', ',']).filter(|word| !word.is_empty()).take(5).collect();
    words.windows(3).find_map(|three| {
        let month = MONTHS.iter().position(|&month| three[1].get(..3) == Some(month))? + 1;
        (three[2].len() == 4).then(|| date(three[2], &month.to_string(), three[0]))?
    })
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_with_one_meaning_are_read() {
        for stamp in [
            "2020-06-11",
            " 2020-06-11T23:30:00+03:00",
            "2020/6/11 10:00",
            "20200611",
            "٢٠٢٠-٠٦-١١",
            "Thu, 11 Jun 2020 10:00:00 GMT",
            "11 June 2020",
        ] {
            assert_eq!(day(stamp), Some(jiff::civil::date(2020, 6, 11)), "{stamp}");
        }
    }

    #[test]
    fn other_stamps_are_not_guessed_at() {
        for stamp in ["", "06/11/2020", "2020-13-01", "2020-02-30", "2020", "منذ يومين", "1591900000"] {
            assert_eq!(day(stamp), None, "{stamp}");
        }
    }
}
