//! One answer of a server: read no further than the limit, and in our words.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::{
    Response,
    header::{self, HeaderMap, HeaderName},
};
use url::Url;

use super::guard::Refusal;
use crate::{Fetched, Link, Trouble, text::language};

/// Longest header that is kept, in bytes.
const MAX_HEADER: usize = 4_000;

/// What one request came to.
pub(super) enum One {
    Redirect(Url),
    NotModified,
    Body { headers: HeaderMap, bytes: Vec<u8> },
}

pub(super) enum Failed {
    Trouble(Trouble),
    Network(reqwest::Error),
}

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Self::Network(error)
    }
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// Reads an answer, no further than the limit.
pub(super) async fn answered(mut response: Response, url: &Url, max_bytes: u64) -> Result<One, Failed> {
    let status = response.status();
    if status == 304 {
        return Ok(One::NotModified);
    }
    if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        let to = text(response.headers(), header::LOCATION)
            .ok_or_else(|| Trouble::Status { status: status.as_u16(), retry_after: None })?;
        let to = url.join(&to).map_err(|error| Trouble::Refused(format!("it redirects to no address: {error}")))?;
        return Ok(One::Redirect(to));
    }
    if !status.is_success() {
        let retry_after = text(response.headers(), header::RETRY_AFTER).and_then(|words| words.trim().parse().ok());
        let retry_after = retry_after.map(Duration::from_secs);
        return Err(Trouble::Status { status: status.as_u16(), retry_after }.into());
    }
    if let Some(media_type) = media_type(response.headers())
        && holds_no_text(&media_type)
    {
        return Err(Trouble::MediaType(media_type).into());
    }
    let headers = response.headers().clone();
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if (bytes.len() + chunk.len()) as u64 > max_bytes {
            return Err(Trouble::TooLarge { limit: max_bytes }.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(One::Body { headers, bytes })
}

fn holds_no_text(media_type: &str) -> bool {
    const OTHER: [&str; 4] = ["application/pdf", "application/msword", "application/epub+zip", "application/wasm"];
    ["image/", "video/", "audio/", "font/", "application/vnd."].iter().any(|kind| media_type.starts_with(kind))
        || OTHER.contains(&media_type)
}

/// An answer as it is taken in.
pub(super) fn fetched(link: &Link, url: &Url, headers: &HeaderMap, bytes: Vec<u8>) -> Fetched {
    let content_type = text(headers, header::CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
    let charset = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        (name.trim() == "charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    Fetched {
        bytes: bytes.into(),
        asked: link.url.clone(),
        url: url.to_string(),
        media_type: media_type(headers),
        charset,
        language: text(headers, header::CONTENT_LANGUAGE).and_then(|tag| language(&tag)),
        etag: text(headers, header::ETAG),
        last_modified: text(headers, header::LAST_MODIFIED),
        captured: Some(Timestamp::now()),
        link: Some(link.clone()),
    }
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let whole = text(headers, header::CONTENT_TYPE)?;
    let kind = whole.split(';').next()?.trim().to_ascii_lowercase();
    (!kind.is_empty()).then_some(kind)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    // Some servers redirect to addresses with bare UTF-8.
    let value = String::from_utf8_lossy(value);
    (value.len() <= MAX_HEADER && !value.contains(|c: char| c.is_control())).then(|| value.into_owned())
}

/// An error of the network in our words.
pub(super) fn told(error: &reqwest::Error, within: Duration) -> Trouble {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    let mut last = error.to_string();
    while let Some(one) = cause {
        if let Some(refusal) = one.downcast_ref::<Refusal>() {
            return Trouble::Refused(refusal.to_string());
        }
        last = one.to_string();
        cause = one.source();
    }
    if error.is_timeout() { Trouble::TimedOut(within) } else { Trouble::Unreachable(last) }
}
