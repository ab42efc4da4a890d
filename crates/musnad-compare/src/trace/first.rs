//! Who had it first, by day and by citation.

use std::collections::BTreeSet;

use super::First;
use super::circle::Cites;
use crate::days::Moment;

/// `articles` with their moments and the cast indices of their outlets; `id` names a node.
pub(super) fn first(articles: &[(String, Moment, usize)], cites: &[Cites], id: impl Fn(usize) -> String) -> First {
    let day = articles.iter().filter_map(|article| article.1.day).min();
    let of_day = |article: &&(String, Moment, usize)| article.1.day.is_some() && article.1.day == day;
    let at = articles.iter().filter(of_day).filter_map(|article| article.1.at).min();
    // Of one day the first hour; an article without an hour may be earlier still.
    let earliest =
        articles.iter().filter(of_day).filter(|article| article.1.at.is_none_or(|own| at.is_none_or(|at| own == at)));
    let undated = articles.iter().filter(|article| article.1.day.is_none());
    let citing: BTreeSet<usize> = cites.iter().map(|one| one.citing).collect();
    let cited: BTreeSet<usize> = cites.iter().map(|one| one.cited).filter(|outlet| !citing.contains(outlet)).collect();
    // An outlet cited by others should have it on the first day, if its article is here.
    let disagree = cited.iter().any(|outlet| {
        let mut own = articles.iter().filter(|article| article.2 == *outlet).peekable();
        own.peek().is_some() && own.all(|article| article.1.day.is_some() && article.1.day > day)
    });
    First {
        day,
        at,
        articles: earliest.map(|article| article.0.clone()).collect(),
        undated: undated.map(|article| article.0.clone()).collect(),
        cited: cited.into_iter().map(id).collect(),
        disagree,
    }
}
