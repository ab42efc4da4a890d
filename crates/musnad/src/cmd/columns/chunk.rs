//! Chunks of documents: how they are cut, and how one becomes tables.

use musnad_columns::{ColumnsError, Failure, Tables};
use musnad_model::Reading;
use musnad_reader::Reader;

use super::inputs::{At, Inputs, Raw, failure};
use crate::cli::Known;

/// A chunk is full at so many documents, …
const CHUNK_DOCUMENTS: usize = 64;
/// … or so many bytes.
const CHUNK_BYTES: usize = 2_000_000;
/// A part is full at so many bytes, if it is not full of documents before.
const PART_BYTES: usize = 128_000_000;

/// Documents that are read by one thread.
pub struct Chunk {
    /// The documents, and those that cannot even be opened.
    pub taken: Vec<Result<Raw, Failure>>,
    /// If the part ends behind it: where the run stands there.
    pub end: Option<At>,
    /// How many bytes of the inputs lie behind.
    pub bytes: Option<u64>,
}

/// Cuts the inputs into chunks, and says where parts end.
pub struct Cutter {
    inputs: Inputs,
    part_documents: usize,
    /// Documents and bytes in the part.
    documents: usize,
    bytes: usize,
    /// Bytes taken out of the source that is open.
    taken: u64,
    source: At,
    /// A part was written before, in this run or in the one it goes on from.
    any: bool,
    ended: bool,
}

impl Cutter {
    /// Parts end at so many documents. `any`: parts are there already.
    pub fn new(inputs: Inputs, part_documents: usize, any: bool) -> Self {
        let source = inputs.at();
        Self { inputs, part_documents, documents: 0, bytes: 0, taken: 0, source, any, ended: false }
    }

    fn is_full(&self) -> bool {
        self.documents >= self.part_documents || self.bytes >= PART_BYTES
    }
}

impl Iterator for Cutter {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        if self.ended {
            return None;
        }
        let (mut taken, mut bytes) = (Vec::new(), 0);
        while taken.len() < CHUNK_DOCUMENTS && bytes < CHUNK_BYTES {
            if self.is_full() {
                break;
            }
            let Some(next) = self.inputs.next() else {
                self.ended = true;
                break;
            };
            let size = next.as_ref().map_or(0, Raw::bytes);
            bytes += size;
            self.bytes += size;
            self.documents += 1;
            self.taken += size as u64 + 1;
            taken.push(next);
        }
        // The first part is there even if it is empty: it holds the schemas.
        if self.ended && self.documents == 0 && self.any {
            return None;
        }
        let at = self.inputs.at();
        if !at.same_source(&self.source) {
            (self.taken, self.source) = (bytes as u64, at.clone());
        }
        let end = (self.is_full() || self.ended).then(|| {
            (self.documents, self.bytes, self.any) = (0, 0, true);
            at
        });
        Some(Chunk { taken, end, bytes: self.inputs.behind(self.taken) })
    }
}

/// What is done with a chunk.
#[derive(Clone)]
pub struct Task {
    /// Reads.
    pub reader: Reader,
    /// What the command line says of every article.
    pub known: Known,
}

impl Task {
    /// Reads the documents and lays them out as rows.
    pub fn tables(&self, taken: Vec<Result<Raw, Failure>>) -> Result<Tables, ColumnsError> {
        let read: Vec<Result<Reading, Failure>> = taken.into_iter().map(|raw| self.read(raw?)).collect();
        Tables::of(&read)
    }

    fn read(&self, raw: Raw) -> Result<Reading, Failure> {
        let (mut article, name) = match raw {
            Raw::Document(document) => (document.article().map_err(|error| failure(&error))?, document.name),
            Raw::Article(article) => (*article, String::new()),
        };
        self.known.apply(&mut article);
        musnad_columns::read(&article, |article| self.reader.read(article))
            .map_err(|failure| Failure { document: Some(name).filter(|name| !name.is_empty()), ..failure })
    }
}
