//! Claims that people moved out of their group, into another or into none.

use std::collections::{BTreeMap, BTreeSet};

use musnad_compare::{ClaimId as Compared, Group, Index, Story};
use musnad_ledger::{ClaimId, Id};

use super::Card;

/// The most moves of one claim that are followed.
const MOST: usize = 16;

/// Where moved attributions belong: each by article and local id, with the attribution whose group is theirs.
#[derive(Debug, Default)]
pub(super) struct Moves(BTreeMap<Place, Option<Place>>);

type Place = (String, String);

fn place(claim: &Compared) -> Option<Place> {
    Some((claim.article.clone(), claim.attribution.clone()?))
}

impl Moves {
    /// The moves of the ledger, in the words of comparing. What is about articles that are not here is left out.
    pub(super) fn of(moves: &BTreeMap<ClaimId, Option<ClaimId>>, cards: &BTreeMap<Id, std::sync::Arc<Card>>) -> Self {
        if moves.is_empty() {
            return Self::default();
        }
        let wanted: BTreeSet<ClaimId> =
            moves.iter().flat_map(|(claim, to)| std::iter::once(*claim).chain(*to)).collect();
        let all = cards.iter().flat_map(|(id, card)| card.claims.iter().map(move |(local, claim)| (*claim, id, local)));
        let places: BTreeMap<ClaimId, Place> = all
            .filter(|(claim, ..)| wanted.contains(claim))
            .map(|(claim, id, local)| (claim, (id.to_string(), local.clone())))
            .collect();
        let end = |claim: ClaimId| {
            let mut at = claim;
            for _ in 0..MOST {
                match moves.get(&at) {
                    None => return Some(at),
                    Some(to) => at = (*to)?,
                }
            }
            None
        };
        let moved = moves.keys().filter_map(|&claim| {
            let to = end(claim).filter(|to| *to != claim).and_then(|to| places.get(&to)).cloned();
            Some((places.get(&claim)?.clone(), to))
        });
        Self(moved.collect())
    }

    /// Puts moved claims where people said that they belong. `touched`: claims whose groups are made anew now; a
    /// claim that had no group gets one if others were moved to it.
    pub(super) fn apply(&self, stories: &mut Vec<Story>, touched: &[Compared], index: &Index) {
        if self.0.is_empty() {
            return;
        }
        let mut open: BTreeMap<&Place, Vec<&Place>> = BTreeMap::new();
        for (claim, to) in &self.0 {
            if let Some(to) = to {
                open.entry(to).or_default().push(claim);
            }
        }
        for group in stories.iter_mut().flat_map(|story| &mut story.groups) {
            let gone = |claim: &Compared| place(claim).is_some_and(|place| self.0.contains_key(&place));
            group.members.retain(|member| !gone(&member.claim));
            group.matches.retain(|one| !gone(&one.a) && !gone(&one.b));
            let here: Vec<Place> = group.members.iter().filter_map(|member| place(&member.claim)).collect();
            for to in here {
                for claim in open.remove(&to).into_iter().flatten() {
                    join(group, claim, index);
                }
            }
        }
        for (to, claims) in open {
            let touched = touched.iter().any(|claim| place(claim).as_ref() == Some(to));
            if let Some(mut group) = touched.then(|| alone(to, index)).flatten() {
                claims.into_iter().for_each(|claim| join(&mut group, claim, index));
                stories.push(Story { id: group.id.clone(), groups: vec![group], rivals: Vec::new() });
            }
        }
        stories.iter_mut().for_each(|story| story.groups.retain(|group| !group.members.is_empty()));
    }
}

/// A claim as a group of its own.
fn alone(of: &Place, index: &Index) -> Option<Group> {
    let claims = &index.article(&of.0)?.claims;
    claims.iter().find(|claim| place(&claim.id).as_ref() == Some(of)).map(Group::of_one)
}

/// Puts a claim into a group, by its first statement.
fn join(group: &mut Group, claim: &Place, index: &Index) {
    let Some(one) = alone(claim, index) else { return };
    for member in one.members {
        if !group.members.iter().any(|known| known.claim == member.claim) {
            group.members.push(member);
        }
    }
    group.members.sort_by(|a, b| a.claim.cmp(&b.claim));
}
