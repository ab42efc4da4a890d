//! `trace` and `conflicts`: how claims were passed on, and which of them cannot all be so.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use musnad_compare::trace::Trace as Traced;
use musnad_ledger::{ClaimFilter, Id, Ledger, Page};

use super::{articles, json};
use crate::{
    Done,
    cli::{Conflicts, Trace},
    failure::{Failure, Outcome},
    filing::{self, Comparing, Names, Whole, failed, short},
    paint::Painter,
};

/// Traces one claim.
pub fn run(options: &Trace) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let id = Names(&*ledger).claim(&options.claim)?;
    let filter = ClaimFilter { ids: vec![id], rejected: true, ..ClaimFilter::default() };
    let claims = ledger.claims(&filter, Page::default()).map_err(failed)?;
    let trace = match claims.first() {
        Some(claim) => Comparing::new(&*ledger).trace(claim.article, &claim.local).map_err(failed)?,
        None => None,
    };
    let Some(trace) = trace else {
        let hint = "it was rejected, or says too little to be compared; `musnad claims` shows others";
        return Err(Failure::usage("this claim cannot be traced", hint).into());
    };
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer(&mut out, &trace)?;
        writeln!(out)?;
    } else if options.dot {
        out.write_all(trace.dot().as_bytes())?;
    } else {
        out.write_all(shortened(&*ledger, &trace)?.as_bytes())?;
    }
    out.flush()?;
    Ok(Outcome::Well)
}

/// The trace as text, with short names of articles, and a list of them at its end.
fn shortened(ledger: &dyn Ledger, trace: &Traced) -> anyhow::Result<String> {
    let mut ids: BTreeMap<String, Id> = BTreeMap::new();
    for claim in &trace.claims {
        if let Ok(id) = claim.claim.article.parse() {
            ids.insert(claim.claim.article.clone(), id);
        }
    }
    let mut text = trace.text();
    let mut list = String::from("articles\n");
    for (long, id) in ids {
        text = text.replace(&long, &short(id));
        if let Some(article) = ledger.article(id).map_err(failed)? {
            let story = article.story;
            let day = story.published.map_or_else(|| "no day".to_owned(), |day| day.to_string());
            list.push_str(&format!("  {} {day}\n", short(id)));
            for words in [story.outlet, story.title].into_iter().flatten() {
                list.push_str(&format!("      {}\n", crate::failure::one_line(&words)));
            }
        }
    }
    Ok(text + &list)
}

/// Lists the groups in which something conflicts.
pub fn conflicts(options: &Conflicts) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let whole = Whole::of(&*ledger, &articles(&options.narrow)).map_err(failed)?;
    let mut painter = Painter::stdout(options.narrow.look);
    let narrow = &options.narrow;
    let conflicting = whole.traces().filter(|trace| !trace.conflicts.is_empty());
    for trace in conflicting.skip(narrow.skip).take(narrow.limit) {
        if narrow.json {
            json(&mut painter, &trace)?;
            continue;
        }
        conflict(&trace, &mut painter)?;
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

/// Each side with its claims, how many lines stand behind it, and what it says.
fn conflict<W: io::Write>(trace: &Traced, painter: &mut Painter<W>) -> io::Result<()> {
    use crate::{labels::Label, paint::Part};
    for conflict in &trace.conflicts {
        let kind =
            serde_json::to_value(conflict.kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        painter.head("", Part::Head, &kind, "")?;
        for position in &conflict.positions {
            let ids: Vec<String> = position.claims.iter().map(name).collect();
            painter.head("  ", Part::Id, &ids.join(" "), position.value.as_deref().unwrap_or(""))?;
            if let Some(lines) = &position.lines {
                let range = if lines.lower == lines.upper {
                    lines.lower.to_string()
                } else {
                    format!("{}–{}", lines.lower, lines.upper)
                };
                painter.field("    ", Label::Lines, &range)?;
            }
            let says = trace.claims.iter().find(|claim| position.claims.contains(&claim.claim));
            if let Some(claim) = says {
                painter.field("    ", Label::Content, &claim.text)?;
            }
        }
        painter.gap("")?;
    }
    Ok(())
}

/// A claim as people name it.
fn name(claim: &musnad_compare::ClaimId) -> String {
    let article = claim.article.parse().map_or_else(|_| claim.article.clone(), short);
    format!("{article}/{}", claim.attribution.as_deref().unwrap_or("n"))
}
