//! The order law: articles at once, one by one or in another order give the same.

use musnad_compare::{AddError, Claim, Digest, judged, stories};
use proptest::prelude::*;

use crate::check::{index, traced};
use crate::story;

#[test]
fn at_once_and_one_by_one_are_the_same() {
    let readings = story::all();
    let index = index(&readings);
    let claims: Vec<Claim> = readings.iter().flat_map(|reading| Digest::of(reading).claims).collect();
    assert!(index.stories().len() >= 8);
    assert_eq!(stories(&claims), index.stories());
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
