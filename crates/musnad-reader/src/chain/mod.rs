//! Chains: which attribution reached the article through which, and by what channel.

mod parent;
mod via;

pub use parent::parents;
pub use via::{channels, is_own};
