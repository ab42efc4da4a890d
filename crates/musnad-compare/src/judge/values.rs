//! Times, numbers, polarity and places of two claims.

use musnad_model::{EntityKind, Stance};

use super::wording::{LONG_RUN, Runs, VERBATIM};
use crate::claim::{Claim, Party};
use crate::days;
use crate::fact::Number;

/// Publications farther apart, in days, report two events unless the words are the same.
pub(crate) const DAYS: i32 = 10;

/// Named days farther apart are two events. Not one: outlets print a text a day later and
/// leave its "today" as it was.
const EVENT_DAYS: i32 = 2;

/// True if both can be of one event.
pub(super) fn same_time(a: &Claim, b: &Claim, runs: Runs, same_speaker: bool) -> bool {
    let long = runs.longest >= LONG_RUN && runs.share >= VERBATIM && same_speaker;
    if far(a, b) && !long {
        return false;
    }
    match (a.event(), b.event()) {
        (Some(x), Some(y)) => long || days::apart(&(x.0..=x.1), &(y.0..=y.1)) <= EVENT_DAYS,
        _ => true,
    }
}

/// True if they were published on days that are apart.
pub(super) fn far(a: &Claim, b: &Claim) -> bool {
    matches!((a.day, b.day), (Some(a), Some(b)) if (a - b).abs() > DAYS)
}

/// True if both are known to speak of one time: published within some days of each other,
/// and with no days in their words that are apart.
pub(super) fn one_day(a: &Claim, b: &Claim) -> bool {
    let near = matches!((a.day, b.day), (Some(a), Some(b)) if (a - b).abs() <= DAYS);
    near && !matches!((a.event(), b.event()), (Some(x), Some(y)) if x.1 < y.0 || y.1 < x.0)
}

impl Claim {
    /// True if the claim is a denial of its content.
    pub(crate) fn denies(&self) -> bool {
        self.stance == Some(Stance::Denies) && !self.negated
    }
}

/// Kinds of speech acts that paraphrase each other: to demand a thing is not to report it.
pub(super) fn same_force(a: &Claim, b: &Claim) -> bool {
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
pub(super) fn opposite(a: &Claim, b: &Claim) -> bool {
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
    let alone =
        |n: &Number, claim: &Claim| n.telling_unit() && claim.numbers.iter().filter(|m| m.unit == n.unit).count() == 1;
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

/// How many counts both have alike.
pub(super) fn alike(a: &Claim, b: &Claim) -> u32 {
    let counted = |n: &&Number| n.telling_unit() || !n.counted.is_empty();
    let found = |n: &Number| b.numbers.iter().any(|m| n.same_kind(m) && n.low == m.low && n.high == m.high);
    a.numbers.iter().filter(counted).filter(|n| n.low.is_some() && found(n)).count() as u32
}

/// True if both name places and every place of one is apart from every place of the other.
pub(super) fn places_apart(a: &Claim, b: &Claim) -> bool {
    !a.places.is_empty()
        && !b.places.is_empty()
        && a.places.iter().all(|left| b.places.iter().all(|right| left.apart(right)))
}

/// True if both name a day, and it is the same.
pub(super) fn of_one_day(a: &Claim, b: &Claim) -> bool {
    a.times.iter().any(|x| x.0 == x.1 && b.times.contains(x))
}

/// True if both name the same person, and the same place or the same number of the same.
pub(super) fn of_one_doing(a: &Claim, b: &Claim) -> bool {
    let person = |x: &Party| x.kind == EntityKind::Person && b.names.iter().any(|y| x.meets(y));
    let place = || a.places.iter().any(|x| b.places.iter().any(|y| x.key == y.key));
    a.names.iter().any(person) && (place() || alike(a, b) > 0)
}

/// True if both name the same person, body or place, or the same number of the same.
pub(super) fn of_one_thing(a: &Claim, b: &Claim) -> bool {
    a.names.iter().any(|x| b.names.iter().any(|y| x.meets(y)))
        || a.places.iter().any(|x| b.places.iter().any(|y| x.key == y.key))
        || a.numbers.iter().any(|x| b.numbers.iter().any(|y| x.same_kind(y) && !x.differs(y)))
}
