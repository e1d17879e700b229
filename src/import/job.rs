//! One import under way: what is kept of the records, and what is said of the
//! others.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use icu_calendar::Date;
use icu_calendar::types::RataDie;

use super::ImportOptions;
use super::error::ImportError;
use super::gate::{Gates, Judgement};
use super::input::Inputs;
use super::output::{HeaderLines, SeedWriter};
use super::progress::Progress;
use super::record::{Filter, Record, clean};
use crate::gazetteer::{Form, Gate};
use crate::text::{Tier, fold};

/// Malformed records that are quoted.
const QUOTED: usize = 10;
/// Records after which a share of malformed ones is trusted before the end.
const TRUSTED: u64 = 10_000;

/// What became of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Records read, malformed ones included.
    pub read: u64,
    /// Entities written.
    pub entities: u64,
    /// Surface forms written.
    pub forms: u64,
    /// Forms written with gate `cue`.
    pub cued: u64,
    /// Records without an Arabic name.
    pub nameless: u64,
    /// Records of no type that Kayan knows, or withdrawn.
    pub untyped: u64,
    /// Records that the filter dropped.
    pub filtered: u64,
    /// Records whose entity was written before.
    pub repeated: u64,
    /// Records that cannot be read.
    pub malformed: u64,
    /// The first malformed ones as `file:place: what is wrong`.
    pub examples: Vec<String>,
}

/// An import under way.
pub(super) struct Job {
    filter: Filter,
    gates: Gates,
    out: SeedWriter,
    progress: Progress,
    report: Report,
    max_malformed: f64,
    file: PathBuf,
    seen: HashSet<u64>,
    hasher: RandomState,
}

impl Job {
    pub(super) fn new(options: &ImportOptions, inputs: &Inputs) -> Result<Self, ImportError> {
        let terms = options.source.terms();
        let names: Vec<_> =
            inputs.files().iter().map(|f| f.file_name().unwrap_or_default().to_string_lossy()).collect();
        let version = options.version.clone().unwrap_or_else(|| day_of(inputs.files()));
        let out = SeedWriter::new(
            &options.output,
            &HeaderLines {
                source: &format!("{}: {}", terms.origin, names.join(", ")),
                version: &version,
                licence: terms.licence,
                attribution: terms.attribution,
                importer: terms.name,
                filter: &options.filter.describe(),
            },
        )?;
        Ok(Self {
            filter: options.filter.clone(),
            gates: Gates::new()?,
            out,
            progress: Progress::new(inputs, options.progress),
            report: Report::default(),
            max_malformed: options.max_malformed,
            file: PathBuf::new(),
            seen: HashSet::new(),
            hasher: RandomState::new(),
        })
    }

    /// Says which file the next records come from.
    pub(super) fn begin_file(&mut self, file: &Path) {
        self.file = file.to_owned();
    }

    fn count(&mut self) {
        self.report.read += 1;
        self.progress.tick(self.report.read, self.report.entities);
    }

    /// Counts a record without an Arabic name.
    pub(super) fn nameless(&mut self) {
        self.count();
        self.report.nameless += 1;
    }

    /// Counts a record that is of no type, or withdrawn.
    pub(super) fn untyped(&mut self) {
        self.count();
        self.report.untyped += 1;
    }

    /// Notes a record that cannot be read; `place` is its line or its number.
    ///
    /// # Errors
    /// When there are too many of them.
    pub(super) fn malformed(&mut self, place: impl Display, message: impl Display) -> Result<(), ImportError> {
        self.count();
        self.report.malformed += 1;
        if self.report.examples.len() < QUOTED {
            self.report.examples.push(format!("{}:{place}: {message}", self.file.display()));
        }
        if self.report.read >= TRUSTED { self.judge() } else { Ok(()) }
    }

    fn judge(&self) -> Result<(), ImportError> {
        let Report { read, malformed, examples, .. } = &self.report;
        if *malformed as f64 <= *read as f64 * self.max_malformed {
            return Ok(());
        }
        let examples = examples.join("\n");
        Err(ImportError::Malformed { malformed: *malformed, read: *read, allowed: self.max_malformed, examples })
    }

    /// Takes a record: writes it when it has an Arabic name and the filter
    /// keeps it.
    ///
    /// # Errors
    /// When the list cannot be written.
    pub(super) fn take(&mut self, record: &Record) -> Result<(), ImportError> {
        self.count();
        let names = self.forms(record);
        if names.is_empty() {
            self.report.nameless += 1;
        } else if !self.filter.keeps(record) {
            self.report.filtered += 1;
        } else if !self.seen.insert(self.hasher.hash_one(&record.id)) {
            self.report.repeated += 1;
        } else {
            self.report.entities += 1;
            self.report.forms += names.len() as u64;
            self.report.cued += names.iter().filter(|n| n.2.gate == Gate::Cue).count() as u64;
            self.out.write(record, &names)?;
        }
        Ok(())
    }

    /// The names as they are written, the canonical one first; spellings that
    /// fold to the same are written once.
    fn forms(&mut self, record: &Record) -> Vec<(String, Form, Judgement)> {
        let mut names: Vec<(String, Form)> =
            record.names.iter().filter_map(|(name, form)| Some((clean(name)?, *form))).collect();
        let rank = |form: Form| match form {
            Form::Canonical => 0,
            Form::Official => 1,
            Form::Former | Form::Nickname => 3,
            _ => 2,
        };
        // Stable: names of one rank stay in the order of the source.
        names.sort_by_key(|(_, form)| rank(*form));
        let mut folded = HashSet::new();
        let mut out: Vec<(String, Form, Judgement)> = Vec::new();
        for (name, form) in names {
            let tier = if name.chars().count() <= 3 { Tier::Character } else { Tier::Orth };
            let Some(judgement) = self.gates.judge(&name, record) else { continue };
            if folded.insert(fold(&name, tier)) {
                let form = match form {
                    _ if out.is_empty() => Form::Canonical,
                    Form::Canonical => Form::Variant,
                    form => form,
                };
                out.push((name, form, judgement));
            }
        }
        out
    }

    /// Judges the whole and puts the list in its place.
    pub(super) fn finish(self) -> Result<Report, ImportError> {
        self.progress.end();
        self.judge()?;
        self.out.commit()?;
        Ok(self.report)
    }
}

/// The last day on which one of the files was changed.
fn day_of(files: &[PathBuf]) -> String {
    let changed = |file: &PathBuf| std::fs::metadata(file).and_then(|m| m.modified()).ok();
    let Some(latest) = files.iter().filter_map(changed).max() else { return "unknown".to_owned() };
    let days = latest.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() / 86_400);
    // Day 719,163 of the calendar is the first of 1970.
    let date = Date::from_rata_die(RataDie::new(719_163 + days as i64), icu_calendar::Iso);
    format!("{:04}-{:02}-{:02}", date.era_year().year, date.month().number(), date.day_of_month().0)
}
