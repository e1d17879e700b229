//! Scores the values of figures against corpora of expressions with their
//! values, one JSON object a line.
//!
//! [`run`] reads a file, finds out from its first line which corpus it is,
//! and answers with a [`Report`]: right and wrong by group, with and without
//! the cases that `unsound.tsv` lists, and every failure. What counts as right
//! stands with each corpus: [`recognizers`], [`spoken`] and [`dateparser`].

mod dateparser;
mod recognizers;
mod spoken;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde_json::Value as Json;

use crate::extract::CivilDate;
use crate::gazetteer::{FigureWords, SeedError};
use crate::pattern::figure::value::{Bound, Value};
use crate::pattern::{Candidate, figure};
use crate::text::{Deadline, Text};

/// Why a file cannot be scored.
#[derive(Debug, thiserror::Error)]
pub enum EvalValuesError {
    /// The file cannot be read.
    #[error("{file}: {source}")]
    Read {
        /// Path of the file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not JSON.
    #[error("{file}:{line}: {source}")]
    Line {
        /// Path of the file.
        file: String,
        /// 1-based line.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The embedded tables of figure words are malformed.
    #[error(transparent)]
    Seed(#[from] SeedError),
}

/// A case that was not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Id in the corpus.
    pub id: String,
    /// Group it counts in.
    pub group: &'static str,
    /// The text.
    pub text: String,
    /// What the corpus expects.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// Why the case itself is judged unsound, if it is.
    pub unsound: Option<&'static str>,
}

/// Counts of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Group {
    /// All cases.
    pub total: u32,
    /// Right ones.
    pub right: u32,
    /// Cases judged unsound.
    pub unsound: u32,
    /// Right ones among these.
    pub unsound_right: u32,
}

impl Group {
    /// Share of right cases in percent.
    pub fn all(self) -> f64 {
        share(self.right, self.total)
    }

    /// The same without the cases judged unsound.
    pub fn sound(self) -> f64 {
        share(self.right - self.unsound_right, self.total - self.unsound)
    }
}

fn share(right: u32, total: u32) -> f64 {
    if total == 0 { 100.0 } else { 100.0 * f64::from(right) / f64::from(total) }
}

/// The scores of one file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Counts by group.
    pub groups: BTreeMap<&'static str, Group>,
    /// Cases that were not right, in file order.
    pub failures: Vec<Failure>,
}

/// What one corpus says of one line.
struct Judgement {
    group: &'static str,
    right: bool,
    text: String,
    expected: String,
    found: String,
}

const UNSOUND: &str = include_str!("eval_values/unsound.tsv");

/// Why a case is judged unsound.
fn unsound(id: &str) -> Option<&'static str> {
    UNSOUND.lines().filter(|l| !l.starts_with('#')).find_map(|line| {
        let (pattern, reason) = line.split_once('\t')?;
        (pattern == id).then_some(reason)
    })
}

/// Scores the corpus at `path`.
///
/// # Errors
/// [`EvalValuesError`] when the file cannot be read or a line is not JSON.
pub fn run(path: &Path) -> Result<Report, EvalValuesError> {
    let file = path.display().to_string();
    let content =
        std::fs::read_to_string(path).map_err(|source| EvalValuesError::Read { file: file.clone(), source })?;
    let engine = Engine { words: FigureWords::embedded()? };
    let mut report = Report::default();
    for (index, line) in content.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let case: Json = serde_json::from_str(line).map_err(|source| EvalValuesError::Line {
            file: file.clone(),
            line: index + 1,
            source,
        })?;
        let id = text_of(&case, "id");
        let judgement = if case.get("recognizer").is_some() {
            recognizers::judge(&engine, &case)
        } else if case.get("expected").is_some() {
            dateparser::judge(&engine, &case)
        } else {
            spoken::judge(&engine, &case)
        };
        if let Some(judgement) = judgement {
            report.add(id, judgement);
        }
    }
    Ok(report)
}

impl Report {
    fn add(&mut self, id: String, judgement: Judgement) {
        let reason = unsound(&id);
        let group = self.groups.entry(judgement.group).or_default();
        group.total += 1;
        group.right += u32::from(judgement.right);
        group.unsound += u32::from(reason.is_some());
        group.unsound_right += u32::from(reason.is_some() && judgement.right);
        if !judgement.right {
            let Judgement { group, text, expected, found, .. } = judgement;
            self.failures.push(Failure { id, group, text, expected, found, unsound: reason });
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, group) in &self.groups {
            let Group { total, right, unsound, .. } = group;
            let (all, sound) = (group.all(), group.sound());
            writeln!(
                f,
                "{name:<10} {right:>4}/{total:<4} {all:>5.1} %   {unsound} unsound, without them {sound:.1} %"
            )?;
        }
        for failure in &self.failures {
            let Failure { id, group, text, expected, found, unsound } = failure;
            let note = unsound.map(|reason| format!("  [unsound: {reason}]")).unwrap_or_default();
            writeln!(f, "{id}\t{group}\t{text}\texpected {expected}\tfound {found}{note}")?;
        }
        Ok(())
    }
}

/// The figure rules with their tables.
struct Engine {
    words: FigureWords,
}

impl Engine {
    fn figures(&self, text: &str, reference: Option<CivilDate>) -> Vec<Candidate> {
        let mut analysed = Text::new();
        analysed.analyse(text);
        let mut out = Vec::new();
        figure::propose(&analysed, &self.words, reference, &Deadline::never(), &mut out);
        out
    }
}

fn text_of(case: &Json, field: &str) -> String {
    case.get(field).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// `2016-11-07T00:00:00` or `2016-11-07`.
fn date_of(text: &str) -> Option<CivilDate> {
    let mut parts = text.get(..10)?.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Some(CivilDate { year, month, day })
}

/// The number a figure carries, whatever its kind.
fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) | Value::Percent(n) => n.value.parse().ok(),
        Value::Ordinal(n) => Some(*n as f64),
        Value::Money(m) => m.amount.parse().ok(),
        Value::Quantity(q) => q.value.parse().ok(),
        Value::Duration(d) => first_number(&d.iso8601),
        Value::Date(d) if d.granularity == crate::pattern::figure::value::Granularity::Year => d.edtf.parse().ok(),
        Value::Date(d) => d.edtf.get(8..10).and_then(|day| day.parse().ok()),
        Value::Time(t) => t.value.get(..2).and_then(|hour| hour.parse().ok()),
    }
}

fn first_number(iso: &str) -> Option<f64> {
    let digits: String =
        iso.chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.parse().ok()
}

/// Value, upper end and bound of a figure that counts.
fn bounds_of(value: &Value) -> Option<(f64, Option<f64>, Bound)> {
    let (low, upper, bound) = match value {
        Value::Number(n) | Value::Percent(n) => (&n.value, &n.upper, n.bound),
        Value::Money(m) => (&m.amount, &m.upper, m.bound),
        Value::Quantity(q) => (&q.value, &q.upper, q.bound),
        _ => return Some((number_of(value)?, None, Bound::Exact)),
    };
    Some((low.parse().ok()?, upper.as_ref().and_then(|u| u.parse().ok()), bound))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-300)
}

/// What was found, in short.
fn shown(text: &str, found: &[Candidate]) -> String {
    let one = |candidate: &Candidate| {
        let surface = &text[candidate.begin as usize..candidate.end as usize];
        format!("{surface} = {:?}", candidate.value.as_deref())
    };
    if found.is_empty() { "nothing".to_owned() } else { found.iter().map(one).collect::<Vec<_>>().join("; ") }
}
