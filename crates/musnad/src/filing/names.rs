//! Short names of things in a ledger, as people type them.

use musnad_ledger::{ArticleFilter, Claim, ClaimFilter, ClaimId, Id, Ledger, Named, Page, Search, Subject};
use musnad_model::fold::{Strength, fold};

use super::failed;
use crate::failure::{Failure, one_line};

/// Hexadecimal digits by which an article is shown.
const DIGITS: usize = 12;
/// The most people of one name among whom the one with the most claims is meant.
const NAMESAKES: usize = 20;
/// The most claims of an article that a hint names.
const SHOWN: usize = 40;

/// The beginning of an id: enough to tell articles apart, and to find them again.
pub fn short(id: Id) -> String {
    id.to_string().chars().take(DIGITS).collect()
}

/// Finds what people name.
pub struct Names<'l>(pub &'l dyn Ledger);

impl Names<'_> {
    /// A claim: `ARTICLE/a4`, or the beginning of its id.
    pub fn claim(&self, name: &str) -> anyhow::Result<ClaimId> {
        Ok(self.statement(name)?.0.id)
    }

    /// A claim, and which of its statements if the name says so: `ARTICLE/a4.1`.
    pub fn statement(&self, name: &str) -> anyhow::Result<(Claim, Option<u32>)> {
        let Some((article, local)) = name.split_once('/') else {
            let found = self.beginning(name)?;
            let is_claim = |one: &Subject| if let Subject::Claim(id) = one { Some(*id) } else { None };
            let id = one("claim", name, &found.iter().filter_map(is_claim).collect::<Vec<_>>())?;
            let filter = ClaimFilter { ids: vec![id], rejected: true, ..ClaimFilter::default() };
            let found = self.0.claims(&filter, Page::default()).map_err(failed)?.pop();
            return found.map(|claim| (claim, None)).ok_or_else(|| unknown("claim", name));
        };
        let article = self.article(article)?;
        let (local, part) = match local.split_once('.') {
            Some((local, part)) => match part.parse() {
                Ok(part) => (local, Some(part)),
                Err(_) => return Err(unknown("claim", name)),
            },
            None => (local, None),
        };
        let claims = self.claims_of(article)?;
        if let Some(claim) = claims.iter().find(|claim| claim.local == local) {
            return Ok((claim.clone(), part));
        }
        let known: Vec<&str> = claims.iter().map(|claim| claim.local.as_str()).take(SHOWN).collect();
        let more = if claims.len() > SHOWN { " …" } else { "" };
        let hint = match &known[..] {
            [] => "nothing is claimed in it".to_owned(),
            known => format!("there are {}{more}", known.join(" ")),
        };
        Err(Failure::usage(format!("the article has no claim {local:?}"), hint).into())
    }

    /// All claims of an article in the order of their ids, also those that people rejected.
    fn claims_of(&self, article: Id) -> anyhow::Result<Vec<Claim>> {
        let filter = ClaimFilter { article: Some(article), rejected: true, ..ClaimFilter::default() };
        let mut claims = Vec::new();
        loop {
            let more = self.0.claims(&filter, Page { skip: claims.len(), limit: Page::MOST }).map_err(failed)?;
            let last = more.len() < Page::MOST;
            claims.extend(more);
            if last {
                // a2 before a10.
                claims.sort_by_key(|claim| (claim.local.len(), claim.local.clone()));
                return Ok(claims);
            }
        }
    }

    /// An article: the beginning of its id, or a claim of it.
    pub fn article(&self, name: &str) -> anyhow::Result<Id> {
        let name = name.split('/').next().unwrap_or(name);
        let found = self.beginning(name)?;
        let articles: Vec<Id> =
            found.iter().filter_map(|one| if let Subject::Article(id) = one { Some(*id) } else { None }).collect();
        one("article", name, &articles)
    }

    /// A claim, an article, an entity's key or an outlet's name.
    pub fn subject(&self, name: &str) -> anyhow::Result<Subject> {
        if name.contains('/') {
            return self.claim(name).map(Subject::Claim);
        }
        if let [one] = self.beginning(name)?.as_slice() {
            return Ok(one.clone());
        }
        if name.contains(':') {
            return Ok(Subject::Entity(name.to_owned()));
        }
        // The ledger takes any name of an outlet: a slip of the pen would be one more.
        let filter = ArticleFilter { outlet: Some(name.to_owned()), ..ArticleFilter::default() };
        if self.0.articles(&filter, Page { skip: 0, limit: 1 }).map_err(failed)?.is_empty() {
            let hint =
                "`musnad articles` shows outlets; people and bodies go by their keys, which `musnad who NAME` shows";
            let message = format!("there is no outlet {:?} in the ledger", one_line(name));
            return Err(Failure::usage(message, hint).into());
        }
        Ok(Subject::Outlet(name.to_owned()))
    }

    fn beginning(&self, digits: &str) -> anyhow::Result<Vec<Subject>> {
        // A short name could be a word.
        let hexadecimal = digits.len() >= 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if hexadecimal { self.0.beginning(digits).map_err(failed) } else { Ok(Vec::new()) }
    }
}

fn one(what: &str, name: &str, found: &[Id]) -> anyhow::Result<Id> {
    match found {
        [one] => Ok(*one),
        [] => Err(unknown(what, name)),
        several => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            Err(Failure::usage(format!("{name:?} is the beginning of several ids"), ids.join(" ")).into())
        }
    }
}

fn unknown(what: &str, name: &str) -> anyhow::Error {
    let hint = match what {
        "claim" => "`musnad claims` shows them as ARTICLE/a4; of an id the first six digits or more",
        _ => "`musnad articles` shows them; of an id the first six digits or more",
    };
    Failure::usage(format!("there is no {what} {:?} in the ledger", one_line(name)), hint).into()
}

/// The entity that a name means: by its key, or the one of that name with the most claims and articles. If others
/// go by the name too, that is said on standard error.
pub fn entity(ledger: &dyn Ledger, name: &str) -> anyhow::Result<Named> {
    let words = match name.split_once(':') {
        Some((kind, words)) if kind.bytes().all(|b| b.is_ascii_lowercase()) => words,
        _ => name,
    };
    let search = Search { words: words.to_owned(), exact: false };
    let hits = ledger.search_names(&search, Page { skip: 0, limit: NAMESAKES }).map_err(failed)?;
    let folded = |words: &str| fold(words, Strength::Lossy);
    let found = if words == name {
        // Somebody of that very name before somebody whose name has these words in it.
        let wanted = folded(words);
        let rank = |named: &Named, text: &str| (folded(text) == wanted, named.claims + named.articles);
        let best =
            hits.iter().max_by_key(|hit| (rank(&hit.found, &hit.text), std::cmp::Reverse(hit.found.key.clone())));
        if let (Some(best), others @ 1..) = (best, hits.len().saturating_sub(1)) {
            let least = if hits.len() == NAMESAKES { "at least " } else { "" };
            eprintln!("{} is meant; {least}{others} more have these words in their names", one_line(&best.found.key));
        }
        best
    } else {
        let own = hits.iter().find(|hit| hit.found.key == name);
        match own {
            Some(own) => Some(own),
            None => {
                // One that was merged into another: its claims say which.
                let filter = ClaimFilter { speaker: Some(name.to_owned()), ..ClaimFilter::default() };
                let claims = ledger.claims(&filter, Page { skip: 0, limit: 1 }).map_err(failed)?;
                let main = claims.first().and_then(|claim| claim.entity.as_deref());
                hits.iter().find(|hit| Some(hit.found.key.as_str()) == main)
            }
        }
    };
    found.map(|hit| hit.found.clone()).ok_or_else(|| {
        let message = format!("nobody is called {:?} in this ledger", one_line(name));
        Failure::usage(message, "`musnad claims WORDS` searches everywhere").into()
    })
}
