//! `claims`: a list of claims, or a search in them.

use musnad_ledger::{ClaimFilter, Days, Search, Where};

use super::{Listing, claim, days};
use crate::{Done, cli::Claims, filing};

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
    Listing {
        narrow: &options.narrow,
        words: &options.words,
        exact: options.exact,
        list: |page| ledger.claims(&filter, page),
        search: |search: &Search, page| ledger.search_claims(search, &filter, page),
        show: claim,
    }
    .run()
}

/// Two letters are a country, everything else a name.
fn place(word: &str) -> Where {
    let letters = word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
    if letters { Where::Country(word.to_owned()) } else { Where::Named(word.to_owned()) }
}
