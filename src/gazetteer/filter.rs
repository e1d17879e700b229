//! A small bit filter: turns most keys away that a table does not hold, so
//! that the table itself, which is large, is seldom touched.
//!
//! Invariant: every key that was added passes.

/// Three bits of one 64-bit block for each key.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    blocks: Vec<u64>,
}

/// Bits for each key: about one key in fifty passes wrongly.
const BITS: usize = 12;
/// Blocks of the smallest filter.
const FEWEST: usize = 64;

impl Filter {
    /// A filter for about this many keys.
    pub(super) fn new(keys: usize) -> Self {
        Self { blocks: vec![0; (keys * BITS / 64).max(FEWEST)] }
    }

    /// A filter that holds these keys.
    pub(super) fn of(keys: impl ExactSizeIterator<Item = u64>) -> Self {
        let mut filter = Self::new(keys.len());
        keys.for_each(|key| filter.add(key));
        filter
    }

    #[inline]
    fn bits(hash: u64) -> u64 {
        1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
    }

    #[inline]
    fn block(&self, hash: u64) -> usize {
        ((u128::from(hash) * self.blocks.len() as u128) >> 64) as usize
    }

    /// Adds a key, which must be a good hash.
    pub(super) fn add(&mut self, hash: u64) {
        let block = self.block(hash);
        self.blocks[block] |= Self::bits(hash);
    }

    /// Whether the key may have been added.
    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let bits = Self::bits(hash);
        self.blocks.get(self.block(hash)).is_some_and(|b| b & bits == bits)
    }

    /// Bytes of the blocks.
    pub(super) fn bytes(&self) -> usize {
        self.blocks.len() * size_of::<u64>()
    }
}
