//! Candidates: what gazetteer and patterns propose, and nothing decides yet.

use crate::gazetteer::{EntityType, EntryId, FoldTier, Subtype};
use crate::text::{Split, Text};

use super::evidence::{Evidence, EvidenceList};
use super::figure::value::Value;

/// A stretch of tokens, with the codes that do not belong to it at either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Codes of the first token before the span: its proclitics.
    pub split: Split,
    /// Codes of the last token after the span: a suffix.
    pub trim: u8,
}

impl Span {
    /// The tokens `first..last`, whole.
    pub fn tokens(first: usize, last: usize) -> Self {
        Self { first: first as u32, last: last as u32, split: Split::WHOLE, trim: 0 }
    }

    /// The same tokens after the proclitics that `split` takes off.
    #[must_use]
    pub fn after(self, split: Split) -> Self {
        Self { split, ..self }
    }

    /// The half-open byte range in the original text.
    pub fn bytes(self, text: &Text) -> (u32, u32) {
        let last = self.last.max(self.first + 1) as usize - 1;
        let begin = text.offset_in(self.first as usize, usize::from(self.split.skip));
        let keep = text.tokens()[last].len as usize - usize::from(self.trim).min(text.tokens()[last].len as usize);
        let end = if self.trim == 0 { text.tokens()[last].end } else { text.end_in(last, keep) };
        (begin, end.max(begin))
    }
}

/// A proposed mention.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// First byte of the span in the original text.
    pub begin: u32,
    /// One past its last byte.
    pub end: u32,
    /// The tokens it covers.
    pub span: Span,
    /// What it is proposed to be.
    pub entity_type: EntityType,
    /// Its kind within the type.
    pub subtype: Subtype,
    /// The rule that proposed it, `family.rule`: `person.chain`.
    pub rule: &'static str,
    /// The list entry behind it, if any.
    pub entry: Option<EntryId>,
    /// The entry of a list in the request, if any.
    pub ad_hoc: Option<u32>,
    /// The candidate whose name this one repeats in short, if any.
    pub introduced_by: Option<u32>,
    /// How far its spelling was folded to find it.
    pub tier: FoldTier,
    /// What speaks for and against it.
    pub evidence: EvidenceList,
    /// The value of a figure.
    pub value: Option<Box<Value>>,
}

impl Candidate {
    /// A candidate over `span` without evidence yet.
    pub fn new(text: &Text, span: Span, entity_type: EntityType, subtype: Subtype, rule: &'static str) -> Self {
        let (begin, end) = span.bytes(text);
        Self {
            begin,
            end,
            span,
            entity_type,
            subtype,
            rule,
            entry: None,
            ad_hoc: None,
            introduced_by: None,
            tier: FoldTier::Exact,
            evidence: EvidenceList::default(),
            value: None,
        }
    }

    /// Adds a piece of evidence.
    #[must_use]
    pub fn with(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }
}
