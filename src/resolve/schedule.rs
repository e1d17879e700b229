//! The best set of candidates that do not overlap: weighted interval
//! scheduling.
//!
//! Ties are broken by a total order: longer, then earlier, then type order,
//! then entry id, then rule name. Linear in the candidates after sorting.

use crate::pattern::Candidate;

/// A scored candidate, by its number in the list of all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scored {
    pub(super) number: u32,
    pub(super) begin: u32,
    pub(super) end: u32,
    /// Counts in the choice; above zero.
    pub(super) rank: i64,
}

/// Orders candidates of equal rank.
pub(super) fn order(a: &Candidate, b: &Candidate) -> std::cmp::Ordering {
    let length = |c: &Candidate| c.end - c.begin;
    length(b)
        .cmp(&length(a))
        .then(a.begin.cmp(&b.begin))
        .then(a.entity_type.cmp(&b.entity_type))
        .then(a.entry.is_none().cmp(&b.entry.is_none()))
        .then(a.entry.cmp(&b.entry))
        .then(a.rule.cmp(b.rule))
}

/// Numbers of the chosen candidates, in text order. `scored` must be ordered
/// by end and then by preference.
pub(super) fn choose(scored: &[Scored]) -> Vec<u32> {
    // best[i] is the best sum using the first i candidates.
    let mut best = vec![0i64; scored.len() + 1];
    let mut before = vec![0usize; scored.len()];
    for (i, candidate) in scored.iter().enumerate() {
        before[i] = scored[..i].partition_point(|other| other.end <= candidate.begin);
        best[i + 1] = best[i].max(best[before[i]] + candidate.rank);
    }
    let mut chosen = Vec::new();
    let mut i = scored.len();
    while i > 0 {
        if best[i] == best[i - 1] {
            i -= 1;
        } else {
            chosen.push(scored[i - 1].number);
            i = before[i - 1];
        }
    }
    chosen.reverse();
    chosen
}
