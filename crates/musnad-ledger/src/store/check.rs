//! The check of the whole ledger: the log against itself, the records against the log, the layer against the records,
//! the relations against their sums.
//!
//! It goes through every table in pages and keeps one article at a time, so that memory does not grow with the ledger.

use std::collections::{BTreeSet, HashMap};

use musnad_model::fold::{Strength, fold};

use crate::add::Arrival;
use crate::engine::{Engine, Row, Value};
use crate::error::{Error, Result};
use crate::id::{Hash, Id};
use crate::operation::Subject;
use crate::packed;
use crate::query::{Counts, Head};
use crate::store::forget::Tombstone;
use crate::store::layer::{Layer, entity_kind, entity_row};
use crate::store::record::{arrival_id, body, chained, find, json, one, parse, unpress};
use crate::store::relations::{compared_sum, copied_sum, key_sum, member_sum, print_sum};
use crate::store::{entities, lay, people, stored};
use crate::verify::{Fault, Verification};

const AT_ONCE: i64 = 500;
/// The tables whose rows stand in the log, with their word there.
const LOGGED: [&str; 5] = ["document", "arrival", "reading", "operation", "tombstone"];

/// Faults as they are found.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, table: &str, row: impl ToString, what: impl ToString) {
        if self.0.len() < Verification::MOST {
            self.0.push(Fault { table: table.into(), row: row.to_string(), what: what.to_string() });
        }
    }

    /// Takes a result; what cannot be read is a fault like any other. A database that has gone away is not.
    fn keep<T>(&mut self, table: &str, row: impl ToString, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error @ (Error::Corrupt(_) | Error::Reading(_) | Error::TooLarge { .. })) => {
                self.add(table, row, error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// Goes through a table by its key; `$1` is the key to go on after, `$2` the number of rows.
fn each<E: Engine>(
    db: &mut E,
    sql: &str,
    faults: &mut Faults,
    table: &str,
    mut row: impl FnMut(&mut E, &Row, &mut Faults) -> Result<()>,
) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let Some(rows) = faults.keep(table, "", db.rows(sql, &[after.into(), AT_ONCE.into()]))? else { return Ok(()) };
        for one in &rows {
            let number = one.maybe_int(0)?.unwrap_or(i64::MIN);
            let checked = row(db, one, faults);
            faults.keep(table, number, checked)?;
        }
        match rows.last() {
            Some(last) if rows.len() as i64 == AT_ONCE => after = last.int(0)?,
            _ => return Ok(()),
        }
    }
}

/// Checks everything.
pub(crate) fn verify<E: Engine>(db: &mut E, known: Option<Head>, structure: Vec<String>) -> Result<Verification> {
    let mut faults = Faults::default();
    for what in structure {
        faults.add("the database", "", what);
    }
    let found = db.integrity();
    for what in faults.keep("the database", "", found)?.unwrap_or_default() {
        faults.add("the database", "", what);
    }
    history(db, &mut faults)?;
    let gone = tombstones(db, &mut faults)?;
    let head = chain(db, known, &gone, &mut faults)?;
    records(db, &mut faults)?;
    operations(db, &mut faults)?;
    articles(db, &mut faults)?;
    all_entities(db, &mut faults)?;
    places(db, &mut faults)?;
    relations(db, &mut faults)?;
    Ok(Verification { head, counts: counts(db)?, faults: faults.0 })
}

pub(crate) fn counts<E: Engine>(db: &mut E) -> Result<Counts> {
    let row = one(
        db,
        "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM document), (SELECT count(*) FROM reading),
            (SELECT count(*) FROM claim), (SELECT count(*) FROM entity), (SELECT count(*) FROM operation),
            (SELECT count(*) FROM log)",
        &[],
    )?;
    Ok(Counts {
        articles: row.int(0)?,
        documents: row.int(1)?,
        readings: row.int(2)?,
        claims: row.int(3)?,
        entities: row.int(4)?,
        operations: row.int(5)?,
        log: row.int(6)?,
    })
}

/// The migrations that were run are those of this program.
fn history<E: Engine>(db: &mut E, faults: &mut Faults) -> Result<()> {
    let sql = "SELECT version, name, applied_on, checksum FROM refinery_schema_history ORDER BY version";
    let rows = db.rows(sql, &[]);
    let Some(rows) = faults.keep("refinery_schema_history", "", rows)? else { return Ok(()) };
    let wanted = E::migrations();
    if rows.len() != wanted.len() {
        faults.add("refinery_schema_history", "", "not the migrations of this program");
    }
    for (row, (version, name, checksum)) in rows.iter().zip(&wanted) {
        let found = (row.int(0)?, row.text(1)?, row.text(2)?, row.text(3)?);
        if found != (*version, name.as_str(), "1970-01-01T00:00:00Z", checksum.as_str()) {
            faults.add("refinery_schema_history", version, "not as this program wrote it");
        }
    }
    if db.version()? != wanted.iter().map(|step| step.0).max().unwrap_or(0) {
        faults.add("refinery_schema_history", "", "the version of the tables is not that of the last migration");
    }
    Ok(())
}

/// Records that were forgotten, with the kind that they had.
fn tombstones<E: Engine>(db: &mut E, faults: &mut Faults) -> Result<HashMap<Id, String>> {
    let mut gone = HashMap::new();
    let sql = "SELECT key, id, article, json FROM tombstone WHERE key > $1 ORDER BY key LIMIT $2";
    each(db, sql, faults, "tombstone", |_, row, faults| {
        let stone: Tombstone = serde_json::from_str(row.text(3)?).map_err(|e| Error::Corrupt(e.to_string()))?;
        let id = Hash::new("musnad tombstone 1").bytes(&stone.article.0).end();
        if id != row.id(1)? || stone.article != row.id(2)? {
            faults.add("tombstone", row.id(1)?, "its id is not that of its article");
        }
        gone.extend(stone.gone.into_iter().map(|gone| (gone.id, gone.kind)));
        Ok(())
    })?;
    Ok(gone)
}

/// The log against itself and against the bytes that it speaks of.
fn chain<E: Engine>(db: &mut E, known: Option<Head>, gone: &HashMap<Id, String>, faults: &mut Faults) -> Result<Head> {
    let mut head = Head { seq: 0, hash: Id([0; 32]) };
    let mut holds = known.is_none_or(|known| known.seq == 0);
    let sql = "SELECT seq, kind, subject, digest, at, hash FROM log WHERE seq > $1 ORDER BY seq LIMIT $2";
    each(db, sql, faults, "log", |db, row, faults| {
        let (seq, kind, subject, digest) = (row.int(0)?, row.text(1)?, row.id(2)?, row.id(3)?);
        if seq != head.seq + 1 {
            faults.add("log", seq, format!("entries between {} and this one are missing", head.seq));
        }
        let hash = row.id(5)?;
        if chained(head.hash, seq, kind, subject, digest, row.int(4)?) != hash {
            faults.add("log", seq, "the entry does not have its hash, or does not follow the one before it");
        }
        head = Head { seq, hash };
        holds |= known == Some(head);
        let keyed = db.rows(&format!("SELECT key FROM {} WHERE id = $1", table_of(kind)?), &[subject.into()])?;
        if keyed.first().map(|row| row.int(0)).transpose()?.is_some_and(|key| key != seq) {
            faults.add(kind, subject, "its key is not the number of its entry in the log");
        }
        let found = content(db, kind, subject);
        match faults.keep(kind, subject, found)? {
            Some(Some(bytes)) if Id::of(&bytes) != digest => {
                faults.add(kind, subject, "its content does not have the hash that the log has");
            }
            Some(None) if gone.get(&subject).map(String::as_str) != Some(kind) => {
                faults.add(kind, subject, format!("it stands in the log (entry {seq}) and is missing"));
            }
            _ => {}
        }
        Ok(())
    })?;
    if !holds {
        faults.add("log", head.seq, "the log does not hold the head that was noted before");
    }
    Ok(head)
}

fn table_of(kind: &str) -> Result<&'static str> {
    LOGGED.into_iter().find(|table| *table == kind).ok_or_else(|| Error::Corrupt(format!("the log has no kind {kind}")))
}

/// The content of a record as it was hashed; `None` if there is no such record.
pub(crate) fn content<E: Engine>(db: &mut E, kind: &str, id: Id) -> Result<Option<Vec<u8>>> {
    let value = [Value::from(id)];
    match kind {
        "document" => {
            let sql = "SELECT d.pressed, d.length, d.checked, b.pressed, b.length FROM document d
                JOIN body b ON b.key = d.body WHERE d.id = $1";
            db.rows(sql, &value)?.first().map(pressed).transpose()
        }
        "reading" => {
            let sql =
                "SELECT r.pressed, r.length, r.checked, b.pressed, b.length, r.engine, r.pack, a.id FROM reading r
                JOIN article a ON a.key = r.article JOIN body b ON b.key = a.body WHERE r.id = $1";
            let rows = db.rows(sql, &value)?;
            let Some(row) = rows.first() else { return Ok(None) };
            if Id::of_reading(row.id(7)?, row.text(5)?, row.text(6)?) != id {
                return Err(Error::Corrupt("engine, pack and article of the reading do not give its id".into()));
            }
            pressed(row).map(Some)
        }
        "arrival" | "operation" | "tombstone" => {
            let rows = db.rows(&format!("SELECT json FROM {kind} WHERE id = $1"), &value)?;
            rows.first().map(|row| Ok(row.text(0)?.as_bytes().to_vec())).transpose()
        }
        other => Err(Error::Corrupt(format!("the log has no kind {other}"))),
    }
}

fn pressed(row: &Row) -> Result<Vec<u8>> {
    if packed::check(row.blob(0)?) != row.int(2)? {
        return Err(Error::Corrupt("its pressed bytes do not have their check sum".into()));
    }
    let text = packed::release(row.blob(3)?, b"", row.int(4)?)?;
    packed::release(row.blob(0)?, &text, row.int(1)?)
}

/// No record that the log does not know; arrivals and texts as their ids say.
fn records<E: Engine>(db: &mut E, faults: &mut Faults) -> Result<()> {
    for table in LOGGED {
        let sql = format!(
            "SELECT key, id FROM {table} t WHERE key > $1
             AND NOT EXISTS (SELECT 1 FROM log WHERE log.subject = t.id AND log.kind = '{table}') ORDER BY key LIMIT $2"
        );
        each(db, &sql, faults, table, |_, row, faults| {
            faults.add(table, row.id(1)?, "it does not stand in the log");
            Ok(())
        })?;
    }
    let sql = "SELECT key, id, length, pressed, checked FROM body WHERE key > $1 ORDER BY key LIMIT $2";
    each(db, sql, faults, "body", |_, row, faults| {
        let text = packed::release(row.blob(3)?, b"", row.int(2)?)?;
        if Id::of(&text) != row.id(1)? || packed::check(row.blob(3)?) != row.int(4)? {
            faults.add("body", row.id(1)?, "the text does not have the hash that is its id");
        }
        Ok(())
    })?;
    let sql = "SELECT x.key, x.id, x.json, a.id, d.id, x.document FROM arrival x JOIN article a ON a.key = x.article
        LEFT JOIN document d ON d.key = x.document WHERE x.key > $1 ORDER BY x.key LIMIT $2";
    each(db, sql, faults, "arrival", |db, row, faults| {
        let arrival: Arrival = serde_json::from_str(row.text(2)?).map_err(|e| Error::Corrupt(e.to_string()))?;
        // Without a document is lawful if there is none, or none any more.
        let document = match (row.maybe_int(5)?, arrival.document) {
            (None, Some(id)) if find(db, "document", id)?.is_none() => None,
            (_, document) => document,
        };
        let same =
            arrival_id(&arrival) == row.id(1)? && arrival.article == row.id(3)? && document == row.maybe_id(4)?;
        if !same || json(&arrival)? != row.text(2)? || document.is_none() != row.maybe_int(5)?.is_none() {
            faults.add("arrival", row.id(1)?, "its columns do not say what its record says");
        }
        Ok(())
    })?;
    // Rows that the join leaves out.
    let lost =
        "SELECT x.key FROM arrival x WHERE x.key > $1 AND NOT EXISTS (SELECT 1 FROM article a WHERE a.key = x.article)
        ORDER BY x.key LIMIT $2";
    each(db, lost, faults, "arrival", |_, row, faults| {
        faults.add("arrival", row.int(0)?, "it points to no article");
        Ok(())
    })
}

/// Operations are active as they must be, and are about what they say.
fn operations<E: Engine>(db: &mut E, faults: &mut Faults) -> Result<()> {
    let activity = people::activity(db);
    for (_, id, had, active) in faults.keep("operation", "", activity)?.unwrap_or_default() {
        if had != active {
            faults.add("operation", id, "whether it is active is not what the other operations say");
        }
    }
    let sql = "SELECT key, id, json, active FROM operation WHERE key > $1 ORDER BY key LIMIT $2";
    each(db, sql, faults, "operation", |db, row, faults| {
        let (id, text) = (row.id(1)?, row.text(2)?);
        let operation = lay::parse(text)?;
        let canonical = json(&operation)? == text && Hash::new("musnad operation 1").text(text).end() == id;
        if !canonical || !matches!(row.int(3)?, 0 | 1) {
            faults.add("operation", id, "its id is not that of its record");
        }
        let sql = "SELECT subject FROM concern WHERE operation = $1";
        let rows = db.rows(sql, &[row.int(0)?.into()])?;
        let found = rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<BTreeSet<String>>>()?;
        if found != operation.act.subjects().iter().map(Subject::index).collect() {
            faults.add("concern", id, "the subjects of the operation are not those of its record");
        }
        Ok(())
    })
}

/// The layer of each article is what its newest reading and the operations make.
fn articles<E: Engine>(db: &mut E, faults: &mut Faults) -> Result<()> {
    let sql = "SELECT key, id FROM article WHERE key > $1 ORDER BY key LIMIT $2";
    each(db, sql, faults, "article", |db, row, faults| {
        let (key, id) = (row.int(0)?, row.id(1)?);
        let (_, text) = body(db, key)?;
        let sql = "SELECT pressed, length FROM reading WHERE article = $1 ORDER BY key";
        let mut newest = None;
        for row in db.rows(sql, &[key.into()])? {
            let json = unpress(row.blob(0)?, &text, row.int(1)?)?;
            let reading = parse(&json)?;
            if Id::of_article(&reading) != id || reading.text != text {
                faults.add("article", id, "a reading is of another article");
            }
            newest = Some(json);
        }
        let Some(json) = newest else {
            faults.add("article", id, "it has no reading");
            return Ok(());
        };
        let wanted = lay::wanted(db, key, id, &json)?;
        let found = stored::layer(db, key)?;
        differences(id, wanted, found, faults);
        Ok(())
    })
}

fn differences(id: Id, mut wanted: Layer, mut found: Layer, faults: &mut Faults) {
    wanted.claims.sort_by_key(|claim| claim.id);
    found.claims.sort_by_key(|claim| claim.id);
    let parts = [
        ("story", wanted.story == found.story),
        ("named", wanted.named == found.named),
        ("place", wanted.places == found.places),
        ("proposition", wanted.propositions == found.propositions),
        ("claim", wanted.claims.len() == found.claims.len()),
    ];
    for (table, same) in parts {
        if !same {
            faults.add(table, id, "not what the newest reading and people's operations say of the article");
        }
    }
    for (wanted, found) in wanted.claims.iter().zip(&found.claims) {
        if wanted != found {
            faults.add("claim", wanted.id, "not what the newest reading and people's operations say");
        }
    }
}

/// Entities have the names of their articles, and are merged as people said.
fn all_entities<E: Engine>(db: &mut E, faults: &mut Faults) -> Result<()> {
    let merges = entities::merges(db);
    let merges = faults.keep("operation", "", merges)?.unwrap_or_default();
    let sql = "SELECT e.key, e.id, e.kind, e.name, e.names, e.words, m.id FROM entity e
        LEFT JOIN entity m ON m.key = e.main WHERE e.key > $1 ORDER BY e.key LIMIT $2";
    each(db, sql, faults, "entity", |db, row, faults| {
        let id = row.text(1)?;
        let mut names = BTreeSet::new();
        for row in db.rows("SELECT names FROM named WHERE entity = $1", &[row.int(0)?.into()])? {
            names.extend(row.text(0)?.lines().map(str::to_owned));
        }
        let (name, names, words) = entity_row(id, &names);
        let main = merges.get(id).map_or(id, String::as_str);
        let found = (row.text(2)?, row.text(3)?, row.text(4)?, row.text(5)?, row.maybe_text(6)?);
        if found != (entity_kind(id), name.as_str(), names.as_str(), words.as_str(), Some(main)) {
            faults.add("entity", id, "not what the readings and people's operations say");
        }
        Ok(())
    })
}

/// A place that nothing names any more is as its id says. The others are compared with the articles that name them.
fn places<E: Engine>(db: &mut E, faults: &mut Faults) -> Result<()> {
    let sql = "SELECT l.key, l.id, l.name, l.kind, l.country, l.lat, l.lon, l.radius, l.geonames, l.folded FROM place l
        WHERE l.key > $1 ORDER BY l.key LIMIT $2";
    each(db, sql, faults, "place", |_, row, faults| {
        let (name, kind, country) = (row.text(2)?, row.text(3)?, row.maybe_text(4)?);
        let point = (row.maybe_real(5)?, row.maybe_real(6)?, row.maybe_real(7)?);
        let id = json(&(kind, country, point.0, point.1, point.2, row.maybe_int(8)?, name))?;
        if id != row.text(1)? || fold(name, Strength::Lossy) != row.text(9)? {
            faults.add("place", row.int(0)?, "its columns do not give its id");
        }
        Ok(())
    })
}

fn relations<E: Engine>(db: &mut E, faults: &mut Faults) -> Result<()> {
    const WHAT: &str = "the row does not have its check sum; the relations can be dropped and made again";
    let sql =
        "SELECT article, version, length, pressed, tokens, checked FROM compared WHERE article > $1 ORDER BY article
        LIMIT $2";
    each(db, sql, faults, "compared", |db, row, faults| {
        let (article, tokens) = (row.int(0)?, row.int(4)?);
        if compared_sum(article, row.text(1)?, row.int(2)?, row.blob(3)?, tokens) != row.int(5)? {
            faults.add("compared", article, WHAT);
        }
        let mut there = 0i64;
        let sql = "SELECT period, token, statement FROM statement_key WHERE article = $1";
        for row in db.rows(sql, &[article.into()])? {
            there = there.wrapping_add(key_sum(row.int(0)?, row.int(1)?, article, row.int(2)?));
        }
        for row in db.rows("SELECT token FROM fingerprint WHERE article = $1", &[article.into()])? {
            there = there.wrapping_add(print_sum(row.int(0)?, article));
        }
        if there != tokens {
            faults.add("statement_key", article, WHAT);
        }
        Ok(())
    })?;
    for table in ["statement_key", "fingerprint"] {
        let sql = format!(
            "SELECT DISTINCT article FROM {table} WHERE article NOT IN (SELECT article FROM compared) ORDER BY article
             LIMIT {AT_ONCE}"
        );
        for row in db.rows(&sql, &[])? {
            faults.add(table, row.int(0)?, "it is of an article that was not compared");
        }
    }
    let sql =
        "SELECT claim, cluster, statement, kind, score, checked FROM member WHERE claim > $1 ORDER BY claim LIMIT $2";
    each(db, sql, faults, "member", |_, row, faults| {
        if member_sum(row.int(0)?, row.id(1)?, row.int(2)?, row.text(3)?, row.real(4)?) != row.int(5)? {
            faults.add("member", row.int(0)?, WHAT);
        }
        Ok(())
    })?;
    let sql = "SELECT copy, original, kind, score, passages, checked FROM copied WHERE copy > $1 AND copy <= (
            SELECT max(o.k) FROM (SELECT DISTINCT copy AS k FROM copied WHERE copy > $1 ORDER BY k LIMIT $2) o)
        ORDER BY copy";
    let mut after = i64::MIN;
    loop {
        let rows = db.rows(sql, &[after.into(), AT_ONCE.into()])?;
        for row in &rows {
            let sum = copied_sum(row.int(0)?, row.int(1)?, row.text(2)?, row.real(3)?, row.text(4)?);
            if sum != row.int(5)? {
                faults.add("copied", row.int(0)?, WHAT);
            }
        }
        match rows.last() {
            Some(row) => after = row.int(0)?,
            None => return Ok(()),
        }
    }
}
