//! Acronyms: letters in a row (بي بي سي, أ ف ب), and the short form in brackets
//! after a body's name.

use crate::gazetteer::{Classes, EntityType, Subtype};
use crate::text::code::punct;
use crate::text::{Gap, TokenKind};

use super::super::candidate::{Candidate, Span};
use super::super::context::Context;
use super::super::evidence::Evidence;
use super::announced::{closing, latin_end};

/// Letters of the longest acronym.
const LONGEST: usize = 6;
/// Tokens of the longest short form in brackets.
const LONGEST_IN_BRACKETS: usize = 3;

/// Proposes acronyms.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    let mut i = 0;
    while i < context.text.tokens().len() {
        if context.deadline.stops() {
            return;
        }
        i = letters(context, i, out).unwrap_or(i + 1);
    }
    in_brackets(context, out);
    double_names(context, out);
}

/// Letters or their names in a row, with or without full stops between.
/// Returns where to go on.
fn letters(context: &Context<'_>, first: usize, out: &mut Vec<Candidate>) -> Option<usize> {
    let mut count = 0;
    let mut sure = 0;
    let mut end = first;
    let mut at = first;
    while count < LONGEST && is_part(context, at) && (at == first || context.follows(at)) {
        count += 1;
        sure += usize::from(!context.classes(at).any(Classes::COMMON) && !context.is_letter(at));
        end = at + 1;
        at = end;
        if context.follows(at)
            && context.text.punctuation(at) == Some(punct::FULL_STOP)
            && is_part(context, at + 1)
            && context.follows(at + 1)
        {
            at += 1;
        }
    }
    let single = (first..end).all(|i| !context.is_word(i) || context.is_letter(i));
    if count < 2 || sure == 0 && !single || count == 2 && sure < 2 {
        return None;
    }
    let opening = context.before(first).filter(|&p| context.is_opening(p));
    let enclosed = opening.is_some() && context.is_closing(end);
    let head = context.ending_before(opening.unwrap_or(first)).map_or(Classes::NONE, |(_, c)| c);
    let headed = head.any(Classes::BODY_HEAD | Classes::MEDIA_HEAD) && !head.any(Classes::PLURAL);
    // Single letters are an agency's only where a source stands.
    if single && (count < 3 || !enclosed && !headed) {
        return None;
    }
    let company = head.any(Classes::COMPANY_HEAD | Classes::COMPANY_HEAD_OUT);
    let entity_type = if company { EntityType::Company } else { EntityType::Organization };
    let rule = if company { "company.letters" } else { "organization.letters" };
    let mut candidate = Candidate::new(context.text, Span::tokens(first, end), entity_type, Subtype::NONE, rule)
        .with(Evidence::BaseBody)
        .with(Evidence::Letters);
    if headed {
        candidate.evidence.push(Evidence::HeadBefore);
    } else if head.any(Classes::MEDIA_VERB) {
        candidate.evidence.push(Evidence::MediaVerbBefore);
    } else if head.any(Classes::SPEECH) {
        candidate.evidence.push(Evidence::SpeechBefore);
    }
    if enclosed {
        candidate.evidence.push(Evidence::MediaCredit);
    }
    if context.after(end).is_some_and(|i| context.classes(i).any(Classes::SPEECH)) {
        candidate.evidence.push(Evidence::SpeechAfter);
    }
    out.push(candidate);
    Some(end)
}

fn is_part(context: &Context<'_>, i: usize) -> bool {
    context.is_word(i)
        && (context.is_letter(i) || context.classes(i).any(Classes::LETTER_NAME) && context.word(i).split.skip == 0)
}

/// «منظمة X (Y)»: what stands alone in round brackets after a body is its
/// short form, when it is Latin or no ordinary word.
fn in_brackets(context: &Context<'_>, out: &mut Vec<Candidate>) {
    let opens: Vec<(usize, EntityType)> = out
        .iter()
        .filter(|c| matches!(c.entity_type, EntityType::Company | EntityType::Organization) && supports_acronym(c))
        .map(|c| (c.span.last as usize, c.entity_type))
        .filter(|&(i, _)| context.follows(i) && context.text.punctuation(i) == Some(punct::OPEN_PAREN))
        .collect();
    let mut done = usize::MAX;
    for (open, entity_type) in opens {
        if open == done {
            continue;
        }
        let Some(close) = closing(context, open).filter(|&c| c > open + 1 && c - open - 1 <= LONGEST_IN_BRACKETS)
        else {
            continue;
        };
        let inside = open + 1..close;
        let latin = latin_end(context, open + 1) == close;
        let word = close == open + 2 && context.is_word(open + 1) && is_short_form(context, open + 1);
        if !latin && !word
            || inside
                .clone()
                .any(|i| context.token(i).is_some_and(|t| t.kind == TokenKind::Punctuation || t.gap == Gap::Line))
        {
            continue;
        }
        done = open;
        let rule = if entity_type == EntityType::Company { "company.in_brackets" } else { "organization.in_brackets" };
        out.push(
            Candidate::new(context.text, Span::tokens(open + 1, close), entity_type, Subtype::NONE, rule)
                .with(Evidence::BaseBody)
                .with(Evidence::BracketedAfterBody)
                .with(if latin { Evidence::LatinLetters } else { Evidence::Quoted }),
        );
    }
}

/// «X – معهد Y»: what stands before a dash and the full name of a body, right
/// after a quotation mark or at the beginning of a line, is its other name.
fn double_names(context: &Context<'_>, out: &mut Vec<Candidate>) {
    let begins: Vec<(usize, EntityType)> = out
        .iter()
        .filter(|c| matches!(c.entity_type, EntityType::Company | EntityType::Organization) && supports_acronym(c))
        .map(|c| (c.span.first as usize, c.entity_type))
        .filter(|&(i, _)| {
            context.before(i).is_some_and(|d| matches!(context.text.punctuation(d), Some(punct::DASH | punct::HYPHEN)))
        })
        .collect();
    let mut done = usize::MAX;
    for (first, entity_type) in begins {
        let dash = first - 1;
        let word = |i: usize| context.is_unknown(i) || context.token(i).is_some_and(|t| t.kind == TokenKind::Latin);
        let Some(begin) = (dash.saturating_sub(LONGEST_IN_BRACKETS)..dash).find(|&b| (b..dash).all(word)) else {
            continue;
        };
        let edge = begin == 0 || !context.follows(begin) || context.is_opening(begin - 1);
        if !edge || done == begin {
            continue;
        }
        done = begin;
        let rule = if entity_type == EntityType::Company { "company.double_name" } else { "organization.double_name" };
        out.push(
            Candidate::new(context.text, Span::tokens(begin, dash), entity_type, Subtype::NONE, rule)
                .with(Evidence::BaseBody)
                .with(Evidence::DoubleName),
        );
    }
}

/// A body that is sure enough to carry a short form after it.
fn supports_acronym(candidate: &Candidate) -> bool {
    let evidence = &candidate.evidence;
    !evidence.holds(Evidence::HeadOutside)
        && (evidence.holds(Evidence::Listed) || evidence.holds(Evidence::Head) || evidence.holds(Evidence::FieldInside))
        && candidate.span.last - candidate.span.first > 1
}

fn is_short_form(context: &Context<'_>, i: usize) -> bool {
    let classes = context.classes(i);
    classes.any(Classes::BODY_NAME)
        || !classes.any(
            Classes::COMMON
                | Classes::NAME
                | Classes::PLACE_NAME
                | Classes::MONTH
                | Classes::FIGURE
                | Classes::NATIONALITY,
        )
}
