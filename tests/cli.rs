//! The commands as a user runs them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn kayan(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kayan"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // A command that fails early does not read its input.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("the binary ends")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn json_lines(output: &Output) -> Vec<serde_json::Value> {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn file(folder: &Path, name: &str, content: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

/// Checks exit code 2, an empty standard output and a message with `parts`.
fn check_failure(output: &Output, parts: &[&str]) {
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(output.stdout.is_empty(), "half written: {}", text(&output.stdout));
    for part in parts {
        assert!(message.contains(part), "no {part:?} in {message:?}");
    }
}

#[test]
fn every_line_is_answered_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut lines = String::new();
    for i in 0..600 {
        lines.push_str(&format!(
            "{{\"id\":\"{i}\",\"text\":\"سافر محمد إلى بيروت في عام {}\",\"source\":7}}\n",
            1000 + i
        ));
    }
    lines.push_str(
        "{\"id\":\"empty\",\"text\":\"\"}\nnot json\n\n{\"id\":\"late\",\"text\":\"أمس\",\"referenceDate\":\"soon\"}\n",
    );
    lines.push_str("{\"id\":\"last\",\"text\":\"عام 2000\"}");
    let path = file(folder.path(), "documents.jsonl", lines.as_bytes());
    let arguments = ["extract", "--input-format", "jsonl", "--offsets", "code-point", &path];
    let output = kayan(&arguments, b"");
    let answers = json_lines(&output);
    assert_eq!(answers.len(), 605);
    for (i, answer) in answers.iter().take(600).enumerate() {
        assert_eq!(answer["documentId"], i.to_string());
        assert_eq!(answer["offsetEncoding"], "OFFSET_ENCODING_CODE_POINT");
        assert!(answer.get("warnings").is_none(), "{answer}");
    }
    let codes: Vec<_> = answers[600..604].iter().map(|answer| answer["warnings"][0]["code"].clone()).collect();
    assert_eq!(codes, ["TEXT_EMPTY", "MALFORMED_REQUEST", "MALFORMED_REQUEST", "INVALID_REFERENCE_DATE"]);
    assert_eq!((&answers[600]["documentId"], &answers[604]["documentId"]), (&"empty".into(), &"last".into()));
    assert!(text(&output.stderr).contains("4 lines failed"), "{}", text(&output.stderr));

    let piped = kayan(&["extract", "-", "--input-format", "jsonl", "--offsets", "code-point"], lines.as_bytes());
    assert_eq!(piped.stdout, output.stdout, "a pipe is answered like a file");
}

#[test]
fn a_text_is_one_document_in_every_output_format() {
    let input = "دفع 25% في عام 2006.\n".as_bytes();
    let line = json_lines(&kayan(&["extract", "--output-format", "jsonl"], input));
    assert_eq!(line.len(), 1);
    let indented = kayan(&["extract", "--output-format", "json"], input);
    let indented: serde_json::Value = serde_json::from_str(text(&indented.stdout)).expect("JSON");
    assert_eq!(indented, line[0]);
    let pretty = kayan(&["extract"], input);
    assert!(text(&pretty.stdout).starts_with("دفع "), "{}", text(&pretty.stdout));
    assert!(!text(&pretty.stdout).contains('\x1b'), "a pipe is not coloured");
}

#[test]
fn a_page_is_one_self_contained_file_that_no_text_can_break_out_of() {
    let output = kayan(&["extract", "--output-format", "html"], "<script>زار بيروت</script> عام 2006\n".as_bytes());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let page = text(&output.stdout);
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "{page}");
    assert!(page.contains(r#"dir="rtl""#) && page.contains("بيروت") && page.contains("2006"), "{page}");
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"), "{page}");
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains(" src="), "{page}");
}

#[test]
fn an_explanation_names_rule_entry_line_folding_and_what_was_displaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = file(folder.path(), "list.tsv", format!("{HEADER}{ROW}").as_bytes());
    // With tatweel; the country of the list stands inside a university.
    let input = "سافر إلى زنبوركسـتان ثم زار جامعة زنبوركستان".as_bytes();
    let output = kayan(&["extract", "--explain", "--gazetteer", &list], input);
    let printed = text(&output.stdout);
    for part in [
        "    because place.listed, entry place/zanburakistan (",
        "list.tsv:6), spelling folded: character",
        "    evidence: ",
        "listed +",
        "    not PLACE 62..82 زنبوركستان (place.listed): nested in a longer name",
    ] {
        assert!(printed.contains(part), "no {part:?} in {printed}");
    }
}

#[test]
fn candidates_show_what_was_chosen_and_why() {
    let input = "زار محمد بن سلمان بنك مصر في القاهرة";
    let mentions = &json_lines(&kayan(&["extract", "--output-format", "jsonl"], input.as_bytes()))[0];
    let candidates = json_lines(&kayan(&["extract", "--candidates", "--offsets", "utf8"], input.as_bytes()));
    let spans = |values: &[serde_json::Value]| -> Vec<_> {
        values.iter().map(|v| (v["type"].clone(), v["begin"].as_u64(), v["end"].as_u64())).collect()
    };
    let chosen: Vec<_> = candidates.iter().filter(|line| line["chosen"] == true).cloned().collect();
    assert_eq!(spans(&chosen), spans(mentions["mentions"].as_array().expect("mentions")));
    assert!(candidates.len() > chosen.len(), "what lost is shown too");
    for line in &candidates {
        let sum: f64 = line["evidence"].as_array().expect("evidence").iter().filter_map(|e| e["weight"].as_f64()).sum();
        assert!((sum - line["score"].as_f64().expect("a score")).abs() < 0.001, "{line}");
    }

    let lines = "{\"id\":\"a\",\"text\":\"بيروت\"}\n{\"id\":\"b\",\"text\":\"\"}\n";
    let output = kayan(&["extract", "--candidates", "--input-format", "jsonl"], lines.as_bytes());
    assert!(json_lines(&output).iter().all(|line| line["documentId"] == "a"));
    assert!(text(&output.stderr).contains("TEXT_EMPTY"), "{}", text(&output.stderr));
}

#[test]
fn rows_are_drawn_for_a_second_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows: String = (0..40).map(|i| ROW.replace("zanburakistan", &format!("zanburakistan{i}"))).collect();
    let list = file(folder.path(), "list.tsv", format!("{HEADER}{rows}").as_bytes());
    let draw = |seed: &str| {
        let output = kayan(&["gazetteer", "sample", &list, "--rows", "10", "--seed", seed], b"");
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let drawn = draw("7");
    assert_eq!((drawn.lines().count(), &drawn), (10, &draw("7")));
    assert_ne!(drawn, draw("8"));
    assert!(drawn.lines().all(|line| line.contains("list.tsv:") && line.contains("\tplace/zanburakistan")), "{drawn}");
}

#[test]
fn faults_are_told_and_nothing_is_half_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut lines = "{\"id\":\"1\",\"text\":\"بيروت\"}\n".repeat(5000).into_bytes();
    lines.extend(b"{\"text\":\"\xff\"}\n");
    let broken = file(folder.path(), "broken.jsonl", &lines);
    check_failure(&kayan(&["extract", "--input-format", "jsonl", &broken], b""), &["broken.jsonl:5001", "UTF-8"]);
    check_failure(&kayan(&["extract", "--input-format", "jsonl"], &lines), &["-:5001", "UTF-8"]);
    check_failure(&kayan(&["extract"], b"ab\xffcd"), &["UTF-8", "byte 2"]);
    check_failure(&kayan(&["extract"], b""), &["document.text", "empty"]);
    check_failure(&kayan(&["extract", "/no/such/file"], b""), &["/no/such/file"]);
    check_failure(&kayan(&["extract", "--offsets", "utf7"], b""), &["utf7", "code-point"]);
    check_failure(&kayan(&["extract", "--reference-date", "2022-02-30"], b""), &["2022-02-30"]);
    check_failure(&kayan(&["extract", "--gazetteer", "/no/such/list"], b""), &["/no/such/list"]);
    check_failure(&kayan(&["serve", "--grpc-address", "nowhere"], b""), &["--grpc-address", "127.0.0.1:50051"]);
    check_failure(&kayan(&["serve", "--grpc-address", "192.0.2.1:1"], b""), &["cannot listen on 192.0.2.1:1"]);
    check_failure(&kayan(&["eval", "/no/such/gold.jsonl"], b""), &["/no/such/gold.jsonl"]);
    check_failure(&kayan(&["fly"], b""), &["fly"]);
}

/// A list with one country that no other list has, "Zanburakistan".
const HEADER: &str = "# schema: name\n# source: test\n# version: 1\n# licence: Apache-2.0\n# attribution: none\n";
const ROW: &str = "place/zanburakistan\tplace\tcountry\tزنبوركستان\tcanonical\t\ten:Zanburakistan\talways\torth\t\t\n";

#[test]
fn annotated_text_is_scored() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = file(folder.path(), "list.tsv", format!("{HEADER}{ROW}").as_bytes());
    // Twice the country, once with its particle inside; and a verb that is annotated as a place.
    let lines = [
        r#"{"id":"1","text":"سافر إلى زنبوركستان","mentions":[{"type":"PLACE","begin":9,"end":19,"text":"زنبوركستان"},{"type":"PLACE","begin":0,"end":4}]}"#,
        r#"{"id":"2","text":"عاد من هنا وزنبوركستان","mentions":[{"type":"PLACE","begin":11,"end":22,"text":"وزنبوركستان"}]}"#,
    ];
    let gold = file(folder.path(), "gold.jsonl", lines.join("\n").as_bytes());
    for window in ["1", "2"] {
        let report = &json_lines(&kayan(
            &["eval", "--json", "--errors", "3", "--window", window, "--gazetteer", &list, &gold],
            b"",
        ))[0];
        let row = &report["types"]["PLACE"];
        assert_eq!((&row["gold"], &row["found"], &row["right"]), (&3.into(), &2.into(), &2.into()), "{report}");
        assert_eq!(report["misses"][0]["text"], "سافر");
        assert_eq!(report["falseHits"].as_array().map(Vec::len), Some(0));
    }
    let table = kayan(&["eval", "--errors", "1", &gold], b"");
    assert!(text(&table.stdout).contains("PLACE, commonest misses:"), "{}", text(&table.stdout));

    let sentences = file(
        folder.path(),
        "sentences.tsv",
        "id\tcategory\tsurface\tsentence\texpected\ttreatment\n1\tx\tx\tلا شيء هنا\tNONE\tx\n2\tx\tx\tلا شيء هنا\tزنبورك=PERSON\tx\n".as_bytes(),
    );
    let report = &json_lines(&kayan(&["eval", "--json", &sentences], b""))[0];
    assert_eq!((&report["sentences"], &report["passed"]), (&2.into(), &1.into()), "{report}");

    let faulty = file(folder.path(), "faulty.jsonl", b"{\"text\":\"a\",\"mentions\":[]}\n{}\n");
    check_failure(&kayan(&["eval", &faulty], b""), &["faulty.jsonl:2", "text"]);
}

#[test]
fn lists_are_checked_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = file(folder.path(), "good.tsv", format!("{HEADER}{ROW}").as_bytes());
    let output = kayan(&["gazetteer", "check", &good], b"");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("ok: "), "{}", text(&output.stdout));

    let alone = kayan(&["gazetteer", "stats", "--json", "--without-default", &good], b"");
    let with_default = kayan(&["gazetteer", "stats", "--json", &good], b"");
    let count = |output: &Output| {
        assert!(output.status.success(), "{}", text(&output.stderr));
        let stats: serde_json::Value = serde_json::from_str(text(&output.stdout)).expect("JSON");
        let counts = stats["counts"].as_array().cloned().unwrap_or_default();
        let places = counts.iter().find(|count| count["type"] == "ENTITY_TYPE_PLACE").cloned().expect("places");
        places["entities"].as_str().and_then(|count| count.parse::<u64>().ok()).expect("a count")
    };
    assert_eq!(count(&alone), 1);
    assert!(count(&with_default) > 1);

    let bad = file(folder.path(), "bad.tsv", format!("{HEADER}{ROW}place/x\tplace\tcity\n").as_bytes());
    check_failure(&kayan(&["gazetteer", "check", &bad], b""), &["bad.tsv:7:"]);

    let arguments = ["extract", "--output-format", "jsonl", "--gazetteer", &good];
    let answer = &json_lines(&kayan(&arguments, "سافر إلى زنبوركستان".as_bytes()))[0];
    assert_eq!(answer["entities"][0]["englishName"], "Zanburakistan", "{answer}");
}
