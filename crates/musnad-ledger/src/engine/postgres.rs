//! PostgreSQL, by a URL.

use std::collections::HashMap;
use std::error::Error as _;
use std::path::Path;

use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};

use super::{Engine, Row, Value};
use crate::error::{Error, Result};

mod migrations {
    refinery::embed_migrations!("migrations/postgres");
}

/// Whoever holds this lock may write; any number, always the same.
const WRITER: i64 = 0x6d75_736e_6164;
/// Statements kept prepared.
const STATEMENTS: usize = 400;

/// A database and how long a writer waits for another.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub config: postgres::Config,
    pub patience: std::time::Duration,
}

/// One connection.
pub(crate) struct Postgres {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        let said = error.as_db_error().map_or_else(|| format!("{error}{cause}"), |e| e.message().to_owned());
        let Some(code) = error.code() else { return Self::Unreachable(said) };
        match *code {
            SqlState::DISK_FULL | SqlState::OUT_OF_MEMORY => Self::Full,
            SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::INSUFFICIENT_PRIVILEGE => Self::ReadOnly(said),
            SqlState::LOCK_NOT_AVAILABLE
            | SqlState::T_R_SERIALIZATION_FAILURE
            | SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::QUERY_CANCELED => Self::Busy,
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Self::Corrupt(said),
            SqlState::INVALID_PASSWORD
            | SqlState::INVALID_AUTHORIZATION_SPECIFICATION
            | SqlState::INVALID_CATALOG_NAME
            | SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::TOO_MANY_CONNECTIONS => Self::Unreachable(said),
            _ => Self::Database(said),
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Real(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Blob(bytes) => bytes.as_ref().to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::FLOAT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

fn newest() -> i64 {
    migrations::migrations::runner().get_migrations().iter().map(|step| i64::from(step.version())).max().unwrap_or(0)
}

impl Postgres {
    fn statement(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn history(&mut self) -> Result<bool> {
        let found = self.client.query_one("SELECT to_regclass('refinery_schema_history') IS NOT NULL", &[])?;
        Ok(found.try_get(0)?)
    }

    fn recognise(&mut self) -> Result<()> {
        let found = if self.history()? { self.version()? } else { 0 };
        if found > newest() {
            return Err(Error::Newer { found, known: newest() });
        }
        let ours: bool = self.client.query_one("SELECT to_regclass('log') IS NOT NULL", &[])?.try_get(0)?;
        let any: i64 = self
            .client
            .query_one(
                "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace",
                &[],
            )?
            .try_get(0)?;
        if !ours && any > 0 && !self.history()? {
            return Err(Error::NotALedger("the database has tables of something else".into()));
        }
        Ok(())
    }

    fn migrate(&mut self) -> Result<()> {
        if self.history()? {
            let sql = "SELECT applied_on, checksum FROM refinery_schema_history";
            let rows = self.client.query(sql, &[])?;
            let rows = rows
                .iter()
                .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
                .collect::<Result<Vec<(String, String)>>>()?;
            // A program may have died between making the tables and taking the clock out of them.
            let clock = rows.iter().any(|(applied, _)| applied.starts_with("20"));
            if self.version()? == newest() && !clock {
                return Ok(());
            }
            if !rows.iter().all(|(applied, checksum)| super::readable(applied, checksum)) {
                return Err(Error::Corrupt("the history of the migrations".into()));
            }
        }
        // Two programs may come upon a new database at once.
        self.client.execute("SELECT pg_advisory_lock($1)", &[&WRITER])?;
        // Grouped: else refinery notes a migration in a transaction of its own, and death may come between.
        let done = migrations::migrations::runner().set_grouped(true).run(&mut self.client);
        let done = done.map_err(|e| Error::NotALedger(e.to_string()));
        let same = "UPDATE refinery_schema_history SET applied_on = '1970-01-01T00:00:00Z'";
        let kept = done.and_then(|_| Ok(self.client.execute(same, &[])?));
        self.client.execute("SELECT pg_advisory_unlock($1)", &[&WRITER])?;
        kept.map(drop)
    }
}

impl Engine for Postgres {
    type Address = Address;

    fn open(address: &Address, writer: bool) -> Result<Self> {
        let mut client = address.config.connect(NoTls)?;
        client.batch_execute(&format!(
            "SET lock_timeout = {}; SET client_min_messages = warning; SET plan_cache_mode = force_custom_plan",
            address.patience.as_millis()
        ))?;
        let mut db = Self { client, statements: HashMap::new() };
        db.recognise()?;
        if writer {
            db.migrate()?;
        }
        Ok(db)
    }

    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        Ok(self.client.execute(&statement, &values)?)
    }

    fn rows(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        let statement = self.statement(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        let mut found = Vec::new();
        for row in self.client.query(&statement, &values)? {
            let mut cells = Vec::with_capacity(row.len());
            for (n, column) in row.columns().iter().enumerate() {
                cells.push(match *column.type_() {
                    Type::INT8 => row.try_get::<_, Option<i64>>(n)?.into(),
                    Type::INT4 => row.try_get::<_, Option<i32>>(n)?.map(i64::from).into(),
                    Type::FLOAT8 => row.try_get::<_, Option<f64>>(n)?.into(),
                    Type::TEXT | Type::VARCHAR => row.try_get::<_, Option<String>>(n)?.into(),
                    Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(n)?.into(),
                    ref other => return Err(Error::Database(format!("a column of type {other}"))),
                });
            }
            found.push(Row(cells));
        }
        Ok(found)
    }

    fn begin(&mut self, write: bool) -> Result<()> {
        // Ends what a thread left that died in the middle of a transaction; a warning otherwise.
        self.client.batch_execute("ROLLBACK")?;
        if write {
            self.client.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({WRITER})"))?;
        } else {
            self.client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        }
        Ok(())
    }

    fn sound(&self) -> bool {
        !self.client.is_closed()
    }

    fn version(&mut self) -> Result<i64> {
        let sql = "SELECT coalesce(max(version), 0)::bigint FROM refinery_schema_history";
        Ok(self.client.query_one(sql, &[])?.try_get(0)?)
    }

    fn matching(table: &str, n: usize) -> (String, String, String) {
        (table.to_owned(), format!("{table}.lexemes @@ ${n}::text::tsquery"), format!("{table}.key"))
    }

    fn wanted<'t>(terms: impl Iterator<Item = &'t str>) -> String {
        terms.map(|term| format!("'{term}'")).collect::<Vec<_>>().join(" & ")
    }

    fn integrity(&mut self) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn indexes(&mut self) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn migrations() -> Vec<(i64, String, String)> {
        let runner = migrations::migrations::runner();
        let steps = runner.get_migrations().iter();
        steps.map(|step| (i64::from(step.version()), step.name().to_owned(), step.checksum().to_string())).collect()
    }

    fn wipe(&mut self) -> Result<()> {
        self.client.batch_execute("VACUUM FULL")?;
        Ok(self.client.batch_execute("CHECKPOINT")?)
    }

    fn copy(&mut self, _: &Path) -> Option<Result<()>> {
        None
    }
}
