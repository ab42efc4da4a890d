//! `add`: documents into a ledger, and compared with what is there.

use std::io::{self, Write as _};

use jiff::Timestamp;
use musnad_intake::{Document, Documents, Intake, IntakeError, Options};
use musnad_ledger::{Added, Addition, Id, Ledger};
use musnad_model::{Article, Provenance, Step};
use musnad_reader::Reader;
use rayon::prelude::*;

use super::progress::Progress;
use crate::{
    Done,
    cli::{Add, Known},
    failure::{Failure, Outcome, Tally, one_line},
    filing::{self, Comparing, failed, short},
};

/// Documents that are read at the same time, …
const BATCH: usize = 64;
/// … or this many bytes of them.
const BATCH_BYTES: usize = 32_000_000;

/// Adds everything, then compares what was not compared yet: also what a stopped run left.
pub fn run(options: &Add) -> Done {
    let ledger = filing::make(&options.at.ledger)?;
    let intake = Options { max_bytes: options.source.max_bytes, ..Options::default() };
    let documents = Documents::of(Intake::new(options.source.inputs.clone(), intake));
    let mut documents = fetching(documents, options)?;
    let mut adding = Adding::new(&*ledger, &options.source.known);
    let mut out = Told { out: Some(io::stdout().lock()) };
    adding.all(&mut documents, |added, name| {
        if options.json {
            let line = serde_json::json!({
                "article": added.article, "document": name, "new_article": added.new_article,
                "new_arrival": added.new_arrival, "new_reading": added.new_reading,
            });
            return out.line(&line.to_string());
        }
        if added.new_article {
            out.line(&format!("{}  {}", short(added.article), one_line(name)))?;
        }
        Ok(())
    })?;
    adding.finish(!options.no_compare)
}

/// Where it is told what was added. A reader that goes away stops the telling and not the adding.
struct Told {
    out: Option<io::StdoutLock<'static>>,
}

impl Told {
    fn line(&mut self, line: &str) -> io::Result<()> {
        let Some(out) = &mut self.out else { return Ok(()) };
        match writeln!(out, "{line}").and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.out = None;
                Ok(())
            }
            other => other,
        }
    }
}

#[cfg(feature = "fetch")]
fn fetching(documents: Documents, options: &Add) -> anyhow::Result<Documents> {
    if !options.fetch.fetch {
        return Ok(documents);
    }
    let contact = options.fetch.contact.clone();
    Ok(documents.fetching(super::watch::fetcher(contact, options.source.max_bytes)?))
}

#[cfg(not(feature = "fetch"))]
fn fetching(documents: Documents, _: &Add) -> anyhow::Result<Documents> {
    Ok(documents)
}

/// Adds documents to a ledger.
pub struct Adding<'a> {
    ledger: &'a dyn Ledger,
    known: &'a Known,
    reader: Reader,
    tally: Tally,
    progress: Progress,
    new: usize,
    had: usize,
}

impl<'a> Adding<'a> {
    /// To this ledger; `known` goes before what the documents say.
    pub fn new(ledger: &'a dyn Ledger, known: &'a Known) -> Self {
        let (reader, tally, progress) = (Reader::arabic(), Tally::default(), Progress::new());
        Self { ledger, known, reader, tally, progress, new: 0, had: 0 }
    }

    /// Adds all documents, one after the other, and tells of each.
    pub fn all(
        &mut self,
        documents: &mut Documents,
        mut told: impl FnMut(&Added, &str) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        loop {
            let batch = batch(documents);
            if batch.is_empty() {
                return Ok(());
            }
            let (reader, known) = (&self.reader, self.known);
            // Collecting keeps the order of the documents, whichever thread is done first.
            let read: Vec<_> = batch.into_par_iter().map(|document| read(document?, known, reader)).collect();
            for one in read {
                match one {
                    Ok(read) => match self.put(&read) {
                        Ok(Some(added)) => told(&added, &read.name)?,
                        Ok(None) => {}
                        Err(error) => return Err(self.interrupted(error)),
                    },
                    Err(error) => {
                        self.progress.clear();
                        self.tally.failed(&error);
                    }
                }
                self.progress.show(|| format!("{} new, {} known already", self.new, self.had));
            }
        }
    }

    /// Puts one article into the ledger; `None` if the ledger refuses this one only.
    fn put(&mut self, read: &Read) -> musnad_ledger::Result<Option<Added>> {
        let json = match serde_json::to_string(&read.reading) {
            Ok(json) => json,
            Err(error) => {
                self.tally.refused(&read.name, &error.to_string());
                return Ok(None);
            }
        };
        let media = match &read.provenance.charset {
            Some(charset) => format!("{}; charset={}", read.provenance.media_type, charset.to_ascii_lowercase()),
            None => read.provenance.media_type.clone(),
        };
        let added = self.ledger.add(&Addition {
            reading: &json,
            bytes: Some(&read.bytes),
            media: &media,
            place: &read.name,
            how: how(&read.provenance.found),
            author: read.author.as_deref(),
            at: read.provenance.captured.unwrap_or_else(Timestamp::now),
        });
        match added {
            Ok(added) => {
                self.tally.read();
                *(if added.new_article { &mut self.new } else { &mut self.had }) += 1;
                Ok(Some(added))
            }
            // It concerns this document alone; the others go on.
            Err(
                error @ (musnad_ledger::Error::Forgotten(_)
                | musnad_ledger::Error::Reading(_)
                | musnad_ledger::Error::TooLarge { .. }),
            ) => {
                self.progress.clear();
                self.tally.refused(&read.name, &error.to_string());
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The ledger takes no more: says how far it came.
    fn interrupted(&mut self, error: musnad_ledger::Error) -> anyhow::Error {
        self.progress.clear();
        let error = failed(error);
        if self.new + self.had == 0 {
            return error;
        }
        eprintln!("{} added, {} known already, then it stopped", self.new, self.had);
        match error.downcast::<Failure>() {
            Ok(failure) => failure.partly().into(),
            Err(error) => error,
        }
    }

    /// Compares what is not compared yet, and says how it went.
    pub fn finish(mut self, compare: bool) -> anyhow::Result<Outcome> {
        let mut compared = 0;
        if compare {
            let before = self.ledger.head().map_err(failed)?;
            let waiting = Comparing::waiting(self.ledger).map_err(failed)?;
            compared = self.compare(&waiting)?;
            // Another program that adds and compares at the same time may have missed some of these as these missed
            // some of its own; whoever comes last finds all.
            if self.ledger.head().map_err(failed)? != before {
                self.compare(&waiting)?;
            }
        }
        self.progress.clear();
        let (new, had) = (self.new, self.had);
        eprintln!("{new} added, {had} known already, {compared} compared");
        Ok(self.tally.outcome())
    }

    fn compare(&mut self, waiting: &[Id]) -> anyhow::Result<usize> {
        let mut comparing = Comparing::new(self.ledger);
        let mut compared = 0;
        for article in waiting {
            match comparing.compare(*article) {
                Ok(done) => compared += usize::from(done),
                // It concerns this article alone; the others go on.
                Err(error @ musnad_ledger::Error::TooLarge { .. }) => {
                    self.progress.clear();
                    self.tally.refused(&short(*article), &format!("not compared: {error}"));
                }
                Err(error) => return Err(self.interrupted(error)),
            }
            self.progress.show(|| format!("{compared} of {} compared", waiting.len()));
        }
        Ok(compared)
    }
}

/// One document as it was read.
struct Read {
    name: String,
    bytes: Vec<u8>,
    author: Option<String>,
    provenance: Provenance,
    reading: musnad_model::Reading,
}

fn batch(documents: &mut Documents) -> Vec<Result<Document, IntakeError>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        let Some(document) = documents.next() else { break };
        bytes += document.as_ref().map_or(0, |document| document.bytes.len());
        batch.push(document);
    }
    batch
}

fn read(document: Document, known: &Known, reader: &Reader) -> Result<Read, IntakeError> {
    let (mut article, provenance): (Article, Provenance) = document.article_with_provenance()?;
    known.apply(&mut article);
    let reading = reader.read(&article);
    let author = (!article.authors.is_empty()).then(|| article.authors.join("، "));
    Ok(Read { name: document.name, bytes: document.bytes, author, provenance, reading })
}

/// How a document came, in a word: by the innermost step that says something.
fn how(found: &[Step]) -> &'static str {
    found
        .iter()
        .rev()
        .find_map(|step| match step {
            Step::Entry { .. } => Some("feed"),
            Step::Record { .. } => Some("warc"),
            Step::Fetched { .. } => Some("web"),
            Step::Member { .. } => Some("archive"),
            Step::File { .. } => Some("file"),
            Step::Stdin => Some("stdin"),
            Step::Line { .. } => None,
        })
        .unwrap_or("file")
}
