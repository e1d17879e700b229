//! Numbers in digits: separators of both conventions, signs, exponents and
//! the fraction characters.
//!
//! `٫` is always a decimal sign, `٬` and `'` always group. Where `.` and `,`
//! are both used, the last kind is the decimal sign. A lone comma before exactly
//! three digits groups; a lone full stop groups only before `000`. Dotted runs
//! that fit neither (1.2.3, 192.168.1.2) are no numbers.

use crate::text::Gap;
use crate::text::code::punct;

use super::rational::Rational;
use super::scan::{Scan, digit};

/// A number in digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Literal {
    pub(super) value: Rational,
    /// First token: the sign, if there is one.
    pub(super) begin: usize,
    /// One past the last token.
    pub(super) end: usize,
    /// Digits without any separator, or zero.
    pub(super) plain: u8,
}

/// No number in digits has more tokens.
const LONGEST: usize = 24;

impl Scan<'_> {
    /// The number in digits at token `i`; `Err` is the end of a dotted run
    /// that is none.
    pub(super) fn literal(&self, i: usize) -> Result<Option<Literal>, usize> {
        if !self.is_number(i) {
            return Ok(None);
        }
        let mut groups = [(0u8, 0usize); LONGEST];
        groups[0] = (0, i);
        let mut count = 1;
        let mut end = i + 1;
        while count < LONGEST && self.gap(end) == Gap::None && self.gap(end + 1) == Gap::None && self.is_number(end + 1) {
            let Some(separator) = self.separator(end) else { break };
            groups[count] = (separator, end + 1);
            count += 1;
            end += 2;
        }
        let literal = if count == 1 { self.spaced(i) } else { self.grouped(&groups[..count], end)? };
        Ok(literal.map(|literal| self.with_power(self.with_exponent(literal))))
    }

    /// `1.2e+15`.
    fn with_exponent(&self, literal: Literal) -> Literal {
        let at = literal.end;
        let tight = |i: usize| self.gap(i) == Gap::None;
        if !tight(at) || !matches!(self.text.tokens().get(at).map(|_| self.text.raw_of(at)), Some("e" | "E")) {
            return literal;
        }
        let signed = tight(at + 1) && matches!(self.punctuation(at + 1), Some(punct::PLUS | punct::HYPHEN | punct::MINUS));
        let number = at + 1 + usize::from(signed);
        let exponent = self.integer(number).filter(|&n| n <= 30 && tight(number));
        let Some(factor) = exponent.and_then(|n| Rational::power_of_ten(n as u32)) else { return literal };
        let negative = signed && !self.is_punctuation(at + 1, punct::PLUS);
        let value = if negative { literal.value.divide(factor) } else { literal.value.multiply(factor) };
        value.map_or(literal, |value| Literal { value, end: number + 1, plain: 0, ..literal })
    }

    /// `2.5^-1`: whole powers.
    fn with_power(&self, literal: Literal) -> Literal {
        let mut at = literal.end;
        if self.gap(at) != Gap::None || self.text.tokens().get(at).is_none_or(|_| self.text.raw_of(at) != "^") {
            return literal;
        }
        at += 1;
        let mut negative = false;
        for _ in 0..2 {
            match self.punctuation(at).filter(|_| self.gap(at) == Gap::None) {
                Some(punct::HYPHEN | punct::MINUS) => negative = !negative,
                Some(punct::PLUS) => {}
                _ => break,
            }
            at += 1;
        }
        let Some(exponent) = self.integer(at).filter(|&n| n <= 100 && self.gap(at) == Gap::None) else { return literal };
        let mut power = Some(Rational::small(1));
        for _ in 0..exponent {
            power = power.and_then(|p| p.multiply(literal.value));
        }
        let value = if negative { power.and_then(|p| Rational::small(1).divide(p)) } else { power };
        value.map_or(literal, |value| Literal { value, end: at + 1, plain: 0, ..literal })
    }

    fn separator(&self, i: usize) -> Option<u8> {
        match self.punctuation(i)? {
            punct::COMMA if self.text.raw_of(i).starts_with('،') => Some(punct::SEMICOLON),
            c @ (punct::FULL_STOP | punct::COMMA | punct::DECIMAL | punct::THOUSANDS | punct::APOSTROPHE) => Some(c),
            _ => None,
        }
    }

    /// Digits alone, or in groups of three set off by spaces.
    fn spaced(&self, i: usize) -> Option<Literal> {
        let first = self.digit_count(i)?;
        let mut end = i + 1;
        if first <= 3 && self.integer(i) != Some(0) {
            while self.gap(end) == Gap::Space && self.digit_count(end) == Some(3) && end - i < LONGEST {
                end += 1;
            }
            // A group that goes on (40 000.5, 20 100/3) is not of this shape.
            if end > i + 1 && (self.gap(end) == Gap::None && self.is_number(end + 1) && self.gap(end + 1) == Gap::None) {
                end = i + 1;
            }
        }
        let value = Rational::integer(self.concatenated(i..end)?)?;
        let plain = if end == i + 1 { first.min(255) as u8 } else { 0 };
        Some(Literal { value, begin: i, end, plain })
    }

    fn grouped(&self, groups: &[(u8, usize)], end: usize) -> Result<Option<Literal>, usize> {
        let i = groups[0].1;
        let last = groups[groups.len() - 1];
        let of_last_kind = groups[1..].iter().filter(|g| g.0 == last.0).count();
        let mixed = of_last_kind < groups.len() - 1;
        let digits = |at: usize| self.digit_count(at).unwrap_or(0);
        let all_threes = |part: &[(u8, usize)]| part.iter().all(|g| digits(g.1) == 3) && digits(i) <= 3;
        let decimal = match last.0 {
            punct::DECIMAL => of_last_kind == 1,
            punct::THOUSANDS | punct::APOSTROPHE => false,
            _ if mixed => of_last_kind == 1,
            _ if groups.len() > 2 => false,
            punct::FULL_STOP => digits(last.1) != 3 || self.integer(last.1) != Some(0) || digits(i) > 3,
            _ => digits(last.1) != 3 || digits(i) > 3 || self.integer(i) == Some(0),
        };
        let whole = if decimal { &groups[1..groups.len() - 1] } else { &groups[1..] };
        if !all_threes(whole) && !whole.is_empty() {
            // Commas without the shape of a number only list numbers.
            let lists = groups[1].0 != punct::FULL_STOP;
            return if lists { Ok(self.alone(i)) } else { Err(end) };
        }
        let tokens = groups.iter().map(|g| g.1);
        let Some(value) = self.concatenated(tokens) else { return Err(end) };
        let places = if decimal { digits(last.1) as u32 } else { 0 };
        Ok(Rational::decimal(value, places).map(|value| Literal { value, begin: i, end, plain: 0 }))
    }

    fn alone(&self, i: usize) -> Option<Literal> {
        let value = Rational::integer(self.concatenated(i..i + 1)?)?;
        Some(Literal { value, begin: i, end: i + 1, plain: self.digit_count(i)?.min(255) as u8 })
    }

    fn concatenated(&self, tokens: impl Iterator<Item = usize>) -> Option<u128> {
        let mut value = 0u128;
        for token in tokens {
            for &c in self.text.codes_of(token) {
                value = value.checked_mul(10)?.checked_add(u128::from(digit(c)))?;
            }
        }
        // Longer runs of digits name things, they count nothing.
        (value < 10u128.pow(30)).then_some(value)
    }

    /// A minus that belongs to the number at `i`: its token.
    pub(super) fn minus_before(&self, i: usize) -> Option<usize> {
        let at = i.checked_sub(1)?;
        let sign = matches!(self.punctuation(at), Some(punct::HYPHEN | punct::MINUS));
        let free = self.gap(at) != Gap::None || at == 0 || matches!(self.punctuation(at - 1), Some(punct::OPEN_PAREN | punct::EQUALS));
        (sign && free && self.gap(i) == Gap::None).then_some(at)
    }

    /// One of the fraction characters (½) at token `i`.
    pub(super) fn fraction_sign(&self, i: usize) -> Option<(u64, u64)> {
        if !self.is_punctuation(i, punct::FRACTION) {
            return None;
        }
        Some(match self.text.raw_of(i).chars().next()? {
            '½' => (1, 2),
            '¼' => (1, 4),
            '¾' => (3, 4),
            '⅓' => (1, 3),
            '⅔' => (2, 3),
            '⅕' => (1, 5),
            '⅖' => (2, 5),
            '⅗' => (3, 5),
            '⅘' => (4, 5),
            '⅙' => (1, 6),
            '⅚' => (5, 6),
            '⅛' => (1, 8),
            '⅜' => (3, 8),
            '⅝' => (5, 8),
            '⅞' => (7, 8),
            _ => return None,
        })
    }
}
