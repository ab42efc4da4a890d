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
//! A store keeps readings, digests, and keys under which it finds them again. It judges nothing.
//!
//! 1. For every article it keeps [`Digest::packed`], for every claim of it [`Digest::keys`], and
//!    [`Digest::fingerprints`]. A reading must carry the store's own id of the article, since it is
//!    what [`ClaimId::article`] says.
//! 2. [`Neighbourhood::of`] begins with the claims of an article, new or old, or with those of one
//!    attribution. As long as [`Neighbourhood::ask`] names keys, the program looks them up and
//!    gives the digests of the articles found, with the places of those claims that have one of the keys.
//!    Other claims of these articles are not looked at.
//! 3. [`Neighbourhood::stories`] are the stories that the claims touch, made anew; all
//!    others stay as they are. For each member of their groups the store keeps the group's id,
//!    [`MatchKind::as_str`] and the score. A claim of these stories that is in no group any more
//!    gets a group of its own. Several statements of one attribution may be in several groups;
//!    a store with one group for each attribution keeps that of the first.
//! 4. [`copies_of`] are an article's copies among the articles that share a fingerprint with it.
//! 5. A trace is not kept: [`Neighbourhood::group`] finds a claim's group when somebody asks about it,
//!    [`copies_among`] the copies between its articles, and [`trace::trace`] makes the trace from their
//!    readings.
//!
//! What a store keeps of the above can be dropped and made again from the readings. Keys of
//! another version than [`KEYS`] must be.
//!
//! # On many machines
//!
//! Every step looks at little, so that a cluster can run it as joins. Articles that share one of
//! [`Digest::fingerprints`] are asked [`copied`], and the copies that hang together are given to
//! [`explain`]. Claims of one [`Claim::form`] are one form, of which the first stands for all; forms
//! of which [`Claim::keys`] meet ([`Key::periods`]) are asked [`judged`], and the claims that hang together so are
//! given to [`stories`]. That is what [`Index`] does in memory, with the articles in the order of
//! their ids.
//!
//! A look-up that is cut off at so many claims for one key can miss some of a very large story;
//! [`Index`] has a bound too: a thousand of one key and period.

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
mod packed;
mod parts;
mod quotes;
mod rarity;
mod story;
pub mod trace;
mod words;

pub use claim::{Claim, ClaimId};
pub use copy::{Copy, CopyKind, Passage, copied, copies_among, copies_of, explain};
pub use digest::Digest;
pub use index::{AddError, Added, Changed, Index};
pub use judge::{Match, MatchKind, Reason, judged};
pub use keys::{Key, When};
pub use neighbourhood::Neighbourhood;
pub use story::{Group, Member, Side, Story, stories};

/// Version of keys, fingerprints and judgements. A store that holds keys of another version
/// computes them again.
pub const KEYS: u32 = 2;
