//! Writes the layer of an article.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::add::Arrival;
use crate::engine::{Engine, Value, insert, list};
use crate::error::{Error, Result};
use crate::id::{ArticleId, ClaimId, Id};
use crate::operation::{Operation, Subject};
use crate::store::layer::{Layer, Overlay, PlaceRow, claim_ids, readable};
use crate::store::record::{body, find, next, one, unpress};
use crate::store::{entities, relations};

/// How many values one statement takes.
pub(crate) const AT_ONCE: usize = 256;

/// Keys of rows by a text that is unique in their table.
pub(crate) fn keys<E: Engine>(db: &mut E, table: &str, wanted: &[&str]) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::with_capacity(wanted.len());
    for wanted in wanted.chunks(AT_ONCE) {
        let sql = format!("SELECT id, key FROM {table} WHERE id IN ({})", list(1, wanted.len()));
        let values: Vec<Value<'_>> = wanted.iter().map(|&id| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            found.insert(row.text(0)?.to_owned(), row.int(1)?);
        }
    }
    Ok(found)
}

/// Active operations about any of these, in the order in which they were done.
pub(crate) fn active<E: Engine>(db: &mut E, subjects: &[String]) -> Result<Vec<Operation>> {
    let mut found = BTreeMap::new();
    for subjects in subjects.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT o.key, o.json FROM concern c JOIN operation o ON o.key = c.operation
             WHERE o.active = 1 AND c.subject IN ({})",
            list(1, subjects.len())
        );
        let values: Vec<Value<'_>> = subjects.iter().map(|subject| subject.as_str().into()).collect();
        for row in db.rows(&sql, &values)? {
            found.insert(row.int(0)?, parse(row.text(1)?)?);
        }
    }
    Ok(found.into_values().collect())
}

/// An operation as it was recorded.
pub(crate) fn parse(json: &str) -> Result<Operation> {
    serde_json::from_str(json).map_err(|e| Error::Corrupt(format!("an operation: {e}")))
}

/// How an article came, in order.
pub(crate) fn arrivals<E: Engine>(db: &mut E, article: i64) -> Result<Vec<Arrival>> {
    let rows = db.rows("SELECT json FROM arrival WHERE article = $1 ORDER BY key", &[article.into()])?;
    let parse = |json| serde_json::from_str(json).map_err(|e| Error::Corrupt(format!("an arrival: {e}")));
    rows.iter().map(|row| parse(row.text(0)?)).collect()
}

/// The JSON of the newest reading.
pub(crate) fn newest<E: Engine>(db: &mut E, article: i64) -> Result<String> {
    let (_, text) = body(db, article)?;
    let sql = "SELECT pressed, length FROM reading WHERE article = $1 ORDER BY key DESC LIMIT 1";
    let row = one(db, sql, &[article.into()])?;
    unpress(row.blob(0)?, &text, row.int(1)?)
}

/// What the rows of an article must be.
pub(crate) fn wanted<E: Engine>(db: &mut E, key: i64, id: ArticleId, json: &str) -> Result<Layer> {
    let reading = readable(json)?;
    let mut subjects = vec![Subject::Article(id).index()];
    subjects.extend(claim_ids(id, &reading).into_iter().map(|claim| Subject::Claim(claim).index()));
    let overlay = Overlay::of(id, active(db, &subjects)?);
    Layer::of(id, &reading, &arrivals(db, key)?, &overlay)
}

/// Lays an article anew; `json` is its newest reading, if the caller has it at hand.
pub(crate) fn article<E: Engine>(db: &mut E, id: ArticleId, json: Option<&str>) -> Result<()> {
    let unknown = || Error::Unknown { what: "article", id: id.to_string() };
    let key = find(db, "article", id)?.ok_or_else(unknown)?;
    let json = match json {
        Some(json) => json.to_owned(),
        None => newest(db, key)?,
    };
    let layer = wanted(db, key, id, &json)?;
    let had = clear(db, key)?;
    write(db, key, &layer, &had)
}

/// Deletes the rows of an article and says which claims had which key, and which entities it named.
pub(crate) fn clear<E: Engine>(db: &mut E, article: i64) -> Result<Had> {
    let value = [Value::from(article)];
    let mut had = Had::default();
    for row in db.rows("SELECT id, key FROM claim WHERE article = $1", &value)? {
        had.claims.insert(row.id(0)?, row.int(1)?);
    }
    for row in db.rows("SELECT entity FROM named WHERE article = $1", &value)? {
        had.entities.insert(row.int(0)?);
    }
    if db.rows("SELECT key FROM story WHERE key = $1", &value)?.is_empty() {
        return Ok(had);
    }
    for table in ["about", "spot", "moment"] {
        db.run(&format!("DELETE FROM {table} WHERE claim IN (SELECT key FROM claim WHERE article = $1)"), &value)?;
    }
    db.run("DELETE FROM role WHERE proposition IN (SELECT key FROM proposition WHERE article = $1)", &value)?;
    for statement in [
        "DELETE FROM proposition WHERE article = $1",
        "DELETE FROM named WHERE article = $1",
        "DELETE FROM claim WHERE article = $1",
        "DELETE FROM story WHERE key = $1",
    ] {
        db.run(statement, &value)?;
    }
    // What it was compared as is not what it will be.
    relations::uncompare(db, article)?;
    Ok(had)
}

/// What an article had before it was laid anew.
#[derive(Default)]
pub(crate) struct Had {
    pub claims: HashMap<ClaimId, i64>,
    pub entities: BTreeSet<i64>,
}

fn write<E: Engine>(db: &mut E, article: i64, layer: &Layer, had: &Had) -> Result<()> {
    let entities = entities::of(db, layer)?;
    let places = places(db, &layer.places)?;
    let entity = |key: &Option<String>| key.as_ref().and_then(|key| entities.get(key.as_str())).copied();
    let story = &layer.story;
    let row = vec![
        article.into(),
        story.outlet.as_deref().into(),
        story.title.as_deref().into(),
        story.author.as_deref().into(),
        story.url.as_deref().into(),
        story.language.as_str().into(),
        story.day.into(),
        story.arrived.into(),
        story.words.as_str().into(),
    ];
    insert(
        db,
        "story",
        &["key", "outlet", "title", "author", "url", "language", "day", "arrived", "words"],
        "",
        &[row],
    )?;
    let named: Vec<_> = layer
        .entities()
        .filter_map(|(key, names)| Some(vec![article.into(), (*entities.get(key)?).into(), names.join("\n").into()]))
        .collect();
    insert(db, "named", &["article", "entity", "names"], "", &named)?;

    let first = next(db, "claim")?;
    let fresh = layer.claims.iter().filter(|claim| !had.claims.contains_key(&claim.id)).map(|claim| claim.id);
    let mut keys: HashMap<ClaimId, i64> = fresh.zip(first..).collect();
    let kept = layer.claims.iter().filter_map(|claim| Some((claim.id, *had.claims.get(&claim.id)?)));
    keys.extend(kept);
    for (id, key) in &had.claims {
        if !keys.contains_key(id) {
            // A newer reading does not see it any more.
            db.run("DELETE FROM member WHERE claim = $1", &[(*key).into()])?;
        }
    }
    let (mut claims, mut about, mut spot, mut moment) = (vec![], vec![], vec![], vec![]);
    for claim in &layer.claims {
        let key = keys[&claim.id];
        claims.push(vec![
            key.into(),
            claim.id.into(),
            article.into(),
            claim.local.as_str().into(),
            story.outlet.as_deref().into(),
            story.day.into(),
            claim.speaker.as_deref().into(),
            entity(&claim.entity).into(),
            claim.via.as_deref().into(),
            claim.parent.and_then(|id| keys.get(&id)).copied().into(),
            claim.stance.as_str().into(),
            claim.mode.as_str().into(),
            claim.negated.into(),
            claim.rule.as_str().into(),
            claim.confidence.into(),
            claim.content.as_str().into(),
            claim.spans.as_str().into(),
            claim.state.into(),
            claim.credibility.into(),
            claim.words.as_str().into(),
        ]);
        about.extend(claim.about.iter().filter_map(|id| Some(vec![key.into(), (*entities.get(id)?).into()])));
        spot.extend(claim.spots.iter().filter_map(|id| Some(vec![key.into(), (*places.get(id)?).into()])));
        moment.extend(claim.moments.iter().map(|&(first, last)| vec![key.into(), first.into(), last.into()]));
    }
    let columns = [
        "key",
        "id",
        "article",
        "local",
        "outlet",
        "day",
        "speaker",
        "entity",
        "via",
        "parent",
        "stance",
        "mode",
        "negated",
        "rule",
        "confidence",
        "content",
        "spans",
        "state",
        "credibility",
        "words",
    ];
    insert(db, "claim", &columns, "", &claims)?;
    insert(db, "about", &["claim", "entity"], "", &about)?;
    insert(db, "spot", &["claim", "place"], "", &spot)?;
    insert(db, "moment", &["claim", "first", "last"], "", &moment)?;

    if !layer.propositions.is_empty() {
        let first = next(db, "proposition")?;
        let (mut propositions, mut roles) = (vec![], vec![]);
        for ((ordinal, proposition), key) in (0i64..).zip(&layer.propositions).zip(first..) {
            propositions.push(vec![
                key.into(),
                article.into(),
                proposition.claim.and_then(|id| keys.get(&id)).copied().into(),
                ordinal.into(),
                proposition.frame.as_str().into(),
                proposition.polarity.as_str().into(),
                story.day.into(),
            ]);
            roles.extend((0i64..).zip(&proposition.roles).map(|(ordinal, role)| {
                vec![
                    key.into(),
                    role.role.as_str().into(),
                    ordinal.into(),
                    i64::from(role.span.start).into(),
                    i64::from(role.span.end).into(),
                    role.words.as_str().into(),
                    entity(&role.entity).into(),
                    role.place.as_ref().and_then(|id| places.get(id)).copied().into(),
                    role.days.map(|days| days.0).into(),
                    role.days.map(|days| days.1).into(),
                ]
            }));
        }
        let columns = ["key", "article", "claim", "ordinal", "frame", "polarity", "day"];
        insert(db, "proposition", &columns, "", &propositions)?;
        let columns = ["proposition", "role", "ordinal", "start", "stop", "words", "entity", "place", "first", "last"];
        insert(db, "role", &columns, "", &roles)?;
    }
    let still: BTreeSet<i64> = entities.values().copied().collect();
    had.entities.difference(&still).try_for_each(|&entity| entities::shrink(db, entity))
}

fn places<E: Engine>(db: &mut E, wanted: &BTreeMap<String, PlaceRow>) -> Result<HashMap<String, i64>> {
    let ids: Vec<&str> = wanted.keys().map(String::as_str).collect();
    let mut keys = keys(db, "place", &ids)?;
    let mut rows = Vec::new();
    let mut key = next(db, "place")?;
    for (id, place) in wanted {
        if keys.contains_key(id) {
            continue;
        }
        rows.push(vec![
            key.into(),
            id.as_str().into(),
            place.name.as_str().into(),
            place.kind.as_str().into(),
            place.country.as_deref().into(),
            place.lat.into(),
            place.lon.into(),
            place.radius.into(),
            place.geonames.into(),
            place.folded.as_str().into(),
        ]);
        keys.insert(id.clone(), key);
        key += 1;
    }
    let columns = ["key", "id", "name", "kind", "country", "lat", "lon", "radius", "geonames", "folded"];
    insert(db, "place", &columns, "", &rows)?;
    Ok(keys)
}

/// The article of a claim.
pub(crate) fn article_of<E: Engine>(db: &mut E, claim: ClaimId) -> Result<ArticleId> {
    let sql = "SELECT a.id FROM claim c JOIN article a ON a.key = c.article WHERE c.id = $1";
    let row = db.rows(sql, &[claim.into()])?;
    let unknown = || Error::Unknown { what: "claim", id: claim.to_string() };
    row.first().ok_or_else(unknown)?.id(0)
}

/// Keys of rows by their ids; what is missing is an error.
pub(crate) fn by_id<E: Engine>(db: &mut E, table: &'static str, ids: &[Id]) -> Result<HashMap<Id, i64>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let sql = format!("SELECT id, key FROM {table} WHERE id IN ({})", list(1, ids.len()));
        let values: Vec<Value<'_>> = ids.iter().map(|&id| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            found.insert(row.id(0)?, row.int(1)?);
        }
    }
    match ids.iter().find(|id| !found.contains_key(id)) {
        Some(id) => Err(Error::Unknown { what: table, id: id.to_string() }),
        None => Ok(found),
    }
}
