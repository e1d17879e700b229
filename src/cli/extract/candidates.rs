//! `--candidates`: every candidate with its evidence, one JSON object a line.
//!
//! Invariant: the lines whose `chosen` is true are the mentions that `extract`
//! answers with. The fields are those of a mention of the contract, with what
//! the choice was made by.

use std::io::{self, Write};

use serde::Serialize;

use crate::resolve::Judged;
use crate::service::answer::entity_type;
use crate::service::request::CheckedDocument;
use crate::text::{OffsetConverter, OffsetEncoding};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    document_id: &'a str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    subtype: &'a str,
    text: &'a str,
    begin: u32,
    end: u32,
    rule: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    entry_id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    source: &'a str,
    evidence: Vec<Evidence>,
    score: f32,
    rank: f32,
    chosen: bool,
}

#[derive(Serialize)]
struct Evidence {
    name: &'static str,
    weight: f32,
}

/// Prints the candidates of `document`, whose offsets are bytes of its text, in
/// the unit `encoding`.
pub(super) fn write(
    out: &mut impl Write,
    document: &CheckedDocument,
    candidates: &[Judged],
    encoding: OffsetEncoding,
) -> io::Result<()> {
    let offsets = OffsetConverter::new(&document.text, encoding);
    for candidate in candidates {
        let line = Line {
            document_id: &document.id,
            r#type: entity_type(candidate.entity_type).as_str_name(),
            subtype: &candidate.subtype,
            text: document.text.get(candidate.begin as usize..candidate.end as usize).unwrap_or_default(),
            begin: offsets.convert(candidate.begin),
            end: offsets.convert(candidate.end),
            rule: candidate.rule,
            entry_id: &candidate.entry_id,
            source: &candidate.source,
            evidence: candidate.evidence.iter().map(|&(name, weight)| Evidence { name, weight }).collect(),
            score: candidate.score,
            rank: candidate.rank,
            chosen: candidate.chosen,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
