//! Cardinals in words, alone or mixed with digits: «مئة وخمسة وعشرون ألفا
//! وثلاثمئة» (125,300), «3.5 مليون», «ثلاثة ملايين و200 ألف».
//!
//! A number is a chain of groups, each below a thousand times a scale, joined
//! by و in falling order. A chain stops where the next word does not continue
//! it, so that «ثلاثة وخمسة» is two numbers.

use crate::gazetteer::figure_words::{Form, Reading, Sense, Vague, Word, prefix};
use crate::text::code::{letter, punct};
use crate::text::{Gap, Split, TokenKind};

use super::rational::Rational;
use super::scan::Scan;
use super::value::Bound;

/// A number with the stretch of text that says it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cardinal {
    pub(super) value: Rational,
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) split: Split,
    /// Bits of the proclitics before the first word.
    pub(super) prefix: u8,
    /// The first word has the article.
    pub(super) article: bool,
    /// Exponent of the last scale word, or zero.
    pub(super) scale: u32,
    /// Exponent of the first group's scale, or zero.
    pub(super) first_scale: u32,
    /// The only word is one that is often no number.
    pub(super) weak: bool,
    /// A bound that the words themselves set (عشرات, بضعة).
    pub(super) bound: Option<Bound>,
    /// Upper end of what is counted vaguely.
    pub(super) upper: Option<Rational>,
    /// Digits of a number that is nothing but digits, else zero.
    pub(super) plain: u8,
    /// Whether any of it is in digits.
    pub(super) digits: bool,
    /// A bare dual (مليونين) or hundred that counts what follows.
    pub(super) words: u8,
}

/// Groups in one number; more are not read.
const MOST_GROUPS: usize = 12;

/// A number below a thousand.
struct Group {
    value: u32,
    end: usize,
    reading: Reading,
}

impl Scan<'_> {
    /// The cardinal that begins at token `i`, in words or digits.
    pub(super) fn cardinal(&self, i: usize) -> Option<Cardinal> {
        let mut out = self.first_group(i)?;
        for _ in 1..MOST_GROUPS {
            if !self.continue_with(&mut out) {
                break;
            }
        }
        Some(out)
    }

    fn first_group(&self, i: usize) -> Option<Cardinal> {
        if self.is_number(i) {
            let literal = self.literal(i).ok().flatten()?;
            let base = Cardinal {
                value: literal.value,
                begin: literal.begin,
                end: literal.end,
                split: Split::WHOLE,
                prefix: 0,
                article: false,
                scale: 0,
                first_scale: 0,
                weak: false,
                bound: None,
                upper: None,
                plain: literal.plain,
                digits: true,
                words: 0,
            };
            return self.scaled(base);
        }
        if let Some(vague) = self.vague(i) {
            return Some(vague);
        }
        if let Some(group) = self.group(i, None) {
            let base = self.from_reading(i, group.end, Rational::small(group.value), &group.reading);
            return self.scaled(base);
        }
        self.bare_scale(i)
    }

    fn from_reading(&self, begin: usize, end: usize, value: Rational, reading: &Reading) -> Cardinal {
        let words = (end - begin) as u8;
        Cardinal {
            value,
            begin,
            end,
            split: reading.split,
            prefix: reading.prefix,
            article: reading.article,
            scale: 0,
            first_scale: 0,
            weak: reading.weak && words == 1,
            bound: None,
            upper: None,
            plain: 0,
            digits: false,
            words,
        }
    }

    /// A scale word that nothing multiplies: مليون, ألفان, آلاف.
    fn bare_scale(&self, i: usize) -> Option<Cardinal> {
        if let Some((reading, ())) = self.find(i, |r| (r.sense == Sense::Dozen).then_some(())) {
            let count = if reading.form == Form::Dual { 24 } else { 12 };
            let out = self.from_reading(i, i + 1, Rational::small(count), &reading);
            return Some(Cardinal { weak: true, ..out });
        }
        let (reading, exponent) = self.find(i, |r| match r.sense {
            Sense::Scale(exponent) if r.trim == 0 => Some(u32::from(exponent)),
            _ => None,
        })?;
        let end = i + 1;
        let count = match reading.form {
            Form::Dual | Form::ConstructDual => 2,
            Form::Accusative if self.is_construct(i, end) => 2,
            _ => 1,
        };
        let value = Rational::small(count).multiply(Rational::power_of_ten(exponent)?)?;
        let mut out = self.from_reading(i, end, value, &reading);
        out.scale = exponent;
        out.first_scale = exponent;
        if reading.form == Form::Plural {
            out.bound = Some(Bound::AtLeast);
            out.weak = true;
        }
        // «ألفا» alone is also a name.
        out.weak |= reading.form == Form::Accusative && count == 1 && !self.has_tanween(i);
        self.more_scales(&mut out)?;
        Some(out)
    }

    /// Whether the accusative-looking scale before `end` stands in the
    /// construct state, and so is a dual: مليونا دولار.
    fn is_construct(&self, i: usize, end: usize) -> bool {
        if self.has_tanween(i) || self.kind(end) != Some(TokenKind::Word) || self.gap(end) != Gap::Space {
            return false;
        }
        let codes = self.text.codes_of(end);
        let particle = self.find(end, |r| matches!(r.sense, Sense::Word(_) | Sense::Bound(_) | Sense::BoundAfter(_)).then_some(())).is_some();
        let joined = codes.first() == Some(&letter::WAW) && self.find(end, |r| (r.prefix != 0).then_some(())).is_some();
        codes.len() > 2 && !particle && !joined && !self.is_definite(end)
    }

    /// Multiplies by the scale words right after a group.
    fn scaled(&self, mut out: Cardinal) -> Option<Cardinal> {
        let hundreds = |r: &Reading| match r.sense {
            Sense::Hundred(100) if out.digits && r.prefix == 0 && !r.article => Some(2),
            Sense::Dozen | Sense::Vague(Vague::Dozens) if r.prefix == 0 && !r.article => Some(0),
            Sense::Scale(exponent) if r.prefix == 0 && !matches!(r.form, Form::Dual | Form::ConstructDual) => Some(u32::from(exponent)),
            _ => None,
        };
        if self.gap(out.end) == Gap::Line {
            return Some(out);
        }
        // «ألف» in one word with the digits (20ألف) counts too.
        let Some((reading, exponent)) = self.find(out.end, hundreds) else { return Some(out) };
        if reading.trim > 0 {
            return Some(out);
        }
        let factor = if exponent == 0 { Rational::small(12) } else { Rational::power_of_ten(exponent)? };
        out.value = out.value.multiply(factor)?;
        out.end += usize::from(reading.tokens);
        out.words += 1;
        out.weak = false;
        out.plain = 0;
        out.scale = if exponent > 2 { exponent } else { 0 };
        self.more_scales(&mut out)?;
        out.first_scale = out.scale;
        Some(out)
    }

    /// Scales of scales: ألف مليون, مئة ألف مليار.
    fn more_scales(&self, out: &mut Cardinal) -> Option<()> {
        while out.scale > 0 && out.scale < 30 && self.gap(out.end) == Gap::Space {
            let next = self.find(out.end, |r| match r.sense {
                Sense::Scale(exponent) if r.prefix == 0 && r.trim == 0 && !matches!(r.form, Form::Dual | Form::ConstructDual) => {
                    Some(u32::from(exponent))
                }
                _ => None,
            });
            let Some((_, exponent)) = next else { break };
            out.value = out.value.multiply(Rational::power_of_ten(exponent)?)?;
            out.scale += exponent;
            out.first_scale = out.scale;
            out.end += 1;
            out.words += 1;
            out.weak = false;
        }
        Some(())
    }

    /// Adds the next group that و joins, if it continues the number.
    fn continue_with(&self, out: &mut Cardinal) -> bool {
        let mut at = out.end;
        // A comma may stand after a scale: «ألفا، وخمسمئة».
        if out.scale > 0 && self.is_punctuation(at, punct::COMMA) {
            at += 1;
        }
        if self.gap(at) == Gap::Line || (out.plain > 0 && out.scale == 0) {
            return false;
        }
        let (at, attached) = self.joined(at);
        let (value, end, scale, digits, dual) = if !attached && self.is_number(at) {
            if out.scale == 0 {
                return false;
            }
            let Some(next) = self.literal(at).ok().flatten() else { return false };
            if next.plain == 0 {
                return false;
            }
            let base = Cardinal { value: next.value, end: next.end, scale: 0, digits: true, plain: next.plain, ..*out };
            let Some(next) = self.scaled(base) else { return false };
            (next.value, next.end, next.scale, true, false)
        } else if let Some(group) = self.group(at, Some(attached)) {
            let base = self.from_reading(at, group.end, Rational::small(group.value), &group.reading);
            let Some(next) = self.scaled(base) else { return false };
            (next.value, next.end, next.scale, false, false)
        } else {
            let scale = self.find(at, |r| match r.sense {
                Sense::Scale(_) if self.is_joined(r, attached) && r.form != Form::Plural => Some(()),
                Sense::Dozen if self.is_joined(r, attached) => Some(()),
                _ => None,
            });
            let Some((reading, ())) = scale else { return false };
            if reading.sense == Sense::Dozen {
                let count = if reading.form == Form::Dual { 24 } else { 12 };
                (Rational::small(count), at + 1, 0, false, false)
            } else {
                let Some(next) = self.bare_scale(at) else { return false };
                (next.value, next.end, next.scale, false, true)
            }
        };
        let dozens = scale == 0 && self.is_dozen(end - 1) && out.scale == 0 && !out.digits && out.value >= Rational::small(100);
        if !dozens && !continues(out, value, scale) {
            return false;
        }
        let Some(sum) = out.value.add(value) else { return false };
        out.value = sum;
        out.end = end;
        out.scale = scale;
        out.digits |= digits;
        out.words = out.words.saturating_add(1 + u8::from(dual));
        out.weak = false;
        out.plain = 0;
        true
    }

    /// A number below a thousand. `joined` is how و must stand, if it must.
    fn group(&self, i: usize, joined: Option<bool>) -> Option<Group> {
        let fits = |r: &Reading| joined.is_none_or(|attached| self.is_joined(r, attached)) && r.trim == 0;
        let (reading, value) = self.find(i, |r| match r.sense {
            _ if !fits(r) => None,
            Sense::Digit(value) => Some(u32::from(value)),
            Sense::Ten => Some(10),
            Sense::Teen(value) | Sense::Tens(value) => Some(u32::from(value)),
            Sense::Hundred(value) => Some(u32::from(value)),
            _ => None,
        })?;
        let end = i + usize::from(reading.tokens);
        // «بالمئة» is a percentage, with or without its number.
        if reading.sense == Sense::Hundred(100) && reading.article && reading.prefix & prefix::BEH != 0 {
            return None;
        }
        // «ميت» is a hundred only inside a number.
        if reading.sense == Sense::Hundred(100) && is_short_hundred(self, i) && !self.has_counted(end) {
            return None;
        }
        let (value, end) = match reading.sense {
            Sense::Digit(unit) => self.after_unit(u32::from(unit), end),
            Sense::Hundred(_) => self.after_hundred(value, end),
            _ => (value, end),
        };
        // أحد and إحدى alone are "one of".
        if reading.cued && value < 10 {
            return None;
        }
        Some(Group { value, end, reading })
    }

    /// Whether a scale or a noun that can be counted follows.
    fn has_counted(&self, i: usize) -> bool {
        let counted = |r: &Reading| {
            matches!(r.sense, Sense::Scale(_) | Sense::Currency(_) | Sense::Unit(_) | Sense::Counted | Sense::TimeUnit(_)).then_some(())
        };
        self.same_line(i) && self.find(i, counted).is_some()
    }

    fn after_unit(&self, unit: u32, end: usize) -> (u32, usize) {
        let adjacent = (self.gap(end) != Gap::Line)
            .then(|| {
                self.find(end, |r| match r.sense {
                    Sense::Ten if r.prefix == 0 && !r.article && unit > 0 => Some(unit + 10),
                    Sense::Hundred(100) if r.prefix == 0 && unit > 2 => Some(unit * 100),
                    _ => None,
                })
            })
            .flatten();
        if let Some((_, value)) = adjacent {
            return if value >= 100 { self.after_hundred(value, end + 1) } else { (value, end + 1) };
        }
        if unit == 0 || self.gap(end) == Gap::Line {
            return (unit, end);
        }
        let (at, attached) = self.joined(end);
        let tens = self.find(at, |r| match r.sense {
            Sense::Tens(tens) if self.is_joined(r, attached) => Some(u32::from(tens)),
            _ => None,
        });
        tens.map_or((unit, end), |(_, tens)| (unit + tens, at + 1))
    }

    fn after_hundred(&self, hundred: u32, end: usize) -> (u32, usize) {
        if self.gap(end) == Gap::Line {
            return (hundred, end);
        }
        let (at, attached) = self.joined(end);
        let rest = self.find(at, |r| match r.sense {
            _ if !self.is_joined(r, attached) || r.trim > 0 => None,
            Sense::Digit(value @ 1..) => Some((u32::from(value), true)),
            Sense::Ten => Some((10, false)),
            Sense::Teen(value) | Sense::Tens(value) => Some((u32::from(value), false)),
            _ => None,
        });
        let Some((reading, (value, unit))) = rest else { return (hundred, end) };
        let after = at + usize::from(reading.tokens);
        if !unit {
            return (hundred + value, after);
        }
        let (value, after) = self.after_unit(value, after);
        // «مئة وثلاثمئة» are two numbers; «مئة وثلاثة أخماس» is a fraction.
        if value >= 100 || (value < 11 && self.is_fraction_plural(after)) { (hundred, end) } else { (hundred + value, after) }
    }

    /// Whether a plural or dual of a fraction stands at `i` (أخماس).
    pub(super) fn is_fraction_plural(&self, i: usize) -> bool {
        self.same_line(i)
            && self.find(i, |r| (matches!(r.sense, Sense::Fraction(_)) && r.form == Form::Plural && r.prefix == 0).then_some(())).is_some()
    }

    fn is_dozen(&self, i: usize) -> bool {
        self.find(i, |r| (r.sense == Sense::Dozen).then_some(())).is_some()
    }

    fn is_plural_time(&self, i: usize) -> bool {
        self.same_line(i)
            && self.find(i, |r| (matches!(r.sense, Sense::TimeUnit(_)) && r.form == Form::Plural && r.prefix == 0).then_some(())).is_some()
    }

    /// Counts that are not exact: بضعة, عشرات, مئات الآلاف.
    fn vague(&self, i: usize) -> Option<Cardinal> {
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
        let mut out = self.from_reading(i, end, Rational::small(value), &reading);
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
        while places < 9 && self.same_line(at) && self.find(at, |r| (r.sense == Sense::Digit(0) && r.prefix == 0).then_some(())).is_some() {
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
}

/// Whether a group can follow what has been read, in falling order.
fn continues(out: &Cardinal, value: Rational, scale: u32) -> bool {
    if out.scale == 0 {
        return false;
    }
    if scale == out.scale {
        // «مئة ألف وألفان»: the same scale again, for its lower digits.
        let unit = Rational::power_of_ten(scale).and_then(|unit| out.value.divide(unit));
        let round = unit.and_then(Rational::whole).is_some_and(|n| n >= 100 && n % 100 == 0);
        return round && Rational::power_of_ten(scale + 2).is_some_and(|limit| value < limit);
    }
    Rational::power_of_ten(out.scale).is_some_and(|limit| value < limit)
}

fn is_short_hundred(scan: &Scan<'_>, i: usize) -> bool {
    scan.text.codes_of(i).last() == Some(&letter::TEH)
}
