//! The comparing of a ledger's articles, kept up to date: each new one with those that share keys with it.
//!
//! What is recorded does not depend on the order in which articles come. Stories are made anew from all that hangs
//! together with an article; of an attribution with several statements, the group of the first one that is in a group
//! is kept, also where that group belongs to another story than the one that was just made.

use std::collections::{BTreeMap, BTreeSet};

use musnad_compare::{Group, Story};
use musnad_ledger::{ArticleFilter, ClaimFilter, ClaimId, Comparison, Dated, Id, Ledger, Membership, Page, Result};

use super::held::{Articles, Held};
use super::near::{self, Near, near};
use super::{articles, copied};

/// Version of what comparing finds, as the ledger keeps it.
/// A test holds that it names that of the keys.
pub const VERSION: &str = "compare 2";

/// The most articles that are compared again because of one: those that it held together.
const LOOSENED: usize = 1_000;

/// Compares the articles of a ledger.
pub struct Comparing<'l> {
    ledger: &'l dyn Ledger,
    articles: Articles<'l>,
}

/// A group that a claim came to, and by which of its statements.
struct Place {
    part: u32,
    member: Membership,
}

impl<'l> Comparing<'l> {
    /// Of this ledger.
    pub fn new(ledger: &'l dyn Ledger) -> Self {
        Self { ledger, articles: Articles::new(ledger) }
    }

    /// The articles that are not compared as they are now.
    pub fn waiting(ledger: &dyn Ledger) -> Result<Vec<Id>> {
        let filter = ArticleFilter { not_compared_by: Some(VERSION.into()), ..ArticleFilter::default() };
        Ok(articles(ledger, &filter)?.into_iter().map(|story| story.id).collect())
    }

    /// Compares one article and records what was found; then those that it held together and holds no more.
    /// False if there is no such article, or none that this program can read.
    pub fn compare(&mut self, id: Id) -> Result<bool> {
        let mut open = vec![id];
        let mut seen = BTreeSet::from([id]);
        let mut done = false;
        while let Some(one) = open.pop() {
            let Some(loosened) = self.one(one)? else { continue };
            done |= one == id;
            for other in loosened {
                if seen.len() < LOOSENED && seen.insert(other) {
                    open.push(other);
                }
            }
        }
        Ok(done)
    }

    /// Compares an article; gives those that were in a group with it and are not near it any more.
    fn one(&mut self, id: Id) -> Result<Option<Vec<Id>>> {
        let Some(own) = self.articles.fresh(id)? else { return Ok(None) };
        let near = near(self.ledger, &mut self.articles, &own, None)?;
        let (members, loosened) = self.members(&near, &own)?;
        let copies = near::copies_of(self.ledger, &mut self.articles, &own)?;
        let dated = |key: musnad_compare::Key| Dated { key: near::number(key), period: key.period() };
        let keys = own.digest.keys().into_iter().map(|keys| keys.into_iter().map(dated).collect());
        self.ledger.relate(&Comparison {
            article: id,
            version: VERSION.into(),
            digest: own.digest.packed(),
            fingerprints: own.digest.fingerprints().into_iter().map(near::number).collect(),
            keys: keys.collect(),
            members,
            copies: copies.iter().filter_map(copied::kept).collect(),
        })?;
        Ok(Some(loosened))
    }

    /// The members of all groups near an article, alone what was in one of them before and is no more, and the
    /// articles of what was there before and is not near any more.
    fn members(&mut self, near: &Near, own: &Held) -> Result<(Vec<Membership>, Vec<Id>)> {
        let stories = near.hood.stories();
        let mut places = self.places(&stories, near.whole)?;
        for &claim in own.claims(self.ledger)?.values() {
            places.entry(claim).or_insert_with(|| alone(claim));
        }
        let mut unsure: BTreeMap<Id, BTreeSet<ClaimId>> = BTreeMap::new();
        for id in near::members(&stories).into_iter().filter(|id| id.to_string() != own.digest.article) {
            let Some(article) = self.articles.get(id)? else { continue };
            let ids = article.claims(self.ledger)?;
            for statement in &article.digest.claims {
                let local = statement.id.attribution.as_ref().and_then(|local| ids.get(local));
                // An earlier statement may be in a group of a story that is not near.
                if let Some(claim) = local
                    && places.get(claim).is_some_and(|place| place.part > statement.id.part)
                {
                    unsure.entry(id).or_default().insert(*claim);
                }
            }
        }
        let mut loosened = BTreeSet::new();
        let known: Vec<ClaimId> = places.keys().copied().collect();
        for (claim, article) in self.ledger.companions(&known)? {
            if places.contains_key(&claim) {
                continue;
            }
            if near.hood.has(&article.to_string()) {
                unsure.entry(article).or_default().insert(claim);
            } else if near.whole {
                loosened.insert(article);
            }
        }
        for (id, claims) in unsure {
            let Some(article) = self.articles.get(id)? else { continue };
            for (local, &claim) in article.claims(self.ledger)?.iter().filter(|(_, claim)| claims.contains(claim)) {
                let near = near::near(self.ledger, &mut self.articles, &article, Some(local))?;
                let there = self.places(&near.hood.stories(), near.whole)?;
                let place = there
                    .get(&claim)
                    .map_or_else(|| alone(claim), |place| Place { member: place.member.clone(), ..*place });
                places.insert(claim, place);
            }
        }
        Ok((places.into_values().map(|place| place.member).collect(), loosened.into_iter().collect()))
    }

    /// The group of each claim: that of its first statement that is in one.
    fn places(&mut self, stories: &[Story], whole: bool) -> Result<BTreeMap<ClaimId, Place>> {
        let mut places: BTreeMap<ClaimId, Place> = BTreeMap::new();
        for group in stories.iter().flat_map(|story| &story.groups) {
            let mut claims: Vec<(ClaimId, &musnad_compare::ClaimId)> = Vec::new();
            for member in &group.members {
                if let Some(claim) = near::claim(self.ledger, &mut self.articles, &member.claim)? {
                    claims.push((claim, &member.claim));
                }
            }
            let Some(mut name) = claims.iter().map(|(id, _)| *id).min() else { continue };
            if !whole {
                // Of a group that is too large to be seen at once, the name that its other members have.
                let ids: Vec<ClaimId> = claims.iter().map(|(id, _)| *id).collect();
                let had = self.ledger.groups(&ids)?.into_iter().map(|(_, group)| group).filter(|had| *had < name);
                name = had.min().unwrap_or(name);
            }
            for (claim, statement) in claims {
                let first = places.get(&claim).is_none_or(|place| statement.part < place.part);
                if first {
                    let (kind, score) = strongest(group, statement);
                    let member = Membership { claim, group: name, kind: kind.into(), score };
                    places.insert(claim, Place { part: statement.part, member });
                }
            }
        }
        Ok(places)
    }
}

/// How the ledger calls a claim that people put into a group.
pub const MOVED: &str = "moved";

fn alone(claim: ClaimId) -> Place {
    Place { part: u32::MAX, member: Membership { claim, group: claim, kind: "alone".into(), score: 1.0 } }
}

/// The match that holds a statement in its group most firmly.
fn strongest(group: &Group, statement: &musnad_compare::ClaimId) -> (&'static str, f64) {
    let own = group.matches.iter().filter(|found| found.a == *statement || found.b == *statement);
    let best = own.max_by(|x, y| x.score.total_cmp(&y.score).then((&y.a, &y.b).cmp(&(&x.a, &x.b))));
    best.map_or(("same", 1.0), |found| (found.kind.as_str(), f64::from(found.score)))
}

/// The articles that share a group or text with an article: what is to be compared again once it is gone.
pub fn around(ledger: &dyn Ledger, article: Id) -> Result<BTreeSet<Id>> {
    let filter = ClaimFilter { article: Some(article), rejected: true, ..ClaimFilter::default() };
    let claims = ledger.claims(&filter, Page { skip: 0, limit: Page::MOST })?;
    let claims: Vec<ClaimId> = claims.iter().map(|claim| claim.id).collect();
    let mut all: BTreeSet<Id> = ledger.companions(&claims)?.into_iter().map(|(_, article)| article).collect();
    all.extend(ledger.copies(article)?.iter().flat_map(|copied| [copied.copy, copied.original]));
    all.remove(&article);
    Ok(all)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_tells_that_of_the_keys() {
        assert_eq!(super::VERSION, format!("compare {}", musnad_compare::KEYS));
    }
}
