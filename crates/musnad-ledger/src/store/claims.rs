//! Questions about claims, articles and propositions.

use std::collections::{BTreeMap, HashMap};

use musnad_model::fold::{Strength, fold};
use musnad_model::{Mode, Polarity, Span, Stance};

use crate::day;
use crate::engine::{Engine, Row, Value, list};
use crate::error::{Error, Result};
use crate::id::{ArticleId, ClaimId, Id};
use crate::operation::{Credibility, Subject};
use crate::query::{
    Article, ArticleFilter, Claim, ClaimFilter, Days, Fact, Filler, Page, PropositionFilter, Review, Spot,
    StoredReading, Story, Tie, Where,
};
use crate::store::lay;
use crate::store::layer::{CONFIRMED, REJECTED, SOURCE_SET};
use crate::store::record::{body, find, unpress};

/// A statement that grows with a filter.
#[derive(Default)]
pub(crate) struct Conditions<'f> {
    pub sql: Vec<String>,
    pub values: Vec<Value<'f>>,
}

impl<'f> Conditions<'f> {
    /// Adds a condition; `?` stands for each value in turn.
    pub(crate) fn add(&mut self, condition: &str, values: impl IntoIterator<Item = Value<'f>>) {
        let mut pieces = condition.split('?');
        let mut sql = pieces.next().unwrap_or_default().to_owned();
        for (value, piece) in values.into_iter().zip(pieces) {
            self.values.push(value);
            sql.push_str(&format!("${}{piece}", self.values.len()));
        }
        self.sql.push(sql);
    }

    /// `WHERE …`, or nothing.
    pub(crate) fn where_(&self) -> String {
        if self.sql.is_empty() { String::new() } else { format!("WHERE {}", self.sql.join(" AND ")) }
    }

    /// `LIMIT …`.
    pub(crate) fn page(&mut self, page: Page) -> String {
        let number = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        self.values.push(number(page.limit.min(Page::MOST)));
        self.values.push(number(page.skip));
        format!("LIMIT ${} OFFSET ${}", self.values.len() - 1, self.values.len())
    }

    fn days(&mut self, column: &str, days: Days) {
        if let Some(first) = days.first {
            self.add(&format!("{column} >= ?"), [day::number(first).into()]);
        }
        if let Some(last) = days.last {
            self.add(&format!("{column} <= ?"), [day::number(last).into()]);
            // An unknown day is before every day, and in no stretch of days.
            if days.first.is_none() {
                self.add(&format!("{column} > ?"), [day::UNKNOWN.into()]);
            }
        }
    }
}

/// The most ids of a kind that [`beginning`] gives: one too many tells that more digits are needed.
const NAMESAKES: usize = 4;

/// Articles and claims whose ids begin with some hexadecimal digits.
pub(crate) fn beginning<E: Engine>(db: &mut E, digits: &str) -> Result<Vec<Subject>> {
    let rest = 64usize.saturating_sub(digits.len());
    let filled = |digit: &str| format!("{}{}", digits.to_ascii_lowercase(), digit.repeat(rest)).parse::<Id>();
    let (Ok(least), Ok(most)) = (filled("0"), filled("f")) else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    // Forgotten articles keep their record, and have no story.
    for (from, subject) in [
        ("article JOIN story ON story.key = article.key", Subject::Article as fn(Id) -> Subject),
        ("claim", Subject::Claim),
    ] {
        let table = from.split(' ').next().unwrap_or(from);
        let sql = format!(
            "SELECT {table}.id FROM {from} WHERE {table}.id >= $1 AND {table}.id <= $2 ORDER BY {table}.id LIMIT {NAMESAKES}"
        );
        for row in db.rows(&sql, &[least.into(), most.into()])? {
            out.push(subject(row.id(0)?));
        }
    }
    Ok(out)
}

/// The keys of an entity and of all that were merged into the same.
fn entities<E: Engine>(db: &mut E, id: &str) -> Result<Vec<i64>> {
    let sql = "SELECT o.key FROM entity e JOIN entity o ON o.main = e.main WHERE e.id = $1 ORDER BY o.key";
    db.rows(sql, &[id.into()])?.iter().map(|row| row.int(0)).collect()
}

/// Places that a filter means.
fn places<E: Engine>(db: &mut E, place: &Where) -> Result<Vec<i64>> {
    let mut conditions = Conditions::default();
    match place {
        Where::Named(name) => conditions.add("folded = ?", [fold(name, Strength::Lossy).into()]),
        Where::Country(code) => conditions.add("country = ?", [code.to_ascii_uppercase().into()]),
        Where::Geonames(id) => conditions.add("geonames = ?", [i64::from(*id).into()]),
        Where::Box { south, west, north, east } => {
            conditions.add("lat >= ? AND lat <= ?", [(*south).into(), (*north).into()]);
            let across = if west <= east { "AND" } else { "OR" };
            conditions.add(&format!("(lon >= ? {across} lon <= ?)"), [(*west).into(), (*east).into()]);
        }
    }
    let sql = format!("SELECT key FROM place {} ORDER BY key", conditions.where_());
    db.rows(&sql, &conditions.values)?.iter().map(|row| row.int(0)).collect()
}

fn numbers(keys: &[i64]) -> String {
    keys.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// The conditions on `claim` of a filter; `None` if nothing can match.
pub(crate) fn conditions<'f, E: Engine>(db: &mut E, filter: &'f ClaimFilter) -> Result<Option<Conditions<'f>>> {
    let mut all = Conditions::default();
    if !filter.ids.is_empty() {
        let marks = vec!["?"; filter.ids.len().min(Page::MOST)].join(", ");
        all.add(&format!("claim.id IN ({marks})"), filter.ids.iter().take(Page::MOST).map(|&id| id.into()));
    }
    if let Some(speaker) = &filter.speaker {
        let keys = entities(db, speaker)?;
        if keys.is_empty() {
            return Ok(None);
        }
        all.add(&format!("claim.entity IN ({})", numbers(&keys)), []);
    }
    if let Some(about) = &filter.about {
        let keys = entities(db, about)?;
        if keys.is_empty() {
            return Ok(None);
        }
        all.add(&format!("claim.key IN (SELECT claim FROM about WHERE entity IN ({}))", numbers(&keys)), []);
    }
    if !filter.stances.is_empty() {
        let marks = vec!["?"; filter.stances.len()].join(", ");
        all.add(&format!("claim.stance IN ({marks})"), filter.stances.iter().map(|stance| stance.as_str().into()));
    }
    if let Some(outlet) = &filter.outlet {
        all.add("claim.outlet = ?", [outlet.as_str().into()]);
    }
    if let Some(article) = filter.article {
        match find(db, "article", article)? {
            Some(key) => all.add("claim.article = ?", [key.into()]),
            None => return Ok(None),
        }
    }
    if let Some(place) = &filter.place {
        let keys = places(db, place)?;
        if keys.is_empty() {
            return Ok(None);
        }
        all.add(&format!("claim.key IN (SELECT claim FROM spot WHERE place IN ({}))", numbers(&keys)), []);
    }
    let happened = filter.happened;
    if happened.first.is_some() || happened.last.is_some() {
        let first = happened.first.map_or(i64::MIN, day::number);
        let last = happened.last.map_or(i64::MAX, day::number);
        let sql = "claim.key IN (SELECT claim FROM moment WHERE first <= ? AND last >= ?)";
        all.add(sql, [last.into(), first.into()]);
    }
    all.days("claim.day", filter.published);
    if !filter.rejected {
        all.add(&format!("claim.state / {REJECTED} % 2 = 0"), []);
    }
    Ok(Some(all))
}

/// What is read of a claim; the tables that it comes from.
pub(crate) const COLUMNS: &str = "claim.key, claim.id, a.id, claim.local, claim.outlet, claim.day, claim.speaker, m.id,
    claim.via, p.id, claim.stance, claim.mode, claim.negated, claim.rule, claim.confidence, claim.content, claim.spans,
    claim.state, claim.credibility";
pub(crate) const JOINS: &str = "JOIN article a ON a.key = claim.article
    LEFT JOIN entity e ON e.key = claim.entity LEFT JOIN entity m ON m.key = e.main
    LEFT JOIN claim p ON p.key = claim.parent";

/// A value of an enumeration from its word on the wire.
fn wire<T: serde::de::DeserializeOwned>(word: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::from(word)).map_err(|e| Error::Corrupt(e.to_string()))
}

/// A claim from the columns of [`COLUMNS`].
pub(crate) fn claim(row: &Row) -> Result<Claim> {
    let [source_spans, cue_spans, content_spans]: [Vec<Span>; 3] =
        serde_json::from_str(row.text(16)?).map_err(|e| Error::Corrupt(e.to_string()))?;
    let state = row.int(17)?;
    let credibility = row.maybe_int(18)?.map(|n| {
        let known = u8::try_from(n).ok().and_then(|n| Credibility::try_from(n).ok());
        known.ok_or_else(|| Error::Corrupt(format!("credibility {n}")))
    });
    Ok(Claim {
        id: row.id(1)?,
        article: row.id(2)?,
        local: row.text(3)?.to_owned(),
        outlet: row.owned(4)?,
        published: published(row.int(5)?),
        speaker: row.owned(6)?,
        entity: row.owned(7)?,
        via: row.owned(8)?,
        parent: row.maybe_id(9)?,
        stance: wire::<Stance>(row.text(10)?)?,
        mode: wire::<Mode>(row.text(11)?)?,
        negated: row.truth(12)?,
        rule: row.text(13)?.to_owned(),
        confidence: row.real(14)?,
        content: row.text(15)?.to_owned(),
        source_spans,
        cue_spans,
        content_spans,
        review: Review {
            confirmed: state & CONFIRMED != 0,
            rejected: state & REJECTED != 0,
            source_set: state & SOURCE_SET != 0,
            credibility: credibility.transpose()?,
        },
    })
}

fn published(number: i64) -> Option<jiff::civil::Date> {
    if number == day::UNKNOWN { None } else { day::day(number) }
}

pub(crate) fn claims<E: Engine>(db: &mut E, filter: &ClaimFilter, page: Page) -> Result<Vec<Claim>> {
    let Some(mut all) = conditions(db, filter)? else { return Ok(Vec::new()) };
    let conditions = all.where_();
    let page = all.page(page);
    // The page is cut before anything is joined to it.
    let sql = format!(
        "SELECT {COLUMNS} FROM (SELECT * FROM claim {conditions} ORDER BY claim.day DESC, claim.key DESC {page}) claim
         {JOINS} ORDER BY claim.day DESC, claim.key DESC"
    );
    db.rows(&sql, &all.values)?.iter().map(claim).collect()
}

pub(crate) fn ties<E: Engine>(db: &mut E, filter: &ClaimFilter, page: Page) -> Result<Vec<Tie>> {
    let Some(mut all) = conditions(db, filter)? else { return Ok(Vec::new()) };
    all.add("s.main <> o.main", []);
    let conditions = all.where_();
    let page = all.page(page);
    let sql = format!(
        "SELECT f.id, t.id, x.stance, x.n FROM (
             SELECT s.main AS speaker, o.main AS object, claim.stance AS stance, count(DISTINCT claim.key) AS n
             FROM claim JOIN about b ON b.claim = claim.key
             JOIN entity s ON s.key = claim.entity JOIN entity o ON o.key = b.entity
             {conditions} GROUP BY s.main, o.main, claim.stance) x
         JOIN entity f ON f.key = x.speaker JOIN entity t ON t.key = x.object
         ORDER BY x.n DESC, f.id, t.id, x.stance {page}"
    );
    let tie = |row: &Row| {
        Ok(Tie {
            from: row.text(0)?.to_owned(),
            to: row.text(1)?.to_owned(),
            stance: wire(row.text(2)?)?,
            claims: row.int(3)?,
        })
    };
    db.rows(&sql, &all.values)?.iter().map(tie).collect()
}

pub(crate) fn story_conditions<'f>(filter: &'f ArticleFilter) -> Conditions<'f> {
    let mut all = Conditions::default();
    if let Some(outlet) = &filter.outlet {
        all.add("story.outlet = ?", [outlet.as_str().into()]);
    }
    all.days("story.day", filter.published);
    if let Some(version) = &filter.not_compared_by {
        let sql = "NOT EXISTS (SELECT 1 FROM compared WHERE article = story.key AND version = ?)";
        all.add(sql, [version.as_str().into()]);
    }
    all
}

/// What is read of an article.
pub(crate) const STORY: &str =
    "story.key, a.id, story.outlet, story.title, story.author, story.url, story.language, story.day, story.arrived";

/// An article from the columns of [`STORY`].
pub(crate) fn story(row: &Row) -> Result<Story> {
    Ok(Story {
        id: row.id(1)?,
        outlet: row.owned(2)?,
        title: row.owned(3)?,
        author: row.owned(4)?,
        url: row.owned(5)?,
        language: row.text(6)?.to_owned(),
        published: published(row.int(7)?),
        added: row.int(8)?,
    })
}

pub(crate) fn articles<E: Engine>(db: &mut E, filter: &ArticleFilter, page: Page) -> Result<Vec<Story>> {
    let mut all = story_conditions(filter);
    let conditions = all.where_();
    let page = all.page(page);
    let sql = format!(
        "SELECT {STORY} FROM story JOIN article a ON a.key = story.key {conditions} ORDER BY story.day DESC, story.key DESC {page}"
    );
    db.rows(&sql, &all.values)?.iter().map(story).collect()
}

pub(crate) fn article<E: Engine>(db: &mut E, id: ArticleId) -> Result<Option<Article>> {
    let sql = format!("SELECT {STORY} FROM story JOIN article a ON a.key = story.key WHERE a.id = $1");
    let rows = db.rows(&sql, &[id.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let key = row.int(0)?;
    let (_, text) = body(db, key)?;
    let sql = "SELECT engine, pack, pressed, length FROM reading WHERE article = $1 ORDER BY key";
    let reading = |row: &Row| {
        Ok(StoredReading {
            engine: row.text(0)?.to_owned(),
            pack: row.text(1)?.to_owned(),
            json: unpress(row.blob(2)?, &text, row.int(3)?)?,
        })
    };
    let readings = db.rows(sql, &[key.into()])?.iter().map(reading).collect::<Result<_>>()?;
    Ok(Some(Article { story: story(row)?, arrivals: lay::arrivals(db, key)?, readings, text }))
}

pub(crate) fn facts<E: Engine>(db: &mut E, filter: &PropositionFilter, page: Page) -> Result<Vec<Fact>> {
    let mut all = Conditions::default();
    if !filter.frames.is_empty() {
        let marks = vec!["?"; filter.frames.len()].join(", ");
        all.add(&format!("x.frame IN ({marks})"), filter.frames.iter().map(|frame| frame.as_str().into()));
    }
    let role = if filter.role.is_some() { " AND r.role = ?" } else { "" };
    let named = || filter.role.as_deref().map(Value::from);
    match &filter.entity {
        Some(entity) => {
            let keys = entities(db, entity)?;
            if keys.is_empty() {
                return Ok(Vec::new());
            }
            let sql =
                format!("x.key IN (SELECT r.proposition FROM role r WHERE r.entity IN ({}){role})", numbers(&keys));
            all.add(&sql, named());
        }
        None if filter.role.is_some() => {
            all.add("x.key IN (SELECT r.proposition FROM role r WHERE r.role = ?)", named());
        }
        None => {}
    }
    if filter.placed {
        all.add("EXISTS (SELECT 1 FROM role r WHERE r.proposition = x.key AND r.place IS NOT NULL)", []);
    }
    if let Some(speaker) = &filter.speaker {
        let keys = entities(db, speaker)?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        all.add(&format!("x.claim IN (SELECT key FROM claim WHERE entity IN ({}))", numbers(&keys)), []);
    }
    all.days("x.day", filter.published);
    all.add(&format!("(c.key IS NULL OR c.state / {REJECTED} % 2 = 0)"), []);
    let conditions = all.where_();
    let page = all.page(page);
    let sql = format!(
        "SELECT x.key, a.id, s.outlet, x.day, c.id, x.frame, x.polarity FROM proposition x
         JOIN article a ON a.key = x.article JOIN story s ON s.key = x.article LEFT JOIN claim c ON c.key = x.claim
         {conditions} ORDER BY x.day DESC, x.key DESC {page}"
    );
    let rows = db.rows(&sql, &all.values)?;
    let keys: Vec<i64> = rows.iter().map(|row| row.int(0)).collect::<Result<_>>()?;
    let ids: Vec<ClaimId> = rows.iter().filter_map(|row| row.maybe_id(4).transpose()).collect::<Result<_>>()?;
    let mut fillers = fillers(db, &keys)?;
    let claims = by_ids(db, &ids)?;
    let fact = |row: &Row| {
        Ok(Fact {
            article: row.id(1)?,
            outlet: row.owned(2)?,
            published: published(row.int(3)?),
            claim: row.maybe_id(4)?.and_then(|id| claims.get(&id)).cloned(),
            frame: row.text(5)?.to_owned(),
            polarity: wire::<Polarity>(row.text(6)?)?,
            roles: fillers.remove(&row.int(0)?).unwrap_or_default(),
        })
    };
    rows.iter().map(fact).collect()
}

fn fillers<E: Engine>(db: &mut E, propositions: &[i64]) -> Result<HashMap<i64, BTreeMap<String, Vec<Filler>>>> {
    let mut found: HashMap<i64, BTreeMap<String, Vec<Filler>>> = HashMap::new();
    if propositions.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "SELECT r.proposition, r.role, r.start, r.stop, r.words, m.id, r.first, r.last,
             l.name, l.kind, l.country, l.lat, l.lon, l.radius, l.geonames
         FROM role r LEFT JOIN entity e ON e.key = r.entity LEFT JOIN entity m ON m.key = e.main
         LEFT JOIN place l ON l.key = r.place
         WHERE r.proposition IN ({}) ORDER BY r.proposition, r.ordinal",
        numbers(propositions)
    );
    for row in db.rows(&sql, &[])? {
        let point = |n: i64| u32::try_from(n).map_err(|_| Error::Corrupt("a span below zero".into()));
        let place = match row.owned(8)? {
            Some(name) => Some(Spot {
                name,
                kind: row.text(9)?.to_owned(),
                country: row.owned(10)?,
                lat: row.maybe_real(11)?,
                lon: row.maybe_real(12)?,
                radius_km: row.maybe_real(13)?,
                geonames: row.maybe_int(14)?,
            }),
            None => None,
        };
        let days = row.maybe_int(6)?.zip(row.maybe_int(7)?);
        let filler = Filler {
            span: Span::new(point(row.int(2)?)?, point(row.int(3)?)?),
            words: row.text(4)?.to_owned(),
            entity: row.owned(5)?,
            place,
            days: days.and_then(|(first, last)| day::day(first).zip(day::day(last))),
        };
        found.entry(row.int(0)?).or_default().entry(row.text(1)?.to_owned()).or_default().push(filler);
    }
    Ok(found)
}

/// Claims by their ids.
pub(crate) fn by_ids<E: Engine>(db: &mut E, ids: &[ClaimId]) -> Result<HashMap<ClaimId, Claim>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(256) {
        let sql = format!("SELECT {COLUMNS} FROM claim {JOINS} WHERE claim.id IN ({})", list(1, ids.len()));
        let values: Vec<Value<'_>> = ids.iter().map(|&id| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            found.insert(row.id(1)?, claim(&row)?);
        }
    }
    Ok(found)
}
