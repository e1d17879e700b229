//! Money: an amount with a currency in words, symbols or codes, on either
//! side, and subunits, which become parts of the whole (50 قرشا is 0.5).

use crate::gazetteer::figure_words::{Form, Reading, Sense, Word, prefix};
use crate::text::Gap;

use super::number::Amount;
use super::rational::Rational;
use super::scan::{Found, Scan};
use super::value::{Bound, Money, Value};

/// What the noun after an amount says.
struct Coin {
    codes: Vec<String>,
    divisor: u32,
    end: usize,
}

impl Scan<'_> {
    /// The sum of money whose number is `amount`.
    pub(super) fn money(&self, amount: Amount) -> Option<Found> {
        let mut amount = amount;
        let coin = self.coin_after(amount.end).or_else(|| self.coin_of_many(&amount)).or_else(|| {
            let coin = self.symbol_before(amount.begin)?;
            amount.begin = coin.end;
            Some(Coin { end: amount.end, ..coin })
        })?;
        amount.end = coin.end;
        let unit = Rational::small(coin.divisor);
        let (mut lower, mut upper) = (amount.value.divide(unit)?, None);
        if let Some(top) = amount.upper {
            upper = Some(top.divide(unit)?);
        }
        let mut codes = coin.codes;
        if coin.divisor == 1 && upper.is_none() {
            if let Some((part, end)) = self.half_after(amount.end, amount.scale) {
                lower = lower.add(part)?;
                amount.end = end;
            }
            if let Some((part, divisor, of, end)) = self.subunits_after(amount.end) {
                lower = lower.add(part.divide(Rational::small(divisor))?)?;
                amount.end = end;
                let shared: Vec<String> = codes.iter().filter(|c| of.contains(c)).cloned().collect();
                if !shared.is_empty() {
                    codes = shared;
                }
            }
            if amount.bound == Bound::Exact
                && let Some((top, end)) = self.second_sum(&amount, &codes)
                && lower < top
            {
                (upper, amount.bound, amount.end) = (Some(top), Bound::Range, end);
            }
        }
        if amount.bound == Bound::Exact
            && let Some(bound) = self.bound_after(amount.end)
        {
            amount.bound = bound;
        }
        let (currency, candidates) = if codes.len() == 1 { (codes.remove(0), Vec::new()) } else { (String::new(), codes) };
        amount.weak = false;
        amount.trim = 0;
        let money = Money {
            amount: lower.plain(),
            upper: upper.map(Rational::plain),
            bound: amount.bound,
            currency,
            currency_candidates: candidates,
        };
        let rule = if coin.divisor == 1 { "figure.money.amount" } else { "figure.money.subunit" };
        Some(amount.figure("money", rule, Value::Money(money)))
    }

    /// The currency or subunit at `i`.
    fn coin_after(&self, i: usize) -> Option<Coin> {
        if self.gap(i) == Gap::Line {
            return None;
        }
        self.coin(i, |r| r.prefix == 0)
    }

    /// «عشرات الملايين من الدولارات».
    fn coin_of_many(&self, amount: &Amount) -> Option<Coin> {
        if amount.bound != Bound::AtLeast && amount.scale == 0 || !self.same_line(amount.end) {
            return None;
        }
        let at = self.word(amount.end, Word::From).filter(|&at| self.same_line(at))?;
        self.coin(at, |r| r.prefix == 0 && r.article && r.form == Form::Plural)
    }

    fn coin(&self, i: usize, accept: impl Fn(&Reading) -> bool) -> Option<Coin> {
        let (reading, (codes, divisor)) = self.find(i, |r| match r.sense {
            _ if !accept(r) => None,
            Sense::Currency(index) => self.words.currency(index).map(|c| (c.codes.clone(), 1)),
            Sense::Subunit(index) => self.words.subunit(index).map(|s| (s.codes.clone(), s.divisor)),
            _ => None,
        })?;
        let end = i + usize::from(reading.tokens);
        // A code glued to more letters (EURO2020) is something else.
        if reading.symbol && self.glued_right(end) {
            return None;
        }
        Some(Coin { codes, divisor, end })
    }

    /// A symbol or code right before the number; `end` is its first token.
    fn symbol_before(&self, i: usize) -> Option<Coin> {
        let (at, reading) = self.before(i, |r| r.symbol && matches!(r.sense, Sense::Currency(_)))?;
        match reading.sense {
            Sense::Currency(index) => {
                let codes = self.words.currency(index)?.codes.clone();
                Some(Coin { codes, divisor: 1, end: at })
            }
            _ => None,
        }
    }

    /// «دولار ونصف», «مليون دولار ونصف المليون».
    pub(super) fn half_after(&self, i: usize, scale: u32) -> Option<(Rational, usize)> {
        if self.gap(i) == Gap::Line {
            return None;
        }
        let (at, attached) = self.joined(i);
        let (_, part) = self.find(at, |r| match r.sense {
            Sense::Fraction(denominator @ 2..=4)
                if self.is_joined(r, attached) && !r.article && r.trim == 0 && r.form == Form::Singular =>
            {
                Rational::new(1, i128::from(denominator))
            }
            _ => None,
        })?;
        let end = at + 1;
        let repeated = self.find(end, |r| match r.sense {
            Sense::Scale(exponent) if r.prefix == 0 && r.article => Some(u32::from(exponent)),
            _ => None,
        });
        if let Some((_, exponent)) = repeated.filter(|_| self.same_line(end)) {
            return Some((part.multiply(Rational::power_of_ten(exponent)?)?, end + 1));
        }
        // «ونصف الساعة» divides something else.
        if self.same_line(end) && self.is_definite(end) {
            return None;
        }
        Some((part.multiply(Rational::power_of_ten(scale)?)?, end))
    }

    /// «وخمسون سنتا» after a sum.
    fn subunits_after(&self, i: usize) -> Option<(Rational, u32, Vec<String>, usize)> {
        if self.gap(i) == Gap::Line {
            return None;
        }
        let (at, attached) = self.joined(i);
        let part = self.simple(at)?;
        let joined = self.find(at, |r| (self.is_joined(r, attached)).then_some(())).is_some();
        if !joined && !(part.digits && !attached) {
            return None;
        }
        let coin = self.coin_after(part.end).filter(|c| c.divisor > 1)?;
        Some((part.value, coin.divisor, coin.codes, coin.end))
    }

    /// The other end of «10 دولارات - 20 دولارا».
    fn second_sum(&self, first: &Amount, codes: &[String]) -> Option<(Rational, usize)> {
        let at = self.range_joint(first.begin, first.end)?;
        let second = self.simple(at).filter(|a| a.upper.is_none())?;
        let coin = self.coin_after(second.end).filter(|c| c.divisor == 1 && c.codes == codes)?;
        Some((second.value, coin.end))
    }

    /// «دولار واحد», «ليرتان اثنتان», with the number behind its noun.
    pub(super) fn noun_first(&self, amount: Amount) -> Option<Found> {
        let small = amount.value.whole().filter(|n| (1..=2).contains(n) && !amount.digits && !amount.article)?;
        if !self.same_line(amount.begin) || amount.end != amount.begin + 1 || amount.split.skip > 0 {
            return None;
        }
        let agrees = |r: &Reading| {
            !r.article
                && !r.symbol
                && if small == 1 { matches!(r.form, Form::Singular | Form::Accusative) } else { r.form == Form::Dual }
        };
        self.behind_noun(amount, agrees)
    }

    /// «دولار ونصف», «متر وربع»: one of the noun and a part of it.
    pub(super) fn noun_and_part(&self, amount: Amount) -> Option<Found> {
        let half = self.find(amount.begin, |r| (matches!(r.sense, Sense::Fraction(2..=4)) && only_waw(r) && r.trim == 0).then_some(())).is_some();
        let begin = if half {
            amount.begin
        } else {
            let alone = amount.begin.checked_sub(1).filter(|&at| self.is_single_letter(at, crate::text::code::letter::WAW))?;
            self.find(amount.begin, |r| (matches!(r.sense, Sense::Fraction(2..=4)) && r.prefix == 0 && r.trim == 0).then_some(()))?;
            alone
        };
        if amount.end != amount.begin + 1 || (self.is_definite(amount.end) && self.same_line(amount.end)) {
            return None;
        }
        let value = Rational::small(1).add(amount.value)?;
        let singular = |r: &Reading| !r.article && !r.symbol && r.sense != Sense::Counted && matches!(r.form, Form::Singular | Form::Accusative);
        let amount = Amount { value, begin, fraction: None, ..amount };
        self.behind_noun(amount, singular)
    }

    /// The figure of a number that stands behind its noun.
    fn behind_noun(&self, amount: Amount, agrees: impl Fn(&Reading) -> bool + Copy) -> Option<Found> {
        let (at, reading) = self.before(amount.begin, |r| {
            let noun = matches!(r.sense, Sense::Currency(_) | Sense::Subunit(_) | Sense::Unit(_) | Sense::TimeUnit(_) | Sense::Counted);
            noun && agrees(r)
        })?;
        let mut amount = Amount { begin: at, split: reading.split, weak: false, ..amount };
        match reading.sense {
            Sense::Currency(_) | Sense::Subunit(_) => {
                let coin = self.coin(at, agrees)?;
                let value = amount.value.divide(Rational::small(coin.divisor))?;
                let mut codes = coin.codes;
                let (currency, candidates) =
                    if codes.len() == 1 { (codes.remove(0), Vec::new()) } else { (String::new(), codes) };
                let money = Money {
                    amount: value.plain(),
                    upper: None,
                    bound: self.bound_before(at).unwrap_or_default(),
                    currency,
                    currency_candidates: candidates,
                };
                Some(amount.figure("money", "figure.money.noun_first", Value::Money(money)))
            }
            Sense::TimeUnit(unit) => {
                amount.bound = self.bound_before(at).unwrap_or_default();
                self.duration_from(amount, unit, amount.end)
            }
            Sense::Unit(index) => {
                let unit = self.words.unit(index).to_owned();
                Some(self.quantity_figure(amount, unit, String::new(), "figure.quantity.noun_first"))
            }
            _ => {
                let noun = self.noun_text(at, usize::from(reading.split.skip));
                Some(self.quantity_figure(amount, String::new(), noun, "figure.quantity.noun_first"))
            }
        }
    }

    /// A noun as it is written, without its proclitics.
    pub(super) fn noun_text(&self, i: usize, skip: usize) -> String {
        let begin = self.text.offset_in(i, skip) as usize;
        let end = self.text.tokens()[i].end as usize;
        self.text.raw().get(begin..end).unwrap_or_default().to_owned()
    }
}

/// Whether a reading is joined by و alone.
pub(super) fn only_waw(reading: &Reading) -> bool {
    reading.prefix == prefix::WAW
}
