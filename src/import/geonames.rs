//! GeoNames: features of `allCountries` or `citiesNNN` with the names that
//! `alternateNamesV2` tags as Arabic.
//!
//! Which file is which is told by its columns. Without alternate names the
//! features' own untagged names in Arabic letters are used, but for names in
//! letters of Persian and Urdu and for countries that write these.

use std::collections::HashMap;

use super::error::ImportError;
use super::input::Inputs;
use super::job::Job;
use super::record::Record;
use crate::gazetteer::EntityType::{Organization, Place};
use crate::gazetteer::{EntityType, Form};

/// Columns of a file of features.
const FEATURE_COLUMNS: usize = 19;
/// Columns of alternate names: 8 in the first version, then 10.
const ALTERNATE_COLUMNS: [usize; 2] = [8, 10];

/// Letters that Arabic lacks, and countries whose untagged names have them.
const FOREIGN_LETTERS: &str = "پچژگڤڨکیھہەۆێڕڵٹڈڑںے";
const FOREIGN_COUNTRIES: [&str; 5] = ["IR", "PK", "AF", "IN", "TJ"];

/// What alternate names say of features, by geonameid.
#[derive(Default)]
struct Alternates {
    arabic: HashMap<u32, Vec<(String, Form)>>,
    wikidata: Vec<(u32, u32)>,
}

/// Reads the alternate names of all files first, then the features.
pub(super) fn read(inputs: &Inputs, job: &mut Job) -> Result<(), ImportError> {
    let mut features = Vec::new();
    let mut alternates = None;
    for file in inputs.files() {
        let mut lines = inputs.lines(file)?;
        job.begin_file(file);
        let columns = match lines.next()? {
            Some((_, Ok(line))) => {
                let columns = line.split('\t').count();
                if ALTERNATE_COLUMNS.contains(&columns) {
                    alternates.get_or_insert_with(Alternates::default).line(line, 1, job)?;
                }
                columns
            }
            _ => 0,
        };
        if columns == FEATURE_COLUMNS {
            // Opened anew when all alternate names are known.
            features.push(file);
        } else if ALTERNATE_COLUMNS.contains(&columns) {
            let alternates = alternates.get_or_insert_with(Alternates::default);
            while let Some((number, line)) = lines.next()? {
                match line {
                    Ok(line) => alternates.line(line, number, job)?,
                    Err(message) => job.malformed(number, message)?,
                }
            }
        } else {
            let message =
                format!("the first line has {columns} columns: neither features (19) nor alternate names (10)");
            return Err(ImportError::Format { file: file.clone(), message });
        }
    }
    if features.is_empty() {
        let message = "alternate names need features too: allCountries or citiesNNN".to_owned();
        return Err(ImportError::Format { file: inputs.files()[0].clone(), message });
    }
    if let Some(alternates) = &mut alternates {
        alternates.wikidata.sort_unstable();
    }
    for file in features {
        job.begin_file(file);
        let mut lines = inputs.lines(file)?;
        while let Some((number, line)) = lines.next()? {
            match line {
                Ok(line) => feature(line, number, alternates.as_mut(), job)?,
                Err(message) => job.malformed(number, message)?,
            }
        }
    }
    Ok(())
}

impl Alternates {
    /// alternateNameId, geonameid, isolanguage, alternate name,
    /// isPreferredName, isShortName, isColloquial, isHistoric, from, to.
    fn line(&mut self, line: &str, number: u64, job: &mut Job) -> Result<(), ImportError> {
        let mut fields = line.split('\t');
        let (Some(_), Some(id), Some(language), Some(name)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return job.malformed(number, "fewer than 4 columns");
        };
        if language != "ar" && language != "wkdt" {
            return Ok(());
        }
        let Ok(id) = id.parse::<u32>() else {
            return job.malformed(number, format!("geonameid '{id}' is not a number"));
        };
        if language == "wkdt" {
            if let Some(Ok(item)) = name.strip_prefix('Q').map(str::parse::<u32>) {
                self.wikidata.push((id, item));
            }
            return Ok(());
        }
        let mut flag = || fields.next() == Some("1");
        let (preferred, short, colloquial, historic) = (flag(), flag(), flag(), flag());
        let form = match () {
            () if historic => Form::Former,
            () if colloquial => Form::Nickname,
            () if preferred => Form::Canonical,
            () if short => Form::Short,
            () => Form::Variant,
        };
        self.arabic.entry(id).or_default().push((name.to_owned(), form));
        Ok(())
    }
}

fn feature(line: &str, number: u64, alternates: Option<&mut Alternates>, job: &mut Job) -> Result<(), ImportError> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, name, _, untagged, _, _, class, code, country, _, _, _, _, _, population, ..] = columns[..] else {
        return job.malformed(number, format!("{} columns, not {FEATURE_COLUMNS}", columns.len()));
    };
    if columns.len() != FEATURE_COLUMNS {
        return job.malformed(number, format!("{} columns, not {FEATURE_COLUMNS}", columns.len()));
    }
    let Ok(key) = id.parse::<u32>() else {
        return job.malformed(number, format!("geonameid '{id}' is not a number"));
    };
    let Ok(population) = (if population.is_empty() { Ok(0) } else { population.parse::<u64>() }) else {
        return job.malformed(number, format!("population '{population}' is not a number"));
    };
    let Some((entity_type, subtype)) = kind(class, code) else {
        job.untyped();
        return Ok(());
    };
    let mut ids = vec![("geonames", id.to_owned())];
    let names = match alternates {
        Some(alternates) => {
            if let Ok(at) = alternates.wikidata.binary_search_by_key(&key, |w| w.0) {
                ids.push(("wikidata", format!("Q{}", alternates.wikidata[at].1)));
            }
            alternates.arabic.remove(&key).unwrap_or_default()
        }
        None if FOREIGN_COUNTRIES.contains(&country) => Vec::new(),
        None => untagged
            .split(',')
            .filter(|n| !n.contains(|c| FOREIGN_LETTERS.contains(c)))
            .map(|n| (n.to_owned(), Form::Variant))
            .collect(),
    };
    if names.is_empty() {
        job.nameless();
        return Ok(());
    }
    job.take(&Record {
        id: format!("geonames/{id}"),
        entity_type,
        subtype: subtype.into(),
        country: if country.len() == 2 { country.to_owned() } else { String::new() },
        population: (population > 0).then_some(population),
        english: name.to_owned(),
        ids,
        names,
    })
}

/// Type and kind of a feature class and code; `None` for what Kayan has no
/// kind for, and for places that are gone.
fn kind(class: &str, code: &str) -> Option<(EntityType, &'static str)> {
    let place = match (class, code) {
        ("A", "PCLH" | "ADM1H" | "ADM2H" | "ADM3H" | "ADM4H") | ("P", "PPLQ" | "PPLW" | "PPLH") => return None,
        ("A", "PCLI" | "PCL" | "PCLS" | "PCLF") => "country",
        ("A", "PCLD" | "PCLIX" | "TERR") => "territory",
        ("A", "ADM4" | "ADM5") => "district",
        ("A", _) | ("L", "RGN" | "RGNE") => "region",
        ("P", "PPLX") => "district",
        ("P", _) => "city",
        ("H", "SEA" | "OCN") => "sea",
        ("H", "GULF" | "BAY" | "BAYS") => "gulf",
        ("H", "STRT") => "strait",
        ("H", "CNL" | "CNLN") => "canal",
        ("H", "LK" | "LKS" | "LGN" | "RSV") => "lake",
        ("H", "STM" | "STMS" | "STMI") => "river",
        ("T", "MT" | "MTS" | "PK" | "PKS" | "HLL" | "HLLS" | "VLC") => "mountain",
        ("T", "ISL" | "ISLS" | "ATOL") => "island",
        ("T", "DSRT") => "desert",
        ("T", "VAL" | "VALS") | ("H", "WAD" | "WADS") => "valley",
        ("T", "CAPE" | "PEN") => "cape",
        ("L", "CONT") => "continent",
        ("L", "PRK") => "park",
        ("L", "OILF" | "GASF") => "oilfield",
        ("L", "PRT") | ("H", "HBR") => "port",
        ("L", "MILB") | ("S", "AIRB" | "NVB") => "base",
        ("R", "ST") => "street",
        ("S", "AIRP" | "AIRF") => "airport",
        ("S", "STDM") => "stadium",
        ("S", "MSQE") => "mosque",
        ("S", "CH" | "MSTY" | "CTHSE") => "church",
        ("S", "PAL") => "palace",
        ("S", "MUS") => "museum",
        ("S", "BDG") => "bridge",
        ("S", "DAM") => "dam",
        ("S", "SQR") => "square",
        ("S", "ANS" | "RUIN" | "PYR" | "PYRS" | "CSTL" | "FT") => "site",
        ("S", "UNIV") => return Some((Organization, "university")),
        ("S", "HSP") => return Some((Organization, "hospital")),
        _ => return None,
    };
    Some((Place, place))
}
