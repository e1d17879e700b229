//! The server: listeners, admission, health, metrics and shutdown.
//!
//! [`run`] is the life of a server in order. A call comes in through
//! [`listener`] (connections), [`tls`] (handshakes), [`front`] (who calls
//! which service; [`auth`]) and [`entry`] (admission, deadline, panics) to the
//! handlers of [`crate::service`]. Beside that, [`reload`] reads files again,
//! and [`metrics`], [`facts`], [`process`] and [`otlp`] tell what goes on.

mod admin;
mod auth;
mod config;
mod context;
mod entry;
mod facts;
mod front;
mod listener;
mod metrics;
mod otlp;
mod playground;
#[allow(dead_code, reason = "quotas are built on it")]
mod principal;
mod process;
mod readiness;
mod reload;
pub mod settings;
mod timeout;
mod tls;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Instant, SystemTime};

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tonic::service::Routes;

use self::auth::Auth;
pub use self::auth::AuthError;
pub use self::config::{AuthConfig, Config, LogConfig, LogFormat, OtlpConfig, ReloadConfig, TlsConfig};
use self::entry::{Entry, entity_service};
use self::facts::Facts;
use self::front::Front;
use self::metrics::Metrics;
use self::otlp::Otlp;
pub use self::otlp::OtlpError;
pub use self::playground::AdminPort;
use self::playground::Playground;
use self::readiness::Readiness;
pub use self::reload::ListsError;
use self::reload::{Lists, Reloader};
use self::tls::Tls;
pub use self::tls::TlsError;
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
    Gazetteer(#[from] ListsError),
    /// The certificates cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The keys of callers cannot be used.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// Traces cannot be sent.
    #[error(transparent)]
    Otlp(#[from] OtlpError),
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
    /// The process was told to stop a second time.
    #[error("stopped at once, with calls in flight: told to stop again")]
    Killed,
}

/// Serves until the process is told to stop by SIGTERM or SIGINT, then drains.
///
/// # Errors
/// When the server cannot start, or is told to stop again.
pub async fn run(config: Config) -> Result<(), ServerError> {
    let mut stop = Stop::new()?;
    let hang_up = signal(SignalKind::hangup())?;
    let tls = Tls::new(&config.tls)?;
    let auth = Arc::new(Auth::new(&config.auth, config.tls.client_ca.is_some())?);
    let current = Arc::new(Current::default());
    let (closing, closed) = watch::channel(false);

    let (reporter, health) = tonic_health::server::health_reporter();
    let readiness = Readiness::new(reporter).await;
    let workers = Workers::new(config.workers, config.inline_bytes)?;
    let queued = workers.queued();
    let service = Extraction::new(Arc::clone(&current), workers, config.limits, closed.clone());
    let tally = Arc::clone(service.tally());
    let facts = Facts { current: Arc::clone(&current), tally, queued, tls: tls.clone() };
    let metrics = Arc::new(Metrics::new(facts, Otlp::new(&config.otlp)?));
    let others = Routes::new(health).add_service(reflection().build_v1()?).add_service(reflection().build_v1alpha()?);
    let entry = Entry::new(entity_service(service), config.max_in_flight, Arc::clone(&metrics));
    let front = Front::new(entry, others, Arc::clone(&auth), Arc::clone(&metrics));

    let listener = bind(config.grpc_address).await?;
    let grpc_address = listener.local_addr()?;
    let admin_port = AdminPort::new(config.grpc_address, config.admin_address, config.playground);
    let admin = bind_admin(admin_port).await?;
    let admin_address = admin.as_ref().map(TcpListener::local_addr).transpose()?;
    let page = admin_address.filter(|_| admin_port.playground).map(playground::url);
    tracing::info!(
        %grpc_address,
        admin_address = admin_address.map(tracing::field::display),
        playground = page,
        tls = tls.is_some(),
        client_certificates = tls.as_ref().is_some_and(|tls| tls.asks_for_certificates()),
        authentication = auth.is_on(),
        "listening"
    );
    if let Some(admin) = admin {
        let pages = admin::Admin {
            metrics: Arc::clone(&metrics),
            readiness: readiness.clone(),
            current: Arc::clone(&current),
            playground: admin_port.playground.then(|| Playground::new(front.clone(), &config, grpc_address)),
        };
        tokio::spawn(admin::serve(admin, Arc::new(pages)));
    }
    let reloader = Reloader {
        lists: Lists::new(config.gazetteer.clone()),
        current,
        tls: tls.clone(),
        auth,
        metrics: Arc::clone(&metrics),
        config: config.reload.clone(),
    };
    let (delay, bound) = (config.shutdown_delay, config.drain_timeout);
    let counted = Arc::clone(&metrics);
    let mut connections =
        tokio::spawn(async move { listener::serve(listener, front, &config, tls, counted, closed).await });

    tokio::select! {
        loaded = load(reloader, hang_up) => {
            loaded?;
            readiness.set(true).await;
            tracing::info!("ready");
            stop.wait().await;
        }
        () = stop.wait() => {}
    }

    let drained = async {
        readiness.set(false).await;
        tracing::info!("stopping: calls are still taken while load balancers take notice");
        tokio::time::sleep(delay).await;
        // Receivers are held by the connections; there may be none.
        let _ = closing.send(true);
        tracing::info!("draining");
        tokio::select! {
            _ = &mut connections => tracing::info!("stopped"),
            () = tokio::time::sleep(bound) => tracing::warn!("stopped with calls in flight: the drain took too long"),
        }
        // However the last traces end, the server does.
        let _ = tokio::task::spawn_blocking(move || metrics.shutdown()).await;
    };
    tokio::select! {
        () = drained => Ok(()),
        () = stop.wait() => Err(ServerError::Killed),
    }
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

/// Loads the lists on a thread of its own, so that the runtime answers probes
/// meanwhile; the thread then looks for new ones.
async fn load(mut reloader: Reloader, mut hang_up: Signal) -> Result<(), ServerError> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let (wake, woken) = mpsc::channel();
    std::thread::Builder::new().name("kayan-reload".to_owned()).spawn(move || {
        let begun = Instant::now();
        let loaded = reloader.lists.load().map(|gazetteer| {
            let loaded = Loaded::new(gazetteer, SystemTime::now());
            let milliseconds = begun.elapsed().as_millis() as u64;
            tracing::info!(digest = loaded.version.digest, milliseconds, "gazetteer loaded");
            reloader.current.set(loaded, reloader.config.grace);
        });
        let good = loaded.is_ok();
        // The receiver goes only when the server stops.
        let _ = sender.send(loaded);
        if good {
            reloader.run(&woken);
        }
    })?;
    tokio::spawn(async move {
        while hang_up.recv().await.is_some() && wake.send(()).is_ok() {
            tracing::info!("SIGHUP: files are read again");
        }
    });
    Ok(receiver.await.map_err(|_| ServerError::Loader)??)
}

/// SIGTERM and SIGINT.
struct Stop {
    terminate: Signal,
    interrupt: Signal,
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
