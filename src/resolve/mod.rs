//! Decides, once, which candidates become mentions.
//!
//! Score each candidate by its evidence ([`score`]), choose the best set that
//! does not overlap ([`schedule`]), let the document support doubtful ones
//! ([`support`]) and full names introduce their short forms ([`alias`]), choose
//! again, group mentions into entities ([`link`]).
//!
//! Invariant: the same candidates give the same answer, whatever their order.

mod alias;
mod explain;
mod identity;
mod judged;
mod link;
pub mod mention;
mod schedule;
pub mod score;
mod support;

use crate::gazetteer::{AdHocLists, EntityType};
use crate::pattern::{Candidate, Context};
use schedule::Scored;
use score::Weights;

pub use judged::{Judged, judge};
pub use mention::{Displaced, Entity, Explanation, Extraction, Mention, Warning};

/// How to resolve.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// What each piece of evidence weighs.
    pub weights: &'a Weights,
    /// Return nested and overlapping mentions too.
    pub all_overlaps: bool,
    /// Explain each mention.
    pub explain: bool,
    /// Lists that came with the request.
    pub ad_hoc: Option<&'a AdHocLists>,
}

/// Buffers that are kept between documents.
#[derive(Debug, Default)]
pub struct Buffers {
    known: identity::Known,
}

/// Resolves the candidates of one document. Aliases are added to
/// `candidates`.
pub fn resolve(
    context: &Context<'_>,
    candidates: &mut Vec<Candidate>,
    settings: Settings<'_>,
    buffers: &mut Buffers,
) -> Extraction {
    let weights = settings.weights;
    let chosen = decide(context, candidates, settings);
    let (mut mentions, entities) =
        link::link(context, candidates, &chosen, settings.ad_hoc, weights, &mut buffers.known);
    if settings.explain {
        let possible = positive(candidates, weights).into_iter().map(|s| s.number);
        let losers = explain::Losers::new(candidates, possible, &chosen);
        for (mention, &number) in mentions.iter_mut().zip(&chosen) {
            if context.deadline.is_over() {
                break;
            }
            mention.explanation = Some(explain::explain(context, candidates, number, &losers, weights));
        }
    }
    Extraction { mentions, entities, warnings: Vec::new() }
}

/// Numbers of the candidates that become mentions, in text order. Support and
/// aliases are added to `candidates`.
fn decide(context: &Context<'_>, candidates: &mut Vec<Candidate>, settings: Settings<'_>) -> Vec<u32> {
    let weights = settings.weights;
    let first = choose(candidates, weights);
    support::support(context, candidates, &first);
    let aliases = alias::Aliases::collect(context, candidates, &first);
    aliases.propose(context, candidates);
    if settings.all_overlaps { all_readings(candidates, weights) } else { choose(candidates, weights) }
}

/// Candidates that could be mentions: those that score above zero.
fn positive(candidates: &[Candidate], weights: &Weights) -> Vec<Scored> {
    let scored = candidates.iter().enumerate().filter_map(|(number, candidate)| {
        let score = weights.score(&candidate.evidence);
        (score > 0 && candidate.end > candidate.begin).then(|| Scored {
            number: number as u32,
            begin: candidate.begin,
            end: candidate.end,
            rank: weights.rank(candidate, score),
        })
    });
    scored.collect()
}

/// Numbers of the best candidates that do not overlap, in text order.
fn choose(candidates: &[Candidate], weights: &Weights) -> Vec<u32> {
    let mut scored = positive(candidates, weights);
    drop_nested(candidates, &mut scored);
    let by = |s: &Scored| &candidates[s.number as usize];
    scored.sort_by(|a, b| a.end.cmp(&b.end).then_with(|| schedule::order(by(a), by(b))));
    schedule::choose(&scored)
}

/// Every reading, the best one for each span and type, in text order.
fn all_readings(candidates: &[Candidate], weights: &Weights) -> Vec<u32> {
    let mut scored = positive(candidates, weights);
    let by = |s: &Scored| &candidates[s.number as usize];
    scored.sort_by(|a, b| {
        let key = |s: &Scored| (s.begin, std::cmp::Reverse(s.end), by(s).entity_type, std::cmp::Reverse(s.rank));
        key(a).cmp(&key(b)).then_with(|| schedule::order(by(a), by(b)))
    });
    scored.dedup_by(|a, b| (a.begin, a.end, by(a).entity_type) == (b.begin, b.end, by(b).entity_type));
    scored.iter().map(|s| s.number).collect()
}

/// Nested names of one type: the longest wins.
fn drop_nested(candidates: &[Candidate], scored: &mut Vec<Scored>) {
    let entity_type = |s: &Scored| candidates[s.number as usize].entity_type as usize;
    scored.sort_by_key(|s| (s.begin, std::cmp::Reverse(s.end)));
    let mut reach = [(0u32, 0u32); EntityType::ALL.len()];
    scored.retain(|s| {
        let (begin, end) = reach[entity_type(s)];
        let inside = s.end <= end && (s.begin, s.end) != (begin, end);
        if s.end > end {
            reach[entity_type(s)] = (s.begin, s.end);
        }
        !inside
    });
}
