//! Columns as others write them: three kinds of text, bytes, dictionaries, dates, numbers.

use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, Date32Array, Date64Array, Int8Array, Int16Array, Int32Array,
    Int64Array, LargeBinaryArray, LargeStringArray, StringArray, StringViewArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt8Array, UInt16Array, UInt32Array,
    UInt64Array, cast::AsArray as _,
};
use arrow_schema::{DataType, TimeUnit};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// A column of text.
pub(super) enum Words<'a> {
    Null,
    Text(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
    Bytes(&'a BinaryArray),
    LargeBytes(&'a LargeBinaryArray),
    BytesView(&'a BinaryViewArray),
    Dictionary { whole: &'a dyn Array, keys: Vec<usize>, values: Box<Words<'a>> },
}

/// Bytes that are not UTF-8.
pub(super) struct NotText;

impl<'a> Words<'a> {
    /// `None` if the array holds something else.
    pub(super) fn of(array: &'a ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Null => Self::Null,
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::LargeUtf8 => Self::Large(array.as_string()),
            DataType::Utf8View => Self::View(array.as_string_view()),
            DataType::Binary => Self::Bytes(array.as_binary()),
            DataType::LargeBinary => Self::LargeBytes(array.as_binary()),
            DataType::BinaryView => Self::BytesView(array.as_binary_view()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary_opt()?;
                let values = Self::of(dictionary.values())?;
                // Keys of an empty dictionary cannot be normalised; all of its rows are null.
                let keys = if dictionary.values().is_empty() { Vec::new() } else { dictionary.normalized_keys() };
                Self::Dictionary { whole: array.as_ref(), keys, values: Box::new(values) }
            }
            _ => return None,
        })
    }

    /// The text in a row; `None` if it is null.
    pub(super) fn get(&self, row: usize) -> Option<Result<&'a str, NotText>> {
        let utf8 = |bytes: &'a [u8]| std::str::from_utf8(bytes).map_err(|_| NotText);
        match self {
            Self::Null => None,
            Self::Text(array) => array.is_valid(row).then(|| Ok(array.value(row))),
            Self::Large(array) => array.is_valid(row).then(|| Ok(array.value(row))),
            Self::View(array) => array.is_valid(row).then(|| Ok(array.value(row))),
            Self::Bytes(array) => array.is_valid(row).then(|| utf8(array.value(row))),
            Self::LargeBytes(array) => array.is_valid(row).then(|| utf8(array.value(row))),
            Self::BytesView(array) => array.is_valid(row).then(|| utf8(array.value(row))),
            Self::Dictionary { whole, keys, values } => {
                whole.is_valid(row).then(|| values.get(*keys.get(row)?)).flatten()
            }
        }
    }
}

/// A column of ids: text or whole numbers.
pub(super) enum Names<'a> {
    Words(Words<'a>),
    Numbers(&'a ArrayRef),
}

impl<'a> Names<'a> {
    pub(super) fn of(array: &'a ArrayRef) -> Option<Self> {
        if array.data_type().is_integer() {
            return Some(Self::Numbers(array));
        }
        Words::of(array).map(Self::Words)
    }

    pub(super) fn get(&self, row: usize) -> Option<String> {
        match self {
            Self::Words(words) => words.get(row)?.ok().map(str::to_owned),
            Self::Numbers(array) => array.is_valid(row).then(|| number(array, row)).flatten(),
        }
    }
}

fn number(array: &ArrayRef, row: usize) -> Option<String> {
    macro_rules! shown {
        ($($kind:ident => $array:ty),*) => {
            match array.data_type() {
                $(DataType::$kind => array.as_any().downcast_ref::<$array>()?.value(row).to_string(),)*
                _ => return None,
            }
        };
    }
    Some(shown!(
        Int8 => Int8Array, Int16 => Int16Array, Int32 => Int32Array, Int64 => Int64Array,
        UInt8 => UInt8Array, UInt16 => UInt16Array, UInt32 => UInt32Array, UInt64 => UInt64Array
    ))
}

/// A column of days.
pub(super) enum Days<'a> {
    Words(Words<'a>),
    Dates(&'a Date32Array),
    Milliseconds(&'a Date64Array),
    Stamps(&'a ArrayRef, TimeUnit),
}

impl<'a> Days<'a> {
    pub(super) fn of(array: &'a ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Date32 => Self::Dates(array.as_any().downcast_ref()?),
            DataType::Date64 => Self::Milliseconds(array.as_any().downcast_ref()?),
            DataType::Timestamp(unit, _) => Self::Stamps(array, *unit),
            _ => Self::Words(Words::of(array)?),
        })
    }

    /// The day in a row, or the words that are no day.
    pub(super) fn get(&self, row: usize) -> Result<Option<Date>, String> {
        let found = match self {
            Self::Words(words) => match words.get(row) {
                Some(Ok(words)) if words.trim().is_empty() => return Ok(None),
                Some(Ok(words)) => return day(words.trim()).map(Some).ok_or_else(|| words.chars().take(60).collect()),
                Some(Err(_)) => return Err("bytes that are not UTF-8".into()),
                None => return Ok(None),
            },
            Self::Dates(array) => array.is_valid(row).then(|| i64::from(array.value(row)) * 86_400),
            Self::Milliseconds(array) => array.is_valid(row).then(|| array.value(row).div_euclid(1_000)),
            Self::Stamps(array, unit) => array.is_valid(row).then(|| stamp(array, *unit, row)).flatten(),
        };
        let Some(seconds) = found else { return Ok(None) };
        let stamp = Timestamp::from_second(seconds).map_err(|_| format!("{seconds} seconds after 1970"))?;
        Ok(Some(stamp.to_zoned(TimeZone::UTC).date()))
    }
}

/// Whole seconds since 1970, rounded towards the past.
fn stamp(array: &ArrayRef, unit: TimeUnit, row: usize) -> Option<i64> {
    let array = array.as_any();
    Some(match unit {
        TimeUnit::Second => array.downcast_ref::<TimestampSecondArray>()?.value(row),
        TimeUnit::Millisecond => array.downcast_ref::<TimestampMillisecondArray>()?.value(row).div_euclid(1_000),
        TimeUnit::Microsecond => array.downcast_ref::<TimestampMicrosecondArray>()?.value(row).div_euclid(1_000_000),
        TimeUnit::Nanosecond => array.downcast_ref::<TimestampNanosecondArray>()?.value(row).div_euclid(1_000_000_000),
    })
}

/// `2020-06-11`, alone or with a time behind it.
fn day(words: &str) -> Option<Date> {
    let (day, rest) = words.split_at_checked(10)?;
    (rest.is_empty() || rest.starts_with(['T', 't', ' '])).then(|| day.parse().ok()).flatten()
}
