//! Search: the database proposes by its index of terms, [`crate::words`] judges.

use std::collections::BTreeMap;

use musnad_model::Span;

use crate::engine::{Engine, Row, Value};
use crate::error::{Error, Result};
use crate::query::{ArticleFilter, Claim, ClaimFilter, Hit, Named, Page, Search, Story};
use crate::store::claims::{self, Conditions, STORY};
use crate::store::layer::REJECTED;
use crate::store::record::{one, unpress};
use crate::words::{Match, Sought};

/// How many proposals are judged at a time, and in all: those added last come first.
const CLAIMS: (usize, usize) = (1_000, 1_000);
const ARTICLES: (usize, usize) = (100, 100);
const NAMES: (usize, usize) = (1_000, 1_000);
/// In exact mode most proposals fail, so that more are looked at.
const EXACT: usize = 20;

/// Something judged, with what decides between equals: the day, the later first, and then the name or id.
struct Judged<T> {
    found: T,
    text: String,
    matched: Match,
    day: i64,
    name: String,
}

/// Proposals by their text, best first.
fn judge<E: Engine, T>(
    db: &mut E,
    search: &Search,
    (step, most): (usize, usize),
    page: Page,
    mut propose: impl FnMut(&mut E, &Sought, Option<i64>, usize) -> Result<Vec<Row>>,
    mut judge: impl FnMut(&mut E, &Row, &Sought) -> Result<Option<Judged<T>>>,
) -> Result<Vec<Hit<T>>> {
    let sought = Sought::new(&search.words, search.exact);
    if sought.is_empty() {
        return Ok(Vec::new());
    }
    let most = if search.exact { most * EXACT } else { most };
    let (mut seen, mut before) = (0, None);
    let mut found = Vec::new();
    while seen < most && found.len() < CLAIMS.1 {
        let rows = propose(db, &sought, before, step)?;
        for row in &rows {
            found.extend(judge(db, row, &sought)?);
        }
        seen += rows.len();
        match rows.last() {
            Some(row) if rows.len() == step => before = Some(row.int(0)?),
            _ => break,
        }
    }
    found.sort_by(|a: &Judged<T>, b| (b.matched.score, b.day, &a.name).cmp(&(a.matched.score, a.day, &b.name)));
    let hit = |judged: Judged<T>| Hit {
        found: judged.found,
        text: judged.text,
        marks: judged.matched.marks.into_iter().map(Span::from).collect(),
        score: judged.matched.score,
    };
    Ok(found.into_iter().skip(page.skip).take(page.limit.min(Page::MOST)).map(hit).collect())
}

/// The proposals of one table that come before a key, the last added first.
fn proposals<E: Engine>(
    db: &mut E,
    table: &str,
    what: (&str, &str),
    mut all: Conditions<'_>,
    sought: &Sought,
    before: Option<i64>,
    step: usize,
) -> Result<Vec<Row>> {
    all.values.push(E::wanted(sought.terms()).into());
    let (tables, condition, order) = E::matching(table, all.values.len());
    all.sql.push(condition);
    if let Some(before) = before {
        all.add(&format!("{table}.key < ?"), [before.into()]);
    }
    let conditions = all.where_();
    let limit = all.page(Page { skip: 0, limit: step });
    let (columns, joins) = what;
    let sql = format!("SELECT {columns} FROM {tables} {joins} {conditions} ORDER BY {order} DESC {limit}");
    db.rows(&sql, &all.values)
}

/// The text of a claim that is searched: who says it, and what.
pub(crate) fn claim_text(speaker: Option<&str>, content: &str) -> String {
    speaker.map_or_else(|| content.to_owned(), |speaker| format!("{speaker}: {content}"))
}

pub(crate) fn claims<E: Engine>(
    db: &mut E,
    search: &Search,
    filter: &ClaimFilter,
    page: Page,
) -> Result<Vec<Hit<Claim>>> {
    let propose = |db: &mut E, sought: &Sought, before, step| match claims::conditions(db, filter)? {
        Some(all) => proposals(
            db,
            "claim",
            ("claim.key, claim.id, claim.day, claim.speaker, claim.content", ""),
            all,
            sought,
            before,
            step,
        ),
        None => Ok(Vec::new()),
    };
    let judge_ = |_: &mut E, row: &Row, sought: &Sought| {
        let text = claim_text(row.maybe_text(3)?, row.text(4)?);
        let judged = |matched| -> Result<Judged<_>> {
            Ok(Judged {
                found: row.id(1)?,
                matched,
                text: String::new(),
                day: row.int(2)?,
                name: row.id(1)?.to_string(),
            })
        };
        let matched = sought.rank(&text);
        let mut judged = matched.map(judged).transpose()?;
        if let Some(judged) = &mut judged {
            judged.text = text;
        }
        Ok(judged)
    };
    let hits = judge(db, search, CLAIMS, page, propose, judge_)?;
    let ids: Vec<_> = hits.iter().map(|hit| hit.found).collect();
    let mut whole = claims::by_ids(db, &ids)?;
    let complete = |hit: Hit<_>| {
        let found = whole.remove(&hit.found)?;
        Some(Hit { found, text: hit.text, marks: hit.marks, score: hit.score })
    };
    Ok(hits.into_iter().filter_map(complete).collect())
}

pub(crate) fn articles<E: Engine>(
    db: &mut E,
    search: &Search,
    filter: &ArticleFilter,
    page: Page,
) -> Result<Vec<Hit<Story>>> {
    let propose = |db: &mut E, sought: &Sought, before, step| {
        let columns = format!("{STORY}, b.pressed, b.length");
        let what = (columns.as_str(), "JOIN article a ON a.key = story.key JOIN body b ON b.key = a.body");
        proposals(db, "story", what, claims::story_conditions(filter), sought, before, step)
    };
    let judge_ = |_: &mut E, row: &Row, sought: &Sought| {
        let story = claims::story(row)?;
        let body = unpress(row.blob(9)?, "", row.int(10)?)?;
        // A title that the text begins with is not searched twice.
        let title = story.title.as_deref().filter(|title| !body.starts_with(title));
        let facts = [title, story.outlet.as_deref(), story.author.as_deref(), Some(body.as_str())];
        let text = facts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        let (day, name) = (row.int(7)?, story.id.to_string());
        Ok(sought.rank(&text).map(|matched| Judged { found: story, text, matched, day, name }))
    };
    judge(db, search, ARTICLES, page, propose, judge_)
}

pub(crate) fn names<E: Engine>(db: &mut E, search: &Search, page: Page) -> Result<Vec<Hit<Named>>> {
    let propose = |db: &mut E, sought: &Sought, before, step| {
        let what = (
            "entity.key, entity.id, entity.names, entity.name, m.id, m.kind, m.name, entity.main",
            "JOIN entity m ON m.key = entity.main",
        );
        proposals(db, "entity", what, Conditions::default(), sought, before, step)
    };
    let judge_ = |_: &mut E, row: &Row, sought: &Sought| {
        let names = if row.text(2)?.is_empty() { row.text(3)? } else { row.text(2)? };
        // The best of its names; the whole list only if the words stand in different ones.
        let each = names.lines().filter_map(|name| Some((sought.rank(name)?, name)));
        let best = each.max_by_key(|(matched, name)| (matched.score, std::cmp::Reverse(name.to_owned())));
        let Some((matched, text)) = best.or_else(|| Some((sought.rank(names)?, names))) else { return Ok(None) };
        let named = Named {
            key: row.text(4)?.to_owned(),
            kind: row.text(5)?.to_owned(),
            name: row.text(6)?.to_owned(),
            articles: row.int(7)?,
            claims: 0,
        };
        let name = named.key.clone();
        Ok(Some(Judged { found: named, text: text.to_owned(), matched, day: 0, name }))
    };
    let all = Page { skip: 0, limit: Page::MOST };
    let hits = judge(db, search, NAMES, all, propose, judge_)?;
    // Those merged into one are one; the counts are only made for what is shown.
    let mut shown: Vec<Hit<Named>> = Vec::new();
    let mut seen = BTreeMap::new();
    for hit in hits {
        if seen.insert(hit.found.key.clone(), ()).is_none() {
            shown.push(hit);
        }
    }
    let shown = shown.into_iter().skip(page.skip).take(page.limit);
    let count = |mut hit: Hit<Named>| {
        let main = Value::Int(hit.found.articles);
        let sql = "SELECT count(DISTINCT n.article) FROM named n JOIN entity e ON e.key = n.entity WHERE e.main = $1";
        hit.found.articles = one(db, sql, std::slice::from_ref(&main))?.int(0)?;
        let sql = format!(
            "SELECT count(*) FROM claim c JOIN entity e ON e.key = c.entity WHERE e.main = $1 AND c.state / {REJECTED} % 2 = 0"
        );
        hit.found.claims = one(db, &sql, &[main])?.int(0)?;
        Ok::<_, Error>(hit)
    };
    shown.map(count).collect()
}
