//! Copies: the same words in two articles, apart from what both merely quote.
//!
//! Fingerprints find the articles to look at; the passages themselves are the evidence.

mod found;
mod passage;
mod root;

use std::cmp::Ordering;

use musnad_model::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::days::Moment;
use crate::digest::{Digest, Voice};
use crate::keys::{Key, winnowed};
use crate::names::{Name, Same};
use crate::words::Word;

pub use found::{copies_among, copies_of};
pub use root::explain;

/// Words in a fingerprint of a text, and how many neighbours it is chosen from: a passage
/// of twelve words is always found.
const GRAM: usize = 5;
const WINDOW: usize = 8;
const TEXT: u8 = 3;

/// How the shared words are explained by the two articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CopyKind {
    /// Neither article says where the words come from.
    Silent,
    /// One article names the other's outlet.
    Credited,
    /// Both name the same third outlet, from which the words may come.
    CommonSource,
    /// One article credits agencies and names none.
    Agencies,
    /// One outlet twice.
    Republished,
}

/// A passage that two articles share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// Where it stands in the first article, in code points.
    pub a: Span,
    /// Where it stands in the second.
    pub b: Span,
    /// How many words are the same.
    pub words: u32,
    /// How many of these are the writers' own in both articles: not quoted, not attributed,
    /// no source's name.
    pub own: u32,
}

/// Two articles of which one repeats the other, or both a third.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Copy {
    /// The article with the smaller id.
    pub a: String,
    /// The other.
    pub b: String,
    /// How the articles explain it.
    pub kind: CopyKind,
    /// The article that was published first; null if the days are the same and no hours are
    /// known, or if a day is unknown.
    pub from: Option<String>,
    /// An earlier article from which both have what they share: then neither need have it
    /// from the other. Null if no article at hand explains it.
    pub through: Option<String>,
    /// Outlets that explain it: the one that is named by the other article or by both.
    pub credits: Vec<String>,
    /// A third outlet that a byline or bracket credits with the text as a whole. Null if
    /// none does or the two articles credit different ones.
    pub agency: Option<String>,
    /// Share of the shorter text's sequences of five words that stand in the other, 0 to 1.
    pub share: f32,
    /// The passages, in the order of the first article.
    pub passages: Vec<Passage>,
}

impl Copy {
    /// True if at least half of the shorter text is in the other.
    #[must_use]
    pub fn whole(&self) -> bool {
        self.share >= 0.5
    }

    /// The spans of one of the two articles, if it is one of them.
    pub(crate) fn sides(&self, article: &str) -> Option<impl Iterator<Item = (Span, Span)> + '_> {
        let first = self.a == article;
        let side = move |passage: &Passage| if first { (passage.a, passage.b) } else { (passage.b, passage.a) };
        (first || self.b == article).then(|| self.passages.iter().map(side))
    }
}

/// Fewest words of the writers' own in all passages together. Less may be chance, or two
/// writers who lead into one statement alike.
const LEAST_OWN: u32 = 12;

/// Or: fewest words of indirect speech that are the same, of how many speakers at least,
/// with how many words of each. A press release gives two outlets one speaker's words; the
/// same rendering of several speakers is one writer's.
const LEAST_REPORTED: u32 = 20;
const SPEAKERS: usize = 2;
const LEAST_OF_SPEAKER: u32 = 6;

/// Least share from which also quotations count for the speakers: that two articles quote
/// the same people says little as long as they are a small part of both.
const LEAST_SHARE_QUOTED: f32 = 0.4;

/// Least share of the shorter text, across outlets and within one: an outlet repeats its
/// own standing phrases.
const LEAST_SHARE: f32 = 0.08;
const LEAST_SHARE_WITHIN: f32 = 0.3;

/// The fingerprints of a text, without those that lie wholly in what is quoted.
pub(crate) fn fingerprints(words: &[Word], voices: &[Voice]) -> Vec<Key> {
    let mut tokens: Vec<u64> = winnowed(words, GRAM, WINDOW, TEXT)
        .into_iter()
        .filter(|&(_, at)| voices[at..at + GRAM].iter().any(|&voice| !matches!(voice, Voice::Quoted(_))))
        .map(|(hash, _)| hash)
        .collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens.into_iter().map(Key::ever).collect()
}

/// What two articles share beyond what both quote; `None` if that is little.
///
/// Linear in the lengths of the two texts. Worth asking for every pair that shares a
/// fingerprint. The same whichever comes first.
#[must_use]
pub fn copied(x: &Digest, y: &Digest) -> Option<Copy> {
    Text::of(x).copied(&Text::of(y))
}

/// A text that is held against several others.
struct Text<'d> {
    digest: &'d Digest,
    /// Its distinct sequences of [`GRAM`] words, sorted.
    grams: Vec<u64>,
}

impl<'d> Text<'d> {
    fn of(digest: &'d Digest) -> Self {
        Self { digest, grams: passage::distinct(&digest.words, GRAM) }
    }

    fn copied(&self, other: &Self) -> Option<Copy> {
        let share = passage::share(&self.grams, &other.grams);
        if share < LEAST_SHARE {
            return None;
        }
        match self.digest.article.cmp(&other.digest.article) {
            Ordering::Less => judged(self.digest, other.digest, share),
            Ordering::Greater => judged(other.digest, self.digest, share),
            Ordering::Equal => None,
        }
    }
}

/// What two articles share, which is `share` of the shorter text. `a` has the smaller id.
fn judged(a: &Digest, b: &Digest, share: f32) -> Option<Copy> {
    let (passages, said) = passage::passages(a, b, GRAM);
    let own: u32 = passages.iter().map(|passage| passage.own).sum();
    let speakers =
        |words: fn(&passage::Said) -> u32| said.values().filter(|one| words(one) >= LEAST_OF_SPEAKER).count();
    let several = speakers(|one| one.reported) >= SPEAKERS
        || (share >= LEAST_SHARE_QUOTED && speakers(|one| one.reported + one.quoted) >= SPEAKERS);
    if own < LEAST_OWN && !(several && own + said.values().map(|one| one.reported).sum::<u32>() >= LEAST_REPORTED) {
        return None;
    }
    let (kind, credits) = explained(a, b);
    if kind == CopyKind::Republished && share < LEAST_SHARE_WITHIN {
        return None;
    }
    let from = match Moment::of(a.published, a.published_at).order(Moment::of(b.published, b.published_at)) {
        Some(Ordering::Less) => Some(a.article.clone()),
        Some(Ordering::Greater) => Some(b.article.clone()),
        _ => None,
    };
    Some(Copy {
        a: a.article.clone(),
        b: b.article.clone(),
        kind,
        from,
        through: None,
        credits,
        agency: agency(a, b),
        share,
        passages,
    })
}

/// The third outlet that the shared text is credited to.
fn agency(a: &Digest, b: &Digest) -> Option<String> {
    let home = |name: &Name| {
        [a, b]
            .iter()
            .filter_map(|digest| digest.publisher.as_deref())
            .any(|own| Name::outlet(own, None).same(name) != Same::No)
    };
    let named = [&a.agency, &b.agency].into_iter().flatten().map(|name| Name::outlet(name, None));
    let named: Vec<Name> = named.filter(|name| !home(name)).collect();
    match &named[..] {
        [one] => Some(one.shown.clone()),
        [one, other] if one.same(other) == Same::Yes => Some(one.shown.clone().min(other.shown.clone())),
        _ => None,
    }
}

/// How the articles themselves explain what they share.
fn explained(a: &Digest, b: &Digest) -> (CopyKind, Vec<String>) {
    let outlet = |digest: &Digest| digest.publisher.as_deref().map(|name| Name::outlet(name, digest.url.as_deref()));
    let (home_a, home_b) = (outlet(a), outlet(b));
    if matches!((&home_a, &home_b), (Some(a), Some(b)) if a.same(b) == Same::Yes) {
        return (CopyKind::Republished, Vec::new());
    }
    let named = |digest: &Digest| -> Vec<Name> { digest.credits.iter().map(|name| Name::outlet(name, None)).collect() };
    let (named_a, named_b) = (named(a), named(b));
    let among = |home: &Option<Name>, names: &[Name]| -> bool {
        home.as_ref().is_some_and(|home| names.iter().any(|name| name.same(home) != Same::No))
    };
    let mut credited = Vec::new();
    if among(&home_a, &named_b) {
        credited.extend(a.publisher.clone());
    }
    if among(&home_b, &named_a) {
        credited.extend(b.publisher.clone());
    }
    if !credited.is_empty() {
        return (CopyKind::Credited, credited);
    }
    let third = |name: &&Name| {
        named_b.iter().any(|other| other.same(name) == Same::Yes)
            && ![&home_a, &home_b].into_iter().flatten().any(|home| home.same(name) != Same::No)
    };
    let common: Vec<String> = named_a.iter().filter(third).map(|name| name.shown.clone()).collect();
    match common[..] {
        [] if a.agencies || b.agencies => (CopyKind::Agencies, common),
        [] => (CopyKind::Silent, common),
        _ => (CopyKind::CommonSource, common),
    }
}
