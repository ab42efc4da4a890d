//! A reading with people's operations applied: what comparing sees.

use std::collections::BTreeMap;

use musnad_ledger::{Claim, ClaimFilter, Id, Ledger, Page, Result, Story};
use musnad_model::{Entity, EntityKind, Reading};

/// An article as people left it.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// Its facts.
    pub story: Story,
    /// The newest reading, with corrections.
    pub reading: Reading,
    /// All its claims, also those that people said to be none.
    pub claims: Vec<Claim>,
}

/// The newest reading of an article with corrections. Its id is that of the ledger, so that two outlets' articles
/// with one text are two. `None`: no such article, or a reading that this program cannot parse.
///
/// # Errors
/// Whatever the ledger says.
pub fn corrected(ledger: &dyn Ledger, id: Id) -> Result<Option<Corrected>> {
    corrected_by(ledger, id, &ledger.standing()?.merges)
}

/// The same, with the merged entities of the ledger at hand.
pub(super) fn corrected_by(
    ledger: &dyn Ledger,
    id: Id,
    merges: &BTreeMap<String, String>,
) -> Result<Option<Corrected>> {
    let Some(article) = ledger.article(id)? else { return Ok(None) };
    let newest = article.readings.last().map(|reading| serde_json::from_str::<Reading>(&reading.json));
    let Some(Ok(mut reading)) = newest else { return Ok(None) };
    let filter = ClaimFilter { article: Some(id), rejected: true, ..ClaimFilter::default() };
    let mut claims = Vec::new();
    loop {
        let more = ledger.claims(&filter, Page { skip: claims.len(), limit: Page::MOST })?;
        let last = more.len() < Page::MOST;
        claims.extend(more);
        if last {
            break;
        }
    }
    reading.id = id.to_string();
    reading.publisher.clone_from(&article.story.outlet);
    for entity in &mut reading.entities {
        if let Some(into) = merges.get(&entity.key) {
            entity.key.clone_from(into);
        }
    }
    for claim in &claims {
        apply(&mut reading, claim);
    }
    Ok(Some(Corrected { story: article.story, reading, claims }))
}

/// Puts into the reading what people said of one claim.
fn apply(reading: &mut Reading, claim: &Claim) {
    let Some(at) = reading.attributions.iter().position(|one| one.id == claim.local) else { return };
    if claim.review.rejected {
        let gone = reading.attributions.remove(at);
        for child in reading.attributions.iter_mut().filter(|one| one.parent.as_ref() == Some(&gone.id)) {
            child.parent.clone_from(&gone.parent);
        }
        return;
    }
    if claim.review.source_set {
        let entity = claim.entity.as_deref().map(|key| entity(reading, key, claim.speaker.as_deref()));
        let one = &mut reading.attributions[at];
        one.speaker.clone_from(&claim.speaker);
        one.via.clone_from(&claim.via);
        one.speaker_entity = entity;
        return;
    }
    // An entity that was merged into another, or split off it, goes by the other's key.
    let own = reading.attributions[at].speaker_entity.clone();
    if let (Some(own), Some(key)) = (own, &claim.entity)
        && let Some(entity) = reading.entities.iter_mut().find(|entity| entity.id == own)
    {
        entity.key.clone_from(key);
    }
}

/// The id of the entity with this key in a reading; it is put in if the reading does not name it.
fn entity(reading: &mut Reading, key: &str, name: Option<&str>) -> String {
    if let Some(known) = reading.entities.iter().find(|entity| entity.key == key) {
        return known.id.clone();
    }
    let (kind, words) = key.split_once(':').unwrap_or(("unnamed", key));
    let kind = serde_json::from_value(serde_json::Value::from(kind)).unwrap_or(EntityKind::Unnamed);
    let id = format!("x{}", reading.entities.len());
    reading.entities.push(Entity {
        id: id.clone(),
        kind,
        name: name.unwrap_or(words).to_owned(),
        aliases: Vec::new(),
        mentions: Vec::new(),
        roles: Vec::new(),
        key: key.to_owned(),
        latin: None,
    });
    id
}
