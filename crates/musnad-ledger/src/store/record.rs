//! Records: bytes with their hashes, and the chained log over them.

use musnad_model::{Reading, Span};

use crate::add::{Added, Addition, Arrival};
use crate::engine::{Engine, Row, Value, insert};
use crate::error::{Error, Result};
use crate::id::{ArticleId, Hash, Id};
use crate::packed::{self, MAX_DOCUMENT, MAX_READING};
use crate::query::Head;
use crate::store::lay;

/// The most attributions, mentions, places and so on that one reading may have.
const MOST_ITEMS: usize = 400_000;
/// The most bytes of a name of a place, author and the like.
pub(crate) const MOST_WORDS: usize = 1 << 16;

/// One entry of the log that is to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub kind: &'static str,
    pub subject: Id,
    pub digest: Id,
    pub at: i64,
}

/// The hash of an entry; see the byte rules of [`crate::id`].
pub(crate) fn chained(before: Id, seq: i64, kind: &str, subject: Id, digest: Id, at: i64) -> Id {
    Hash::new("musnad log 1")
        .bytes(&before.0)
        .number(seq)
        .text(kind)
        .bytes(&subject.0)
        .bytes(&digest.0)
        .number(at)
        .end()
}

pub(crate) fn head<E: Engine>(db: &mut E) -> Result<Head> {
    let rows = db.rows("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1", &[])?;
    let none = Head { seq: 0, hash: Id([0; 32]) };
    rows.first().map_or(Ok(none), |row| Ok(Head { seq: row.int(0)?, hash: row.id(1)? }))
}

/// Entries that one transaction adds. The key of a record is the number of its entry.
#[derive(Debug)]
pub(crate) struct Entries {
    head: Head,
    added: Vec<Entry>,
}

impl Entries {
    pub(crate) fn new<E: Engine>(db: &mut E) -> Result<Self> {
        Ok(Self { head: head(db)?, added: Vec::new() })
    }

    /// The number of the next entry.
    pub(crate) fn next(&self) -> i64 {
        self.head.seq + length(&self.added) + 1
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        self.added.push(entry);
    }

    pub(crate) fn added(&self) -> &[Entry] {
        &self.added
    }
}

/// Writes entries at the end of the log.
pub(crate) fn log<E: Engine>(db: &mut E, entries: &Entries) -> Result<()> {
    let Head { mut seq, mut hash } = entries.head;
    let mut rows = Vec::with_capacity(entries.added.len());
    for &Entry { kind, subject, digest, at } in &entries.added {
        seq += 1;
        hash = chained(hash, seq, kind, subject, digest, at);
        rows.push(vec![seq.into(), kind.into(), subject.into(), digest.into(), at.into(), hash.into()]);
    }
    insert(db, "log", &["seq", "kind", "subject", "digest", "at", "hash"], "", &rows)
}

/// The key for a new row.
pub(crate) fn next<E: Engine>(db: &mut E, table: &str) -> Result<i64> {
    one(db, &format!("SELECT coalesce(max(key), 0) + 1 FROM {table}"), &[])?.int(0)
}

/// The key of a row with this id.
pub(crate) fn find<E: Engine>(db: &mut E, table: &str, id: Id) -> Result<Option<i64>> {
    let rows = db.rows(&format!("SELECT key FROM {table} WHERE id = $1"), &[id.into()])?;
    rows.first().map(|row| row.int(0)).transpose()
}

/// The only row of a query that always has one.
pub(crate) fn one<E: Engine>(db: &mut E, sql: &str, values: &[Value<'_>]) -> Result<Row> {
    db.rows(sql, values)?.into_iter().next().ok_or_else(|| Error::Corrupt("a query gave no row".into()))
}

/// Reads the JSON of a reading and refuses what does not hang together.
pub(crate) fn parse(json: &str) -> Result<Reading> {
    if json.len() > MAX_READING {
        return Err(Error::TooLarge { what: "the reading", most: MAX_READING });
    }
    let reading: Reading = serde_json::from_str(json).map_err(|e| Error::Reading(e.to_string()))?;
    if reading.schema != musnad_model::reading::SCHEMA {
        return Err(Error::Reading(format!("it has the format {:?}", reading.schema)));
    }
    if reading.sha256 != Id::of(reading.text.as_bytes()).to_string() {
        return Err(Error::Reading("its text does not have the hash that it says".into()));
    }
    let chars = u32::try_from(reading.text.chars().count()).unwrap_or(u32::MAX);
    let mut items = 0usize;
    let mut sound = |spans: &[Span]| {
        items += spans.len() + 1;
        spans.iter().all(|span| span.start <= span.end && span.end <= chars)
    };
    let spans_are_sound = reading.attributions.iter().all(|a| sound(&a.source) && sound(&a.cue) && sound(&a.content))
        && reading.entities.iter().all(|entity| sound(&entity.mentions))
        && reading.places.iter().all(|place| sound(&[place.span]))
        && reading.times.iter().all(|time| sound(&[time.span]))
        && reading.propositions.iter().all(|p| sound(&[p.trigger]) && p.roles.values().all(|spans| sound(spans)));
    if !spans_are_sound {
        return Err(Error::Reading("a span lies outside of the text".into()));
    }
    if items > MOST_ITEMS {
        return Err(Error::TooLarge { what: "the number of spans", most: MOST_ITEMS });
    }
    let mut ids: Vec<&str> = reading.attributions.iter().map(|a| a.id.as_str()).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Error::Reading("two attributions have the same id".into()));
    }
    Ok(reading)
}

/// Adds an article, all or nothing: the caller has begun a transaction.
pub(crate) fn add<E: Engine>(db: &mut E, addition: &Addition<'_>) -> Result<Added> {
    let reading = parse(addition.reading)?;
    let article = Id::of_article(&reading);
    if addition.bytes.is_some_and(|bytes| bytes.len() > MAX_DOCUMENT) {
        return Err(Error::TooLarge { what: "the document", most: MAX_DOCUMENT });
    }
    for words in [addition.media, addition.place, addition.how, addition.author.unwrap_or("")] {
        if words.len() > MOST_WORDS {
            return Err(Error::TooLarge { what: "a fact about the document", most: MOST_WORDS });
        }
    }
    let at = addition.at.as_millisecond();
    let arrival = Arrival {
        article,
        document: addition.bytes.map(Id::of),
        media: addition.media.into(),
        place: addition.place.into(),
        how: addition.how.into(),
        author: addition.author.map(Into::into),
        at,
    };
    let mut entries = Entries::new(db)?;
    let new_article = find(db, "article", article)?.is_none();
    let new_reading = put_reading(db, &reading, addition.reading, at, &mut entries)?;
    let new_arrival = put_arrival(db, &arrival, addition.bytes, &mut entries)?;
    log(db, &entries)?;
    if new_reading || new_arrival {
        lay::article(db, article, new_reading.then_some(addition.reading))?;
    }
    Ok(Added { article, new_article, new_arrival, new_reading })
}

/// Records a reading with its article and text; false if it is there already.
pub(crate) fn put_reading<E: Engine>(
    db: &mut E,
    reading: &Reading,
    json: &str,
    at: i64,
    entries: &mut Entries,
) -> Result<bool> {
    let article = Id::of_article(reading);
    let gone = Hash::new("musnad tombstone 1").bytes(&article.0).end();
    if find(db, "tombstone", gone)?.is_some() {
        return Err(Error::Forgotten(article));
    }
    let id = Id::of_reading(article, &reading.engine.version, &reading.engine.pack);
    if find(db, "reading", id)?.is_some() {
        return Ok(false);
    }
    let article = match find(db, "article", article)? {
        Some(key) => key,
        None => put_article(db, article, &reading.text)?,
    };
    let pressed = packed::press(json.as_bytes(), reading.text.as_bytes())?;
    let checked = packed::check(&pressed);
    let row = vec![
        entries.next().into(),
        id.into(),
        article.into(),
        reading.engine.version.as_str().into(),
        reading.engine.pack.as_str().into(),
        length(json.as_bytes()).into(),
        pressed.into(),
        checked.into(),
    ];
    let columns = ["key", "id", "article", "engine", "pack", "length", "pressed", "checked"];
    insert(db, "reading", &columns, "", &[row])?;
    entries.push(Entry { kind: "reading", subject: id, digest: Id::of(json.as_bytes()), at });
    Ok(true)
}

fn put_article<E: Engine>(db: &mut E, id: ArticleId, text: &str) -> Result<i64> {
    let body = Id::of(text.as_bytes());
    let body = match find(db, "body", body)? {
        Some(key) => key,
        None => {
            let key = next(db, "body")?;
            let pressed = packed::press(text.as_bytes(), b"")?;
            let checked = packed::check(&pressed);
            let row = vec![key.into(), body.into(), length(text.as_bytes()).into(), pressed.into(), checked.into()];
            insert(db, "body", &["key", "id", "length", "pressed", "checked"], "", &[row])?;
            key
        }
    };
    let key = next(db, "article")?;
    insert(db, "article", &["key", "id", "body"], "", &[vec![key.into(), id.into(), body.into()]])?;
    Ok(key)
}

/// What an arrival is known by, whenever it was.
pub(crate) fn arrival_id(arrival: &Arrival) -> Id {
    let document = arrival.document.map(|id| id.to_string());
    Hash::new("musnad arrival 1")
        .bytes(&arrival.article.0)
        .maybe(document.as_deref())
        .text(&arrival.place)
        .text(&arrival.how)
        .end()
}

/// Records how an article came, with the original bytes; false if it is there already. The article must be there.
pub(crate) fn put_arrival<E: Engine>(
    db: &mut E,
    arrival: &Arrival,
    bytes: Option<&[u8]>,
    entries: &mut Entries,
) -> Result<bool> {
    let id = arrival_id(arrival);
    if find(db, "arrival", id)?.is_some() {
        return Ok(false);
    }
    let unknown = || Error::Unknown { what: "article", id: arrival.article.to_string() };
    let article = find(db, "article", arrival.article)?.ok_or_else(unknown)?;
    let document = match (arrival.document, bytes) {
        (Some(document), Some(bytes)) => Some(put_document(db, document, bytes, article, arrival.at, entries)?),
        (Some(document), None) => find(db, "document", document)?,
        (None, _) => None,
    };
    let json = json(arrival)?;
    let digest = Id::of(json.as_bytes());
    let row = vec![entries.next().into(), id.into(), article.into(), document.into(), json.into()];
    insert(db, "arrival", &["key", "id", "article", "document", "json"], "", &[row])?;
    entries.push(Entry { kind: "arrival", subject: id, digest, at: arrival.at });
    Ok(true)
}

fn put_document<E: Engine>(
    db: &mut E,
    id: Id,
    bytes: &[u8],
    article: i64,
    at: i64,
    entries: &mut Entries,
) -> Result<i64> {
    if let Some(key) = find(db, "document", id)? {
        return Ok(key);
    }
    if !db.rows("SELECT seq FROM log WHERE subject = $1", &[id.into()])?.is_empty() {
        return Err(Error::Forgotten(id));
    }
    let (body, text) = body(db, article)?;
    let key = entries.next();
    let pressed = packed::press(bytes, text.as_bytes())?;
    let checked = packed::check(&pressed);
    let row = vec![key.into(), id.into(), body.into(), length(bytes).into(), pressed.into(), checked.into()];
    insert(db, "document", &["key", "id", "body", "length", "pressed", "checked"], "", &[row])?;
    entries.push(Entry { kind: "document", subject: id, digest: id, at });
    Ok(key)
}

/// Presses a document against the text of another article.
pub(crate) fn move_document<E: Engine>(db: &mut E, document: i64, article: i64) -> Result<()> {
    let bytes = document_bytes(db, document)?;
    let (body, text) = body(db, article)?;
    let pressed = packed::press(&bytes, text.as_bytes())?;
    let checked = packed::check(&pressed);
    let values = [document.into(), body.into(), pressed.into(), checked.into()];
    db.run("UPDATE document SET body = $2, pressed = $3, checked = $4 WHERE key = $1", &values)?;
    Ok(())
}

/// A document as it came.
pub(crate) fn document_bytes<E: Engine>(db: &mut E, document: i64) -> Result<Vec<u8>> {
    let sql = "SELECT b.pressed, b.length, d.pressed, d.length FROM document d JOIN body b ON b.key = d.body WHERE d.key = $1";
    let row = one(db, sql, &[document.into()])?;
    let text = packed::release(row.blob(0)?, b"", row.int(1)?)?;
    packed::release(row.blob(2)?, &text, row.int(3)?)
}

/// The text of an article, with its key.
pub(crate) fn body<E: Engine>(db: &mut E, article: i64) -> Result<(i64, String)> {
    let sql = "SELECT b.key, b.length, b.pressed FROM article a JOIN body b ON b.key = a.body WHERE a.key = $1";
    let row = one(db, sql, &[article.into()])?;
    Ok((row.int(0)?, unpress(row.blob(2)?, "", row.int(1)?)?))
}

/// A text, or a JSON that was pressed against a text.
pub(crate) fn unpress(pressed: &[u8], known: &str, length: i64) -> Result<String> {
    let text = packed::release(pressed, known.as_bytes(), length)?;
    String::from_utf8(text).map_err(|_| Error::Corrupt("a text is not UTF-8".into()))
}

/// Canonical JSON of a record: the fields in the order of the type, without blanks.
pub(crate) fn json(record: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(record).map_err(|e| Error::Database(e.to_string()))
}

pub(crate) fn length<T>(all: &[T]) -> i64 {
    i64::try_from(all.len()).unwrap_or(i64::MAX)
}
