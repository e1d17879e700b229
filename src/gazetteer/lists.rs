//! Lists sorted by what they are: files of words and figures, which belong to
//! the engine, and layers of names.

use sha2::{Digest, Sha256};

use super::compile::NameFile;
use super::fault::Faults;
use super::names::NameTable;
use super::seed::{Row, SeedFile};
use super::snapshot::Snapshot;

/// A file or a snapshot, in the order in which they are given.
pub(super) enum Part<'a> {
    File(SeedFile<'a>),
    /// A file of words that is only looked at, not a part of what is compiled.
    Engine(SeedFile<'a>),
    Snapshot(&'a mut Snapshot),
}

/// Names that are compiled together, or were compiled before.
pub(super) enum Layer<'a> {
    Files(Vec<NameFile<'a>>),
    Table(Box<NameTable>),
}

/// Rows of words with their columns.
pub(super) type Rows<'a, const N: usize> = Vec<(Row<'a>, [&'a str; N])>;

/// All lists.
#[derive(Default)]
pub(super) struct Lists<'a> {
    pub(super) layers: Vec<Layer<'a>>,
    pub(super) cues: Rows<'a, 5>,
    pub(super) lemmas: Rows<'a, 4>,
    pub(super) endings: Rows<'a, 4>,
    pub(super) figure_words: Vec<SeedFile<'a>>,
    pub(super) weights: Vec<Row<'a>>,
    /// Files of words out of snapshots, as path and content.
    pub(super) words: Vec<(String, String)>,
    pub(super) faults: Faults,
    digest: Sha256,
}

/// Stands before the digest of a snapshot, where files have their length.
const SNAPSHOT_MARK: u64 = u64::MAX;

impl<'a> Lists<'a> {
    pub(super) fn add(&mut self, part: Part<'a>) {
        match part {
            Part::Engine(file) => self.add_file(file, false),
            Part::File(file) => {
                self.digest.update((file.content.len() as u64).to_le_bytes());
                self.digest.update(file.content.as_bytes());
                self.add_file(file, true);
            }
            Part::Snapshot(snapshot) => {
                self.digest.update(SNAPSHOT_MARK.to_le_bytes());
                self.digest.update(snapshot.digest);
                self.layers.push(Layer::Table(Box::new(std::mem::take(&mut snapshot.names))));
                let snapshot: &'a Snapshot = snapshot;
                self.words.extend_from_slice(&snapshot.words);
                for (path, content) in &snapshot.words {
                    self.add_file(SeedFile { path, content }, false);
                }
            }
        }
    }

    fn add_file(&mut self, file: SeedFile<'a>, has_names: bool) {
        let Some(header) = self.faults.note(file.header()) else { return };
        match header.schema.as_str() {
            "name" => {}
            "cue" => read_rows(&file, &mut self.cues, &mut self.faults),
            "lexicon" => read_rows(&file, &mut self.lemmas, &mut self.faults),
            "inflection" => read_rows(&file, &mut self.endings, &mut self.faults),
            "weights" => self.weights.extend(file.rows()),
            schema if schema.starts_with("figure") => self.figure_words.push(file),
            other => return self.faults.push(file.fault(1, format!("unknown schema '{other}'"))),
        }
        if has_names {
            let file = NameFile { file, source: header.source, has_names: header.schema == "name" };
            match self.layers.last_mut() {
                Some(Layer::Files(files)) => files.push(file),
                _ => self.layers.push(Layer::Files(vec![file])),
            }
        }
    }

    /// The digest of all that was added.
    pub(super) fn digest(&mut self) -> String {
        std::mem::take(&mut self.digest).finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// Reads the rows of a file into `out`.
fn read_rows<'a, const N: usize>(file: &SeedFile<'a>, out: &mut Rows<'a, N>, faults: &mut Faults) {
    for row in file.rows() {
        out.extend(faults.note(row.columns()).map(|columns| (row, columns)));
    }
}
