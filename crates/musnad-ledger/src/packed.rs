//! Bytes as they are kept: zstd, with a text that they share words with as the dictionary.
//!
//! A page and every reading of it repeat the article's text. Pressed against that text, they cost little more
//! than what they add to it.

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

use crate::error::{Error, Result};
use crate::id::{Id, sum};

/// The most that one document may be, in bytes, as it came.
pub const MAX_DOCUMENT: usize = 64 << 20;
/// The most that the JSON of one reading may be, in bytes.
pub const MAX_READING: usize = 64 << 20;

/// Beyond it, a few bytes are saved in twice the time.
const LEVEL: i32 = 3;

thread_local! {
    /// A press takes longer to set up than to use: one for each thread.
    static PRESS: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static RELEASE: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Presses `bytes`; `known` is text that is at hand again when they are wanted.
pub(crate) fn press(bytes: &[u8], known: &[u8]) -> Result<Vec<u8>> {
    PRESS.with_borrow_mut(|kept| {
        let press = match kept {
            Some(press) => press,
            none => none.insert(Compressor::new(LEVEL)?),
        };
        press.set_dictionary(LEVEL, known)?;
        Ok(press.compress(bytes)?)
    })
}

/// The bytes again; `length` is theirs, `known` as when they were pressed.
pub(crate) fn release(pressed: &[u8], known: &[u8], length: i64) -> Result<Vec<u8>> {
    let damaged = |why: &str| Error::Corrupt(format!("pressed bytes: {why}"));
    let length = usize::try_from(length).ok().filter(|&n| n <= MAX_DOCUMENT.max(MAX_READING));
    let length = length.ok_or_else(|| damaged("impossible length"))?;
    let bytes = RELEASE.with_borrow_mut(|kept| {
        let press = match kept {
            Some(press) => press,
            none => none.insert(Decompressor::new()?),
        };
        press.set_dictionary(known)?;
        press.decompress(pressed, length).map_err(|e| damaged(&e.to_string()))
    })?;
    if bytes.len() == length { Ok(bytes) } else { Err(damaged("wrong length")) }
}

/// A check sum of bytes as pressed: some changed bytes of a zstd frame change nothing that comes out of it.
pub(crate) fn check(pressed: &[u8]) -> i64 {
    sum(Id::of(pressed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_leaves_nothing_for_the_next() {
        let texts: Vec<String> = (0..9).map(|n| format!("نص رقم {n} ").repeat(n * 20)).collect();
        let pressed = |n: usize| press(texts[n].as_bytes(), texts[(n * 5 + 1) % 9].as_bytes()).unwrap();
        let first: Vec<Vec<u8>> = (0..9).map(pressed).collect();
        assert!(release(&first[8], b"another", texts[8].len() as i64).is_err() || texts[(8 * 5 + 1) % 9].is_empty());
        for n in (0..9).rev() {
            assert_eq!(pressed(n), first[n]);
            let known = texts[(n * 5 + 1) % 9].as_bytes();
            assert_eq!(release(&first[n], known, texts[n].len() as i64).unwrap(), texts[n].as_bytes());
        }
    }

    #[test]
    fn what_shares_the_text_costs_little() {
        let text = "أعلنت إدارة الميناء أن السفينة غادرت الرصيف فجر الأحد متجهة إلى الجزيرة. ".repeat(9)
            + "وقالت القبطان سلمى الرواحي إن الرحلة تأخرت ساعتين بسبب الضباب";
        let page = format!("<html><p>{text}</p></html>");
        for known in [text.as_bytes(), b""] {
            let pressed = press(page.as_bytes(), known).unwrap();
            assert_eq!(release(&pressed, known, page.len() as i64).unwrap(), page.as_bytes());
            assert!(release(&pressed, known, page.len() as i64 - 1).is_err());
        }
        assert!(press(page.as_bytes(), text.as_bytes()).unwrap().len() < 60);
    }
}
