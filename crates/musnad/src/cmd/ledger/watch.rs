//! `watch`: feeds are polled, and what is new is added.

use crate::{Done, cli::Watch};

#[cfg(not(feature = "fetch"))]
/// Says that this program cannot.
pub fn run(_: &Watch) -> Done {
    let hint = "build it with the feature fetch";
    Err(crate::failure::Failure::usage("this program was built without fetching", hint).into())
}

#[cfg(feature = "fetch")]
pub use with_network::{fetcher, run};

#[cfg(feature = "fetch")]
mod with_network {
    use std::collections::{BTreeMap, HashSet};
    use std::sync::{Arc, Mutex, PoisonError};
    use std::time::Duration;

    use anyhow::Context as _;
    use musnad_intake::fetch::{Ask, FetchOptions, Fetcher, Validators};
    use musnad_intake::{DEFAULT_MAX_BYTES, Documents, Intake, LinkKind, Options};
    use musnad_ledger::{ArticleFilter, Ledger};

    use super::{Done, Watch};
    use crate::{
        cli::Known,
        cmd::ledger::add::Adding,
        failure::Outcome,
        filing::{self, failed},
    };

    /// Somebody who asks the network, politely.
    pub fn fetcher(contact: Option<String>, max_bytes: u64) -> anyhow::Result<Fetcher> {
        Fetcher::new(FetchOptions { contact, max_bytes, ..FetchOptions::default() })
            .context("the network cannot be used")
    }

    /// Polls until it is stopped.
    pub fn run(options: &Watch) -> Done {
        let ledger = filing::make(&options.at.ledger)?;
        let nothing = Known { published: None, publisher: None, title: None };
        let have: Arc<Mutex<HashSet<String>>> = Arc::default();
        let heard: Arc<Mutex<BTreeMap<String, Validators>>> = Arc::default();
        loop {
            remember(&*ledger, &have)?;
            let intake = Intake::new(options.inputs.clone(), Options::default());
            let (pages, feeds) = (Arc::clone(&have), Arc::clone(&heard));
            let mut documents = Documents::of(intake)
                .fetching(fetcher(options.contact.clone(), DEFAULT_MAX_BYTES)?)
                .asking(move |link| {
                    let pages = pages.lock().unwrap_or_else(PoisonError::into_inner);
                    if link.kind == LinkKind::Page && pages.contains(&link.url) {
                        return Ask::Skip;
                    }
                    let feeds = feeds.lock().unwrap_or_else(PoisonError::into_inner);
                    Ask::Fetch(feeds.get(&link.url).cloned().unwrap_or_default())
                });
            let mut adding = Adding::new(&*ledger, &nothing);
            adding.all(&mut documents, |_, _| Ok(()))?;
            let outcome = adding.finish(true)?;
            let mut known = heard.lock().unwrap_or_else(PoisonError::into_inner);
            known.extend(documents.heard().into_iter().map(|heard| (heard.url, heard.validators)));
            drop(known);
            if options.once {
                // A round in which nothing was new is no failure.
                return Ok(if outcome == Outcome::Nothing && documents.passed_by() > 0 {
                    Outcome::Well
                } else {
                    outcome
                });
            }
            std::thread::sleep(Duration::from_secs(options.every.saturating_mul(60)));
        }
    }

    /// The addresses of all articles of the ledger.
    fn remember(ledger: &dyn Ledger, have: &Mutex<HashSet<String>>) -> anyhow::Result<()> {
        let stories = filing::articles(ledger, &ArticleFilter::default()).map_err(failed)?;
        let mut have = have.lock().unwrap_or_else(PoisonError::into_inner);
        have.extend(stories.into_iter().filter_map(|story| story.url));
        Ok(())
    }
}
