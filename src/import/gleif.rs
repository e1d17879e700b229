//! GLEIF: the golden copy of LEI records (level 1) in CSV.
//!
//! Arabic names are the legal name or other names whose `xmllang` is Arabic.
//! Legal forms at the end are taken off, and a short form without شركة
//! ("company") is added, since that head stays outside a name.

use csv::StringRecord;

use super::error::ImportError;
use super::input::Inputs;
use super::job::Job;
use super::record::Record;
use crate::gazetteer::{EntityType, Form};

/// Columns of one group of names: the name, its language, its kind.
struct NameColumns {
    name: usize,
    language: usize,
    kind: Option<usize>,
}

struct Columns {
    lei: usize,
    legal: NameColumns,
    country: usize,
    category: Option<usize>,
    status: Option<usize>,
    others: Vec<NameColumns>,
}

impl Columns {
    fn find(header: &StringRecord) -> Option<Self> {
        let at = |name: &str| header.iter().position(|column| column == name);
        let group = |name: &str| {
            Some(NameColumns {
                name: at(name)?,
                language: at(&format!("{name}.xmllang"))?,
                kind: at(&format!("{name}.type")),
            })
        };
        let others = (1..).map_while(|i| group(&format!("Entity.OtherEntityNames.OtherEntityName.{i}")));
        Some(Self {
            lei: at("LEI")?,
            legal: group("Entity.LegalName")?,
            country: at("Entity.LegalAddress.Country")?,
            category: at("Entity.EntityCategory"),
            status: at("Entity.EntityStatus"),
            others: others.collect(),
        })
    }
}

/// Reads every file, each with its own header.
pub(super) fn read(inputs: &Inputs, job: &mut Job) -> Result<(), ImportError> {
    for file in inputs.files() {
        job.begin_file(file);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(inputs.open(file)?);
        let fault = |error: csv::Error| match error.into_kind() {
            csv::ErrorKind::Io(source) => ImportError::Read { file: file.clone(), source },
            other => ImportError::Format { file: file.clone(), message: format!("{other:?}") },
        };
        let columns = Columns::find(reader.headers().map_err(fault)?).ok_or_else(|| ImportError::Format {
            file: file.clone(),
            message: "no header with LEI, Entity.LegalName, Entity.LegalName.xmllang and Entity.LegalAddress.Country"
                .to_owned(),
        })?;
        let width = reader.headers().map_err(fault)?.len();
        let mut record = StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) if record.len() == width => legal_entity(&record, line, &columns, job)?,
                Ok(true) => job.malformed(line, format!("{} columns, not {width}", record.len()))?,
                Err(error) if error.is_io_error() => return Err(fault(error)),
                Err(error) => job.malformed(line, error)?,
            }
        }
    }
    Ok(())
}

fn legal_entity(record: &StringRecord, line: u64, columns: &Columns, job: &mut Job) -> Result<(), ImportError> {
    let field = |at: usize| record.get(at).unwrap_or_default();
    let lei = field(columns.lei);
    if lei.len() != 20 || !lei.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return job.malformed(line, format!("'{lei}' is no LEI"));
    }
    if columns.status.is_some_and(|s| field(s) == "INACTIVE") {
        job.untyped();
        return Ok(());
    }
    let (entity_type, subtype) = match columns.category.map_or("", field) {
        "RESIDENT_GOVERNMENT_ENTITY" => (EntityType::Organization, "agency"),
        "INTERNATIONAL_ORGANIZATION" => (EntityType::Organization, "international"),
        "FUND" => (EntityType::Company, "finance"),
        _ => (EntityType::Company, ""),
    };
    let is_arabic = |language: &str| language.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("ar"));
    let mut names = Vec::new();
    for group in std::iter::once(&columns.legal).chain(&columns.others) {
        let name = field(group.name);
        if name.is_empty() || !is_arabic(field(group.language)) {
            continue;
        }
        let form = match group.kind.map_or("", field) {
            "PREVIOUS_LEGAL_NAME" => Form::Former,
            "TRADING_OR_OPERATING_NAME" => Form::Short,
            _ => Form::Canonical,
        };
        let name = without_legal_form(name);
        names.push((name.to_owned(), form));
        if let Some(short) = name.strip_prefix("شركة ").filter(|s| s.contains(' ')) {
            names.push((short.to_owned(), Form::Short));
        }
    }
    if names.is_empty() {
        job.nameless();
        return Ok(());
    }
    let country = field(columns.country);
    job.take(&Record {
        id: format!("gleif/{lei}"),
        entity_type,
        subtype: subtype.into(),
        country: if country.len() == 2 { country.to_owned() } else { String::new() },
        population: None,
        english: if is_arabic(field(columns.legal.language)) { "" } else { field(columns.legal.name) }.to_owned(),
        ids: vec![("lei", lei.to_owned())],
        names,
    })
}

/// Legal forms at the end of a name, longest first.
const LEGAL_FORMS: [&str; 15] = [
    "ذات المسؤولية المحدودة",
    "ذات مسؤولية محدودة",
    "شركة مساهمة مصرية",
    "المساهمة العامة",
    "مساهمة مقفلة",
    "مساهمة عامة",
    "شركة مساهمة",
    "المحدودة",
    "ش.م.ب.م",
    "ش.م.ع",
    "ش.م.م",
    "ش.م.ك",
    "ش.م.ل",
    "ذ.م.م",
    "ش.م",
];

fn without_legal_form(name: &str) -> &str {
    let mut name = name.trim();
    loop {
        let bare = name.trim_end_matches([' ', '-', '–', '،', ',', '.', '(', ')']);
        let Some(shorter) = LEGAL_FORMS.iter().find_map(|form| bare.strip_suffix(form)).map(str::trim_end) else {
            return if bare.len() < name.len() && !name.ends_with(')') { bare } else { name };
        };
        if shorter.is_empty() {
            return bare;
        }
        name = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_taken_off() {
        for (name, expected) in [
            ("شركة الأمل للتجارة ذ.م.م", "شركة الأمل للتجارة"),
            ("بنك الساحل (ش.م.ع.)", "بنك الساحل"),
            ("شركة النور المحدودة - ذ.م.م.", "شركة النور"),
            ("مجموعة الشرق", "مجموعة الشرق"),
            ("المحدودة", "المحدودة"),
        ] {
            assert_eq!(without_legal_form(name), expected, "{name}");
        }
    }
}
