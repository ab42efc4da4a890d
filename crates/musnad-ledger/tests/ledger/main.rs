//! The tests of the ledger: one program. Whatever a ledger promises is tried on SQLite and on a PostgreSQL server
//! that the tests start themselves.

mod crash;
mod faults;
mod invent;
mod migrations;
mod parity;
mod server;
mod story;
mod tamper;

use musnad_ledger::{Added, Addition, Ledger, Options, open};
use musnad_model::Reading;
use tempfile::TempDir;

/// A new ledger of each kind, with the folder that the file lies in.
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) folder: TempDir,
}

impl Place {
    pub(crate) fn file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { url: folder.path().join("ledger.db").display().to_string(), folder }
    }

    /// None if there is no PostgreSQL to be tried.
    pub(crate) fn server() -> Option<Self> {
        server::wanted().then(|| Self { url: server::database(), folder: tempfile::tempdir().unwrap() })
    }

    pub(crate) fn open(&self) -> Box<dyn Ledger> {
        open(&self.url, &Options::default()).unwrap()
    }
}

/// Runs a test on both.
pub(crate) fn on_both(test: impl Fn(&Place)) {
    test(&Place::file());
    if let Some(place) = Place::server() {
        test(&place);
    }
}

/// Adds an invented article as a page that came at second `at`.
pub(crate) fn add(ledger: &dyn Ledger, reading: &Reading, at: i64) -> musnad_ledger::Result<Added> {
    let (json, page) = (invent::line(reading), invent::page(reading));
    ledger.add(&Addition {
        reading: &json,
        bytes: Some(page.as_bytes()),
        media: "text/html; charset=utf-8",
        place: reading.url.as_deref().unwrap_or("-"),
        how: "test",
        author: Some("كاتبة الخبر"),
        at: time(at),
    })
}

pub(crate) fn time(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_700_000_000 + second).unwrap()
}
