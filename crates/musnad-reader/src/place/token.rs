//! Words of the folded text and what stands between them.

/// What stands before a word; the strongest of its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Spaces only.
    Space,
    /// A hyphen, slash or quotation mark.
    Mark,
    /// A comma.
    Comma,
    /// A bracket.
    Bracket,
    /// The end of a clause or sentence.
    Stop,
    /// A line break, or the beginning of the text.
    Line,
}

/// A run of letters or digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// What stands before it.
    pub gap: Gap,
}

/// Cuts `text` into words; one pass.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 10);
    let mut gap = Gap::Line;
    let mut word: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let letter = crate::text::token::is_letter_or_digit(c);
        match (letter, word) {
            (true, None) => word = Some(at),
            (false, Some(start)) => {
                out.push(Token { start, end: at, gap });
                (gap, word) = (kind(c), None);
            }
            (false, None) => gap = gap.max(kind(c)),
            (true, Some(_)) => {}
        }
    }
    if let Some(start) = word {
        out.push(Token { start, end: text.len(), gap });
    }
    out
}

const fn kind(c: char) -> Gap {
    match c {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Gap::Line,
        '.' | '!' | '?' | '؟' | ';' | '؛' | ':' | '…' | '•' | '|' => Gap::Stop,
        '(' | ')' | '[' | ']' | '{' | '}' => Gap::Bracket,
        ',' | '،' | '٬' => Gap::Comma,
        c if c.is_whitespace() => Gap::Space,
        _ => Gap::Mark,
    }
}

/// A copy in which the seats of hamza are taken away too; byte offsets stay.
pub(crate) fn unseat(folded: &str) -> String {
    folded.chars().map(seat).collect()
}

/// و for ؤ and ي for ئ, of the same length in bytes.
pub(crate) const fn seat(c: char) -> char {
    match c {
        'ؤ' => 'و',
        'ئ' => 'ي',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_mark_counts() {
        let text = "في حلب، (شمال) سوريا.\nقال";
        let gaps: Vec<Gap> = tokens(text).iter().map(|t| t.gap).collect();
        assert_eq!(gaps, [Gap::Line, Gap::Space, Gap::Bracket, Gap::Bracket, Gap::Line]);
    }
}
