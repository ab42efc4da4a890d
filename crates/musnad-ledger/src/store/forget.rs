//! Forgetting by legal demand: the content goes, the hashes and a tombstone stay.
//!
//! What people wrote about the article stays too: it is theirs, and they can be asked to undo it.

use std::collections::BTreeSet;

use crate::engine::{Engine, Value, insert};
use crate::error::{Error, Result};
use crate::id::{ArticleId, Hash, Id};
use crate::operation::Subject;
use crate::store::record::{self, Entries, Entry, MOST_WORDS, find, json, log};
use crate::store::{entities, lay, relations};

/// Forgets an article; the caller wipes the files afterwards.
pub(crate) fn forget<E: Engine>(db: &mut E, article: ArticleId, author: &str, at: i64, why: &str) -> Result<()> {
    let id = Hash::new("musnad tombstone 1").bytes(&article.0).end();
    if find(db, "tombstone", id)?.is_some() {
        return Ok(());
    }
    if author.len() + why.len() > MOST_WORDS {
        return Err(Error::TooLarge { what: "the reason", most: MOST_WORDS });
    }
    let unknown = || Error::Unknown { what: "article", id: article.to_string() };
    let key = find(db, "article", article)?.ok_or_else(unknown)?;
    let value = [Value::from(key)];
    let had = lay::clear(db, key)?;
    for claim in had.claims.values() {
        db.run("DELETE FROM member WHERE claim = $1", &[(*claim).into()])?;
    }
    db.run("DELETE FROM copied WHERE copy = $1 OR original = $1", &value)?;
    relations::uncompare(db, key)?;

    let mut gone = Vec::new();
    for row in db.rows("SELECT id FROM reading WHERE article = $1 ORDER BY key", &value)? {
        gone.push(("reading", row.id(0)?));
    }
    let sql = "SELECT id, document FROM arrival WHERE article = $1 ORDER BY key";
    let mut documents = BTreeSet::new();
    for row in db.rows(sql, &value)? {
        gone.push(("arrival", row.id(0)?));
        documents.extend(row.maybe_int(1)?);
    }
    let sql = "SELECT body FROM article WHERE key = $1";
    let body = record::one(db, sql, &value)?.int(0)?;
    db.run("DELETE FROM arrival WHERE article = $1", &value)?;
    db.run("DELETE FROM reading WHERE article = $1", &value)?;
    db.run("DELETE FROM article WHERE key = $1", &value)?;
    let shared = !db.rows("SELECT key FROM article WHERE body = $1 LIMIT 1", &[body.into()])?.is_empty();
    for document in documents {
        let other = db.rows("SELECT article FROM arrival WHERE document = $1 LIMIT 1", &[document.into()])?;
        let id = record::one(db, "SELECT id FROM document WHERE key = $1", &[document.into()])?.id(0)?;
        match other.first() {
            None => {
                gone.push(("document", id));
                db.run("DELETE FROM document WHERE key = $1", &[document.into()])?;
            }
            Some(row) if !shared => record::move_document(db, document, row.int(0)?)?,
            Some(_) => {}
        }
    }
    if !shared {
        db.run("DELETE FROM body WHERE key = $1", &[body.into()])?;
    }
    for &entity in &had.entities {
        if unused(db, entity)? {
            db.run("DELETE FROM entity WHERE key = $1", &[entity.into()])?;
        } else {
            entities::shrink(db, entity)?;
        }
    }
    db.run(
        "DELETE FROM place WHERE NOT EXISTS (SELECT 1 FROM spot WHERE place = place.key)
         AND NOT EXISTS (SELECT 1 FROM role WHERE place = place.key)",
        &[],
    )?;
    let gone: Vec<Gone> = gone.into_iter().map(|(kind, id)| Gone { kind: kind.into(), id }).collect();
    bury(db, &Tombstone { article, author: author.into(), at, why: why.into(), gone })
}

/// What stays of an article that was forgotten.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Tombstone {
    pub article: ArticleId,
    pub author: String,
    pub at: i64,
    pub why: String,
    pub gone: Vec<Gone>,
}

/// A record that is gone; its hash is in the log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Gone {
    pub kind: String,
    pub id: Id,
}

/// Records a tombstone.
pub(crate) fn bury<E: Engine>(db: &mut E, tombstone: &Tombstone) -> Result<()> {
    let id = Hash::new("musnad tombstone 1").bytes(&tombstone.article.0).end();
    let json = json(tombstone)?;
    let entry = Entry { kind: "tombstone", subject: id, digest: Id::of(json.as_bytes()), at: tombstone.at };
    let mut entries = Entries::new(db)?;
    let row = vec![entries.next().into(), id.into(), tombstone.article.into(), json.into()];
    insert(db, "tombstone", &["key", "id", "article", "json"], "", &[row])?;
    entries.push(entry);
    log(db, &entries)
}

/// True if no row and no operation needs the entity any more.
fn unused<E: Engine>(db: &mut E, entity: i64) -> Result<bool> {
    if !db.rows("SELECT article FROM named WHERE entity = $1 LIMIT 1", &[entity.into()])?.is_empty() {
        return Ok(false);
    }
    let row = record::one(db, "SELECT id FROM entity WHERE key = $1", &[entity.into()])?;
    let subject = Subject::Entity(row.text(0)?.to_owned()).index();
    let about = db.rows("SELECT operation FROM concern WHERE subject = $1 LIMIT 1", &[subject.into()])?;
    let main = db.rows("SELECT key FROM entity WHERE main = $1 AND key <> $1 LIMIT 1", &[entity.into()])?;
    Ok(about.is_empty() && main.is_empty())
}
