//! The story on a page, told from its surroundings by one of two engines.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::lines;

/// Which engine tells the story on a page from its surroundings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Extractor {
    /// `trafilatura`: the better judgement.
    #[default]
    Careful,
    /// `dom_smoothie`: a few times faster, for archives of millions of pages.
    Fast,
}

/// The lines of the story on a page, or `None` if the engine finds none.
pub(super) fn story(page: &Document, extractor: Extractor) -> Option<String> {
    // One page that trips an engine must not stop the others; the whole page is read instead.
    let content = catch_unwind(AssertUnwindSafe(|| match extractor {
        Extractor::Careful => careful(&page.html()),
        Extractor::Fast => fast(&page.html()),
    }));
    let content = content.ok()??;
    Some(lines::lines(Document::fragment(content).root()))
}

/// The engine's HTML, never its text, which joins paragraphs.
fn careful(html: &str) -> Option<String> {
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    Some(trafilatura::extract(html, &options).ok()?.content_html)
}

fn fast(html: &str) -> Option<String> {
    // Facts are gathered by us, and JSON-LD does not pass the sieve.
    let config = Config { disable_json_ld: true, ..Config::default() };
    let story = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
    Some(story.content.to_string())
}
