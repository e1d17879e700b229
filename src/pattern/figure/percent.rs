//! Percentages: %, ٪, بالمئة, نقطة مئوية, ‰ and basis points, before or after
//! the number, alone or as a range.

use crate::gazetteer::figure_words::{PercentKind, Sense, Word};
use crate::text::Gap;
use crate::text::code::punct;

use super::number::Amount;
use super::rational::Rational;
use super::scan::{Found, Scan};
use super::value::{Bound, Value};

impl Scan<'_> {
    /// The percentage whose number is `amount`.
    pub(super) fn percent(&self, amount: Amount) -> Option<Found> {
        let (mut amount, kind) = self.percent_of(amount)?;
        if amount.bound == Bound::Exact || amount.bound == Bound::Approximate {
            if let Some((second, _)) = self.second_percent(&amount)
                && amount.value < second.value
            {
                (amount.upper, amount.bound, amount.end) = (Some(second.value), Bound::Range, second.end);
            } else if let Some(bound) = self.bound_after(amount.end) {
                amount.bound = bound;
            }
        }
        let factor = match kind {
            PercentKind::Percent => Rational::small(1),
            PercentKind::Permille => Rational::decimal(1, 1)?,
            PercentKind::BasisPoint => Rational::decimal(1, 2)?,
        };
        amount.value = amount.value.multiply(factor)?;
        amount.upper = match amount.upper {
            Some(upper) => Some(upper.multiply(factor)?),
            None => None,
        };
        (amount.weak, amount.fraction) = (false, None);
        let subtype = if kind == PercentKind::BasisPoint { "basis_point" } else { "percent" };
        let rule = if amount.upper.is_some() { "figure.percent.range" } else { "figure.percent.number" };
        Some(amount.figure(subtype, rule, Value::Percent(amount.number())))
    }

    /// The other end of «10% - 20%».
    fn second_percent(&self, first: &Amount) -> Option<(Amount, PercentKind)> {
        let at = self.range_joint(first.begin, first.end)?;
        let at = if self.is_punctuation(at, punct::PERCENT) { at + 1 } else { at };
        let second = self.amount(at).filter(|a| a.upper.is_none() && a.split.skip <= 1)?;
        self.percent_of(second)
    }

    fn percent_of(&self, mut amount: Amount) -> Option<(Amount, PercentKind)> {
        let end = amount.end;
        if self.gap(end) != Gap::Line && self.is_punctuation(end, punct::PERCENT) {
            amount.end = end + 1;
            return Some((amount, self.percent_sign(end)));
        }
        if self.same_line(end)
            && let Some((reading, kind)) = self.find(end, |r| match r.sense {
                Sense::Percent(kind) => Some(kind),
                _ => None,
            })
        {
            amount.end = end + usize::from(reading.tokens);
            return Some((amount, kind));
        }
        // «بالمئة 20», «نسبة 20»: the words first.
        let named = self.before(amount.begin, |r| matches!(r.sense, Sense::Percent(_)) || r.sense == Sense::Word(Word::Share));
        if let Some((at, reading)) = named.filter(|_| amount.digits && amount.upper.is_none() && self.counts_nothing(end)) {
            let kind = if let Sense::Percent(kind) = reading.sense { kind } else { PercentKind::Percent };
            let free = at == 0 || !self.is_number(at - 1) || !self.same_line(at);
            if free {
                return Some((amount, kind));
            }
        }
        // ٪20: the sign first, as right-to-left text is often typed.
        let before = amount.begin.checked_sub(1)?;
        let free = before == 0 || self.gap(before) != Gap::None || !self.is_number(before - 1);
        if amount.digits && self.is_punctuation(before, punct::PERCENT) && self.gap(amount.begin) == Gap::None && free {
            amount.begin = before;
            return Some((amount, self.percent_sign(before)));
        }
        None
    }

    fn percent_sign(&self, i: usize) -> PercentKind {
        if self.text.raw_of(i).starts_with('‰') { PercentKind::Permille } else { PercentKind::Percent }
    }
}
