//! Word keys: a 64-bit fingerprint of a folded word.
//!
//! A key names a word in every table of the gazetteer. Two different words
//! share a key with probability 2⁻⁶⁴; names are verified against their letters
//! on a hit, flags of the lexicon are not.

/// Fingerprint of a word's codes (the `orth` tier). Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordKey(pub u64);

const C1: u64 = 0x9E37_79B9_7F4A_7C15;
const C2: u64 = 0xD6E8_FEB8_6659_FD93;
const C3: u64 = 0xA076_1D64_78BD_642F;

/// Sixteen codes at a time are mixed; most Arabic words are one block.
const BLOCK: usize = 16;

impl WordKey {
    /// The key of a word given by its codes.
    #[inline]
    pub fn of(codes: &[u8]) -> Self {
        if codes.len() <= BLOCK {
            return Self::of_block(pack(codes));
        }
        let state = codes.chunks(BLOCK).fold(0, |state, block| mix(state, pack(block)));
        Self(state.max(1))
    }

    /// The key of a word of at most sixteen codes, packed.
    #[inline]
    fn of_block(block: u128) -> Self {
        Self(mix(0, block).max(1))
    }

    /// The key of the `len` codes at `at`. `codes` must be padded with at
    /// least sixteen bytes after its last word, as [`super::Text`] does.
    #[inline]
    pub(crate) fn at(codes: &[u8], at: usize, len: usize) -> Self {
        if len <= BLOCK
            && let Some(block) = codes.get(at..at + BLOCK)
            && let Ok(block) = <[u8; BLOCK]>::try_from(block)
        {
            let mask = u128::MAX >> (8 * (BLOCK - len)).min(127);
            return Self::of_block(u128::from_le_bytes(block) & mask);
        }
        Self::of(codes.get(at..at + len).unwrap_or_default())
    }

    /// A second, independent hash of this key joined with that of the next
    /// word, for filters over pairs.
    #[inline]
    pub fn pair(self, next: Self) -> u64 {
        let x = (self.0 ^ next.0.rotate_left(31)).wrapping_mul(C1);
        x ^ (x >> 29)
    }

    /// The key of a transition from a trie node by this word.
    #[inline]
    pub fn from_node(self, node: u32) -> u64 {
        let x = u128::from(self.0 ^ u64::from(node).wrapping_mul(C2)) * u128::from(C3);
        ((x as u64) ^ ((x >> 64) as u64)) | 1
    }
}

/// At most sixteen codes as one number, the first code lowest.
#[inline]
pub(crate) fn pack(codes: &[u8]) -> u128 {
    let len = codes.len();
    // Two loads that may overlap: a copy of unknown length is a call.
    if let (Some(first), Some(last)) = (codes.first_chunk::<8>(), codes.last_chunk::<8>()) {
        let last = u128::from(u64::from_le_bytes(*last));
        return u128::from(u64::from_le_bytes(*first)) | last << (8 * (len - 8));
    }
    if let (Some(first), Some(last)) = (codes.first_chunk::<4>(), codes.last_chunk::<4>()) {
        let last = u128::from(u32::from_le_bytes(*last));
        return u128::from(u32::from_le_bytes(*first)) | last << (8 * (len - 4));
    }
    codes.iter().rev().fold(0, |block, &code| block << 8 | u128::from(code))
}

#[inline]
fn mix(state: u64, block: u128) -> u64 {
    let low = block as u64 ^ state;
    let high = (block >> 64) as u64;
    let x = (low ^ high.wrapping_mul(C2).rotate_left(29)).wrapping_mul(C1);
    (x ^ (x >> 32)).wrapping_mul(C3)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, WordKey, mix, pack};

    #[test]
    fn long_words_are_mixed_block_by_block() {
        let codes: Vec<u8> = (0..40u8).map(|i| 128 + i % 29).collect();
        for len in 0..=codes.len() {
            let mut padded = codes[..len].to_vec();
            padded.resize(len.div_ceil(BLOCK).max(1) * BLOCK, 0);
            let block = |b: &[u8]| u128::from_le_bytes(b.try_into().expect("sixteen codes"));
            let expected = padded.chunks(BLOCK).fold(0, |state, b| mix(state, block(b)));
            assert_eq!(WordKey::of(&codes[..len]).0, expected.max(1));
            if len <= BLOCK {
                assert_eq!(pack(&codes[..len]), block(&padded));
            }
        }
    }

    #[test]
    fn padded_and_plain_keys_agree() {
        let mut codes: Vec<u8> = (0..40u8).map(|i| 128 + i % 29).collect();
        codes.extend([0; 16]);
        for at in 0..20 {
            for len in 1..=20 {
                assert_eq!(WordKey::at(&codes, at, len), WordKey::of(&codes[at..at + len]));
            }
        }
    }
}
