//! `kayan gazetteer`: looks at lists of names, and makes them.

mod compile;
mod diff;
mod import;
mod sample;
mod stats;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use self::compile::CompileArgs;
use self::diff::DiffArgs;
use self::import::ImportArgs;
use self::sample::SampleArgs;
use self::stats::StatsArgs;
use super::error::CliError;
use crate::gazetteer::{Gazetteer, LoadOptions, Tally};

/// What to do with lists.
#[derive(Debug, clap::Subcommand)]
pub(super) enum GazetteerCommand {
    /// Loads lists and says whether they are well formed
    Check(Lists),
    /// Counts what the lists hold and names their sources
    Stats(StatsArgs),
    /// Makes a list from the dump of a public project
    Import(ImportArgs),
    /// Compiles lists into a snapshot, which loads faster
    Compile(CompileArgs),
    /// Tells what changed between two lists or snapshots
    Diff(DiffArgs),
    /// Draws rows of lists for a second reader
    Sample(SampleArgs),
}

/// Which lists.
#[derive(Debug, clap::Args)]
pub(crate) struct Lists {
    /// Folders, TSV files or snapshots beside the default lists
    paths: Vec<PathBuf>,
    /// Leaves the default lists of names out
    #[arg(long, alias = "without-default")]
    gazetteer_only: bool,
}

impl Lists {
    fn load(&self) -> Result<Arc<Gazetteer>, CliError> {
        let options = LoadOptions { paths: self.paths.clone(), without_default: self.gazetteer_only };
        Ok(Gazetteer::load(&options)?)
    }
}

/// Runs the command.
pub(super) fn run(command: &GazetteerCommand, out: &mut impl Write) -> Result<(), CliError> {
    match command {
        GazetteerCommand::Sample(args) => sample::run(args, out),
        GazetteerCommand::Import(args) => import::run(args, out),
        GazetteerCommand::Compile(args) => compile::run(args, out),
        GazetteerCommand::Diff(args) => diff::run(args, out),
        GazetteerCommand::Stats(args) => stats::run(args, out),
        GazetteerCommand::Check(lists) => {
            let all = Tally::of(&*lists.load()?).all;
            writeln!(out, "ok: {} entities, {} surface forms", all.entities, all.forms)?;
            Ok(())
        }
    }
}
