//! An article as comparing sees it.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use musnad_model::fold::{Strength, fold};
use musnad_model::{BlockKind, CharIndex, EntityKind, Reading, Span};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::claim::{self, Claim};
use crate::copy;
use crate::hash;
use crate::keys::Key;
use crate::quotes::{holds, merge, quotations};
use crate::words::{self, Word};

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
    /// The moment of publication, if known.
    pub published_at: Option<Timestamp>,
    /// What the article says and has others say, in the order of the text.
    pub claims: Vec<Claim>,
    /// Outlets that the article names as where words come from.
    pub(crate) credits: Vec<String>,
    /// The only outlet that the byline or a bracket credits with the text as a whole.
    pub(crate) agency: Option<String>,
    /// True if it is credited to agencies without a name.
    pub(crate) agencies: bool,
    pub(crate) words: Vec<Word>,
    /// For each word, whose it is.
    pub(crate) voices: Vec<Voice>,
}

/// Whose words a stretch of text is, as far as copying goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Voice {
    /// The writer's.
    Own,
    /// A quotation, or the name of a source; whose quotation it is, as below.
    Quoted(u32),
    /// The writer's rendering of what somebody said: the speaker's name, hashed. 0 where it
    /// is nobody in particular.
    Reported(u32),
}

impl Digest {
    /// Digests a reading.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        let words = words::words(&reading.text);
        let (credits, agency) = credits(reading);
        Self {
            article: reading.id.clone(),
            sha256: reading.sha256.clone(),
            publisher: reading.publisher.clone(),
            url: reading.url.clone(),
            published: reading.published,
            published_at: reading.published_at,
            claims: claim::claims(reading, &words),
            credits,
            agency,
            agencies: agencies(&reading.text),
            voices: voices(reading, &words),
            words,
        }
    }

    /// What a store keeps to find these claims: for each, in their order, its keys.
    #[must_use]
    pub fn keys(&self) -> Vec<Vec<Key>> {
        self.claims.iter().map(Claim::keys).collect()
    }

    /// Fingerprints of the article's text, by which a store finds the articles that share
    /// passages with it. They are met whatever the day. Distinct and sorted; about one for every
    /// five words.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<Key> {
        copy::fingerprints(&self.words, &self.voices)
    }
}

/// Whose each word is. In nested reports the outermost speaker counts: what a ministry
/// says that suspects said is the ministry's statement.
fn voices(reading: &Reading, words: &[Word]) -> Vec<Voice> {
    let keys: FxHashMap<&str, u32> =
        reading.entities.iter().map(|entity| (entity.id.as_str(), hash::word(&entity.key))).collect();
    let mut contents: Vec<(Span, u32)> = Vec::new();
    for attribution in &reading.attributions {
        let speaker = attribution.speaker_entity.as_deref().and_then(|id| keys.get(id)).copied().unwrap_or(0);
        contents.extend(attribution.content.iter().map(|&span| (span, speaker)));
    }
    // Outermost first; a content that begins inside one before belongs to it as far as that goes.
    contents.sort_by_key(|&(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut voices = vec![Voice::Own; words.len()];
    let mut done = 0;
    for (span, speaker) in contents {
        let range = words::inside(words, span);
        let from = range.start.max(done);
        if from < range.end {
            voices[from..range.end].fill(Voice::Reported(speaker));
            done = range.end;
        }
    }
    let sources = reading.attributions.iter().flat_map(|attribution| &attribution.source).copied();
    for span in merge(sources.chain(quotations(reading)).collect()) {
        for voice in &mut voices[words::inside(words, span)] {
            *voice = match *voice {
                Voice::Reported(speaker) | Voice::Quoted(speaker) => Voice::Quoted(speaker),
                Voice::Own => Voice::Quoted(0),
            };
        }
    }
    voices
}

/// Platforms carry everybody's words; naming one credits nobody.
const PLATFORMS: &[&str] = &[
    "فيسبوك",
    "فيس بوك",
    "تويتر",
    "إكس",
    "يوتيوب",
    "إنستغرام",
    "انستغرام",
    "تيك توك",
    "تلغرام",
    "تيليغرام",
    "واتساب",
    "سناب شات",
    "facebook",
    "twitter",
    "youtube",
    "instagram",
    "tiktok",
    "telegram",
    "whatsapp",
];

/// Outlets named as speaker or channel, in the byline or alone in brackets; and the outlet of
/// byline and brackets if it is one.
fn credits(reading: &Reading) -> (Vec<String>, Option<String>) {
    let outlets = || reading.entities.iter().filter(|entity| entity.kind == EntityKind::Outlet);
    let platform = |name: &str| PLATFORMS.contains(&name.to_lowercase().as_str());
    let bylines = reading.blocks.iter().filter(|block| block.kind == BlockKind::Byline).map(|block| block.span);
    let places = merge(bylines.chain(bracketed(&reading.text)).collect());
    let mut whole: BTreeSet<&str> = outlets()
        .filter(|entity| entity.mentions.iter().any(|span| holds(&places, span.start)))
        .map(|entity| entity.name.as_str())
        .filter(|name| !platform(name))
        .collect();
    let ids: FxHashMap<&str, &str> = outlets().map(|entity| (entity.id.as_str(), entity.name.as_str())).collect();
    let mut credits = whole.clone();
    for attribution in &reading.attributions {
        credits.extend(attribution.via.as_deref());
        credits.extend(attribution.speaker_entity.as_deref().and_then(|id| ids.get(id)).copied());
    }
    credits.retain(|name| !platform(name));
    let agency = if whole.len() == 1 { whole.pop_first() } else { None };
    (credits.into_iter().map(str::to_owned).collect(), agency.map(str::to_owned))
}

/// Longest line that is a credit and no sentence, in words, and how far into the article
/// credits are looked for, in lines. They stand on top or at the very end.
const LONGEST_LINE: usize = 6;
const LINES: usize = 4;

/// True if a short line on top or at the end, or a bracket, says that the text is from
/// agencies: «مرسى ياقوت - وكالات».
fn agencies(text: &str) -> bool {
    let plural = |words: &str| {
        let folded = fold(words, Strength::Lossy);
        folded.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "وكالات" | "الوكالات" | "agencies"))
    };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let short = |line: &&&str| line.split_whitespace().count() <= LONGEST_LINE && plural(line);
    let index = CharIndex::new(text);
    lines.iter().take(LINES).any(|line| short(&line))
        || lines.last().is_some_and(|line| short(&line))
        || bracketed(text).into_iter().any(|span| index.slice(span).is_some_and(plural))
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
