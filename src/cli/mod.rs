//! The command line: one file a command, and one place where errors become
//! messages and exit codes.

#[cfg(feature = "client")]
mod client;
mod common;
mod error;
mod eval;
pub mod eval_values;
mod extract;
mod gazetteer;
pub mod random;
mod serve;
mod values;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::error::CliError;

/// Finds people, places, companies, organizations and figures in Arabic text
#[derive(Debug, Parser)]
#[command(name = "kayan", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Box<serve::ServeArgs>),
    Extract(extract::ExtractArgs),
    /// Talks to a running server
    #[cfg(feature = "client")]
    #[command(subcommand)]
    Client(client::ClientCommand),
    Eval(eval::EvalArgs),
    EvalValues(values::EvalValuesArgs),
    /// Looks at lists of names, and makes them
    #[command(subcommand)]
    Gazetteer(gazetteer::GazetteerCommand),
}

/// Parses the command line and runs the command. The exit code is 0; 2 after an
/// error; 3 when a server was told to stop twice and has cut calls off.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    let result = match cli.command {
        Command::Serve(args) => serve::run(*args, &mut out),
        Command::Extract(args) => extract::run(&args, &mut out),
        #[cfg(feature = "client")]
        Command::Client(command) => client::run(&command, &mut out),
        Command::Eval(args) => eval::run(&args, &mut out),
        Command::EvalValues(args) => values::run(&args, &mut out),
        Command::Gazetteer(command) => gazetteer::run(&command, &mut out),
    };
    match result.and_then(|()| Ok(out.flush()?)) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of a pipe that has seen enough is no failure.
        Err(CliError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kayan: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
