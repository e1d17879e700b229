//! The layer of the file: TOML whose keys are those of the settings.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::layers::{Given, Origin};
use super::{Raw, SETTINGS, find, suggestion};

/// Reads the values of a file, in its order.
pub(super) fn read(path: &Path, faults: &mut Vec<String>) -> Vec<Given> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            faults.push(format!("{}: {error}", path.display()));
            return Vec::new();
        }
    };
    let mut reader = Reader { path, text: &text, faults, given: Vec::new() };
    match DeTable::parse(&text) {
        Ok(table) => reader.table("", table.get_ref()),
        // The error's own form would quote the line.
        Err(error) => reader.fault(error.span().map_or(0, |span| span.start), error.message()),
    }
    reader.given
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    faults: &'a mut Vec<String>,
    given: Vec<Given>,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    fn fault(&mut self, at: usize, message: &str) {
        let line = self.line(at);
        self.faults.push(format!("{}:{line}: {message}", self.path.display()));
    }

    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let at = name.span().start;
            let key = format!("{prefix}{}", name.get_ref());
            let below = format!("{key}.");
            let setting = find(&key);
            match (value.get_ref(), setting) {
                (DeValue::Table(inner), _) if SETTINGS.iter().any(|setting| setting.key.starts_with(&below)) => {
                    self.table(&below, inner);
                }
                (DeValue::Table(_), None) => {
                    let tables =
                        SETTINGS.iter().filter_map(|setting| setting.key.rsplit_once('.')).map(|(table, _)| table);
                    let suggestion = suggestion(&key, tables);
                    self.fault(at, &format!("unknown table {key}{suggestion}"));
                }
                (_, None) => {
                    let suggestion = suggestion(&key, SETTINGS.iter().map(|setting| setting.key));
                    self.fault(at, &format!("unknown key {key}{suggestion}"));
                }
                (value, Some(setting)) => match raw(value) {
                    Some(raw) => {
                        let origin = Origin::File { path: self.path.to_owned(), line: self.line(at) };
                        self.given.push(Given { setting, raw, origin });
                    }
                    None => {
                        self.fault(at, &format!("{key}: expected a string, a number, true, false or a list of strings"))
                    }
                },
            }
        }
    }
}

/// A value as text; none for what no setting is.
fn raw(value: &DeValue<'_>) -> Option<Raw> {
    Some(match value {
        DeValue::String(text) => Raw::Text(text.clone().into_owned()),
        DeValue::Integer(number) if number.radix() == 10 => Raw::Text(number.as_str().replace('_', "")),
        DeValue::Float(number) => Raw::Text(number.as_str().replace('_', "")),
        DeValue::Boolean(truth) => Raw::Text(truth.to_string()),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| match item.get_ref() {
                DeValue::String(text) => Some(text.clone().into_owned()),
                _ => None,
            });
            Raw::List(items.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}
