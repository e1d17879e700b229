//! The gRPC services of one listener, by path.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use hyper::body::{Bytes, Incoming};
use tonic::body::Body;
use tonic::service::Routes;
use tower::ServiceExt;

use super::entry::Entry;
use crate::service::extraction::Extraction;
use crate::service::proto::entity_extraction_service_server::EntityExtractionServiceServer;

/// What the paths of the entity service begin with.
pub(super) const ENTITY_SERVICE: &str = "/kayan.v1.EntityExtractionService/";

/// Sends calls of the entity service through their guards and all others to
/// health and reflection.
#[derive(Clone, Debug)]
pub(super) struct Front {
    entry: Entry<EntityExtractionServiceServer<Extraction>>,
    others: Routes,
}

impl Front {
    pub(super) fn new(entry: Entry<EntityExtractionServiceServer<Extraction>>, others: Routes) -> Self {
        Self { entry, others: others.prepare() }
    }

    /// Answers one call of any listener.
    async fn answer<B>(self, request: Request<B>) -> Result<Response<Body>, Infallible>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>> + Send + Sync,
    {
        if request.uri().path().starts_with(ENTITY_SERVICE) {
            return Ok(self.entry.call(request).await);
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
