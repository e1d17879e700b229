//! Sentences on hard ambiguities: each passes when exactly the expected named
//! mentions are found.
//!
//! Figures are ignored. The expected surface may be the mention's text or its
//! entity's canonical name; a mention marked `?` may be missing.

use std::io::Write;
use std::sync::Arc;

use serde_json::json;

use super::super::error::CliError;
use crate::extract::{Extractor, Options};
use crate::gazetteer::{EntityType, Gazetteer};
use crate::resolve::Extraction;
use crate::text::{Tier, fold};

/// A mention that a sentence should have.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Expected {
    surface: String,
    entity_type: EntityType,
    required: bool,
}

/// A named mention that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    entity_type: EntityType,
    /// Its text, its text with the article restored, and its canonical name.
    names: Vec<String>,
}

/// What is wrong with a line of the table.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LineError {
    #[error("expected 5 or 6 columns, found {0}")]
    Columns(usize),
    #[error("expected `surface=TYPE`, found `{0}`")]
    Expectation(String),
}

/// Reads the column of expected mentions. Figures are left out.
fn parse_expected(column: &str) -> Result<Vec<Expected>, LineError> {
    let mut all = Vec::new();
    for part in column.split(';').map(str::trim).filter(|part| !part.is_empty() && *part != "NONE") {
        let fault = || LineError::Expectation(part.to_owned());
        let (surface, kind) = part.split_once('=').ok_or_else(fault)?;
        let end = kind.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(kind.len());
        let name = kind[..end].to_ascii_lowercase();
        match EntityType::from_name(&name) {
            Some(EntityType::Figure) => {}
            Some(entity_type) => {
                all.push(Expected { surface: surface.to_owned(), entity_type, required: !kind[end..].contains('?') });
            }
            None if matches!(
                name.as_str(),
                "date" | "time" | "number" | "money" | "percent" | "ordinal" | "quantity"
            ) => {}
            None => return Err(fault()),
        }
    }
    Ok(all)
}

fn named(text: &str, extraction: &Extraction) -> Vec<Named> {
    let mentions = extraction.mentions.iter().filter(|mention| mention.entity_type != EntityType::Figure);
    mentions
        .map(|mention| {
            let surface = &text[mention.begin as usize..mention.end as usize];
            // Expectations are written in ordinary letters: الله for ﷲ.
            let mut names = vec![surface.to_owned(), fold(surface, Tier::Character)];
            if mention.proclitics.last() == Some(&"ل") && surface.starts_with('ل') {
                names.push(format!("ا{surface}"));
                names.push(format!("ال{surface}"));
            }
            let entity = mention.entity.and_then(|at| extraction.entities.get(at as usize));
            names.extend(entity.map(|entity| entity.canonical_name.clone()));
            Named { entity_type: mention.entity_type, names }
        })
        .collect()
}

/// What keeps a sentence from passing: missing and unexpected mentions.
fn faults(expected: &[Expected], found: &[Named]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = vec![false; found.len()];
    for expectation in expected {
        let agrees =
            |named: &Named| named.entity_type == expectation.entity_type && named.names.contains(&expectation.surface);
        match (0..found.len()).find(|&i| !used[i] && agrees(&found[i])) {
            Some(i) => used[i] = true,
            None if expectation.required => {
                faults.push(format!("missing {}={}", expectation.surface, expectation.entity_type.name()));
            }
            None => {}
        }
    }
    for (named, _) in found.iter().zip(&used).filter(|(_, used)| !**used) {
        faults.push(format!("unexpected {}={}", named.names.join("/"), named.entity_type.name()));
    }
    faults
}

/// Evaluates the table in `text` and prints the failing sentences.
pub(super) fn run(
    file: &str,
    text: &str,
    gazetteer: &Arc<Gazetteer>,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let mut extractor = Extractor::new(Arc::clone(gazetteer));
    let (mut passed, mut total, mut failures) = (0, 0, Vec::new());
    for (i, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
        let fault = |source| CliError::Table { file: file.to_owned(), line: i + 1, source };
        let columns: Vec<_> = line.split('\t').collect();
        let (5 | 6, &[id, _, _, sentence, expected, ..]) = (columns.len(), columns.as_slice()) else {
            return Err(fault(LineError::Columns(columns.len())));
        };
        let expected = parse_expected(expected).map_err(fault)?;
        // Without a deadline there is none to exceed.
        let extraction = extractor.extract(sentence, &Options::default(), None).unwrap_or_default();
        let faults = faults(&expected, &named(sentence, &extraction));
        total += 1;
        if faults.is_empty() {
            passed += 1;
        } else {
            failures.push((id.to_owned(), sentence.to_owned(), faults));
        }
    }
    if as_json {
        let failures: Vec<_> = failures
            .iter()
            .map(|(id, sentence, faults)| json!({"id": id, "text": sentence, "faults": faults}))
            .collect();
        writeln!(out, "{}", json!({"file": file, "sentences": total, "passed": passed, "failures": failures}))?;
    } else {
        writeln!(out, "{file}: {passed} of {total} sentences pass")?;
        for (id, sentence, faults) in failures {
            writeln!(out, "{id}  {sentence}  | {}", faults.join(", "))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;

    fn expected(surface: &str, entity_type: EntityType, required: bool) -> Expected {
        Expected { surface: surface.to_owned(), entity_type, required }
    }

    fn found(entity_type: EntityType, names: &[&str]) -> Named {
        Named { entity_type, names: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn expectations_are_read_without_their_hints() {
        assert_eq!(parse_expected("NONE"), Ok(vec![]));
        assert_eq!(
            parse_expected("حيفا=PLACE/city(IL);زين=COMPANY;يوم الأحد=DATE;محمد=PERSON?;الجبل الأسود=PLACE ISO:ME"),
            Ok(vec![
                expected("حيفا", EntityType::Place, true),
                expected("زين", EntityType::Company, true),
                expected("محمد", EntityType::Person, false),
                expected("الجبل الأسود", EntityType::Place, true),
            ])
        );
        assert_eq!(parse_expected("حيفا"), Err(LineError::Expectation("حيفا".to_owned())));
        assert_eq!(parse_expected("حيفا=TOWN"), Err(LineError::Expectation("حيفا=TOWN".to_owned())));
    }

    #[test]
    fn a_sentence_passes_with_exactly_what_is_expected() {
        use EntityType::{Organization, Person, Place};
        let place = expected("الرياض", Place, true);
        let cases: [(&[Expected], &[Named], usize); 6] = [
            (slice::from_ref(&place), &[found(Place, &["لرياض", "الرياض"])], 0),
            (slice::from_ref(&place), &[found(Organization, &["الرياض"])], 2),
            (slice::from_ref(&place), &[], 1),
            (&[expected("محمد", Person, false)], &[], 0),
            (&[], &[found(Person, &["سعيد"])], 1),
            (slice::from_ref(&place), &[found(Place, &["الرياض"]), found(Place, &["الرياض"])], 1),
        ];
        for (expected, found, count) in cases {
            assert_eq!(faults(expected, found).len(), count, "{expected:?} {found:?}");
        }
    }
}
