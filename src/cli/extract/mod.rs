//! `kayan extract`: extracts from files on this machine, without a server.
//!
//! A text is one document. Of JSON lines each is one, and exactly one answer a
//! line comes out, in order: a line that fails is answered by a response whose
//! warning says why. With `--candidates` what is printed is what the choice was
//! made from, see [`candidates`].

mod candidates;
mod html;
mod pretty;
pub(super) mod progress;

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::time::SystemTime;

use rayon::prelude::*;

use self::progress::Progress;
use super::common::{GazetteerArgs, Offsets, open_lines, read_text};
use super::error::CliError;
use crate::extract::{CivilDate, Extractor, Options};
use crate::resolve::Judged;
use crate::service::answer::offset_encoding;
use crate::service::date::parse_date;
use crate::service::error::{ServiceError, Violation};
use crate::service::json::{from_json_lenient, to_json, to_json_pretty};
use crate::service::limits::Limits;
use crate::service::loaded::Loaded;
use crate::service::proto::{self, Document, ExtractEntitiesResponse};
use crate::service::request::{CheckedDocument, CheckedOptions, check_document};
use crate::service::worker::{extract, with_extractor};
use crate::text::OffsetEncoding;

/// Lines that are read, worked on by all cores, and written at a time.
const CHUNK: usize = 256;

/// Offsets are 32 bits wide; there is no other limit here.
const LIMITS: Limits =
    Limits { text_bytes: u32::MAX as usize, documents: 0, request_bytes: 0, response_bytes: 0, ad_hoc_entries: 0 };

/// Extracts from a file
#[derive(Debug, clap::Args)]
pub(super) struct ExtractArgs {
    /// The file; - is standard input
    #[arg(default_value = "-")]
    file: PathBuf,
    /// What the file holds: one text, or a document {"id","text"} a line
    #[arg(long, value_enum, default_value_t = InputFormat::Text)]
    input_format: InputFormat,
    /// How answers are printed [default: pretty for a text, jsonl for JSON lines]
    #[arg(long, value_enum)]
    output_format: Option<OutputFormat>,
    /// Unit of offsets
    #[arg(long, value_enum, default_value_t = Offsets::Utf8)]
    offsets: Offsets,
    /// Date that relative dates refer to, where a document has none
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    reference_date: Option<CivilDate>,
    /// Says why each mention is one
    #[arg(long)]
    explain: bool,
    /// Prints every candidate with its weighted evidence and whether it was
    /// chosen, a JSON object a line
    #[arg(long, conflicts_with_all = ["output_format", "explain"])]
    candidates: bool,
    /// Whether pretty output is coloured; auto respects NO_COLOR
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
    #[command(flatten)]
    gazetteer: GazetteerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum InputFormat {
    Text,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    Pretty,
    Json,
    Jsonl,
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// Why there is no answer for a document.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentFault {
    #[error("{}", .0.first().map_or_else(String::new, |fault| format!("{} {}", fault.field, fault.description)))]
    Invalid(Vec<Violation>),
    #[error("{0}")]
    Engine(ServiceError),
    #[error("not a document: {0}")]
    Json(String),
}

impl DocumentFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Invalid(faults) => ServiceError::Invalid(faults.clone()).reason().name(),
            Self::Engine(error) => error.reason().name(),
            Self::Json(_) => "MALFORMED_REQUEST",
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &ExtractArgs, out: &mut impl Write) -> Result<(), CliError> {
    // Input that cannot be read is told before the lists are loaded.
    match args.input_format {
        InputFormat::Text => {
            let text = read_text(&args.file)?;
            let job = Job::new(args)?;
            let document = Document { text: text.clone(), ..Document::default() };
            let fault = |source| CliError::Document { file: args.file.clone(), source };
            if job.candidates {
                let (document, judged) = job.judge(document, &job.options).map_err(fault)?;
                return Ok(candidates::write(out, &document, &judged, job.options.offset_encoding)?);
            }
            let response = job.answer(document, &mut job.options.clone()).map_err(fault)?;
            job.page(out, |out| job.write(out, &text, &response))
        }
        InputFormat::Jsonl => {
            let input = open_lines(&args.file)?;
            let job = Job::new(args)?;
            job.page(out, |out| job.lines(input, out))
        }
    }
}

/// What holds for all documents of one run.
struct Job {
    loaded: Loaded,
    options: CheckedOptions,
    reference_date: Option<CivilDate>,
    output: OutputFormat,
    candidates: bool,
    colour: bool,
}

impl Job {
    fn new(args: &ExtractArgs) -> Result<Self, CliError> {
        let mut options = CheckedOptions::default();
        options.options.explain = args.explain || args.output_format == Some(OutputFormat::Html);
        let output = args.output_format.unwrap_or(match args.input_format {
            InputFormat::Text => OutputFormat::Pretty,
            InputFormat::Jsonl => OutputFormat::Jsonl,
        });
        // Pretty output and pages slice the text by its offsets.
        let slices = !args.candidates && matches!(output, OutputFormat::Pretty | OutputFormat::Html);
        options.offset_encoding = if slices { OffsetEncoding::Utf8 } else { args.offsets.encoding() };
        let colour = match args.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && io::stdout().is_terminal()
            }
        };
        let loaded = Loaded::new(args.gazetteer.load()?, SystemTime::UNIX_EPOCH);
        Ok(Self { loaded, options, reference_date: args.reference_date, output, candidates: args.candidates, colour })
    }

    fn answer(
        &self,
        document: Document,
        options: &mut CheckedOptions,
    ) -> Result<ExtractEntitiesResponse, DocumentFault> {
        let document = self.check(document)?;
        extract(&document, options, &self.loaded, None).map_err(DocumentFault::Engine)
    }

    fn check(&self, document: Document) -> Result<CheckedDocument, DocumentFault> {
        let mut document = check_document(document, "document", &LIMITS).map_err(DocumentFault::Invalid)?;
        document.reference_date = document.reference_date.or(self.reference_date);
        Ok(document)
    }

    /// All candidates of a document.
    fn judge(
        &self,
        document: Document,
        options: &CheckedOptions,
    ) -> Result<(CheckedDocument, Vec<Judged>), DocumentFault> {
        let document = self.check(document)?;
        let options = Options { reference_date: document.reference_date, ..options.options.clone() };
        let judge = |extractor: &mut Extractor| extractor.candidates(&document.text, &options);
        let judged = with_extractor(&self.loaded.gazetteer, document.text.len(), judge);
        Ok((document, judged.map_err(DocumentFault::Engine)?))
    }

    /// The printed answer of a line, and whether it has one.
    fn line(&self, line: &str, options: &mut CheckedOptions) -> Result<(Vec<u8>, bool), CliError> {
        if self.candidates {
            let mut printed = Vec::new();
            let document = from_json_lenient(line).map_err(|error| DocumentFault::Json(error.to_string()));
            let judged = document.and_then(|document| self.judge(document, options));
            match &judged {
                Ok((document, judged)) => {
                    candidates::write(&mut printed, document, judged, self.options.offset_encoding)?;
                }
                Err(fault) => eprintln!("kayan: {}: {fault}", fault.code()),
            }
            return Ok((printed, judged.is_ok()));
        }
        let (id, text, result) = match from_json_lenient::<Document>(line) {
            Ok(document) => (document.id.clone(), document.text.clone(), self.answer(document, options)),
            Err(error) => (String::new(), String::new(), Err(DocumentFault::Json(error.to_string()))),
        };
        let (response, fine) = match result {
            Ok(response) => (response, true),
            Err(fault) => (self.failed(id, &fault), false),
        };
        let mut printed = Vec::new();
        self.write(&mut printed, &text, &response)?;
        Ok((printed, fine))
    }

    /// An answer without mentions that says what was wrong.
    fn failed(&self, document_id: String, fault: &DocumentFault) -> ExtractEntitiesResponse {
        ExtractEntitiesResponse {
            document_id,
            offset_encoding: offset_encoding(self.options.offset_encoding) as i32,
            gazetteer: Some(self.loaded.version.clone()),
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            warnings: vec![proto::Warning {
                code: fault.code().to_owned(),
                message: fault.to_string(),
                ..proto::Warning::default()
            }],
            ..ExtractEntitiesResponse::default()
        }
    }

    fn lines(&self, mut input: Box<dyn BufRead>, out: &mut impl Write) -> Result<(), CliError> {
        let mut progress = Progress::new();
        let (mut failed, mut chunk) = (0_usize, Vec::with_capacity(CHUNK));
        loop {
            chunk.clear();
            while chunk.len() < CHUNK {
                let mut line = String::new();
                if input.read_line(&mut line)? == 0 {
                    break;
                }
                chunk.push(line);
            }
            if chunk.is_empty() {
                break;
            }
            let answers: Vec<_> =
                chunk.par_iter().map_with(self.options.clone(), |options, line| self.line(line, options)).collect();
            let count = answers.len();
            for answer in answers {
                let (printed, fine) = answer?;
                failed += usize::from(!fine);
                out.write_all(&printed)?;
            }
            progress.add(count, chunk.iter().map(String::len).sum());
        }
        progress.end();
        if failed > 0 && self.candidates {
            eprintln!("kayan: {failed} lines failed, for the reasons above");
        } else if failed > 0 {
            eprintln!("kayan: {failed} lines failed; the warning of each answer says why");
        }
        Ok(())
    }

    /// Puts what `content` prints into a page, if pages are asked for.
    fn page<W: Write>(
        &self,
        out: &mut W,
        content: impl FnOnce(&mut W) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let page = self.output == OutputFormat::Html;
        if page {
            html::begin(out)?;
        }
        content(out)?;
        if page {
            html::end(out)?;
        }
        Ok(())
    }

    fn write(&self, out: &mut impl Write, text: &str, response: &ExtractEntitiesResponse) -> Result<(), CliError> {
        match self.output {
            OutputFormat::Pretty => pretty::write(out, text, response, self.colour)?,
            OutputFormat::Json => writeln!(out, "{}", to_json_pretty(response)?)?,
            OutputFormat::Jsonl => writeln!(out, "{}", to_json(response)?)?,
            OutputFormat::Html => html::section(out, text, response)?,
        }
        Ok(())
    }
}
