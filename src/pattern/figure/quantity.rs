//! Quantities: a number with a unit of CLDR, or with the noun it counts.
//!
//! Counted nouns come from a list; beyond it the grammar of Arabic counting
//! decides: after 11 to 99 an indefinite accusative (شاهدا), after 3 to 10 a
//! sound plural (ناشطين), from 11 on also a feminine singular (ندوة).

use crate::gazetteer::figure_words::{Form, Sense};
use crate::text::code::letter;
use crate::text::{Gap, TokenKind};

use super::number::Amount;
use super::scan::{Found, Scan};
use super::value::{Bound, Quantity, Value};

impl Scan<'_> {
    /// The quantity whose number is `amount`.
    pub(super) fn quantity(&self, amount: Amount) -> Option<Found> {
        self.measured(amount).or_else(|| self.counted(amount))
    }

    fn measured(&self, mut amount: Amount) -> Option<Found> {
        let end = amount.end;
        if self.gap(end) == Gap::Line {
            return None;
        }
        let (reading, unit) = self.find(end, |r| match r.sense {
            Sense::Unit(unit) if r.prefix == 0 && (!r.symbol || amount.digits || r.tokens > 1 || self.is_long_word(end)) => Some(unit),
            _ => None,
        })?;
        let after = end + usize::from(reading.tokens);
        // «5م.» abbreviates; «5 mg/L» and the like go on.
        if reading.symbol && self.kind(end) == Some(TokenKind::Latin) && self.glued_right(after) {
            return None;
        }
        amount.end = after;
        amount.trim = 0;
        if amount.upper.is_none()
            && let Some((part, end)) = self.half_after(after, 0).filter(|_| !reading.symbol)
        {
            amount.value = amount.value.add(part)?;
            amount.end = end;
        }
        if amount.upper.is_none() && self.word(amount.end, crate::gazetteer::figure_words::Word::BelowZero).is_some() {
            amount.value = amount.value.negate();
            amount.end += 2;
        }
        if amount.bound == Bound::Exact
            && let Some(bound) = self.bound_after(amount.end)
        {
            amount.bound = bound;
        }
        if let Some(second) = self.second_quantity(&amount, unit) {
            (amount.upper, amount.bound, amount.end) = (Some(second.value), Bound::Range, second.end);
        }
        amount.weak = false;
        let unit = self.words.unit(unit).to_owned();
        Some(self.quantity_figure(amount, unit, String::new(), "figure.quantity.unit"))
    }

    fn second_quantity(&self, first: &Amount, unit: u16) -> Option<Amount> {
        if first.bound != Bound::Exact {
            return None;
        }
        let at = self.range_joint(first.begin, first.end)?;
        let mut second = self.simple(at).filter(|a| a.upper.is_none() && a.value > first.value)?;
        let (reading, ()) =
            self.find(second.end, |r| (r.sense == Sense::Unit(unit) && r.prefix == 0 && self.same_line(second.end)).then_some(()))?;
        second.end += usize::from(reading.tokens);
        Some(second)
    }

    pub(super) fn quantity_figure(&self, amount: Amount, unit: String, counted_noun: String, rule: &'static str) -> Found {
        let number = amount.number();
        let quantity = Quantity { value: number.value, upper: number.upper, bound: number.bound, unit, counted_noun };
        amount.figure("quantity", rule, Value::Quantity(quantity))
    }

    fn is_long_word(&self, i: usize) -> bool {
        self.kind(i) == Some(TokenKind::Word) && self.text.codes_of(i).len() > 3
    }

    fn counted(&self, mut amount: Amount) -> Option<Found> {
        let at = amount.end;
        if self.gap(at) != Gap::Space || self.kind(at) != Some(TokenKind::Word) || amount.fraction.is_some() || amount.trim > 0 {
            return None;
        }
        if self.labelled(amount.begin) {
            return None;
        }
        let vague = amount.bound == Bound::AtLeast && !amount.digits && amount.upper.is_none();
        let known = self.find(at, |r| (r.sense == Sense::Counted && r.prefix == 0 && r.form != Form::Dual && (!r.article || vague)).then_some(()));
        let other = self.find(at, |r| (!r.weak && r.sense != Sense::Counted).then_some(()));
        let fits = match known {
            Some(_) => true,
            None => other.is_none() && self.looks_counted(&amount, at),
        };
        if !fits {
            return None;
        }
        amount.end = at + 1;
        amount.weak = false;
        let noun = self.noun_text(at, 0);
        Some(self.quantity_figure(amount, String::new(), noun, "figure.quantity.counted"))
    }

    /// Whether the form of the word at `i` is one that the number governs.
    fn looks_counted(&self, amount: &Amount, i: usize) -> bool {
        let codes = self.text.codes_of(i);
        let variants = self.text.variants_of(i);
        let (Some(&last), Some(&variant)) = (codes.last(), variants.last()) else { return false };
        // Years are not counts.
        if amount.plain == 4 && amount.value.whole().is_some_and(|n| (1000..2100).contains(&n)) {
            return false;
        }
        let verb_like = matches!(codes[0], letter::YEH | letter::TEH) && last != letter::HEH;
        if codes.len() < 4 || self.is_definite(i) || verb_like {
            return false;
        }
        let top = amount.upper.unwrap_or(amount.value);
        match top.whole() {
            Some(3..=10) => {
                let ending = &codes[codes.len() - 2..];
                codes.len() >= 5 && (ending == [letter::ALEF, letter::TEH] || ending == [letter::YEH, letter::NOON])
            }
            Some(n) if n > 10 => {
                let accusative = last == letter::ALEF && variant == 0 && codes.len() >= 5 && (11..=99).contains(&(n % 100));
                let tied = last == letter::HEH && variant == 1 && codes.len() >= 4;
                accusative || tied
            }
            _ => false,
        }
    }
}
