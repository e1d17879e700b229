//! Reports of an evaluation, for people and for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;

use super::label::Label;
use super::score::{Cause, Counts, ErrorKey, Score, Seen};

/// What was evaluated, beside its score.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) file: String,
    pub(super) records: usize,
    pub(super) documents: usize,
    pub(super) bytes: usize,
    pub(super) seconds: f64,
}

/// Precision, recall and F1; zero where nothing is there to divide by.
struct Rates {
    precision: f64,
    recall: f64,
    f1: f64,
}

impl Rates {
    fn new(found_right: u32, found: u32, gold_right: u32, gold: u32) -> Self {
        let divide = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
        let precision = divide(f64::from(found_right), f64::from(found));
        let recall = divide(f64::from(gold_right), f64::from(gold));
        Self { precision, recall, f1: divide(2.0 * precision * recall, precision + recall) }
    }

    fn exact(counts: &Counts) -> Self {
        Self::new(counts.exact, counts.found, counts.exact, counts.gold)
    }

    fn overlap(counts: &Counts) -> Self {
        Self::new(counts.found_overlapping, counts.found, counts.gold_overlapping, counts.gold)
    }

    fn json(&self) -> serde_json::Value {
        let round = |rate: f64| (rate * 10_000.0).round() / 10_000.0;
        json!({"precision": round(self.precision), "recall": round(self.recall), "f1": round(self.f1)})
    }
}

/// Errors that are listed for each label and side.
pub(super) fn write_text(out: &mut impl Write, run: &Run, score: &Score, errors: usize) -> io::Result<()> {
    writeln!(
        out,
        "{}: {} records in {} documents, {} bytes, extracted in {:.2} s",
        run.file, run.records, run.documents, run.bytes, run.seconds
    )?;
    writeln!(
        out,
        "{:<18}{:>7}{:>7}{:>7}{:>8}{:>8}{:>8}   overlap{:>7}{:>8}{:>8}",
        "type", "gold", "found", "right", "P", "R", "F1", "P", "R", "F1"
    )?;
    let total = score.total();
    let rows = score.counts.iter().map(|(label, counts)| (label.name(), counts));
    for (name, counts) in rows.chain([("all", &total)]) {
        let (exact, overlap) = (Rates::exact(counts), Rates::overlap(counts));
        writeln!(
            out,
            "{name:<18}{:>7}{:>7}{:>7}{:>8.2}{:>8.2}{:>8.2}          {:>7.2}{:>8.2}{:>8.2}",
            counts.gold,
            counts.found,
            counts.exact,
            100.0 * exact.precision,
            100.0 * exact.recall,
            100.0 * exact.f1,
            100.0 * overlap.precision,
            100.0 * overlap.recall,
            100.0 * overlap.f1
        )?;
    }
    if total.values > 0 {
        writeln!(out, "values: {} of {} agree", total.values_right, total.values)?;
    }
    write_causes(out, score)?;
    if errors > 0 {
        for (title, side) in [("misses", &score.misses), ("false hits", &score.false_hits)] {
            for label in score.counts.keys() {
                write_errors(out, title, *label, side, errors)?;
            }
        }
        for (text, annotated, extracted) in score.wrong_values.iter().take(errors) {
            writeln!(out, "value of {text}: annotated {annotated}, extracted {extracted}")?;
        }
    }
    Ok(())
}

/// How many errors of each cause there are.
fn write_causes(out: &mut impl Write, score: &Score) -> io::Result<()> {
    for (title, side) in [("misses", &score.misses), ("false hits", &score.false_hits)] {
        let causes = causes(side);
        if !causes.is_empty() {
            let list: Vec<_> = causes.iter().map(|((label, cause), n)| format!("{label} {cause} {n}")).collect();
            writeln!(out, "{title}: {}", list.join(", "))?;
        }
    }
    Ok(())
}

fn causes(side: &BTreeMap<ErrorKey, Seen>) -> BTreeMap<(Label, &'static str), u32> {
    let mut causes = BTreeMap::new();
    for (key, seen) in side {
        let name = match key.cause {
            Cause::Alone => "alone",
            Cause::Bounds(_) => "bounds",
            Cause::Label(_) => "type",
        };
        *causes.entry((key.label, name)).or_default() += seen.count;
    }
    causes
}

/// The commonest errors of a label, most frequent first.
fn commonest(side: &BTreeMap<ErrorKey, Seen>, label: Label, limit: usize) -> Vec<(&ErrorKey, &Seen)> {
    let mut list: Vec<_> = side.iter().filter(|(key, _)| key.label == label).collect();
    list.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(b.0)));
    list.truncate(limit);
    list
}

fn write_errors(
    out: &mut impl Write,
    title: &str,
    label: Label,
    side: &BTreeMap<ErrorKey, Seen>,
    limit: usize,
) -> io::Result<()> {
    let list = commonest(side, label, limit);
    if !list.is_empty() {
        writeln!(out, "\n{label}, commonest {title}:")?;
    }
    for (key, seen) in list {
        let cause = match &key.cause {
            Cause::Alone => String::new(),
            Cause::Bounds(other) => format!("  (other bounds: {other})"),
            Cause::Label(other) => format!("  (there: {other})"),
        };
        writeln!(out, "{:>5}  {}{cause}  | {}[{}]{}", seen.count, key.text, seen.before, key.text, seen.after)?;
    }
    Ok(())
}

/// The report as one JSON object.
pub(super) fn to_json(run: &Run, score: &Score, errors: usize) -> serde_json::Value {
    let row = |counts: &Counts| {
        json!({
            "gold": counts.gold, "found": counts.found, "right": counts.exact,
            "exact": Rates::exact(counts).json(), "overlap": Rates::overlap(counts).json(),
            "values": counts.values, "valuesRight": counts.values_right,
        })
    };
    let types: serde_json::Map<_, _> =
        score.counts.iter().map(|(label, counts)| (label.name().to_owned(), row(counts))).collect();
    let list = |side: &BTreeMap<ErrorKey, Seen>| -> Vec<_> {
        let keys = score.counts.keys().flat_map(|label| commonest(side, *label, errors));
        keys.map(|(key, seen)| {
            let (bounds, label) = match &key.cause {
                Cause::Alone => (None, None),
                Cause::Bounds(other) => (Some(other.as_str()), None),
                Cause::Label(other) => (None, Some(other.name())),
            };
            json!({
                "type": key.label.name(), "text": key.text, "count": seen.count, "otherBounds": bounds,
                "otherType": label, "before": seen.before, "after": seen.after,
            })
        })
        .collect()
    };
    json!({
        "file": run.file, "records": run.records, "documents": run.documents, "bytes": run.bytes,
        "seconds": run.seconds, "types": types, "all": row(&score.total()),
        "misses": list(&score.misses), "falseHits": list(&score.false_hits),
    })
}
