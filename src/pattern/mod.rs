//! Rules that propose candidates for names and figures no list holds.

pub mod candidate;
pub mod evidence;
pub mod figure;

pub use candidate::{Candidate, Span};
pub use evidence::{Evidence, EvidenceList};
