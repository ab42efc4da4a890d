//! Numbers in digits, with the separators of thousands and decimals.

/// What the digits say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Digits {
    /// The value; the decimal reading where both are open.
    pub(crate) value: f64,
    /// The other reading of one dot with three digits behind it: 1.200 as 1200.
    pub(crate) grouped: Option<f64>,
    /// No separators.
    pub(crate) plain: bool,
    /// No number of things: a telephone number, a version, a date.
    pub(crate) bad: bool,
    /// Up to three digits without separators: may open groups set apart by spaces.
    pub(crate) len: u8,
}

/// True for the separators that may stand between two digits of one number.
pub(crate) const fn separator(c: char) -> bool {
    matches!(c, ',' | '.' | '،' | '٬' | '٫')
}

/// Reads a run of ASCII digits and separators.
pub(crate) fn read(text: &str) -> Digits {
    let mut value = 0.0;
    let mut groups = 0_usize;
    let (mut length, mut first, mut uneven) = (0_usize, 0_usize, false);
    let (mut kind, mut mixed) = (None, false);
    let mut digits = 0_usize;
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            value = value * 10.0 + f64::from(digit);
            length += 1;
            digits += 1;
        } else {
            if groups == 0 {
                first = length;
            } else {
                uneven |= length != 3;
            }
            groups += 1;
            length = 0;
            let plain = if c == '،' { ',' } else { c };
            mixed |= kind.is_some_and(|kind| kind != plain);
            kind = Some(plain);
        }
    }
    let zero = text.starts_with('0');
    let mut read = Digits {
        value,
        grouped: None,
        plain: groups == 0,
        bad: digits > 15,
        len: u8::try_from(digits).unwrap_or(u8::MAX),
    };
    let decimal = value / 10_f64.powi(i32::try_from(length.min(15)).unwrap_or(0));
    let whole = length == 3 && !uneven && (1..=3).contains(&first) && !zero;
    match (groups, kind) {
        (0, _) => read.bad |= zero && digits > 1,
        (1, Some('٬')) => read.bad |= !whole,
        (1, Some(',')) if whole => {}
        (1, Some('.')) if whole => {
            read.value = decimal;
            read.grouped = Some(value);
        }
        (1, _) => {
            read.value = decimal;
            read.bad |= zero && first > 1;
        }
        _ => read.bad |= !whole || mixed,
    }
    // 1,234.5: groups, then a decimal.
    if groups > 1
        && let Some((head, tail)) = text.rsplit_once(['.', '٫'])
        && !head.contains(['.', '٫'])
        && !tail.contains(separator)
    {
        let head = self::read(head);
        if !head.bad && !head.plain && head.grouped.is_none() && head.value.fract() == 0.0 {
            let tail_value = tail.parse::<f64>().unwrap_or(0.0);
            let power = i32::try_from(tail.len().min(15)).unwrap_or(0);
            read.value = head.value + tail_value / 10_f64.powi(power);
            read.bad = digits > 15;
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn separators_are_told_apart() {
        for (text, value) in [
            ("12500", 12500.0),
            ("1,200", 1200.0),
            ("1،200", 1200.0),
            ("1٬200", 1200.0),
            ("3.5", 3.5),
            ("3,5", 3.5),
            ("3٫75", 3.75),
            ("0.125", 0.125),
            ("1,234,567", 1_234_567.0),
            ("1.234.567", 1_234_567.0),
            ("1,234.5", 1234.5),
        ] {
            let digits = read(text);
            assert!((digits.value - value).abs() < 1e-9 && !digits.bad, "{text}: {digits:?}");
        }
        assert_eq!(read("1.200").grouped, Some(1200.0));
    }

    #[test]
    fn versions_dates_and_telephone_numbers_are_none() {
        for text in ["0021891", "1.2.3", "12.5.2014", "1,2,3", "12345678901234567"] {
            assert!(read(text).bad, "{text}");
        }
    }
}
