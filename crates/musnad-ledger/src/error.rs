//! Every way in which a ledger can fail, told apart by what the caller can do about it.

use crate::id::Id;

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be done. Nothing of a call that fails is kept: each writes in one transaction.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The disk, or the quota of the database, is full.
    #[error("there is no room left on the disk of the ledger; nothing was lost")]
    Full,
    /// The file, its folder or the account allows reading only.
    #[error("the ledger can only be read: {0}")]
    ReadOnly(String),
    /// Another program was writing for longer than a writer waits.
    #[error("another program is writing to the ledger; try again")]
    Busy,
    /// A page, a row or an index is damaged.
    #[error("the ledger is damaged ({0}); restore a backup, or dump what is readable")]
    Corrupt(String),
    /// The file or database is something else.
    #[error("this is not a ledger: {0}")]
    NotALedger(String),
    /// A newer program has changed the tables.
    #[error("the ledger was written by a newer program (its tables have version {found}, this program knows {known})")]
    Newer {
        /// Version of the tables found.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// It cannot be opened or reached.
    #[error("the ledger cannot be opened: {0}")]
    Unreachable(String),
    /// A reading that is not `musnad/1`, or does not hang together.
    #[error("the reading is not acceptable: {0}")]
    Reading(String),
    /// Something handed in is larger than a ledger takes.
    #[error("{what} is larger than {most} bytes")]
    TooLarge {
        /// What.
        what: &'static str,
        /// The bound, in bytes.
        most: usize,
    },
    /// A claim, article or operation that is not in the ledger.
    #[error("there is no {what} {id} in the ledger")]
    Unknown {
        /// `claim`, `article`, `operation` or `entity`.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// An operation that makes no sense.
    #[error("the operation cannot be applied: {0}")]
    Operation(String),
    /// The article was forgotten by demand and must not come back.
    #[error("the article {0} was forgotten by demand and is not taken in again")]
    Forgotten(Id),
    /// A case or dump file that is damaged, truncated or not one.
    #[error("the case file cannot be used: {0}")]
    Case(String),
    /// A file beside the ledger could not be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// A URL of PostgreSQL, in a program that was built without it.
    #[error("this program was built without PostgreSQL")]
    NoPostgres,
    /// Anything else that the database said.
    #[error("the database said: {0}")]
    Database(String),
}
