//! Look-ups for the comparing: which statements and articles share keys, and what it keeps of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::day;
use crate::engine::{Engine, Value, list};
use crate::error::Result;
use crate::id::{ArticleId, ClaimId, Id};
use crate::packed;
use crate::relation::{Bounds, Candidates, Key, Wanted};
use crate::store::lay::AT_ONCE;

/// The most keys or fingerprints of one look-up.
const MOST: usize = 200_000;

/// A period as a column has it.
pub(crate) fn period(period: Option<i32>) -> i64 {
    period.map_or(day::UNKNOWN, i64::from)
}

pub(crate) fn candidates<E: Engine>(
    db: &mut E,
    keys: &[Wanted],
    fingerprints: &[Key],
    bounds: Bounds,
) -> Result<Candidates> {
    Ok(Candidates { statements: statements(db, keys, bounds)?, articles: sharing(db, fingerprints, bounds)? })
}

/// The statements that have one of the keys.
fn statements<E: Engine>(db: &mut E, keys: &[Wanted], bounds: Bounds) -> Result<Vec<(ArticleId, Vec<u32>)>> {
    let mut by_period: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    let mut all = None;
    for wanted in keys.iter().take(MOST) {
        by_period.entry(day::UNKNOWN).or_default().insert(wanted.key.0);
        match wanted.periods {
            Some((first, last)) if i64::from(last) - i64::from(first) <= FEW => {
                for period in first..=last {
                    by_period.entry(period.into()).or_default().insert(wanted.key.0);
                }
            }
            Some((first, last)) => {
                let there: &Vec<i64> = match &mut all {
                    Some(all) => all,
                    none => none.insert(periods(db)?),
                };
                let inside = |period: &&i64| (i64::from(first)..=i64::from(last)).contains(period);
                for &period in there.iter().filter(inside) {
                    by_period.entry(period).or_default().insert(wanted.key.0);
                }
            }
            None => {}
        }
    }
    let mut rows: Vec<(i64, i64, i64)> = Vec::new();
    for (period, tokens) in by_period {
        let tokens: Vec<i64> = tokens.into_iter().collect();
        for tokens in tokens.chunks(AT_ONCE) {
            let sql = latest("statement_key", "statement", "period = $2 AND", 3, padded(tokens.len()));
            let mut values = vec![limit(bounds), Value::from(period)];
            values.extend(filled(tokens));
            for row in db.rows(&sql, &values)? {
                rows.push((row.int(0)?, row.int(1)?, row.int(2)?));
            }
        }
    }
    let mut found: HashMap<i64, BTreeSet<u32>> = HashMap::new();
    for (article, statement) in newest(rows, bounds) {
        if let Ok(statement) = u32::try_from(statement) {
            found.entry(article).or_default().insert(statement);
        }
    }
    let most = best(found.iter().map(|(&article, statements)| (article, statements.len())).collect(), bounds.all);
    let mut named: Vec<(ArticleId, Vec<u32>)> = Vec::with_capacity(most.len());
    for (id, article) in ids(db, &most)? {
        named.push((id, found.remove(&article).unwrap_or_default().into_iter().collect()));
    }
    named.sort_unstable_by(|x, y| (y.1.len(), &x.0).cmp(&(x.1.len(), &y.0)));
    Ok(named)
}

/// So many periods are named one by one; of more, only those that are there.
const FEW: i64 = 8;

/// The periods that are there: a seek for each.
fn periods<E: Engine>(db: &mut E) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    let mut after = day::UNKNOWN;
    loop {
        let sql = "SELECT min(period) FROM statement_key WHERE period > $1";
        let next = db.rows(sql, &[after.into()])?.first().map(|row| row.maybe_int(0)).transpose()?.flatten();
        let Some(next) = next else { return Ok(found) };
        found.push(next);
        after = next;
    }
}

/// The articles that have one of the fingerprints: for each, how many.
fn sharing<E: Engine>(db: &mut E, prints: &[Key], bounds: Bounds) -> Result<Vec<(ArticleId, usize)>> {
    let tokens: BTreeSet<i64> = prints.iter().take(MOST).map(|key| key.0).collect();
    let tokens: Vec<i64> = tokens.into_iter().collect();
    let mut rows: Vec<(i64, i64, i64)> = Vec::new();
    for tokens in tokens.chunks(AT_ONCE) {
        let sql = latest("fingerprint", "0", "", 2, padded(tokens.len()));
        let values: Vec<Value<'_>> = std::iter::once(limit(bounds)).chain(filled(tokens)).collect();
        for row in db.rows(&sql, &values)? {
            rows.push((row.int(0)?, row.int(1)?, 0));
        }
    }
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for (article, _) in newest(rows, bounds) {
        *counts.entry(article).or_default() += 1;
    }
    let most = best(counts.iter().map(|(&article, &count)| (article, count)).collect(), bounds.all);
    let named = ids(db, &most)?.into_iter();
    let mut named: Vec<(ArticleId, usize)> =
        named.map(|(id, article)| (id, counts.get(&article).copied().unwrap_or(0))).collect();
    named.sort_unstable_by(|x, y| (y.1, &x.0).cmp(&(x.1, &y.0)));
    Ok(named)
}

/// For each of `count` tokens, from the parameter `first` on, its rows that were added last: as many as the
/// parameter 1 says. A token that everybody has is so never read in full.
fn latest(table: &str, statement: &str, only: &str, first: usize, count: usize) -> String {
    let one = |at: usize| {
        format!(
            "SELECT * FROM (SELECT token, article, {statement} AS statement FROM {table} WHERE {only} token = ${at}
             ORDER BY article DESC, statement DESC LIMIT $1) AS one"
        )
    };
    (first..first + count).map(one).collect::<Vec<_>>().join(" UNION ALL ")
}

/// The bound for one key as a parameter.
fn limit(bounds: Bounds) -> Value<'static> {
    Value::from(i64::try_from(bounds.per_key).unwrap_or(i64::MAX))
}

/// Of rows of token, article and statement, for each token those that were added last, as many as the bound
/// says, whichever period they are of: article and statement.
fn newest(mut rows: Vec<(i64, i64, i64)>, bounds: Bounds) -> impl Iterator<Item = (i64, i64)> {
    rows.sort_unstable_by_key(|&row| std::cmp::Reverse(row));
    rows.dedup();
    let (mut token, mut count) = (None, 0);
    rows.into_iter().filter_map(move |(of, article, statement)| {
        count = if token == Some(of) { count + 1 } else { 1 };
        token = Some(of);
        (count <= bounds.per_key).then_some((article, statement))
    })
}

/// The keys of the articles with the highest counts; of equals those added last.
fn best(mut counts: Vec<(i64, usize)>, most: usize) -> Vec<i64> {
    counts.sort_unstable_by_key(|&(article, count)| std::cmp::Reverse((count, article)));
    counts.truncate(most);
    counts.into_iter().map(|(article, _)| article).collect()
}

/// The ids of articles by their keys.
fn ids<E: Engine>(db: &mut E, articles: &[i64]) -> Result<Vec<(Id, i64)>> {
    let mut found = Vec::with_capacity(articles.len());
    for articles in articles.chunks(AT_ONCE) {
        let sql = format!("SELECT id, key FROM article WHERE key IN ({})", list(1, padded(articles.len())));
        let values: Vec<Value<'_>> = filled(articles).collect();
        for row in db.rows(&sql, &values)? {
            found.push((row.id(0)?, row.int(1)?));
        }
    }
    Ok(found)
}

/// Lists come in sizes of powers of two, so that few statements are prepared; …
fn padded(count: usize) -> usize {
    count.next_power_of_two()
}

/// … the last value stands at the end as often as it takes.
fn filled(numbers: &[i64]) -> impl Iterator<Item = Value<'static>> {
    let last = numbers.last().copied().into_iter().cycle().take(padded(numbers.len()) - numbers.len());
    numbers.iter().copied().chain(last).map(Value::from)
}

pub(crate) fn digests<E: Engine>(
    db: &mut E,
    articles: &[ArticleId],
    version: &str,
) -> Result<Vec<(ArticleId, Vec<u8>)>> {
    let mut found: BTreeMap<ArticleId, Vec<u8>> = BTreeMap::new();
    // A digest may be large: few at a time.
    for articles in articles.chunks(AT_ONCE / 8) {
        let last = articles.last().into_iter().cycle().take(padded(articles.len()) - articles.len());
        let mut values = vec![Value::from(version)];
        values.extend(articles.iter().chain(last).map(|&id| Value::from(id)));
        let sql = format!(
            "SELECT a.id, c.pressed, c.length FROM article a JOIN compared c ON c.article = a.key
             WHERE c.version = $1 AND a.id IN ({})",
            list(2, values.len() - 1)
        );
        for row in db.rows(&sql, &values)? {
            found.insert(row.id(0)?, packed::release(row.blob(1)?, b"", row.int(2)?)?);
        }
    }
    Ok(found.into_iter().collect())
}

pub(crate) fn claim_ids<E: Engine>(db: &mut E, article: ArticleId) -> Result<Vec<(String, ClaimId)>> {
    let sql = "SELECT c.local, c.id FROM article a JOIN claim c ON c.article = a.key WHERE a.id = $1 ORDER BY c.local";
    db.rows(sql, &[article.into()])?.iter().map(|row| Ok((row.text(0)?.to_owned(), row.id(1)?))).collect()
}
