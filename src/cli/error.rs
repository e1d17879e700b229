//! What can go wrong in a command.

use std::io;
use std::path::PathBuf;

use super::eval::{GoldError, LineError};
use super::eval_values::EvalValuesError;
use super::extract::DocumentFault;
use crate::gazetteer::SeedError;
use crate::import::ImportError;
use crate::server::ServerError;
use crate::service::json::JsonError;

/// An error that ends a command with exit code 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// A file cannot be read.
    #[error("{}: {source}", file.display())]
    Read { file: PathBuf, source: io::Error },
    /// A file is not UTF-8.
    #[error("{}:{line}: invalid UTF-8 at byte {byte} of the file", file.display())]
    Encoding { file: PathBuf, line: usize, byte: usize },
    /// A list cannot be loaded.
    #[error(transparent)]
    Gazetteer(#[from] SeedError),
    /// A file cannot be written.
    #[error("cannot write {}: {source}", file.display())]
    WriteFile { file: PathBuf, source: io::Error },
    /// A dump cannot be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// An annotated document is malformed.
    #[error("{}:{line}: {source}", file.display())]
    Gold { file: PathBuf, line: usize, source: GoldError },
    /// A line of a table of sentences is malformed.
    #[error("{file}:{line}: {source}")]
    Table { file: String, line: usize, source: LineError },
    /// The server did not start.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// A text cannot be extracted from.
    #[error("{}: {source}", file.display())]
    Document { file: PathBuf, source: DocumentFault },
    /// A message cannot be printed.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A corpus of values cannot be scored.
    #[error(transparent)]
    Values(#[from] EvalValuesError),
    /// A command that talks to a server failed.
    #[cfg(feature = "client")]
    #[error(transparent)]
    Client(#[from] super::client::ClientError),
    /// The output cannot be written.
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
}
