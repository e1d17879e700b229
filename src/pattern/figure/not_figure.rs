//! What looks like a number and is none: addresses, versions, identifiers, and
//! the two that are numbers of their own kind, phone numbers and scores.

use crate::gazetteer::figure_words::Sense;
use crate::text::code::punct;
use crate::text::{Gap, TokenKind};

use super::scan::Scan;

/// Longest run of an identifier, in tokens.
const LONGEST: usize = 16;

impl Scan<'_> {
    /// Where a run of digits ends that is no figure, if `i` begins one.
    pub(super) fn no_figure(&self, i: usize) -> Option<usize> {
        if !self.is_number(i) {
            return None;
        }
        if let Err(end) = self.literal(i)
            && self.date(i).is_none()
        {
            return Some(end);
        }
        if self.glued_left(i) {
            return Some(self.run_end(i));
        }
        if self.gap(i + 1) == Gap::None && self.is_punctuation(i + 1, punct::UNDERSCORE) {
            return Some(self.run_end(i));
        }
        let glued = self.glued_right(i + 1);
        let measured = glued
            && self
                .find(i + 1, |r| matches!(r.sense, Sense::Unit(_) | Sense::Currency(_)).then_some(usize::from(r.tokens)))
                .is_some_and(|(_, n)| !self.continues_at(i + 1 + n));
        (glued && !measured).then(|| self.run_end(i))
    }

    fn continues_at(&self, i: usize) -> bool {
        self.gap(i) == Gap::None && matches!(self.kind(i), Some(TokenKind::Latin | TokenKind::Number))
    }

    /// The end of the letters and digits that touch token `i`.
    fn run_end(&self, i: usize) -> usize {
        let mut end = i + 1;
        while end < i + LONGEST && self.gap(end) == Gap::None {
            let inside = match self.kind(end) {
                Some(TokenKind::Number | TokenKind::Latin) => true,
                Some(TokenKind::Punctuation) => {
                    let joint = matches!(self.punctuation(end), Some(punct::HYPHEN | punct::UNDERSCORE | punct::FULL_STOP | punct::SLASH | punct::COLON));
                    joint && self.gap(end + 1) == Gap::None && matches!(self.kind(end + 1), Some(TokenKind::Number | TokenKind::Latin))
                }
                _ => false,
            };
            if !inside {
                break;
            }
            end += 1;
        }
        end
    }
}
