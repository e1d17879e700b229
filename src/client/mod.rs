//! A client of the service: the generated one, and what makes it last.
//!
//! [`Settings`] opens connections, [`RetryPolicy`] says when a failed call is
//! worth another try, and [`stream::extract`] sends any number of documents over
//! a stream that is opened anew when its server goes. Every method of the
//! service is free of side effects, so that trying again is always safe.
//!
//! ```no_run
//! use kayan::client::Settings;
//! use kayan::service::proto::{Document, ExtractEntitiesRequest};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let mut client = Settings::new("http://127.0.0.1:50051").connect().await?;
//! let document = Document { text: "زار الرئيس بيروت".to_owned(), ..Document::default() }; // "the president visited Beirut"
//! let request = ExtractEntitiesRequest { document: Some(document), options: None };
//! for mention in client.extract_entities(request).await?.into_inner().mentions {
//!     println!("{} {}..{}", mention.text, mention.begin, mention.end);
//! }
//! # Ok(())
//! # }
//! ```

mod channel;
mod retry;
pub mod stream;

pub use self::channel::{Channel, Client, ConnectError, Headers, Settings};
pub use self::retry::RetryPolicy;
pub use crate::service::proto::entity_extraction_service_client::EntityExtractionServiceClient;
