//! The server: listeners, admission, health, metrics and shutdown.
//!
//! [`run`] is the life of a server in order. A call comes in through
//! [`listener`] (connections), [`front`] (which service) and [`entry`]
//! (admission, deadline, panics) to the handlers of [`crate::service`].

mod admin;
mod config;
mod entry;
mod front;
mod listener;
mod metrics;
mod playground;
#[allow(dead_code, reason = "quotas and authentication are built on it")]
mod principal;
mod readiness;
mod timeout;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tonic::service::Routes;

pub use self::config::Config;
use self::entry::{Entry, entity_service};
use self::front::Front;
use self::metrics::Metrics;
pub use self::playground::AdminPort;
use self::playground::Playground;
use self::readiness::Readiness;
use crate::gazetteer::{Gazetteer, SeedError};
use crate::service::extraction::Extraction;
use crate::service::loaded::{Current, Loaded};
use crate::service::proto::FILE_DESCRIPTOR_SET;
use crate::service::worker::Workers;

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The playground was asked for, but no admin port.
    #[error("--playground needs --admin-address")]
    PlaygroundWithoutPort,
    /// The lists cannot be loaded.
    #[error(transparent)]
    Gazetteer(#[from] SeedError),
    /// The pool cannot be started.
    #[error("cannot start the workers: {0}")]
    Workers(#[from] rayon::ThreadPoolBuildError),
    /// The operating system refuses something else.
    #[error("{0}")]
    System(#[from] io::Error),
    /// The compiled-in descriptors are refused by reflection.
    #[error("reflection: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// The loader died.
    #[error("the gazetteer loader died")]
    Loader,
}

/// Serves until the process is told to stop by SIGTERM or SIGINT, then drains.
///
/// # Errors
/// When the server cannot start.
pub async fn run(config: Config) -> Result<(), ServerError> {
    let mut stop = Stop::new()?;
    let metrics = Arc::new(Metrics::default());
    let current = Arc::new(Current::default());
    let (closing, closed) = watch::channel(false);

    let (reporter, health) = tonic_health::server::health_reporter();
    let readiness = Readiness::new(reporter).await;
    let workers = Workers::new(config.workers, config.inline_bytes)?;
    let service = Extraction::new(Arc::clone(&current), workers, config.limits, closed.clone());
    let others = Routes::new(health).add_service(reflection().build_v1()?).add_service(reflection().build_v1alpha()?);
    let front = Front::new(Entry::new(entity_service(service), config.max_in_flight, Arc::clone(&metrics)), others);

    let listener = bind(config.grpc_address).await?;
    let grpc_address = listener.local_addr()?;
    let admin = bind_admin(config.admin).await?;
    let admin_address = admin.as_ref().map(TcpListener::local_addr).transpose()?;
    let page = admin_address.filter(|_| config.admin.playground).map(playground::url);
    tracing::info!(
        %grpc_address,
        admin_address = admin_address.map(tracing::field::display),
        playground = page,
        "listening"
    );
    if let Some(admin) = admin {
        let pages = admin::Admin {
            metrics: Arc::clone(&metrics),
            readiness: readiness.clone(),
            current: Arc::clone(&current),
            playground: config.admin.playground.then(|| Playground::new(front.clone(), &config, grpc_address)),
        };
        tokio::spawn(admin::serve(admin, Arc::new(pages)));
    }
    let (delay, bound) = (config.shutdown_delay, config.drain_timeout);
    let options = config.gazetteer.clone();
    let mut connections = tokio::spawn(async move { listener::serve(listener, front, &config, metrics, closed).await });

    tokio::select! {
        loaded = load(options) => {
            current.set(loaded?);
            readiness.set(true).await;
            tracing::info!("ready");
            stop.wait().await;
        }
        () = stop.wait() => {}
    }

    readiness.set(false).await;
    tracing::info!("stopping: calls are still taken while load balancers take notice");
    tokio::select! {
        () = tokio::time::sleep(delay) => {}
        () = stop.wait() => {}
    }
    // Receivers are held by the connections; there may be none.
    let _ = closing.send(true);
    tracing::info!("draining");
    tokio::select! {
        _ = &mut connections => tracing::info!("stopped"),
        () = tokio::time::sleep(bound) => tracing::warn!("stopped with calls in flight: the drain took too long"),
        () = stop.wait() => tracing::warn!("stopped with calls in flight: told to stop again"),
    }
    Ok(())
}

fn reflection() -> tonic_reflection::server::Builder<'static> {
    tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
}

/// The listener of the admin port. One that nobody asked for may be missing.
async fn bind_admin(port: AdminPort) -> Result<Option<TcpListener>, ServerError> {
    let Some(address) = port.address else {
        return if port.playground { Err(ServerError::PlaygroundWithoutPort) } else { Ok(None) };
    };
    match bind(address).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if port.unasked => {
            tracing::warn!(%error, "no admin port and no playground: choose another with --admin-address");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address).await.map_err(|source| ServerError::Bind { address, source })
}

/// Loads the lists on a thread of its own: the runtime answers probes
/// meanwhile.
async fn load(options: crate::gazetteer::LoadOptions) -> Result<Loaded, ServerError> {
    let begun = Instant::now();
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::Builder::new().name("kayan-loader".to_owned()).spawn(move || {
        // The receiver goes only when the server stops.
        let _ = sender.send(Gazetteer::load(&options));
    })?;
    let loaded = Loaded::new(receiver.await.map_err(|_| ServerError::Loader)??, SystemTime::now());
    let milliseconds = begun.elapsed().as_millis() as u64;
    tracing::info!(digest = loaded.version.digest, milliseconds, "gazetteer loaded");
    Ok(loaded)
}

/// SIGTERM and SIGINT.
struct Stop {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Stop {
    fn new() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
