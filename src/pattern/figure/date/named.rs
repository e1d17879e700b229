//! Dates with the name of their month: «الثلاثاء 12 كانون الثاني (يناير)
//! 2022», «13-15 نوفمبر», «شباط (28/2/1945)», «12 رمضان 1443 هـ».

use crate::gazetteer::figure_words::{Deictic, Reading, Sense, TimeUnit, Word};
use crate::text::code::punct;
use crate::text::{Gap, Split};

use super::super::scan::Scan;
use super::Dated;
use super::when::{Parts, When};

/// The month of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Month {
    Gregorian(u8),
    Hijri(u8),
    /// The month before, of, or after the reference date.
    Relative(i8),
}

struct MonthName {
    month: Month,
    end: usize,
    reading: Reading,
    doubled: bool,
}

/// A day, or the first and the last one.
#[derive(Clone, Copy)]
struct Days {
    first: u8,
    last: Option<u8>,
    end: usize,
    split: Split,
}

impl Scan<'_> {
    /// The date with a month's name at `i`, with its range and its second
    /// calendar.
    pub(super) fn named_date(&self, i: usize) -> Option<Dated> {
        let dated = self.date_range(self.named_core(i)?)?;
        Some(self.double_calendar(dated))
    }

    /// One date with a month's name.
    pub(super) fn named_core(&self, i: usize) -> Option<Dated> {
        let (mut at, mut split, mut weekday) = (i, None, false);
        if let Some((reading, ())) = self.find(i, |r| matches!(r.sense, Sense::Weekday(_)).then_some(())) {
            let end = i + usize::from(reading.tokens);
            let end = self.after_word(self.after_comma(end), |w| matches!(w, Word::Dated | Word::In));
            if self.same_line(end) && let Some(numeric) = self.numeric_core(end) {
                return Some(Dated { begin: i, split: reading.split, rule: "figure.date.weekday", ..numeric });
            }
            (at, split, weekday) = (end, Some(reading.split), true);
        }
        let (days, month) = self.day_and_month(at, weekday)?;
        let rule = match (days.is_some(), weekday) {
            (_, true) => "figure.date.weekday",
            (true, false) => "figure.date.month_day",
            (false, false) => "figure.date.month",
        };
        if weekday && days.is_none() {
            return None;
        }
        let own_split = days.map_or(month.reading.split, |d| d.split);
        let weak = days.is_none() && !month.doubled && (month.reading.weak || month.reading.cued);
        let mut dated = self.with_year(at, days, &month)?;
        dated.weak &= weak;
        dated.begin = i;
        dated.split = split.unwrap_or(own_split);
        dated.rule = rule;
        Some(dated)
    }

    /// Day and month in either order, or a month alone.
    fn day_and_month(&self, i: usize, weekday: bool) -> Option<(Option<Days>, MonthName)> {
        if let Some(days) = self.days(i) {
            let month = self.month_of_day(days.end)?;
            // «عشرين مايو» but not «ثلاثة مارس» of something else.
            return Some((Some(days), month));
        }
        let month = self.month_name(i, true)?;
        if weekday && !self.same_line(i) {
            return None;
        }
        let days = self.day_after_month(month.end);
        Some((days, MonthName { end: days.map_or(month.end, |d| d.end), ..month }))
    }

    /// A day of the month, or a range of them.
    fn days(&self, i: usize) -> Option<Days> {
        let (first, end, split) = self.day_number_at(i)?;
        let mut out = Days { first, last: None, end, split };
        if let Some(at) = self.range_joint(i, end) {
            // «والتاسع عشر» has its و attached.
            let second = self.day_number_at(at);
            if let Some((last, end, _)) = second.filter(|d| d.0 > first) {
                (out.last, out.end) = (Some(last), end);
            }
        }
        Some(out)
    }

    fn day_number_at(&self, i: usize) -> Option<(u8, usize, Split)> {
        let valid = |n: u64| u8::try_from(n).ok().filter(|d| (1..=31).contains(d));
        if self.is_number(i) {
            let short = self.digit_count(i)? <= 2 && !self.glued_left(i);
            return Some((valid(self.integer(i).filter(|_| short)?)?, i + 1, Split::WHOLE));
        }
        if let Some(rank) = self.rank(i).filter(|r| r.reading.article) {
            return Some((valid(rank.value)?, rank.end, rank.reading.split));
        }
        let cardinal = self.cardinal(i).filter(|c| c.bound.is_none() && c.scale == 0 && !c.digits)?;
        Some((valid(cardinal.value.whole()?)?, cardinal.end, cardinal.split))
    }

    /// The month after a day: «من شهر», «/», «-» may stand between.
    fn month_of_day(&self, i: usize) -> Option<MonthName> {
        if self.gap(i) == Gap::Line {
            return None;
        }
        let mut at = i;
        if matches!(self.punctuation(at), Some(punct::SLASH | punct::HYPHEN | punct::FULL_STOP)) {
            at += 1;
            if self.gap(at) == Gap::Line {
                return None;
            }
        } else {
            at = self.after_word(at, |w| matches!(w, Word::From | Word::In));
        }
        if let Some(month) = self.relative_month(at) {
            return Some(month);
        }
        let headed = self.month_head(at);
        self.month_name(headed.unwrap_or(at), false)
    }

    /// شهر at `i`.
    fn month_head(&self, i: usize) -> Option<usize> {
        let (reading, ()) = self.find(i, |r| {
            (r.sense == Sense::TimeUnit(TimeUnit::Month) && r.prefix == 0 && r.tokens == 1 && !r.article).then_some(())
        })?;
        let end = i + usize::from(reading.tokens);
        self.same_line(end).then_some(end)
    }

    /// الشهر الماضي, هذا الشهر.
    fn relative_month(&self, i: usize) -> Option<MonthName> {
        let (at, shown) = self.this(i).map_or((i, false), |(end, _)| (end, true));
        let (reading, ()) =
            self.find(at, |r| (r.sense == Sense::TimeUnit(TimeUnit::Month) && r.article && r.prefix == 0).then_some(()))?;
        let end = at + 1;
        if let Some((_, deictic)) = self.deictic(end) {
            return Some(MonthName { month: Month::Relative(direction(deictic)), end: end + 1, reading, doubled: true });
        }
        shown.then_some(MonthName { month: Month::Relative(0), end, reading, doubled: true })
    }

    /// A month by name, with its second name. `alone` asks for the proclitics
    /// of a date that begins here.
    fn month_name(&self, i: usize, alone: bool) -> Option<MonthName> {
        let headed = alone && (self.month_before(i) || self.word_before(i, |w| w == Word::This).is_some());
        let placed = alone && self.word_before(i, |w| w == Word::In).is_some();
        let (reading, month) = self.find(i, |r| match r.sense {
            _ if !alone && r.prefix != 0 => None,
            Sense::Month(month) if !r.cued || !alone || headed => Some(Month::Gregorian(month)),
            Sense::HijriMonth(month) => Some(Month::Hijri(month)),
            _ => None,
        })?;
        let mut reading = reading;
        reading.cued &= !placed;
        let mut out = MonthName { month, end: i + usize::from(reading.tokens), reading, doubled: headed };
        let at = out.end;
        if self.gap(at) == Gap::Line {
            return Some(out);
        }
        let slash = matches!(self.punctuation(at), Some(punct::SLASH | punct::HYPHEN));
        let paren = self.is_punctuation(at, punct::OPEN_PAREN);
        if (slash || paren) && self.gap(at + 1) != Gap::Line {
            let other = self.find(at + 1, |r| match r.sense {
                Sense::Month(other) if Month::Gregorian(other) == month && r.prefix == 0 => Some(()),
                _ => None,
            });
            if let Some((reading, ())) = other {
                let end = at + 1 + usize::from(reading.tokens);
                if slash || self.is_punctuation(end, punct::CLOSE_PAREN) {
                    out.end = end + usize::from(paren);
                    out.doubled = true;
                }
            }
        }
        Some(out)
    }

    /// A month by name with its year, or the month of the reference date.
    pub(super) fn whole_month(&self, i: usize) -> Option<(When, usize)> {
        if let Some(month) = self.relative_month(i) {
            let Month::Relative(direction) = month.month else { return None };
            let when = match self.reference {
                Some(r) => {
                    let first = super::calendar::add_months(crate::extract::CivilDate { day: 1, ..r }, i64::from(direction))?;
                    When::month(first.year, first.month)
                }
                None => When::default(),
            };
            return Some((when, month.end));
        }
        let at = self.month_head(i).unwrap_or(i);
        let month = self.month_name(at, false)?;
        let dated = self.with_year(at, None, &month)?;
        Some((dated.when, dated.end))
    }

    /// Whether «شهر» stands right before `i`.
    fn month_before(&self, i: usize) -> bool {
        self.before(i, |r| r.sense == Sense::TimeUnit(TimeUnit::Month) && r.tokens == 1 && !r.article).is_some()
    }

    /// «مايو 11», «يناير الأول», «نوفمبر بين 15 و19».
    fn day_after_month(&self, i: usize) -> Option<Days> {
        if self.gap(i) == Gap::Line {
            return None;
        }
        let mut at = i;
        if matches!(self.punctuation(at), Some(punct::SLASH | punct::HYPHEN)) {
            at += 1;
        }
        at = self.after_word(at, |w| w == Word::Between);
        if self.gap(at) == Gap::Line {
            return None;
        }
        let days = self.days(at)?;
        let next = days.end;
        // A number that counts or measures something is no day.
        if self.is_number(at) {
            let closed = match self.punctuation(next) {
                Some(punct::PERCENT | punct::SLASH | punct::COLON | punct::DOLLAR | punct::DECIMAL) => false,
                Some(punct::FULL_STOP | punct::HYPHEN) => self.gap(next + 1) != Gap::None,
                Some(_) => true,
                None => {
                    self.gap(next) == Gap::Line
                        || self.digit_count(next) == Some(4)
                        || self.word_of(next, |_| true).is_some()
                        || self.time_unit(next, |r| r.prefix == 0).is_some_and(|(_, u)| u == TimeUnit::Year)
                }
            };
            return closed.then_some(days);
        }
        let rank = self.rank(at).is_some_and(|r| r.reading.article && r.reading.prefix == 0);
        let words = self.cardinal(at).is_some_and(|c| c.prefix == 0 && c.words > 1);
        (days.split == Split::WHOLE && (rank || words)).then_some(days)
    }

    /// Adds the year, and brackets with the same date in digits.
    fn with_year(&self, begin: usize, days: Option<Days>, month: &MonthName) -> Option<Dated> {
        let dated = |when: When, end: usize, weak: bool| Dated { when, begin, end, split: Split::WHOLE, rule: "", weak };
        if let Month::Relative(direction) = month.month {
            let Some(reference) = self.reference else {
                return Some(dated(When::default(), month.end, false));
            };
            let first = super::calendar::add_months(crate::extract::CivilDate { day: 1, ..reference }, i64::from(direction))?;
            let make = |day: u8| When::gregorian(Parts { year: Some(first.year), month: Some(first.month), day: Some(day) });
            let days = days?;
            let when = match days.last {
                Some(last) => make(days.first)?.to(make(last)?)?,
                None => make(days.first)?,
            };
            return Some(dated(when, month.end, false));
        }
        if let Month::Gregorian(number) = month.month
            && days.is_none()
            && let Some(inner) = self.date_in_brackets(month.end, number)
        {
            return Some(dated(inner.0, inner.1, false));
        }
        let (mut year, end) = self.year_after(month.end, month.month);
        if year.is_none() && days.is_none() && self.word_before(begin, |w| w == Word::This).is_some() {
            year = self.year_of_month(month.month, Deictic::This);
        }
        let make = |day: Option<u8>, year: Option<i32>| match month.month {
            Month::Gregorian(number) => When::gregorian(Parts { year, month: Some(number), day }),
            Month::Hijri(number) => self.hijri_or_mixed(year, number, day),
            Month::Relative(_) => None,
        };
        // A weak name needs its year or its day.
        let strong = days.is_some() || year.is_some() || end > month.end || month.doubled;
        if month.reading.cued && !strong {
            return None;
        }
        let when = match days {
            None => make(None, year)?,
            Some(Days { first, last: None, .. }) => make(Some(first), year)?,
            Some(Days { first, last: Some(last), .. }) => make(Some(first), year)?.to(make(Some(last), year)?)?,
        };
        Some(dated(when, end, !strong))
    }

    /// «شباط (28/2/1945)»: the date in brackets, when its month agrees.
    fn date_in_brackets(&self, i: usize, month: u8) -> Option<(When, usize)> {
        if !self.is_punctuation(i, punct::OPEN_PAREN) || !self.same_line(i) || !self.same_line(i + 1) {
            return None;
        }
        let inner = self.numeric_core(i + 1)?;
        let closed = self.is_punctuation(inner.end, punct::CLOSE_PAREN);
        let (first, _) = inner.when.span?;
        let agrees = first.month == month;
        if !agrees
            && let Some(other) = inner.when.alternatives.iter().find(|a| a.get(5..7) == Some(&format!("{month:02}")))
        {
            let day = other.get(8..10)?.parse().ok()?;
            let when = When::gregorian(Parts { year: Some(first.year), month: Some(month), day: Some(day) })?;
            return closed.then_some((when, inner.end + 1));
        }
        (closed && agrees).then_some((When { alternatives: Vec::new(), ..inner.when }, inner.end + 1))
    }

    /// A Hijri month in a Hijri year, or in a Gregorian one (رمضان 2021).
    fn hijri_or_mixed(&self, year: Option<i32>, month: u8, day: Option<u8>) -> Option<When> {
        let Some(gregorian) = year.filter(|&y| y > 1600) else {
            return When::hijri(Parts { year, month: Some(month), day });
        };
        let guess = (i64::from(gregorian) - 622) * 33 / 32;
        (guess - 1..=guess + 2).find_map(|hijri| {
            let when = When::hijri(Parts { year: i32::try_from(hijri).ok(), month: Some(month), day })?;
            (when.span?.0.year == gregorian).then_some(when)
        })
    }

    /// The year after a month, with the token after it.
    fn year_after(&self, i: usize, month: Month) -> (Option<i32>, usize) {
        if self.gap(i) == Gap::Line {
            return (None, i);
        }
        if let Some((_, deictic)) = self.deictic(i) {
            return (self.year_of_month(month, deictic), i + 1);
        }
        let mut at = self.after_comma(i);
        // 20/شعبان/1428
        if matches!(self.punctuation(at), Some(punct::SLASH | punct::HYPHEN)) && self.digit_count(at + 1) == Some(4) && self.same_line(at) && self.same_line(at + 1) {
            at += 1;
        }
        if let Some((year, end)) = self.year_expression(at, true) {
            return (Some(year), end);
        }
        // «من العام الماضي», «هذا العام»
        let start = self.after_word(at, |w| matches!(w, Word::From | Word::In));
        if let Some((relative, end)) = self.relative_year(start) {
            return (self.reference.map(|r| r.year + i32::from(relative)), end);
        }
        (None, i)
    }

    /// The year of «يونيو القادم».
    fn year_of_month(&self, month: Month, deictic: Deictic) -> Option<i32> {
        let reference = self.reference?;
        let Month::Gregorian(month) = month else { return None };
        Some(match deictic {
            Deictic::This => reference.year,
            Deictic::Last if month < reference.month => reference.year,
            Deictic::Last => reference.year - 1,
            Deictic::Next if month > reference.month => reference.year,
            Deictic::Next => reference.year + 1,
        })
    }
}

/// Last is -1, this 0, next 1.
pub(super) fn direction(deictic: Deictic) -> i8 {
    match deictic {
        Deictic::Last => -1,
        Deictic::This => 0,
        Deictic::Next => 1,
    }
}
