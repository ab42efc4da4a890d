//! Every way to fail: what is said, what hint is given, which exit code it comes to.

use std::{fmt, io, process::ExitCode};

use musnad_intake::IntakeError;

/// A failure that ends a command, with a hint where there is a way on.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hint: Option<String>,
    outcome: Outcome,
}

impl Failure {
    /// The command line asks for something that is not there.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let hint = Some(hint.into());
        Self { message: message.into(), hint, outcome: Outcome::Usage }
    }
}

impl Failure {
    /// The same, where something was done before it.
    pub fn partly(self) -> Self {
        Self { outcome: Outcome::Partly, ..self }
    }

    /// Nothing could be read or written.
    pub fn nothing(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let hint = Some(hint.into());
        Self { message: message.into(), hint, outcome: Outcome::Nothing }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All went well.
    Well,
    /// Some documents failed and the others were done, or a check found faults.
    Partly,
    /// The command line asks for something that is not there.
    Usage,
    /// Nothing could be read.
    Nothing,
}

impl Outcome {
    /// The exit code that scripts see.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Well => 0,
            Self::Partly => 1,
            Self::Usage => 2,
            Self::Nothing => 3,
        })
    }
}

/// Counts how documents fare and says on standard error why some failed.
#[derive(Debug, Default)]
pub struct Tally {
    read: usize,
    failed: usize,
}

impl Tally {
    /// One more article was read.
    pub fn read(&mut self) {
        self.read += 1;
    }

    /// One more document failed.
    pub fn failed(&mut self, error: &IntakeError) {
        self.failed += 1;
        complain(&one_line(&error.to_string()), error.trouble.hint());
    }

    /// One document could not be stored.
    pub fn refused(&mut self, document: &str, why: &str) {
        self.failed += 1;
        complain(&one_line(&format!("{document}: {why}")), None);
    }

    /// How the command ended.
    pub fn outcome(&self) -> Outcome {
        match (self.read, self.failed) {
            (_, 0) if self.read > 0 => Outcome::Well,
            (0, failed) => {
                if failed == 0 {
                    complain("there is no article in the input", None);
                }
                Outcome::Nothing
            }
            _ => Outcome::Partly,
        }
    }
}

/// Says why a command ended. A reader that went away is told nothing: `| head` is no failure.
pub fn report(error: &anyhow::Error) -> Outcome {
    let pipe = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    if pipe.into_iter().any(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return Outcome::Well;
    }
    if let Some(failure) = error.downcast_ref::<Failure>() {
        complain(&failure.message, failure.hint.as_deref());
        return failure.outcome;
    }
    complain(&one_line(&format!("{error:#}")), None);
    Outcome::Partly
}

/// Something to know that is no failure, on standard error.
pub fn note(message: &str) {
    complain(message, None);
}

/// One failure on standard error; if even that cannot be written, silently.
fn complain(message: &str, hint: Option<&str>) {
    use io::Write as _;
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "musnad: {message}");
    if let Some(hint) = hint {
        let _ = writeln!(stderr, "hint: {hint}");
    }
}

/// File names and JSON may hold line ends and terminal commands; messages may not.
pub fn one_line(message: &str) -> String {
    message.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        let gone = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(report(&gone.context("writing")), Outcome::Well);
    }

    #[test]
    fn messages_cannot_command_the_terminal() {
        assert_eq!(one_line("a\u{1b}[2J\nb"), "a\u{FFFD}[2J\u{FFFD}b");
    }
}
