//! `kayan eval`: measures the engine against annotated text.
//!
//! By the name of the file: `.jsonl` is one annotated document a line, `.json`
//! one document with optional and alternative mentions, `.tsv` a table of
//! single sentences with the mentions expected in each ([`ambiguity`]).
//! Scoring: [`span`] says what is compared, [`label`] which types are, and
//! [`score`] counts.

mod ambiguity;
mod gold;
mod label;
mod report;
mod score;
mod span;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;

pub(crate) use self::ambiguity::LineError;
use self::gold::GoldDocument;
pub(crate) use self::gold::GoldError;
use self::label::{Label, LabelSet, Scheme};
use self::score::{Found, Score};
use super::common::{GazetteerArgs, read_text};
use super::error::CliError;
use crate::extract::{CivilDate, Extractor, Options};
use crate::gazetteer::Gazetteer;
use crate::service::date::parse_date;

/// Measures the engine against annotated text
#[derive(Debug, clap::Args)]
pub(super) struct EvalArgs {
    /// Annotated files: .jsonl (a document a line), .json (one document), .tsv (ambiguous sentences)
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Joins so many consecutive documents of a .jsonl file to one
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    window: u32,
    /// Lists the N commonest misses and false hits of each type, with context
    #[arg(long, default_value_t = 0, value_name = "N")]
    errors: usize,
    /// Prints one JSON object a file instead of tables
    #[arg(long)]
    json: bool,
    /// Scores only these types, such as PLACE,FIGURE.DATE
    #[arg(long, value_delimiter = ',', value_name = "TYPE", value_parser = parse_label)]
    types: Vec<Label>,
    /// Date that relative dates refer to, where a document has none
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    reference_date: Option<CivilDate>,
    #[command(flatten)]
    gazetteer: GazetteerArgs,
}

fn parse_label(name: &str) -> Result<Label, label::UnknownLabel> {
    name.parse()
}

/// Runs the command.
pub(super) fn run(args: &EvalArgs, out: &mut impl Write) -> Result<(), CliError> {
    let texts = args.files.iter().map(|file| read_text(file)).collect::<Result<Vec<_>, _>>()?;
    let gazetteer = args.gazetteer.load()?;
    for (i, (file, text)) in args.files.iter().zip(&texts).enumerate() {
        if i > 0 && !args.json {
            writeln!(out)?;
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("tsv") => ambiguity::run(&name, text, &gazetteer, args.json, out)?,
            Some("json") => {
                let fault = |source| CliError::Gold { file: file.clone(), line: 1, source };
                let documents = vec![gold::parse(text, true).map_err(fault)?];
                annotated(args, name, documents, Label::ALL.into_iter().collect(), &gazetteer, out)?;
            }
            _ => {
                let mut documents = Vec::new();
                for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                    let fault = |source| CliError::Gold { file: file.clone(), line: i + 1, source };
                    documents.push(gold::parse(line, false).map_err(fault)?);
                }
                let present = documents.iter().flat_map(GoldDocument::labels).collect();
                annotated(args, name, documents, present, &gazetteer, out)?;
            }
        }
    }
    Ok(())
}

fn annotated(
    args: &EvalArgs,
    file: String,
    documents: Vec<GoldDocument>,
    present: LabelSet,
    gazetteer: &Arc<Gazetteer>,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let only = (!args.types.is_empty()).then(|| args.types.iter().copied().collect::<LabelSet>());
    let scheme = Scheme::new(present, only);
    let records = documents.len();
    let documents = gold::join(documents, args.window as usize);

    let started = Instant::now();
    let found = extract(&documents, gazetteer, args.reference_date);
    let run = report::Run {
        file,
        records,
        documents: documents.len(),
        bytes: documents.iter().map(|document| document.text.len()).sum(),
        seconds: started.elapsed().as_secs_f64(),
    };

    let mut total = Score::default();
    for (document, found) in documents.iter().zip(&found) {
        total.merge(score::score(document, found, scheme));
    }
    if args.json {
        writeln!(out, "{}", report::to_json(&run, &total, args.errors))?;
    } else {
        report::write_text(out, &run, &total, args.errors)?;
    }
    Ok(())
}

/// Extracts from all documents, on all cores, in order.
fn extract(
    documents: &[GoldDocument],
    gazetteer: &Arc<Gazetteer>,
    reference_date: Option<CivilDate>,
) -> Vec<Vec<Found>> {
    documents
        .par_iter()
        .map_init(
            || Extractor::new(Arc::clone(gazetteer)),
            |extractor, document| {
                let reference_date = document.reference_date.or(reference_date);
                let options = Options { reference_date, ..Options::default() };
                // Without a deadline there is none to exceed.
                let extraction = extractor.extract(&document.text, &options, None).unwrap_or_default();
                extraction
                    .mentions
                    .into_iter()
                    .map(|mention| Found {
                        label: Label::of(&mention),
                        begin: mention.begin as usize,
                        end: mention.end as usize,
                        value: mention.value,
                    })
                    .collect()
            },
        )
        .collect()
}
