//! Tables of short texts with the names that must be found in them.
//!
//! A line is `text TAB mention=TYPE;mention=TYPE`, or `NONE` for no name. A
//! mention is compared by its text, its text with the article restored, or its
//! entity's canonical name. Figures are ignored. Any name that is not expected
//! fails the case. Lines that begin with `#` are comments.

use kayan::extract::{Extractor, Options};
use kayan::gazetteer::{EntityType, Gazetteer};
use kayan::resolve::Extraction;

/// Runs every case of a table and reports all failures together.
fn check(table: &str, least: usize) {
    let gazetteer = Gazetteer::embedded().expect("the embedded lists load");
    let mut extractor = Extractor::new(gazetteer);
    let mut failures = Vec::new();
    let mut cases = 0;
    for (i, line) in table.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
        let (text, expected) = line.split_once('\t').unwrap_or_else(|| panic!("line {}: no tab", i + 1));
        let extraction = extractor.extract(text, &Options::default(), None).expect("no deadline");
        let found = named(text, &extraction);
        let expected = expectations(expected, i + 1);
        cases += 1;
        let missing = expected.iter().any(|(surface, entity_type)| {
            !found.iter().any(|(surfaces, found_type)| found_type == entity_type && surfaces.contains(surface))
        });
        if missing || found.len() != expected.len() {
            let found: Vec<_> = found.iter().map(|(s, t)| format!("{}={}", s[0], t.name().to_uppercase())).collect();
            failures.push(format!(
                "{}: {text}\n    found {}",
                i + 1,
                if found.is_empty() { "NONE".to_owned() } else { found.join(";") }
            ));
        }
    }
    assert!(failures.is_empty(), "{} of {cases} cases fail\n{}", failures.len(), failures.join("\n"));
    assert!(cases >= least, "the table has {cases} cases, {least} at least are wanted");
}

fn expectations(column: &str, line: usize) -> Vec<(String, EntityType)> {
    column
        .split(';')
        .filter(|part| *part != "NONE")
        .map(|part| {
            let (surface, name) = part.split_once('=').unwrap_or_else(|| panic!("line {line}: `{part}` has no type"));
            let entity_type =
                EntityType::from_name(&name.to_lowercase()).unwrap_or_else(|| panic!("line {line}: type `{name}`"));
            (surface.to_owned(), entity_type)
        })
        .collect()
}

/// Each named mention with the surfaces by which it may be expected.
fn named(text: &str, extraction: &Extraction) -> Vec<(Vec<String>, EntityType)> {
    extraction
        .mentions
        .iter()
        .filter(|m| m.entity_type != EntityType::Figure)
        .map(|m| {
            let surface = &text[m.begin as usize..m.end as usize];
            let mut surfaces = vec![surface.to_owned(), format!("ا{surface}"), format!("ال{surface}")];
            surfaces
                .extend(m.entity.and_then(|at| extraction.entities.get(at as usize)).map(|e| e.canonical_name.clone()));
            (surfaces, m.entity_type)
        })
        .collect()
}

#[test]
fn companies() {
    check(include_str!("cases/companies.tsv"), 130);
}

#[test]
fn organizations() {
    check(include_str!("cases/organizations.tsv"), 130);
}

#[test]
fn persons() {
    check(include_str!("cases/persons.tsv"), 170);
}

#[test]
fn places() {
    check(include_str!("cases/places.tsv"), 130);
}
