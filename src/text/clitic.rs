//! Proclitics: the particles و ف ب ك ل that are written in one word with the
//! name after them.
//!
//! Whole word first, then each possible split. Words in لل- have three
//! readings, in all of which the name's span begins at the second ل:
//! ل + stem (للبنان, "to Lebanon"), ل + ال + stem (للسعودية, "to Saudi
//! Arabia") and ل + ال + a stem that begins with ل (للاذقية, "to Latakia").

use super::code::letter::{ALEF, BEH, FEH, KAF, LAM, WAW};
use super::key::WordKey;

/// Letters of the article that assimilation to ل removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Restore {
    /// Nothing: the rest of the word is the stem.
    #[default]
    None,
    /// The rest begins with the ل of the article: ا goes before it.
    Alef,
    /// The rest is a stem in ل whose article is gone: ال goes before it.
    Article,
}

/// One way to divide a word into proclitics and stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Split {
    /// Codes before the stem's span.
    pub skip: u8,
    /// What the stem lost.
    pub restore: Restore,
}

impl Split {
    /// The whole word.
    pub const WHOLE: Self = Self { skip: 0, restore: Restore::None };
}

/// At most this many ways to divide one word.
pub const MAX_SPLITS: usize = 6;

/// The divisions of a word, the whole word first.
#[derive(Clone, Copy, Debug)]
pub struct Splits {
    all: [Split; MAX_SPLITS],
    len: u8,
}

impl Splits {
    fn add(&mut self, skip: u8, restore: Restore) {
        if let Some(slot) = self.all.get_mut(usize::from(self.len)) {
            *slot = Split { skip, restore };
            self.len += 1;
        }
    }

    /// The divisions in order.
    #[inline]
    pub fn as_slice(&self) -> &[Split] {
        &self.all[..usize::from(self.len)]
    }
}

/// A stem has at least this many letters.
const SHORTEST_STEM: usize = 2;

/// All divisions of the word with these codes.
#[inline]
pub fn splits(codes: &[u8]) -> Splits {
    let mut out = Splits { all: [Split::WHOLE; MAX_SPLITS], len: 1 };
    let Some(&first) = codes.first() else { return out };
    if !matches!(first, WAW | FEH | BEH | KAF | LAM) {
        return out;
    }
    let room = |skip: usize| codes.len() >= skip + SHORTEST_STEM;
    let mut at = 0;
    if matches!(first, WAW | FEH) && room(1) {
        out.add(1, Restore::None);
        at = 1;
    }
    match codes.get(at) {
        Some(&(BEH | KAF | LAM)) if room(at + 1) => {
            let after = at as u8 + 1;
            out.add(after, Restore::None);
            if codes[at] == LAM && codes.get(at + 1) == Some(&LAM) {
                out.add(after, Restore::Alef);
                out.add(after, Restore::Article);
            }
        }
        _ => {}
    }
    out
}

/// The key of the stem under `split`: the article restored where it was lost.
#[inline]
pub fn stem_key(codes: &[u8], split: Split) -> WordKey {
    let rest = &codes[usize::from(split.skip)..];
    match split.restore {
        Restore::None => WordKey::of(rest),
        Restore::Alef => with_prefix(&[ALEF], rest),
        Restore::Article => with_prefix(&[ALEF, LAM], rest),
    }
}

fn with_prefix(prefix: &[u8], rest: &[u8]) -> WordKey {
    let mut stem = [0u8; 64];
    let len = (prefix.len() + rest.len()).min(stem.len());
    stem[..prefix.len()].copy_from_slice(prefix);
    stem[prefix.len()..len].copy_from_slice(&rest[..len - prefix.len()]);
    WordKey::of(&stem[..len])
}

/// The proclitics in the first `skip` codes, each as its own letter.
pub fn proclitics(codes: &[u8], skip: u8) -> impl Iterator<Item = &'static str> {
    codes.iter().take(usize::from(skip)).filter_map(|&code| match code {
        WAW => Some("و"),
        FEH => Some("ف"),
        BEH => Some("ب"),
        KAF => Some("ك"),
        LAM => Some("ل"),
        _ => None,
    })
}
