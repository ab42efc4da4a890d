//! `verify`, `backup` and `case`: keeping a ledger safe, and carrying a part of it elsewhere.

use std::io::{self, Write as _};

use musnad_ledger::{Head, Id, Opened};

use crate::{
    Done,
    cli::{Backup, CaseCommand, Verify},
    failure::{Failure, Outcome, one_line},
    filing::{self, Comparing, Names, failed},
};

/// Checks every byte of a ledger.
pub fn verify(options: &Verify) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let known = options.head.as_deref().map(head).transpose()?;
    let found = ledger.verify(known).map_err(failed)?;
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer(&mut out, &found)?;
        writeln!(out)?;
    } else {
        let counts = found.counts;
        writeln!(
            out,
            "{} articles, {} documents, {} readings, {} claims, {} operations, {} log entries",
            counts.articles, counts.documents, counts.readings, counts.claims, counts.operations, counts.log
        )?;
        for fault in &found.faults {
            writeln!(out, "{}", one_line(&format!("fault: {} {}: {}", fault.table, fault.row, fault.what)))?;
        }
        writeln!(out, "head {}:{}", found.head.seq, found.head.hash)?;
        writeln!(out, "{}", if found.passed() { "nothing is wrong" } else { "the ledger is not as it was written" })?;
    }
    Ok(if found.passed() { Outcome::Well } else { Outcome::Partly })
}

fn head(words: &str) -> anyhow::Result<Head> {
    let parts = words.split_once(':').and_then(|(seq, hash)| Some((seq.parse().ok()?, hash.parse().ok()?)));
    let Some((seq, hash)) = parts else {
        return Err(Failure::usage("a head is NUMBER:HASH", "`musnad verify` prints it").into());
    };
    Ok(Head { seq, hash })
}

/// Copies a ledger.
pub fn backup(options: &Backup) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    ledger.backup(&options.file).map_err(failed)?;
    let head = ledger.head().map_err(failed)?;
    let mut out = io::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::json!({ "file": options.file.to_string_lossy(), "head": head }))?;
    } else {
        writeln!(out, "{}\nhead {}:{}", one_line(&options.file.to_string_lossy()), head.seq, head.hash)?;
    }
    Ok(Outcome::Well)
}

/// Packs or opens a case.
pub fn case(command: &CaseCommand) -> Done {
    let mut out = io::stdout().lock();
    match command {
        CaseCommand::Export { file, articles, at, json } => {
            let ledger = filing::open(&at.ledger)?;
            let names = Names(&*ledger);
            let mut ids: Vec<Id> =
                articles.iter().map(|article| names.article(article)).collect::<anyhow::Result<_>>()?;
            ids.sort_unstable();
            ids.dedup();
            let ids = (!ids.is_empty()).then_some(ids.as_slice());
            let header = ledger.export_case(ids, file).map_err(failed)?;
            if *json {
                writeln!(out, "{}", serde_json::to_string(&header)?)?;
            } else {
                writeln!(out, "{} articles, {} log entries", header.articles, header.entries)?;
            }
        }
        CaseCommand::Open { file, at, json } => {
            let ledger = filing::make(&at.ledger)?;
            let opened = ledger.open_case(file).map_err(failed)?;
            // What came is compared with what was there.
            let waiting = Comparing::waiting(&*ledger).map_err(failed)?;
            let mut comparing = Comparing::new(&*ledger);
            for article in &waiting {
                comparing.compare(*article).map_err(failed)?;
            }
            if *json {
                writeln!(out, "{}", serde_json::to_string(&opened)?)?;
            } else {
                let Opened { header, new } = opened;
                writeln!(out, "{} articles, {} log entries, {new} of them new here", header.articles, header.entries)?;
            }
        }
    }
    Ok(Outcome::Well)
}
