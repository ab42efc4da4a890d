//! Looking up stretches of words in the gazetteer.

use crate::place::Context;
use crate::place::gazetteer::{Gazetteer, Iso, Need, hash};
use crate::place::token::{Gap, Token};
use crate::place::words::Class;

/// The text under the reader's eyes.
pub(crate) struct Page<'p> {
    pub folded: &'p str,
    /// `folded` without seats of hamza; same offsets.
    pub text: &'p str,
    pub tokens: &'p [Token],
    pub classes: Vec<Class>,
    pub gazetteer: &'p Gazetteer,
    pub context: &'p Context<'p>,
    /// How often the article points to each country.
    pub votes: Votes,
}

/// A proclitic that was cut off a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clitic {
    /// و or ف.
    pub and: bool,
    /// ب, ل or ك; NUL if none.
    pub preposition: u8,
}

/// A stretch of words that is a name in the gazetteer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    /// First token.
    pub first: usize,
    /// The token after the last one.
    pub last: usize,
    /// First byte of the name, after the clitic.
    pub start: usize,
    /// The byte after the name.
    pub end: usize,
    pub name: u64,
    pub clitic: Clitic,
    pub need: Need,
}

/// Points for countries, by the two letters of their codes.
#[derive(Clone, Debug)]
pub(crate) struct Votes {
    points: Vec<f32>,
    most: f32,
}

impl Votes {
    fn slot(country: Iso) -> Option<usize> {
        let letter = |b: u8| b.is_ascii_uppercase().then(|| usize::from(b - b'A'));
        Some(letter(country[0])? * 26 + letter(country[1])?)
    }

    fn add(&mut self, country: Iso, points: f32) {
        if let Some(slot) = Self::slot(country) {
            self.points[slot] += points;
            self.most = self.most.max(self.points[slot]);
        }
    }

    /// Points of a country.
    pub(crate) fn of(&self, country: Iso) -> f32 {
        Self::slot(country).map_or(0.0, |slot| self.points[slot])
    }

    /// Points of a country, as a share of the most that any has.
    pub(crate) fn share(&self, country: Iso) -> f32 {
        if self.most > 0.0 { self.of(country) / self.most } else { 0.0 }
    }

    /// The country that stands clearly before all others.
    pub(crate) fn leader(&self) -> Option<Iso> {
        let (best, &points) = self.points.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        let second = self.points.iter().enumerate().filter(|&(n, _)| n != best).map(|(_, &p)| p).fold(0.0, f32::max);
        let letter = |n: usize| u8::try_from(n).unwrap_or(0) + b'A';
        (points >= 2.0 && points >= second * 1.5).then(|| [letter(best / 26), letter(best % 26)])
    }
}

impl<'p> Page<'p> {
    pub(crate) fn new(
        folded: &'p str,
        text: &'p str,
        tokens: &'p [Token],
        gazetteer: &'p Gazetteer,
        context: &'p Context<'p>,
    ) -> Self {
        let classes = tokens.iter().map(|t| gazetteer.words.class(&text[t.start..t.end])).collect();
        let votes = Votes { points: vec![0.0; 26 * 26], most: 0.0 };
        let mut page = Self { folded, text, tokens, classes, gazetteer, context, votes };
        page.vote();
        page
    }

    /// The word of a token.
    pub(crate) fn word(&self, at: usize) -> &'p str {
        self.tokens.get(at).map_or("", |t| &self.text[t.start..t.end])
    }

    pub(crate) fn class(&self, at: usize) -> Class {
        self.classes.get(at).copied().unwrap_or_default()
    }

    /// What stands before token `at`; the end of the text counts as a line end.
    pub(crate) fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Line, |t| t.gap)
    }

    /// Counts the countries that the article speaks of: by name, by adjective,
    /// by its great towns.
    fn vote(&mut self) {
        let mut votes = self.votes.clone();
        if let Some(home) = self.context.home.and_then(|home| Iso::try_from(home.as_bytes()).ok()) {
            votes.add(home, 0.5);
        }
        let mut at = 0;
        while at < self.tokens.len() {
            let found = self.matches(at);
            if let Some(best) = found.first() {
                let ids = self.gazetteer.named(best.name);
                let mut countries: Vec<Iso> = ids
                    .iter()
                    .map(|&id| self.gazetteer.entry(id))
                    .filter(|e| e.radius_km < 100.0 || e.kind != musnad_model::PlaceKind::City)
                    .map(|e| e.country)
                    .collect();
                countries.dedup();
                let entry = self.gazetteer.entry(ids[0]);
                let country = ids.iter().any(|&id| self.gazetteer.entry(id).kind == musnad_model::PlaceKind::Country);
                if country || entry.capital {
                    votes.add(entry.country, if country { 1.0 } else { 0.7 });
                    at = best.last;
                    continue;
                }
                if countries.len() == 1 && best.need <= Need::Metonym && (entry.patch || entry.population > 50_000) {
                    votes.add(entry.country, 0.6);
                    at = best.last;
                    continue;
                }
            }
            if let Some(country) = self.gazetteer.nationality(self.word(at)) {
                votes.add(country, 0.5);
            }
            at += 1;
        }
        self.votes = votes;
    }

    /// Every name that begins at token `at`, longest first, with the clitic it leaves.
    pub(crate) fn matches(&self, at: usize) -> Vec<Match> {
        let Some(token) = self.tokens.get(at) else {
            return Vec::new();
        };
        let word = self.word(at);
        let mut found = Vec::new();
        let mut name = String::new();
        for (clitic, cut, article) in splits(word) {
            name.clear();
            if article {
                name.push_str("ال");
            }
            name.push_str(&word[cut..]);
            let longest = self.gazetteer.longest(&name);
            if longest == 0 {
                continue;
            }
            let mut end = token.end;
            let mut next = at + 1;
            loop {
                let hashed = hash(&name);
                if !self.gazetteer.named(hashed).is_empty() {
                    found.push(Match {
                        first: at,
                        last: next,
                        start: token.start + cut,
                        end,
                        name: hashed,
                        clitic,
                        need: self.gazetteer.need(hashed),
                    });
                }
                if next - at >= longest || next >= self.tokens.len() || self.gap(next) > Gap::Mark {
                    break;
                }
                name.push(' ');
                name.push_str(self.word(next));
                end = self.tokens[next].end;
                next += 1;
            }
        }
        found.sort_by_key(|m: &Match| (std::cmp::Reverse(m.last), m.start));
        found
    }
}

/// The ways to cut proclitics off a word: what is cut, where, and whether ل
/// swallowed the alef of an article.
fn splits(word: &str) -> impl Iterator<Item = (Clitic, usize, bool)> {
    let and = word.starts_with(['و', 'ف']) && word.len() > 4;
    let from = |and: bool| {
        let cut = if and { 2 } else { 0 };
        let rest = word.get(cut..).unwrap_or_default();
        let preposition = match rest.chars().next() {
            Some('ب') => b'b',
            Some('ل') => b'l',
            Some('ك') => b'k',
            _ => 0,
        };
        let plain = (Clitic { and, preposition: 0 }, cut, false);
        let cutting = (preposition != 0 && rest.len() > 4).then_some((Clitic { and, preposition }, cut + 2, false));
        let article =
            (rest.starts_with("لل") && rest.len() > 6).then_some((Clitic { and, preposition }, cut + 4, true));
        [Some(plain), cutting, article]
    };
    let bare = from(false);
    let joined = if and { from(true) } else { [None; 3] };
    bare.into_iter().chain(joined).flatten()
}
