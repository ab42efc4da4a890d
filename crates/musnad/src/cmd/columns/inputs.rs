//! What the tables are made of: everything that intake knows, and Parquet files with a text column.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use musnad_columns::{Articles, Failure};
use musnad_intake::{Document, Documents, Input, Intake, IntakeError, Options, Position, Trouble};
use musnad_model::Article;
use serde::{Deserialize, Serialize};

use super::refuse;
use crate::cli::Extract;

/// How deep part files may lie below a directory.
const MAX_DEPTH: usize = 8;

/// One document that is not read yet.
pub enum Raw {
    /// Of intake: bytes.
    Document(Box<Document>),
    /// Of a Parquet file: a row.
    Article(Box<Article>),
}

impl Raw {
    /// About how many bytes it holds.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Document(document) => document.bytes.len(),
            Self::Article(article) => article.text.len(),
        }
    }
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// The source that is open, from 0.
    source: usize,
    /// What it is called.
    name: String,
    /// Where in it.
    place: Place,
}

impl At {
    /// Whether both stand in the same source.
    pub fn same_source(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    /// Nothing of it was given out.
    Start,
    Intake(Position),
    Row(u64),
}

/// One input, after Parquet files were looked for.
#[derive(Clone, Debug)]
enum Source {
    Intake(Input),
    Parquet(PathBuf),
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::Intake(Input::Path(path)) | Self::Parquet(path) => path.display().to_string(),
            Self::Intake(_) => "-".into(),
        }
    }

    /// Its size, if what is given out of it can be counted in the same bytes.
    fn size(&self) -> Option<u64> {
        let path = match self {
            Self::Parquet(path) => path,
            Self::Intake(Input::Path(path)) => {
                let plain = ["jsonl", "ndjson", "txt", "html", "htm"];
                let ends = path.extension().and_then(|ends| ends.to_str()).unwrap_or_default();
                plain.contains(&ends).then_some(path)?
            }
            Self::Intake(_) => return None,
        };
        fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|facts| facts.len())
    }
}

enum Open {
    Intake(Box<Documents>),
    Parquet(Box<Articles>),
}

/// All documents of all inputs, in order.
pub struct Inputs {
    sources: Vec<Source>,
    next: usize,
    open: Option<Open>,
    options: Options,
    text_column: String,
}

impl Inputs {
    /// The inputs of a command line, from a place of an earlier run on.
    pub fn new(options: &Extract, begin: Option<At>) -> anyhow::Result<Self> {
        let mut inputs = Self {
            sources: sources(&options.source.inputs),
            next: 0,
            open: None,
            options: Options { max_bytes: options.source.max_bytes, ..Options::default() },
            text_column: options.text_column.clone(),
        };
        if let Some(at) = begin {
            let there = inputs.sources.get(at.source).map(Source::name);
            if there.as_ref().is_some_and(|name| *name != at.name) || at.source > inputs.sources.len() {
                let message = format!("the run stopped in {:?}, which is not where it was", at.name);
                return Err(refuse(message, "give the inputs as before, or write into another directory"));
            }
            inputs.next = at.source;
            if there.is_some() && at.place != Place::Start {
                // What cannot be opened any more is told when it is asked for.
                let _ = inputs.enter(&at.place);
            }
        }
        Ok(inputs)
    }

    /// Where the run stands, behind what was given out last.
    pub fn at(&self) -> At {
        let source = if self.open.is_some() { self.next.saturating_sub(1) } else { self.next };
        let place = match &self.open {
            None => Place::Start,
            Some(Open::Intake(documents)) => Place::Intake(Documents::position(documents)),
            Some(Open::Parquet(articles)) => Place::Row(articles.row()),
        };
        At { source, name: self.sources.get(source).map(Source::name).unwrap_or_default(), place }
    }

    /// The size of all of them in bytes, if it can be told.
    pub fn size(&self) -> Option<u64> {
        self.sources.iter().map(Source::size).sum()
    }

    /// How many of these bytes lie behind, given what was taken out of the source that is open.
    pub fn behind(&self, taken: u64) -> Option<u64> {
        let last = self.next.saturating_sub(1);
        let before: u64 = self.sources[..last].iter().map(Source::size).sum::<Option<u64>>()?;
        let here = match &self.open {
            Some(Open::Parquet(articles)) => {
                let size = self.sources.get(last).and_then(Source::size)?;
                u64::try_from(u128::from(size) * u128::from(articles.row()) / u128::from(articles.rows().max(1)))
                    .ok()?
            }
            _ => taken,
        };
        Some(before + here)
    }

    fn enter(&mut self, place: &Place) -> Result<(), Failure> {
        let Some(source) = self.sources.get(self.next) else { return Ok(()) };
        self.next += 1;
        self.open = None;
        self.open = Some(match source {
            Source::Intake(input) => {
                let (inputs, options) = (vec![input.clone()], self.options.clone());
                Open::Intake(Box::new(Documents::of(match place {
                    Place::Intake(position) => Intake::resume(inputs, options, position),
                    _ => Intake::new(inputs, options),
                })))
            }
            Source::Parquet(path) => {
                let row = if let Place::Row(row) = place { *row } else { 0 };
                Open::Parquet(Box::new(Articles::open(path, &self.text_column, row)?))
            }
        });
        Ok(())
    }
}

impl Iterator for Inputs {
    type Item = Result<Raw, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = match &mut self.open {
                Some(Open::Intake(documents)) => documents
                    .next()
                    .map(|next| next.map(|one| Raw::Document(Box::new(one))).map_err(|error| failure(&error))),
                Some(Open::Parquet(articles)) => {
                    articles.next().map(|next| next.map(|one| Raw::Article(Box::new(one))))
                }
                None => None,
            };
            if next.is_some() {
                return next;
            }
            self.open = None;
            if self.next >= self.sources.len() {
                return None;
            }
            if let Err(failure) = self.enter(&Place::Start) {
                return Some(Err(failure));
            }
        }
    }
}

/// A directory that holds Parquet files is the data set they make.
fn sources(inputs: &[Input]) -> Vec<Source> {
    let mut sources = Vec::new();
    for input in inputs {
        let mut files = Vec::new();
        match input {
            Input::Path(path) if path.is_dir() => parquet_files(path, 0, &mut files),
            Input::Path(path) if is_parquet(path) => files.push(path.clone()),
            _ => {}
        }
        if files.is_empty() {
            sources.push(Source::Intake(input.clone()));
        } else {
            sources.extend(files.into_iter().map(Source::Parquet));
        }
    }
    sources
}

/// Part files below a directory, in the order of names; `_` and `.` hide what belongs to a job.
fn parquet_files(directory: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_none_or(|name| matches!(name.as_encoded_bytes().first(), Some(b'_' | b'.')));
        if hidden {
            continue;
        }
        let is_directory = fs::symlink_metadata(&path).is_ok_and(|facts| facts.is_dir());
        if is_directory && depth < MAX_DEPTH {
            parquet_files(&path, depth + 1, files);
        } else if path.extension().is_some_and(|ends| ends == "parquet") {
            files.push(path);
        }
    }
}

fn is_parquet(path: &Path) -> bool {
    let mut magic = [0; 4];
    let mut begins = || fs::File::open(path)?.read_exact(&mut magic);
    path.is_file() && begins().is_ok() && &magic == b"PAR1"
}

/// An error of intake as a row. The codes are stable.
pub fn failure(error: &IntakeError) -> Failure {
    let code = match &error.trouble {
        Trouble::Unreadable(_) => "unreadable",
        Trouble::TooLarge { .. } => "too_large",
        Trouble::Empty => "empty",
        Trouble::Binary => "not_text",
        Trouble::NoArticle => "no_article",
        Trouble::TooManyTags { .. } => "too_many_tags",
        Trouble::Json(_) => "not_an_article",
        Trouble::NoArticles => "no_articles",
        Trouble::CutOff { .. } => "cut_off",
        Trouble::Damaged(_) => "damaged",
        Trouble::Bomb { .. } => "bomb",
        Trouble::Archive(_) | Trouble::Nested | Trouble::Stream => "archive",
        Trouble::Feed(_) => "not_a_feed",
        Trouble::Record(_) => "not_a_record",
        Trouble::OnlyLinked { .. } => "only_linked",
        Trouble::Lost(_) => "lost",
        _ => "other",
    };
    Failure { document: Some(error.document.clone()), ..Failure::new(code, error.trouble.to_string()) }
}
