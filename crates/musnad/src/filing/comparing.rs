//! The comparing of a ledger's articles: each new one with those that share keys with it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use musnad_compare::trace::Trace;
use musnad_compare::{Ask, ClaimId as Compared, Copy, Digest, Group, Index, Neighbourhood, Story, trace};
use musnad_ledger::{
    ArticleFilter, Bounds, ClaimFilter, ClaimId, Comparison, Copied, Id, Key, Ledger, Membership, Page, Passage, Result,
};
use musnad_model::Reading;

use super::{Corrected, articles, corrected};

/// Version of what comparing finds, as the ledger keeps it.
/// A test holds that it names that of the keys.
pub const VERSION: &str = "compare 1";

/// The most articles of one neighbourhood: a larger one is compared as far as it was found.
const NEAR: usize = 300;
/// The most articles that are held in memory between two comparisons.
const HELD: usize = 2_000;

/// Compares the articles of a ledger.
pub struct Comparing<'l> {
    ledger: &'l dyn Ledger,
    held: HashMap<Id, Corrected>,
}

impl<'l> Comparing<'l> {
    /// Of this ledger.
    pub fn new(ledger: &'l dyn Ledger) -> Self {
        Self { ledger, held: HashMap::new() }
    }

    fn article(&mut self, id: Id) -> Result<Option<&Corrected>> {
        if !self.held.contains_key(&id) {
            let Some(article) = corrected(self.ledger, id)? else { return Ok(None) };
            self.held.insert(id, article);
        }
        Ok(self.held.get(&id))
    }

    /// Everything that hangs together with an article.
    pub fn near(&mut self, id: Id) -> Result<Option<Neighbourhood>> {
        let Some(article) = self.article(id)? else { return Ok(None) };
        let mut near = Neighbourhood::of(article.reading.clone());
        let mut count = 1;
        while let Some(ask) = near.ask() {
            for id in self.look_up(&ask)? {
                if count >= NEAR {
                    return Ok(Some(near));
                }
                if near.has(&id.to_string()) {
                    continue;
                }
                if let Some(article) = self.article(id)? {
                    // An id is the hash of its text too: none is ever another's.
                    let _ = near.give(article.reading.clone());
                    count += 1;
                }
            }
        }
        Ok(Some(near))
    }

    /// The articles that share one of the keys.
    fn look_up(&self, ask: &Ask) -> Result<Vec<Id>> {
        let keys = |keys: &[musnad_compare::Key]| keys.iter().map(|key| Key::from(key.0)).collect::<Vec<_>>();
        let found = self.ledger.candidates(&keys(&ask.claims), &keys(&ask.articles), Bounds::default())?;
        let mut ids: Vec<Id> = found.articles.iter().map(|(id, _)| *id).collect();
        let claims: Vec<ClaimId> = found.claims.iter().map(|(id, _)| *id).collect();
        for some in claims.chunks(Page::MOST) {
            let filter = ClaimFilter { ids: some.to_vec(), rejected: true, ..ClaimFilter::default() };
            ids.extend(
                self.ledger.claims(&filter, Page { skip: 0, limit: Page::MOST })?.iter().map(|claim| claim.article),
            );
        }
        let mut seen = BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        Ok(ids)
    }

    /// Compares one article and records what was found.
    pub fn compare(&mut self, id: Id) -> Result<()> {
        if self.held.len() >= HELD {
            self.held.clear();
        }
        self.held.remove(&id);
        let Some(article) = self.article(id)? else { return Ok(()) };
        let digest = Digest::of(&article.reading);
        let claims = Ids::of([article]);
        let number = |key: &musnad_compare::Key| Key::from(key.0);
        let keys = digest
            .claim_keys()
            .into_iter()
            .filter_map(|(local, keys)| Some((claims.local(id, &local)?, keys.iter().map(number).collect())));
        let mut comparison = Comparison {
            article: id,
            version: VERSION.into(),
            fingerprints: digest.article_keys().iter().map(number).collect(),
            keys: keys.collect(),
            members: Vec::new(),
            copies: Vec::new(),
        };
        let Some(near) = self.near(id)? else { return Ok(()) };
        let stories = near.stories();
        let mut ids: BTreeSet<Id> = BTreeSet::from([id]);
        for story in &stories {
            ids.extend(
                story.groups.iter().flat_map(|group| &group.members).filter_map(|m| m.claim.article.parse::<Id>().ok()),
            );
        }
        let known = Ids::of(ids.iter().filter_map(|id| self.held.get(id)));
        comparison.members = self.members(&stories, &known, id)?;
        let own = id.to_string();
        let copies = near.copies();
        comparison.copies = copies.iter().filter(|copy| copy.a == own || copy.b == own).filter_map(kept).collect();
        self.ledger.relate(&comparison)
    }

    /// The members of the groups, and alone what was grouped with them before and is no more.
    fn members(&self, stories: &[Story], known: &Ids, own: Id) -> Result<Vec<Membership>> {
        let mut members: BTreeMap<ClaimId, Membership> = BTreeMap::new();
        for group in stories.iter().flat_map(|story| &story.groups) {
            let claims: Vec<(ClaimId, &Compared)> =
                group.members.iter().filter_map(|m| Some((known.claim(&m.claim)?, &m.claim))).collect();
            let Some(first) = claims.iter().map(|(id, _)| *id).min() else { continue };
            for (claim, compared) in claims {
                let best = group
                    .matches
                    .iter()
                    .filter(|found| found.a == *compared || found.b == *compared)
                    .max_by(|a, b| a.score.total_cmp(&b.score));
                let kind = best.map_or("same", |found| found.kind.as_str()).to_owned();
                let score = best.map_or(1.0, |found| f64::from(found.score));
                members.entry(claim).or_insert(Membership { claim, group: first, kind, score });
            }
        }
        let all: Vec<ClaimId> = known.by_local.values().flat_map(|claims| claims.values().copied()).collect();
        let touched: BTreeSet<ClaimId> = members.keys().copied().collect();
        let mut before: Vec<(ClaimId, Id)> = Vec::new();
        for some in all.chunks(Page::MOST) {
            before.extend(self.ledger.groups(some)?);
        }
        let groups: BTreeSet<Id> =
            before.iter().filter(|(claim, _)| touched.contains(claim)).map(|(_, group)| *group).collect();
        let loners = before.iter().filter(|(_, group)| groups.contains(group)).map(|(claim, _)| *claim);
        let mine = known.by_local.get(&own).into_iter().flat_map(|claims| claims.values().copied());
        for claim in loners.chain(mine) {
            members.entry(claim).or_insert(Membership { claim, group: claim, kind: "alone".into(), score: 1.0 });
        }
        Ok(members.into_values().collect())
    }

    /// The trace of the group of a claim.
    pub fn trace(&mut self, article: Id, local: &str) -> Result<Option<Trace>> {
        let Some(near) = self.near(article)? else { return Ok(None) };
        let name = article.to_string();
        let this = |claim: &Compared| claim.article == name && claim.attribution.as_deref() == Some(local);
        for story in near.stories() {
            // Several statements of one claim may be in several groups: the largest tells most.
            let with = story.groups.iter().filter(|group| group.members.iter().any(|m| this(&m.claim)));
            if let Some(group) = with.max_by_key(|group| group.members.len()) {
                return Ok(near.trace(&story, group).ok());
            }
        }
        let Some(article) = self.article(article)? else { return Ok(None) };
        let digest = Digest::of(&article.reading);
        let Some(claim) = digest.claims.iter().find(|claim| this(&claim.id)) else { return Ok(None) };
        Ok(alone(claim, &article.reading))
    }
}

/// The trace of a claim that no other article has.
fn alone(claim: &musnad_compare::Claim, reading: &Reading) -> Option<Trace> {
    let group = Group::of_one(claim);
    let story = Story { id: String::new(), groups: vec![group.clone()], rivals: Vec::new() };
    trace::trace(&story, &group, &[reading], &[]).ok()
}

/// The ledger's ids of claims by their ids in the readings.
struct Ids {
    by_local: BTreeMap<Id, BTreeMap<String, ClaimId>>,
}

impl Ids {
    fn of<'c>(articles: impl IntoIterator<Item = &'c Corrected>) -> Self {
        let claims = |article: &Corrected| article.claims.iter().map(|claim| (claim.local.clone(), claim.id)).collect();
        Self { by_local: articles.into_iter().map(|article| (article.story.id, claims(article))).collect() }
    }

    fn local(&self, article: Id, local: &str) -> Option<ClaimId> {
        self.by_local.get(&article)?.get(local).copied()
    }

    fn claim(&self, claim: &Compared) -> Option<ClaimId> {
        self.local(claim.article.parse().ok()?, claim.attribution.as_deref()?)
    }
}

/// A copy as the ledger keeps it: from the earlier to the later, where that is known.
fn kept(copy: &Copy) -> Option<Copied> {
    let (a, b): (Id, Id) = (copy.a.parse().ok()?, copy.b.parse().ok()?);
    let swapped = copy.from.as_deref() == Some(copy.a.as_str());
    let passage = |p: &musnad_compare::Passage| {
        if swapped { Passage { copy: p.b, original: p.a } } else { Passage { copy: p.a, original: p.b } }
    };
    Some(Copied {
        copy: if swapped { b } else { a },
        original: if swapped { a } else { b },
        kind: serde_json::to_value(copy.kind).ok()?.as_str()?.to_owned(),
        score: f64::from(copy.share),
        passages: copy.passages.iter().map(passage).collect(),
    })
}

/// All articles of a filter compared at once, in memory: for listings over everything.
pub struct Whole {
    readings: BTreeMap<String, Reading>,
    index: Index,
}

impl Whole {
    /// Reads the articles.
    pub fn of(ledger: &dyn Ledger, filter: &ArticleFilter) -> Result<Self> {
        Self::over(ledger, &articles(ledger, filter)?)
    }

    /// Reads these articles.
    pub fn over(ledger: &dyn Ledger, stories: &[musnad_ledger::Story]) -> Result<Self> {
        let mut whole = Self { readings: BTreeMap::new(), index: Index::new() };
        for story in stories {
            if let Some(article) = corrected(ledger, story.id)? {
                let _ = whole.index.add(Digest::of(&article.reading));
                whole.readings.insert(article.reading.id.clone(), article.reading);
            }
        }
        Ok(whole)
    }

    /// The traces of all groups, in the order of the stories.
    pub fn traces(&self) -> impl Iterator<Item = Trace> + '_ {
        let copies = self.index.copies();
        self.index.stories().into_iter().flat_map(move |story| {
            let mut articles: BTreeSet<&str> =
                story.groups.iter().flat_map(|group| group.members.iter().map(|m| m.claim.article.as_str())).collect();
            articles.extend(story.rivals.iter().flat_map(|rival| [rival.a.article.as_str(), rival.b.article.as_str()]));
            let readings: Vec<&Reading> = articles.iter().filter_map(|id| self.readings.get(*id)).collect();
            let near: Vec<Copy> = copies
                .iter()
                .filter(|copy| articles.contains(&*copy.a) && articles.contains(&*copy.b))
                .cloned()
                .collect();
            let traces: Vec<Trace> =
                story.groups.iter().filter_map(|group| trace::trace(&story, group, &readings, &near).ok()).collect();
            traces
        })
    }

    /// The traces of attributed claims that are in no group, in the order of their articles' ids.
    pub fn alone(&self) -> impl Iterator<Item = Trace> + '_ {
        let stories = self.index.stories();
        let members = stories.into_iter().flat_map(|story| story.groups).flat_map(|group| group.members);
        let grouped: BTreeSet<Compared> = members.map(|member| member.claim).collect();
        self.readings.values().flat_map(move |reading| {
            let mut claims = Digest::of(reading).claims;
            claims.retain(|claim| claim.id.attribution.is_some() && !grouped.contains(&claim.id));
            claims.into_iter().filter_map(move |claim| alone(&claim, reading))
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_tells_that_of_the_keys() {
        assert_eq!(super::VERSION, format!("compare {}", musnad_compare::KEYS));
    }
}
