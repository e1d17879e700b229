//! Kayan finds people, places, companies, organizations and figures in Arabic
//! text.

pub mod cli;
#[cfg(feature = "client")]
pub mod client;
pub mod extract;
pub mod gazetteer;
pub mod import;
pub mod pattern;
pub mod resolve;
pub mod server;
pub mod service;
pub mod text;
