//! Everything that hangs together with the claims of an article, gathered from the ledger.

use std::collections::BTreeSet;
use std::sync::Arc;

use musnad_compare::{ClaimId as Compared, Copy, Digest, Key, Neighbourhood};
use musnad_ledger::{Bounds, ClaimId, Id, Ledger, Result, Wanted};

use super::held::{Articles, Held};

/// The most claims of one neighbourhood: a larger one is compared as far as it was found, the articles that share most
/// first.
const NEAR: usize = 3_000;

/// The most articles that an article's text is held against, those that share most fingerprints first.
const TEXTS: usize = 100;

/// A neighbourhood, and whether all of it is here.
pub struct Near {
    pub hood: Neighbourhood,
    pub whole: bool,
}

/// Gathers what hangs together with an article's claims, or with those of one attribution.
pub fn near(ledger: &dyn Ledger, articles: &mut Articles<'_>, own: &Held, attribution: Option<&str>) -> Result<Near> {
    let digest = Arc::clone(&own.digest);
    let mut hood = match attribution {
        Some(local) => Neighbourhood::of_attribution(digest, local),
        None => Neighbourhood::of(digest),
    };
    while let Some(keys) = hood.ask() {
        let keys: Vec<Wanted> = keys.into_iter().map(wanted).collect();
        let found = ledger.candidates(&keys, &[], Bounds::default())?.statements;
        let ids: Vec<Id> = found.iter().map(|(id, _)| *id).collect();
        let there = articles.compared(&ids)?;
        for (id, statements) in found {
            if hood.count() >= NEAR {
                return Ok(Near { hood, whole: false });
            }
            if let Ok(at) = there.binary_search_by_key(&id, |(id, _)| *id) {
                let statements = statements.into_iter().filter_map(|n| usize::try_from(n).ok());
                // The id of an article is made from its text: another text never has it.
                let _ = hood.give(&there[at].1.digest, statements);
            }
        }
    }
    Ok(Near { hood, whole: true })
}

fn wanted(key: Key) -> Wanted {
    Wanted { key: number(key), periods: key.periods() }
}

/// A key as the ledger has it.
pub fn number(key: Key) -> musnad_ledger::Key {
    musnad_ledger::Key(key.signed())
}

/// The copies of an article.
pub fn copies_of(ledger: &dyn Ledger, articles: &mut Articles<'_>, own: &Held) -> Result<Vec<Copy>> {
    let near = sharing_text(ledger, articles, &[&*own.digest])?;
    let near: Vec<&Digest> =
        near.iter().map(Arc::as_ref).filter(|digest| digest.article != own.digest.article).collect();
    Ok(musnad_compare::copies_of(&own.digest, &near))
}

/// The copies between some articles.
pub fn copies_among(ledger: &dyn Ledger, articles: &mut Articles<'_>, these: &[Arc<Digest>]) -> Result<Vec<Copy>> {
    let these: Vec<&Digest> = these.iter().map(Arc::as_ref).collect();
    if these.len() < 2 {
        return Ok(Vec::new());
    }
    let near = sharing_text(ledger, articles, &these)?;
    Ok(musnad_compare::copies_among(&these, &near.iter().map(Arc::as_ref).collect::<Vec<_>>()))
}

/// The articles that share fingerprints with some.
fn sharing_text(ledger: &dyn Ledger, articles: &mut Articles<'_>, these: &[&Digest]) -> Result<Vec<Arc<Digest>>> {
    let mut ids: BTreeSet<Id> = BTreeSet::new();
    for digest in these {
        let prints: Vec<musnad_ledger::Key> = digest.fingerprints().into_iter().map(number).collect();
        let bounds = Bounds { all: TEXTS, ..Bounds::default() };
        ids.extend(ledger.candidates(&[], &prints, bounds)?.articles.into_iter().map(|(id, _)| id));
    }
    let ids: Vec<Id> = ids.into_iter().collect();
    Ok(articles.compared(&ids)?.into_iter().map(|(_, held)| Arc::clone(&held.digest)).collect())
}

/// The article of a claim.
pub fn article(claim: &Compared) -> Option<Id> {
    claim.article.parse().ok()
}

/// The ledger's id of a claim; `None` for a sentence of the article's own.
pub fn claim(ledger: &dyn Ledger, articles: &mut Articles<'_>, claim: &Compared) -> Result<Option<ClaimId>> {
    let (Some(id), Some(local)) = (article(claim), &claim.attribution) else { return Ok(None) };
    articles.get(id)?.map_or(Ok(None), |held| held.claim(ledger, local))
}
