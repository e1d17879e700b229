//! Spellings of foreign sounds: غ ج ك ق گ stand for one another in foreign
//! names (غوغل, جوجل, قوقل "Google").
//!
//! A listed foreign word is found by a key over its folded sounds when it is
//! not found as it is written.

use super::table::Table;
use crate::text::WordKey;
use crate::text::code::letter::KAF;
use crate::text::translit;

/// Longest word that is folded, in codes.
const LONGEST: usize = 32;

fn sound_key(codes: &[u8]) -> Option<u64> {
    let mut buffer = [0u8; LONGEST];
    let folded = buffer.get_mut(..codes.len())?;
    let mut changed = false;
    for (slot, &code) in folded.iter_mut().zip(codes) {
        *slot = translit(code);
        changed |= *slot == KAF;
    }
    changed.then(|| WordKey::of(folded).0)
}

/// Keys of the sounds and of the word, where a foreign word has sounds that are
/// spelt in several ways.
pub(super) fn sounds(codes: &[u8]) -> Option<(u64, u64)> {
    (codes.len() > 3).then(|| sound_key(codes)).flatten().map(|sound| (sound, WordKey::of(codes).0))
}

/// Foreign words by their sounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Translit {
    /// From sound key to word key.
    words: Table<u64>,
}

impl Translit {
    /// Compiles pairs of sounds and word; of the words with the same sounds the
    /// smallest wins, so that the order of lists does not count.
    pub(super) fn build(mut words: Vec<(u64, u64)>) -> Self {
        words.sort_unstable();
        words.dedup_by_key(|w| w.0);
        Self { words: Table::build_distinct(&words) }
    }

    /// The listed spelling of a word whose sounds are these.
    pub(super) fn get(&self, codes: &[u8]) -> Option<WordKey> {
        if codes.len() <= 3 {
            return None;
        }
        self.words.get(sound_key(codes)?).map(WordKey)
    }
}
