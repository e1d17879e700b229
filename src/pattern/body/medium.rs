//! Papers, agencies and channels after their head: صحيفة تشرين, مجلة الهلال.
//!
//! The name of a paper may be an ordinary noun, so the head alone decides; a
//! channel or a site needs a name that is none.

use crate::gazetteer::{Classes, EntityType, Subtype};
use crate::text::code::{letter, punct};

use super::super::candidate::{Candidate, Span};
use super::super::context::Context;
use super::super::evidence::Evidence;
use super::announced::closing;
use super::head::Head;

/// How far before ل a verb of speech is looked for, in tokens.
const SPEECH_REACH: usize = 15;
/// Words of the longest addressed medium.
const LONGEST_ADDRESSED: usize = 3;

/// Proposes the noun after `head` as a medium's name.
pub(super) fn propose(context: &Context<'_>, head: &Head, out: &mut Vec<Candidate>) {
    let i = head.end;
    if head.is_plural()
        || head.is_weak()
        || !context.is_word(i)
        || !context.follows(i)
        || context.word(i).split.skip > 0
    {
        return;
    }
    let classes = context.classes(i);
    if classes.any(
        Classes::BODY_HEAD
            | Classes::VERB
            | Classes::PARTICLE
            | Classes::RELATIVE
            | Classes::TEMPORAL
            | Classes::PRONOUN,
    ) {
        return;
    }
    let definite = context.is_definite(i);
    let noun = classes.any(Classes::NOUN | Classes::MONTH) && !classes.any(Classes::ADJECTIVE);
    let name = definite
        && !classes.any(Classes::NATIONALITY | Classes::ANNOUNCES_PERSON)
        && (noun || !classes.any(Classes::COMMON));
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
        Candidate::new(
            context.text,
            Span::tokens(i, end),
            EntityType::Organization,
            Subtype::NONE,
            "organization.medium",
        )
        .with(Evidence::BaseBody)
        .with(Evidence::HeadBefore)
        .with(Evidence::MediaHeadBefore),
    );
}

/// قال … لـ «X»: whom a quoted person speaks to is a medium.
pub(super) fn addressed(context: &Context<'_>, out: &mut Vec<Candidate>) {
    for open in 1..context.text.tokens().len() {
        if context.deadline.stops() {
            return;
        }
        let quote = matches!(context.text.punctuation(open), Some(punct::QUOTE | punct::OPEN_QUOTE));
        if !quote || !context.follows(open) || context.text.codes_of(open - 1) != [letter::LAM] {
            continue;
        }
        let Some(close) = closing(context, open).filter(|&c| c > open + 1 && c - open - 1 <= LONGEST_ADDRESSED) else {
            continue;
        };
        let speaks = (open.saturating_sub(SPEECH_REACH)..open).any(|i| context.classes(i).any(Classes::SPEECH))
            || context.text.punctuation(close + 1) == Some(punct::COLON)
            || (close + 1..close + 3)
                .any(|i| context.is_word(i) && context.text.codes_of(i) == [letter::ALEF, letter::NOON]);
        if speaks && (open + 1..close).all(|i| context.text.punctuation(i).is_none()) {
            out.push(
                Candidate::new(
                    context.text,
                    Span::tokens(open + 1, close),
                    EntityType::Organization,
                    Subtype::NONE,
                    "organization.addressed",
                )
                .with(Evidence::BaseBody)
                .with(Evidence::Addressed)
                .with(Evidence::Quoted),
            );
        }
    }
}
