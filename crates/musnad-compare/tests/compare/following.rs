//! A program that only takes what changed has what a comparison of everything gives.

use std::collections::BTreeMap;

use musnad_compare::{Changed, Digest, Group, Index};
use musnad_model::Reading;

use crate::check::index;
use crate::story;

/// Groups as a program keeps them.
#[derive(Default)]
struct Kept(BTreeMap<String, Group>);

impl Kept {
    /// Takes over what changed; the number of groups that it looked at.
    fn take(&mut self, changed: Changed) -> usize {
        let touched = |group: &Group| group.members.iter().any(|one| changed.claims.binary_search(&one.claim).is_ok());
        self.0.retain(|_, group| !touched(group));
        let groups: Vec<Group> = changed.stories.into_iter().flat_map(|story| story.groups).collect();
        let count = groups.len();
        self.0.extend(groups.into_iter().map(|group| (group.id.clone(), group)));
        count
    }

    fn all(&self) -> Vec<Group> {
        self.0.values().cloned().collect()
    }
}

fn whole(readings: &[Reading]) -> Vec<Group> {
    let mut groups: Vec<Group> = index(readings).stories().into_iter().flat_map(|story| story.groups).collect();
    groups.sort_by(|a, b| a.id.cmp(&b.id));
    groups
}

#[test]
fn what_changed_is_all_that_changed() {
    let readings = story::all();
    let mut index = Index::new();
    let mut kept = Kept::default();
    let mut looked = 0;
    for (at, reading) in readings.iter().enumerate() {
        index.add(Digest::of(reading)).unwrap();
        looked += kept.take(index.changed());
        assert_eq!(kept.all(), whole(&readings[..=at]), "after {}", reading.id);
    }
    assert!(looked < readings.len() * kept.all().len() / 2, "{looked} groups were made anew");
    assert_eq!(index.changed(), Changed::default(), "nothing since");
}

#[test]
fn a_corrected_article_is_as_if_it_had_always_read_so() {
    let mut readings = story::all();
    let mut index = Index::new();
    readings.iter().for_each(|reading| drop(index.add(Digest::of(reading)).unwrap()));
    let mut kept = Kept::default();
    kept.take(index.changed());
    let before = kept.all();
    for at in 0..readings.len() {
        // People say that its first attribution is none, and that somebody else says the last one.
        let reading = &mut readings[at];
        if !reading.attributions.is_empty() {
            reading.attributions.remove(0);
        }
        if let Some(last) = reading.attributions.last_mut() {
            last.speaker = None;
            last.speaker_entity = None;
        }
        index.replace(Digest::of(reading)).unwrap();
        kept.take(index.changed());
        assert_eq!(kept.all(), whole(&readings), "after {}", readings[at].id);
    }
    assert_ne!(kept.all(), before);
    assert_eq!(index.copies(), crate::check::index(&readings).copies());
    assert_eq!(index.stories(), crate::check::index(&readings).stories());
    // And back again.
    for reading in story::all() {
        index.replace(Digest::of(&reading)).unwrap();
    }
    kept.take(index.changed());
    assert_eq!(kept.all(), before);
    let mut other = story::all().remove(0);
    other.text.push('.');
    other.sha256 = "0".repeat(64);
    assert!(index.replace(Digest::of(&other)).is_err(), "another text under a known id");
}
