//! Lists that come with a request: compiled once, matched like the gazetteer.

use super::annotate::{ALL_SPLITS, Annotations, IndexHit, exact_spelling};
use super::index::{Index, IndexBuilder};
use super::kind::EntityType;
use super::lexicon::Folded;
use crate::text::{Deadline, Restore, Split, Text, TokenKind, WordKey};

/// A list that comes with a request.
#[derive(Clone, Debug)]
pub struct AdHocList {
    /// What its entries are.
    pub entity_type: EntityType,
    /// Their kind, or empty.
    pub subtype: String,
    /// Surface and id (may be empty).
    pub entries: Vec<(String, String)>,
    /// Compare at the character tier only, not `orth`.
    pub exact: bool,
}

/// A fault in an ad-hoc list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct AdHocError {
    /// Index of the list.
    pub list: usize,
    /// Index of the entry.
    pub entry: usize,
    /// What is wrong.
    pub message: String,
}

/// One compiled entry.
#[derive(Clone, Debug)]
pub struct AdHocEntry {
    /// What it is.
    pub entity_type: EntityType,
    /// Its kind, or empty.
    pub subtype: Box<str>,
    /// The surface as it was given.
    pub surface: Box<str>,
    /// The caller's id, or empty.
    pub id: Box<str>,
    /// Which list it came from.
    pub list: u32,
    exact: Option<u64>,
}

/// An entry found in the text.
#[derive(Clone, Copy, Debug)]
pub struct AdHocHit {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Proclitics before it.
    pub split: Split,
    /// Number of the entry.
    pub entry: u32,
}

/// Compiled ad-hoc lists.
#[derive(Debug, Default)]
pub struct AdHocLists {
    entries: Vec<AdHocEntry>,
    index: Index,
}

impl AdHocLists {
    /// Compiles lists for matching.
    ///
    /// # Errors
    /// The first entry without letters or digits, or with a type that has no
    /// names.
    pub fn compile(lists: &[AdHocList]) -> Result<Self, AdHocError> {
        let mut entries = Vec::new();
        let mut index = IndexBuilder::default();
        let mut text = Text::new();
        for (number, list) in lists.iter().enumerate() {
            for (at, (surface, id)) in list.entries.iter().enumerate() {
                text.analyse(surface);
                let words: Vec<WordKey> = Folded::all(&text).iter().map(Folded::key).collect();
                if words.is_empty() {
                    let message = "the surface holds no letters or digits".to_owned();
                    return Err(AdHocError { list: number, entry: at, message });
                }
                index.add(words, entries.len() as u32);
                let spelling = exact_spelling(&text, 0, text.tokens().len(), Split::WHOLE);
                entries.push(AdHocEntry {
                    entity_type: list.entity_type,
                    subtype: list.subtype.as_str().into(),
                    surface: surface.as_str().into(),
                    id: id.as_str().into(),
                    list: number as u32,
                    exact: list.exact.then_some(spelling),
                });
            }
        }
        Ok(Self { entries, index: index.build() })
    }

    /// An entry by its number.
    pub fn entry(&self, number: u32) -> Option<&AdHocEntry> {
        self.entries.get(number as usize)
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every entry in the text, in text order, as far as the deadline allows.
    pub fn find(&self, text: &Text, annotations: &Annotations, deadline: &Deadline) -> Vec<AdHocHit> {
        let mut found: Vec<IndexHit> = Vec::new();
        for (i, token) in text.tokens().iter().enumerate() {
            if deadline.stops() {
                break;
            }
            if token.kind != TokenKind::Punctuation && !token.opaque {
                annotations.scan(text, i, &self.index, ALL_SPLITS, &mut found);
            }
        }
        found
            .into_iter()
            .filter(|hit| {
                let exact = self.entries[hit.value as usize].exact;
                exact.is_none_or(|e| {
                    hit.split.restore != Restore::None || e == exact_spelling(text, hit.first, hit.last, hit.split)
                })
            })
            .map(|hit| AdHocHit { first: hit.first as u32, last: hit.last as u32, split: hit.split, entry: hit.value })
            .collect()
    }
}
