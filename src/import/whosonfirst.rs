//! Who's On First: GeoJSON features in a tar, as its bundles come, or one a
//! line.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use serde::Deserialize;
use serde_json::Value;

use super::error::ImportError;
use super::input::Inputs;
use super::job::Job;
use super::record::Record;
use crate::gazetteer::{EntityType, Form};

/// Bytes of one feature in a tar; coastlines have tens of millions.
const LARGEST: u64 = 512 << 20;

#[derive(Deserialize)]
struct Feature {
    properties: BTreeMap<String, Value>,
}

/// Reads bundles and files of lines.
pub(super) fn read(inputs: &Inputs, job: &mut Job) -> Result<(), ImportError> {
    for file in inputs.files() {
        job.begin_file(file);
        let mut reader = inputs.open(file)?;
        let fault = |source| ImportError::Read { file: file.clone(), source };
        // A tar begins with the name of its first file, GeoJSON with a brace.
        let first = reader.fill_buf().map_err(fault)?.iter().copied().find(|b| !b.is_ascii_whitespace());
        match first {
            Some(b'{') => {
                let mut lines = super::lines::Lines::new(file, reader);
                while let Some((number, line)) = lines.next()? {
                    match line {
                        Ok(line) if line.trim().is_empty() => {}
                        Ok(line) => feature(line.as_bytes(), number, job)?,
                        Err(message) => job.malformed(number, message)?,
                    }
                }
            }
            Some(_) => bundle(reader, job).map_err(|error| match error {
                BundleError::Read(source) => fault(source),
                BundleError::Import(error) => error,
            })?,
            None => {}
        }
    }
    Ok(())
}

enum BundleError {
    Read(std::io::Error),
    Import(ImportError),
}

fn bundle(reader: Box<dyn BufRead>, job: &mut Job) -> Result<(), BundleError> {
    let mut archive = tar::Archive::new(reader);
    let mut content = Vec::new();
    for entry in archive.entries().map_err(BundleError::Read)? {
        let entry = entry.map_err(BundleError::Read)?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        // Other geometries of a place lie beside it as ID-alt-SOURCE.geojson.
        if !path.ends_with(".geojson") || path.contains("-alt-") {
            continue;
        }
        if entry.size() > LARGEST {
            job.malformed(&path, format!("larger than {LARGEST} bytes")).map_err(BundleError::Import)?;
            continue;
        }
        content.clear();
        entry.take(LARGEST).read_to_end(&mut content).map_err(BundleError::Read)?;
        feature(&content, path, job).map_err(BundleError::Import)?;
    }
    Ok(())
}

fn feature(json: &[u8], place: impl std::fmt::Display, job: &mut Job) -> Result<(), ImportError> {
    let properties = match serde_json::from_slice::<Feature>(json) {
        Ok(feature) => feature.properties,
        Err(error) => return job.malformed(place, error),
    };
    let text = |key: &str| properties.get(key).and_then(Value::as_str).unwrap_or_default();
    let number = |key: &str| properties.get(key).and_then(Value::as_i64);
    let Some(id) = number("wof:id") else { return job.malformed(place, "no wof:id") };
    let superseded = properties.get("wof:superseded_by").and_then(Value::as_array).is_some_and(|s| !s.is_empty());
    let gone = number("mz:is_current") == Some(0)
        || superseded
        || !matches!(text("edtf:deprecated"), "" | "uuuu" | "..")
        || !matches!(text("edtf:cessation"), "" | "uuuu" | "..");
    let Some(subtype) = subtype(text("wof:placetype")).filter(|_| !gone) else {
        job.untyped();
        return Ok(());
    };
    let mut names = Vec::new();
    for (kind, form) in [
        ("preferred", Form::Canonical),
        ("variant", Form::Variant),
        ("colloquial", Form::Nickname),
        ("historical", Form::Former),
    ] {
        let listed = properties.get(&format!("name:ara_x_{kind}")).and_then(Value::as_array);
        names.extend(listed.into_iter().flatten().filter_map(Value::as_str).map(|n| (n.to_owned(), form)));
    }
    if names.is_empty() {
        job.nameless();
        return Ok(());
    }
    let english = properties.get("name:eng_x_preferred").and_then(|n| n.get(0)).and_then(Value::as_str);
    let country = Some(text("wof:country")).filter(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()));
    let population = ["wof:population", "gn:population", "qs:gn_pop"].into_iter().find_map(number);
    let mut ids = vec![("whosonfirst", id.to_string())];
    if let Some(known) = properties.get("wof:concordances") {
        for (key, system) in [("gn:id", "geonames"), ("wd:id", "wikidata"), ("iso:id", "iso3166")] {
            let value = match known.get(key) {
                Some(Value::String(value)) => value.clone(),
                Some(Value::Number(value)) => value.to_string(),
                _ => continue,
            };
            ids.push((system, value));
        }
    }
    job.take(&Record {
        id: format!("whosonfirst/{id}"),
        entity_type: EntityType::Place,
        subtype: subtype.into(),
        country: country.unwrap_or_default().to_owned(),
        population: population.and_then(|p| u64::try_from(p).ok()),
        english: english.unwrap_or(text("wof:name")).to_owned(),
        ids,
        names,
    })
}

/// Kind of a placetype; `None` for what is no named place (postal codes, time
/// zones, venues).
fn subtype(placetype: &str) -> Option<&'static str> {
    Some(match placetype {
        "country" => "country",
        "dependency" | "disputed" => "territory",
        "empire" => "historic_state",
        "continent" => "continent",
        "macroregion" | "region" | "macrocounty" | "county" => "region",
        "localadmin" | "locality" => "city",
        "borough" | "macrohood" | "neighbourhood" | "microhood" => "district",
        "ocean" | "marinearea" => "sea",
        _ => return None,
    })
}
