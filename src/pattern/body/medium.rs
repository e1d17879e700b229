//! Papers, agencies and channels after their head: صحيفة تشرين, مجلة الهلال.
//!
//! The name of a paper may be an ordinary noun, so the head alone decides; a
//! channel or a site needs a name that is none.

use crate::gazetteer::{Classes, EntityType, Subtype};

use super::super::candidate::{Candidate, Span};
use super::super::context::Context;
use super::super::evidence::Evidence;
use super::head::Head;

/// Proposes the noun after `head` as a medium's name.
pub(super) fn propose(context: &Context<'_>, head: &Head, out: &mut Vec<Candidate>) {
    let i = head.end;
    if head.is_plural() || head.is_weak() || !context.is_word(i) || !context.follows(i) || context.word(i).split.skip > 0 {
        return;
    }
    let classes = context.classes(i);
    if classes.any(Classes::BODY_HEAD | Classes::VERB | Classes::PARTICLE | Classes::RELATIVE | Classes::TEMPORAL | Classes::PRONOUN) {
        return;
    }
    let definite = context.is_definite(i);
    let noun = classes.any(Classes::NOUN | Classes::MONTH) && !classes.any(Classes::ADJECTIVE);
    let name = definite && !classes.any(Classes::NATIONALITY | Classes::ANNOUNCES_PERSON) && (noun || !classes.any(Classes::COMMON));
    let mut end = i + 1;
    if !name {
        // صحيفة أخبار الخليج; a noun alone only where it is a month's name,
        // as that of a paper often is.
        let second = context.follows(end)
            && context.is_word(end)
            && context.is_definite(end)
            && context.word(end).split.skip == 0
            && !context.classes(end).any(Classes::NATIONALITY | Classes::TEMPORAL);
        if !(noun && (second || classes.any(Classes::MONTH))) {
            return;
        }
        end += usize::from(second);
    }
    out.push(
        Candidate::new(context.text, Span::tokens(i, end), EntityType::Organization, Subtype::NONE, "organization.medium")
            .with(Evidence::BaseBody)
            .with(Evidence::HeadBefore)
            .with(Evidence::MediaHeadBefore),
    );
}
