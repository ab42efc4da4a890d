//! Articles as comparing needs them, held in memory for the length of a run.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use musnad_compare::Digest;
use musnad_ledger::{ClaimId, Id, Ledger, Result};
use musnad_model::Reading;

use super::{comparing::VERSION, corrected};

/// The most articles that are held: twice as many at the moment when the older half is let go.
/// A digest is some tens of kilobytes, so this is about a hundred megabytes at the most.
const HELD: usize = 1_500;

/// The most readings that are held, some hundred kilobytes each.
const READINGS: usize = 200;

/// An article that is at hand.
#[derive(Debug)]
pub struct Held {
    pub digest: Arc<Digest>,
    id: Id,
    claims: OnceCell<BTreeMap<String, ClaimId>>,
}

impl Held {
    /// The ledger's ids of its claims, by their ids in the reading: looked up when they are first asked for, since many
    /// articles are only held against others.
    pub fn claims(&self, ledger: &dyn Ledger) -> Result<&BTreeMap<String, ClaimId>> {
        if self.claims.get().is_none() {
            let _ = self.claims.set(ledger.claim_ids(self.id)?.into_iter().collect());
        }
        Ok(self.claims.get_or_init(BTreeMap::new))
    }

    /// The ledger's id of a claim.
    pub fn claim(&self, ledger: &dyn Ledger, local: &str) -> Result<Option<ClaimId>> {
        Ok(self.claims(ledger)?.get(local).copied())
    }
}

/// Articles of a ledger, each looked up once as long as it is held.
pub struct Articles<'l> {
    ledger: &'l dyn Ledger,
    young: HashMap<Id, Rc<Held>>,
    old: HashMap<Id, Rc<Held>>,
    readings: HashMap<Id, Rc<Reading>>,
}

impl<'l> Articles<'l> {
    /// Of this ledger.
    pub fn new(ledger: &'l dyn Ledger) -> Self {
        Self { ledger, young: HashMap::new(), old: HashMap::new(), readings: HashMap::new() }
    }

    /// An article as people left it, whatever was compared before; `None` if it is not there, or if this program cannot
    /// read its reading.
    pub fn fresh(&mut self, id: Id) -> Result<Option<Rc<Held>>> {
        let Some(article) = corrected(self.ledger, id)? else { return Ok(None) };
        let claims: BTreeMap<String, ClaimId> =
            article.claims.iter().map(|claim| (claim.local.clone(), claim.id)).collect();
        let held = Rc::new(Held { digest: Arc::new(Digest::of(&article.reading)), id, claims: claims.into() });
        self.hold(id, &held);
        self.hold_reading(id, article.reading);
        Ok(Some(held))
    }

    /// An article as it was compared; as people left it, if it was not compared.
    pub fn get(&mut self, id: Id) -> Result<Option<Rc<Held>>> {
        match self.compared(&[id])?.pop() {
            Some((_, held)) => Ok(Some(held)),
            None => self.fresh(id),
        }
    }

    /// Those of these articles that were compared, in the order of their ids.
    pub fn compared(&mut self, ids: &[Id]) -> Result<Vec<(Id, Rc<Held>)>> {
        let mut found: BTreeMap<Id, Rc<Held>> = BTreeMap::new();
        let mut missing = Vec::new();
        for &id in ids {
            match self.young.get(&id).cloned().or_else(|| self.old.remove(&id)) {
                Some(held) => {
                    self.hold(id, &held);
                    found.insert(id, held);
                }
                None => missing.push(id),
            }
        }
        for (id, packed) in self.ledger.digests(&missing, VERSION)? {
            // The version says that these bytes are a digest; a damaged one is as good as none.
            let Some(digest) = Digest::unpacked(&packed) else { continue };
            let held = Rc::new(Held { digest: Arc::new(digest), id, claims: OnceCell::new() });
            self.hold(id, &held);
            found.insert(id, held);
        }
        Ok(found.into_iter().collect())
    }

    /// The reading of an article as people left it.
    pub fn reading(&mut self, id: Id) -> Result<Option<Rc<Reading>>> {
        if !self.readings.contains_key(&id) {
            let Some(article) = corrected(self.ledger, id)? else { return Ok(None) };
            self.hold_reading(id, article.reading);
        }
        Ok(self.readings.get(&id).map(Rc::clone))
    }

    fn hold(&mut self, id: Id, held: &Rc<Held>) {
        if self.young.len() >= HELD {
            // What was not asked for since the last time is let go.
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, Rc::clone(held));
    }

    fn hold_reading(&mut self, id: Id, reading: Reading) {
        if self.readings.len() >= READINGS {
            self.readings.clear();
        }
        self.readings.insert(id, Rc::new(reading));
    }
}
