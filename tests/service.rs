//! The real binary over TCP: every method, the same bytes every time, limits
//! and shutdown.

mod common;

use common::Server;
use futures_util::{StreamExt, stream};
use kayan::service::proto::{
    self, AdHocEntry, AdHocList, BatchExtractEntitiesRequest, Document, EntityType, ExtractEntitiesRequest,
    ExtractEntitiesResponse, ExtractionOptions, GetGazetteerRequest, ListEntityTypesRequest, OffsetEncoding,
    StreamExtractEntitiesRequest, extract_entities_result::Result as Outcome,
};
use prost::Message;

/// "Recep Tayyip Erdoğan arrived in Beirut on 3 March 2021 and travelled to Saudi Arabia and Baghdad."
const TEXT: &str = "عاد رجب طيب أردوغان إلى بيروت في 3 مارس 2021 ثم سافر للسعودية وبغداد.";

fn document(id: &str, text: &str) -> Document {
    Document { id: id.to_owned(), text: text.to_owned(), ..Document::default() }
}

fn request(text: &str, options: ExtractionOptions) -> ExtractEntitiesRequest {
    ExtractEntitiesRequest { document: Some(document("d", text)), options: Some(options) }
}

fn responses(results: Vec<proto::ExtractEntitiesResult>) -> Vec<ExtractEntitiesResponse> {
    let response = |result: proto::ExtractEntitiesResult| match result.result {
        Some(Outcome::Response(response)) => *response,
        other => panic!("no response: {other:?}"),
    };
    results.into_iter().map(response).collect()
}

#[tokio::test]
async fn one_document() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let response = client.extract_entities(request(TEXT, ExtractionOptions::default())).await.expect("an answer");
    let response = response.into_inner();
    assert_eq!(response.document_id, "d");
    assert_eq!(response.offset_encoding(), OffsetEncoding::Utf8);
    assert_eq!(response.engine_version, env!("CARGO_PKG_VERSION"));
    let gazetteer = client.get_gazetteer(GetGazetteerRequest {}).await.expect("an answer").into_inner();
    let version = response.gazetteer.as_ref().expect("a version");
    assert_eq!((&version.version, &version.digest), (&gazetteer.version, &gazetteer.digest));

    let found: Vec<_> = response.mentions.iter().map(|m| (m.r#type(), m.text.as_str())).collect();
    for expected in [
        (EntityType::Person, "رجب طيب أردوغان"),
        (EntityType::Place, "بيروت"),
        (EntityType::Figure, "3 مارس 2021"),
        (EntityType::Place, "لسعودية"),
        (EntityType::Place, "بغداد"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    for mention in &response.mentions {
        assert_eq!(&TEXT[mention.begin as usize..mention.end as usize], mention.text);
        assert!((0.0..=1.0).contains(&mention.confidence));
        assert_eq!(mention.r#type() == EntityType::Figure, mention.value.is_some(), "{mention:?}");
        assert_eq!(mention.r#type() == EntityType::Figure, mention.entity_index.is_none(), "{mention:?}");
    }
    let baghdad = response.mentions.iter().find(|m| m.text == "بغداد").expect("found above");
    assert_eq!(baghdad.proclitics, ["و"]);
    for (at, entity) in response.entities.iter().enumerate() {
        assert!(!entity.mention_indices.is_empty());
        for &mention in &entity.mention_indices {
            assert_eq!(response.mentions[mention as usize].entity_index, Some(at as u32));
        }
    }
}

#[tokio::test]
async fn offsets_in_every_unit_point_at_the_text() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let text = format!("😀 مُرحبًا {TEXT}");
    for encoding in [OffsetEncoding::Utf8, OffsetEncoding::Utf16, OffsetEncoding::CodePoint] {
        let options = ExtractionOptions { offset_encoding: encoding as i32, ..Default::default() };
        let response = client.extract_entities(request(&text, options)).await.expect("an answer").into_inner();
        assert_eq!(response.offset_encoding(), encoding);
        assert!(!response.mentions.is_empty());
        for mention in response.mentions {
            let (begin, end) = (mention.begin as usize, mention.end as usize);
            let slice = match encoding {
                OffsetEncoding::Utf16 => {
                    String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[begin..end]).expect("whole characters")
                }
                OffsetEncoding::CodePoint => text.chars().skip(begin).take(end - begin).collect(),
                _ => text[begin..end].to_owned(),
            };
            assert_eq!(slice, mention.text);
        }
    }
}

#[tokio::test]
async fn a_batch_and_a_stream_are_the_sum_of_their_documents() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let large = format!("{TEXT}\n").repeat(200);
    let texts = [TEXT, "لا شيء هنا", "سافر إلى بيروت", large.as_str()];
    let mut single = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        let request = ExtractEntitiesRequest { document: Some(document(&i.to_string(), text)), options: None };
        single.push(client.extract_entities(request).await.expect("an answer").into_inner());
    }
    let documents: Vec<_> = texts.iter().enumerate().map(|(i, text)| document(&i.to_string(), text)).collect();

    let batch = BatchExtractEntitiesRequest { documents: documents.clone(), ..Default::default() };
    let batch = client.batch_extract_entities(batch).await.expect("an answer").into_inner();
    assert_eq!(responses(batch.results), single);

    let messages = [documents[..1].to_vec(), Vec::new(), documents[1..].to_vec()];
    let requests: Vec<_> = messages
        .iter()
        .map(|documents| StreamExtractEntitiesRequest { documents: documents.clone(), options: None })
        .collect();
    let answers = client.stream_extract_entities(stream::iter(requests)).await.expect("a stream").into_inner();
    let answers: Vec<_> = answers.map(|answer| answer.expect("an answer")).collect().await;
    assert_eq!(answers.iter().map(|answer| answer.results.len()).collect::<Vec<_>>(), [1, 0, 3]);
    assert_eq!(responses(answers.into_iter().flat_map(|answer| answer.results).collect()), single);
}

#[tokio::test]
async fn options_of_a_stream_hold_until_the_next_ones() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let message = |options| StreamExtractEntitiesRequest { documents: vec![document("d", TEXT)], options };
    let places = ExtractionOptions { include_types: vec![EntityType::Place as i32], ..Default::default() };
    let faulty = ExtractionOptions { include_types: vec![77], ..Default::default() };
    let people = ExtractionOptions { include_types: vec![EntityType::Person as i32], ..Default::default() };
    let requests = vec![
        message(None),
        message(Some(places)),
        message(None),
        message(Some(faulty)),
        message(None),
        message(Some(people)),
    ];
    let answers = client.stream_extract_entities(stream::iter(requests)).await.expect("a stream").into_inner();
    let answers: Vec<_> = answers.map(|answer| answer.expect("an answer").results.remove(0)).collect().await;
    let only = |at: usize, kind: EntityType| {
        let Some(Outcome::Response(response)) = &answers[at].result else { panic!("{:?}", answers[at]) };
        assert!(!response.mentions.is_empty() && response.mentions.iter().all(|m| m.r#type() == kind), "{at}");
    };
    let faulty = |at: usize| {
        let Some(Outcome::Error(status)) = &answers[at].result else { panic!("{:?}", answers[at]) };
        assert_eq!(status.code, tonic::Code::InvalidArgument as i32);
        assert!(status.message.starts_with("options.include_types[0]"), "{}", status.message);
    };
    only(1, EntityType::Place);
    only(2, EntityType::Place);
    faulty(3);
    faulty(4);
    only(5, EntityType::Person);
}

#[tokio::test]
async fn lists_of_a_request_count_for_it_alone() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let text = "أعلنت زنبورك أرباحها أمس";
    let list = AdHocList {
        r#type: EntityType::Company as i32,
        subtype: "customer".to_owned(),
        entries: vec![AdHocEntry { surface: "زنبورك".to_owned(), id: "42".to_owned() }],
        ..AdHocList::default()
    };
    let with_list = ExtractionOptions { ad_hoc_lists: vec![list], ..Default::default() };
    for (options, found) in [(with_list, true), (ExtractionOptions::default(), false)] {
        let response = client.extract_entities(request(text, options)).await.expect("an answer").into_inner();
        let mention = response.mentions.iter().find(|m| m.text == "زنبورك" && m.r#type() == EntityType::Company);
        assert_eq!(mention.is_some_and(|m| m.subtype == "customer"), found, "{response:?}");
        if let Some(mention) = mention {
            let entity = &response.entities[mention.entity_index.expect("an entity") as usize];
            assert_eq!(entity.ids, [proto::EntityId { system: "request".to_owned(), value: "42".to_owned() }]);
        }
    }
}

#[tokio::test]
async fn types_and_gazetteer_are_described() {
    let server = Server::start(&[]);
    let mut client = server.client().await;
    let types = client.list_entity_types(ListEntityTypesRequest {}).await.expect("an answer").into_inner().types;
    let kinds: Vec<_> = types.iter().map(|kind| kind.r#type()).collect();
    assert_eq!(
        kinds,
        [EntityType::Person, EntityType::Place, EntityType::Company, EntityType::Organization, EntityType::Figure]
    );
    for kind in &types {
        assert!(!kind.description.is_empty() && !kind.subtypes.is_empty() && kind.subtypes.is_sorted(), "{kind:?}");
    }
    assert!(types[4].subtypes.iter().any(|subtype| subtype == "percent"));

    let gazetteer = client.get_gazetteer(GetGazetteerRequest {}).await.expect("an answer").into_inner();
    assert!(gazetteer.digest.len() == 64 && gazetteer.digest.bytes().all(|b| b.is_ascii_hexdigit()));
    assert!(gazetteer.counts.iter().all(|count| count.entities <= count.surface_forms));
    assert!(gazetteer.counts.iter().any(|count| count.r#type() == EntityType::Place && count.entities > 0));
    assert!(!gazetteer.sources.is_empty() && gazetteer.sources.iter().all(|source| !source.licence.is_empty()));
    assert!(gazetteer.load_time.is_some_and(|time| time.seconds > 1_600_000_000));
}

#[tokio::test]
async fn health_and_reflection() {
    use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
    use tonic_reflection::pb::{v1, v1alpha};

    let server = Server::start(&[]);
    let mut health = HealthClient::new(server.channel().await);
    for service in ["", "kayan.v1.EntityExtractionService", "liveness"] {
        let answer = health.check(HealthCheckRequest { service: service.to_owned() }).await.expect("an answer");
        assert_eq!(answer.into_inner().status(), tonic_health::pb::health_check_response::ServingStatus::Serving);
    }
    let unknown = health.check(HealthCheckRequest { service: "nobody".to_owned() }).await.expect_err("no such service");
    assert_eq!(unknown.code(), tonic::Code::NotFound);

    let symbol = "kayan.v1.EntityExtractionService".to_owned();
    let mut reflection = v1::server_reflection_client::ServerReflectionClient::new(server.channel().await);
    let ask = v1::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(v1::server_reflection_request::MessageRequest::FileContainingSymbol(symbol.clone())),
    };
    let mut answers = reflection.server_reflection_info(stream::iter([ask])).await.expect("a stream").into_inner();
    let answer = answers.message().await.expect("an answer").expect("one answer").message_response;
    let Some(v1::server_reflection_response::MessageResponse::FileDescriptorResponse(files)) = answer else {
        panic!("{answer:?}")
    };
    let names = files
        .file_descriptor_proto
        .iter()
        .map(|file| prost_types::FileDescriptorProto::decode(file.as_slice()).expect("a descriptor").name().to_owned());
    assert!(names.into_iter().any(|name| name == "kayan/v1/service.proto"));

    let mut reflection = v1alpha::server_reflection_client::ServerReflectionClient::new(server.channel().await);
    let ask = v1alpha::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(v1alpha::server_reflection_request::MessageRequest::ListServices(String::new())),
    };
    let mut answers = reflection.server_reflection_info(stream::iter([ask])).await.expect("a stream").into_inner();
    let answer = answers.message().await.expect("an answer").expect("one answer").message_response;
    let Some(v1alpha::server_reflection_response::MessageResponse::ListServicesResponse(list)) = answer else {
        panic!("{answer:?}")
    };
    assert!(list.service.iter().any(|service| service.name == symbol), "{list:?}");
}

#[tokio::test]
async fn the_same_request_has_the_same_bytes_on_two_threads_and_in_two_processes() {
    let servers = [Server::start(&[]), Server::start(&["--workers", "1"])];
    let large = format!("{TEXT}\n").repeat(500);
    let options = ExtractionOptions {
        explain: true,
        overlap: proto::Overlap::All as i32,
        offset_encoding: OffsetEncoding::CodePoint as i32,
        ..Default::default()
    };
    for text in [TEXT, large.as_str()] {
        let mut answers = Vec::new();
        for server in &servers {
            let (one, two) = (server.client().await, server.client().await);
            let call = |mut client: common::Client| {
                let request = request(text, options.clone());
                tokio::spawn(async move { client.extract_entities(request).await.expect("an answer").into_inner() })
            };
            let (one, two) = (call(one), call(two));
            answers.extend([one.await.expect("a task"), two.await.expect("a task")]);
        }
        assert!(!answers[0].mentions.is_empty());
        let bytes: Vec<_> = answers.iter().map(Message::encode_to_vec).collect();
        assert!(bytes.iter().all(|answer| *answer == bytes[0]));
    }
}

#[tokio::test]
async fn admin_pages() {
    let server = Server::start(&[]);
    server.client().await.extract_entities(request(TEXT, ExtractionOptions::default())).await.expect("an answer");
    for path in ["/livez", "/readyz"] {
        assert_eq!(server.page(path), ("HTTP/1.1 200 OK".to_owned(), "ok\n".to_owned()), "{path}");
    }
    let (_, version) = server.page("/version");
    let version: serde_json::Value = serde_json::from_str(&version).expect("JSON");
    assert_eq!(version["engineVersion"], env!("CARGO_PKG_VERSION"));
    assert_eq!(version["gazetteer"]["digest"].as_str().map(str::len), Some(64));
    let (_, metrics) = server.page("/metrics");
    let line = r#"kayan_grpc_calls_total{method="ExtractEntities",code="OK"} 1"#;
    assert!(metrics.lines().any(|found| found == line), "{metrics}");
    assert!(metrics.ends_with("# EOF\n"));
    assert_eq!(server.page("/nothing").0, "HTTP/1.1 404 Not Found");
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_answers_what_it_has_received() {
    let mut server = Server::start(&[]);
    let mut client = server.client().await;
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    let requests = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut answers = client.stream_extract_entities(requests).await.expect("a stream").into_inner();
    let message = StreamExtractEntitiesRequest { documents: vec![document("d", TEXT)], options: None };
    sender.send(message).await.expect("an open stream");
    assert_eq!(answers.message().await.expect("an answer").expect("one").results.len(), 1);
    server.terminate();
    let end = answers.message().await.expect_err("the end of the stream");
    assert_eq!(end.code(), tonic::Code::Unavailable);
    let info = tonic_types::StatusExt::get_details_error_info(&end).expect("ErrorInfo");
    assert_eq!(info.reason, "DRAINING");
    assert_eq!(server.wait().code(), Some(0));
}

#[tokio::test]
async fn an_idle_connection_cannot_hold_up_the_shutdown() {
    let mut server = Server::start(&["--drain-timeout", "200ms"]);
    let _idle = std::net::TcpStream::connect(&server.grpc).expect("a connection");
    let _client = server.client().await;
    server.terminate();
    assert_eq!(server.wait().code(), Some(0));
}

#[tokio::test]
async fn a_call_in_flight_is_answered_before_the_server_ends() {
    let mut server = Server::start(&[]);
    let client = server.client().await;
    let documents = vec![document("d", &format!("{TEXT}\n").repeat(500)); 20];
    let batch = BatchExtractEntitiesRequest { documents, ..Default::default() };
    let mut caller = client.clone();
    let call = tokio::spawn(async move { caller.batch_extract_entities(batch).await });
    while !server.page("/metrics").1.contains("kayan_grpc_calls_in_flight 1\n") && !call.is_finished() {
        tokio::task::yield_now().await;
    }
    server.terminate();
    let answer = call.await.expect("a task").expect("an answer");
    assert_eq!(answer.into_inner().results.len(), 20);
    drop(client);
    assert_eq!(server.wait().code(), Some(0));
}

#[tokio::test]
async fn a_server_is_not_ready_before_its_lists_are_loaded() {
    use tonic_health::pb::health_check_response::ServingStatus;
    use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

    // Reading a pipe takes until someone has written to it.
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("slow.tsv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let mut server = Server::start_unready(&["--gazetteer", pipe.to_str().expect("UTF-8")]);
    let mut health = HealthClient::new(server.channel().await);
    let mut status = async |service: &str| {
        let request = HealthCheckRequest { service: service.to_owned() };
        health.check(request).await.expect("an answer").into_inner().status()
    };
    assert_eq!(status("").await, ServingStatus::NotServing);
    assert_eq!(status("kayan.v1.EntityExtractionService").await, ServingStatus::NotServing);
    assert_eq!(status("liveness").await, ServingStatus::Serving);
    assert_eq!(server.page("/readyz").0, "HTTP/1.1 503 Service Unavailable");
    assert_eq!(server.page("/livez").0, "HTTP/1.1 200 OK");
    let mut client = server.client().await;
    let early = client.extract_entities(request(TEXT, ExtractionOptions::default())).await.expect_err("not ready");
    let info = tonic_types::StatusExt::get_details_error_info(&early).expect("ErrorInfo");
    assert_eq!((early.code(), info.reason.as_str()), (tonic::Code::Unavailable, "NOT_READY"));

    let list = "# schema: name\n# source: test\n# version: 1\n# licence: Apache-2.0\n# attribution: none\n\
                place/zanburakistan\tplace\tcountry\tزنبوركستان\tcanonical\t\t\talways\torth\t\t\n";
    std::fs::write(&pipe, list).expect("a reader");
    server.wait_for_log("\"ready\"");
    assert_eq!(status("").await, ServingStatus::Serving);
    client.extract_entities(request(TEXT, ExtractionOptions::default())).await.expect("an answer");
}

#[tokio::test]
async fn an_old_connection_is_asked_to_go() {
    let server = Server::start(&["--connection-age", "200ms"]);
    let stream = tokio::net::TcpStream::connect(&server.grpc).await.expect("a connection");
    let (io, executor) = (hyper_util::rt::TokioIo::new(stream), hyper_util::rt::TokioExecutor::new());
    let handshake =
        hyper::client::conn::http2::handshake::<_, _, http_body_util::Empty<hyper::body::Bytes>>(executor, io);
    let (_sender, connection) = handshake.await.expect("HTTP/2");
    tokio::time::timeout(std::time::Duration::from_secs(30), connection).await.expect("GOAWAY").expect("no error");
}
