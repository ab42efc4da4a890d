//! Parts that pages are put together from.

pub(crate) mod bits;
pub(crate) mod chain;
pub(crate) mod claim;
pub(crate) mod diff;
pub(crate) mod group;
pub(crate) mod layout;
pub(crate) mod text;
