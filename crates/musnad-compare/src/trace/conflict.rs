//! Versions of a claim that cannot all be so, side by side.

use std::collections::BTreeMap;

use musnad_model::Stance;

use super::chain::Voice;
use super::{Conflict, ConflictKind, Position};
use crate::claim::{Claim, ClaimId};
use crate::fact::Number;
use crate::judge::{Match, MatchKind, differing};
use crate::story::Side;

pub(super) fn conflicts(
    voices: &[Voice<'_>],
    rivals: &[Match],
    claim: impl Fn(&ClaimId) -> Option<Claim>,
) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    conflicts.extend(sides(voices));
    conflicts.extend(numbers(voices));
    conflicts.extend(rivalry(voices, rivals, claim));
    conflicts
}

/// Those who say so against those who deny it or say not so.
fn sides(voices: &[Voice<'_>]) -> Option<Conflict> {
    let of = |side: Side| -> Vec<ClaimId> {
        voices.iter().filter(|voice| voice.member.side == side).map(|voice| voice.member.claim.clone()).collect()
    };
    let (yes, no) = (of(Side::For), of(Side::Against));
    if yes.is_empty() || no.is_empty() {
        return None;
    }
    let denied = voices.iter().any(|voice| voice.member.stance == Some(Stance::Denies));
    let kind = if denied { ConflictKind::Denial } else { ConflictKind::Polarity };
    Some(Conflict { kind, positions: vec![position(None, yes), position(None, no)] })
}

/// Different numbers for one count. One conflict for each thing counted: pairs of numbers
/// that differ and hang together.
fn numbers(voices: &[Voice<'_>]) -> Vec<Conflict> {
    let mut found: Vec<BTreeMap<String, Vec<ClaimId>>> = Vec::new();
    for (i, x) in voices.iter().enumerate() {
        for y in &voices[i + 1..] {
            for (n, m) in differing(x.claim, y.claim) {
                let ends = [(shown(n), &x.member.claim), (shown(m), &y.member.claim)];
                // The count is that in which one of the two claims has this number already.
                let known = found.iter().position(|count| {
                    ends.iter().any(|(value, id)| count.get(value).is_some_and(|ids| ids.contains(id)))
                });
                let at = known.unwrap_or_else(|| {
                    found.push(BTreeMap::new());
                    found.len() - 1
                });
                for (value, id) in ends {
                    let ids = found[at].entry(value).or_default();
                    if !ids.contains(id) {
                        ids.push(id.clone());
                    }
                }
            }
        }
    }
    let conflict = |count: BTreeMap<String, Vec<ClaimId>>| {
        let mut positions: Vec<Position> =
            count.into_iter().map(|(value, claims)| position(Some(value), claims)).collect();
        positions.iter_mut().for_each(|position| position.claims.sort());
        positions.sort_by(|a, b| a.claims.cmp(&b.claims).then(a.value.cmp(&b.value)));
        Conflict { kind: ConflictKind::Number, positions }
    };
    found.into_iter().map(conflict).collect()
}

/// A side, without its lines: these come when all sides are known.
const fn position(value: Option<String>, claims: Vec<ClaimId>) -> Position {
    Position { value, claims, lines: None, links: Vec::new() }
}

fn shown(number: &Number) -> String {
    format!("{} {}", number.shown(), number.unit.as_deref().unwrap_or_default()).trim_end().to_owned()
}

/// Claims of other groups of the story that cannot be so beside these.
fn rivalry(voices: &[Voice<'_>], rivals: &[Match], claim: impl Fn(&ClaimId) -> Option<Claim>) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for rival in rivals {
        let here = |id: &ClaimId| voices.iter().any(|voice| voice.member.claim == *id);
        if !here(&rival.a) && !here(&rival.b) {
            continue;
        }
        let kind = match rival.kind {
            MatchKind::HolderDiffers => ConflictKind::Holder,
            _ => ConflictKind::Place,
        };
        let place = |id: &ClaimId| {
            let places = claim(id).map(|claim| {
                let mut names: Vec<String> = claim.places.iter().map(|place| place.name.clone()).collect();
                names.dedup();
                names.join("، ")
            });
            let value = places.filter(|places| !places.is_empty() && kind == ConflictKind::Place);
            position(value, vec![id.clone()])
        };
        let positions = if here(&rival.a) { [&rival.a, &rival.b] } else { [&rival.b, &rival.a] };
        conflicts.push(Conflict { kind, positions: positions.map(place).to_vec() });
    }
    merged(conflicts)
}

/// Joins conflicts of a kind whose positions have the same values.
fn merged(conflicts: Vec<Conflict>) -> Vec<Conflict> {
    let mut by_value: BTreeMap<(ConflictKind, Vec<Option<String>>), Vec<Position>> = BTreeMap::new();
    for conflict in conflicts {
        let values = conflict.positions.iter().map(|position| position.value.clone()).collect();
        let known = by_value
            .entry((conflict.kind, values))
            .or_insert_with(|| conflict.positions.iter().map(|one| position(one.value.clone(), Vec::new())).collect());
        for (position, more) in known.iter_mut().zip(conflict.positions) {
            position.claims.extend(more.claims);
            position.claims.sort();
            position.claims.dedup();
        }
    }
    by_value.into_iter().map(|((kind, _), positions)| Conflict { kind, positions }).collect()
}
