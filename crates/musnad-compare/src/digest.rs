//! An article as comparing sees it.

use jiff::civil::Date;
use musnad_model::{BlockKind, EntityKind, Reading, Span};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::claim::{self, Claim};
use crate::copy;
use crate::keys::Key;
use crate::quotes::{holds, merge, quotations};
use crate::words::{Word, words};

/// An article as comparing sees it: its claims, and its words for finding copies.
///
/// Made from a reading in one pass, linear in the length of the text. A store may keep it
/// or make it again; both are the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// The reading's id.
    pub article: String,
    /// Lower-case hexadecimal SHA-256 of the text.
    pub sha256: String,
    /// The outlet, if known.
    pub publisher: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// The day of publication, if known.
    pub published: Option<Date>,
    /// What the article says and has others say, in the order of the text.
    pub claims: Vec<Claim>,
    /// Outlets that the article names as where its words come from.
    pub(crate) credits: Vec<String>,
    pub(crate) words: Vec<Word>,
    /// For each word, whether it is the writer's: no quotation, no content, no name of a
    /// source.
    pub(crate) own: Vec<bool>,
}

impl Digest {
    /// Digests a reading.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        let words = words(&reading.text);
        let attributed = reading.attributions.iter().flat_map(|one| one.source.iter().chain(&one.content)).copied();
        let others = merge(attributed.chain(quotations(reading)).collect());
        Self {
            article: reading.id.clone(),
            sha256: reading.sha256.clone(),
            publisher: reading.publisher.clone(),
            url: reading.url.clone(),
            published: reading.published,
            claims: claim::claims(reading, &words),
            credits: credits(reading),
            own: words.iter().map(|word| !holds(&others, word.span.start)).collect(),
            words,
        }
    }

    /// Fingerprints of the article's text, by which a store finds the articles that share
    /// passages with it. Distinct and sorted; about one for every five words.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<Key> {
        copy::fingerprints(&self.words, &self.own)
    }
}

/// Platforms carry everybody's words; naming one credits nobody.
const PLATFORMS: &[&str] = &[
    "فيسبوك", "فيس بوك", "تويتر", "إكس", "يوتيوب", "إنستغرام", "انستغرام", "تيك توك", "تلغرام", "تيليغرام", "واتساب",
    "سناب شات", "facebook", "twitter", "youtube", "instagram", "tiktok", "telegram", "whatsapp",
];

/// Outlets named in the byline, alone in brackets, or as speaker or channel.
fn credits(reading: &Reading) -> Vec<String> {
    let bylines = merge(
        reading.blocks.iter().filter(|block| block.kind == BlockKind::Byline).map(|block| block.span).collect(),
    );
    let bracketed = bracketed(&reading.text);
    let outlets: FxHashMap<&str, &str> = reading
        .entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Outlet)
        .map(|entity| (entity.id.as_str(), entity.name.as_str()))
        .collect();
    let mut credits: Vec<&str> = Vec::new();
    for attribution in &reading.attributions {
        credits.extend(attribution.via.as_deref());
        credits.extend(attribution.speaker_entity.as_deref().and_then(|id| outlets.get(id)));
    }
    for entity in reading.entities.iter().filter(|entity| entity.kind == EntityKind::Outlet) {
        let credited = |span: &Span| holds(&bylines, span.start) || holds(&bracketed, span.start);
        if entity.mentions.iter().any(credited) {
            credits.push(&entity.name);
        }
    }
    credits.retain(|name| !PLATFORMS.contains(&name.to_lowercase().as_str()));
    credits.sort_unstable();
    credits.dedup();
    credits.into_iter().map(str::to_owned).collect()
}

/// Longest bracket that credits an agency, in code points: (أ ف ب، رويترز).
const LONGEST_CREDIT: u32 = 30;

fn bracketed(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open = None;
    for (at, c) in (0u32..).zip(text.chars()) {
        match c {
            '(' => open = Some(at),
            ')' => {
                if let Some(start) = open.take()
                    && at - start <= LONGEST_CREDIT
                {
                    spans.push(Span::new(start, at));
                }
            }
            _ => {}
        }
    }
    spans
}
