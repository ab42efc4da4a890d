//! Readings of many articles to claim groups, transmission graphs, independent lines,
//! copies, conflicts and distortions. Pure: nothing is read, written or asked.

mod arabic;
mod claim;
mod copy;
mod days;
mod digest;
mod fact;
mod form;
mod hash;
mod index;
mod judge;
mod keys;
mod names;
mod outlet;
mod parts;
mod quotes;
mod rarity;

mod story;
pub mod trace;
mod words;

pub use claim::{Claim, ClaimId};
pub use copy::{Copy, CopyKind, Passage, compare};
pub use digest::Digest;
pub use index::{AddError, Added, Index};
pub use judge::{Match, MatchKind, Reason};
pub use keys::Key;
pub use story::{Group, Member, Side, Story, link, stories};

/// Version of keys, fingerprints and judgements. A store that holds keys of another version
/// computes them again.
pub const KEYS: u32 = 1;
