//! One call of `StreamExtractEntities`.
//!
//! Invariant: a request message is read only after the one before it has been
//! answered and its answer taken by the transport, so that flow control holds
//! back a client that sends faster than it reads, and memory stays flat.

use std::pin::Pin;
use std::time::Instant;

use futures_util::{FutureExt, Stream, stream};
use tokio::sync::watch;
use tonic::{Status, Streaming};

use super::error::{ServiceError, transport_fault};
use super::extraction::{Extraction, outcome};
use super::proto::{ExtractionOptions, StreamExtractEntitiesRequest, StreamExtractEntitiesResponse};
use super::request::CheckedOptions;

/// The answers of a stream.
pub(super) type ResponseStream = Pin<Box<dyn Stream<Item = Result<StreamExtractEntitiesResponse, Status>> + Send>>;

/// The state of one stream.
pub(super) struct Session {
    service: Extraction,
    inbound: Streaming<StreamExtractEntitiesRequest>,
    deadline: Option<Instant>,
    draining: watch::Receiver<bool>,
    /// The options in force and the gazetteer they were checked against.
    options: Option<ExtractionOptions>,
    checked: Option<(String, Result<CheckedOptions, ServiceError>)>,
}

impl Session {
    pub(super) fn new(
        service: Extraction,
        inbound: Streaming<StreamExtractEntitiesRequest>,
        deadline: Option<Instant>,
    ) -> Self {
        let draining = service.draining();
        Self { service, inbound, deadline, draining, options: None, checked: None }
    }

    /// The answers in order; an error ends the stream.
    pub(super) fn into_stream(self) -> ResponseStream {
        Box::pin(stream::unfold(Some(self), |session| async {
            let mut session = session?;
            match session.next().await {
                Ok(Some(response)) => Some((Ok(response), Some(session))),
                Ok(None) => None,
                Err(status) => Some((Err(status), None)),
            }
        }))
    }

    async fn next(&mut self) -> Result<Option<StreamExtractEntitiesResponse>, Status> {
        match self.receive().await? {
            Some(request) => Ok(Some(self.answer(request).await?)),
            None => Ok(None),
        }
    }

    /// The next message. While the server drains, messages that have arrived
    /// are still answered, and then the stream ends.
    async fn receive(&mut self) -> Result<Option<StreamExtractEntitiesRequest>, Status> {
        let deadline = self.deadline.map(tokio::time::Instant::from_std);
        let expired = async {
            match deadline {
                Some(deadline) => tokio::time::sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        let message = tokio::select! {
            biased;
            message = self.inbound.message() => message,
            () = expired => return Err(ServiceError::DeadlineExceeded.into()),
            _ = self.draining.wait_for(|draining| *draining) => {
                match self.inbound.message().now_or_never() {
                    Some(message) => message,
                    None => return Err(ServiceError::Draining.into()),
                }
            }
        };
        message.map_err(|status| transport_fault(&status).map_or(status, Status::from))
    }

    async fn answer(&mut self, request: StreamExtractEntitiesRequest) -> Result<StreamExtractEntitiesResponse, Status> {
        if request.options.is_some() {
            self.options = request.options;
            self.checked = None;
        }
        let loaded = self.service.loaded(self.options.as_ref())?;
        // A pin must hold for every message, also after a reload.
        let digest = loaded.gazetteer.digest();
        let options = match &self.checked {
            Some((checked_for, options)) if checked_for == digest => options.clone(),
            _ => {
                let options = self.service.options(self.options.clone(), &loaded).await;
                self.checked = Some((digest.to_owned(), options.clone()));
                options
            }
        };
        let count = request.documents.len();
        let options = self.service.check_count(count).map_err(ServiceError::from).and(options);
        let results = match options {
            Ok(options) => {
                let documents = self.service.check_documents(request.documents);
                self.service.extract_all(documents, options, loaded, self.deadline).await?
            }
            Err(error) => vec![Err(error); count],
        };
        if results.contains(&Err(ServiceError::DeadlineExceeded)) {
            return Err(ServiceError::DeadlineExceeded.into());
        }
        Ok(StreamExtractEntitiesResponse { results: results.into_iter().map(outcome).collect() })
    }
}
