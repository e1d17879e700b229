//! Kayan finds people, places, companies, organizations and figures in Arabic
//! text.

pub mod extract;
pub mod gazetteer;
pub mod pattern;
pub mod resolve;
pub mod text;
