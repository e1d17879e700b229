//! The canonical proto3 JSON mapping of the contract's messages.

use std::sync::LazyLock;

use prost::Name;
use prost_reflect::{DescriptorPool, DeserializeOptions, DynamicMessage, MessageDescriptor};

use super::proto::FILE_DESCRIPTOR_SET;

static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap_or_else(|error| panic!("compiled-in descriptors: {error}"))
});

/// Why JSON is not the message that was expected, or the other way round.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or not a message of that type.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The message and its descriptor do not agree.
    #[error("{0}")]
    Message(#[from] prost::DecodeError),
    /// The contract has no such message.
    #[error("no message {0} in the contract")]
    Unknown(String),
}

fn descriptor<M: Name>() -> Result<MessageDescriptor, JsonError> {
    let name = M::full_name();
    POOL.get_message_by_name(&name).ok_or(JsonError::Unknown(name))
}

fn dynamic<M: Name>(message: &M) -> Result<DynamicMessage, JsonError> {
    Ok(DynamicMessage::decode(descriptor::<M>()?, message.encode_to_vec().as_slice())?)
}

/// The message as one line of JSON.
///
/// # Errors
/// When the contract has no such message.
pub fn to_json<M: Name>(message: &M) -> Result<String, JsonError> {
    Ok(serde_json::to_string(&dynamic(message)?)?)
}

/// The message as indented JSON.
///
/// # Errors
/// When the contract has no such message.
pub fn to_json_pretty<M: Name>(message: &M) -> Result<String, JsonError> {
    Ok(serde_json::to_string_pretty(&dynamic(message)?)?)
}

/// Reads a message. Unknown fields are an error.
///
/// # Errors
/// When `json` is not JSON or not such a message.
pub fn from_json<M: Name + Default>(json: &str) -> Result<M, JsonError> {
    read(json, &DeserializeOptions::new().deny_unknown_fields(true))
}

/// Reads a message. Unknown fields are passed over: lines of a corpus carry
/// more than a document.
///
/// # Errors
/// When `json` is not JSON or not such a message.
pub fn from_json_lenient<M: Name + Default>(json: &str) -> Result<M, JsonError> {
    read(json, &DeserializeOptions::new().deny_unknown_fields(false))
}

fn read<M: Name + Default>(json: &str, options: &DeserializeOptions) -> Result<M, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let message = DynamicMessage::deserialize_with_options(descriptor::<M>()?, &mut deserializer, options)?;
    deserializer.end()?;
    Ok(message.transcode_to()?)
}

#[cfg(test)]
mod tests {
    use super::super::proto::{Document, EntityType, ExtractEntitiesResponse, Mention};
    use super::*;

    #[test]
    fn the_mapping_is_the_canonical_one() {
        let mention = Mention {
            r#type: EntityType::Place as i32,
            end: 5,
            entity_index: Some(0),
            confidence: 0.9,
            ..Mention::default()
        };
        let response =
            ExtractEntitiesResponse { document_id: "d".to_owned(), mentions: vec![mention], ..Default::default() };
        let json = to_json(&response).expect("a known message");
        assert_eq!(
            json,
            r#"{"documentId":"d","mentions":[{"type":"ENTITY_TYPE_PLACE","end":5,"confidence":0.9,"entityIndex":0}]}"#
        );
        assert_eq!(from_json::<ExtractEntitiesResponse>(&json).expect("the same message"), response);
    }

    #[test]
    fn documents_are_read_strictly() {
        let document: Document =
            from_json(r#"{"id":"1","text":"نص","referenceDate":"2022-01-20"}"#).expect("a document");
        assert_eq!(document.reference_date.as_deref(), Some("2022-01-20"));
        for json in [r#"{"id":1}"#, r#"{"txt":"a"}"#, r#"{"id":"1"} x"#, "[]", ""] {
            assert!(from_json::<Document>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn error_details_are_spelled_out() {
        let status = super::super::error::ServiceError::DeadlineExceeded.to_rpc_status();
        let result = super::super::proto::ExtractEntitiesResult {
            result: Some(super::super::proto::extract_entities_result::Result::Error(status)),
        };
        let json = to_json(&result).expect("a known message");
        assert!(json.contains(r#""@type":"type.googleapis.com/google.rpc.ErrorInfo""#), "{json}");
        assert!(json.contains(r#""reason":"DEADLINE_EXCEEDED""#), "{json}");
    }
}
