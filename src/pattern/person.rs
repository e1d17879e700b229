//! Persons: name chains with what stands around them.
//!
//! A chain of known names stands alone; a single name, an unknown word or a
//! name that is an ordinary word too needs a title, a job, a verb of speech or
//! an earlier introduction. Titles and jobs stay outside the span.

use crate::gazetteer::{Classes, EntityType, Subtype};

use super::candidate::{Candidate, Span};
use super::chain::{Chain, Part, PartKind, chain_at};
use super::context::Context;
use super::evidence::{Evidence, EvidenceList};

/// Names of so few letters do not stand alone.
const SHORTEST_SINGLE: usize = 3;

/// Proposes persons.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < context.text.tokens().len() {
        if context.deadline.stops() {
            return;
        }
        let Some(chain) = chain_at(context, at) else {
            at += 1;
            continue;
        };
        if let Some(next) = begins_later(context, &chain) {
            at = next;
            continue;
        }
        propose_one(context, &chain, out);
        at = chain.end().max(at + 1);
    }
}

/// Where a name begins with its second word, because the first is an ordinary
/// noun or verb before a given name (فوز محمد, "Muhammad's victory") and
/// nothing announces it.
fn begins_later(context: &Context<'_>, chain: &Chain) -> Option<usize> {
    let mut parts = chain.parts();
    let (first, second) = (parts.next()?, parts.next()?);
    let classes = context.classes(first.first);
    let ordinary =
        first.weak && first.last - first.first == 1 && classes.any(Classes::NOUN | Classes::VERB | Classes::PARTICLE);
    let noun_like = !classes.any(Classes::ADJECTIVE) || !classes.any(Classes::GIVEN);
    let given = second.known() && !second.weak;
    let unknown_first = first.kind == PartKind::Unknown && given && !first.foreign;
    let announced = context.announcement(first.first).is_some_and(|a| !a.complement);
    ((ordinary && noun_like && given || unknown_first) && !announced).then_some(second.first)
}

fn propose_one(context: &Context<'_>, chain: &Chain, out: &mut Vec<Candidate>) {
    let Some(first) = chain.parts().next() else { return };
    let mut evidence = EvidenceList::default();
    evidence.push(Evidence::BasePerson);
    evidence.push(first_evidence(first));
    let alone = chain.len() == 1 && first.last - first.first == 1;
    if alone && first.kind == PartKind::Family && first.foreign && !first.weak {
        evidence.push(Evidence::ForeignFamily);
    }
    if chain.len() == 1 {
        if first.last - first.first == 1 {
            evidence.push(Evidence::SingleWord);
        }
    } else {
        chain.parts().skip(1).take(3).for_each(|part| evidence.push(later_evidence(part)));
    }
    context.person_surroundings(first.first, chain.end(), &mut evidence);
    let split = context.word(first.first).split;
    if split.skip > 0 {
        evidence.push(Evidence::Proclitic);
    }
    if alone && !has_support(&evidence) && !is_strong_single(context, first) {
        return;
    }
    if alone && first.weak && !announced_definitely(context, first.first) {
        return;
    }
    let span = Span::tokens(first.first, chain.end()).after(split);
    let mut candidate = Candidate::new(context.text, span, EntityType::Person, Subtype::NONE, "person.chain");
    candidate.evidence = evidence;
    out.push(candidate);
}

/// A single name is proposed only when something announces it, or when it is
/// left for the document to introduce.
fn has_support(evidence: &EvidenceList) -> bool {
    evidence.iter().any(|e| {
        matches!(
            e,
            Evidence::TitleBefore
                | Evidence::JobBefore
                | Evidence::JobComplementBefore
                | Evidence::KinshipBefore
                | Evidence::SpeechBefore
                | Evidence::SpeechAfter
                | Evidence::ActionBefore
                | Evidence::ActionAfter
                | Evidence::HonorificAfter
                | Evidence::AppositionAfter
                | Evidence::Quoted
        )
    })
}

/// An ordinary word is a name on its own only after a definite title or job:
/// الرئيس صالح, but not ناطق عسكري ("a military spokesman").
fn announced_definitely(context: &Context<'_>, i: usize) -> bool {
    let announced = context.announcement(i).is_some_and(|a| !a.complement && !a.classes.is_empty());
    announced && context.before(i).is_some_and(|p| context.is_definite(p) || !context.is_word(p))
}

fn is_strong_single(context: &Context<'_>, part: &Part) -> bool {
    (part.kind == PartKind::Given || part.kind == PartKind::Family && part.foreign)
        && !part.weak
        && context.text.codes_of(part.first).len() > SHORTEST_SINGLE
        && !context.classes(part.first).any(Classes::PLACE_NAME | Classes::BODY_NAME)
}

fn first_evidence(part: &Part) -> Evidence {
    match part.kind {
        PartKind::Given if part.weak => Evidence::GivenWeak,
        PartKind::Given => Evidence::Given,
        PartKind::Compound => Evidence::CompoundFirst,
        PartKind::Family => Evidence::FamilyFirst,
        PartKind::Listed => Evidence::PartFirst,
        PartKind::Nisba => Evidence::UnknownPlain,
        PartKind::Unknown if part.foreign => Evidence::UnknownForeign,
        PartKind::Unknown => Evidence::UnknownPlain,
    }
}

fn later_evidence(part: &Part) -> Evidence {
    match part.kind {
        PartKind::Unknown => Evidence::SecondUnknown,
        _ if part.weak => Evidence::SecondWeak,
        _ => Evidence::SecondKnown,
    }
}
