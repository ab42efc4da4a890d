//! Articles compared at once, in memory: what an export of everything needs.

use std::collections::{BTreeMap, BTreeSet};

use musnad_compare::trace::Trace;
use musnad_compare::{ClaimId as Compared, Copy, Digest, Group, Index, Story, trace};
use musnad_ledger::{Ledger, Result};
use musnad_model::Reading;

use super::corrected;

/// Some articles, compared at once.
pub struct Whole {
    readings: BTreeMap<String, Reading>,
    index: Index,
    stories: Vec<Story>,
    copies: Vec<Copy>,
}

impl Whole {
    /// Reads these articles.
    pub fn over(ledger: &dyn Ledger, stories: &[musnad_ledger::Story]) -> Result<Self> {
        let mut whole =
            Self { readings: BTreeMap::new(), index: Index::new(), stories: Vec::new(), copies: Vec::new() };
        for story in stories {
            if let Some(article) = corrected(ledger, story.id)? {
                let _ = whole.index.add(Digest::of(&article.reading));
                whole.readings.insert(article.reading.id.clone(), article.reading);
            }
        }
        whole.stories = whole.index.stories();
        whole.copies = whole.index.copies();
        Ok(whole)
    }

    /// The traces of all groups, in the order of the stories.
    pub fn traces(&self) -> impl Iterator<Item = Trace> + '_ {
        let mut copies: BTreeMap<&str, Vec<&Copy>> = BTreeMap::new();
        for copy in &self.copies {
            copies.entry(&copy.a).or_default().push(copy);
        }
        self.stories.iter().flat_map(move |story| {
            let mut articles: BTreeSet<&str> =
                story.groups.iter().flat_map(|group| group.members.iter().map(|m| m.claim.article.as_str())).collect();
            articles.extend(story.rivals.iter().flat_map(|rival| [rival.a.article.as_str(), rival.b.article.as_str()]));
            let readings: Vec<&Reading> = articles.iter().filter_map(|id| self.readings.get(*id)).collect();
            let near = articles.iter().filter_map(|id| copies.get(id)).flatten();
            let near: Vec<Copy> = near.filter(|copy| articles.contains(&*copy.b)).map(|&copy| copy.clone()).collect();
            let traces: Vec<Trace> =
                story.groups.iter().filter_map(|group| trace::trace(story, group, &readings, &near).ok()).collect();
            traces
        })
    }

    /// The traces of attributed claims that are in no group, in the order of their articles' ids.
    pub fn alone(&self) -> impl Iterator<Item = Trace> + '_ {
        let members = self.stories.iter().flat_map(|story| &story.groups).flat_map(|group| &group.members);
        let grouped: BTreeSet<&Compared> = members.map(|member| &member.claim).collect();
        self.readings.values().flat_map(move |reading| {
            let claims = self.index.article(&reading.id).map_or(&[][..], |digest| &digest.claims);
            let single = claims.iter().filter(|claim| claim.id.attribution.is_some() && !grouped.contains(&claim.id));
            single.filter_map(move |claim| alone(claim, reading)).collect::<Vec<_>>()
        })
    }
}

/// The trace of a claim that no other article has.
fn alone(claim: &musnad_compare::Claim, reading: &Reading) -> Option<Trace> {
    let group = Group::of_one(claim);
    let story = Story { id: String::new(), groups: vec![group.clone()], rivals: Vec::new() };
    trace::trace(&story, &group, &[reading], &[]).ok()
}
