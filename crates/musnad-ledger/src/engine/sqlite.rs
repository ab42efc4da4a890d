//! SQLite, in one file.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};

use super::{Engine, Row, Value};
use crate::error::{Error, Result};

mod migrations {
    refinery::embed_migrations!("migrations/sqlite");
}

/// `MSND`, in the header of the file.
const APPLICATION: i64 = 0x4d53_4e44;

/// A file and how it is opened.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub file: PathBuf,
    /// How long a writer waits for another.
    pub patience: Duration,
    /// The most bytes that the file may grow to.
    pub most: Option<u64>,
}

/// One connection to the file.
pub(crate) struct Sqlite {
    connection: Connection,
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let said = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(said),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt(said),
            Some(ErrorCode::NotADatabase) => Self::NotALedger(said),
            Some(ErrorCode::CannotOpen) => Self::Unreachable(said),
            _ => Self::Database(said),
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// `$7` is a name to SQLite, `?7` a number.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

/// The version of the newest migration.
fn newest() -> i64 {
    migrations::migrations::runner().get_migrations().iter().map(|step| i64::from(step.version())).max().unwrap_or(0)
}

/// How often, and after what pause, tables are asked for again that another program is making.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

impl Sqlite {
    fn configure(&self, address: &Address) -> Result<()> {
        let db = &self.connection;
        db.busy_timeout(address.patience)?;
        db.set_prepared_statement_cache_capacity(256);
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "cache_size", -32_000)?;
        db.pragma_update(None, "temp_store", "memory")?;
        Ok(())
    }

    /// Refuses what is not a ledger or is one of a newer program. An empty file is a new ledger.
    fn recognise(&self) -> Result<()> {
        let db = &self.connection;
        let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if application != APPLICATION && !(application == 0 && tables == 0) {
            return Err(Error::NotALedger("another program's SQLite file".into()));
        }
        let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > newest() { Err(Error::Newer { found, known: newest() }) } else { Ok(()) }
    }

    fn migrate(&mut self) -> Result<()> {
        let db = &mut self.connection;
        let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found == newest() {
            return Ok(());
        }
        // First the mark and last the version: whoever dies between them finds a ledger to go on with.
        db.pragma_update(None, "application_id", APPLICATION)?;
        if db.table_exists(None, "refinery_schema_history")? {
            let mut rows = db.prepare("SELECT applied_on, checksum FROM refinery_schema_history")?;
            let rows =
                rows.query_map([], |row| Ok(super::readable(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)))?;
            if rows.collect::<rusqlite::Result<Vec<bool>>>()?.contains(&false) {
                return Err(Error::Corrupt("the history of the migrations".into()));
            }
        }
        // Grouped: else refinery notes a migration in a transaction of its own, and death may come between.
        let mut tries = 0;
        while let Err(error) = migrations::migrations::runner().set_grouped(true).run(db) {
            // Another program may be making the very same tables.
            let error = error.to_string();
            let raced = ["already exists", "locked"].iter().any(|word| error.contains(word));
            if !raced || tries == TRIES {
                return Err(Error::NotALedger(error));
            }
            tries += 1;
            std::thread::sleep(PAUSE);
        }
        // When a table was made is no content of the ledger: without a clock, every byte of the file can be verified.
        db.execute("UPDATE refinery_schema_history SET applied_on = '1970-01-01T00:00:00Z'", [])?;
        db.pragma_update(None, "user_version", newest())?;
        Ok(())
    }

    /// Opens for writing, and makes and migrates the tables.
    fn writing(address: &Address) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Self { connection: Connection::open_with_flags(&address.file, flags)? };
        db.configure(address)?;
        db.recognise()?;
        db.connection.pragma_update(None, "journal_mode", "wal")?;
        // What was reported as added outlives a power cut, not only the death of the program.
        db.connection.pragma_update(None, "synchronous", "full")?;
        db.connection.pragma_update(None, "secure_delete", true)?;
        db.migrate()?;
        if let Some(most) = address.most {
            let page: i64 = db.connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
            db.connection.pragma_update(
                None,
                "max_page_count",
                i64::try_from(most).unwrap_or(i64::MAX) / page.max(1),
            )?;
        }
        Ok(db)
    }

    /// Opens for reading only: first beside a writer, then as a file that nobody can change.
    fn read_only(address: &Address) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let beside = Self { connection: Connection::open_with_flags(&address.file, flags)? };
        match beside.configure(address).and_then(|()| beside.recognise()) {
            // Without the right to write beside the file there is no journal to be read with it.
            Err(Error::Unreachable(_) | Error::ReadOnly(_)) => {}
            other => return other.map(|()| beside),
        }
        let mut uri = String::from("file:");
        for byte in address.file.as_os_str().as_encoded_bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
                _ => uri.push_str(&format!("%{byte:02x}")),
            }
        }
        uri.push_str("?immutable=1");
        let alone = Self { connection: Connection::open_with_flags(uri, flags)? };
        alone.configure(address)?;
        alone.recognise()?;
        Ok(alone)
    }
}

impl Engine for Sqlite {
    type Address = Address;

    fn open(address: &Address, writer: bool) -> Result<Self> {
        if !writer {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let Ok(connection) = Connection::open_with_flags(&address.file, flags) else {
                return Self::read_only(address);
            };
            let db = Self { connection };
            return match db.configure(address).and_then(|()| db.recognise()) {
                Ok(()) => db.connection.pragma_update(None, "query_only", true).map(|()| db).map_err(Into::into),
                Err(Error::Unreachable(_) | Error::ReadOnly(_)) => Self::read_only(address),
                Err(other) => Err(other),
            };
        }
        // While another program makes the file, SQLite does not always wait by itself.
        let until = Instant::now() + address.patience;
        loop {
            match Self::writing(address) {
                Err(Error::Busy) if Instant::now() < until => std::thread::sleep(PAUSE),
                other => return other,
            }
        }
    }

    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        let mut statement = self.connection.prepare_cached(&numbered(sql))?;
        Ok(statement.execute(rusqlite::params_from_iter(values))? as u64)
    }

    fn rows(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        let mut statement = self.connection.prepare_cached(&numbered(sql))?;
        let columns = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let cell = |column| {
                Ok(match row.get_ref(column)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Int(number),
                    ValueRef::Real(number) => Value::Real(number),
                    ValueRef::Text(text) => match std::str::from_utf8(text) {
                        Ok(text) => text.to_owned().into(),
                        Err(_) => return Err(Error::Corrupt("a text is not UTF-8".into())),
                    },
                    ValueRef::Blob(bytes) => bytes.to_vec().into(),
                })
            };
            found.push(Row((0..columns).map(cell).collect::<Result<_>>()?));
        }
        Ok(found)
    }

    fn begin(&mut self, write: bool) -> Result<()> {
        if !self.connection.is_autocommit() {
            // A thread died in the middle of a transaction.
            self.connection.execute_batch("ROLLBACK")?;
        }
        self.connection.execute_batch(if write { "BEGIN IMMEDIATE" } else { "BEGIN" })?;
        Ok(())
    }

    fn sound(&self) -> bool {
        true
    }

    fn version(&mut self) -> Result<i64> {
        Ok(self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }

    fn matching(table: &str, n: usize) -> (String, String, String) {
        let index = format!("{table}_words");
        (
            format!("{index} JOIN {table} ON {table}.key = {index}.rowid"),
            format!("{index} MATCH ${n}"),
            format!("{index}.rowid"),
        )
    }

    fn wanted<'t>(terms: impl Iterator<Item = &'t str>) -> String {
        terms.map(|term| format!("\"{term}\"")).collect::<Vec<_>>().join(" AND ")
    }

    fn integrity(&mut self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for row in self.rows("PRAGMA integrity_check(100)", &[])? {
            if row.text(0)? != "ok" {
                found.push(row.text(0)?.to_owned());
            }
        }
        for row in self.rows("PRAGMA foreign_key_check", &[])?.iter().take(100) {
            found.push(format!("a row of {} points to no {}", row.text(0)?, row.text(2)?));
        }
        let application: i64 = self.connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if application != APPLICATION {
            found.push("the header of the file does not say that it is a ledger".into());
        }
        Ok(found)
    }

    fn indexes(&mut self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for table in ["claim", "story", "entity"] {
            // 1: also against the rows that are indexed.
            let sql = format!("INSERT INTO {table}_words({table}_words, rank) VALUES ('integrity-check', 1)");
            if let Err(error) = self.connection.execute_batch(&sql) {
                match error.into() {
                    Error::ReadOnly(_) => {}
                    error => found.push(format!("the index of terms of {table}: {error}")),
                }
                continue;
            }
            // And that a look-up finds for every term as many rows as there are.
            let name = format!("{table}_terms");
            let sql = format!(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{name} USING fts5vocab(main, {table}_words, row);
                 CREATE TEMP TABLE IF NOT EXISTS {table}_lost (term TEXT); DELETE FROM temp.{table}_lost;
                 INSERT INTO temp.{table}_lost SELECT term FROM temp.{name} WHERE doc <>
                     (SELECT count(*) FROM main.{table}_words WHERE {table}_words MATCH '\"' || term || '\"')"
            );
            self.connection.execute_batch(&sql)?;
            let lost = self.rows(&format!("SELECT count(*) FROM temp.{table}_lost"), &[])?;
            if lost.first().map(|row| row.int(0)).transpose()? != Some(0) {
                found.push(format!("the index of terms of {table} does not find all of its terms"));
            }
        }
        Ok(found)
    }

    fn migrations() -> Vec<(i64, String, String)> {
        let runner = migrations::migrations::runner();
        let steps = runner.get_migrations().iter();
        steps.map(|step| (i64::from(step.version()), step.name().to_owned(), step.checksum().to_string())).collect()
    }

    fn wipe(&mut self) -> Result<()> {
        for table in ["claim", "story", "entity"] {
            self.connection.execute_batch(&format!("INSERT INTO {table}_words({table}_words) VALUES ('rebuild')"))?;
        }
        self.connection.execute_batch("VACUUM")?;
        // Overwrites the old pages in the journal too. A reader in the middle of a query would keep it busy.
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(Error::Busy) }
    }

    fn copy(&mut self, to: &Path) -> Option<Result<()>> {
        let Some(file) = to.to_str() else {
            return Some(Err(Error::File(std::io::Error::other("the name of the backup is not UTF-8"))));
        };
        Some(self.connection.execute("VACUUM INTO ?1", [file]).map(drop).map_err(Into::into))
    }
}
