//! The Markdown cases under `cases/`, as specification and test at once.
//!
//! Each case is read alone and shifted inside a longer text; the attributions
//! must be the expected ones and no others. A case may say `open: why` in its
//! expectation: it is then known not to be read right yet, and the test fails
//! when it is, so that the mark is taken away. After new weights,
//! `MARK_CASES=1 cargo test -p musnad-reader --test reader every_case` sets and takes
//! away the marks itself; look at what it did.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use musnad_model::Attribution;

use super::{read, words};

/// A narration that holds no attribution, put before and after a case.
const BEFORE: &str = "تقع البلدة القديمة على ضفة النهر، ويعبرها جسر من الحجر.\n\n";
const AFTER: &str = "\n\nويصل القطار إلى المحطة مرتين في اليوم.\n";

struct Case {
    file: PathBuf,
    slug: String,
    text: String,
    expected: Vec<HashMap<String, String>>,
    open: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ar")
}

fn cases() -> Vec<Case> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "md"));
    files.sort();
    files.iter().flat_map(|file| parse(file)).collect()
}

fn parse(file: &Path) -> Vec<Case> {
    let source = std::fs::read_to_string(file).unwrap();
    let mut out = Vec::new();
    for section in source.split("\n## ").skip(1) {
        let slug = section.lines().next().unwrap_or("").trim().to_owned();
        let block = |name: &str| {
            let start = section.find(&format!("```{name}\n"))? + name.len() + 4;
            Some(section[start..].split("\n```").next().unwrap_or("").to_owned())
        };
        let text = block("text").unwrap_or_else(|| panic!("{}: {slug}: no text block", file.display()));
        let expect = block("expect").unwrap_or_else(|| panic!("{}: {slug}: no expect block", file.display()));
        let mut open = None;
        let mut expected = Vec::new();
        for part in expect.split("\n---\n") {
            let mut fields = HashMap::new();
            for line in part.lines().filter(|l| !l.trim().is_empty() && l.trim() != "none") {
                let (key, value) =
                    line.split_once(": ").unwrap_or_else(|| panic!("{}: {slug}: {line:?}", file.display()));
                if key == "open" {
                    open = Some(value.to_owned());
                } else {
                    fields.insert(key.to_owned(), value.trim().to_owned());
                }
            }
            if !fields.is_empty() {
                expected.push(fields);
            }
        }
        out.push(Case { file: file.to_owned(), slug, text, expected, open });
    }
    out
}

fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with the reading of a case; empty if nothing is.
fn faults(case: &Case, text: &str) -> String {
    let reading = read(text);
    let mut out = String::new();
    let mut used = vec![false; reading.attributions.len()];
    let mut matched: Vec<Option<&Attribution>> = Vec::new();
    for expected in &case.expected {
        let wanted = flat(expected.get("content").map_or("", String::as_str));
        let cue = flat(expected.get("cue").map_or("", String::as_str));
        let found = reading
            .attributions
            .iter()
            .enumerate()
            .filter(|(i, _)| !used[*i])
            .filter(|(_, a)| flat(&words(text, &a.content)) == wanted)
            .max_by_key(|(i, a)| (flat(&words(text, &a.cue)) == cue, std::cmp::Reverse(*i)));
        match found {
            Some((i, a)) => {
                used[i] = true;
                matched.push(Some(a));
            }
            None => {
                if !expected.contains_key("optional") {
                    let _ = writeln!(out, "  missing: {cue} → {wanted}");
                }
                matched.push(None);
            }
        }
    }
    for (expected, found) in case.expected.iter().zip(&matched) {
        let Some(found) = found else { continue };
        compare(&mut out, expected, found, text, &matched);
    }
    for (a, _) in reading.attributions.iter().zip(&used).filter(|(_, used)| !**used) {
        let _ = writeln!(out, "  extra ({}): {} → {}", a.rule, words(text, &a.cue), words(text, &a.content));
    }
    out
}

fn compare(
    out: &mut String,
    expected: &HashMap<String, String>,
    found: &Attribution,
    text: &str,
    matched: &[Option<&Attribution>],
) {
    let content = expected.get("content").map_or("", String::as_str);
    let mut check = |what: &str, wanted: &str, got: &str| {
        if flat(wanted) != flat(got) {
            let _ = writeln!(out, "  {what}: wanted {wanted:?}, got {got:?} ({}: {content})", found.rule);
        }
    };
    check("source", expected.get("source").map_or("", String::as_str), &words(text, &found.source));
    check("cue", expected.get("cue").map_or("", String::as_str), &words(text, &found.cue));
    let enumerated = |value: &dyn erased::Json| value.word();
    if let Some(mode) = expected.get("mode") {
        check("mode", mode, &enumerated(&found.mode));
    }
    if let Some(stance) = expected.get("stance") {
        check("stance", stance, found.stance.as_str());
    }
    if let Some(speaker) = expected.get("speaker") {
        check("speaker", speaker, found.speaker.as_deref().unwrap_or("none"));
    }
    check("via", expected.get("via").map_or("", String::as_str), found.via.as_deref().unwrap_or(""));
    check("negated", expected.get("negated").map_or("false", String::as_str), &found.negated.to_string());
    let parent = expected.get("parent").and_then(|n| n.parse::<usize>().ok());
    let wanted = parent.and_then(|n| matched.get(n - 1).copied().flatten()).map(|a| a.id.clone());
    let optional = parent.is_some() && wanted.is_none();
    if !optional {
        check("parent", wanted.as_deref().unwrap_or(""), found.parent.as_deref().unwrap_or(""));
    }
}

/// The word that a value has on the wire.
mod erased {
    pub trait Json {
        fn word(&self) -> String;
    }

    impl Json for musnad_model::Mode {
        fn word(&self) -> String {
            serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
        }
    }
}

#[test]
fn every_case_is_read_as_it_says() {
    let mut report = String::new();
    let (mut right, mut wrong) = (0, 0);
    let all = cases();
    let mark = std::env::var_os("MARK_CASES").is_some();
    for case in &all {
        let alone = faults(case, &case.text);
        let shifted = format!("{BEFORE}{}{AFTER}", case.text);
        let found = if alone.is_empty() { faults(case, &shifted) } else { alone };
        match (&case.open, found.is_empty()) {
            _ if mark => remark(case, &found),
            (None, true) => right += 1,
            (Some(_), false) => {}
            (Some(why), true) => {
                wrong += 1;
                let _ = writeln!(
                    report,
                    "{}: {}: is read right now; delete its line «open: {why}»",
                    case.file.display(),
                    case.slug
                );
            }
            (None, false) => {
                wrong += 1;
                let _ = writeln!(
                    report,
                    "{}: {}\n  text: {}\n{found}",
                    case.file.display(),
                    case.slug,
                    case.text.replace('\n', " ⏎ ")
                );
            }
        }
    }
    assert!(wrong == 0, "{wrong} of {} cases are wrong, {right} right:\n{report}", all.len());
}

/// Writes the case's file anew with its mark as the reading deserves it.
fn remark(case: &Case, faults: &str) {
    let source = std::fs::read_to_string(&case.file).unwrap();
    let head = format!("\n## {}\n", case.slug);
    let (before, section) = source.split_at(source.find(&head).unwrap());
    let fence = section.find("```expect\n").unwrap() + "```expect\n".len();
    let (start, expect) = section.split_at(fence);
    let rest = match expect.strip_prefix("open: ") {
        Some(line) => line.split_once('\n').map_or("", |(_, rest)| rest),
        None => expect,
    };
    let mut kinds: Vec<&str> =
        faults.lines().filter_map(|l| l.trim().split([':', '(']).next()).map(str::trim).collect();
    kinds.dedup();
    let open = if faults.is_empty() { String::new() } else { format!("open: {}\n", kinds.join(", ")) };
    std::fs::write(&case.file, format!("{before}{start}{open}{rest}")).unwrap();
}

#[test]
fn there_are_enough_cases_and_few_open_ones() {
    let all = cases();
    let open = all.iter().filter(|c| c.open.is_some()).count();
    assert!(all.len() - open >= 150, "{} cases, {open} open", all.len());
    let mut slugs: Vec<&str> = all.iter().map(|c| c.slug.as_str()).collect();
    slugs.sort_unstable();
    let count = slugs.len();
    slugs.dedup();
    assert_eq!(slugs.len(), count, "slugs must be unique");
}

#[test]
fn a_wrong_reading_is_seen() {
    let mut all = cases();
    let case = all.iter_mut().find(|c| c.expected.len() == 1 && faults(c, &c.text).is_empty()).unwrap();
    case.expected[0].insert("stance".into(), "denies".into());
    let text = case.text.clone();
    assert!(faults(case, &text).contains("stance"));
}
