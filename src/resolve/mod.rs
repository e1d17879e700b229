//! Decides, once, which candidates become mentions.
//!
//! Score each candidate by its evidence ([`score`]), choose the best set that
//! does not overlap ([`schedule`]), let full names introduce their short forms
//! and choose again ([`alias`]), group mentions into entities ([`link`]).
//!
//! Invariant: the same candidates give the same answer, whatever their order.

mod alias;
mod link;
pub mod mention;
mod schedule;
pub mod score;

use std::collections::HashMap;

use crate::pattern::{Candidate, Context};
use schedule::Scored;
use score::Weights;

pub use mention::{Displaced, Entity, Explanation, Extraction, Mention, Warning};

/// Resolves the candidates of one document.
pub fn resolve(context: &Context<'_>, candidates: &mut Vec<Candidate>, weights: &Weights) -> Extraction {
    let first = choose(candidates, weights);
    let aliases = alias::Aliases::collect(context, candidates, &first);
    aliases.propose(context, candidates);
    let chosen = choose(candidates, weights);
    let (mentions, entities) = link::link(context, candidates, &chosen, &HashMap::new(), weights);
    Extraction { mentions, entities, warnings: Vec::new() }
}

/// Numbers of the best candidates that do not overlap, in text order.
fn choose(candidates: &[Candidate], weights: &Weights) -> Vec<u32> {
    let mut scored: Vec<Scored> = candidates
        .iter()
        .enumerate()
        .filter_map(|(number, candidate)| {
            let score = weights.score(&candidate.evidence);
            (score > 0 && candidate.end > candidate.begin).then(|| Scored {
                number: number as u32,
                begin: candidate.begin,
                end: candidate.end,
                rank: weights.rank(candidate, score),
            })
        })
        .collect();
    drop_nested(candidates, &mut scored);
    let by = |s: &Scored| &candidates[s.number as usize];
    scored.sort_by(|a, b| a.end.cmp(&b.end).then_with(|| schedule::order(by(a), by(b))));
    schedule::choose(&scored)
}

/// Nested names of one type: the longest wins.
fn drop_nested(candidates: &[Candidate], scored: &mut Vec<Scored>) {
    let entity_type = |s: &Scored| candidates[s.number as usize].entity_type as usize;
    scored.sort_by_key(|s| (s.begin, std::cmp::Reverse(s.end)));
    let mut reach = [(0u32, 0u32); 5];
    scored.retain(|s| {
        let (begin, end) = reach[entity_type(s)];
        let inside = s.end <= end && (s.begin, s.end) != (begin, end);
        if s.end > end {
            reach[entity_type(s)] = (s.begin, s.end);
        }
        !inside
    });
}
