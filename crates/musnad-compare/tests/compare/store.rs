//! What a store finds by keys, against everything compared at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use musnad_compare::trace::{Trace, trace};
use musnad_compare::{ClaimId, Copy, Digest, Key, Neighbourhood, copies_among, copies_of};
use musnad_model::Reading;

use crate::check::{index, traced};
use crate::{many, story};

/// An article, and the place of a claim in its digest.
type Place = (String, usize);

/// What a store keeps: digests as bytes, and where keys lead.
#[derive(Default)]
struct Store {
    packed: BTreeMap<String, Vec<u8>>,
    /// By token and period: articles and the places of their claims.
    by_key: BTreeMap<(i64, Option<i32>), BTreeSet<Place>>,
    by_print: BTreeMap<i64, BTreeSet<String>>,
}

impl Store {
    fn of(readings: &[Reading]) -> Self {
        let mut store = Self::default();
        readings.iter().for_each(|reading| store.add(reading));
        store
    }

    fn add(&mut self, reading: &Reading) {
        let digest = Digest::of(reading);
        for (at, keys) in digest.keys().into_iter().enumerate() {
            for key in keys {
                let list = self.by_key.entry((key.signed(), key.period())).or_default();
                list.insert((reading.id.clone(), at));
            }
        }
        for print in digest.fingerprints() {
            self.by_print.entry(print.signed()).or_default().insert(reading.id.clone());
        }
        self.packed.insert(reading.id.clone(), digest.packed());
    }

    fn digest(&self, article: &str) -> Arc<Digest> {
        Arc::new(Digest::unpacked(&self.packed[article]).unwrap())
    }

    /// The claims that have one of the keys, by article.
    fn with(&self, keys: &[Key]) -> BTreeMap<String, BTreeSet<usize>> {
        let mut found: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for key in keys {
            let token = key.signed();
            let without = self.by_key.get(&(token, None)).into_iter();
            let within = key.periods().into_iter().flat_map(|(first, last)| {
                self.by_key.range((token, Some(first))..=(token, Some(last))).map(|(_, list)| list)
            });
            for (article, at) in without.chain(within).flatten() {
                found.entry(article.clone()).or_default().insert(*at);
            }
        }
        found
    }

    /// Everything that hangs together with an article, or with an attribution of it.
    fn around(&self, article: &str, attribution: Option<&str>) -> Neighbourhood {
        let digest = self.digest(article);
        let mut near = match attribution {
            Some(attribution) => Neighbourhood::of_attribution(digest, attribution),
            None => Neighbourhood::of(digest),
        };
        while let Some(keys) = near.ask() {
            for (id, claims) in self.with(&keys) {
                near.give(&self.digest(&id), claims).unwrap();
            }
        }
        near
    }

    fn sharing_text(&self, articles: &[&str]) -> Vec<Arc<Digest>> {
        let prints = articles.iter().flat_map(|article| self.digest(article).fingerprints());
        let ids: BTreeSet<&String> = prints.filter_map(|print| self.by_print.get(&print.signed())).flatten().collect();
        ids.into_iter().map(|id| self.digest(id)).collect()
    }

    fn copies(&self, article: &str) -> Vec<Copy> {
        let near = self.sharing_text(&[article]);
        let near: Vec<&Digest> = near.iter().map(|digest| &**digest).collect();
        copies_of(&self.digest(article), &near)
    }

    /// The trace of a claim's group, or of the claim alone.
    fn trace(&self, claim: &ClaimId, readings: &[Reading]) -> Option<Trace> {
        let near = self.around(&claim.article, claim.attribution.as_deref());
        let (story, group) = near.group(claim)?;
        let ids: BTreeSet<&str> = group.members.iter().map(|member| member.claim.article.as_str()).collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        let here: Vec<Arc<Digest>> = ids.iter().map(|id| self.digest(id)).collect();
        let near = self.sharing_text(&ids);
        let by_ref = |digests: &'_ [Arc<Digest>]| digests.iter().map(|digest| (**digest).clone()).collect::<Vec<_>>();
        let (here, near) = (by_ref(&here), by_ref(&near));
        let copies = copies_among(&here.iter().collect::<Vec<_>>(), &near.iter().collect::<Vec<_>>());
        let rivals: BTreeSet<&str> =
            story.rivals.iter().flat_map(|rival| [rival.a.article.as_str(), rival.b.article.as_str()]).collect();
        // The readings of these articles and no others.
        let wanted = |reading: &&Reading| ids.contains(&reading.id.as_str()) || rivals.contains(reading.id.as_str());
        let readings: Vec<&Reading> = readings.iter().filter(wanted).collect();
        Some(trace(&story, &group, &readings, &copies).unwrap())
    }
}

fn id(article: &str, attribution: &str) -> ClaimId {
    ClaimId { article: article.to_owned(), attribution: Some(attribution.to_owned()), part: 0 }
}

/// Everything that a store gives for each of these articles is what an index of all gives.
fn is_the_same(readings: &[Reading]) {
    let index = index(readings);
    let store = Store::of(readings);
    let copies = index.copies();
    for reading in readings {
        let near = store.around(&reading.id, None);
        assert_eq!(near.stories(), index.stories_around(&reading.id), "{}", reading.id);
        let own = |copy: &&Copy| copy.a == reading.id || copy.b == reading.id;
        let (mine, others): (Vec<Copy>, Vec<Copy>) = store.copies(&reading.id).into_iter().partition(|copy| own(&copy));
        assert_eq!(mine, copies.iter().filter(own).cloned().collect::<Vec<_>>(), "{}", reading.id);
        // Of two others that it explains: all that there are. What is told from here may be explained even better by an
        // article that it does not share text with.
        let explained = |copy: &&Copy| !own(copy) && copy.through.as_deref() == Some(reading.id.as_str());
        assert!(copies.iter().filter(explained).all(|copy| others.contains(copy)), "{}", reading.id);
        let same =
            |copy: &Copy, other: &Copy| copy.a == other.a && copy.b == other.b && copy.passages == other.passages;
        let known = |copy: &Copy| copies.iter().any(|other| same(copy, other) && other.through.is_some());
        assert!(others.iter().all(known), "{}", reading.id);
    }
}

#[test]
fn the_stories_copies_and_traces_of_a_store_are_those_of_everything() {
    let readings = story::all();
    is_the_same(&readings);
    let (index, store) = (index(&readings), Store::of(&readings));
    let all: Vec<&Reading> = readings.iter().collect();
    for story in index.stories() {
        for group in &story.groups {
            for member in group.members.iter().filter(|member| member.claim.attribution.is_some()) {
                let whole = trace(&story, group, &all, &index.copies()).unwrap();
                assert_eq!(store.trace(&member.claim, &readings), Some(whole), "{}", member.claim);
            }
        }
    }
}

#[test]
fn hundreds_of_articles_are_as_if_all_were_compared() {
    let readings = many::articles(320);
    is_the_same(&readings);
    // They are worth comparing: many stories, some over months, some of articles without a day, and copies.
    let index = index(&readings);
    let day = |claim: &ClaimId| index.article(&claim.article).and_then(|digest| digest.published);
    let (mut far, mut undated, mut grouped) = (0, 0, 0);
    for group in index.stories().iter().flat_map(|story| &story.groups) {
        let days: Vec<_> = group.members.iter().map(|member| day(&member.claim)).collect();
        undated += usize::from(days.contains(&None));
        let known = || days.iter().flatten();
        far += usize::from(known().min().zip(known().max()).is_some_and(|(a, b)| (*b - *a).get_days() > 20));
        grouped += 1;
    }
    assert!(grouped > 200 && far > 15 && undated > 40, "{grouped} groups, {far} far, {undated} without a day");
    assert!(index.copies().len() > 20, "{}", index.copies().len());
}

#[test]
fn groups_that_are_kept_up_to_date_are_those_of_everything() {
    let mut readings = many::articles(240);
    // Not in the order of their days.
    let half = readings.split_off(120);
    let readings: Vec<Reading> = half.into_iter().rev().zip(readings).flat_map(|(a, b)| [a, b]).collect();
    let mut store = Store::default();
    let mut kept: BTreeMap<ClaimId, String> = BTreeMap::new();
    for reading in &readings {
        store.add(reading);
        let near = store.around(&reading.id, None);
        for group in near.stories().iter().flat_map(|story| &story.groups) {
            kept.extend(group.members.iter().map(|member| (member.claim.clone(), group.id.clone())));
        }
    }
    let whole = index(&readings).stories();
    let whole = whole.iter().flat_map(|story| &story.groups);
    let whole: BTreeMap<ClaimId, String> =
        whole.flat_map(|group| group.members.iter().map(|member| (member.claim.clone(), group.id.clone()))).collect();
    // A claim may have been in a group that a later article took apart: those that are in one now are in the right one.
    let now: BTreeMap<&ClaimId, &String> = whole.keys().filter_map(|claim| kept.get_key_value(claim)).collect();
    assert_eq!(now, whole.iter().collect());
}

#[test]
fn only_what_shares_a_key_is_looked_at() {
    let readings = many::articles(320);
    let store = Store::of(&readings);
    let of_all: usize = readings.iter().map(|reading| Digest::of(reading).claims.len()).sum();
    let looked_at: usize = readings.iter().map(|reading| store.around(&reading.id, None).count()).sum();
    let each = looked_at / readings.len();
    assert!(each * 10 < of_all, "{each} of {of_all}");
    // An attribution alone needs less than its article.
    let one = store.around("m0100", Some("a1")).count();
    assert!(one < store.around("m0100", None).count(), "{one}");
    // The article on something else meets nobody.
    let store = Store::of(&story::all());
    assert!(story::all().iter().all(|other| other.id == "z1" || !store.around("z1", None).has(&other.id)));
}

#[test]
fn a_claim_is_traced_in_its_group_or_alone() {
    let readings = story::all();
    let store = Store::of(&readings);
    assert_eq!(store.trace(&id("w1", "a1"), &readings), Some(traced(&readings, "w1/a1")));
    let alone = store.trace(&id("z1", "a1"), &readings).unwrap();
    assert_eq!((alone.claims.len(), alone.lines.lower), (1, 1));
    assert!(store.around("z1", None).group(&id("w1", "a1")).is_none());
}

#[test]
fn a_digest_comes_back_from_its_bytes() {
    for reading in story::all().iter().chain(&many::articles(40)) {
        let digest = Digest::of(reading);
        let packed = digest.packed();
        assert_eq!(Digest::unpacked(&packed), Some(digest));
        // Cut off, of another version, or with more behind it: none.
        assert_eq!(Digest::unpacked(&packed[..packed.len() - 1]), None);
        assert_eq!(Digest::unpacked(&[&packed[..], &[0]].concat()), None);
        assert_eq!(Digest::unpacked(&[&[99], &packed[1..]].concat()), None);
    }
    assert_eq!(Digest::unpacked(&[]), None);
}
