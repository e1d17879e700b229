//! The words that figures are made of: number words, months, weekdays, units,
//! currencies and the cues around them, read from `seeds/figures/`.
//!
//! Invariant: every inflected form and every proclitic (و ف ب ك ل and the
//! article) is written out when the table is built, so that a word of the text
//! costs one hash probe behind a small bit filter, and never an allocation.
//! [`Sense`] says what a word can mean; [`load`] is where forms come from.

mod inflect;
mod load;
mod sense;

use crate::text::{Gap, Split, Text, WordKey};

use super::SeedError;
use super::fault::Faults;
use super::filter::Filter;

pub use sense::{
    Bounding, Clock, Currency, Deictic, Era, Form, PartOfDay, PercentKind, Sense, Subunit, TimeUnit, Vague, Word, kinds,
};

/// Proclitics before a word, as bits.
pub mod prefix {
    #![allow(missing_docs)]
    pub const WAW: u8 = 1;
    pub const FEH: u8 = 2;
    pub const BEH: u8 = 4;
    pub const KAF: u8 = 8;
    pub const LAM: u8 = 16;
}

/// One way to read a word or a phrase of the text.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What it means.
    pub sense: Sense,
    /// Its number and case, as far as they are written.
    pub form: Form,
    /// Bits of [`prefix`].
    pub prefix: u8,
    /// Whether the article stands before it.
    pub article: bool,
    /// Often something else: needs support to be a figure.
    pub weak: bool,
    /// Counts only beside another part of the same figure.
    pub cued: bool,
    /// A symbol, code or abbreviation rather than a word.
    pub symbol: bool,
    /// Where the word itself begins after its proclitics.
    pub split: Split,
    /// Codes of a suffix at the end (ثلثهم).
    pub trim: u8,
    /// Tokens it takes.
    pub tokens: u8,
    exact: Option<u64>,
    sign: Option<char>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    first: u32,
    /// What figures that begin with this word may be.
    kinds: u16,
    count: u8,
    /// Tokens of the longest phrase that begins with this word.
    longest: u8,
}

/// The readings of one token and of the phrases that begin with it, the
/// longest phrase first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meanings {
    runs: [(u32, u8); 4],
    len: u8,
}

/// The compiled tables.
#[derive(Clone, Debug, Default)]
pub struct FigureWords {
    slots: Vec<Slot>,
    readings: Vec<Reading>,
    starters: Filter,
    /// First words and phrases: most words of a text are neither.
    known: Filter,
    units: Vec<String>,
    currencies: Vec<Currency>,
    subunits: Vec<Subunit>,
    zones: Vec<String>,
}

const FILES: [(&str, &str); 10] = [
    ("figures/numbers.tsv", include_str!("../../seeds/figures/numbers.tsv")),
    ("figures/ordinals.tsv", include_str!("../../seeds/figures/ordinals.tsv")),
    ("figures/calendar.tsv", include_str!("../../seeds/figures/calendar.tsv")),
    ("figures/cues.tsv", include_str!("../../seeds/figures/cues.tsv")),
    ("figures/currencies.tsv", include_str!("../../seeds/figures/currencies.tsv")),
    ("figures/units.tsv", include_str!("../../seeds/figures/units.tsv")),
    ("figures/counted_nouns.tsv", include_str!("../../seeds/figures/counted_nouns.tsv")),
    ("figures/cldr_currencies.tsv", include_str!("../../seeds/figures/cldr_currencies.tsv")),
    ("figures/cldr_units.tsv", include_str!("../../seeds/figures/cldr_units.tsv")),
    ("figures/cldr_months.tsv", include_str!("../../seeds/figures/cldr_months.tsv")),
];

impl Meanings {
    /// No meaning.
    pub const NONE: Self = Self { runs: [(0, 0); 4], len: 0 };
}

impl FigureWords {
    /// The tables of the embedded seeds.
    ///
    /// # Errors
    /// [`SeedError`] when a seed has a malformed line.
    pub fn embedded() -> Result<Self, SeedError> {
        Self::from_seeds(&FILES)
    }

    /// Compiles tables from `(name, content)` of seed files.
    ///
    /// # Errors
    /// [`SeedError`] names file, line and column of every malformed line.
    pub fn from_seeds(files: &[(&str, &str)]) -> Result<Self, SeedError> {
        let mut faults = Faults::default();
        let words = Self::read(files, &mut faults);
        faults.or(words)
    }

    /// Compiles tables; malformed lines are noted.
    pub(super) fn read(files: &[(&str, &str)], faults: &mut Faults) -> Self {
        load::load(files, faults)
    }

    /// What a figure that begins with this word may be, as bits of [`kinds`].
    /// Most words are turned away by the bit filter, the rest cost one probe.
    #[inline]
    pub fn starts(&self, key: WordKey) -> u16 {
        if !self.starters.may_hold(key.0) {
            return 0;
        }
        self.probe(key.0).map_or(0, |slot| slot.kinds)
    }

    /// The CLDR id of a unit.
    pub fn unit(&self, index: u16) -> &str {
        self.units.get(usize::from(index)).map_or("", String::as_str)
    }

    /// A currency.
    pub fn currency(&self, index: u16) -> Option<&Currency> {
        self.currencies.get(usize::from(index))
    }

    /// A subunit of currencies.
    pub fn subunit(&self, index: u16) -> Option<&Subunit> {
        self.subunits.get(usize::from(index))
    }

    /// The IANA id of a time zone, or `local`.
    pub fn zone(&self, index: u16) -> &str {
        self.zones.get(usize::from(index)).map_or("", String::as_str)
    }

    /// What token `i` and the phrases that begin with it mean.
    pub fn meanings(&self, text: &Text, i: usize) -> Meanings {
        let mut out = Meanings::default();
        let tokens = text.tokens();
        let Some(token) = tokens.get(i).filter(|t| !t.opaque) else { return out };
        debug_assert!(token.len > 0);
        let Some(slot) = self.probe(text.key(i, 0).0) else { return out };
        let mut key = slot.key;
        let mut found = [Slot::default(); MAX_PHRASE];
        found[0] = slot;
        let mut reach = 1;
        while reach < usize::from(slot.longest)
            && tokens.get(i + reach).is_some_and(|t| t.gap != Gap::Line && !t.opaque)
        {
            key = join(key, text.key(i + reach, 0));
            found[reach] = self.probe(key).unwrap_or_default();
            reach += 1;
        }
        for slot in found[..reach].iter().rev().filter(|s| s.count > 0) {
            if let Some(place) = out.runs.get_mut(usize::from(out.len)) {
                *place = (slot.first, slot.count);
                out.len += 1;
            }
        }
        out
    }

    /// The first of the meanings of token `i`, the longest phrase first, for
    /// which `accept` has an answer.
    pub fn find<T>(
        &self,
        text: &Text,
        i: usize,
        meanings: &Meanings,
        mut accept: impl FnMut(&Reading) -> Option<T>,
    ) -> Option<(Reading, T)> {
        for &(first, count) in &meanings.runs[..usize::from(meanings.len)] {
            for reading in &self.readings[first as usize..first as usize + usize::from(count)] {
                if let Some(answer) = accept(reading)
                    && self.spelled(text, i, reading)
                {
                    return Some((*reading, answer));
                }
            }
        }
        None
    }

    fn spelled(&self, text: &Text, i: usize, reading: &Reading) -> bool {
        let exact = reading.exact.is_none_or(|wanted| {
            let skip = usize::from(reading.split.skip);
            pack_variants(text.variants_of(i).get(skip..).unwrap_or_default()) == wanted
        });
        let sign = reading
            .sign
            .is_none_or(|sign| (i..i + usize::from(reading.tokens)).any(|t| text.raw_of(t).starts_with(sign)));
        exact && sign
    }

    fn probe(&self, key: u64) -> Option<Slot> {
        if !self.known.may_hold(key) {
            return None;
        }
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = (key >> 7) as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.key == key {
                return Some(slot);
            }
            if slot.key == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

/// No phrase of the seeds has more tokens than this.
const MAX_PHRASE: usize = 8;

fn join(sequence: u64, next: WordKey) -> u64 {
    WordKey(sequence).pair(next).max(1)
}

fn pack_variants(variants: &[u8]) -> u64 {
    variants.iter().take(32).fold(1, |packed, &v| packed << 2 | u64::from(v))
}

#[cfg(test)]
mod tests {
    use super::FigureWords;

    #[test]
    fn the_embedded_table_stays_small() {
        let words = FigureWords::embedded().expect("well-formed seeds");
        assert!(words.readings.len() < 60_000, "{} readings", words.readings.len());
        assert!(words.slots.len() <= 1 << 17, "{} slots", words.slots.len());
    }

    #[test]
    fn a_malformed_line_names_its_place() {
        let faults = [
            ("ألف\tscale\n", "figures/x.tsv:1:2: 5 columns expected, 2 found"),
            ("# title\nألف\tscale\tmany\t\t\n", "figures/x.tsv:2:3: `many` is not a number of this kind"),
            ("ألف\tscope\t3\t\t\n", "figures/x.tsv:1:2: unknown kind `scope`"),
            ("أمس\tdeictic\tyesterday\t\t\n", "figures/x.tsv:1:3: unknown deictic `yesterday`"),
        ];
        for (seed, message) in faults {
            let fault = FigureWords::from_seeds(&[("figures/x.tsv", seed)]).expect_err(seed);
            assert_eq!(fault.to_string(), message);
        }
    }
}
