//! `lang check`: the complaints of the pack checker.

use std::{
    io::{self, Write as _},
    path::Path,
};

use musnad_lang::{
    PackError,
    check::{Complaint, check_dir, check_embedded},
};

use crate::{
    Done,
    failure::{Failure, Outcome},
};

/// The language whose pack is built in.
const BUILT_IN: &str = "ar";

/// Checks the built-in pack, or the one in `dir`.
pub fn check(dir: Option<&Path>) -> Done {
    if let Some(dir) = dir.filter(|dir| !dir.is_dir()) {
        let message = format!("{}: there is no such directory", dir.display());
        return Err(Failure::usage(message, "give the folder that holds pack.toml").into());
    }
    let complaints = lang_check(dir)?;
    let mut out = io::stdout().lock();
    for complaint in &complaints {
        writeln!(out, "{complaint}")?;
    }
    if complaints.is_empty() {
        writeln!(out, "no complaints")?;
        return Ok(Outcome::Well);
    }
    Ok(Outcome::Partly)
}

/// The checker's complaints about one pack.
fn lang_check(dir: Option<&Path>) -> Result<Vec<Complaint>, PackError> {
    dir.map_or_else(|| check_embedded(BUILT_IN), check_dir)
}
