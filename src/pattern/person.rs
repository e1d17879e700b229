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

/// Proposes persons.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < context.text.tokens().len() {
        let Some(chain) = chain_at(context, at) else {
            at += 1;
            continue;
        };
        let first = chain.parts().next().copied();
        propose_chain(context, &chain, out);
        // Where the first part is doubtful the name may begin with the second.
        let doubtful = first.is_some_and(|p| p.weak || p.kind == PartKind::Unknown);
        at = if doubtful && chain.len() > 1 { first.map_or(at + 1, |p| p.last) } else { chain.end().max(at + 1) };
    }
}

fn propose_chain(context: &Context<'_>, chain: &Chain, out: &mut Vec<Candidate>) {
    propose_one(context, chain, out);
    // A last part that may be an ordinary word can be left out.
    if chain.len() > 1 && chain.parts().next_back().is_some_and(|p| p.weak || !p.known()) {
        let shorter = chain.clone().shortened();
        propose_one(context, &shorter, out);
    }
}

fn propose_one(context: &Context<'_>, chain: &Chain, out: &mut Vec<Candidate>) {
    let Some(first) = chain.parts().next() else { return };
    let mut evidence = EvidenceList::default();
    evidence.push(Evidence::BasePerson);
    evidence.push(first_evidence(first));
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
    let lone = chain.len() == 1 && first.last - first.first == 1;
    if lone && !has_support(&evidence) && !is_strong_single(context, first) {
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

fn is_strong_single(context: &Context<'_>, part: &Part) -> bool {
    part.kind == PartKind::Given && !part.weak && !context.classes(part.first).any(Classes::PLACE_NAME | Classes::BODY_NAME)
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
