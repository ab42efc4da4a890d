//! What the comparing found: rows with check sums, replaced article by article.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::engine::{Engine, Value, insert, list};
use crate::error::{Error, Result};
use crate::id::{ArticleId, ClaimId, Hash, Id, sum};
use crate::relation::{Bounds, Candidates, Comparison, Copied, Group, Key, Member};
use crate::store::claims;
use crate::store::lay::by_id;
use crate::store::people::{end, moves};
use crate::store::record::{find, json};

/// The most bytes of the name of a kind or version.
const MOST_NAME: usize = 200;
/// The most keys, fingerprints, members or copies of one comparison.
const MOST: usize = 200_000;
/// The most claims of a group that are given.
const MOST_MEMBERS: usize = 5_000;

/// Check sums of the rows of each table.
pub(crate) fn compared_sum(article: i64, version: &str) -> i64 {
    sum(Hash::new("compared").number(article).text(version).end())
}

pub(crate) fn token_sum(owner: i64, token: i64) -> i64 {
    // Millions of rows: a multiplication each, not a hash.
    let mix = |n: i64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed()).rotate_left(29);
    mix(mix(owner ^ 0x6d75_736e).wrapping_add(token))
}

pub(crate) fn member_sum(claim: i64, group: Id, kind: &str, score: f64) -> i64 {
    sum(Hash::new("member").number(claim).bytes(&group.0).text(kind).bytes(&score.to_bits().to_be_bytes()).end())
}

pub(crate) fn copied_sum(copy: i64, original: i64, kind: &str, score: f64, passages: &str) -> i64 {
    let row = Hash::new("copied").number(copy).number(original).text(kind);
    sum(row.bytes(&score.to_bits().to_be_bytes()).text(passages).end())
}

pub(crate) fn relate<E: Engine>(db: &mut E, comparison: &Comparison) -> Result<()> {
    let names = comparison.members.iter().map(|member| &member.kind);
    let mut names = names.chain(comparison.copies.iter().map(|copied| &copied.kind)).chain([&comparison.version]);
    let keys: usize = comparison.keys.iter().map(|(_, keys)| keys.len()).sum();
    let rows = keys.max(comparison.fingerprints.len()).max(comparison.members.len()).max(comparison.copies.len());
    if rows > MOST || names.any(|name| name.len() > MOST_NAME) {
        return Err(Error::TooLarge { what: "the comparison", most: MOST });
    }
    let scores = comparison.members.iter().map(|m| m.score).chain(comparison.copies.iter().map(|c| c.score));
    if scores.into_iter().any(|score| !score.is_finite()) {
        return Err(Error::Operation("a score is no number".into()));
    }
    let unknown = || Error::Unknown { what: "article", id: comparison.article.to_string() };
    let article = find(db, "article", comparison.article)?.ok_or_else(unknown)?;
    let claims: Vec<ClaimId> =
        comparison.keys.iter().map(|(claim, _)| *claim).chain(comparison.members.iter().map(|m| m.claim)).collect();
    let claims = by_id(db, "claim", &claims)?;
    let ends: Vec<ArticleId> = comparison.copies.iter().flat_map(|copied| [copied.copy, copied.original]).collect();
    let articles = by_id(db, "article", &ends)?;

    let value = [Value::from(article)];
    db.run("DELETE FROM compared WHERE article = $1", &value)?;
    db.run("DELETE FROM fingerprint WHERE article = $1", &value)?;
    db.run("DELETE FROM claim_key WHERE claim IN (SELECT key FROM claim WHERE article = $1)", &value)?;
    db.run("DELETE FROM copied WHERE copy = $1 OR original = $1", &value)?;
    db.run("DELETE FROM member WHERE claim IN (SELECT key FROM claim WHERE article = $1)", &value)?;

    let version = comparison.version.as_str();
    let row = vec![article.into(), version.into(), compared_sum(article, version).into()];
    insert(db, "compared", &["article", "version", "checked"], "", &[row])?;
    let token = |owner: i64, token: i64| vec![owner.into(), token.into(), token_sum(owner, token).into()];
    let prints: BTreeSet<i64> = comparison.fingerprints.iter().map(|key| key.0).collect();
    let prints: Vec<_> = prints.into_iter().map(|print| token(article, print)).collect();
    insert(db, "fingerprint", &["article", "token", "checked"], "", &prints)?;
    let keys: BTreeSet<(i64, i64)> =
        comparison.keys.iter().flat_map(|(claim, keys)| keys.iter().map(|key| (claims[claim], key.0))).collect();
    let keys: Vec<_> = keys.into_iter().map(|(claim, key)| token(claim, key)).collect();
    insert(db, "claim_key", &["claim", "token", "checked"], "", &keys)?;

    // The last word on a claim or a pair counts.
    let members: BTreeMap<i64, _> = comparison.members.iter().map(|member| (claims[&member.claim], member)).collect();
    let members: Vec<_> = members
        .into_iter()
        .map(|(claim, m)| {
            let checked = member_sum(claim, m.group, &m.kind, m.score);
            vec![claim.into(), m.group.into(), m.kind.as_str().into(), m.score.into(), checked.into()]
        })
        .collect();
    let replace = " ON CONFLICT (claim) DO UPDATE SET cluster = excluded.cluster, kind = excluded.kind,
        score = excluded.score, checked = excluded.checked";
    insert(db, "member", &["claim", "cluster", "kind", "score", "checked"], replace, &members)?;
    let mut copies = BTreeMap::new();
    for copied in &comparison.copies {
        let (copy, original) = (articles[&copied.copy], articles[&copied.original]);
        let passages = json(&copied.passages)?;
        let checked = copied_sum(copy, original, &copied.kind, copied.score, &passages);
        let row = vec![
            copy.into(),
            original.into(),
            copied.kind.as_str().into(),
            copied.score.into(),
            passages.into(),
            checked.into(),
        ];
        copies.insert((copy, original), row);
    }
    let copies: Vec<_> = copies.into_values().collect();
    let replace = " ON CONFLICT (copy, original) DO UPDATE SET kind = excluded.kind, score = excluded.score,
        passages = excluded.passages, checked = excluded.checked";
    insert(db, "copied", &["copy", "original", "kind", "score", "passages", "checked"], replace, &copies)
}

pub(crate) fn drop_all<E: Engine>(db: &mut E) -> Result<()> {
    for table in ["compared", "fingerprint", "claim_key", "member", "copied"] {
        db.run(&format!("DELETE FROM {table}"), &[])?;
    }
    Ok(())
}

/// The rows that share the tokens: for each, how many.
fn sharing<E: Engine>(
    db: &mut E,
    (table, owner): (&str, &str),
    tokens: &[Key],
    bounds: Bounds,
) -> Result<Vec<(Id, usize)>> {
    let tokens: BTreeSet<Key> = tokens.iter().copied().take(MOST).collect();
    let mut counts: HashMap<i64, usize> = HashMap::new();
    let each = i64::try_from(bounds.per_key).unwrap_or(i64::MAX);
    let sql = format!("SELECT {owner} FROM {table} WHERE token = $1 ORDER BY {owner} DESC LIMIT $2");
    for Key(token) in tokens {
        for row in db.rows(&sql, &[token.into(), each.into()])? {
            *counts.entry(row.int(0)?).or_default() += 1;
        }
    }
    let mut counts: Vec<(i64, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|&(key, count)| (std::cmp::Reverse(count), std::cmp::Reverse(key)));
    counts.truncate(bounds.all);
    let mut found = Vec::with_capacity(counts.len());
    let shared: HashMap<i64, usize> = counts.iter().copied().collect();
    for keys in counts.chunks(256) {
        let sql = format!("SELECT key, id FROM {owner} WHERE key IN ({})", list(1, keys.len()));
        let values: Vec<Value<'_>> = keys.iter().map(|&(key, _)| key.into()).collect();
        for row in db.rows(&sql, &values)? {
            found.push((row.id(1)?, shared.get(&row.int(0)?).copied().unwrap_or(0)));
        }
    }
    found.sort_unstable_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    Ok(found)
}

pub(crate) fn candidates<E: Engine>(db: &mut E, keys: &[Key], prints: &[Key], bounds: Bounds) -> Result<Candidates> {
    let claims = sharing(db, ("claim_key", "claim"), keys, bounds)?;
    let owners = owners(db, &claims)?;
    Ok(Candidates { claims, articles: sharing(db, ("fingerprint", "article"), prints, bounds)?, owners })
}

/// The articles of claims, each once, in the order of the claims.
fn owners<E: Engine>(db: &mut E, claims: &[(ClaimId, usize)]) -> Result<Vec<ArticleId>> {
    let mut owner: HashMap<ClaimId, ArticleId> = HashMap::with_capacity(claims.len());
    for claims in claims.chunks(256) {
        let sql = format!(
            "SELECT c.id, a.id FROM claim c JOIN article a ON a.key = c.article WHERE c.id IN ({})",
            list(1, claims.len())
        );
        let values: Vec<Value<'_>> = claims.iter().map(|&(id, _)| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            owner.insert(row.id(0)?, row.id(1)?);
        }
    }
    let mut seen = BTreeSet::new();
    let each = claims.iter().filter_map(|(claim, _)| owner.get(claim).copied());
    Ok(each.filter(|&article| seen.insert(article)).collect())
}

/// The group that the machine put each claim into.
fn machine_groups<E: Engine>(db: &mut E, claims: &[ClaimId]) -> Result<HashMap<ClaimId, Id>> {
    let mut found = HashMap::with_capacity(claims.len());
    for claims in claims.chunks(256) {
        let sql = format!(
            "SELECT c.id, m.cluster FROM claim c JOIN member m ON m.claim = c.key WHERE c.id IN ({})",
            list(1, claims.len())
        );
        let values: Vec<Value<'_>> = claims.iter().map(|&id| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            found.insert(row.id(0)?, row.id(1)?);
        }
    }
    Ok(found)
}

pub(crate) fn groups<E: Engine>(db: &mut E, claims: &[ClaimId]) -> Result<Vec<(ClaimId, Id)>> {
    let moves = moves(db)?;
    let ends: Vec<(ClaimId, ClaimId)> = claims.iter().filter_map(|&claim| Some((claim, end(&moves, claim)?))).collect();
    let there: Vec<ClaimId> = ends.iter().map(|&(_, end)| end).collect();
    let groups = machine_groups(db, &there)?;
    Ok(ends.into_iter().filter_map(|(claim, end)| Some((claim, *groups.get(&end)?))).collect())
}

pub(crate) fn companions<E: Engine>(db: &mut E, claims: &[ClaimId]) -> Result<Vec<(ClaimId, ArticleId)>> {
    let mut found = BTreeMap::new();
    for claims in claims.chunks(256) {
        let sql = format!(
            "SELECT c.id, a.id FROM member m JOIN claim c ON c.key = m.claim JOIN article a ON a.key = c.article
             WHERE m.cluster IN (SELECT o.cluster FROM claim d JOIN member o ON o.claim = d.key WHERE d.id IN ({}))
             ORDER BY c.id LIMIT {MOST_MEMBERS}",
            list(1, claims.len())
        );
        let values: Vec<Value<'_>> = claims.iter().map(|&id| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            found.insert(row.id(0)?, row.id(1)?);
        }
    }
    Ok(found.into_iter().collect())
}

pub(crate) fn group<E: Engine>(db: &mut E, id: Id) -> Result<Option<Group>> {
    let moves = moves(db)?;
    let sql = "SELECT c.id, m.kind, m.score FROM member m JOIN claim c ON c.key = m.claim WHERE m.cluster = $1
        ORDER BY c.day, c.id LIMIT $2";
    let most = i64::try_from(MOST_MEMBERS).unwrap_or(i64::MAX);
    let mut members: BTreeMap<ClaimId, (String, f64)> = BTreeMap::new();
    for row in db.rows(sql, &[id.into(), most.into()])? {
        members.insert(row.id(0)?, (row.text(1)?.to_owned(), row.real(2)?));
    }
    members.retain(|claim, _| !moves.contains_key(claim));
    let moved: Vec<(ClaimId, ClaimId)> = moves.keys().filter_map(|&claim| Some((claim, end(&moves, claim)?))).collect();
    let there: Vec<ClaimId> = moved.iter().map(|&(_, end)| end).collect();
    let groups = machine_groups(db, &there)?;
    let here = moved.into_iter().filter(|(_, end)| groups.get(end) == Some(&id));
    members.extend(here.map(|(claim, _)| (claim, ("moved".to_owned(), 1.0))));
    let ids: Vec<ClaimId> = members.keys().copied().collect();
    let mut claims = claims::by_ids(db, &ids)?;
    let member =
        |(id, (kind, score)): (ClaimId, (String, f64))| Some(Member { claim: claims.remove(&id)?, kind, score });
    let mut members: Vec<Member> =
        members.into_iter().filter_map(member).filter(|member| !member.claim.review.rejected).collect();
    members.sort_by_key(|member| (member.claim.published, member.claim.id));
    Ok((!members.is_empty()).then_some(Group { id, members }))
}

pub(crate) fn copies<E: Engine>(db: &mut E, article: ArticleId) -> Result<Vec<Copied>> {
    let sql = "SELECT c.id, o.id, x.kind, x.score, x.passages FROM article a
        JOIN copied x ON x.copy = a.key OR x.original = a.key
        JOIN article c ON c.key = x.copy JOIN article o ON o.key = x.original
        WHERE a.id = $1 ORDER BY x.score DESC, c.id, o.id";
    let rows = db.rows(sql, &[article.into()])?;
    rows.iter()
        .map(|row| {
            Ok(Copied {
                copy: row.id(0)?,
                original: row.id(1)?,
                kind: row.text(2)?.to_owned(),
                score: row.real(3)?,
                passages: serde_json::from_str(row.text(4)?).map_err(|e| Error::Corrupt(e.to_string()))?,
            })
        })
        .collect()
}
