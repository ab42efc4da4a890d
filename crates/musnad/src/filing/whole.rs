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
}

impl Whole {
    /// Reads these articles.
    pub fn over(ledger: &dyn Ledger, stories: &[musnad_ledger::Story]) -> Result<Self> {
        let mut whole = Self { readings: BTreeMap::new(), index: Index::new() };
        for story in stories {
            if let Some(article) = corrected(ledger, story.id)? {
                let _ = whole.index.add(Digest::of(&article.reading));
                whole.readings.insert(article.reading.id.clone(), article.reading);
            }
        }
        Ok(whole)
    }

    /// The traces of all groups, in the order of the stories.
    pub fn traces(&self) -> impl Iterator<Item = Trace> + '_ {
        let copies = self.index.copies();
        self.index.stories().into_iter().flat_map(move |story| {
            let mut articles: BTreeSet<&str> =
                story.groups.iter().flat_map(|group| group.members.iter().map(|m| m.claim.article.as_str())).collect();
            articles.extend(story.rivals.iter().flat_map(|rival| [rival.a.article.as_str(), rival.b.article.as_str()]));
            let readings: Vec<&Reading> = articles.iter().filter_map(|id| self.readings.get(*id)).collect();
            let near: Vec<Copy> = copies
                .iter()
                .filter(|copy| articles.contains(&*copy.a) && articles.contains(&*copy.b))
                .cloned()
                .collect();
            let traces: Vec<Trace> =
                story.groups.iter().filter_map(|group| trace::trace(&story, group, &readings, &near).ok()).collect();
            traces
        })
    }

    /// The traces of attributed claims that are in no group, in the order of their articles' ids.
    pub fn alone(&self) -> impl Iterator<Item = Trace> + '_ {
        let stories = self.index.stories();
        let members = stories.into_iter().flat_map(|story| story.groups).flat_map(|group| group.members);
        let grouped: BTreeSet<Compared> = members.map(|member| member.claim).collect();
        self.readings.values().flat_map(move |reading| {
            let mut claims = Digest::of(reading).claims;
            claims.retain(|claim| claim.id.attribution.is_some() && !grouped.contains(&claim.id));
            claims.into_iter().filter_map(move |claim| alone(&claim, reading))
        })
    }
}

/// The trace of a claim that no other article has.
fn alone(claim: &musnad_compare::Claim, reading: &Reading) -> Option<Trace> {
    let group = Group::of_one(claim);
    let story = Story { id: String::new(), groups: vec![group.clone()], rivals: Vec::new() };
    trace::trace(&story, &group, &[reading], &[]).ok()
}
