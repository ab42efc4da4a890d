//! What a page says about itself, each fact with the words behind it.
//!
//! JSON-LD first, then `<meta>`, then the page itself. A page may describe other stories
//! too; only what it says of this one counts.

use std::collections::HashMap;

use dom_query::Document;
use jiff::{Timestamp, civil::Date};
use musnad_model::{Evidence, Fact};

use super::{
    linked::{self, Linked},
    published,
    words::{same_page, tidy, web, web_from},
};

/// Names that content systems put where nobody signed.
const NOBODY: &[&str] = &["admin", "administrator", "editor", "webmaster", "user"];

/// The facts of a page; `None` where it is silent.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    pub published: Option<Date>,
    pub published_at: Option<Timestamp>,
    pub language: Option<String>,
    /// The story's text in JSON-LD.
    pub body: Option<String>,
    pub evidence: Vec<Evidence>,
}

/// A fact and where it stands.
type Found = Option<(String, String)>;

impl Facts {
    /// Gathers the facts of a sieved page and its JSON-LD. `at` is the address under which
    /// the page was found.
    pub(super) fn of(page: &Document, linked_data: &[String], at: Option<&str>) -> Self {
        let metas = metas(page);
        let meta = |names: &[&str]| -> Found {
            names.iter().find_map(|&name| Some((metas.get(name)?.clone(), format!("meta {name}"))))
        };
        let url = address(page, &metas, at);
        let headline = headline(page);
        let page_title = tidy(&page.select_single("title").text());
        let known: Vec<&String> = [&headline, &page_title].into_iter().flatten().chain(metas.get("og:title")).collect();
        let all = linked::articles(linked_data);
        let own = own(&all, url.as_ref().map(|(url, _)| url.as_str()), &known);
        let json = |value: Option<&String>, name: &str| Some((value?.clone(), format!("json-ld {name}")));

        let publisher = own
            .and_then(|own| json(own.publisher.as_ref(), "publisher"))
            .or_else(|| microdata(page, "publisher"))
            .or_else(|| meta(&["og:site_name", "application-name"]));
        let outlet = publisher.as_ref().map(|(name, _)| name.clone());
        let bare = |found: Found| found.map(|(title, place)| (without_outlet(&title, outlet.as_deref()), place));
        let on_page = || headline.clone().map(|title| (title, "h1".to_owned()));
        let title = own
            .and_then(|own| json(own.headline.as_ref(), "headline"))
            .or_else(|| bare(meta(&["og:title", "twitter:title"])))
            .or_else(on_page)
            .or_else(|| bare(page_title.clone().map(|title| (title, "title".to_owned()))));
        let under = headline.or_else(|| title.as_ref().map(|(title, _)| title.clone()));
        let url_or_json = url.clone().or_else(|| own.and_then(|own| json(own.urls.first(), "url")));
        let published = published::published(
            page,
            &metas,
            own.and_then(|own| own.published.as_deref()),
            url_or_json.as_ref().map(|(url, _)| url.as_str()),
            under.as_deref(),
        );
        let language = language(page, own, &metas);
        let authors = authors(page, own, &metas, outlet.as_deref());

        let mut facts = Self { body: own.and_then(|own| own.body.clone()), ..Self::default() };
        facts.title = facts.believe(Fact::Title, title);
        facts.publisher = facts.believe(Fact::Publisher, publisher);
        for author in authors {
            let name = facts.believe(Fact::Author, Some(author));
            facts.authors.extend(name);
        }
        facts.evidence.extend(published.evidence);
        facts.published = published.day;
        facts.published_at = published.at;
        facts.url = facts.believe(Fact::Url, url_or_json);
        facts.language = facts.believe(Fact::Language, language);
        facts
    }

    fn believe(&mut self, fact: Fact, found: Found) -> Option<String> {
        let (words, place) = found?;
        self.evidence.push(Evidence { fact, place, words: words.clone(), believed: true });
        Some(words)
    }
}

/// The JSON-LD of this story: the one with its address, else the one with its headline,
/// else the only one.
fn own<'l>(all: &'l [Linked], url: Option<&str>, titles: &[&String]) -> Option<&'l Linked> {
    let addressed = |one: &&Linked| url.is_some_and(|url| one.urls.iter().any(|own| same_page(own, url)));
    let titled = |one: &&Linked| {
        one.headline.as_ref().is_some_and(|headline| titles.iter().any(|title| title.contains(headline.as_str())))
    };
    match all.iter().find(addressed).or_else(|| all.iter().find(titled)) {
        Some(own) => Some(own),
        None => all.first().filter(|_| all.len() == 1),
    }
}

/// The page's own address. Pages often give the front page as the canonical one of every story.
fn address(page: &Document, metas: &HashMap<String, String>, at: Option<&str>) -> Found {
    let base = page.select_single("base").attr("href").and_then(|base| web_from(&base, at));
    let base = base.as_deref().or(at);
    let canonical = page.select("link[rel=canonical]").attr("href").and_then(|url| web_from(&url, base));
    let canonical = canonical.map(|url| (url, "link canonical".to_owned()));
    let graph = metas.get("og:url").and_then(|url| web_from(url, base)).map(|url| (url, "meta og:url".to_owned()));
    let front = |found: &(String, String)| {
        url::Url::parse(&found.0).is_ok_and(|url| url.path() == "/" && url.query().is_none())
    };
    match (canonical, graph) {
        (Some(canonical), Some(graph)) if front(&canonical) && !front(&graph) => Some(graph),
        (Some(canonical), _) if !front(&canonical) || at.is_none() => Some(canonical),
        (_, Some(graph)) if !front(&graph) => Some(graph),
        (canonical, graph) => at.map(|url| (url.to_owned(), "address".to_owned())).or(canonical).or(graph),
    }
}

/// The headline on the page, if one stands out.
fn headline(page: &Document) -> Option<String> {
    let all = page.select("h1");
    let mut titles = all.nodes().iter().filter_map(|node| tidy(&node.text()));
    let first = titles.next()?;
    let known = page.select_single("title").text().to_string();
    let known = tidy(&known).unwrap_or_default();
    // Several: the one that the page's title repeats.
    if titles.next().is_none() || known.contains(&first) {
        return Some(first);
    }
    all.nodes().iter().filter_map(|node| tidy(&node.text())).find(|title| known.contains(title.as_str()))
}

/// Takes the outlet's name off the end or the beginning of a title: "… | Daily".
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet else {
        return title.to_owned();
    };
    let mark = |c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | '•' | '·' | ':' | '»' | '«');
    let parted = |rest: &str, joint: Option<char>| joint.is_some_and(mark).then(|| rest.trim_matches(mark).to_owned());
    let end = title.strip_suffix(outlet).and_then(|rest| parted(rest, rest.chars().next_back()));
    let start = || title.strip_prefix(outlet).and_then(|rest| parted(rest, rest.chars().next()));
    end.or_else(start).filter(|rest| !rest.is_empty()).unwrap_or_else(|| title.to_owned())
}

/// The name in an element of microdata.
fn microdata(page: &Document, property: &str) -> Found {
    let node = page.select_single(&format!("[itemprop={property}]"));
    let inside = node.select_single("[itemprop=name]");
    let name = inside.attr("content").map(|name| name.to_string()).or_else(|| Some(inside.text().to_string()));
    let name = name.and_then(|name| tidy(&name)).or_else(|| {
        let own = node.attr("content").map(|name| name.to_string());
        tidy(&own.unwrap_or_else(|| node.text().to_string()))
    })?;
    Some((name, format!("itemprop {property}")))
}

fn authors(
    page: &Document,
    own: Option<&Linked>,
    metas: &HashMap<String, String>,
    outlet: Option<&str>,
) -> Vec<(String, String)> {
    let signed = |name: &String| {
        let name = name.to_lowercase();
        web(&name).is_none() && !NOBODY.contains(&name.as_str()) && Some(name.as_str()) != outlet
    };
    let json: Vec<_> = own.into_iter().flat_map(|own| &own.authors).filter(|name| signed(name)).cloned().collect();
    if !json.is_empty() {
        return json.into_iter().map(|name| (name, "json-ld author".to_owned())).collect();
    }
    for name in ["author", "article:author", "dc.creator", "parsely-author"] {
        if let Some(value) = metas.get(name).filter(|value| signed(value)) {
            return vec![(value.clone(), format!("meta {name}"))];
        }
    }
    if let Some(found) = microdata(page, "author").filter(|(name, _)| signed(name) && name.len() < 200) {
        return vec![found];
    }
    let links = page.select("a[rel~=author]");
    let named = links.nodes().iter().take(3).filter_map(|node| tidy(&node.text())).filter(|name| name.len() < 200);
    let mut names: Vec<String> = named.filter(|name| signed(name)).collect();
    names.dedup();
    names.into_iter().map(|name| (name, "link rel author".to_owned())).collect()
}

fn language(page: &Document, own: Option<&Linked>, metas: &HashMap<String, String>) -> Found {
    let html = page.select("html").attr("lang").map(|code| (code.to_string(), "html lang".to_owned()));
    let html = html.or_else(|| Some((page.select("html").attr("xml:lang")?.to_string(), "html xml:lang".to_owned())));
    let json = own.and_then(|own| Some((own.language.clone()?, "json-ld inLanguage".to_owned())));
    let named = ["inlanguage", "og:locale", "dc.language", "language"];
    let metas = named.iter().filter_map(|&name| Some((metas.get(name)?.clone(), format!("meta {name}"))));
    let all = html.into_iter().chain(json).chain(metas);
    all.filter_map(|(code, place)| Some((crate::text::language(&code)?, place))).next()
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn facts(html: &str, linked_data: &[&str], at: Option<&str>) -> Facts {
        let linked: Vec<String> = linked_data.iter().map(|&data| data.to_owned()).collect();
        Facts::of(&Document::from(html), &linked, at)
    }

    #[test]
    fn linked_data_speaks_first() {
        let facts = facts(
            "<html lang=ar-EG><meta property='og:title' content='آخر'><meta name=date content=2019-01-01>",
            &[r#"<!-- {"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": ["NewsArticle"],
                "headline": "قال &quot;نعم&quot;", "datePublished": "2020-06-11T23:30:00+03:00",
                "publisher": {"name": "صحيفة"}, "author": "زيد", "url": "https://example.org/a"}]} -->"#],
            None,
        );
        assert_eq!(facts.title.as_deref(), Some("قال \"نعم\""));
        assert_eq!(facts.publisher.as_deref(), Some("صحيفة"));
        assert_eq!(facts.authors, ["زيد"]);
        assert_eq!(facts.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(facts.published, Some(date(2020, 6, 11)));
        assert_eq!(facts.language.as_deref(), Some("ar"));
        let places: Vec<_> = facts.evidence.iter().map(|e| (e.place.as_str(), e.believed)).collect();
        let wanted = ["headline", "publisher", "author", "datePublished"].map(|name| format!("json-ld {name}"));
        assert_eq!(places[..4], wanted.each_ref().map(|place| (place.as_str(), true)));
        assert_eq!(places[4], ("meta date", false));
    }

    #[test]
    fn then_meta_and_then_the_page() {
        let meta = facts(
            "<title>خبر - وكالة</title><meta property='article:published_time' content='2020-06-11'>\
             <meta property='og:site_name' content='وكالة'><meta name=author content=admin>\
             <h1>خبر</h1><a rel=author href=/x>سعاد</a>",
            &["{broken"],
            None,
        );
        assert_eq!(meta.published, Some(date(2020, 6, 11)));
        assert_eq!((meta.publisher.as_deref(), meta.title.as_deref()), (Some("وكالة"), Some("خبر")));
        assert_eq!(meta.authors, ["سعاد"]);
        let title = facts("<title>وكالة | خبر</title><meta name=application-name content='وكالة'>", &[], None);
        assert_eq!(title.title.as_deref(), Some("خبر"));
    }

    #[test]
    fn of_several_stories_the_pages_own_is_taken() {
        let story = |url: &str, headline: &str, day: &str| {
            format!(r#"{{"@type":"NewsArticle","url":"{url}","headline":"{headline}","datePublished":"{day}"}}"#)
        };
        let one = story("https://example.org/1", "أول", "2020-01-01");
        let two = story("https://example.org/2/", "ثان", "2020-02-02");
        let by_url = facts("<link rel=canonical href='https://example.org/2'>", &[&one, &two], None);
        assert_eq!((by_url.title.as_deref(), by_url.published), (Some("ثان"), Some(date(2020, 2, 2))));
        let by_title = facts("<title>ثان - صحيفة</title>", &[&one, &two], None);
        assert_eq!(by_title.published, Some(date(2020, 2, 2)));
        let neither = facts("<title>ثالث</title>", &[&one, &two], None);
        assert_eq!((neither.title.as_deref(), neither.published), (Some("ثالث"), None));
    }

    #[test]
    fn an_address_is_of_the_web_and_of_this_page() {
        assert_eq!(facts("<link rel=canonical href='javascript:alert(1)'>", &[], None).url, None);
        let front = "<link rel=canonical href='https://example.org/'>";
        let graph = format!("{front}<meta property='og:url' content='https://example.org/5'>");
        assert_eq!(facts(&graph, &[], None).url.as_deref(), Some("https://example.org/5"));
        assert_eq!(facts(front, &[], Some("https://example.org/7")).url.as_deref(), Some("https://example.org/7"));
        let relative = facts("<link rel=canonical href='/9'>", &[], Some("https://example.org/7?utm=1"));
        assert_eq!(relative.url.as_deref(), Some("https://example.org/9"));
    }

    #[test]
    fn microdata_names_people() {
        let facts = facts(
            "<span itemprop=author><span itemprop=name>زيد</span></span>\
             <span itemprop=publisher><meta itemprop=name content='صحيفة'></span>",
            &[],
            None,
        );
        assert_eq!(facts.authors, ["زيد"]);
        assert_eq!(facts.publisher.as_deref(), Some("صحيفة"));
    }
}
