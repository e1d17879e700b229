//! What the document says elsewhere for a candidate: its country is named, the
//! same body is mentioned beyond doubt, or it is joined by و to another mention
//! of the same kind.
//!
//! Invariant: support is taken from the first choice only, so that candidates
//! cannot lift one another in a circle.

use crate::gazetteer::EntityType;
use crate::pattern::{Candidate, Context, Evidence};
use crate::text::code::letter;

/// Adds evidence to candidates from the mentions chosen first.
pub(super) fn support(context: &Context<'_>, candidates: &mut [Candidate], chosen: &[u32]) {
    let countries = countries(context, candidates, chosen);
    let bodies = bodies(context, candidates, chosen);
    // The chosen ones stand in text order; of two that end together the later
    // one counts.
    let mut ends: Vec<(u32, EntityType)> =
        chosen.iter().map(|&number| &candidates[number as usize]).map(|c| (c.span.last, c.entity_type)).collect();
    ends.sort_by_key(|end| end.0);
    let ending_at = |token: u32| match ends[..ends.partition_point(|end| end.0 <= token)].last() {
        Some(&(last, entity_type)) if last == token => Some(entity_type),
        _ => None,
    };
    for candidate in candidates.iter_mut() {
        if context.deadline.stops() {
            return;
        }
        if candidate.entity_type == EntityType::Place
            && let Some(entry) = candidate.entry
            && let country = context.gazetteer.entity_of(entry).country
            && country != *b"  "
            && countries.binary_search(&country).is_ok()
        {
            let doubtful = candidate.evidence.iter().any(|e| {
                matches!(
                    e,
                    Evidence::ListedGated | Evidence::OrdinaryWord | Evidence::OrdinaryUsually | Evidence::PersonWord
                )
            });
            candidate.evidence.push(if doubtful { Evidence::CountryMentioned } else { Evidence::SameElsewhere });
        }
        if doubtful_body(candidate)
            && let Some(entry) = candidate.entry
            && bodies.binary_search(&context.gazetteer.entry(entry).entity).is_ok()
        {
            candidate.evidence.push(Evidence::BodyMentioned);
        }
        if joined_by_and(context, candidate) && ending_at(candidate.span.first) == Some(candidate.entity_type) {
            candidate.evidence.push(Evidence::Coordinated);
        }
    }
}

/// Countries of the listed places that stand beyond doubt, sorted.
fn countries(context: &Context<'_>, candidates: &[Candidate], chosen: &[u32]) -> Vec<[u8; 2]> {
    let countries = chosen
        .iter()
        .map(|&number| &candidates[number as usize])
        .filter(|c| c.entity_type == EntityType::Place && !c.evidence.holds(Evidence::ListedGated))
        .filter_map(|c| c.entry)
        .map(|entry| context.gazetteer.entity_of(entry).country);
    sorted(countries.collect())
}

fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
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

/// Listed companies and organizations that were chosen first, sorted.
fn bodies(context: &Context<'_>, candidates: &[Candidate], chosen: &[u32]) -> Vec<u32> {
    let sure = |c: &&Candidate| is_body(c) && (!doubtful_body(c) || c.evidence.holds(Evidence::OwnHead));
    let chosen = chosen.iter().map(|&number| &candidates[number as usize]).filter(sure);
    sorted(chosen.filter_map(|c| c.entry).map(|entry| context.gazetteer.entry(entry).entity).collect())
}

/// Whether the candidate begins after و in the same word.
fn joined_by_and(context: &Context<'_>, candidate: &Candidate) -> bool {
    let first = candidate.span.first as usize;
    context.follows(first)
        && candidate.span.split.skip > 0
        && context.text.codes_of(first).first() == Some(&letter::WAW)
}
