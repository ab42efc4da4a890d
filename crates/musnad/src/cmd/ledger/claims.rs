//! `claims`: a list of claims, or a search in them.

use std::io::Write as _;

use musnad_ledger::{Claim, ClaimFilter, Days, Search, Where};
use serde::Serialize;

use super::{Match, claim, days, found, json, paged};
use crate::{Done, cli::Claims, failure::Outcome, filing, paint::Painter};

/// A claim as a line of JSON.
#[derive(Serialize)]
struct Line<'c> {
    #[serde(flatten)]
    claim: &'c Claim,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#match: Option<Match<'c>>,
}

/// Lists claims, those published last first; those that match best first where words are given.
pub fn run(options: &Claims) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let key = |name: &Option<String>| match name {
        Some(name) => filing::entity(&*ledger, name).map(|found| Some(found.key)),
        None => Ok(None),
    };
    let filter = ClaimFilter {
        speaker: key(&options.speaker)?,
        about: key(&options.about)?,
        stances: options.stance.clone(),
        outlet: options.narrow.outlet.clone(),
        place: options.place.as_deref().map(place),
        happened: Days { first: options.happened_from, last: options.happened_to },
        published: days(&options.narrow),
        ..ClaimFilter::default()
    };
    let narrow = &options.narrow;
    let mut painter = Painter::stdout(narrow.look);
    if options.words.is_empty() {
        paged(
            narrow,
            |page| ledger.claims(&filter, page),
            |one| {
                if narrow.json {
                    json(&mut painter, &Line { claim: &one, r#match: None })?;
                } else {
                    claim(&mut painter, &one)?;
                }
                Ok(())
            },
        )?;
    } else {
        let search = Search { words: options.words.join(" "), exact: options.exact };
        paged(
            narrow,
            |page| ledger.search_claims(&search, &filter, page),
            |hit| {
                if narrow.json {
                    json(&mut painter, &Line { claim: &hit.found, r#match: Some(Match::of(&hit)) })?;
                } else {
                    claim(&mut painter, &hit.found)?;
                    found(&mut painter, &hit)?;
                }
                Ok(())
            },
        )?;
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

/// Two letters are a country, everything else a name.
fn place(word: &str) -> Where {
    let letters = word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
    if letters { Where::Country(word.to_owned()) } else { Where::Named(word.to_owned()) }
}
