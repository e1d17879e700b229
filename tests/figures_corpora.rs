//! The figure rules against corpora that lie beside the repository. Each test
//! says that it skips when they are absent.

mod figure_support;

use std::path::{Path, PathBuf};

use kayan::cli::eval_values;
use kayan::extract::CivilDate;
use kayan::gazetteer::{FigureWords, Subtype};
use kayan::pattern::figure::value::Value;
use kayan::pattern::{Candidate, Evidence};
use serde_json::Value as Json;

fn shared(path: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !file.exists() {
        println!("skipped: {path} is absent");
        return None;
    }
    Some(file)
}

fn weak(candidate: &Candidate) -> bool {
    candidate.evidence.iter().any(|e| e == Evidence::WeakFigure)
}

/// Whether a candidate answers an expected mention.
fn answers(candidate: &Candidate, kind: &str, begin: usize, end: usize, value: &Json) -> bool {
    let subtype = Subtype::FIXED[usize::from(candidate.subtype.0)];
    if subtype != kind || (candidate.begin as usize, candidate.end as usize) != (begin, end) {
        return false;
    }
    let field = |name: &str| value.get(name).and_then(Json::as_str);
    match candidate.value.as_deref() {
        Some(Value::Date(date)) => field("edtf") == Some(&date.edtf),
        Some(Value::Percent(n) | Value::Number(n)) => field("value") == Some(&n.value) && field("upper") == n.upper.as_deref(),
        Some(Value::Money(m)) => field("amount") == Some(&m.amount) && field("currency") == Some(&m.currency),
        Some(Value::Quantity(q)) => field("value") == Some(&q.value),
        Some(Value::Duration(d)) => field("iso8601") == Some(&d.iso8601),
        Some(Value::Ordinal(n)) => field("value").is_none_or(|v| v == n.to_string()),
        _ => false,
    }
}

#[test]
fn all_figures_of_the_seed_article() {
    let Some(file) = shared("seed/gold.json") else { return };
    let gold: Json = serde_json::from_str(&std::fs::read_to_string(file).expect("readable")).expect("JSON");
    let text = gold["text"].as_str().expect("text");
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let words = FigureWords::embedded().expect("well-formed seeds");
    let reference = CivilDate { year: 2022, month: 1, day: 20 };
    let found = figure_support::figures(text, &words, Some(reference));
    let mut known = vec![false; found.len()];
    let mut missed = Vec::new();
    for mention in gold["mentions"].as_array().expect("mentions") {
        let optional = mention["optional"].as_bool() == Some(true);
        let kind_of = |m: &Json| m["type"].as_str().and_then(|t| t.strip_prefix("FIGURE.")).map(str::to_lowercase);
        let Some(kind) = kind_of(mention) else { continue };
        let alternatives = mention["alternatives"].as_array().map(Vec::as_slice).unwrap_or_default();
        let place = |m: &Json, name: &str| m[name].as_u64().map_or(0, |at| bytes[at as usize]);
        let hit = found.iter().position(|candidate| {
            answers(candidate, &kind, place(mention, "begin"), place(mention, "end"), &mention["value"])
                || alternatives.iter().any(|m| {
                    kind_of(m).is_some_and(|kind| answers(candidate, &kind, place(m, "begin"), place(m, "end"), &m["value"]))
                })
        });
        match hit {
            Some(at) => known[at] = true,
            None if !optional => missed.push(mention["text"].to_string()),
            None => {}
        }
    }
    assert!(missed.is_empty(), "missed {missed:?} in {}", figure_support::render(text, &found));
    let extra: Vec<_> = found.iter().zip(&known).filter(|(c, known)| !**known && !weak(c)).map(|(c, _)| figure_support::render(text, std::slice::from_ref(c))).collect();
    assert!(extra.is_empty(), "more than expected: {extra:?}");
}

#[test]
fn values_of_the_corpora() {
    let mut sums: std::collections::BTreeMap<&str, eval_values::Group> = std::collections::BTreeMap::new();
    for name in ["recognizers", "num2words", "nemo", "tafqit", "dateparser"] {
        let Some(file) = shared(&format!("eval/values-{name}.jsonl")) else { return };
        let report = eval_values::run(&file).expect("scored");
        for (group, counts) in report.groups {
            let group = if matches!(group, "numbers" | "ordinals" | "percent") { "numbers, ordinals, percent" } else { group };
            let sum = sums.entry(group).or_default();
            sum.total += counts.total;
            sum.right += counts.right;
            sum.unsound += counts.unsound;
            sum.unsound_right += counts.unsound_right;
        }
    }
    for (group, counts) in &sums {
        println!("{group}: {}/{} = {:.1} %, {:.1} % of the sound ones ({} unsound)", counts.right, counts.total, counts.all(), counts.sound(), counts.unsound);
    }
    let check = |group: &str, least: f64| {
        let counts = sums[group];
        assert!(counts.all() >= least && counts.sound() >= least, "{group}: {counts:?}");
    };
    check("numbers, ordinals, percent", 85.0);
    check("dates", 80.0);
    check("durations", 80.0);
    let (all, unsound) = sums.values().fold((0, 0), |(all, unsound), g| (all + g.total, unsound + g.unsound));
    assert!(unsound * 100 <= all * 8, "{unsound} of {all} judged unsound");
}

/// Words that may stand before a date, in or out.
const HEADS: &[&str] = &[
    "بتاريخ", "تاريخ", "خلال", "منذ", "من", "بعد", "قبل", "حتى", "بين", "بداية", "نهاية", "في", "عام", "سنة", "شهر", "يوم", "أوائل",
    "لمدة", "العام", "السنة", "الموافق",
];

/// What is left of a date when clitics and heads are taken off its start.
fn core(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest;
        if let Some((word, tail)) = rest.split_once(' ') {
            let stem = word.trim_start_matches(['و', 'ف', 'ب', 'ك', 'ل']);
            if HEADS.contains(&word) || HEADS.contains(&stem) || word == ":" {
                rest = tail;
            }
        }
        let stem = rest.trim_start_matches(['و', 'ف', 'ب', 'ك', 'ل']);
        if stem.chars().count() > 2 && !rest.starts_with("كانون") {
            rest = stem;
        }
        if rest == before {
            return rest;
        }
    }
}

#[test]
fn dates_of_the_mixed_corpus() {
    let Some(file) = shared("eval/mixed-figures.jsonl") else { return };
    let words = FigureWords::embedded().expect("well-formed seeds");
    let (mut right, mut found_all, mut gold_all) = (0, 0, 0);
    for line in std::fs::read_to_string(file).expect("readable").lines() {
        let case: Json = serde_json::from_str(line).expect("JSON");
        let text = case["text"].as_str().expect("text");
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let ends = |m: &Json| (bytes[m["begin"].as_u64().unwrap_or(0) as usize], bytes[m["end"].as_u64().unwrap_or(0) as usize]);
        let gold: Vec<(bool, usize, &str)> = case["mentions"]
            .as_array()
            .expect("mentions")
            .iter()
            .filter(|m| matches!(m["type"].as_str(), Some("FIGURE.DATE" | "FIGURE.TIME")))
            .map(|m| (m["type"] == "FIGURE.DATE", ends(m).1, core(&text[ends(m).0..ends(m).1])))
            .collect();
        gold_all += gold.iter().filter(|g| g.0).count();
        let mut open = gold;
        for candidate in figure_support::figures(text, &words, None) {
            let subtype = Subtype::FIXED[usize::from(candidate.subtype.0)];
            if weak(&candidate) || !matches!(subtype, "date" | "duration" | "age" | "time") {
                continue;
            }
            let (begin, end) = (candidate.begin as usize, candidate.end as usize);
            let hit = open.iter().position(|g| g.1 == end && g.2 == core(&text[begin..end]));
            // A time that the corpus labels as one is no date.
            match hit.map(|at| open.remove(at)) {
                Some((true, ..)) => (right, found_all) = (right + 1, found_all + 1),
                Some((false, ..)) => {}
                None => found_all += 1,
            }
        }
    }
    let (precision, recall) = (f64::from(right) / f64::from(found_all), f64::from(right) / gold_all as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("dates: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}");
    assert!(f1 >= 0.82, "F1 {f1:.3}");
}
