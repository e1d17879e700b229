//! Connections to a server.

use std::time::Duration;

use tonic::metadata::{MetadataMap, errors::InvalidMetadataKey, errors::InvalidMetadataValue};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{self, ClientTlsConfig, Endpoint};
use tonic::{Request, Status, service::Interceptor};

use crate::service::proto::entity_extraction_service_client::EntityExtractionServiceClient;

/// A channel that adds the configured headers to every call.
pub type Channel = InterceptedService<transport::Channel, Headers>;

/// The generated client over such a channel.
pub type Client = EntityExtractionServiceClient<Channel>;

/// A server that answers no ping for so long is gone.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(30);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(20);

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address cannot be read, or nobody answers there.
    #[error("{address}: {}", reason(.source))]
    Transport {
        /// The address.
        address: String,
        /// Why.
        source: transport::Error,
    },
    /// A header has no valid name.
    #[error("not the name of a header: {0}")]
    HeaderName(#[from] InvalidMetadataKey),
    /// A header has no valid value.
    #[error("not the value of a header: {0}")]
    HeaderValue(#[from] InvalidMetadataValue),
}

/// The innermost cause: tonic's own message is only "transport error".
fn reason(error: &transport::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// Headers of every call, such as an API key.
#[derive(Clone, Debug, Default)]
pub struct Headers(MetadataMap);

impl Interceptor for Headers {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        for entry in self.0.iter() {
            if let tonic::metadata::KeyAndValueRef::Ascii(name, value) = entry {
                request.metadata_mut().insert(name, value.clone());
            }
        }
        Ok(request)
    }
}

/// How a server is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    address: String,
    tls: Option<ClientTlsConfig>,
    headers: Headers,
    deadline: Option<Duration>,
    connect_timeout: Duration,
}

impl Settings {
    /// The server at `address`, an URI such as `http://127.0.0.1:50051`.
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            tls: None,
            headers: Headers::default(),
            deadline: None,
            connect_timeout: Duration::from_secs(10),
        }
    }

    /// Trusts and shows these certificates, for an `https` address.
    #[must_use]
    pub fn tls(mut self, tls: ClientTlsConfig) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Gives every call so much time.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Adds a header to every call.
    ///
    /// # Errors
    /// When name or value are none of a header.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, ConnectError> {
        let name: tonic::metadata::AsciiMetadataKey = name.parse()?;
        self.headers.0.insert(name, value.parse()?);
        Ok(self)
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// When the address cannot be read or nobody answers there.
    pub async fn channel(&self) -> Result<Channel, ConnectError> {
        let fault = |source| ConnectError::Transport { address: self.address.clone(), source };
        let mut endpoint = Endpoint::from_shared(self.address.clone())
            .map_err(fault)?
            .connect_timeout(self.connect_timeout)
            .tcp_nodelay(true)
            .http2_keep_alive_interval(KEEPALIVE_INTERVAL)
            .keep_alive_timeout(KEEPALIVE_TIMEOUT)
            .initial_stream_window_size(1 << 20)
            .initial_connection_window_size(4 << 20);
        if let Some(tls) = &self.tls {
            endpoint = endpoint.tls_config(tls.clone()).map_err(fault)?;
        }
        if let Some(deadline) = self.deadline {
            endpoint = endpoint.timeout(deadline);
        }
        let channel = endpoint.connect().await.map_err(fault)?;
        Ok(InterceptedService::new(channel, self.headers.clone()))
    }

    /// Opens a connection for the generated client, which takes answers of any
    /// size: the server bounds them.
    ///
    /// # Errors
    /// When the address cannot be read or nobody answers there.
    pub async fn connect(&self) -> Result<Client, ConnectError> {
        Ok(Client::new(self.channel().await?).max_decoding_message_size(usize::MAX))
    }
}
