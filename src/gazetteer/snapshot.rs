//! Snapshots (`.kgz`): names compiled once, loaded without reading their text
//! again.
//!
//! A file is a header of 64 bytes ([`Header`]) and a payload of blocks
//! ([`block`]): tables of names as they are before they are joined, so that
//! snapshots go together with each other and with lists. The index is built when
//! all are joined, which costs less than reading it would.
//!
//! Invariant: the same lists give the same bytes; nothing of a file is used
//! unless all of it is as it was written and every number in it points inside.

mod block;

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

use self::block::Decoder;
use super::class::Classes;
use super::lists::{Layer, Lists, Part};
use super::names::NameTable;
use super::{ListedEntity, SeedError, Source, build, embedded, read};
use crate::text::Text;

/// How a snapshot begins. The line ends show transfers that change them.
pub(super) const MAGIC: [u8; 8] = *b"\x89KGZ\r\n\x1a\n";
/// The format that this version writes and reads.
const VERSION: u32 = 1;
const HEADER: usize = 64;

/// Why a snapshot is refused.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// It cannot be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// It is something else.
    #[error("no snapshot of Kayan: it does not begin as one")]
    Foreign,
    /// Its header was changed.
    #[error("the snapshot is damaged: its header does not match its checksum")]
    Header,
    /// It was written by a later version.
    #[error("the snapshot has format {found}, this version of Kayan reads {VERSION}: use a newer Kayan")]
    Newer {
        /// Its format version.
        found: u32,
    },
    /// It was written by an earlier version whose format is no longer read.
    #[error("the snapshot has format {found}, this version of Kayan reads {VERSION}: compile it again")]
    Older {
        /// Its format version.
        found: u32,
    },
    /// Letters and words were read otherwise when it was made.
    #[error("the snapshot was made by a Kayan that folds words otherwise: compile it again")]
    OtherEngine,
    /// Its end is missing.
    #[error("the snapshot is truncated: {found} bytes of {expected}")]
    Truncated {
        /// Bytes it should have.
        expected: u64,
        /// Bytes it has.
        found: u64,
    },
    /// Something follows its end.
    #[error("the snapshot is damaged: it has more than its {expected} bytes")]
    TooLong {
        /// Bytes it should have.
        expected: u64,
    },
    /// Its content was changed.
    #[error("the snapshot is damaged: its content does not match its digest")]
    Damaged,
    /// Its content is as it was written, and wrong.
    #[error("the snapshot is malformed: {0}")]
    Malformed(&'static str),
}

/// Compiled lists.
#[derive(Debug, Default)]
pub struct Snapshot {
    pub(super) names: NameTable,
    /// Files of cues, words and figures, as path and content: compiled with
    /// the engine's own when a gazetteer is loaded.
    pub(super) words: Vec<(String, String)>,
    pub(super) digest: [u8; 32],
}

/// What stands before the payload, all numbers little-endian: magic (8 bytes),
/// format version (4), checksum (4, the CRC-32 of all that follows it in the
/// header), fingerprint of the engine (8), bytes of the payload (8), digest of
/// the payload (32, SHA-256). Magic, version and checksum stay where they are
/// in every version.
struct Header {
    fingerprint: u64,
    length: u64,
    digest: [u8; 32],
}

impl Header {
    fn to_bytes(&self) -> [u8; HEADER] {
        let mut out = [0; HEADER];
        out[..8].copy_from_slice(&MAGIC);
        out[8..12].copy_from_slice(&VERSION.to_le_bytes());
        out[16..24].copy_from_slice(&self.fingerprint.to_le_bytes());
        out[24..32].copy_from_slice(&self.length.to_le_bytes());
        out[32..].copy_from_slice(&self.digest);
        let checksum = checksum(&out);
        out[12..16].copy_from_slice(&checksum.to_le_bytes());
        out
    }

    fn read(bytes: &[u8; HEADER]) -> Result<Self, SnapshotError> {
        let number = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
        if checksum(bytes) != number(8).wrapping_shr(32) as u32 {
            return Err(SnapshotError::Header);
        }
        match number(8) as u32 {
            VERSION => {}
            found if found > VERSION => return Err(SnapshotError::Newer { found }),
            found => return Err(SnapshotError::Older { found }),
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(&bytes[32..]);
        Ok(Self { fingerprint: number(16), length: number(24), digest })
    }
}

/// CRC-32 of the header without its magic and checksum.
fn checksum(header: &[u8; HEADER]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(&header[8..12]);
    crc.update(&header[16..]);
    crc.sum()
}

/// Hash of what an engine makes of letters and of the bits of classes: keys of
/// another engine would silently match nothing.
fn fingerprint() -> u64 {
    const WORDS: &str = "بيت البيت للبيت عبدالله ١٢٣ ۴۵ 67 abc ABC é مُحَمَّد ﻣﺤﻤﺪ ﷲ كــتاب ی ک ہ پ چ گ ڤ";
    let mut letters: String = ('\u{600}'..='\u{6FF}').flat_map(|c| [c, ' ']).collect();
    letters.push_str(WORDS);
    let mut text = Text::new();
    text.analyse(&letters);
    let mut hash = Sha256::new();
    for i in 0..text.tokens().len() {
        hash.update(text.codes_of(i));
        hash.update(text.variants_of(i));
        hash.update(text.key(i, 0).0.to_le_bytes());
    }
    let whole = super::annotate::exact_spelling(&text, 0, text.tokens().len(), crate::text::Split::WHOLE);
    hash.update(whole.to_le_bytes());
    for classes in [
        Classes::VETO,
        Classes::GIVEN,
        Classes::FAMILY,
        Classes::NAME_PART,
        Classes::PLACE_NAME,
        Classes::BODY_NAME,
        Classes::FEMALE,
        Classes::WEAK_NAME,
        Classes::STRONG_NAME,
        Classes::FOREIGN,
        Classes::ARABIC_NAME,
    ] {
        hash.update(classes.0.to_le_bytes());
    }
    let digest = hash.finalize();
    u64::from_le_bytes(std::array::from_fn(|i| digest[i]))
}

impl Snapshot {
    /// Compiles folders, files and snapshots, without the default lists.
    ///
    /// # Errors
    /// What cannot be read, is refused, or is malformed.
    pub fn compile(paths: &[std::path::PathBuf]) -> Result<Self, SeedError> {
        let mut read = read::all(paths)?;
        Self::of(read.iter_mut().map(read::Content::part))
    }

    /// Compiles files in memory.
    ///
    /// # Errors
    /// Every malformed line.
    pub fn from_files<'a>(files: impl IntoIterator<Item = super::SeedFile<'a>>) -> Result<Self, SeedError> {
        Self::of(files.into_iter().map(Part::File))
    }

    fn of<'a>(parts: impl Iterator<Item = Part<'a>>) -> Result<Self, SeedError> {
        let mut lists = Lists::default();
        // Titles and particles say how names are read.
        for file in embedded::files() {
            if file.header()?.schema == "cue" {
                lists.add(Part::Engine(file));
            }
        }
        parts.for_each(|part| lists.add(part));
        let mut words = std::mem::take(&mut lists.words);
        for layer in &lists.layers {
            if let Layer::Files(files) = layer {
                let others = files.iter().filter(|f| !f.has_names);
                words.extend(others.map(|f| (f.file.path.to_owned(), f.file.content.to_owned())));
            }
        }
        let mut snapshot = Self { names: build::names(&mut lists)?, words, digest: [0; 32] };
        snapshot.digest = snapshot.seal().digest;
        Ok(snapshot)
    }

    fn seal(&self) -> Header {
        let (mut hash, mut length) = (Sha256::new(), 0);
        let counted = block::encode(self, &mut |bytes| {
            hash.update(bytes);
            length += bytes.len() as u64;
            Ok(())
        });
        // Hashing cannot fail.
        debug_assert!(counted.is_ok());
        Header { fingerprint: fingerprint(), length, digest: hash.finalize().into() }
    }

    /// Writes the snapshot; the same lists give the same bytes.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.seal().to_bytes())?;
        block::encode(self, &mut |bytes| out.write_all(bytes))
    }

    /// Reads a snapshot; `length` is that of the whole file, if it is known.
    ///
    /// # Errors
    /// When it is no snapshot, or not as it was written.
    pub fn read(mut reader: impl Read, length: Option<u64>) -> Result<Self, SnapshotError> {
        let mut bytes = Vec::with_capacity(HEADER);
        reader.by_ref().take(HEADER as u64).read_to_end(&mut bytes)?;
        if bytes.get(..8) != Some(&MAGIC[..]) {
            return Err(SnapshotError::Foreign);
        }
        let Ok(header) = <&[u8; HEADER]>::try_from(&bytes[..]) else {
            return Err(SnapshotError::Truncated { expected: HEADER as u64, found: bytes.len() as u64 });
        };
        let header = Header::read(header)?;
        let expected = header.length.saturating_add(HEADER as u64);
        match length {
            Some(found) if found < expected => return Err(SnapshotError::Truncated { expected, found }),
            Some(found) if found > expected => return Err(SnapshotError::TooLong { expected }),
            _ => {}
        }
        if header.fingerprint != fingerprint() {
            return Err(SnapshotError::OtherEngine);
        }
        let mut payload = Payload { reader, left: header.length, hash: Sha256::new() };
        let decoded = Decoder::default().run(&mut payload);
        // What was not read for a fault counts for the digest too: a damaged
        // file is called damaged, wherever the damage showed.
        payload.drain()?;
        if payload.left > 0 {
            return Err(SnapshotError::Truncated { expected, found: expected - payload.left });
        }
        if payload.hash.finalize()[..] != header.digest {
            return Err(SnapshotError::Damaged);
        }
        if length.is_none() && payload.reader.read(&mut [0])? > 0 {
            return Err(SnapshotError::TooLong { expected });
        }
        let (names, words) = decoded?;
        Ok(Self { names, words, digest: header.digest })
    }

    /// A payload of any content under a right header, for fuzzing what lies
    /// behind checksum and digest.
    #[doc(hidden)]
    pub fn seal_payload(payload: &[u8]) -> Vec<u8> {
        let digest = Sha256::digest(payload).into();
        let header = Header { fingerprint: fingerprint(), length: payload.len() as u64, digest };
        [&header.to_bytes()[..], payload].concat()
    }

    /// SHA-256 of the content, in lower-case hex.
    pub fn digest(&self) -> String {
        self.digest.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Distinct entities and surface forms.
    pub fn counts(&self) -> (usize, usize) {
        (self.names.entities.len(), self.names.entries.len())
    }

    /// The entities.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = ListedEntity<'_>> {
        self.names.entities.iter()
    }

    /// Where the names come from.
    pub fn sources(&self) -> &[Source] {
        &self.names.sources
    }
}

/// The payload while it is read.
struct Payload<R> {
    reader: R,
    left: u64,
    hash: Sha256,
}

impl<R: Read> Read for Payload<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let n = self.reader.read(&mut buffer[..most])?;
        self.hash.update(&buffer[..n]);
        self.left -= n as u64;
        Ok(n)
    }
}

impl<R: Read> Payload<R> {
    fn drain(&mut self) -> io::Result<()> {
        io::copy(self, &mut io::sink()).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
