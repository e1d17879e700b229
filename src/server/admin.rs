//! The admin port: probes, version, metrics and the playground over HTTP/1.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tonic::body::Body;

use super::metrics::Metrics;
use super::playground::Playground;
use super::readiness::Readiness;
use crate::service::loaded::Current;

/// Connections at a time.
const MAX_CONNECTIONS: usize = 64;
/// Time that a client has to send the head of its request.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// What the pages tell.
#[derive(Debug)]
pub(super) struct Admin {
    pub(super) metrics: Arc<Metrics>,
    pub(super) readiness: Readiness,
    pub(super) current: Arc<Current>,
    pub(super) playground: Option<Playground>,
}

/// Serves the pages for as long as the future is polled.
pub(super) async fn serve(listener: TcpListener, admin: Arc<Admin>) {
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let admin = Arc::clone(&admin);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let admin = Arc::clone(&admin);
                async move { Ok::<_, Infallible>(answer(&admin, request).await) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "an admin connection ended");
            }
            drop(permit);
        });
    }
}

async fn answer(admin: &Admin, request: Request<Incoming>) -> Response<Body> {
    match &admin.playground {
        Some(playground) if Playground::is_call(request.uri().path()) => playground.call(request).await,
        _ => page(admin, &request),
    }
}

fn page(admin: &Admin, request: &Request<Incoming>) -> Response<Body> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return text(StatusCode::METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", "only GET is served here\n");
    }
    match request.uri().path() {
        "/livez" => text(StatusCode::OK, "text/plain; charset=utf-8", "ok\n"),
        "/readyz" if admin.readiness.is_ready() => text(StatusCode::OK, "text/plain; charset=utf-8", "ok\n"),
        "/readyz" => text(StatusCode::SERVICE_UNAVAILABLE, "text/plain; charset=utf-8", "not ready\n"),
        "/version" => text(StatusCode::OK, "application/json", version(&admin.current)),
        "/metrics" => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            text(StatusCode::OK, kind, admin.metrics.encode())
        }
        path => admin
            .playground
            .as_ref()
            .and_then(|playground| playground.part(path))
            .unwrap_or_else(|| text(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "no such page\n")),
    }
}

fn version(current: &Current) -> String {
    let gazetteer = current.get().ok();
    let gazetteer =
        gazetteer.map(|loaded| serde_json::json!({"version": loaded.version.version, "digest": loaded.version.digest}));
    serde_json::json!({"engineVersion": env!("CARGO_PKG_VERSION"), "gazetteer": gazetteer}).to_string()
}

fn text(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::new(Body::new(Full::new(body.into())));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    response
}
