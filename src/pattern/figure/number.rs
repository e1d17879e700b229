//! Numbers with their fractions, signs, bounds and ranges: the amount that
//! every other kind of figure is built on.

use crate::gazetteer::figure_words::{Reading, Sense, Word, prefix};
use crate::text::code::letter;
use crate::text::{Gap, Split};

use super::cardinal::Cardinal;
use super::rational::Rational;
use super::scan::{Found, Scan};
use super::value::{Bound, Fraction, Number, Value};

/// A number, as other figures use it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub(super) value: Rational,
    pub(super) upper: Option<Rational>,
    pub(super) bound: Bound,
    pub(super) fraction: Option<(u64, u64)>,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) split: Split,
    pub(super) trim: u8,
    pub(super) weak: bool,
    /// Digits of a number that is nothing but digits, else zero.
    pub(super) plain: u8,
    pub(super) article: bool,
    pub(super) scale: u32,
    pub(super) digits: bool,
}

impl Amount {
    /// The number as a value.
    pub(super) fn number(&self) -> Number {
        Number {
            value: self.value.plain(),
            upper: self.upper.map(Rational::plain),
            bound: self.bound,
            fraction: self.fraction.map(|(numerator, denominator)| Fraction { numerator, denominator }),
        }
    }

    pub(super) fn of(cardinal: &Cardinal) -> Self {
        Self {
            value: cardinal.value,
            upper: cardinal.upper,
            bound: cardinal.bound.unwrap_or_default(),
            fraction: None,
            begin: cardinal.begin,
            end: cardinal.end,
            split: cardinal.split,
            trim: 0,
            weak: cardinal.weak,
            plain: cardinal.plain,
            article: cardinal.article,
            scale: cardinal.scale,
            digits: cardinal.digits,
        }
    }

    /// Whether the number says more than one word or any digit.
    pub(super) fn figure(self, kind: &'static str, rule: &'static str, value: Value) -> Found {
        let mut found = Found::new(self.begin, self.end, self.split, kind, rule, value);
        found.trim = self.trim;
        found.weak = self.weak;
        found
    }
}

impl Scan<'_> {
    /// The number at `i` with its sign and fractions, without bounds.
    pub(super) fn simple(&self, i: usize) -> Option<Amount> {
        if let Some((_, end)) = self.find(i, |r| (r.sense == Sense::Sign).then_some(i + 1))
            && self.same_line(end)
        {
            let mut amount = self.unsigned(end).filter(|a| a.split == Split::WHOLE)?;
            let (reading, ()) = self.find(i, |r| (r.sense == Sense::Sign).then_some(()))?;
            amount.value = amount.value.negate();
            (amount.begin, amount.split, amount.plain, amount.weak) = (i, reading.split, 0, false);
            return Some(amount);
        }
        self.unsigned(i)
    }

    fn unsigned(&self, i: usize) -> Option<Amount> {
        if let Some((numerator, denominator)) = self.fraction_sign(i) {
            let value = Rational::new(numerator.into(), denominator.into())?;
            return Some(self.fraction_alone(i, i + 1, value, (numerator, denominator)));
        }
        if let Some(fraction) = self.fraction_first(i) {
            return Some(fraction);
        }
        let cardinal = self.cardinal(i)?;
        let mut amount = self.with_fraction(&cardinal)?;
        if cardinal.digits
            && self.is_number(i)
            && let Some(sign) = self.minus_before(i)
        {
            amount.value = amount.value.negate();
            (amount.begin, amount.plain) = (sign, 0);
        }
        Some(amount)
    }

    /// The number at `i` with its range and the bounds around it.
    pub(super) fn amount(&self, i: usize) -> Option<Amount> {
        let first = self.simple(i)?;
        let mut amount = self.range(first).unwrap_or(first);
        if amount.bound != Bound::Range {
            let (before, after) = (self.bound_before(amount.begin), self.bound_after(amount.end));
            // «حوالي 500 أو أقل»: the firmer of the two.
            if let Some(bound) = before.filter(|&b| b != Bound::Approximate || after.is_none()).or(after) {
                amount.bound = bound;
            } else if let Some(bound) = self.comparison_before(amount.begin) {
                amount.bound = bound;
            }
        }
        Some(amount)
    }

    /// `>=`, `<` and the like right before a number.
    fn comparison_before(&self, i: usize) -> Option<Bound> {
        let at = i.checked_sub(1)?;
        let sign = |i: usize| self.text.raw_of(i).chars().next();
        match sign(at)? {
            '>' | '<' if at > 0 && self.gap(at) == Gap::None && matches!(sign(at - 1), Some('<' | '=')) => None,
            '>' => Some(Bound::MoreThan),
            '<' => Some(Bound::LessThan),
            '≥' => Some(Bound::AtLeast),
            '≤' => Some(Bound::AtMost),
            '=' if at > 0 && self.gap(at) == Gap::None => match sign(at - 1)? {
                '>' => Some(Bound::AtLeast),
                '<' => Some(Bound::AtMost),
                _ => None,
            },
            _ => None,
        }
    }

    /// Where the second half of a range begins after `end`.
    pub(super) fn range_joint(&self, begin: usize, end: usize) -> Option<usize> {
        if !self.same_line(end) {
            return None;
        }
        if self.is_dash(end)
            && (self.gap(end) == self.gap(end + 1) || self.gap(end) == Gap::None)
            && self.same_line(end + 1)
        {
            return Some(end + 1);
        }
        if let Some((at, reading)) = self.word_of(end, |w| w == Word::To) {
            return (self.same_line(at) && matches!(reading.prefix, 0 | prefix::WAW)).then_some(at);
        }
        let between = self.word_before(begin, |w| w == Word::Between).is_some();
        if !between {
            return None;
        }
        let (at, attached) = self.joined(end);
        if !attached {
            return Some(at);
        }
        let joined = self.text.codes_of(end).first() == Some(&letter::WAW);
        (joined && self.is_word(end)).then_some(end)
    }

    fn range(&self, first: Amount) -> Option<Amount> {
        if first.upper.is_some() {
            return None;
        }
        let at = self.range_joint(first.begin, first.end)?;
        // A sign here joins, it does not negate.
        let second = if self.is_number(at) { self.with_fraction(&self.cardinal(at)?)? } else { self.simple(at)? };
        if second.upper.is_some() || second.split.skip > 1 || (second.begin != at) {
            return None;
        }
        let mut lower = first.value;
        if first.scale == 0 && second.scale > 0 {
            let scaled = lower.multiply(Rational::power_of_ten(second.scale)?)?;
            if scaled < second.value {
                lower = scaled;
            }
        }
        if lower >= second.value {
            return None;
        }
        let mut out = first;
        (out.value, out.upper, out.bound) = (lower, Some(second.value), Bound::Range);
        (out.end, out.trim, out.weak, out.plain, out.fraction, out.scale) =
            (second.end, second.trim, false, 0, None, second.scale);
        Some(out)
    }

    /// A number that is nothing more.
    pub(super) fn number(&self, amount: Amount) -> Found {
        let rule = if amount.bound == Bound::Range {
            "figure.number.range"
        } else if amount.fraction.is_some() {
            "figure.number.fraction"
        } else if amount.digits {
            "figure.number.digits"
        } else {
            "figure.number.words"
        };
        amount.figure("number", rule, Value::Number(amount.number()))
    }

    /// Whether the word at `i` only labels the number after it.
    pub(super) fn labelled(&self, i: usize) -> bool {
        self.before(i, |r: &Reading| r.sense == Sense::Label).is_some()
    }
}
