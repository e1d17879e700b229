//! What looks like a number and is none: addresses, versions, identifiers, and
//! the two that are numbers of their own kind, phone numbers and scores.

use crate::gazetteer::figure_words::{Sense, Word};
use crate::text::code::punct;
use crate::text::{Gap, Split, TokenKind};

use super::scan::{Found, Scan};
use super::value::{Number, Value};

/// Longest run of an identifier, in tokens.
const LONGEST: usize = 16;
/// Words before a score that may tell that it is one.
const SCORE_REACH: usize = 6;

impl Scan<'_> {
    /// Where a run of digits ends that is no figure, if `i` begins one.
    pub(super) fn no_figure(&self, i: usize) -> Option<usize> {
        if !self.is_number(i) {
            return None;
        }
        if let Err(end) = self.literal(i)
            && self.date(i, u16::MAX).is_none()
        {
            return Some(end);
        }
        if self.glued_left(i) {
            return Some(self.run_end(i));
        }
        if self.gap(i + 1) == Gap::None && self.is_punctuation(i + 1, punct::UNDERSCORE) {
            return Some(self.run_end(i));
        }
        let after = self.literal(i).ok().flatten().map_or(i + 1, |l| l.end);
        let glued = self.glued_right(i + 1) && after == i + 1;
        let measured = glued
            && self
                .find(i + 1, |r| {
                    matches!(r.sense, Sense::Unit(_) | Sense::Currency(_)).then_some(usize::from(r.tokens))
                })
                .is_some_and(|(_, n)| !self.continues_at(i + 1 + n));
        (glued && !measured).then(|| self.run_end(i))
    }

    /// A phone number at `i`: `+966 11 123 4567`, `0551234567`, 222-2222. Its
    /// value is its digits.
    pub(super) fn phone(&self, i: usize) -> Option<Found> {
        let digits_of =
            |at: usize| self.text.codes_of(at).iter().map(|&c| char::from(b'0' + super::scan::digit(c) as u8));
        let plus = i > 0 && self.is_punctuation(i - 1, punct::PLUS) && self.gap(i) == Gap::None;
        let mut digits: String = digits_of(i).collect();
        let zero = digits.starts_with('0');
        let (mut end, mut hyphens) = (i + 1, 0);
        while end < i + LONGEST {
            let hyphen =
                self.is_punctuation(end, punct::HYPHEN) && self.gap(end) == Gap::None && self.gap(end + 1) == Gap::None;
            let slash = hyphens > 0
                && self.is_punctuation(end, punct::SLASH)
                && self.gap(end) == Gap::None
                && self.gap(end + 1) == Gap::None;
            let next = if (hyphen || slash) && self.is_number(end + 1) {
                hyphens += 1;
                end + 1
            } else if (plus || zero)
                && self.gap(end) == Gap::Space
                && self.digit_count(end).is_some_and(|n| n >= 2 || plus)
            {
                end
            } else {
                break;
            };
            digits.extend(digits_of(next));
            end = next + 1;
        }
        let long = (7..=15).contains(&digits.len());
        let cued = self.before(i - usize::from(plus), |r| r.sense == Sense::Word(Word::Phone)).is_some();
        let shaped = plus && digits.len() >= 8
            || zero && digits.len() >= 9 && end == i + 1
            || zero && hyphens > 0
            || hyphens >= 2 && digits.len() >= 9;
        let dated = hyphens == 2 && self.date(i, u16::MAX).is_some();
        if !long || dated || !(shaped || cued) || self.continues_at(end) {
            return None;
        }
        let begin = i - usize::from(plus);
        let value = Value::Number(Number { value: digits, ..Number::default() });
        Some(Found::new(begin, end, Split::WHOLE, "phone", "figure.number.phone", value))
    }

    /// A score at `i`: «بنتيجة 2-1», «فاز 3 - 1». The value is the first number,
    /// `upper` the second; neither bounds anything.
    pub(super) fn score(&self, i: usize) -> Option<Found> {
        let first = self.integer(i).filter(|&n| n < 200 && self.digit_count(i) <= Some(3))?;
        if !self.is_dash(i + 1) && !self.is_punctuation(i + 1, punct::COLON) || self.gap(i + 1) == Gap::Line {
            return None;
        }
        let second = self.integer(i + 2).filter(|&n| n < 200 && self.gap(i + 2) == self.gap(i + 1))?;
        let end = i + 3;
        // 2-1-3 and 1-2/3 are something else.
        if self.gap(end) == Gap::None
            && self.kind(end).is_some()
            && self.is_number(end + 1)
            && self.gap(end + 1) == Gap::None
        {
            return None;
        }
        let falling = first > second
            && self.is_dash(i + 1)
            && self.gap(i + 1) == Gap::None
            && first < 20
            && self.counts_nothing(end);
        let cued = || {
            (1..=SCORE_REACH).any(|n| {
                i >= n
                    && self.same_line_from(i - n, i)
                    && self.find(i - n, |r| (r.sense == Sense::ScoreCue).then_some(())).is_some()
            })
        };
        if self.is_punctuation(i + 1, punct::COLON)
            && self.gap(i + 1) == Gap::None
            && self.digit_count(i + 2) == Some(2)
            && !cued()
        {
            return None;
        }
        if !(falling && self.is_dash(i + 1) || cued()) || !self.counts_nothing(end) {
            return None;
        }
        let value =
            Value::Number(Number { value: first.to_string(), upper: Some(second.to_string()), ..Number::default() });
        Some(Found::new(i, end, Split::WHOLE, "score", "figure.number.score", value))
    }

    fn same_line_from(&self, first: usize, last: usize) -> bool {
        (first + 1..=last).all(|i| self.same_line(i))
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
                    let joint = matches!(
                        self.punctuation(end),
                        Some(punct::HYPHEN | punct::UNDERSCORE | punct::FULL_STOP | punct::SLASH | punct::COLON)
                    );
                    joint
                        && self.gap(end + 1) == Gap::None
                        && matches!(self.kind(end + 1), Some(TokenKind::Number | TokenKind::Latin))
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
