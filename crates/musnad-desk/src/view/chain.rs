//! A source chain: from the outlet inwards to whoever is said to have said it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use musnad_ledger::{Claim, ClaimId};

use crate::ask::Look;
use crate::view::bits;
use crate::words::Word;

/// A link of a chain.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Link {
    /// Its name; null for somebody unnamed.
    pub name: Option<String>,
    /// The entity, if it is one.
    pub key: Option<String>,
    /// True for an outlet that published or carried the words.
    pub outlet: bool,
}

/// The chain of a claim among the claims of its article: publisher, then the parents from the outermost, each with
/// the outlet that carried it, then the speaker. `unnamed` are the words for sources without a name.
pub(crate) fn chain(claim: &Claim, all: &[Claim], unnamed: &BTreeMap<ClaimId, String>) -> Vec<Link> {
    let mut inner = Vec::new();
    let mut next = Some(claim);
    // As many steps as there are claims: a circle cannot hold us.
    for _ in 0..=all.len() {
        let Some(one) = next else { break };
        let name = one.speaker.clone().or_else(|| unnamed.get(&one.id).cloned());
        inner.push(Link { name, key: one.entity.clone(), outlet: false });
        if let Some(via) = &one.via {
            inner.push(Link { name: Some(via.clone()), key: None, outlet: true });
        }
        next = one.parent.and_then(|parent| all.iter().find(|other| other.id == parent));
    }
    inner.push(Link { name: claim.outlet.clone(), key: None, outlet: true });
    inner.reverse();
    inner.dedup_by(|b, a| a.outlet && b.outlet && a.name == b.name);
    inner
}

/// The chain as a list that reads from the outlet inwards.
pub(crate) fn show(look: &Look, links: &[Link]) -> Markup {
    html! {
        ol.chain aria-label=(look.say(Word::Chain)) {
            @for link in links {
                li {
                    @if link.outlet { (bits::outlet(look, link.name.as_deref())) }
                    @else { (bits::speaker(look, link.name.as_deref(), link.key.as_deref())) }
                }
            }
        }
    }
}
