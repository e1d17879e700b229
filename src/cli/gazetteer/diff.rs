//! `kayan gazetteer diff`: what changed between two lists.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use crate::cli::common::ReportFormat;
use crate::cli::error::CliError;
use crate::gazetteer::{Change, Snapshot, diff};

/// What is compared.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// The old folder, TSV file or snapshot
    old: PathBuf,
    /// The new one
    new: PathBuf,
    /// `json` prints an object a line
    #[arg(long, value_enum, default_value_t = ReportFormat::Pretty)]
    output_format: ReportFormat,
}

/// A change as it is printed in JSON.
#[derive(Serialize)]
struct Line<'a> {
    change: &'static str,
    id: &'a str,
    name: &'a str,
    fields: &'a [&'static str],
    added_forms: &'a [String],
    removed_forms: &'a [String],
}

/// Prints a line for each entity that changed, by id, and their number.
pub(crate) fn run(args: &DiffArgs, out: &mut impl Write) -> Result<(), CliError> {
    let load = |path: &PathBuf| Snapshot::compile(std::slice::from_ref(path));
    let changes = diff(&load(&args.old)?, &load(&args.new)?);
    for change in &changes {
        let Change { id, name, fields, added, removed, in_old, in_new } = change;
        let (sign, word) = match (in_old, in_new) {
            (false, _) => ('+', "added"),
            (true, false) => ('-', "removed"),
            (true, true) => ('~', "changed"),
        };
        if args.output_format == ReportFormat::Json {
            let line = Line { change: word, id, name, fields, added_forms: added, removed_forms: removed };
            writeln!(out, "{}", serde_json::to_string(&line).map_err(std::io::Error::from)?)?;
            continue;
        }
        write!(out, "{sign} {id}  {name}")?;
        if sign == '~' {
            for field in fields {
                write!(out, "  {field}")?;
            }
            for (sign, forms) in [('+', added), ('-', removed)] {
                for form in forms {
                    write!(out, "  {sign}{form}")?;
                }
            }
        }
        writeln!(out)?;
    }
    if args.output_format == ReportFormat::Pretty {
        let count = |old, new| changes.iter().filter(|c| (c.in_old, c.in_new) == (old, new)).count();
        writeln!(out, "{} added, {} removed, {} changed", count(false, true), count(true, false), count(true, true))?;
    }
    Ok(())
}
