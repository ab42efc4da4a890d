//! The arrows between the crates, held against the manifests. DESIGN: arrows go one way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::Table;

/// Each crate with the crates of the workspace that it may depend on. A new crate must
/// be listed here first; one that is listed and not yet written is no fault.
const ARROWS: &[(&str, &[&str])] = &[
    ("musnad-model", &[]),
    ("musnad-lang", &["musnad-model"]),
    ("musnad-reader", &["musnad-model", "musnad-lang"]),
    ("musnad-compare", &["musnad-model"]),
    ("musnad-intake", &["musnad-model"]),
    ("musnad-columns", &["musnad-model"]),
    ("musnad-ledger", &["musnad-model"]),
    (
        "musnad-desk",
        &["musnad-model", "musnad-lang", "musnad-reader", "musnad-compare", "musnad-intake", "musnad-ledger"],
    ),
    (
        "musnad",
        &[
            "musnad-model",
            "musnad-lang",
            "musnad-reader",
            "musnad-compare",
            "musnad-columns",
            "musnad-intake",
            "musnad-ledger",
            "musnad-desk",
        ],
    ),
    ("musnad-py", &["musnad-model", "musnad-lang", "musnad-reader", "musnad-compare", "musnad-columns"]),
];

/// Crates without a network, a database, a clock, threads or async, and what would bring them.
const PURE: &[&str] = &["musnad-model", "musnad-lang", "musnad-reader", "musnad-compare"];
const IMPURE: &[&str] = &[
    "tokio",
    "async-std",
    "smol",
    "futures",
    "reqwest",
    "ureq",
    "hyper",
    "axum",
    "rusqlite",
    "sqlx",
    "postgres",
    "tempfile",
    "rand",
    "chrono",
    "time",
    "walkdir",
    "memmap2",
    "rayon",
];

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every crate of the workspace: its name and its manifest.
pub(super) fn manifests() -> BTreeMap<String, Table> {
    let mut folders = vec![root().join("lang")];
    folders.extend(fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()));
    let manifests = folders.into_iter().map(|folder| folder.join("Cargo.toml")).filter(|file| file.is_file());
    manifests
        .map(|file| {
            let manifest: Table = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            (manifest["package"]["name"].as_str().unwrap().to_owned(), manifest)
        })
        .collect()
}

/// The names in these tables of a manifest, also in those of a target.
fn dependencies(manifest: &Table, kinds: &[&str]) -> BTreeSet<String> {
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let tables =
        std::iter::once(manifest).chain(targets.into_iter().flat_map(Table::values).filter_map(toml::Value::as_table));
    let lists = tables.flat_map(|table| kinds.iter().filter_map(|&kind| table.get(kind)?.as_table()));
    // `name = { package = "other" }` depends on `other`.
    let meant = |(name, value): (&String, &toml::Value)| {
        value.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned()
    };
    lists.flatten().map(meant).collect()
}

const ALL: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

/// What is wrong with the arrows of these manifests.
fn faults(manifests: &BTreeMap<String, Table>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, manifest) in manifests {
        let Some((_, allowed)) = ARROWS.iter().find(|(n, _)| n == name) else {
            faults.push(format!("{name} is not listed in ARROWS; give it its place there and in ARCHITECTURE.md"));
            continue;
        };
        for to in dependencies(manifest, ALL) {
            let own = to == "musnad" || to.starts_with("musnad-");
            if own && !allowed.contains(&to.as_str()) {
                faults.push(format!("{name} must not depend on {to}"));
            }
        }
        for to in dependencies(manifest, &["dependencies", "build-dependencies"]) {
            if PURE.contains(&name.as_str()) && IMPURE.contains(&to.as_str()) {
                faults.push(format!("{name} is pure and must not depend on {to}"));
            }
        }
    }
    faults
}

#[test]
fn arrows_go_one_way() {
    let manifests = manifests();
    assert!(
        ["musnad-model", "musnad-lang", "musnad-reader", "musnad-intake", "musnad-ledger", "musnad"]
            .iter()
            .all(|name| manifests.contains_key(*name))
    );
    assert_eq!(faults(&manifests), Vec::<String>::new());
}

#[test]
fn the_list_itself_has_no_circle() {
    for (i, (name, to)) in ARROWS.iter().enumerate() {
        for arrow in *to {
            let place = ARROWS.iter().position(|(n, _)| n == arrow).unwrap_or_else(|| panic!("{arrow} is not listed"));
            assert!(place < i, "{name} comes after what it depends on, but {arrow} comes after it");
        }
    }
    let (_, reader) = ARROWS.iter().find(|(n, _)| *n == "musnad-reader").unwrap();
    let (_, ledger) = ARROWS.iter().find(|(n, _)| *n == "musnad-ledger").unwrap();
    assert!(!reader.contains(&"musnad-ledger") && !ledger.contains(&"musnad-reader"), "reader and ledger never meet");
}

#[test]
fn a_wrong_arrow_is_seen() {
    let one = |text: &str| {
        let manifest: Table = toml::from_str(text).unwrap();
        faults(&BTreeMap::from([(manifest["package"]["name"].as_str().unwrap().to_owned(), manifest)]))
    };
    assert_eq!(one("package.name = 'musnad-reader'\ndependencies.musnad-intake.workspace = true").len(), 1);
    assert_eq!(one("package.name = 'musnad-reader'\ndev-dependencies.musnad-intake.workspace = true").len(), 1);
    assert_eq!(
        one("package.name = 'musnad-reader'\ndependencies.x = { package = 'musnad-ledger', version = '1' }").len(),
        1
    );
    assert_eq!(
        one("package.name = 'musnad-reader'\n[target.'cfg(unix)'.dependencies]\nmusnad-desk.workspace = true").len(),
        1
    );
    assert_eq!(one("package.name = 'musnad-model'\ndependencies.tokio = '1'").len(), 1);
    assert_eq!(one("package.name = 'musnad-utils'").len(), 1);
}
