//! Fractions: «ثلاثة أرباع», «ونصف المليون», «واحد على ثلاثة», 2 1/4, and
//! decimals that are said as parts of a power of ten.

use crate::gazetteer::figure_words::{Form, Sense, Word, prefix};
use crate::text::code::punct;
use crate::text::{Gap, Split};

use super::cardinal::Cardinal;
use super::number::Amount;
use super::rational::Rational;
use super::scan::Scan;
use super::value::Bound;

impl Scan<'_> {
    pub(super) fn fraction_alone(&self, begin: usize, end: usize, value: Rational, fraction: (u64, u64)) -> Amount {
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
    pub(super) fn fraction_first(&self, i: usize) -> Option<Amount> {
        let (reading, denominator) = self.find(i, |r| match r.sense {
            Sense::Fraction(denominator) if r.form != Form::Plural => Some(u64::from(denominator)),
            _ => None,
        })?;
        let end = i + 1;
        // «خمس» is five unless a definite noun is divided: خمس السكان. A bare
        // «ثمن» is a price.
        let marked = self.has_damma(i, reading.split.skip);
        let nested = self.find(end, |r| matches!(r.sense, Sense::Fraction(_) if r.prefix == 0).then_some(())).is_some()
            && self.is_definite(end + 1);
        if reading.weak
            && !marked
            && !nested
            && (!self.is_definite(end) || !self.same_line(end) || denominator == 8 && reading.form == Form::Singular)
        {
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
        for _ in 0..3 {
            // «ربع نصف المئة»: a part of a part of a number.
            let part = self.find(amount.end, |r| match r.sense {
                Sense::Fraction(denominator)
                    if amount.fraction.is_some() && r.prefix == 0 && !r.article && r.form == Form::Singular =>
                {
                    Rational::new(1, i128::from(denominator))
                }
                _ => None,
            });
            let Some((_, part)) =
                part.filter(|_| self.gap(amount.end) == Gap::Space && self.is_definite(amount.end + 1))
            else {
                break;
            };
            let Some(value) = amount.value.multiply(part) else { return };
            amount.value = value;
            amount.end += 1;
        }
        if amount.trim > 0 || self.gap(amount.end) != Gap::Space {
            return;
        }
        // «خمس العشرين», «نصف المئة»
        let whole =
            if amount.fraction.is_some() && self.is_definite(amount.end) { self.cardinal(amount.end) } else { None };
        if let Some(whole) =
            whole.filter(|c| c.article && c.prefix == 0 && c.scale == 0 && c.bound.is_none() && !c.weak)
            && whole.value.whole().is_some_and(|n| n >= 20 || whole.words > 1)
            && let Some(value) = amount.value.multiply(whole.value)
        {
            (amount.value, amount.fraction, amount.weak, amount.end) = (value, None, false, whole.end);
            return;
        }
        let factor = self.find(amount.end, |r| match r.sense {
            Sense::Scale(exponent) if r.prefix == 0 && r.trim == 0 => {
                Rational::power_of_ten(u32::from(exponent)).map(|f| (f, u32::from(exponent)))
            }
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
    pub(super) fn with_fraction(&self, cardinal: &Cardinal) -> Option<Amount> {
        let mut amount = Amount::of(cardinal);
        let end = cardinal.end;
        // ¾ after digits: 2¾.
        if let Some((numerator, denominator)) =
            self.fraction_sign(end).filter(|_| cardinal.plain > 0 && self.gap(end) != Gap::Line)
        {
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
            Sense::Fraction(denominator) if r.form == Form::Plural && r.prefix == 0 && r.trim == 0 => {
                Some(u32::from(denominator))
            }
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
            (denominator > 0 && self.gap(i + 3) != Gap::None || !self.is_number(i + 4))
                .then_some((numerator, denominator))
                .filter(|f| f.1 > 0)
        };
        let i = cardinal.end - 1;
        if cardinal.plain == 0 || cardinal.scale > 0 {
            return None;
        }
        if let Some((numerator, denominator)) = fraction_at(i) {
            let value = Rational::new(numerator.into(), denominator.into())?;
            let mut amount = Amount::of(cardinal);
            (amount.value, amount.end, amount.fraction, amount.plain) =
                (value, i + 3, Some((numerator, denominator)), 0);
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
        // «ثلاثة أجزاء من مئة»
        let end = self.word(end, Word::Part).filter(|&at| self.same_line(at)).unwrap_or(end);
        let (over, of) = (self.word(end, Word::On), self.word(end, Word::From));
        let at = over.or(of)?;
        if !self.same_line(at) {
            return None;
        }
        let below =
            self.cardinal(at).filter(|c| c.prefix == 0 && c.bound.is_none() && !c.article && c.value.is_whole())?;
        if below.value.is_zero() || (over.is_none() && (below.digits || cardinal.digits)) {
            return None;
        }
        if over.is_none() && cardinal.value >= below.value && end == cardinal.end {
            // Only the last part is divided: مئة وخمسون من مئة is 100.50.
            if !is_power_of_ten(below.value) {
                return None;
            }
            let part = (cardinal.begin + 1..end).find_map(|at| {
                self.cardinal(at).filter(|c| {
                    c.end == end
                        && c.value < below.value
                        && c.begin == at
                        && (c.prefix == prefix::WAW || self.joined(at - 1).0 == at)
                })
            })?;
            let whole = cardinal.value.add(part.value.negate())?;
            amount.value = whole.add(part.value.divide(below.value)?)?;
            (amount.end, amount.weak, amount.plain) = (below.end, false, 0);
            return Some(amount);
        }
        let (numerator, denominator) = (cardinal.value.whole()?, below.value.whole()?);
        // «مئتان وواحد على ثمانية»: «واحد على» goes together.
        let last = cardinal.end - 1;
        let one = self
            .find(last, |r| (r.sense == Sense::Digit(1) && matches!(r.prefix, 0 | prefix::WAW)).then_some(()))
            .is_some();
        if over.is_some() && numerator > 100 && one && !cardinal.digits {
            let whole = cardinal.value.add(Rational::small(1).negate())?;
            amount.value = whole.add(Rational::small(1).divide(below.value)?)?;
            (amount.end, amount.weak, amount.plain) = (below.end, false, 0);
            return Some(amount);
        }
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
        let tens = self
            .find(at, |r| (matches!(r.sense, Sense::Tens(_)) && !self.has_damma(at, r.split.skip)).then_some(()))
            .is_some();
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
                && self
                    .find(end, |r| {
                        matches!(r.sense, Sense::Hundred(_) | Sense::Ten | Sense::Scale(_) if !r.article).then_some(())
                    })
                    .is_some()
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
}

fn is_power_of_ten(value: Rational) -> bool {
    value.whole().is_some_and(|n| n >= 10 && n.to_string().trim_end_matches('0') == "1")
}
