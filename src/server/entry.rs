//! The way into the entity service: admission, deadline, panics, and statuses
//! that tonic makes by itself.
//!
//! Only calls of the entity service come through here. Health, reflection and
//! the admin port are never shed.
//!
//! Invariant: a permit is held from the head of a call to the last byte of its
//! answer, so that the number of calls in memory is bounded also when clients
//! read slowly.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use http::{HeaderMap, Request, Response};
use http_body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tonic::body::Body;
use tonic::codec::CompressionEncoding;
use tonic::{Code, Status};
use tower::Service;

use super::context::{CallContext, REQUEST_ID};
use super::front::Denied;
use super::metrics::{Call, Metrics};
use super::principal::Principal;
use super::timeout::grpc_timeout;
use crate::service::error::{ServiceError, transport_fault};
use crate::service::extraction::{Deadline, Extraction};
use crate::service::proto::entity_extraction_service_server::EntityExtractionServiceServer;

/// What a client that was shed is told to wait.
const RETRY_AFTER: Duration = Duration::from_millis(500);

/// A deadline further away is none: no clock reaches it.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// The entity service as tonic serves it.
pub(super) fn entity_service(service: Extraction) -> EntityExtractionServiceServer<Extraction> {
    let limits = *service.limits();
    EntityExtractionServiceServer::new(service)
        .max_decoding_message_size(limits.request_bytes)
        .max_encoding_message_size(limits.response_bytes)
        .accept_compressed(CompressionEncoding::Gzip)
        .accept_compressed(CompressionEncoding::Zstd)
        .send_compressed(CompressionEncoding::Gzip)
        .send_compressed(CompressionEncoding::Zstd)
}

/// A service behind its guards.
#[derive(Clone, Debug)]
pub(super) struct Entry<S> {
    inner: S,
    permits: Arc<Semaphore>,
    metrics: Arc<Metrics>,
}

impl<S> Entry<S> {
    /// Guards `inner`; at most `max_in_flight` calls are admitted.
    pub(super) fn new(inner: S, max_in_flight: usize, metrics: Arc<Metrics>) -> Self {
        Self { inner, permits: Arc::new(Semaphore::new(max_in_flight)), metrics }
    }

    /// Answers one call. The answer has the request id of the caller, and one
    /// of ours when it is an error.
    pub(super) async fn call<B>(self, request: Request<B>) -> Response<Body>
    where
        S: Service<Request<B>, Response = Response<Body>, Error = Infallible>,
    {
        let context = CallContext::of(request.headers());
        let call = self.metrics.begin(method_name(request.uri().path()), context);
        let (id, chosen) = (call.context().header(), call.context().chosen);
        let mut response = self.answer(request, call).await;
        if let Some(id) = id.filter(|_| chosen || response.headers().contains_key(Status::GRPC_STATUS)) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }

    async fn answer<B>(mut self, mut request: Request<B>, mut call: Call) -> Response<Body>
    where
        S: Service<Request<B>, Response = Response<Body>, Error = Infallible>,
    {
        if let Some(Denied(error)) = request.extensions_mut().remove() {
            self.metrics.count_denied(error.reason().name());
            return refuse(&mut call, error.into());
        }
        if let Some(Principal::Key(name)) = request.extensions().get() {
            call.set_principal(Arc::clone(name));
        }
        let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() else {
            self.metrics.count_shed();
            return refuse(&mut call, ServiceError::Overloaded { retry_after: RETRY_AFTER }.into());
        };
        let timeout = grpc_timeout(request.headers()).filter(|timeout| *timeout < LONGEST);
        if let Some(timeout) = timeout {
            request.extensions_mut().insert(Deadline(Instant::now() + timeout));
        }
        // Most clients accept compression by default; only those who use it
        // themselves are taken to want it.
        if !request.headers().contains_key("grpc-encoding") {
            request.headers_mut().remove("grpc-accept-encoding");
        }
        let answer = AssertUnwindSafe(self.inner.call(request)).catch_unwind();
        let answer = match timeout {
            Some(timeout) => match tokio::time::timeout(timeout, answer).await {
                Ok(answer) => answer,
                Err(_) => return refuse(&mut call, ServiceError::DeadlineExceeded.into()),
            },
            None => answer.await,
        };
        match answer {
            Ok(Ok(response)) => finish(response, call, permit),
            Ok(Err(never)) => match never {},
            Err(_) => {
                self.metrics.count_panic();
                tracing::error!(method = call.method(), "a handler panicked");
                refuse(&mut call, ServiceError::Internal.into())
            }
        }
    }
}

fn refuse(call: &mut Call, status: Status) -> Response<Body> {
    call.set_code(status.code());
    status.into_http()
}

/// Passes on the answer of the service, with the statuses that tonic made by
/// itself in our terms.
fn finish(response: Response<Body>, mut call: Call, permit: OwnedSemaphorePermit) -> Response<Body> {
    // Only an error stands in the headers; an answer has its status behind it.
    if let Some(status) = Status::from_header_map(response.headers()) {
        call.set_code(status.code());
        return match transport_fault(&status) {
            Some(fault) => refuse(&mut call, fault.into()),
            None => response,
        };
    }
    response.map(|inner| Body::new(Tracked { inner, call, _permit: permit }))
}

/// A body that knows what its call came to.
struct Tracked {
    inner: Body,
    call: Call,
    _permit: OwnedSemaphorePermit,
}

impl http_body::Body for Tracked {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(trailers) = frame.trailers_ref()
        {
            self.call.set_code(code(trailers));
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

fn code(trailers: &HeaderMap) -> Code {
    trailers.get(Status::GRPC_STATUS).map_or(Code::Unknown, |value| Code::from_bytes(value.as_bytes()))
}

/// The methods by name, so that a client cannot make up label values.
fn method_name(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("ExtractEntities") => "ExtractEntities",
        Some("BatchExtractEntities") => "BatchExtractEntities",
        Some("StreamExtractEntities") => "StreamExtractEntities",
        Some("ListEntityTypes") => "ListEntityTypes",
        Some("GetGazetteer") => "GetGazetteer",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use tonic_types::StatusExt;
    use tower::service_fn;

    use super::*;

    /// The reason of the answer that a guarded `inner` gives to a call.
    async fn reason<S>(inner: S, timeout: &str, places: usize) -> (Code, String, String)
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    {
        let metrics = Arc::new(Metrics::default());
        let request = Request::post("/kayan.v1.EntityExtractionService/ExtractEntities")
            .header("grpc-timeout", timeout)
            .body(Body::empty())
            .expect("a request");
        let response = Entry::new(inner, places, Arc::clone(&metrics)).call(request).await;
        let status = Status::from_header_map(response.headers()).expect("an error");
        let info = status.get_details_error_info().map(|info| info.reason).unwrap_or_default();
        drop(response);
        (status.code(), info, metrics.encode())
    }

    fn answer(status: Status) -> Result<Response<Body>, Infallible> {
        Ok(status.into_http())
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error_and_is_counted() {
        let inner = service_fn(async |_: Request<Body>| -> Result<Response<Body>, Infallible> { panic!("on purpose") });
        let (code, reason, metrics) = reason(inner, "1S", 1).await;
        assert_eq!((code, reason.as_str()), (Code::Internal, "INTERNAL"));
        assert!(metrics.contains("kayan_panics_total 1\n"), "{metrics}");
        assert!(metrics.contains(r#"kayan_grpc_calls_total{method="ExtractEntities",code="INTERNAL"} 1"#), "{metrics}");
    }

    #[tokio::test]
    async fn a_slow_answer_exceeds_its_deadline() {
        let inner = service_fn(async |_: Request<Body>| std::future::pending().await);
        let (code, reason, metrics) = reason(inner, "5m", 1).await;
        assert_eq!((code, reason.as_str()), (Code::DeadlineExceeded, "DEADLINE_EXCEEDED"));
        assert!(metrics.contains(r#"code="DEADLINE_EXCEEDED"} 1"#), "{metrics}");
    }

    #[tokio::test]
    async fn without_a_place_a_call_is_shed() {
        let inner = service_fn(async |_: Request<Body>| answer(Status::ok("")));
        let (code, reason, metrics) = reason(inner, "1S", 0).await;
        assert_eq!((code, reason.as_str()), (Code::Unavailable, "OVERLOADED"));
        assert!(metrics.contains("kayan_grpc_calls_shed_total 1\n"), "{metrics}");
    }

    #[tokio::test]
    async fn statuses_of_the_transport_are_put_into_our_terms_and_others_are_left() {
        let inner = service_fn(async |_: Request<Body>| answer(Status::internal("Missing request message.")));
        let (code, reason_name, _) = reason(inner, "1S", 1).await;
        assert_eq!((code, reason_name.as_str()), (Code::InvalidArgument, "MALFORMED_REQUEST"));
        let inner = service_fn(async |_: Request<Body>| answer(Status::unimplemented("no such method")));
        let (code, reason_name, _) = reason(inner, "1S", 1).await;
        assert_eq!((code, reason_name.as_str()), (Code::Unimplemented, ""));
    }
}
