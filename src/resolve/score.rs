//! Scores: a sum of weights, and its map to a confidence.

use crate::gazetteer::Gazetteer;
use crate::pattern::{Candidate, Evidence, EvidenceList};

/// Weights of all evidence, in hundredths, by evidence number.
#[derive(Clone, Debug)]
pub struct Weights {
    of: Vec<i32>,
    /// What a candidate gains for each token it covers when it competes with
    /// overlapping ones: longer names win.
    pub(crate) length: i32,
}

impl Weights {
    /// The weights of a gazetteer's `weights.tsv`; evidence that it does not
    /// weigh counts nothing.
    pub fn of(gazetteer: &Gazetteer) -> Self {
        Self {
            of: Evidence::ALL.iter().map(|e| gazetteer.weight(e.name()).unwrap_or(0)).collect(),
            length: gazetteer.weight("length").unwrap_or(0),
        }
    }

    /// The weight of one piece, in hundredths.
    pub fn weight(&self, evidence: Evidence) -> i32 {
        self.of.get(evidence as usize).copied().unwrap_or(0)
    }

    /// The score of a list of evidence, in hundredths. Above zero is a
    /// mention.
    pub fn score(&self, evidence: &EvidenceList) -> i32 {
        evidence.iter().map(|e| self.weight(e)).sum()
    }

    /// How much a candidate counts against overlapping ones.
    pub(crate) fn rank(&self, candidate: &Candidate, score: i32) -> i64 {
        i64::from(score) + i64::from(self.length) * i64::from(candidate.span.last - candidate.span.first)
    }
}

/// The confidence of a score: `s / (s + 1.5)` for a score of `s` points,
/// within 0 to 1, rounded to three decimals. Monotone; one point is 0.4, three
/// points are 0.667, six are 0.8.
pub fn confidence(score: i32) -> f32 {
    let points = f64::from(score.max(0)) / 100.0;
    ((points / (points + 1.5)) * 1000.0).round() as f32 / 1000.0
}
