//! `extract`: readings as JSONL, on many threads and yet in the order of the input. Tables are in `columns`.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use anyhow::Context as _;
use musnad_intake::{Document, Documents, IntakeError};
use musnad_reader::Reader;
use rayon::prelude::*;

use crate::{
    Done,
    cli::{Extract, Format, Known},
    cmd::columns,
    failure::{Failure, Tally},
};

/// A batch is full when it holds this many documents for each thread, …
const DOCUMENTS_A_THREAD: usize = 64;
/// … or this many bytes, so that memory stays bounded however long documents are.
const BATCH_BYTES: usize = 32_000_000;

/// Reads all documents and writes one line for each.
pub fn run(options: &Extract) -> Done {
    if options.format != Format::Jsonl {
        return columns::run(options);
    }
    if options.table.is_some() || options.resume {
        let message = "--table and --resume are for tables";
        return Err(Failure::usage(message, "add --format parquet, arrow or csv").into());
    }
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().context("cannot start the threads")?;
    let mut out: BufWriter<Box<dyn Write>> = BufWriter::new(match &options.output {
        Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
        None => Box::new(io::stdout().lock()),
    });
    let reader = Reader::arabic();
    let mut documents = Documents::new(options.source.inputs.clone(), options.source.max_bytes);
    let mut tally = Tally::default();
    loop {
        let batch = batch(&mut documents, DOCUMENTS_A_THREAD * pool.current_num_threads());
        if batch.is_empty() {
            break;
        }
        let known = &options.source.known;
        // Collecting keeps the order of the batch, whichever thread is done first.
        let lines: Vec<_> =
            pool.install(|| batch.into_par_iter().map(|document| line(document?, known, &reader)).collect());
        for line in lines {
            match line {
                Ok(line) => {
                    out.write_all(&line?)?;
                    tally.read();
                }
                Err(error) => tally.failed(&error),
            }
        }
    }
    out.flush()?;
    Ok(tally.outcome())
}

fn batch(documents: &mut Documents, most: usize) -> Vec<Result<Document, IntakeError>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < most && bytes < BATCH_BYTES {
        let Some(document) = documents.next() else {
            break;
        };
        bytes += document.as_ref().map_or(0, |document| document.bytes.len());
        batch.push(document);
    }
    batch
}

fn line(document: Document, known: &Known, reader: &Reader) -> Result<io::Result<Vec<u8>>, IntakeError> {
    let mut article = document.article()?;
    known.apply(&mut article);
    let line = serde_json::to_vec(&reader.read(&article));
    Ok(line.map_err(io::Error::from).map(|mut line| {
        line.push(b'\n');
        line
    }))
}
