//! `kayan gazetteer`: looks at lists of names, and makes them.

mod import;
mod sample;

use std::io::Write;
use std::path::PathBuf;
use std::time::SystemTime;

use self::import::ImportArgs;
use self::sample::SampleArgs;
use super::error::CliError;
use crate::gazetteer::{Gazetteer, LoadOptions};
use crate::service::catalogue;
use crate::service::json::to_json_pretty;
use crate::service::loaded::Loaded;

/// What to do with lists.
#[derive(Debug, clap::Subcommand)]
pub(super) enum GazetteerCommand {
    /// Loads lists and says whether they are well formed
    Check(Lists),
    /// Counts what the lists hold and names their sources
    Stats {
        #[command(flatten)]
        lists: Lists,
        /// Prints a GetGazetteerResponse in JSON
        #[arg(long)]
        json: bool,
    },
    /// Makes a list from the dump of a public project
    Import(ImportArgs),
    /// Draws rows of lists for a second reader
    Sample(SampleArgs),
}

/// Which lists.
#[derive(Debug, clap::Args)]
pub(super) struct Lists {
    /// Folders or TSV files beside the default lists
    paths: Vec<PathBuf>,
    /// Leaves the default lists out
    #[arg(long)]
    without_default: bool,
}

impl Lists {
    fn load(&self) -> Result<Loaded, CliError> {
        let options = LoadOptions { paths: self.paths.clone(), without_default: self.without_default };
        Ok(Loaded::new(Gazetteer::load(&options)?, SystemTime::UNIX_EPOCH))
    }
}

/// Runs the command.
pub(super) fn run(command: &GazetteerCommand, out: &mut impl Write) -> Result<(), CliError> {
    match command {
        GazetteerCommand::Sample(args) => sample::run(args, out)?,
        GazetteerCommand::Import(args) => import::run(args, out)?,
        GazetteerCommand::Check(lists) => {
            let counts = lists.load()?.gazetteer.counts();
            let (entities, forms) =
                counts.iter().fold((0, 0), |(e, f), (_, entities, forms)| (e + entities, f + forms));
            writeln!(out, "ok: {entities} entities, {forms} surface forms")?;
        }
        GazetteerCommand::Stats { lists, json: true } => {
            let mut response = catalogue::gazetteer(&lists.load()?);
            response.load_time = None;
            writeln!(out, "{}", to_json_pretty(&response)?)?;
        }
        GazetteerCommand::Stats { lists, json: false } => {
            let loaded = lists.load()?;
            let gazetteer = &loaded.gazetteer;
            writeln!(out, "version  {}\ndigest   {}\n", gazetteer.version(), gazetteer.digest())?;
            writeln!(out, "{:<14}{:>12}{:>16}", "type", "entities", "surface forms")?;
            for (kind, entities, forms) in gazetteer.counts() {
                writeln!(out, "{:<14}{entities:>12}{forms:>16}", kind.name())?;
            }
            writeln!(out, "\nsources")?;
            for source in gazetteer.sources() {
                writeln!(out, "{}  {}  {}  {}", source.name, source.version, source.licence, source.attribution)?;
            }
        }
    }
    Ok(())
}
