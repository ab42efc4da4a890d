//! `extract --format parquet|arrow|csv`: readings as tables, in bounded memory, on all cores.
//!
//! One thread takes documents in and cuts them into chunks, the pool reads chunks, one thread
//! writes them in their order. Chunks and parts are cut by the documents alone, so the
//! bytes are the same for any number of threads.

mod chunk;
mod inputs;
mod journal;
mod progress;
mod sink;

use std::{sync::mpsc, thread};

use anyhow::{Context as _, anyhow};
use musnad_columns::{ColumnsError, Tables};
use musnad_reader::Reader;

use self::{
    chunk::{Chunk, Cutter, Task},
    inputs::Inputs,
    progress::Progress,
    sink::Sink,
};
use crate::{
    Done,
    cli::Extract,
    failure::{Failure, Outcome, note},
};

/// Chunks that wait for each thread.
const CHUNKS_A_THREAD: usize = 3;

/// A chunk whose tables are being made.
struct Coming {
    end: Option<inputs::At>,
    bytes: Option<u64>,
    tables: mpsc::Receiver<Result<Tables, ColumnsError>>,
}

/// Reads all documents and writes their rows.
pub fn run(options: &Extract) -> Done {
    let Some((sink, begin)) = Sink::open(options)? else {
        note("every part is there already; there is nothing left to do");
        return Ok(Outcome::Well);
    };
    let any = begin.is_some();
    let inputs = Inputs::new(options, begin)?;
    let progress = Progress::new(inputs.size());
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().context("cannot start the threads")?;
    let waiting = CHUNKS_A_THREAD * pool.current_num_threads();
    let task = Task { reader: Reader::arabic(), known: options.source.known.clone() };
    let cutter = Cutter::new(inputs, options.part_documents as usize, any);
    thread::scope(|scope| {
        let (give, take) = mpsc::sync_channel::<Chunk>(2);
        let (order, ordered) = mpsc::sync_channel::<Coming>(waiting);
        // A sender that fails means that the other side has stopped: so does this one.
        scope.spawn(move || cutter.map(|chunk| give.send(chunk)).take_while(Result::is_ok).for_each(drop));
        let writer = scope.spawn(move || write(sink, &ordered, progress));
        for chunk in take {
            let (done, tables) = mpsc::sync_channel(1);
            if order.send(Coming { end: chunk.end, bytes: chunk.bytes, tables }).is_err() {
                break;
            }
            let task = task.clone();
            pool.spawn(move || {
                let _ = done.send(task.tables(chunk.taken));
            });
        }
        drop(order);
        writer.join().map_err(|_| anyhow!("the writing thread broke"))?
    })
}

/// Writes what comes, in its order, and closes parts where they end.
fn write(mut sink: Sink, coming: &mpsc::Receiver<Coming>, mut progress: Progress) -> Done {
    for next in coming {
        let tables = next.tables.recv().map_err(|_| anyhow!("a reading thread broke"))??;
        let rows = |name| tables.get(name).map_or(0, |rows| rows.num_rows() as u64);
        progress.show(rows("documents"), rows("errors"), next.bytes);
        sink.write(&tables)?;
        if let Some(at) = next.end {
            sink.end_part(&at)?;
        }
    }
    progress.clear();
    let counts = sink.finish()?;
    if counts.errors > 0 {
        note(&format!("{} of {} documents gave no reading: see the table `errors`", counts.errors, counts.all()));
    }
    if counts.documents > 0 {
        return Ok(Outcome::Well);
    }
    if counts.errors == 0 {
        note("there is no article in the input");
    }
    Ok(Outcome::Nothing)
}

/// What the command line asks for and cannot be had.
fn refuse(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Failure::usage(message, hint).into()
}
