//! What a check of the whole ledger says.

use serde::Serialize;

use crate::query::{Counts, Head};

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// The end of the log.
    pub head: Head,
    /// What was checked.
    pub counts: Counts,
    /// What is wrong; empty if nothing is. No more than [`Verification::MOST`] are listed.
    pub faults: Vec<Fault>,
}

impl Verification {
    /// The most faults that are listed.
    pub const MOST: usize = 200;

    /// True if nothing is wrong.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The table.
    pub table: String,
    /// Which row, by its id or number.
    pub row: String,
    /// What is wrong with it.
    pub what: String,
}
