//! Counts that are not exact (بضعة, عشرات, مئات الآلاف) and decimals in words.

use crate::gazetteer::figure_words::{Form, Sense, Vague, Word};

use super::cardinal::{Cardinal, in_words};
use super::rational::Rational;
use super::scan::Scan;
use super::value::Bound;

impl Scan<'_> {
    /// Counts that are not exact: بضعة, عشرات, مئات الآلاف.
    pub(super) fn vague(&self, i: usize) -> Option<Cardinal> {
        let (reading, vague) = self.find(i, |r| match r.sense {
            Sense::Vague(vague) if r.trim == 0 => Some(vague),
            _ => None,
        })?;
        let mut end = i + 1;
        let (value, upper, bound) = match vague {
            Vague::Tens => (10, None, Bound::AtLeast),
            Vague::Hundreds => (100, None, Bound::AtLeast),
            Vague::Dozens => (12, None, Bound::AtLeast),
            Vague::Few => (3, Some(9), Bound::Range),
            Vague::Several if !self.is_plural_time(end) => return None,
            Vague::Several => (3, None, Bound::AtLeast),
        };
        let mut out = in_words(i, end, Rational::small(value), &reading);
        out.upper = upper.map(Rational::small);
        out.bound = Some(bound);
        if vague == Vague::Few {
            // «بضعة عشر» is 13 to 19, «بضع وعشرون» 23 to 29.
            let (at, attached) = self.joined(end);
            let tens = self.find(at, |r| match r.sense {
                Sense::Ten if r.prefix == 0 && at == end => Some(10),
                Sense::Tens(tens) if self.is_joined(r, attached) => Some(u32::from(tens)),
                _ => None,
            });
            if let Some((_, tens)) = tens.filter(|_| self.same_line(at)) {
                end = at + 1;
                out.value = Rational::small(value + tens);
                out.upper = Some(Rational::small(9 + tens));
                out.words += 1;
            }
        }
        out.weak = true;
        // Scales: عشرات الآلاف, مئات الملايين, بضعة ملايين.
        while self.same_line(end) && end < i + 5 {
            let scale = self.find(end, |r| match r.sense {
                Sense::Scale(exponent) if r.prefix == 0 && r.trim == 0 => Some(u32::from(exponent)),
                Sense::Hundred(100) if r.prefix == 0 && vague == Vague::Few => Some(2),
                Sense::Vague(Vague::Hundreds) if r.prefix == 0 => Some(2),
                _ => None,
            });
            let Some((_, exponent)) = scale else { break };
            let factor = Rational::power_of_ten(exponent)?;
            out.value = out.value.multiply(factor)?;
            out.upper = match out.upper {
                Some(upper) => Some(upper.multiply(factor)?),
                None => None,
            };
            out.weak = false;
            out.words += 1;
            end += 1;
        }
        out.end = end;
        Some(out)
    }

    /// A number in words after «فاصلة»: its digits after the point.
    pub(super) fn decimal_words(&self, whole: Rational, i: usize) -> Option<(Rational, usize)> {
        let mut at = self.word(i, Word::Point)?;
        let mut places = 0;
        // Zeros after the point are said one by one.
        while places < 9
            && self.same_line(at)
            && self.find(at, |r| (r.sense == Sense::Digit(0) && r.prefix == 0).then_some(())).is_some()
        {
            places += 1;
            at += 1;
        }
        let tail = if self.same_line(at) { self.group(at, None).filter(|g| g.reading.prefix == 0) } else { None };
        let Some(tail) = tail else { return (places > 0).then_some((whole, at)) };
        let digits = tail.value;
        places += digits.to_string().len() as u32;
        let part = Rational::decimal(u128::from(digits), places)?;
        Some((whole.add(part)?, tail.end))
    }

    fn is_plural_time(&self, i: usize) -> bool {
        self.same_line(i)
            && self
                .find(i, |r| {
                    (matches!(r.sense, Sense::TimeUnit(_)) && r.form == Form::Plural && r.prefix == 0).then_some(())
                })
                .is_some()
    }
}
