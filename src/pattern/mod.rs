//! Rules that propose candidates for names and figures.
//!
//! Each rule family is one file; all ask the same questions of
//! [`context::Context`]. Nothing is decided here: see [`crate::resolve`].

mod body;
pub mod candidate;
mod chain;
pub mod context;
pub mod evidence;
pub mod figure;
mod known;
mod person;
mod place;

pub use candidate::{Candidate, Span};
pub use context::Context;
pub use evidence::{Evidence, EvidenceList};

use crate::gazetteer::AdHocLists;

/// Proposes names for a document.
pub fn propose(context: &Context<'_>, ad_hoc: Option<&AdHocLists>, out: &mut Vec<Candidate>) {
    known::propose(context, out);
    if let Some(lists) = ad_hoc {
        known::propose_ad_hoc(context, lists, out);
    }
    person::propose(context, out);
    body::propose(context, out);
    place::propose(context, out);
}
