//! `docs/rules.md` against the code: it names every rule, its examples are
//! found by the rules beside them, and its table of evidence is the one that
//! `evidence.rs` and `seeds/weights.tsv` give.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use kayan::extract::{CivilDate, Extractor, Options};
use kayan::gazetteer::Gazetteer;
use kayan::pattern::Evidence;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page_path() -> PathBuf {
    root().join("docs/rules.md")
}

fn page() -> String {
    fs::read_to_string(page_path()).expect("docs/rules.md")
}

/// Rule names in the sources under `folder`: string literals `family.rule`.
fn rules(folder: &Path, out: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rules(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let source = fs::read_to_string(&path).expect("UTF-8");
            out.extend(source.split('"').skip(1).step_by(2).filter(|s| is_rule(s)).map(str::to_owned));
        }
    }
}

fn is_rule(s: &str) -> bool {
    const FAMILIES: [&str; 6] = ["person.", "place.", "company.", "organization.", "request.", "figure."];
    FAMILIES.iter().any(|f| s.starts_with(f)) && s.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'_')
}

fn rules_of_the_code() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    rules(&root().join("src/pattern"), &mut found);
    rules(&root().join("src/resolve"), &mut found);
    assert!(found.len() > 40, "the sources hold rules: {found:?}");
    found
}

/// Rules of the page with their examples; the example is the last cell but one.
fn examples(page: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for line in page.lines().filter(|l| l.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let rule = cells[0].trim_matches('`');
        if is_rule(rule) {
            let example = cells[cells.len() - 2].to_owned();
            assert!(out.insert(rule.to_owned(), example).is_none(), "{rule} stands twice in docs/rules.md");
        }
    }
    out
}

#[test]
fn the_page_names_the_rules_of_the_code() {
    let written: BTreeSet<String> = examples(&page()).into_keys().collect();
    assert_eq!(written, rules_of_the_code());
}

#[test]
fn every_example_is_found_by_its_rule() {
    let gazetteer = Gazetteer::embedded().expect("the embedded lists load");
    let mut extractor = Extractor::new(gazetteer);
    let reference = CivilDate { year: 2022, month: 1, day: 20 };
    let options = Options { explain: true, reference_date: Some(reference), ..Options::default() };
    let mut failures = Vec::new();
    for (rule, example) in examples(&page()).into_iter().filter(|(_, example)| example != "—") {
        let extraction = extractor.extract(&example, &options, None).expect("no deadline");
        let used: Vec<&str> =
            extraction.mentions.iter().filter_map(|m| m.explanation.as_ref()).map(|e| e.rule.as_str()).collect();
        if !used.contains(&rule.as_str()) {
            failures.push(format!("{rule}: {example}\n    found by {used:?}"));
        }
    }
    assert!(failures.is_empty(), "examples that their rule does not find:\n{}", failures.join("\n"));
}

/// Name and weight of every row of `seeds/weights.tsv`.
fn weights() -> BTreeMap<String, String> {
    let file = fs::read_to_string(root().join("seeds/weights.tsv")).expect("weights");
    file.lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| {
            let mut columns = l.split('\t');
            let mut next = || columns.next().unwrap_or_default().to_owned();
            (next(), next())
        })
        .collect()
}

/// Meaning of every piece of evidence: its doc comment, by its name.
fn meanings() -> BTreeMap<String, String> {
    let source = fs::read_to_string(root().join("src/pattern/evidence.rs")).expect("evidence.rs");
    let (_, list) = source.split_once("\nevidence! {").expect("the list of evidence");
    let mut out = BTreeMap::new();
    let mut meaning: Vec<&str> = Vec::new();
    for line in list.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("///") {
            meaning.push(comment.trim());
        } else if let Some(name) = line.split('"').nth(1) {
            out.insert(name.to_owned(), meaning.join(" "));
            meaning.clear();
        }
    }
    out
}

#[test]
fn every_weight_belongs_to_evidence() {
    let known: BTreeSet<String> = Evidence::ALL.iter().map(|e| e.name()).chain(["length"]).map(str::to_owned).collect();
    let weighed: BTreeSet<String> = weights().into_keys().collect();
    assert_eq!(weighed, known);
}

#[test]
fn the_table_of_evidence_is_current() {
    let (weights, meanings) = (weights(), meanings());
    let mut table = String::from("| evidence | weight | meaning |\n|---|---|---|\n");
    for evidence in Evidence::ALL {
        let name = evidence.name();
        table.push_str(&format!("| `{name}` | {} | {} |\n", weights[name], meanings[name]));
    }
    let page = page();
    let (before, written) = page.split_at(page.find("| evidence |").expect("the table of evidence"));
    if std::env::var_os("KAYAN_UPDATE").is_some() {
        fs::write(page_path(), format!("{before}{table}")).expect("docs/rules.md is written");
        return;
    }
    assert_eq!(written, table, "run KAYAN_UPDATE=1 cargo test --test rules_doc");
}
