//! What is wrong with a pack, said so that a linguist can mend it. Frames have [a file of their own](frames).

mod frames;

use std::collections::{HashMap, HashSet};
use std::fmt;

use musnad_model::Stance;
use musnad_model::fold::{Strength, fold, is_mark};

use crate::conjugate::forms;
use crate::files::{Files, PackError};
use crate::pack::{Governs, Takes, Word};
use crate::rows::{CueFile, CueRow, lines};

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Path inside the pack.
    pub file: String,
    /// 1-based; 0 if the whole file is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// The stance with this name.
#[must_use]
pub fn stance(name: &str) -> Option<Stance> {
    Stance::ALL.into_iter().find(|s| s.as_str() == name)
}

/// The lists of a pack and the columns that they must have; the first is the id.
const LISTS: &[(&str, &[&str])] = &[
    ("demonyms.tsv", &["id", "country", "latin", "country_ar", "masc", "fem", "plural"]),
    ("events.tsv", &["id", "forms"]),
    ("verbs.tsv", &["id", "perfect", "imperfect", "noun"]),
    ("frames/nouns.tsv", &["id", "kind", "forms"]),
    ("frames/prepositions.tsv", &["id", "class", "forms"]),
    ("function_words.tsv", &["id", "class", "forms"]),
    ("given_names.tsv", &["id", "gender", "name", "common"]),
    ("labels/loaded.tsv", &["id", "kind", "forms"]),
    ("labels/so_called.tsv", &["id", "place", "forms"]),
    ("organisations.tsv", &["id", "kind", "country", "latin", "name", "aliases", "ambiguous"]),
    ("outlets.tsv", &["id", "kind", "country", "latin", "name", "aliases", "ambiguous"]),
    ("people.tsv", &["id", "latin", "country", "name", "aliases", "roles"]),
    ("titles.tsv", &["id", "class", "masculine", "feminine", "plural", "english", "complement"]),
];

/// Tables whose readers hold their form in tests of their own; here only their characters are checked.
const DATA: &[&str] = &[
    "hijri.tsv",
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
];

/// Checks the built-in pack.
///
/// # Errors
/// [`PackError::Unknown`] for a language without a pack.
pub fn check_embedded(language: &str) -> Result<Vec<Complaint>, PackError> {
    Files::embedded(language).map(|files| check(&files))
}

/// Checks a folder.
///
/// # Errors
/// [`PackError::Io`] if a file cannot be read.
pub fn check_dir(dir: &std::path::Path) -> Result<Vec<Complaint>, PackError> {
    Files::from_dir(dir).map(|files| check(&files))
}

/// Every fault of a pack, in the order of its files.
#[must_use]
pub fn check(files: &Files) -> Vec<Complaint> {
    let mut found = Checker { complaints: Vec::new() };
    let mut ids = HashMap::new();
    let mut verbs = HashMap::new();
    let mut frames = frames::Seen::new(files);
    for (path, text) in files.iter() {
        found.characters(path, text);
        if path.starts_with("cues/") {
            found.cues(path, text, &mut ids, &mut verbs);
        } else if path == "frames/governors.toml" {
            found.governors(path, text, &mut frames);
        } else if path.starts_with("frames/") && path.ends_with(".toml") {
            found.frames(path, text, &mut frames);
        } else if let Some((_, columns)) = LISTS.iter().find(|(name, _)| *name == path) {
            found.list(path, text, columns);
        } else if !DATA.contains(&path) {
            found.say(path, 0, "no such file is known in a pack; see CONTRIBUTING.md");
        }
    }
    found.complaints
}

struct Checker {
    complaints: Vec<Complaint>,
}

impl Checker {
    fn say(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.complaints.push(Complaint { file: file.to_owned(), line, message: message.into() });
    }

    /// Characters that look like nothing and break matching or the editor's line.
    fn characters(&mut self, path: &str, text: &str) {
        for (i, line) in text.lines().enumerate() {
            for c in line.chars() {
                let fault = match c {
                    '\u{0640}' => "a tatweel; write the word without it",
                    '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' => "a presentation form; write the plain letter",
                    '\u{064B}'..='\u{0652}' => continue,
                    c if is_mark(c) => "an invisible or direction mark; delete it",
                    _ => continue,
                };
                self.say(path, i + 1, format!("U+{:04X} is {fault}", c as u32));
            }
            let first = line.trim_start().chars().next();
            if first.is_some_and(|c| !c.is_ascii()) {
                self.say(path, i + 1, "a line must begin with its ASCII id or key");
            }
        }
    }

    fn list(&mut self, path: &str, text: &str, columns: &[&str]) {
        let header: Vec<&str> = text.lines().next().unwrap_or("").split('\t').map(str::trim).collect();
        for column in columns.iter().filter(|c| !header.contains(c)) {
            self.say(path, 1, format!("the column {column:?} is missing"));
        }
        let mut ids = HashSet::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for line in lines(text) {
            let id = line.get("id");
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
            if id.is_empty() || !id.chars().all(plain) {
                self.say(path, line.number, format!("id {id:?}: use a-z, 0-9, - and _"));
            }
            if !ids.insert(id) {
                self.say(path, line.number, format!("id {id:?} is used twice"));
            }
            let (has, wants) = line.widths();
            if has != wants {
                self.say(path, line.number, format!("{has} columns where the header has {wants}"));
            }
            if let Some(fault) = frames::list_fault(path, &line) {
                self.say(path, line.number, fault);
            }
            if path == "function_words.tsv" && Word::parse(line.get("class")).is_none() {
                self.say(path, line.number, format!("unknown class {:?}", line.get("class")));
            }
            let own: HashSet<String> = ["name", "aliases"]
                .into_iter()
                .flat_map(|column| line.list(column))
                .map(|name| fold(name, Strength::Lossy))
                .collect();
            for key in own {
                if let Some(first) = seen.insert(key.clone(), line.number) {
                    self.say(path, line.number, format!("{key} folds together with line {first}"));
                }
            }
        }
    }

    fn cues(
        &mut self,
        path: &str,
        text: &str,
        ids: &mut HashMap<String, String>,
        verbs: &mut HashMap<String, (String, bool)>,
    ) {
        let file: CueFile = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                let line = error.span().map_or(0, |s| text[..s.start].lines().count().max(1));
                return self.say(path, line, error.message().to_owned());
            }
        };
        for row in &file.cue {
            let needle = format!("id = \"{}\"", row.id);
            let at = text.lines().position(|l| l.trim() == needle).map_or(0, |i| i + 1);
            for message in faults(row) {
                self.say(path, at, format!("{}: {message}", row.id));
            }
            if let Some(other) = ids.insert(row.id.clone(), path.to_owned()) {
                self.say(path, at, format!("id {:?} is used in {other} too", row.id));
            }
            let head = if row.kind == "verb" { &row.perfect } else { &row.form };
            let key = format!("{} {}", row.kind, fold(head, Strength::Lossy));
            // Two verbs may share their letters (ذكر, ذكّر): then one of them says so.
            let noted = !row.note.is_empty();
            if let Some((other, other_noted)) = verbs.insert(key, (row.id.clone(), noted))
                && !noted
                && !other_noted
            {
                self.say(path, at, format!("{}: folds together with {other}; join them or say why in note", row.id));
            }
        }
    }
}

/// What is wrong with one cue by itself.
fn faults(row: &CueRow) -> Vec<String> {
    let mut out = Vec::new();
    if row.id.is_empty() || !row.id.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)) {
        out.push("the id must be ASCII letters, digits, - and _".to_owned());
    }
    match row.kind.as_str() {
        "verb" => {
            if row.perfect.is_empty() || row.imperfect.is_empty() {
                out.push("a verb needs perfect and imperfect".to_owned());
            }
            if !row.imperfect.is_empty() && !row.imperfect.starts_with('ي') {
                out.push("the imperfect must begin with ya (third person masculine)".to_owned());
            }
        }
        "noun" | "phrase" | "carrier" => {
            if row.form.is_empty() {
                out.push(format!("a {} needs form", row.kind));
            }
        }
        other => out.push(format!("unknown kind {other:?}: verb, noun, phrase or carrier")),
    }
    if row.kind != "carrier" && stance(&row.stance).is_none() {
        out.push(format!("unknown stance {:?}", row.stance));
    }
    for word in row.governs.iter().filter(|w| !Governs::WORDS.contains(&w.as_str())) {
        out.push(format!("governs {word:?} is none of {}", Governs::WORDS.join(", ")));
    }
    for word in row.takes.iter().filter(|w| !Takes::WORDS.contains(&w.as_str())) {
        out.push(format!("takes {word:?} is none of {}", Takes::WORDS.join(", ")));
    }
    if matches!(row.kind.as_str(), "verb" | "noun") && row.governs.is_empty() {
        out.push("governs is empty: how does it take its content?".to_owned());
    }
    if row.kind == "phrase" && row.takes.is_empty() {
        out.push("takes is empty: source, clause or pronoun?".to_owned());
    }
    if row.kind == "noun" && !matches!(row.source.as_str(), "self" | "owner") {
        out.push("source must be \"self\" or \"owner\"".to_owned());
    }
    let forms: Vec<String> = forms(row).into_iter().map(|(form, _)| fold(&form, Strength::Lossy)).collect();
    for (name, examples) in [("match", &row.r#match), ("skip", &row.skip)] {
        if examples.is_empty() {
            out.push(format!("{name} needs at least one sentence"));
        }
        for sentence in examples.iter().filter(|_| name == "match") {
            let folded = fold(sentence, Strength::Lossy);
            // Cut off endings that change before a suffix, so that نفاه still shows نفى.
            if !forms.iter().any(|f| folded.contains(stem(f))) {
                out.push(format!("no form of the cue stands in {sentence:?}"));
            }
        }
    }
    out
}

fn stem(form: &str) -> &str {
    let form = form.trim_end_matches([' ', 'ل', 'ب']);
    let cut = form.strip_suffix(['ي', 'ه', 'ا']).unwrap_or(form);
    if cut.chars().count() >= 2 { cut } else { form }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn the_embedded_pack_has_no_faults() {
        let complaints = check_embedded("ar").unwrap();
        let all: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/faulty");
        let complaints = check_dir(&dir).unwrap();
        let all = complaints.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for wanted in [
            "is a tatweel",
            "is a presentation form",
            "direction mark",
            "must begin with its ASCII id",
            "unknown stance",
            "governs \"somehow\"",
            "skip needs at least one",
            "folds together with",
            "is used twice",
            "unknown class",
            "no form of the cue stands in",
            "columns where the header has",
        ] {
            assert!(all.contains(wanted), "no complaint about {wanted:?} in\n{all}");
        }
    }
}
