//! Digests as a store keeps them: small, and quickly read again.

use crate::KEYS;
use crate::digest::Digest;

impl Digest {
    /// The digest as bytes. Only this version of comparing, [`KEYS`], reads them again.
    #[must_use]
    pub fn packed(&self) -> Vec<u8> {
        // All of it are numbers, texts and lists in memory: nothing can fail.
        postcard::to_allocvec(&(KEYS, self)).unwrap_or_default()
    }

    /// The digest again; `None` if the bytes are of another version, or no digest.
    #[must_use]
    pub fn unpacked(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = postcard::take_from_bytes::<u32>(bytes).ok()?;
        if version != KEYS {
            return None;
        }
        let (digest, rest) = postcard::take_from_bytes::<Self>(rest).ok()?;
        (rest.is_empty() && digest.sound()).then_some(digest)
    }

    /// True if what points into other parts of it points to something.
    fn sound(&self) -> bool {
        let inside = |claim: &crate::Claim| claim.order.iter().all(|&at| usize::from(at) < claim.words.len());
        self.voices.len() == self.words.len() && self.claims.iter().all(inside)
    }
}
