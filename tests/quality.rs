//! Quality on the annotated corpora, where they are at hand: the measured F1
//! may not fall below what `docs/quality.md` states, less half a point for
//! lists that change.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// The report of `kayan eval --json` on a file beside the repository, or
/// `None` with a printed line where the file is not there.
fn report(file: &str, arguments: &[&str]) -> Option<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared").join(file);
    if !path.exists() {
        println!("skipped: {file} is not here");
        return None;
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_kayan"));
    let output = command.args(["eval", "--json"]).args(arguments).arg(&path).output().expect("the binary runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

fn f1(report: &Value, entity_type: &str) -> f64 {
    let scores = if entity_type == "all" { &report["all"] } else { &report["types"][entity_type] };
    scores["exact"]["f1"].as_f64().expect("a number")
}

/// Asserts that each type reaches its F1.
fn check(file: &str, arguments: &[&str], wanted: &[(&str, f64)]) {
    let Some(report) = report(file, arguments) else { return };
    for &(entity_type, least) in wanted {
        let reached = f1(&report, entity_type);
        println!("{file} {entity_type}: {reached}");
        assert!(reached >= least, "{file} {entity_type}: F1 {reached}, wanted {least}");
    }
}

#[test]
fn the_seed_article() {
    let arguments = ["--reference-date", "2022-01-20"];
    check("seed/gold.json", &arguments, &[("all", 0.97), ("PERSON", 0.97), ("PLACE", 0.97)]);
    let Some(report) = report("seed/gold.json", &arguments) else { return };
    assert_eq!(report["all"]["values"], report["all"]["valuesRight"], "every value is right");
}

#[test]
fn news() {
    let wanted = [("all", 0.77), ("PERSON", 0.76), ("PLACE", 0.82), ("ORGANIZATION", 0.69)];
    check("eval/news.jsonl", &["--window", "20"], &wanted);
}

#[test]
fn encyclopedia() {
    check("eval/wiki.jsonl", &["--window", "20"], &[("all", 0.615)]);
    check("eval/wiki-fine.jsonl", &[], &[("all", 0.625), ("PLACE", 0.70)]);
}

#[test]
fn tweets() {
    check("eval/tweets-places.jsonl", &[], &[("PLACE", 0.57)]);
}

#[test]
fn ambiguity() {
    let Some(report) = report("eval/ambiguity.tsv", &[]) else { return };
    let failures = report["failures"].as_array().map_or(0, Vec::len);
    assert!(failures <= 3, "{failures} of 60 sentences fail: {}", report["failures"]);
}
