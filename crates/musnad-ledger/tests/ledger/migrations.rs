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
        let all: String =
            migrations(of).into_iter().filter(|(name, _)| !name.contains("search")).map(|(_, sql)| sql).collect();
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
const RELEASED: &[(&str, &str)] = &[
    ("sqlite/V1__records.sql", "0a8af8ee84e0fbdff029c1f25db68fbaa933c7f81bb125eca881c740e511e13b"),
    ("sqlite/V2__layer.sql", "0d4365014cb965eb15bd76786d4217e5c129bf69132874b64bc56ada0bf397e2"),
    ("sqlite/V3__relations.sql", "5dc02ace90ae19c981fa6caf52d533056a1444c8138907a58d3442f21d567b28"),
    ("sqlite/V4__search.sql", "7630a9670505798dcf8acc9499d6755af3fd8a2f57c22827a60cd7f95d0a1535"),
    ("sqlite/V5__statements.sql", "5c7e21f1064c505e428db3cc74061454a770d20c92052d757c82173622a7739c"),
    ("postgres/V1__records.sql", "e19e8abd36b01ee47f2d35d0969467bba1d60dca91d72e122214407286ebb60e"),
    ("postgres/V2__layer.sql", "1bf911d7e10c8d8b161bcd32766d89b9600995e7544128aa4f7ae4ee8702e886"),
    ("postgres/V3__relations.sql", "528121dbf8cd9866641c15694b438e4145faa839df19c59e0da683c9d3c5a336"),
    ("postgres/V4__search.sql", "963584c805dc11c242076ae54dd1334cadd43bf4efa93cd099ce27c0c024d3a8"),
    ("postgres/V5__statements.sql", "b6cdafdb1fcc8329c7f8ad772ce206935725e6a8f7a99f95de21403df39dfe8c"),
];

#[test]
fn migrations_are_only_added() {
    for (path, hash) in RELEASED {
        let (of, name) = path.split_once('/').unwrap();
        assert_eq!(Id::of(migrations(of)[name].as_bytes()).to_string(), *hash, "{path} was changed: add another one");
    }
    assert_eq!(RELEASED.len(), migrations("sqlite").len() + migrations("postgres").len(), "a migration is not listed");
}
