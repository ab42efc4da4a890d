//! The articles that a page describes in JSON-LD.

use std::collections::HashMap;

use serde_json::Value;

use super::words::{tidy, web};

/// How deep JSON-LD is searched for articles.
const MAX_DEPTH: usize = 6;
/// More articles than any page describes.
const MOST: usize = 100;

/// What JSON-LD says of one article.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub headline: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    /// Every address that it gives itself.
    pub urls: Vec<String>,
    /// `datePublished` as written.
    pub published: Option<String>,
    pub language: Option<String>,
    /// The whole text, on pages that build themselves from it.
    pub body: Option<String>,
}

/// The articles in these scripts, in their order.
pub(super) fn articles(scripts: &[String]) -> Vec<Linked> {
    let mut values = Vec::new();
    for script in scripts {
        // Pages wrap it in comments and CDATA marks; a page that gets it wrong has none.
        let Some(from) = script.find(['{', '[']) else {
            continue;
        };
        let value = serde_json::Deserializer::from_str(&script[from..]).into_iter::<Value>().next();
        values.extend(value.and_then(Result::ok));
    }
    let mut ids = HashMap::new();
    let mut found = Vec::new();
    for value in &values {
        collect(value, 0, &mut ids, &mut found);
    }
    found.truncate(MOST);
    found.into_iter().map(|fields| article(fields, &ids)).collect()
}

type Fields = serde_json::Map<String, Value>;

/// Finds the articles, and the names of everything that has an `@id`.
fn collect<'v>(value: &'v Value, depth: usize, ids: &mut HashMap<&'v str, &'v Fields>, found: &mut Vec<&'v Fields>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, depth + 1, ids, found)),
        Value::Object(fields) => {
            if let Some(id) = fields.get("@id").and_then(Value::as_str)
                && fields.contains_key("name")
            {
                ids.entry(id).or_insert(fields);
            }
            if is_article(fields.get("@type")) {
                found.push(fields);
            }
            for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = fields.get(name) {
                    collect(inner, depth + 1, ids, found);
                }
            }
        }
        _ => {}
    }
}

fn article(fields: &Fields, ids: &HashMap<&str, &Fields>) -> Linked {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).and_then(tidy);
    let mut urls: Vec<String> =
        ["url", "@id"].iter().filter_map(|name| text(name)).filter_map(|url| web(&url)).collect();
    match fields.get("mainEntityOfPage") {
        Some(Value::String(url)) => urls.extend(web(url)),
        Some(Value::Object(page)) => urls.extend(page.get("@id").and_then(Value::as_str).and_then(web)),
        _ => {}
    }
    Linked {
        headline: text("headline").or_else(|| text("name")),
        publisher: fields.get("publisher").and_then(|value| names(value, ids).into_iter().next()),
        authors: fields.get("author").map(|value| names(value, ids)).unwrap_or_default(),
        urls,
        published: text("datePublished"),
        language: text("inLanguage"),
        // Paragraphs stand on lines of their own, so white space is kept.
        body: fields.get("articleBody").and_then(Value::as_str).map(str::to_owned),
    }
}

/// The names of people or bodies, wherever the page has put them.
fn names(value: &Value, ids: &HashMap<&str, &Fields>) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().take(20).flat_map(|one| one_name(one, ids)).collect(),
        one => one_name(one, ids).into_iter().collect(),
    }
}

fn one_name(value: &Value, ids: &HashMap<&str, &Fields>) -> Option<String> {
    let name = match value {
        Value::String(name) => tidy(name),
        Value::Object(fields) => {
            let named = |fields: &Fields| match fields.get("name")? {
                Value::String(name) => tidy(name),
                Value::Array(names) => names.first().and_then(Value::as_str).and_then(tidy),
                _ => None,
            };
            named(fields).or_else(|| named(ids.get(fields.get("@id")?.as_str()?)?))
        }
        _ => None,
    };
    name.filter(|name| web(name).is_none())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_reference_too() {
        let script = r##"<!-- {"@graph": [
            {"@type": ["NewsArticle"], "headline": "قال &quot;نعم&quot;", "author": [{"@id": "#p"}, {"name": "سعاد"}],
             "publisher": {"@id": "#o"}, "mainEntityOfPage": {"@id": "https://example.org/a"}},
            {"@type": "Person", "@id": "#p", "name": "زيد"}, {"@type": "Organization", "@id": "#o", "name": ["صحيفة"]}
            ]} -->"##;
        let found = articles(&[script.to_owned()]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].headline.as_deref(), Some("قال \"نعم\""));
        assert_eq!(found[0].authors, ["زيد", "سعاد"]);
        assert_eq!(found[0].publisher.as_deref(), Some("صحيفة"));
        assert_eq!(found[0].urls, ["https://example.org/a"]);
    }

    #[test]
    fn broken_and_hostile_scripts_say_nothing() {
        let deep = "[".repeat(500_000);
        for script in ["{broken", "", "null", "{\"@type\": 3}", r#"{"@type":"Article","publisher":[]}"#, &deep] {
            for found in articles(&[script.to_owned()]) {
                assert!(found.publisher.is_none());
            }
        }
    }
}
