//! Cuts a feed into its entries, each with the head of the feed around it.

use std::{collections::BTreeMap, fmt, ops::Range};

use quick_xml::{Reader, events::Event};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::Trouble;

/// What stands around the entries is kept up to this length, in bytes.
const MAX_AROUND: usize = 64_000;
/// More entries than any feed has.
const MAX_ENTRIES: usize = 200_000;
/// What stands around the entries is written so often that it comes to no more than this, in
/// bytes; beyond, only the tags are kept that make a feed.
const MAX_WRITTEN: usize = 256_000_000;
/// Entries stand no deeper than this: `rss`, `channel`, `item`.
const MAX_DEPTH: usize = 2;
/// Versions of RSS that the parser knows.
const VERSIONS: [&str; 4] = ["2.0", "", "0.91", "0.92"];

/// A feed in pieces.
#[derive(Debug)]
pub(crate) struct Cut {
    text: String,
    /// What stands before and after an entry, so that it is a feed of its own.
    head: String,
    tail: String,
    entries: Vec<Range<usize>>,
    /// Why the feed could not be read to its end.
    pub broken: Option<String>,
}

impl Cut {
    /// Cuts a feed. What is broken further on leaves what stands before.
    pub(crate) fn new(text: String) -> Result<Self, Trouble> {
        let cut =
            if text.trim_start_matches('\u{FEFF}').trim_start().starts_with('{') { json(text)? } else { xml(text) };
        match (cut.entries.is_empty(), &cut.broken) {
            (true, Some(why)) => Err(Trouble::Feed(why.clone())),
            _ => Ok(cut),
        }
    }

    /// The entry at a place, from 0.
    pub(crate) fn entry(&self, at: usize) -> Option<&str> {
        self.text.get(self.entries.get(at)?.clone())
    }

    /// A feed with one entry.
    pub(crate) fn alone(&self, entry: &str) -> String {
        [self.head.as_str(), entry, self.tail.as_str()].concat()
    }
}

/// An element that is open while the feed is read.
struct Open {
    name: String,
    tag: Range<usize>,
}

fn xml(text: String) -> Cut {
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    // A tag left open in an entry must not spoil the others.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut open: Vec<Open> = Vec::new();
    let mut around: Vec<Open> = Vec::new();
    let mut left_out: Vec<Range<usize>> = Vec::new();
    let mut entries: Vec<Range<usize>> = Vec::new();
    let mut inside: Option<(usize, usize)> = None;
    let mut broken = None;
    loop {
        let from = place(&reader);
        let event = reader.read_event();
        let to = place(&reader);
        match event {
            Ok(Event::Start(tag)) => {
                let local = tag.local_name();
                let entry = matches!(local.as_ref(), "item" | "entry");
                if entry && inside.is_none() && open.len() <= MAX_DEPTH {
                    if entries.is_empty() {
                        around = open.iter().map(|one| Open { name: one.name.clone(), tag: one.tag.clone() }).collect();
                    }
                    inside = Some((from, open.len()));
                }
                // Deeper than any entry needs, only the end of the entry matters.
                if open.len() < 256 {
                    open.push(Open { name: tag.name().as_ref().to_owned(), tag: from..to });
                }
            }
            Ok(Event::End(tag)) => {
                let name = tag.name();
                if let Some(at) = open.iter().rposition(|one| one.name == name.as_ref().trim_end()) {
                    open.truncate(at);
                }
                if let Some((start, depth)) = inside
                    && open.len() <= depth
                {
                    entries.push(start..to);
                    inside = None;
                    if entries.len() == MAX_ENTRIES {
                        broken = Some(format!("it has more than {MAX_ENTRIES} entries"));
                        break;
                    }
                }
            }
            Ok(Event::DocType(_) | Event::Decl(_) | Event::PI(_)) if inside.is_none() => left_out.push(from..to),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                broken = Some(format!("{error} at byte {from}"));
                break;
            }
        }
    }
    if inside.is_some() && broken.is_none() {
        broken = Some("it ends inside of an entry".into());
    }
    if entries.is_empty() && broken.is_none() && open_root(&text).is_none() {
        broken = Some("it is neither RSS nor Atom".into());
    }
    let closing = || around.iter().rev().map(|one| format!("</{}>", one.name)).collect::<String>();
    let (mut head, mut tail) = (String::new(), String::new());
    if let (Some(first), Some(last)) = (entries.first(), entries.last()) {
        let mut at = 0;
        for gap in left_out.iter().filter(|gap| gap.end <= first.start) {
            head.push_str(&text[at..gap.start]);
            at = gap.end;
        }
        head.push_str(&text[at..first.start]);
        tail.push_str(&text[last.end..]);
        let too_often = (head.len() + tail.len()) * entries.len() > MAX_WRITTEN;
        if head.len() > MAX_AROUND || too_often {
            head = around.iter().map(|one| &text[one.tag.clone()]).collect();
        }
        if tail.len() > MAX_AROUND || too_often || broken.is_some() {
            tail = closing();
        }
        if head.len() > MAX_AROUND || head.len() * entries.len() > MAX_WRITTEN {
            entries.clear();
            broken = Some("its first tags are far too long".into());
        }
        if let Some(root) = around.first().filter(|_| !entries.is_empty()) {
            head = with_known_version(&head, &text[root.tag.clone()]);
        }
    }
    Cut { head, tail, entries, broken, text }
}

fn place(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The root of a feed without entries.
fn open_root(text: &str) -> Option<()> {
    let start = &text.as_bytes()[..text.len().min(crate::format::SNIFFED)];
    (crate::format::sniff(start) == crate::format::Format::Feed).then_some(())
}

/// Gives an RSS feed of an odd version, or of none, the one that it most likely means.
fn with_known_version(head: &str, root: &str) -> String {
    let attributes = root.strip_prefix("<rss").filter(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '>'));
    let Some(attributes) = attributes else {
        return head.to_owned();
    };
    let version = attributes.split_once("version").and_then(|(before, rest)| {
        let quoted = before.ends_with(char::is_whitespace).then(|| rest.trim_start().strip_prefix('=')).flatten()?;
        let quoted = quoted.trim_start();
        let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        quoted[1..].split(quote).next()
    });
    if version.is_some_and(|version| VERSIONS.contains(&version)) {
        return head.to_owned();
    }
    let mended = format!("<rss version=\"2.0\"{}", attributes.replacen("version", "was", 1));
    head.replacen(root, &mended, 1)
}

/// A JSON feed: its items, and its other fields as far as they are short.
#[derive(Default)]
struct Feed<'t> {
    items: Option<Vec<&'t RawValue>>,
    /// In the order of names.
    fields: BTreeMap<String, &'t RawValue>,
}

impl<'de> Deserialize<'de> for Feed<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Feed<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON feed")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Feed<'de>, A::Error> {
                let mut feed = Feed::default();
                let mut held = 0;
                while let Some(name) = map.next_key::<String>()? {
                    if name == "items" {
                        feed.items = Some(map.next_value::<Items<'_>>()?.0);
                        continue;
                    }
                    let value = map.next_value::<&RawValue>()?;
                    let length = name.len() + value.get().len();
                    if held + length <= MAX_AROUND {
                        held += length;
                        feed.fields.insert(name, value);
                    }
                }
                Ok(feed)
            }
        }
        json.deserialize_map(Fields)
    }
}

struct Items<'t>(Vec<&'t RawValue>);

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Items<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of items")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items<'de>, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    if items.len() == MAX_ENTRIES {
                        return Err(A::Error::custom(format!("it has more than {MAX_ENTRIES} entries")));
                    }
                    items.push(item);
                }
                Ok(Items(items))
            }
        }
        json.deserialize_seq(List)
    }
}

fn json(text: String) -> Result<Cut, Trouble> {
    let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let failed = |error: serde_json::Error| Trouble::Feed(error.to_string());
    let feed = serde_json::from_str::<Feed<'_>>(&text[start..]).map_err(failed)?;
    let items = feed.items.ok_or_else(|| Trouble::Feed("it has no items".into()))?;
    let entries: Vec<_> = items
        .into_iter()
        .map(|item| {
            let from = item.get().as_ptr() as usize - text.as_ptr() as usize;
            from..from + item.get().len()
        })
        .collect();
    let mut head = String::from("{");
    for (name, value) in feed.fields {
        let field = format!("{}:{},", serde_json::Value::from(name), value.get());
        if (head.len() + field.len()) * entries.len() <= MAX_WRITTEN {
            head.push_str(&field);
        }
    }
    head.push_str("\"items\":[");
    Ok(Cut { head, tail: "]}".into(), entries, broken: None, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Cut {
        Cut::new(text.to_owned()).unwrap()
    }

    fn entries(cut: &Cut) -> Vec<&str> {
        (0..).map_while(|at| cut.entry(at)).collect()
    }

    #[test]
    fn each_entry_is_a_feed_of_its_own() {
        let rss = cut(
            "<?xml version='1.0' encoding='windows-1256'?><!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss version='2.0'><channel>\
             <title>t</title><item><title>1</title></item>\n<item><title>2</title></item></channel></rss>",
        );
        assert_eq!(entries(&rss), ["<item><title>1</title></item>", "<item><title>2</title></item>"]);
        let alone = rss.alone(rss.entry(1).unwrap());
        assert_eq!(
            alone.trim(),
            "<rss version='2.0'><channel><title>t</title><item><title>2</title></item></channel></rss>"
        );
        let rdf = cut("<rdf:RDF xmlns:rdf='r'><channel><title>t</title></channel><item/><item>x</item></rdf:RDF>");
        assert_eq!(entries(&rdf), ["<item>x</item>"]);
        let atom = cut("<feed xmlns='http://www.w3.org/2005/Atom'><entry><content><entry/></content></entry></feed>");
        assert_eq!(entries(&atom).len(), 1);
    }

    #[test]
    fn a_tag_left_open_spoils_only_its_entry() {
        let feed = cut("<rss version='2.0'><channel><item><b>1<br></item><item>2</item><item>3</channel></rss>");
        assert_eq!(entries(&feed)[..2], ["<item><b>1<br></item>", "<item>2</item>"]);
    }

    #[test]
    fn a_feed_that_was_cut_off_keeps_what_stands_before() {
        let feed = cut("<rss version='2.0'><channel><item>1</item><item>2</it");
        assert_eq!(entries(&feed), ["<item>1</item>"]);
        assert!(feed.broken.is_some());
        assert_eq!(feed.alone("<item/>"), "<rss version='2.0'><channel><item/></channel></rss>");
    }

    #[test]
    fn odd_versions_are_given_a_known_one() {
        for root in ["<rss>", "<rss version='2.01'>", "<rss xmlns:x=\"y\" version = \"3\">"] {
            let feed = cut(&format!("{root}<channel><item>1</item></channel></rss>"));
            assert!(feed.head.starts_with("<rss version=\"2.0\""), "{}", feed.head);
        }
    }

    #[test]
    fn json_entries_are_kept_to_the_letter() {
        let feed = cut(
            "\u{FEFF}{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [ {\"id\": \"1\" , \"x\": 1.0}, {\"id\":\"2\"}], \
             \"title\": \"ع\"}",
        );
        assert_eq!(entries(&feed), ["{\"id\": \"1\" , \"x\": 1.0}", "{\"id\":\"2\"}"]);
        assert_eq!(
            feed.alone("{}"),
            "{\"title\":\"ع\",\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}]}"
        );
    }

    #[test]
    fn what_is_no_feed_is_refused() {
        for text in ["", "hello", "<html><body>x</body></html>", "{\"items\": 3}", "{", "<rss><channel"] {
            assert!(matches!(Cut::new(text.to_owned()), Err(Trouble::Feed(_))), "{text}");
        }
        assert!(entries(&cut("<rss version='2.0'><channel></channel></rss>")).is_empty());
    }

    #[test]
    fn what_stands_around_many_entries_is_not_written_without_end() {
        let long = "x".repeat(60_000);
        let items = "<item>x</item>".repeat(100_000);
        let feed = cut(&format!("<rss version='2.0'><channel><title>{long}</title>{items}</channel></rss>"));
        assert_eq!((entries(&feed).len(), feed.head.as_str()), (100_000, "<rss version='2.0'><channel>"));
        let json = format!("{{\"title\": \"{long}\", \"version\": \"1\", \"items\": [{}0]}}", "0,".repeat(99_999));
        assert_eq!(cut(&json).head, "{\"version\":\"1\",\"items\":[");
        let tag = format!("<rss a='{long}{long}'><channel><item>1</item></channel></rss>");
        assert!(matches!(Cut::new(tag), Err(Trouble::Feed(why)) if why.contains("too long")));
    }

    #[test]
    fn a_feed_of_too_many_entries_ends() {
        let feed =
            cut(&format!("<rss version='2.0'><channel>{}</channel></rss>", "<item>x</item>".repeat(MAX_ENTRIES + 9)));
        assert!(entries(&feed).len() == MAX_ENTRIES && feed.broken.as_ref().unwrap().contains("more than"));
        let json = format!("{{\"items\": [{}0]}}", "0,".repeat(MAX_ENTRIES));
        assert!(matches!(Cut::new(json), Err(Trouble::Feed(why)) if why.contains("more than")));
    }

    #[test]
    fn hostile_feeds_end_in_good_time() {
        let deep = "<a>".repeat(1_000_000);
        let many = "<item>x</item>".repeat(300_000);
        for text in [
            format!("<rss version='2.0'><channel><item>{deep}</item>{many}</channel></rss>"),
            format!("<rss version='2.0'>{}<channel>{many}", "<x/>".repeat(100_000)),
            "</item>".repeat(1_000_000),
            "<item>".repeat(1_000_000),
            format!("<rss>{}", "&a;".repeat(1_000_000)),
        ] {
            let started = std::time::Instant::now();
            let _ = Cut::new(text);
            assert!(started.elapsed().as_secs() < 10);
        }
    }
}
