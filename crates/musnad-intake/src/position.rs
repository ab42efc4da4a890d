//! Where a run stands, as a token that the caller keeps and hands back.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::stream::Place;

/// Where a run stands among its inputs. Its text form is stable within version 1 and
/// meant to be stored: JSON on one line.
///
/// A run that goes on at a position yields what comes after the last item that was
/// yielded before the position was asked for. It finds the place by the names of inputs,
/// files and members, and by byte offsets inside of them, so files may be added in the
/// meantime. What is not there any more is reported, and read anew from its beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    version: u32,
    /// One mark for each level that is open: inputs, directory or archive, lines or records.
    at: Vec<Mark>,
}

/// Where one level stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The name of what is next, or is open.
    pub name: String,
    /// How many were before it.
    pub number: u64,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
}

/// The name in a mark of what was read to its end, or as far as it can be.
pub(crate) const END: &str = "end";

/// A text that is no position.
#[derive(Debug, thiserror::Error)]
#[error("not a position of a run: {0}")]
pub struct PositionError(String);

const VERSION: u32 = 1;

impl Position {
    pub(crate) fn new(at: Vec<Mark>) -> Self {
        Self { version: VERSION, at }
    }

    pub(crate) fn marks(&self) -> &[Mark] {
        &self.at
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Position {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, PositionError> {
        let position: Self = serde_json::from_str(text).map_err(|error| PositionError(error.to_string()))?;
        if position.version == VERSION {
            Ok(position)
        } else {
            Err(PositionError(format!("version {} is not known", position.version)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_being_stored() {
        let mark = Mark { name: "خبر.jsonl".into(), number: 3, place: Place { raw: 9, skip: 1 } };
        let position = Position::new(vec![mark.clone(), Mark::default()]);
        let text = position.to_string();
        assert_eq!(text.lines().count(), 1);
        assert_eq!(text.parse::<Position>().unwrap(), position);
        for wrong in ["", "{}", r#"{"version":2,"at":[]}"#] {
            assert!(wrong.parse::<Position>().is_err(), "{wrong}");
        }
    }
}
