//! Filing: articles into a ledger, and what comparing finds about them kept up to date.

mod comparing;
mod copied;
mod held;
mod names;
mod near;
mod tracing;
mod whole;

pub use comparing::{Comparing, around};
pub use copied::Kind;
pub use musnad_desk::{Corrected, corrected};
pub use names::{Names, entity, short};
pub use tracing::{Told, Tracing};
pub use whole::Whole;

use std::path::Path;

use musnad_ledger::{ArticleFilter, Error, Ledger, Options, Page, Story};

use crate::failure::Failure;

/// Opens a ledger that is there already, or fails with a hint how to make one.
pub fn open(place: &str) -> anyhow::Result<Box<dyn Ledger>> {
    if !place.contains("://") && !Path::new(place).exists() {
        let message = format!("there is no ledger {place}");
        let hint = "`musnad add ARTICLES` makes one; --ledger or MUSNAD_LEDGER names another";
        return Err(Failure::usage(message, hint).into());
    }
    make(place)
}

/// Opens a ledger, and makes a new one where there is none.
pub fn make(place: &str) -> anyhow::Result<Box<dyn Ledger>> {
    musnad_ledger::open(place, &Options::default()).map_err(failed)
}

/// An error of a ledger with a hint and an exit code.
pub fn failed(error: Error) -> anyhow::Error {
    let said = error.to_string();
    let nothing = |hint: &str| Failure::nothing(said.clone(), hint);
    let usage = |hint: &str| Failure::usage(said.clone(), hint);
    match &error {
        Error::Full => nothing("make room, and run the same command again: what was reported as added is there"),
        Error::ReadOnly(_) => nothing("look at the rights of the file and of its folder"),
        Error::Busy => nothing("wait for the other program, and run the same command again"),
        Error::Corrupt(_) => nothing(
            "keep the file as it is; `musnad verify` says what is damaged, and a file that `musnad backup` wrote is a ledger to go on with",
        ),
        Error::NotALedger(_) => nothing("--ledger names another file"),
        Error::Newer { .. } => nothing("use the program that wrote it, or a newer one"),
        Error::Unreachable(_) => nothing("look at the path or URL of --ledger"),
        Error::NoPostgres => nothing("build it with the feature postgres, or use a file"),
        Error::Case(_) => nothing("nothing of it was added; ask for the file again"),
        Error::File(_) => nothing("look at the name of the file, at its folder and at the room on the disk"),
        Error::Unknown { .. } => usage("`musnad claims` and `musnad articles` show ids, `musnad who NAME` shows keys"),
        Error::Operation(_) | Error::TooLarge { .. } => usage("nothing was changed"),
        _ => nothing("nothing was changed; `musnad verify` checks the ledger"),
    }
    .into()
}

/// All articles that a filter lets through.
pub fn articles(ledger: &dyn Ledger, filter: &ArticleFilter) -> musnad_ledger::Result<Vec<Story>> {
    let mut all = Vec::new();
    loop {
        let more = ledger.articles(filter, Page { skip: all.len(), limit: Page::MOST })?;
        let last = more.len() < Page::MOST;
        all.extend(more);
        if last {
            return Ok(all);
        }
    }
}
