//! `kayan gazetteer stats`: what lists hold, by type, gate and source.

use std::io::Write;
use std::time::SystemTime;

use serde::Serialize;

use super::Lists;
use crate::cli::common::ReportFormat;
use crate::cli::error::CliError;
use crate::gazetteer::{Count, Gazetteer, Source, Tally};
use crate::service::catalogue;
use crate::service::json::to_json_pretty;
use crate::service::loaded::Loaded;

/// What is counted, and how it is printed.
#[derive(Debug, clap::Args)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    lists: Lists,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Pretty)]
    output_format: ReportFormat,
    /// Prints the GetGazetteerResponse that a server would answer, in JSON
    #[arg(long, conflicts_with = "output_format")]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    entities: u64,
    forms: u64,
}

#[derive(Serialize)]
struct SourceRow<'a> {
    name: &'a str,
    source: &'a str,
    version: &'a str,
    licence: &'a str,
    attribution: &'a str,
    entities: u64,
    forms: u64,
}

#[derive(Serialize)]
struct Stats<'a> {
    version: &'a str,
    digest: &'a str,
    entities: u64,
    forms: u64,
    types: Vec<Row<'a>>,
    gates: Vec<Row<'a>>,
    sources: Vec<SourceRow<'a>>,
}

impl<'a> Stats<'a> {
    fn of(gazetteer: &'a Gazetteer) -> Self {
        let tally = Tally::of(gazetteer);
        let row = |name: &'static str, count: Count| Row { name, entities: count.entities, forms: count.forms };
        let source = |(source, count): (&'a Source, &Count)| SourceRow {
            name: &source.name,
            source: &source.origin,
            version: &source.version,
            licence: &source.licence,
            attribution: &source.attribution,
            entities: count.entities,
            forms: count.forms,
        };
        Self {
            version: gazetteer.version(),
            digest: gazetteer.digest(),
            entities: tally.all.entities,
            forms: tally.all.forms,
            types: tally.types.iter().map(|(kind, count)| row(kind.name(), *count)).collect(),
            gates: tally.gates.iter().map(|(gate, count)| row(gate.name(), *count)).collect(),
            sources: gazetteer.sources().iter().zip(&tally.sources).map(source).collect(),
        }
    }

    fn print(&self, out: &mut impl Write) -> Result<(), CliError> {
        writeln!(out, "version  {}\ndigest   {}", self.version, self.digest)?;
        for (title, rows) in [("type", &self.types), ("gate", &self.gates)] {
            writeln!(out, "\n{title:<14}{:>12}{:>16}", "entities", "surface forms")?;
            for row in rows {
                writeln!(out, "{:<14}{:>12}{:>16}", row.name, row.entities, row.forms)?;
            }
        }
        writeln!(out, "{:<14}{:>12}{:>16}", "all", self.entities, self.forms)?;
        writeln!(out, "\n{:>12}{:>16}  source", "entities", "surface forms")?;
        for source in &self.sources {
            let SourceRow { name, version, licence, attribution, entities, forms, .. } = source;
            // Lists of cues, words and figures hold no names.
            let count = |n: &u64| if *forms > 0 { n.to_string() } else { String::new() };
            let (entities, forms) = (count(entities), count(forms));
            writeln!(out, "{entities:>12}{forms:>16}  {name}  {version}  {licence}  {attribution}")?;
        }
        Ok(())
    }
}

/// Counts and prints.
pub(crate) fn run(args: &StatsArgs, out: &mut impl Write) -> Result<(), CliError> {
    let gazetteer = args.lists.load()?;
    if args.json {
        let mut response = catalogue::gazetteer(&Loaded::new(gazetteer, SystemTime::UNIX_EPOCH));
        response.load_time = None;
        writeln!(out, "{}", to_json_pretty(&response)?)?;
        return Ok(());
    }
    let stats = Stats::of(&gazetteer);
    match args.output_format {
        ReportFormat::Pretty => stats.print(out),
        ReportFormat::Json => {
            writeln!(out, "{}", serde_json::to_string_pretty(&stats).map_err(std::io::Error::from)?)?;
            Ok(())
        }
    }
}
