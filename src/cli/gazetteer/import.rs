//! `kayan gazetteer import`: makes a list from the dump of a public project.

use std::io::Write;
use std::path::PathBuf;

use crate::cli::error::CliError;
use crate::gazetteer::EntityType;
use crate::import::{self, Filter, ImportOptions, Source};

/// What is imported, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// The project
    source: Source,
    /// Its files, plain or as gz, bz2, zst or zip; `-` is standard input.
    /// GeoNames takes two kinds: features and alternateNamesV2
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// The list to write
    #[arg(short, long, value_name = "OUT.tsv")]
    output: PathBuf,
    /// Keeps these types only: `place`, or with a subtype `place/city`
    #[arg(long = "type", value_delimiter = ',', value_parser = Filter::parse_type, value_name = "TYPE")]
    types: Vec<(EntityType, Option<String>)>,
    /// Keeps these countries only, by ISO 3166-1 code
    #[arg(long = "country", value_delimiter = ',', value_parser = Filter::parse_country, value_name = "CODE")]
    countries: Vec<String>,
    /// Keeps places of at least so many people; unknown counts as none
    #[arg(long, default_value_t = 0, value_name = "N")]
    min_population: u64,
    /// Version of the dump for the header [default: the day the file was last changed]
    #[arg(long, value_name = "TEXT")]
    source_version: Option<String>,
    /// Share of records that may be malformed
    #[arg(long, default_value_t = 0.01, value_parser = share, value_name = "SHARE")]
    max_malformed: f64,
    /// Tells no progress
    #[arg(short, long)]
    quiet: bool,
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|s| (0.0..=1.0).contains(s)).ok_or_else(|| "expected a share from 0 to 1".to_owned())
}

/// Runs the import and says what became of the records.
pub(crate) fn run(args: &ImportArgs, out: &mut impl Write) -> Result<(), CliError> {
    let report = import::run(&ImportOptions {
        source: args.source,
        inputs: args.inputs.clone(),
        output: args.output.clone(),
        filter: Filter {
            types: args.types.clone(),
            countries: args.countries.clone(),
            min_population: args.min_population,
        },
        version: args.source_version.clone(),
        max_malformed: args.max_malformed,
        progress: !args.quiet,
    })?;
    for example in &report.examples {
        eprintln!("{example}");
    }
    if report.malformed > report.examples.len() as u64 {
        eprintln!("… {} malformed records in all", report.malformed);
    }
    writeln!(
        out,
        "{}: {} entities, {} surface forms, {} of them need a cue",
        args.output.display(),
        report.entities,
        report.forms,
        report.cued
    )?;
    writeln!(
        out,
        "{} records read: {} without an Arabic name, {} of no known type or withdrawn, {} filtered, {} repeated, {} malformed",
        report.read, report.nameless, report.untyped, report.filtered, report.repeated, report.malformed
    )?;
    Ok(())
}
