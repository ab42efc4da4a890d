//! Saved pages, each a folder in `cases/pages`: `source.html` as it was saved, `expected.txt`
//! with the story as a person reads it, `expected.toml` with the facts.
//!
//! `MUSNAD_WRITE_PAGES=1 cargo test -p musnad-intake --test intake pages` writes both for a new
//! page, from what the careful engine reads. Mend them by hand: they say what is right, and
//! not what the program does. `careful` and `fast` are how much of the story's lines each engine
//! must get, as F1 in hundredths; raise them when an engine gets better.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use musnad_intake::{Document, Extractor, Found, Input, Intake, Options};
use musnad_model::{Article, Fact, Provenance};
use serde::{Deserialize, Serialize};

/// What a page says of itself.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    title: Option<String>,
    publisher: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    published: Option<String>,
    published_at: Option<String>,
    url: Option<String>,
    language: Option<String>,
    charset: Option<String>,
    /// Where the day of publication stands, and what stands there; `not believed` ones too.
    #[serde(default)]
    evidence: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Expected {
    careful: u32,
    fast: u32,
    facts: Facts,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/pages")
}

fn document(page: &Path, extractor: Extractor) -> Document {
    let options = Options { extractor, ..Options::default() };
    let found = Intake::new(vec![Input::Path(page.to_owned())], options).next().unwrap().unwrap();
    match found {
        Found::Document(document) => *document,
        Found::Link(link) => panic!("{link:?}"),
    }
}

fn facts(article: &Article, provenance: &Provenance) -> Facts {
    let published = provenance.evidence.iter().filter(|evidence| evidence.fact == Fact::Published);
    let words = published.map(|evidence| {
        let belief = if evidence.believed { "" } else { " (not believed)" };
        format!("{}: {}{belief}", evidence.place, evidence.words)
    });
    Facts {
        title: article.title.clone(),
        publisher: article.publisher.clone(),
        authors: article.authors.clone(),
        published: article.published.map(|day| day.to_string()),
        published_at: article.published_at.map(|at| at.to_string()),
        url: article.url.clone(),
        language: article.language.clone(),
        charset: provenance.charset.clone(),
        evidence: words.collect(),
    }
}

/// F1 over whole lines, in hundredths, rounded down.
fn f1(read: &str, expected: &str) -> u32 {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in expected.lines() {
        *left.entry(line).or_default() += 1;
    }
    let (mut common, mut all) = (0, expected.lines().count());
    for line in read.lines() {
        all += 1;
        if let Some(count) = left.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    u32::try_from(200 * common / all.max(1)).unwrap()
}

fn write_first(page: &Path, article: &Article, provenance: &Provenance) {
    #[derive(Serialize)]
    struct First {
        careful: u32,
        fast: u32,
        facts: Facts,
    }
    let first = First { careful: 100, fast: 0, facts: facts(article, provenance) };
    fs::write(page.with_file_name("expected.txt"), &article.text).unwrap();
    fs::write(page.with_file_name("expected.toml"), toml::to_string_pretty(&first).unwrap()).unwrap();
}

#[test]
fn every_page_is_read_as_it_says() {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 10, "{folders:?}");
    let mut wrong = String::new();
    let mut table = String::new();
    for folder in folders {
        let page = folder.join("source.html");
        let slug = folder.file_name().unwrap().to_string_lossy().into_owned();
        let (article, provenance) = document(&page, Extractor::Careful).article_with_provenance().unwrap();
        let toml = match fs::read_to_string(folder.join("expected.toml")) {
            Ok(toml) => toml,
            Err(_) if std::env::var_os("MUSNAD_WRITE_PAGES").is_some() => {
                write_first(&page, &article, &provenance);
                continue;
            }
            Err(error) => panic!("{slug}/expected.toml: {error}; see the head of this file"),
        };
        let expected: Expected = toml::from_str(&toml).unwrap_or_else(|error| panic!("{slug}: {error}"));
        let text = fs::read_to_string(folder.join("expected.txt")).unwrap();
        let read = facts(&article, &provenance);
        if read != expected.facts {
            let _ = writeln!(wrong, "{slug}: read {read:#?}\nexpected {:#?}", expected.facts);
        }
        let fast = document(&page, Extractor::Fast).article().unwrap().text;
        let (careful_f1, fast_f1) = (f1(&article.text, &text), f1(&fast, &text));
        let _ = writeln!(table, "{slug}: careful {careful_f1}, fast {fast_f1}");
        if careful_f1 < expected.careful || fast_f1 < expected.fast {
            let _ = writeln!(
                wrong,
                "{slug}: careful {careful_f1} of {}, fast {fast_f1} of {}; the careful engine reads\n{}",
                expected.careful, expected.fast, article.text
            );
        }
        for text in [&article.text, &fast] {
            assert!(!text.contains(['<', '>']), "{slug}: markup in the text\n{text}");
        }
    }
    println!("{table}");
    assert!(wrong.is_empty(), "{wrong}");
}
