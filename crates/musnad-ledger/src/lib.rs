//! The append-only memory of Musnad.
//!
//! A ledger keeps original documents, what readers made of them, and what people said about that, and forgets nothing
//! unless the law demands it. Everything that is added is chained in a log that shows any tampering.
//!
//! Three layers of tables, each made from the one before:
//! - **records** (`V1`): documents, arrivals, readings, operations, tombstones, the log. Never changed.
//! - **layer** (`V2`): claims, entities, places, propositions of the newest readings, with people's operations
//!   applied. Made anew per article when a reading or an operation comes.
//! - **relations** (`V3`, `V5`): groups and copies that `musnad-compare` found, and what it needs to find more. Can be
//!   dropped at any time.
//!
//! [`open`] gives a [`Ledger`] in a SQLite file or a PostgreSQL database. Both run the same SQL over an engine, rank
//! search results by the same code, and pass the same story test.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod add;
mod case;
mod day;
mod engine;
mod error;
mod id;
mod ledger;
mod operation;
mod packed;
mod query;
mod relation;
mod store;
mod verify;
mod words;

use std::path::PathBuf;
use std::time::Duration;

pub use add::{Added, Addition, Arrival};
pub use case::{Header, Opened};
pub use error::{Error, Result};
pub use id::{ArticleId, ClaimId, Id, NotAnId, OperationId, outlet};
pub use ledger::Ledger;
pub use operation::{Act, Credibility, Operation, Reliability, Source, Standing, StoredOperation, Subject};
pub use packed::{MAX_DOCUMENT, MAX_READING};
pub use query::{
    Article, ArticleFilter, Claim, ClaimFilter, Counts, Days, Fact, Filler, Head, Hit, Named, Page, PropositionFilter,
    Review, Search, Spot, StoredReading, Story, Tie, Where,
};
pub use relation::{Bounds, Candidates, Comparison, Copied, Dated, Group, Key, Member, Membership, Passage, Wanted};
pub use verify::{Fault, Verification};

/// How a ledger is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How long a call that writes waits for another program that writes.
    pub patience: Duration,
    /// How many questions are answered at the same time.
    pub readers: usize,
    /// The most bytes that a SQLite file may grow to; then adding fails with [`Error::Full`].
    pub most_bytes: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self { patience: Duration::from_secs(10), readers: 8, most_bytes: None }
    }
}

/// Opens a ledger, and makes a new one where there is none: a file, or a database by a URL that begins with
/// `postgres://` or `postgresql://`. A file that cannot be written is opened for reading.
///
/// # Errors
/// [`Error::NotALedger`], [`Error::Newer`], [`Error::Unreachable`], [`Error::Corrupt`].
pub fn open(place: &str, options: &Options) -> Result<Box<dyn Ledger>> {
    if place.starts_with("postgres://") || place.starts_with("postgresql://") {
        return open_postgres(place, options);
    }
    let address =
        engine::sqlite::Address { file: PathBuf::from(place), patience: options.patience, most: options.most_bytes };
    Ok(Box::new(store::Store::<engine::sqlite::Sqlite>::open(address, options)?))
}

#[cfg(feature = "postgres")]
fn open_postgres(url: &str, options: &Options) -> Result<Box<dyn Ledger>> {
    let config = url.parse().map_err(|e: postgres::Error| Error::Unreachable(e.to_string()))?;
    let address = engine::postgres::Address { config, patience: options.patience };
    Ok(Box::new(store::Store::<engine::postgres::Postgres>::open(address, options)?))
}

#[cfg(not(feature = "postgres"))]
fn open_postgres(_: &str, _: &Options) -> Result<Box<dyn Ledger>> {
    Err(Error::NoPostgres)
}
