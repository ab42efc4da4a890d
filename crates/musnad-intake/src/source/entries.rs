//! The entries of a feed: documents where the feed carries the article, links where it does not.

use musnad_model::{Step, provenance};

use super::{Next, Opening, Source, link};
use crate::{
    Document, Found, IntakeError, Kind, Link, LinkKind, Options, Trouble, charset,
    feed::{self, Cut},
    position::Mark,
};

pub(super) struct Entries {
    opening: Opening,
    options: Options,
    feed: Cut,
    sha256: String,
    number: usize,
    /// Said before the first entry.
    lost: Option<IntakeError>,
    /// Said after the last one.
    broken: Option<IntakeError>,
}

impl Entries {
    pub(super) fn open(
        opening: &Opening,
        bytes: Vec<u8>,
        mark: Option<&Mark>,
        options: &Options,
    ) -> Result<Self, Trouble> {
        let sha256 = provenance::sha256(&bytes);
        let text = charset::decode(&bytes, opening.told.charset.as_deref(), true)?.text;
        drop(bytes);
        let mut feed = Cut::new(text)?;
        let broken = feed.broken.take().map(|why| opening.error(Trouble::Feed(why)));
        let mut entries =
            Self { opening: opening.clone(), options: options.clone(), feed, sha256, number: 0, lost: None, broken };
        if let Some(mark) = mark.filter(|mark| mark.number > 0) {
            if mark.name == entries.sha256 {
                entries.number = usize::try_from(mark.number).unwrap_or(usize::MAX);
                if entries.feed.entry(entries.number - 1).is_none() {
                    entries.broken = None;
                }
            // One that was fetched anew is what it is now; callers know the pages they had.
            } else if !matches!(opening.found.last(), Some(Step::Fetched { .. })) {
                let why = Trouble::Lost("the feed has changed".into());
                entries.lost = Some(opening.error(why));
            }
        }
        Ok(entries)
    }

    /// One entry, cut out of the feed.
    fn entry(&self, entry: &str) -> Result<Found, IntakeError> {
        let step = |id| Step::Entry { number: self.number as u64, id, feed_sha256: self.sha256.clone() };
        let failed = |trouble| IntakeError::new(provenance::name(&self.opening.with(step(None))), trouble);
        let bytes = self.feed.alone(entry).into_bytes();
        let limit = self.options.max_bytes;
        if bytes.len() as u64 > limit {
            return Err(failed(Trouble::TooLarge { limit }));
        }
        let read = feed::entry(&bytes, self.opening.told.url.as_deref()).map_err(failed)?;
        let found = self.opening.with(step(read.id.clone()));
        match (read.is_whole(), read.url.clone()) {
            (false, Some(url)) => {
                let said = Some(Box::new(read.said()));
                let title = said.as_ref().and_then(|said| said.article.title.clone());
                Ok(Found::Link(Box::new(Link { url, kind: LinkKind::Page, title, found, said })))
            }
            _ => {
                let told = self.opening.told.clone();
                let document = Document::new(Kind::Entry, bytes, found, told, self.options.extractor);
                Ok(Found::Document(Box::new(document)))
            }
        }
    }
}

impl Source for Entries {
    fn next(&mut self) -> Option<Result<Next, IntakeError>> {
        if let Some(error) = self.lost.take() {
            return Some(Err(error));
        }
        let Some(entry) = self.feed.entry(self.number) else {
            let broken = self.broken.take();
            // Behind the last one, so that it is not said again.
            self.number += usize::from(broken.is_some());
            return broken.map(Err);
        };
        self.number += 1;
        Some(self.entry(entry).map(|found| match found {
            Found::Link(found) => link(*found),
            found => Next::Found(found),
        }))
    }

    fn mark(&self, _inside: bool) -> Mark {
        Mark { name: self.sha256.clone(), number: self.number as u64, ..Mark::default() }
    }
}
