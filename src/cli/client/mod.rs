//! `kayan client`: commands that talk to a running server.

mod connection;
mod extract;
mod input;
mod load;
mod measure;
mod report;
mod resume;
mod text;
mod wire;

use std::io::Write;

use super::error::CliError;

/// Commands that talk to a running server.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ClientCommand {
    Extract(Box<extract::ExtractArgs>),
    Load(Box<load::LoadArgs>),
}

/// Runs the command.
pub(super) fn run(command: &ClientCommand, out: &mut impl Write) -> Result<(), CliError> {
    let mut builder = match command {
        ClientCommand::Extract(_) => tokio::runtime::Builder::new_current_thread(),
        ClientCommand::Load(_) => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = builder.enable_all().build()?;
    match command {
        ClientCommand::Extract(args) => Ok(runtime.block_on(extract::run(args, out))?),
        ClientCommand::Load(args) => Ok(runtime.block_on(load::run(args, out))?),
    }
}

/// What can go wrong in these commands.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    /// There is no connection.
    #[error(transparent)]
    Connect(#[from] crate::client::ConnectError),
    /// A call failed for good.
    #[error("{}", told(.0))]
    Status(Box<tonic::Status>),
    /// An answer cannot be printed.
    #[error(transparent)]
    Json(#[from] crate::service::json::JsonError),
    /// A file cannot be read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A run cannot be resumed.
    #[error("{}:{line}: {message}", file.display())]
    Resume {
        /// The file with the answers so far.
        file: std::path::PathBuf,
        /// The line at fault.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// A flag has a value that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// The output cannot be written.
    #[error("cannot write: {0}")]
    Write(#[from] std::io::Error),
}

impl From<tonic::Status> for ClientError {
    fn from(status: tonic::Status) -> Self {
        Self::Status(Box::new(status))
    }
}

fn told(status: &tonic::Status) -> String {
    let cause = std::error::Error::source(status).map(|cause| format!(" ({cause})")).unwrap_or_default();
    format!("{}: {}{cause}", measure::outcome(status), status.message())
}
