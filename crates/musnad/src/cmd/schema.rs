//! `schema`: the wire format as a JSON Schema, made from the types.

use std::io::{self, Write as _};

use musnad_model::Reading;

use crate::{Done, failure::Outcome};

/// Prints the schema.
pub fn run() -> Done {
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Reading))?;
    writeln!(io::stdout().lock(), "{schema}")?;
    Ok(Outcome::Well)
}
