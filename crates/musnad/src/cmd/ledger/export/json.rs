//! JSON that is safe wherever it is put: inside a page, in a terminal, in an editor.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::marks;

/// Writes a value as one line without an end. `<` is escaped, so that no `</script>` can stand in it; so are
/// direction marks, which would show the words of an article in another order, and the line ends of JavaScript.
/// Whatever reads JSON gets the very characters back.
pub fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Careful)).map_err(io::Error::from)
}

/// The same with a line end.
pub fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    write(out, value)?;
    out.write_all(b"\n")
}

struct Careful;

impl Formatter for Careful {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| hostile(*c)) {
            out.write_all(&fragment.as_bytes()[written..at])?;
            // All of them are below U+10000: no surrogates are needed.
            write!(out, "\\u{:04x}", u32::from(c))?;
            written = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[written..])
    }
}

const fn hostile(c: char) -> bool {
    matches!(c, '<' | '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}') || marks::turns(c)
}

/// Writes the members of a list, with commas between them and each on a line of its own.
#[derive(Default)]
pub struct List {
    begun: bool,
}

impl List {
    /// One more member.
    pub fn push(&mut self, out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
        out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        write(out, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_read_back() {
        let words = "\u{202E}a</script>\u{2028}\"\\\n\u{85}ق\u{FEFF}";
        let mut out = Vec::new();
        write(&mut out, &words).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(json, r#""\u202ea\u003c/script>\u2028\"\\\n\u0085ق\ufeff""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), words);
    }
}
