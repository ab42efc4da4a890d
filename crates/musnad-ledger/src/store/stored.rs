//! Reads the layer of an article back, for the check.

use std::collections::{BTreeMap, BTreeSet};

use musnad_model::Span;

use crate::engine::{Engine, Value};
use crate::error::{Error, Result};
use crate::store::layer::{ClaimRow, Layer, PlaceRow, PropositionRow, RoleRow, StoryRow};
use crate::store::record::one;

/// The rows of an article as they are, for the check.
pub(crate) fn layer<E: Engine>(db: &mut E, article: i64) -> Result<Layer> {
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
