//! Reading of annotated documents: JSON lines, or one JSON document with
//! optional and alternative mentions.

use serde::Deserialize;

use super::label::{Label, UnknownLabel};
use super::span::{generic_head_before, nisba_after};
use crate::extract::CivilDate;
use crate::service::date::{DateError, parse_date};

/// A span that is right for a mention; bytes of the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) label: Label,
    pub(super) begin: usize,
    pub(super) end: usize,
    /// Fields of the value that must agree, when the annotation has one.
    pub(super) value: Option<serde_json::Value>,
}

/// An annotated mention: its reading first, then those that are as good.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GoldMention {
    pub(super) readings: Vec<Reading>,
    /// Counts neither when it is found nor when it is missed.
    pub(super) optional: bool,
}

/// An annotated text.
#[derive(Clone, Debug, Default)]
pub(super) struct GoldDocument {
    pub(super) text: String,
    pub(super) mentions: Vec<GoldMention>,
    pub(super) reference_date: Option<CivilDate>,
}

impl GoldDocument {
    /// The labels that the annotation uses.
    pub(super) fn labels(&self) -> impl Iterator<Item = Label> {
        self.mentions.iter().flat_map(|mention| &mention.readings).map(|reading| reading.label)
    }

    /// Appends `next` after a line break.
    fn append(&mut self, next: Self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let shift = self.text.len();
        self.text.push_str(&next.text);
        for mut mention in next.mentions {
            for reading in &mut mention.readings {
                reading.begin += shift;
                reading.end += shift;
            }
            self.mentions.push(mention);
        }
        self.reference_date = self.reference_date.or(next.reference_date);
    }
}

/// What is wrong with an annotated document.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GoldError {
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Label(#[from] UnknownLabel),
    #[error("mention {begin}..{end} lies outside the text or is not `{text}`")]
    Span { begin: usize, end: usize, text: String },
    #[error("reference_date: {0}")]
    Date(#[from] DateError),
}

#[derive(Deserialize)]
struct RawDocument {
    text: String,
    mentions: Vec<RawMention>,
    reference_date: Option<String>,
}

#[derive(Deserialize)]
struct RawMention {
    r#type: String,
    begin: usize,
    end: usize,
    text: Option<String>,
    value: Option<serde_json::Value>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    alternatives: Vec<RawMention>,
}

/// Reads one document. In a `lenient` one a mention may also include a generic
/// head noun before it, and an organization the nisba after it.
pub(super) fn parse(json: &str, lenient: bool) -> Result<GoldDocument, GoldError> {
    let raw: RawDocument = serde_json::from_str(json)?;
    let mut boundaries: Vec<usize> = raw.text.char_indices().map(|(at, _)| at).collect();
    boundaries.push(raw.text.len());
    let mut mentions = Vec::with_capacity(raw.mentions.len());
    for mention in raw.mentions {
        let mut readings = vec![reading(&raw.text, &boundaries, &mention)?];
        for alternative in &mention.alternatives {
            readings.push(reading(&raw.text, &boundaries, alternative)?);
        }
        if lenient {
            readings.extend(relaxed(&raw.text, &readings));
        }
        mentions.push(GoldMention { readings, optional: mention.optional });
    }
    let reference_date = raw.reference_date.as_deref().map(parse_date).transpose()?;
    Ok(GoldDocument { text: raw.text, mentions, reference_date })
}

fn reading(text: &str, boundaries: &[usize], raw: &RawMention) -> Result<Reading, GoldError> {
    let label = raw.r#type.parse()?;
    let fault = || GoldError::Span { begin: raw.begin, end: raw.end, text: raw.text.clone().unwrap_or_default() };
    let (Some(&begin), Some(&end)) = (boundaries.get(raw.begin), boundaries.get(raw.end)) else { return Err(fault()) };
    if begin >= end || raw.text.as_ref().is_some_and(|expected| *expected != text[begin..end]) {
        return Err(fault());
    }
    Ok(Reading { label, begin, end, value: raw.value.clone() })
}

fn relaxed(text: &str, readings: &[Reading]) -> Vec<Reading> {
    let mut more = Vec::new();
    for reading in readings {
        if let Some(begin) = generic_head_before(text, reading.begin) {
            more.push(Reading { begin, ..reading.clone() });
        }
        if reading.label == Label::Organization
            && let Some(end) = nisba_after(text, reading.end)
        {
            more.push(Reading { end, ..reading.clone() });
        }
    }
    more
}

/// Joins each `window` consecutive documents to one, by line breaks.
pub(super) fn join(documents: Vec<GoldDocument>, window: usize) -> Vec<GoldDocument> {
    if window <= 1 {
        return documents;
    }
    let mut joined = Vec::with_capacity(documents.len() / window + 1);
    for (i, document) in documents.into_iter().enumerate() {
        if i % window == 0 {
            joined.push(GoldDocument::default());
        }
        if let Some(last) = joined.last_mut() {
            last.append(document);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_code_points_and_windows_shift_them() {
        let line = r#"{"id":"1","text":"في حيفا","mentions":[{"type":"PLACE","begin":3,"end":7,"text":"حيفا"}]}"#;
        let documents: Vec<_> = (0..3).map(|_| parse(line, false).expect("a valid line")).collect();
        let joined = join(documents, 2);
        assert_eq!(joined.len(), 2);
        assert_eq!(joined[0].mentions.len(), 2);
        for mention in &joined[0].mentions {
            let reading = &mention.readings[0];
            assert_eq!(&joined[0].text[reading.begin..reading.end], "حيفا");
        }
    }

    #[test]
    fn faults_are_named() {
        let cases = [
            (r#"{"text":"ab","mentions":[{"type":"CITY","begin":0,"end":1}]}"#, "unknown type `CITY`"),
            (r#"{"text":"ab","mentions":[{"type":"PLACE","begin":0,"end":3}]}"#, "outside the text"),
            (r#"{"text":"ab","mentions":[{"type":"PLACE","begin":0,"end":1,"text":"b"}]}"#, "is not `b`"),
            (r#"{"text":"ab","mentions":[],"reference_date":"yesterday"}"#, "reference_date"),
            (r#"{"text":"ab"}"#, "mentions"),
        ];
        for (json, expected) in cases {
            let message = parse(json, false).expect_err(json).to_string();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn a_lenient_mention_may_take_its_head_and_nisba() {
        let json = r#"{"text":"صحيفة معاريف الإسرائيلية","mentions":[{"type":"ORGANIZATION","begin":6,"end":12,"alternatives":[{"type":"COMPANY","begin":6,"end":12}]}]}"#;
        let document = parse(json, true).expect("a valid document");
        let spans: Vec<_> =
            document.mentions[0].readings.iter().map(|r| (r.label, &document.text[r.begin..r.end])).collect();
        assert_eq!(
            spans,
            [
                (Label::Organization, "معاريف"),
                (Label::Company, "معاريف"),
                (Label::Organization, "صحيفة معاريف"),
                (Label::Organization, "معاريف الإسرائيلية"),
                (Label::Company, "صحيفة معاريف"),
            ]
        );
    }
}
