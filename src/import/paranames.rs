//! ParaNames: a TSV with the columns `wikidata_id`, `eng`, `label`,
//! `language`, `type`, a line for each name of each language.
//!
//! Its types are PER, LOC and ORG: companies come as organizations.

use super::error::ImportError;
use super::input::Inputs;
use super::job::Job;
use super::record::Record;
use crate::gazetteer::{EntityType, Form};

/// Where the columns stand.
struct Columns {
    id: usize,
    english: usize,
    label: usize,
    language: usize,
    kind: usize,
}

impl Columns {
    fn find(header: &str) -> Option<Self> {
        let at = |name: &str| header.split('\t').position(|column| column.trim() == name);
        Some(Self {
            id: at("wikidata_id")?,
            english: at("eng")?,
            label: at("label")?,
            language: at("language")?,
            kind: at("type")?,
        })
    }
}

/// Reads every file, each with its own header.
pub(super) fn read(inputs: &Inputs, job: &mut Job) -> Result<(), ImportError> {
    for file in inputs.files() {
        job.begin_file(file);
        let mut lines = inputs.lines(file)?;
        let columns = match lines.next()? {
            Some((_, Ok(header))) => Columns::find(header),
            _ => None,
        };
        let columns = columns.ok_or_else(|| ImportError::Format {
            file: file.clone(),
            message: "no header with wikidata_id, eng, label, language and type".to_owned(),
        })?;
        while let Some((number, line)) = lines.next()? {
            match line {
                Ok(line) => row(line, number, &columns, job)?,
                Err(message) => job.malformed(number, message)?,
            }
        }
    }
    Ok(())
}

fn row(line: &str, number: u64, columns: &Columns, job: &mut Job) -> Result<(), ImportError> {
    let field = |at: usize| line.split('\t').nth(at).map(str::trim);
    let (Some(id), Some(english), Some(label), Some(language), Some(kind)) =
        (field(columns.id), field(columns.english), field(columns.label), field(columns.language), field(columns.kind))
    else {
        return job.malformed(number, "too few columns");
    };
    if language != "ar" {
        job.nameless();
        return Ok(());
    }
    if id.strip_prefix('Q').is_none_or(|n| n.parse::<u64>().is_err()) {
        return job.malformed(number, format!("'{id}' is no Wikidata id"));
    }
    let (entity_type, subtype) = match kind {
        "PER" => (EntityType::Person, ""),
        "LOC" => (EntityType::Place, ""),
        "ORG" => (EntityType::Organization, "other"),
        other => return job.malformed(number, format!("unknown type '{other}'")),
    };
    job.take(&Record {
        id: format!("wikidata/{id}"),
        entity_type,
        subtype: subtype.into(),
        country: String::new(),
        population: None,
        english: english.to_owned(),
        ids: vec![("wikidata", id.to_owned())],
        names: vec![(label.to_owned(), Form::Canonical)],
    })
}
