//! Everything that hangs together with an article, gathered from the ledger.

use std::collections::BTreeSet;

use musnad_compare::{Ask, ClaimId as Compared, Neighbourhood, Story};
use musnad_ledger::{Bounds, ClaimId, Id, Key, Ledger, Result};

use super::held::Articles;

/// The most articles of one neighbourhood: a larger one is compared as far as it was found, those that share
/// most first.
const NEAR: usize = 300;

/// A neighbourhood, and whether all of it is here.
pub struct Near {
    pub hood: Neighbourhood,
    pub whole: bool,
}

/// Gathers what hangs together with an article; `None` if the article is not there.
pub fn near(ledger: &dyn Ledger, articles: &mut Articles<'_>, id: Id) -> Result<Option<Near>> {
    let Some(own) = articles.get(id)? else { return Ok(None) };
    let mut hood = Neighbourhood::of_digest(own.digest.clone());
    let mut whole = true;
    while let Some(ask) = hood.ask() {
        for id in look_up(ledger, &ask)? {
            if hood.has(&id.to_string()) {
                continue;
            }
            if hood.count() >= NEAR {
                whole = false;
                break;
            }
            if let Some(article) = articles.get(id)? {
                // The id of an article is made from its text: another text never has it.
                let _ = hood.give_digest(article.digest.clone());
            }
        }
        if !whole {
            break;
        }
    }
    Ok(Some(Near { hood, whole }))
}

/// The articles that share one of the keys, those that share most first.
fn look_up(ledger: &dyn Ledger, ask: &Ask) -> Result<Vec<Id>> {
    let keys = |keys: &[musnad_compare::Key]| keys.iter().map(|key| Key::from(key.0)).collect::<Vec<_>>();
    let found = ledger.candidates(&keys(&ask.claims), &keys(&ask.articles), Bounds::default())?;
    let mut seen = BTreeSet::new();
    let all = found.articles.iter().map(|(id, _)| *id).chain(found.owners);
    Ok(all.filter(|id| seen.insert(*id)).collect())
}

/// The articles of the members of all groups.
pub fn members(stories: &[Story]) -> BTreeSet<Id> {
    let groups = stories.iter().flat_map(|story| &story.groups);
    groups.flat_map(|group| &group.members).filter_map(|member| article(&member.claim)).collect()
}

/// The article of a claim.
pub fn article(claim: &Compared) -> Option<Id> {
    claim.article.parse().ok()
}

/// The ledger's id of a claim; `None` for a sentence of the article's own.
pub fn claim(articles: &mut Articles<'_>, claim: &Compared) -> Result<Option<ClaimId>> {
    let (Some(id), Some(local)) = (article(claim), &claim.attribution) else { return Ok(None) };
    Ok(articles.get(id)?.and_then(|held| held.claims.get(local).copied()))
}
