//! Invisible characters that turn the direction of what follows them.

/// True for direction marks, embeddings, overrides, isolates and their ends.
pub const fn turns(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The ends that a text owes: of embeddings and isolates that it opens and does not close, so that it turns nothing
/// beyond itself. By the rules of the Unicode bidirectional algorithm (UAX #9, X5 to X7) without its depth limit.
pub fn owed(text: &str) -> String {
    let mut open: Vec<char> = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push('\u{202C}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            // The end of an embedding closes none outside of the innermost isolate.
            '\u{202C}' if open.last() == Some(&'\u{202C}') => {
                open.pop();
            }
            // The end of an isolate also closes the embeddings inside of it.
            '\u{2069}' => {
                if let Some(at) = open.iter().rposition(|end| *end == '\u{2069}') {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    open.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_closed_from_the_inside() {
        assert_eq!(owed("a\u{200F}b"), "");
        assert_eq!(owed("\u{202E}abc"), "\u{202C}");
        assert_eq!(owed("\u{202E}abc\u{202C}"), "");
        assert_eq!(owed("\u{2067}a\u{202B}b"), "\u{202C}\u{2069}");
        assert_eq!(owed("\u{2067}a\u{202B}b\u{2069}"), "");
        assert_eq!(owed("\u{2067}a\u{202C}"), "\u{2069}");
        assert_eq!(owed("\u{202C}\u{2069}"), "");
    }
}
