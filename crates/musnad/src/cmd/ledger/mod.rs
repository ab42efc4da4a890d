//! The commands on a ledger, one file each.

pub mod add;
pub mod claims;
pub mod copies;
pub mod correct;
pub mod export;
pub mod keep;
pub mod people;
pub mod trace;
pub mod watch;

use std::io::{self, Write};

use musnad_ledger::{ArticleFilter, Claim, Days, Page};

use crate::{
    cli::Narrow,
    filing::short,
    labels::{self, Label},
    paint::{Painter, Part},
};

/// The page that a listing asks for.
fn page(narrow: &Narrow) -> Page {
    Page { skip: narrow.skip, limit: narrow.limit }
}

/// The days that a listing asks for.
fn days(narrow: &Narrow) -> Days {
    Days { first: narrow.from, last: narrow.to }
}

/// The articles that a listing asks for.
fn articles(narrow: &Narrow) -> ArticleFilter {
    ArticleFilter { outlet: narrow.outlet.clone(), published: days(narrow), not_compared_by: None }
}

/// A value as one line of JSON.
fn json<W: Write>(painter: &mut Painter<W>, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(painter.out(), value)?;
    painter.out().write_all(b"\n")
}

/// One claim, as lists show it.
fn claim<W: Write>(painter: &mut Painter<W>, claim: &Claim) -> io::Result<()> {
    let ui = painter.ui;
    let stance = labels::stance(claim.stance, ui);
    let negated = if claim.negated { format!(" · {}", Label::Negated.words(ui)) } else { String::new() };
    let id = format!("{}/{}", short(claim.article), claim.local);
    painter.head("", Part::Id, &id, &format!("{stance}{negated}"))?;
    let unnamed = Label::Unnamed.words(ui);
    painter.field("  ", Label::Speaker, claim.speaker.as_deref().unwrap_or(unnamed))?;
    if let Some(via) = &claim.via {
        painter.field("  ", Label::Via, via)?;
    }
    if let Some(outlet) = &claim.outlet {
        painter.field("  ", Label::Publisher, outlet)?;
    }
    if let Some(day) = claim.published {
        painter.field("  ", Label::Published, &day.to_string())?;
    }
    painter.field("  ", Label::Content, &claim.content)?;
    let review = claim.review;
    let said = [
        (review.confirmed, Label::Confirmed),
        (review.rejected, Label::Rejected),
        (review.source_set, Label::SourceSet),
    ];
    for (_, label) in said.into_iter().filter(|(holds, _)| *holds) {
        painter.head("  ", Part::Dim, label.words(ui), "")?;
    }
    if let Some(credibility) = review.credibility {
        painter.field("  ", Label::Credibility, &u8::from(credibility).to_string())?;
    }
    Ok(())
}
