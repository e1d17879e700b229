//! What several commands need: lists to load, files to read.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::CliError;
use crate::gazetteer::{Gazetteer, LoadOptions};
use crate::text::OffsetEncoding;

/// Which lists are used.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct GazetteerArgs {
    /// Adds lists to the default ones: a folder, a TSV file or a snapshot
    #[arg(long = "gazetteer", env = "KAYAN__GAZETTEER", value_delimiter = ':', value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Leaves the default lists of names out
    #[arg(long = "gazetteer-only", env = "KAYAN__GAZETTEER_ONLY")]
    only: bool,
}

impl GazetteerArgs {
    /// What is to be loaded.
    pub(super) fn options(&self) -> LoadOptions {
        LoadOptions { paths: self.paths.clone(), without_default: self.only }
    }

    /// Loads the default lists and the added ones.
    pub(super) fn load(&self) -> Result<Arc<Gazetteer>, CliError> {
        Ok(Gazetteer::load(&self.options())?)
    }
}

/// Unit of offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Offsets {
    Utf8,
    Utf16,
    CodePoint,
}

impl Offsets {
    /// The engine's name for it.
    pub(super) fn encoding(self) -> OffsetEncoding {
        match self {
            Self::Utf8 => OffsetEncoding::Utf8,
            Self::Utf16 => OffsetEncoding::Utf16,
            Self::CodePoint => OffsetEncoding::CodePoint,
        }
    }
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ReportFormat {
    Pretty,
    Json,
}

/// Whether `file` stands for standard input.
pub(super) fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}

/// Reads a UTF-8 file; `-` is standard input.
pub(super) fn read_text(file: &Path) -> Result<String, CliError> {
    let fault = |source| CliError::Read { file: file.to_owned(), source };
    let bytes = if is_stdin(file) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(fault)?;
        bytes
    } else {
        std::fs::read(file).map_err(fault)?
    };
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..byte].iter().filter(|b| **b == b'\n').count() + 1;
        CliError::Encoding { file: file.to_owned(), line, byte }
    })
}

/// Reads a UTF-8 file line by line. All of it is checked before the first line
/// is given out, so that nothing is half done when the end is faulty: a file is
/// read twice, standard input is kept in memory.
pub(super) fn open_lines(file: &Path) -> Result<Box<dyn BufRead>, CliError> {
    if is_stdin(file) {
        return Ok(Box::new(Cursor::new(read_text(file)?)));
    }
    let fault = |source| CliError::Read { file: file.to_owned(), source };
    let mut reader = BufReader::new(File::open(file).map_err(fault)?);
    let (mut line, mut byte, mut buffer) = (0, 0, Vec::new());
    while reader.read_until(b'\n', &mut buffer).map_err(fault)? > 0 {
        line += 1;
        if let Err(error) = std::str::from_utf8(&buffer) {
            return Err(CliError::Encoding { file: file.to_owned(), line, byte: byte + error.valid_up_to() });
        }
        byte += buffer.len();
        buffer.clear();
    }
    reader.rewind().map_err(fault)?;
    Ok(Box::new(reader))
}
