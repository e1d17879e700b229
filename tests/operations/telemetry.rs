//! What a server tells: metrics, logs, request ids and traces.

use std::sync::{Arc, Mutex};

use kayan::service::error::Reason;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{TraceService, TraceServiceServer};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use tonic::{Request, Response, Status};

use crate::common::Server;
use crate::support::{SECRET, TEXT, ask, assert_silent, metric, until};

const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const UNSAMPLED: &str = "00-5bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

/// A collector that keeps what it is sent.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<ExportTraceServiceRequest>>>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.0.lock().expect("no panic").push(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

impl Collector {
    async fn start() -> (Self, String) {
        let collector = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let service = TraceServiceServer::new(collector.clone());
        let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
        tokio::spawn(tonic::transport::Server::builder().add_service(service).serve_with_incoming(incoming));
        (collector, endpoint)
    }

    fn spans(&self) -> Vec<Span> {
        let requests = self.0.lock().expect("no panic");
        let scopes = requests.iter().flat_map(|request| &request.resource_spans).flat_map(|spans| &spans.scope_spans);
        scopes.flat_map(|scope| scope.spans.clone()).collect()
    }
}

fn attribute(span: &Span, key: &str) -> Option<Value> {
    let attribute = span.attributes.iter().find(|attribute| attribute.key == key)?;
    attribute.value.clone()?.value
}

// Waiting for the server blocks a thread; the collector needs another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traces_reach_a_collector_and_hold_no_text() {
    let (collector, endpoint) = Collector::start().await;
    let mut server = Server::start(&["--gazetteer-only", "--otlp-endpoint", &endpoint]);
    let mut client = server.client().await;
    for (trace, text) in [(TRACE, TEXT), (UNSAMPLED, TEXT), ("garbage", TEXT), (TRACE, "")] {
        let mut request = Request::new(ask(text));
        request.metadata_mut().insert("traceparent", trace.parse().expect("a value"));
        request.metadata_mut().insert("x-request-id", "request-7".parse().expect("a value"));
        let answered = client.extract_entities(request).await.is_ok();
        assert_eq!(answered, !text.is_empty());
    }
    // What is left is sent when the server ends.
    server.terminate();
    assert_eq!(server.wait().code(), Some(0));
    let spans = collector.spans();
    assert_eq!(spans.len(), 3, "{spans:?}");
    let of_caller: Vec<_> = spans.iter().filter(|span| span.trace_id.starts_with(&[0x4b, 0xf9])).collect();
    assert_eq!(of_caller.len(), 2);
    for span in &of_caller {
        assert_eq!(span.parent_span_id, [0x00, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7]);
    }
    let codes: Vec<_> = of_caller.iter().map(|span| attribute(span, "rpc.grpc.status_code")).collect();
    assert!(codes.contains(&Some(Value::IntValue(0))) && codes.contains(&Some(Value::IntValue(3))), "{codes:?}");
    for span in &spans {
        assert_eq!(span.name, "kayan.v1.EntityExtractionService/ExtractEntities");
        assert_eq!(attribute(span, "kayan.request_id"), Some(Value::StringValue("request-7".to_owned())));
        assert!(span.end_time_unix_nano > span.start_time_unix_nano);
    }
    assert!(!format!("{:?}", collector.0.lock().expect("no panic")).contains(SECRET));
    assert_silent(&server, &[]);
}

#[tokio::test]
async fn a_collector_that_is_away_holds_up_nothing() {
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let mut server = Server::start(&["--gazetteer-only", "--otlp-endpoint", &format!("http://{nowhere}")]);
    let mut client = server.client().await;
    for _ in 0..20 {
        client.extract_entities(ask(TEXT)).await.expect("an answer");
    }
    drop(client);
    server.terminate();
    assert_eq!(server.wait().code(), Some(0));
}

#[tokio::test]
async fn request_ids_are_cleaned_and_echoed_and_errors_have_one() {
    let server = Server::start(&["--gazetteer-only"]);
    let mut client = server.client().await;
    let mut request = Request::new(ask(TEXT));
    request.metadata_mut().insert("x-request-id", "a{\"b\":1}\\-z".parse().expect("a value"));
    request.metadata_mut().insert("traceparent", TRACE.parse().expect("a value"));
    let response = client.extract_entities(request).await.expect("an answer");
    assert_eq!(response.metadata().get("x-request-id").expect("echoed"), "ab:1-z");
    let response = client.extract_entities(ask(TEXT)).await.expect("an answer");
    assert!(response.metadata().get("x-request-id").is_none(), "nobody asked for one");
    let status = client.extract_entities(ask("")).await.expect_err("no text");
    assert_eq!(status.code(), Reason::TextEmpty.code());
    let id = status.metadata().get("x-request-id").expect("an id").to_str().expect("ASCII").to_owned();
    until("the lines", || server.log().iter().filter(|line| line.contains("a call ended")).count() == 3).await;
    let find = |part: &str| server.log().into_iter().find(|line| line.contains(part)).expect("a line");
    let line: serde_json::Value = serde_json::from_str(&find("ab:1-z")).expect("JSON");
    assert_eq!(line["fields"]["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!((&line["fields"]["method"], &line["fields"]["code"]), (&"ExtractEntities".into(), &"OK".into()));
    assert!(find(&id).contains("INVALID_ARGUMENT"));
    assert_silent(&server, &[]);
}

#[tokio::test]
async fn log_lines_are_text_where_that_is_set() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kayan"))
        .args(["serve", "--grpc-address", "127.0.0.1:0", "--log-format", "text", "--gazetteer", "/nonexistent"])
        .output()
        .expect("the binary runs");
    let log = String::from_utf8(output.stderr).expect("UTF-8");
    let line = log.lines().find(|line| line.contains("listening")).expect("a line");
    assert!(line.contains(" INFO ") && !line.starts_with('{') && !line.contains('\u{1b}'), "{line}");
}

#[tokio::test]
async fn metrics_tell_what_goes_on() {
    let server = Server::start(&["--gazetteer-only"]);
    let mut client = server.client().await;
    let response = client.extract_entities(ask(TEXT)).await.expect("an answer").into_inner();
    let figures = response.mentions.iter().filter(|mention| mention.value.is_some()).count();
    assert!(figures > 0);
    assert_eq!(metric(&server, "kayan_documents_total"), 1.0);
    assert_eq!(metric(&server, "kayan_text_bytes_total"), TEXT.len() as f64);
    assert_eq!(metric(&server, r#"kayan_mentions_total{type="ENTITY_TYPE_FIGURE"}"#), figures as f64);
    let digest = response.gazetteer.expect("a digest").digest;
    let (version, engine) = (env!("CARGO_PKG_VERSION"), response.engine_version);
    assert_eq!(version, engine);
    assert_eq!(metric(&server, &format!(r#"kayan_gazetteer_info{{version="{version}",digest="{digest}"}}"#)), 1.0);
    assert_eq!(metric(&server, "kayan_gazetteers_loaded"), 1.0);
    assert!((0.0..600.0).contains(&metric(&server, "kayan_gazetteer_age_seconds")));
    assert!(metric(&server, "process_resident_memory_bytes") > 1e6);
    assert!(metric(&server, "process_cpu_seconds_total") > 0.0);
    let (_, page) = server.page("/metrics");
    assert!(page.ends_with("# EOF\n") && page.matches("# EOF").count() == 1);
    for name in ["kayan_worker_queue 0", "kayan_grpc_call_seconds_bucket", "kayan_gazetteer_entities{type="] {
        assert!(page.contains(name), "{name} in {page}");
    }
}
