//! Plain text to an article: the text is kept to the letter, since all offsets point into it.

use musnad_model::{Article, fold};

use crate::{Told, Trouble, charset, document::Taken};

/// Decodes plain text. Nothing is trimmed or joined; only a byte order mark goes.
///
/// # Errors
/// If the bytes are not text, or the text is blank.
pub fn article(bytes: &[u8]) -> Result<Article, Trouble> {
    read(bytes, &Told::default()).map(|taken| taken.article)
}

pub(crate) fn read(bytes: &[u8], told: &Told) -> Result<Taken, Trouble> {
    let decoded = charset::decode(bytes, told.charset.as_deref(), false)?;
    if is_blank(&decoded.text) {
        return Err(Trouble::Empty);
    }
    let article = Article::from_text(decoded.text);
    Ok(Taken { article, charset: Some(decoded.charset), undecoded: decoded.undecoded, evidence: Vec::new() })
}

/// True if nothing in `text` could be seen on a page.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || fold::is_mark(c))
}

/// The ISO 639-1 code in a language tag such as `ar-EG`, or nothing.
pub(crate) fn language(tag: &str) -> Option<String> {
    let code = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_kept_to_the_letter() {
        let text = "  قالَ\r\n\r\nإن \t‏\n";
        assert_eq!(article(text.as_bytes()).unwrap().text, text);
    }

    #[test]
    fn blank_text_is_empty() {
        for blank in ["", " \r\n\t", "\u{FEFF}", "\u{200F}\u{00A0}\n"] {
            assert!(matches!(article(blank.as_bytes()), Err(Trouble::Empty)), "{blank:?}");
        }
    }
}
