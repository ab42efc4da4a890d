//! The order law: articles at once, one by one or in another order give the same.

use std::collections::{BTreeMap, BTreeSet};

use musnad_compare::{AddError, Claim, ClaimId, Digest, Key, Story, compare, link, stories};
use musnad_model::Reading;
use proptest::prelude::*;

use crate::check::{index, traced};
use crate::story;

/// What a store does: claims and articles by key, stories as sets of claims.
#[derive(Default)]
struct Store {
    articles: BTreeMap<String, Digest>,
    claims_by_key: BTreeMap<i64, BTreeSet<ClaimId>>,
    articles_by_print: BTreeMap<i64, BTreeSet<String>>,
    story_of: BTreeMap<ClaimId, u32>,
    next: u32,
    /// How many claims each article was compared with.
    looked_at: Vec<usize>,
}

impl Store {
    fn add(&mut self, reading: &Reading) -> Vec<musnad_compare::Copy> {
        // A store keeps JSON.
        let digest: Digest = serde_json::from_str(&serde_json::to_string(&Digest::of(reading)).unwrap()).unwrap();
        let near: BTreeSet<String> = digest
            .fingerprints()
            .iter()
            .flat_map(|key| self.articles_by_print.get(&key.signed()))
            .flatten()
            .cloned()
            .collect();
        let copies = near.iter().filter_map(|id| compare(&digest, &self.articles[id])).collect();
        let found: BTreeSet<ClaimId> = digest
            .claims
            .iter()
            .flat_map(Claim::keys)
            .flat_map(|key| self.claims_by_key.get(&key.signed()))
            .flatten()
            .cloned()
            .collect();
        self.looked_at.push(found.len());
        let found: Vec<Claim> = found.iter().map(|id| self.claim(id).clone()).collect();
        for claim in &digest.claims {
            self.story_of.insert(claim.id.clone(), self.next);
            self.next += 1;
            for key in claim.keys() {
                self.claims_by_key.entry(key.signed()).or_default().insert(claim.id.clone());
            }
        }
        for key in digest.fingerprints() {
            self.articles_by_print
                .entry(Key::from_signed(key.signed()).signed())
                .or_default()
                .insert(digest.article.clone());
        }
        for one in link(&digest.claims, &found) {
            let (to, from) = (self.story_of[&one.a], self.story_of[&one.b]);
            self.story_of.values_mut().filter(|story| **story == from).for_each(|story| *story = to);
        }
        self.articles.insert(digest.article.clone(), digest);
        copies
    }

    fn claim(&self, id: &ClaimId) -> &Claim {
        self.articles[&id.article].claims.iter().find(|claim| claim.id == *id).unwrap()
    }

    fn stories(&self) -> Vec<Story> {
        let mut sets: BTreeMap<u32, Vec<&Claim>> = BTreeMap::new();
        for (id, story) in &self.story_of {
            sets.entry(*story).or_default().push(self.claim(id));
        }
        let mut all: Vec<Story> = sets.into_values().flat_map(stories).collect();
        all.sort_by(|a, b| a.groups[0].members[0].claim.cmp(&b.groups[0].members[0].claim));
        all
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
fn a_store_that_follows_the_keys_finds_the_same() {
    let readings = story::all();
    let index = index(&readings);
    let mut store = Store::default();
    let mut copies: Vec<_> = readings.iter().flat_map(|reading| store.add(reading)).collect();
    copies.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    assert_eq!(store.stories(), index.stories());
    assert_eq!(copies, index.copies());
    // The article on something else meets nobody.
    assert_eq!(store.looked_at.last(), Some(&0));
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
