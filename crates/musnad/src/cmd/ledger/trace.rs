//! `trace`: how a claim was passed on.

use std::collections::BTreeMap;
use std::io::{self, Write};

use musnad_ledger::{Id, Ledger};

use super::json;
use crate::{
    Done,
    cli::Trace,
    failure::{Failure, Outcome, one_line},
    filing::{self, Names, Told, Tracing, failed, short},
    labels::Label,
    paint::Painter,
};

/// Traces one claim.
pub fn run(options: &Trace) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let (claim, part) = Names(&*ledger).statement(&options.claim)?;
    let Some(told) = Tracing::new(&*ledger).claim(&claim, part).map_err(failed)? else {
        let message = match (claim.review.rejected, part) {
            (true, _) => "people said that this is no claim",
            (false, Some(_)) => "the claim has no such statement that can be compared",
            (false, None) => "this claim says too little to be compared",
        };
        return Err(Failure::usage(message, "`musnad claims` shows others").into());
    };
    let mut painter = Painter::stdout(options.look);
    if options.json {
        json(&mut painter, &told)?;
    } else if options.dot {
        painter.out().write_all(told.trace.dot().as_bytes())?;
    } else {
        show(&*ledger, &told, &mut painter)?;
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

/// The trace as text, with short names of articles, and a list of them at its end.
fn show<W: Write>(ledger: &dyn Ledger, told: &Told, painter: &mut Painter<W>) -> anyhow::Result<()> {
    let claims = told.trace.claims.iter().map(|claim| &claim.claim);
    let others = told.trace.conflicts.iter().flat_map(|conflict| &conflict.positions).flat_map(|one| &one.claims);
    let mut ids: BTreeMap<&str, Id> = BTreeMap::new();
    for claim in claims.chain(others) {
        if let Ok(id) = claim.article.parse() {
            ids.insert(&claim.article, id);
        }
    }
    let shortened = |line: &str| ids.iter().fold(line.to_owned(), |line, (long, id)| line.replace(long, &short(*id)));
    for line in told.trace.text().lines() {
        painter.line(&shortened(line))?;
    }
    for claim in &told.moved {
        painter.line(&format!("{}: {}", Label::Moved.words(painter.ui), shortened(&claim.to_string())))?;
    }
    painter.line("articles")?;
    for id in ids.values() {
        let Some(story) = ledger.article(*id).map_err(failed)?.map(|article| article.story) else { continue };
        article(*id, &story, painter)?;
    }
    Ok(())
}

fn article<W: Write>(id: Id, story: &musnad_ledger::Story, painter: &mut Painter<W>) -> io::Result<()> {
    let day = story.published.map_or_else(|| "no day".to_owned(), |day| day.to_string());
    painter.line(&format!("  {} {day}", short(id)))?;
    for words in [&story.outlet, &story.title].into_iter().flatten() {
        painter.line(&format!("      {}", one_line(words)))?;
    }
    Ok(())
}
