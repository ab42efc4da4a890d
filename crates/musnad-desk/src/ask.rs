//! What is asked for: the page, its parameters, and how it is to look.
//!
//! The language is the first part of a path (`/ar/…`, `/en/…`), JSON its ending (`.json`): both are taken off before
//! the routes see it, so that each page has one route.

use std::collections::BTreeMap;

use axum::http::{Request, Uri, header};
use musnad_ledger::{Id, Page};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::accounts::Role;
use crate::failure::Failure;
use crate::words::{Noun, Tongue, Word, counted};

/// What the path and the headers of a request say of how the answer is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The language of the path.
    pub tongue: Option<Tongue>,
    /// True if JSON is wanted.
    pub json: bool,
    /// The rest of the path and the query, as it came.
    pub rest: String,
}

/// Takes language and ending off the path, and keeps them as an extension.
pub(crate) fn settle<B>(mut request: Request<B>) -> Request<B> {
    let path = request.uri().path();
    let (tongue, path) = match path.split_at_checked(3) {
        Some(("/ar", rest)) if rest.is_empty() || rest.starts_with('/') => (Some(Tongue::Arabic), rest),
        Some(("/en", rest)) if rest.is_empty() || rest.starts_with('/') => (Some(Tongue::English), rest),
        _ => (None, path),
    };
    let path = if path.is_empty() { "/" } else { path };
    let (path, ending) = match path.strip_suffix(".json") {
        Some("/index") => ("/", true),
        Some(path) => (path, true),
        None => (path, false),
    };
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let json = ending || accept.split([',', ';']).next().is_some_and(|first| first.trim() == "application/json");
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let rest = format!("{path}{query}");
    // Parts of a URI make a URI again; where they do not, the request stays as it is and finds no route.
    if let Ok(uri) = rest.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request.extensions_mut().insert(Wanted { tongue, json, rest });
    request
}

/// Colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the machine has it.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word)
    }
}

/// How a page looks to who asks, and what its forms must carry.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub tongue: Tongue,
    pub theme: Theme,
    /// Path and query without language: where a switch leads back to.
    pub rest: String,
    /// What a form must carry.
    pub csrf: String,
    /// The name of the visitor's account; null where there are none.
    pub name: Option<String>,
    /// What the visitor may do; nothing for a stranger.
    pub role: Option<Role>,
}

impl Look {
    /// A word of the interface.
    pub(crate) fn say(&self, word: Word) -> &'static str {
        word.of(self.tongue)
    }

    /// A number of things, in words.
    pub(crate) fn count(&self, n: usize, noun: Noun) -> String {
        counted(n, noun, self.tongue)
    }

    /// The address of a page in the same language.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("/{}{path}", self.tongue.code())
    }

    /// True if the visitor may add and correct: else there are no forms for it.
    pub(crate) fn edits(&self) -> bool {
        self.role >= Some(Role::Editor)
    }

    /// The same page as JSON.
    pub(crate) fn json(&self) -> String {
        let (path, query) = self.rest.split_once('?').unwrap_or((&self.rest, ""));
        let path = if path == "/" { "/index" } else { path };
        let mark = if query.is_empty() { "" } else { "?" };
        self.to(&format!("{path}.json{mark}{query}"))
    }
}

/// One request for a page.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub look: Look,
    pub json: bool,
    /// The name that operations are recorded under.
    pub author: String,
    /// Parts of the path by their names.
    pub path: BTreeMap<String, String>,
    /// The query, in order.
    pub query: Vec<(String, String)>,
}

/// How many rows a page of a list has.
pub(crate) const ROWS: usize = 40;

impl Ask {
    /// A part of the path.
    pub(crate) fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// A part of the path that is an id.
    pub(crate) fn id(&self, name: &str) -> Result<Id, Failure> {
        self.part(name).parse().map_err(|_| Failure::NotFound)
    }

    /// A value of the query that is not blank.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.trim())
    }

    /// All fields of a name in the query, the empty ones too: their place tells what belongs to them.
    pub(crate) fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim())
    }

    /// All values of a name in the query.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields(name).filter(|value| !value.is_empty())
    }

    /// Which page of a list, from 0.
    pub(crate) fn sheet(&self) -> usize {
        self.value("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).clamp(1, 10_000) - 1
    }

    /// The rows of that page, and one more to tell whether there is another.
    pub(crate) fn rows(&self) -> Page {
        Page { skip: self.sheet() * ROWS, limit: ROWS + 1 }
    }
}

/// What stays as it is in a part of a path or query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A word as a part of a URL.
pub(crate) fn part(word: &str) -> String {
    utf8_percent_encode(word, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(uri: &str, accept: &str) -> (String, Wanted) {
        let request = Request::get(uri).header(header::ACCEPT, accept).body(()).unwrap();
        let request = settle(request);
        (request.uri().to_string(), request.extensions().get::<Wanted>().cloned().unwrap())
    }

    #[test]
    fn language_and_ending_come_off() {
        for (uri, route, tongue, json) in [
            ("/", "/", None, false),
            ("/ar", "/", Some(Tongue::Arabic), false),
            ("/en/", "/", Some(Tongue::English), false),
            ("/en/index.json", "/", Some(Tongue::English), true),
            ("/ar/search?q=a.json", "/search?q=a.json", Some(Tongue::Arabic), false),
            ("/conflicts.json?page=2", "/conflicts?page=2", None, true),
            ("/arc/x", "/arc/x", None, false),
        ] {
            let (to, wanted) = wanted(uri, "text/html");
            assert_eq!((to.as_str(), wanted.tongue, wanted.json), (route, tongue, json), "{uri}");
        }
        assert!(wanted("/en/", "application/json").1.json);
        assert!(!wanted("/en/", "text/html,application/json").1.json);
    }

    #[test]
    fn a_part_cannot_leave_its_place() {
        assert_eq!(part("a/../b?c#d"), "a%2F..%2Fb%3Fc%23d");
        assert!(part("\"'<>&").bytes().all(|b| b.is_ascii_alphanumeric() || b == b'%'));
    }
}
