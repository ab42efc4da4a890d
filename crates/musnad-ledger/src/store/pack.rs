//! Packs articles into a case, everything into a dump, and takes them in again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;

use crate::add::Arrival;
use crate::case::{Header, Line, Opened, Writer, read};
use crate::engine::{Engine, Row, Value, list};
use crate::error::{Error, Result};
use crate::id::{ArticleId, Id};
use crate::operation::Subject;
use crate::store::check::content;
use crate::store::forget::{Tombstone, bury};
use crate::store::lay;
use crate::store::people::{self, Touched};
use crate::store::record::{Entries, Entry, find, head, log, one, parse, put_arrival, put_reading};

/// Entries of the log, in its order, without their content.
fn entry(row: &Row, before: Id) -> Result<Line> {
    Ok(Line {
        seq: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        subject: row.id(2)?,
        digest: row.id(3)?,
        at: row.int(4)?,
        hash: row.id(5)?,
        before,
        text: None,
        hex: None,
    })
}

/// The numbers of the entries that belong to these articles.
fn chosen<E: Engine>(db: &mut E, articles: &[ArticleId]) -> Result<BTreeSet<i64>> {
    let mut ids: BTreeSet<Id> = BTreeSet::new();
    let mut subjects: BTreeSet<String> = BTreeSet::new();
    for &article in articles {
        let unknown = || Error::Unknown { what: "article", id: article.to_string() };
        let key = [Value::from(find(db, "article", article)?.ok_or_else(unknown)?)];
        subjects.insert(Subject::Article(article).index());
        for sql in [
            "SELECT id FROM reading WHERE article = $1",
            "SELECT id FROM arrival WHERE article = $1",
            "SELECT d.id FROM document d JOIN arrival a ON a.document = d.key WHERE a.article = $1",
        ] {
            for row in db.rows(sql, &key)? {
                ids.insert(row.id(0)?);
            }
        }
        for row in db.rows("SELECT id, outlet FROM claim WHERE article = $1", &key)? {
            subjects.insert(Subject::Claim(row.id(0)?).index());
        }
        for row in db.rows("SELECT outlet FROM story WHERE key = $1 AND outlet IS NOT NULL", &key)? {
            subjects.insert(Subject::Outlet(row.text(0)?.to_owned()).index());
        }
        for row in db.rows("SELECT e.id FROM named n JOIN entity e ON e.key = n.entity WHERE n.article = $1", &key)? {
            subjects.insert(Subject::Entity(row.text(0)?.to_owned()).index());
        }
    }
    // Operations about these, and about those operations.
    let mut open: Vec<String> = subjects.into_iter().collect();
    while !open.is_empty() {
        let now: Vec<String> = open.drain(..open.len().min(256)).collect();
        let sql = format!(
            "SELECT o.id FROM concern c JOIN operation o ON o.key = c.operation WHERE c.subject IN ({})",
            list(1, now.len())
        );
        let values: Vec<Value<'_>> = now.iter().map(|subject| subject.as_str().into()).collect();
        for row in db.rows(&sql, &values)? {
            let id = row.id(0)?;
            if ids.insert(id) {
                open.push(Subject::Operation(id).index());
            }
        }
    }
    let ids: Vec<Id> = ids.into_iter().collect();
    let mut found = BTreeSet::new();
    for ids in ids.chunks(256) {
        let sql = format!("SELECT seq FROM log WHERE subject IN ({})", list(1, ids.len()));
        let values: Vec<Value<'_>> = ids.iter().map(|&id| id.into()).collect();
        for row in db.rows(&sql, &values)? {
            found.insert(row.int(0)?);
        }
    }
    Ok(found)
}

/// Writes a case, or a dump if no articles are named. Inside a transaction that sees one moment.
pub(crate) fn export<E: Engine>(db: &mut E, articles: Option<&[ArticleId]>, file: &Path) -> Result<Header> {
    let head = head(db)?;
    let seqs = articles.map(|articles| chosen(db, articles)).transpose()?;
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let header = match (&seqs, articles) {
        (Some(seqs), Some(articles)) => {
            let distinct: BTreeSet<_> = articles.iter().collect();
            Header::new(false, distinct.len(), seqs.len(), head)
        }
        _ => {
            let all = one(db, "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM log)", &[])?;
            Header::new(true, count(all.int(0)?), count(all.int(1)?), head)
        }
    };
    // Never over another file, and under its name only when it is whole.
    if file.exists() {
        return Err(Error::File(std::io::Error::new(std::io::ErrorKind::AlreadyExists, "the file is there already")));
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let written = write(db, &header, seqs.as_ref(), Path::new(&part));
    if let Err(error) = written.and_then(|()| Ok(std::fs::rename(&part, file)?)) {
        // The error that was first is the one to tell.
        let _ = std::fs::remove_file(&part);
        return Err(error);
    }
    Ok(header)
}

fn write<E: Engine>(db: &mut E, header: &Header, seqs: Option<&BTreeSet<i64>>, part: &Path) -> Result<()> {
    let mut writer = Writer::new(BufWriter::new(File::create(part)?), header)?;
    let mut after = 0;
    let mut before = Id([0; 32]);
    loop {
        let sql = "SELECT seq, kind, subject, digest, at, hash FROM log WHERE seq > $1 ORDER BY seq LIMIT 500";
        let rows = db.rows(sql, &[Value::from(after)])?;
        for row in &rows {
            let line = entry(row, before)?;
            (after, before) = (line.seq, line.hash);
            if seqs.is_none_or(|seqs| seqs.contains(&line.seq)) {
                let content = content(db, &line.kind, line.subject)?;
                writer.line(&line.with(content))?;
            }
        }
        if rows.is_empty() {
            break;
        }
    }
    let mut out = writer.end()?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(())
}

/// Checks every line of a file, and nothing else.
pub(crate) fn check(file: &Path) -> Result<Header> {
    read(BufReader::new(File::open(file)?), |_, _| Ok(()))
}

/// Takes in a file that was checked, all or nothing: the caller has begun a transaction.
pub(crate) fn open<E: Engine>(db: &mut E, file: &Path) -> Result<Opened> {
    let mut intake = Intake::default();
    let mut empty = None;
    let header = read(BufReader::new(File::open(file)?), |header, line| {
        if header.is_dump() && !*empty.get_or_insert(head(db)?.seq == 0) {
            return Err(Error::Case("a dump goes into an empty ledger only".into()));
        }
        intake.take(db, line)
    })?;
    let new = intake.new;
    intake.finish(db)?;
    if header.is_dump() && head(db)? != header.head {
        return Err(Error::Case("the log that it gives is not the log that it came from".into()));
    }
    Ok(Opened { header, new })
}

#[derive(Default)]
struct Intake {
    /// Bytes of documents whose arrival has not come yet.
    documents: BTreeMap<Id, Vec<u8>>,
    articles: BTreeSet<ArticleId>,
    operations: bool,
    new: usize,
}

/// Documents wait for their arrival: it is the next entry, unless many articles share one.
const MOST_WAITING: usize = 64;

impl Intake {
    fn take<E: Engine>(&mut self, db: &mut E, line: Line) -> Result<()> {
        let wrong = |why: &str| Error::Case(format!("entry {}: {why}", line.seq));
        let Some(content) = line.content()? else {
            // Forgotten; its tombstone comes later.
            let kinds = ["document", "reading", "arrival"];
            let kind = kinds.into_iter().find(|kind| *kind == line.kind).ok_or_else(|| wrong("it has no content"))?;
            self.new += 1;
            let mut entries = Entries::new(db)?;
            entries.push(Entry { kind, subject: line.subject, digest: line.digest, at: line.at });
            return log(db, &entries);
        };
        if line.kind == "document" {
            if self.documents.len() >= MOST_WAITING || line.subject != line.digest {
                return Err(wrong("a document without an arrival"));
            }
            self.documents.insert(line.subject, content);
            return Ok(());
        }
        let text = String::from_utf8(content).map_err(|_| wrong("it is not UTF-8"))?;
        let mut entries = Entries::new(db)?;
        match line.kind.as_str() {
            "reading" => {
                let reading = parse(&text)?;
                if put_reading(db, &reading, &text, line.at, &mut entries)? {
                    self.articles.insert(Id::of_article(&reading));
                }
            }
            "arrival" => {
                let arrival: Arrival = serde_json::from_str(&text).map_err(|e| wrong(&e.to_string()))?;
                let bytes = arrival.document.and_then(|id| self.documents.remove(&id));
                if put_arrival(db, &arrival, bytes.as_deref(), &mut entries)? {
                    self.articles.insert(arrival.article);
                }
            }
            "operation" => {
                let operation = serde_json::from_str(&text).map_err(|e| wrong(&e.to_string()))?;
                self.operations |= people::put(db, &operation, false, &mut entries)?.1;
            }
            "tombstone" => {
                let stone: Tombstone = serde_json::from_str(&text).map_err(|e| wrong(&e.to_string()))?;
                self.new += 1;
                return bury(db, &stone);
            }
            _ => return Err(wrong("of a kind that this program does not know")),
        }
        if let Some(last) = entries.added().last() {
            if (last.subject, last.digest) != (line.subject, line.digest) {
                return Err(wrong("its content is not what its id says"));
            }
            self.new += entries.added().len();
        }
        log(db, &entries)
    }

    /// Lays what came, with all operations that came with it.
    fn finish<E: Engine>(self, db: &mut E) -> Result<()> {
        if !self.documents.is_empty() {
            return Err(Error::Case("a document without an arrival".into()));
        }
        for &article in &self.articles {
            lay::article(db, article, None)?;
        }
        if self.operations {
            people::refresh(db)?;
            let mut touched = Touched { merges: true, ..Touched::default() };
            for row in db.rows("SELECT json FROM operation ORDER BY key", &[])? {
                people::touch(db, &lay::parse(row.text(0)?)?.act, &mut touched)?;
            }
            touched.apply(db)?;
        }
        Ok(())
    }
}
