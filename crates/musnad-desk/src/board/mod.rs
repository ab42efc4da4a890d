//! The board: everything that comparing found over the whole ledger, as pages need it.
//!
//! It is made on a thread of its own and never changed: a page takes the board of its moment. Nothing in it is
//! authoritative; the ledger is.

mod card;
mod comparing;
mod corrected;
mod follow;
mod moves;
mod shift;
mod tally;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use musnad_compare::trace::{Trace, TracedClaim};
use musnad_compare::{ClaimId as Compared, Copy};
use musnad_ledger::{Claim, ClaimId, Id};
use serde::Serialize;

pub(crate) use card::{Card, Labelled, doubted, unnamed};
pub use corrected::{Corrected, corrected};
pub(crate) use follow::Follower;
pub(crate) use shift::Shift;
use tally::Tally;
pub(crate) use tally::{Named, Whereabouts};

/// Groups as JSON: each is shared between pages.
pub(crate) fn shared<'g, S: serde::Serializer>(
    groups: impl IntoIterator<Item = &'g Arc<Traced>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(groups.into_iter().map(|group| &**group))
}

/// A claim that stands in several articles, with its trace.
#[derive(Debug, Serialize)]
pub(crate) struct Traced {
    /// How it was passed on, and what follows.
    pub trace: Trace,
    /// The ledger's ids of the trace's claims, in their order; null for narration.
    pub claims: Vec<Option<ClaimId>>,
}

impl Traced {
    /// The claim that stands for the group in addresses: the first that somebody makes.
    pub(crate) fn address(&self) -> Option<ClaimId> {
        self.claims.iter().flatten().next().copied()
    }

    /// The version that is shown for the group: the first, attributed if there is one.
    pub(crate) fn shown(&self) -> Option<&TracedClaim> {
        let attributed = self.trace.claims.iter().find(|claim| claim.stance.is_some());
        attributed.or_else(|| self.trace.claims.first())
    }

    /// Its articles, each once, in the order of the claims.
    pub(crate) fn articles(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let all = self.trace.claims.iter().map(|claim| claim.claim.article.as_str());
        all.filter(|article| seen.insert(*article)).collect()
    }

    /// Its outlets, each once.
    pub(crate) fn outlets(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let all = self.trace.claims.iter().filter_map(|claim| claim.publisher.as_deref());
        all.filter(|outlet| seen.insert(*outlet)).collect()
    }

    /// The day of its latest version.
    pub(crate) fn latest(&self) -> Option<Date> {
        self.trace.claims.iter().filter_map(|claim| claim.published).max()
    }

    /// The ledger's id of one of its claims.
    pub(crate) fn claim(&self, id: &Compared) -> Option<ClaimId> {
        let at = self.trace.claims.iter().position(|claim| claim.claim == *id)?;
        self.claims.get(at).copied().flatten()
    }
}

/// Somebody or something that articles name.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Person {
    /// Its kind, as on the wire.
    pub kind: String,
    /// The longest of its names.
    pub name: String,
    /// Its other names.
    pub aliases: BTreeSet<String>,
    /// Offices and descriptions with the articles that give them.
    pub roles: BTreeMap<String, Vec<Id>>,
    /// In how many articles it is named.
    pub articles: usize,
    /// The longer words of its name as they are compared: without differences of spelling.
    #[serde(skip)]
    pub words: Vec<String>,
}

/// Everything that comparing found.
#[derive(Debug, Default)]
pub(crate) struct Board {
    /// What pages need of each article, by its id.
    pub cards: BTreeMap<Id, Arc<Card>>,
    /// Claims of several articles, those with the latest version first.
    pub groups: Vec<Arc<Traced>>,
    /// Articles that share text.
    pub copies: Arc<Vec<Copy>>,
    /// Everybody, by key.
    pub people: BTreeMap<Arc<str>, Arc<Person>>,
    /// All places, those named most first.
    pub places: Vec<Named>,
    /// Everybody with whom a place is named, those with most places first.
    pub whereabouts: Vec<Whereabouts>,
    /// What changed since the desk was opened, the latest first.
    pub shifts: Vec<Arc<Shift>>,
    of_claim: HashMap<ClaimId, Vec<usize>>,
    /// Places of groups, those in most articles first.
    told: Vec<usize>,
    /// Places of groups with versions that cannot all be so.
    contested: Vec<usize>,
    /// Doubtful claims, the most doubtful first.
    pub doubtful: Vec<ClaimId>,
    /// True once everything that the ledger had was compared.
    pub whole: bool,
}

impl Board {
    fn new(
        cards: BTreeMap<Id, Arc<Card>>,
        mut groups: Vec<Arc<Traced>>,
        copies: Arc<Vec<Copy>>,
        tally: &Tally,
        shifts: Vec<Arc<Shift>>,
    ) -> Self {
        groups.sort_by_cached_key(|one| {
            (std::cmp::Reverse((one.latest(), one.articles().len())), one.trace.group.clone())
        });
        let mut of_claim: HashMap<ClaimId, Vec<usize>> = HashMap::new();
        for (at, group) in groups.iter().enumerate() {
            for claim in group.claims.iter().flatten() {
                let list = of_claim.entry(*claim).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
        let mut told: Vec<usize> = (0..groups.len()).collect();
        told.sort_by_cached_key(|&at| std::cmp::Reverse(groups[at].articles().len()));
        let contested = (0..groups.len()).filter(|&at| !groups[at].trace.conflicts.is_empty()).collect();
        let mut doubtful: Vec<(f64, ClaimId)> = cards.values().flat_map(|card| card.doubtful.iter().copied()).collect();
        doubtful.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let doubtful = doubtful.into_iter().map(|(_, id)| id).collect();
        Self {
            cards,
            groups,
            copies,
            people: tally.people(),
            places: tally.places(),
            whereabouts: tally.whereabouts(),
            shifts,
            of_claim,
            told,
            contested,
            doubtful,
            whole: true,
        }
    }

    /// The groups that a claim belongs to: one for each statement in it.
    pub(crate) fn groups_of(&self, claim: ClaimId) -> Vec<&Arc<Traced>> {
        self.of_claim.get(&claim).into_iter().flatten().filter_map(|&at| self.groups.get(at)).collect()
    }

    /// An article by the id that comparing calls it.
    pub(crate) fn card(&self, article: &str) -> Option<(Id, &Arc<Card>)> {
        let id = article.parse().ok()?;
        Some((id, self.cards.get(&id)?))
    }

    /// The name of somebody by the key; of one that no article names, the key's own words.
    pub(crate) fn name(&self, key: &str) -> String {
        let words = || key.split_once(':').map_or(key, |(_, words)| words).to_owned();
        self.people.get(key).map_or_else(words, |person| person.name.clone())
    }

    /// Who says a claim: the speaker's name, or the words that stand for an unnamed one.
    pub(crate) fn speaker<'a>(&'a self, claim: &'a Claim) -> Option<&'a str> {
        let words = || self.cards.get(&claim.article)?.unnamed.get(&claim.id).map(String::as_str);
        claim.speaker.as_deref().or_else(words)
    }

    /// Articles that name somebody.
    pub(crate) fn naming<'a>(&'a self, key: &'a str) -> impl Iterator<Item = Id> + 'a {
        let named = move |card: &Card| card.entities.iter().any(|seen| seen.key == key);
        self.cards.iter().filter(move |(_, card)| named(card)).map(|(id, _)| *id)
    }

    /// Groups with versions that cannot all be so, those with the latest version first.
    pub(crate) fn conflicting(&self) -> impl ExactSizeIterator<Item = &Arc<Traced>> {
        self.contested.iter().map(|&at| &self.groups[at])
    }

    /// Groups, those in most articles first.
    pub(crate) fn most_told(&self) -> impl Iterator<Item = &Arc<Traced>> {
        self.told.iter().map(|&at| &self.groups[at])
    }
}
