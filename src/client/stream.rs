//! Any number of documents over a stream that outlives its connection.
//!
//! Invariant: results come in the order of the documents, one for each. What
//! has not been answered when a stream ends is sent again on the next one, so
//! that a server may drain, age its connections or die in the middle.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt;

use super::channel::Client;
use super::retry::RetryPolicy;
use crate::service::proto::{
    Document, ExtractEntitiesResponse, ExtractionOptions, StreamExtractEntitiesRequest, StreamExtractEntitiesResponse,
    extract_entities_result::Result as Outcome,
};

/// How documents are sent.
#[derive(Clone, Debug)]
pub struct StreamSettings {
    /// Documents of one message, at most.
    pub batch: usize,
    /// Bytes of text in one message, about; one document may have more.
    pub batch_bytes: usize,
    /// Messages that wait for their answers at a time.
    pub window: usize,
    /// Options of all documents.
    pub options: Option<ExtractionOptions>,
    /// What is done when the stream ends early. Failures are counted anew
    /// after each answer.
    pub retry: RetryPolicy,
    /// A message that is not answered for so long is sent again.
    pub patience: Duration,
}

impl Default for StreamSettings {
    fn default() -> Self {
        Self {
            batch: 16,
            batch_bytes: 256 << 10,
            window: 8,
            options: None,
            retry: RetryPolicy::default(),
            patience: Duration::from_secs(60),
        }
    }
}

/// One document and what became of it.
#[derive(Debug)]
pub struct Answered {
    /// The id of the document.
    pub id: String,
    /// Bytes of its text.
    pub bytes: usize,
    /// The answer, or why there is none.
    pub result: Result<Box<ExtractEntitiesResponse>, Status>,
}

/// What it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Streams that were opened.
    pub streams: u64,
    /// Messages that were sent more than once.
    pub resent: u64,
}

/// Extracts from all `documents` and gives each result to `sink`, in order. A
/// document that the server refuses has its status as its result.
///
/// # Errors
/// The status that ended the last stream, when another try would be in vain;
/// or what `sink` returned.
pub async fn extract<E: From<Status>>(
    client: &mut Client,
    documents: impl Iterator<Item = Document>,
    settings: &StreamSettings,
    mut sink: impl FnMut(Answered) -> Result<(), E>,
) -> Result<Effort, E> {
    let mut source = Batches { documents, held: None, settings };
    let mut pending: VecDeque<Vec<Document>> = VecDeque::new();
    let (mut effort, mut failures) = (Effort::default(), 0);
    loop {
        if pending.is_empty() {
            match source.next() {
                Some(batch) => pending.push_back(batch),
                None => return Ok(effort),
            }
        }
        effort.streams += 1;
        effort.resent += if effort.streams > 1 { pending.len() as u64 } else { 0 };
        let mut session = Session { settings, pending: &mut pending };
        let ended = session.run(client, &mut source, |answered| {
            failures = 0;
            sink(answered)
        });
        let status = match ended.await {
            Ok(()) => return Ok(effort),
            Err(End::Sink(error)) => return Err(error),
            Err(End::Status(status)) => status,
        };
        failures += 1;
        if let Some(pause) = settings.retry.pause(&status, failures) {
            tokio::time::sleep(pause).await;
        } else if is_about_the_message(&status) {
            // The first message that has no answer is at fault: it is divided
            // until the document itself is found.
            failures = 0;
            let Some(mut batch) = pending.pop_front() else { return Err(status.into()) };
            if batch.len() > 1 {
                let second = batch.split_off(batch.len() / 2);
                pending.push_front(second);
                pending.push_front(batch);
            } else {
                for document in batch {
                    sink(Answered { id: document.id, bytes: document.text.len(), result: Err(status.clone()) })?;
                }
            }
        } else {
            return Err(status.into());
        }
    }
}

/// Whether less at once, or without one document, would be answered.
fn is_about_the_message(status: &Status) -> bool {
    match status.code() {
        Code::InvalidArgument | Code::OutOfRange => true,
        Code::ResourceExhausted => status.get_details_retry_info().is_none(),
        _ => false,
    }
}

enum End<E> {
    Status(Status),
    Sink(E),
}

impl<E> From<Status> for End<E> {
    fn from(status: Status) -> Self {
        Self::Status(status)
    }
}

/// One stream.
struct Session<'a> {
    settings: &'a StreamSettings,
    pending: &'a mut VecDeque<Vec<Document>>,
}

impl Session<'_> {
    async fn run<E>(
        &mut self,
        client: &mut Client,
        source: &mut impl Iterator<Item = Vec<Document>>,
        mut sink: impl FnMut(Answered) -> Result<(), E>,
    ) -> Result<(), End<E>> {
        let window = self.settings.window.max(1).max(self.pending.len());
        let (sender, receiver) = mpsc::channel(window);
        let mut options = self.settings.options.clone();
        let mut message =
            |batch: &[Document]| StreamExtractEntitiesRequest { documents: batch.to_vec(), options: options.take() };
        for batch in self.pending.iter() {
            // There is room for all of them.
            let _ = sender.try_send(message(batch));
        }
        let mut sender = Some(sender);
        let mut answers = client.stream_extract_entities(ReceiverStream::new(receiver)).await?.into_inner();
        loop {
            while let Some(open) = sender.as_ref().filter(|_| self.pending.len() < window) {
                match source.next() {
                    Some(batch) => {
                        // No more than `window` messages are ever on their way.
                        let _ = open.try_send(message(&batch));
                        self.pending.push_back(batch);
                    }
                    None => sender = None,
                }
            }
            let answer = self.receive(&mut answers).await?;
            let Some(batch) = self.pending.pop_front() else {
                return match answer {
                    None => Ok(()),
                    Some(_) => Err(Status::internal("an answer to no message").into()),
                };
            };
            let Some(answer) = answer.filter(|answer| answer.results.len() == batch.len()) else {
                self.pending.push_front(batch);
                return Err(Status::unavailable("the stream ended before its last answer").into());
            };
            for (document, result) in batch.into_iter().zip(answer.results) {
                let result = match result.result {
                    Some(Outcome::Response(response)) => Ok(response),
                    Some(Outcome::Error(error)) => {
                        let details = prost::Message::encode_to_vec(&error).into();
                        Err(Status::with_details(Code::from(error.code), error.message, details))
                    }
                    None => Err(Status::internal("a result that is neither answer nor error")),
                };
                sink(Answered { id: document.id, bytes: document.text.len(), result }).map_err(End::Sink)?;
            }
        }
    }

    async fn receive(
        &self,
        answers: &mut Streaming<StreamExtractEntitiesResponse>,
    ) -> Result<Option<StreamExtractEntitiesResponse>, Status> {
        match tokio::time::timeout(self.settings.patience, answers.message()).await {
            Ok(answer) => answer,
            Err(_) => Err(Status::unavailable("no answer within the time that was given")),
        }
    }
}

/// Documents in messages.
struct Batches<'a, I> {
    documents: I,
    held: Option<Document>,
    settings: &'a StreamSettings,
}

impl<I: Iterator<Item = Document>> Iterator for Batches<'_, I> {
    type Item = Vec<Document>;

    fn next(&mut self) -> Option<Vec<Document>> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < self.settings.batch.max(1) {
            let Some(document) = self.held.take().or_else(|| self.documents.next()) else { break };
            bytes += document.text.len();
            if !batch.is_empty() && bytes > self.settings.batch_bytes {
                self.held = Some(document);
                break;
            }
            batch.push(document);
        }
        (!batch.is_empty()).then_some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_bounded_by_documents_and_by_bytes() {
        let settings = StreamSettings { batch: 3, batch_bytes: 10, ..StreamSettings::default() };
        let sizes = [1, 1, 1, 1, 9, 30, 1];
        let documents = sizes.iter().map(|size| Document { text: "a".repeat(*size), ..Document::default() });
        let batches = Batches { documents, held: None, settings: &settings };
        let found: Vec<Vec<usize>> =
            batches.map(|batch| batch.iter().map(|document| document.text.len()).collect()).collect();
        assert_eq!(found, [vec![1, 1, 1], vec![1, 9], vec![30], vec![1]]);
    }
}
