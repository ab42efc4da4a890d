//! Every route. A test walks this list.

use std::fmt;

use crate::answer::Answer;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::form::Form;
use crate::pages;
use crate::state::Desk;

/// How a route is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Shows something and changes nothing.
    Get,
    /// Does something.
    Post,
}

/// A route: method and path with its parts in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// Its path, without language.
    pub path: &'static str,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = if self.method == Method::Get { "GET" } else { "POST" };
        write!(f, "{method} {}", self.path)
    }
}

/// A page: from what is asked to what is shown. It may block.
pub(crate) type Show = fn(&Desk, &Ask) -> Result<Answer, Failure>;
/// A deed: from a form to the address to go on to, without language. It may block.
pub(crate) type Do = fn(&Desk, &Ask, &Form) -> Result<String, Failure>;

/// The pages.
pub(crate) const SHOW: &[(&str, Show)] = &[
    ("/", pages::front::show),
    ("/articles", pages::articles::show),
    ("/article/{id}", pages::article::show),
    ("/claim/{id}", pages::claim::show),
    ("/claim/{id}/report", pages::report::show),
    ("/source/{key}", pages::source::show),
    ("/outlet/{name}", pages::outlet::show),
    ("/search", pages::search::show),
    ("/conflicts", pages::conflicts::show),
    ("/copies", pages::copies::show),
    ("/copies/{a}/{b}", pages::copies::pair),
    ("/whereabouts", pages::whereabouts::show),
    ("/timeline", pages::timeline::show),
    ("/network", pages::network::show),
    ("/map", pages::map::show),
    ("/review", pages::review::show),
    ("/about", pages::about::show),
];

/// The deeds.
pub(crate) const DO: &[(&str, Do)] = &[
    ("/articles", crate::add::add),
    ("/claim/{id}/confirm", pages::review::confirm),
    ("/claim/{id}/reject", pages::review::reject),
    ("/claim/{id}/source", pages::review::set_source),
    ("/claim/{id}/rate", pages::review::rate_claim),
    ("/claim/{id}/note", pages::review::note),
    ("/source/{key}/rate", pages::review::rate_source),
    ("/outlet/{name}/rate", pages::review::rate_outlet),
    ("/operation/{id}/undo", pages::review::undo),
];

/// Paths that have their own answers: style, script, events, the door, the colours.
pub(crate) const OWN: &[Route] = &[
    Route { method: Method::Get, path: "/-/desk.css" },
    Route { method: Method::Get, path: "/-/desk.js" },
    Route { method: Method::Get, path: "/-/icon.svg" },
    Route { method: Method::Get, path: "/-/events" },
    Route { method: Method::Get, path: "/-/door" },
    Route { method: Method::Post, path: "/-/door" },
    Route { method: Method::Post, path: "/-/theme" },
];

/// Every route that is answered.
#[must_use]
pub fn routes() -> Vec<Route> {
    let shown = SHOW.iter().map(|&(path, _)| Route { method: Method::Get, path });
    let done = DO.iter().map(|&(path, _)| Route { method: Method::Post, path });
    shown.chain(done).chain(OWN.iter().copied()).collect()
}
