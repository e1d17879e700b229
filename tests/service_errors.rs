//! Each fault of a request and its documented status, over TCP.

mod common;

use std::time::Duration;

use common::Server;
use kayan::service::error::{DOMAIN, Reason};
use kayan::service::proto::{
    BatchExtractEntitiesRequest, Document, ExtractEntitiesRequest, ExtractEntitiesResponse, ExtractionOptions,
    extract_entities_result::Result as Outcome,
};
use prost::Message;
use tonic::{Code, Request, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// A word that is in no list and must not be in any log or error.
const SECRET: &str = "زنبوركستان";

fn ask(text: &str) -> ExtractEntitiesRequest {
    let document = Document { text: text.to_owned(), ..Document::default() };
    ExtractEntitiesRequest { document: Some(document), options: None }
}

/// Checks code, reason and domain, and that no text leaks.
fn check(status: &Status, reason: Reason) -> ErrorDetails {
    assert_eq!(status.code(), reason.code(), "{status:?}");
    let details = status.get_error_details();
    let info = details.error_info().expect("ErrorInfo");
    assert_eq!((info.reason.as_str(), info.domain.as_str()), (reason.name(), DOMAIN));
    assert!(!status.message().contains(SECRET), "{status:?}");
    details
}

fn fields(details: &ErrorDetails) -> Vec<&str> {
    let violations = &details.bad_request().expect("BadRequest").field_violations;
    violations.iter().map(|violation| violation.field.as_str()).collect()
}

#[tokio::test]
async fn texts_at_and_over_their_limit() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let empty = client.extract_entities(ask("")).await.expect_err("no text");
    assert_eq!(fields(&check(&empty, Reason::TextEmpty)), ["document.text"]);
    let missing = client.extract_entities(ExtractEntitiesRequest::default()).await.expect_err("no document");
    assert_eq!(fields(&check(&missing, Reason::DocumentMissing)), ["document"]);

    let word = format!("{SECRET} ");
    let mut text = word.repeat((1 << 20) / word.len());
    text.push_str(&" ".repeat((1 << 20) - text.len()));
    let answer = client.extract_entities(ask(&text)).await.expect("1 MiB is within the limit").into_inner();
    assert!(answer.gazetteer.is_some());
    text.push(' ');
    let over = client.extract_entities(ask(&text)).await.expect_err("one byte more is not");
    let details = check(&over, Reason::TextTooLong);
    assert_eq!(fields(&details), ["document.text"]);
    let metadata = &details.error_info().expect("ErrorInfo").metadata;
    assert_eq!((metadata["limit"].as_str(), metadata["size"].as_str()), ("1048576", "1048577"));
    assert_eq!(over.message(), "document.text: has 1048577 bytes, the limit is 1048576");

    let over = client.extract_entities(ask(&text.repeat(17))).await.expect_err("over 16 MiB");
    let details = check(&over, Reason::RequestTooLarge);
    assert_eq!(details.error_info().expect("ErrorInfo").metadata["limit"], (16 << 20).to_string());
    // Sixteen KiB that would be 16 MiB and more.
    let mut compressing = client.clone().send_compressed(tonic::codec::CompressionEncoding::Gzip);
    let bomb = compressing.extract_entities(ask(&" ".repeat(17 << 20))).await.expect_err("a decompression bomb");
    let details = check(&bomb, Reason::RequestTooLarge);
    assert_eq!(details.error_info().expect("ErrorInfo").metadata["limit"], (16 << 20).to_string());
    assert!(server.log().iter().all(|line| !line.contains(SECRET)), "text in the log");
}

#[tokio::test]
async fn faults_of_options_are_named_together() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let options = ExtractionOptions {
        include_types: vec![1, 42],
        offset_encoding: 9,
        min_confidence: Some(2.0),
        ..Default::default()
    };
    let document = Document { text: SECRET.to_owned(), reference_date: Some("soon".to_owned()), ..Default::default() };
    let request = ExtractEntitiesRequest { document: Some(document), options: Some(options) };
    let status = client.extract_entities(request).await.expect_err("four faults");
    let details = check(&status, Reason::InvalidReferenceDate);
    let expected =
        ["document.reference_date", "options.offset_encoding", "options.min_confidence", "options.include_types[1]"];
    assert_eq!(fields(&details), expected);

    let unknown = ExtractionOptions { overlap: 5, ..Default::default() };
    let unknown = ExtractEntitiesRequest { options: Some(unknown), ..ask(SECRET) };
    let status = client.extract_entities(unknown).await.expect_err("an unknown value");
    assert_eq!(fields(&check(&status, Reason::UnknownEnumValue)), ["options.overlap"]);

    let pinned = ExtractionOptions { gazetteer_digest: "00".repeat(32), ..Default::default() };
    let pinned = ExtractEntitiesRequest { options: Some(pinned), ..ask(SECRET) };
    let status = client.extract_entities(pinned).await.expect_err("another gazetteer");
    let details = check(&status, Reason::GazetteerNotLoaded);
    assert_eq!(details.error_info().expect("ErrorInfo").metadata["loaded"].len(), 64);
    assert_eq!(details.precondition_failure().expect("PreconditionFailure").violations.len(), 1);
}

#[tokio::test]
async fn batches_fail_as_a_whole_unless_asked_otherwise() {
    let server = Server::start(&["--max-documents", "3"]);
    let mut client = server.client().await;
    let texts = [SECRET, "", SECRET];
    let documents: Vec<_> =
        texts.iter().map(|text| Document { text: (*text).to_owned(), ..Document::default() }).collect();
    let mut batch = BatchExtractEntitiesRequest { documents, ..Default::default() };
    let status = client.batch_extract_entities(batch.clone()).await.expect_err("one has no text");
    assert_eq!(fields(&check(&status, Reason::TextEmpty)), ["documents[1].text"]);

    batch.allow_partial_success = true;
    let results = client.batch_extract_entities(batch.clone()).await.expect("partial success").into_inner().results;
    let fine: Vec<_> = results.iter().map(|result| matches!(result.result, Some(Outcome::Response(_)))).collect();
    assert_eq!(fine, [true, false, true]);
    let Some(Outcome::Error(error)) = &results[1].result else { panic!("{results:?}") };
    assert_eq!((error.code, error.message.as_str()), (Code::InvalidArgument as i32, "documents[1].text: is empty"));
    assert_eq!(error.details.len(), 2);

    batch.documents.push(Document::default());
    let status = client.batch_extract_entities(batch).await.expect_err("too many");
    let details = check(&status, Reason::TooManyDocuments);
    assert_eq!(fields(&details), ["documents"]);
    assert_eq!(details.error_info().expect("ErrorInfo").metadata["limit"], "3");
}

/// The contract's messages with bytes where text belongs, so that a client can
/// send what no string holds.
mod raw {
    #[derive(Clone, PartialEq, prost::Message)]
    pub(super) struct Document {
        #[prost(bytes, tag = "2")]
        pub(super) text: Vec<u8>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(super) struct Request {
        #[prost(message, optional, tag = "1")]
        pub(super) document: Option<Document>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(super) struct NotARequest {
        #[prost(uint32, tag = "1")]
        pub(super) document: u32,
    }
}

async fn call_raw<M: prost::Message + 'static>(server: &Server, message: M) -> Status {
    let mut client = tonic::client::Grpc::new(server.channel().await);
    client.ready().await.expect("a connection");
    let path = http::uri::PathAndQuery::from_static("/kayan.v1.EntityExtractionService/ExtractEntities");
    let codec = tonic_prost::ProstCodec::<M, ExtractEntitiesResponse>::default();
    client.unary(Request::new(message), path, codec).await.expect_err("a fault")
}

#[tokio::test]
async fn bytes_that_are_no_request_are_the_callers_fault() {
    let server = Server::start(&[]);
    let document = raw::Document { text: vec![b'a', 0xFF, b'b'] };
    let status = call_raw(&server, raw::Request { document: Some(document) }).await;
    assert_eq!(fields(&check(&status, Reason::InvalidUtf8)), ["document.text"]);

    let status = call_raw(&server, raw::NotARequest { document: 7 }).await;
    assert_eq!(fields(&check(&status, Reason::MalformedRequest)), ["document"]);
}

/// A text that takes long enough to be interrupted.
fn long_text() -> String {
    let sentence = "قال الرئيس محمد بن عبد الله لصحيفة الشرق الأوسط في بيروت إن 3 ملايين دولار دفعت في 12 مارس 2021. ";
    sentence.repeat((1 << 20) / sentence.len())
}

/// One call without a client's own clock, which would answer first: the status
/// is what the server says.
async fn call_with_timeout(server: &Server, timeout: &str, text: &str) -> Status {
    let message = ask(text).encode_to_vec();
    let mut body = vec![0];
    body.extend(u32::try_from(message.len()).expect("a small message").to_be_bytes());
    body.extend(message);
    let request = http::Request::post("/kayan.v1.EntityExtractionService/ExtractEntities")
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header("grpc-timeout", timeout)
        .body(http_body_util::Full::new(hyper::body::Bytes::from(body)))
        .expect("a request");
    let stream = tokio::net::TcpStream::connect(&server.grpc).await.expect("a connection");
    let io = hyper_util::rt::TokioIo::new(stream);
    let executor = hyper_util::rt::TokioExecutor::new();
    let (mut sender, connection) = hyper::client::conn::http2::handshake(executor, io).await.expect("HTTP/2");
    tokio::spawn(connection);
    let response = sender.send_request(request).await.expect("an answer");
    if let Some(status) = Status::from_header_map(response.headers()) {
        return status;
    }
    let collected = http_body_util::BodyExt::collect(response.into_body()).await.expect("a body");
    Status::from_header_map(collected.trailers().expect("trailers")).expect("a status")
}

#[tokio::test]
async fn deadlines_are_honoured() {
    let server = Server::start(&[]);
    for (timeout, text) in [("1n", SECRET.to_owned()), ("0m", SECRET.to_owned()), ("1m", long_text())] {
        check(&call_with_timeout(&server, timeout, &text).await, Reason::DeadlineExceeded);
    }
    for timeout in ["60S", "99999999H", "soon"] {
        assert_eq!(call_with_timeout(&server, timeout, SECRET).await.code(), Code::Ok, "{timeout}");
    }
}

#[tokio::test]
async fn a_cancelled_call_is_counted_and_the_server_goes_on() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let requests = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let open = client.stream_extract_entities(requests).await.expect("a stream");
    wait_for_metric(&server, "kayan_grpc_calls_in_flight 1").await;
    drop((open, sender));
    wait_for_metric(&server, r#"kayan_grpc_calls_total{method="StreamExtractEntities",code="CANCELLED"} 1"#).await;
    client.extract_entities(ask(SECRET)).await.expect("an answer");
    wait_for_metric(&server, "kayan_grpc_calls_in_flight 0").await;
}

async fn wait_for_metric(server: &Server, line: &str) {
    let begun = std::time::Instant::now();
    loop {
        let (_, metrics) = server.page("/metrics");
        if metrics.lines().any(|found| found == line) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "no {line} in {metrics}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn overload_is_shed_and_health_is_not() {
    use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

    let server = Server::start(&["--max-in-flight", "1"]);
    let mut client = server.client().await;
    // A stream that stays open takes the only place.
    let (_sender, receiver) = tokio::sync::mpsc::channel(1);
    let requests = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let open = client.stream_extract_entities(requests).await.expect("a stream");
    let status = client.extract_entities(ask(SECRET)).await.expect_err("no place");
    let details = check(&status, Reason::Overloaded);
    assert!(details.retry_info().expect("RetryInfo").retry_delay.is_some());
    let mut health = HealthClient::new(server.channel().await);
    health.check(HealthCheckRequest { service: String::new() }).await.expect("health answers");
    assert_eq!(server.page("/readyz").0, "HTTP/1.1 200 OK");
    drop((open, _sender));
    let begun = std::time::Instant::now();
    while let Err(status) = client.extract_entities(ask(SECRET)).await {
        check(&status, Reason::Overloaded);
        assert!(begun.elapsed() < Duration::from_secs(10), "the place is never free again");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[test]
fn every_reason_is_documented() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md")).expect("docs/errors.md");
    for reason in Reason::ALL {
        assert!(page.contains(&format!("## {}\n", reason.name())), "{} has no section", reason.name());
    }
}
