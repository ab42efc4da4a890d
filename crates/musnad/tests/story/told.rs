//! The story as the program tells it: readings, stories, traces.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use musnad_compare::trace::{Trace, trace};
use musnad_compare::{ClaimId, Digest, Index};
use musnad_model::{Article, CharIndex, Reading, Span};
use musnad_reader::Reader;
use serde::Deserialize;

use crate::expected::folder;

#[derive(Deserialize)]
struct File {
    article: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    file: String,
    url: String,
    publisher: String,
    title: String,
    published: String,
    hour: Option<String>,
}

pub(crate) struct Told {
    pub(crate) readings: BTreeMap<String, Reading>,
    pub(crate) index: Index,
    pub(crate) traces: Vec<Trace>,
}

impl Told {
    pub(crate) fn read() -> Self {
        let file: File = toml::from_str(&fs::read_to_string(folder().join("story.toml")).unwrap()).unwrap();
        let reader = Reader::arabic();
        let mut readings = BTreeMap::new();
        let mut index = Index::new();
        for entry in file.article {
            let article = Article {
                id: Some(entry.id.clone()),
                text: fs::read_to_string(folder().join(entry.file)).unwrap(),
                url: Some(entry.url),
                publisher: Some(entry.publisher),
                title: Some(entry.title),
                published: Some(entry.published.parse().unwrap()),
                published_at: entry.hour.map(|hour| format!("{}T{hour}:00Z", entry.published).parse().unwrap()),
                language: Some("ar".to_owned()),
                ..Article::default()
            };
            let reading = reader.read(&article);
            index.add(Digest::of(&reading)).unwrap();
            readings.insert(entry.id, reading);
        }
        let all: Vec<&Reading> = readings.values().collect();
        let copies = index.copies();
        let mut traces = Vec::new();
        for story in index.stories() {
            for group in &story.groups {
                traces.push(trace(&story, group, &all, &copies).unwrap());
            }
        }
        Self { readings, index, traces }
    }

    /// Where a phrase first stands in an article.
    pub(crate) fn find(&self, article: &str, phrase: &str) -> Option<Span> {
        let text = &self.readings[article].text;
        let at = text.find(phrase)?;
        Some(CharIndex::new(text).span(at, at + phrase.len()))
    }

    /// All places of a phrase in an article.
    pub(crate) fn find_all(&self, article: &str, phrase: &str) -> Vec<Span> {
        let text = &self.readings[article].text;
        let index = CharIndex::new(text);
        text.match_indices(phrase).map(|(at, _)| index.span(at, at + phrase.len())).collect()
    }

    /// The publisher of an article.
    pub(crate) fn outlet(&self, article: &str) -> &str {
        self.readings[article].publisher.as_deref().unwrap()
    }

    /// The speaker of a claim, as the reading resolved it.
    pub(crate) fn speaker(&self, claim: &ClaimId) -> Option<String> {
        let reading = &self.readings[&claim.article];
        let attribution = reading.attributions.iter().find(|one| Some(&one.id) == claim.attribution.as_ref())?;
        let words: Vec<&str> = attribution.source.iter().filter_map(|span| span.of(&reading.text)).collect();
        attribution.speaker.clone().or_else(|| (!words.is_empty()).then(|| words.join(" ")))
    }

    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for trace in &self.traces {
            let _ = writeln!(out, "\n{}", trace.text());
        }
        for copy in self.index.copies() {
            let _ = writeln!(out, "{} {} {:.2} {:?} {:?}", copy.a, copy.b, copy.share, copy.kind, copy.from);
        }
        out
    }
}

/// True if at least half of one of the two spans lies in the other.
pub(crate) fn meet(a: Span, b: Span) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common > 0 && 2 * common >= a.len().min(b.len())
}
