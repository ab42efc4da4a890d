//! Time expressions of Arabic news, read into EDTF (ISO 8601-2).
//!
//! The text comes folded by [`musnad_model::fold`] at `Strength::Lossy`. One pass
//! over its words finds expressions by a small grammar and the word list
//! `times.tsv`; a second one over what was found gives each a value, counted from
//! the day of publication. A wrong day is worse than no day: where two readings
//! stay equally good, the value is `None` and a note says why.

mod grammar;
mod hijri;
mod meaning;
mod senses;
mod settle;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use jiff::civil::Date;

/// The calendar that the words use. Values are always Gregorian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// Months such as يناير, كانون الثاني, جانفي.
    Gregorian,
    /// Months such as رمضان; read by the Umm al-Qura calendar.
    Hijri,
}

impl Calendar {
    /// `gregorian` or `hijri`, as the wire format writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gregorian => "gregorian",
            Self::Hijri => "hijri",
        }
    }
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The byte of the folded text where it begins.
    pub start: usize,
    /// The byte where it ends.
    pub end: usize,
    /// EDTF at the precision given; `None` if nothing anchors it, see `note`.
    pub value: Option<String>,
    /// The calendar of the words.
    pub calendar: Calendar,
    /// The rule that read it.
    pub rule: &'static str,
    /// What to know about the value, or why there is none: one of [`NOTES`].
    pub note: Option<&'static str>,
}

/// Every note and what it means.
pub const NOTES: &[(&str, &str)] = &[
    ("no-anchor", "relative, and the day of publication is not known"),
    ("points-back", "means a time named earlier in the text"),
    ("year-open", "no year is said and two are equally near"),
    ("weekday-differs", "the weekday beside the date is another one"),
    ("date-differs", "the date is far from the day it is said to be"),
    ("no-such-day", "the calendar has no such day"),
    ("short-year", "a year of two digits"),
    ("out-of-order", "the end lies before the beginning"),
    ("week-open", "no side is said and two weeks are equally near"),
    ("anchor-shifted", "counted from the day that the text calls today, not from the day of publication"),
    ("anchored-by-text", "counted from a date that the text calls today"),
    ("spoken-day", "in a quotation: counted from the day on which it was said"),
    ("umm-al-qura", "by the calendar of Saudi Arabia; elsewhere it may be a day off"),
    ("year-by-distance", "the year is the one that lies much nearer"),
    ("hours", "a length of hours within a day"),
];

/// Reads all time expressions of a folded text, in order.
///
/// `anchor` is the day of publication. Without it relative expressions are found
/// but have no value; absolute ones keep theirs.
#[must_use]
pub fn times(folded: &str, anchor: Option<Date>) -> Vec<Found> {
    let tokens = tokens::Tokens::new(folded);
    let items = grammar::items(&tokens);
    settle::settle(&tokens, &items, anchor)
}
