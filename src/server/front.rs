//! The gRPC services of one listener, by path, behind authentication.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use hyper::body::{Bytes, Incoming};
use tonic::Status;
use tonic::body::Body;
use tonic::service::Routes;
use tower::ServiceExt;

use super::auth::Auth;
use super::entry::Entry;
use super::metrics::Metrics;
use super::principal::{Peer, Principal};
use crate::service::error::ServiceError;
use crate::service::extraction::Extraction;
use crate::service::proto::entity_extraction_service_server::EntityExtractionServiceServer;

/// In the extensions of a request that may not pass: why.
#[derive(Clone, Debug)]
pub(super) struct Denied(pub(super) ServiceError);

/// What the paths of the entity service begin with.
pub(super) const ENTITY_SERVICE: &str = "/kayan.v1.EntityExtractionService/";

/// Sends calls of the entity service through their guards and all others to
/// health and reflection.
#[derive(Clone, Debug)]
pub(super) struct Front {
    entry: Entry<EntityExtractionServiceServer<Extraction>>,
    others: Routes,
    auth: Arc<Auth>,
    metrics: Arc<Metrics>,
    caller: Option<Caller>,
}

/// Who is at the other end of a connection.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) peer: SocketAddr,
    /// Whom the certificate names.
    pub(super) certificate: Option<Principal>,
}

impl Front {
    pub(super) fn new(
        entry: Entry<EntityExtractionServiceServer<Extraction>>,
        others: Routes,
        auth: Arc<Auth>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self { entry, others: others.prepare(), auth, metrics, caller: None }
    }

    /// The services as one connection sees them.
    pub(super) fn with_caller(self, caller: Caller) -> Self {
        Self { caller: Some(caller), ..self }
    }

    /// Answers one call of any listener.
    async fn answer<B>(self, mut request: Request<B>) -> Result<Response<Body>, Infallible>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>> + Send + Sync,
    {
        if let Some(caller) = &self.caller {
            request.extensions_mut().insert(Peer(caller.peer));
            if let Some(certificate) = &caller.certificate {
                request.extensions_mut().insert(certificate.clone());
            }
        }
        let admitted = self.auth.admit(&mut request);
        if request.uri().path().starts_with(ENTITY_SERVICE) {
            if let Err(error) = admitted {
                request.extensions_mut().insert(Denied(error));
            }
            return Ok(self.entry.call(request).await);
        }
        if let Err(error) = admitted {
            self.metrics.count_denied(error.reason().name());
            return Ok(Status::from(error).into_http());
        }
        self.others.oneshot(request.map(Body::new)).await
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

/// As the listener of gRPC calls it.
impl hyper::service::Service<Request<Incoming>> for Front {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}

/// As the translation from gRPC-Web calls it.
impl tower::Service<Request<Body>> for Front {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}
