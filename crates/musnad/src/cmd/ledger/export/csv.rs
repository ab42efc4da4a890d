//! CSV (RFC 4180) for spreadsheets: one row a claim, or one row an article.
//!
//! A spreadsheet runs what begins like a formula. Such words get an apostrophe in front, as OWASP and ASVS 1.2.10 ask for;
//! a spreadsheet shows them as text. Whoever needs the words to the letter takes JSON lines.

use std::io::{self, Write};

use ::csv::{Terminator, Writer, WriterBuilder};
use musnad_model::Span;
use serde::Serialize;

use super::{Article, Format, marks};

/// One row a claim.
pub struct Claims {
    /// A byte order mark in front: some spreadsheets take the file for another charset without it.
    pub bom: bool,
}

/// One row an article.
pub struct Articles {
    /// A byte order mark in front.
    pub bom: bool,
    /// With the text of the articles.
    pub text: bool,
}

const ARTICLE: [&str; 9] =
    ["article", "outlet", "title", "author", "url", "language", "published", "published_at", "sha256"];
const CLAIM: [&str; 22] = [
    "claim",
    "local",
    "speaker",
    "entity",
    "via",
    "parent",
    "group",
    "stance",
    "negated",
    "mode",
    "content",
    "source",
    "cue",
    "content_spans",
    "source_spans",
    "cue_spans",
    "confirmed",
    "source_set",
    "credibility",
    "rule",
    "confidence",
    "places",
];

impl Format for Claims {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        head(self.bom, out, CLAIM.iter().chain(&ARTICLE))
    }

    fn article(&mut self, article: &Article<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = rows(out);
        let facts = facts(article);
        for claim in &article.claims {
            let places = article
                .reading
                .places
                .iter()
                .filter(|place| claim.content_spans.iter().any(|s| s.contains(place.span)));
            let places: Vec<&str> = places.map(|place| place.name.as_str()).collect();
            let review = claim.review;
            let cells = [
                claim.id.to_string(),
                claim.local.clone(),
                claim.speaker.clone().unwrap_or_default(),
                claim.entity.clone().unwrap_or_default(),
                claim.via.clone().unwrap_or_default(),
                claim.parent.map(|id| id.to_string()).unwrap_or_default(),
                article.group(claim).map(|id| id.to_string()).unwrap_or_default(),
                claim.stance.as_str().to_owned(),
                claim.negated.to_string(),
                word(&claim.mode),
                claim.content.clone(),
                article.words(&claim.source_spans),
                article.words(&claim.cue_spans),
                spans(&claim.content_spans),
                spans(&claim.source_spans),
                spans(&claim.cue_spans),
                review.confirmed.to_string(),
                review.source_set.to_string(),
                review.credibility.map(|c| u8::from(c).to_string()).unwrap_or_default(),
                claim.rule.clone(),
                claim.confidence.to_string(),
                places.join("; "),
            ];
            rows.write_record(cells.iter().chain(&facts).map(|cell| tame(cell)))?;
        }
        rows.flush()
    }
}

impl Format for Articles {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        head(self.bom, out, ARTICLE.iter().chain(&["claims"]).chain(self.text.then_some(&"text")))
    }

    fn article(&mut self, article: &Article<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut cells = Vec::from(facts(article));
        cells.push(article.claims.len().to_string());
        if self.text {
            cells.push(article.reading.text.clone());
        }
        let mut rows = rows(out);
        rows.write_record(cells.iter().map(|cell| tame(cell)))?;
        rows.flush()
    }
}

fn head<'a>(bom: bool, out: &mut dyn Write, names: impl Iterator<Item = &'a &'static str>) -> io::Result<()> {
    if bom {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    let mut rows = rows(out);
    rows.write_record(names)?;
    rows.flush()
}

fn rows(out: &mut dyn Write) -> Writer<&mut dyn Write> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out)
}

fn facts(article: &Article<'_>) -> [String; ARTICLE.len()] {
    let story = article.story;
    [
        story.id.to_string(),
        story.outlet.clone().unwrap_or_default(),
        story.title.clone().unwrap_or_default(),
        story.author.clone().unwrap_or_default(),
        story.url.clone().unwrap_or_default(),
        story.language.clone(),
        story.published.map(|day| day.to_string()).unwrap_or_default(),
        article.reading.published_at.map(|at| at.to_string()).unwrap_or_default(),
        article.reading.sha256.clone(),
    ]
}

/// `120-145 150-160`: code points of the text, the end not included.
fn spans(spans: &[Span]) -> String {
    spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect::<Vec<_>>().join(" ")
}

/// A word of the wire.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Words as a cell that runs nothing and turns nothing outside of itself.
fn tame(words: &str) -> String {
    // What spreadsheets pass over before they look for a formula.
    let first = words
        .trim_start_matches(|c: char| c == ' ' || c == '\u{A0}' || c == '\u{FEFF}' || marks::turns(c))
        .chars()
        .next();
    let runs = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'));
    format!("{}{words}{}", if runs { "'" } else { "" }, marks::owed(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs() {
        for hostile in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u{200F}=1", "＝1", "\0=1"] {
            assert_eq!(tame(hostile), format!("'{hostile}"));
        }
        for plain in ["", "قال: «=1»", "a=1", "12-14", "'=1"] {
            assert_eq!(tame(plain), plain);
        }
    }

    #[test]
    fn nothing_is_turned_outside_of_a_cell() {
        assert_eq!(tame("\u{202E}abc"), "\u{202E}abc\u{202C}");
    }
}
