//! `kayan.v1.EntityExtractionService`: the handlers.

use std::sync::Arc;
use std::time::Instant;

use prost::Message;
use rayon::prelude::*;
use tonic::{Request, Response, Status, Streaming};

use super::ad_hoc::AdHocCache;
use super::catalogue;
use super::error::{Reason, ServiceError, Violation};
use super::limits::Limits;
use super::loaded::{Current, Loaded};
use super::proto::entity_extraction_service_server::EntityExtractionService;
use super::proto::{self, extract_entities_result::Result as Outcome};
use super::request::{CheckedDocument, CheckedOptions, check_document, check_options};
use super::stream::{ResponseStream, Session};
use super::tally::Tally;
use super::worker::{Workers, extract};

/// When a call must be answered; in the extensions of its request.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(pub Instant);

/// The service: cheap to clone, all clones share their state.
#[derive(Clone, Debug)]
pub struct Extraction {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    current: Arc<Current>,
    workers: Workers,
    limits: Limits,
    ad_hoc: AdHocCache,
    tally: Arc<Tally>,
    draining: tokio::sync::watch::Receiver<bool>,
}

/// A result for each document, or what is wrong with the document.
pub(super) type Results = Vec<Result<proto::ExtractEntitiesResponse, ServiceError>>;

impl Extraction {
    /// The service over the gazetteer in force. When `draining` turns true,
    /// streams answer what they have received and end.
    pub fn new(
        current: Arc<Current>,
        workers: Workers,
        limits: Limits,
        draining: tokio::sync::watch::Receiver<bool>,
    ) -> Self {
        let (ad_hoc, tally) = (AdHocCache::default(), Arc::default());
        Self { shared: Arc::new(Shared { current, workers, limits, ad_hoc, tally, draining }) }
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// What the service has worked on.
    pub fn tally(&self) -> &Arc<Tally> {
        &self.shared.tally
    }

    pub(super) fn draining(&self) -> tokio::sync::watch::Receiver<bool> {
        self.shared.draining.clone()
    }

    /// The gazetteer for a call with these options: the pinned one where it is
    /// loaded, else the one in force.
    pub(super) fn loaded(&self, options: Option<&proto::ExtractionOptions>) -> Result<Arc<Loaded>, ServiceError> {
        self.shared.current.choose(options.map_or("", |options| &options.gazetteer_digest))
    }

    /// Checks options; large lists are compiled on the pool.
    pub(super) async fn options(
        &self,
        raw: Option<proto::ExtractionOptions>,
        loaded: &Arc<Loaded>,
    ) -> Result<CheckedOptions, ServiceError> {
        let bytes = raw.as_ref().map_or(0, |raw| raw.ad_hoc_lists.iter().map(Message::encoded_len).sum::<usize>());
        let (shared, loaded) = (Arc::clone(&self.shared), Arc::clone(loaded));
        let check = move |_: &(dyn Fn() -> bool + Sync)| check_options(raw, &shared.limits, &loaded, &shared.ad_hoc);
        match self.shared.workers.run(bytes, check).await? {
            Err(ServiceError::GazetteerNotLoaded { pinned, .. }) => {
                Err(ServiceError::GazetteerNotLoaded { pinned, loaded: self.shared.current.digests() })
            }
            checked => checked,
        }
    }

    /// Checks the number of documents in one message.
    pub(super) fn check_count(&self, documents: usize) -> Result<(), Violation> {
        let limit = self.shared.limits.documents;
        if documents > limit {
            return Err(Violation::over_limit("documents", Reason::TooManyDocuments, "documents", documents, limit));
        }
        Ok(())
    }

    /// Checks documents that stand at `documents[i]` of the request.
    pub(super) fn check_documents(&self, raw: Vec<proto::Document>) -> Vec<Result<CheckedDocument, Vec<Violation>>> {
        let check = |(i, raw)| check_document(raw, &format!("documents[{i}]"), &self.shared.limits);
        raw.into_iter().enumerate().map(check).collect()
    }

    /// Extracts from the documents that passed their checks, in order.
    pub(super) async fn extract_all(
        &self,
        documents: Vec<Result<CheckedDocument, Vec<Violation>>>,
        options: CheckedOptions,
        loaded: Arc<Loaded>,
        deadline: Option<Instant>,
    ) -> Result<Results, ServiceError> {
        let bytes = documents.iter().flatten().map(|document| document.text.len()).sum();
        let parallel = !self.shared.workers.inline(bytes);
        let tally = Arc::clone(&self.shared.tally);
        let job = move |gone: &(dyn Fn() -> bool + Sync)| -> Results {
            let one = |options: &mut CheckedOptions, document: Result<CheckedDocument, Vec<Violation>>| {
                let document = document.map_err(ServiceError::Invalid)?;
                if gone() {
                    return Err(ServiceError::DeadlineExceeded);
                }
                let result = extract(&document, options, &loaded, deadline);
                tally.count(document.text.len(), &result);
                result
            };
            if parallel {
                documents.into_par_iter().map_with(options, one).collect()
            } else {
                let mut options = options;
                documents.into_iter().map(|document| one(&mut options, document)).collect()
            }
        };
        self.shared.workers.run(bytes, job).await
    }

    fn check_size(&self, response: &impl Message) -> Result<(), ServiceError> {
        let (size, limit) = (response.encoded_len(), self.shared.limits.response_bytes);
        if size > limit {
            let description =
                format!("the answer has {size} bytes, the limit is {limit}: send fewer documents at once");
            return Err(ServiceError::ResponseTooLarge(description));
        }
        Ok(())
    }

    async fn extract_one(
        &self,
        request: proto::ExtractEntitiesRequest,
        deadline: Option<Instant>,
    ) -> Result<proto::ExtractEntitiesResponse, ServiceError> {
        let loaded = self.loaded(request.options.as_ref())?;
        let document = match request.document {
            Some(document) => check_document(document, "document", &self.shared.limits),
            None => Err(vec![Violation::new("document", Reason::DocumentMissing, "is missing")]),
        };
        let options = self.options(request.options, &loaded).await;
        let (document, mut options) = match (document, options) {
            (Ok(document), Ok(options)) => (document, options),
            (Err(mut faults), Err(ServiceError::Invalid(more))) => {
                faults.extend(more);
                return Err(ServiceError::Invalid(faults));
            }
            (Err(faults), _) => return Err(ServiceError::Invalid(faults)),
            (_, Err(error)) => return Err(error),
        };
        let bytes = document.text.len();
        let tally = Arc::clone(&self.shared.tally);
        let job = move |_: &(dyn Fn() -> bool + Sync)| {
            let result = extract(&document, &mut options, &loaded, deadline);
            tally.count(bytes, &result);
            result
        };
        let response = self.shared.workers.run(bytes, job).await??;
        self.check_size(&response)?;
        Ok(response)
    }

    async fn extract_batch(
        &self,
        request: proto::BatchExtractEntitiesRequest,
        deadline: Option<Instant>,
    ) -> Result<proto::BatchExtractEntitiesResponse, ServiceError> {
        let loaded = self.loaded(request.options.as_ref())?;
        self.check_count(request.documents.len())?;
        let options = self.options(request.options, &loaded).await?;
        let documents = self.check_documents(request.documents);
        if !request.allow_partial_success {
            let faults: Vec<_> = documents.iter().filter_map(|document| document.as_ref().err()).flatten().collect();
            if !faults.is_empty() {
                return Err(ServiceError::Invalid(faults.into_iter().cloned().collect()));
            }
        }
        let mut results = self.extract_all(documents, options, loaded, deadline).await?;
        if !request.allow_partial_success
            && let Some(at) = results.iter().position(Result::is_err)
        {
            results.swap_remove(at)?;
        }
        let response = proto::BatchExtractEntitiesResponse { results: results.into_iter().map(outcome).collect() };
        self.check_size(&response)?;
        Ok(response)
    }
}

/// The contract's form of one result.
pub(super) fn outcome(result: Result<proto::ExtractEntitiesResponse, ServiceError>) -> proto::ExtractEntitiesResult {
    let outcome = match result {
        Ok(response) => Outcome::Response(Box::new(response)),
        Err(error) => Outcome::Error(error.to_rpc_status()),
    };
    proto::ExtractEntitiesResult { result: Some(outcome) }
}

fn deadline<T>(request: &Request<T>) -> Option<Instant> {
    request.extensions().get::<Deadline>().map(|deadline| deadline.0)
}

#[tonic::async_trait]
impl EntityExtractionService for Extraction {
    type StreamExtractEntitiesStream = ResponseStream;

    async fn extract_entities(
        &self,
        request: Request<proto::ExtractEntitiesRequest>,
    ) -> Result<Response<proto::ExtractEntitiesResponse>, Status> {
        let deadline = deadline(&request);
        Ok(Response::new(self.extract_one(request.into_inner(), deadline).await?))
    }

    async fn batch_extract_entities(
        &self,
        request: Request<proto::BatchExtractEntitiesRequest>,
    ) -> Result<Response<proto::BatchExtractEntitiesResponse>, Status> {
        let deadline = deadline(&request);
        Ok(Response::new(self.extract_batch(request.into_inner(), deadline).await?))
    }

    async fn stream_extract_entities(
        &self,
        request: Request<Streaming<proto::StreamExtractEntitiesRequest>>,
    ) -> Result<Response<ResponseStream>, Status> {
        let deadline = deadline(&request);
        Ok(Response::new(Session::new(self.clone(), request.into_inner(), deadline).into_stream()))
    }

    async fn list_entity_types(
        &self,
        _request: Request<proto::ListEntityTypesRequest>,
    ) -> Result<Response<proto::ListEntityTypesResponse>, Status> {
        Ok(Response::new(catalogue::entity_types(&*self.loaded(None)?)))
    }

    async fn get_gazetteer(
        &self,
        _request: Request<proto::GetGazetteerRequest>,
    ) -> Result<Response<proto::GetGazetteerResponse>, Status> {
        Ok(Response::new(catalogue::gazetteer(&*self.loaded(None)?)))
    }
}
