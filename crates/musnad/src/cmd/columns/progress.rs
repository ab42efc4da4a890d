//! How far a run is, on a terminal.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

const EVERY: Duration = Duration::from_millis(500);

/// Counts, and shows a line now and then.
pub struct Progress {
    shown: bool,
    began: Instant,
    last: Instant,
    size: Option<u64>,
    /// Bytes that lay behind when the run began.
    first: Option<u64>,
    documents: u64,
    errors: u64,
}

impl Progress {
    /// Of inputs of this size, if it is known.
    pub fn new(size: Option<u64>) -> Self {
        let now = Instant::now();
        let shown = io::stderr().is_terminal();
        Self { shown, began: now, last: now, size, first: None, documents: 0, errors: 0 }
    }

    /// Some more documents are done.
    pub fn show(&mut self, documents: u64, errors: u64, behind: Option<u64>) {
        self.documents += documents;
        self.errors += errors;
        self.first = self.first.or(behind);
        if !self.shown || self.last.elapsed() < EVERY {
            return;
        }
        self.last = Instant::now();
        let line = self.line(self.began.elapsed(), behind);
        let _ = write!(io::stderr(), "\r\u{1b}[K{line}");
    }

    fn line(&self, passed: Duration, behind: Option<u64>) -> String {
        let seconds = passed.as_secs_f64().max(0.001);
        let rate = (self.documents + self.errors) as f64 / seconds;
        let mut line = format!("{} documents, {rate:.0} a second", self.documents);
        if self.errors > 0 {
            line.push_str(&format!(", {} errors", self.errors));
        }
        if let (Some(size), Some(first), Some(behind)) = (self.size, self.first, behind)
            && behind > first
        {
            let left = size.saturating_sub(behind) as f64 * seconds / (behind - first) as f64;
            let left = left as u64;
            line.push_str(&format!(", {}:{:02}:{:02} left", left / 3600, left / 60 % 60, left % 60));
        }
        line
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_remaining_time_are_told() {
        let mut progress = Progress::new(Some(1_000));
        progress.shown = false;
        progress.show(90, 0, Some(100));
        progress.show(100, 10, Some(300));
        let line = progress.line(Duration::from_secs(10), Some(300));
        assert_eq!(line, "190 documents, 20 a second, 10 errors, 0:00:35 left");
        assert_eq!(progress.line(Duration::from_secs(10), None), "190 documents, 20 a second, 10 errors");
    }
}
