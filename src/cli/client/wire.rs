//! The messages of the contract as a load generator needs them: documents are
//! encoded once, and of answers only errors are read. So the client takes less
//! of the machine that it shares with the server.

use prost::Message;
use prost::bytes::Bytes;
use tonic::client::Grpc;
use tonic_prost::ProstCodec;

use crate::client::Channel;
use crate::service::proto;

/// Any of the three requests; field 1 is the document or the documents.
#[derive(Clone, PartialEq, Message)]
pub(super) struct LightRequest {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    pub(super) documents: Vec<Bytes>,
}

/// The answer to one document: nothing of it is read.
#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub(super) struct LightAnswer {}

/// The answer to several documents.
#[derive(Clone, PartialEq, Message)]
pub(super) struct LightAnswers {
    #[prost(message, repeated, tag = "1")]
    pub(super) results: Vec<LightResult>,
}

/// The result for one of them.
#[derive(Clone, PartialEq, Message)]
pub(super) struct LightResult {
    #[prost(message, optional, tag = "2")]
    pub(super) error: Option<LightError>,
}

/// `google.rpc.Status`.
#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub(super) struct LightError {
    #[prost(int32, tag = "1")]
    pub(super) code: i32,
}

/// A document as it is sent.
pub(super) fn encode(id: usize, text: String) -> Bytes {
    proto::Document { id: id.to_string(), text, ..proto::Document::default() }.encode_to_vec().into()
}

/// The path of a method.
pub(super) fn path(method: &'static str) -> http::uri::PathAndQuery {
    http::uri::PathAndQuery::from_static(method)
}

/// A client that takes answers of any size.
pub(super) fn client(channel: Channel) -> Grpc<Channel> {
    Grpc::new(channel).max_decoding_message_size(usize::MAX)
}

/// The codec for answers of type `A`.
pub(super) fn codec<A>() -> ProstCodec<LightRequest, A>
where
    A: Message + Default + Send + 'static,
{
    ProstCodec::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_those_of_the_contract() {
        let light = LightRequest { documents: vec![encode(7, "نص".to_owned())] }.encode_to_vec();
        let document = proto::Document { id: "7".to_owned(), text: "نص".to_owned(), ..Default::default() };
        let single = proto::ExtractEntitiesRequest { document: Some(document.clone()), options: None };
        let batch = proto::BatchExtractEntitiesRequest { documents: vec![document], ..Default::default() };
        assert_eq!(light, single.encode_to_vec());
        assert_eq!(light, batch.encode_to_vec());

        let error = crate::service::error::ServiceError::DeadlineExceeded.to_rpc_status();
        let results = [
            proto::extract_entities_result::Result::Response(Box::default()),
            proto::extract_entities_result::Result::Error(error),
        ];
        let results = results.into_iter().map(|result| proto::ExtractEntitiesResult { result: Some(result) });
        let bytes = proto::BatchExtractEntitiesResponse { results: results.collect() }.encode_to_vec();
        let answers = LightAnswers::decode(bytes.as_slice()).expect("the same message");
        let codes: Vec<_> = answers.results.iter().map(|result| result.error.map(|error| error.code)).collect();
        assert_eq!(codes, [None, Some(tonic::Code::DeadlineExceeded as i32)]);
    }
}
