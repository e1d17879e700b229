//! `kayan client extract`: files and folders through a server.
//!
//! Exactly one line comes out for each document, in order, as `kayan extract`
//! prints it: a document that fails is answered by a response whose warning
//! says why.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tonic::Status;
use tonic_types::StatusExt;

use super::ClientError;
use super::connection::ConnectionArgs;
use super::input::{self, Item};
use super::resume;
use crate::cli::common::Offsets;
use crate::cli::extract::progress::Progress;
use crate::client::stream::{self, Answered, StreamSettings};
use crate::service::answer::offset_encoding;
use crate::service::error::code_name;
use crate::service::json::to_json;
use crate::service::proto::{Document, ExtractEntitiesResponse, ExtractionOptions, OffsetEncoding, Warning};

/// Answers between two writes to disk.
const FLUSH_EVERY: usize = 256;

/// Sends files and folders through a server, over a stream
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExtractArgs {
    /// Files and folders; - is standard input, a document {"id","text"} a line
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Endings of the files that are taken in folders; of .jsonl files each line is a document
    #[arg(long, value_delimiter = ',', default_value = "txt,jsonl", value_name = "ENDING")]
    endings: Vec<String>,
    /// Writes answers to a file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Goes on after the last answer that is in the file
    #[arg(long, requires = "output")]
    resume: bool,
    /// Unit of offsets
    #[arg(long, value_enum, default_value_t = Offsets::Utf8)]
    offsets: Offsets,
    /// Says why each mention is one
    #[arg(long)]
    explain: bool,
    /// Documents of one message
    #[arg(long, default_value_t = StreamSettings::default().batch, value_name = "N")]
    batch: usize,
    /// Messages that wait for their answers at a time
    #[arg(long, default_value_t = StreamSettings::default().window, value_name = "N")]
    window: usize,
    #[command(flatten)]
    connection: ConnectionArgs,
}

/// Runs the command.
pub(super) async fn run(args: &ExtractArgs, out: &mut impl Write) -> Result<(), ClientError> {
    let files = input::files(&args.paths, &args.endings)?;
    let mut items = input::items(files);
    let mut client = args.connection.settings()?.connect().await?;
    let offsets = offset_encoding(args.offsets.encoding());
    let settings = StreamSettings {
        batch: args.batch,
        window: args.window,
        options: Some(ExtractionOptions {
            offset_encoding: offsets as i32,
            explain: args.explain,
            ..ExtractionOptions::default()
        }),
        retry: args.connection.retry(),
        ..StreamSettings::default()
    };
    match &args.output {
        None => Run::new(out, offsets).through(&mut client, items, &settings).await,
        Some(file) => {
            let (mut output, answered) = resume::open(file, args.resume)?;
            skip(&mut items, file, &answered)?;
            Run::new(&mut BufWriter::new(&mut output), offsets).through(&mut client, items, &settings).await?;
            resume::sync(&output).map_err(|source| ClientError::File { file: file.clone(), source })
        }
    }
}

/// Passes over the documents that have their answers.
fn skip(
    items: &mut impl Iterator<Item = Result<Item, ClientError>>,
    file: &Path,
    answered: &[String],
) -> Result<(), ClientError> {
    for (at, answered) in answered.iter().enumerate() {
        match items.next().transpose()? {
            Some(item) => resume::check(file, at + 1, answered, &item.id)?,
            None => {
                let message = "has an answer, but there are no more documents".to_owned();
                return Err(ClientError::Resume { file: file.to_owned(), line: at + 1, message });
            }
        }
    }
    if !answered.is_empty() {
        eprintln!("kayan: resumed after {} documents", answered.len());
    }
    Ok(())
}

struct Run<'a, W> {
    out: &'a mut W,
    offsets: OffsetEncoding,
    progress: Progress,
    written: usize,
    failed: usize,
}

/// What stands between documents that are sent: after how many of these it is
/// to be written.
#[derive(Default)]
struct Aside {
    sent: usize,
    faults: VecDeque<(usize, String, String)>,
    error: Option<ClientError>,
}

impl<'a, W: Write> Run<'a, W> {
    fn new(out: &'a mut W, offsets: OffsetEncoding) -> Self {
        Self { out, offsets, progress: Progress::new(), written: 0, failed: 0 }
    }

    async fn through(
        mut self,
        client: &mut crate::client::Client,
        items: impl Iterator<Item = Result<Item, ClientError>>,
        settings: &StreamSettings,
    ) -> Result<(), ClientError> {
        let aside = RefCell::new(Aside::default());
        let mut items = items.fuse();
        let documents = std::iter::from_fn(|| sendable(&mut items, &aside));
        let mut answered = 0;
        let effort = stream::extract(client, documents, settings, |answer| {
            self.faults(&aside, answered)?;
            answered += 1;
            self.answer(answer)
        })
        .await?;
        self.faults(&aside, answered)?;
        self.out.flush()?;
        self.progress.end();
        if let Some(error) = aside.into_inner().error {
            return Err(error);
        }
        let Self { written, failed, .. } = self;
        eprintln!(
            "kayan: {written} documents, {failed} failed, {} streams, {} messages sent again",
            effort.streams, effort.resent
        );
        Ok(())
    }

    /// Writes what is at fault before the document with this number.
    fn faults(&mut self, aside: &RefCell<Aside>, answered: usize) -> Result<(), ClientError> {
        let mut aside = aside.borrow_mut();
        while aside.faults.front().is_some_and(|(after, ..)| *after <= answered) {
            let Some((_, id, fault)) = aside.faults.pop_front() else { break };
            self.fault(id, "MALFORMED_REQUEST".to_owned(), fault)?;
        }
        Ok(())
    }

    fn answer(&mut self, answered: Answered) -> Result<(), ClientError> {
        match answered.result {
            Ok(response) => self.write(&response)?,
            Err(status) => self.fault(answered.id, reason(&status), status.message().to_owned())?,
        }
        self.progress.add(1, answered.bytes);
        Ok(())
    }

    fn fault(&mut self, document_id: String, code: String, message: String) -> Result<(), ClientError> {
        self.failed += 1;
        let warnings = vec![Warning { code, message, ..Warning::default() }];
        let offset_encoding = self.offsets as i32;
        self.write(&ExtractEntitiesResponse { document_id, warnings, offset_encoding, ..Default::default() })
    }

    fn write(&mut self, response: &ExtractEntitiesResponse) -> Result<(), ClientError> {
        writeln!(self.out, "{}", to_json(response)?)?;
        self.written += 1;
        if self.written.is_multiple_of(FLUSH_EVERY) {
            self.out.flush()?;
        }
        Ok(())
    }
}

/// The next document that can be sent; those that cannot are put aside. An
/// input that cannot be read ends the run after the documents before it.
fn sendable(items: &mut impl Iterator<Item = Result<Item, ClientError>>, aside: &RefCell<Aside>) -> Option<Document> {
    loop {
        let item = items.next()?;
        let mut aside = aside.borrow_mut();
        match item {
            _ if aside.error.is_some() => return None,
            Ok(Item { document: Ok(document), .. }) => {
                aside.sent += 1;
                return Some(document);
            }
            Ok(Item { id, document: Err(fault) }) => {
                let sent = aside.sent;
                aside.faults.push_back((sent, id, fault));
            }
            Err(error) => aside.error = Some(error),
        }
    }
}

fn reason(status: &Status) -> String {
    let reason = status.get_details_error_info().map(|info| info.reason).unwrap_or_default();
    if reason.is_empty() { code_name(status.code()).to_owned() } else { reason }
}
