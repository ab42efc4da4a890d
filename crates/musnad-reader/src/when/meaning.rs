//! What an expression says before the publication date is known.

use super::{Calendar, words::Unit};

/// Which year a date means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Year {
    /// Not said.
    #[default]
    Open,
    /// By number.
    Given(i16),
    /// Counted from the anchor's year: العام الماضي is -1.
    Shift(i16),
    /// The nearest one on that side: مارس الماضي is -1, مارس المقبل is 1.
    Turn(i8),
    /// Points back into the text: من العام نفسه.
    Same,
}

/// Which month a date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Month {
    /// 1 to 12 of the date's calendar.
    Named(u8),
    /// Counted from the anchor's month: الشهر الماضي is -1.
    Shift(i8),
}

/// A calendar date, as far as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) calendar: Calendar,
    /// 1 is Monday.
    pub(crate) weekday: Option<i8>,
    /// Said to be so many days from today: اليوم 28 مارس.
    pub(crate) near: Option<i8>,
    pub(crate) day: Option<u8>,
    /// The last day of a run of days.
    pub(crate) until: Option<u8>,
    pub(crate) month: Month,
    /// The last month of a run of months.
    pub(crate) until_month: Option<u8>,
    pub(crate) year: Year,
}

/// What an expression says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// So many days from today, perhaps with the weekday's name.
    Near(i8, Option<i8>),
    /// A weekday, perhaps a run of two; `turn` is الماضي or المقبل, `week` counts weeks.
    Weekday { day: i8, until: Option<i8>, turn: Option<i8>, week: Option<i8> },
    /// A date or a month.
    Dated(Dated),
    /// A year of a calendar.
    Year(Calendar, Year),
    /// A run of years.
    Years(i16, i16),
    /// The unit that lies so many units from the anchor's.
    Unit(Unit, i8),
    /// Saturday and Sunday of a week counted from the anchor's.
    Weekend(i8),
    /// So many units before the anchor; months may be added to years.
    Ago { unit: Unit, count: u32, half: bool, about: bool },
    /// The last or, with `ahead`, the next so many units.
    Run { unit: Unit, count: u32, ahead: bool },
    /// EDTF 21 to 24.
    Season(u8, Year),
    /// First year of a decade.
    Decade(i16),
    /// By its ordinal.
    Century(i16),
    /// Counted from the anchor's.
    CenturyShift(i8),
    /// The `nth` part of so many months of a year.
    Share { months: u8, nth: u8, year: Year },
    /// From one to the other.
    Between(Box<Self>, Box<Self>),
    /// So many days after the last day read.
    Follow(i8),
    /// A time that the text gives without saying which; the note says why.
    Unsaid(&'static str),
    /// A name or a figure of speech: passed over.
    Nothing,
}

/// An expression as the grammar found it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// First token.
    pub(crate) first: usize,
    /// One past the last token.
    pub(crate) end: usize,
    pub(crate) meaning: Meaning,
    pub(crate) rule: &'static str,
}

impl Dated {
    /// A month of a calendar with nothing else said.
    pub(crate) const fn month(calendar: Calendar, month: Month) -> Self {
        Self { calendar, weekday: None, near: None, day: None, until: None, month, until_month: None, year: Year::Open }
    }
}
