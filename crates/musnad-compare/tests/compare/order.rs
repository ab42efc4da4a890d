//! The order law: articles at once, one by one or in another order give the same.

use std::collections::{BTreeMap, BTreeSet};

use musnad_compare::{AddError, Claim, ClaimId, Digest, Key, Neighbourhood, Story, judged, stories};
use musnad_model::Reading;
use proptest::prelude::*;

use crate::check::{index, traced};
use crate::story;

/// What a store keeps: articles, and which of them a key leads to.
#[derive(Default)]
struct Store {
    articles: BTreeMap<String, Reading>,
    by_claim: BTreeMap<i64, BTreeSet<String>>,
    by_article: BTreeMap<i64, BTreeSet<String>>,
}

impl Store {
    fn add(&mut self, reading: &Reading) {
        let digest = Digest::of(reading);
        for key in digest.claim_keys().iter().flat_map(|(_, keys)| keys) {
            self.by_claim.entry(key.signed()).or_default().insert(reading.id.clone());
        }
        for key in digest.article_keys() {
            self.by_article.entry(key.signed()).or_default().insert(reading.id.clone());
        }
        self.articles.insert(reading.id.clone(), reading.clone());
    }

    /// Everything that hangs together with an article.
    fn around(&self, article: &str) -> Neighbourhood {
        let mut near = Neighbourhood::of(self.articles[article].clone());
        while let Some(ask) = near.ask() {
            let found = |keys: &[Key], by: &BTreeMap<i64, BTreeSet<String>>| -> BTreeSet<String> {
                keys.iter().filter_map(|key| by.get(&key.signed())).flatten().cloned().collect()
            };
            for id in &found(&ask.claims, &self.by_claim) | &found(&ask.articles, &self.by_article) {
                if !near.has(&id) {
                    near.give(self.articles[&id].clone()).unwrap();
                }
            }
        }
        near
    }
}

#[test]
fn at_once_and_one_by_one_are_the_same() {
    let readings = story::all();
    let index = index(&readings);
    let claims: Vec<Claim> = readings.iter().flat_map(|reading| Digest::of(reading).claims).collect();
    assert!(index.stories().len() >= 8);
    assert_eq!(stories(&claims), index.stories());
}

#[test]
fn a_store_that_is_asked_by_keys_gives_the_same() {
    let readings = story::all();
    let index = index(&readings);
    let mut store = Store::default();
    readings.iter().for_each(|reading| store.add(reading));
    let mut met = 0;
    for reading in &readings {
        let near = store.around(&reading.id);
        let mine = |stories: Vec<Story>| -> Vec<Story> {
            let holds = |story: &Story| {
                let mut members = story.groups.iter().flat_map(|group| &group.members);
                members.any(|member| member.claim.article == reading.id)
            };
            stories.into_iter().filter(holds).collect()
        };
        assert_eq!(mine(near.stories()), index.stories_of(&reading.id), "{}", reading.id);
        assert!(near.stories().iter().all(|story| index.stories().contains(story)), "{}", reading.id);
        let of = |copies: Vec<musnad_compare::Copy>| -> Vec<musnad_compare::Copy> {
            copies.into_iter().filter(|copy| copy.a == reading.id || copy.b == reading.id).collect()
        };
        assert_eq!(of(near.copies()), of(index.copies()), "{}", reading.id);
        met += readings.iter().filter(|other| near.has(&other.id)).count();
        let all: Vec<&Reading> = readings.iter().collect();
        for story in near.stories() {
            for group in &story.groups {
                let whole = musnad_compare::trace::trace(&story, group, &all, &index.copies());
                assert_eq!(near.trace(&story, group), whole, "{}", reading.id);
            }
        }
    }
    assert!(met < readings.len() * readings.len() / 2, "{met} articles were looked at");
    // The article on something else meets nobody.
    assert!(readings.iter().all(|other| other.id == "z1" || !store.around("z1").has(&other.id)));
}

#[test]
fn a_claim_is_traced_in_its_group_or_alone() {
    let mut store = Store::default();
    story::all().iter().for_each(|reading| store.add(reading));
    let id = |article: &str| ClaimId { article: article.to_owned(), attribution: Some("a1".to_owned()), part: 0 };
    assert_eq!(store.around("w1").trace_claim(&id("w1")).unwrap(), traced(&story::all(), "w1/a1"));
    let alone = store.around("z1").trace_claim(&id("z1")).unwrap();
    assert_eq!((alone.claims.len(), alone.lines.lower), (1, 1));
    assert!(store.around("z1").trace_claim(&id("w1")).is_err());
}

#[test]
fn a_judgement_is_the_same_from_both_sides() {
    let claims: Vec<Claim> = story::all().iter().flat_map(|reading| Digest::of(reading).claims).collect();
    let mut found = 0;
    for a in &claims {
        for b in &claims {
            let one = judged(a, b);
            assert_eq!(one, judged(b, a));
            found += usize::from(one.is_some());
        }
    }
    assert!(found > 40, "{found}");
}

#[test]
fn a_digest_survives_json() {
    for reading in story::all() {
        let digest = Digest::of(&reading);
        let stored: Digest = serde_json::from_str(&serde_json::to_string(&digest).unwrap()).unwrap();
        assert_eq!(stored, digest);
    }
}

#[test]
fn what_an_article_touches_is_told_when_it_comes() {
    let readings = story::all();
    let index = index(&readings);
    let all = index.stories();
    let touched = index.stories_of("w4");
    assert!(touched.len() >= 3 && touched.iter().all(|story| all.contains(story)));
    assert!(touched.len() < all.len());
    assert!(index.stories_of("z1").is_empty() && index.stories_of("nobody").is_empty());
}

#[test]
fn the_same_article_again_changes_nothing() {
    let readings = story::four_prints();
    let mut index = index(&readings[..3]);
    let added = index.add(Digest::of(&readings[3])).unwrap();
    assert_eq!((added.known, added.copies.len()), (false, 3));
    let (stories, copies) = (index.stories(), index.copies());
    assert!(index.add(Digest::of(&readings[0])).unwrap().known);
    assert_eq!((index.stories(), index.copies(), index.len()), (stories, copies, 4));
    let mut other = readings[0].clone();
    other.sha256 = "0".repeat(64);
    assert_eq!(index.add(Digest::of(&other)), Err(AddError::Taken { id: "w1".to_owned() }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_articles_changes_nothing(readings in Just(story::all()).prop_shuffle()) {
        let sorted = index(&story::all());
        let shuffled = index(&readings);
        prop_assert_eq!(shuffled.stories(), sorted.stories());
        prop_assert_eq!(shuffled.copies(), sorted.copies());
        prop_assert_eq!(traced(&readings, "w1/a1"), traced(&story::all(), "w1/a1"));
        prop_assert_eq!(traced(&readings, "c1/a1"), traced(&story::all(), "c1/a1"));
    }
}
