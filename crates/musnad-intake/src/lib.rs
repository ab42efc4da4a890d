//! Files, pages, feeds, archives and streams in, articles out.
//!
//! [`Intake`] walks what it is given and yields one [`Found`] or one [`IntakeError`] at a
//! time: a [`Document`] with its original bytes and the way to it, or a [`Link`] to
//! something that a caller may fetch. [`Document::article`] then decodes and extracts,
//! which callers may do on many threads. [`Documents`] is the same for callers that fetch
//! nothing.
//!
//! Memory is bounded by one document's size limit (a feed, and a zip's directory, have their
//! own), one bad document never stops the others, and a stopped run goes on at a
//! [`Position`]. Nothing here touches the network, unless it is built with the feature
//! `fetch`, which adds `Fetcher`, and the caller asks for it.

mod charset;
mod document;
mod feed;
#[cfg(feature = "fetch")]
pub mod fetch;
mod format;
pub mod html;
mod intake;
pub mod jsonl;
mod position;
mod source;
pub mod stamp;
mod stream;
pub mod text;
mod trouble;

pub use document::{Document, Kind, Said, Told};
pub use html::Extractor;
pub use intake::{DEFAULT_MAX_BYTES, Documents, Fetched, Found, Input, Intake, Link, LinkKind, Options};
pub use position::{Position, PositionError};
pub use trouble::{IntakeError, Trouble};
