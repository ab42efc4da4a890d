//! `claims`: a list of claims, or a search in them.

use std::io::Write as _;

use musnad_ledger::{ClaimFilter, Days, Search, Where};

use super::{claim, days, json, page};
use crate::{
    Done,
    cli::Claims,
    failure::Outcome,
    filing::{self, failed},
    paint::Painter,
};

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
    let page = page(&options.narrow);
    let mut painter = Painter::stdout(options.narrow.look);
    if options.words.is_empty() {
        for one in ledger.claims(&filter, page).map_err(failed)? {
            if options.narrow.json {
                json(&mut painter, &one)?;
            } else {
                claim(&mut painter, &one)?;
            }
        }
    } else {
        let search = Search { words: options.words.join(" "), exact: options.exact };
        for hit in ledger.search_claims(&search, &filter, page).map_err(failed)? {
            if options.narrow.json {
                json(&mut painter, &hit)?;
            } else {
                claim(&mut painter, &hit.found)?;
            }
        }
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

/// Two letters are a country, everything else a name.
fn place(word: &str) -> Where {
    let letters = word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
    if letters { Where::Country(word.to_owned()) } else { Where::Named(word.to_owned()) }
}
