//! Comparison of extracted mentions with annotated ones.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::gold::{GoldDocument, GoldMention, Reading};
use super::label::{Label, Scheme};
use super::span::comparable_begin;
use crate::pattern::figure::value::Value;

/// An extracted mention; bytes of the document.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) label: Label,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) value: Option<Value>,
}

/// Counts of one label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Annotated mentions.
    pub(super) gold: u32,
    /// Extracted mentions.
    pub(super) found: u32,
    /// Same label and span.
    pub(super) exact: u32,
    /// Extracted mentions that overlap an annotated one of the same label.
    pub(super) found_overlapping: u32,
    /// Annotated mentions that overlap an extracted one of the same label.
    pub(super) gold_overlapping: u32,
    /// Annotated values, and how many of them agree, of exact mentions.
    pub(super) values: u32,
    pub(super) values_right: u32,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.exact += other.exact;
        self.found_overlapping += other.found_overlapping;
        self.gold_overlapping += other.gold_overlapping;
        self.values += other.values;
        self.values_right += other.values_right;
    }
}

/// How an error came about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Cause {
    /// Nothing stands on the other side.
    Alone,
    /// The same label over other bounds, with that text.
    Bounds(String),
    /// Another label over the same bytes or some of them.
    Label(Label),
}

/// A missed or a false mention.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ErrorKey {
    pub(super) label: Label,
    pub(super) text: String,
    pub(super) cause: Cause,
}

/// How often an error was seen, and a few words around its first occurrence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) count: u32,
    pub(super) before: String,
    pub(super) after: String,
}

/// The result over some documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Score {
    pub(super) counts: BTreeMap<Label, Counts>,
    pub(super) misses: BTreeMap<ErrorKey, Seen>,
    pub(super) false_hits: BTreeMap<ErrorKey, Seen>,
    /// `(text, annotated, extracted)` of values that disagree.
    pub(super) wrong_values: Vec<(String, String, String)>,
}

impl Score {
    /// Adds the result of later documents.
    pub(super) fn merge(&mut self, later: Self) {
        for (label, counts) in later.counts {
            self.counts.entry(label).or_default().add(counts);
        }
        for (mine, theirs) in [(&mut self.misses, later.misses), (&mut self.false_hits, later.false_hits)] {
            for (key, seen) in theirs {
                mine.entry(key).and_modify(|known| known.count += seen.count).or_insert(seen);
            }
        }
        self.wrong_values.extend(later.wrong_values);
    }

    /// The sum over all labels.
    pub(super) fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.counts.values().for_each(|counts| total.add(*counts));
        total
    }
}

/// A span in comparable form.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    label: Label,
    begin: usize,
    end: usize,
}

struct Side {
    key: Key,
    /// Begin as given, for texts and contexts.
    written: usize,
}

impl Side {
    fn overlaps(&self, other: &Self) -> bool {
        self.key.begin < other.key.end && other.key.begin < self.key.end
    }
}

/// Scores the mentions found in one document.
pub(super) fn score(document: &GoldDocument, found: &[Found], scheme: Scheme) -> Score {
    let text = document.text.as_str();
    let key = |label: Label, begin, end| {
        let label = scheme.map(label)?;
        Some(Key { label, begin: comparable_begin(text, begin, end, label == Label::Date), end })
    };
    let golds: Vec<(&GoldMention, Side)> = document
        .mentions
        .iter()
        .filter_map(|mention| {
            let main = mention.readings.first()?;
            Some((mention, Side { key: key(main.label, main.begin, main.end)?, written: main.begin }))
        })
        .collect();
    let mut readings: HashMap<Key, (usize, &Reading)> = HashMap::new();
    for optional in [false, true] {
        for (i, (mention, _)) in golds.iter().enumerate().filter(|(_, (mention, _))| mention.optional == optional) {
            for reading in &mention.readings {
                if let Some(key) = key(reading.label, reading.begin, reading.end) {
                    readings.entry(key).or_insert((i, reading));
                }
            }
        }
    }

    let mut score = Score::default();
    let mut matched = vec![false; golds.len()];
    let mut counted: Vec<(Side, bool)> = Vec::with_capacity(found.len());
    let mut seen = HashSet::with_capacity(found.len());
    for mention in found {
        let Some(key) = key(mention.label, mention.begin, mention.end).filter(|key| seen.insert(*key)) else {
            continue;
        };
        let mut side = Side { key, written: mention.begin };
        let Some(&(i, reading)) = readings.get(&key) else {
            counted.push((side, false));
            continue;
        };
        let (gold, gold_side) = &golds[i];
        if gold.optional {
            continue;
        }
        let first = !std::mem::replace(&mut matched[i], true);
        if first {
            side.key.label = gold_side.key.label;
            check_value(&mut score, &text[mention.begin..mention.end], gold, side.key.label, reading, mention);
        }
        counted.push((side, first));
    }
    count(&mut score, text, &golds, &matched, &counted);
    score
}

fn count(score: &mut Score, text: &str, golds: &[(&GoldMention, Side)], matched: &[bool], found: &[(Side, bool)]) {
    for ((mention, gold), &matched) in golds.iter().zip(matched) {
        if mention.optional {
            continue;
        }
        let overlapping: Vec<&Side> = found.iter().map(|(side, _)| side).filter(|side| side.overlaps(gold)).collect();
        let counts = score.counts.entry(gold.key.label).or_default();
        counts.gold += 1;
        counts.exact += u32::from(matched);
        counts.gold_overlapping +=
            u32::from(matched || overlapping.iter().any(|side| side.key.label == gold.key.label));
        if !matched {
            note(&mut score.misses, text, gold, &overlapping);
        }
    }
    for (side, right) in found {
        let overlapping: Vec<&Side> = golds.iter().map(|(_, gold)| gold).filter(|gold| gold.overlaps(side)).collect();
        let counts = score.counts.entry(side.key.label).or_default();
        counts.found += 1;
        counts.found_overlapping +=
            u32::from(*right || overlapping.iter().any(|gold| gold.key.label == side.key.label));
        if !right {
            note(&mut score.false_hits, text, side, &overlapping);
        }
    }
}

fn note(errors: &mut BTreeMap<ErrorKey, Seen>, text: &str, side: &Side, overlapping: &[&Side]) {
    let same = overlapping.iter().find(|other| other.key.label == side.key.label);
    let cause = match (same, overlapping.first()) {
        (Some(other), _) => Cause::Bounds(text[other.written..other.key.end].to_owned()),
        (None, Some(other)) => Cause::Label(other.key.label),
        (None, None) => Cause::Alone,
    };
    let key = ErrorKey { label: side.key.label, text: text[side.written..side.key.end].to_owned(), cause };
    let seen = errors.entry(key).or_insert_with(|| {
        let (before, after) = context(text, side.written, side.key.end);
        Seen { count: 0, before, after }
    });
    seen.count += 1;
}

/// Up to five words on either side, on one line.
fn context(text: &str, begin: usize, end: usize) -> (String, String) {
    const WORDS: usize = 5;
    let mut before: Vec<&str> = text[..begin].rsplit([' ', '\n', '\t']).take(WORDS + 1).collect();
    before.reverse();
    let after: Vec<&str> = text[end..].split([' ', '\n', '\t']).take(WORDS + 1).collect();
    (before.join(" "), after.join(" "))
}

fn check_value(score: &mut Score, text: &str, gold: &GoldMention, label: Label, reading: &Reading, found: &Found) {
    let Some(expected) = &reading.value else { return };
    let fields = found.value.as_ref().map(value_fields).unwrap_or_default();
    let agrees = |expected: &serde_json::Value| {
        expected.as_object().is_some_and(|object| {
            object
                .iter()
                .all(|(name, value)| fields.iter().any(|(n, v)| n == name && Some(v.as_str()) == value.as_str()))
        })
    };
    let same_span = |other: &&Reading| (other.begin, other.end) == (reading.begin, reading.end);
    let right = gold.readings.iter().filter(same_span).filter_map(|reading| reading.value.as_ref()).any(agrees);
    let counts = score.counts.entry(label).or_default();
    counts.values += 1;
    counts.values_right += u32::from(right);
    if !right {
        let extracted = fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ");
        score.wrong_values.push((text.to_owned(), expected.to_string(), extracted));
    }
}

/// The fields of a value that annotations name, as they are in the contract.
fn value_fields(value: &Value) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    let mut add = |name, value: &str| fields.push((name, value.to_owned()));
    let upper = match value {
        Value::Number(number) | Value::Percent(number) => {
            add("value", &number.value);
            &number.upper
        }
        Value::Ordinal(rank) => {
            add("value", &rank.to_string());
            &None
        }
        Value::Money(money) => {
            add("amount", &money.amount);
            add("currency", &money.currency);
            &money.upper
        }
        Value::Quantity(quantity) => {
            add("value", &quantity.value);
            add("unit", &quantity.unit);
            &quantity.upper
        }
        Value::Date(date) => {
            add("edtf", &date.edtf);
            &None
        }
        Value::Time(time) => {
            add("value", &time.value);
            &None
        }
        Value::Duration(duration) => {
            add("iso8601", &duration.iso8601);
            &duration.upper
        }
    };
    if let Some(upper) = upper {
        add("upper", upper);
    }
    fields
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
