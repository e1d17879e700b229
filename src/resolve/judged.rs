//! Every candidate with its evidence and what became of it: what weights can
//! be learned from.
//!
//! Invariant: a document is judged exactly as it is resolved; the chosen
//! candidates are the mentions. See `docs/quality.md` for how the dump is used.

use super::explain;
use super::score::Weights;
use super::{Settings, decide, schedule};
use crate::gazetteer::EntityType;
use crate::pattern::{Candidate, Context};

/// A candidate as it was judged. Offsets are UTF-8 bytes of the original text.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What it is proposed to be.
    pub entity_type: EntityType,
    /// Its kind within the type, or empty.
    pub subtype: String,
    /// First byte, clitics left out.
    pub begin: u32,
    /// One past the last byte.
    pub end: u32,
    /// The rule that proposed it, `family.rule`.
    pub rule: &'static str,
    /// Entity id of the list entry, or empty.
    pub entry_id: String,
    /// `file:line` of the list entry, or empty.
    pub source: String,
    /// Each piece of evidence with its weight.
    pub evidence: Vec<(&'static str, f32)>,
    /// The sum of the weights; above zero it can be a mention.
    pub score: f32,
    /// What it counts against overlapping ones: the score and its length.
    pub rank: f32,
    /// Whether it became a mention.
    pub chosen: bool,
}

/// Judges the candidates of one document, ordered by begin, then by end
/// descending, then by the total order of the schedule. Aliases are added to
/// `candidates`.
pub fn judge(context: &Context<'_>, candidates: &mut Vec<Candidate>, settings: Settings<'_>) -> Vec<Judged> {
    let mut chosen = decide(context, candidates, settings);
    chosen.sort_unstable();
    let mut order: Vec<u32> = (0..candidates.len() as u32).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&candidates[a as usize], &candidates[b as usize]);
        (a.begin, std::cmp::Reverse(a.end)).cmp(&(b.begin, std::cmp::Reverse(b.end))).then(schedule::order(a, b))
    });
    let judged = |number: u32| {
        let candidate = &candidates[number as usize];
        one(context, candidate, settings.weights, chosen.binary_search(&number).is_ok())
    };
    order.into_iter().map(judged).collect()
}

fn one(context: &Context<'_>, candidate: &Candidate, weights: &Weights, chosen: bool) -> Judged {
    let score = weights.score(&candidate.evidence);
    Judged {
        entity_type: candidate.entity_type,
        subtype: context.gazetteer.subtype_name(candidate.subtype).to_owned(),
        begin: candidate.begin,
        end: candidate.end,
        rule: candidate.rule,
        entry_id: explain::entry_id(context, candidate),
        source: explain::source(context, candidate),
        evidence: explain::evidence(candidate, weights),
        score: score as f32 / 100.0,
        rank: weights.rank(candidate, score) as f32 / 100.0,
        chosen,
    }
}
