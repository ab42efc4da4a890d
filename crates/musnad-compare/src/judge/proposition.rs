//! What the propositions of two claims say of each other.

use super::MatchKind;
use crate::claim::Claim;
use crate::fact::{Fact, Filler, Fit};

/// Frames in which one place has one holder at a time.
const HOLDING: &[&str] = &["control"];

/// Frames in which somebody is in one place at a time, and the roles that say where.
const BEING: &[&str] = &["travel", "location"];
const WHERE: &[&str] = &["at", "to", "place", "location", "destination"];

/// What the propositions of two claims say of each other, where they speak of the same.
pub(super) fn facts(a: &Claim, b: &Claim) -> Option<MatchKind> {
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
            Some(Fit::Apart) => apart.push((role.as_str(), left)),
            _ => {}
        }
    }
    let somebody = same.iter().any(|filler| matches!(filler, Filler::Party(_)));
    let somewhere = same.iter().any(|filler| matches!(filler, Filler::Place(_)));
    let is = |list: &[&str]| list.contains(&a.frame.as_str()) && a.positive && b.positive;
    // Another verb of the frame may say the contrary: only the same one is sure to be the
    // same event.
    let one_event = a.trigger == b.trigger;
    match apart[..] {
        [(role, Filler::Place(_))] if somebody && is(BEING) && WHERE.contains(&role) => Some(MatchKind::PlaceDiffers),
        [(_, Filler::Number(_))] if !same.is_empty() && one_event && a.positive == b.positive => {
            Some(MatchKind::NumberDiffers)
        }
        [] if same.len() >= 2 && one_event && a.positive == b.positive => Some(MatchKind::Paraphrase),
        [] if same.len() >= 2 && one_event => Some(MatchKind::Opposite),
        // Two names of which nothing shows that they are one.
        [] if is(HOLDING) && one_event && somewhere && !somebody && holder(a) && holder(b) => {
            Some(MatchKind::HolderDiffers)
        }
        _ => None,
    }
}

/// True if both tell of who holds a place, and by other verbs: one may have taken it and one
/// have lost it.
pub(super) fn changed_hands(a: &Claim, b: &Claim) -> bool {
    let held = |claim: &'_ Claim| claim.facts.iter().any(|fact| HOLDING.contains(&fact.frame.as_str()));
    let one_event = || a.facts.iter().any(|x| b.facts.iter().any(|y| x.frame == y.frame && x.trigger == y.trigger));
    held(a) && held(b) && !one_event()
}

fn holder(fact: &Fact) -> bool {
    fact.roles.values().any(|filler| matches!(filler, Filler::Party(_)))
}
