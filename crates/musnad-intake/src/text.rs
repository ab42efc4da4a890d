//! Plain text to an article: the text is kept to the letter, since all offsets point into it.

use musnad_model::{Article, fold};

use crate::{Trouble, charset};

/// Decodes plain text. Nothing is trimmed or joined; only a byte order mark goes.
///
/// # Errors
/// If the bytes are not text, or the text is blank.
pub fn article(bytes: &[u8]) -> Result<Article, Trouble> {
    let text = charset::decode(bytes, false)?;
    if is_blank(&text) { Err(Trouble::Empty) } else { Ok(Article::from_text(text)) }
}

/// True if nothing in `text` could be seen on a page.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || fold::is_mark(c))
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
