//! News for open pages: server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use futures_util::stream;
use serde::Serialize;
use tokio::sync::broadcast::error::RecvError;

use crate::state::Desk;

/// How often a quiet connection is kept from being cut.
const BREATH: Duration = Duration::from_secs(20);

/// Something that open pages are told.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct News {
    /// How many articles there are now.
    pub articles: usize,
    /// How many claims stand in several articles.
    pub groups: usize,
    /// How many of these have versions that cannot all be so.
    pub conflicts: usize,
}

/// Events for one open page, until it is closed.
pub(crate) fn events(desk: &Arc<Desk>) -> impl IntoResponse + use<> {
    let news = desk.news.subscribe();
    let stream = stream::unfold(news, |mut news| async move {
        loop {
            let event = match tokio::time::timeout(BREATH, news.recv()).await {
                Ok(Ok(one)) => {
                    // Compact JSON has no line breaks.
                    let data = serde_json::to_string(&one).unwrap_or_default();
                    Event::default().event("board").data(data)
                }
                // A page that was slow only needs the latest.
                Ok(Err(RecvError::Lagged(_))) => continue,
                Ok(Err(RecvError::Closed)) => return None,
                // Nothing new: a comment keeps the connection from being cut.
                Err(_) => Event::default().comment(""),
            };
            return Some((Ok::<_, Infallible>(event), news));
        }
    });
    Sse::new(stream)
}
