//! Forms: claims that a judgement cannot tell apart.
//!
//! A wire text that a thousand outlets print is a thousand claims and a few forms. Only
//! forms are judged against each other, so that such a flood costs no more than its variety.

use std::collections::BTreeMap;

use crate::claim::Claim;
use crate::fact::{Fact, Filler, Number, Spot};
use crate::hash;
use crate::keys::Places;

const FORM: u8 = 5;

/// A hash of all that a judgement looks at: the words and values, not where they stand.
pub(crate) fn form(claim: &Claim) -> u64 {
    let mut parts = Parts(Vec::with_capacity(claim.words.len() + 24));
    parts.list(claim.words.iter().map(|word| word.key));
    parts.list(claim.order.iter().map(|&i| u32::from(i)));
    parts.list(claim.denied.iter().copied());
    parts.list(claim.names.iter().flat_map(|party| [party.key, party.last]));
    parts.list(claim.speaker.iter().flat_map(|party| [party.key, party.last]));
    parts.list(claim.day.iter().map(|day| day.cast_unsigned()));
    parts.list(claim.times.iter().flat_map(|time| [time.0.cast_unsigned(), time.1.cast_unsigned()]));
    parts.list([
        claim.stance.map_or(0, |stance| stance as u32 + 1),
        u32::from(claim.negated),
        claim.mode.map_or(0, |mode| mode as u32 + 1),
    ]);
    claim.numbers.iter().for_each(|number| parts.number(number));
    claim.places.iter().for_each(|spot| parts.spot(spot));
    claim.facts.iter().for_each(|fact| parts.fact(fact));
    hash::sequence(FORM, parts.0)
}

struct Parts(Vec<u32>);

impl Parts {
    /// A list with its length, so that two lists cannot run into each other.
    fn list(&mut self, values: impl IntoIterator<Item = u32>) {
        let at = self.0.len();
        self.0.push(0);
        self.0.extend(values);
        self.0[at] = (self.0.len() - at) as u32;
    }

    fn number(&mut self, number: &Number) {
        let bits = |value: Option<f64>| value.map_or(u64::MAX, f64::to_bits);
        let halves = |bits: u64| [(bits >> 32) as u32, bits as u32];
        self.list(halves(bits(number.low)).into_iter().chain(halves(bits(number.high))));
        self.list(number.unit.iter().map(|unit| hash::word(unit)));
        self.list(number.counted.iter().copied());
    }

    fn spot(&mut self, spot: &Spot) {
        self.list([spot.key]);
    }

    fn fact(&mut self, fact: &Fact) {
        self.list([hash::word(&fact.frame), fact.trigger, u32::from(fact.positive)]);
        for (role, filler) in &fact.roles {
            self.list([hash::word(role)]);
            match filler {
                Filler::Party(key) => self.list([1, *key]),
                Filler::Place(spot) => self.spot(spot),
                Filler::Days(from, to) => self.list([2, from.cast_unsigned(), to.cast_unsigned()]),
                Filler::Number(number) => self.number(number),
                Filler::Words(stems) => self.list(stems.iter().copied()),
            }
        }
    }
}

/// Claims sorted into forms. The claim with the smallest id stands for its form; which one
/// does not change any judgement.
pub(crate) struct Forms<'c> {
    /// For each form its claims, in the order of their ids. Forms in the order of their first.
    pub(crate) claims: Vec<Vec<&'c Claim>>,
}

impl<'c> Forms<'c> {
    pub(crate) fn new(claims: impl IntoIterator<Item = &'c Claim>) -> Self {
        let mut forms: BTreeMap<u64, Vec<&Claim>> = BTreeMap::new();
        for claim in claims {
            forms.entry(form(claim)).or_default().push(claim);
        }
        let mut claims: Vec<Vec<&Claim>> = forms.into_values().collect();
        for list in &mut claims {
            list.sort_by(|a, b| a.id.cmp(&b.id));
            list.dedup_by(|a, b| a.id == b.id);
        }
        claims.sort_by(|a, b| a[0].id.cmp(&b[0].id));
        Self { claims }
    }

    pub(crate) fn claim(&self, form: usize) -> &'c Claim {
        self.claims[form][0]
    }

    /// Pairs of forms that share a key, each once, sorted.
    pub(crate) fn pairs(&self) -> Vec<(usize, usize)> {
        let mut places = Places::default();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for form in 0..self.claims.len() {
            let met = places.put(form, &self.claim(form).keys());
            pairs.extend(met.into_iter().map(|other| (other, form)));
        }
        pairs.sort_unstable();
        pairs
    }
}
