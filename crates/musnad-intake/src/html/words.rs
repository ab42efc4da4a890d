//! Words of a page's head made plain: white space, entities, addresses.

use dom_query::Document;
use url::Url;

use crate::text::is_blank;

/// Longer than any fact; what a page hides in longer ones is not looked at.
const LONGEST: usize = 2_000;

/// Joins white space and resolves entities, which JSON-LD carries although it should not.
pub(crate) fn tidy(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = if text.contains('&') {
        Document::fragment(text.replace('<', "&lt;")).text().to_string()
    } else {
        text.to_owned()
    };
    let words = plain.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let plain = words.collect::<Vec<_>>().join(" ");
    (!is_blank(&plain)).then_some(plain)
}

/// An absolute address of the web, as written, or nothing.
pub(crate) fn web(url: &str) -> Option<String> {
    let url = url.trim();
    let parsed = Url::parse(url).ok()?;
    let odd = url.contains(|c: char| c.is_whitespace() || c.is_control());
    let webby = matches!(parsed.scheme(), "http" | "https") && parsed.host().is_some() && url.len() <= LONGEST;
    webby.then(|| if odd { parsed.into() } else { url.to_owned() })
}

/// An address that may be relative, made absolute.
pub(super) fn web_from(url: &str, base: Option<&str>) -> Option<String> {
    web(url).or_else(|| {
        let joined = Url::parse(base?).ok()?.join(url.trim()).ok()?;
        web(joined.as_str())
    })
}

/// True if both name one page: scheme, fragment, a last slash and how letters are escaped do not matter.
pub(super) fn same_page(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Ok(one), Ok(other)) => {
            let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
            one.host_str() == other.host_str() && path(&one) == path(&other) && one.query() == other.query()
        }
        _ => false,
    }
}
