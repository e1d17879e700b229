//! Blocks of a payload: a length of four bytes, then rows of one table in the
//! encoding that serde and postcard derive from their types.
//!
//! Blocks are small, so that reading needs little more memory than the tables
//! it fills.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use super::{Snapshot, SnapshotError};
use crate::gazetteer::Source;
use crate::gazetteer::class::Classes;
use crate::gazetteer::entities::ListedEntity;
use crate::gazetteer::entry::Entry;
use crate::gazetteer::key_rows::{KeyRows, Merged};
use crate::gazetteer::kind::{EntityType, Subtype};
use crate::gazetteer::names::NameTable;

/// Rows of one block.
const ROWS: usize = 4096;
/// Bytes of the largest block that is read.
const LARGEST: u32 = 1 << 30;

/// A hash, which no encoding makes shorter.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Fixed(#[serde(with = "postcard::fixint::le")] u64);

#[derive(Serialize, Deserialize)]
struct EntityRow {
    /// Bytes of id, name and ids.
    lengths: [u16; 3],
    entity_type: EntityType,
    subtype: Subtype,
    country: [u8; 2],
}

/// A block. New kinds go to the end; another meaning of an old one needs another
/// format version.
#[derive(Serialize, Deserialize)]
enum Block<'a> {
    Sources(Vec<Source>),
    Subtypes(#[serde(borrow)] Vec<&'a str>),
    Entities(Vec<EntityRow>, #[serde(borrow)] &'a str),
    Entries(Vec<Entry>),
    Keys {
        words: Vec<Fixed>,
        lengths: Vec<u8>,
        values: Vec<u32>,
    },
    Phrases(Vec<(Vec<Fixed>, u64)>),
    Words(Vec<(Fixed, u64, u64)>),
    Short(Vec<Fixed>),
    Sounds(Vec<(Fixed, Fixed)>),
    Spellings(#[serde(borrow)] Vec<(Fixed, &'a str)>),
    /// A file of words: path and content.
    File(&'a str, &'a str),
}

type Sink<'s> = &'s mut dyn FnMut(&[u8]) -> io::Result<()>;

fn put(block: &Block<'_>, sink: Sink<'_>) -> io::Result<()> {
    let bytes = postcard::to_extend(block, vec![0; 4]).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len() - 4).ok().filter(|l| *l <= LARGEST);
    let length = length.ok_or_else(|| io::Error::other("a file of words is larger than a gigabyte"))?;
    sink(&length.to_le_bytes())?;
    sink(&bytes[4..])
}

/// Gives the payload to `sink`, piece by piece.
pub(super) fn encode(snapshot: &Snapshot, sink: Sink<'_>) -> io::Result<()> {
    let names = &snapshot.names;
    put(&Block::Sources(names.sources.clone()), sink)?;
    put(&Block::Subtypes(names.subtypes.iter().map(|s| &**s).collect()), sink)?;
    let mut entities = names.entities.iter().peekable();
    while entities.peek().is_some() {
        let (mut rows, mut text) = (Vec::with_capacity(ROWS), String::new());
        for entity in entities.by_ref().take(ROWS) {
            let strings = [entity.id, entity.name, entity.ids];
            strings.into_iter().for_each(|s| text.push_str(s));
            // The table holds no longer strings.
            let lengths = strings.map(|s| s.len() as u16);
            let ListedEntity { entity_type, subtype, country, .. } = entity;
            rows.push(EntityRow { lengths, entity_type, subtype, country });
        }
        put(&Block::Entities(rows, &text), sink)?;
    }
    for rows in names.entries.chunks(ROWS) {
        put(&Block::Entries(rows.to_vec()), sink)?;
    }
    let mut keys = Merged(names.keys.iter().map(KeyRows::iter).collect()).peekable();
    while keys.peek().is_some() {
        let (mut words, mut lengths, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (name, value) in keys.by_ref().take(ROWS) {
            words.extend(name.iter().copied().map(Fixed));
            lengths.push(name.len() as u8);
            values.push(value);
        }
        put(&Block::Keys { words, lengths, values }, sink)?;
    }
    let fixed = |keys: &[u64]| keys.iter().copied().map(Fixed).collect::<Vec<_>>();
    for rows in names.phrases.chunks(ROWS) {
        put(&Block::Phrases(rows.iter().map(|(words, classes)| (fixed(words), classes.0)).collect()), sink)?;
    }
    for rows in names.words.chunks(ROWS) {
        put(
            &Block::Words(rows.iter().map(|&(key, signature, classes)| (Fixed(key), signature, classes)).collect()),
            sink,
        )?;
    }
    for rows in names.short.chunks(ROWS) {
        put(&Block::Short(fixed(rows)), sink)?;
    }
    for rows in names.sounds.chunks(ROWS) {
        put(&Block::Sounds(rows.iter().map(|&(sound, word)| (Fixed(sound), Fixed(word))).collect()), sink)?;
    }
    for rows in names.spellings.chunks(ROWS) {
        put(&Block::Spellings(rows.iter().map(|(key, spelling)| (Fixed(*key), &**spelling)).collect()), sink)?;
    }
    snapshot.words.iter().try_for_each(|(path, content)| put(&Block::File(path, content), sink))
}

/// The tables while blocks are read into them.
#[derive(Default)]
pub(super) struct Decoder {
    names: NameTable,
    keys: KeyRows,
    words: Vec<(String, String)>,
}

type Decoded = (NameTable, Vec<(String, String)>);

impl Decoder {
    /// Reads blocks to the end of the payload.
    pub(super) fn run(mut self, payload: &mut impl Read) -> Result<Decoded, SnapshotError> {
        let mut bytes = Vec::new();
        loop {
            let mut length = [0; 4];
            match payload.read(&mut length)? {
                0 => break,
                n => payload.read_exact(&mut length[n..]).map_err(short)?,
            }
            let length = u32::from_le_bytes(length);
            bytes.clear();
            payload.take(u64::from(length.min(LARGEST))).read_to_end(&mut bytes)?;
            if bytes.len() != length as usize {
                return Err(SnapshotError::Malformed("a block is not as long as it says"));
            }
            match postcard::take_from_bytes::<Block<'_>>(&bytes) {
                Ok((block, [])) => self.add(block)?,
                _ => return Err(SnapshotError::Malformed("a block cannot be read")),
            }
        }
        self.finish()
    }

    fn add(&mut self, block: Block<'_>) -> Result<(), SnapshotError> {
        let names = &mut self.names;
        match block {
            Block::Sources(mut sources) => names.sources.append(&mut sources),
            Block::Subtypes(subtypes) => names.subtypes.extend(subtypes.into_iter().map(Box::from)),
            Block::Entities(rows, mut text) => {
                for row in rows {
                    let mut next = |length: u16| {
                        let (string, rest) = text.split_at_checked(usize::from(length))?;
                        text = rest;
                        Some(string)
                    };
                    let [id, name, ids] = row.lengths;
                    let entity = next(id).zip(next(name)).zip(next(ids)).and_then(|((id, name), ids)| {
                        let EntityRow { entity_type, subtype, country, .. } = row;
                        names.entities.push(&ListedEntity { id, entity_type, subtype, name, country, ids })
                    });
                    entity.ok_or(SnapshotError::Malformed("the strings of an entity are cut"))?;
                }
            }
            Block::Entries(mut entries) => names.entries.append(&mut entries),
            Block::Keys { words, mut lengths, mut values } => {
                self.keys.words.extend(words.iter().map(|w| w.0));
                self.keys.lengths.append(&mut lengths);
                self.keys.values.append(&mut values);
            }
            Block::Phrases(phrases) => names.phrases.extend(
                phrases.into_iter().map(|(words, classes)| (words.iter().map(|w| w.0).collect(), Classes(classes))),
            ),
            Block::Words(words) => names.words.extend(words.into_iter().map(|(k, s, c)| (k.0, s, c))),
            Block::Short(keys) => names.short.extend(keys.iter().map(|k| k.0)),
            Block::Sounds(sounds) => names.sounds.extend(sounds.iter().map(|(s, w)| (s.0, w.0))),
            Block::Spellings(rows) => names.spellings.extend(rows.into_iter().map(|(k, s)| (k.0, s.into()))),
            Block::File(path, content) => self.words.push((path.to_owned(), content.to_owned())),
        }
        Ok(())
    }

    /// Sees that every number points inside.
    fn finish(mut self) -> Result<Decoded, SnapshotError> {
        let names = &mut self.names;
        let within = |number: usize, table: usize| number < table;
        let entries = names.entries.iter().all(|entry| {
            within(entry.entity as usize, names.entities.len()) && within(usize::from(entry.file), names.sources.len())
        });
        let subtypes = names.entities.iter().all(|e| within(usize::from(e.subtype.0), names.subtypes.len()));
        let types = names.entities.iter().all(|e| e.entity_type != EntityType::Figure);
        let keys = u32::try_from(names.entries.len()).is_ok_and(|bound| self.keys.is_sorted(bound));
        let phrases = names.phrases.iter().all(|(words, _)| !words.is_empty());
        for (right, message) in [
            (entries, "a form points to no entity or file"),
            (subtypes, "an entity has no subtype"),
            (types, "an entity is a figure"),
            (keys, "the keys are not in order"),
            (phrases, "a phrase has no words"),
        ] {
            if !right {
                return Err(SnapshotError::Malformed(message));
            }
        }
        names.keys = vec![self.keys];
        names.entities.shrink();
        names.entries.shrink_to_fit();
        Ok((self.names, self.words))
    }
}

fn short(error: io::Error) -> SnapshotError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => SnapshotError::Malformed("the last block is cut"),
        _ => SnapshotError::Read(error),
    }
}
