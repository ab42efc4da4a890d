//! Everything that hangs together with one article, gathered step by step from a store.

use std::collections::{BTreeMap, BTreeSet};

use musnad_model::Reading;

use crate::claim::ClaimId;
use crate::copy::Copy;
use crate::digest::Digest;
use crate::index::{AddError, Index};
use crate::keys::Key;
use crate::story::{Group, Story};
use crate::trace::{self, Trace, TraceError};

/// An article with all articles whose claims hang together with its own, directly or through
/// others, and those that share text with it.
///
/// A store is asked by keys until it has nothing new to give. Then the stories are those that
/// a comparison of all articles of the store would give for this one; nothing else of the
/// store was looked at.
#[derive(Debug)]
pub struct Neighbourhood {
    article: String,
    index: Index,
    readings: BTreeMap<String, Reading>,
    asked: BTreeSet<Key>,
}

/// What to look up in a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Keys to look up among those of [`Digest::claim_keys`]. Distinct and sorted.
    pub claims: Vec<Key>,
    /// Keys to look up among those of [`Digest::article_keys`]. Distinct and sorted.
    pub articles: Vec<Key>,
}

impl Neighbourhood {
    /// Begins with one article, new or known.
    #[must_use]
    pub fn of(reading: Reading) -> Self {
        let mut near = Self::of_digest(Digest::of(&reading));
        near.readings.insert(reading.id.clone(), reading);
        near
    }

    /// Begins with one article by its digest. Stories and copies need no more; a trace needs the
    /// readings of its articles, given with [`Self::give`] before it is made.
    #[must_use]
    pub fn of_digest(digest: Digest) -> Self {
        let article = digest.article.clone();
        let mut near = Self { article, index: Index::new(), readings: BTreeMap::new(), asked: BTreeSet::new() };
        // An empty index refuses nobody.
        let _ = near.index.add(digest);
        near
    }

    /// What to look up next; `None` once everything that hangs together is here. A program
    /// may stop earlier: then the stories hold what was found so far.
    pub fn ask(&mut self) -> Option<Ask> {
        let mut claims: BTreeSet<Key> = self.index.keys_around(&self.article).collect();
        claims.retain(|key| !self.asked.contains(key));
        let mut articles = claims.clone();
        if self.asked.is_empty()
            && let Some(digest) = self.index.article(&self.article)
        {
            articles.extend(digest.fingerprints());
        }
        self.asked.extend(&articles);
        let ask = Ask { claims: claims.into_iter().collect(), articles: articles.into_iter().collect() };
        (!ask.articles.is_empty()).then_some(ask)
    }

    /// True if the article is here already.
    #[must_use]
    pub fn has(&self, article: &str) -> bool {
        self.index.article(article).is_some()
    }

    /// Takes an article that the store found.
    ///
    /// # Errors
    /// [`AddError::Taken`] if another text has its id.
    pub fn give(&mut self, reading: Reading) -> Result<(), AddError> {
        let known = self.index.article(&reading.id).is_some_and(|digest| digest.sha256 == reading.sha256);
        if !known {
            self.index.add(Digest::of(&reading))?;
        }
        self.readings.entry(reading.id.clone()).or_insert(reading);
        Ok(())
    }

    /// Takes an article by its digest, as [`Self::of_digest`] does.
    ///
    /// # Errors
    /// [`AddError::Taken`] if another text has its id.
    pub fn give_digest(&mut self, digest: Digest) -> Result<(), AddError> {
        self.index.add(digest).map(drop)
    }

    /// How many articles are here.
    #[must_use]
    pub fn count(&self) -> usize {
        self.index.len()
    }

    /// The stories that the article's claims hang together with, also those in which they
    /// came to no group: their coming may have changed these.
    #[must_use]
    pub fn stories(&self) -> Vec<Story> {
        self.index.stories_around(&self.article)
    }

    /// The copies between the articles that are here. Those of the article itself are all
    /// there are.
    #[must_use]
    pub fn copies(&self) -> Vec<Copy> {
        self.index.copies()
    }

    /// Traces a group of one of the [`Self::stories`].
    ///
    /// # Errors
    /// If the group is of other articles than are here.
    pub fn trace(&self, story: &Story, group: &Group) -> Result<Trace, TraceError> {
        let readings: Vec<&Reading> = self.readings.values().collect();
        trace::trace(story, group, &readings, &self.copies())
    }

    /// Traces a claim: in its group, or alone if no other article has it.
    ///
    /// # Errors
    /// If the article does not have the claim.
    pub fn trace_claim(&self, claim: &ClaimId) -> Result<Trace, TraceError> {
        let stories = self.stories();
        for story in &stories {
            let holds = |group: &&Group| group.members.iter().any(|member| member.claim == *claim);
            if let Some(group) = story.groups.iter().find(holds) {
                return self.trace(story, group);
            }
        }
        let digest = self.index.article(&claim.article);
        let own = digest.and_then(|digest| digest.claims.iter().find(|own| own.id == *claim));
        let own = own.ok_or_else(|| TraceError::Stale { claim: claim.to_string() })?;
        // A claim that is in no group may be a rival of one that is.
        let rival = |story: &&Story| story.rivals.iter().any(|rival| rival.a == *claim || rival.b == *claim);
        let alone = Story { id: String::new(), groups: Vec::new(), rivals: Vec::new() };
        self.trace(stories.iter().find(rival).unwrap_or(&alone), &Group::of_one(own))
    }
}
