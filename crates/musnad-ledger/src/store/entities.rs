//! Entities across articles: their names, and who was merged into whom.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::engine::{Engine, Value, insert, list};
use crate::error::Result;
use crate::operation::{Act, Subject};
use crate::store::lay::{AT_ONCE, active, keys, parse};
use crate::store::layer::{Layer, entity_kind, entity_row};
use crate::store::record::{next, one};

/// Makes an entity's names anew from the articles that still name it.
pub(crate) fn shrink<E: Engine>(db: &mut E, entity: i64) -> Result<()> {
    let id = one(db, "SELECT id FROM entity WHERE key = $1", &[entity.into()])?.text(0)?.to_owned();
    let mut names = BTreeSet::new();
    for row in db.rows("SELECT names FROM named WHERE entity = $1", &[entity.into()])? {
        names.extend(row.text(0)?.lines().map(str::to_owned));
    }
    let (name, names, words) = entity_row(&id, &names);
    let values = [entity.into(), name.into(), names.into(), words.into()];
    db.run("UPDATE entity SET name = $2, names = $3, words = $4 WHERE key = $1", &values)?;
    Ok(())
}

/// Keys of the entities of a layer; new ones are made, names of old ones added to.
pub(crate) fn of<E: Engine>(db: &mut E, layer: &Layer) -> Result<HashMap<String, i64>> {
    let wanted: Vec<&str> = layer.entities().map(|(key, _)| key).collect();
    let mut keys = HashMap::with_capacity(wanted.len());
    let mut known: HashMap<String, String> = HashMap::with_capacity(wanted.len());
    for wanted in wanted.chunks(AT_ONCE) {
        let sql = format!("SELECT id, key, names FROM entity WHERE id IN ({})", list(1, wanted.len()));
        let values: Vec<Value<'_>> = wanted.iter().map(|&id| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            keys.insert(row.text(0)?.to_owned(), row.int(1)?);
            known.insert(row.text(0)?.to_owned(), row.text(2)?.to_owned());
        }
    }
    let mut fresh = Vec::new();
    let mut key = next(db, "entity")?;
    for (id, names) in layer.entities() {
        let before: BTreeSet<String> =
            known.get(id).into_iter().flat_map(|names| names.lines()).map(str::to_owned).collect();
        let mut all = before.clone();
        all.extend(names.iter().flat_map(|name| name.lines()).map(str::to_owned));
        if let Some(&key) = keys.get(id) {
            if all != before {
                let (name, names, words) = entity_row(id, &all);
                let values = [key.into(), name.into(), names.into(), words.into()];
                db.run("UPDATE entity SET name = $2, names = $3, words = $4 WHERE key = $1", &values)?;
            }
            continue;
        }
        let (name, names, words) = entity_row(id, &all);
        fresh.push((
            id,
            vec![
                Value::from(key),
                id.into(),
                entity_kind(id).into(),
                name.into(),
                key.into(),
                names.into(),
                words.into(),
            ],
        ));
        keys.insert(id.to_owned(), key);
        key += 1;
    }
    let (ids, rows): (Vec<&str>, Vec<_>) = fresh.into_iter().unzip();
    insert(db, "entity", &["key", "id", "kind", "name", "main", "names", "words"], "", &rows)?;
    // Somebody may have merged an entity that comes only now.
    let subjects: Vec<String> = ids.iter().map(|&id| Subject::Entity(id.to_owned()).index()).collect();
    if active(db, &subjects)?.iter().any(|operation| matches!(operation.act, Act::Merge { .. })) {
        merge(db)?;
    }
    Ok(keys)
}

/// Makes sure that an entity has a row.
pub(crate) fn entity<E: Engine>(db: &mut E, id: &str) -> Result<i64> {
    if let Some(&key) = keys(db, "entity", &[id])?.get(id) {
        return Ok(key);
    }
    let key = next(db, "entity")?;
    let (name, names, words) = entity_row(id, &BTreeSet::new());
    let row = vec![key.into(), id.into(), entity_kind(id).into(), name.into(), key.into(), names.into(), words.into()];
    insert(db, "entity", &["key", "id", "kind", "name", "main", "names", "words"], "", &[row])?;
    Ok(key)
}

/// Which entity was merged into which, by all active merges: the end of each way.
pub(crate) fn merges<E: Engine>(db: &mut E) -> Result<BTreeMap<String, String>> {
    let mut into: BTreeMap<String, String> = BTreeMap::new();
    let sql = "SELECT json FROM operation WHERE active = 1 AND json LIKE '%\"act\":\"merge\"%' ORDER BY key";
    for row in db.rows(sql, &[])? {
        if let Act::Merge { entity, into: main } = parse(row.text(0)?)?.act {
            // A later merge wins; one that would close a circle is no merge.
            let mut end = &main;
            while let Some(next) = into.get(end) {
                end = next;
            }
            if *end != entity {
                let end = end.clone();
                into.values_mut().filter(|value| **value == entity).for_each(|value| value.clone_from(&end));
                into.insert(entity, end);
            }
        }
    }
    Ok(into)
}

/// Applies all active merges.
pub(crate) fn merge<E: Engine>(db: &mut E) -> Result<()> {
    db.run("UPDATE entity SET main = key WHERE main <> key", &[])?;
    for (from, into) in merges(db)? {
        let into = entity(db, &into)?;
        db.run("UPDATE entity SET main = $1 WHERE id = $2", &[into.into(), from.into()])?;
    }
    Ok(())
}
