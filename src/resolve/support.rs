//! What the document says elsewhere for a candidate: its country is named, the
//! same body is mentioned beyond doubt, or it is joined by و to another mention
//! of the same kind.
//!
//! Invariant: support is taken from the first choice only, so that candidates
//! cannot lift one another in a circle.

use std::collections::{HashMap, HashSet};

use crate::gazetteer::EntityType;
use crate::pattern::{Candidate, Context, Evidence};
use crate::text::code::letter;

/// Adds evidence to candidates from the mentions chosen first.
pub(super) fn support(context: &Context<'_>, candidates: &mut [Candidate], chosen: &[u32]) {
    let countries = countries(context, candidates, chosen);
    let bodies = bodies(context, candidates, chosen);
    let mut ends: HashMap<u32, EntityType> = HashMap::new();
    for &number in chosen {
        let candidate = &candidates[number as usize];
        ends.insert(candidate.span.last, candidate.entity_type);
    }
    for candidate in candidates.iter_mut() {
        let doubtful = candidate.evidence.iter().any(|e| {
            matches!(
                e,
                Evidence::ListedGated | Evidence::OrdinaryWord | Evidence::OrdinaryUsually | Evidence::PersonWord
            )
        });
        if candidate.entity_type == EntityType::Place
            && let Some(entry) = candidate.entry
            && countries.contains(&context.gazetteer.entity_of(entry).country)
            && context.gazetteer.entity_of(entry).country != *b"  "
        {
            candidate.evidence.push(if doubtful { Evidence::CountryMentioned } else { Evidence::SameElsewhere });
        }
        if doubtful_body(candidate)
            && let Some(entry) = candidate.entry
            && bodies.contains(&context.gazetteer.entry(entry).entity)
        {
            candidate.evidence.push(Evidence::BodyMentioned);
        }
        if joined_by_and(context, candidate) && ends.get(&candidate.span.first) == Some(&candidate.entity_type) {
            candidate.evidence.push(Evidence::Coordinated);
        }
    }
}

/// Countries of the listed places that stand beyond doubt.
fn countries(context: &Context<'_>, candidates: &[Candidate], chosen: &[u32]) -> HashSet<[u8; 2]> {
    chosen
        .iter()
        .map(|&number| &candidates[number as usize])
        .filter(|c| c.entity_type == EntityType::Place && !c.evidence.holds(Evidence::ListedGated))
        .filter_map(|c| c.entry)
        .map(|entry| context.gazetteer.entity_of(entry).country)
        .collect()
}

/// Whether a listed body needs more than its list.
fn doubtful_body(candidate: &Candidate) -> bool {
    is_body(candidate)
        && candidate.evidence.iter().any(|e| {
            matches!(
                e,
                Evidence::ListedGated | Evidence::BodyShort | Evidence::OrdinaryWord | Evidence::OrdinaryUsually
            )
        })
}

fn is_body(candidate: &Candidate) -> bool {
    matches!(candidate.entity_type, EntityType::Company | EntityType::Organization)
}

/// Listed companies and organizations that were chosen first.
fn bodies(context: &Context<'_>, candidates: &[Candidate], chosen: &[u32]) -> HashSet<u32> {
    let sure = |c: &&Candidate| is_body(c) && (!doubtful_body(c) || c.evidence.holds(Evidence::OwnHead));
    let chosen = chosen.iter().map(|&number| &candidates[number as usize]).filter(sure);
    chosen.filter_map(|c| c.entry).map(|entry| context.gazetteer.entry(entry).entity).collect()
}

/// Whether the candidate begins after و in the same word.
fn joined_by_and(context: &Context<'_>, candidate: &Candidate) -> bool {
    let first = candidate.span.first as usize;
    context.follows(first)
        && candidate.span.split.skip > 0
        && context.text.codes_of(first).first() == Some(&letter::WAW)
}
