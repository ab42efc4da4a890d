//! OPML: a list of feeds.

use std::vec;

use quick_xml::{Reader, events::Event};

use super::{Next, Opening, Source, link};
use crate::{IntakeError, Link, LinkKind, Trouble, charset, position::Mark};

/// More feeds than anybody reads.
const MAX_FEEDS: usize = 100_000;

/// The feeds of a list, each once.
pub(super) struct List {
    links: vec::IntoIter<Link>,
    number: u64,
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
        let mut list = Self { links: links.into_iter(), number: 0 };
        if let Some(mark) = mark {
            list.number = mark.number;
            list.links.by_ref().take(usize::try_from(mark.number).unwrap_or(usize::MAX)).for_each(drop);
        }
        Ok(list)
    }
}

impl Source for List {
    fn next(&mut self) -> Option<Result<Next, IntakeError>> {
        self.number += 1;
        self.links.next().map(|found| Ok(link(found)))
    }

    fn mark(&self, _inside: bool) -> Mark {
        Mark { number: self.number, ..Mark::default() }
    }
}
