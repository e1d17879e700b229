//! Named evidence: what speaks for and against a candidate. What each piece
//! weighs stands in `seeds/weights.tsv`.

/// One piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Evidence {
    /// A figure with a complete grammar and a value.
    Figure,
    /// A figure that is only a bare small number word (واحد) or the like.
    WeakFigure,
}

/// A candidate's evidence, in the order it was found. Holds at most twelve
/// pieces; more are dropped.
#[derive(Clone, Copy, Debug, Default)]
pub struct EvidenceList {
    items: [Option<Evidence>; 12],
    len: u8,
}

impl EvidenceList {
    /// Adds a piece.
    pub fn push(&mut self, evidence: Evidence) {
        if let Some(slot) = self.items.get_mut(usize::from(self.len)) {
            *slot = Some(evidence);
            self.len += 1;
        }
    }

    /// The pieces in order.
    pub fn iter(&self) -> impl Iterator<Item = Evidence> + '_ {
        self.items[..usize::from(self.len)].iter().flatten().copied()
    }
}
