//! Names and cues from lists, compiled for matching.
//!
//! Seeds ([`seed`]) are compiled ([`Gazetteer::load`]) into the index of names
//! ([`index`]), the lexicon of word classes ([`lexicon`]) and the table of
//! entities ([`entry`]). [`Gazetteer::annotate`] looks one document up.
//!
//! Invariant: a gazetteer never changes after it is built, and the same files
//! give the same digest and the same answers.

mod ad_hoc;
mod annotate;
mod class;
mod compile;
mod embedded;
mod entry;
pub mod figure_words;
mod filter;
mod index;
mod kind;
mod lexicon;
mod memo;
mod seed;
mod table;
mod translit;
mod weights;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use ad_hoc::{AdHocEntry, AdHocError, AdHocHit, AdHocList, AdHocLists};
pub use annotate::{Annotations, NameHit, Phrase};
pub use class::Classes;
pub use entry::{Entry, FoldTier, Form, Gate, ListedEntity};
pub use figure_words::FigureWords;
pub use index::Index;
pub use kind::{EntityType, Subtype};
pub use lexicon::{Lexicon, Word};
pub use seed::{Header, Row, SeedFile};

use crate::text::{Deadline, Text, WordKey};

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
    /// What the rows were made from, in words.
    pub origin: String,
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
    entries: Vec<Entry>,
    entities: Vec<ListedEntity>,
    subtypes: Vec<Box<str>>,
    /// Classes of phrases; their values in the index follow the entries'.
    phrases: Vec<Classes>,
    index: Index,
    lexicon: Lexicon,
    translit: translit::Translit,
    figure_words: FigureWords,
    weights: BTreeMap<Box<str>, i32>,
    /// The careful spelling of name parts, by key.
    spellings: HashMap<u64, Box<str>>,
}

impl Gazetteer {
    /// The default gazetteer, embedded in the binary.
    ///
    /// # Errors
    /// When an embedded seed is malformed, which the tests rule out.
    pub fn embedded() -> Result<Arc<Self>, SeedError> {
        Self::load(&LoadOptions::default())
    }

    /// Loads lists, all or nothing.
    ///
    /// # Errors
    /// The first file that cannot be read or the first malformed line.
    pub fn load(options: &LoadOptions) -> Result<Arc<Self>, SeedError> {
        let mut owned = Vec::new();
        for path in &options.paths {
            read_files(path, &mut owned)?;
        }
        let mut compiler = compile::Compiler::default();
        for file in embedded::files() {
            // Words and weights are part of the engine; names can be left out.
            if !options.without_default || file.header()?.schema != "name" {
                compiler.add(file)?;
            }
        }
        for (path, content) in &owned {
            compiler.add(SeedFile { path, content })?;
        }
        compiler.finish().map(Arc::new)
    }

    /// Compiles files that are in memory already, without the default.
    ///
    /// # Errors
    /// The first malformed line.
    pub fn from_files<'a>(files: impl IntoIterator<Item = SeedFile<'a>>) -> Result<Self, SeedError> {
        let mut compiler = compile::Compiler::default();
        files.into_iter().try_for_each(|file| compiler.add(file))?;
        compiler.finish()
    }

    /// Looks a document up, as far as the deadline allows.
    pub fn annotate(&self, text: &Text, annotations: &mut Annotations, deadline: &Deadline) {
        annotations.fill(text, self, deadline);
    }

    /// A surface form.
    #[inline]
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The entity a surface form names.
    pub fn entity_of(&self, id: EntryId) -> &ListedEntity {
        &self.entities[self.entry(id).entity as usize]
    }

    /// All surface forms.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All entities.
    pub fn entities(&self) -> &[ListedEntity] {
        &self.entities
    }

    /// `file:line` of a surface form.
    pub fn source_of(&self, id: EntryId) -> String {
        let entry = self.entry(id);
        let file = self.sources.get(usize::from(entry.file)).map_or("", |s| s.name.as_str());
        format!("{file}:{}", entry.line)
    }

    /// The name of a subtype.
    pub fn subtype_name(&self, subtype: Subtype) -> &str {
        self.subtypes.get(usize::from(subtype.0)).map_or("", |s| s)
    }

    /// The weight of a piece of evidence in hundredths, if the lists weigh it.
    pub fn weight(&self, name: &str) -> Option<i32> {
        self.weights.get(name).copied()
    }

    /// The careful spelling of a name part (مصطفى for مصطفي), if a list has it.
    pub fn spelling(&self, key: WordKey) -> Option<&str> {
        self.spellings.get(&key.0).map(|s| &**s)
    }

    /// The tables of figures.
    pub fn figure_words(&self) -> &FigureWords {
        &self.figure_words
    }

    /// The word classes.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The index of names.
    pub fn index(&self) -> &Index {
        &self.index
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
        compile::count(self)
    }

    /// The sources of the lists.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}

fn read_files(path: &Path, out: &mut Vec<(String, String)>) -> Result<(), SeedError> {
    let fault = |error: std::io::Error| SeedError {
        file: path.display().to_string(),
        line: 0,
        column: 0,
        message: error.to_string(),
    };
    if path.is_dir() {
        // Hidden names are no lists: Kubernetes keeps the files of a volume in
        // `..data` and links to them, and each would be read again there.
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
            .map_err(fault)?
            .filter_map(|entry| entry.ok())
            .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
            .map(|entry| entry.path())
            .collect();
        inside.sort();
        for file in inside.iter().filter(|f| f.is_dir() || f.extension().is_some_and(|e| e == "tsv")) {
            read_files(file, out)?;
        }
        return Ok(());
    }
    out.push((path.display().to_string(), std::fs::read_to_string(path).map_err(fault)?));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_of_kubernetes_is_read_once() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let revision = folder.path().join("..2026_11_24");
        std::fs::create_dir(&revision)?;
        std::fs::write(revision.join("own.tsv"), "# schema: name\n")?;
        std::os::unix::fs::symlink("..2026_11_24", folder.path().join("..data"))?;
        std::os::unix::fs::symlink("..data/own.tsv", folder.path().join("own.tsv"))?;
        let mut files = Vec::new();
        read_files(folder.path(), &mut files)?;
        let paths: Vec<_> = files.iter().map(|(path, _)| Path::new(path)).collect();
        assert_eq!(paths, [folder.path().join("own.tsv")]);
        Ok(())
    }
}
