//! What everybody in Musnad means by a span, an article, its provenance and a reading.
//!
//! The types of [`reading`] are the wire format `musnad/1`: the JSON Schema is
//! generated from them and is the only promise made to outsiders. Nothing here
//! reads a file, a clock or the network.

pub mod article;
pub mod fold;
pub mod provenance;
pub mod reading;
pub mod span;

pub use article::{Article, ArticleId};
pub use provenance::{Evidence, Fact, Provenance, Step};
pub use reading::{
    Attribution, Block, BlockKind, Engine, Entity, EntityKind, Filler, Label, LabelKind, Modality, Mode, Note, Place,
    PlaceKind, Polarity, Proposition, Quantity, Reading, Stance, Time,
};
pub use span::{CharIndex, Span};
