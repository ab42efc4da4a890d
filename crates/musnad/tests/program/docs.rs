//! The documents for people name everything that there is.

use std::fs;

use musnad_lang::{Files, Governs, Takes, rows::lines};

use super::arrows::{manifests, root};
use super::{musnad, words};

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Fails with every name that does not stand in the page as code.
#[track_caller]
fn names_all<S: AsRef<str>>(page_name: &str, wanted: impl IntoIterator<Item = S>) {
    let text = page(page_name);
    let missing: Vec<String> =
        wanted.into_iter().map(|name| format!("`{}`", name.as_ref())).filter(|name| !text.contains(name)).collect();
    assert!(missing.is_empty(), "{page_name} does not name {}", missing.join(", "));
}

/// The commands of the program, from its own help.
fn commands() -> Vec<String> {
    let help = musnad(&root(), &["--help"]);
    let text = words(&help.stdout);
    let list = text.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // A description that is too long goes on in a line of its own.
    list.lines()
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_readme_names_every_command() {
    let commands = commands();
    assert!(commands.len() >= 7 && commands.iter().any(|c| c == "extract"), "{commands:?}");
    let text = page("README.md");
    for command in commands {
        assert!(text.contains(&format!("`musnad {command}")), "README.md does not name `musnad {command}`");
    }
}

#[test]
fn the_readme_shows_the_example_that_is_compiled() {
    let example = page("crates/musnad-reader/examples/read.rs");
    let shown = page("README.md");
    let code = shown.split("```rust\n").nth(1).unwrap().split("\n```").next().unwrap();
    for line in code.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(example.contains(line), "README.md shows {line:?}, which examples/read.rs does not have");
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let output = musnad(&root(), &["read", "examples/bridge.txt"]);
    let shown = words(&output.stdout).trim_end();
    assert!(page("README.md").contains(shown), "README.md does not show this output:\n{shown}");
    let article = page("examples/bridge.txt");
    assert!(page("README.md").contains(article.trim_end()), "README.md does not show examples/bridge.txt");
}

#[test]
fn contributing_shows_every_construction() {
    names_all("CONTRIBUTING.md", Governs::WORDS);
    names_all("CONTRIBUTING.md", Takes::WORDS);
}

#[test]
fn contributing_names_every_file_and_column_of_the_pack() {
    let pack = Files::embedded("ar").unwrap();
    let files: Vec<&str> = pack.iter().map(|(path, _)| path.trim_start_matches("cues/")).collect();
    names_all("CONTRIBUTING.md", files);
    for (path, text) in pack.iter().filter(|(path, _)| path.ends_with(".tsv")) {
        let header = text.lines().next().unwrap_or("");
        names_all("CONTRIBUTING.md", header.split('\t').map(str::trim));
        assert!(lines(text).next().is_some(), "{path} is empty");
    }
}

#[test]
fn contributing_names_every_field_of_a_cue() {
    // The fields are taken from where they are defined, so that none can be forgotten.
    let source = page("lang/src/rows.rs");
    let fields = source.split("pub struct CueRow {").nth(1).unwrap().split("\n}").next().unwrap();
    let fields: Vec<&str> = fields
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next())
        .map(|name| name.trim_start_matches("r#"))
        .collect();
    assert!(fields.len() >= 15, "{fields:?}");
    names_all("CONTRIBUTING.md", fields);
}

#[test]
fn every_rule_says_why() {
    let mut ids: Vec<&str> = musnad_reader::RULES.iter().map(|rule| rule.id).collect();
    for rule in musnad_reader::RULES {
        assert!(rule.why.split_whitespace().count() >= 5, "{} does not say why", rule.id);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), musnad_reader::RULES.len(), "an id is used twice");
}

#[test]
fn the_map_names_every_crate_and_module_of_the_reader() {
    names_all("ARCHITECTURE.md", manifests().into_keys());
    let source = root().join("crates/musnad-reader/src");
    let modules = fs::read_dir(source).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let modules = modules.filter(|name| !name.contains('.') || name.ends_with(".rs") && name != "lib.rs");
    names_all("ARCHITECTURE.md", modules.map(|name| if name.contains('.') { name } else { format!("{name}/") }));
    assert!(page("ARCHITECTURE.md").lines().count() < 400, "ARCHITECTURE.md is to stay under 400 lines");
}

#[test]
fn the_glossary_has_every_stance_and_kind_of_cue() {
    names_all("GLOSSARY.md", musnad_model::Stance::ALL.iter().map(|stance| stance.as_str()));
    names_all("GLOSSARY.md", ["verb", "noun", "phrase", "carrier"]);
}
