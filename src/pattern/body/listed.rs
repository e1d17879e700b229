//! What speaks for and against a body that a list knows, and how much of the
//! listed form is its name.
//!
//! Lists hold fuller forms so that they are found (صحيفة X, X الإسباني). Where
//! the same thing is listed without the head or the nationality, the fuller
//! form only supports the shorter one.

use crate::gazetteer::{Classes, EntityType, Form, NameHit};
use crate::text::Split;
use crate::text::code::letter;

use super::super::context::Context;
use super::super::evidence::{Evidence, EvidenceList};

/// How far before a name a verb of sport is looked for, in tokens.
const SPORT_REACH: usize = 4;

/// Adds the evidence around the hit.
pub(in super::super) fn surroundings(context: &Context<'_>, hit: &NameHit, out: &mut EvidenceList) {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let opening = context.before(first).filter(|&p| context.is_opening(p));
    let quoted = opening.is_some() && context.is_closing(last);
    if quoted {
        out.push(Evidence::Quoted);
    }
    before(context, opening.unwrap_or(first), first, out);
    if let Some(next) = context.after(last) {
        let classes = context.classes(next);
        if classes.any(Classes::SPORT) {
            out.push(Evidence::SportContext);
        } else if classes.any(Classes::SPEECH) {
            out.push(Evidence::SpeechAfter);
        }
    }
    if is_medium(context, hit) {
        if is_quoted_source(context, first, last) {
            out.push(Evidence::MediaSource);
        }
        if quoted && is_credit(context, first, last) {
            out.push(Evidence::MediaCredit);
        }
    }
    if is_club(context, hit) && context.is_sporting(first) {
        out.push(Evidence::SportTopic);
    }
    if is_fuller_form(context, hit) {
        out.push(Evidence::HeadOutside);
    } else if fuller_form_after(context, hit) {
        out.push(Evidence::FullerForm);
    }
    if only_nationality(context, hit) {
        out.push(Evidence::HeadLoose);
    }
}

fn before(context: &Context<'_>, edge: usize, first: usize, out: &mut EvidenceList) {
    let Some((_, classes)) = context.ending_before(edge) else { return };
    if classes.any(Classes::BODY_HEAD | Classes::MEDIA_HEAD | Classes::CLUB_HEAD) {
        out.push(Evidence::HeadBefore);
    } else if classes.any(Classes::MEDIA_VERB) {
        out.push(Evidence::MediaVerbBefore);
    } else if classes.any(Classes::SPORT) || sport_verb_before(context, first) {
        out.push(Evidence::SportContext);
    } else if classes.any(Classes::SPEECH) {
        out.push(Evidence::SpeechBefore);
    }
}

/// A verb of sport shortly before: فاز X على Y ("X beat Y").
fn sport_verb_before(context: &Context<'_>, first: usize) -> bool {
    (first.saturating_sub(SPORT_REACH)..first)
        .any(|i| context.classes(i).any(Classes::SPORT) && (i + 1..=first).all(|j| context.follows(j)))
}

fn subtype<'a>(context: &'a Context<'_>, hit: &NameHit) -> &'a str {
    context.gazetteer.subtype_name(context.gazetteer.entity_of(hit.entry).subtype)
}

fn is_medium(context: &Context<'_>, hit: &NameHit) -> bool {
    subtype(context, hit) == "media"
}

fn is_club(context: &Context<'_>, hit: &NameHit) -> bool {
    matches!(subtype(context, hit), "club" | "national_team")
}

/// نقلت X عن … ("X quoted …"): X is a medium.
fn is_quoted_source(context: &Context<'_>, first: usize, last: usize) -> bool {
    let verb = context.ending_before(first).is_some_and(|(_, c)| c.any(Classes::MEDIA_VERB));
    let from = context.after(last).is_some_and(|i| context.is_word(i) && context.text.codes_of(i) == [letter::AIN, letter::NOON]);
    verb && from
}

/// One or two words alone in round brackets: the source of a report or a
/// picture, (رويترز).
fn is_credit(context: &Context<'_>, first: usize, last: usize) -> bool {
    use crate::text::code::punct::{CLOSE_PAREN, OPEN_PAREN};
    last - first <= 2
        && context.text.punctuation(first - 1) == Some(OPEN_PAREN)
        && context.text.punctuation(last) == Some(CLOSE_PAREN)
}

/// Whether the same entity is listed over the tokens `first..last`.
fn same_entity(context: &Context<'_>, hit: &NameHit, first: usize, last: usize, split: Split) -> bool {
    let id = &context.gazetteer.entity_of(hit.entry).id;
    context
        .annotations
        .names_at(first)
        .iter()
        .any(|n| n.last as usize == last && n.split == split && context.gazetteer.entity_of(n.entry).id == *id)
}

/// A form with a head that stays outside (صحيفة X) or with a nationality after
/// a name (X الإسباني), where the name alone is listed too.
fn is_fuller_form(context: &Context<'_>, hit: &NameHit) -> bool {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let form = context.gazetteer.entry(hit.entry).form;
    if last - first < 2 || matches!(form, Form::Official | Form::Acronym) {
        return false;
    }
    let classes = context.classes(first);
    let inside = classes.any(Classes::ORG_HEAD | Classes::COMPANY_HEAD);
    let headed = !inside && same_entity(context, hit, first + 1, last, Split::WHOLE);
    let nationality = context.classes(last - 1).any(Classes::NATIONALITY) && context.is_definite(last - 1);
    headed && (form != Form::Canonical || classes.any(Classes::BODY_HEAD))
        || nationality && form != Form::Canonical && same_entity(context, hit, first, last - 1, hit.split)
}

/// Whether a nationality after the name makes it a fuller form of the same
/// entity.
fn fuller_form_after(context: &Context<'_>, hit: &NameHit) -> bool {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let nationality = context.after(last).is_some_and(|i| context.classes(i).any(Classes::NATIONALITY) && context.is_definite(i));
    nationality && same_entity(context, hit, first, last + 1, hit.split)
}

/// القوات X, الشرطة X, الإدارة X with nothing but a nationality: whoever acts
/// for a country. Armies have names of their own.
fn only_nationality(context: &Context<'_>, hit: &NameHit) -> bool {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let organization = context.gazetteer.entity_of(hit.entry).entity_type == EntityType::Organization;
    organization
        && last - first == 2
        && context.is_definite(first)
        && context.classes(first).any(Classes::HEAD_WEAK)
        && context.classes(first + 1).any(Classes::NATIONALITY)
}

/// The tokens of a club's name that are its name: a nationality after it stays
/// outside, unless it is what the club is called.
pub(in super::super) fn name_last(context: &Context<'_>, hit: &NameHit) -> u32 {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let trims = is_club(context, hit)
        && last - first >= 2
        && context.gazetteer.entry(hit.entry).form == Form::Variant
        && context.classes(last - 1).any(Classes::NATIONALITY)
        && context.is_definite(last - 1)
        && !context.classes(first).any(Classes::BODY_HEAD)
        && !is_fuller_form(context, hit);
    if trims { hit.last - 1 } else { hit.last }
}
