//! The list that an import writes: a header, then seed lines.
//!
//! Invariant: the list appears whole under its name or not at all. Until it is
//! whole it lies beside it under a hidden name, which loading passes over.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::ImportError;
use super::gate::Judgement;
use super::record::Record;
use crate::gazetteer::Form;

const COLUMNS: &str = "entity_id\ttype\tsubtype\tname\tform\tcountry\tids\tgate\tfold\tprior\tnote";

/// A file that is written beside its place and moved there when it is whole.
#[derive(Debug)]
pub(crate) struct Atomic {
    path: PathBuf,
    partial: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Atomic {
    /// Begins the file.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub(crate) fn new(path: &Path) -> std::io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let partial = path.with_file_name(format!(".{name}.{}.partial", std::process::id()));
        let file = File::create(&partial)?;
        Ok(Self { path: path.to_owned(), partial, file: Some(BufWriter::with_capacity(1 << 20, file)) })
    }

    /// Moves the file to its place.
    ///
    /// # Errors
    /// When what is buffered cannot be written, or the file not be moved.
    pub(crate) fn commit(mut self) -> std::io::Result<()> {
        if let Some(file) = self.file.take() {
            file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        }
        fs::rename(&self.partial, &self.path)
    }
}

impl Write for Atomic {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.flush())
    }
}

impl Drop for Atomic {
    fn drop(&mut self) {
        // After a commit there is nothing left to remove.
        let _ = fs::remove_file(&self.partial);
    }
}

/// What the header says.
pub(super) struct HeaderLines<'a> {
    pub(super) source: &'a str,
    pub(super) version: &'a str,
    pub(super) licence: &'a str,
    pub(super) attribution: &'a str,
    pub(super) importer: &'a str,
    pub(super) filter: &'a str,
}

/// Writes seed lines.
#[derive(Debug)]
pub(super) struct SeedWriter {
    path: PathBuf,
    file: Atomic,
}

impl SeedWriter {
    pub(super) fn new(path: &Path, header: &HeaderLines<'_>) -> Result<Self, ImportError> {
        let file = Atomic::new(path).map_err(|source| ImportError::Write { file: path.to_owned(), source })?;
        let mut writer = Self { path: path.to_owned(), file };
        let HeaderLines { source, version, licence, attribution, importer, filter } = header;
        let version_of_kayan = env!("CARGO_PKG_VERSION");
        writer.line(&format!(
            "# schema: name\n# source: {source}\n# version: {version}\n# licence: {licence}\n\
             # attribution: {attribution}; changed: filtered, cleaned, gated\n\
             # generator: kayan {version_of_kayan} gazetteer import {importer}\n# filter: {filter}\n\
             # columns: {COLUMNS}\n"
        ))?;
        Ok(writer)
    }

    /// Writes a record with its names, the first of which is the canonical one.
    pub(super) fn write(&mut self, record: &Record, names: &[(String, Form, Judgement)]) -> Result<(), ImportError> {
        let mut ids = String::new();
        let english = (!record.english.is_empty()).then_some(("en", &record.english));
        for (system, value) in english.into_iter().chain(record.ids.iter().map(|(s, v)| (*s, v))) {
            if !ids.is_empty() {
                ids.push(';');
            }
            ids.push_str(system);
            ids.push(':');
            ids.extend(value.chars().map(|c| if c == ';' || c.is_control() { ' ' } else { c }));
        }
        let Record { id, entity_type, subtype, country, .. } = record;
        for (name, form, judgement) in names {
            let ids = if *form == Form::Canonical { &*ids } else { "" };
            let (kind, form, gate, fold) =
                (entity_type.name(), form.name(), judgement.gate.name(), judgement.fold.name());
            let prior = judgement.prior.map(|p| format!("{:.2}", f32::from(p) / 100.0)).unwrap_or_default();
            self.line(&format!(
                "{id}\t{kind}\t{subtype}\t{name}\t{form}\t{country}\t{ids}\t{gate}\t{fold}\t{prior}\t\n"
            ))?;
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> Result<(), ImportError> {
        let written = self.file.write_all(line.as_bytes());
        written.map_err(|source| ImportError::Write { file: self.path.clone(), source })
    }

    pub(super) fn commit(self) -> Result<(), ImportError> {
        self.file.commit().map_err(|source| ImportError::Write { file: self.path, source })
    }
}
