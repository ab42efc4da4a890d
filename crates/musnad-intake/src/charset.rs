//! Bytes to text, whatever the charset.
//!
//! Tried in this order: byte order mark, UTF-16 without one, valid UTF-8, UTF-8
//! with a few scars, the charset that an HTML page declares, and at last a guess
//! from letter statistics.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::Trouble;

/// How far into a page a charset declaration is looked for, as browsers do but more patiently.
const DECLARATION_WITHIN: usize = 4096;

/// Decodes `bytes`; `declared` says whether an HTML charset declaration may be believed.
///
/// # Errors
/// [`Trouble::Binary`] if the bytes are no text in any charset.
pub fn decode(bytes: &[u8], declared: bool) -> Result<String, Trouble> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return text(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if bytes.contains(&0) {
        return utf16_without_mark(bytes).ok_or(Trouble::Binary);
    }
    if let Ok(valid) = std::str::from_utf8(bytes) {
        return text(valid.to_owned());
    }
    if let Some(scarred) = mostly(UTF_8, bytes) {
        return text(scarred);
    }
    let declared = if declared { declaration(bytes) } else { None };
    if let Some(decoded) = declared.and_then(|encoding| mostly(encoding, bytes)) {
        return text(decoded);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    text(guess.decode_without_bom_handling(bytes).0.into_owned())
}

/// Decodes if no more than one code point in a hundred is lost.
fn mostly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let (decoded, _) = encoding.decode_without_bom_handling(bytes);
    let (mut all, mut lost) = (0usize, 0usize);
    for c in decoded.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        lost += usize::from(c == '\u{FFFD}');
    }
    // Counted among the letters beyond ASCII: those are what a wrong charset spoils.
    (lost * 100 <= all).then(|| decoded.into_owned())
}

/// The charset that the head of an HTML page declares.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION_WITHIN)].to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = find(&head[from..], b"charset") {
        from += at + b"charset".len();
        let rest = head[from..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=") else {
            continue;
        };
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b))).unwrap_or(rest.len());
        if let Some(encoding) = Encoding::for_label(&rest[..end]) {
            // A page whose declaration could be read as ASCII is not UTF-16.
            let wide = encoding == UTF_16LE || encoding == UTF_16BE;
            return Some(if wide { UTF_8 } else { encoding });
        }
    }
    None
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// UTF-16 shows itself by NUL bytes at one parity only and by everyday letters once decoded.
fn utf16_without_mark(bytes: &[u8]) -> Option<String> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let nuls_at = |parity| bytes.iter().skip(parity).step_by(2).any(|&b| b == 0);
    let encoding = match (nuls_at(0), nuls_at(1)) {
        (false, true) => UTF_16LE,
        (true, false) => UTF_16BE,
        _ => return None,
    };
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let (mut all, mut everyday) = (0usize, 0usize);
    for c in decoded.chars() {
        all += 1;
        everyday += usize::from(c < '\u{0780}' || ('\u{2000}'..'\u{2070}').contains(&c));
    }
    if everyday * 10 < all * 9 {
        return None;
    }
    text(decoded.into_owned()).ok()
}

/// Refuses what decoded into control characters: no charset makes text of a picture.
fn text(decoded: String) -> Result<String, Trouble> {
    let (mut all, mut odd) = (0usize, 0usize);
    for c in decoded.chars() {
        all += 1;
        let layout = matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{85}');
        odd += usize::from(c == '\0' || c == '\u{FFFD}' || (c.is_control() && !layout));
    }
    if decoded.contains('\0') || odd * 10 > all { Err(Trouble::Binary) } else { Ok(decoded) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &str = "وقال المتحدث باسم الحكومة إن الوفد يصل غدا، وأضاف أن المحادثات مستمرة";

    fn utf16(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    }

    #[test]
    fn every_charset_of_arabic_news_is_read() {
        let windows = encoding_rs::WINDOWS_1256.encode(WORDS).0.into_owned();
        let iso = encoding_rs::ISO_8859_6.encode(WORDS).0.into_owned();
        let with_mark = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
        for (name, bytes) in [
            ("utf-8", WORDS.as_bytes().to_vec()),
            ("utf-8 with mark", with_mark(b"\xEF\xBB\xBF", WORDS.as_bytes().to_vec())),
            ("utf-16le with mark", with_mark(b"\xFF\xFE", utf16(WORDS, u16::to_le_bytes))),
            ("utf-16be with mark", with_mark(b"\xFE\xFF", utf16(WORDS, u16::to_be_bytes))),
            ("utf-16le", utf16(WORDS, u16::to_le_bytes)),
            ("utf-16be", utf16(WORDS, u16::to_be_bytes)),
            ("windows-1256", windows),
            ("iso-8859-6", iso),
        ] {
            assert_eq!(decode(&bytes, false).unwrap(), WORDS, "{name}");
        }
    }

    #[test]
    fn a_declared_charset_is_believed_unless_it_spoils_the_text() {
        let page = |label: &str| {
            let html = format!("<html><head><meta charset={label}></head><body>{WORDS}");
            encoding_rs::WINDOWS_1256.encode(&html).0.into_owned()
        };
        for label in ["windows-1256", "\"windows-1256\"", "utf-8", "no-such-charset"] {
            assert!(decode(&page(label), true).unwrap().ends_with(WORDS), "{label}");
        }
    }

    #[test]
    fn a_scar_does_not_turn_utf8_into_another_charset() {
        let mut bytes = WORDS.repeat(3).into_bytes();
        bytes.truncate(bytes.len() - 1);
        let text = decode(&bytes, false).unwrap();
        assert!(text.starts_with(WORDS) && text.ends_with('\u{FFFD}'));
    }

    #[test]
    fn binary_files_are_refused() {
        let noise: Vec<u8> = (0..4000u32).map(|i| (i * i % 251) as u8).collect();
        for bytes in [&[0u8; 64][..], b"abc\0\0\0", b"\x7FELF\x02\x01\x01\0\0", &noise] {
            assert!(matches!(decode(bytes, true), Err(Trouble::Binary)));
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was(text in "[a-zء-ي ]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes(), true).unwrap(), text);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes, true);
        }
    }
}
