//! Dates in digits: 26/4/1948, 2022-01-20, 20.1.2022, 3/2015, 14-09-1432 هـ.
//!
//! The day comes first unless that is impossible; when both orders are
//! possible the other one is kept as an alternative.

use crate::gazetteer::figure_words::{Era, Sense, Word};
use crate::text::code::punct;
use crate::text::{Gap, Split};

use super::super::scan::Scan;
use super::Dated;
use super::when::{Parts, When};

/// Numbers of a date with their count of digits.
struct Numbers {
    values: [u64; 3],
    digits: [usize; 3],
    count: usize,
    end: usize,
    separator: u8,
}

impl Scan<'_> {
    /// The date in digits at `i`, with its range and its second calendar.
    pub(super) fn numeric_date(&self, i: usize) -> Option<Dated> {
        let dated = self.date_range(self.numeric_core(i)?)?;
        Some(self.bracketed(self.double_calendar(dated)))
    }

    /// One date in digits.
    pub(super) fn numeric_core(&self, i: usize) -> Option<Dated> {
        let numbers = self.numbers(i)?;
        let (when, end) = match numbers.count {
            3 => self.three(&numbers)?,
            _ => (self.two(i, &numbers)?, numbers.end),
        };
        Some(Dated { when, begin: i, end, split: Split::WHOLE, rule: "figure.date.numeric", weak: false })
    }

    fn numbers(&self, i: usize) -> Option<Numbers> {
        let separator = self.punctuation(i + 1).filter(|c| matches!(*c, punct::SLASH | punct::HYPHEN | punct::FULL_STOP | punct::DASH))?;
        if self.glued_left(i) {
            return None;
        }
        let spaced = self.gap(i + 1) == Gap::Space;
        // Only slashes may have space around them.
        if spaced && separator != punct::SLASH {
            return None;
        }
        let mut out = Numbers { values: [self.integer(i)?, 0, 0], digits: [self.digit_count(i)?, 0, 0], count: 1, end: i + 1, separator };
        while out.count < 4 && self.is_punctuation(out.end, separator) && self.is_number(out.end + 1) {
            let gaps = (self.gap(out.end), self.gap(out.end + 1));
            let tight = gaps == (Gap::None, Gap::None);
            let loose = separator == punct::SLASH && gaps.0 != Gap::Line && gaps.1 != Gap::Line && (spaced || gaps.1 == Gap::Space);
            if !tight && !loose {
                break;
            }
            if out.count == 3 {
                return None;
            }
            out.values[out.count] = self.integer(out.end + 1)?;
            out.digits[out.count] = self.digit_count(out.end + 1)?;
            out.count += 1;
            out.end += 2;
        }
        // 1.5% and 10-20-30-40 go on.
        let goes_on = self.gap(out.end) == Gap::None && self.is_number(out.end + 1) && self.gap(out.end + 1) == Gap::None;
        (out.count > 1 && !(goes_on && self.is_punctuation(out.end, separator))).then_some(out)
    }

    /// Day, month and year.
    fn three(&self, numbers: &Numbers) -> Option<(When, usize)> {
        let [a, b, c] = numbers.values;
        let short = numbers.digits.iter().all(|&d| d <= 2);
        if short && numbers.separator == punct::FULL_STOP && !(numbers.digits == [2, 2, 2]) {
            return None;
        }
        let (era, end) = self.era(numbers.end);
        let make = |year: u64, month: u64, day: u64| {
            let parts = Parts { year: i32::try_from(year).ok(), month: u8::try_from(month).ok(), day: u8::try_from(day).ok() };
            let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
            if !valid {
                return None;
            }
            // Years from 1300 to 1500 in digits are Hijri.
            if era == Some(Era::Hijri) || (era.is_none() && (1300..=1500).contains(&year)) {
                return When::hijri(parts);
            }
            When::gregorian(parts)
        };
        if numbers.digits[0] == 4 && numbers.digits[1] <= 2 && numbers.digits[2] <= 2 {
            return Some((make(a, b, c)?, end));
        }
        if numbers.digits[0] > 2 || numbers.digits[1] > 2 || !matches!(numbers.digits[2], 2 | 4) {
            return None;
        }
        let year = if numbers.digits[2] == 4 { c } else { full_year(c, era) };
        let day_first = make(year, b, a);
        let month_first = if a != b { make(year, a, b) } else { None };
        let mut when = day_first.clone().or_else(|| month_first.clone())?;
        if let (Some(_), Some(other)) = (&day_first, month_first) {
            when.alternatives.push(other.edtf);
        }
        if numbers.digits[2] == 2 && numbers.digits[0] == 2 && let Some(other) = make(full_year(a, era), b, c) {
            when.alternatives.push(other.edtf);
        }
        Some((when, end))
    }

    /// Day and month, month and year, or two years.
    fn two(&self, i: usize, numbers: &Numbers) -> Option<When> {
        let [a, b, _] = numbers.values;
        let digits = (numbers.digits[0], numbers.digits[1]);
        let year = |n: u64| (1000..=2999).contains(&n);
        let month = |n: u64| u8::try_from(n).ok().filter(|m| (1..=12).contains(m));
        if let (4, 1 | 2) = digits
            && year(a)
            && numbers.separator != punct::DASH
        {
            return Some(When::month(a as i32, month(b)?));
        }
        if let (1 | 2, 4) = digits
            && year(b)
            && numbers.separator != punct::DASH
        {
            return Some(When::month(b as i32, month(a)?));
        }
        if digits == (4, 4) && year(a) && year(b) && a < b && numbers.separator != punct::FULL_STOP {
            let span = b - a;
            let both = if a < 1550 && span < 100 && b < 1550 {
                When::hijri(Parts { year: Some(a as i32), ..Parts::default() })?
                    .to(When::hijri(Parts { year: Some(b as i32), ..Parts::default() })?)
            } else {
                When::year(a as i32).to(When::year(b as i32))
            };
            return both.filter(|_| b <= 2100 && self.stands_as_year(i, numbers.end));
        }
        if digits.0 > 2 || digits.1 > 2 || numbers.separator == punct::DASH {
            return None;
        }
        let cued = self.before(i, |r| matches!(r.sense, Sense::Weekday(_) | Sense::Word(Word::Dated))).is_some()
            || self.word_before_is_day(i);
        // 3/4 is three quarters, 22/4 cannot be less than a whole.
        let plain = numbers.separator == punct::SLASH && (a > b || b > 12) && (a.max(b) > 12);
        let hyphened = numbers.separator == punct::HYPHEN && (13..=31).contains(&a) && (1..=12).contains(&b);
        if !cued && !plain && !hyphened {
            return None;
        }
        let of = |day: u64, month: u64| {
            When::gregorian(Parts { year: None, month: u8::try_from(month).ok().filter(|m| (1..=12).contains(m)), day: u8::try_from(day).ok() })
        };
        let first = of(a, b).filter(|_| (1..=31).contains(&a) && month(b).is_some());
        let second = of(b, a).filter(|_| (1..=31).contains(&b) && month(a).is_some() && a != b);
        let mut when = first.clone().or_else(|| second.clone())?;
        if let (Some(_), Some(other)) = (first, second) {
            when.alternatives.push(other.edtf);
        }
        Some(when)
    }

    /// «يوم» before a day and month in digits.
    fn word_before_is_day(&self, i: usize) -> bool {
        use crate::gazetteer::figure_words::TimeUnit;
        self.before(i, |r| r.sense == Sense::TimeUnit(TimeUnit::Day) && r.tokens == 1).is_some()
    }

    /// The era at `i`, with the token after it.
    pub(super) fn era(&self, i: usize) -> (Option<Era>, usize) {
        if self.gap(i) == Gap::Line {
            return (None, i);
        }
        let era = self.find(i, |r| match r.sense {
            Sense::Era(era) => Some(era),
            _ => None,
        });
        match era {
            Some((reading, era)) => {
                let end = i + usize::from(reading.tokens);
                (Some(era), end)
            }
            None => (None, i),
        }
    }

    /// «بتاريخ (26/4/1948)»: the brackets belong to the head before them.
    pub(super) fn bracketed(&self, mut dated: Dated) -> Dated {
        let Some(open) = dated.begin.checked_sub(1) else { return dated };
        if self.is_punctuation(open, punct::OPEN_PAREN) && self.is_punctuation(dated.end, punct::CLOSE_PAREN) && self.same_line(dated.end) {
            let (era, end) = self.era(dated.end + 1);
            if let Some((at, reading)) = self.before(open, |r| r.sense == Sense::Word(Word::Dated)) {
                (dated.begin, dated.split) = (at, reading.split);
                // «بـ» of «بتاريخ» is a proclitic like any other.
                let skip = u8::from(self.text.codes_of(at).len() > 5);
                dated.split = Split { skip, ..Split::WHOLE };
                dated.end += 1;
                if era.is_some() {
                    dated.end = end;
                }
            }
        }
        dated
    }
}

/// A year of two digits, nearest to now.
fn full_year(year: u64, era: Option<Era>) -> u64 {
    match era {
        Some(Era::Hijri) => 1400 + year,
        _ if year < 50 => 2000 + year,
        _ => 1900 + year,
    }
}
