//! What several commands need: lists to load, files to read.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::CliError;
use crate::gazetteer::{Gazetteer, LoadOptions};

/// Which lists are used.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct GazetteerArgs {
    /// Adds lists to the default ones: a folder or a TSV file
    #[arg(long = "gazetteer", value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl GazetteerArgs {
    /// Loads the default lists and the added ones.
    pub(super) fn load(&self) -> Result<Arc<Gazetteer>, CliError> {
        let options = LoadOptions { paths: self.paths.clone(), ..LoadOptions::default() };
        Ok(Gazetteer::load(&options)?)
    }
}

/// Reads a UTF-8 file; `-` is standard input.
pub(super) fn read_text(file: &Path) -> Result<String, CliError> {
    let fault = |source| CliError::Read { file: file.to_owned(), source };
    let bytes = if file == Path::new("-") {
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
