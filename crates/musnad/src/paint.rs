//! Words onto a screen: colour, line width, and letters that run from right to left.

use std::{
    env,
    io::{self, IsTerminal as _, Write},
};

use ar_reshaper::ArabicReshaper;
use clap::builder::styling::{AnsiColor, Style};
use unicode_bidi::BidiInfo;
use unicode_width::UnicodeWidthChar as _;

use crate::{
    cli::{Bidi, Look, Ui, When},
    labels::Label,
};

/// Narrower terminals are written as if they had this many columns.
const LEAST_WIDTH: usize = 24;

/// What part a word plays, for its colour. Colours never tell sources or stances apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A line above others.
    Head,
    /// An id.
    Id,
    /// A label or a branch of a tree.
    Dim,
    /// A word of the article.
    Plain,
}

/// Writes output for people in one look.
pub struct Painter<W: Write> {
    out: W,
    colour: bool,
    bidi: Bidi,
    /// Columns of the terminal; none means that lines are not broken.
    width: Option<usize>,
    /// The language of the labels.
    pub ui: Ui,
}

impl Painter<io::BufWriter<io::StdoutLock<'static>>> {
    /// A painter on standard output.
    pub fn stdout(look: Look) -> Self {
        let terminal = io::stdout().is_terminal();
        let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            out: io::BufWriter::new(io::stdout().lock()),
            colour: match look.color {
                When::Always => true,
                When::Never => false,
                When::Auto => terminal && !set("NO_COLOR") && !dumb,
            },
            bidi: match look.bidi {
                Bidi::Auto if terminal => Bidi::Isolate,
                Bidi::Auto => Bidi::Raw,
                bidi => bidi,
            },
            width: terminal_size::terminal_size_of(io::stdout())
                .map(|(width, _)| usize::from(width.0).max(LEAST_WIDTH)),
            ui: look.ui,
        }
    }
}

impl<W: Write> Painter<W> {
    /// Writes `branch`, then `id` and `words` on one line.
    pub fn head(&mut self, branch: &str, part: Part, id: &str, words: &str) -> io::Result<()> {
        let branch = self.styled(Part::Dim, branch);
        let id = self.styled(part, &plain(id, self.bidi));
        let words = self.value(&plain(words, self.bidi));
        writeln!(self.out, "{branch}{id}{}{words}", if words.is_empty() { "" } else { "  " })
    }

    /// Writes `branch`, a label and a value, breaking long values to lines of their own.
    pub fn field(&mut self, branch: &str, label: Label, value: &str) -> io::Result<()> {
        self.named_field(branch, label.words(self.ui), value)
    }

    /// A field by a name that is the same in every language.
    pub fn named_field(&mut self, branch: &str, label: &str, value: &str) -> io::Result<()> {
        let value = plain(value, self.bidi);
        let taken = width_of(branch) + width_of(label) + 2;
        let room = self.width.map(|width| width.saturating_sub(width_of(branch) + 2).max(LEAST_WIDTH));
        let fits = self.width.is_none_or(|width| taken + width_of(&value) <= width);
        let (branch, label) = (self.styled(Part::Dim, branch), self.styled(Part::Dim, &self.value(label)));
        if fits {
            return writeln!(self.out, "{branch}{label}: {}", self.value(&value));
        }
        writeln!(self.out, "{branch}{label}:")?;
        for line in wrapped(&value, room.unwrap_or(usize::MAX)) {
            writeln!(self.out, "{branch}  {}", self.value(&line))?;
        }
        Ok(())
    }

    /// Writes a line that was laid out before: its indentation stays, and a long one goes on under its own beginning.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let (indent, words) = line.split_at(indent);
        let room = self.width.map_or(usize::MAX, |width| width.saturating_sub(indent.len()).max(LEAST_WIDTH));
        for (i, part) in wrapped(&plain(words, self.bidi), room).iter().enumerate() {
            writeln!(self.out, "{indent}{}{}", if i == 0 { "" } else { "  " }, self.value(part))?;
        }
        Ok(())
    }

    /// Writes an empty line, with its branch if it stands in a tree.
    pub fn gap(&mut self, branch: &str) -> io::Result<()> {
        writeln!(self.out, "{}", self.styled(Part::Dim, branch.trim_end()))
    }

    /// Where JSON goes.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    fn styled(&self, part: Part, words: &str) -> String {
        let style = match part {
            Part::Head => Style::new().bold(),
            Part::Id => AnsiColor::Cyan.on_default(),
            Part::Dim => Style::new().dimmed(),
            Part::Plain => Style::new(),
        };
        if self.colour && !words.is_empty() && part != Part::Plain {
            format!("{style}{words}{style:#}")
        } else {
            words.to_owned()
        }
    }

    /// One line of words in the order and shape that the screen needs.
    fn value(&self, line: &str) -> String {
        match self.bidi {
            _ if line.is_ascii() => line.to_owned(),
            Bidi::Isolate | Bidi::Auto => format!("\u{2068}{line}\u{2069}"),
            Bidi::Raw => line.to_owned(),
            Bidi::Visual => visual(line),
        }
    }
}

/// Keeps a value on its line: no line ends, no terminal commands, and no direction
/// marks that could break out of the isolation.
fn plain(value: &str, bidi: Bidi) -> String {
    let marks = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let kept = value.chars().filter(|&c| bidi == Bidi::Raw || !marks(c));
    let words: String = kept
        .map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect();
    words.trim().to_owned()
}

/// Joins the letters and lays the line out from left to right as it is seen.
fn visual(line: &str) -> String {
    let shaped = ArabicReshaper::default().reshape(line);
    let bidi = BidiInfo::new(&shaped, None);
    let lines =
        bidi.paragraphs.iter().map(|paragraph| bidi.reorder_line(paragraph, paragraph.range.clone()).into_owned());
    lines.collect()
}

/// Columns that `words` take on a terminal; marks on letters take none.
fn width_of(words: &str) -> usize {
    words.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Breaks `value` between words to lines of at most `room` columns; longer words stand alone.
fn wrapped(value: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut taken = 0;
    for word in value.split(' ').filter(|word| !word.is_empty()) {
        let width = width_of(word);
        match lines.last_mut() {
            Some(line) if taken + 1 + width <= room => {
                line.push(' ');
                line.push_str(word);
                taken += 1 + width;
            }
            _ => {
                lines.push(word.to_owned());
                taken = width;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(bidi: Bidi, width: Option<usize>, colour: bool, value: &str) -> String {
        let mut painter = Painter { out: Vec::new(), colour, bidi, width, ui: Ui::En };
        painter.field("│  ", Label::Content, value).unwrap();
        String::from_utf8(painter.out).unwrap()
    }

    #[test]
    fn values_are_raw_isolated_or_laid_out() {
        let shown = |bidi| painted(bidi, None, false, "قال نعم");
        assert_eq!(shown(Bidi::Raw), "│  content: قال نعم\n");
        assert_eq!(shown(Bidi::Isolate), "│  content: \u{2068}قال نعم\u{2069}\n");
        assert_eq!(shown(Bidi::Visual), "│  content: ﻢﻌﻧ ﻝﺎﻗ\n");
    }

    #[test]
    fn a_value_cannot_break_out() {
        let hostile = "a\u{2069}\u{202E}ق\u{1b}[2J\nb";
        let shown = painted(Bidi::Isolate, None, false, hostile);
        assert_eq!(shown, "│  content: \u{2068}aق\u{FFFD}[2J b\u{2069}\n");
        assert!(!painted(Bidi::Raw, None, false, hostile).contains('\u{1b}'));
    }

    #[test]
    fn long_values_break_between_words_on_a_terminal_only() {
        let long = "كلمة ".repeat(20);
        assert_eq!(painted(Bidi::Raw, None, false, &long).lines().count(), 1);
        let narrow = painted(Bidi::Raw, Some(40), false, &long);
        assert!(narrow.lines().count() > 2 && narrow.lines().all(|line| width_of(line) <= 40));
    }

    #[test]
    fn laid_out_lines_keep_their_indentation() {
        let mut painter = Painter { out: Vec::new(), colour: false, bidi: Bidi::Isolate, width: None, ui: Ui::En };
        painter.line("    n1 person ليلى\u{202E}").unwrap();
        painter.line("chains").unwrap();
        assert_eq!(String::from_utf8(painter.out).unwrap(), "    \u{2068}n1 person ليلى\u{2069}\nchains\n");
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        assert!(painted(Bidi::Raw, None, true, "x").contains("\u{1b}["));
        assert!(!painted(Bidi::Raw, None, false, "x").contains('\u{1b}'));
    }
}
