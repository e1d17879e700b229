//! Lengths of time: «ثلاثة أشهر», «ساعتين ونصف», «سنة وثلاثة أشهر», ages.
//!
//! Written as ISO 8601. Halves become whole smaller parts where these are
//! exact (a year and a half is `P1Y6M`), else stay decimals (`P1.5M`).

use crate::gazetteer::figure_words::{Form, Reading, Sense, TimeUnit, Word};
use crate::text::code::letter;
use crate::text::{Gap, Split, TokenKind};

use super::money::only_waw;
use super::number::Amount;
use super::rational::Rational;
use super::scan::{Found, Scan};
use super::value::{Bound, Duration, Value};

/// Parts of one duration; more are not read.
const MOST_PARTS: usize = 8;

/// A length of time in the units it was said in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    parts: [(TimeUnit, Rational); MOST_PARTS],
    count: usize,
}

impl Length {
    pub(super) fn of(unit: TimeUnit, value: Rational) -> Self {
        let mut out = Self { parts: [(TimeUnit::Second, Rational::small(0)); MOST_PARTS], count: 0 };
        out.push(unit, value);
        out
    }

    fn push(&mut self, unit: TimeUnit, value: Rational) {
        if let Some(slot) = self.parts.get_mut(self.count) {
            *slot = (unit, value);
            self.count += 1;
        }
    }

    pub(super) fn parts(&self) -> &[(TimeUnit, Rational)] {
        &self.parts[..self.count]
    }

    /// ISO 8601, or `None` when a part does not fit.
    pub(super) fn iso8601(&self) -> Option<String> {
        let mut sums = [Rational::small(0); 7];
        for &(unit, value) in self.parts() {
            let (slot, factor) = match unit {
                TimeUnit::Century => (0, Rational::small(100)),
                TimeUnit::Decade => (0, Rational::small(10)),
                TimeUnit::Year => (0, Rational::small(1)),
                TimeUnit::Month => (1, Rational::small(1)),
                TimeUnit::Week => (2, Rational::small(1)),
                TimeUnit::Day => (3, Rational::small(1)),
                TimeUnit::Hour => (4, Rational::small(1)),
                TimeUnit::Minute => (5, Rational::small(1)),
                TimeUnit::Second => (6, Rational::small(1)),
                TimeUnit::Millisecond => (6, Rational::decimal(1, 3)?),
            };
            sums[slot] = sums[slot].add(value.multiply(factor)?)?;
        }
        // A broken part goes down one unit where that is exact.
        for (from, to, factor) in [(0, 1, 12), (3, 4, 24), (4, 5, 60), (5, 6, 60)] {
            let whole = floor(sums[from]);
            let rest = sums[from].add(whole.negate())?.multiply(Rational::small(factor))?;
            if !rest.is_zero() && rest.is_whole() {
                sums[from] = whole;
                sums[to] = sums[to].add(rest)?;
            }
        }
        let mut out = String::from("P");
        for (slot, mark) in ["Y", "M", "W", "D", "H", "M", "S"].iter().enumerate() {
            if slot == 4 && sums[4..].iter().any(|s| !s.is_zero()) {
                out.push('T');
            }
            if !sums[slot].is_zero() {
                out.push_str(&sums[slot].plain());
                out.push_str(mark);
            }
        }
        Some(if out == "P" { "PT0S".to_owned() } else { out })
    }
}

fn floor(value: Rational) -> Rational {
    let plain = value.plain();
    let whole = plain.split('.').next().and_then(|w| w.parse::<u128>().ok()).unwrap_or(0);
    Rational::integer(whole).unwrap_or(Rational::small(0))
}

impl Scan<'_> {
    /// A unit of time at `i` that a number may count.
    pub(super) fn time_unit(&self, i: usize, accept: impl Fn(&Reading) -> bool) -> Option<(Reading, TimeUnit)> {
        if self.gap(i) == Gap::Line {
            return None;
        }
        self.find(i, |r| match r.sense {
            Sense::TimeUnit(unit) if accept(r) => Some(unit),
            _ => None,
        })
    }

    /// The duration whose first number is `amount`.
    pub(super) fn duration(&self, amount: Amount) -> Option<Found> {
        let (reading, unit) = self.time_unit(amount.end, |r| r.prefix == 0 && r.trim == 0 && (!r.symbol || amount.digits))?;
        // «أخماس العقد» are parts of a contract rather than of a decade.
        if amount.fraction.is_some() && reading.article && unit > TimeUnit::Year {
            return None;
        }
        if reading.symbol && (amount.plain == 0 || self.gap(amount.end + 1) == Gap::None) {
            return None;
        }
        let end = amount.end + usize::from(reading.tokens);
        // «القرار 242 عام 1967»: the year belongs to what follows.
        if unit == TimeUnit::Year && reading.form == Form::Singular && self.same_line(end) && self.digit_count(end) == Some(4) {
            return None;
        }
        self.duration_from(amount, unit, end)
    }

    /// A duration without a number of its own: ساعتين, or نصف ساعة.
    pub(super) fn bare_duration(&self, i: usize) -> Option<Found> {
        let (reading, unit) = self.find(i, |r| match r.sense {
            Sense::TimeUnit(unit) if !r.symbol => Some(unit),
            _ => None,
        })?;
        let end = i + usize::from(reading.tokens);
        let count = match reading.form {
            Form::Dual => 2,
            Form::ConstructDual => return None,
            Form::Singular | Form::Accusative if !reading.article => 1,
            // «طوال اليوم» lasts a day.
            Form::Singular if self.word_before(i, |w| w == Word::Lasting).is_some() && self.deictic_free(end) => 1,
            _ => return None,
        };
        let whole = self.word(end, Word::Whole).filter(|_| self.same_line(end));
        let lasting = self.word_before(i, |w| w == Word::Lasting).is_some();
        let supported = count == 2
            || whole.is_some()
            || self.half_of_unit(end, unit).is_some()
            || lasting
            || self.moved_before(i, end, unit)
            || self.next_part(end, unit).is_some()
            || self.begins_range(i, end, unit);
        let of_something = count == 1 && self.is_definite(end) && self.gap(end) == Gap::Space;
        if !supported || (of_something && !reading.article) {
            return None;
        }
        let end = if self.one_or_two(end, count) { end + 1 } else { end };
        let amount = bare_amount(i, end, reading.split, Rational::small(count));
        let amount = Amount { bound: self.bound_before(i).unwrap_or_default(), ..amount };
        self.duration_from(amount, unit, end)
    }

    /// «قبل شهر», «منذ سنة» with nothing of the month or year after it.
    fn moved_before(&self, i: usize, end: usize, unit: TimeUnit) -> bool {
        if unit < TimeUnit::Day || self.word_before(i, |w| matches!(w, Word::Before | Word::Since | Word::After)).is_none() {
            return false;
        }
        self.gap(end) == Gap::Line || self.kind(end) == Some(TokenKind::Punctuation) || self.word(end, Word::From).is_some()
    }

    /// «من يوم إلى ثلاثة أيام».
    fn begins_range(&self, i: usize, end: usize, unit: TimeUnit) -> bool {
        let from = self.word_before(i, |w| matches!(w, Word::From | Word::Between)).is_some();
        from && self.second_length(&bare_amount(i, end, Split::WHOLE, Rational::small(1)), unit).is_some()
    }

    fn deictic_free(&self, i: usize) -> bool {
        !self.same_line(i) || self.find(i, |r| matches!(r.sense, Sense::Deictic(_)).then_some(())).is_none()
    }

    /// `amount` units, with the parts that follow, from a unit ending at `end`.
    pub(super) fn duration_from(&self, amount: Amount, unit: TimeUnit, end: usize) -> Option<Found> {
        let mut amount = amount;
        amount.end = end.max(amount.end);
        if let Some(after) = self.word(amount.end, Word::Whole).filter(|_| self.same_line(amount.end)) {
            amount.end = after;
        }
        let mut length = Length::of(unit, amount.value);
        let mut upper = match amount.upper {
            Some(upper) => Some(Length::of(unit, upper).iso8601()?),
            None => None,
        };
        if upper.is_none() {
            self.more_parts(&mut length, &mut amount, unit)?;
            if let Some((second, end)) = self.second_length(&amount, unit) {
                (upper, amount.bound, amount.end) = (Some(second.iso8601()?), Bound::Range, end);
            }
        }
        if amount.bound == Bound::Exact
            && let Some(bound) = self.bound_after(amount.end)
        {
            amount.bound = bound;
        }
        (amount.weak, amount.trim) = (false, 0);
        let value = Duration { iso8601: length.iso8601()?, upper, bound: amount.bound };
        let age = unit >= TimeUnit::Day && self.is_age(&amount);
        let (subtype, rule) = if age { ("age", "figure.duration.age") } else { ("duration", "figure.duration.length") };
        Some(amount.figure(subtype, rule, Value::Duration(value)))
    }

    /// The other end of «من أسبوعين إلى ثلاثة أسابيع».
    fn second_length(&self, first: &Amount, unit: TimeUnit) -> Option<(Length, usize)> {
        let at = self.range_joint(first.begin, first.end)?;
        let second = self.simple(at).filter(|a| a.upper.is_none())?;
        let (reading, other) = self.time_unit(second.end, |r| r.prefix == 0 && !r.symbol && !r.article)?;
        let longer = other > unit || other == unit && second.value > first.value;
        longer.then(|| (Length::of(other, second.value), second.end + usize::from(reading.tokens)))
    }

    fn more_parts(&self, length: &mut Length, amount: &mut Amount, first: TimeUnit) -> Option<()> {
        let mut last = first;
        for _ in 1..MOST_PARTS {
            if let Some((part, end)) = self.half_of_unit(amount.end, last) {
                length.push(last, part);
                amount.end = end;
                continue;
            }
            let Some((value, unit, end)) = self.next_part(amount.end, last) else { break };
            length.push(unit, value);
            amount.end = end;
            last = unit;
        }
        Some(())
    }

    /// «ونصف», «ونصف الساعة» after some units.
    fn half_of_unit(&self, i: usize, unit: TimeUnit) -> Option<(Rational, usize)> {
        self.half_after(i, 0).or_else(|| {
            let (at, attached) = self.joined(i);
            let (_, part) = self.find(at, |r| match r.sense {
                Sense::Fraction(denominator @ 2..=4) if self.is_joined(r, attached) && r.form == Form::Singular && r.trim == 0 => {
                    Rational::new(1, i128::from(denominator))
                }
                _ => None,
            })?;
            let (_, repeated) = self.time_unit(at + 1, |r| r.article && r.prefix == 0)?;
            (repeated == unit && self.same_line(i)).then_some((part, at + 2))
        })
    }

    /// «وثلاثة أشهر», «و ساعة», «, 30 دقيقة» after a part in larger units.
    fn next_part(&self, i: usize, last: TimeUnit) -> Option<(Rational, TimeUnit, usize)> {
        if self.gap(i) == Gap::Line {
            return None;
        }
        let comma = self.is_punctuation(i, crate::text::code::punct::COMMA);
        let (at, attached) = if comma { (i + 1, false) } else { self.joined(i) };
        let loose = at == i && self.gap(i) == Gap::Space;
        let fits = |r: &Reading| r.prefix == 0 || (attached && only_waw(r));
        if let Some(part) = self.simple(at).filter(|a| a.upper.is_none()) {
            let (reading, unit) = self.time_unit(part.end, |r| r.prefix == 0 && !r.symbol)?;
            let joined = if attached { self.find(at, |r| only_waw(r).then_some(())).is_some() } else { true };
            if unit < last && (joined || loose) {
                return Some((part.value, unit, part.end + usize::from(reading.tokens)));
            }
            return None;
        }
        if comma {
            return None;
        }
        let (reading, unit) = self.time_unit(at, |r| fits(r) && !r.symbol && !r.article)?;
        let joined = !attached || only_waw(&reading);
        let count = match reading.form {
            Form::Dual => 2,
            Form::Singular | Form::Accusative => 1,
            _ => return None,
        };
        let end = at + usize::from(reading.tokens);
        let end = if self.one_or_two(end, count) { end + 1 } else { end };
        (joined && unit < last).then(|| (Rational::small(count), unit, end))
    }

    /// «واحد» or «اثنان» after its noun.
    fn one_or_two(&self, i: usize, count: u32) -> bool {
        self.same_line(i)
            && self.find(i, |r| (r.sense == Sense::Digit(count as u8) && r.prefix == 0 && !r.article).then_some(())).is_some()
    }

    fn is_age(&self, amount: &Amount) -> bool {
        if self.word_before(amount.begin, |w| w == Word::Age).is_some() {
            return true;
        }
        // «45 عاما من العمر», «من عمره»
        let Some(at) = self.word(amount.end, Word::From).filter(|&at| self.same_line(at) && self.same_line(amount.end)) else {
            return false;
        };
        let codes = self.text.codes_of(at);
        let stem = codes.strip_prefix(&[letter::ALEF, letter::LAM]).unwrap_or(codes);
        stem.starts_with(&[letter::AIN, letter::MEEM, letter::REH])
    }
}

/// An amount that no number word says.
pub(super) fn bare_amount(begin: usize, end: usize, split: Split, value: Rational) -> Amount {
    Amount {
        value,
        upper: None,
        bound: Bound::Exact,
        fraction: None,
        begin,
        end,
        split,
        trim: 0,
        weak: false,
        plain: 0,
        article: false,
        scale: 0,
        digits: false,
    }
}
