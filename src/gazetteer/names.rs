//! The names of lists, compiled but not yet joined: what a snapshot holds.
//!
//! A table is made from files ([`super::compile`]) or read from a snapshot
//! ([`super::snapshot`]); tables are joined in order, a later one replacing the
//! entities of earlier ones by id.
//!
//! Invariant: numbers point inside the table, and `keys` are sorted rows.

use std::collections::{HashMap, HashSet};

use super::class::Classes;
use super::entities::Entities;
use super::entry::Entry;
use super::key_rows::KeyRows;
use super::kind::Subtype;
use super::{SeedError, Source};

/// Compiled names.
#[derive(Debug, Default)]
pub(super) struct NameTable {
    /// The files that the entries point to.
    pub(super) sources: Vec<Source>,
    pub(super) subtypes: Vec<Box<str>>,
    pub(super) entities: Entities,
    pub(super) entries: Vec<Entry>,
    /// Names for the index, each with the number of its entry; several sets
    /// when tables were joined.
    pub(super) keys: Vec<KeyRows>,
    /// Phrases with classes: vetoes, name parts of several words.
    pub(super) phrases: Vec<(Vec<u64>, Classes)>,
    /// Lexicon rows: key, signature, classes.
    pub(super) words: Vec<(u64, u64, u64)>,
    /// Keys of single-word names of three letters or fewer.
    pub(super) short: Vec<u64>,
    /// Foreign words: key of the sounds, key of the word.
    pub(super) sounds: Vec<(u64, u64)>,
    /// The careful spelling of name parts, by key, the first one counts.
    pub(super) spellings: Vec<(u64, Box<str>)>,
}

/// A lexicon row for each spelling, with the classes of all its rows.
pub(super) fn merge_words(words: &mut Vec<(u64, u64, u64)>) {
    words.sort_unstable();
    words.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 |= next.2;
        }
        same
    });
}

impl NameTable {
    pub(super) fn new() -> Self {
        Self { subtypes: Subtype::FIXED.iter().map(|s| (*s).into()).collect(), ..Self::default() }
    }

    /// The number of a subtype, which is added if it is new.
    pub(super) fn subtype(&mut self, name: &str) -> Subtype {
        let at = self.subtypes.iter().position(|s| &**s == name).unwrap_or_else(|| {
            self.subtypes.push(name.into());
            self.subtypes.len() - 1
        });
        Subtype(at as u16)
    }

    /// Brings the rows into their order and gives unused memory back.
    pub(super) fn finish(&mut self) {
        self.keys.iter_mut().for_each(KeyRows::sort);
        merge_words(&mut self.words);
        self.short.sort_unstable();
        self.short.dedup();
        self.sounds.sort_unstable();
        // The smallest key wins, so that the order of lists does not count.
        self.sounds.dedup_by_key(|s| s.0);
        self.entities.shrink();
        self.entries.shrink_to_fit();
    }

    /// Which entities of this table `later` replaces.
    pub(super) fn replaced_by(&self, later: &Self) -> HashSet<u32> {
        // The smaller side is remembered, the larger one only walked.
        if self.entities.len() <= later.entities.len() {
            let own: HashMap<&str, u32> = self.entities.iter().zip(0..).map(|(e, number)| (e.id, number)).collect();
            later.entities.iter().filter_map(|e| own.get(e.id).copied()).collect()
        } else {
            let ids: HashSet<&str> = later.entities.iter().map(|e| e.id).collect();
            self.entities.iter().zip(0..).filter(|(e, _)| ids.contains(e.id)).map(|(_, number)| number).collect()
        }
    }

    /// Takes entities out with all their forms. What their words added to the
    /// lexicon stays.
    pub(super) fn remove(&mut self, gone: &HashSet<u32>) {
        if gone.is_empty() {
            return;
        }
        let mut number = 0;
        let renumbered: Vec<u32> = (0..self.entities.len() as u32)
            .map(|entity| {
                number += u32::from(!gone.contains(&entity));
                number.wrapping_sub(1)
            })
            .collect();
        let mut kept = 0;
        let entries: Vec<Option<u32>> = self
            .entries
            .iter()
            .map(|entry| {
                let keep = !gone.contains(&entry.entity);
                kept += u32::from(keep);
                keep.then(|| kept - 1)
            })
            .collect();
        self.keys.iter_mut().for_each(|keys| keys.map_values(|v| entries[v as usize]));
        self.entries.retain(|entry| !gone.contains(&entry.entity));
        self.entries.iter_mut().for_each(|entry| entry.entity = renumbered[entry.entity as usize]);
        self.entities.retain(|entity| !gone.contains(&entity));
    }

    /// Puts `other` after this table. Their entities must be distinct.
    ///
    /// # Errors
    /// When there are more than the tables can number.
    pub(super) fn append(&mut self, mut other: Self) -> Result<(), SeedError> {
        let fixed = Subtype::FIXED.iter().zip(&other.subtypes).take_while(|(a, b)| **a == &***b).count();
        if self.entities.is_empty() && self.sources.is_empty() && fixed == Subtype::FIXED.len() {
            *self = other;
            return Ok(());
        }
        let subtypes: Vec<Subtype> = other.subtypes.iter().map(|name| self.subtype(name)).collect();
        other.entities.map_subtypes(&subtypes);
        let (entity, entry) = (self.entities.len() as u32, self.entries.len() as u32);
        if u16::try_from(self.sources.len() + other.sources.len()).is_err() {
            return Err(SeedError::TooLarge("more than 65,535 files"));
        }
        let file = self.sources.len() as u16;
        self.sources.append(&mut other.sources);
        let fits = u32::try_from(self.entries.len() + other.entries.len()).is_ok();
        if !fits || self.entities.append(other.entities).is_none() {
            return Err(SeedError::TooLarge("more than 4 GiB of names"));
        }
        self.entries.reserve_exact(other.entries.len());
        self.entries.extend(other.entries.iter().map(|e| Entry {
            entity: e.entity + entity,
            file: e.file + file,
            ..*e
        }));
        drop(other.entries);
        for mut keys in other.keys {
            keys.values.iter_mut().for_each(|value| *value += entry);
            self.keys.push(keys);
        }
        self.phrases.append(&mut other.phrases);
        self.words.append(&mut other.words);
        self.short.append(&mut other.short);
        self.sounds.append(&mut other.sounds);
        self.spellings.append(&mut other.spellings);
        Ok(())
    }
}
