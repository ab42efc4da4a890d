//! Everything that hangs together with some claims, gathered step by step from a store.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::claim::{Claim, ClaimId};
use crate::digest::Digest;
use crate::index::{AddError, Index};
use crate::keys::Key;
use crate::story::{Group, Story};

/// Claims of one article with all claims that hang together with them, directly or through others.
///
/// A store is asked by keys until it has nothing new to give. Then the stories are those that
/// a comparison of all articles of the store would give for these claims; no other claim of the
/// store was looked at.
#[derive(Debug)]
pub struct Neighbourhood {
    origin: Arc<Digest>,
    /// The attribution that is asked about; all claims of the article if there is none.
    attribution: Option<String>,
    index: Index,
    /// Which claims of an article are here, by their places in its digest.
    here: BTreeMap<String, BTreeSet<usize>>,
    asked: BTreeSet<Key>,
    /// Forms whose keys were asked.
    done: BTreeSet<usize>,
}

impl Neighbourhood {
    /// Begins with the claims of an article, new or known.
    #[must_use]
    pub fn of(article: Arc<Digest>) -> Self {
        Self::around(article, None)
    }

    /// Begins with the statements of one attribution.
    #[must_use]
    pub fn of_attribution(article: Arc<Digest>, attribution: &str) -> Self {
        Self::around(article, Some(attribution.to_owned()))
    }

    fn around(origin: Arc<Digest>, attribution: Option<String>) -> Self {
        let mut near = Self {
            origin: Arc::clone(&origin),
            attribution,
            index: Index::new(),
            here: BTreeMap::new(),
            asked: BTreeSet::new(),
            done: BTreeSet::new(),
        };
        let own: Vec<usize> = (0..origin.claims.len()).filter(|&at| near.is_origin(&origin.claims[at])).collect();
        // An empty index refuses nobody.
        let _ = near.give(&origin, own);
        near
    }

    fn is_origin(&self, claim: &Claim) -> bool {
        self.attribution.is_none() || claim.id.attribution == self.attribution
    }

    fn origins(&self) -> impl Iterator<Item = &Claim> {
        self.origin.claims.iter().filter(|claim| self.is_origin(claim))
    }

    /// The keys to look up next, distinct and sorted; `None` once everything that hangs together is here. A program
    /// may stop earlier: then the stories hold what was found so far.
    pub fn ask(&mut self) -> Option<Vec<Key>> {
        let forms = self.index.forms_with(self.origins()).filter(|(form, _)| !self.done.contains(form));
        // Claims of one form have the same keys.
        let (done, keys): (Vec<usize>, Vec<Vec<Key>>) = forms.map(|(form, claim)| (form, claim.keys())).unzip();
        self.done.extend(done);
        let keys: BTreeSet<Key> = keys.into_iter().flatten().filter(|key| !self.asked.contains(key)).collect();
        self.asked.extend(&keys);
        (!keys.is_empty()).then(|| keys.into_iter().collect())
    }

    /// Takes an article that the store found, with the places in [`Digest::claims`] of those of its claims that have
    /// one of the keys. Those that are here already are passed over.
    ///
    /// # Errors
    /// [`AddError::Taken`] if another text has its id.
    pub fn give(&mut self, article: &Arc<Digest>, claims: impl IntoIterator<Item = usize>) -> Result<(), AddError> {
        let here = self.here.entry(article.article.clone()).or_default();
        let new: Vec<usize> = claims.into_iter().filter(|&at| here.insert(at)).collect();
        self.index.add_claims(article, new)
    }

    /// True if a claim of the article is here.
    #[must_use]
    pub fn has(&self, article: &str) -> bool {
        self.here.contains_key(article)
    }

    /// The claims that hang together, each once, in the order of their ids: of these everything is known, whether or not
    /// they came to a group.
    #[must_use]
    pub fn together(&self) -> BTreeSet<&ClaimId> {
        self.index.claims_with(self.origins()).map(|claim| &claim.id).collect()
    }

    /// How many claims are here, of all articles.
    #[must_use]
    pub fn count(&self) -> usize {
        self.here.values().map(BTreeSet::len).sum()
    }

    /// The stories that the claims hang together with, also those in which they
    /// came to no group: their coming may have changed these.
    #[must_use]
    pub fn stories(&self) -> Vec<Story> {
        self.index.stories_with(self.origins())
    }

    /// The group that a claim of the article is in, with its story: alone, if no other article has it. `None` if the
    /// article does not have the claim.
    #[must_use]
    pub fn group(&self, claim: &ClaimId) -> Option<(Story, Group)> {
        let own = self.origins().find(|own| own.id == *claim)?;
        let stories = self.stories();
        for story in &stories {
            let holds = |group: &&Group| group.members.iter().any(|member| member.claim == *claim);
            if let Some(group) = story.groups.iter().find(holds) {
                return Some((story.clone(), group.clone()));
            }
        }
        // A claim that is in no group may be a rival of one that is.
        let rival = |story: &Story| story.rivals.iter().any(|rival| rival.a == *claim || rival.b == *claim);
        let alone = || Story { id: String::new(), groups: Vec::new(), rivals: Vec::new() };
        Some((stories.into_iter().find(rival).unwrap_or_else(alone), Group::of_one(own)))
    }
}
