//! Requests of the contract, checked and turned into what the engine takes.
//!
//! All faults of a request are collected, so that a client sees them at once.

use std::sync::Arc;

use super::ad_hoc::AdHocCache;
use super::date::parse_date;
use super::error::{Reason, ServiceError, Violation};
use super::limits::Limits;
use super::loaded::Loaded;
use super::proto;
use crate::extract::{CivilDate, Options, Overlap, TypeSet};
use crate::gazetteer::{AdHocList, AdHocLists, EntityType};
use crate::text::OffsetEncoding;

/// A document that passed its checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedDocument {
    /// As the caller chose it.
    pub id: String,
    /// Not empty and within the limit.
    pub text: String,
    /// Resolves relative dates.
    pub reference_date: Option<CivilDate>,
    /// Zone of times that name none, or empty.
    pub time_zone: String,
}

/// Options that passed their checks.
#[derive(Clone, Debug, Default)]
pub struct CheckedOptions {
    /// What the engine takes.
    pub options: Options,
    /// The unit of offsets in the answer.
    pub offset_encoding: OffsetEncoding,
}

/// Checks one document, which stands at `field` of the request.
///
/// # Errors
/// All faults of the document.
pub fn check_document(raw: proto::Document, field: &str, limits: &Limits) -> Result<CheckedDocument, Vec<Violation>> {
    let mut faults = Vec::new();
    if raw.text.is_empty() {
        faults.push(Violation::new(format!("{field}.text"), Reason::TextEmpty, "is empty"));
    } else if raw.text.len() > limits.text_bytes {
        let field = format!("{field}.text");
        faults.push(Violation::over_limit(field, Reason::TextTooLong, "bytes", raw.text.len(), limits.text_bytes));
    }
    let mut reference_date = None;
    match raw.reference_date.as_deref().filter(|date| !date.is_empty()).map(parse_date).transpose() {
        Ok(date) => reference_date = date,
        Err(error) => {
            let field = format!("{field}.reference_date");
            faults.push(Violation::new(field, Reason::InvalidReferenceDate, error.to_string()));
        }
    }
    let time_zone = raw.time_zone.unwrap_or_default();
    if !is_time_zone(&time_zone) {
        let description = "expected an IANA name such as Asia/Riyadh or an offset such as UTC+3";
        faults.push(Violation::new(format!("{field}.time_zone"), Reason::InvalidTimeZone, description));
    }
    if faults.is_empty() {
        Ok(CheckedDocument { id: raw.id, text: raw.text, reference_date, time_zone })
    } else {
        Err(faults)
    }
}

/// Whether `zone` has the form of an IANA name or of an offset, or is empty.
fn is_time_zone(zone: &str) -> bool {
    zone.len() <= 64
        && zone.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'+' | b'-' | b':'))
        && zone.bytes().next().is_none_or(|b| b.is_ascii_alphabetic() || matches!(b, b'+' | b'-'))
}

/// Checks the options of a request.
///
/// # Errors
/// All faults of the options; or that another gazetteer than the pinned one is
/// loaded.
pub fn check_options(
    raw: Option<proto::ExtractionOptions>,
    limits: &Limits,
    loaded: &Loaded,
    cache: &AdHocCache,
) -> Result<CheckedOptions, ServiceError> {
    let Some(raw) = raw else { return Ok(CheckedOptions::default()) };
    let mut faults = Vec::new();
    let offset_encoding = offset_encoding(raw.offset_encoding, &mut faults);
    let overlap = match proto::Overlap::try_from(raw.overlap) {
        Ok(proto::Overlap::Unspecified | proto::Overlap::Longest) => Overlap::Longest,
        Ok(proto::Overlap::All) => Overlap::All,
        Err(_) => {
            faults.push(unknown("options.overlap", raw.overlap));
            Overlap::Longest
        }
    };
    let min_confidence = raw.min_confidence.unwrap_or(0.0);
    if !(0.0..=1.0).contains(&min_confidence) {
        let description = "expected a number from 0 to 1";
        faults.push(Violation::new("options.min_confidence", Reason::InvalidMinConfidence, description));
    }
    check_ignored(&raw.ignored_surfaces, limits, &mut faults);
    let include = types("options.include_types", &raw.include_types, &mut faults);
    let exclude = types("options.exclude_types", &raw.exclude_types, &mut faults);
    let ad_hoc = ad_hoc(&raw.ad_hoc_lists, limits, cache, &mut faults);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let pinned = raw.gazetteer_digest;
    if !pinned.is_empty() && !pinned.eq_ignore_ascii_case(loaded.gazetteer.digest()) {
        return Err(ServiceError::GazetteerNotLoaded { pinned, loaded: vec![loaded.version.digest.clone()] });
    }
    let options = Options {
        include,
        exclude,
        min_confidence,
        overlap,
        explain: raw.explain,
        ad_hoc,
        ignored_surfaces: raw.ignored_surfaces,
        reference_date: None,
    };
    Ok(CheckedOptions { options, offset_encoding })
}

fn offset_encoding(raw: i32, faults: &mut Vec<Violation>) -> OffsetEncoding {
    match proto::OffsetEncoding::try_from(raw) {
        Ok(proto::OffsetEncoding::Unspecified | proto::OffsetEncoding::Utf8) => OffsetEncoding::Utf8,
        Ok(proto::OffsetEncoding::Utf16) => OffsetEncoding::Utf16,
        Ok(proto::OffsetEncoding::CodePoint) => OffsetEncoding::CodePoint,
        Err(_) => {
            faults.push(unknown("options.offset_encoding", raw));
            OffsetEncoding::Utf8
        }
    }
}

fn unknown(field: impl Into<String>, value: i32) -> Violation {
    let description = match value {
        0 => "must not be unspecified".to_owned(),
        other => format!("has the unknown value {other}"),
    };
    let metadata = vec![("value", value.to_string())];
    Violation { field: field.into(), reason: Reason::UnknownEnumValue, description, metadata }
}

/// The engine's type for a type of the contract; none when it is unspecified
/// or unknown.
pub fn entity_type(raw: i32) -> Option<EntityType> {
    match proto::EntityType::try_from(raw).ok()? {
        proto::EntityType::Unspecified => None,
        proto::EntityType::Person => Some(EntityType::Person),
        proto::EntityType::Place => Some(EntityType::Place),
        proto::EntityType::Company => Some(EntityType::Company),
        proto::EntityType::Organization => Some(EntityType::Organization),
        proto::EntityType::Figure => Some(EntityType::Figure),
    }
}

fn types(field: &str, raw: &[i32], faults: &mut Vec<Violation>) -> TypeSet {
    let mut set = TypeSet::default();
    for (i, &value) in raw.iter().enumerate() {
        match entity_type(value) {
            Some(entity_type) => set = set.with(entity_type),
            None => faults.push(unknown(format!("{field}[{i}]"), value)),
        }
    }
    set
}

fn check_ignored(surfaces: &[String], limits: &Limits, faults: &mut Vec<Violation>) {
    const FIELD: &str = "options.ignored_surfaces";
    if surfaces.len() > limits.ad_hoc_entries {
        let (size, limit) = (surfaces.len(), limits.ad_hoc_entries);
        faults.push(Violation::over_limit(FIELD, Reason::TooManyIgnoredSurfaces, "entries", size, limit));
        return;
    }
    for (i, _) in surfaces.iter().enumerate().filter(|(_, surface)| surface.trim().is_empty()) {
        faults.push(Violation::new(format!("{FIELD}[{i}]"), Reason::InvalidIgnoredSurface, "is empty"));
    }
}

fn ad_hoc(
    raw: &[proto::AdHocList],
    limits: &Limits,
    cache: &AdHocCache,
    faults: &mut Vec<Violation>,
) -> Option<Arc<AdHocLists>> {
    const FIELD: &str = "options.ad_hoc_lists";
    let entries: usize = raw.iter().map(|list| list.entries.len()).sum();
    if entries.max(raw.len()) > limits.ad_hoc_entries {
        let (size, limit) = (entries.max(raw.len()), limits.ad_hoc_entries);
        faults.push(Violation::over_limit(FIELD, Reason::TooManyAdHocEntries, "entries", size, limit));
        return None;
    }
    if entries == 0 && raw.is_empty() {
        return None;
    }
    let before = faults.len();
    let lists: Vec<AdHocList> = raw.iter().enumerate().filter_map(|(i, list)| ad_hoc_list(i, list, faults)).collect();
    if faults.len() > before {
        return None;
    }
    match cache.compile(raw, &lists) {
        Ok(compiled) => Some(compiled),
        Err(error) => {
            let field = format!("{FIELD}[{}].entries[{}].surface", error.list, error.entry);
            faults.push(Violation::new(field, Reason::InvalidAdHocList, error.message));
            None
        }
    }
}

fn ad_hoc_list(i: usize, raw: &proto::AdHocList, faults: &mut Vec<Violation>) -> Option<AdHocList> {
    let field = format!("options.ad_hoc_lists[{i}]");
    let before = faults.len();
    let kind = entity_type(raw.r#type);
    match kind {
        None => faults.push(unknown(format!("{field}.type"), raw.r#type)),
        Some(EntityType::Figure) => {
            let description = "figures follow patterns and cannot be listed";
            faults.push(Violation::new(format!("{field}.type"), Reason::InvalidAdHocList, description));
        }
        Some(_) => {}
    }
    let exact = match proto::Match::try_from(raw.r#match) {
        Ok(spelling) => spelling == proto::Match::Exact,
        Err(_) => {
            faults.push(unknown(format!("{field}.match"), raw.r#match));
            false
        }
    };
    for (j, _) in raw.entries.iter().enumerate().filter(|(_, entry)| entry.surface.trim().is_empty()) {
        faults.push(Violation::new(format!("{field}.entries[{j}].surface"), Reason::InvalidAdHocList, "is empty"));
    }
    if faults.len() > before {
        return None;
    }
    let entries = raw.entries.iter().map(|entry| (entry.surface.clone(), entry.id.clone())).collect();
    Some(AdHocList { entity_type: kind?, subtype: raw.subtype.clone(), entries, exact })
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
