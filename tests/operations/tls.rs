//! Certificates: served, asked for, and changed under load.

use std::io::Read;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine;
use kayan::service::proto::entity_extraction_service_client::EntityExtractionServiceClient;
use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair};
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};

use crate::common::{Client, Server};
use crate::support::{Load, TEXT, ask, assert_silent, call, metric, replace, text, until};

/// An authority and a folder for what it signs.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(crate) pem: String,
    pub(crate) folder: tempfile::TempDir,
}

fn pem(kind: &str, der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", lines.join("\n"))
}

fn named(name: &str, hosts: &[&str]) -> CertificateParams {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut parameters = CertificateParams::new(hosts).expect("names");
    parameters.distinguished_name = DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut parameters = named(name, &[]);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let certificate = parameters.self_signed(&key).expect("a certificate");
        let pem = pem("CERTIFICATE", certificate.der());
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("ca.crt"), &pem).expect("written");
        Self { issuer: Issuer::new(parameters, key), pem, folder }
    }

    /// A certificate for this machine, and its key, in PEM.
    pub(crate) fn sign(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let certificate = named(name, &["localhost", "127.0.0.1"]).signed_by(&key, &self.issuer).expect("signed");
        (pem("CERTIFICATE", certificate.der()), pem("PRIVATE KEY", &key.serialize_der()))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a new certificate and key over the old ones.
    pub(crate) fn renew(&self) -> String {
        let (certificate, key) = self.sign("localhost");
        // As a secret of Kubernetes both change together; here one after the
        // other, so that for a moment they do not fit.
        replace(&self.file("tls.crt"), &certificate);
        replace(&self.file("tls.key"), &key);
        key
    }

    pub(crate) fn start(&self, more: &[&str]) -> Server {
        let (certificate, key) = (self.file("tls.crt"), self.file("tls.key"));
        let mut arguments = vec!["--tls-certificate", text(&certificate), "--tls-key", text(&key)];
        arguments.extend(["--gazetteer-only", "--reload-interval", "100ms"]);
        arguments.extend(more);
        Server::start(&arguments)
    }

    /// A connection that trusts this authority and shows `identity`.
    pub(crate) async fn connect(
        &self,
        server: &Server,
        identity: Option<&(String, String)>,
    ) -> Result<Channel, tonic::transport::Error> {
        let mut tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(&self.pem)).domain_name("localhost");
        if let Some((certificate, key)) = identity {
            tls = tls.identity(Identity::from_pem(certificate, key));
        }
        Endpoint::from_shared(format!("https://{}", server.grpc)).expect("an address").tls_config(tls)?.connect().await
    }

    pub(crate) async fn client(&self, server: &Server) -> Client {
        EntityExtractionServiceClient::new(self.connect(server, None).await.expect("a connection"))
    }
}

/// A line of a private key; in a log it would be a leak.
fn secret(key: &str) -> &str {
    key.lines().nth(1).expect("a line of the key")
}

#[tokio::test]
async fn certificates_are_renewed_under_load_and_bad_ones_are_refused() {
    let authority = Authority::new("authority");
    let first = authority.renew();
    let mut server = authority.start(&[]);
    let load = Load::default();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let (load, pem, address) = (load.clone(), authority.pem.clone(), server.grpc.clone());
        tasks.spawn(async move {
            let tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem)).domain_name("localhost");
            let endpoint = Endpoint::from_shared(format!("https://{address}")).expect("an address");
            let endpoint = endpoint.tls_config(tls).expect("TLS");
            while load.goes_on() {
                // A new handshake every few calls.
                let channel = endpoint.connect().await.expect("a handshake at any time");
                let mut client = EntityExtractionServiceClient::new(channel);
                for _ in 0..3 {
                    client.extract_entities(ask(TEXT)).await.expect("an answer");
                    load.count();
                }
            }
        });
    }
    // A connection that is open all the time.
    let (open, mut client) = (load.clone(), authority.client(&server).await);
    tasks.spawn(async move {
        while open.goes_on() {
            client.extract_entities(ask(TEXT)).await.expect("an answer");
            open.count();
        }
    });
    let renewed = r#"kayan_reloads_total{what="certificates",result="ok"}"#;
    let refused = r#"kayan_reloads_total{what="certificates",result="refused"}"#;
    let mut keys = vec![first];
    for round in 1..=10 {
        load.more(10).await;
        keys.push(authority.renew());
        until("a renewal", || metric(&server, renewed) >= f64::from(round)).await;
    }
    let before = metric(&server, refused);
    for bad in ["not a certificate", &authority.sign("other").0] {
        replace(&authority.file("tls.crt"), bad);
        let seen = metric(&server, refused);
        until("a refusal", || metric(&server, refused) > seen).await;
        load.more(10).await;
    }
    assert!(metric(&server, refused) >= before + 2.0);
    assert_eq!(metric(&server, renewed), 10.0);
    load.stop();
    tasks.join_all().await;
    let year = 365.0 * 24.0 * 3600.0;
    assert!(metric(&server, "kayan_tls_certificate_not_after_seconds") > 50.0 * year);
    let secrets: Vec<_> = keys.iter().map(|key| secret(key)).collect();
    assert_silent(&server, &secrets);
    server.terminate();
    assert_eq!(server.wait().code(), Some(0));
}

#[tokio::test]
async fn callers_must_show_a_certificate_where_they_are_asked() {
    let (authority, callers, others) =
        (Authority::new("authority"), Authority::new("callers"), Authority::new("others"));
    authority.renew();
    let ca = callers.folder.path().join("ca.crt");
    let server = authority.start(&["--tls-client-ca", text(&ca)]);
    let (good, bad) = (callers.sign("news\u{7}room"), others.sign("newsroom"));
    let channel = authority.connect(&server, Some(&good)).await.expect("a connection");
    EntityExtractionServiceClient::new(channel).extract_entities(ask(TEXT)).await.expect("an answer");
    let counted = r#"kayan_calls_by_principal_total{principal="news_room"}"#;
    until("the call is counted", || metric(&server, counted) == 1.0).await;
    for identity in [None, Some(&bad)] {
        // With TLS 1.3 a client learns that it was refused by its first call.
        let refused = match authority.connect(&server, identity).await {
            Ok(channel) => EntityExtractionServiceClient::new(channel).extract_entities(ask(TEXT)).await.is_err(),
            Err(_) => true,
        };
        assert!(refused);
    }
    until("failures are counted", || metric(&server, r#"kayan_tls_handshakes_failed_total{reason="failed"}"#) >= 2.0)
        .await;
    assert!(!server.page("/metrics").1.contains(r#"principal="newsroom""#));
    assert_silent(&server, &[secret(&good.1), secret(&bad.1)]);
}

#[tokio::test]
async fn silent_and_plain_connections_do_not_hold_up_others() {
    let authority = Authority::new("authority");
    authority.renew();
    let server = authority.start(&["--tls-handshake-timeout", "700ms", "--tls-max-handshakes", "1"]);
    let silent: Vec<_> = (0..3).map(|_| TcpStream::connect(&server.grpc).expect("a connection")).collect();
    // The silent ones take the only place; this one waits its turn.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    let mut client = loop {
        assert!(begun.elapsed() < Duration::from_secs(20), "silent connections hold the place");
        if let Ok(channel) = authority.connect(&server, None).await {
            break EntityExtractionServiceClient::new(channel);
        }
    };
    call(&mut client, TEXT).await.expect("an answer");
    for mut stream in silent {
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        assert_eq!(stream.read(&mut [0; 16]).ok(), Some(0), "the server closes it");
    }
    assert!(metric(&server, r#"kayan_tls_handshakes_failed_total{reason="timeout"}"#) >= 3.0);
    // Plain text is answered with no word in plain text.
    let plain = Endpoint::from_shared(format!("http://{}", server.grpc)).expect("an address").connect().await;
    let refused = match plain {
        Ok(channel) => EntityExtractionServiceClient::new(channel).extract_entities(ask(TEXT)).await.is_err(),
        Err(_) => true,
    };
    assert!(refused);
    assert_silent(&server, &[]);
}

#[test]
fn certificates_that_cannot_be_used_end_the_start() {
    let authority = Authority::new("authority");
    let (_, other) = authority.sign("other");
    authority.renew();
    std::fs::write(authority.file("tls.key"), &other).expect("written");
    let end = |certificate: &Path, key: &Path| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_kayan"))
            .args(["serve", "--grpc-address", "127.0.0.1:0", "--tls-certificate", text(certificate)])
            .args(["--tls-key", text(key)])
            .output()
            .expect("the binary runs");
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(!error.contains(secret(&other)), "{error}");
        error
    };
    let (certificate, key) = (authority.file("tls.crt"), authority.file("tls.key"));
    assert!(end(&certificate, &key).contains("tls.crt: certificate and key cannot be used"));
    assert!(end(&key, &key).contains("tls.key: no certificate in PEM"));
    assert!(end(&certificate, &certificate).contains("tls.crt: no private key in PEM"));
    assert!(end(Path::new("/nonexistent/tls.crt"), &key).contains("/nonexistent/tls.crt: "));
}
