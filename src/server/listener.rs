//! Connections: accepted, served over HTTP/2, asked to go, and waited for.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

use super::config::Config;
use super::front::{Caller, Front};
use super::metrics::Metrics;
use super::tls::{Tls, certificate_principal};

/// Bytes of the headers of one call.
const MAX_HEADER_BYTES: u32 = 16 << 10;
/// Bytes a client may send ahead on one stream and on one connection.
const STREAM_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 4 << 20;
/// A connection that does not answer pings is closed.
const PING_INTERVAL: Duration = Duration::from_secs(30);
const PING_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a client has to take the last bytes of a connection that was asked
/// to go.
const LINGER: Duration = Duration::from_secs(2);
/// Pause after a failure to accept, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves connections until `closing` turns true; then no more are accepted
/// and the open ones are asked to go. Returns when the last one has gone.
pub(super) async fn serve(
    listener: TcpListener,
    front: Front,
    config: &Config,
    tls: Option<Arc<Tls>>,
    metrics: Arc<Metrics>,
    mut closing: watch::Receiver<bool>,
) {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(config.max_streams_per_connection)
        .max_header_list_size(MAX_HEADER_BYTES)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .keep_alive_interval(PING_INTERVAL)
        .keep_alive_timeout(PING_TIMEOUT);
    // Every connection holds a sender; the receiver ends with the last one.
    let (open, mut all_gone) = mpsc::channel::<()>(1);
    let mut accepted: u64 = 0;
    loop {
        let stream = tokio::select! {
            stream = listener.accept() => stream,
            _ = closing.wait_for(|closing| *closing) => break,
        };
        match stream {
            Ok((stream, _)) => {
                accepted += 1;
                let connection = Connection {
                    age: age(config.connection_age, accepted),
                    closing: closing.clone(),
                    tls: tls.clone(),
                    metrics: Arc::clone(&metrics),
                    _open: open.clone(),
                };
                tokio::spawn(connection.serve(stream, builder.clone(), front.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop((listener, open));
    // Nothing is ever sent: this ends when the last connection has gone.
    let _ = all_gone.recv().await;
}

/// The age at which the connection with this number is asked to go: up to a
/// tenth more or less than `age`, so that not all go at once.
fn age(age: Duration, number: u64) -> Option<Duration> {
    let spread = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    (!age.is_zero()).then(|| age.mul_f64(0.9 + 0.2 * spread as f64 / f64::from(u32::MAX)))
}

struct Connection {
    age: Option<Duration>,
    closing: watch::Receiver<bool>,
    tls: Option<Arc<Tls>>,
    metrics: Arc<Metrics>,
    _open: mpsc::Sender<()>,
}

impl Connection {
    async fn serve(mut self, stream: TcpStream, builder: http2::Builder<TokioExecutor>, front: Front) {
        self.metrics.connections.inc();
        match twice(stream) {
            Ok((stream, second)) => {
                if self.open(stream, builder, front).await {
                    linger(second).await;
                }
            }
            Err(error) => tracing::warn!(%error, "cannot set up a connection"),
        }
        self.metrics.connections.dec();
    }

    /// Shakes hands where TLS is spoken, and serves. Whether the client is to
    /// be waited for.
    async fn open(&mut self, stream: TcpStream, builder: http2::Builder<TokioExecutor>, front: Front) -> bool {
        let Ok(peer) = stream.peer_addr() else { return false };
        let Some(tls) = self.tls.clone() else {
            let front = front.with_caller(Caller { peer, certificate: None });
            return self.run(stream, builder, front).await;
        };
        let accepted = tokio::select! {
            accepted = tls.accept(stream) => accepted,
            _ = self.closing.wait_for(|closing| *closing) => return false,
        };
        match accepted {
            Ok(stream) => {
                let front = front.with_caller(Caller { peer, certificate: certificate_principal(&stream) });
                self.run(stream, builder, front).await
            }
            Err(error) => {
                self.metrics.count_handshake(&error);
                tracing::debug!(%peer, %error, "a TLS handshake failed");
                false
            }
        }
    }

    /// Serves until the client goes or has been asked to go and all its calls
    /// are answered: then the answer is true.
    async fn run<S>(&mut self, stream: S, builder: http2::Builder<TokioExecutor>, front: Front) -> bool
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), front));
        let aged = async {
            match self.age {
                Some(age) => tokio::time::sleep(age).await,
                None => std::future::pending().await,
            }
        };
        let ended = tokio::select! {
            result = connection.as_mut() => Some(result),
            () = aged => None,
            _ = self.closing.wait_for(|closing| *closing) => None,
        };
        let asked = ended.is_none();
        let result = match ended {
            Some(result) => result,
            None => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = &result {
            tracing::debug!(%error, "a connection ended");
        }
        asked && result.is_ok()
    }
}

/// The stream, and a second handle that keeps its socket open.
fn twice(stream: TcpStream) -> io::Result<(TcpStream, std::net::TcpStream)> {
    stream.set_nodelay(true)?;
    let stream = stream.into_std()?;
    let second = stream.try_clone()?;
    Ok((TcpStream::from_std(stream)?, second))
}

/// Reads and drops what a client still sends until it closes. A socket that is
/// closed with unread bytes (a window update is enough) is reset, and with it
/// the end of the last answer would be lost.
async fn linger(socket: std::net::TcpStream) {
    let Ok(mut stream) = TcpStream::from_std(socket) else { return };
    let mut nowhere = tokio::io::sink();
    let drain = tokio::io::copy(&mut stream, &mut nowhere);
    // However it ends, the connection is over.
    let _ = tokio::time::timeout(LINGER, drain).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_differ_by_at_most_a_tenth() {
        assert_eq!(age(Duration::ZERO, 1), None);
        let ages: Vec<_> = (1..100).filter_map(|number| age(Duration::from_secs(100), number)).collect();
        assert!(ages.iter().all(|age| (90.0..=110.0).contains(&age.as_secs_f64())), "{ages:?}");
        let (least, most) = (ages.iter().min(), ages.iter().max());
        assert!(most > least.map(|least| *least + Duration::from_secs(15)).as_ref(), "{ages:?}");
    }
}
