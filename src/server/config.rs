//! What a server is told before it starts. Reading it binds no port; how it is
//! read from a file, the environment and flags is in [`super::settings`].

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::gazetteer::LoadOptions;
use crate::service::limits::Limits;

/// Settings of a server.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where gRPC is served.
    pub grpc_address: SocketAddr,
    /// Where probes and metrics are served over HTTP/1; when nothing is said,
    /// on a port of its own where only this machine can reach it.
    pub admin_address: Option<SocketAddr>,
    /// Whether the admin port has the playground; when nothing is said, it has
    /// where only this machine can reach it.
    pub playground: Option<bool>,
    /// The lists to load.
    pub gazetteer: LoadOptions,
    /// Limits of requests.
    pub limits: Limits,
    /// Calls of the entity service in flight; more are shed.
    pub max_in_flight: usize,
    /// Streams of one connection at a time.
    pub max_streams_per_connection: u32,
    /// Threads of the pool for large documents.
    pub workers: usize,
    /// Bytes of text that are worked on without the pool.
    pub inline_bytes: usize,
    /// Age at which a connection is asked to go, so that load balancers can
    /// spread calls anew; varied by up to a tenth. Never when zero.
    pub connection_age: Duration,
    /// How long a server that is told to stop goes on serving, while load
    /// balancers take notice.
    pub shutdown_delay: Duration,
    /// How long calls in flight may take after that.
    pub drain_timeout: Duration,
    /// Certificates.
    pub tls: TlsConfig,
    /// Who may call.
    pub auth: AuthConfig,
    /// When files are read again.
    pub reload: ReloadConfig,
    /// What is logged.
    pub log: LogConfig,
    /// Where traces go.
    pub otlp: OtlpConfig,
}

/// Certificates; plain text when none is set.
#[derive(Clone, Debug)]
pub struct TlsConfig {
    /// PEM file with the certificate of the server and its chain.
    pub certificate: Option<PathBuf>,
    /// PEM file with the private key of the certificate.
    pub key: Option<PathBuf>,
    /// PEM file with the authorities that sign the certificates of callers;
    /// when set, callers must show one.
    pub client_ca: Option<PathBuf>,
    /// Handshakes at a time; further connections wait for a place.
    pub max_handshakes: usize,
    /// How long a connection may wait and shake hands.
    pub handshake_timeout: Duration,
}

/// Who may call; anyone when neither keys nor tokens are set.
#[derive(Clone, Debug, Default)]
pub struct AuthConfig {
    /// TOML file of API keys, as hashes.
    pub api_keys: Option<PathBuf>,
    /// JWKS file of the keys that sign tokens.
    pub jwks: Option<PathBuf>,
    /// The `iss` that tokens must have.
    pub jwt_issuer: Option<String>,
    /// The `aud` that tokens must have.
    pub jwt_audience: Option<String>,
    /// Whether reflection answers without credentials.
    pub open_reflection: bool,
}

/// When lists, certificates and keys are read again.
#[derive(Clone, Debug)]
pub struct ReloadConfig {
    /// How often files are looked at. Only on SIGHUP when zero.
    pub interval: Duration,
    /// How long the previous gazetteer stays available to calls that pin it.
    pub grace: Duration,
}

/// What is logged, to standard error.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// A filter of tracing-subscriber.
    pub filter: String,
    /// One JSON object a line, or text.
    pub format: LogFormat,
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// For people.
    Text,
}

/// Where traces go; nowhere without an endpoint.
#[derive(Clone, Debug)]
pub struct OtlpConfig {
    /// URL of an OpenTelemetry collector that takes OTLP over gRPC.
    pub endpoint: Option<String>,
    /// Share of calls without a trace of their own that are traced, 0 to 1.
    pub sample_ratio: f64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            grpc_address: SocketAddr::from(([127, 0, 0, 1], 50051)),
            admin_address: None,
            playground: None,
            gazetteer: LoadOptions::default(),
            limits: Limits::default(),
            max_in_flight: 512,
            max_streams_per_connection: 256,
            workers: std::thread::available_parallelism().map_or(1, usize::from),
            inline_bytes: 16 << 10,
            connection_age: Duration::from_secs(300),
            shutdown_delay: Duration::from_secs(5),
            drain_timeout: Duration::from_secs(20),
            tls: TlsConfig {
                certificate: None,
                key: None,
                client_ca: None,
                max_handshakes: 64,
                handshake_timeout: Duration::from_secs(10),
            },
            auth: AuthConfig::default(),
            reload: ReloadConfig { interval: Duration::from_secs(10), grace: Duration::from_secs(300) },
            log: LogConfig { filter: "info".to_owned(), format: LogFormat::Json },
            otlp: OtlpConfig { endpoint: None, sample_ratio: 1.0 },
        }
    }
}
