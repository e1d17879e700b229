//! Why a mention was chosen, and what it displaced.

use super::mention::{Displaced, Explanation};
use super::score::Weights;
use crate::gazetteer::FoldTier;
use crate::pattern::{Candidate, Context};
use crate::text::{Tier, fold};

/// At most this many displaced candidates are listed for one mention.
const MOST_DISPLACED: usize = 8;

/// Candidates that could have been mentions but were not chosen, so ordered
/// that those which overlap a span are found without looking at all.
pub(super) struct Losers {
    /// Begin and number, ascending.
    by_begin: Vec<(u32, u32)>,
    /// For each of them, the furthest end up to there.
    reach: Vec<u32>,
}

impl Losers {
    /// Of the possible candidates, by number, those that are not `chosen`.
    pub(super) fn new(candidates: &[Candidate], possible: impl Iterator<Item = u32>, chosen: &[u32]) -> Self {
        let mut kept = chosen.to_vec();
        kept.sort_unstable();
        let mut by_begin: Vec<(u32, u32)> = possible
            .filter(|number| kept.binary_search(number).is_err())
            .map(|number| (candidates[number as usize].begin, number))
            .collect();
        by_begin.sort_unstable();
        let ends = by_begin.iter().map(|&(_, number)| candidates[number as usize].end);
        let reach = ends.scan(0, |furthest, end| {
            *furthest = end.max(*furthest);
            Some(*furthest)
        });
        Self { reach: reach.collect(), by_begin }
    }

    /// Those that overlap `winner`, by number.
    fn overlapping<'c>(&self, candidates: &'c [Candidate], winner: &Candidate) -> Vec<&'c Candidate> {
        let before = self.by_begin.partition_point(|&(begin, _)| begin < winner.end);
        let reaching = self.by_begin[..before].iter().zip(&self.reach).rev().take_while(|r| *r.1 > winner.begin);
        let mut numbers: Vec<u32> = reaching.map(|r| r.0.1).collect();
        numbers.sort_unstable();
        let overlapping = numbers.into_iter().map(|number| &candidates[number as usize]);
        overlapping.filter(|loser| winner.begin < loser.end).collect()
    }
}

/// Explains a chosen candidate.
pub(super) fn explain(
    context: &Context<'_>,
    candidates: &[Candidate],
    number: u32,
    losers: &Losers,
    weights: &Weights,
) -> Explanation {
    let candidate = &candidates[number as usize];
    let mut displaced = losers.overlapping(candidates, candidate);
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
