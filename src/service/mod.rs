//! The RPC handlers and the conversion to and from the contract.
//!
//! [`extraction`] holds the handlers and [`stream`] the streaming one. A
//! request goes through [`request`] (checks), [`worker`] (where the engine
//! runs) and [`answer`]; whatever goes wrong is one of [`error`]. JSON is the
//! canonical mapping of [`json`].
//!
//! Invariant: no text of a document reaches a log or an error.

pub mod ad_hoc;
pub mod answer;
pub mod catalogue;
pub mod date;
pub mod error;
pub mod extraction;
pub mod json;
pub mod limits;
pub mod loaded;
pub mod proto;
pub mod request;
mod stream;
pub mod tally;
mod value;
pub mod worker;
