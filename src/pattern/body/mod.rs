//! Bodies: companies and organizations, by their head nouns and by the way
//! they are written.
//!
//! [`construct`] grows a name from a head that belongs to it (وزارة التجارة),
//! [`announced`] takes the name after a head that does not (شركة «X»),
//! [`medium`] the names of papers and channels, [`acronym`] letters and
//! brackets, and [`listed`] says what speaks for a body that a list knows.
//!
//! Invariant: nothing is decided here; a rule that is not sure says so by its
//! evidence.

mod acronym;
mod announced;
mod construct;
mod head;
pub(super) mod listed;
mod medium;

use super::candidate::Candidate;
use super::context::Context;
use head::Head;

/// Proposes companies and organizations. Looks at the candidates that are
/// there already: an acronym in brackets leans on the name before it.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    for i in 0..context.text.tokens().len() {
        if context.deadline.stops() {
            return;
        }
        let Some(head) = Head::at(context, i) else { continue };
        if head.is_medium() {
            medium::propose(context, &head, out);
        } else if !(head.is_plural() || head.is_outside() && announced::names_itself(context, &head)) {
            construct::propose(context, &head, out);
        }
        announced::propose(context, &head, out);
    }
    medium::addressed(context, out);
    acronym::propose(context, out);
}
