//! The comparing of a ledger's articles, kept up to date: each new one with those that share keys with it.
//!
//! What is recorded does not depend on the order in which articles come. Stories are made anew from all that hangs
//! together with an article; of an attribution with several statements, the group of the first one that is in a group
//! is kept, also where that group belongs to another story than the one that was just made.

use std::collections::{BTreeMap, BTreeSet};

use musnad_compare::{ClaimId as Compared, Group, Story};
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
        let claims: Vec<ClaimId> = own.claims(self.ledger)?.values().copied().collect();
        for &claim in &claims {
            places.entry(claim).or_insert_with(|| alone(claim));
        }
        // An article that is compared for the first time held nobody together.
        let again = !self.ledger.memberships(&claims)?.is_empty();
        let together = near.hood.together();
        let mut unsure = self.earlier(&together, own, &mut places)?;
        let mut loosened = BTreeSet::new();
        let known: Vec<ClaimId> = places.keys().copied().collect();
        for (claim, article) in self.ledger.companions(&known)? {
            if places.contains_key(&claim) {
                continue;
            }
            if near.hood.has(&article.to_string()) {
                unsure.entry(article).or_default().insert(claim);
            } else if near.whole && again {
                loosened.insert(article);
            }
        }
        for (id, claims) in unsure {
            let Some(article) = self.articles.get(id)? else { continue };
            for (local, &claim) in article.claims(self.ledger)?.iter().filter(|(_, claim)| claims.contains(claim)) {
                let near = near::near(self.ledger, &mut self.articles, &article, Some(local))?;
                // What hangs together with this article is known better here: the ledger does not have it yet.
                let elsewhere = |story: &Story| {
                    let members = story.groups.iter().flat_map(|group| &group.members);
                    members.into_iter().all(|member| !together.contains(&member.claim))
                };
                let stories: Vec<Story> = near.hood.stories().into_iter().filter(elsewhere).collect();
                let there = self.places(&stories, near.whole)?.remove(&claim);
                let both = there.into_iter().chain(places.remove(&claim));
                let first = both.min_by_key(|place| place.statement).unwrap_or_else(|| alone(claim));
                places.insert(claim, first);
            }
        }
        Ok((places.into_values().collect(), loosened.into_iter().collect()))
    }

    /// Claims of other articles that hang together with these may be in another group by an earlier statement, which
    /// this article does not touch: then they stay there. Gives those of which that cannot be told from what was
    /// recorded, and those that were in a group of these stories and are in none any more.
    fn earlier(
        &mut self,
        together: &BTreeSet<&Compared>,
        own: &Held,
        places: &mut BTreeMap<ClaimId, Membership>,
    ) -> Result<BTreeMap<Id, BTreeSet<ClaimId>>> {
        let mut there: BTreeMap<ClaimId, (Id, &str)> = BTreeMap::new();
        for statement in together.iter().filter(|statement| statement.article != own.digest.article) {
            let (Some(id), Some(local)) = (near::article(statement), statement.attribution.as_deref()) else {
                continue;
            };
            let claim = self.articles.get(id)?.map_or(Ok(None), |article| article.claim(self.ledger, local))?;
            there.extend(claim.map(|claim| (claim, (id, local))));
        }
        let claims: Vec<ClaimId> = there.keys().copied().collect();
        let recorded = self.ledger.memberships(&claims)?;
        let recorded: BTreeMap<ClaimId, Membership> = recorded.into_iter().map(|one| (one.claim, one)).collect();
        let mut unsure: BTreeMap<Id, BTreeSet<ClaimId>> = BTreeMap::new();
        for (claim, (id, local)) in there {
            let place = places.get(&claim).map_or(u32::MAX, |place| place.statement);
            let sure = match recorded.get(&claim) {
                Some(was) if was.statement >= place => true,
                Some(was) => {
                    let (article, attribution) = (id.to_string(), Some(local.to_owned()));
                    let by = Compared { article, attribution, part: was.statement };
                    let touched = together.contains(&by);
                    if !touched {
                        places.remove(&claim);
                    }
                    !touched
                }
                None => place == 0,
            };
            if !sure {
                unsure.entry(id).or_default().insert(claim);
            }
        }
        Ok(unsure)
    }

    /// The group of each claim: that of its first statement that is in one.
    fn places(&mut self, stories: &[Story], whole: bool) -> Result<BTreeMap<ClaimId, Membership>> {
        let mut places: BTreeMap<ClaimId, Membership> = BTreeMap::new();
        for group in stories.iter().flat_map(|story| &story.groups) {
            let mut claims: Vec<(ClaimId, &Compared)> = Vec::new();
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
                let first = places.get(&claim).is_none_or(|place| statement.part < place.statement);
                if first {
                    let (kind, score) = strongest(group, statement);
                    let statement = statement.part;
                    places.insert(claim, Membership { claim, group: name, statement, kind: kind.into(), score });
                }
            }
        }
        Ok(places)
    }
}

/// How the ledger calls a claim that people put into a group.
pub const MOVED: &str = "moved";

fn alone(claim: ClaimId) -> Membership {
    Membership { claim, group: claim, statement: u32::MAX, kind: "alone".into(), score: 1.0 }
}

/// The match that holds a statement in its group most firmly.
fn strongest(group: &Group, statement: &Compared) -> (&'static str, f64) {
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
