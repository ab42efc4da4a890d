//! The part of the command line that works on a ledger.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use musnad_intake::Input;

use super::{Look, Source, input};

/// Where the ledger is.
#[derive(Debug, Args)]
pub struct At {
    /// The ledger: a file, or a postgresql:// URL.
    #[arg(long, env = "MUSNAD_LEDGER", default_value = "musnad.db", value_name = "FILE|URL")]
    pub ledger: String,
}

/// Options of `add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// What is added.
    #[command(flatten)]
    pub source: Source,
    /// How addresses are fetched.
    #[command(flatten)]
    pub fetch: Fetch,
    /// Do not compare: `musnad add` without this catches up.
    #[arg(long)]
    pub no_compare: bool,
    /// Print the ids of the articles as JSON, one line each.
    #[arg(long)]
    pub json: bool,
}

/// How addresses are fetched.
#[derive(Debug, Args)]
pub struct Fetch {
    /// Fetch addresses of the web; without this nothing is ever asked of the network.
    #[arg(long)]
    pub fetch: bool,
    /// Who asks, for the operators of the sites: an address or a mail address.
    #[arg(long, value_name = "WHO")]
    pub contact: Option<String>,
}

/// Options of `watch`.
#[derive(Debug, Args)]
pub struct Watch {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// Lists of feeds (OPML), or addresses of feeds and pages.
    #[arg(value_name = "FEEDS.opml|URL", required = true, value_parser = input)]
    pub inputs: Vec<Input>,
    /// Who asks, for the operators of the sites: an address or a mail address.
    #[arg(long, value_name = "WHO")]
    pub contact: Option<String>,
    /// Minutes between two rounds.
    #[arg(long, default_value_t = 15, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(1..))]
    pub every: u64,
    /// One round only.
    #[arg(long)]
    pub once: bool,
}

/// What narrows a listing down.
#[derive(Debug, Args)]
pub struct Narrow {
    /// Of this outlet.
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Published on this day or later.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<Date>,
    /// Published on this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<Date>,
    /// Leave out so many.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub skip: usize,
    /// Show so many.
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// Print JSON, one line each.
    #[arg(long)]
    pub json: bool,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
}

/// Options of `claims`.
#[derive(Debug, Args)]
pub struct Claims {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// Words to search: in any spelling, with or without و ف ب ل ك and ال.
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Only these very spellings.
    #[arg(long)]
    pub exact: bool,
    /// Said by them: a name, or a key such as person:….
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// They are named in it.
    #[arg(long, value_name = "NAME")]
    pub about: Option<String>,
    /// How the cue vouches: says, affirms, alleges, believes, denies, accuses, urges, warns, commits, judges.
    #[arg(long, value_name = "STANCE", value_delimiter = ',', value_parser = stance)]
    pub stance: Vec<musnad_model::Stance>,
    /// A place named in it: its name, or a country's two letters.
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// A time named in it touches this day or a later one.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub happened_from: Option<Date>,
    /// A time named in it touches this day or an earlier one.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub happened_to: Option<Date>,
    /// What narrows the list down.
    #[command(flatten)]
    pub narrow: Narrow,
}

/// Options of `articles`.
#[derive(Debug, Args)]
pub struct Articles {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// Words to search in title and text: in any spelling, with or without و ف ب ل ك and ال.
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Only these very spellings.
    #[arg(long)]
    pub exact: bool,
    /// What narrows the list down.
    #[command(flatten)]
    pub narrow: Narrow,
}

/// Options of `trace`.
#[derive(Debug, Args)]
pub struct Trace {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// The claim: ARTICLE/a4, one statement of it: ARTICLE/a4.1, or the beginning of its id.
    #[arg(value_name = "CLAIM")]
    pub claim: String,
    /// Print the graph in the DOT language.
    #[arg(long, group = "form")]
    pub dot: bool,
    /// Print the trace as JSON.
    #[arg(long, group = "form")]
    pub json: bool,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
}

/// Options of `conflicts`.
#[derive(Debug, Args)]
pub struct Conflicts {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// What narrows the list down.
    #[command(flatten)]
    pub narrow: Narrow,
}

/// Options of `copies`.
#[derive(Debug, Args)]
pub struct Copies {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// Also articles that are alike because both took the text from an earlier one.
    #[arg(long)]
    pub siblings: bool,
    /// What narrows the list down.
    #[command(flatten)]
    pub narrow: Narrow,
}

/// Options of `who` and `whereabouts`.
#[derive(Debug, Args)]
pub struct Somebody {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// Whom: a name, or a key such as person:….
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
    /// What narrows the list down.
    #[command(flatten)]
    pub narrow: Narrow,
}

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// The end of the log as an earlier check printed it: NUMBER:HASH. Only with it can a log that was cut off be seen.
    #[arg(long, value_name = "NUMBER:HASH")]
    pub head: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// The new file.
    pub file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Cases.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// Pack articles with originals, readings, corrections and log entries into a file
    Export {
        /// The new file.
        file: PathBuf,
        /// The articles, or claims of them; all if none is named.
        articles: Vec<String>,
        /// The ledger.
        #[command(flatten)]
        at: At,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check a file and add what is in it
    Open {
        /// The file.
        file: PathBuf,
        /// The ledger.
        #[command(flatten)]
        at: At,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// The articles, or claims of them; all if none is named.
    pub articles: Vec<String>,
    /// The format.
    #[arg(short, long, value_enum)]
    pub format: ExportFormat,
    /// Write to this file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Of this outlet.
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Published on this day or later.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<Date>,
    /// Published on this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<Date>,
    /// With the whole text of the articles, which belongs to those who published them.
    #[arg(long)]
    pub text: bool,
    /// CSV: a byte order mark in front, which some spreadsheets need for Arabic.
    #[arg(long)]
    pub bom: bool,
}

/// Formats of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// JSON, one article with its claims a line.
    Jsonl,
    /// CSV, one claim a row.
    Csv,
    /// CSV, one article a row.
    CsvArticles,
    /// GeoJSON: the places that claims name.
    Geojson,
    /// PROV-O as JSON-LD: whose words came to which article.
    Prov,
    /// W3C Web Annotation as JSON-LD: the words of claims, sources and cues.
    Annotation,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// GraphML: who has it from whom.
    Graphml,
}
fn stance(word: &str) -> Result<musnad_model::Stance, String> {
    musnad_model::Stance::ALL
        .into_iter()
        .find(|stance| stance.as_str() == word)
        .ok_or_else(|| format!("one of {}", musnad_model::Stance::ALL.map(|stance| stance.as_str()).join(", ")))
}
