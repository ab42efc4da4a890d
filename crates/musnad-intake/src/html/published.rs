//! When a page was published: candidates, and what follows from them.
//!
//! Some places say "published" and are believed alone. Others only hold a date (a `<time>`
//! beside the headline, the address, a line under the headline); they are believed if
//! they agree. Nothing is believed that can be another's date: the clock in the header,
//! a link to another story, a reader's comment.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};
use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};
use musnad_model::{Evidence, Fact};

use super::lines;
use crate::stamp::{Stamp, day_in};

/// Names of `<meta>` that say when the page was published, the surest first.
const SURE: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "published_time",
    "publisheddate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
];
/// Names of `<meta>` that hold a date and do not say of what.
const VAGUE: &[&str] = &["dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date"];

/// Class names of what surrounds a story; dates in there are others'.
const ELSEWHERE: &[&str] = &[
    "comment",
    "related",
    "sidebar",
    "widget",
    "popular",
    "latest",
    "most",
    "next",
    "more",
    "slider",
    "ticker",
    "menu",
    "card",
    "recommend",
    "trending",
    "updated",
    "modified",
];

/// How many lines under the headline are looked at, and how long such a line may be, in bytes.
const UNDER: usize = 8;
const SHORT: usize = 180;

/// A place that holds a date.
struct Candidate {
    place: String,
    words: String,
    stamp: Stamp,
    sure: bool,
}

/// What follows from the candidates.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub day: Option<Date>,
    pub at: Option<Timestamp>,
    pub evidence: Vec<Evidence>,
}

/// Looks in every place. `linked` is the JSON-LD of the story itself, `url` its address,
/// `title` its headline, and `feed` what the feed said of it.
pub(super) fn published(
    page: &Document,
    metas: &HashMap<String, String>,
    linked: Option<&str>,
    url: Option<&str>,
    title: Option<&str>,
) -> Published {
    let mut found = Vec::new();
    let mut add = |place: &str, words: &str, sure: bool| {
        if let Some(stamp) = Stamp::read(words) {
            found.push(Candidate { place: place.to_owned(), words: words.to_owned(), stamp, sure });
        }
    };
    if let Some(words) = linked {
        add("json-ld datePublished", words, true);
    }
    for (names, sure) in [(SURE, true), (VAGUE, false)] {
        for name in names {
            if let Some(words) = metas.get(*name) {
                add(&format!("meta {name}"), words, sure);
            }
        }
    }
    for (place, words, sure) in times(page) {
        add(place, &words, sure);
    }
    if let Some(words) = url.and_then(in_url) {
        add("url", &words, false);
    }
    if let Some((words, day)) = title.and_then(|title| under_headline(page, title)) {
        let stamp = Stamp { day, at: None, utc: false };
        found.push(Candidate { place: "line under the headline".into(), words, stamp, sure: false });
    }
    settle(&found)
}

fn settle(found: &[Candidate]) -> Published {
    let sure = found.iter().find(|candidate| candidate.sure);
    let day = match sure {
        Some(sure) => Some(local_day(&sure.stamp, found)),
        None => {
            let first = found.first().map(|candidate| candidate.stamp.day);
            first.filter(|day| found.iter().all(|candidate| candidate.stamp.day == *day))
        }
    };
    let moments = found.iter().filter(|candidate| sure.is_none() || candidate.sure);
    let at = sure
        .and_then(|sure| sure.stamp.at)
        .or_else(|| day.and_then(|day| moments.filter(|one| one.stamp.day == day).find_map(|one| one.stamp.at)));
    let evidence = found.iter().map(|candidate| Evidence {
        fact: Fact::Published,
        place: candidate.place.clone(),
        words: candidate.words.clone(),
        believed: day == Some(candidate.stamp.day) || at.is_some() && at == candidate.stamp.at,
    });
    Published { day, at, evidence: evidence.collect() }
}

/// The day of a sure stamp where the outlet is. A stamp in UTC hides it; another place that
/// tells the same moment in its own zone shows it, or a day that fits somewhere on earth.
fn local_day(stamp: &Stamp, found: &[Candidate]) -> Date {
    let Some(at) = stamp.at.filter(|_| stamp.utc) else {
        return stamp.day;
    };
    let same = found.iter().map(|one| &one.stamp).find(|one| one.at == Some(at) && !one.utc);
    if let Some(same) = same {
        return same.day;
    }
    let day_at = |hours: i8| TimeZone::fixed(Offset::constant(hours)).to_datetime(at).date();
    let somewhere = day_at(-12)..=day_at(14);
    let vague = found.iter().filter(|one| !one.sure && one.stamp.at.is_none()).map(|one| one.stamp.day);
    vague.into_iter().find(|day| somewhere.contains(day)).unwrap_or(stamp.day)
}

/// The `<time>` elements and dates in microdata that can be the story's.
fn times(page: &Document) -> Vec<(&'static str, String, bool)> {
    let mut found = Vec::new();
    let mut headline = false;
    let mut beside = false;
    for node in page.select("h1, time, [itemprop=datePublished]").nodes() {
        if node.has_name("h1") {
            headline = true;
            continue;
        }
        let Some(words) = node.attr("datetime").or_else(|| node.attr("content")) else {
            continue;
        };
        if elsewhere(node) {
            continue;
        }
        if node.has_attr("pubdate") || node.attr("itemprop").is_some_and(|property| &*property == "datePublished") {
            found.push(("itemprop datePublished", words.to_string(), true));
        } else if headline && !beside {
            // The first one after the headline; later ones belong to what follows.
            beside = true;
            found.push(("time", words.to_string(), false));
        }
    }
    found
}

fn elsewhere(node: &NodeRef<'_>) -> bool {
    let named = |node: &NodeRef<'_>| {
        let class = node.attr("class").unwrap_or_default().to_lowercase();
        ELSEWHERE.iter().any(|word| class.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word)))
    };
    named(node)
        || node.ancestors_it(None).any(|up| {
            let name = up.node_name().unwrap_or_default();
            matches!(&*name, "aside" | "nav" | "footer" | "li") || !matches!(&*name, "body" | "html") && named(&up)
        })
}

/// A day written as folders of the address: `/2020/06/11/`.
fn in_url(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let parts: Vec<&str> = url.path_segments()?.take(20).collect();
    let three = parts.windows(3).find(|three| {
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        three[0].len() == 4 && three.iter().all(|part| digits(part) && !part.is_empty()) && three[2].len() <= 2
    })?;
    Some(three.join("/"))
}

/// The day in a line between the headline and the story, and its words.
fn under_headline(page: &Document, title: &str) -> Option<(String, Date)> {
    let text = lines::lines(page.body()?);
    let mut under = text.lines().skip_while(|line| *line != title).skip(1).take(UNDER);
    let mut found: Option<(String, Date)> = None;
    for line in under.by_ref().take_while(|line| line.len() <= SHORT) {
        let later = ["تحديث", "تعديل", "pdated", "odified"].iter().any(|word| line.contains(word));
        let Some(day) = day_in(line).filter(|_| !later) else {
            continue;
        };
        match &found {
            None => found = Some((line.to_owned(), day)),
            Some((_, other)) if *other == day => {}
            Some(_) => return None,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn of(html: &str, metas: &[(&str, &str)], linked: Option<&str>, url: Option<&str>) -> Published {
        let metas = metas.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
        published(&Document::from(html), &metas, linked, url, Some("عنوان الخبر"))
    }

    #[test]
    fn a_place_that_says_so_is_believed() {
        let said = of("", &[("date", "2019-01-01")], Some("2020-06-11T23:30:00+03:00"), None);
        assert_eq!(said.day, Some(date(2020, 6, 11)));
        assert_eq!(said.at.unwrap().to_string(), "2020-06-11T20:30:00Z");
        assert_eq!(said.evidence.iter().map(|e| e.believed).collect::<Vec<_>>(), [true, false]);
        let marked = of("<time datetime='2020-06-11' pubdate>x</time><time datetime='2021-01-01'>", &[], None, None);
        assert_eq!(marked.day, Some(date(2020, 6, 11)));
    }

    #[test]
    fn vague_places_must_agree() {
        let url = Some("https://example.org/2020/06/11/a");
        let page = "<h1>عنوان الخبر</h1><p>نشر الخميس 11 حزيران 2020</p>";
        assert_eq!(of(page, &[("date", "2020-06-11")], None, url).day, Some(date(2020, 6, 11)));
        let split = of(page, &[("date", "2020-06-10")], None, url);
        assert_eq!(split.day, None);
        assert!(split.evidence.len() == 3 && split.evidence.iter().all(|e| !e.believed));
    }

    #[test]
    fn the_dates_of_others_are_not_taken() {
        for page in [
            "<div>الخميس 11 حزيران 2020</div><h1>عنوان الخبر</h1><p>نص</p>",
            "<time datetime='2020-06-11'>x</time><h1>عنوان الخبر</h1>",
            "<h1>عنوان الخبر</h1><ul class=related-posts><li><time datetime='2020-06-11'>",
            "<h1>عنوان الخبر</h1><div class=comment-list><time datetime='2020-06-11'></div>",
            "<h1>عنوان الخبر</h1><p>آخر تحديث: 11 حزيران 2020</p>",
            "<h1>عنوان الخبر</h1><p>11 حزيران 2020</p><p>12 حزيران 2020</p>",
        ] {
            assert_eq!(of(page, &[], None, None).day, None, "{page}");
        }
    }

    #[test]
    fn the_day_is_the_outlets_own() {
        let utc = Some("2021-03-13T22:40:05+00:00");
        let time = "<h1>عنوان الخبر</h1><time datetime='2021-03-14T00:40:05+02:00'>";
        assert_eq!(of(time, &[], utc, None).day, Some(date(2021, 3, 14)));
        assert_eq!(of("", &[], utc, Some("https://example.org/2021/03/14/a")).day, Some(date(2021, 3, 14)));
        // A day that fits nowhere on earth is another thing's day.
        assert_eq!(of("", &[], utc, Some("https://example.org/2021/03/19/a")).day, Some(date(2021, 3, 13)));
        assert_eq!(of("", &[], utc, None).day, Some(date(2021, 3, 13)));
    }
}
