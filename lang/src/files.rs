//! Where the files of a pack come from: the binary or a folder.

use std::path::Path;

/// The files of a pack by their path inside its folder, with `/`.
#[derive(Clone, Debug, Default)]
pub struct Files(Vec<(String, String)>);

/// A pack could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file or folder could not be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is no embedded pack for this language.
    #[error("no language pack {0:?} is built in")]
    Unknown(String),
    /// The checker has complaints.
    #[error("the language pack has {count} faults, the first: {first}")]
    Faulty {
        /// How many.
        count: usize,
        /// The first, as the checker prints it.
        first: String,
    },
}

macro_rules! embed {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../ar/", $path)))),*]
    };
}

/// The Arabic pack. A test holds this list against the folder.
const ARABIC: &[(&str, &str)] = embed![
    "cues/accuses.toml",
    "cues/affirms.toml",
    "cues/alleges.toml",
    "cues/believes.toml",
    "cues/carriers.toml",
    "cues/commits.toml",
    "cues/denies.toml",
    "cues/judges.toml",
    "cues/nouns.toml",
    "cues/phrases.toml",
    "cues/says.toml",
    "cues/urges.toml",
    "cues/warns.toml",
    "demonyms.tsv",
    "events.tsv",
    "frames/accusation.toml",
    "frames/agreement.toml",
    "frames/appointment.toml",
    "frames/arrest.toml",
    "frames/casualty.toml",
    "frames/control.toml",
    "frames/death.toml",
    "frames/denial.toml",
    "frames/governors.toml",
    "frames/hostility.toml",
    "frames/meeting.toml",
    "frames/nouns.tsv",
    "frames/prepositions.tsv",
    "frames/support.toml",
    "frames/transfer.toml",
    "frames/travel.toml",
    "function_words.tsv",
    "given_names.tsv",
    "hijri.tsv",
    "labels/loaded.tsv",
    "labels/so_called.tsv",
    "organisations.tsv",
    "outlets.tsv",
    "people.tsv",
    "places/countries.tsv",
    "places/countries_patch.tsv",
    "places/place_words.tsv",
    "places/places.tsv",
    "places/places_context.tsv",
    "places/places_patch.tsv",
    "quantities/cues.tsv",
    "quantities/money.tsv",
    "quantities/numbers.tsv",
    "quantities/persons.tsv",
    "quantities/stops.tsv",
    "quantities/things.tsv",
    "quantities/units.tsv",
    "times.tsv",
    "titles.tsv",
    "verbs.tsv",
];

impl Files {
    /// The pack that is built into the binary for an ISO 639-1 code.
    ///
    /// # Errors
    /// [`PackError::Unknown`] for a language without a pack.
    pub fn embedded(language: &str) -> Result<Self, PackError> {
        match language {
            "ar" => Ok(Self(ARABIC.iter().map(|&(p, t)| (p.to_owned(), t.to_owned())).collect())),
            other => Err(PackError::Unknown(other.to_owned())),
        }
    }

    /// All `.toml` and `.tsv` files of a folder and its subfolders, sorted by path.
    ///
    /// # Errors
    /// [`PackError::Io`] naming the file that could not be read.
    pub fn from_dir(dir: &Path) -> Result<Self, PackError> {
        let mut files = Vec::new();
        collect(dir, "", &mut files)?;
        files.sort();
        Ok(Self(files))
    }

    /// The file at `path`; empty if the pack has none.
    #[must_use]
    pub fn get(&self, path: &str) -> &str {
        self.0.iter().find(|(p, _)| p == path).map_or("", |(_, text)| text)
    }

    /// Every file with its path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> Result<(), PackError> {
    let io = |source| PackError::Io { path: dir.display().to_string(), source };
    for entry in std::fs::read_dir(dir).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let inside = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{inside}/"), files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
            let text = std::fs::read_to_string(&path)
                .map_err(|source| PackError::Io { path: path.display().to_string(), source })?;
            files.push((inside, text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_list_is_the_folder() {
        let folder = Files::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ar")).unwrap();
        let embedded = Files::embedded("ar").unwrap();
        let names = |files: &Files| files.iter().map(|(p, _)| p.to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&folder), names(&embedded), "edit ARABIC in files.rs");
    }
}
