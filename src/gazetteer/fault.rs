//! What can be wrong with lists, and all of it told at once.

use std::fmt;
use std::io;

use super::snapshot::SnapshotError;

/// A fault in a list: file, line, column and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct SeedFault {
    /// Path of the file.
    pub file: String,
    /// 1-based line.
    pub line: u32,
    /// 1-based column (field).
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// Faults that are kept; the others are only counted.
const KEPT: usize = 100;

/// Every fault of the lists: the first hundred, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    first: Vec<SeedFault>,
    total: u64,
}

impl Faults {
    /// The first hundred.
    pub fn first(&self) -> &[SeedFault] {
        &self.first
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Notes a fault.
    pub(super) fn push(&mut self, fault: SeedFault) {
        self.total += 1;
        if self.first.len() < KEPT {
            self.first.push(fault);
        }
    }

    /// The value, or nothing and a fault noted.
    pub(super) fn note<T>(&mut self, result: Result<T, SeedFault>) -> Option<T> {
        result.map_err(|fault| self.push(fault)).ok()
    }

    /// `value` if there are no faults.
    pub(super) fn or<T>(self, value: T) -> Result<T, SeedError> {
        if self.total == 0 { Ok(value) } else { Err(SeedError::Faults(self)) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, fault) in self.first.iter().enumerate() {
            write!(f, "{}{fault}", if number > 0 { "\n" } else { "" })?;
        }
        match self.total - self.first.len() as u64 {
            0 => Ok(()),
            more => write!(f, "\n… and {more} more faults, {} in all", self.total),
        }
    }
}

/// Why lists cannot be loaded. Nothing of them is used then.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// Lines are malformed.
    #[error("{0}")]
    Faults(Faults),
    /// A file cannot be read.
    #[error("{file}: {source}")]
    Read {
        /// Its path.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// A snapshot is refused.
    #[error("{file}: {source}")]
    Snapshot {
        /// Its path.
        file: String,
        /// Why.
        source: SnapshotError,
    },
    /// More than the tables can number.
    #[error("the lists are too large: {0}")]
    TooLarge(&'static str),
}

impl From<SeedFault> for SeedError {
    fn from(fault: SeedFault) -> Self {
        let mut faults = Faults::default();
        faults.push(fault);
        Self::Faults(faults)
    }
}
