//! Companies and organizations by their head nouns: وزارة, حزب, شركة …
//!
//! A head that is part of the name opens a construct chain: definite words,
//! relative adjectives, proper names, و and لل- with definite words. The chain
//! ends before a verb, a preposition, a relative, a temporal adjective or
//! punctuation. A head that stays outside announces the name after it.

use crate::gazetteer::{Classes, EntityType, Subtype};
use crate::text::code::letter;
use crate::text::{Gap, Split, TokenKind};

use super::candidate::{Candidate, Span};
use super::context::Context;
use super::evidence::{Evidence, EvidenceList};

/// Words of the longest construct chain.
const LONGEST: usize = 9;
/// Tokens of the longest quoted name.
const LONGEST_QUOTED: usize = 8;

/// Proposes companies and organizations.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    for i in 0..context.text.tokens().len() {
        if !context.is_word(i) {
            continue;
        }
        let mut classes = context.classes(i);
        let mut end = i + 1;
        if let Some(phrase) = context.annotations.phrase_beginning(i)
            && phrase.classes.any(Classes::BODY_HEAD)
        {
            classes = phrase.classes;
            end = phrase.last as usize;
        }
        if !classes.any(Classes::BODY_HEAD) {
            continue;
        }
        let entity_type = if classes.any(Classes::COMPANY_HEAD | Classes::COMPANY_HEAD_OUT) && !classes.any(Classes::ORG_HEAD) {
            EntityType::Company
        } else {
            EntityType::Organization
        };
        let outside = !classes.any(Classes::ORG_HEAD | Classes::COMPANY_HEAD);
        let medium = outside && classes.any(Classes::MEDIA_HEAD) && !context.is_definite(i);
        if medium {
            after_medium(context, end, out);
        }
        if !classes.any(Classes::PLURAL) && !medium && !(outside && names_itself(context, end)) {
            construct(context, i, end, entity_type, classes, out);
        }
        after_head(context, end, entity_type, classes, out);
    }
}

/// A medium's name may be an ordinary noun: صحيفة تشرين, قناة الجزيرة.
fn after_medium(context: &Context<'_>, i: usize, out: &mut Vec<Candidate>) {
    if !context.is_word(i) || !context.follows(i) || context.word(i).split.skip > 0 {
        return;
    }
    let classes = context.classes(i);
    let noun = classes.any(Classes::NOUN | Classes::MONTH | Classes::FIGURE) && !classes.any(Classes::VERB | Classes::PARTICLE);
    let name = context.is_definite(i) && !classes.any(Classes::NATIONALITY | Classes::TEMPORAL | Classes::RELATIVE);
    if !(noun && !classes.any(Classes::ADJECTIVE) || name) {
        return;
    }
    // A second definite word after an indefinite noun belongs to it: صحيفة
    // أخبار الخليج.
    let next = i + 1;
    let second = context.follows(next) && context.is_definite(next) && !context.classes(next).any(Classes::NATIONALITY | Classes::TEMPORAL | Classes::RELATIVE);
    let end = if second && !name && context.word(next).split.skip == 0 { next + 1 } else { next };
    out.push(
        Candidate::new(context.text, Span::tokens(i, end), EntityType::Organization, Subtype::NONE, "organization.medium")
            .with(Evidence::BaseBody)
            .with(Evidence::HeadBefore)
            .with(Evidence::MediaHeadBefore),
    );
}

/// Whether a proper name begins with token `i`: a head that stays outside is
/// then only an announcement.
fn names_itself(context: &Context<'_>, i: usize) -> bool {
    let classes = context.classes(i);
    context.annotations.names_at(i).iter().any(|n| n.split == Split::WHOLE)
        || context.is_unknown(i)
        || classes.any(Classes::NAME) && !classes.any(Classes::COMMON)
}

/// What a word adds to a construct chain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// A definite noun or adjective.
    Definite,
    /// A relative adjective of a country.
    Nationality,
    /// A proper name.
    Name,
    /// An indefinite noun that needs a definite word after it.
    Open,
}

#[derive(Default)]
struct Content {
    definite: usize,
    nationality: bool,
    name: bool,
}

fn construct(context: &Context<'_>, head: usize, from: usize, entity_type: EntityType, classes: Classes, out: &mut Vec<Candidate>) {
    let definite_head = context.is_definite(head);
    let mut content = Content::default();
    let mut end = from;
    let mut at = from;
    while at < from + LONGEST && context.follows(at) {
        let Some(link) = link(context, at, definite_head, &content, at == from) else { break };
        at = match link {
            Link::Name => name_end(context, at),
            _ => at + 1,
        };
        match link {
            Link::Definite => content.definite += 1,
            Link::Nationality => content.nationality = true,
            Link::Name => content.name = true,
            Link::Open => continue,
        }
        end = at;
        // A proper name or a nationality after the head closes most names.
        if content.name && !definite_head || content.nationality && link == Link::Nationality && content.definite > 0 {
            break;
        }
    }
    if end == from {
        return;
    }
    let rule = if entity_type == EntityType::Company { "company.construct" } else { "organization.construct" };
    let split = context.word(head).split;
    let span = Span::tokens(head, end).after(split);
    let mut candidate = Candidate::new(context.text, span, entity_type, Subtype::NONE, rule).with(Evidence::BaseBody);
    let strong = classes.any(Classes::ORG_HEAD | Classes::COMPANY_HEAD);
    candidate.evidence.push(if strong { Evidence::Head } else { Evidence::HeadWeak });
    if content.definite > 0 {
        candidate.evidence.push(Evidence::Description);
    }
    (1..content.definite.min(3)).for_each(|_| candidate.evidence.push(Evidence::ExtraWord));
    if content.nationality {
        candidate.evidence.push(Evidence::NationalityInside);
    }
    if content.name {
        candidate.evidence.push(Evidence::NameInside);
    }
    out.push(candidate);
}

fn link(context: &Context<'_>, i: usize, definite_head: bool, content: &Content, next_to_head: bool) -> Option<Link> {
    if !context.is_word(i) {
        return None;
    }
    let word = context.word(i);
    let classes = word.classes;
    if classes.any(Classes::TEMPORAL | Classes::RELATIVE | Classes::PRONOUN) {
        return None;
    }
    let definite = context.is_definite(i);
    if word.split.skip > 0 {
        let codes = context.text.codes_of(i);
        let first = codes.first().copied();
        let and = first == Some(letter::WAW) && word.split.skip == 1;
        let to = first == Some(letter::LAM) && codes.get(1) == Some(&letter::LAM);
        let begun = content.definite > 0 || content.nationality;
        let noun = classes.any(Classes::NOUN | Classes::ADJECTIVE) && !classes.any(Classes::ANNOUNCES_PERSON | Classes::BODY_HEAD);
        return match (and, to) {
            (true, _) if definite && noun && content.definite > 0 && !content.nationality => Some(Link::Definite),
            (_, true) if begun || next_to_head && definite_head => Some(Link::Definite),
            _ => None,
        };
    }
    if definite {
        if classes.any(Classes::DIVINE) {
            return Some(Link::Name);
        }
        if classes.any(Classes::NATIONALITY) {
            return Some(Link::Nationality);
        }
        let verb_only = classes.any(Classes::VERB) && !classes.any(Classes::NOUN | Classes::ADJECTIVE);
        return (!verb_only).then_some(if classes.any(Classes::COMMON) { Link::Definite } else { Link::Name });
    }
    if definite_head {
        return None;
    }
    let proper = context.annotations.names_at(i).iter().any(|n| n.split == Split::WHOLE);
    if next_to_head && (proper && !classes.any(Classes::COMMON) || classes.any(Classes::NAME) && !classes.any(Classes::COMMON)) {
        return Some(Link::Name);
    }
    if next_to_head && context.is_unknown(i) {
        return Some(Link::Name);
    }
    let open = classes.any(Classes::NOUN) && !classes.any(Classes::VERB | Classes::PARTICLE) && content.definite == 0;
    open.then_some(Link::Open)
}

/// The end of the proper name that begins with token `i`.
fn name_end(context: &Context<'_>, i: usize) -> usize {
    let listed = context.annotations.names_at(i).iter().map(|n| n.last as usize).max();
    let chain = super::chain::chain_at(context, i).map(|c| c.end());
    listed.into_iter().chain(chain).max().unwrap_or(i + 1)
}

/// The name that a head noun outside of it announces: quoted, in Latin
/// letters, or an unknown word.
fn after_head(context: &Context<'_>, i: usize, entity_type: EntityType, classes: Classes, out: &mut Vec<Candidate>) {
    let rule = if entity_type == EntityType::Company { "company.after_head" } else { "organization.after_head" };
    if !context.follows(i) {
        return;
    }
    let mut push = |first: usize, last: usize, extra: &[Evidence]| {
        let mut evidence = EvidenceList::default();
        evidence.push(Evidence::BaseBody);
        evidence.push(Evidence::HeadBefore);
        extra.iter().for_each(|e| evidence.push(*e));
        let span = Span::tokens(first, last);
        let mut candidate = Candidate::new(context.text, span, entity_type, Subtype::NONE, rule);
        candidate.evidence = evidence;
        out.push(candidate);
    };
    if context.is_opening(i) {
        if let Some(close) = (i + 2..i + 2 + LONGEST_QUOTED).find(|&j| context.is_closing(j))
            && (i + 1..=close).all(|j| context.token(j).is_some_and(|t| t.gap != Gap::Line))
        {
            push(i + 1, close, &[Evidence::Quoted]);
        }
        return;
    }
    let latin = (i..i + LONGEST_QUOTED)
        .take_while(|&j| context.token(j).is_some_and(|t| t.kind == TokenKind::Latin && (j == i || t.gap == Gap::Space)))
        .count();
    if latin > 0 {
        push(i, i + latin, &[Evidence::LatinLetters]);
        return;
    }
    let outside = classes.any(Classes::ORG_HEAD_OUT | Classes::COMPANY_HEAD_OUT);
    if outside && context.is_unknown(i) && !context.is_definite(i) {
        let mut end = i + 1;
        while end < i + 3 && context.follows(end) && context.is_unknown(end) && !context.is_definite(end) {
            end += 1;
        }
        let foreign = context.looks_foreign(i);
        push(i, end, &[if foreign { Evidence::UnknownForeign } else { Evidence::UnknownPlain }]);
    }
}
