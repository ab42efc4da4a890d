//! People's operations over the machine's layer.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::engine::{Engine, Row, insert};
use crate::error::{Error, Result};
use crate::id::{ArticleId, ClaimId, Hash, Id, OperationId};
use crate::operation::{Act, Operation, StoredOperation, Subject};
use crate::store::record::{Entries, Entry, MOST_WORDS, find, json, log};
use crate::store::{entities, lay, relations};

/// Longer ways from claim to claim are not followed.
const MOST_MOVES: usize = 16;

/// Records an operation and applies it.
pub(crate) fn operate<E: Engine>(db: &mut E, operation: &Operation) -> Result<OperationId> {
    let mut entries = Entries::new(db)?;
    let (id, new) = put(db, operation, true, &mut entries)?;
    if new {
        log(db, &entries)?;
        if matches!(operation.act, Act::Undo { .. }) {
            refresh(db)?;
        }
        let mut touched = Touched::default();
        touch(db, &operation.act, &mut touched)?;
        touched.apply(db)?;
    }
    Ok(id)
}

/// Writes the rows of an operation; false if they are there. With `checked`, what it is about must be there.
pub(crate) fn put<E: Engine>(
    db: &mut E,
    operation: &Operation,
    checked: bool,
    entries: &mut Entries,
) -> Result<(OperationId, bool)> {
    let json = json(operation)?;
    if json.len() > MOST_WORDS {
        return Err(Error::TooLarge { what: "the operation", most: MOST_WORDS });
    }
    let id = Hash::new("musnad operation 1").text(&json).end();
    if find(db, "operation", id)?.is_some() {
        return Ok((id, false));
    }
    if checked {
        check(db, &operation.act)?;
    }
    let key = entries.next();
    let digest = Id::of(json.as_bytes());
    let row = vec![key.into(), id.into(), 1i64.into(), json.into()];
    insert(db, "operation", &["key", "id", "active", "json"], "", &[row])?;
    let subjects: BTreeSet<String> = operation.act.subjects().iter().map(Subject::index).collect();
    let rows: Vec<_> = subjects.into_iter().map(|subject| vec![key.into(), subject.into()]).collect();
    insert(db, "concern", &["operation", "subject"], "", &rows)?;
    entries.push(Entry { kind: "operation", subject: id, digest, at: operation.at });
    Ok((id, true))
}

/// Refuses an operation about what is not there.
fn check<E: Engine>(db: &mut E, act: &Act) -> Result<()> {
    let refuse = |why: &str| Err(Error::Operation(why.to_owned()));
    match act {
        Act::Merge { entity, into } if entity == into => return refuse("an entity cannot be merged into itself"),
        Act::Split { articles, .. } if articles.is_empty() => return refuse("a split names the articles it is for"),
        Act::Split { entity, into, .. } if entity == into => return refuse("a split needs another key"),
        Act::Move { claim, to: Some(to) } if claim == to => return refuse("a claim cannot be moved to itself"),
        Act::Merge { into, .. } | Act::Split { into, .. } if !into.contains(':') => {
            return refuse("the key of an entity begins with its kind, as in person:…");
        }
        _ => {}
    }
    // An entity or outlet that something is put into may be new.
    let may_be_new = match act {
        Act::Merge { into, .. } | Act::Split { into, .. } => Some(Subject::Entity(into.clone())),
        _ => None,
    };
    for subject in act.subjects() {
        if Some(&subject) == may_be_new.as_ref() {
            continue;
        }
        let (what, id, found) = match &subject {
            Subject::Claim(id) => ("claim", id.to_string(), find(db, "claim", *id)?.is_some()),
            Subject::Article(id) => ("article", id.to_string(), find(db, "article", *id)?.is_some()),
            Subject::Operation(id) => ("operation", id.to_string(), find(db, "operation", *id)?.is_some()),
            Subject::Entity(key) => ("entity", key.clone(), !lay::keys(db, "entity", &[key])?.is_empty()),
            Subject::Outlet(_) => continue,
        };
        if !found {
            return Err(Error::Unknown { what, id });
        }
    }
    Ok(())
}

/// What must be laid anew.
#[derive(Default)]
pub(crate) struct Touched {
    pub articles: BTreeSet<ArticleId>,
    pub merges: bool,
    /// Entities that go by another key from now on: the articles that name them are to be compared anew.
    pub renamed: BTreeSet<String>,
}

impl Touched {
    pub(crate) fn apply<E: Engine>(self, db: &mut E) -> Result<()> {
        for article in self.articles {
            // A case may bring operations about articles that it does not bring.
            if find(db, "article", article)?.is_some() {
                lay::article(db, article, None)?;
            }
        }
        for entity in self.renamed {
            let sql = "SELECT n.article FROM named n JOIN entity e ON e.key = n.entity WHERE e.id = $1";
            for row in db.rows(sql, &[entity.as_str().into()])? {
                relations::uncompare(db, row.int(0)?)?;
            }
        }
        if self.merges { entities::merge(db) } else { Ok(()) }
    }
}

/// Finds what an act changes.
pub(crate) fn touch<E: Engine>(db: &mut E, act: &Act, touched: &mut Touched) -> Result<()> {
    let mut act = act.clone();
    loop {
        match act {
            Act::Merge { entity, .. } => {
                touched.merges = true;
                touched.renamed.insert(entity);
            }
            Act::Split { articles, .. } => touched.articles.extend(articles),
            Act::SetSource { claim, .. }
            | Act::NotAClaim { claim }
            | Act::Confirm { claim }
            | Act::RateClaim { claim, .. } => {
                if find(db, "claim", claim)?.is_some() {
                    touched.articles.insert(lay::article_of(db, claim)?);
                }
            }
            Act::Undo { operation } => {
                // An operation cannot name one that comes after it, so this ends.
                if let Some(row) = db.rows("SELECT json FROM operation WHERE id = $1", &[operation.into()])?.first() {
                    act = lay::parse(row.text(0)?)?.act;
                    continue;
                }
            }
            Act::Move { .. } | Act::RateSource { .. } | Act::Note { .. } => {}
        }
        return Ok(());
    }
}

/// Which operations are active: those that no active operation undoes.
pub(crate) fn activity<E: Engine>(db: &mut E) -> Result<Vec<(i64, OperationId, bool, bool)>> {
    let mut all = Vec::new();
    let mut undoes: HashMap<OperationId, OperationId> = HashMap::new();
    for row in db.rows("SELECT key, id, active, json FROM operation ORDER BY key", &[])? {
        let (key, id, active) = (row.int(0)?, row.id(1)?, row.int(2)? == 1);
        if let Act::Undo { operation } = lay::parse(row.text(3)?)?.act {
            undoes.insert(id, operation);
        }
        all.push((key, id, active));
    }
    let mut undoing: HashMap<OperationId, Vec<OperationId>> = HashMap::new();
    for (by, what) in &undoes {
        undoing.entry(*what).or_default().push(*by);
    }
    // An undo comes after what it undoes and is settled before it, so the chain is walked from its far end.
    let mut settled: HashMap<OperationId, bool> = HashMap::new();
    for &(_, id, _) in &all {
        let mut stack = vec![id];
        while let Some(&id) = stack.last() {
            let open = undoing.get(&id).into_iter().flatten().find(|by| !settled.contains_key(*by)).copied();
            match open {
                Some(by) if !stack.contains(&by) => stack.push(by),
                _ => {
                    let undone = undoing.get(&id).into_iter().flatten().any(|by| settled.get(by) == Some(&true));
                    settled.insert(id, !undone);
                    stack.pop();
                }
            }
        }
    }
    Ok(all.into_iter().map(|(key, id, had)| (key, id, had, settled.get(&id).copied().unwrap_or(true))).collect())
}

/// Sets the marks of what is active.
pub(crate) fn refresh<E: Engine>(db: &mut E) -> Result<()> {
    for (key, _, had, active) in activity(db)? {
        if had != active {
            db.run("UPDATE operation SET active = $2 WHERE key = $1", &[key.into(), active.into()])?;
        }
    }
    Ok(())
}

/// All operations about something, in order; undone ones too, and what undid them.
pub(crate) fn about<E: Engine>(db: &mut E, about: &Subject) -> Result<Vec<StoredOperation>> {
    let mut found: BTreeMap<i64, StoredOperation> = BTreeMap::new();
    let mut open = vec![about.index()];
    let mut seen: HashSet<String> = open.iter().cloned().collect();
    while let Some(subject) = open.pop() {
        let sql = "SELECT o.key, o.id, o.active, o.json FROM concern c JOIN operation o ON o.key = c.operation
            WHERE c.subject = $1 ORDER BY o.key LIMIT 10000";
        for row in db.rows(sql, &[subject.into()])? {
            let id = row.id(1)?;
            let stored = StoredOperation { id, active: row.int(2)? == 1, operation: lay::parse(row.text(3)?)? };
            found.insert(row.int(0)?, stored);
            let next = Subject::Operation(id).index();
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// An operation by its id.
pub(crate) fn operation<E: Engine>(db: &mut E, id: OperationId) -> Result<Option<StoredOperation>> {
    let rows = db.rows("SELECT active, json FROM operation WHERE id = $1", &[id.into()])?;
    let stored = |row: &Row| Ok(StoredOperation { id, active: row.int(0)? == 1, operation: lay::parse(row.text(1)?)? });
    rows.first().map(stored).transpose()
}

/// Where people moved claims: each with the claim whose group it belongs to, or nothing.
pub(crate) fn moves<E: Engine>(db: &mut E) -> Result<HashMap<ClaimId, Option<ClaimId>>> {
    let sql = "SELECT json FROM operation WHERE active = 1 AND json LIKE '%\"act\":\"move\"%' ORDER BY key";
    let mut moves = HashMap::new();
    for row in db.rows(sql, &[])? {
        if let Act::Move { claim, to } = lay::parse(row.text(0)?)?.act {
            moves.insert(claim, to);
        }
    }
    Ok(moves)
}

/// The claim at the end of a way of moves; `None` if it ends in no group or in a circle.
pub(crate) fn end(moves: &HashMap<ClaimId, Option<ClaimId>>, claim: ClaimId) -> Option<ClaimId> {
    let mut at = claim;
    for _ in 0..MOST_MOVES {
        match moves.get(&at) {
            None => return Some(at),
            Some(to) => at = (*to)?,
        }
    }
    None
}
