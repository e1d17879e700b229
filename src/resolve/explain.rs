//! Why a mention was chosen, and what it displaced.

use super::mention::{Displaced, Explanation};
use super::score::Weights;
use crate::gazetteer::FoldTier;
use crate::pattern::{Candidate, Context};
use crate::text::{Tier, fold};

/// At most this many displaced candidates are listed for one mention.
const MOST_DISPLACED: usize = 8;

/// Explains a chosen candidate. `others` are the candidates that could have
/// been mentions, chosen or not, by number.
pub(super) fn explain(
    context: &Context<'_>,
    candidates: &[Candidate],
    number: u32,
    others: &[u32],
    chosen: &[u32],
    weights: &Weights,
) -> Explanation {
    let candidate = &candidates[number as usize];
    let mut displaced: Vec<&Candidate> = others
        .iter()
        .filter(|&&other| other != number && chosen.binary_search(&other).is_err())
        .map(|&other| &candidates[other as usize])
        .filter(|other| other.begin < candidate.end && candidate.begin < other.end)
        .collect();
    displaced.sort_by(|a, b| a.begin.cmp(&b.begin).then_with(|| super::schedule::order(a, b)));
    displaced.dedup_by(|a, b| (a.begin, a.end, a.entity_type) == (b.begin, b.end, b.entity_type));
    Explanation {
        rule: candidate.rule.to_owned(),
        entry_id: entry_id(context, candidate),
        source: source(context, candidate),
        evidence: evidence(candidate, weights),
        folding: folding(context, candidate),
        displaced: displaced
            .into_iter()
            .filter(|other| {
                (other.begin, other.end, other.entity_type) != (candidate.begin, candidate.end, candidate.entity_type)
            })
            .take(MOST_DISPLACED)
            .map(|other| Displaced {
                entity_type: other.entity_type,
                begin: other.begin,
                end: other.end,
                rule: other.rule.to_owned(),
                reason: reason(candidate, other, weights),
            })
            .collect(),
    }
}

/// Entity id of the list entry behind a candidate, or empty.
pub(super) fn entry_id(context: &Context<'_>, candidate: &Candidate) -> String {
    candidate.entry.map_or_else(String::new, |entry| context.gazetteer.entity_of(entry).id.to_string())
}

/// `file:line` of the list entry behind a candidate, or empty.
pub(super) fn source(context: &Context<'_>, candidate: &Candidate) -> String {
    candidate.entry.map_or_else(String::new, |entry| context.gazetteer.source_of(entry))
}

/// Each piece of a candidate's evidence with its weight in points.
pub(super) fn evidence(candidate: &Candidate, weights: &Weights) -> Vec<(&'static str, f32)> {
    candidate.evidence.iter().map(|e| (e.name(), weights.weight(e) as f32 / 100.0)).collect()
}

fn reason(winner: &Candidate, loser: &Candidate, weights: &Weights) -> &'static str {
    let inside = winner.begin <= loser.begin && loser.end <= winner.end;
    if (winner.begin, winner.end) == (loser.begin, loser.end) {
        "another reading of the same words scores higher"
    } else if inside {
        "nested in a longer name"
    } else if weights.score(&loser.evidence) < weights.score(&winner.evidence) {
        "overlaps a name that scores higher"
    } else {
        "overlaps; the names chosen score higher together"
    }
}

fn folding(context: &Context<'_>, candidate: &Candidate) -> Vec<&'static str> {
    let written = &context.text.raw()[candidate.begin as usize..candidate.end as usize];
    let mut out = Vec::new();
    if fold(written, Tier::Character) != written {
        out.push("character");
    }
    match candidate.tier {
        FoldTier::Exact => {}
        FoldTier::Orth => out.push("orth"),
        FoldTier::Translit => out.push("translit"),
    }
    out
}
