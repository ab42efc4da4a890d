//! FollowTheMoney entities, one a line, for Aleph and its kin. Checked against version 4.11 of the model.
//!
//! The model has no schema for a claim. One with a speaker is a `Documentation`: the article is evidence of what somebody
//! said. One without is a `Note` on the article.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use musnad_ledger::{Claim, Id};
use musnad_model::{Entity, EntityKind, provenance::sha256};
use serde_json::{Value, json};

use super::{Article, Format, json as careful};

/// Writes lines.
pub struct Entities {
    /// With the text of the articles.
    text: bool,
    /// Everybody who is named, each once with the names of all articles, and therefore at the end.
    cast: BTreeMap<String, Somebody>,
}

struct Somebody {
    schema: &'static str,
    name: String,
    alias: BTreeSet<String>,
    position: BTreeSet<String>,
}

impl Entities {
    pub fn new(text: bool) -> Self {
        Self { text, cast: BTreeMap::new() }
    }

    /// Takes somebody in; `None` for those who are only described, for a description is no name.
    fn meet(&mut self, entity: &Entity) -> Option<(String, &'static str)> {
        let schema = schema(entity.kind)?;
        let id = id("entity", &entity.key);
        let (key, name) = (id.clone(), entity.name.clone());
        let somebody = self.cast.entry(key).or_insert_with(|| Somebody {
            schema,
            name,
            alias: BTreeSet::new(),
            position: BTreeSet::new(),
        });
        somebody.alias.extend(std::iter::once(&entity.name).chain(&entity.aliases).cloned());
        somebody.alias.extend(entity.latin.clone());
        if entity.kind == EntityKind::Person {
            somebody.position.extend(entity.roles.iter().cloned());
        }
        Some((id, schema))
    }

    fn document(&self, article: &Article<'_>) -> Value {
        let (story, reading) = (article.story, article.reading);
        let names = |wanted: fn(EntityKind) -> bool| -> Vec<&str> {
            reading.entities.iter().filter(|entity| wanted(entity.kind)).map(|entity| entity.name.as_str()).collect()
        };
        let places: BTreeSet<&str> = reading.places.iter().map(|place| place.name.as_str()).collect();
        let countries = reading.places.iter().filter_map(|place| place.country.as_deref());
        let countries: BTreeSet<String> = countries.map(str::to_ascii_lowercase).collect();
        let mut properties = json!({
            "fileName": [format!("{}.txt", story.id)],
            "mimeType": ["text/plain"],
            "processingAgent": [format!("Musnad {} {}", reading.engine.version, reading.engine.pack)],
            "namesMentioned": names(|kind| schema(kind).is_some_and(|schema| schema != "Territory")),
            "peopleMentioned": names(|kind| kind == EntityKind::Person),
            "locationMentioned": places,
            "detectedCountry": countries,
            "language": language(&story.language),
            "publishedAt": story.published,
            "title": story.title,
            "author": story.author,
            "publisher": story.outlet,
            "sourceUrl": article.address(),
        });
        if self.text {
            properties["bodyText"] = reading.text.as_str().into();
        }
        entity(&document(story.id), "Article", properties)
    }

    fn claim(&mut self, article: &Article<'_>, claim: &Claim) -> Value {
        let id = format!("claim-{}", claim.id);
        let speaker = article.entity(claim).and_then(|entity| self.meet(entity));
        let document = document(article.story.id);
        let shared = json!({
            "description": claim.content,
            "publisher": article.story.outlet,
            "sourceUrl": article.address(),
            "proof": document,
        });
        let mut properties = shared;
        let Some((speaker, _)) = speaker else {
            properties["entity"] = document.into();
            properties["summary"] = json!(claim.speaker);
            properties["keywords"] = json!([claim.stance]);
            return entity(&id, "Note", properties);
        };
        properties["document"] = document.into();
        properties["entity"] = speaker.into();
        properties["role"] = json!(claim.stance);
        properties["status"] = json!(claim.negated.then_some("negated"));
        properties["date"] = json!(claim.published);
        properties["recordId"] = json!(claim.id);
        entity(&id, "Documentation", properties)
    }
}

impl Format for Entities {
    fn article(&mut self, article: &Article<'_>, out: &mut dyn Write) -> io::Result<()> {
        careful::line(out, &self.document(article))?;
        for named in &article.reading.entities {
            let Some((id, schema)) = self.meet(named) else { continue };
            if schema == "Territory" {
                // Only parties to something can be resolved from a mention.
                continue;
            }
            let document = document(article.story.id);
            let properties =
                json!({ "document": document, "resolved": id, "name": named.name, "detectedSchema": schema });
            careful::line(out, &entity(&format!("mention-{}-{}", article.story.id, named.id), "Mention", properties))?;
        }
        for claim in &article.claims {
            let claim = self.claim(article, claim);
            careful::line(out, &claim)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        for (id, somebody) in std::mem::take(&mut self.cast) {
            let alias: Vec<&String> = somebody.alias.iter().filter(|alias| **alias != somebody.name).collect();
            let mut properties = json!({ "name": somebody.name, "alias": alias });
            if !somebody.position.is_empty() {
                properties["position"] = json!(somebody.position);
            }
            careful::line(out, &entity(&id, somebody.schema, properties))?;
        }
        Ok(())
    }
}

/// An entity: every property is a list of strings, and empty ones are left out.
fn entity(id: &str, schema: &str, properties: Value) -> Value {
    let Value::Object(mut properties) = properties else { return Value::Null };
    for value in properties.values_mut() {
        *value = match value.take() {
            Value::Null => Value::Array(Vec::new()),
            Value::Array(values) => Value::Array(values),
            one => Value::Array(vec![one]),
        };
    }
    properties.retain(|_, values| values.as_array().is_some_and(|values| !values.is_empty()));
    json!({ "id": id, "schema": schema, "properties": properties })
}

fn document(article: Id) -> String {
    format!("article-{article}")
}

/// The model allows no Arabic letters in ids.
fn id(kind: &str, key: &str) -> String {
    format!("{kind}-{}", sha256(key.as_bytes()))
}

const fn schema(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Person => Some("Person"),
        EntityKind::Group => Some("LegalEntity"),
        EntityKind::Organization | EntityKind::Outlet => Some("Organization"),
        EntityKind::Government => Some("PublicBody"),
        EntityKind::Place => Some("Territory"),
        EntityKind::Unnamed => None,
    }
}

/// The model writes languages with three letters.
fn language(code: &str) -> Option<&'static str> {
    match code {
        "ar" => Some("ara"),
        "en" => Some("eng"),
        _ => None,
    }
}
