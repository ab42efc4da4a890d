//! Writes the layer of an article, and reads it back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use musnad_model::Span;

use crate::add::Arrival;
use crate::engine::{Engine, Value, insert, list};
use crate::error::{Error, Result};
use crate::id::{ArticleId, ClaimId, Id};
use crate::operation::{Act, Operation, Subject};
use crate::store::layer::{
    ClaimRow, Layer, Overlay, PlaceRow, PropositionRow, RoleRow, StoryRow, claim_ids, entity_kind, entity_row, readable,
};
use crate::store::record::{body, find, next, one, unpress};

/// How many values one statement takes.
const AT_ONCE: usize = 256;

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
    Ok(had)
}

/// What an article had before it was laid anew.
#[derive(Default)]
pub(crate) struct Had {
    pub claims: HashMap<ClaimId, i64>,
    pub entities: BTreeSet<i64>,
}

fn write<E: Engine>(db: &mut E, article: i64, layer: &Layer, had: &Had) -> Result<()> {
    let entities = entities(db, layer)?;
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
            db.run("DELETE FROM claim_key WHERE claim = $1", &[(*key).into()])?;
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
    had.entities.difference(&still).try_for_each(|&entity| shrink(db, entity))
}

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
fn entities<E: Engine>(db: &mut E, layer: &Layer) -> Result<HashMap<String, i64>> {
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

/// The rows of an article as they are, for the check.
pub(crate) fn stored<E: Engine>(db: &mut E, article: i64) -> Result<Layer> {
    let value = [Value::from(article)];
    let sql = "SELECT outlet, title, author, url, language, day, arrived, words FROM story WHERE key = $1";
    let row = one(db, sql, &value)?;
    let story = StoryRow {
        outlet: row.owned(0)?,
        title: row.owned(1)?,
        author: row.owned(2)?,
        url: row.owned(3)?,
        language: row.text(4)?.to_owned(),
        day: row.int(5)?,
        arrived: row.int(6)?,
        words: row.text(7)?.to_owned(),
    };
    let mut named = BTreeMap::new();
    let sql = "SELECT e.id, n.names FROM named n JOIN entity e ON e.key = n.entity WHERE n.article = $1";
    for row in db.rows(sql, &value)? {
        named.insert(row.text(0)?.to_owned(), row.text(1)?.lines().map(str::to_owned).collect());
    }
    let mut claims = BTreeMap::new();
    let sql = "SELECT c.key, c.id, c.local, c.speaker, e.id, c.via, p.id, c.stance, c.mode, c.negated, c.rule, c.confidence,
            c.content, c.spans, c.state, c.credibility, c.words, c.outlet, c.day
        FROM claim c LEFT JOIN entity e ON e.key = c.entity LEFT JOIN claim p ON p.key = c.parent AND p.article = c.article
        WHERE c.article = $1";
    for row in db.rows(sql, &value)? {
        if row.maybe_text(17)? != story.outlet.as_deref() || row.int(18)? != story.day {
            return Err(Error::Corrupt(format!("claim {}: not of the outlet and day of its article", row.id(1)?)));
        }
        let claim = ClaimRow {
            id: row.id(1)?,
            local: row.text(2)?.to_owned(),
            speaker: row.owned(3)?,
            entity: row.owned(4)?,
            via: row.owned(5)?,
            parent: row.maybe_id(6)?,
            stance: row.text(7)?.to_owned(),
            mode: row.text(8)?.to_owned(),
            negated: row.truth(9)?,
            rule: row.text(10)?.to_owned(),
            confidence: row.real(11)?,
            content: row.text(12)?.to_owned(),
            spans: row.text(13)?.to_owned(),
            state: row.int(14)?,
            credibility: row.maybe_int(15)?,
            words: row.text(16)?.to_owned(),
            about: BTreeSet::new(),
            spots: BTreeSet::new(),
            moments: BTreeSet::new(),
        };
        claims.insert(row.int(0)?, claim);
    }
    let of = "JOIN claim c ON c.key = x.claim WHERE c.article = $1";
    let lost = || Error::Corrupt("a row points to no claim".into());
    for row in db.rows(&format!("SELECT x.claim, e.id FROM about x JOIN entity e ON e.key = x.entity {of}"), &value)? {
        claims.get_mut(&row.int(0)?).ok_or_else(lost)?.about.insert(row.text(1)?.to_owned());
    }
    for row in db.rows(&format!("SELECT x.claim, p.id FROM spot x JOIN place p ON p.key = x.place {of}"), &value)? {
        claims.get_mut(&row.int(0)?).ok_or_else(lost)?.spots.insert(row.text(1)?.to_owned());
    }
    for row in db.rows(&format!("SELECT x.claim, x.first, x.last FROM moment x {of}"), &value)? {
        claims.get_mut(&row.int(0)?).ok_or_else(lost)?.moments.insert((row.int(1)?, row.int(2)?));
    }
    let mut propositions = BTreeMap::new();
    let sql = "SELECT p.key, c.id, p.ordinal, p.frame, p.polarity, p.day FROM proposition p
        LEFT JOIN claim c ON c.key = p.claim WHERE p.article = $1 ORDER BY p.ordinal";
    for (n, row) in db.rows(sql, &value)?.iter().enumerate() {
        if row.int(5)? != story.day || usize::try_from(row.int(2)?) != Ok(n) {
            return Err(Error::Corrupt("a proposition has the wrong day or place".into()));
        }
        let (claim, frame, polarity) = (row.maybe_id(1)?, row.text(3)?.to_owned(), row.text(4)?.to_owned());
        propositions.insert(row.int(0)?, PropositionRow { claim, frame, polarity, roles: vec![] });
    }
    let sql = "SELECT r.proposition, r.role, r.start, r.stop, r.words, e.id, l.id, r.first, r.last, r.ordinal
        FROM role r JOIN proposition p ON p.key = r.proposition
        LEFT JOIN entity e ON e.key = r.entity LEFT JOIN place l ON l.key = r.place
        WHERE p.article = $1 ORDER BY r.proposition, r.ordinal";
    let numbered = |roles: &[RoleRow], n: i64| usize::try_from(n) == Ok(roles.len());
    let mut places = BTreeMap::new();
    for row in db.rows(sql, &value)? {
        let point = |n: i64| u32::try_from(n).map_err(|_| Error::Corrupt("a span below zero".into()));
        let role = RoleRow {
            role: row.text(1)?.to_owned(),
            span: Span::new(point(row.int(2)?)?, point(row.int(3)?)?),
            words: row.text(4)?.to_owned(),
            entity: row.owned(5)?,
            place: row.owned(6)?,
            days: row.maybe_int(7)?.zip(row.maybe_int(8)?),
        };
        let lost = || Error::Corrupt("a role without a proposition".into());
        let roles = &mut propositions.get_mut(&row.int(0)?).ok_or_else(lost)?.roles;
        if !numbered(roles, row.int(9)?) {
            return Err(Error::Corrupt("the roles of a proposition are not numbered in order".into()));
        }
        roles.push(role);
    }
    let sql = "SELECT l.id, l.name, l.kind, l.country, l.lat, l.lon, l.radius, l.geonames, l.folded FROM place l
        WHERE l.key IN (SELECT s.place FROM spot s JOIN claim c ON c.key = s.claim WHERE c.article = $1)
            OR l.key IN (SELECT r.place FROM role r JOIN proposition p ON p.key = r.proposition WHERE p.article = $1)";
    for row in db.rows(sql, &value)? {
        places.insert(
            row.text(0)?.to_owned(),
            PlaceRow {
                name: row.text(1)?.to_owned(),
                kind: row.text(2)?.to_owned(),
                country: row.owned(3)?,
                lat: row.maybe_real(4)?,
                lon: row.maybe_real(5)?,
                radius: row.maybe_real(6)?,
                geonames: row.maybe_int(7)?,
                folded: row.text(8)?.to_owned(),
            },
        );
    }
    Ok(Layer {
        story,
        named,
        places,
        claims: claims.into_values().collect(),
        propositions: propositions.into_values().collect(),
    })
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
