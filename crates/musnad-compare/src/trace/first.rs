//! Who had it first, by day and by citation.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::First;
use super::circle::Cites;

/// `articles` with their days and the cast indices of their outlets; `id` names a node.
pub(super) fn first(
    articles: &[(String, Option<Date>, usize)],
    cites: &[Cites],
    id: impl Fn(usize) -> String,
) -> First {
    let day = articles.iter().filter_map(|article| article.1).min();
    let earliest = articles.iter().filter(|article| article.1.is_some() && article.1 == day);
    let undated = articles.iter().filter(|article| article.1.is_none());
    let citing: BTreeSet<usize> = cites.iter().map(|one| one.citing).collect();
    let cited: BTreeSet<usize> = cites.iter().map(|one| one.cited).filter(|outlet| !citing.contains(outlet)).collect();
    // An outlet cited by others should have it on the first day, if its article is here.
    let disagree = cited.iter().any(|outlet| {
        let mut own = articles.iter().filter(|article| article.2 == *outlet).peekable();
        own.peek().is_some() && own.all(|article| article.1.is_some() && article.1 > day)
    });
    First {
        day,
        articles: earliest.map(|article| article.0.clone()).collect(),
        undated: undated.map(|article| article.0.clone()).collect(),
        cited: cited.into_iter().map(id).collect(),
        disagree,
    }
}
