//! Bodies that are only quoted: the paper somebody spoke to («X said to "Y"»),
//! and the first half of a double name («"X – the institute of Y"»).

use crate::gazetteer::{Classes, EntityType, Subtype};
use crate::text::Gap;
use crate::text::code::{letter, punct};

use super::super::candidate::{Candidate, Span};
use super::super::context::Context;
use super::super::evidence::Evidence;

/// Tokens of the longest quoted name.
const LONGEST: usize = 5;
/// How far before it somebody must speak, in tokens.
const REACH: usize = 25;

/// Proposes quoted bodies.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    for i in 0..context.text.tokens().len() {
        if !context.is_opening(i) {
            continue;
        }
        if let Some(close) = closing(context, i)
            && is_recipient(context, i)
        {
            push(context, i + 1, close, Evidence::QuotedRecipient, out);
        }
        if let Some(dash) = dash(context, i)
            && context.classes(dash + 1).any(Classes::ORG_HEAD)
        {
            push(context, i + 1, dash, Evidence::DoubleName, out);
        }
    }
}

fn push(context: &Context<'_>, first: usize, last: usize, evidence: Evidence, out: &mut Vec<Candidate>) {
    let span = Span::tokens(first, last);
    out.push(
        Candidate::new(context.text, span, EntityType::Organization, Subtype::NONE, "organization.quoted")
            .with(Evidence::BaseBody)
            .with(Evidence::Quoted)
            .with(evidence),
    );
}

/// The token that closes the quotation opened at `i`.
fn closing(context: &Context<'_>, i: usize) -> Option<usize> {
    let close = (i + 2..i + 2 + LONGEST).find(|&j| context.is_closing(j))?;
    (i + 1..close).all(|j| context.is_word(j)).then_some(close)
}

/// The dash after one or two unknown words that follow the quotation mark at
/// `i`.
fn dash(context: &Context<'_>, i: usize) -> Option<usize> {
    let dash = (i + 2..i + 4).find(|&j| matches!(context.text.punctuation(j), Some(punct::DASH | punct::HYPHEN)))?;
    (i + 1..dash).all(|j| context.is_unknown(j)).then_some(dash)
}

/// Whether ل stands alone before the quotation mark, and somebody speaks
/// earlier in the line.
fn is_recipient(context: &Context<'_>, i: usize) -> bool {
    let Some(to) = context.before(i) else { return false };
    if !context.is_word(to) || context.text.codes_of(to) != [letter::LAM] {
        return false;
    }
    let speaks = Classes::SPEECH | Classes::JOB;
    (to.saturating_sub(REACH)..to)
        .rev()
        .take_while(|&j| context.token(j + 1).is_some_and(|t| t.gap != Gap::Line))
        .any(|j| context.classes(j).any(speaks))
}
