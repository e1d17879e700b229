//! Lists that change under load.

use std::collections::HashMap;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use kayan::service::error::Reason;
use kayan::service::proto::{
    BatchExtractEntitiesRequest, Document, ExtractEntitiesRequest, ExtractEntitiesResponse, ExtractionOptions,
    GetGazetteerRequest, StreamExtractEntitiesRequest, extract_entities_result::Result as Outcome,
};
use tonic_types::StatusExt;

use crate::common::Server;
use crate::support::{Load, SECRET, ask, assert_silent, metric, text, until};

const RELOADS: usize = 100;

/// Three names that no other list has: two towns and a firm.
const NAMES: [(&str, &str, &str); 3] =
    [("زنبورك", "place", "city"), ("شلقميط", "place", "city"), ("طرقلوز", "company", "firm")];

fn list(version: usize) -> String {
    let mut list = "# schema: name\n# source: test\n# licence: CC0-1.0\n".to_owned();
    for (i, (name, kind, subtype)) in NAMES.iter().enumerate() {
        let ids = format!("test:v{version}");
        list.push_str(&format!("t/{i}\t{kind}\t{subtype}\t{name}\tcanonical\t\t{ids}\talways\torth\t0.9\t\n"));
    }
    list
}

/// A folder as Kubernetes mounts a config map.
struct Volume(tempfile::TempDir);

impl Volume {
    fn new() -> Self {
        let volume = Self(tempfile::tempdir().expect("a folder"));
        volume.publish("0", &list(0));
        symlink("..data/own.tsv", volume.path().join("own.tsv")).expect("a link");
        volume
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn publish(&self, revision: &str, content: &str) {
        let name = format!("..revision-{revision}");
        std::fs::create_dir(self.path().join(&name)).expect("a folder");
        std::fs::write(self.path().join(&name).join("own.tsv"), content).expect("written");
        symlink(&name, self.path().join("..tmp")).expect("a link");
        std::fs::rename(self.path().join("..tmp"), self.path().join("..data")).expect("turned");
    }
}

fn start(volume: &Volume, more: &[&str]) -> Server {
    let mut arguments = vec!["--gazetteer", text(volume.path()), "--gazetteer-only", "--reload-interval", "100ms"];
    arguments.extend(more);
    Server::start(&arguments)
}

fn body() -> String {
    format!("{}، {}، {}. {SECRET}", NAMES[0].0, NAMES[1].0, NAMES[2].0)
}

/// The version that an answer is made with: all names are found, and all are
/// of one version.
fn version(response: &ExtractEntitiesResponse) -> String {
    let versions: Vec<_> = response.entities.iter().map(|entity| entity.ids[0].value.clone()).collect();
    assert_eq!(versions.len(), NAMES.len(), "{response:?}");
    assert!(versions.iter().all(|version| *version == versions[0]), "mixed: {versions:?}");
    versions[0].clone()
}

/// Which version each digest stands for; a second one would be a mixed answer.
#[derive(Clone, Default)]
struct Digests(Arc<Mutex<HashMap<String, String>>>);

impl Digests {
    fn check(&self, response: &ExtractEntitiesResponse) {
        let (version, digest) = (version(response), response.gazetteer.clone().expect("a digest").digest);
        let mut known = self.0.lock().expect("no panic");
        assert_eq!(known.entry(digest).or_insert_with(|| version.clone()), &version);
    }

    fn check_all(&self, responses: &[ExtractEntitiesResponse]) {
        let first = responses[0].gazetteer.as_ref().map(|gazetteer| &gazetteer.digest);
        for response in responses {
            self.check(response);
            assert_eq!(response.gazetteer.as_ref().map(|gazetteer| &gazetteer.digest), first, "a mixed message");
        }
    }
}

fn responses(results: Vec<kayan::service::proto::ExtractEntitiesResult>) -> Vec<ExtractEntitiesResponse> {
    let response = |result: kayan::service::proto::ExtractEntitiesResult| match result.result {
        Some(Outcome::Response(response)) => *response,
        other => panic!("no response: {other:?}"),
    };
    results.into_iter().map(response).collect()
}

fn documents(count: usize) -> Vec<Document> {
    (0..count).map(|_| Document { text: body(), ..Document::default() }).collect()
}

#[tokio::test]
async fn a_hundred_reloads_under_load_fail_no_call_and_mix_no_answer() {
    let volume = Volume::new();
    let mut server = start(&volume, &[]);
    let (load, digests) = (Load::default(), Digests::default());
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let (load, digests, mut client) = (load.clone(), digests.clone(), server.client().await);
        tasks.spawn(async move {
            while load.goes_on() {
                digests.check(client.extract_entities(ask(&body())).await.expect("an answer").get_ref());
                load.count();
            }
        });
    }
    let (in_batches, digests_of_batches, mut client) = (load.clone(), digests.clone(), server.client().await);
    tasks.spawn(async move {
        while in_batches.goes_on() {
            // Enough text for the pool.
            let request = BatchExtractEntitiesRequest { documents: documents(300), ..Default::default() };
            let answer = client.batch_extract_entities(request).await.expect("an answer").into_inner();
            digests_of_batches.check_all(&responses(answer.results));
            in_batches.count();
        }
    });
    let (in_stream, digests_of_stream, mut client) = (load.clone(), digests.clone(), server.client().await);
    tasks.spawn(async move {
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        let requests = tokio_stream::wrappers::ReceiverStream::new(receiver);
        let mut answers = client.stream_extract_entities(requests).await.expect("a stream").into_inner();
        while in_stream.goes_on() {
            let message = StreamExtractEntitiesRequest { documents: documents(8), options: None };
            sender.send(message).await.expect("the stream is open");
            let answer = answers.next().await.expect("an answer").expect("no error");
            digests_of_stream.check_all(&responses(answer.results));
            in_stream.count();
        }
    });
    load.more(20).await;
    let reloads = r#"kayan_reloads_total{what="gazetteer",result="ok"}"#;
    for revision in 1..=RELOADS {
        volume.publish(&revision.to_string(), &list(revision));
        if revision % 2 == 0 {
            server.signal("-HUP");
        }
        until("a reload", || metric(&server, reloads) >= revision as f64).await;
    }
    load.more(20).await;
    load.stop();
    tasks.join_all().await;
    println!("{} messages answered during {RELOADS} reloads", load.answered());
    assert!(load.answered() > 2 * RELOADS as u64);
    let mut seen: Vec<_> = digests.0.lock().expect("no panic").values().cloned().collect();
    seen.sort();
    seen.dedup();
    assert!(seen.len() > RELOADS / 2, "the load has seen {} versions", seen.len());
    assert_eq!(metric(&server, r#"kayan_reloads_total{what="gazetteer",result="refused"}"#), 0.0);
    assert_silent(&server, &[]);
    server.terminate();
    assert_eq!(server.wait().code(), Some(0));
}

#[tokio::test]
async fn a_bad_version_is_refused_and_the_old_one_serves_on() {
    let volume = Volume::new();
    let mut server = start(&volume, &[]);
    let mut client = server.client().await;
    let before = client.get_gazetteer(GetGazetteerRequest {}).await.expect("an answer").into_inner();
    volume.publish("bad", &format!("{}t/9\tTOWN\n", list(1)));
    let line = server.wait_for_log("refused");
    assert!(line.contains("own.tsv:7:2: unknown type 'TOWN'"), "{line}");
    let refused = r#"kayan_reloads_total{what="gazetteer",result="refused"}"#;
    assert_eq!(metric(&server, refused), 1.0);
    let response = client.extract_entities(ask(&body())).await.expect("an answer").into_inner();
    assert_eq!(version(&response), "v0");
    assert_eq!(response.gazetteer.expect("a digest").digest, before.digest);
    assert_eq!(server.page("/readyz").0, "HTTP/1.1 200 OK");
    // It is told once, and again only when it is asked for.
    server.signal("-HUP");
    until("a second refusal", || metric(&server, refused) >= 2.0).await;
    volume.publish("good", &list(1));
    server.wait_for_log("gazetteer reloaded");
    let after = client.get_gazetteer(GetGazetteerRequest {}).await.expect("an answer").into_inner();
    assert_ne!(after.digest, before.digest);
    assert!(after.load_time.expect("a time").seconds >= before.load_time.expect("a time").seconds);
    assert_eq!(metric(&server, refused), 2.0);
    assert_silent(&server, &[]);
}

#[tokio::test]
async fn the_previous_gazetteer_can_be_pinned_for_a_time_of_grace() {
    let volume = Volume::new();
    let mut server = start(&volume, &["--reload-grace", "3s"]);
    let mut client = server.client().await;
    let pinned = |digest: &str| {
        let options = ExtractionOptions { gazetteer_digest: digest.to_owned(), ..Default::default() };
        ExtractEntitiesRequest { options: Some(options), ..ask(&body()) }
    };
    let first = client.get_gazetteer(GetGazetteerRequest {}).await.expect("an answer").into_inner().digest;
    volume.publish("1", &list(1));
    server.wait_for_log("gazetteer reloaded");
    let second = client.get_gazetteer(GetGazetteerRequest {}).await.expect("an answer").into_inner().digest;
    for (digest, expected) in [(first.as_str(), "v0"), (second.as_str(), "v1"), ("", "v1")] {
        let response = client.extract_entities(pinned(digest)).await.expect("an answer").into_inner();
        assert_eq!(version(&response), expected);
    }
    let loaded = |status: &tonic::Status| {
        let info = status.get_details_error_info().expect("ErrorInfo");
        assert_eq!((status.code(), info.reason.as_str()), (Reason::GazetteerNotLoaded.code(), "GAZETTEER_NOT_LOADED"));
        info.metadata["loaded"].clone()
    };
    let status = client.extract_entities(pinned(&"0".repeat(64))).await.expect_err("never loaded");
    assert_eq!(loaded(&status), format!("{second},{first}"));
    let begun = std::time::Instant::now();
    let status = loop {
        match client.extract_entities(pinned(&first)).await {
            Ok(_) => assert!(begun.elapsed().as_secs() < 30, "the previous one never goes"),
            Err(status) => break status,
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    assert_eq!(loaded(&status), second);
}
