//! The hashes behind every key that a store keeps.
//!
//! They are part of the contract with stores: FNV-1a over UTF-8 bytes or little-endian
//! words, 64 bits, then the finaliser of MurmurHash3. They will not change within a
//! [`crate::KEYS`] version, on any machine.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

fn bytes(mut hash: u64, bytes: &[u8]) -> u64 {
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    }
    hash
}

/// Spreads the bits, so that the smallest of many hashes is as good as a random one.
const fn spread(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// A word in 32 bits. Two words of one pair of articles meet by chance once in millions.
pub(crate) fn word(word: &str) -> u32 {
    (spread(bytes(OFFSET, word.as_bytes())) >> 32) as u32
}

/// A sequence of words in 64 bits; `salt` keeps kinds of sequences apart.
pub(crate) fn sequence(salt: u8, words: impl IntoIterator<Item = u32>) -> u64 {
    let start = bytes(OFFSET, &[salt]);
    spread(words.into_iter().fold(start, |hash, word| bytes(hash, &word.to_le_bytes())))
}

/// A short name of something, such as a group: twelve hexadecimal digits.
pub(crate) fn name(parts: &[&str]) -> String {
    let hash = parts.iter().fold(OFFSET, |hash, part| bytes(bytes(hash, part.as_bytes()), &[0]));
    format!("{:012x}", spread(hash) >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_those_that_stores_hold() {
        assert_eq!(word("قال"), 0xade4_385e);
        assert_eq!(sequence(1, [1, 2, 3]), 0x183_5720_d8a6_4907);
        assert_ne!(sequence(1, [1, 2]), sequence(2, [1, 2]));
        assert_ne!(name(&["ab", "c"]), name(&["a", "bc"]));
    }
}
