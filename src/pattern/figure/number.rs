//! Numbers with their fractions, signs, bounds and ranges: the amount that
//! every other kind of figure is built on.

use crate::gazetteer::figure_words::{Form, Reading, Sense, Word, prefix};
use crate::text::code::{letter, punct};
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
        if cardinal.digits && self.is_number(i) && let Some(sign) = self.minus_before(i) {
            amount.value = amount.value.negate();
            (amount.begin, amount.plain) = (sign, 0);
        }
        Some(amount)
    }

    fn fraction_alone(&self, begin: usize, end: usize, value: Rational, fraction: (u64, u64)) -> Amount {
        Amount {
            value,
            upper: None,
            bound: Bound::Exact,
            fraction: Some(fraction),
            begin,
            end,
            split: Split::WHOLE,
            trim: 0,
            weak: false,
            plain: 0,
            article: false,
            scale: 0,
            digits: true,
        }
    }

    /// نصف, ثلاثة أرباع, نصف مليون, ثلثهم.
    fn fraction_first(&self, i: usize) -> Option<Amount> {
        let (reading, denominator) = self.find(i, |r| match r.sense {
            Sense::Fraction(denominator) if r.form != Form::Plural => Some(u64::from(denominator)),
            _ => None,
        })?;
        let end = i + 1;
        // «خمس» is five unless a definite noun is divided: خمس السكان. A bare
        // «ثمن» is a price.
        if reading.weak && (!self.is_definite(end) || !self.same_line(end) || denominator == 8 && reading.form == Form::Singular) {
            return None;
        }
        let numerator = if reading.form == Form::Dual { 2 } else { 1 };
        let value = Rational::new(i128::from(numerator as u32), i128::from(denominator))?;
        let mut amount = self.fraction_alone(i, end, value, (numerator, denominator));
        amount.split = reading.split;
        amount.trim = reading.trim;
        amount.article = reading.article;
        amount.weak = true;
        amount.digits = false;
        self.fraction_of_scale(&mut amount);
        Some(amount)
    }

    /// نصف مليون, ثلاثة أرباع المليار, نصف دزينة.
    fn fraction_of_scale(&self, amount: &mut Amount) {
        if amount.trim > 0 || self.gap(amount.end) != Gap::Space {
            return;
        }
        let factor = self.find(amount.end, |r| match r.sense {
            Sense::Scale(exponent) if r.prefix == 0 && r.trim == 0 => Rational::power_of_ten(u32::from(exponent)).map(|f| (f, u32::from(exponent))),
            Sense::Dozen if r.prefix == 0 => Some((Rational::small(12), 0)),
            _ => None,
        });
        if let Some((_, (factor, scale))) = factor
            && let Some(value) = amount.value.multiply(factor)
        {
            (amount.value, amount.fraction, amount.weak, amount.scale) = (value, None, false, scale);
            amount.end += 1;
        }
    }

    /// A cardinal with what divides it or comes on top of it.
    fn with_fraction(&self, cardinal: &Cardinal) -> Option<Amount> {
        let mut amount = Amount::of(cardinal);
        let end = cardinal.end;
        // ¾ after digits: 2¾.
        if let Some((numerator, denominator)) = self.fraction_sign(end).filter(|_| cardinal.plain > 0 && self.gap(end) != Gap::Line) {
            let part = Rational::new(numerator.into(), denominator.into())?;
            amount.value = cardinal.value.add(part)?;
            (amount.end, amount.plain) = (end + 1, 0);
            return Some(amount);
        }
        if let Some(mut written) = self.slash_fraction(cardinal) {
            self.fraction_of_scale(&mut written);
            return Some(written);
        }
        if let Some((value, end)) = self.decimal_words(cardinal.value, end).filter(|_| cardinal.scale == 0) {
            (amount.value, amount.end, amount.plain, amount.weak) = (value, end, 0, false);
            // «ثلاثة فاصلة خمسة مليون»
            self.fraction_of_scale(&mut amount);
            return Some(amount);
        }
        if let Some((denominator, end)) = self.fraction_noun(end, cardinal) {
            let value = cardinal.value.divide(Rational::small(denominator))?;
            let fraction = cardinal.value.whole().map(|numerator| (numerator, u64::from(denominator)));
            (amount.value, amount.end, amount.fraction, amount.plain, amount.weak) = (value, end, fraction, 0, false);
            self.fraction_of_scale(&mut amount);
            return Some(amount);
        }
        if let Some(ratio) = self.ratio(cardinal, amount) {
            return Some(ratio);
        }
        if let Some(joined) = self.joined_fraction(cardinal, amount) {
            return Some(joined);
        }
        Some(amount)
    }

    /// أرباع after a small number: ثلاثة أرباع.
    fn fraction_noun(&self, i: usize, cardinal: &Cardinal) -> Option<(u32, usize)> {
        if !self.same_line(i) || cardinal.scale > 0 || cardinal.article {
            return None;
        }
        self.find(i, |r| match r.sense {
            Sense::Fraction(denominator) if r.form == Form::Plural && r.prefix == 0 && r.trim == 0 => Some(u32::from(denominator)),
            _ => None,
        })
        .map(|(_, denominator)| (denominator, i + 1))
    }

    /// 3/4, 2 1/4: proper fractions in digits.
    fn slash_fraction(&self, cardinal: &Cardinal) -> Option<Amount> {
        let fraction_at = |i: usize| {
            let tight = self.gap(i + 1) == Gap::None && self.gap(i + 2) == Gap::None;
            if !(tight && self.is_punctuation(i + 1, punct::SLASH)) || self.is_punctuation(i + 3, punct::SLASH) {
                return None;
            }
            let (numerator, denominator) = (self.integer(i)?, self.integer(i + 2)?);
            (denominator > 0 && self.gap(i + 3) != Gap::None || !self.is_number(i + 4)).then_some((numerator, denominator)).filter(|f| f.1 > 0)
        };
        let i = cardinal.end - 1;
        if cardinal.plain == 0 || cardinal.scale > 0 {
            return None;
        }
        if let Some((numerator, denominator)) = fraction_at(i) {
            let value = Rational::new(numerator.into(), denominator.into())?;
            let mut amount = Amount::of(cardinal);
            (amount.value, amount.end, amount.fraction, amount.plain) = (value, i + 3, Some((numerator, denominator)), 0);
            return Some(amount);
        }
        if self.gap(i + 1) == Gap::Space
            && self.is_number(i + 1)
            && let Some((numerator, denominator)) = fraction_at(i + 1).filter(|(n, d)| n < d)
        {
            let part = Rational::new(numerator.into(), denominator.into())?;
            let mut amount = Amount::of(cardinal);
            amount.value = cardinal.value.add(part)?;
            (amount.end, amount.plain) = (i + 4, 0);
            return Some(amount);
        }
        None
    }

    /// واحد على ثلاثة, ثلاثة من عشرة, ستة وثمانية وثمانون من مئة.
    fn ratio(&self, cardinal: &Cardinal, mut amount: Amount) -> Option<Amount> {
        let end = cardinal.end;
        if !self.same_line(end) || cardinal.bound.is_some() {
            return None;
        }
        let (over, of) = (self.word(end, Word::On), self.word(end, Word::From));
        let at = over.or(of)?;
        if !self.same_line(at) {
            return None;
        }
        let below = self.cardinal(at).filter(|c| c.prefix == 0 && c.bound.is_none() && !c.article && c.value.is_whole())?;
        if below.value.is_zero() || (over.is_none() && (below.digits || cardinal.digits)) {
            return None;
        }
        if over.is_none() && cardinal.value >= below.value {
            // Only the last part is divided: مئة وخمسون من مئة is 100.50.
            if !is_power_of_ten(below.value) {
                return None;
            }
            let part = (cardinal.begin + 1..end).find_map(|at| {
                self.cardinal(at).filter(|c| c.end == end && c.value < below.value && c.begin == at && (c.prefix == prefix::WAW || self.joined(at - 1).0 == at))
            })?;
            let whole = cardinal.value.add(part.value.negate())?;
            amount.value = whole.add(part.value.divide(below.value)?)?;
            (amount.end, amount.weak, amount.plain) = (below.end, false, 0);
            return Some(amount);
        }
        let (numerator, denominator) = (cardinal.value.whole()?, below.value.whole()?);
        amount.value = cardinal.value.divide(below.value)?;
        (amount.end, amount.weak, amount.plain, amount.scale) = (below.end, false, 0, 0);
        amount.fraction = Some((numerator, denominator));
        Some(amount)
    }

    /// ونصف, وثلثان, وثلاثة أخماس, ونصف المليون, and decimals as «وثمانية من عشرة».
    fn joined_fraction(&self, cardinal: &Cardinal, mut amount: Amount) -> Option<Amount> {
        if self.gap(cardinal.end) == Gap::Line || cardinal.bound.is_some() {
            return None;
        }
        let (at, attached) = self.joined(cardinal.end);
        // «وعشرين» are twenty, no two tenths.
        let tens = self.find(at, |r| matches!(r.sense, Sense::Tens(_)).then_some(())).is_some();
        let single = self.find(at, |r| match r.sense {
            Sense::Fraction(_) if tens => None,
            Sense::Fraction(denominator) if self.is_joined(r, attached) && r.form != Form::Plural && r.trim == 0 => {
                Some(Rational::new(if r.form == Form::Dual { 2 } else { 1 }, i128::from(denominator)))
            }
            _ => None,
        });
        // «وتسع مئة» is 900, no ninth.
        let goes_on = |end: usize| {
            self.same_line(end)
                && self.find(end, |r| matches!(r.sense, Sense::Hundred(_) | Sense::Ten | Sense::Scale(_) if !r.article).then_some(())).is_some()
        };
        if let Some((_, part)) = single.filter(|(reading, _)| !(reading.weak && goes_on(at + 1))) {
            let mut part = part?;
            let mut end = at + 1;
            let repeated = self.find(end, |r| match r.sense {
                Sense::Scale(exponent) if r.article && r.prefix == 0 => Some(u32::from(exponent)),
                _ => None,
            });
            if let Some((_, exponent)) = repeated.filter(|_| self.same_line(end)) {
                part = part.multiply(Rational::power_of_ten(exponent)?)?;
                end += 1;
            } else if cardinal.scale > 0 {
                part = part.multiply(Rational::power_of_ten(cardinal.scale)?)?;
            }
            amount.value = cardinal.value.add(part)?;
            (amount.end, amount.weak, amount.plain) = (end, false, 0);
            // «واحد ونصف مليون»
            if cardinal.scale == 0 {
                self.fraction_of_scale(&mut amount);
            }
            return Some(amount);
        }
        if cardinal.digits {
            return None;
        }
        let part = self.cardinal(at)?;
        let joined = if attached { part.prefix == prefix::WAW } else { part.prefix == 0 };
        if !joined || part.bound.is_some() {
            return None;
        }
        if let Some((denominator, end)) = self.fraction_noun(part.end, &part) {
            let part = part.value.divide(Rational::small(denominator))?;
            amount.value = cardinal.value.add(part)?;
            (amount.end, amount.weak) = (end, false);
            return Some(amount);
        }
        for word in [Word::From, Word::On] {
            let below = self
                .word(part.end, word)
                .filter(|&i| self.same_line(i) && self.same_line(part.end))
                .and_then(|i| self.cardinal(i))
                .filter(|c| c.prefix == 0 && c.bound.is_none() && !c.digits && !c.value.is_zero());
            let Some(below) = below else { continue };
            if word == Word::From && !(is_power_of_ten(below.value) && part.value < below.value) {
                continue;
            }
            amount.value = cardinal.value.add(part.value.divide(below.value)?)?;
            (amount.end, amount.weak) = (below.end, false);
            return Some(amount);
        }
        None
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
        if self.is_dash(end) && (self.gap(end) == self.gap(end + 1) || self.gap(end) == Gap::None) && self.same_line(end + 1) {
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
        (out.end, out.trim, out.weak, out.plain, out.fraction, out.scale) = (second.end, second.trim, false, 0, None, second.scale);
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

fn is_power_of_ten(value: Rational) -> bool {
    value.whole().is_some_and(|n| n >= 10 && n.to_string().trim_end_matches('0') == "1")
}
