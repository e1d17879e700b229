//! Names of the lists, with what stands around them.
//!
//! The gate of an entry says what it needs: `always` stands alone, `cue` needs
//! evidence nearby. An ordinary word never becomes a name by its list alone.

use crate::gazetteer::{AdHocLists, Classes, EntityType, FoldTier, Form, Gate, NameHit, Subtype};
use crate::text::TokenKind;

use super::candidate::{Candidate, Span};
use super::context::Context;
use super::evidence::{Evidence, EvidenceList};

/// Proposes every name that the lists know.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    for hit in &context.annotations.names {
        let entity = context.gazetteer.entity_of(hit.entry);
        let span = Span::tokens(hit.first as usize, hit.last as usize).after(hit.split);
        let mut candidate = Candidate::new(context.text, span, entity.entity_type, entity.subtype, rule(entity.entity_type));
        candidate.entry = Some(hit.entry);
        candidate.tier = hit.tier;
        candidate.evidence = evidence(context, hit, entity.entity_type);
        out.push(candidate);
    }
}

/// Proposes every name of the lists that came with the request.
pub(super) fn propose_ad_hoc(context: &Context<'_>, lists: &AdHocLists, out: &mut Vec<Candidate>) {
    for hit in lists.find(context.text, context.annotations) {
        let Some(entry) = lists.entry(hit.entry) else { continue };
        let span = Span::tokens(hit.first as usize, hit.last as usize).after(hit.split);
        let mut candidate = Candidate::new(context.text, span, entry.entity_type, Subtype::NONE, "request.list");
        candidate.ad_hoc = Some(hit.entry);
        candidate.evidence.push(Evidence::AdHoc);
        out.push(candidate);
    }
}

fn rule(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Person => "person.listed",
        EntityType::Place => "place.listed",
        EntityType::Company => "company.listed",
        _ => "organization.listed",
    }
}

fn evidence(context: &Context<'_>, hit: &NameHit, entity_type: EntityType) -> EvidenceList {
    let entry = context.gazetteer.entry(hit.entry);
    let (first, last) = (hit.first as usize, hit.last as usize);
    let mut out = EvidenceList::default();
    out.push(match entity_type {
        EntityType::Person => Evidence::BasePerson,
        EntityType::Place => Evidence::BasePlace,
        _ => Evidence::BaseBody,
    });
    out.push(match entry.gate {
        Gate::Always => Evidence::Listed,
        _ if matches!(entry.form, Form::Short | Form::Nickname) => Evidence::ListedShort,
        _ => Evidence::ListedGated,
    });
    (1..entry.words.min(4)).for_each(|_| out.push(Evidence::ExtraWord));
    if hit.tier != FoldTier::Exact {
        out.push(Evidence::Respelled);
    }
    if hit.split.skip > 0 {
        out.push(Evidence::Proclitic);
    }
    let single = last - first == 1;
    if single && is_ordinary(context, first) {
        out.push(Evidence::OrdinaryWord);
    }
    match entity_type {
        EntityType::Person => context.person_surroundings(first, last, &mut out),
        EntityType::Place => place_surroundings(context, hit, &mut out),
        _ => body_surroundings(context, first, last, &mut out),
    }
    out
}

/// Whether a single word is an ordinary word in the spelling it has here.
fn is_ordinary(context: &Context<'_>, i: usize) -> bool {
    let word = context.word(i);
    word.classes.any(Classes::COMMON) && context.token(i).is_some_and(|t| t.kind == TokenKind::Word)
}

fn place_surroundings(context: &Context<'_>, hit: &NameHit, out: &mut EvidenceList) {
    let first = hit.first as usize;
    let prefixed = context.text.codes_of(first).get(usize::from(hit.split.skip).wrapping_sub(1)).copied();
    if matches!(prefixed, Some(crate::text::code::letter::BEH | crate::text::code::letter::LAM)) {
        out.push(Evidence::LocativeBefore);
    }
    if hit.split.skip == 0
        && let Some((_, classes)) = context.ending_before(first)
    {
        if classes.any(Classes::PLACE_HEAD | Classes::PLACE_HEAD_OUT) {
            out.push(Evidence::FeatureBefore);
        } else if classes.any(Classes::LOCATIVE) {
            out.push(Evidence::LocativeBefore);
        } else if classes.any(Classes::EVENT) {
            out.push(Evidence::EventBefore);
        }
        if classes.any(Classes::GIVEN) && !classes.any(Classes::COMMON | Classes::PLACE_NAME) {
            out.push(Evidence::TouchesName);
        }
    }
}

fn body_surroundings(context: &Context<'_>, first: usize, last: usize, out: &mut EvidenceList) {
    let opening = context.before(first).filter(|&p| context.is_opening(p));
    if opening.is_some() && context.is_closing(last) {
        out.push(Evidence::Quoted);
    }
    if let Some((_, classes)) = context.ending_before(opening.unwrap_or(first)) {
        if classes.any(Classes::BODY_HEAD | Classes::MEDIA_HEAD | Classes::CLUB_HEAD) {
            out.push(Evidence::HeadBefore);
        } else if classes.any(Classes::MEDIA_VERB) {
            out.push(Evidence::MediaVerbBefore);
        } else if classes.any(Classes::SPORT) {
            out.push(Evidence::SportContext);
        } else if classes.any(Classes::SPEECH) {
            out.push(Evidence::SpeechBefore);
        }
    }
    if let Some(next) = context.after(last) {
        let classes = context.classes(next);
        if classes.any(Classes::SPORT) {
            out.push(Evidence::SportContext);
        } else if classes.any(Classes::SPEECH) {
            out.push(Evidence::SpeechAfter);
        }
    }
}
