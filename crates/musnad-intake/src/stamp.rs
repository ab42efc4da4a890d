//! Date stamps of pages, feeds and lines: the day, and the moment where time and zone are told.
//!
//! Only stamps with one meaning are read. `06/11/2020` is not told apart, so neither day is
//! guessed at; a time without a zone is no moment; a weekday that disagrees spoils its date.

mod words;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::Offset,
};
use musnad_model::fold::{Strength, fold};

use self::words::{month, weekday};

/// Longer than any stamp.
const LONGEST: usize = 200;
/// Years in which news can have been published. Hijri years lie outside.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// What a stamp says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The calendar day as written, in the stamp's own time zone.
    pub day: Date,
    /// The moment, if the stamp tells time and zone.
    pub at: Option<Timestamp>,
    /// True if the zone is UTC: the outlet's own day may then be another.
    pub utc: bool,
}

impl Stamp {
    /// Reads a stamp that holds exactly one day: ISO 8601 and its relatives
    /// (`2020-06-11T23:30:00+03:00`, `2020/6/11`, `20200611`), RFC 2822
    /// (`Thu, 11 Jun 2020 10:00 GMT`), numbers that cannot be read the other way
    /// round (`22/11/2026`), months by name in Arabic or English. Digits of any family.
    #[must_use]
    pub fn read(stamp: &str) -> Option<Self> {
        let folded = folded(stamp)?;
        let mut found = days(&folded, true).into_iter();
        let (day, end) = found.next()?;
        if found.any(|(other, _)| other != day) {
            return None;
        }
        let at = moment(day, &folded[end..]);
        Some(Self { day, at: at.map(|(at, _)| at), utc: at.is_some_and(|(_, utc)| utc) })
    }
}

/// The one day that a short line of a page names, if it names one and no other.
#[must_use]
pub fn day_in(line: &str) -> Option<Date> {
    let mut found = days(&folded(line)?, false).into_iter().map(|(day, _)| day);
    let day = found.next()?;
    found.all(|other| other == day).then_some(day)
}

fn folded(text: &str) -> Option<String> {
    (text.len() <= LONGEST).then(|| fold(text, Strength::Lossy).to_lowercase())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    /// A number and how many digits it has.
    Number(u32, usize),
    Word(&'t str),
    Mark(char),
}

/// The tokens of a folded line, each with the byte after it.
fn tokens(line: &str) -> Vec<(Token<'_>, usize)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let from = at;
        let run = |belongs: fn(char) -> bool| line[from..].find(|c| !belongs(c)).map_or(line.len(), |n| from + n);
        at += c.len_utf8();
        if c.is_ascii_digit() {
            at = run(|c| c.is_ascii_digit());
            tokens.push((Token::Number(line[from..at].parse().unwrap_or(u32::MAX), at - from), at));
        } else if c.is_alphabetic() {
            at = run(char::is_alphabetic);
            tokens.push((Token::Word(&line[from..at]), at));
        } else if !c.is_whitespace() && !c.is_control() {
            tokens.push((Token::Mark(c), at));
        }
    }
    tokens
}

/// The days in a folded line, each with the byte after it. `compact` also takes `20200611`.
fn days(line: &str, compact: bool) -> Vec<(Date, usize)> {
    let tokens = tokens(line);
    let mut found = Vec::new();
    let (mut i, mut end) = (0, 0);
    while i < tokens.len() {
        // A longer number, or one that a mark joins to the front, is no date's beginning.
        let number = |back: usize| i >= back && matches!(tokens[i - back].0, Token::Number(..));
        let mark = || matches!(tokens[i - 1].0, Token::Mark('/' | '.' | ':')) && number(2);
        let joined = i > end && (number(1) || mark());
        match (!joined).then(|| day_at(&tokens[i..], compact)).flatten() {
            Some((day, used)) => {
                let before = tokens[..i].iter().rev().take(2).find_map(|(token, _)| match token {
                    Token::Word(word) => weekday(word),
                    _ => None,
                });
                if before.is_none_or(|weekday| weekday == day.weekday()) {
                    found.push((day, tokens[i + used - 1].1));
                }
                i += used;
                // What a mark joins to a date may be another: a range names two.
                end = i + 1;
            }
            None => i += 1,
        }
    }
    found
}

/// The day that begins at the first token, and how many tokens it takes.
fn day_at(tokens: &[(Token<'_>, usize)], compact: bool) -> Option<(Date, usize)> {
    let at = |i: usize| tokens.get(i).map(|(token, _)| *token);
    let month_at = |i: usize| match (at(i)?, at(i + 1)) {
        (Token::Word(first), Some(Token::Word(second))) => {
            month(&format!("{first} {second}")).map(|month| (month, 2)).or_else(|| Some((month(first)?, 1)))
        }
        (Token::Word(first), _) => Some((month(first)?, 1)),
        _ => None,
    };
    let year_at = |i: usize| match at(i)? {
        Token::Number(year, 4) => Some(year),
        _ => None,
    };
    let joint = |i: usize| usize::from(matches!(at(i), Some(Token::Mark('/' | '-' | '.' | ',' | '،'))));
    match at(0)? {
        Token::Number(all, 8) if compact => Some((date(all / 10_000, all / 100 % 100, all % 100)?, 1)),
        Token::Number(year, 4) => match (at(1)?, at(2)?, at(3)?, at(4)?) {
            (
                Token::Mark(a @ ('-' | '/' | '.')),
                Token::Number(month, 1..=2),
                Token::Mark(b),
                Token::Number(day, 1..=2),
            ) if a == b => Some((date(year, month, day)?, 5)),
            _ => None,
        },
        Token::Number(first, 1..=2) => {
            if let (
                Some(Token::Mark(a @ ('-' | '/' | '.'))),
                Some(Token::Number(second, 1..=2)),
                Some(Token::Mark(b)),
            ) = (at(1), at(2), at(3))
            {
                let year = year_at(4).filter(|_| a == b)?;
                let (day, month) = match (first > 12, second > 12) {
                    (true, false) => (first, second),
                    (false, true) => (second, first),
                    _ if first == second => (first, second),
                    _ => return None,
                };
                return Some((date(year, month, day)?, 5));
            }
            let mut i = 1 + joint(1);
            while i < 4 && matches!(at(i), Some(Token::Word("من" | "of" | "st" | "nd" | "rd" | "th"))) {
                i += 1;
            }
            let (month, used) = month_at(i)?;
            i += used;
            // حزيران/يونيو: the month in both ways of naming it.
            let second = month_at(i + joint(i)).filter(|_| joint(i) == 1);
            if let Some((other, used)) = second {
                if other != month {
                    return None;
                }
                i += 1 + used;
            }
            i += joint(i);
            Some((date(year_at(i)?, month, first)?, i + 1))
        }
        Token::Word(_) => {
            let (month, used) = month_at(0)?;
            let Token::Number(day, 1..=2) = at(used)? else {
                return None;
            };
            let i = used + 1 + joint(used + 1);
            Some((date(year_at(i)?, month, day)?, i + 1))
        }
        _ => None,
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The moment, from what stands after the day: `t23:30:00+03:00`, ` 10:00 gmt`.
fn moment(day: Date, rest: &str) -> Option<(Timestamp, bool)> {
    let rest = rest.trim_start_matches(['t', ' ', ',']);
    let mut numbers = [0i8; 3];
    let mut at = 0;
    for (i, number) in numbers.iter_mut().enumerate() {
        if i > 0 {
            match rest[at..].strip_prefix(':') {
                Some(_) => at += 1,
                None if i == 2 => break,
                None => return None,
            }
        }
        let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        *number = rest[at..at + digits].parse().ok()?;
        at += digits;
    }
    if let Some(fraction) = rest[at..].strip_prefix('.') {
        at += 1 + fraction.bytes().take_while(u8::is_ascii_digit).count();
    }
    let time = Time::new(numbers[0], numbers[1], numbers[2], 0).ok()?;
    let offset = zone(rest[at..].trim())?;
    let at = offset.to_timestamp(DateTime::from_parts(day, time)).ok()?;
    Some((at, offset == Offset::UTC))
}

/// `z`, `gmt`, `utc`, `+03:00`, `+0300`, `+03`, `gmt+3`. Letters of other zones mean several.
fn zone(text: &str) -> Option<Offset> {
    let text = text
        .strip_prefix("utc")
        .or_else(|| text.strip_prefix("gmt"))
        .map_or(text, |rest| if rest.is_empty() { "z" } else { rest });
    if text == "z" {
        return Some(Offset::UTC);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits = digits.replacen(':', "", 1);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = match digits.len() {
        1 | 2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn stamps_with_one_meaning_are_read() {
        for stamp in [
            "2020-06-11",
            " 2020-06-11T23:30:00+03:00",
            "2020/6/11 10:00",
            "2020.06.11",
            "20200611",
            "20200611T101500Z",
            "٢٠٢٠-٠٦-١١",
            "Thu, 11 Jun 2020 10:00:00 GMT",
            "11 June 2020",
            "June 11, 2020",
            "11th of June, 2020",
            "11 يونيو 2020",
            "الخميس 11 حزيران 2020 - 14:30",
            "الخميس، 11 حزيران/يونيو 2020",
            "11 جوان 2020",
            "يونيو 11, 2020",
            "الخميس 11/يونيو/2020 - 01:05 م",
            "١١ من يونيو ٢٠٢٠",
            "نُشر في: 11 يونيو، 2020",
            "11 يُونيو 2020",
        ] {
            assert_eq!(Stamp::read(stamp).map(|read| read.day), Some(date(2020, 6, 11)), "{stamp}");
        }
        for (stamp, day) in [
            ("22/11/2026", date(2026, 11, 22)),
            ("11-22-2026", date(2026, 11, 22)),
            ("5.5.2025", date(2025, 5, 5)),
            ("19 كانون الثاني 2015", date(2015, 1, 19)),
            ("الأحد 1 تشرين الأول 2017", date(2017, 10, 1)),
            ("3 أيلول، 2024", date(2024, 9, 3)),
        ] {
            assert_eq!(Stamp::read(stamp).map(|read| read.day), Some(day), "{stamp}");
            assert_eq!(day_in(stamp), Some(day), "{stamp}");
        }
    }

    #[test]
    fn other_stamps_are_not_guessed_at() {
        for stamp in [
            "",
            "06/11/2020",
            "6-11-2020",
            "2020-13-01",
            "2020-02-30",
            "2020",
            "منذ يومين",
            "1591900000",
            "1591900000000",
            "15 شوال 1441",
            "1441-10-19",
            "الجمعة 11 يونيو 2020",
            "Fri, 11 Jun 2020 10:00:00 GMT",
            "11 حزيران/يوليو 2020",
            "2020-06-11/2020-06-12",
            "1.2.3.2020",
            "11 2020",
        ] {
            assert_eq!(Stamp::read(stamp), None, "{stamp}");
        }
        assert_eq!(day_in("رقم الخبر 20200611"), None);
    }

    #[test]
    fn a_moment_needs_a_time_and_a_zone() {
        let at = |stamp: &str| Stamp::read(stamp).unwrap().at.map(|at| at.to_string());
        for stamp in [
            "2020-06-11T23:30:00+03:00",
            "2020-06-11 23:30 +0300",
            "2020-06-11T20:30:00Z",
            "2020-06-11T20:30:00.123Z",
            "Thu, 11 Jun 2020 20:30:00 GMT",
            "Thu, 11 Jun 2020 23:30:00 GMT+3",
            "Thu, 11 Jun 2020 15:30:00 -0500",
        ] {
            assert_eq!(at(stamp).as_deref(), Some("2020-06-11T20:30:00Z"), "{stamp}");
        }
        for stamp in ["2020-06-11", "2020-06-11T23:30", "2020-06-11 25:00Z", "2020-06-11T10:00 EST", "2020-06-11 10Z"] {
            assert_eq!(at(stamp), None, "{stamp}");
        }
        assert!(Stamp::read("2020-06-11T20:30Z").unwrap().utc);
        assert!(!Stamp::read("2020-06-11T20:30+02:00").unwrap().utc);
    }

    proptest! {
        #[test]
        fn no_stamp_panics(stamp in "([0-9]{1,9}|[-/.:,+ TZtم]|يونيو|كانون|الثاني|Jun|\\PC){0,12}") {
            let _ = (Stamp::read(&stamp), day_in(&stamp));
        }
    }
}
