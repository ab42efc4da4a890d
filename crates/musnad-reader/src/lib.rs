//! The reader: text in, reading out. Pure functions, no I/O, no clock; it never
//! fails and never panics, whatever the text.
//!
//! In order: [`text`] folds and cuts, [`mark`] puts the pack's words on tokens,
//! [`bind`] finds who said which words, [`chain`] and [`speaker`] join the links
//! and the names, [`read`] assembles.

#[allow(missing_docs, reason = "internal; ARCHITECTURE.md maps it")]
mod bind;
mod chain;
mod frame;
mod label;
mod mark;
mod names;
mod phrase;
mod place;
mod quantity;
mod read;
mod rules;
mod speaker;
mod spots;
mod text;
mod weigh;
mod when;

pub use read::Reader;
pub use rules::{RULES, Rule, rule};
pub use weigh::Weights;
pub use weigh::teach::{Example, Label, Lesson, Missed, Vocabulary};
pub use weigh::witness::{Decision, Weighed};
