//! The documents of any mix of inputs, with what their feeds and lists lead to.

use crate::{Document, Found, Input, Intake, IntakeError, Link, Options, Position};

#[cfg(feature = "fetch")]
use crate::fetch::{Answer, Ask, Fetcher, Heard, Validators};

/// The documents of some inputs, one at a time. Unless it is given a `Fetcher`, nothing is
/// fetched, and a link is an error that gives its address.
pub struct Documents {
    intake: Intake,
    #[cfg(feature = "fetch")]
    fetching: Option<Fetching>,
}

#[cfg(feature = "fetch")]
struct Fetching {
    fetcher: Fetcher,
    /// Asked before every fetch.
    ask: Box<dyn FnMut(&Link) -> Ask + Send>,
    heard: Vec<Heard>,
    passed_by: u64,
}

impl Documents {
    /// The documents of `inputs`, none of them larger than `max_bytes`.
    #[must_use]
    pub fn new(inputs: Vec<Input>, max_bytes: u64) -> Self {
        Self::of(Intake::new(inputs, Options { max_bytes, ..Options::default() }))
    }

    /// The same of an intake that is set up already, or goes on where it was stopped.
    #[must_use]
    pub fn of(intake: Intake) -> Self {
        Self {
            intake,
            #[cfg(feature = "fetch")]
            fetching: None,
        }
    }

    /// Where the run stands, as [`Intake::position`]: also inside of a feed that was fetched.
    #[must_use]
    pub fn position(&self) -> Position {
        self.intake.position()
    }

    #[cfg(not(feature = "fetch"))]
    fn linked(&mut self, link: &Link) -> Option<Result<Found, IntakeError>> {
        Some(Err(link.unfetched()))
    }
}

#[cfg(feature = "fetch")]
impl Documents {
    /// Follows addresses, lists of feeds and feeds down to the pages. Each address is fetched
    /// when its turn comes, so a caller that takes no more documents makes no more requests.
    #[must_use]
    pub fn fetching(self, fetcher: Fetcher) -> Self {
        let ask = Box::new(|_: &Link| Ask::Fetch(Validators::default()));
        Self { fetching: Some(Fetching { fetcher, ask, heard: Vec::new(), passed_by: 0 }), ..self }
    }

    /// Asks the caller before every fetch: pages that it has need not be fetched, and feeds
    /// only if they changed. To be called after [`Documents::fetching`].
    #[must_use]
    pub fn asking(mut self, ask: impl FnMut(&Link) -> Ask + Send + 'static) -> Self {
        if let Some(fetching) = &mut self.fetching {
            fetching.ask = Box::new(ask);
        }
        self
    }

    /// What feeds, lists and given addresses have answered since this was asked last, for
    /// asking them again another time. Empty it now and then.
    pub fn heard(&mut self) -> Vec<Heard> {
        self.fetching.as_mut().map(|fetching| std::mem::take(&mut fetching.heard)).unwrap_or_default()
    }

    /// How many links were not followed because the caller said so.
    #[must_use]
    pub fn passed_by(&self) -> u64 {
        self.fetching.as_ref().map_or(0, |fetching| fetching.passed_by)
    }

    fn linked(&mut self, link: &Link) -> Option<Result<Found, IntakeError>> {
        let Some(fetching) = &mut self.fetching else {
            return Some(Err(link.unfetched()));
        };
        let Ask::Fetch(known) = (fetching.ask)(link) else {
            fetching.passed_by += 1;
            return None;
        };
        let answer = match fetching.fetcher.fetch(link, &known) {
            Ok(answer) => answer,
            Err(error) => return Some(Err(error)),
        };
        let (validators, changed) = match &answer {
            Answer::Fetched(fetched) => (Validators::from(&**fetched), true),
            Answer::NotModified => (known, false),
        };
        if link.kind != crate::LinkKind::Page {
            fetching.heard.push(Heard { url: link.url.clone(), validators, changed });
        }
        match answer {
            Answer::Fetched(fetched) => self.intake.follow(*fetched),
            Answer::NotModified => None,
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Document, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = match self.intake.next()? {
                Ok(Found::Link(link)) => self.linked(&link),
                found => Some(found),
            };
            match found {
                None => {}
                Some(Ok(Found::Document(document))) => return Some(Ok(*document)),
                // What a link leads to is opened, never yielded as a link.
                Some(Ok(Found::Link(link))) => return Some(Err(link.unfetched())),
                Some(Err(error)) => return Some(Err(error)),
            }
        }
    }
}
