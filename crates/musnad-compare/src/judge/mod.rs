//! Whether two claims say the same of the same.
//!
//! A judgement looks at the two claims and at the fixed table of word weights, and at
//! nothing else. That is what makes groups independent of the order in which articles come.
//! It is made to be refused: better two groups than a false one.

mod matching;
mod proposition;
mod told;
mod values;
mod wording;

use musnad_model::{EntityKind, Mode, Span};

use crate::claim::Claim;
use crate::words::Word;
use proposition::{changed_hands, facts};
use told::Told;
use values::{alike, far, of_one_thing, one_day, opposite, places_apart, same_force, same_time};
use wording::{Common, LONG_RUN, Runs, VERBATIM, runs};

pub use matching::{Match, MatchKind, Reason};
pub(crate) use values::{DAYS, differing};
pub(crate) use wording::{particle, verbatim};

/// What a judgement comes to, before its reason is written out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) kind: MatchKind,
    pub(crate) score: f32,
    runs: Runs,
    dice: f32,
}

impl Verdict {
    /// What the pair adds to holding a group together: common wording of all. A claim that
    /// only holds another, and more, ties weakly: it must not pull a third one in.
    pub(crate) fn tie(&self) -> f32 {
        self.dice.max(LEAST_TIE)
    }
}

/// Tie of two claims of which one is a small part of the other.
const LEAST_TIE: f32 = 0.45;

/// What a count that both have alike tells, in nats: as much as a word in fifty texts of
/// a thousand. Which number it is tells less than a word as rare as the number.
const COUNT: f32 = 3.0;

/// Fewest common words of substance, and their least weight in nats, for anything at all.
const LEAST_COMMON: u32 = 3;
const LEAST_WEIGHT: f32 = 10.0;

/// Judges two claims. `None`: they do not belong together, as far as can be shown.
pub(crate) fn judge(a: &Claim, b: &Claim) -> Option<Verdict> {
    if a.id == b.id || one_text(a, b) {
        return None;
    }
    let verdict = judge_forms(a, b)?;
    // Inside one article a writer sets one thing against another in like words.
    let near = a.id.article == b.id.article && !matches!(verdict.kind, MatchKind::SameQuotation | MatchKind::SameWords);
    // And two numbers in one article are two counts.
    let two = matches!(verdict.kind, MatchKind::Opposite | MatchKind::NumberDiffers);
    (!near || (verdict.score >= WITHIN && !two)).then_some(verdict)
}

/// Least similarity of paraphrases inside one article.
const WITHIN: f32 = 0.75;

/// True if both are one stretch of one article: a relay and what it relays. And an
/// article's own sentence is no second voice beside its attributions.
pub(crate) fn one_text(a: &Claim, b: &Claim) -> bool {
    a.id.article == b.id.article
        && (a.narrated()
            || b.narrated()
            || a.spans.iter().any(|span| b.spans.iter().any(|other| span.overlaps(*other))))
}

/// Judges two forms, which may be one.
pub(crate) fn judge_forms(a: &Claim, b: &Claim) -> Option<Verdict> {
    // Two sentences of narration are nobody's claim.
    if a.narrated() && b.narrated() {
        return None;
    }
    let same_speaker = matches!((&a.speaker, &b.speaker), (Some(a), Some(b)) if a.meets(b));
    if !same_speaker && far(a, b) {
        return None;
    }
    let common = Common::of(a.features(), b.features()).with(alike(a, b), COUNT);
    let little = common.count < LEAST_COMMON || common.weight < LEAST_WEIGHT;
    if little && common.dice() < TWINS {
        return rival(a, b);
    }
    let runs = runs(&a.words, &b.words);
    if little && !twins(a, b, common, runs, same_speaker) {
        return rival(a, b);
    }
    if !same_time(a, b, runs, same_speaker) {
        return None;
    }
    let score = similarity(common, runs);
    let verdict = |kind, score| Some(Verdict { kind, score, runs, dice: common.dice() });
    let facts = facts(a, b);
    if facts.is_some_and(|kind| !kind.same_claim()) || places_apart(a, b) {
        return rival(a, b);
    }
    if changed_hands(a, b) {
        return None;
    }
    let same_words = runs.share >= VERBATIM && common.held() >= VERBATIM;
    // A short stretch of equal words may be a formula: something else must be the same too.
    let verbatim = same_words && (runs.longest >= LONG_RUN || same_speaker || of_one_thing(a, b));
    let told = Told { common, score, same_speaker };
    let paraphrase = same_force(a, b) && told.paraphrase(a, b, facts.is_some());
    let denial = a.denies() != b.denies() && told.denial(a, b);
    if !verbatim && !paraphrase && !denial {
        return rival(a, b);
    }
    if a.denies() != b.denies() {
        return verdict(MatchKind::Denial, score);
    }
    if opposite(a, b) || facts == Some(MatchKind::Opposite) {
        // Polarity is easily misread in long sentences: only where all else agrees.
        return if score >= OPPOSITE { verdict(MatchKind::Opposite, score) } else { None };
    }
    if !differing(a, b).is_empty() {
        return if score >= NUMBERS { verdict(MatchKind::NumberDiffers, score) } else { None };
    }
    let quoted = |claim: &Claim| matches!(claim.mode, Some(Mode::Direct | Mode::Mixed));
    match same_words {
        true if same_speaker && quoted(a) && quoted(b) => verdict(MatchKind::SameQuotation, score),
        true => verdict(MatchKind::SameWords, score),
        false => verdict(MatchKind::Paraphrase, score),
    }
}

/// True if two short claims are the same from end to end.
fn twins(a: &Claim, b: &Claim, common: Common, runs: Runs, same_speaker: bool) -> bool {
    let whole = runs.longest as f32 >= TWINS * a.words.len().max(b.words.len()) as f32;
    let least = if same_speaker { LEAST_OF_TWINS } else { LONG_RUN };
    common.count >= 2 && whole && runs.longest >= least
}

/// Share of both claims that must be the same for short ones, and fewest words of these if
/// the speaker is the same too.
const TWINS: f32 = 0.9;
const LEAST_OF_TWINS: u32 = 5;

/// Least similarity of claims that differ in polarity or number only.
const OPPOSITE: f32 = 0.7;
const NUMBERS: f32 = 0.6;

/// How alike the words are, 0 to 1: mostly what both have of all, partly how much of the
/// shorter is in the longer, since outlets cut; runs lift it, since word order tells too.
fn similarity(common: Common, runs: Runs) -> f32 {
    let words = 0.6 * common.dice() + 0.4 * common.held();
    words + (1.0 - words) * 0.5 * runs.share * common.held()
}

/// Wording without places or names from which two claims are the same but for these.
const RIVAL: f32 = 0.6;

/// Two claims that cannot both be so, though they are not one: somebody in two places, a
/// place with two holders.
fn rival(a: &Claim, b: &Claim) -> Option<Verdict> {
    // Without a day nothing shows that both speak of one time.
    if a.denies() || b.denies() || !one_day(a, b) || !same_force(a, b) {
        return None;
    }
    let verdict = |kind, score| Verdict { kind, score, runs: Runs::default(), dice: score };
    if facts(a, b) == Some(MatchKind::PlaceDiffers) {
        return Some(verdict(MatchKind::PlaceDiffers, 1.0));
    }
    if facts(a, b) == Some(MatchKind::HolderDiffers) {
        return Some(verdict(MatchKind::HolderDiffers, 1.0));
    }
    let person = a.names.iter().any(|x| x.kind == EntityKind::Person && b.names.iter().any(|y| x.meets(y)));
    if person && places_apart(a, b) {
        let bare = |claim: &'_ Claim| -> Vec<Word> { without(claim, |word| in_place(claim, word)) };
        let (left, right) = (bare(a), bare(b));
        let common = Common::of(left.iter(), right.iter());
        return (common.count >= LEAST_COMMON && common.dice() >= RIVAL)
            .then(|| verdict(MatchKind::PlaceDiffers, common.dice()));
    }
    None
}

fn in_place(claim: &Claim, word: &Word) -> bool {
    claim.places.iter().any(|spot| spot.span.contains(word.span))
}

fn without(claim: &Claim, left_out: impl Fn(&Word) -> bool) -> Vec<Word> {
    claim.features().filter(|word| !left_out(word)).copied().collect()
}

/// Whether two claims belong together, how, and why. `None`: nothing shows that they do.
/// The same whichever comes first.
#[must_use]
pub fn judged(a: &Claim, b: &Claim) -> Option<Match> {
    judge(a, b).map(|verdict| reason(a, b, verdict))
}

/// The match of two claims that were judged to belong together, with its reason.
pub(crate) fn reason(a: &Claim, b: &Claim, verdict: Verdict) -> Match {
    let (a, b) = if a.id <= b.id { (a, b) } else { (b, a) };
    let common = |x: &Claim, y: &Claim| -> Vec<Span> {
        let keys: Vec<u32> = y.features().map(|word| word.stem).collect();
        let mut spans: Vec<Span> =
            x.features().filter(|word| keys.binary_search(&word.stem).is_ok()).map(|word| word.span).collect();
        spans.sort_unstable();
        spans
    };
    Match {
        a: a.id.clone(),
        b: b.id.clone(),
        kind: verdict.kind,
        score: verdict.score,
        reason: Reason {
            run: verdict.runs.longest,
            verbatim: verdict.runs.share,
            wording: verdict.dice,
            same_speaker: matches!((&a.speaker, &b.speaker), (Some(x), Some(y)) if x.meets(y)),
            numbers: differing(a, b).iter().map(|(n, m)| (n.shown(), m.shown())).collect(),
            common_a: common(a, b),
            common_b: common(b, a),
        },
    }
}
