//! Where rows go: part files of every table, or one table into a file or pipe.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use anyhow::Context as _;
use musnad_columns::{Format, TableWriter, Tables, VERSION, catalogue};
use musnad_intake::Input;
use musnad_reader::Reader;
use serde_json::{Value, json};

use super::{
    inputs::At,
    journal::{self, Counts, Journal},
    refuse,
};
use crate::cli::{self, Extract};

/// Where rows go.
pub enum Sink {
    /// A directory with a folder for each table.
    Parts(Box<Parts>),
    /// One table.
    One(Box<One>),
}

/// Part files of every table.
pub struct Parts {
    directory: PathBuf,
    format: Format,
    journal: Journal,
    /// The number of the part that is open, or is opened next.
    number: usize,
    open: Vec<Part>,
    /// Of the part that is open.
    counts: Counts,
    /// Of all parts.
    total: Counts,
}

struct Part {
    table: &'static str,
    /// Hidden until it is whole.
    hidden: PathBuf,
    path: PathBuf,
    writer: TableWriter<BufWriter<File>>,
}

/// One table.
pub struct One {
    table: String,
    writer: TableWriter<BufWriter<Box<dyn Write + Send>>>,
    counts: Counts,
}

impl Sink {
    /// Opens what the command line asks for, and says where to begin; `None` if all is done already.
    pub fn open(options: &Extract) -> anyhow::Result<Option<(Self, Option<At>)>> {
        let format = match options.format {
            cli::Format::Arrow => Format::Arrow,
            cli::Format::Csv => Format::Csv,
            cli::Format::Parquet | cli::Format::Jsonl => Format::Parquet,
        };
        if let Some(table) = &options.table {
            return Self::one(options, table, format).map(|sink| Some((sink, None)));
        }
        let Some(directory) = &options.output else {
            return Err(refuse("tables need a directory", "add -o DIR, or --table NAME for one of them"));
        };
        if options.resume && options.source.inputs.contains(&Input::Stdin) {
            return Err(refuse("standard input cannot be resumed", "save it as a file and name the file"));
        }
        let head = head(options);
        fs::create_dir_all(directory).with_context(|| format!("cannot make {}", directory.display()))?;
        let begun = directory.join(journal::NAME).is_file();
        let (journal, said) = if options.resume && begun {
            let (journal, said) = Journal::resume(directory, &head)?;
            (journal, Some(said))
        } else {
            if fs::read_dir(directory)?.next().is_some() {
                let message = format!("{} is not empty", directory.display());
                let hint = if begun { "add --resume to go on there, or name another" } else { "name another" };
                return Err(refuse(message, hint));
            }
            (Journal::create(directory, &head)?, None)
        };
        if said.as_ref().is_some_and(|said| said.finished) {
            return Ok(None);
        }
        let (number, total, at) = said.map_or_else(Default::default, |said| (said.parts, said.counts, said.at));
        let parts = Parts {
            directory: directory.clone(),
            format,
            journal,
            number,
            open: Vec::new(),
            counts: Counts::default(),
            total,
        };
        Ok(Some((Self::Parts(Box::new(parts)), at)))
    }

    fn one(options: &Extract, table: &str, format: Format) -> anyhow::Result<Self> {
        let tables = catalogue();
        let Some(facts) = tables.iter().find(|facts| facts.name == table) else {
            let names: Vec<&str> = tables.iter().map(|facts| facts.name).collect();
            return Err(refuse(format!("there is no table {table:?}"), format!("there are {}", names.join(" "))));
        };
        if options.resume {
            return Err(refuse("a single table cannot be resumed", "leave out --table and give a directory"));
        }
        let to: Box<dyn Write + Send> = match &options.output {
            Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
            None => Box::new(io::stdout()),
        };
        let writer = TableWriter::new(format, &facts.schema, BufWriter::new(to), options.output.is_none())?;
        Ok(Self::One(Box::new(One { table: table.to_owned(), writer, counts: Counts::default() })))
    }

    /// Writes the rows of some documents.
    pub fn write(&mut self, tables: &Tables) -> anyhow::Result<()> {
        let counts = |counts: &mut Counts| {
            counts.documents += tables.get("documents").map_or(0, |rows| rows.num_rows() as u64);
            counts.errors += tables.get("errors").map_or(0, |rows| rows.num_rows() as u64);
        };
        match self {
            Self::One(one) => {
                counts(&mut one.counts);
                if let Some(rows) = tables.get(&one.table) {
                    one.writer.write(rows)?;
                }
            }
            Self::Parts(parts) => {
                if parts.open.is_empty() {
                    parts.begin()?;
                }
                counts(&mut parts.counts);
                for part in &mut parts.open {
                    if let Some(rows) = tables.get(part.table) {
                        part.writer.write(rows).with_context(|| format!("cannot write {}", part.hidden.display()))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Closes a part. From here on a stopped run keeps it.
    pub fn end_part(&mut self, at: &At) -> anyhow::Result<()> {
        match self {
            Self::Parts(parts) => parts.end(at),
            Self::One(_) => Ok(()),
        }
    }

    /// Closes all, and says how many documents were read in this run and those it went on from.
    pub fn finish(self) -> anyhow::Result<Counts> {
        match self {
            Self::Parts(mut parts) => {
                parts.journal.finished(parts.total)?;
                Ok(parts.total)
            }
            Self::One(one) => {
                one.writer.finish()?.flush()?;
                Ok(one.counts)
            }
        }
    }
}

impl Parts {
    fn begin(&mut self) -> anyhow::Result<()> {
        for facts in catalogue() {
            let folder = self.directory.join(facts.name);
            fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
            let name = format!("part-{:05}.{}", self.number, self.format.extension());
            let hidden = folder.join(format!(".{name}.tmp"));
            let file = File::create(&hidden).with_context(|| format!("cannot write {}", hidden.display()))?;
            let writer = TableWriter::new(self.format, &facts.schema, BufWriter::new(file), false)?;
            self.open.push(Part { table: facts.name, hidden, path: folder.join(name), writer });
        }
        Ok(())
    }

    fn end(&mut self, at: &At) -> anyhow::Result<()> {
        for part in self.open.drain(..) {
            let finished = part.writer.finish().map_err(anyhow::Error::from);
            let kept =
                finished.and_then(|file| Ok(file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?));
            kept.and_then(|()| Ok(fs::rename(&part.hidden, &part.path)?))
                .with_context(|| format!("cannot write {}", part.path.display()))?;
        }
        self.journal.part(self.counts, at)?;
        self.number += 1;
        self.total.documents += self.counts.documents;
        self.total.errors += self.counts.errors;
        self.counts = Counts::default();
        Ok(())
    }
}

/// What must be the same for a run to go on.
fn head(options: &Extract) -> Value {
    let name = |input: &Input| match input {
        Input::Path(path) => path.display().to_string(),
        _ => "-".into(),
    };
    let known = &options.source.known;
    json!({
        "columns": VERSION,
        "format": format!("{:?}", options.format).to_lowercase(),
        "engine": env!("CARGO_PKG_VERSION"),
        "pack": Reader::arabic().pack().version.to_string(),
        "inputs": options.source.inputs.iter().map(name).collect::<Vec<_>>(),
        "published": known.published.map(|day| day.to_string()),
        "publisher": known.publisher,
        "title": known.title,
        "text_column": options.text_column,
        "part_documents": options.part_documents,
    })
}
