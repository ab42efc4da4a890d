//! Bytes to text, whatever the charset.
//!
//! Tried in this order: byte order mark, UTF-16 without one, valid UTF-8, UTF-8 with
//! scars or with pieces in another charset, the charset that the server named, the one
//! that the page declares, and at last a guess from letter statistics.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

use crate::Trouble;

/// How far into a page a charset declaration is looked for, as browsers do but more patiently.
const DECLARATION_WITHIN: usize = 4096;

/// A text and how it was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The WHATWG name of the charset; two joined by `+` if pieces differ.
    pub charset: String,
    /// Places that could not be decoded: U+FFFD stands there.
    pub undecoded: u64,
}

/// Decodes `bytes`. `told` is the charset that came with them, as in an HTTP header;
/// `markup` says whether a declaration inside, as in HTML and XML, may be believed.
///
/// # Errors
/// [`Trouble::Binary`] if the bytes are no text in any charset.
pub fn decode(bytes: &[u8], told: Option<&str>, markup: bool) -> Result<Decoded, Trouble> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return by(encoding, &bytes[mark..]);
    }
    if bytes.contains(&0) {
        return utf16_without_mark(bytes).ok_or(Trouble::Binary);
    }
    if let Ok(valid) = std::str::from_utf8(bytes) {
        return checked(valid.to_owned(), UTF_8.name().to_owned(), false);
    }
    let told = told.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let declared = if markup { declaration(bytes) } else { None };
    let other = [told, declared].into_iter().flatten().find(|&encoding| !wide(encoding) && encoding != UTF_8);
    if utf8_at_heart(bytes) {
        return piecewise(bytes, other);
    }
    if lost_by(UTF_8, bytes) {
        return by(UTF_8, bytes);
    }
    match other.filter(|&encoding| lost_by(encoding, bytes)) {
        Some(encoding) => by(encoding, bytes),
        None => by(guess(std::iter::once(bytes)), bytes),
    }
}

fn wide(encoding: &Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn by(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, Trouble> {
    let (text, scarred) = encoding.decode_without_bom_handling(bytes);
    checked(text.into_owned(), encoding.name().to_owned(), scarred)
}

fn guess<'b>(pieces: impl Iterator<Item = &'b [u8]> + Clone) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for piece in pieces.clone() {
        detector.feed(piece, false);
    }
    detector.feed(&[], true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    if LATIN.contains(&guess.name()) && arabic_bytes(pieces) { WINDOWS_1256 } else { guess }
}

/// Charsets of languages that are written mostly in ASCII letters.
const LATIN: &[&str] = &["windows-1252", "windows-1250", "windows-1254", "windows-1257", "windows-1258", "ISO-8859-2"];

/// True if letters beyond ASCII are most of the letters, as in no Latin script, and Arabic in
/// windows-1256. The statistics take an Arabic comma for a Spanish mark where there are many.
fn arabic_bytes<'b>(pieces: impl Iterator<Item = &'b [u8]>) -> bool {
    let (mut ascii, mut high, mut arabic) = (0usize, 0usize, 0usize);
    for &b in pieces.flatten() {
        ascii += usize::from(b.is_ascii_alphabetic());
        high += usize::from(!b.is_ascii());
        // Letters, vowel marks, comma, semicolon and question mark of the charset.
        arabic += usize::from(
            matches!(b, 0x81 | 0x8D..=0x90 | 0x98 | 0x9A | 0x9F | 0xA1 | 0xAA | 0xBA | 0xBF..=0xDF | 0xE1 | 0xE3..=0xE6
                | 0xEC | 0xED | 0xF0..=0xF3 | 0xF5 | 0xF6 | 0xF8 | 0xFA)
                && b != 0xD7,
        );
    }
    high > ascii && arabic * 10 >= high * 9
}

/// True if no more than one code point in a hundred is lost by this encoding, counted
/// among the letters beyond ASCII: those are what a wrong charset spoils.
fn lost_by(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let (decoded, scarred) = encoding.decode_without_bom_handling(bytes);
    if !scarred {
        return true;
    }
    let (mut all, mut lost) = (0usize, 0usize);
    for c in decoded.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        lost += usize::from(c == '\u{FFFD}');
    }
    lost * 100 <= all
}

/// Arabic letters in valid UTF-8, and bytes that are not UTF-8.
fn tally(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| ('\u{600}'..'\u{700}').contains(c)).count();
        bad += chunk.invalid().len();
    }
    (good, bad)
}

/// True if so much of it is Arabic in UTF-8 that chance cannot have made it: in single-byte
/// Arabic, a letter before a comma looks like UTF-8, but hardly one byte in twenty stands so.
fn utf8_at_heart(bytes: &[u8]) -> bool {
    let (good, bad) = tally(bytes);
    good >= 20 && good * 5 >= bad
}

/// Decodes a page that mixes UTF-8 with another charset, as pages do that are glued from
/// several sources. Lines and the stretches between tags are taken one by one.
fn piecewise(bytes: &[u8], other: Option<&'static Encoding>) -> Result<Decoded, Trouble> {
    let pieces: Vec<(&[u8], bool)> = bytes
        .split_inclusive(|&b| b == b'\n' || b == b'>')
        .map(|piece| {
            let (good, bad) = tally(piece);
            // One broken letter among good ones is a scar and no other charset.
            (piece, bad > 0 && good * 2 < bad)
        })
        .collect();
    let foreign = pieces.iter().filter(|(_, foreign)| *foreign).map(|(piece, _)| *piece);
    if foreign.clone().next().is_none() {
        return by(UTF_8, bytes);
    }
    let other = other.unwrap_or_else(|| match guess(foreign) {
        // Too little to tell: among Arabic letters it is the usual one.
        encoding if encoding == UTF_8 => WINDOWS_1256,
        encoding => encoding,
    });
    let mut text = String::with_capacity(bytes.len());
    let mut scarred = false;
    for (piece, foreign) in &pieces {
        let encoding = if *foreign { other } else { UTF_8 };
        let (decoded, lost) = encoding.decode_without_bom_handling(piece);
        text.push_str(&decoded);
        scarred |= lost;
    }
    checked(text, format!("{}+{}", UTF_8.name(), other.name()), scarred)
}

/// The charset that the head of an HTML page or an XML document declares.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION_WITHIN)].to_ascii_lowercase();
    let xml = head.starts_with(b"<?xml").then(|| find(&head, b"?>")).flatten();
    let inside = |from: usize, to: usize, word: &[u8]| label(&head[from..to], word);
    let encoding = xml.and_then(|end| inside(0, end, b"encoding")).or_else(|| inside(0, head.len(), b"charset"))?;
    // A declaration that could be read as ASCII does not stand in UTF-16.
    Some(if wide(encoding) { UTF_8 } else { encoding })
}

/// The first known label in `word = label`.
fn label(head: &[u8], word: &[u8]) -> Option<&'static Encoding> {
    let mut from = 0;
    while let Some(at) = find(&head[from..], word) {
        from += at + word.len();
        let rest = head[from..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=") else {
            continue;
        };
        let rest = rest.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b))).unwrap_or(rest.len());
        if let Some(encoding) = Encoding::for_label(&rest[..end]) {
            return Some(encoding);
        }
    }
    None
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// UTF-16 shows itself by NUL bytes at one parity only and by everyday letters once decoded.
fn utf16_without_mark(bytes: &[u8]) -> Option<Decoded> {
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
    checked(decoded.into_owned(), encoding.name().to_owned(), false).ok()
}

/// Refuses what decoded into control characters: no charset makes text of a picture.
fn checked(text: String, charset: String, scarred: bool) -> Result<Decoded, Trouble> {
    let (mut all, mut odd, mut lost) = (0usize, 0usize, 0u64);
    for c in text.chars() {
        all += 1;
        let layout = matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{85}');
        odd += usize::from(c == '\0' || c == '\u{FFFD}' || (c.is_control() && !layout));
        lost += u64::from(c == '\u{FFFD}');
    }
    if text.contains('\0') || odd * 10 > all {
        return Err(Trouble::Binary);
    }
    // A text may hold the mark itself, as a quotation of somebody else's loss.
    Ok(Decoded { text, charset, undecoded: if scarred { lost } else { 0 } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &str = "وقال المتحدث باسم الحكومة إن الوفد يصل غدا، وأضاف أن المحادثات مستمرة";

    fn utf16(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    }

    fn windows(text: &str) -> Vec<u8> {
        WINDOWS_1256.encode(text).0.into_owned()
    }

    #[test]
    fn every_charset_of_arabic_news_is_read() {
        let iso = encoding_rs::ISO_8859_6.encode(WORDS).0.into_owned();
        let with_mark = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
        for (name, bytes) in [
            ("UTF-8", WORDS.as_bytes().to_vec()),
            ("UTF-8", with_mark(b"\xEF\xBB\xBF", WORDS.as_bytes().to_vec())),
            ("UTF-16LE", with_mark(b"\xFF\xFE", utf16(WORDS, u16::to_le_bytes))),
            ("UTF-16BE", with_mark(b"\xFE\xFF", utf16(WORDS, u16::to_be_bytes))),
            ("UTF-16LE", utf16(WORDS, u16::to_le_bytes)),
            ("UTF-16BE", utf16(WORDS, u16::to_be_bytes)),
            ("windows-1256", windows(WORDS)),
            ("ISO-8859-6", iso),
        ] {
            let decoded = decode(&bytes, None, false).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.charset.as_str(), decoded.undecoded), (WORDS, name, 0));
        }
    }

    #[test]
    fn a_declared_charset_is_believed_unless_it_spoils_the_text() {
        for label in ["windows-1256", "\"windows-1256\"", "utf-8", "utf-16", "no-such-charset"] {
            let html = windows(&format!("<html><head><meta charset={label}></head><body>{WORDS}"));
            assert!(decode(&html, None, true).unwrap().text.ends_with(WORDS), "{label}");
            let xml = windows(&format!("<?xml version='1.0' encoding='{}'?><rss>{WORDS}", label.replace('"', "")));
            assert!(decode(&xml, None, true).unwrap().text.ends_with(WORDS), "{label}");
            assert!(decode(&windows(WORDS), Some(label), false).unwrap().text == WORDS, "{label}");
        }
    }

    #[test]
    fn what_the_server_named_goes_before_the_page() {
        // The two charsets of Cyrillic map every byte, so only the order tells them apart.
        let bytes = encoding_rs::KOI8_R.encode("<meta charset=windows-1251>Новости").0.into_owned();
        assert!(decode(&bytes, Some("koi8-r"), true).unwrap().text.ends_with("Новости"));
    }

    #[test]
    fn a_scar_does_not_turn_utf8_into_another_charset() {
        let mut bytes = WORDS.repeat(3).into_bytes();
        bytes.truncate(bytes.len() - 1);
        let decoded = decode(&bytes, None, false).unwrap();
        assert!(decoded.text.starts_with(WORDS) && decoded.text.ends_with('\u{FFFD}'));
        assert_eq!((decoded.charset.as_str(), decoded.undecoded), ("UTF-8", 1));
        let quoted = decode("a\u{FFFD}b and more words".as_bytes(), None, false).unwrap();
        assert_eq!(quoted.undecoded, 0);
    }

    #[test]
    fn a_page_glued_from_two_charsets_is_read_whole() {
        for markup in [true, false] {
            let mut bytes = format!("<html><p>{WORDS}</p>\n").into_bytes();
            bytes.extend(windows(&format!("<p>{WORDS}</p>")));
            bytes.extend(format!("<p>{WORDS}</p>").bytes());
            let decoded = decode(&bytes, None, markup).unwrap();
            assert_eq!(decoded.text.matches(WORDS).count(), 3, "{}", decoded.text);
            assert_eq!((decoded.charset.as_str(), decoded.undecoded), ("UTF-8+windows-1256", 0));
        }
    }

    #[test]
    fn commas_after_letters_do_not_make_utf8_of_windows() {
        let text = "شروط، ضغوط، حفاظ، دفاع، بلاغ، خطوط، وقال المتحدث نعم، وقالت لا، ثم عاد، ".repeat(20);
        let decoded = decode(&windows(&text), None, false).unwrap();
        assert_eq!((decoded.text, decoded.charset.as_str()), (text, "windows-1256"));
    }

    #[test]
    fn other_languages_are_not_taken_for_arabic() {
        for (encoding, text) in [
            (encoding_rs::WINDOWS_1252, "Le président a déclaré hier que la réunion était ajournée à l'été prochain"),
            (encoding_rs::KOI8_R, "новости дня и другие сообщения о погоде в городе сегодня утром"),
            (encoding_rs::WINDOWS_1251, "новости дня и другие сообщения о погоде в городе сегодня утром"),
        ] {
            let bytes = encoding.encode(text).0.into_owned();
            assert_eq!(decode(&bytes, None, false).unwrap().text, text, "{}", encoding.name());
        }
    }

    #[test]
    fn binary_files_are_refused() {
        let noise: Vec<u8> = (0..4000u32).map(|i| (i * i % 251) as u8).collect();
        for bytes in [&[0u8; 64][..], b"abc\0\0\0", b"\x7FELF\x02\x01\x01\0\0", &noise] {
            assert!(matches!(decode(bytes, None, true), Err(Trouble::Binary)));
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was(text in "[a-zء-ي ]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes(), None, true).unwrap().text, text);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes, Some("windows-1256"), true);
        }
    }
}
