//! `conflicts`: claims that cannot all be so, side by side. No verdict.

use std::io::{self, Write};

use musnad_compare::ClaimId;
use musnad_compare::trace::{Conflict, NodeKind, Position};
use musnad_ledger::Claim;
use serde::Serialize;

use super::{articles, json};
use crate::{
    Done,
    cli::Conflicts,
    failure::Outcome,
    filing::{self, Told, Tracing, failed, short},
    labels::{self, Label},
    paint::{Painter, Part},
};

/// The most claims of one side that are shown to people; all are in the JSON.
const SHOWN: usize = 4;

/// A conflict as a line of JSON.
#[derive(Serialize)]
struct Line<'t> {
    group: &'t str,
    #[serde(flatten)]
    conflict: &'t Conflict,
    /// The claims of all sides that are attributions, as the ledger has them.
    claims: &'t [Claim],
}

/// Lists conflicts, those of the articles that were published last first.
pub fn run(options: &Conflicts) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let narrow = &options.narrow;
    let mut painter = Painter::stdout(narrow.look);
    let mut at = 0;
    if narrow.limit > 0 {
        Tracing::new(&*ledger)
            .conflicts(&articles(narrow), |tracing, told, conflict| {
                at += 1;
                if at > narrow.skip {
                    one(tracing, told, conflict, narrow.json, &mut painter)?;
                }
                Ok::<_, Stop>(at < narrow.skip.saturating_add(narrow.limit))
            })
            .map_err(|stop| stop.0)?;
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

/// Why a listing ended early.
struct Stop(anyhow::Error);

impl From<musnad_ledger::Error> for Stop {
    fn from(error: musnad_ledger::Error) -> Self {
        Self(failed(error))
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self(error.into())
    }
}

fn one<W: Write>(
    tracing: &mut Tracing<'_>,
    told: &Told,
    conflict: &Conflict,
    as_json: bool,
    painter: &mut Painter<W>,
) -> Result<(), Stop> {
    if as_json {
        let mut claims = Vec::new();
        for claim in conflict.positions.iter().flat_map(|position| &position.claims) {
            claims.extend(tracing.stored(claim)?);
        }
        json(painter, &Line { group: &told.trace.group, conflict, claims: &claims })?;
        return Ok(());
    }
    painter.head("", Part::Head, labels::conflict(conflict.kind, painter.ui), "")?;
    for position in &conflict.positions {
        side(tracing, told, position, painter)?;
    }
    painter.gap("")?;
    Ok(())
}

/// One side: what it says, how many lines stand behind it, and each claim with its chain.
fn side<W: Write>(
    tracing: &mut Tracing<'_>,
    told: &Told,
    position: &Position,
    painter: &mut Painter<W>,
) -> Result<(), Stop> {
    let ui = painter.ui;
    painter.head("  ", Part::Head, position.value.as_deref().unwrap_or("·"), "")?;
    if let Some(lines) = &position.lines {
        let range = if lines.lower == lines.upper {
            lines.lower.to_string()
        } else {
            format!("{}–{}", lines.lower, lines.upper)
        };
        painter.field("  ", Label::Lines, &range)?;
    }
    for claim in position.claims.iter().take(SHOWN) {
        let stored = tracing.stored(claim)?;
        let stance = stored.as_ref().map_or(Label::Narration.words(ui), |claim| labels::stance(claim.stance, ui));
        painter.head("    ", Part::Id, &name(claim), stance)?;
        let traced = told.trace.claims.iter().find(|one| one.claim == *claim);
        let chain = told.trace.chains.iter().find(|chain| chain.claim == *claim);
        match (chain, &stored) {
            (Some(chain), _) => {
                let names = chain.nodes.iter().filter_map(|id| told.trace.nodes.iter().find(|node| node.id == *id));
                let names: Vec<&str> = names
                    .filter(|node| node.kind != NodeKind::Article)
                    .map(|node| match node.kind {
                        // Its name is a list of ids.
                        NodeKind::SharedText => Label::SharedText.words(ui),
                        _ if node.name.is_empty() => "—",
                        _ => node.name.as_str(),
                    })
                    .collect();
                // A mark that points with the reading, whichever way it runs.
                painter.field("      ", Label::Chain, &names.join(" › "))?;
            }
            (None, Some(claim)) => {
                let unnamed = Label::Unnamed.words(ui);
                painter.field("      ", Label::Speaker, claim.speaker.as_deref().unwrap_or(unnamed))?;
                if let Some(outlet) = &claim.outlet {
                    painter.field("      ", Label::Publisher, outlet)?;
                }
            }
            (None, None) => {}
        }
        let words = traced.map(|one| one.text.as_str()).or(stored.as_ref().map(|claim| claim.content.as_str()));
        if let Some(words) = words {
            painter.field("      ", Label::Content, words)?;
        }
    }
    if let more @ 1.. = position.claims.len().saturating_sub(SHOWN) {
        painter.head("    ", Part::Dim, &format!("+ {more} {}", Label::More.words(ui)), "")?;
    }
    Ok(())
}

/// A claim as people name it.
fn name(claim: &ClaimId) -> String {
    let article = claim.article.parse().map_or_else(|_| claim.article.clone(), short);
    format!("{article}/{}", claim.attribution.as_deref().unwrap_or("n"))
}
