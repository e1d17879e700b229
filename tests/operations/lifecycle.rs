//! Ends and begins: SIGTERM under load, a second signal, kill -9 and restart.

use std::time::{Duration, Instant};

use kayan::service::proto::entity_extraction_service_client::EntityExtractionServiceClient;
use prost::Message;
use tonic::transport::{Channel, Endpoint};

use crate::common::{Client, Server};
use crate::support::{Load, TEXT, ask, assert_silent, call, metric, until};

const QUICK: &[&str] = &["--gazetteer-only"];

fn over(addresses: &[&str]) -> Client {
    let endpoints = addresses.iter().map(|address| {
        let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("an address");
        endpoint.connect_timeout(Duration::from_secs(1))
    });
    EntityExtractionServiceClient::new(Channel::balance_list(endpoints))
}

fn load_on(load: &Load, client: &Client, callers: usize) -> tokio::task::JoinSet<()> {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (load, mut client) = (load.clone(), client.clone());
        tasks.spawn(async move {
            while load.goes_on() {
                call(&mut client, TEXT).await.expect("an answer in the end");
                load.count();
            }
        });
    }
    tasks
}

// Waiting for a server blocks a thread; the callers need another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_stop_and_come_back_under_load_without_a_failed_call() {
    let delayed = &["--gazetteer-only", "--shutdown-delay", "300ms"];
    let mut servers = [Server::start(delayed), Server::start(delayed)];
    let addresses = servers.each_ref().map(|server| server.grpc.clone());
    let client = over(&[&addresses[0], &addresses[1]]);
    let load = Load::default();
    let tasks = load_on(&load, &client, 8);
    load.more(50).await;
    for round in 0..4 {
        let at = round % 2;
        let begun = Instant::now();
        servers[at].terminate();
        assert_eq!(servers[at].wait().code(), Some(0));
        assert!(begun.elapsed() < Duration::from_secs(15), "an idle drain is short");
        servers[at].wait_for_end_of_log("\"stopped\"");
        load.more(50).await;
        assert_silent(&servers[at], &[]);
        servers[at] = Server::start_on(&addresses[at], delayed);
        servers[at].wait_for_log("\"ready\"");
        let answered = r#"kayan_grpc_calls_total{method="ExtractEntities",code="OK"}"#;
        until("the new one takes calls", || metric(&servers[at], answered) > 10.0).await;
    }
    load.stop();
    tasks.join_all().await;
    println!("{} calls answered over 4 restarts", load.answered());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_comes_back_with_the_same_answers() {
    let mut server = Server::start(QUICK);
    let address = server.grpc.clone();
    let mut client = over(&[&address]);
    let before = call(&mut client, TEXT).await.expect("an answer");
    let load = Load::default();
    let tasks = load_on(&load, &client, 4);
    load.more(20).await;
    server.signal("-KILL");
    server.wait();
    server = Server::start_on(&address, QUICK);
    server.wait_for_log("\"ready\"");
    load.more(20).await;
    load.stop();
    tasks.join_all().await;
    let after = call(&mut client, TEXT).await.expect("an answer");
    assert_eq!(after.encode_to_vec(), before.encode_to_vec());
    assert_silent(&server, &[]);
}

#[tokio::test]
async fn a_second_signal_ends_at_once() {
    for second in ["-TERM", "-INT"] {
        let mut server = Server::start(&["--gazetteer-only", "--shutdown-delay", "60s"]);
        server.terminate();
        server.wait_for_log("stopping");
        assert_eq!(server.page("/readyz").0, "HTTP/1.1 503 Service Unavailable");
        assert_eq!(server.page("/livez").0, "HTTP/1.1 200 OK");
        let mut client = server.client().await;
        client.extract_entities(ask(TEXT)).await.expect("calls are still taken");
        let begun = Instant::now();
        server.signal(second);
        assert_eq!(server.wait().code(), Some(3));
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

#[test]
fn what_cannot_start_ends_with_2() {
    let end = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_kayan"))
            .args(["serve", "--grpc-address", "127.0.0.1:0", "--gazetteer-only"])
            .args(arguments)
            .output()
            .expect("the binary runs");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    let (code, error) = end(&["--gazetteer", "/nonexistent/list.tsv"]);
    assert!(code == Some(2) && error.contains("/nonexistent/list.tsv: "), "{error}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let (code, error) = end(&["--grpc-address", &address]);
    assert!(code == Some(2) && error.contains(&format!("cannot listen on {address}")), "{error}");
}
