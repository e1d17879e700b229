//! Spellings of foreign sounds: غ ج ك ق گ stand for one another in foreign
//! names (غوغل, جوجل, قوقل "Google").
//!
//! A listed foreign word is found by a key over its folded sounds when it is
//! not found as it is written.

use std::collections::BTreeMap;

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

/// Collects foreign words.
#[derive(Debug, Default)]
pub(super) struct TranslitBuilder {
    words: BTreeMap<u64, u64>,
}

impl TranslitBuilder {
    pub(super) fn add(&mut self, codes: &[u8]) {
        if codes.len() > 3
            && let Some(sound) = sound_key(codes)
        {
            // The smallest key wins, so that the order of lists does not count.
            let key = WordKey::of(codes).0;
            self.words.entry(sound).and_modify(|k| *k = (*k).min(key)).or_insert(key);
        }
    }

    pub(super) fn build(self) -> Translit {
        let words: Vec<(u64, u64)> = self.words.into_iter().collect();
        Translit { words: Table::build(&words) }
    }
}

/// Foreign words by their sounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Translit {
    /// From sound key to word key.
    words: Table<u64>,
}

impl Translit {
    /// The listed spelling of a word whose sounds are these.
    pub(super) fn get(&self, codes: &[u8]) -> Option<WordKey> {
        if codes.len() <= 3 {
            return None;
        }
        self.words.get(sound_key(codes)?).map(WordKey)
    }
}
