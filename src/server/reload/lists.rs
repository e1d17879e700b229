//! The lists on disk: whether they have changed, and whether the new are good.
//!
//! Kubernetes changes a volume by turning a link, so that paths stay and what
//! is behind them becomes another: files are compared by the hash of what is
//! read through the links, never by events. Hashing is left out while size,
//! time, device and number of every file are the same and old enough that no
//! write can have gone unseen.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use crate::extract::{Extractor, Options};
use crate::gazetteer::{Gazetteer, LoadOptions, SeedError, files_of};

/// A file that was written so shortly before it was hashed may have been
/// written again within the grain of its clock.
const SETTLED: Duration = Duration::from_secs(3);
/// Pause in which files must stay as they are before they are read.
const PAUSE: Duration = Duration::from_millis(50);
/// How often the pause is repeated while someone writes.
const PATIENCE: usize = 40;
/// Stands for the hash of files that cannot be read.
const UNREADABLE: [u8; 32] = [0; 32];

/// Why new lists are refused.
#[derive(Debug, thiserror::Error)]
pub enum ListsError {
    /// A line is malformed, or a file cannot be read.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// A path that had lists has none.
    #[error("{}: no lists are left here", path.display())]
    Empty {
        /// The path.
        path: PathBuf,
    },
    /// Somebody goes on writing.
    #[error("the lists change faster than they can be read")]
    Restless,
    /// The engine panicked with them.
    #[error("the engine fails with these lists")]
    Unfit,
}

/// What a file is known by without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    file: PathBuf,
    device: u64,
    number: u64,
    size: u64,
    modified: (i64, i64),
}

/// The lists of a server on disk.
#[derive(Debug)]
pub(in crate::server) struct Lists {
    options: LoadOptions,
    /// The files as they were hashed last, if all were old then.
    stamps: Option<Vec<Stamp>>,
    /// Hash of what was read last, good or bad.
    seen: [u8; 32],
    /// Files under each path when it was last good.
    files: Vec<usize>,
}

impl Lists {
    /// The lists that `options` names; none has been read.
    pub(in crate::server) fn new(options: LoadOptions) -> Self {
        Self { options, stamps: None, seen: UNREADABLE, files: Vec::new() }
    }

    /// Loads the lists for the first time.
    ///
    /// # Errors
    /// When they cannot be used.
    pub(in crate::server) fn load(&mut self) -> Result<Arc<Gazetteer>, ListsError> {
        self.seen = self.hash();
        self.build()
    }

    /// The new lists, if there are any. Lists that were refused before are
    /// tried again only when `forced`.
    ///
    /// # Errors
    /// When the new lists cannot be used.
    pub(in crate::server) fn reload(&mut self, forced: bool) -> Result<Option<Arc<Gazetteer>>, ListsError> {
        if self.options.paths.is_empty() {
            return Ok(None);
        }
        if !forced && self.stamps.is_some() && self.stamps == self.stamps().ok() {
            return Ok(None);
        }
        let before = self.seen;
        let mut hash = self.settled()?;
        if hash == before && !forced {
            return Ok(None);
        }
        for _ in 0..PATIENCE {
            self.seen = hash;
            let built = self.build();
            // What was hashed is what was built from, unless it changed since.
            if self.hash() == hash {
                return built.map(Some);
            }
            hash = self.settled()?;
        }
        Err(ListsError::Restless)
    }

    fn build(&mut self) -> Result<Arc<Gazetteer>, ListsError> {
        let options = &self.options;
        let gazetteer = catch_unwind(|| Gazetteer::load(options)).map_err(|_| ListsError::Unfit)??;
        let files: Vec<usize> =
            options.paths.iter().map(|path| files_of(path).map_or(0, |files| files.len())).collect();
        for (i, path) in options.paths.iter().enumerate() {
            if files[i] == 0 && self.files.get(i).is_some_and(|before| *before > 0) {
                return Err(ListsError::Empty { path: path.clone() });
            }
        }
        try_out(&gazetteer)?;
        self.files = files;
        Ok(gazetteer)
    }

    /// The hash of the files once nobody writes.
    fn settled(&mut self) -> Result<[u8; 32], ListsError> {
        let mut last = self.hash();
        for _ in 0..PATIENCE {
            std::thread::sleep(PAUSE);
            let next = self.hash();
            if next == last {
                return Ok(next);
            }
            last = next;
        }
        Err(ListsError::Restless)
    }

    fn hash(&mut self) -> [u8; 32] {
        self.try_hash().unwrap_or(UNREADABLE)
    }

    fn try_hash(&mut self) -> io::Result<[u8; 32]> {
        self.stamps = None;
        let stamps = self.stamps()?;
        let mut hash = Sha256::new();
        for stamp in &stamps {
            let name = stamp.file.as_os_str().as_encoded_bytes();
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name);
            let mut content = Sha256::new();
            // What is read from a pipe is gone: it is left to the load.
            if std::fs::metadata(&stamp.file)?.is_file() {
                io::copy(&mut std::fs::File::open(&stamp.file)?, &mut Hashing(&mut content))?;
            }
            hash.update(content.finalize());
        }
        let edge = SystemTime::now() - SETTLED;
        let edge = edge.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
        self.stamps = stamps.iter().all(|stamp| stamp.modified.0 < edge).then_some(stamps);
        Ok(hash.finalize().into())
    }

    fn stamps(&self) -> io::Result<Vec<Stamp>> {
        let mut files = Vec::new();
        for path in &self.options.paths {
            files.extend(files_of(path).map_err(io::Error::other)?);
        }
        let stamp = |file: PathBuf| {
            let about = std::fs::metadata(&file)?;
            Ok(Stamp {
                device: about.dev(),
                number: about.ino(),
                size: about.size(),
                modified: (about.mtime(), about.mtime_nsec()),
                file,
            })
        };
        files.into_iter().map(stamp).collect()
    }
}

struct Hashing<'a>(&'a mut Sha256);

impl io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Extracts from a short text, so that lists with which the engine fails are
/// found before a call finds them.
fn try_out(gazetteer: &Arc<Gazetteer>) -> Result<(), ListsError> {
    // "The minister travelled to Beirut on 3 March 2021 and bought 5 kilos."
    const TEXT: &str = "سافر الوزير رجب طيب أردوغان إلى بيروت في 3 مارس 2021 واشترى 5 كيلوغرامات";
    let mut extractor = Extractor::new(Arc::clone(gazetteer));
    let tried = catch_unwind(AssertUnwindSafe(|| extractor.extract(TEXT, &Options::default(), None).is_ok()));
    tried.ok().filter(|tried| *tried).map(|_| ()).ok_or(ListsError::Unfit)
}

#[cfg(test)]
#[path = "lists_tests.rs"]
mod tests;
