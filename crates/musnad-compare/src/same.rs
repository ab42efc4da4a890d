//! Whether two claims say the same of the same.
//!
//! A judgement looks at the two claims and at the fixed table of word weights, and at
//! nothing else. That is what makes groups independent of the order in which articles come.
//! It is made to be refused: better two groups than a false one.

use musnad_model::{EntityKind, Mode, Span, Stance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claim::{Claim, ClaimId};
use crate::fact::{Fact, Filler, Fit, Number};
use crate::words::{Role, Word};

/// How two claims belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// The same words of the same speaker, quoted.
    SameQuotation,
    /// The same words, at least in part not as a quotation.
    SameWords,
    /// Other words for the same.
    Paraphrase,
    /// One denies what the other says.
    Denial,
    /// One says so and the other says not so.
    Opposite,
    /// The same, but for a number.
    NumberDiffers,
    /// The same of the same person, but in another place: a rival claim, not the same one.
    PlaceDiffers,
    /// The same place held by somebody else: a rival claim, not the same one.
    HolderDiffers,
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

impl MatchKind {
    /// True if the two are one claim: in one group, if on different sides of it.
    #[must_use]
    pub const fn same_claim(self) -> bool {
        !matches!(self, Self::PlaceDiffers | Self::HolderDiffers)
    }

    /// True if the two stand on different sides of one claim.
    #[must_use]
    pub const fn opposed(self) -> bool {
        matches!(self, Self::Denial | Self::Opposite)
    }
}

/// Two claims that belong together, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Match {
    /// The first claim, by id.
    pub a: ClaimId,
    /// The second.
    pub b: ClaimId,
    /// How they belong together.
    pub kind: MatchKind,
    /// How sure that is, 0 to 1. It orders matches; it is no probability.
    pub score: f32,
    /// What it rests on.
    pub reason: Reason,
}

/// What a match rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// Longest run of words that both have, in words.
    pub run: u32,
    /// Share of the shorter claim's words that stand in common runs of four or more.
    pub verbatim: f32,
    /// Common words by their weight, as a share of all (Dice).
    pub wording: f32,
    /// True if both have the same speaker.
    pub same_speaker: bool,
    /// Numbers that count the same and differ, of the first and of the second claim.
    pub numbers: Vec<(String, String)>,
    /// Common words in the first claim's article, in code points.
    pub common_a: Vec<Span>,
    /// Common words in the second claim's article.
    pub common_b: Vec<Span>,
}

impl Reason {
    /// One sentence for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut parts = Vec::new();
        if self.run >= RUN {
            parts.push(format!("{} words in a row are the same", self.run));
        }
        parts.push(format!("{:.0} % of the wording by weight is common", self.wording * 100.0));
        if self.same_speaker {
            parts.push("the speaker is the same".to_owned());
        }
        for (a, b) in &self.numbers {
            parts.push(format!("one has {a}, the other {b}"));
        }
        parts.join("; ")
    }
}

/// Shortest run of words that counts as verbatim.
const RUN: u32 = 4;

/// Words of one claim that the other has too.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Common {
    /// How many stems of substance.
    count: u32,
    /// Their weight, in nats.
    weight: f32,
    /// Weight of all stems of the first and of the second claim.
    all: (f32, f32),
    /// The same without names: how many, and their share of all by weight.
    plain: (u32, f32),
    plain_all: (f32, f32),
}

impl Common {
    fn of<'a>(a: impl Iterator<Item = &'a Word>, b: impl Iterator<Item = &'a Word>) -> Self {
        let (mut a, mut b) = (a.peekable(), b.peekable());
        let mut common = Self::default();
        loop {
            match (a.peek().copied(), b.peek().copied()) {
                (Some(left), Some(right)) if left.stem == right.stem => {
                    common.count += 1;
                    common.weight += left.weight;
                    common.all.0 += left.weight;
                    common.all.1 += right.weight;
                    // A name in one and not in the other is one: readings are not perfect.
                    if left.role != Role::Named && right.role != Role::Named {
                        common.plain.0 += 1;
                        common.plain.1 += left.weight;
                        common.plain_all.0 += left.weight;
                        common.plain_all.1 += right.weight;
                    }
                    a.next();
                    b.next();
                }
                (Some(left), right) if right.is_none_or(|right| left.stem < right.stem) => {
                    common.all.0 += left.weight;
                    common.plain_all.0 += if left.role == Role::Named { 0.0 } else { left.weight };
                    a.next();
                }
                (_, Some(right)) => {
                    common.all.1 += right.weight;
                    common.plain_all.1 += if right.role == Role::Named { 0.0 } else { right.weight };
                    b.next();
                }
                _ => return common,
            }
        }
    }

    /// Share of all words, by weight.
    fn dice(&self) -> f32 {
        2.0 * self.weight / (self.all.0 + self.all.1).max(f32::EPSILON)
    }

    /// Share of the words that are no names, by weight.
    fn plain_dice(&self) -> f32 {
        2.0 * self.plain.1 / (self.plain_all.0 + self.plain_all.1).max(f32::EPSILON)
    }

    /// Share of the smaller claim, by weight.
    fn held(&self) -> f32 {
        self.weight / self.all.0.min(self.all.1).max(f32::EPSILON)
    }
}

/// Runs of words that two claims share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Runs {
    longest: u32,
    /// Share of the shorter claim's words inside runs of [`RUN`] or more.
    share: f32,
}

/// All common runs, by dynamic programming: claims are sixty words at most.
fn runs(a: &[Word], b: &[Word]) -> Runs {
    let mut last = vec![0u32; b.len() + 1];
    let mut longest = 0;
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    for (i, left) in a.iter().enumerate() {
        // From the right, so that `last[j]` is still the row before.
        for j in (0..b.len()).rev() {
            last[j + 1] = if left.key == b[j].key { last[j] + 1 } else { 0 };
            let run = last[j + 1];
            if run >= RUN {
                longest = longest.max(run);
                let run = run as usize;
                in_a[i + 1 - run..=i].fill(true);
                in_b[j + 1 - run..=j].fill(true);
            }
        }
    }
    let share = |marked: &[bool]| marked.iter().filter(|&&m| m).count() as f32 / marked.len().max(1) as f32;
    let share = match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => share(&in_a),
        std::cmp::Ordering::Greater => share(&in_b),
        std::cmp::Ordering::Equal => share(&in_a).max(share(&in_b)),
    };
    Runs { longest, share }
}

/// True if two claims are the same words for long: whoever is named, one had them from the
/// other or both from one text (isnad-cum-matn: only other wording shows another way).
pub(crate) fn verbatim(a: &Claim, b: &Claim) -> bool {
    let runs = runs(&a.words, &b.words);
    runs.longest >= LONG_RUN && runs.share >= VERBATIM
}

/// What a judgement comes to, before its reason is written out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) kind: MatchKind,
    pub(crate) score: f32,
    runs: Runs,
    dice: f32,
}

/// Fewest common words of substance, and their least weight in nats, for anything at all.
const LEAST_COMMON: u32 = 3;
const LEAST_WEIGHT: f32 = 10.0;

/// Publications farther apart, in days, report two events unless the words are the same.
const DAYS: i32 = 10;

/// Named days farther apart are two events. Not one: outlets print a text a day later and
/// leave its "today" as it was.
const EVENT_DAYS: i32 = 2;

/// Words in a row that make a quotation wherever and whenever it stands.
const LONG_RUN: u32 = 8;

/// Judges two claims. `None`: they do not belong together, as far as can be shown.
pub(crate) fn judge(a: &Claim, b: &Claim) -> Option<Verdict> {
    if a.id == b.id || one_text(a, b) {
        return None;
    }
    let verdict = judge_forms(a, b)?;
    // Inside one article a writer sets one thing against another in like words.
    let near = a.id.article == b.id.article && !matches!(verdict.kind, MatchKind::SameQuotation | MatchKind::SameWords);
    (!near || (verdict.score >= WITHIN && verdict.kind != MatchKind::Opposite)).then_some(verdict)
}

/// Least similarity of paraphrases inside one article.
const WITHIN: f32 = 0.7;

/// True if both are one stretch of one article: a relay and what it relays. And an
/// article's own sentence is no second voice beside its attributions.
pub(crate) fn one_text(a: &Claim, b: &Claim) -> bool {
    a.id.article == b.id.article
        && (a.narrated() || b.narrated() || a.spans.iter().any(|span| b.spans.iter().any(|other| span.overlaps(*other))))
}

/// Judges two forms, which may be one.
pub(crate) fn judge_forms(a: &Claim, b: &Claim) -> Option<Verdict> {
    // Two sentences of narration are nobody's claim.
    if a.narrated() && b.narrated() {
        return None;
    }
    let common = Common::of(a.features(), b.features());
    if common.count < LEAST_COMMON || common.weight < LEAST_WEIGHT {
        return rival(a, b);
    }
    let runs = runs(&a.words, &b.words);
    let same_speaker = matches!((&a.speaker, &b.speaker), (Some(a), Some(b)) if a.meets(b));
    if !same_time(a, b, runs, same_speaker) {
        return None;
    }
    let score = similarity(common, runs);
    let verdict = |kind, score| Some(Verdict { kind, score, runs, dice: common.dice() });
    let facts = facts(a, b);
    if facts.is_some_and(|kind| !kind.same_claim()) || places_apart(a, b) {
        return rival(a, b);
    }
    let same_words = runs.share >= VERBATIM && common.held() >= VERBATIM;
    // A short stretch of equal words may be a formula: something else must be the same too.
    let verbatim = same_words && (runs.longest >= LONG_RUN || same_speaker || of_one_thing(a, b));
    let least = match (&a.speaker, &b.speaker) {
        (Some(x), Some(y)) if !same_speaker && a.denies() == b.denies() && x.known() && y.known() => PARAPHRASE_OF_ANOTHER,
        _ => PARAPHRASE,
    };
    let worded = score >= least && common.plain.0 >= LEAST_PLAIN && common.plain_dice() >= PLAIN;
    // Where propositions agree, they say what the names are said to do.
    let paraphrase = same_force(a, b)
        && common.count >= LEAST_SHARED
        && (worded || (facts.is_some() && score >= PARAPHRASE_OF_FACTS));
    if !verbatim && !paraphrase {
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

/// Share of the shorter claim in common runs from which wording counts as verbatim.
const VERBATIM: f32 = 0.6;

/// Least similarity of a paraphrase; of one by another known speaker, who has his own things
/// to say of the same people; of one whose propositions agree; of claims that differ in
/// polarity or number only.
const PARAPHRASE: f32 = 0.58;
const PARAPHRASE_OF_ANOTHER: f32 = 0.66;
const PARAPHRASE_OF_FACTS: f32 = 0.35;
const OPPOSITE: f32 = 0.7;
const NUMBERS: f32 = 0.6;

/// Fewest common words of substance in a paraphrase; and of those that are no names, how
/// many and what share. Names say of whom, and not what.
const LEAST_SHARED: u32 = 4;
const LEAST_PLAIN: u32 = 2;
const PLAIN: f32 = 0.4;

/// True if both name the same person, body or place, or the same number of the same.
fn of_one_thing(a: &Claim, b: &Claim) -> bool {
    a.names.iter().any(|x| b.names.iter().any(|y| x.key == y.key))
        || a.places.iter().any(|x| b.places.iter().any(|y| x.key == y.key))
        || a.numbers.iter().any(|x| b.numbers.iter().any(|y| x.same_kind(y) && !x.differs(y)))
}

/// How alike the words are, 0 to 1: mostly what both have of all, partly how much of the
/// shorter is in the longer, since outlets cut; runs lift it, since word order tells too.
fn similarity(common: Common, runs: Runs) -> f32 {
    let words = 0.6 * common.dice() + 0.4 * common.held();
    words + (1.0 - words) * 0.5 * runs.share * common.held()
}

/// True if both can be of one event.
fn same_time(a: &Claim, b: &Claim, runs: Runs, same_speaker: bool) -> bool {
    let long = runs.longest >= LONG_RUN && runs.share >= VERBATIM && same_speaker;
    if let (Some(a), Some(b)) = (a.day, b.day)
        && (a - b).abs() > DAYS
        && !long
    {
        return false;
    }
    match (a.event(), b.event()) {
        (Some(x), Some(y)) => long || crate::days::apart(&(x.0..=x.1), &(y.0..=y.1)) <= EVENT_DAYS,
        _ => true,
    }
}

impl Claim {
    /// True if the claim is a denial of its content.
    pub(crate) fn denies(&self) -> bool {
        self.stance == Some(Stance::Denies) && !self.negated
    }
}

/// Kinds of speech acts that paraphrase each other: to demand a thing is not to report it.
fn same_force(a: &Claim, b: &Claim) -> bool {
    let force = |claim: &Claim| match claim.stance {
        Some(Stance::Urges) => 1,
        Some(Stance::Commits) => 2,
        Some(Stance::Judges) => 3,
        _ => 0,
    };
    force(a) == force(b)
}

/// True if a word that both have stands under a negation in one of them only, and no word
/// the other way round.
fn opposite(a: &Claim, b: &Claim) -> bool {
    let has = |claim: &Claim, stem: u32| claim.words.iter().any(|word| word.stem == stem);
    let flips = |x: &Claim, y: &Claim| {
        x.denied.iter().filter(|&&stem| has(y, stem) && y.denied.binary_search(&stem).is_err()).count()
    };
    let unmatched = |x: &Claim, y: &Claim| x.denied.iter().any(|&stem| !has(y, stem));
    let (there, back) = (flips(a, b), flips(b, a));
    (there + back) % 2 == 1 && !unmatched(a, b) && !unmatched(b, a)
}

/// Numbers that count the same and differ. Two numbers count the same if the words after
/// them agree, or if each is the only one of its telling unit in its claim: 14 soldiers
/// killed and ten troops killed. With several of a kind only those are compared that
/// have no equal in the other claim.
pub(crate) fn differing<'c>(a: &'c Claim, b: &'c Claim) -> Vec<(&'c Number, &'c Number)> {
    let alone = |n: &Number, claim: &Claim| {
        n.telling_unit() && claim.numbers.iter().filter(|m| m.unit == n.unit).count() == 1
    };
    let kin = |n: &Number, m: &Number| n.same_kind(m) || (n.unit == m.unit && alone(n, a) && alone(m, b));
    let lonely_a: Vec<&Number> =
        a.numbers.iter().filter(|n| !b.numbers.iter().any(|m| n.same_unit(m) && !n.differs(m))).collect();
    let lonely_b: Vec<&Number> =
        b.numbers.iter().filter(|m| !a.numbers.iter().any(|n| n.same_unit(m) && !n.differs(m))).collect();
    let mut pairs = Vec::new();
    for &n in &lonely_a {
        let mut found = lonely_b.iter().filter(|m| kin(n, m));
        if let (Some(&m), None) = (found.next(), found.next())
            && lonely_a.iter().filter(|other| kin(other, m)).count() == 1
        {
            pairs.push((n, m));
        }
    }
    pairs
}

/// True if both name places and every place of one is apart from every place of the other.
fn places_apart(a: &Claim, b: &Claim) -> bool {
    !a.places.is_empty()
        && !b.places.is_empty()
        && a.places.iter().all(|left| b.places.iter().all(|right| left.apart(right)))
}

/// Wording without places or names from which two claims are the same but for these.
const RIVAL: f32 = 0.6;

/// Two claims that cannot both be so, though they are not one: somebody in two places, a
/// place with two holders.
fn rival(a: &Claim, b: &Claim) -> Option<Verdict> {
    let near = |a: Option<i32>, b: Option<i32>| matches!((a, b), (Some(a), Some(b)) if (a - b).abs() <= DAYS);
    // Without a day nothing shows that both speak of one time.
    if a.denies() || b.denies() || !near(a.day, b.day) || !same_force(a, b) {
        return None;
    }
    if let (Some(x), Some(y)) = (a.event(), b.event())
        && (x.1 < y.0 || y.1 < x.0)
    {
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

/// Frames in which one place has one holder at a time.
const HOLDING: &[&str] = &["control", "hold", "seize", "capture"];

/// Frames in which somebody is in one place at a time.
const BEING: &[&str] = &["location", "be_at", "travel", "presence", "whereabouts"];

/// What the propositions of two claims say of each other, where they speak of the same.
fn facts(a: &Claim, b: &Claim) -> Option<MatchKind> {
    a.facts.iter().flat_map(|left| b.facts.iter().map(move |right| (left, right))).filter_map(|(a, b)| fact(a, b)).min()
}

fn fact(a: &Fact, b: &Fact) -> Option<MatchKind> {
    if a.frame != b.frame {
        return None;
    }
    let (mut same, mut apart) = (Vec::new(), Vec::new());
    for (role, left) in &a.roles {
        match b.roles.get(role).map(|right| left.fit(right)) {
            Some(Fit::Same) => same.push(left),
            Some(Fit::Apart) => apart.push(left),
            _ => {}
        }
    }
    let is = |list: &[&str]| list.iter().any(|name| a.frame.split(['.', '-', '_', '/']).any(|part| part == *name));
    let shared = |test: fn(&Filler) -> bool| same.iter().any(|filler| test(filler));
    let somebody = shared(|filler| matches!(filler, Filler::Party(_)));
    match apart[..] {
        [] if same.len() >= 2 && a.positive == b.positive => Some(MatchKind::Paraphrase),
        [] if same.len() >= 2 => Some(MatchKind::Opposite),
        [Filler::Number(_)] if !same.is_empty() && a.positive == b.positive => Some(MatchKind::NumberDiffers),
        [Filler::Place(_)] if somebody && is(BEING) && a.positive && b.positive => Some(MatchKind::PlaceDiffers),
        [] if is(HOLDING) && a.positive && b.positive && shared(|filler| matches!(filler, Filler::Place(_))) => {
            // The holders are two names that nothing shows to be one.
            let holder = |fact: &Fact| fact.roles.values().any(|filler| matches!(filler, Filler::Party(_)));
            (holder(a) && holder(b) && !somebody).then_some(MatchKind::HolderDiffers)
        }
        _ => None,
    }
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

/// True if a word of a claim only modifies: used by distortions to tell a changed word
/// from a changed particle.
pub(crate) fn particle(word: &Word) -> bool {
    word.weight < 1.0 && word.role == Role::Plain
}
