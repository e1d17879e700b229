//! The playground: one page on the admin port, and gRPC-Web beside it.
//!
//! The page is built from `playground/` at the top of the repository and
//! committed, so that the binary embeds it and no Node is needed to build.
//! Its calls are translated from gRPC-Web to gRPC and go through the same
//! [`Front`] as all others: admission, deadlines and authentication hold.
//!
//! Invariant: the page loads nothing from elsewhere and sends text nowhere but
//! to the server it came from; [`CONTENT_POLICY`] has browsers enforce it.

use std::net::SocketAddr;

use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use tonic::body::Body;
use tonic_web::{GrpcWebLayer, GrpcWebService};
use tower::{Layer, ServiceExt};

use super::config::Config;
use super::front::{ENTITY_SERVICE, Front};

/// Where the page is served; its parts lie below.
const PATH: &str = "/playground";

/// The port of the admin address that a server on loopback opens unasked.
const LOOPBACK_ADMIN_PORT: u16 = 9090;

/// What browsers let the page do: load its own parts and call its own server.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";

/// The parts of the page: path, content type, bytes.
const PARTS: &[(&str, &str, &[u8])] = &[
    (PATH, "text/html; charset=utf-8", include_bytes!("../../playground/dist/index.html")),
    (
        "/playground/playground.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../playground/dist/playground.js"),
    ),
    ("/playground/playground.css", "text/css; charset=utf-8", include_bytes!("../../playground/dist/playground.css")),
    ("/playground/icon.svg", "image/svg+xml", include_bytes!("../../playground/dist/icon.svg")),
];

/// Where the admin port listens, and whether it has the playground, when the
/// settings leave it open.
///
/// A server that only this machine can reach has both by default; one that
/// others can reach has what it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminPort {
    /// Where it listens, if anywhere.
    pub address: Option<SocketAddr>,
    /// Whether the address was chosen here; then a server that cannot have it
    /// goes on without.
    pub unasked: bool,
    /// Whether the playground is there.
    pub playground: bool,
}

impl AdminPort {
    /// Decides what `admin` and `playground` leave open.
    pub fn new(grpc: SocketAddr, admin: Option<SocketAddr>, playground: Option<bool>) -> Self {
        let loopback = grpc.ip().is_loopback();
        let unasked = admin.is_none() && loopback;
        let address = admin.or_else(|| unasked.then(|| SocketAddr::new(grpc.ip(), LOOPBACK_ADMIN_PORT)));
        let local = loopback && address.is_some_and(|address| address.ip().is_loopback());
        Self { address, unasked, playground: playground.unwrap_or(local) }
    }
}

/// Where a browser finds the page of an admin port.
pub(super) fn url(admin: SocketAddr) -> String {
    format!("http://{admin}{PATH}")
}

/// The page and the calls that it makes.
#[derive(Clone, Debug)]
pub(super) struct Playground {
    calls: GrpcWebService<Front>,
    settings: Bytes,
}

impl Playground {
    /// The page of a server that listens for gRPC on `grpc_address`.
    pub(super) fn new(front: Front, config: &Config, grpc_address: SocketAddr) -> Self {
        let settings = serde_json::json!({
            "grpcAddress": grpc_address.to_string(),
            "maxTextBytes": config.limits.text_bytes,
        });
        Self { calls: GrpcWebLayer::new().layer(front), settings: settings.to_string().into() }
    }

    /// Whether a path is that of a call. Health and reflection are not for
    /// browsers.
    pub(super) fn is_call(path: &str) -> bool {
        path.starts_with(ENTITY_SERVICE)
    }

    /// Answers a call in gRPC-Web; plain gRPC is refused.
    pub(super) async fn call(&self, request: Request<Incoming>) -> Response<Body> {
        match self.calls.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// The part of the page with this path.
    pub(super) fn part(&self, path: &str) -> Option<Response<Body>> {
        if path == "/playground/" {
            return Some(moved());
        }
        if path == "/playground/server.json" {
            return Some(part("application/json", self.settings.clone()));
        }
        let (_, kind, bytes) = PARTS.iter().find(|(known, ..)| *known == path)?;
        Some(part(kind, Bytes::from_static(bytes)))
    }
}

/// The address with a slash at its end would break the page's relative links.
fn moved() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("../playground"));
    response
}

fn part(kind: &'static str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::new(Full::new(body)));
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn on_loopback_there_is_a_playground_unless_told_otherwise() {
        let grpc = address("127.0.0.1:50051");
        let unasked = AdminPort::new(grpc, None, None);
        assert_eq!(unasked, AdminPort { address: Some(address("127.0.0.1:9090")), unasked: true, playground: true });
        assert_eq!(AdminPort::new(address("[::1]:1"), None, None).address, Some(address("[::1]:9090")));
        let asked = AdminPort::new(grpc, Some(address("127.0.0.1:1")), None);
        assert_eq!(asked, AdminPort { address: Some(address("127.0.0.1:1")), unasked: false, playground: true });
        assert!(!AdminPort::new(grpc, Some(address("127.0.0.1:1")), Some(false)).playground);
    }

    #[test]
    fn where_others_can_reach_it_there_is_only_what_was_asked_for() {
        let grpc = address("0.0.0.0:50051");
        assert_eq!(AdminPort::new(grpc, None, None), AdminPort { address: None, unasked: false, playground: false });
        assert!(!AdminPort::new(grpc, Some(address("0.0.0.0:9090")), None).playground);
        assert!(!AdminPort::new(grpc, Some(address("127.0.0.1:9090")), None).playground);
        assert!(!AdminPort::new(address("127.0.0.1:1"), Some(address("0.0.0.0:9090")), None).playground);
        assert!(AdminPort::new(grpc, Some(address("0.0.0.0:9090")), Some(true)).playground);
    }

    #[test]
    fn the_page_has_no_inline_script_or_style() {
        let page = std::str::from_utf8(PARTS[0].2).expect("text");
        for forbidden in ["style=", "<style", " onclick", " onload", "javascript:", "http://", "https://", "//cdn"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        let scripts = page.matches("<script").count();
        assert_eq!(scripts, page.matches("<script src=\"playground/").count());
        assert_eq!(scripts, 1);
    }
}
