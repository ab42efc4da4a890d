//! Both databases have the same migrations, and none of them is ever changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use musnad_ledger::Id;

fn migrations(of: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(of);
    let file = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    fs::read_dir(folder).unwrap().map(file).collect()
}

#[test]
fn both_databases_have_migrations_of_the_same_names() {
    let (sqlite, postgres) = (migrations("sqlite"), migrations("postgres"));
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (n, name) in sqlite.keys().enumerate() {
        assert!(name.starts_with(&format!("V{}__", n + 1)), "{name} is not number {}", n + 1);
    }
}

#[test]
fn tables_and_columns_are_the_same() {
    // Names of tables and columns, in order, without types: what the statements of the store speak of.
    let shape = |of: &str| {
        let all: String = migrations(of).into_iter().filter(|(name, _)| !name.contains("search")).map(|(_, sql)| sql).collect();
        let words = all.lines().filter(|line| !line.starts_with("--")).filter_map(|line| {
            let mut words = line.split_whitespace();
            match (words.next()?, words.next(), words.next()) {
                ("CREATE", Some(what), Some(name)) => Some(format!("{what} {name}")),
                (column, Some(_), _) if line.starts_with("    ") => Some(column.to_owned()),
                _ => None,
            }
        });
        words.collect::<Vec<_>>()
    };
    assert!(shape("sqlite").len() > 100);
    assert_eq!(shape("sqlite"), shape("postgres"));
}

/// The hash of each migration that was released. Add a line for a new one; never change a line that is there.
const RELEASED: &[(&str, &str)] = &[];

#[test]
fn migrations_are_only_added() {
    for (path, hash) in RELEASED {
        let (of, name) = path.split_once('/').unwrap();
        assert_eq!(Id::of(migrations(of)[name].as_bytes()).to_string(), *hash, "{path} was changed: add another one");
    }
    assert_eq!(RELEASED.len(), migrations("sqlite").len() + migrations("postgres").len(), "a migration is not listed");
}
