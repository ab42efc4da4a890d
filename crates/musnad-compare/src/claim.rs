//! Claims as comparing sees them: each holds all that a judgement needs and nothing else.
//!
//! A content may say several things. It is cut into *parts*, one statement each, so that
//! "the bridge is closed and five were hurt" can agree with one article on the bridge and
//! with another on the hurt.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use musnad_model::{EntityKind, Mode, Place, Proposition, Quantity, Reading, Span, Stance, Time};
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::days;
use crate::fact::{self, Fact, Filler, Number, Spot};
use crate::form;
use crate::names;
use crate::parts::{self, Cut};
use crate::quotes::{holds, merge};
use crate::words::{self, Role, Word};

/// Names one claim among all articles.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ClaimId {
    /// The reading's id.
    pub article: String,
    /// The attribution's id; null for a sentence of the article's own narration.
    pub attribution: Option<String>,
    /// Which statement of the content, from 0; of narration, which sentence.
    pub part: u32,
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}.{}", self.article, self.attribution.as_deref().unwrap_or("n"), self.part)
    }
}

/// Whoever is named, as far as comparing two claims needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Party {
    /// Hash of kind and name.
    pub(crate) key: u32,
    /// Hash of the last word of the name: of a person, the family name.
    pub(crate) last: u32,
    pub(crate) kind: EntityKind,
}

impl Party {
    /// True if somebody in particular is meant.
    pub(crate) fn known(&self) -> bool {
        self.kind != EntityKind::Unnamed
    }

    /// True if two articles may well mean the same by it.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.key == other.key
            || (self.kind == EntityKind::Person && other.kind == EntityKind::Person && self.last == other.last)
    }
}

/// One statement that an article presents as somebody's, or makes itself.
///
/// Made by [`crate::Digest::of`]; a store may keep it as JSON or make it again from the
/// reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Which claim of which article.
    pub id: ClaimId,
    /// Its words, in code points of the article's text.
    pub spans: Vec<Span>,
    /// Day of publication, in days since 1970-01-01.
    pub day: Option<i32>,
    /// How its cue vouches for it; null for narration.
    pub stance: Option<Stance>,
    /// True if the cue itself is negated.
    pub negated: bool,
    /// How much of the content stands in quotation marks; null for narration.
    pub mode: Option<Mode>,
    pub(crate) speaker: Option<Party>,
    pub(crate) words: Vec<Word>,
    /// Indices of words of substance, one for each stem, sorted by stem.
    pub(crate) order: Vec<u16>,
    /// Stems that stand under a negation, sorted.
    pub(crate) denied: Vec<u32>,
    pub(crate) names: Vec<Party>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) places: Vec<Spot>,
    /// Days of the times that the words name, first and last.
    pub(crate) times: Vec<(i32, i32)>,
    pub(crate) facts: Vec<Fact>,
}

/// Most claims taken from one article; the rest is left out of comparing.
const MOST_CLAIMS: usize = 5_000;

/// Fewest words of substance in a statement of a content, and in one of narration, where
/// nothing else holds it.
const LEAST_TOLD: usize = 2;
const LEAST_NARRATED: usize = 4;

impl Claim {
    /// Words of substance, one for each stem, in the order of the stems' hashes.
    pub(crate) fn features(&self) -> impl Iterator<Item = &Word> {
        self.order.iter().map(|&i| &self.words[usize::from(i)])
    }

    /// True if the claim keeps a distance in its own words.
    pub(crate) fn hedged(&self) -> bool {
        self.words.iter().any(|word| word.role == Role::Hedge)
    }

    /// True for a sentence of the article's own.
    #[must_use]
    pub fn narrated(&self) -> bool {
        self.stance.is_none()
    }

    /// A hash of all that a judgement of other articles' claims looks at. Claims of one form
    /// are judged alike, wherever they stand.
    #[must_use]
    pub fn form(&self) -> u64 {
        form::form(self)
    }

    /// When what it says is said to have happened, as far as that can be told: the days
    /// that it names, else none.
    pub(crate) fn event(&self) -> Option<(i32, i32)> {
        let first = self.times.iter().map(|time| time.0).min()?;
        let last = self.times.iter().map(|time| time.1).max()?;
        Some((first, last))
    }
}

/// All claims of a reading, in the order of the text. `words` are those of its text.
pub(crate) fn claims(reading: &Reading, words: &[Word]) -> Vec<Claim> {
    let cut = Cut::new(&reading.text, words);
    let context = Context::new(reading, words);
    let mut claims = Vec::new();
    for attribution in &reading.attributions {
        if claims.len() >= MOST_CLAIMS {
            break;
        }
        let parts = parts::contents(&cut, &attribution.content);
        let subject = parts.first().and_then(|first| context.subject(&cut, first));
        let speaker = attribution.speaker_entity.as_deref().and_then(|id| context.parties.get(id)).copied();
        let himself = speaker.and_then(|party| context.named(&attribution.source, party));
        for (part, ranges) in (0u32..).zip(parts) {
            let id = ClaimId { article: reading.id.clone(), attribution: Some(attribution.id.clone()), part };
            let goes_on = part > 0 && ranges.first().is_some_and(|range| cut.words[range.start].of_the_same());
            let of_himself = part == 0 && ranges.first().is_some_and(|range| words::of_the_speaker(cut.words, range));
            let whom = if of_himself { himself } else { subject.filter(|_| goes_on) };
            let mut claim = context.claim(id, &cut, &ranges, whom);
            claim.stance = Some(attribution.stance);
            claim.negated = attribution.negated;
            claim.mode = Some(attribution.mode);
            claim.speaker = speaker;
            claims.extend((claim.order.len() >= LEAST_TOLD).then_some(claim));
        }
    }
    for (part, range) in (0u32..).zip(parts::narration(&cut, reading)) {
        let id = ClaimId { article: reading.id.clone(), attribution: None, part };
        let claim = context.claim(id, &cut, &[range], None);
        claims.extend((claim.order.len() >= LEAST_NARRATED).then_some(claim));
    }
    claims.truncate(MOST_CLAIMS);
    claims.sort_by_key(|claim| claim.spans.first().map(|span| span.start));
    claims
}

/// What of a reading may fall into a claim, each list sorted by span.
struct Context<'r> {
    day: Option<i32>,
    parties: FxHashMap<&'r str, Party>,
    mentions: Vec<(Span, Party)>,
    quantities: Vec<(Span, &'r Quantity)>,
    places: Vec<(Span, &'r Place)>,
    times: Vec<(Span, RangeInclusive<i32>)>,
    propositions: Vec<(Span, &'r Proposition)>,
}

impl<'r> Context<'r> {
    fn new(reading: &'r Reading, words: &[Word]) -> Self {
        let parties: FxHashMap<&str, Party> =
            reading.entities.iter().map(|entity| (entity.id.as_str(), names::party(entity))).collect();
        let named = reading.entities.iter().filter(|entity| entity.kind != EntityKind::Unnamed);
        let mentions = named.flat_map(|entity| {
            let party = parties[entity.id.as_str()];
            entity.mentions.iter().map(move |&span| (span, party))
        });
        let days = |time: &Time| Some((time.span, days::range(time.value.as_deref()?)?));
        Self {
            day: reading.published.map(days::number),
            mentions: with_family_names(sorted(mentions), words),
            quantities: sorted(reading.quantities.iter().map(|quantity| (quantity.span, quantity))),
            places: sorted(reading.places.iter().map(|place| (place.span, place))),
            times: sorted(reading.times.iter().filter_map(days)),
            propositions: sorted(reading.propositions.iter().map(|proposition| (proposition.trigger, proposition))),
            parties,
        }
    }

    /// The mention of somebody in some words.
    fn named(&self, spans: &[Span], party: Party) -> Option<(Span, Party)> {
        within(&self.mentions, spans).find(|(_, one)| one.key == party.key).copied()
    }

    /// Whom the first statement of a content speaks of: who is named first in it.
    fn subject(&self, cut: &Cut<'_>, ranges: &[Range<usize>]) -> Option<(Span, Party)> {
        let spans: Vec<Span> = ranges.iter().filter_map(|range| cut.span(range.clone())).collect();
        let mut people = within(&self.mentions, &spans).filter(|(_, party)| party.kind == EntityKind::Person);
        people.next().copied()
    }

    /// A claim of some words. `subject` is whom a statement goes on about without naming him
    /// (وأنه): his name counts as if it stood in it.
    fn claim(&self, id: ClaimId, cut: &Cut<'_>, ranges: &[Range<usize>], subject: Option<(Span, Party)>) -> Claim {
        let spans: Vec<Span> = ranges.iter().filter_map(|range| cut.span(range.clone())).collect();
        let mut own: Vec<Word> = ranges.iter().flat_map(|range| cut.words[range.clone()].iter().copied()).collect();
        let named = within(&self.mentions, &spans).map(|(span, _)| *span);
        let named = merge(named.chain(within(&self.places, &spans).map(|(span, _)| *span)).collect());
        for word in own.iter_mut().filter(|word| word.role == Role::Plain && holds(&named, word.span.start)) {
            word.role = Role::Named;
        }
        if let Some((span, _)) = subject {
            let name = cut.words[words::inside(cut.words, span)].iter();
            own.extend(name.map(|word| Word { role: Role::Named, ..*word }));
        }
        let numerals: Vec<u32> = within(&self.quantities, &spans).map(|(span, _)| span.start).collect();
        let mut names: Vec<Party> = within(&self.mentions, &spans).map(|(_, party)| *party).collect();
        names.extend(subject.map(|(_, party)| party));
        names.sort_unstable_by_key(|party| party.key);
        names.dedup_by_key(|party| party.key);
        let propositions =
            within(&self.propositions, &spans).filter(|(_, proposition)| proposition.attribution == id.attribution);
        Claim {
            day: self.day,
            stance: None,
            negated: false,
            mode: None,
            speaker: None,
            order: order(&own, &numerals),
            denied: denied(&own),
            names,
            numbers: within(&self.quantities, &spans).map(|(_, quantity)| Number::new(quantity, &own)).collect(),
            places: within(&self.places, &spans).map(|(_, place)| Spot::new(place)).collect(),
            times: within(&self.times, &spans).map(|(_, days)| (*days.start(), *days.end())).collect(),
            facts: propositions
                .map(|(span, proposition)| {
                    let trigger = cut.words[words::inside(cut.words, *span)].first().map_or(0, |word| word.stem);
                    fact::fact(proposition, trigger, |span, role| self.filler(span, role, cut))
                })
                .collect(),
            id,
            spans,
            words: own,
        }
    }

    /// What fills a role: a place, somebody, a time, a number, or else its words.
    fn filler(&self, span: Span, role: &str, cut: &Cut<'_>) -> Filler {
        let (place, placed) = widest(&self.places, span);
        let (party, named) = widest(&self.mentions, span);
        // A city that acts is somebody, a city gone to is a place: the role decides.
        let wants_place = ["place", "location", "from", "to", "at", "destination", "origin"].contains(&role);
        match (place, party) {
            (Some(place), _) if placed > named || wants_place => Filler::Place(Spot::new(place)),
            (_, Some(party)) => Filler::Party(party.key),
            _ => {
                let inside = &cut.words[words::inside(cut.words, span)];
                match (widest(&self.times, span).0, widest(&self.quantities, span).0) {
                    (Some(days), _) => Filler::Days(*days.start(), *days.end()),
                    (_, Some(quantity)) => Filler::Number(Number::new(quantity, inside)),
                    _ => Filler::Words(inside.iter().filter(|word| word.substantial()).map(|word| word.stem).collect()),
                }
            }
        }
    }
}

/// Least weight of a family name that is looked for by itself, in nats.
const RARE: f32 = 5.0;

/// Adds the places where a person of the article stands by the family name alone, if no other
/// person of the article has it.
fn with_family_names(mentions: Vec<(Span, Party)>, words: &[Word]) -> Vec<(Span, Party)> {
    let mut families: FxHashMap<u32, Option<Party>> = FxHashMap::default();
    for &(span, party) in mentions.iter().filter(|(_, party)| party.kind == EntityKind::Person) {
        let name = &words[words::inside(words, span)];
        if let [_, .., family] = name
            && family.weight >= RARE
        {
            let one = families.entry(family.stem).or_insert(Some(party));
            *one = one.filter(|known| known.key == party.key);
        }
    }
    let known = merge(mentions.iter().map(|(span, _)| *span).collect());
    let alone = words.iter().filter(|word| !holds(&known, word.span.start));
    let found = alone.filter_map(|word| Some((word.span, (*families.get(&word.stem)?)?)));
    let found: Vec<_> = found.collect();
    sorted(mentions.into_iter().chain(found))
}

fn sorted<T>(items: impl Iterator<Item = (Span, T)>) -> Vec<(Span, T)> {
    let mut items: Vec<_> = items.collect();
    items.sort_by_key(|(span, _)| *span);
    items
}

/// Those of a sorted list that lie inside one of the spans.
fn within<'a, T>(sorted: &'a [(Span, T)], spans: &'a [Span]) -> impl Iterator<Item = &'a (Span, T)> {
    spans.iter().flat_map(move |span| {
        let from = sorted.partition_point(|(one, _)| one.start < span.start);
        sorted[from..].iter().take_while(|(one, _)| one.start < span.end).filter(|(one, _)| one.end <= span.end)
    })
}

/// The one of a sorted list that covers most of a span, and how much. One that begins far
/// before the span is not looked for: names and numbers are short.
fn widest<T>(sorted: &[(Span, T)], span: Span) -> (Option<&T>, u32) {
    const BEFORE: u32 = 60;
    let from = sorted.partition_point(|(one, _)| one.start + BEFORE < span.start);
    let near = sorted[from..].iter().take_while(|(one, _)| one.start < span.end);
    let covered = |one: &Span| one.end.min(span.end).saturating_sub(one.start.max(span.start));
    let best =
        near.filter(|(one, _)| covered(one) > 0).max_by_key(|(one, _)| (covered(one), std::cmp::Reverse(one.start)));
    (best.map(|(_, item)| item), best.map_or(0, |(one, _)| covered(one)))
}

/// The words of substance, once each. The first word of a quantity is its numeral: what it
/// says is in the numbers.
fn order(words: &[Word], numerals: &[u32]) -> Vec<u16> {
    let mut order: Vec<u16> = (0..u16::MAX)
        .zip(words)
        .filter(|(_, word)| word.substantial() && !numerals.contains(&word.span.start))
        .map(|(i, _)| i)
        .collect();
    order.sort_by_key(|&i| (words[usize::from(i)].stem, i));
    order.dedup_by_key(|i| words[usize::from(*i)].stem);
    order
}

/// How many words a negation reaches.
const REACH: usize = 3;

/// The first word of substance after each negation.
fn denied(words: &[Word]) -> Vec<u32> {
    let negations = words.iter().enumerate().filter(|(_, word)| word.role == Role::Negation);
    let mut stems: Vec<u32> = negations
        .filter_map(|(i, _)| words[i + 1..].iter().take(REACH).find(|word| word.weight > 1.0).map(|word| word.stem))
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}
