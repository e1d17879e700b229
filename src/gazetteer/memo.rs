//! What was found of a word before, so that the words a text repeats cost one
//! load each: a small table from letters to findings.
//!
//! Invariant: a finding is a pure function of the gazetteer and of the word's
//! codes and variants, and those are compared in full, so that what was read
//! before never shows in an answer.

use super::lexicon::{Word, signature};
use crate::text::WordKey;
use crate::text::key::pack;

/// Findings that are kept; a power of two. Half a megabyte.
const SLOTS: usize = 8192;
/// Codes of the longest word that is kept.
const LONGEST: usize = 16;

/// What the lists say of one word, wherever it stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Finding {
    pub(super) word: Word,
    /// Key of its listed spelling, where only that is known.
    pub(super) alternative: Option<WordKey>,
    /// How names may begin with it, as bits of [`begins`].
    pub(super) begins: u8,
}

/// Bits of [`Finding::begins`]; the low ones number the splits of the word.
pub(super) mod begins {
    use crate::text::clitic::MAX_SPLITS;

    /// With its other spelling, or with its stem as the lexicon found it.
    pub(in super::super) const OTHER: u8 = 1 << MAX_SPLITS;
    /// With a pronoun or an accusative ending taken off.
    pub(in super::super) const SUFFIXED: u8 = 2 << MAX_SPLITS;
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    codes: u128,
    variants: u64,
    finding: Finding,
}

/// The table. Belongs to one gazetteer at a time.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    owner: String,
    slots: Vec<Slot>,
}

impl Memo {
    /// Makes the table that of the gazetteer with this digest, empty if it was
    /// another's.
    pub(super) fn belong_to(&mut self, digest: &str) {
        if self.owner != digest || self.slots.is_empty() {
            self.owner = digest.to_owned();
            self.slots.clear();
            self.slots.resize(SLOTS, Slot::default());
        }
    }

    /// The finding of the word with these codes and variants, from `find` when
    /// it is not kept.
    #[inline]
    pub(super) fn get_or(
        &mut self,
        key: WordKey,
        codes: &[u8],
        variants: &[u8],
        find: impl FnOnce() -> Finding,
    ) -> Finding {
        if codes.len() > LONGEST {
            return find();
        }
        let (codes, variants) = (pack(codes), signature(variants));
        let at = (key.0 ^ variants.wrapping_mul(0x9E37_79B9_7F4A_7C15)) >> (64 - SLOTS.trailing_zeros());
        let Some(slot) = self.slots.get_mut(at as usize) else { return find() };
        if (slot.codes, slot.variants) != (codes, variants) {
            *slot = Slot { codes, variants, finding: find() };
        }
        slot.finding
    }
}
