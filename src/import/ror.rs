//! ROR: the data dump in JSON, schema 2, one array of records.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::error::ImportError;
use super::input::Inputs;
use super::job::Job;
use super::record::Record;
use crate::gazetteer::{EntityType, Form};

#[derive(Deserialize)]
struct Organization {
    id: String,
    names: Vec<Name>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    locations: Vec<Location>,
    #[serde(default)]
    external_ids: Vec<ExternalId>,
}

#[derive(Deserialize)]
struct Name {
    value: String,
    #[serde(default)]
    types: Vec<String>,
    lang: Option<String>,
}

#[derive(Deserialize)]
struct Location {
    geonames_details: Option<GeoNamesDetails>,
}

#[derive(Deserialize)]
struct GeoNamesDetails {
    country_code: Option<String>,
}

#[derive(Deserialize)]
struct ExternalId {
    #[serde(rename = "type")]
    system: String,
    preferred: Option<String>,
    #[serde(default)]
    all: Vec<String>,
}

/// Reads the elements of the array one by one.
struct Elements<'a> {
    job: &'a mut Job,
    failed: &'a mut Option<ImportError>,
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut elements: S) -> Result<(), S::Error> {
        let mut number = 0;
        while let Some(json) = elements.next_element::<Box<RawValue>>()? {
            number += 1;
            if let Err(error) = organization(json.get(), number, self.job) {
                *self.failed = Some(error);
                return Err(S::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// Reads every file.
pub(super) fn read(inputs: &Inputs, job: &mut Job) -> Result<(), ImportError> {
    for file in inputs.files() {
        job.begin_file(file);
        let mut failed = None;
        let mut json = serde_json::Deserializer::from_reader(inputs.open(file)?);
        let result = json.deserialize_seq(Elements { job, failed: &mut failed });
        if let Some(error) = failed {
            return Err(error);
        }
        result.and_then(|()| json.end()).map_err(|error| match error.io_error_kind() {
            Some(kind) => ImportError::Read { file: file.clone(), source: kind.into() },
            None => ImportError::Format { file: file.clone(), message: error.to_string() },
        })?;
    }
    Ok(())
}

fn organization(json: &str, number: u64, job: &mut Job) -> Result<(), ImportError> {
    let place = format!("record {number}");
    let organization: Organization = match serde_json::from_str(json) {
        Ok(organization) => organization,
        Err(error) => return job.malformed(place, error),
    };
    let Some(id) = organization.id.strip_prefix("https://ror.org/").filter(|id| !id.is_empty()) else {
        return job.malformed(place, format!("'{}' is no ROR id", organization.id));
    };
    if !matches!(&*organization.status, "" | "active") {
        job.untyped();
        return Ok(());
    }
    let is = |kind: &str| organization.types.iter().any(|t| t == kind);
    let (entity_type, subtype) = match () {
        () if is("education") => (EntityType::Organization, "university"),
        () if is("company") => (EntityType::Company, ""),
        () if is("healthcare") => (EntityType::Organization, "hospital"),
        () if is("government") => (EntityType::Organization, "agency"),
        () if is("nonprofit") => (EntityType::Organization, "ngo"),
        () => (EntityType::Organization, "research"),
    };
    let in_language = |language: &'static str| {
        organization.names.iter().filter(move |n| n.lang.as_deref().is_some_and(|l| l == language))
    };
    let names = in_language("ar").map(|name| {
        let form = match &name.types[..] {
            types if types.iter().any(|t| t == "label" || t == "ror_display") => Form::Canonical,
            types if types.iter().any(|t| t == "acronym") => Form::Acronym,
            _ => Form::Variant,
        };
        (name.value.clone(), form)
    });
    let english = in_language("en").find(|n| n.types.iter().any(|t| t == "label"));
    let display = organization.names.iter().find(|n| n.types.iter().any(|t| t == "ror_display"));
    let mut ids = vec![("ror", id.to_owned())];
    for external in &organization.external_ids {
        let system = match &*external.system {
            "wikidata" => "wikidata",
            "isni" => "isni",
            _ => continue,
        };
        ids.extend(external.preferred.as_ref().or(external.all.first()).map(|v| (system, v.replace(' ', ""))));
    }
    let details = organization.locations.first().and_then(|l| l.geonames_details.as_ref());
    job.take(&Record {
        id: format!("ror/{id}"),
        entity_type,
        subtype: subtype.into(),
        country: details.and_then(|d| d.country_code.clone()).filter(|c| c.len() == 2).unwrap_or_default(),
        population: None,
        english: english.or(display).map(|n| n.value.clone()).unwrap_or_default(),
        ids,
        names: names.collect(),
    })
}
