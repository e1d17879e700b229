//! What a server is told before it starts. Reading it binds no port.

use std::net::SocketAddr;
use std::time::Duration;

use super::playground::AdminPort;
use crate::gazetteer::LoadOptions;
use crate::service::limits::Limits;

/// Settings of a server.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where gRPC is served.
    pub grpc_address: SocketAddr,
    /// Where probes and metrics are served over HTTP/1, and whether the
    /// playground is.
    pub admin: AdminPort,
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
}

impl Default for Config {
    fn default() -> Self {
        Self {
            grpc_address: SocketAddr::from(([127, 0, 0, 1], 50051)),
            admin: AdminPort { address: None, unasked: false, playground: false },
            gazetteer: LoadOptions::default(),
            limits: Limits::default(),
            max_in_flight: 512,
            max_streams_per_connection: 256,
            workers: std::thread::available_parallelism().map_or(1, usize::from),
            inline_bytes: 16 << 10,
            connection_age: Duration::from_secs(300),
            shutdown_delay: Duration::from_secs(5),
            drain_timeout: Duration::from_secs(20),
        }
    }
}
