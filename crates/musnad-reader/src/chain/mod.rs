//! Chains: which attribution reached the article through which, and by what channel.

mod own;
mod parent;
mod via;

pub use own::is_own;
pub use parent::parents;
pub use via::channels;
