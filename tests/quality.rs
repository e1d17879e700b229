//! Quality on the annotated corpora, where they are at hand: the measured F1
//! may not fall below what `docs/quality.md` states, less half a point for
//! lists that change.

use std::path::PathBuf;
use std::process::Command;

use kayan::gazetteer::{Annotations, Classes, Gazetteer};
use kayan::text::{Text, TokenKind};
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
    let wanted = [("all", 0.785), ("PERSON", 0.78), ("PLACE", 0.84), ("ORGANIZATION", 0.69)];
    check("eval/news.jsonl", &["--window", "20"], &wanted);
}

#[test]
fn encyclopedia() {
    check("eval/wiki.jsonl", &["--window", "20"], &[("all", 0.62)]);
    check("eval/wiki-fine.jsonl", &[], &[("all", 0.643), ("PLACE", 0.723), ("COMPANY", 0.40)]);
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

/// The lexicon tells ordinary words from names: it knows nearly every word
/// outside of names and hardly any word of a person's name that no list has as
/// a name.
#[test]
fn the_lexicon_covers_ordinary_words() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/news.jsonl");
    let Ok(corpus) = std::fs::read_to_string(&path) else {
        println!("skipped: eval/news.jsonl is not here");
        return;
    };
    let gazetteer = Gazetteer::embedded().expect("the embedded lists load");
    let (mut text, mut annotations) = (Text::new(), Annotations::default());
    let (mut outside, mut known, mut persons, mut lost) = (0.0, 0.0, 0.0, 0.0);
    for line in corpus.lines() {
        let document: Value = serde_json::from_str(line).expect("JSON");
        let raw = document["text"].as_str().expect("a text");
        text.analyse(raw);
        gazetteer.annotate(&text, &mut annotations);
        let mentions = document["mentions"].as_array().expect("mentions");
        let covers = |mention: &&Value, at: usize| {
            mention["begin"].as_u64().is_some_and(|begin| begin as usize <= at)
                && mention["end"].as_u64().is_some_and(|end| (end as usize) > at)
        };
        for i in (0..text.tokens().len()).filter(|&i| text.tokens()[i].kind == TokenKind::Word) {
            let at = raw[..text.offset_in(i, 0) as usize].chars().count();
            let classes = annotations.words[i].classes;
            let ordinary = f64::from(u8::from(classes.any(Classes::COMMON)));
            match mentions.iter().find(|mention| covers(mention, at)) {
                None => (outside, known) = (outside + 1.0, known + ordinary),
                Some(mention) if mention["type"] == "PERSON" => {
                    let name = Classes::NAME | Classes::KUNYA | Classes::FILIATION | Classes::ABD;
                    persons += 1.0;
                    lost += if classes.any(name) { 0.0 } else { ordinary };
                }
                Some(_) => {}
            }
        }
    }
    println!("ordinary words known: {}; words of persons that are ordinary alone: {}", known / outside, lost / persons);
    assert!(known / outside >= 0.95);
    assert!(lost / persons <= 0.08);
}
