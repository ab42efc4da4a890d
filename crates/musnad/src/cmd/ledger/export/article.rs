//! One article as every format sees it: facts, the reading as people left it, and its claims.

use std::collections::BTreeMap;

use jiff::civil::Date;
use musnad_ledger::{Claim, ClaimId, Copied, Id, Ledger, Page, StoredOperation, Story, Subject};
use musnad_model::{CharIndex, Entity, EntityKind, Reading, Span};

use super::iri;
use crate::filing::{self, Corrected, failed};

/// What is known of all articles of the ledger, also of those that are not exported.
pub struct Known {
    days: BTreeMap<Id, Option<Date>>,
}

impl Known {
    pub fn of(ledger: &dyn Ledger) -> anyhow::Result<Self> {
        let stories = filing::articles(ledger, &musnad_ledger::ArticleFilter::default()).map_err(failed)?;
        Ok(Self { days: stories.into_iter().map(|story| (story.id, story.published)).collect() })
    }

    /// True if another article is known to be older than this one: by the day, or by the hour where both tell it.
    fn older(&self, ledger: &dyn Ledger, other: Id, own: &Corrected) -> anyhow::Result<bool> {
        let (Some(then), Some(now)) = (self.days.get(&other).copied().flatten(), own.story.published) else {
            return Ok(false);
        };
        if then != now {
            return Ok(then < now);
        }
        let Some(now) = own.reading.published_at else { return Ok(false) };
        let other = filing::corrected(ledger, other).map_err(failed)?;
        Ok(other.and_then(|other| other.reading.published_at).is_some_and(|then| then < now))
    }
}

/// One article.
pub struct Article<'c> {
    pub story: &'c Story,
    pub reading: &'c Reading,
    /// Its claims in the order of the text, without those that people said to be none.
    pub claims: Vec<&'c Claim>,
    /// What people did about a claim and did not take off, in order.
    pub operations: BTreeMap<ClaimId, Vec<StoredOperation>>,
    /// Articles that share its text.
    pub shared: Vec<Shared>,
    groups: BTreeMap<ClaimId, Id>,
    index: CharIndex<'c>,
}

/// Another article with the same passages.
pub struct Shared {
    pub with: Id,
    /// As the comparing calls it.
    pub kind: String,
    /// How much, 0 to 1.
    pub score: f64,
    /// True if the other one is older and no third one explains both.
    pub from: bool,
}

/// Who says a claim.
pub struct Speaker<'c> {
    pub iri: String,
    pub name: &'c str,
    pub kind: EntityKind,
}

impl<'c> Article<'c> {
    pub fn of(ledger: &dyn Ledger, known: &Known, corrected: &'c Corrected) -> anyhow::Result<Self> {
        let reading = &corrected.reading;
        let place: BTreeMap<&str, usize> =
            reading.attributions.iter().enumerate().map(|(at, one)| (one.id.as_str(), at)).collect();
        let mut claims: Vec<&Claim> = corrected.claims.iter().filter(|claim| !claim.review.rejected).collect();
        claims.sort_by_key(|claim| (place.get(claim.local.as_str()).copied().unwrap_or(usize::MAX), claim.id));
        let ids: Vec<ClaimId> = claims.iter().map(|claim| claim.id).collect();
        let mut groups = BTreeMap::new();
        for some in ids.chunks(Page::MOST) {
            groups.extend(ledger.groups(some).map_err(failed)?);
        }
        let mut operations = BTreeMap::new();
        for claim in &claims {
            let review = claim.review;
            if review.confirmed || review.source_set || review.credibility.is_some() {
                let mut about = ledger.operations(&Subject::Claim(claim.id)).map_err(failed)?;
                about.retain(|operation| operation.active);
                operations.insert(claim.id, about);
            }
        }
        let mut shared = Vec::new();
        for copied in ledger.copies(corrected.story.id).map_err(failed)? {
            shared.push(Shared::of(ledger, known, copied, corrected)?);
        }
        shared.sort_by_key(|shared| shared.with);
        let index = CharIndex::new(&reading.text);
        Ok(Self { story: &corrected.story, reading, claims, operations, shared, groups, index })
    }

    /// The words of spans, with an ellipsis where they leave something out.
    pub fn words(&self, spans: &[Span]) -> String {
        spans.iter().filter_map(|span| self.index.slice(*span)).collect::<Vec<_>>().join(" … ")
    }

    /// The words of one span; `None` if it does not lie inside the text.
    pub fn slice(&self, span: Span) -> Option<&'c str> {
        self.index.slice(span)
    }

    /// So many code points before and behind a span.
    pub fn around(&self, span: Span, many: u32) -> (&'c str, &'c str) {
        let before = Span::new(span.start.saturating_sub(many), span.start);
        let behind = Span::new(span.end, span.end.saturating_add(many).min(self.index.chars()));
        (self.index.slice(before).unwrap_or(""), self.index.slice(behind).unwrap_or(""))
    }

    /// The group of a claim.
    pub fn group(&self, claim: &Claim) -> Option<Id> {
        self.groups.get(&claim.id).copied()
    }

    /// The entity of a claim's speaker.
    pub fn entity(&self, claim: &Claim) -> Option<&'c Entity> {
        let key = claim.entity.as_ref()?;
        self.reading.entities.iter().find(|entity| entity.key == *key)
    }

    /// Who says a claim; `None` if nobody is named or described. Somebody who is only described is somebody else in
    /// each article.
    pub fn speaker(&self, claim: &'c Claim) -> Option<Speaker<'c>> {
        match self.entity(claim) {
            Some(entity) if entity.kind == EntityKind::Unnamed => {
                let name = claim.speaker.as_deref().unwrap_or(&entity.name);
                Some(Speaker { iri: iri::unnamed(self.story.id, &entity.id), name, kind: EntityKind::Unnamed })
            }
            Some(entity) => Some(Speaker { iri: iri::entity(&entity.key), name: &entity.name, kind: entity.kind }),
            None => {
                let name = claim.speaker.as_deref()?;
                Some(Speaker { iri: iri::unnamed(self.story.id, &claim.local), name, kind: EntityKind::Unnamed })
            }
        }
    }

    /// The address of the article, if it is one of the web.
    pub fn address(&self) -> Option<&'c str> {
        self.story.url.as_deref().filter(|url| iri::is_address(url))
    }
}

impl Shared {
    fn of(ledger: &dyn Ledger, known: &Known, copied: Copied, own: &Corrected) -> anyhow::Result<Self> {
        let with = if copied.copy == own.story.id { copied.original } else { copied.copy };
        // With a common source, neither need have it from the other.
        let from = copied.kind != "common_source" && known.older(ledger, with, own)?;
        Ok(Self { with, kind: copied.kind, score: copied.score, from })
    }
}
