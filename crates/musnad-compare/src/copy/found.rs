//! Copies among articles that a store found by their fingerprints.

use super::{Copy, Text, explain};
use crate::days::Moment;
use crate::digest::Digest;
use crate::keys::Key;

/// The most articles that share text with one article and are all compared with each other, those that share most first.
/// The others are only compared with the earliest: that one explains them, if any does.
const PARTNERS: usize = 20;

/// The copies of an article among articles that share a fingerprint with it: those that it is one end of, and those of
/// two others that it explains. In the order of the articles' ids.
#[must_use]
pub fn copies_of(article: &Digest, near: &[&Digest]) -> Vec<Copy> {
    let own = Text::of(article);
    let mut found: Vec<(Copy, Printed<'_>)> = near
        .iter()
        .filter_map(|other| {
            let text = Text::of(other);
            own.copied(&text).map(|copy| (copy, Printed { prints: other.fingerprints(), text }))
        })
        .collect();
    found.sort_by(|(x, _), (y, _)| y.share.total_cmp(&x.share).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
    let (mut copies, partners): (Vec<Copy>, Vec<Printed<'_>>) = found.into_iter().unzip();
    let (most, others) = partners.split_at(partners.len().min(PARTNERS));
    for (at, one) in most.iter().enumerate() {
        copies.extend(most[at + 1..].iter().filter_map(|two| one.copied(two)));
    }
    if let Some(first) = earliest(&partners) {
        let here = |one: &&Printed<'_>| one.text.digest.article != first.text.digest.article;
        // Among those that share most it was compared with all.
        let known = most.iter().any(|one| one.text.digest.article == first.text.digest.article);
        let rest = if known { others.iter() } else { partners.iter() };
        copies.extend(rest.filter(here).filter_map(|one| first.copied(one)));
    }
    finished(copies, |copy| {
        copy.a == article.article || copy.b == article.article || copy.through.as_ref() == Some(&article.article)
    })
}

/// The copies between some articles, with what explains them: `near` are all that share a fingerprint with one of them.
/// In the order of the articles' ids.
#[must_use]
pub fn copies_among(articles: &[&Digest], near: &[&Digest]) -> Vec<Copy> {
    let articles: Vec<Printed<'_>> = articles.iter().map(|digest| Printed::of(digest)).collect();
    let here = |id: &String| articles.iter().any(|one| one.text.digest.article == *id);
    let mut copies = Vec::new();
    for (at, one) in articles.iter().enumerate() {
        copies.extend(articles[at + 1..].iter().filter_map(|two| one.copied(two)));
    }
    for other in near.iter().filter(|other| !here(&other.article)) {
        let other = Printed::of(other);
        copies.extend(articles.iter().filter_map(|one| one.copied(&other)));
    }
    finished(copies, |copy| here(&copy.a) && here(&copy.b))
}

/// A text with its fingerprints.
struct Printed<'d> {
    text: Text<'d>,
    prints: Vec<Key>,
}

impl<'d> Printed<'d> {
    fn of(digest: &'d Digest) -> Self {
        Self { text: Text::of(digest), prints: digest.fingerprints() }
    }

    fn copied(&self, other: &Self) -> Option<Copy> {
        let shared = self.prints.iter().any(|print| other.prints.binary_search(print).is_ok());
        if shared { self.text.copied(&other.text) } else { None }
    }
}

/// The article that was published first; those whose day or hour is unknown come last, of equals the smallest id first.
fn earliest<'p, 'd>(of: &'p [Printed<'d>]) -> Option<&'p Printed<'d>> {
    let when = |one: &&Printed<'_>| {
        let digest = one.text.digest;
        (Moment::of(digest.published, digest.published_at).rank(), digest.article.clone())
    };
    of.iter().min_by_key(when)
}

fn finished(mut copies: Vec<Copy>, wanted: impl Fn(&Copy) -> bool) -> Vec<Copy> {
    copies.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    explain(&mut copies);
    copies.retain(wanted);
    copies
}
