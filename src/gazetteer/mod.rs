//! Names and cues from lists, compiled for matching.
//!
//! Seeds ([`seed`]) are read ([`read`]), names compiled ([`compile`]) or taken
//! from a [`snapshot`], and all joined ([`build`]) into the index of names
//! ([`index`]), the lexicon of word classes ([`lexicon`]) and the tables of
//! forms ([`entry`]) and [`entities`]. [`Gazetteer::annotate`] looks one
//! document up.
//!
//! Invariant: a gazetteer never changes after it is built, and the same files
//! give the same digest and the same answers.

mod ad_hoc;
mod annotate;
mod build;
mod class;
mod compile;
mod diff;
mod embedded;
mod entities;
mod entry;
mod fault;
pub mod figure_words;
mod filter;
mod index;
mod key_rows;
mod kind;
mod lexicon;
mod lists;
mod memo;
mod names;
mod read;
mod seed;
mod snapshot;
mod table;
mod tally;
mod translit;
mod weights;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

pub use ad_hoc::{AdHocEntry, AdHocError, AdHocHit, AdHocList, AdHocLists};
pub use annotate::{Annotations, NameHit, Phrase};
pub use class::Classes;
pub use diff::{Change, diff};
pub use entities::{Entities, ListedEntity};
pub use entry::{Entry, FoldTier, Form, Gate};
pub use fault::{Faults, SeedError, SeedFault};
pub use figure_words::FigureWords;
pub use index::Index;
pub use kind::{EntityType, Subtype};
pub use lexicon::{Lexicon, Word};
use lists::{Lists, Part};
pub use read::files_of;
pub use seed::{Header, Row, SeedFile};
pub use snapshot::{Snapshot, SnapshotError};
pub use tally::{Count, Tally};

use serde::{Deserialize, Serialize};

use crate::text::{Deadline, Text, WordKey};

/// Number of a surface form in the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// Where names come from and on what terms.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// What to load.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Directories, TSV files or snapshots; later ones override by entity id.
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
    entities: Entities,
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
    /// A file that cannot be read, a snapshot that is refused, or every
    /// malformed line.
    pub fn load(options: &LoadOptions) -> Result<Arc<Self>, SeedError> {
        let mut read = read::all(&options.paths)?;
        let mut lists = Lists::default();
        for file in embedded::files() {
            // Words and weights are part of the engine; names can be left out.
            if !options.without_default || file.header()?.schema != "name" {
                lists.add(Part::File(file));
            }
        }
        read.iter_mut().for_each(|read| lists.add(read.part()));
        build::gazetteer(lists).map(Arc::new)
    }

    /// Compiles files that are in memory already, without the default.
    ///
    /// # Errors
    /// Every malformed line.
    pub fn from_files<'a>(files: impl IntoIterator<Item = SeedFile<'a>>) -> Result<Self, SeedError> {
        let mut lists = Lists::default();
        files.into_iter().for_each(|file| lists.add(Part::File(file)));
        build::gazetteer(lists)
    }

    /// Builds the gazetteer of a snapshot alone, without the words of the
    /// engine.
    ///
    /// # Errors
    /// When a list of words in it is malformed.
    pub fn from_snapshot(mut snapshot: Snapshot) -> Result<Self, SeedError> {
        let mut lists = Lists::default();
        lists.add(Part::Snapshot(&mut snapshot));
        build::gazetteer(lists)
    }

    /// Looks a document up.
    pub fn annotate(&self, text: &Text, annotations: &mut Annotations) {
        self.annotate_until(text, annotations, &Deadline::never());
    }

    /// Looks a document up, as far as the deadline allows.
    pub fn annotate_until(&self, text: &Text, annotations: &mut Annotations, deadline: &Deadline) {
        annotations.fill(text, self, deadline);
    }

    /// A surface form.
    #[inline]
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The entity a surface form names.
    pub fn entity_of(&self, id: EntryId) -> ListedEntity<'_> {
        self.entities.get(self.entry(id).entity)
    }

    /// All surface forms.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All entities.
    pub fn entities(&self) -> &Entities {
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
        let tally = Tally::of(self);
        tally.types.into_iter().map(|(kind, count)| (kind, count.entities, count.forms)).collect()
    }

    /// The sources of the lists.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}
