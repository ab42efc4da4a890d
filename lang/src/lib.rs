//! Language packs: folders that a linguist edits without Rust.
//!
//! A pack is TOML where an entry needs a reason and examples, and tab-separated
//! lists where it does not. [`rows`] are the files as written, [`check`] finds
//! what is wrong with them, [`pack`] is what the reader searches. A pack that is
//! embedded and one that is read from a folder go the same way.

pub mod check;
pub mod conjugate;
pub mod files;
pub mod frames;
pub mod labels;
pub mod pack;
pub mod rows;
pub mod tables;

pub use conjugate::{Form, Gender, Number, Tense};
pub use files::{Files, PackError};
pub use frames::Frames;
pub use pack::{Cue, CueKind, Governs, Pack, Sense, Takes, Word};
