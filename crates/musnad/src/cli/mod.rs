//! The command line as people write it; help texts, man pages and completions come from here.

mod ledger;
mod people;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use musnad_intake::{DEFAULT_MAX_BYTES, Input};
use musnad_model::Article;

pub use ledger::{
    Add, Articles, At, Backup, CaseCommand, Claims, Conflicts, Copies, Export, ExportFormat, Narrow, Somebody, Trace,
    Verify, Watch,
};
pub use people::{CorrectCommand, Correction, Forget, History, Rate};

/// Who said it, according to whom.
///
/// Musnad reads news articles and lists every attribution: the words, who is said to
/// have said them, how that source vouches for them, and the chain through which they
/// reached the article. It reports what is claimed and by whom; it never says what is true.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 all went well; 1 some documents failed and the others were done (or a
check found faults); 2 the command line is wrong; 3 nothing could be read.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the attributions of articles, for people
    #[command(after_help = "Examples:
  musnad read article.txt
  musnad read --published 2020-06-11 --publisher 'Example Daily' page.html
  musnad read --ui ar --bidi visual article.txt
  cat article.txt | musnad read -
  musnad read --json article.txt")]
    Read(Read),
    /// Write readings for programs: JSONL, or tables as Parquet, Arrow, CSV
    #[command(after_help = "Examples:
  musnad extract articles/ > readings.jsonl
  musnad extract --threads 4 -o readings.jsonl dump.jsonl
  zcat dump.jsonl.gz | musnad extract - | jq .attributions[].speaker

  musnad extract --format parquet -o tables/ dump.jsonl.zst crawl.warc.gz
  musnad extract --format parquet -o tables/ --resume dump.jsonl.zst crawl.warc.gz
  musnad extract --format csv --table attributions articles.parquet > attributions.csv

All come in the order of the input and are the same for any number of threads.
`musnad schema` describes the lines, docs/columns.md the tables. With tables, a document
that cannot be read becomes a row of the table `errors`.")]
    Extract(Extract),
    /// Explain one attribution, proposition or label: its words, its chain and the rules that made it
    #[command(after_help = "Examples:
  musnad read article.txt            # shows the ids
  musnad explain article.txt a4
  musnad explain article.txt p2      # the second proposition")]
    Explain(Explain),
    /// Put articles into a ledger, and compare them with what is there
    #[command(after_help = "Examples:
  musnad add articles/ story.html
  musnad add --ledger case.db dump.warc.gz
  musnad add --fetch https://news.example/feed.xml

Adding the same article twice changes nothing; a run that was stopped is simply started again.")]
    Add(Add),
    /// Poll feeds politely, and add what is new
    #[command(after_help = "Examples:
  musnad watch feeds.opml
  musnad watch --once https://news.example/feed.xml")]
    Watch(Watch),
    /// List or search claims
    #[command(after_help = "Examples:
  musnad claims
  musnad claims إغلاق الميناء
  musnad claims --speaker 'وزير النقل' --stance denies --from 2022-06-05")]
    Claims(Claims),
    /// List or search articles
    #[command(after_help = "Examples:
  musnad articles --outlet 'صدى الجزر'
  musnad articles إغلاق الميناء")]
    Articles(Articles),
    /// Trace a claim: who has it from whom, how many lines, who contradicts it
    #[command(after_help = "Examples:
  musnad claims            # shows the ids
  musnad trace 3fa9c02d71be/a4
  musnad trace 3fa9c02d71be/a4 --dot | dot -Tsvg")]
    Trace(Trace),
    /// List claims that cannot all be so
    Conflicts(Conflicts),
    /// List articles that repeat the text of others
    Copies(Copies),
    /// Where somebody is said to be or to have been
    Whereabouts(Somebody),
    /// What somebody says, and what is said of them
    Who(Somebody),
    /// Say what the machine read wrongly; nothing is overwritten, everything can be undone
    Correct {
        /// What.
        #[command(subcommand)]
        command: CorrectCommand,
    },
    /// Rate the reliability of a source (A to F) or the credibility of a claim (1 to 6)
    #[command(after_help = "Examples:
  musnad rate 'صدى الجزر' B --why 'own reporters on the island'
  musnad rate 3fa9c02d71be/a4 2

F and 6 mean that it cannot be judged, not that it is bad.")]
    Rate(Rate),
    /// Check every byte of a ledger
    Verify(Verify),
    /// Write a whole copy of a ledger
    Backup(Backup),
    /// Pack articles into one file, or open such a file
    Case {
        /// What.
        #[command(subcommand)]
        command: CaseCommand,
    },
    /// Write articles and claims in the formats of other programs
    #[command(after_help = "Examples:
  musnad export --format csv --bom -o claims.csv
  musnad export --format geojson --from 2022-06-01 --to 2022-06-30 > places.json
  musnad export --format graphml 3fa9c02d71be 81c2aa01f9d0 > transmission.graphml

The same articles give the same bytes. docs/export.md has the mappings.")]
    Export(Export),
    /// Forget an article by legal demand: its content goes, a tombstone and its hash stay
    Forget(Forget),
    /// Open a ledger in the browser: read, trace and compare
    #[command(after_help = "Examples:
  musnad serve                                           # http://127.0.0.1:7410
  musnad serve --ledger case.db --listen 0.0.0.0:7410 --token-file token
  musnad serve --listen 0.0.0.0:7410 --accounts accounts --tls-cert chain.pem --tls-key key.pem

With neither token nor accounts only this machine is answered. No page asks anything of another machine.
Give a certificate, or put a proxy with TLS in front, where others use a desk.")]
    Serve(Serve),
    /// Make the accounts of a desk: name, role, password
    #[command(after_help = "Examples:
  musnad account set salma --role editor < password
  musnad account list
  musnad account remove salma

A desk takes the file when it starts: serve --accounts FILE.")]
    Account {
        /// What to do with them.
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// Work on language packs
    Lang {
        /// What to do with them.
        #[command(subcommand)]
        command: LangCommand,
    },
    /// Print the JSON Schema of a reading
    Schema,
    /// Print shell completions
    #[command(after_help = "Example:
  musnad completions bash > ~/.local/share/bash-completion/completions/musnad")]
    Completions {
        /// The shell to print them for.
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man {
        /// Write one page for each command into this directory instead.
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// Make the accounts of a desk.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account, or give one another role and password; the password is the first line of standard input
    Set {
        /// The name that corrections are recorded under.
        name: String,
        /// What it may do: a reader sees, an editor adds and corrects, an admin sends others away.
        #[arg(long, value_enum, default_value_t = AccountRole::Reader)]
        role: AccountRole,
        /// The file of accounts.
        #[command(flatten)]
        file: AccountFile,
    },
    /// Remove an account
    Remove {
        /// Its name.
        name: String,
        /// The file of accounts.
        #[command(flatten)]
        file: AccountFile,
    },
    /// List names and roles
    List {
        /// The file of accounts.
        #[command(flatten)]
        file: AccountFile,
    },
}

/// Where accounts are.
#[derive(Debug, Args)]
pub struct AccountFile {
    /// The file; it is made if there is none, readable by its owner only.
    #[arg(long, value_name = "FILE", default_value = "accounts")]
    pub accounts: PathBuf,
}

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AccountRole {
    /// Sees everything and changes nothing.
    Reader,
    /// Adds, corrects, rates, undoes.
    Editor,
    /// Sees who is there, and sends them away.
    Admin,
}

/// Work on language packs.
#[derive(Debug, Subcommand)]
pub enum LangCommand {
    /// Check the pack built into the program, or one in a directory
    #[command(after_help = "Examples:
  musnad lang check
  musnad lang check lang/ar")]
    Check {
        /// The directory of the pack; without it the built-in one is checked.
        dir: Option<PathBuf>,
    },
}

/// Options of `read`.
#[derive(Debug, Args)]
pub struct Read {
    /// What is read.
    #[command(flatten)]
    pub source: Source,
    /// Print the readings as JSON instead.
    #[arg(long)]
    pub json: bool,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
}

/// Options of `extract`.
#[derive(Debug, Args)]
pub struct Extract {
    /// What is read.
    #[command(flatten)]
    pub source: Source,
    /// Write to this file instead of standard output; tables, into this directory.
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Jsonl, value_name = "FORMAT")]
    pub format: Format,
    /// Write only this table, to standard output or to the file of --output.
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// Go on where an earlier run with the same command line was stopped.
    #[arg(long)]
    pub resume: bool,
    /// The column that holds the text in Parquet files.
    #[arg(long, default_value = "text", value_name = "NAME")]
    pub text_column: String,
    /// Documents in one part file.
    #[arg(long, hide = true, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub part_documents: u32,
    /// Number of threads; 0 means one for each processor.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
}

/// What `extract` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One reading a line.
    Jsonl,
    /// A directory of tables in Parquet.
    Parquet,
    /// A directory of tables in Arrow IPC files.
    Arrow,
    /// A directory of tables in CSV.
    Csv,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A file, or - for standard input.
    #[arg(value_name = "FILE", value_parser = input)]
    pub file: Input,
    /// The id of an attribution (a4), proposition (p2) or label (l1), as `read` shows it.
    #[arg(value_name = "ID")]
    pub attribution: String,
    /// What is known beside the text.
    #[command(flatten)]
    pub known: Known,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
    /// Largest document in bytes.
    #[arg(long, hide = true, default_value_t = DEFAULT_MAX_BYTES)]
    pub max_bytes: u64,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7410")]
    pub listen: std::net::SocketAddr,
    /// A file with the token that visitors must give, at least 16 characters; with --accounts, that programs must give.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// A file of accounts, as `musnad account` writes it: visitors come in by name and password.
    #[arg(long, value_name = "FILE")]
    pub accounts: Option<PathBuf>,
    /// A certificate with its chain (PEM): the desk speaks TLS.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The key of the certificate (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Let visitors give an address, and fetch it.
    #[cfg(feature = "fetch")]
    #[arg(long)]
    pub fetch: bool,
    /// The name that corrections are recorded under.
    #[arg(long, value_name = "NAME", default_value = "desk")]
    pub author: String,
    /// Language of pages that are asked for without one.
    #[arg(long, value_enum, default_value_t = Ui::Ar, value_name = "LANGUAGE")]
    pub ui: Ui,
}

/// What documents are read, and what is known of them.
#[derive(Debug, Args)]
pub struct Source {
    /// Files (.txt .html .jsonl .rss .atom .warc .zip and others, also with .gz or .zst; .parquet for tables), directories, or - for standard input.
    #[arg(value_name = "FILE|DIR|-", required = true, value_parser = input)]
    pub inputs: Vec<Input>,
    /// What is known beside the text.
    #[command(flatten)]
    pub known: Known,
    /// Largest document in bytes.
    #[arg(long, hide = true, default_value_t = DEFAULT_MAX_BYTES)]
    pub max_bytes: u64,
}

/// What the caller knows of every article, overriding what the documents say.
#[derive(Clone, Debug, Args)]
pub struct Known {
    /// The day of publication, to which "yesterday" refers.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub published: Option<Date>,
    /// The outlet that published it: the root of every chain.
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// The headline, if it is not part of the text.
    #[arg(long)]
    pub title: Option<String>,
}

impl Known {
    /// Puts what the caller knows in place of what the document says.
    pub fn apply(&self, article: &mut Article) {
        article.published = self.published.or(article.published);
        if self.publisher.is_some() {
            article.publisher.clone_from(&self.publisher);
        }
        if self.title.is_some() {
            article.title.clone_from(&self.title);
        }
    }
}

/// How output for people looks.
#[derive(Clone, Copy, Debug, Args)]
pub struct Look {
    /// Colour the output; auto colours on a terminal unless NO_COLOR is set.
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub color: When,
    /// How right-to-left words are put on the screen.
    #[arg(long, value_enum, default_value_t = Bidi::Auto, value_name = "HOW")]
    pub bidi: Bidi,
    /// Language of the labels.
    #[arg(long, value_enum, default_value_t = Ui::En, value_name = "LANGUAGE")]
    pub ui: Ui,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How right-to-left words are put on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Bidi {
    /// Isolate on a terminal, raw otherwise.
    Auto,
    /// Wrap each value in isolating marks, for terminals that order by themselves.
    Isolate,
    /// As in the article.
    Raw,
    /// Order and join the letters here, for terminals that do not.
    Visual,
}

/// Languages of the labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ui {
    /// English.
    En,
    /// Arabic.
    Ar,
}

fn input(word: &str) -> Result<Input, std::convert::Infallible> {
    let web = ["http://", "https://"].iter().any(|scheme| word.starts_with(scheme));
    Ok(match word {
        "-" => Input::Stdin,
        _ if web => Input::Address(word.to_owned()),
        _ => Input::Path(word.into()),
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
