//! Chains as nodes, and cited articles that speak for themselves.

use std::cmp::Ordering;

use super::build::{Built, moment};
use super::path::Link;

impl Built<'_> {
    /// A path as nodes, without loops: where it comes back to a node, the loop is left out.
    pub(super) fn simple(&self, path: &[Link]) -> Vec<usize> {
        let mut nodes: Vec<usize> = Vec::new();
        for link in path {
            let node = self.cast.node(&link.who);
            match nodes.iter().position(|&known| known == node) {
                Some(at) => nodes.truncate(at + 1),
                None => nodes.push(node),
            }
        }
        nodes
    }

    /// The chains without origins that the cited article does not confirm, and these origins.
    ///
    /// Where an article gives a claim to somebody "according to" an outlet, and the outlet's own
    /// article is at hand and no later, that article says whom it had it from. If it does not
    /// name the same, the chain begins with the outlet: whatever was added on the way shows no
    /// line of its own.
    pub(super) fn confirmed(&self, named: &[Vec<usize>]) -> (Vec<Vec<usize>>, Vec<Option<usize>>) {
        let cut = |i: usize| -> Option<usize> {
            let chain = &named[i];
            // The outermost cited outlet of which an article is at hand.
            let cited = 1..chain.len().saturating_sub(2);
            cited.rev().filter(|&at| self.cast.is_outlet(chain[at])).find_map(|at| {
                let own: Vec<usize> = self.articles_of(named, i, chain[at]).collect();
                (!own.is_empty()).then(|| own.iter().all(|&j| !named[j].contains(&chain[0])).then_some(at))
            })?
        };
        let cuts: Vec<Option<usize>> = (0..named.len()).map(cut).collect();
        let chains = named.iter().zip(&cuts).map(|(chain, cut)| chain[cut.unwrap_or(0)..].to_vec()).collect();
        let origins = named.iter().zip(&cuts).map(|(chain, cut)| cut.map(|_| chain[0])).collect();
        (chains, origins)
    }

    /// The voices of an outlet's own articles on the side of a voice, none later than its own.
    fn articles_of<'b>(
        &'b self,
        named: &'b [Vec<usize>],
        of: usize,
        outlet: usize,
    ) -> impl Iterator<Item = usize> + 'b {
        let this = &self.voices[of];
        (0..named.len()).filter(move |&j| {
            let other = &self.voices[j];
            j != of
                && other.counts
                && other.member.side == this.member.side
                && other.member.claim.article != this.member.claim.article
                && named[j].iter().rev().nth(1) == Some(&outlet)
                && moment(other.reading).order(moment(this.reading)) != Some(Ordering::Greater)
        })
    }
}
