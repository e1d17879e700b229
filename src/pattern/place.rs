//! Places by their feature nouns: مدينة X, نهر X, مطار X.
//!
//! A feature that is part of the name (نهر, جبل, مطار) stays inside the span;
//! one that only says what the name is (مدينة, محافظة) stays outside.

use crate::gazetteer::{Classes, EntityType, Subtype};
use crate::text::Split;

use super::candidate::{Candidate, Span};
use super::context::Context;
use super::evidence::Evidence;

/// Words after a feature noun.
const LONGEST: usize = 5;

/// Proposes places.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    for i in 0..context.text.tokens().len() {
        if context.deadline.stops() {
            return;
        }
        let classes = context.classes(i);
        if !context.is_word(i) || !classes.any(Classes::PLACE_HEAD | Classes::PLACE_HEAD_OUT) || !context.follows(i + 1)
        {
            continue;
        }
        if classes.any(Classes::PLACE_HEAD) && !classes.any(Classes::PLURAL) {
            inside(context, i, out);
        }
        if classes.any(Classes::PLACE_HEAD_OUT) && !context.is_definite(i) {
            outside(context, i + 1, out);
        }
    }
}

fn inside(context: &Context<'_>, head: usize, out: &mut Vec<Candidate>) {
    // ضفاف نهر الأردن ("the banks of the river Jordan"): the inner feature is
    // the name's.
    if context.classes(head + 1).any(Classes::PLACE_HEAD | Classes::PLACE_HEAD_OUT) && !context.is_definite(head + 1) {
        return;
    }
    let mut end = head + 1;
    let mut proper = false;
    while end < head + 1 + LONGEST && context.follows(end) && context.is_word(end) {
        let word = context.word(end);
        let classes = word.classes;
        let definite = context.is_definite(end);
        // البحر الأحمر: what follows a definite feature agrees with it.
        if word.split.skip > 0
            || classes.any(Classes::TEMPORAL | Classes::RELATIVE | Classes::PRONOUN | Classes::LOCATIVE)
            || context.is_definite(head) && !definite
        {
            break;
        }
        let described = classes.any(Classes::ADJECTIVE | Classes::NATIONALITY) || classes.any(Classes::NOUN) && !proper;
        if let Some(last) = listed_end(context, end) {
            proper = true;
            end = last;
        } else if classes.any(Classes::NAME) && !classes.any(Classes::COMMON)
            || context.is_unknown(end) && (end == head + 1 || definite)
        {
            proper = true;
            end += 1;
        } else if definite && described {
            end += 1;
        } else {
            break;
        }
    }
    if end == head + 1 || context.is_definite(head) && !proper {
        return;
    }
    let span = Span::tokens(head, end).after(context.word(head).split);
    let mut candidate = Candidate::new(context.text, span, EntityType::Place, Subtype::NONE, "place.feature")
        .with(Evidence::BasePlace)
        .with(Evidence::FeatureHead);
    candidate.evidence.push(if proper { Evidence::NameInside } else { Evidence::DescriptionOnly });
    out.push(candidate);
}

fn outside(context: &Context<'_>, first: usize, out: &mut Vec<Candidate>) {
    if !context.is_unknown(first) || context.word(first).split.skip > 0 {
        return;
    }
    let mut end = first + 1;
    while end < first + 3 && context.follows(end) && context.is_unknown(end) && !context.is_definite(end) {
        end += 1;
    }
    out.push(
        Candidate::new(context.text, Span::tokens(first, end), EntityType::Place, Subtype::NONE, "place.after_feature")
            .with(Evidence::BasePlace)
            .with(Evidence::FeatureBefore),
    );
}

/// One past the longest listed name that begins with token `i`. An ordinary
/// word without the article is none: كان is a town too.
fn listed_end(context: &Context<'_>, i: usize) -> Option<usize> {
    let ordinary = context.classes(i).any(Classes::COMMON) && !context.is_definite(i);
    let names = context.annotations.names_at(i).iter();
    names.filter(|n| n.split == Split::WHOLE && (n.last - n.first > 1 || !ordinary)).map(|n| n.last as usize).max()
}
