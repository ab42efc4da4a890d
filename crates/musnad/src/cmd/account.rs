//! `account`: who may come in to a desk.

use std::{
    fs,
    io::{self, BufRead as _, Write as _},
    path::Path,
};

use anyhow::Context as _;
use musnad_desk::{Accounts, Role};

use crate::{
    Done,
    cli::{AccountCommand, AccountFile, AccountRole},
    failure::{Failure, Outcome},
};

/// Longest line of standard input that is taken for a password, in bytes.
const LONGEST: u64 = 4096;

/// Makes, removes or lists accounts.
pub fn run(command: &AccountCommand) -> Done {
    match command {
        AccountCommand::Set { name, role, file } => set(name, *role, file),
        AccountCommand::Remove { name, file } => remove(name, file),
        AccountCommand::List { file } => list(file),
    }
}

/// The accounts of a file.
pub fn read(file: &Path) -> anyhow::Result<Accounts> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    Accounts::parse(&text).with_context(|| format!("{} is no file of accounts", file.display()))
}

fn set(name: &str, role: AccountRole, file: &AccountFile) -> Done {
    let mut accounts = if file.accounts.exists() { read(&file.accounts)? } else { Accounts::default() };
    let mut password = String::new();
    io::Read::take(io::stdin().lock(), LONGEST).read_line(&mut password).context("cannot read the password")?;
    let role = match role {
        AccountRole::Reader => Role::Reader,
        AccountRole::Editor => Role::Editor,
        AccountRole::Admin => Role::Admin,
    };
    let set = accounts.set(name, role, password.trim_end_matches(['\r', '\n']));
    set.map_err(|error| Failure::usage(error.to_string(), "give the password as the first line of standard input"))?;
    write(&file.accounts, &accounts)
}

fn remove(name: &str, file: &AccountFile) -> Done {
    let mut accounts = read(&file.accounts)?;
    if !accounts.remove(name) {
        return Err(Failure::usage(format!("there is no account {name:?}"), "musnad account list names them").into());
    }
    write(&file.accounts, &accounts)
}

fn list(file: &AccountFile) -> Done {
    let mut out = io::stdout().lock();
    for (name, role) in read(&file.accounts)?.iter() {
        writeln!(out, "{name}\t{role}")?;
    }
    Ok(Outcome::Well)
}

/// Writes beside the file and puts it in its place, so that a desk never sees half of it. Only the owner may read it.
fn write(file: &Path, accounts: &Accounts) -> Done {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut new| {
        new.write_all(accounts.text().as_bytes())?;
        new.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, file)).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(Outcome::Well)
}
