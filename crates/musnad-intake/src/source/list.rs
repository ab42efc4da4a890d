//! OPML: a list of feeds.

use std::vec;

use quick_xml::{Reader, events::Event};

use super::{Next, Opening, Source, link};
use crate::{IntakeError, Link, LinkKind, Trouble, charset, position::Mark, stream::Place};

/// More feeds than anybody reads.
const MAX_FEEDS: usize = 100_000;

/// The feeds of a list, each once.
pub(super) struct List {
    links: vec::IntoIter<Link>,
    number: u64,
    /// The address that was yielded last.
    last: String,
    /// Said before the first feed.
    lost: Option<IntakeError>,
}

impl List {
    pub(super) fn open(opening: &Opening, bytes: &[u8], mark: Option<&Mark>) -> Result<Self, Trouble> {
        let text = charset::decode(bytes, opening.told.charset.as_deref(), true)?.text;
        let mut links = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut reader = Reader::from_str(&text);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        loop {
            let outline = match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "outline" => tag,
                Ok(Event::Eof) => break,
                Ok(_) => continue,
                Err(error) => return Err(Trouble::Feed(format!("the list: {error}"))),
            };
            let attribute = |name: &str| {
                let found = outline.html_attributes().flatten().find(|a| a.key.as_ref().eq_ignore_ascii_case(name))?;
                let plain = quick_xml::escape::unescape(&found.value).map(|plain| plain.into_owned());
                Some(plain.unwrap_or_else(|_| found.value.clone().into_owned()))
            };
            if let Some(url) = attribute("xmlUrl").map(|url| url.trim().to_owned()).filter(|url| !url.is_empty())
                && seen.insert(url.clone())
            {
                let title = attribute("title").or_else(|| attribute("text")).filter(|title| !title.trim().is_empty());
                links.push(Link { url, kind: LinkKind::Feed, title, found: opening.found.clone(), said: None });
            }
            if links.len() > MAX_FEEDS {
                return Err(Trouble::Feed(format!("the list has more than {MAX_FEEDS} feeds")));
            }
        }
        if links.is_empty() {
            return Err(Trouble::Feed("the list names no feed (`xmlUrl`)".into()));
        }
        let mut list = Self { links: links.into_iter(), number: 0, last: String::new(), lost: None };
        if let Some(mark) = mark.filter(|mark| mark.number > 0) {
            list.go_to(mark, opening);
        }
        Ok(list)
    }

    /// Goes on behind the feed that was yielded last, or at it if the run stood inside.
    fn go_to(&mut self, mark: &Mark, opening: &Opening) {
        let links = self.links.as_slice();
        // Feeds may have been added to the list or taken off it.
        let Some(at) = links.iter().position(|link| link.url == mark.name) else {
            let why = Trouble::Lost(format!("{:?} is not in the list", mark.name));
            self.lost = Some(opening.error(why));
            return;
        };
        let passed = at + usize::from(mark.place.skip != INSIDE);
        self.number = passed as u64;
        self.last.clone_from(&mark.name);
        self.links.by_ref().take(passed).for_each(drop);
    }
}

/// In the place of a mark: the run stood inside of the feed.
const INSIDE: u64 = 1;

impl Source for List {
    fn next(&mut self) -> Option<Result<Next, IntakeError>> {
        if let Some(error) = self.lost.take() {
            return Some(Err(error));
        }
        let found = self.links.next()?;
        self.number += 1;
        self.last.clone_from(&found.url);
        Some(Ok(link(found)))
    }

    fn mark(&self, inside: bool) -> Mark {
        let place = Place { raw: 0, skip: if inside { INSIDE } else { 0 } };
        Mark { name: self.last.clone(), number: self.number, place }
    }
}
