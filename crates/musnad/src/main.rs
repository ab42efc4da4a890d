//! Musnad, the program: articles in, who said what according to whom out.

mod cli;
mod cmd;
mod failure;
mod filing;
mod labels;
mod paint;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{
    cli::{Cli, Command, LangCommand},
    failure::Outcome,
};

/// The allocator of the static binary: musl's own takes one lock for all threads.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Read(options) => cmd::read::run(&options),
        Command::Extract(options) => cmd::extract::run(&options),
        Command::Explain(options) => cmd::explain::run(&options),
        Command::Add(options) => cmd::ledger::add::run(&options),
        Command::Watch(options) => cmd::ledger::watch::run(&options),
        Command::Claims(options) => cmd::ledger::claims::run(&options),
        Command::Articles(options) => cmd::ledger::articles::run(&options),
        Command::Trace(options) => cmd::ledger::trace::run(&options),
        Command::Conflicts(options) => cmd::ledger::conflicts::run(&options),
        Command::Copies(options) => cmd::ledger::copies::run(&options),
        Command::Whereabouts(options) => cmd::ledger::people::whereabouts(&options),
        Command::Who(options) => cmd::ledger::people::who(&options),
        Command::Correct { command } => cmd::ledger::correct::run(&command),
        Command::Rate(options) => cmd::ledger::correct::rate(&options),
        Command::Verify(options) => cmd::ledger::keep::verify(&options),
        Command::Backup(options) => cmd::ledger::keep::backup(&options),
        Command::Case { command } => cmd::ledger::keep::case(&command),
        Command::Export(options) => cmd::ledger::export::run(&options),
        Command::Forget(options) => cmd::ledger::correct::forget(&options),
        Command::Serve(options) => cmd::serve::run(&options),
        Command::Account { command } => cmd::account::run(&command),
        Command::Lang { command: LangCommand::Check { dir } } => cmd::lang::check(dir.as_deref()),
        Command::Schema => cmd::schema::run(),
        Command::Completions { shell } => cmd::man::completions(shell),
        Command::Man { dir } => cmd::man::run(dir.as_deref()),
    };
    done.unwrap_or_else(|error| failure::report(&error)).code()
}

/// What a command comes to: how its documents fared, or why it had to stop.
type Done = anyhow::Result<Outcome>;
