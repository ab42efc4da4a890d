//! A page as an answer: HTML or JSON.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use serde::Serialize;

use crate::ask::{Ask, Look};
use crate::failure::Failure;
use crate::view::layout;

/// The pages of the bar at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    Front,
    Search,
    Conflicts,
    Copies,
    Whereabouts,
    Timeline,
    Network,
    Map,
    Review,
    /// A page that is in no bar.
    None,
}

/// Something that is shown: its fields are its JSON.
pub(crate) trait Page: Serialize {
    /// The page of the bar that it belongs to.
    fn tab(&self) -> Tab;
    /// What stands in the title of the window.
    fn title(&self, look: &Look) -> String;
    /// Everything between bar and foot.
    fn body(&self, look: &Look) -> Markup;
}

/// A page in the form that was asked for.
#[derive(Debug)]
pub(crate) struct Answer {
    media: &'static str,
    text: String,
}

impl Answer {
    pub(crate) fn of(ask: &Ask, page: &impl Page) -> Result<Self, Failure> {
        if ask.json {
            let text = serde_json::to_string_pretty(page).map_err(|_| Failure::Broken)?;
            return Ok(Self { media: "application/json", text });
        }
        let look = &ask.look;
        let text = layout::page(look, page.tab(), &page.title(look), &page.body(look)).into_string();
        Ok(Self { media: "text/html; charset=utf-8", text })
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, self.media)], self.text).into_response()
    }
}

/// A failure as a page or as JSON.
pub(crate) fn failed(failure: &Failure, look: &Look, json: bool) -> Response {
    let (media, text) = if json {
        ("application/json", failure.json().to_string())
    } else {
        ("text/html; charset=utf-8", layout::failed(look, failure).into_string())
    };
    let status = failure.status();
    let body = (status, [(header::CONTENT_TYPE, media)], text);
    if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        return ([(header::RETRY_AFTER, "5")], body).into_response();
    }
    body.into_response()
}

/// On to another page, after something was done.
pub(crate) fn on(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}
