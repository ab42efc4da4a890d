//! The program with a ledger: the bundled story in, and everything that can be asked of it.

mod adding;
mod asking;
mod faults;
mod invent;
mod keeping;
mod killed;
mod people;
mod tracing;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Output,
    sync::LazyLock,
};

use musnad_ledger::{ArticleFilter, Claim, ClaimFilter, Id, Ledger, Options, Page};
use serde_json::Value;
use tempfile::TempDir;

use super::{arrows::root, code, musnad, words};

/// A ledger in a folder of its own, with the program beside it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    /// Without a ledger yet.
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With the whole story in its ledger: a copy of one that is made once.
    fn with_story() -> Self {
        static MADE: LazyLock<Desk> = LazyLock::new(|| {
            let desk = Desk::new();
            desk.well(&["add", &story().display().to_string()]);
            assert!(!desk.file().with_extension("db-wal").exists(), "the ledger was not closed");
            desk
        });
        let desk = Self::new();
        fs::copy(MADE.file(), desk.file()).unwrap();
        desk
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self) -> PathBuf {
        self.path().join("musnad.db")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        musnad(self.path(), arguments)
    }

    /// Runs the program, which must say that all went well; what it printed.
    #[track_caller]
    fn well(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", words(&output.stderr));
        words(&output.stdout).to_owned()
    }

    /// The lines of JSON that the program prints.
    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        let printed = self.well(&arguments);
        printed.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }

    fn open(&self) -> Box<dyn Ledger> {
        musnad_ledger::open(&self.file().display().to_string(), &Options::default()).unwrap()
    }

    /// The articles of the story by their numbers in it.
    fn numbered(&self) -> BTreeMap<String, Id> {
        let all = self.open().articles(&ArticleFilter::default(), Page { skip: 0, limit: Page::MOST }).unwrap();
        let by_url: BTreeMap<String, Id> = all.into_iter().filter_map(|story| Some((story.url?, story.id))).collect();
        lines().iter().filter_map(|line| Some((text(line, "id"), *by_url.get(&text(line, "url"))?))).collect()
    }

    /// The claim in whose content these words stand; the shortest of several.
    #[track_caller]
    fn claim(&self, article: &str, words: &str) -> Claim {
        let claims = self.claims_of(self.numbered()[article]);
        let holding = claims.into_iter().filter(|claim| claim.content.contains(words));
        holding.min_by_key(|claim| claim.content.len()).unwrap_or_else(|| panic!("{article} does not claim {words:?}"))
    }

    fn claims_of(&self, article: Id) -> Vec<Claim> {
        let filter = ClaimFilter { article: Some(article), rejected: true, ..ClaimFilter::default() };
        self.open().claims(&filter, Page { skip: 0, limit: Page::MOST }).unwrap()
    }

    /// Everything that comparing recorded: which claims are together, by article and local id, and copies with their kinds.
    fn compared(&self) -> Compared {
        let ledger = self.open();
        let waiting = ArticleFilter { not_compared_by: Some(version()), ..ArticleFilter::default() };
        assert_eq!(ledger.articles(&waiting, Page::default()).unwrap(), vec![], "some are not compared");
        let all = ledger.articles(&ArticleFilter::default(), Page { skip: 0, limit: Page::MOST }).unwrap();
        let mut found = Compared::default();
        for story in all {
            let claims = self.claims_of(story.id);
            let ids: Vec<Id> = claims.iter().map(|claim| claim.id).collect();
            found.groups.extend(ledger.groups(&ids).unwrap());
            for copied in ledger.copies(story.id).unwrap() {
                found.copies.insert((copied.copy, copied.original), copied.kind);
            }
        }
        found
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Compared {
    /// The group of each claim.
    groups: BTreeMap<Id, Id>,
    /// Copy and original, with the kind.
    copies: BTreeMap<(Id, Id), String>,
}

impl Compared {
    /// How many groups have several claims.
    fn together(&self) -> usize {
        let mut sizes: BTreeMap<Id, usize> = BTreeMap::new();
        for group in self.groups.values() {
            *sizes.entry(*group).or_default() += 1;
        }
        sizes.values().filter(|size| **size > 1).count()
    }
}

/// The version by which the program marks what it compared.
fn version() -> String {
    format!("compare {}", musnad_compare::KEYS)
}

/// The story as it is bundled.
fn story() -> PathBuf {
    root().join("examples/story/story.jsonl")
}

/// Its articles.
fn lines() -> Vec<Value> {
    let text = fs::read_to_string(story()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("{field} of {value}")).to_owned()
}

/// A claim as people name it.
fn name(claim: &Claim) -> String {
    format!("{}/{}", claim.article, claim.local)
}

/// A claim by the shortest name that the program prints.
fn short(claim: &Claim) -> String {
    format!("{}/{}", &claim.article.to_string()[..12], claim.local)
}
