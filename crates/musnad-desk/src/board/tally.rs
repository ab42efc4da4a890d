//! What is counted over all articles: names and places. It grows and shrinks article by article.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use musnad_ledger::{Id, Spot};
use musnad_model::fold::{Strength, fold};
use serde::Serialize;

use super::{Card, Person};

/// A place with how often it is named.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Named {
    #[serde(flatten)]
    pub spot: Spot,
    /// By how many claims and sentences.
    pub claims: usize,
}

/// Somebody with whom places are named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Whereabouts {
    pub key: String,
    pub name: String,
    /// How many different places.
    pub places: usize,
    /// In how many claims and sentences.
    pub reports: usize,
}

/// The key of a place, so that one place under two names is counted once.
fn place(spot: &Spot) -> String {
    spot.geonames.map_or_else(|| spot.name.clone(), |id| format!("geonames:{id}"))
}

/// Names and places of all articles.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// In which articles somebody is named.
    named: BTreeMap<Arc<str>, BTreeSet<Id>>,
    people: BTreeMap<Arc<str>, Arc<Person>>,
    places: BTreeMap<String, Named>,
    /// How often each place is named with somebody.
    with: BTreeMap<Arc<str>, BTreeMap<String, usize>>,
    /// Whose articles changed since names were made last.
    stale: BTreeSet<Arc<str>>,
}

impl Tally {
    /// Counts an article in.
    pub(super) fn put(&mut self, id: Id, card: &Card) {
        for seen in &card.entities {
            let key = self.stale_key(&seen.key);
            self.named.entry(key).or_default().insert(id);
        }
        for located in &card.located {
            let spot = &located.spot;
            let named = self.places.entry(place(spot)).or_insert_with(|| Named { spot: spot.clone(), claims: 0 });
            named.claims += 1;
            for person in &located.people {
                let with = self.with.entry(person.as_str().into()).or_default();
                *with.entry(spot.name.clone()).or_default() += 1;
            }
        }
    }

    /// Counts an article out.
    pub(super) fn take(&mut self, id: Id, card: &Card) {
        for seen in &card.entities {
            let key = self.stale_key(&seen.key);
            if let Some(articles) = self.named.get_mut(&key) {
                articles.remove(&id);
            }
        }
        for located in &card.located {
            let key = place(&located.spot);
            if let Some(named) = self.places.get_mut(&key) {
                named.claims -= 1;
                if named.claims == 0 {
                    self.places.remove(&key);
                }
            }
            for person in &located.people {
                let Some(with) = self.with.get_mut(person.as_str()) else { continue };
                if let Some(count) = with.get_mut(&located.spot.name) {
                    *count -= 1;
                }
                with.retain(|_, count| *count > 0);
                if with.is_empty() {
                    self.with.remove(person.as_str());
                }
            }
        }
    }

    fn stale_key(&mut self, key: &str) -> Arc<str> {
        let known = self.named.get_key_value(key).map(|(known, _)| Arc::clone(known));
        let key = known.unwrap_or_else(|| key.into());
        self.stale.insert(Arc::clone(&key));
        key
    }

    /// Makes the names anew whose articles changed.
    pub(super) fn settle(&mut self, cards: &BTreeMap<Id, Arc<Card>>) {
        for key in std::mem::take(&mut self.stale) {
            let articles = self.named.get(&key).into_iter().flatten();
            let cards = articles.filter_map(|id| Some((*id, cards.get(id)?)));
            match person(&key, cards) {
                Some(person) => drop(self.people.insert(key, Arc::new(person))),
                None => {
                    self.people.remove(&key);
                    self.named.remove(&key);
                }
            }
        }
    }

    /// Everybody, by key.
    pub(super) fn people(&self) -> BTreeMap<Arc<str>, Arc<Person>> {
        self.people.clone()
    }

    /// All places, those named most first.
    pub(super) fn places(&self) -> Vec<Named> {
        let mut places: Vec<Named> = self.places.values().cloned().collect();
        places.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.spot.name.cmp(&b.spot.name)));
        places
    }

    /// Everybody with whom a place is named, those with most places first.
    pub(super) fn whereabouts(&self) -> Vec<Whereabouts> {
        let one = |(key, with): (&Arc<str>, &BTreeMap<String, usize>)| Whereabouts {
            key: key.to_string(),
            name: self.people.get(key).map(|person| person.name.clone()).unwrap_or_default(),
            places: with.len(),
            reports: with.values().sum(),
        };
        let mut all: Vec<Whereabouts> = self.with.iter().map(one).collect();
        all.sort_by(|a, b| (b.places, b.reports).cmp(&(a.places, a.reports)).then_with(|| a.key.cmp(&b.key)));
        all
    }
}

/// Somebody as these articles name them; nothing if none does.
fn person<'c>(key: &str, cards: impl Iterator<Item = (Id, &'c Arc<Card>)>) -> Option<Person> {
    let mut person = Person::default();
    for (id, card) in cards {
        for seen in card.entities.iter().filter(|seen| seen.key == key) {
            person.kind.clone_from(&seen.kind);
            person.aliases.extend(seen.names.iter().cloned());
            for role in &seen.roles {
                person.roles.entry(role.clone()).or_default().push(id);
            }
        }
        person.articles += 1;
    }
    // The longest; of equals the first in order, so that it does not depend on who came first.
    person.name = person.aliases.iter().rev().max_by_key(|name| name.chars().count()).cloned()?;
    person.aliases.remove(&person.name);
    let words = fold(&person.name, Strength::Lossy);
    person.words = words.split_whitespace().filter(|word| word.chars().count() > 2).map(str::to_owned).collect();
    Some(person)
}
