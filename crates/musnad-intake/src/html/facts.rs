//! What a page says about itself: JSON-LD first, then `<meta>`, then the page itself.

use std::collections::HashMap;

use dom_query::Document;
use jiff::civil::Date;
use serde_json::Value;

use crate::{day::day, text::is_blank};

/// Names of `<meta>` that carry the day of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "published_time",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "date",
];

/// How deep JSON-LD is searched for the article.
const MAX_DEPTH: usize = 6;

/// The facts of a page; `None` where it is silent.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub published: Option<Date>,
    pub language: Option<String>,
}

impl Facts {
    /// Gathers the facts of a sieved page and its JSON-LD.
    pub(super) fn of(page: &Document, linked_data: &[String]) -> Self {
        let mut facts = Self::default();
        for data in linked_data {
            // Pages wrap it in comments and CDATA marks; a page that gets it wrong has none.
            let Some(from) = data.find(['{', '[']) else {
                continue;
            };
            let mut values = serde_json::Deserializer::from_str(&data[from..]).into_iter::<Value>();
            if let Some(Ok(value)) = values.next() {
                facts.linked(&value, 0);
            }
        }
        let metas = metas(page);
        let meta = |names: &[&str]| names.iter().find_map(|&name| metas.get(name)).cloned();
        facts.title = facts.title.or_else(|| meta(&["og:title", "twitter:title"]));
        facts.publisher = facts.publisher.or_else(|| meta(&["og:site_name", "application-name"]));
        facts.url = web(page.select("link[rel=canonical]").attr("href").map(|url| url.to_string()))
            .or_else(|| web(meta(&["og:url"])))
            .or(facts.url);
        facts.published = facts
            .published
            .or_else(|| PUBLISHED.iter().find_map(|&name| day(metas.get(name)?)))
            .or_else(|| times(page));
        let language = page.select("html").attr("lang").map(|code| code.to_string());
        facts.language = language.or(facts.language).and_then(|code| {
            let code = code.split(['-', '_']).next()?.trim().to_ascii_lowercase();
            (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
        });
        facts
    }

    /// Takes what the first article in the linked data says.
    fn linked(&mut self, value: &Value, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.linked(value, depth + 1)),
            Value::Object(fields) => {
                if is_article(fields.get("@type")) {
                    let text = |name: &str| string(fields.get(name));
                    let publisher = fields.get("publisher").map(|publisher| match publisher {
                        Value::Array(all) => all.first().and_then(|one| string(one.get("name"))),
                        one => string(one.get("name")).or_else(|| string(Some(one))),
                    });
                    self.title = self.title.take().or_else(|| text("headline"));
                    self.publisher = self.publisher.take().or_else(|| publisher.flatten());
                    self.url = self.url.take().or_else(|| web(text("url")));
                    self.language = self.language.take().or_else(|| text("inLanguage"));
                    self.published = self.published.or_else(|| text("datePublished").and_then(|stamp| day(&stamp)));
                }
                for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner) = fields.get(name) {
                        self.linked(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let named = |kind: &Value| {
        kind.as_str().is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report")
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(named),
        Some(kind) => named(kind),
        None => false,
    }
}

fn string(value: Option<&Value>) -> Option<String> {
    tidy(value?.as_str()?)
}

/// Joins white space and resolves entities, which JSON-LD carries although it should not.
fn tidy(text: &str) -> Option<String> {
    let plain = if text.contains('&') {
        Document::fragment(text.replace('<', "&lt;")).text().to_string()
    } else {
        text.to_owned()
    };
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    (!is_blank(&plain)).then_some(plain)
}

fn web(url: Option<String>) -> Option<String> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// The first content of every named `<meta>`, by lower-case name.
fn metas(page: &Document) -> HashMap<String, String> {
    let mut metas = HashMap::new();
    for meta in page.select("meta").nodes() {
        let name = ["property", "name", "itemprop"].iter().find_map(|&name| meta.attr(name));
        if let (Some(name), Some(content)) = (name, meta.attr("content"))
            && let Some(content) = tidy(&content)
        {
            metas.entry(name.trim().to_lowercase()).or_insert(content);
        }
    }
    metas
}

/// The day of the `<time>` that says it is the publication's, or else of the first one.
fn times(page: &Document) -> Option<Date> {
    let times = page.select("time[datetime], [itemprop=datePublished]");
    let stamp = |node: &dom_query::NodeRef<'_>| day(&node.attr("datetime").or_else(|| node.attr("content"))?);
    let says_so = |node: &&dom_query::NodeRef<'_>| node.has_attr("pubdate") || node.has_attr("itemprop");
    times.nodes().iter().filter(says_so).find_map(stamp).or_else(|| times.nodes().iter().find_map(stamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(html: &str, linked_data: &str) -> Facts {
        Facts::of(&Document::from(html), &[linked_data.to_owned()])
    }

    #[test]
    fn linked_data_speaks_first() {
        let facts = facts(
            "<html lang=ar-EG><meta property='og:title' content='آخر'><meta name=date content=2019-01-01>",
            r#"<!-- {"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": ["NewsArticle"],
                "headline": "قال &quot;نعم&quot;", "datePublished": "2020-06-11T23:30:00+03:00",
                "publisher": {"name": "صحيفة"}, "url": "https://example.org/a"}]} -->"#,
        );
        assert_eq!(facts.title.as_deref(), Some("قال \"نعم\""));
        assert_eq!(facts.publisher.as_deref(), Some("صحيفة"));
        assert_eq!(facts.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(facts.published, Some(jiff::civil::date(2020, 6, 11)));
        assert_eq!(facts.language.as_deref(), Some("ar"));
    }

    #[test]
    fn then_meta_then_time() {
        let meta = facts(
            "<meta property='article:published_time' content='2020-06-11'><meta property='og:site_name' content='وكالة'>",
            "{broken",
        );
        assert_eq!(meta.published, Some(jiff::civil::date(2020, 6, 11)));
        assert_eq!(meta.publisher.as_deref(), Some("وكالة"));
        let time = facts("<time datetime='2021-01-01'>x</time><time datetime='2020-06-11' pubdate>y</time>", "");
        assert_eq!(time.published, Some(jiff::civil::date(2020, 6, 11)));
    }

    #[test]
    fn a_script_address_is_no_address() {
        assert_eq!(facts("<link rel=canonical href='javascript:alert(1)'>", "").url, None);
    }
}
