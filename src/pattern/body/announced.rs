//! Names after a head that stays outside of them: quoted, in Latin letters, or
//! words that are no ordinary ones (شركة مرسيدس, نادي X).

use crate::gazetteer::{Classes, EntityType, NameHit, Subtype};
use crate::text::code::{letter, punct};
use crate::text::{Gap, Split, TokenKind};

use super::super::candidate::{Candidate, Span};
use super::super::context::Context;
use super::super::evidence::Evidence;
use super::construct::{name_end, proper};
use super::head::{Gender, Head, agrees, gender};

/// Tokens of the longest quoted name.
const LONGEST_QUOTED: usize = 10;

/// Whether a proper name comes after the head, which then only announces it.
pub(super) fn names_itself(context: &Context<'_>, head: &Head) -> bool {
    let i = head.end;
    if !context.follows(i) {
        return false;
    }
    let types = |wanted: &[EntityType]| {
        let entity_type = |n: &NameHit| context.gazetteer.entity_of(n.entry).entity_type;
        context.annotations.names_at(i).iter().any(|n| n.split == Split::WHOLE && wanted.contains(&entity_type(n)))
    };
    if !context.is_word(i) || types(&[EntityType::Company, EntityType::Organization]) {
        return true;
    }
    let classes = context.classes(i);
    if classes.any(Classes::ORG_HEAD | Classes::COMPANY_HEAD) && !classes.any(Classes::HEAD_WEAK) {
        return true;
    }
    // A company or an agency of a place is called after it: شركة قطر للبترول.
    let of_place = types(&[EntityType::Place])
        && (head.entity_type() == EntityType::Company
            || !head.classes.any(Classes::MEDIA_HEAD | Classes::CLUB_HEAD) && !head.is_weak());
    !of_place && proper(context, i)
}

/// Proposes what `head` announces.
pub(super) fn propose(context: &Context<'_>, head: &Head, out: &mut Vec<Candidate>) {
    let Some(i) = context.after(after_nationality(context, head)) else { return };
    let entity_type = head.entity_type();
    let rule = if entity_type == EntityType::Company { "company.after_head" } else { "organization.after_head" };
    let mut push = |first: usize, last: usize, extra: Evidence| {
        // A nationality after a name stays outside: صحيفة X الفرنسية.
        let nisba =
            last > first + 1 && context.is_definite(last - 1) && context.classes(last - 1).any(Classes::NATIONALITY);
        let last = if nisba && extra != Evidence::Quoted { last - 1 } else { last };
        let mut candidate = Candidate::new(context.text, Span::tokens(first, last), entity_type, Subtype::NONE, rule)
            .with(Evidence::BaseBody)
            .with(Evidence::HeadBefore)
            .with(extra);
        if head.is_weak() {
            candidate.evidence.push(Evidence::HeadWeak);
        } else if extra == Evidence::Quoted && last > first + 1 {
            candidate.evidence.push(Evidence::QuotedAfterHead);
        }
        out.push(candidate);
    };
    // نظام, جهاز, سلسلة … announce products as well.
    if head.is_weak() && head.is_outside() && !head.classes.any(Classes::MEDIA_HEAD) {
        return;
    }
    if context.is_opening(i) {
        if let Some(close) = closing(context, i)
            && close > i + 1
            && is_name_like(context, i, close)
        {
            push(i + 1, close, Evidence::Quoted);
        }
        return;
    }
    let latin = latin_end(context, i);
    if latin > i {
        push(i, latin, Evidence::LatinLetters);
        return;
    }
    if !head.is_outside() || head.definite || context.is_definite(i) || head.is_medium() && head.is_weak() {
        return;
    }
    if proper(context, i) || is_no_adjective_of(context, head, i) {
        let foreign = context.is_unknown(i) && context.looks_foreign(i);
        let end = with_purpose(context, name_end(context, i));
        push(i, end, if foreign { Evidence::UnknownForeign } else { Evidence::UnknownPlain });
    }
}

/// Past a nationality between a definite head and the name: الشركة الأمريكية
/// «X».
fn after_nationality(context: &Context<'_>, head: &Head) -> usize {
    let nationality = head.definite && context.follows(head.end) && context.classes(head.end).any(Classes::NATIONALITY);
    if nationality { head.end + 1 } else { head.end }
}

/// An adjective without the article that does not agree with the company's
/// head is its name: شركة كريم ("Careem").
fn is_no_adjective_of(context: &Context<'_>, head: &Head, i: usize) -> bool {
    let classes = context.classes(i);
    let company = head.entity_type() == EntityType::Company && !head.is_weak() && context.word(i).split.skip == 0;
    let adjective = classes.any(Classes::ADJECTIVE)
        && classes.any(Classes::NAME)
        && !classes.any(Classes::VERB | Classes::PARTICLE);
    company && adjective && gender(context, i) == Gender::Masculine && !agrees(context, Gender::Masculine, head.first)
}

/// Whether what is quoted after a head can be a name: it begins with no
/// particle, pronoun or verb, and round brackets hold only Latin letters.
fn is_name_like(context: &Context<'_>, open: usize, close: usize) -> bool {
    let first = open + 1;
    if context.text.punctuation(open) == Some(punct::OPEN_PAREN) {
        return latin_end(context, first) == close;
    }
    let word = context.word(first);
    let sentence = word.classes.any(Classes::PARTICLE | Classes::PRONOUN | Classes::RELATIVE | Classes::NATIONALITY)
        || word.classes.any(Classes::VERB) && !word.classes.any(Classes::NOUN | Classes::ADJECTIVE | Classes::NAME)
        || word.classes.any(Classes::COMMON) && word.split.skip > 0;
    !sentence && context.token(first).is_some_and(|t| t.kind != TokenKind::Punctuation)
}

/// The end of a quotation that opens at `i`, on the same line.
pub(super) fn closing(context: &Context<'_>, i: usize) -> Option<usize> {
    (i + 1..i + 2 + LONGEST_QUOTED)
        .take_while(|&j| context.token(j).is_some_and(|t| t.gap != Gap::Line))
        .find(|&j| context.is_closing(j))
}

/// One past the last of the Latin words that begin at `i`.
pub(super) fn latin_end(context: &Context<'_>, i: usize) -> usize {
    let latin = |j: usize| {
        context.token(j).is_some_and(|t| t.kind == TokenKind::Latin && !t.opaque && (j == i || t.gap == Gap::Space))
    };
    (i..i + LONGEST_QUOTED).find(|&j| !latin(j)).unwrap_or(i)
}

/// A purpose after a company's name belongs to it: X للسيارات ("X Motors").
fn with_purpose(context: &Context<'_>, end: usize) -> usize {
    let codes = |i: usize| context.text.codes_of(i);
    let field = context.follows(end)
        && context.is_word(end)
        && context.classes(end).any(Classes::FIELD)
        && codes(end).starts_with(&[letter::LAM, letter::LAM]);
    if field { end + 1 } else { end }
}
