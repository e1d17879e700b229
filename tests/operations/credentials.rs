//! Wrong, missing and expired credentials in every RPC, and keys that change
//! under load.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer;
use futures_util::stream;
use kayan::service::error::Reason;
use kayan::service::proto::{
    BatchExtractEntitiesRequest, GetGazetteerRequest, ListEntityTypesRequest, StreamExtractEntitiesRequest,
};
use sha2::{Digest, Sha256};
use tonic::metadata::MetadataValue;
use tonic::{Request, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_types::StatusExt;

use crate::common::{Client, Server};
use crate::support::{Load, TEXT, ask, assert_silent, metric, replace, text, until};

const KEY: &str = "k-7f3a9d12c4e85b60a1d2";
const OLD_KEY: &str = "k-0000expired0000000000";
const NEW_KEY: &str = "k-55aa55aa55aa55aa55aa";

fn row(name: &str, key: &str, more: &str) -> String {
    let hash: String = Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("[[key]]\nname = \"{name}\"\nsha256 = \"{hash}\"\n{more}\n")
}

fn signing_key() -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&[42; 32])
}

fn token(subject: &str, expires: i64) -> String {
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(serde_json::json!({"alg": "EdDSA", "kid": "one"}));
    let claims = part(serde_json::json!({"sub": subject, "exp": expires, "aud": "kayan"}));
    let signed = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(signing_key().sign(signed.as_bytes()).to_bytes());
    format!("{signed}.{signature}")
}

fn jwks() -> String {
    let x = URL_SAFE_NO_PAD.encode(signing_key().verifying_key().as_bytes());
    serde_json::json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "one", "x": x}]}).to_string()
}

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_secs()).expect("seconds")
}

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        let files = Self(tempfile::tempdir().expect("a folder"));
        let keys = row("newsroom", KEY, "") + &row("old", OLD_KEY, "expires = 2020-01-01");
        std::fs::write(files.keys(), keys).expect("written");
        std::fs::write(files.jwks(), jwks()).expect("written");
        files
    }

    fn keys(&self) -> std::path::PathBuf {
        self.0.path().join("keys.toml")
    }

    fn jwks(&self) -> std::path::PathBuf {
        self.0.path().join("jwks.json")
    }
}

fn start(keys: &Path, jwks: &Path, more: &[&str]) -> Server {
    let mut arguments = vec!["--auth-api-keys", text(keys), "--auth-jwks", text(jwks), "--auth-jwt-audience", "kayan"];
    arguments.extend(["--gazetteer-only", "--reload-interval", "100ms"]);
    arguments.extend(more);
    Server::start(&arguments)
}

/// A request with a header.
fn with<T>(message: T, header: Option<(&'static str, &str)>) -> Request<T> {
    let mut request = Request::new(message);
    if let Some((name, value)) = header {
        request.metadata_mut().insert(name, MetadataValue::try_from(value).expect("a value"));
    }
    request
}

/// Calls every method that needs credentials; the name and outcome of each.
async fn call_all(server: &Server, header: Option<(&'static str, &str)>) -> Vec<(&'static str, Result<(), Status>)> {
    let mut client: Client = server.client().await;
    let batch =
        BatchExtractEntitiesRequest { documents: ask(TEXT).document.into_iter().collect(), ..Default::default() };
    let message = StreamExtractEntitiesRequest { documents: batch.documents.clone(), options: None };
    let streamed = match client.stream_extract_entities(with(stream::iter([message]), header)).await {
        Ok(answers) => answers.into_inner().message().await.map(drop),
        Err(status) => Err(status),
    };
    let mut reflection = ServerReflectionClient::new(server.channel().await);
    let asked = ServerReflectionRequest {
        message_request: Some(tonic_reflection::pb::v1::server_reflection_request::MessageRequest::ListServices(
            String::new(),
        )),
        ..Default::default()
    };
    let reflected = match reflection.server_reflection_info(with(stream::iter([asked]), header)).await {
        Ok(answers) => answers.into_inner().message().await.map(drop),
        Err(status) => Err(status),
    };
    vec![
        ("ExtractEntities", client.extract_entities(with(ask(TEXT), header)).await.map(drop)),
        ("BatchExtractEntities", client.batch_extract_entities(with(batch, header)).await.map(drop)),
        ("StreamExtractEntities", streamed),
        ("ListEntityTypes", client.list_entity_types(with(ListEntityTypesRequest {}, header)).await.map(drop)),
        ("GetGazetteer", client.get_gazetteer(with(GetGazetteerRequest {}, header)).await.map(drop)),
        ("reflection", reflected),
    ]
}

#[tokio::test]
async fn every_rpc_asks_for_credentials_and_health_does_not() {
    let files = Files::new();
    let server = start(&files.keys(), &files.jwks(), &[]);
    let bearer = |credential: &str| format!("Bearer {credential}");
    let good = token("reporter", now() + 600);
    let expired = token("reporter", now() - 600);
    let forged = format!("{}x", &good[..good.len() - 1]);
    let cases = [
        (None, Some(Reason::CredentialsMissing)),
        (Some(("authorization", "Basic a2F5YW4=".to_owned())), Some(Reason::CredentialsMissing)),
        (Some(("authorization", bearer("wrong"))), Some(Reason::CredentialsInvalid)),
        (Some(("x-api-key", "wrong".to_owned())), Some(Reason::CredentialsInvalid)),
        (Some(("x-api-key", String::new())), Some(Reason::CredentialsInvalid)),
        (Some(("authorization", bearer(&forged))), Some(Reason::CredentialsInvalid)),
        (Some(("authorization", bearer(OLD_KEY))), Some(Reason::CredentialsExpired)),
        (Some(("authorization", bearer(&expired))), Some(Reason::CredentialsExpired)),
        (Some(("authorization", bearer(KEY))), None),
        (Some(("x-api-key", KEY.to_owned())), None),
        (Some(("authorization", bearer(&good))), None),
    ];
    for (header, expected) in &cases {
        let header = header.as_ref().map(|(name, value)| (*name, value.as_str()));
        for (method, outcome) in call_all(&server, header).await {
            match (outcome, expected) {
                (Ok(()), None) => {}
                (Err(status), Some(reason)) => {
                    let info = status.get_details_error_info().expect("ErrorInfo");
                    assert_eq!((status.code(), info.reason.as_str()), (reason.code(), reason.name()), "{method}");
                    assert!(!format!("{status:?}").contains(KEY));
                }
                (outcome, _) => panic!("{method} with {header:?}: {outcome:?}"),
            }
        }
        let mut health = HealthClient::new(server.channel().await);
        health.check(with(HealthCheckRequest::default(), header)).await.expect("health is open");
    }
    let denied = |reason: Reason| metric(&server, &format!("kayan_calls_denied_total{{reason=\"{}\"}}", reason.name()));
    assert_eq!(denied(Reason::CredentialsMissing), 12.0);
    assert_eq!(denied(Reason::CredentialsInvalid), 24.0);
    assert_eq!(denied(Reason::CredentialsExpired), 12.0);
    assert_eq!(metric(&server, r#"kayan_calls_by_principal_total{principal="newsroom"}"#), 10.0);
    assert_eq!(metric(&server, r#"kayan_calls_by_principal_total{principal="reporter"}"#), 5.0);
    let log = server.log().join("\n");
    assert!(log.contains(r#""principal":"newsroom""#) && log.contains(r#""principal":"reporter""#), "{log}");
    let (_, metrics) = server.page("/metrics");
    for secret in [KEY, OLD_KEY, &good, &expired, &forged] {
        assert!(!metrics.contains(secret));
    }
    assert_silent(&server, &[KEY, OLD_KEY, &good, &expired, &forged]);
}

#[tokio::test]
async fn reflection_is_open_where_that_is_set() {
    let files = Files::new();
    let server = start(&files.keys(), &files.jwks(), &["--auth-open-reflection"]);
    for (method, outcome) in call_all(&server, None).await {
        assert_eq!(outcome.is_ok(), method == "reflection", "{method}: {outcome:?}");
    }
}

#[tokio::test]
async fn keys_are_changed_under_load_without_a_failed_call() {
    let files = Files::new();
    let server = start(&files.keys(), &files.jwks(), &[]);
    let load = Load::default();
    // Each caller goes over to the new key once it is there, as the page of
    // operations says: first add, then change callers, then remove.
    let key = std::sync::Arc::new(std::sync::Mutex::new(KEY));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (load, key, mut client) = (load.clone(), key.clone(), server.client().await);
        tasks.spawn(async move {
            while load.goes_on() {
                let key = *key.lock().expect("no panic");
                client.extract_entities(with(ask(TEXT), Some(("x-api-key", key)))).await.expect("an answer");
                load.count();
            }
        });
    }
    let reloaded = r#"kayan_reloads_total{what="api_keys",result="ok"}"#;
    let mut current = KEY;
    for round in 0..6 {
        load.more(10).await;
        let next = if current == KEY { NEW_KEY } else { KEY };
        replace(&files.keys(), &(row("newsroom", current, "") + &row("newsroom2", next, "")));
        until("both keys", || metric(&server, reloaded) >= f64::from(2 * round + 1)).await;
        *key.lock().expect("no panic") = next;
        load.more(10).await;
        replace(&files.keys(), &row("newsroom", next, ""));
        until("one key", || metric(&server, reloaded) >= f64::from(2 * round + 2)).await;
        let mut client = server.client().await;
        let status = client.extract_entities(with(ask(TEXT), Some(("x-api-key", current)))).await;
        assert_eq!(status.expect_err("the key is gone").code(), Reason::CredentialsInvalid.code());
        current = next;
    }
    // A file that does not parse changes nothing.
    replace(&files.keys(), "[[key]]\nname = \"newsroom\"\nsecret = \"k-leak\"\n");
    until("a refusal", || metric(&server, r#"kayan_reloads_total{what="api_keys",result="refused"}"#) == 1.0).await;
    replace(&files.jwks(), "{}");
    until("a refusal", || metric(&server, r#"kayan_reloads_total{what="jwks",result="refused"}"#) == 1.0).await;
    load.more(10).await;
    load.stop();
    tasks.join_all().await;
    assert_silent(&server, &[KEY, NEW_KEY, "k-leak"]);
}
