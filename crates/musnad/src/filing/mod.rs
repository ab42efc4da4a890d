//! Filing: articles into a ledger, and what comparing finds about them kept up to date.

mod comparing;
mod corrected;
mod names;

pub use comparing::{Comparing, VERSION, Whole};
pub use corrected::{Corrected, corrected};
pub use names::{Names, entity, short};

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

/// An error of a ledger with a hint.
pub fn failed(error: Error) -> anyhow::Error {
    let hint = match &error {
        Error::Full => "make room, and run the same command again: what was reported as added is there",
        Error::ReadOnly(_) => "look at the rights of the file and of its folder",
        Error::Busy => "wait for the other program, and run the same command again",
        Error::Corrupt(_) => "`musnad verify` says what is damaged; `musnad case open` puts a backup into a new ledger",
        Error::NotALedger(_) => "--ledger names another file",
        Error::Newer { .. } => "use the program that wrote it, or a newer one",
        Error::Unreachable(_) => "look at the path or URL of --ledger",
        Error::NoPostgres => "build it with the feature postgres, or use a file",
        _ => return error.into(),
    };
    Failure::nothing(error.to_string(), hint).into()
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
