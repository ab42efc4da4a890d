//! The ledger over any engine: one writer, a few readers, each call one transaction.

mod candidates;
mod check;
mod claims;
mod entities;
mod forget;
mod lay;
mod layer;
mod pack;
mod people;
pub(crate) mod record;
mod relations;
mod search;
mod stored;

use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::add::{Added, Addition};
use crate::case::{Header, Opened};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::id::{ArticleId, ClaimId, Id, OperationId};
use crate::ledger::Ledger;
use crate::operation::{Operation, Standing, StoredOperation, Subject};
use crate::query::{
    Article, ArticleFilter, Claim, ClaimFilter, Counts, Fact, Head, Hit, Named, Page, PropositionFilter, Search, Story,
    Tie,
};
use crate::relation::{Bounds, Candidates, Comparison, Copied, Group, Key, Membership, Wanted};
use crate::verify::Verification;

/// A ledger in a database of the kind `E`.
pub(crate) struct Store<E: Engine> {
    address: E::Address,
    /// Why there is no writer, or the writer. It connects again after it was lost.
    writer: Mutex<Option<E>>,
    /// Why the ledger can only be read.
    read_only: Option<String>,
    readers: Readers<E>,
}

/// Connections that wait for questions.
struct Readers<E> {
    idle: Mutex<Idle<E>>,
    freed: Condvar,
}

struct Idle<E> {
    connections: Vec<E>,
    /// How many more may be opened.
    unopened: usize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that died left its connection in a transaction, which the next one ends before it begins its own.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work` in a transaction.
fn transaction<E: Engine, T>(db: &mut E, write: bool, work: impl FnOnce(&mut E) -> Result<T>) -> Result<T> {
    db.begin(write)?;
    let done = work(db).and_then(|value| db.run("COMMIT", &[]).map(|_| value));
    if done.is_err() {
        // The error that was first is the one to tell; some of them end the transaction themselves.
        let _ = db.run("ROLLBACK", &[]);
    }
    done
}

impl<E: Engine> Store<E> {
    pub(crate) fn open(address: E::Address, options: &crate::Options) -> Result<Self> {
        let (writer, read_only) = match E::open(&address, true) {
            Ok(writer) => (Some(writer), None),
            Err(Error::ReadOnly(why)) => (None, Some(why)),
            Err(Error::Unreachable(why)) => match E::open(&address, false) {
                // A file, and its folder is closed to us.
                Ok(_) => (None, Some(why)),
                Err(_) => return Err(Error::Unreachable(why)),
            },
            Err(other) => return Err(other),
        };
        let idle = Idle { connections: Vec::new(), unopened: options.readers.max(1) };
        let readers = Readers { idle: Mutex::new(idle), freed: Condvar::new() };
        Ok(Self { address, writer: Mutex::new(writer), read_only, readers })
    }

    fn writer<T>(&self, work: impl FnOnce(&mut E) -> Result<T>) -> Result<T> {
        if let Some(why) = &self.read_only {
            return Err(Error::ReadOnly(why.clone()));
        }
        let mut writer = lock(&self.writer);
        if writer.as_ref().is_none_or(|writer| !writer.sound()) {
            *writer = Some(E::open(&self.address, true)?);
        }
        let Some(db) = writer.as_mut() else { return Err(Error::Busy) };
        work(db)
    }

    fn write<T>(&self, work: impl FnOnce(&mut E) -> Result<T>) -> Result<T> {
        self.writer(|db| transaction(db, true, work))
    }

    fn read<T>(&self, work: impl FnOnce(&mut E) -> Result<T>) -> Result<T> {
        let mut idle = lock(&self.readers.idle);
        let kept = loop {
            if let Some(db) = idle.connections.pop() {
                break Some(db);
            }
            if idle.unopened > 0 {
                idle.unopened -= 1;
                break None;
            }
            idle = self.readers.freed.wait(idle).unwrap_or_else(PoisonError::into_inner);
        };
        drop(idle);
        let mut turn = Turn { readers: &self.readers, db: kept.filter(Engine::sound) };
        let db = match &mut turn.db {
            Some(db) => db,
            empty => empty.insert(E::open(&self.address, false)?),
        };
        transaction(db, false, work)
    }
}

/// Gives a connection back, also when the thread that has it dies.
struct Turn<'r, E: Engine> {
    readers: &'r Readers<E>,
    db: Option<E>,
}

impl<E: Engine> Drop for Turn<'_, E> {
    fn drop(&mut self) {
        let mut idle = lock(&self.readers.idle);
        match self.db.take() {
            Some(db) if db.sound() => idle.connections.push(db),
            _ => idle.unopened += 1,
        }
        self.readers.freed.notify_one();
    }
}

impl<E: Engine> Ledger for Store<E> {
    fn add(&self, addition: &Addition<'_>) -> Result<Added> {
        self.write(|db| record::add(db, addition))
    }

    fn operate(&self, operation: &Operation) -> Result<OperationId> {
        self.write(|db| people::operate(db, operation))
    }

    fn forget(&self, article: ArticleId, author: &str, at: Timestamp, why: &str) -> Result<()> {
        self.write(|db| forget::forget(db, article, author, at.as_millisecond(), why))?;
        // Connections of readers may still see the old pages; without one in a query there is none.
        self.writer(Engine::wipe)
    }

    fn counts(&self) -> Result<Counts> {
        self.read(check::counts)
    }

    fn head(&self) -> Result<Head> {
        self.read(record::head)
    }

    fn article(&self, id: ArticleId) -> Result<Option<Article>> {
        self.read(|db| claims::article(db, id))
    }

    fn beginning(&self, digits: &str) -> Result<Vec<Subject>> {
        self.read(|db| claims::beginning(db, digits))
    }

    fn articles(&self, filter: &ArticleFilter, page: Page) -> Result<Vec<Story>> {
        self.read(|db| claims::articles(db, filter, page))
    }

    fn claims(&self, filter: &ClaimFilter, page: Page) -> Result<Vec<Claim>> {
        self.read(|db| claims::claims(db, filter, page))
    }

    fn ties(&self, filter: &ClaimFilter, page: Page) -> Result<Vec<Tie>> {
        self.read(|db| claims::ties(db, filter, page))
    }

    fn facts(&self, filter: &PropositionFilter, page: Page) -> Result<Vec<Fact>> {
        self.read(|db| claims::facts(db, filter, page))
    }

    fn search_claims(&self, search: &Search, filter: &ClaimFilter, page: Page) -> Result<Vec<Hit<Claim>>> {
        self.read(|db| search::claims(db, search, filter, page))
    }

    fn search_articles(&self, search: &Search, filter: &ArticleFilter, page: Page) -> Result<Vec<Hit<Story>>> {
        self.read(|db| search::articles(db, search, filter, page))
    }

    fn search_names(&self, search: &Search, page: Page) -> Result<Vec<Hit<Named>>> {
        self.read(|db| search::names(db, search, page))
    }

    fn operations(&self, about: &Subject) -> Result<Vec<StoredOperation>> {
        self.read(|db| people::about(db, about))
    }

    fn operation(&self, id: OperationId) -> Result<Option<StoredOperation>> {
        self.read(|db| people::operation(db, id))
    }

    fn standing(&self) -> Result<Standing> {
        self.read(|db| Ok(Standing { moves: people::moves(db)?.into_iter().collect(), merges: entities::merges(db)? }))
    }

    fn candidates(&self, keys: &[Wanted], fingerprints: &[Key], bounds: Bounds) -> Result<Candidates> {
        self.read(|db| candidates::candidates(db, keys, fingerprints, bounds))
    }

    fn digests(&self, articles: &[ArticleId], version: &str) -> Result<Vec<(ArticleId, Vec<u8>)>> {
        self.read(|db| candidates::digests(db, articles, version))
    }

    fn claim_ids(&self, article: ArticleId) -> Result<Vec<(String, ClaimId)>> {
        self.read(|db| candidates::claim_ids(db, article))
    }

    fn relate(&self, comparison: &Comparison) -> Result<()> {
        self.write(|db| relations::relate(db, comparison))
    }

    fn drop_relations(&self) -> Result<()> {
        self.write(relations::drop_all)
    }

    fn groups(&self, claims: &[ClaimId]) -> Result<Vec<(ClaimId, Id)>> {
        self.read(|db| relations::groups(db, claims))
    }

    fn companions(&self, claims: &[ClaimId]) -> Result<Vec<(ClaimId, ArticleId)>> {
        self.read(|db| relations::companions(db, claims))
    }

    fn memberships(&self, claims: &[ClaimId]) -> Result<Vec<Membership>> {
        self.read(|db| relations::memberships(db, claims))
    }

    fn group(&self, id: Id) -> Result<Option<Group>> {
        self.read(|db| relations::group(db, id))
    }

    fn copies(&self, article: ArticleId) -> Result<Vec<Copied>> {
        self.read(|db| relations::copies(db, article))
    }

    fn verify(&self, known: Option<Head>) -> Result<Verification> {
        let structure = match self.writer(Engine::indexes) {
            Err(Error::ReadOnly(_)) => Vec::new(),
            Err(Error::Corrupt(what)) => vec![what],
            other => other?,
        };
        // A new connection has nothing in its caches: what it reads is what is on the disk.
        let mut db = E::open(&self.address, false)?;
        transaction(&mut db, false, |db| check::verify(db, known, structure))
    }

    fn backup(&self, file: &Path) -> Result<()> {
        if file.exists() {
            return Err(Error::File(std::io::Error::new(
                std::io::ErrorKind::AlreadyExists,
                "the file is there already",
            )));
        }
        let copied = match self.writer(|db| Ok(db.copy(file))) {
            Err(Error::ReadOnly(_)) => None,
            other => other?,
        };
        copied.unwrap_or_else(|| self.export_case(None, file).map(drop))
    }

    fn export_case(&self, articles: Option<&[ArticleId]>, file: &Path) -> Result<Header> {
        self.read(|db| pack::export(db, articles, file))
    }

    fn open_case(&self, file: &Path) -> Result<Opened> {
        pack::check(file)?;
        self.write(|db| pack::open(db, file))
    }
}
