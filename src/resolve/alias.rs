//! Aliases within the document: a full name that was introduced licenses its
//! surname and given name.
//!
//! Invariant: one pass over the tokens, one probe for each.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::gazetteer::{Classes, EntityType};
use crate::pattern::{Candidate, Context, Evidence, Span};
use crate::text::{Gap, TokenKind, WordKey, clitic};

/// The short forms a document has introduced.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    /// Key of a short form to the candidate that introduced it first.
    by_key: HashMap<WordKey, u32, RandomState>,
    /// A bit for each key: most words of a text have none of these.
    filter: u64,
}

/// Shortest alias, in codes.
const SHORTEST: usize = 3;

impl Aliases {
    /// Collects the short forms of chosen persons.
    pub(super) fn collect(context: &Context<'_>, candidates: &[Candidate], chosen: &[u32]) -> Self {
        let mut out = Self::default();
        for &number in chosen {
            let candidate = &candidates[number as usize];
            if candidate.entity_type != EntityType::Person {
                continue;
            }
            let (first, last) = (candidate.span.first as usize, candidate.span.last as usize);
            let words: Vec<usize> =
                (first..last).filter(|&i| context.token(i).is_some_and(|t| t.kind == TokenKind::Word)).collect();
            if words.len() < 2 {
                continue;
            }
            for (at, i) in [(Place::Last, words[words.len() - 1]), (Place::First, words[0])] {
                if !can_stand_for(context, i, at) {
                    continue;
                }
                let split = if i == first { candidate.span.split } else { clitic::Split::WHOLE };
                let codes = context.text.codes_of(i);
                if codes.len() >= SHORTEST + usize::from(split.skip) {
                    let key = clitic::stem_key(codes, split);
                    out.filter |= bit(key);
                    out.by_key.entry(key).or_insert(number);
                }
            }
        }
        out
    }

    /// Proposes a single word wherever it is a short form of a person the
    /// document has introduced.
    pub(super) fn propose(&self, context: &Context<'_>, candidates: &mut Vec<Candidate>) {
        if self.by_key.is_empty() {
            return;
        }
        for i in 0..context.text.tokens().len() {
            if context.deadline.stops() {
                return;
            }
            if !context.is_word(i) {
                continue;
            }
            let codes = context.text.codes_of(i);
            for &split in clitic::splits(codes).as_slice() {
                let key = if split.skip == 0 { context.text.key(i, 0) } else { clitic::stem_key(codes, split) };
                if self.filter & bit(key) == 0 {
                    continue;
                }
                let Some(&number) = self.by_key.get(&key) else { continue };
                if context.classes(i).any(Classes::PARTICLE | Classes::PRONOUN | Classes::ADVERB) {
                    break;
                }
                let full = &candidates[number as usize];
                if (full.span.first..full.span.last).contains(&(i as u32)) {
                    break;
                }
                let mut alias = Candidate::new(
                    context.text,
                    alias_span(context, i).after(split),
                    full.entity_type,
                    full.subtype,
                    "person.alias",
                );
                alias.entry = full.entry;
                alias.introduced_by = Some(number);
                alias.evidence.push(Evidence::BasePerson);
                alias.evidence.push(Evidence::Introduced);
                if alias.span.last - alias.span.first == 1 {
                    alias.evidence.push(Evidence::SingleWord);
                }
                if split.skip > 0 {
                    alias.evidence.push(Evidence::Proclitic);
                }
                if context.classes(i).any(Classes::COMMON) {
                    let piece = if describes(context, i) { Evidence::OrdinaryWord } else { Evidence::OrdinaryGated };
                    alias.evidence.push(piece);
                }
                let (first, last) = (alias.span.first as usize, alias.span.last as usize);
                context.person_surroundings(first, last, &mut alias.evidence);
                candidates.push(alias);
                break;
            }
        }
    }
}

fn bit(key: WordKey) -> u64 {
    1 << (key.0 >> 58)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    First,
    Last,
}

/// Whether a word of a full name may stand for it alone: a given name that is
/// no ordinary word, or a last word that is a family name or unknown.
fn can_stand_for(context: &Context<'_>, i: usize, place: Place) -> bool {
    let classes = context.classes(i);
    if classes
        .any(Classes::DIVINE | Classes::DEEN | Classes::NAME_SUFFIX | Classes::TITLE | Classes::JOB | Classes::PARTICLE)
    {
        return false;
    }
    let common = classes.any(Classes::COMMON);
    match place {
        Place::First => classes.any(Classes::GIVEN) && !common,
        Place::Last => !common || classes.any(Classes::FAMILY | Classes::GIVEN),
    }
}

/// Whether an adjective describes the noun before it: both have the article
/// or neither has.
fn describes(context: &Context<'_>, i: usize) -> bool {
    if !context.classes(i).any(Classes::ADJECTIVE) {
        return false;
    }
    let Some(noun) = context.before(i) else { return false };
    let classes = context.classes(noun);
    classes.any(Classes::NOUN)
        && !classes.any(Classes::ANNOUNCES_PERSON | Classes::VERB)
        && context.is_definite(noun) == context.is_definite(i)
}

/// The alias is one word, with أبو before it when it is there.
fn alias_span(context: &Context<'_>, i: usize) -> Span {
    let kunya =
        i > 0 && context.classes(i - 1).any(Classes::KUNYA) && context.token(i).is_some_and(|t| t.gap == Gap::Space);
    Span::tokens(if kunya { i - 1 } else { i }, i + 1)
}
