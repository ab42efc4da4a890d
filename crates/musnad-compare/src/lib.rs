//! Readings of many articles to claim groups, transmission graphs, independent lines,
//! copies, conflicts and distortions. Pure: nothing is read, written or asked.
//!
//! `docs/comparing.md` has the definitions, the sources of the methods, what was measured and
//! where the limits are.
//!
//! # In memory
//!
//! [`Index`] takes the [`Digest`] of one reading after the other. [`Index::stories`] gives the
//! groups, [`Index::copies`] the copies, [`trace::trace`] the trace of a group. Whatever the
//! order of the articles, the result is the same. [`Index::changed`] gives only what the last
//! articles touched, and [`Index::replace`] takes an article that people corrected.
//!
//! # With a store
//!
//! A store keeps readings, and keys under which it finds them again. It judges nothing.
//!
//! 1. For every article it keeps [`Digest::claim_keys`], the keys of its attributions, and
//!    [`Digest::article_keys`], those of the article itself. In `musnad-ledger` they are the
//!    `keys` and the `fingerprints` of a comparison. A reading must carry the store's own id of
//!    the article, since it is what [`ClaimId::article`] says.
//! 2. [`Neighbourhood::of`] begins with an article, new or old. As long as
//!    [`Neighbourhood::ask`] names keys, the program looks them up (`candidates`) and gives the
//!    readings of the articles found, if [`Neighbourhood::has`] does not know them.
//! 3. [`Neighbourhood::stories`] are the stories that a new article touches, made anew; all
//!    others stay as they are. For each member of their groups the store keeps the group's id,
//!    [`MatchKind::as_str`] and the score. A claim of these stories that is in no group any more
//!    gets a group of its own. Several statements of one attribution may be in several groups;
//!    a store with one group for each attribution keeps that of the first.
//! 4. [`Neighbourhood::copies`] are the copies; those with the article as one end are kept.
//! 5. A trace is not kept: [`Neighbourhood::trace_claim`] makes it when somebody asks about a
//!    claim, [`Neighbourhood::trace`] for a group. Both begin at step 2, with the claim's article.
//!
//! What a store keeps of the above can be dropped and made again from the readings. Keys of
//! another version than [`KEYS`] must be.
//!
//! A look-up that is cut off at so many claims for one key can miss some of a very large story;
//! [`Index`] has the same bound, at a thousand.

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
mod neighbourhood;
mod outlet;
mod parts;
mod quotes;
mod rarity;
mod story;
pub mod trace;
mod words;

pub use claim::{Claim, ClaimId};
pub use copy::{Copy, CopyKind, Passage, copied};
pub use digest::Digest;
pub use index::{AddError, Added, Changed, Index};
pub use judge::{Match, MatchKind, Reason, judged};
pub use keys::Key;
pub use neighbourhood::{Ask, Neighbourhood};
pub use story::{Group, Member, Side, Story, stories};

/// Version of keys, fingerprints and judgements. A store that holds keys of another version
/// computes them again.
pub const KEYS: u32 = 1;
