//! What is wrong with frames, their triggers and governors.

use std::collections::{HashMap, HashSet};

use musnad_model::Modality;
use musnad_model::fold::{Strength, fold};

use super::{Checker, stem};
use crate::conjugate::{finite_forms, participle_forms, verbal_noun_forms};
use crate::files::Files;
use crate::frames::{Fits, Kinds};
use crate::labels::{Beside, Loaded};
use crate::rows::{ExampleRow, FrameFile, FrameRow, GovernorFile, GovernorRow, Line, TriggerRow, lines};

/// Keys of an example that are no roles.
const PLAIN: &[&str] = &["text", "polarity", "modality", "trigger"];

/// What was seen in other files.
pub struct Seen {
    ids: HashMap<String, String>,
    prepositions: HashSet<String>,
}

impl Seen {
    pub fn new(files: &Files) -> Self {
        let prepositions = lines(files.get("frames/prepositions.tsv")).map(|l| l.get("id").to_owned()).collect();
        Self { ids: HashMap::new(), prepositions }
    }
}

/// What is wrong with a line of the lists that frames and labels use.
pub fn list_fault(path: &str, line: &Line<'_>) -> Option<String> {
    let (column, known): (&str, Vec<&str>) = match path {
        "frames/nouns.tsv" => ("kind", Kinds::WORDS.iter().map(|(w, _)| *w).collect()),
        "frames/prepositions.tsv" => ("class", vec!["", "place", "event", "purpose"]),
        "labels/loaded.tsv" => ("kind", Loaded::WORDS.iter().map(|(w, _)| *w).collect()),
        "labels/so_called.tsv" => ("place", Beside::WORDS.iter().map(|(w, _)| *w).collect()),
        _ => return None,
    };
    let word = line.get(column);
    (!known.contains(&word)).then(|| format!("unknown {column} {word:?}: one of {}", known.join(", ")))
}

impl Checker {
    /// A file of one frame.
    pub(super) fn frames(&mut self, path: &str, text: &str, seen: &mut Seen) {
        let file: FrameFile = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                let line = error.span().map_or(0, |s| text[..s.start].lines().count().max(1));
                return self.say(path, line, error.message().to_owned());
            }
        };
        for message in frame_faults(&file.frame) {
            self.say(path, 1, format!("{}: {message}", file.frame.id));
        }
        let mut verbs: HashMap<String, (&str, bool)> = HashMap::new();
        for row in &file.trigger {
            let at = line_of(text, &row.id);
            for message in trigger_faults(&file.frame, row, seen) {
                self.say(path, at, format!("{}: {message}", row.id));
            }
            self.unique(path, at, &format!("{}/{}", file.frame.id, row.id), seen);
            let noted = !row.note.is_empty() || !row.with.is_empty();
            for verb in &row.verbs {
                let key = fold(verb, Strength::Lossy);
                if let Some((other, other_noted)) = verbs.insert(key, (&row.id, noted))
                    && other != row.id
                    && !noted
                    && !other_noted
                {
                    self.say(path, at, format!("{}: {verb} is in {other} too; join them or say why in note", row.id));
                }
            }
        }
    }

    /// The governors.
    pub(super) fn governors(&mut self, path: &str, text: &str, seen: &mut Seen) {
        let file: GovernorFile = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                let line = error.span().map_or(0, |s| text[..s.start].lines().count().max(1));
                return self.say(path, line, error.message().to_owned());
            }
        };
        for row in &file.governor {
            let at = line_of(text, &row.id);
            for message in governor_faults(row, seen) {
                self.say(path, at, format!("{}: {message}", row.id));
            }
            self.unique(path, at, &format!("governor/{}", row.id), seen);
        }
    }

    fn unique(&mut self, path: &str, line: usize, id: &str, seen: &mut Seen) {
        if let Some(other) = seen.ids.insert(id.to_owned(), path.to_owned()) {
            self.say(path, line, format!("id {id:?} is used in {other} too"));
        }
    }
}

fn line_of(text: &str, id: &str) -> usize {
    let needle = format!("id = \"{id}\"");
    text.lines().position(|l| l.trim() == needle).map_or(0, |i| i + 1)
}

fn plain_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

fn frame_faults(frame: &FrameRow) -> Vec<String> {
    let mut out = Vec::new();
    if !plain_id(&frame.id) {
        out.push("the id must be ASCII letters, digits, - and _".to_owned());
    }
    if frame.why.is_empty() {
        out.push("why is empty: what is the frame, in one sentence?".to_owned());
    }
    if frame.events.is_empty() || frame.roles.is_empty() {
        out.push("a frame needs events and roles".to_owned());
    }
    for (role, fits) in frame.roles.iter().filter(|(_, fits)| Fits::parse(fits).is_none()) {
        let known: Vec<&str> = Fits::WORDS.iter().map(|(w, _)| *w).collect();
        out.push(format!("role {role}: {fits:?} is none of {}", known.join(", ")));
    }
    out
}

fn trigger_faults(frame: &FrameRow, row: &TriggerRow, seen: &Seen) -> Vec<String> {
    let mut out = Vec::new();
    if !plain_id(&row.id) {
        out.push("the id must be ASCII letters, digits, - and _".to_owned());
    }
    if !frame.events.contains(&row.event) {
        out.push(format!("event {:?} is none of {}", row.event, frame.events.join(", ")));
    }
    for (slot, roles) in &row.slots {
        if !matches!(slot.as_str(), "subject" | "object" | "second" | "rest") && !seen.prepositions.contains(slot) {
            out.push(format!("slot {slot:?} is neither subject, object, second, rest nor a preposition's id"));
        }
        for role in roles.split('|').filter(|r| !frame.roles.contains_key(*r)) {
            out.push(format!("slot {slot}: the frame has no role {role:?}"));
        }
    }
    for need in row.needs.iter().flat_map(|n| n.split('|')) {
        if !frame.roles.contains_key(need.trim_end_matches('+')) {
            out.push(format!("needs: the frame has no role {need:?}"));
        }
    }
    if !matches!(row.owner.as_str(), "subject" | "object" | "either" | "none") {
        out.push("owner must be \"subject\", \"object\", \"either\" or \"none\"".to_owned());
    }
    verb_faults(row.verbs.iter().chain(&row.passives), &mut out);
    let heads = heads(&row.verbs, &row.passives, &row.nouns, &row.participles, &row.patients);
    example_faults(heads, &row.r#match, &mut out);
    for example in &row.r#match {
        for role in example.keys().filter(|k| !PLAIN.contains(&k.as_str()) && !frame.roles.contains_key(*k)) {
            out.push(format!("match: the frame has no role {role:?}"));
        }
    }
    if row.skip.is_empty() {
        out.push("skip needs at least one sentence".to_owned());
    }
    out
}

fn governor_faults(row: &GovernorRow, seen: &Seen) -> Vec<String> {
    let mut out = Vec::new();
    if !plain_id(&row.id) {
        out.push("the id must be ASCII letters, digits, - and _".to_owned());
    }
    for takes in &row.takes {
        if !matches!(takes.as_str(), "object" | "that" | "verb" | "subject") && !seen.prepositions.contains(takes) {
            out.push(format!("takes {takes:?} is neither object, subject, that, verb nor a preposition's id"));
        }
    }
    if !row.modality.is_empty() && Modality::parse(&row.modality).is_none() {
        out.push(format!("unknown modality {:?}", row.modality));
    }
    if !matches!(row.actor.as_str(), "subject" | "own" | "pronoun" | "object" | "patient" | "none") {
        out.push("actor must be \"subject\", \"own\", \"pronoun\", \"object\", \"patient\" or \"none\"".to_owned());
    }
    verb_faults(row.verbs.iter().chain(&row.passives), &mut out);
    let all = [&row.verbs, &row.nouns, &row.phrases].into_iter().all(Vec::is_empty);
    if all {
        out.push("a governor needs verbs, nouns or phrases".to_owned());
    }
    example_faults(Vec::new(), &row.r#match, &mut out);
    if row.skip.is_empty() {
        out.push("skip needs at least one sentence".to_owned());
    }
    out
}

fn verb_faults<'v>(verbs: impl Iterator<Item = &'v String>, out: &mut Vec<String>) {
    for verb in verbs {
        if !verb.split_once(' ').is_some_and(|(_, imperfect)| imperfect.trim().starts_with('ي')) {
            out.push(format!("{verb:?}: give perfect and imperfect, parted by a space"));
        }
    }
}

/// Every verb, noun and participle with its forms.
fn heads<'h>(
    verbs: &'h [String],
    passives: &'h [String],
    nouns: &'h [String],
    participles: &'h [String],
    patients: &'h [String],
) -> Vec<(&'h str, Vec<String>)> {
    let finite = |verb: &String| {
        let (perfect, imperfect) = verb.split_once(' ').unwrap_or((verb, ""));
        finite_forms(perfect, imperfect.trim()).into_iter().map(|(form, _)| form).collect()
    };
    let mut out: Vec<(&str, Vec<String>)> = Vec::new();
    out.extend(verbs.iter().chain(passives).map(|v| (v.as_str(), finite(v))));
    out.extend(nouns.iter().map(|n| (n.as_str(), verbal_noun_forms(n))));
    out.extend(participles.iter().chain(patients).map(|p| (p.as_str(), participle_forms(p))));
    out
}

/// Every word must stand in one of the sentences, and every quoted word in its own.
fn example_faults(heads: Vec<(&str, Vec<String>)>, examples: &[ExampleRow], out: &mut Vec<String>) {
    if examples.is_empty() {
        out.push("match needs at least one sentence".to_owned());
    }
    let folded: Vec<String> =
        examples.iter().map(|e| fold(e.get("text").map_or("", String::as_str), Strength::Lossy)).collect();
    for (head, forms) in heads {
        let forms: Vec<String> = forms.iter().map(|f| fold(f, Strength::Lossy)).collect();
        if !folded.iter().any(|text| forms.iter().any(|f| text.contains(stem(f)))) {
            out.push(format!("no match sentence shows {head:?}"));
        }
    }
    for example in examples {
        let Some(text) = example.get("text") else {
            out.push("a match sentence has no text".to_owned());
            continue;
        };
        if example.get("modality").is_some_and(|m| Modality::parse(m).is_none()) {
            out.push(format!("unknown modality in {text:?}"));
        }
        if example.get("polarity").is_some_and(|p| p != "+" && p != "-") {
            out.push(format!("polarity must be + or - in {text:?}"));
        }
        for (role, words) in example.iter().filter(|(k, _)| !matches!(k.as_str(), "text" | "polarity" | "modality")) {
            for part in words.split(" | ") {
                // ل swallows the article.
                let swallowed = part.strip_prefix("ال").is_some_and(|rest| text.contains(&format!("لل{rest}")));
                if part.is_empty() || !text.contains(part) && !swallowed {
                    out.push(format!("{role}: {part:?} does not stand in {text:?}"));
                }
            }
        }
    }
}
