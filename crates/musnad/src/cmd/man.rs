//! `man` and `completions`: made from the command line's own description.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use anyhow::Context as _;
use clap::CommandFactory as _;

use crate::{Done, cli::Cli, failure::Outcome};

/// Prints the manual page, or writes one for each command into `dir`.
pub fn run(dir: Option<&Path>) -> Done {
    match dir {
        Some(dir) => fs::create_dir_all(dir)
            .and_then(|()| clap_mangen::generate_to(Cli::command(), dir))
            .with_context(|| format!("cannot write to {}", dir.display()))?,
        None => clap_mangen::Man::new(Cli::command()).render(&mut io::stdout().lock())?,
    }
    Ok(Outcome::Well)
}

/// Prints the completions of a shell.
pub fn completions(shell: clap_complete::Shell) -> Done {
    // The generator panics if it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "musnad", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Well)
}
