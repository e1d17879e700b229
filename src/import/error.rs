//! Why an import fails.

use std::io;
use std::path::PathBuf;

use crate::gazetteer::SeedError;

/// An import that wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A dump cannot be opened, read or unpacked.
    #[error("{}: {source}", file.display())]
    Read {
        /// The dump.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A dump is none of the source's.
    #[error("{}: {message}", file.display())]
    Format {
        /// The dump.
        file: PathBuf,
        /// What was expected.
        message: String,
    },
    /// More records are malformed than allowed.
    #[error(
        "{malformed} of {read} records are malformed, more than the share of {allowed} that is allowed:\n{examples}"
    )]
    Malformed {
        /// Malformed records.
        malformed: u64,
        /// Records read.
        read: u64,
        /// The share allowed.
        allowed: f64,
        /// The first of them, one a line.
        examples: String,
    },
    /// The list cannot be written.
    #[error("cannot write {}: {source}", file.display())]
    Write {
        /// The list.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The default lists, which gates are judged by, cannot be loaded.
    #[error(transparent)]
    Gazetteer(#[from] SeedError),
}
