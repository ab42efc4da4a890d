//! RSS, Atom and JSON Feed: one entry to an article.
//!
//! A feed is cut into its entries first (`cut`), each with the head of the feed around
//! it, so that an entry is a document of its own: it can be kept, hashed and read again,
//! and one that is broken spoils no other.

mod cut;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use feed_rs::{model, parser};
use musnad_model::{Article, Evidence, Fact};

pub(crate) use self::cut::Cut;
use crate::{
    Said, Trouble,
    document::Taken,
    html,
    stamp::Stamp,
    text::{is_blank, language},
};

/// A summary this long, in letters, is the article.
const FULL: usize = 1_000;
/// How entries end that go on elsewhere.
const GOES_ON: &[&str] =
    &["…", "...", "[…]", "[...]", "اقرأ المزيد", "المزيد", "التفاصيل", "تابع القراءة", "read more"];

/// One entry of a feed.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// The id that the feed gives it, or its address.
    pub id: Option<String>,
    pub url: Option<String>,
    title: Option<String>,
    /// The text, one paragraph a line.
    text: String,
    /// False if the text is a summary.
    whole: bool,
    authors: Vec<String>,
    published: Option<String>,
    updated: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
}

impl Entry {
    /// True if the feed carries the article, and not only its beginning.
    pub(crate) fn is_whole(&self) -> bool {
        let end = self.text.trim_end().trim_end_matches(['.', '»', '"', ' ']).to_lowercase();
        let ended = !GOES_ON.iter().any(|mark| {
            let bare = mark.trim_end_matches('.');
            self.text.trim_end().ends_with(mark) || !bare.is_empty() && end.ends_with(bare)
        });
        let letters = self.text.chars().take(FULL).count();
        !is_blank(&self.text) && (letters == FULL || self.whole && ended)
    }

    /// What the feed says of the article, for when its page is fetched.
    pub(crate) fn said(self) -> Said {
        let Taken { mut article, evidence, .. } = self.taken();
        article.text = String::new();
        Said { article, evidence }
    }

    fn taken(self) -> Taken {
        let mut evidence = Vec::new();
        let mut believe = |fact: Fact, place: &str, words: &Option<String>, believed: bool| {
            if let Some(words) = words {
                evidence.push(Evidence { fact, place: place.into(), words: words.clone(), believed });
            }
        };
        believe(Fact::Title, "feed entry title", &self.title, true);
        believe(Fact::Publisher, "feed title", &self.publisher, true);
        for author in &self.authors {
            believe(Fact::Author, "feed entry author", &Some(author.clone()), true);
        }
        let stamp = self.published.as_deref().and_then(Stamp::read);
        believe(Fact::Published, "feed entry published", &self.published, stamp.is_some());
        // When an entry was changed last is not when it was published.
        believe(Fact::Published, "feed entry updated", &self.updated, false);
        believe(Fact::Url, "feed entry link", &self.url, true);
        believe(Fact::Language, "feed language", &self.language, true);
        let article = Article {
            id: self.id,
            text: self.text,
            url: self.url,
            publisher: self.publisher,
            title: self.title,
            published: stamp.map(|stamp| stamp.day),
            published_at: stamp.and_then(|stamp| stamp.at),
            authors: self.authors,
            language: self.language,
        };
        Taken { article, charset: Some("UTF-8".into()), undecoded: 0, evidence }
    }
}

/// The article in a feed with one entry.
pub(crate) fn read(bytes: &[u8], base: Option<&str>) -> Result<Taken, Trouble> {
    let entry = entry(bytes, base)?;
    if is_blank(&entry.text) { Err(Trouble::Empty) } else { Ok(entry.taken()) }
}

/// The media type of a feed.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    let start = &bytes[..bytes.len().min(2_000)];
    let holds = |words: &[u8]| start.windows(words.len()).any(|window| window == words);
    match start.trim_ascii_start().first() {
        Some(b'{') => "application/feed+json",
        _ if holds(b"<feed") || holds(b"<entry") || holds(b":feed") => "application/atom+xml",
        _ => "application/rss+xml",
    }
}

/// Reads the one entry of a feed.
pub(crate) fn entry(bytes: &[u8], base: Option<&str>) -> Result<Entry, Trouble> {
    // The library turns stamps into UTC, which hides the outlet's own day. It is handed
    // the place of a stamp in this list as if it were a moment, and hands it back.
    let stamps: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&stamps);
    let keep = move |stamp: &str| -> Option<DateTime<Utc>> {
        let mut stamps = kept.lock().unwrap_or_else(PoisonError::into_inner);
        stamps.push(stamp.trim().to_owned());
        DateTime::from_timestamp(i64::try_from(stamps.len()).ok()?, 0)
    };
    let parser = parser::Builder::new()
        // The library refuses all of a feed for a base that is no address.
        .base_uri(base.and_then(html::web))
        .sanitize_content(false)
        .timestamp_parser(keep)
        // An id that nobody gave is no id; the library would roll dice.
        .id_generator(|_, _, _| String::new())
        .build();
    let parse = || parser.parse(bytes).map_err(|error| Trouble::Feed(error.to_string()));
    let feed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse))
        .unwrap_or_else(|_| Err(Trouble::Feed("the parser gave up".into())))?;
    let stamps = std::mem::take(&mut *stamps.lock().unwrap_or_else(PoisonError::into_inner));
    let stamp = |moment: Option<DateTime<Utc>>| {
        let place = usize::try_from(moment?.timestamp()).ok()?.checked_sub(1)?;
        stamps.get(place).cloned()
    };
    let title = feed.title.and_then(|title| plain(&title.content));
    let feed_authors = feed.authors;
    let entry = feed.entries.into_iter().next().ok_or_else(|| Trouble::Feed("it has no entry".into()))?;
    let url = address(&entry);
    let (text, whole) = text(&entry);
    let published = stamp(entry.published);
    let people = if entry.authors.is_empty() { feed_authors } else { entry.authors };
    let mut authors: Vec<String> =
        people.into_iter().filter_map(|person| plain(&person.name?)).filter(|name| !name.contains('@')).collect();
    authors.dedup();
    Ok(Entry {
        id: Some(entry.id).filter(|id| !is_blank(id)).or_else(|| url.clone()),
        title: entry.title.and_then(|title| plain(&title.content)),
        text,
        whole,
        authors,
        updated: stamp(entry.updated).filter(|updated| published.as_ref() != Some(updated)),
        published,
        publisher: title,
        language: entry.language.or(feed.language).and_then(|tag| language(&tag)),
        url,
    })
}

/// The address of the article that an entry is about.
fn address(entry: &model::Entry) -> Option<String> {
    let about = |link: &&model::Link| {
        link.target.is_none() && link.rel.as_deref().is_none_or(|rel| rel == "alternate") && link.length.is_none()
    };
    let links = entry.links.iter().filter(about).map(|link| link.href.trim());
    links.chain([entry.id.trim()]).find_map(html::web)
}

/// The text of an entry, and whether it is the article rather than a summary.
fn text(entry: &model::Entry) -> (String, bool) {
    let content = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_ref()?;
        Some(if content.content_type.subty().as_str() == "plain" { body.clone() } else { html::fragment(body) })
    });
    match content.filter(|text| !is_blank(text)) {
        Some(text) => (text, true),
        None => (entry.summary.as_ref().map(|summary| html::fragment(&summary.content)).unwrap_or_default(), false),
    }
}

/// Words without markup, on one line.
fn plain(words: &str) -> Option<String> {
    html::tidy(&html::fragment(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const LONG: &str = "<p>قال المتحدث إن الوفد يصل غدا.</p><p>وأضاف أن المحادثات تستمر ثلاثة أيام.</p>";

    fn rss(item: &str) -> Entry {
        let feed = format!(
            "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' \
             xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>مرايا برس</title>\
             <link>https://example.org/</link><language>ar-EG</language><item>{item}</item></channel></rss>"
        );
        entry(feed.as_bytes(), Some("https://example.org/feed")).unwrap()
    }

    #[test]
    fn every_fact_of_an_entry_is_kept() {
        let entry = rss(&format!(
            "<title>قال &amp;quot;نعم&amp;quot;</title><link>/2020/a</link><guid isPermaLink='false'>77</guid>\
             <dc:creator>زيد الشامي</dc:creator><pubDate>Fri, 12 Jun 2020 01:30:00 +0300</pubDate>\
             <description>مقتطف</description><content:encoded><![CDATA[{LONG}]]></content:encoded>"
        ));
        assert!(entry.is_whole());
        let Taken { article, evidence, .. } = entry.taken();
        assert_eq!(article.id.as_deref(), Some("77"));
        assert_eq!(article.title.as_deref(), Some("قال \"نعم\""));
        assert_eq!(article.url.as_deref(), Some("https://example.org/2020/a"));
        assert_eq!(article.text, "قال المتحدث إن الوفد يصل غدا.\nوأضاف أن المحادثات تستمر ثلاثة أيام.\n");
        assert_eq!(article.authors, ["زيد الشامي"]);
        // The outlet's own day, although it is another in UTC.
        assert_eq!(article.published, Some(date(2020, 6, 12)));
        assert_eq!(article.published_at.unwrap().to_string(), "2020-06-11T22:30:00Z");
        assert_eq!((article.publisher.as_deref(), article.language.as_deref()), (Some("مرايا برس"), Some("ar")));
        let published = evidence.iter().find(|e| e.fact == Fact::Published).unwrap();
        assert_eq!(published.words, "Fri, 12 Jun 2020 01:30:00 +0300");
    }

    #[test]
    fn a_summary_is_not_the_article() {
        for item in [
            "<description>قال المتحدث إن الوفد يصل غدا</description>".to_owned(),
            "<content:encoded>قال المتحدث إن الوفد […]</content:encoded>".to_owned(),
            "<content:encoded>&lt;p&gt;قال المتحدث. &lt;a href='x'&gt;اقرأ المزيد...&lt;/a&gt;</content:encoded>"
                .to_owned(),
            "<title>عنوان</title>".to_owned(),
        ] {
            assert!(!rss(&format!("<link>https://example.org/a</link>{item}")).is_whole(), "{item}");
        }
        let long = "قال المتحدث إن الوفد يصل غدا وإن المحادثات تستمر. ".repeat(30);
        assert!(rss(&format!("<description>{long}</description>")).is_whole());
    }

    #[test]
    fn a_stamp_that_is_no_date_is_evidence_and_no_day() {
        let taken = rss("<pubDate>06/11/2020</pubDate><description>نص</description>").taken();
        assert_eq!(taken.article.published, None);
        let published = taken.evidence.iter().find(|e| e.fact == Fact::Published).unwrap();
        assert_eq!((published.words.as_str(), published.believed), ("06/11/2020", false));
        let updated = entry(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><entry><id>1</id><title>a</title>\
             <updated>2020-06-11T10:00:00Z</updated><content>x</content></entry></feed>"
                .as_bytes(),
            None,
        );
        let updated = updated.unwrap().taken();
        assert_eq!(updated.article.published, None);
        assert!(updated.evidence.iter().any(|e| e.place == "feed entry updated" && !e.believed));
    }

    #[test]
    fn no_markup_comes_out() {
        let hostile = rss(
            "<title>&lt;script&gt;alert(1)&lt;/script&gt;ع</title><content:encoded><![CDATA[<script>alert(1)</script>\
             <p onclick='<b>x</b>'>نص</p><style>p{}</style><iframe srcdoc='<p>x'></iframe>]]></content:encoded>",
        );
        assert_eq!((hostile.title.as_deref(), hostile.text.as_str()), (Some("ع"), "نص\n"));
    }

    #[test]
    fn nothing_is_random() {
        let item = "<title>بلا رابط</title><description>نص</description>";
        assert_eq!((rss(item).id, rss(item).url), (None, None));
    }
}
