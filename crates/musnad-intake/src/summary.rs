//! What became of a run: how many documents gave articles, and which failed and why.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::IntakeError;

/// How many documents of each kind of trouble are named.
const NAMED: usize = 20;

/// Counts what became of documents, by kinds of trouble. Its size does not grow with the run:
/// of each kind the first 20 documents are named. Keep it beside the [`Position`](crate::Position),
/// and the summary of a run that was stopped goes on too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Documents that gave an article.
    pub taken: u64,
    /// The kinds of trouble that there were, by [`Trouble::code`](crate::Trouble::code).
    pub failed: BTreeMap<String, Failures>,
}

/// The documents that met one kind of trouble.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// How many there were.
    pub count: u64,
    /// The trouble of the first.
    pub why: String,
    /// What to try.
    pub hint: Option<String>,
    /// The first of them, by name.
    pub documents: Vec<String>,
}

impl Summary {
    /// One more document gave its article.
    pub fn took(&mut self) {
        self.taken += 1;
    }

    /// One more document failed.
    pub fn failed(&mut self, error: &IntakeError) {
        let failures = self.failed.entry(error.trouble.code().to_owned()).or_insert_with(|| Failures {
            why: error.trouble.to_string(),
            hint: error.trouble.hint().map(str::to_owned),
            ..Failures::default()
        });
        failures.count += 1;
        if failures.documents.len() < NAMED {
            failures.documents.push(error.document.clone());
        }
    }

    /// How many documents failed.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failed.values().map(|failures| failures.count).sum()
    }
}

/// For people: a line for the run; for each kind of trouble, the most frequent first, a line
/// with its count and one for each document that is named.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} taken in, {} failed", self.taken, self.failures())?;
        let mut kinds: Vec<&Failures> = self.failed.values().collect();
        kinds.sort_by_key(|failures| std::cmp::Reverse(failures.count));
        for failures in kinds {
            write!(f, "\n{} × {}", failures.count, plain(&failures.why))?;
            if let Some(hint) = &failures.hint {
                write!(f, " ({hint})")?;
            }
            for document in &failures.documents {
                write!(f, "\n  {}", plain(document))?;
            }
            let more = failures.count.saturating_sub(failures.documents.len() as u64);
            if more > 0 {
                write!(f, "\n  and {more} more")?;
            }
        }
        Ok(())
    }
}

/// Names of files may hold line ends and commands to a terminal; a summary may not.
fn plain(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Trouble;

    #[test]
    fn a_summary_says_what_failed_and_why_and_stays_small() {
        let mut summary = Summary::default();
        for number in 0..5 {
            summary.took();
            summary.failed(&IntakeError::new(format!("{number}.txt"), Trouble::Empty));
        }
        let gone = || Trouble::Status { status: 404, retry_after: None };
        (0..1000).for_each(|number| summary.failed(&IntakeError::new(format!("p\u{1b}[2J/{number}"), gone())));
        assert_eq!((summary.taken, summary.failures()), (5, 1005));
        let words = summary.to_string();
        let lines: Vec<&str> = words.lines().collect();
        assert_eq!(lines[0], "5 taken in, 1005 failed");
        assert!(lines[1].starts_with("1000 × the server answered 404 (check the address"), "{words}");
        assert_eq!((lines[2], lines[22]), ("  p\u{FFFD}[2J/0", "  and 980 more"));
        assert!(lines[23].starts_with("5 × empty") && lines[28] == "  4.txt" && lines.len() == 29, "{words}");
        let kept = serde_json::to_string(&summary).unwrap();
        assert_eq!(serde_json::from_str::<Summary>(&kept).unwrap(), summary);
    }
}
