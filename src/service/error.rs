//! What can go wrong in a call, and the one table that turns it into a status.
//!
//! Every status carries `google.rpc.ErrorInfo` with the domain `kayan` and one
//! of the reasons of [`Reason`]; `docs/errors.md` has a section for each.
//! Nothing of a document's text ever enters a status.

use std::collections::BTreeMap;
use std::time::Duration;

use prost::Message;
use tonic::{Code, Status};
use tonic_types::pb;

/// Domain of every `ErrorInfo`.
pub const DOMAIN: &str = "kayan";

/// At most so many faults are listed in one status: details travel in headers,
/// whose size clients limit.
const MAX_LISTED: usize = 16;

macro_rules! reasons {
    ($($name:ident $text:literal $code:ident $doc:literal;)*) => {
        /// Stable reasons of errors.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Reason {
            $(#[doc = $doc] $name,)*
        }

        impl Reason {
            /// All reasons.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The reason as clients see it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The status code that goes with it.
            pub fn code(self) -> Code {
                match self { $(Self::$name => Code::$code,)* }
            }
        }
    };
}

reasons! {
    DocumentMissing "DOCUMENT_MISSING" InvalidArgument "The request has no document.";
    TextEmpty "TEXT_EMPTY" InvalidArgument "A document has no text.";
    TextTooLong "TEXT_TOO_LONG" InvalidArgument "A text is over the limit.";
    TooManyDocuments "TOO_MANY_DOCUMENTS" InvalidArgument "A request has more documents than the limit.";
    TooManyAdHocEntries "TOO_MANY_AD_HOC_ENTRIES" InvalidArgument "The lists of a request are over the limit.";
    TooManyIgnoredSurfaces "TOO_MANY_IGNORED_SURFACES" InvalidArgument "The ignored surfaces are over the limit.";
    UnknownEnumValue "UNKNOWN_ENUM_VALUE" InvalidArgument "An enum has a value that this version does not know.";
    InvalidReferenceDate "INVALID_REFERENCE_DATE" InvalidArgument "A reference date is no ISO 8601 date.";
    InvalidTimeZone "INVALID_TIME_ZONE" InvalidArgument "A time zone is neither a name nor an offset.";
    InvalidMinConfidence "INVALID_MIN_CONFIDENCE" InvalidArgument "The confidence is not between 0 and 1.";
    InvalidAdHocList "INVALID_AD_HOC_LIST" InvalidArgument "A list of the request is malformed.";
    InvalidIgnoredSurface "INVALID_IGNORED_SURFACE" InvalidArgument "An ignored surface is empty.";
    InvalidUtf8 "INVALID_UTF8" InvalidArgument "A string of the request is not UTF-8.";
    MalformedRequest "MALFORMED_REQUEST" InvalidArgument "The bytes of the request are no such message.";
    RequestTooLarge "REQUEST_TOO_LARGE" InvalidArgument "A request message is over the limit.";
    GazetteerNotLoaded "GAZETTEER_NOT_LOADED" FailedPrecondition "Another gazetteer than the pinned one is loaded.";
    CredentialsMissing "CREDENTIALS_MISSING" Unauthenticated "The call carries no API key or token.";
    CredentialsInvalid "CREDENTIALS_INVALID" Unauthenticated "The API key or token is not accepted.";
    CredentialsExpired "CREDENTIALS_EXPIRED" Unauthenticated "The API key or token has expired.";
    DeadlineExceeded "DEADLINE_EXCEEDED" DeadlineExceeded "The deadline of the call passed.";
    Overloaded "OVERLOADED" Unavailable "Too many calls are in flight.";
    NotReady "NOT_READY" Unavailable "The gazetteer is still being loaded.";
    Draining "DRAINING" Unavailable "The server is shutting down.";
    ResponseTooLarge "RESPONSE_TOO_LARGE" ResourceExhausted "The answer is over the limit of a message.";
    Internal "INTERNAL" Internal "A fault of the server.";
}

/// A status code as the gRPC documents write it, such as `NOT_FOUND`.
pub fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

/// A fault of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Path from the request, with indices: `documents[3].text`.
    pub field: String,
    /// What is wrong, for programs.
    pub reason: Reason,
    /// What is wrong, for people.
    pub description: String,
    /// Figures behind it, such as limit and size.
    pub metadata: Vec<(&'static str, String)>,
}

impl Violation {
    /// A fault without figures.
    pub fn new(field: impl Into<String>, reason: Reason, description: impl Into<String>) -> Self {
        Self { field: field.into(), reason, description: description.into(), metadata: Vec::new() }
    }

    /// A fault of something over its limit. `unit` is in the plural.
    pub fn over_limit(field: impl Into<String>, reason: Reason, unit: &str, size: usize, limit: usize) -> Self {
        let description = format!("has {size} {unit}, the limit is {limit}");
        let metadata = vec![("limit", limit.to_string()), ("size", size.to_string())];
        Self { field: field.into(), reason, description, metadata }
    }
}

/// What is wrong with the credentials of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// There are none.
    Missing,
    /// They are not known, malformed, or not for this server.
    Invalid,
    /// They were good once.
    Expired,
}

/// An error of a call or of one of its documents.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// Fields of the request are at fault.
    #[error("invalid request")]
    Invalid(Vec<Violation>),
    /// The gazetteer that was asked for is not the one that is loaded.
    #[error("the pinned gazetteer is not loaded")]
    GazetteerNotLoaded {
        /// Digest in the request.
        pinned: String,
        /// Digests of those that are loaded, the one in force first.
        loaded: Vec<String>,
    },
    /// The call has shown no acceptable credentials.
    #[error("unauthenticated")]
    Unauthenticated(Credentials),
    /// The deadline of the call passed.
    #[error("deadline exceeded")]
    DeadlineExceeded,
    /// Too many calls are in flight.
    #[error("overloaded")]
    Overloaded {
        /// When to try again.
        retry_after: Duration,
    },
    /// No gazetteer is loaded yet.
    #[error("the gazetteer is still being loaded")]
    NotReady,
    /// The server is shutting down.
    #[error("the server is shutting down")]
    Draining,
    /// The answer does not fit into a message.
    #[error("response too large")]
    ResponseTooLarge(String),
    /// A fault of ours, logged where it happened.
    #[error("internal error")]
    Internal,
}

impl From<Violation> for ServiceError {
    fn from(violation: Violation) -> Self {
        Self::Invalid(vec![violation])
    }
}

impl ServiceError {
    /// The reason that clients see.
    pub fn reason(&self) -> Reason {
        match self {
            Self::Invalid(violations) => violations.first().map_or(Reason::MalformedRequest, |first| first.reason),
            Self::GazetteerNotLoaded { .. } => Reason::GazetteerNotLoaded,
            Self::Unauthenticated(Credentials::Missing) => Reason::CredentialsMissing,
            Self::Unauthenticated(Credentials::Invalid) => Reason::CredentialsInvalid,
            Self::Unauthenticated(Credentials::Expired) => Reason::CredentialsExpired,
            Self::DeadlineExceeded => Reason::DeadlineExceeded,
            Self::Overloaded { .. } => Reason::Overloaded,
            Self::NotReady => Reason::NotReady,
            Self::Draining => Reason::Draining,
            Self::ResponseTooLarge(_) => Reason::ResponseTooLarge,
            Self::Internal => Reason::Internal,
        }
    }

    /// The message that clients see.
    fn message(&self) -> String {
        match self {
            Self::Invalid(violations) => match violations.as_slice() {
                [] => "invalid request".to_owned(),
                [only] if only.field.is_empty() => only.description.clone(),
                [only] => format!("{}: {}", only.field, only.description),
                [first, rest @ ..] => format!("{}: {} (and {} more)", first.field, first.description, rest.len()),
            },
            Self::GazetteerNotLoaded { pinned, loaded } => {
                let pinned: String = pinned.chars().take(64).collect();
                format!("the gazetteer {pinned:?} is not loaded; loaded: {}", loaded.join(", "))
            }
            Self::Unauthenticated(Credentials::Missing) => {
                "an API key or a token is needed, as authorization: Bearer KEY".to_owned()
            }
            Self::Unauthenticated(Credentials::Invalid) => "the API key or token is not accepted".to_owned(),
            Self::Unauthenticated(Credentials::Expired) => "the API key or token has expired".to_owned(),
            Self::DeadlineExceeded => "the deadline passed before the answer was ready".to_owned(),
            Self::Overloaded { .. } => "too many calls are in flight, try again later or elsewhere".to_owned(),
            Self::NotReady => "the gazetteer is still being loaded".to_owned(),
            Self::Draining => "the server is shutting down, try another one".to_owned(),
            Self::ResponseTooLarge(description) => description.clone(),
            Self::Internal => "internal error".to_owned(),
        }
    }

    fn metadata(&self) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            Self::Invalid(violations) => violations.first().map(|first| first.metadata.clone()).unwrap_or_default(),
            Self::GazetteerNotLoaded { loaded, .. } => vec![("loaded", loaded.join(","))],
            _ => Vec::new(),
        };
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    /// The error as `google.rpc.Status`, with its details.
    pub fn to_rpc_status(&self) -> pb::Status {
        let reason = self.reason();
        let info = ErrorInfo { reason: reason.name().to_owned(), domain: DOMAIN.to_owned(), metadata: self.metadata() };
        let mut details = vec![any("google.rpc.ErrorInfo", &info)];
        match self {
            Self::Invalid(violations) => {
                let field_violations =
                    violations.iter().take(MAX_LISTED).map(|violation| pb::bad_request::FieldViolation {
                        field: violation.field.clone(),
                        description: violation.description.clone(),
                        reason: violation.reason.name().to_owned(),
                        localized_message: None,
                    });
                let bad_request = pb::BadRequest { field_violations: field_violations.collect() };
                details.push(any("google.rpc.BadRequest", &bad_request));
            }
            Self::GazetteerNotLoaded { .. } => {
                let violation = pb::precondition_failure::Violation {
                    r#type: reason.name().to_owned(),
                    subject: "options.gazetteer_digest".to_owned(),
                    description: self.message(),
                };
                details.push(any(
                    "google.rpc.PreconditionFailure",
                    &pb::PreconditionFailure { violations: vec![violation] },
                ));
            }
            Self::Overloaded { retry_after } => {
                let retry_delay = prost_types::Duration::try_from(*retry_after).ok();
                details.push(any("google.rpc.RetryInfo", &pb::RetryInfo { retry_delay }));
            }
            _ => {}
        }
        pb::Status { code: reason.code() as i32, message: self.message(), details }
    }
}

impl From<&ServiceError> for Status {
    fn from(error: &ServiceError) -> Self {
        let status = error.to_rpc_status();
        Self::with_details(Code::from(status.code), status.message.clone(), status.encode_to_vec().into())
    }
}

impl From<ServiceError> for Status {
    fn from(error: ServiceError) -> Self {
        Self::from(&error)
    }
}

/// `google.rpc.ErrorInfo` with ordered metadata, so that the same error has
/// the same bytes.
#[derive(Clone, PartialEq, Message)]
struct ErrorInfo {
    #[prost(string, tag = "1")]
    reason: String,
    #[prost(string, tag = "2")]
    domain: String,
    #[prost(btree_map = "string, string", tag = "3")]
    metadata: BTreeMap<String, String>,
}

fn any(name: &str, message: &impl Message) -> prost_types::Any {
    prost_types::Any { type_url: format!("type.googleapis.com/{name}"), value: message.encode_to_vec() }
}

/// Reads an error that tonic answered by itself: a message that is too large
/// or cannot be decoded. `None` when the status is not of that kind.
///
/// tonic calls these faults of the caller OUT_OF_RANGE, RESOURCE_EXHAUSTED and
/// INTERNAL; its statuses have no details, by which they are known.
pub fn transport_fault(status: &Status) -> Option<ServiceError> {
    if !status.details().is_empty() {
        return None;
    }
    let message = status.message();
    let violation = match status.code() {
        Code::OutOfRange | Code::ResourceExhausted => {
            let numbers: Vec<&str> =
                message.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
            match numbers.as_slice() {
                [size, limit] => Violation {
                    field: String::new(),
                    reason: Reason::RequestTooLarge,
                    description: format!("the request has {size} bytes, the limit is {limit}"),
                    metadata: vec![("limit", (*limit).to_owned()), ("size", (*size).to_owned())],
                },
                [limit] => Violation {
                    field: String::new(),
                    reason: Reason::RequestTooLarge,
                    description: format!("the request has more than {limit} bytes once decompressed"),
                    metadata: vec![("limit", (*limit).to_owned())],
                },
                _ => Violation::new("", Reason::RequestTooLarge, "the request is too large"),
            }
        }
        Code::Internal => decoding_fault(message),
        _ => return None,
    };
    Some(violation.into())
}

/// prost names the fields on the way to the fault, the innermost first:
/// `failed to decode Protobuf message: Document.text: Request.document: …`.
fn decoding_fault(message: &str) -> Violation {
    let Some(path) = message.strip_prefix("failed to decode Protobuf message: ") else {
        return Violation::new("", Reason::MalformedRequest, "the request could not be read as one gRPC message");
    };
    let (mut fields, mut what) = (Vec::new(), path);
    while let Some((step, rest)) = what.split_once(": ") {
        let Some((_, field)) = step.split_once('.').filter(|_| !step.contains(' ')) else { break };
        fields.push(field);
        what = rest;
    }
    fields.reverse();
    let field = fields.join(".");
    if what.contains("UTF-8") {
        Violation::new(field, Reason::InvalidUtf8, "is not valid UTF-8")
    } else {
        Violation::new(field, Reason::MalformedRequest, format!("malformed protobuf: {what}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tonic_types::StatusExt;

    fn every_error() -> Vec<ServiceError> {
        vec![
            Violation::over_limit("document.text", Reason::TextTooLong, "bytes", 11, 10).into(),
            ServiceError::GazetteerNotLoaded { pinned: "a".to_owned(), loaded: vec!["b".to_owned(), "c".to_owned()] },
            ServiceError::Unauthenticated(Credentials::Missing),
            ServiceError::Unauthenticated(Credentials::Invalid),
            ServiceError::Unauthenticated(Credentials::Expired),
            ServiceError::DeadlineExceeded,
            ServiceError::Overloaded { retry_after: Duration::from_millis(250) },
            ServiceError::NotReady,
            ServiceError::Draining,
            ServiceError::ResponseTooLarge("the answer is too large".to_owned()),
            ServiceError::Internal,
        ]
    }

    #[test]
    fn every_status_has_its_reason_and_the_domain() {
        for error in every_error() {
            let status = Status::from(&error);
            assert_eq!(status.code(), error.reason().code());
            let info = status.get_details_error_info().expect("ErrorInfo");
            assert_eq!((info.reason.as_str(), info.domain.as_str()), (error.reason().name(), DOMAIN));
        }
    }

    #[test]
    fn details_name_field_limit_and_delay() {
        let errors = every_error();
        let status = Status::from(&errors[0]);
        assert_eq!(status.message(), "document.text: has 11 bytes, the limit is 10");
        let bad_request = status.get_details_bad_request().expect("BadRequest");
        assert_eq!(bad_request.field_violations[0].field, "document.text");
        let info = status.get_details_error_info().expect("ErrorInfo");
        assert_eq!((info.metadata["limit"].as_str(), info.metadata["size"].as_str()), ("10", "11"));
        let retry = Status::from(&errors[6]).get_details_retry_info().expect("RetryInfo");
        assert_eq!(retry.retry_delay, Some(Duration::from_millis(250)));
    }

    #[test]
    fn long_lists_of_faults_stay_short() {
        let violation = |i| Violation::new(format!("documents[{i}].text"), Reason::TextEmpty, "is empty");
        let status = Status::from(ServiceError::Invalid((0..1000).map(violation).collect()));
        assert!(status.details().len() < 4096, "{}", status.details().len());
        assert!(status.message().ends_with("(and 999 more)"));
    }

    #[test]
    fn faults_of_the_transport_become_invalid_arguments() {
        let cases = [
            (
                Status::out_of_range("Error, decoded message length too large: found 20 bytes, the limit is: 10 bytes"),
                Reason::RequestTooLarge,
                "",
                "the request has 20 bytes, the limit is 10",
            ),
            (
                Status::resource_exhausted(
                    "Error decompressing: size limit, of 10 bytes, exceeded while decompressing message",
                ),
                Reason::RequestTooLarge,
                "",
                "the request has more than 10 bytes once decompressed",
            ),
            (
                Status::internal(
                    "failed to decode Protobuf message: Document.text: ExtractEntitiesRequest.document: invalid string value: data is not UTF-8 encoded",
                ),
                Reason::InvalidUtf8,
                "document.text",
                "document.text: is not valid UTF-8",
            ),
            (
                Status::internal("failed to decode Protobuf message: invalid wire type value: 7"),
                Reason::MalformedRequest,
                "",
                "malformed protobuf: invalid wire type value: 7",
            ),
            (
                Status::internal("Unexpected EOF decoding stream."),
                Reason::MalformedRequest,
                "",
                "the request could not be read as one gRPC message",
            ),
        ];
        for (status, reason, field, message) in cases {
            let error = transport_fault(&status).expect("a fault of the transport");
            let ServiceError::Invalid(violations) = &error else { panic!("{error:?}") };
            assert_eq!((violations[0].reason, violations[0].field.as_str()), (reason, field));
            assert_eq!(Status::from(error).message(), message);
        }
        assert_eq!(transport_fault(&Status::from(ServiceError::Internal)), None);
        assert_eq!(transport_fault(&Status::unimplemented("")), None);
    }
}
