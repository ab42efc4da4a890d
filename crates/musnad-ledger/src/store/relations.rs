//! What the comparing found: rows with check sums, replaced article by article.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::engine::{Engine, Value, insert, list};
use crate::error::{Error, Result};
use crate::id::{ArticleId, ClaimId, Hash, Id, sum};
use crate::packed;
use crate::relation::{Comparison, Copied, Group, Member, Membership};
use crate::store::candidates::period;
use crate::store::claims;
use crate::store::lay::by_id;
use crate::store::people::{end, moves};
use crate::store::record::{find, json, length};

/// The most bytes of the name of a kind or version.
const MOST_NAME: usize = 200;
/// The most keys, fingerprints, members or copies of one comparison.
const MOST: usize = 200_000;
/// The most bytes of a digest.
const MAX_DIGEST: usize = 64 << 20;
/// The most claims of a group that are given.
const MOST_MEMBERS: usize = 5_000;

/// Check sums of the rows of each table.
pub(crate) fn compared_sum(article: i64, version: &str, length: i64, pressed: &[u8], tokens: i64) -> i64 {
    let row = Hash::new("compared").number(article).text(version).number(length);
    sum(row.bytes(&Id::of(pressed).0).number(tokens).end())
}

// Hundreds of rows for each article: some multiplications each, not a hash.
fn mixed(numbers: [i64; 4]) -> i64 {
    let mix = |n: i64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed()).rotate_left(29);
    mix(numbers.into_iter().fold(0x6d75_736e, |so_far, n| mix(so_far.wrapping_add(n))))
}

/// What a key of a statement adds to the sum of its article.
pub(crate) fn key_sum(period: i64, token: i64, article: i64, statement: i64) -> i64 {
    mixed([period, token, article, statement])
}

/// What a fingerprint adds to the sum of its article.
pub(crate) fn print_sum(token: i64, article: i64) -> i64 {
    mixed([i64::MIN, token, article, -1])
}

pub(crate) fn member_sum(claim: i64, group: Id, statement: i64, kind: &str, score: f64) -> i64 {
    sum(Hash::new("member")
        .number(claim)
        .bytes(&group.0)
        .number(statement)
        .text(kind)
        .bytes(&score.to_bits().to_be_bytes())
        .end())
}

pub(crate) fn copied_sum(copy: i64, original: i64, kind: &str, score: f64, passages: &str) -> i64 {
    let row = Hash::new("copied").number(copy).number(original).text(kind);
    sum(row.bytes(&score.to_bits().to_be_bytes()).text(passages).end())
}

pub(crate) fn relate<E: Engine>(db: &mut E, comparison: &Comparison) -> Result<()> {
    let names = comparison.members.iter().map(|member| &member.kind);
    let mut names = names.chain(comparison.copies.iter().map(|copied| &copied.kind)).chain([&comparison.version]);
    let keys: usize = comparison.keys.iter().map(Vec::len).sum();
    let rows = keys.max(comparison.fingerprints.len()).max(comparison.members.len()).max(comparison.copies.len());
    if rows > MOST || comparison.digest.len() > MAX_DIGEST || names.any(|name| name.len() > MOST_NAME) {
        return Err(Error::TooLarge { what: "the comparison", most: MOST });
    }
    let scores = comparison.members.iter().map(|m| m.score).chain(comparison.copies.iter().map(|c| c.score));
    if scores.into_iter().any(|score| !score.is_finite()) {
        return Err(Error::Operation("a score is no number".into()));
    }
    let unknown = || Error::Unknown { what: "article", id: comparison.article.to_string() };
    let article = find(db, "article", comparison.article)?.ok_or_else(unknown)?;
    let claims: Vec<ClaimId> = comparison.members.iter().map(|m| m.claim).collect();
    let claims = by_id(db, "claim", &claims)?;
    let ends: Vec<ArticleId> = comparison.copies.iter().flat_map(|copied| [copied.copy, copied.original]).collect();
    let articles = by_id(db, "article", &ends)?;

    let value = [Value::from(article)];
    uncompare(db, article)?;
    db.run("DELETE FROM copied WHERE copy = $1 OR original = $1", &value)?;
    db.run("DELETE FROM member WHERE claim IN (SELECT key FROM claim WHERE article = $1)", &value)?;

    let keys: BTreeSet<(i64, i64, i64)> = (0i64..)
        .zip(&comparison.keys)
        .flat_map(|(statement, keys)| keys.iter().map(move |dated| (period(dated.period), dated.key.0, statement)))
        .collect();
    let prints: BTreeSet<i64> = comparison.fingerprints.iter().map(|key| key.0).collect();
    let sums = keys.iter().map(|&(period, token, statement)| key_sum(period, token, article, statement));
    let sums = sums.chain(prints.iter().map(|&token| print_sum(token, article)));
    let tokens = sums.fold(0i64, i64::wrapping_add);
    let rows: Vec<_> = keys
        .into_iter()
        .map(|(period, token, statement)| vec![period.into(), token.into(), article.into(), statement.into()])
        .collect();
    insert(db, "statement_key", &["period", "token", "article", "statement"], "", &rows)?;
    let rows: Vec<_> = prints.into_iter().map(|token| vec![token.into(), article.into()]).collect();
    insert(db, "fingerprint", &["token", "article"], "", &rows)?;
    let (version, length) = (comparison.version.as_str(), length(&comparison.digest));
    let pressed = packed::press(&comparison.digest, b"")?;
    let checked = compared_sum(article, version, length, &pressed, tokens);
    let row = vec![article.into(), version.into(), length.into(), pressed.into(), tokens.into(), checked.into()];
    insert(db, "compared", &["article", "version", "length", "pressed", "tokens", "checked"], "", &[row])?;

    // The last word on a claim or a pair counts.
    let members: BTreeMap<i64, _> = comparison.members.iter().map(|member| (claims[&member.claim], member)).collect();
    let members: Vec<_> = members
        .into_iter()
        .map(|(claim, m)| {
            let statement = i64::from(m.statement);
            let checked = member_sum(claim, m.group, statement, &m.kind, m.score);
            vec![claim.into(), m.group.into(), statement.into(), m.kind.as_str().into(), m.score.into(), checked.into()]
        })
        .collect();
    let replace = " ON CONFLICT (claim) DO UPDATE SET cluster = excluded.cluster, statement = excluded.statement,
        kind = excluded.kind, score = excluded.score, checked = excluded.checked";
    insert(db, "member", &["claim", "cluster", "statement", "kind", "score", "checked"], replace, &members)?;
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

/// Takes the mark off an article that it was compared, with what finds it: nothing finds it until it is compared anew.
pub(crate) fn uncompare<E: Engine>(db: &mut E, article: i64) -> Result<()> {
    for table in ["compared", "statement_key", "fingerprint"] {
        db.run(&format!("DELETE FROM {table} WHERE article = $1"), &[article.into()])?;
    }
    Ok(())
}

pub(crate) fn drop_all<E: Engine>(db: &mut E) -> Result<()> {
    for table in ["compared", "statement_key", "fingerprint", "member", "copied"] {
        db.run(&format!("DELETE FROM {table}"), &[])?;
    }
    Ok(())
}

pub(crate) fn memberships<E: Engine>(db: &mut E, claims: &[ClaimId]) -> Result<Vec<Membership>> {
    let mut found = BTreeMap::new();
    for claims in claims.chunks(256) {
        let sql = format!(
            "SELECT c.id, m.cluster, m.statement, m.kind, m.score FROM claim c JOIN member m ON m.claim = c.key
             WHERE c.id IN ({})",
            list(1, claims.len())
        );
        let values: Vec<Value<'_>> = claims.iter().map(|&id| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            let member = Membership {
                claim: row.id(0)?,
                group: row.id(1)?,
                statement: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
                kind: row.text(3)?.to_owned(),
                score: row.real(4)?,
            };
            found.insert(member.claim, member);
        }
    }
    Ok(found.into_values().collect())
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
