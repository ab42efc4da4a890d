//! The journal of a directory of tables, `_musnad.jsonl`: how it was begun, and each part that is whole.
//!
//! A part counts when its line is there. A run that was stopped goes on behind the last one.

use std::{
    fs::{File, OpenOptions},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{inputs::At, refuse};

/// Its name. What begins with `_` is no data for Spark, DuckDB and us.
pub const NAME: &str = "_musnad.jsonl";

/// How many documents were read and how many were not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of `documents`.
    pub documents: u64,
    /// Rows of `errors`.
    pub errors: u64,
}

impl Counts {
    /// Both.
    pub const fn all(self) -> u64 {
        self.documents + self.errors
    }
}

/// One line behind the first.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Part { counts: Counts, at: At },
    Finished { counts: Counts },
}

/// An open journal.
pub struct Journal {
    file: File,
}

/// What a journal says.
pub struct Said {
    /// Parts that are whole.
    pub parts: usize,
    /// Where the run stood behind the last of them.
    pub at: Option<At>,
    /// What they hold.
    pub counts: Counts,
    /// True if nothing is left to do.
    pub finished: bool,
}

impl Journal {
    /// Begins a journal.
    pub fn create(directory: &Path, head: &Value) -> anyhow::Result<Self> {
        let path = directory.join(NAME);
        let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut journal = Self { file };
        journal.line(head)?;
        Ok(journal)
    }

    /// Goes on with a journal that was begun in the same way.
    pub fn resume(directory: &Path, head: &Value) -> anyhow::Result<(Self, Said)> {
        let path = directory.join(NAME);
        let opened = OpenOptions::new().read(true).write(true).open(&path);
        let mut file = opened.with_context(|| format!("cannot go on with {}", path.display()))?;
        let mut text = String::new();
        file.read_to_string(&mut text).with_context(|| format!("cannot read {}", path.display()))?;
        let mut said = Said { parts: 0, at: None, counts: Counts::default(), finished: false };
        let mut whole = 0;
        // A last line without its end was cut off with the run.
        for (number, line) in text.split_inclusive('\n').filter(|line| line.ends_with('\n')).enumerate() {
            if number == 0 {
                if serde_json::from_str::<Value>(line).ok().as_ref() != Some(head) {
                    let message = format!("{} was begun by another command or another version", path.display());
                    return Err(refuse(message, "repeat the command line as it was, or write into another directory"));
                }
            } else {
                let line = serde_json::from_str(line).with_context(|| format!("{} is damaged", path.display()))?;
                match line {
                    Line::Part { counts, at } => {
                        said.parts += 1;
                        said.counts.documents += counts.documents;
                        said.counts.errors += counts.errors;
                        said.at = Some(at);
                    }
                    Line::Finished { .. } => said.finished = true,
                }
            }
            whole += line.len() as u64;
        }
        if whole == 0 {
            return Ok((Self::create(directory, head)?, said));
        }
        file.set_len(whole)?;
        file.seek(SeekFrom::End(0))?;
        Ok((Self { file }, said))
    }

    /// One more part is whole.
    pub fn part(&mut self, counts: Counts, at: &At) -> anyhow::Result<()> {
        self.line(&Line::Part { counts, at: at.clone() })
    }

    /// All is done.
    pub fn finished(&mut self, counts: Counts) -> anyhow::Result<()> {
        self.line(&Line::Finished { counts })
    }

    fn line(&mut self, line: &impl Serialize) -> anyhow::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.file.write_all(&bytes)?;
        self.file.sync_data()?;
        Ok(())
    }
}
