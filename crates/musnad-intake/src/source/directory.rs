//! A directory with all that is below it, in the order of names.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    vec,
};

use musnad_model::{Step, provenance};

use super::{Next, Opening, Source};
use crate::{
    IntakeError, Told, Trouble,
    format::by_name,
    position::Mark,
    stream::{Place, Raw},
};

/// How deep directories may stand in directories.
const MAX_DEPTH: usize = 64;

/// Walks one directory after the other; what is held at a time are the names in those
/// that lie on the way to the current file.
pub(crate) struct Directory {
    root: PathBuf,
    levels: Vec<vec::IntoIter<(OsString, bool)>>,
    /// The way from the root to the innermost level.
    way: PathBuf,
    /// The file that was opened last, below the root.
    last: String,
    number: u64,
    /// Where to begin: the names on the way to a file.
    from: Vec<String>,
    inclusive: bool,
    any: bool,
    trouble: Option<IntakeError>,
}

impl Directory {
    /// Walks `root`. With a mark it begins at the file named there: at the file itself if
    /// the run stood inside of it, else after it.
    pub(crate) fn open(root: &Path, mark: Option<&Mark>) -> Self {
        let mut directory = Self {
            root: root.to_owned(),
            levels: Vec::new(),
            way: PathBuf::new(),
            last: mark.map(|mark| mark.name.clone()).unwrap_or_default(),
            number: mark.map_or(0, |mark| mark.number),
            from: mark.map(|mark| mark.name.split('/').map(str::to_owned).collect()).unwrap_or_default(),
            inclusive: mark.is_some_and(|mark| mark.place.skip == INSIDE),
            any: mark.is_some(),
            trouble: None,
        };
        directory.enter();
        directory
    }

    /// Opens the directory at the end of the way.
    fn enter(&mut self) {
        let path = self.root.join(&self.way);
        match names(&path) {
            Ok(mut names) => {
                let depth = self.levels.len();
                if let Some(from) = self.from.get(depth) {
                    // The last name on the way is the file; all before are directories to enter again.
                    let last = depth + 1 == self.from.len();
                    let keep = |name: &OsString| {
                        let name = name.to_string_lossy();
                        name.as_ref() > from.as_str() || name.as_ref() == from.as_str() && (!last || self.inclusive)
                    };
                    names.retain(|(name, _)| keep(name));
                }
                self.levels.push(names.into_iter());
            }
            Err(error) => {
                self.trouble = Some(IntakeError::new(path.display().to_string(), error));
                self.levels.push(Vec::new().into_iter());
            }
        }
    }
}

/// In the place of a mark: the run stood inside of the file.
const INSIDE: u64 = 1;

/// The names in a directory that may hold articles, in their order, and which are directories.
fn names(directory: &Path) -> std::io::Result<Vec<(OsString, bool)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // The entry's own type does not follow links, so a link cannot lead round in a circle.
        let is_directory = entry.file_type()?.is_dir();
        if is_directory || by_name(&name.to_string_lossy()).is_some() && entry.path().is_file() {
            names.push((name, is_directory));
        }
    }
    names.sort();
    Ok(names)
}

impl Source for Directory {
    fn next(&mut self) -> Option<Result<Next, IntakeError>> {
        loop {
            if let Some(error) = self.trouble.take() {
                self.any = true;
                return Some(Err(error));
            }
            let level = self.levels.last_mut()?;
            let Some((name, is_directory)) = level.next() else {
                self.levels.pop();
                self.way.pop();
                // Names on the way to the first file count only once.
                self.from.truncate(self.levels.len());
                if self.levels.is_empty() && !std::mem::replace(&mut self.any, true) {
                    return Some(Err(IntakeError::new(self.root.display().to_string(), Trouble::NoArticles)));
                }
                continue;
            };
            let below = self.way.join(&name);
            let depth = self.levels.len();
            if self.from.get(depth - 1).is_some_and(|from| name.to_string_lossy() != from.as_str()) {
                self.from.truncate(depth - 1);
            }
            if is_directory {
                if depth < MAX_DEPTH {
                    self.way = below;
                    self.enter();
                }
                continue;
            }
            self.any = true;
            self.number += 1;
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            self.last = parts.join("/");
            let path = self.root.join(&below);
            let found = vec![Step::File { path: path.display().to_string() }];
            let name = provenance::name(&found);
            let told = Told::default();
            return Some(Ok(Next::Open(Opening { found, raw: Raw::File(path), name, told, asked_for: false })));
        }
    }

    fn mark(&self, inside: bool) -> Mark {
        let place = Place { raw: 0, skip: if inside { INSIDE } else { 0 } };
        Mark { name: self.last.clone(), number: self.number, place }
    }
}
