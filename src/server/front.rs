//! The gRPC services of one listener, by path.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use http::{Request, Response};
use hyper::body::Incoming;
use tonic::body::Body;
use tonic::service::Routes;
use tower::ServiceExt;

use super::entry::Entry;
use crate::service::extraction::Extraction;
use crate::service::proto::entity_extraction_service_server::EntityExtractionServiceServer;

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
}

impl hyper::service::Service<Request<Incoming>> for Front {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        if request.uri().path().starts_with("/kayan.v1.EntityExtractionService/") {
            let entry = self.entry.clone();
            return Box::pin(async move { Ok(entry.call(request).await) });
        }
        let others = self.others.clone();
        Box::pin(async move {
            match others.oneshot(request.map(Body::new)).await {
                Ok(response) => Ok(response),
                Err(never) => match never {},
            }
        })
    }
}
