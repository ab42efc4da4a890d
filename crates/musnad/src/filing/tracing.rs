//! Traces of a ledger's claims, with what people moved from group to group.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use musnad_compare::trace::{Conflict, Trace};
use musnad_compare::{ClaimId as Compared, Group, Member, Side, Story};
use musnad_ledger::{Act, ArticleFilter, Claim, ClaimFilter, ClaimId, Id, Ledger, Page, Result, Subject};
use musnad_model::{Reading, Stance};
use serde::Serialize;

use super::articles;
use super::comparing::MOVED;
use super::held::Articles;
use super::near::{self, near};

/// Longer ways from claim to claim are not followed; the ledger has the same bound.
const MOST_MOVES: usize = 16;

/// A trace, and which of its claims people put there.
#[derive(Debug, Serialize)]
pub struct Told {
    #[serde(flatten)]
    pub trace: Trace,
    /// Claims that people moved here; the machine found no match for them.
    pub moved: Vec<Compared>,
}

/// Traces the claims of a ledger.
pub struct Tracing<'l> {
    ledger: &'l dyn Ledger,
    articles: Articles<'l>,
}

impl<'l> Tracing<'l> {
    /// Of this ledger.
    pub fn new(ledger: &'l dyn Ledger) -> Self {
        Self { ledger, articles: Articles::new(ledger) }
    }

    /// The trace of the group that a claim belongs to: of the group of this statement of it, or of the first one that is
    /// in a group. `None` if people rejected the claim, or if it says too little to be compared.
    pub fn claim(&mut self, claim: &Claim, part: Option<u32>) -> Result<Option<Told>> {
        match self.end(claim.id)? {
            Some(end) if end == claim.id => self.group_of(claim, part, None),
            Some(end) => {
                let filter = ClaimFilter { ids: vec![end], rejected: true, ..ClaimFilter::default() };
                match self.ledger.claims(&filter, Page::default())?.first() {
                    Some(there) => self.group_of(there, None, Some(claim)),
                    None => self.alone(claim, part),
                }
            }
            None => self.alone(claim, part),
        }
    }

    /// All conflicts that articles of a filter take part in, each once, with the trace that it stands in; until `told`
    /// has enough and says false.
    pub fn conflicts<E: From<musnad_ledger::Error>>(
        &mut self,
        filter: &ArticleFilter,
        mut told: impl FnMut(&mut Self, &Told, &Conflict) -> std::result::Result<bool, E>,
    ) -> std::result::Result<(), E> {
        let mut groups: BTreeSet<String> = BTreeSet::new();
        let mut conflicts: BTreeSet<String> = BTreeSet::new();
        for story in articles(self.ledger, filter)? {
            let Some(held) = self.articles.get(story.id)? else { continue };
            let near = near(self.ledger, &mut self.articles, &held, None)?;
            let own = story.id.to_string();
            for story in near.hood.stories() {
                let here = |group: &&Group| group.members.iter().any(|member| member.claim.article == own);
                for group in story.groups.iter().filter(here) {
                    if !groups.insert(group.id.clone()) {
                        continue;
                    }
                    let Some(found) = self.trace(near.whole, &story, group, None)? else { continue };
                    for conflict in &found.trace.conflicts {
                        if conflicts.insert(identity(conflict)) && !told(self, &found, conflict)? {
                            return Ok(());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// A claim as the ledger has it, from its name in a trace; `None` for a sentence of an article's own.
    pub fn stored(&mut self, claim: &Compared) -> Result<Option<Claim>> {
        let Some(id) = near::claim(self.ledger, &mut self.articles, claim)? else { return Ok(None) };
        let filter = ClaimFilter { ids: vec![id], rejected: true, ..ClaimFilter::default() };
        Ok(self.ledger.claims(&filter, Page::default())?.pop())
    }

    /// The trace of a claim's group, with one that people put there.
    fn group_of(&mut self, claim: &Claim, part: Option<u32>, with: Option<&Claim>) -> Result<Option<Told>> {
        let Some(held) = self.articles.get(claim.article)? else { return Ok(None) };
        let near = near(self.ledger, &mut self.articles, &held, Some(&claim.local))?;
        let stories = near.hood.stories();
        let article = claim.article.to_string();
        let this = |id: &Compared| {
            id.article == article
                && id.attribution.as_deref() == Some(&*claim.local)
                && part.is_none_or(|part| id.part == part)
        };
        let groups = stories.iter().flat_map(|story| story.groups.iter().map(move |group| (story, group)));
        let first = |group: &Group| {
            group.members.iter().map(|member| &member.claim).filter(|id| this(id)).map(|id| id.part).min()
        };
        let found = groups.filter_map(|(story, group)| Some((first(group)?, story, group))).min_by_key(|found| found.0);
        if let Some((_, story, group)) = found {
            return self.trace(near.whole, story, group, with);
        }
        let Some(own) = held.digest.claims.iter().find(|claim| this(&claim.id)) else { return Ok(None) };
        // A claim that is in no group may be a rival of one that is.
        let none = Story { id: String::new(), groups: Vec::new(), rivals: Vec::new() };
        let rival = stories.iter().find(|story| story.rivals.iter().any(|one| one.a == own.id || one.b == own.id));
        self.trace(near.whole, rival.unwrap_or(&none), &Group::of_one(own), with)
    }

    /// The trace of a claim that people put into no group.
    fn alone(&mut self, claim: &Claim, part: Option<u32>) -> Result<Option<Told>> {
        let Some(held) = self.articles.get(claim.article)? else { return Ok(None) };
        let this =
            |id: &Compared| id.attribution.as_deref() == Some(&*claim.local) && part.is_none_or(|part| id.part == part);
        let Some(own) = held.digest.claims.iter().find(|claim| this(&claim.id)) else { return Ok(None) };
        let group = Group::of_one(own);
        let story = Story { id: String::new(), groups: Vec::new(), rivals: Vec::new() };
        let reading = self.articles.reading(claim.article)?;
        let trace = reading.and_then(|reading| musnad_compare::trace::trace(&story, &group, &[&reading], &[]).ok());
        Ok(trace.map(|trace| Told { trace, moved: group.members.into_iter().map(|member| member.claim).collect() }))
    }

    /// Traces a group as people left it. `whole`: all of its story is here.
    fn trace(&mut self, whole: bool, story: &Story, group: &Group, with: Option<&Claim>) -> Result<Option<Told>> {
        let (group, moved) = self.regrouped(group, with, whole)?;
        if group.members.is_empty() {
            return Ok(None);
        }
        let members: BTreeSet<Id> = group.members.iter().filter_map(|member| near::article(&member.claim)).collect();
        let rivals = story.rivals.iter().flat_map(|rival| [&rival.a, &rival.b]).filter_map(near::article);
        let mut readings = Vec::new();
        for id in members.iter().copied().chain(rivals).collect::<BTreeSet<Id>>() {
            readings.extend(self.articles.reading(id)?);
        }
        let mut digests = Vec::new();
        for id in members {
            digests.extend(self.articles.get(id)?.map(|held| Arc::clone(&held.digest)));
        }
        let copies = near::copies_among(self.ledger, &mut self.articles, &digests)?;
        let readings: Vec<&Reading> = readings.iter().map(Rc::as_ref).collect();
        let trace = musnad_compare::trace::trace(story, &group, &readings, &copies).ok();
        Ok(trace.map(|trace| Told { trace, moved }))
    }

    /// A group without the claims that people moved away, and with those that they moved here.
    fn regrouped(&mut self, group: &Group, with: Option<&Claim>, whole: bool) -> Result<(Group, Vec<Compared>)> {
        let mut ids: Vec<(ClaimId, &Compared)> = Vec::new();
        for member in &group.members {
            if let Some(claim) = near::claim(self.ledger, &mut self.articles, &member.claim)? {
                ids.push((claim, &member.claim));
            }
        }
        let claims: Vec<ClaimId> = ids.iter().map(|(id, _)| *id).collect();
        let mut here: BTreeSet<Id> = claims.iter().min().copied().into_iter().collect();
        let mut gone: BTreeSet<&Compared> = BTreeSet::new();
        let recorded: std::collections::BTreeMap<ClaimId, Id> = self.ledger.groups(&claims)?.into_iter().collect();
        for &(id, compared) in &ids {
            // Another group may also be that of another statement of the claim.
            if recorded.get(&id).is_some_and(|group| here.contains(group)) {
                continue;
            }
            match self.end(id)? {
                // Of a group that is too large to be seen at once, the name is that of a claim that is not here.
                Some(end) if end == id => here.extend(recorded.get(&id).filter(|_| !whole)),
                Some(end) if claims.contains(&end) => {}
                _ => {
                    gone.insert(compared);
                }
            }
        }
        let mut members: Vec<Member> =
            group.members.iter().filter(|member| !gone.contains(&member.claim)).cloned().collect();
        let mut moved = Vec::new();
        let mut come: Vec<Claim> = with.into_iter().cloned().collect();
        for group in here {
            let all = self.ledger.group(group)?.into_iter().flat_map(|group| group.members);
            come.extend(all.filter(|member| member.kind == MOVED).map(|member| member.claim));
        }
        for claim in come {
            if claims.contains(&claim.id) || moved.iter().any(|(id, _)| *id == claim.id) {
                continue;
            }
            for member in self.members_of(&claim)? {
                moved.push((claim.id, member.claim.clone()));
                members.push(member);
            }
        }
        members.sort_by(|a, b| a.claim.cmp(&b.claim));
        let holds = |claim: &Compared| members.iter().any(|member| member.claim == *claim);
        let matches = group.matches.iter().filter(|one| holds(&one.a) && holds(&one.b)).cloned().collect();
        Ok((Group { id: group.id.clone(), members, matches }, moved.into_iter().map(|(_, claim)| claim).collect()))
    }

    /// The statements of a claim that people put into a group. Whether they speak for or against is told by the cue alone.
    fn members_of(&mut self, claim: &Claim) -> Result<Vec<Member>> {
        let Some(held) = self.articles.get(claim.article)? else { return Ok(Vec::new()) };
        let own = held.digest.claims.iter().filter(|one| one.id.attribution.as_deref() == Some(&*claim.local));
        let members = own.flat_map(|one| Group::of_one(one).members);
        Ok(members
            .map(|mut member| {
                if member.side == Side::For && claim.stance == Stance::Denies {
                    member.side = Side::Against;
                }
                member
            })
            .collect())
    }

    /// Where people moved a claim: to another one, or out of all groups. `None`: nowhere.
    fn moved(&self, claim: ClaimId) -> Result<Option<Option<ClaimId>>> {
        let operations = self.ledger.operations(&Subject::Claim(claim))?;
        let mut moves =
            operations.into_iter().filter(|stored| stored.active).filter_map(|stored| match stored.operation.act {
                Act::Move { claim: moved, to } if moved == claim => Some(to),
                _ => None,
            });
        Ok(moves.next_back())
    }

    /// The claim whose group a claim belongs to; `None` for no group.
    fn end(&self, claim: ClaimId) -> Result<Option<ClaimId>> {
        let mut at = claim;
        for _ in 0..MOST_MOVES {
            match self.moved(at)? {
                None => return Ok(Some(at)),
                Some(Some(to)) => at = to,
                Some(None) => return Ok(None),
            }
        }
        Ok(None)
    }
}

/// What makes two conflicts the same: kind and claims, whichever group they were found in.
fn identity(conflict: &Conflict) -> String {
    let mut claims: Vec<String> =
        conflict.positions.iter().flat_map(|position| &position.claims).map(ToString::to_string).collect();
    claims.sort_unstable();
    format!("{:?} {}", conflict.kind, claims.join(" "))
}
