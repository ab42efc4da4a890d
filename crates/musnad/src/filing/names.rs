//! Short names of things in a ledger, as people type them.

use musnad_ledger::{ClaimFilter, ClaimId, Id, Ledger, Named, Page, Search, Subject};

use super::failed;
use crate::failure::Failure;

/// Hexadecimal digits by which an article is shown.
const DIGITS: usize = 12;

/// The beginning of an id: enough to tell articles apart, and to find them again.
pub fn short(id: Id) -> String {
    id.to_string().chars().take(DIGITS).collect()
}

/// Finds what people name.
pub struct Names<'l>(pub &'l dyn Ledger);

impl Names<'_> {
    /// A claim: `ARTICLE/a4`, or the beginning of its id.
    pub fn claim(&self, name: &str) -> anyhow::Result<ClaimId> {
        if let Some((article, local)) = name.split_once('/') {
            let article = self.article(article)?;
            // A statement of a claim: `a4.1`.
            let local = local.split('.').next().unwrap_or(local);
            let filter = ClaimFilter { article: Some(article), rejected: true, ..ClaimFilter::default() };
            let claims = self.0.claims(&filter, Page { skip: 0, limit: Page::MOST }).map_err(failed)?;
            return match claims.iter().find(|claim| claim.local == local) {
                Some(claim) => Ok(claim.id),
                None => {
                    let known: Vec<&str> = claims.iter().map(|claim| claim.local.as_str()).take(40).collect();
                    let hint = format!("there are {}", known.join(" "));
                    Err(Failure::usage(format!("the article has no claim {local:?}"), hint).into())
                }
            };
        }
        let found = self.beginning(name)?;
        let claims: Vec<Id> =
            found.iter().filter_map(|one| if let Subject::Claim(id) = one { Some(*id) } else { None }).collect();
        one("claim", name, &claims)
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
        Ok(if name.contains(':') { Subject::Entity(name.to_owned()) } else { Subject::Outlet(name.to_owned()) })
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
        [] => Err(Failure::usage(
            format!("there is no {what} {name:?} in the ledger"),
            "`musnad claims` shows them as ARTICLE/a4; at least six digits are needed",
        )
        .into()),
        several => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            Err(Failure::usage(format!("{name:?} is the beginning of several ids"), ids.join(" ")).into())
        }
    }
}

/// The entity that a name means: by its key, or the one of that name with the most claims.
pub fn entity(ledger: &dyn Ledger, name: &str) -> anyhow::Result<Named> {
    let words = match name.split_once(':') {
        Some((kind, words)) if kind.bytes().all(|b| b.is_ascii_lowercase()) => words,
        _ => name,
    };
    let search = Search { words: words.to_owned(), exact: false };
    let hits = ledger.search_names(&search, Page { skip: 0, limit: 100 }).map_err(failed)?;
    let named = hits.into_iter().map(|hit| hit.found);
    let best = if words == name {
        named.max_by_key(|found| (found.claims + found.articles, std::cmp::Reverse(found.key.clone())))
    } else {
        named.into_iter().find(|found| found.key == name)
    };
    best.ok_or_else(|| {
        Failure::usage(format!("nobody is called {name:?} in this ledger"), "`musnad claims WORDS` searches everywhere")
            .into()
    })
}
