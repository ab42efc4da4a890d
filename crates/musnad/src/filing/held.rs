//! Articles as comparing needs them, held in memory for the length of a run.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use musnad_compare::Digest;
use musnad_ledger::{ClaimId, Id, Ledger, Result};
use musnad_model::Reading;

use super::corrected;

/// The most articles that are held: twice as many at the moment when the older half is let go.
/// A digest is some tens of kilobytes, so this is about a hundred megabytes at the most.
const HELD: usize = 1_500;

/// An article that is at hand.
#[derive(Debug)]
pub struct Held {
    pub digest: Digest,
    /// The ledger's ids of its claims, by their ids in the reading.
    pub claims: BTreeMap<String, ClaimId>,
    /// Only where traces are made.
    pub reading: Option<Reading>,
}

/// Articles of a ledger, each read and digested once as long as it is held.
pub struct Articles<'l> {
    ledger: &'l dyn Ledger,
    readings: bool,
    young: HashMap<Id, Rc<Held>>,
    old: HashMap<Id, Rc<Held>>,
}

impl<'l> Articles<'l> {
    /// Of this ledger; with their readings if they are to be traced.
    pub fn new(ledger: &'l dyn Ledger, readings: bool) -> Self {
        Self { ledger, readings, young: HashMap::new(), old: HashMap::new() }
    }

    /// An article with people's operations applied; `None` if it is not there, or if this program cannot read its
    /// reading.
    pub fn get(&mut self, id: Id) -> Result<Option<Rc<Held>>> {
        if let Some(held) = self.young.get(&id) {
            return Ok(Some(Rc::clone(held)));
        }
        let held = match self.old.remove(&id) {
            Some(held) => held,
            None => match corrected(self.ledger, id)? {
                Some(article) => {
                    let claims = article.claims.iter().map(|claim| (claim.local.clone(), claim.id)).collect();
                    let digest = Digest::of(&article.reading);
                    Rc::new(Held { digest, claims, reading: self.readings.then_some(article.reading) })
                }
                None => return Ok(None),
            },
        };
        if self.young.len() >= HELD {
            // What was not asked for since the last time is let go.
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, Rc::clone(&held));
        Ok(Some(held))
    }
}
