//! `kayan::client` and the commands of `kayan client` against the real server.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use common::Server;
use kayan::client::stream::{self, Answered, StreamSettings};
use kayan::client::{RetryPolicy, Settings};
use kayan::service::proto::Document;
use tonic::{Code, Status};

/// "The president visited Beirut."
const TEXT: &str = "زار الرئيس بيروت";

fn kayan(server: &Server, arguments: &[&str]) -> Output {
    let address = format!("http://{}", server.grpc);
    let (command, rest) = arguments.split_first().expect("a command");
    let mut process = Command::new(env!("CARGO_BIN_EXE_kayan"));
    process.args(["client", command, "--address", &address]).args(rest);
    let output = process.output().expect("the binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn ids(jsonl: &[u8]) -> Vec<String> {
    let lines = std::str::from_utf8(jsonl).expect("text").lines();
    let id = |line: &str| {
        let answer: serde_json::Value = serde_json::from_str(line).expect("JSON");
        answer["documentId"].as_str().expect("an id").to_owned()
    };
    lines.map(id).collect()
}

fn write_lines(file: &Path, count: usize) {
    let line = |i| format!("{}\n", serde_json::json!({"id": format!("d{i}"), "text": format!("{TEXT} {i}")}));
    fs::write(file, (0..count).map(line).collect::<String>()).expect("a file");
}

#[test]
fn files_and_folders_are_answered_in_order_as_without_a_server() {
    let server = Server::start(&[]);
    let folder = tempfile::tempdir().expect("a folder");
    let lines = folder.path().join("a.jsonl");
    write_lines(&lines, 50);
    let answers = kayan(&server, &["extract", lines.to_str().expect("UTF-8")]).stdout;
    let local = Command::new(env!("CARGO_BIN_EXE_kayan"))
        .args(["extract", "--input-format", "jsonl", lines.to_str().expect("UTF-8")])
        .output()
        .expect("the binary starts");
    assert_eq!(String::from_utf8_lossy(&answers), String::from_utf8_lossy(&local.stdout));

    fs::write(folder.path().join("b.txt"), TEXT).expect("a file");
    fs::write(folder.path().join("c.txt"), b"\xFF").expect("a file");
    fs::write(folder.path().join("d.txt"), "").expect("a file");
    let output = kayan(&server, &["extract", "--batch", "7", folder.path().to_str().expect("UTF-8")]);
    let found = ids(&output.stdout);
    let mut expected: Vec<String> = (0..50).map(|i| format!("d{i}")).collect();
    expected.extend(["b.txt", "c.txt", "d.txt"].map(|name| folder.path().join(name).display().to_string()));
    assert_eq!(found, expected);
    let last: Vec<&str> = std::str::from_utf8(&output.stdout).expect("text").lines().rev().take(3).collect();
    assert!(last[0].contains("TEXT_EMPTY") && last[1].contains("MALFORMED_REQUEST") && last[2].contains("بيروت"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("53 documents, 2 failed"), "{output:?}");
}

#[test]
fn a_run_that_was_interrupted_is_resumed() {
    let server = Server::start(&[]);
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    write_lines(&input, 40);
    let (input_arg, output_arg) = (input.to_str().expect("UTF-8"), output.to_str().expect("UTF-8"));
    kayan(&server, &["extract", input_arg, "--output", output_arg]);
    let whole = fs::read(&output).expect("answers");
    assert_eq!(ids(&whole).len(), 40);

    // The last answer was being written when the run was interrupted.
    fs::write(&output, &whole[..whole.len() / 2]).expect("a file");
    let resumed = kayan(&server, &["extract", input_arg, "--output", output_arg, "--resume"]);
    assert_eq!(fs::read(&output).expect("answers"), whole);
    assert!(String::from_utf8_lossy(&resumed.stderr).contains("resumed after"), "{resumed:?}");

    write_lines(&input, 30);
    let address = format!("http://{}", server.grpc);
    let refused = Command::new(env!("CARGO_BIN_EXE_kayan"))
        .args(["client", "extract", "--address", &address, input_arg, "--output", output_arg, "--resume"])
        .output()
        .expect("the binary starts");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no more documents"), "{refused:?}");
    assert_eq!(fs::read(&output).expect("answers"), whole, "a refused run changes nothing");
}

#[tokio::test]
async fn a_stream_goes_on_on_the_next_server() {
    let first = Server::start(&[]);
    let address = first.grpc.clone();
    let retry = RetryPolicy {
        attempts: 200,
        first_pause: Duration::from_millis(50),
        longest_pause: Duration::from_millis(200),
    };
    let settings = StreamSettings { batch: 3, window: 4, retry, ..StreamSettings::default() };
    let mut client = Settings::new(format!("http://{address}")).connect().await.expect("a connection");
    let documents =
        (0..300).map(|i| Document { id: i.to_string(), text: format!("{TEXT} {i}"), ..Document::default() });
    let (mut servers, mut answered) = (vec![first], Vec::new());
    let effort = stream::extract(&mut client, documents, &settings, |answer: Answered| -> Result<(), Status> {
        answer.result?;
        answered.push(answer.id);
        if answered.len() == 100 {
            let mut first = servers.remove(0);
            first.terminate();
            assert_eq!(first.wait().code(), Some(0));
            let mut second = Server::start_on(&address, &[]);
            second.wait_for_log("\"ready\"");
            servers.push(second);
        }
        Ok(())
    })
    .await
    .expect("all answers");
    assert_eq!(answered, (0..300).map(|i| i.to_string()).collect::<Vec<_>>());
    assert!(effort.streams > 1, "{effort:?}");
}

#[tokio::test]
async fn a_message_that_is_refused_is_divided_until_the_document_is_found() {
    let server = Server::start(&["--max-request-bytes", "2000", "--max-text-bytes", "2000"]);
    let mut client = Settings::new(format!("http://{}", server.grpc)).connect().await.expect("a connection");
    let sizes = [500, 700, 900, 4000, 10, 800, 1200];
    let documents = sizes.iter().enumerate().map(|(i, size)| Document {
        id: i.to_string(),
        text: "a".repeat(*size),
        ..Document::default()
    });
    let mut codes = Vec::new();
    stream::extract(&mut client, documents, &StreamSettings::default(), |answer| -> Result<(), Status> {
        codes.push((answer.id, answer.result.map_or_else(|status| status.code(), |_| Code::Ok)));
        Ok(())
    })
    .await
    .expect("all answers");
    let expected = sizes
        .iter()
        .enumerate()
        .map(|(i, size)| (i.to_string(), if *size == 4000 { Code::InvalidArgument } else { Code::Ok }));
    assert_eq!(codes, expected.collect::<Vec<_>>());
}

#[test]
fn load_is_measured_with_every_method() {
    let server = Server::start(&[]);
    let short = ["--duration", "400ms", "--warm-up", "100ms", "--concurrency", "4", "--output-format", "json"];
    for method in ["unary", "batch", "stream"] {
        let more = ["--method", method, "--batch", "3", "--health-every", "50ms", "--attempts", "1"];
        let arguments: Vec<&str> = ["load"].into_iter().chain(short).chain(more).collect();
        let report: serde_json::Value = serde_json::from_slice(&kayan(&server, &arguments).stdout).expect("JSON");
        let calls = report["outcomes"]["OK"].as_u64().expect("successes");
        assert!(calls > 0, "{report}");
        assert_eq!(report["outcomes"].as_object().expect("outcomes").len(), 1, "{report}");
        assert_eq!(report["latencyMilliseconds"]["count"], calls);
        let documents = report["documentsPerSecond"].as_f64().expect("a number");
        let expected =
            report["successesPerSecond"].as_f64().expect("a number") * if method == "unary" { 1.0 } else { 3.0 };
        assert!((documents - expected).abs() < 1e-6 * expected, "{report}");
        assert!(report["healthMilliseconds"]["count"].as_u64() > Some(0), "{report}");
        assert_eq!(report["healthFailures"], 0);
    }
}

#[test]
fn load_keeps_to_its_rate_and_names_what_fails() {
    let server = Server::start(&["--max-text-bytes", "100"]);
    let arguments = ["load", "--rate", "100", "--duration", "1s", "--warm-up", "0ms", "--output-format", "json"];
    let report: serde_json::Value = serde_json::from_slice(&kayan(&server, &arguments).stdout).expect("JSON");
    let outcomes = report["outcomes"].as_object().expect("outcomes");
    assert_eq!(outcomes.keys().collect::<Vec<_>>(), ["INVALID_ARGUMENT/TEXT_TOO_LONG"], "{report}");
    let calls = outcomes["INVALID_ARGUMENT/TEXT_TOO_LONG"].as_u64().expect("a number");
    assert!((90..=101).contains(&calls), "{report}");
}
