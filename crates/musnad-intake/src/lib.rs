//! Files, pages, feeds, archives and streams in, articles out.
//!
//! [`Documents`] is the one way in: it takes any mix of [`Input`]s and yields one [`Document`]
//! or one [`IntakeError`] at a time, with its original bytes and the way to it.
//! [`Document::article_with_provenance`] then decodes and extracts, which callers may do on
//! many threads. One bad document never stops the others.
//!
//! ```
//! use musnad_intake::{Documents, Input, Intake, Options, Position, Summary};
//!
//! # let folder = tempfile::tempdir()?;
//! # std::fs::write(folder.path().join("a.txt"), "قال المتحدث نعم")?;
//! # std::fs::write(folder.path().join("b.txt"), "")?;
//! # let inputs = || vec![Input::Path(folder.path().to_owned())];
//! # let kept: Option<String> = None;
//! let options = Options::default();
//! // Where an earlier run of the same inputs was stopped.
//! let intake = match kept {
//!     Some(position) => Intake::resume(inputs(), options, &position.parse::<Position>()?),
//!     None => Intake::new(inputs(), options),
//! };
//! let mut documents = Documents::of(intake);
//! let mut summary = Summary::default();
//! while let Some(document) = documents.next() {
//!     match document.and_then(|document| document.article_with_provenance()) {
//!         Ok((article, provenance)) => {
//!             // Store the article, its provenance and the original bytes …
//!             summary.took();
//!             # let _ = (article, provenance);
//!         }
//!         Err(error) => summary.failed(&error),
//!     }
//!     // … and then, in the same transaction, where to go on.
//!     let kept = documents.position().to_string();
//!     # let _ = kept;
//! }
//! assert_eq!((summary.taken, summary.failures()), (1, 1));
//! println!("{summary}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Addresses
//!
//! Nothing here touches the network unless the crate is built with the feature `fetch` and the
//! caller hands over a `fetch::Fetcher`: `Documents::of(intake).fetching(fetcher)` follows
//! [`Input::Address`] to lists of feeds, feeds and pages. `asking` lets the caller pass by the
//! pages that it has and ask for feeds only if they changed; `heard` gives what to ask with the
//! next time. That is all a watch needs: the same inputs again after a while. Without a fetcher
//! every link is an error that gives its address.
//!
//! # Bounds
//!
//! Memory is bounded by one document's size limit (a feed, and a zip's directory, have their
//! own), time is linear in the bytes, and packed bytes that unpack to far more than any text does
//! are given up. `docs/intake.md` lists formats, limits and what the guard refuses.
//!
//! Callers that want to follow links by themselves use [`Intake`] and [`Intake::follow`].

mod charset;
mod document;
mod documents;
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
mod summary;
pub mod text;
mod trouble;

pub use document::{Document, Kind, Said, Told};
pub use documents::Documents;
pub use html::Extractor;
pub use intake::{DEFAULT_MAX_BYTES, DEFAULT_MAX_FEED_BYTES, Fetched, Found, Input, Intake, Link, LinkKind, Options};
pub use position::{Position, PositionError};
pub use summary::{Failures, Summary};
pub use trouble::{IntakeError, Trouble};
