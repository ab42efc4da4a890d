//! JSON lines: one article a line, with its claims and whatever is named in it.

use std::io::{self, Write};

use jiff::{Timestamp, civil::Date};
use musnad_ledger::{Claim, Id};
use musnad_model::{Engine, Entity, Place, Quantity, Time};
use serde::Serialize;

use super::{Article, Format, json};

/// Writes lines.
pub struct Lines {
    /// With the text of the articles.
    pub text: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    article: Id,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    author: Option<&'a str>,
    url: Option<&'a str>,
    language: &'a str,
    published: Option<Date>,
    published_at: Option<Timestamp>,
    /// Of the text as received: whoever has the text can tell that the spans belong to it.
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    claims: Vec<Said<'a>>,
    entities: &'a [Entity],
    times: Vec<Named<'a, Time>>,
    places: Vec<Named<'a, Place>>,
    quantities: Vec<Named<'a, Quantity>>,
    shared: Vec<Shares<'a>>,
    engine: &'a Engine,
}

#[derive(Serialize)]
struct Said<'a> {
    #[serde(flatten)]
    claim: &'a Claim,
    source: String,
    cue: String,
    group: Option<Id>,
}

/// Something with its words.
#[derive(Serialize)]
struct Named<'a, T> {
    words: &'a str,
    #[serde(flatten)]
    what: &'a T,
}

#[derive(Serialize)]
struct Shares<'a> {
    with: Id,
    kind: &'a str,
    score: f64,
    from: bool,
}

impl Format for Lines {
    fn article(&mut self, article: &Article<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (story, reading) = (article.story, article.reading);
        json::line(
            out,
            &Line {
                article: story.id,
                outlet: story.outlet.as_deref(),
                title: story.title.as_deref(),
                author: story.author.as_deref(),
                url: story.url.as_deref(),
                language: &story.language,
                published: story.published,
                published_at: reading.published_at,
                sha256: &reading.sha256,
                text: self.text.then_some(reading.text.as_str()),
                claims: article.claims.iter().map(|claim| article.said(claim)).collect(),
                entities: &reading.entities,
                times: article.named(&reading.times, |time| time.span),
                places: article.named(&reading.places, |place| place.span),
                quantities: article.named(&reading.quantities, |quantity| quantity.span),
                shared: article
                    .shared
                    .iter()
                    .map(|one| Shares { with: one.with, kind: &one.kind, score: one.score, from: one.from })
                    .collect(),
                engine: &reading.engine,
            },
        )
    }
}

impl<'c> Article<'c> {
    fn said(&self, claim: &'c Claim) -> Said<'c> {
        Said {
            claim,
            source: self.words(&claim.source_spans),
            cue: self.words(&claim.cue_spans),
            group: self.group(claim),
        }
    }

    fn named<T>(&self, all: &'c [T], span: impl Fn(&T) -> musnad_model::Span) -> Vec<Named<'c, T>> {
        all.iter().map(|what| Named { words: self.slice(span(what)).unwrap_or(""), what }).collect()
    }
}
