//! Names and cues from lists, compiled for matching.

pub mod figure_words;
mod kind;

use std::path::PathBuf;
use std::sync::Arc;

pub use figure_words::FigureWords;
pub use kind::{EntityType, Subtype};

/// Number of a surface form in the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// Where names come from and on what terms.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Source {
    /// File or package.
    pub name: String,
    /// Version of the source.
    pub version: String,
    /// SPDX licence id.
    pub licence: String,
    /// Who is to be named.
    pub attribution: String,
}

/// A fault in a list: file, line, column and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct SeedError {
    /// Path of the file.
    pub file: String,
    /// 1-based line.
    pub line: u32,
    /// 1-based column (field).
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// What to load.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Directories or TSV files, later ones override by entity id.
    pub paths: Vec<PathBuf>,
    /// Leave the embedded default out.
    pub without_default: bool,
}

/// The compiled lists.
#[derive(Debug, Default)]
pub struct Gazetteer {
    digest: String,
    sources: Vec<Source>,
}

impl Gazetteer {
    /// The default gazetteer, embedded in the binary.
    pub fn embedded() -> Result<Arc<Self>, SeedError> {
        Self::load(&LoadOptions::default())
    }

    /// Loads lists, all or nothing.
    pub fn load(_options: &LoadOptions) -> Result<Arc<Self>, SeedError> {
        Ok(Arc::new(Self::default()))
    }

    /// Content digest, lower-case hex SHA-256.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Version of the default lists.
    pub fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    /// Entities and surface forms by type, in type order.
    pub fn counts(&self) -> Vec<(EntityType, u64, u64)> {
        Vec::new()
    }

    /// The sources of the lists.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}

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

/// Compiled ad-hoc lists.
#[derive(Debug, Default)]
pub struct AdHocLists {}

impl AdHocLists {
    /// Compiles lists for matching.
    pub fn compile(_lists: &[AdHocList]) -> Result<Self, AdHocError> {
        Ok(Self {})
    }
}
