//! How far a long run is.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

/// A line on standard error that says how far a long run is; only on a terminal.
pub struct Progress {
    terminal: bool,
    began: Instant,
    last: Option<Instant>,
}

impl Progress {
    /// Nothing is shown yet.
    pub fn new() -> Self {
        Self { terminal: io::stderr().is_terminal(), began: Instant::now(), last: None }
    }

    /// Shows the words, if the last ones are old enough.
    pub fn show(&mut self, words: impl FnOnce() -> String) {
        let due = self.last.unwrap_or(self.began).elapsed() > Duration::from_millis(300);
        if self.terminal && due {
            self.last = Some(Instant::now());
            eprint!("\r\u{1b}[K{} ({} s)", words(), self.began.elapsed().as_secs());
        }
    }

    /// Makes room for a message.
    pub fn clear(&mut self) {
        if self.terminal && self.last.is_some() {
            eprint!("\r\u{1b}[K");
        }
    }
}
