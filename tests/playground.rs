//! The playground's page and gRPC-Web on the admin port of the real binary.

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;

use common::Server;
use kayan::service::proto::{Document, ExtractEntitiesRequest, ExtractEntitiesResponse};
use prost::Message;

const CALL: &str = "/kayan.v1.EntityExtractionService/ExtractEntities";
const WEB: &str = "content-type: application/grpc-web+proto\r\n";

/// The answer to a request over HTTP/1: its head in lower case, and its body.
fn ask(server: &Server, line: &str, headers: &str, body: &[u8]) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(&server.admin).expect("a connection");
    let length = body.len();
    write!(stream, "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n")
        .expect("an open connection");
    // A server that refuses a call may close before it has read all of it.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(answer[..end].to_vec()).expect("text").to_lowercase();
    let body = answer[end + 4..].to_vec();
    let body = if head.contains("transfer-encoding: chunked") { unchunked(&body) } else { body };
    (head, body)
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = body.windows(2).position(|bytes| bytes == b"\r\n") {
        let size = std::str::from_utf8(&body[..end]).expect("text");
        let size = usize::from_str_radix(size, 16).expect("a size");
        out.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 2 + size + 2..];
    }
    out
}

/// A message of gRPC-Web for a text.
fn message(text: &str) -> Vec<u8> {
    let document = Document { text: text.to_owned(), ..Document::default() };
    let request = ExtractEntitiesRequest { document: Some(document), options: None }.encode_to_vec();
    let length = u32::try_from(request.len()).expect("a short text").to_be_bytes();
    [&[0][..], &length, &request].concat()
}

/// The frames of gRPC-Web: flag and bytes.
fn frames(mut body: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut out = Vec::new();
    while let [flag, a, b, c, d, rest @ ..] = body {
        let size = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        out.push((*flag, rest[..size].to_vec()));
        body = &rest[size..];
    }
    out
}

#[test]
fn the_page_comes_with_a_strict_policy_and_all_of_its_parts() {
    let server = Server::start(&[]);
    for (path, kind) in [
        ("/playground", "text/html; charset=utf-8"),
        ("/playground/playground.js", "text/javascript; charset=utf-8"),
        ("/playground/playground.css", "text/css; charset=utf-8"),
        ("/playground/icon.svg", "image/svg+xml"),
        ("/playground/server.json", "application/json"),
    ] {
        let (head, body) = ask(&server, &format!("GET {path}"), "", b"");
        assert!(head.starts_with("http/1.1 200 ok\r\n"), "{path}: {head}");
        assert!(head.contains(&format!("content-type: {kind}\r\n")), "{path}: {head}");
        assert!(head.contains("x-content-type-options: nosniff\r\n"), "{path}: {head}");
        assert!(head.contains("referrer-policy: no-referrer\r\n"), "{path}: {head}");
        assert!(head.contains("content-security-policy: default-src 'none'; script-src 'self';"), "{path}: {head}");
        assert!(!head.contains("unsafe-"), "{path}: {head}");
        assert!(!body.is_empty(), "{path}");
    }
    let (head, body) = ask(&server, "HEAD /playground", "", b"");
    assert!(head.starts_with("http/1.1 200 ok\r\n") && body.is_empty(), "{head}");
    assert!(ask(&server, "GET /playground/", "", b"").0.contains("location: ../playground"));
    assert!(ask(&server, "GET /playground/other.js", "", b"").0.starts_with("http/1.1 404"));
    assert!(ask(&server, "POST /playground", "", b"").0.starts_with("http/1.1 405"));
    let settings = ask(&server, "GET /playground/server.json", "", b"").1;
    let settings: serde_json::Value = serde_json::from_slice(&settings).expect("JSON");
    assert_eq!(settings, serde_json::json!({"grpcAddress": server.grpc, "maxTextBytes": 1 << 20}));
    let listening = server.log().into_iter().find(|line| line.contains("listening")).expect("a line");
    assert!(listening.contains(&format!(r#""playground":"http://{}/playground""#, server.admin)), "{listening}");
}

#[test]
fn a_browser_calls_by_grpc_web() {
    let server = Server::start(&[]);
    // "Recep Tayyip Erdoğan returned to Beirut."
    let (head, body) = ask(&server, &format!("POST {CALL}"), WEB, &message("عاد رجب طيب أردوغان إلى بيروت"));
    assert!(head.starts_with("http/1.1 200 ok\r\n"), "{head}");
    assert!(head.contains("content-type: application/grpc-web+proto"), "{head}");
    let frames = frames(&body);
    let [(0, answer), (0x80, trailers)] = &frames[..] else { panic!("{frames:?}") };
    let answer = ExtractEntitiesResponse::decode(&answer[..]).expect("a message");
    let texts: Vec<_> = answer.mentions.iter().map(|mention| mention.text.as_str()).collect();
    assert_eq!(texts, ["رجب طيب أردوغان", "بيروت"]);
    assert!(String::from_utf8_lossy(trailers).contains("grpc-status:0"), "{trailers:?}");
    let metrics = server.page("/metrics").1;
    assert!(metrics.contains("kayan_grpc_calls_total{method=\"ExtractEntities\",code=\"OK\"} 1\n"), "{metrics}");
}

#[test]
fn limits_and_deadlines_hold_for_grpc_web_too() {
    let server = Server::start(&["--max-text-bytes", "8"]);
    // INVALID_ARGUMENT, in the words of the service.
    let (head, _) = ask(&server, &format!("POST {CALL}"), WEB, &message("السلام عليكم"));
    assert!(head.contains("grpc-status: 3"), "{head}");
    assert!(head.contains("has%2023%20bytes") || head.contains("has 23 bytes"), "{head}");
    // DEADLINE_EXCEEDED, UNAVAILABLE.
    let late = format!("{WEB}grpc-timeout: 0n\r\n");
    assert!(ask(&server, &format!("POST {CALL}"), &late, &message("نص")).0.contains("grpc-status: 4"));
    // A call that never sends its message holds the only place.
    let server = Server::start(&["--max-in-flight", "1"]);
    let mut held = TcpStream::connect(&server.admin).expect("a connection");
    write!(held, "POST {CALL} HTTP/1.1\r\nhost: kayan\r\n{WEB}content-length: 100\r\n\r\n")
        .expect("an open connection");
    let shed = || ask(&server, &format!("POST {CALL}"), WEB, &message("نص")).0.contains("grpc-status: 14");
    assert!((0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        shed()
    }));
}

#[test]
fn only_grpc_web_of_the_entity_service_is_taken_and_no_other_site_is_let_in() {
    let server = Server::start(&[]);
    let grpc = "content-type: application/grpc\r\n";
    assert!(ask(&server, &format!("POST {CALL}"), grpc, &message("نص")).0.starts_with("http/1.1 400"));
    assert!(ask(&server, &format!("GET {CALL}"), WEB, b"").0.starts_with("http/1.1 405"));
    assert!(ask(&server, "POST /grpc.health.v1.Health/Check", WEB, b"").0.starts_with("http/1.1 405"));
    let preflight = "origin: http://other.example\r\naccess-control-request-method: POST\r\n";
    let (head, _) = ask(&server, &format!("OPTIONS {CALL}"), preflight, b"");
    assert!(!head.starts_with("http/1.1 2") && !head.contains("access-control-allow"), "{head}");
}

#[test]
fn without_the_flag_there_is_neither_page_nor_grpc_web() {
    let server = Server::start(&["--playground=false"]);
    assert!(ask(&server, "GET /playground", "", b"").0.starts_with("http/1.1 404"));
    assert!(ask(&server, "GET /playground/playground.js", "", b"").0.starts_with("http/1.1 404"));
    assert!(ask(&server, &format!("POST {CALL}"), WEB, &message("نص")).0.starts_with("http/1.1 405"));
    assert!(!server.log().iter().any(|line| line.contains("/playground")));
}

#[test]
fn a_playground_without_an_admin_port_is_an_error() {
    let serve = std::process::Command::new(env!("CARGO_BIN_EXE_kayan"))
        .args(["serve", "--grpc-address", "0.0.0.0:0", "--playground"])
        .output()
        .expect("the binary runs");
    assert_eq!(serve.status.code(), Some(2));
    let told = String::from_utf8_lossy(&serve.stderr);
    assert!(told.contains("--playground needs --admin-address"), "{told}");
}
