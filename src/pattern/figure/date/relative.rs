//! Dates from the reference date: «أمس», «الأسبوع الماضي», «الثلاثاء المقبل»,
//! «قبل ثلاثة أيام», «الأشهر الستة الماضية».
//!
//! Without a reference date their EDTF is empty. A weekday alone is not
//! decided by the reference date: both neighbours are kept as alternatives.

use crate::extract::CivilDate;
use crate::gazetteer::figure_words::{Deictic, Form, Reading, Sense, TimeUnit, Word};
use crate::text::Split;

use super::super::number::Amount;
use super::super::scan::{Found, Scan};
use super::super::value::{Bound, Granularity};
use super::Dated;
use super::calendar::{add_days, add_months, days_in_month, weekday};
use super::named::direction;
use super::when::{When, iso};

impl Scan<'_> {
    /// A relative date that begins at `i`.
    pub(super) fn relative_date(&self, i: usize) -> Option<Dated> {
        self.relative_day(i)
            .or_else(|| self.relative_weekday(i))
            .or_else(|| self.week_of(i))
            .or_else(|| self.relative_unit(i))
            .or_else(|| self.counted_units(i))
            .or_else(|| self.day_of_month(i))
    }

    fn relative_day(&self, i: usize) -> Option<Dated> {
        let (reading, days) = self.find(i, |r| match r.sense {
            Sense::Day(days) => Some(days),
            _ => None,
        })?;
        let end = i + usize::from(reading.tokens);
        if days == 0 && reading.tokens == 1 {
            if self.word_before(i, |w| w == Word::Lasting).is_some() {
                return None;
            }
            // «اليوم الثلاثاء», «اليوم الأول» and «اليوم الماضي» are other things.
            if self.rank(end).is_some_and(|r| r.reading.article) && self.same_line(end) || self.deictic(end).is_some() {
                return None;
            }
        }
        let when = self.reference.map(|r| add_days(r, i64::from(days)).map(When::day)).unwrap_or(Some(When::default()))?;
        Some(Dated { when, begin: i, end, split: reading.split, rule: "figure.date.relative_day", weak: reading.weak })
    }

    fn relative_weekday(&self, i: usize) -> Option<Dated> {
        let (reading, number) = self.find(i, |r| match r.sense {
            Sense::Weekday(number) if r.tokens == 1 => Some(i64::from(number)),
            _ => None,
        })?;
        let codes = self.text.codes_of(i).len();
        let shown = self.this_before(i);
        let rule = "figure.date.relative_weekday";
        let dated = |when: When, end: usize, weak: bool| Dated { when, begin: i, end, split: reading.split, rule, weak };
        let today = self.reference.and_then(|r| weekday(r).map(|w| (r, w)));
        if let Some((_, deictic)) = self.deictic(i + 1) {
            let when = match today {
                Some((reference, current)) => {
                    let ahead = (number - current).rem_euclid(7);
                    let days = match deictic {
                        Deictic::Next if ahead == 0 => 7,
                        Deictic::Next | Deictic::This => ahead,
                        Deictic::Last if ahead == 0 => -7,
                        Deictic::Last => ahead - 7,
                    };
                    When::day(add_days(reference, days)?)
                }
                None => When::default(),
            };
            return Some(dated(when, i + 2, false));
        }
        if let Some(dated) = self.weekday_of_week(i, reading.split, number) {
            return Some(dated);
        }
        if let Some(dated) = self.weekday_and_day(i, reading.split, number) {
            return Some(dated);
        }
        if let Some((when, end)) = self.weekday_range(i, number) {
            return Some(dated(when, end, false));
        }
        // الأحد and الاثنين are also "the one" and "the two".
        let sure = self.day_before(i) || shown || codes > 5;
        let sure = sure || self.find(i.wrapping_sub(1), |r| matches!(r.sense, Sense::PartOfDay(_)).then_some(())).is_some();
        let mut when = When::default();
        if let Some((reference, current)) = today {
            let ahead = (number - current).rem_euclid(7);
            if shown {
                when = When::day(add_days(reference, ahead)?);
            } else {
                when.alternatives = [ahead - 7, ahead].iter().filter_map(|&d| add_days(reference, d)).map(iso).collect();
            }
        }
        Some(dated(when, i + 1, !sure))
    }

    fn day_before(&self, i: usize) -> bool {
        self.before(i, |r| r.sense == Sense::TimeUnit(TimeUnit::Day) && !r.article).is_some()
    }

    fn this_before(&self, i: usize) -> bool {
        self.word_before(i, |w| w == Word::This).is_some()
    }

    /// الأسبوع الماضي, الشهر الجاري, العام المقبل, هذا العام.
    fn relative_unit(&self, i: usize) -> Option<Dated> {
        let (reading, unit) = self.find(i, |r| match r.sense {
            Sense::TimeUnit(unit) if r.article && r.tokens == 1 && r.form == Form::Singular => Some(unit),
            _ => None,
        })?;
        if unit < TimeUnit::Day {
            return None;
        }
        let deictic = self.deictic(i + 1).map(|(_, deictic)| deictic);
        let shown = self.word_before(i, |w| w == Word::This);
        let within = self.word_before(i, |w| matches!(w, Word::Begin | Word::End | Word::Middle)).is_some();
        let (begin, end, split, direction) = match (deictic, shown) {
            (Some(deictic), _) => (i, i + 2, reading.split, direction(deictic)),
            (None, Some((at, this))) => (at, i + 1, this.split, 0),
            // «نهاية العام»: of this one, unless another is named.
            (None, None) if within && unit > TimeUnit::Day && unit < TimeUnit::Decade && self.ends_phrase(i + 1) => (i, i + 1, reading.split, 0),
            (None, None) => return None,
        };
        if unit == TimeUnit::Week
            && let Some((_, number)) = self.weekday_at(end)
        {
            // «الأسبوع القادم يوم الجمعة»
            let when = self.day_in_week(i64::from(direction), number)?;
            return Some(Dated { when, begin, end: self.weekday_end(end), split, rule: "figure.date.relative_weekday", weak: false });
        }
        let when = match self.reference {
            Some(reference) => unit_around(reference, unit, i64::from(direction))?,
            None => When { granularity: granularity(unit), ..When::default() },
        };
        Some(Dated { when, begin, end, split, rule: "figure.date.relative_unit", weak: false })
    }

    /// الأيام الثلاثة الماضية, العقدين الماضيين.
    fn counted_units(&self, i: usize) -> Option<Dated> {
        let (reading, unit) = self.find(i, |r| match r.sense {
            Sense::TimeUnit(unit) if r.article && r.tokens == 1 && matches!(r.form, Form::Plural | Form::Dual) => Some(unit),
            _ => None,
        })?;
        let (count, end) = if reading.form == Form::Dual {
            (2, i + 1)
        } else {
            if !self.same_line(i + 1) {
                return None;
            }
            let cardinal = self.cardinal(i + 1).filter(|c| c.bound.is_none() && c.prefix == 0)?;
            (cardinal.value.whole()?, cardinal.end)
        };
        let (_, deictic) = self.deictic(end)?;
        let when = self.window(count, unit, deictic)?;
        Some(Dated { when, begin: i, end: end + 1, split: reading.split, rule: "figure.date.relative_window", weak: false })
    }

    /// The last or next so many units, up to or from the reference date.
    fn window(&self, count: u64, unit: TimeUnit, deictic: Deictic) -> Option<When> {
        let Some(reference) = self.reference else {
            return Some(When { granularity: granularity(unit), ..When::default() });
        };
        let count = i64::try_from(count).ok()?;
        let (first, last) = match deictic {
            Deictic::Next => (add_days(reference, 1)?, moved(reference, unit, count)?),
            _ => (moved(reference, unit, -count)?, add_days(reference, -1)?),
        };
        Some(When::days(first, last, granularity(unit)))
    }

    /// A duration that a preposition or a deictic word turns into a date:
    /// «قبل ثلاثة أيام», «بعد أسبوعين», «3 أيام القادمة», «آخر 3 سنوات».
    pub(in crate::pattern::figure) fn relative_duration(&self, amount: &Amount, found: &Found) -> Option<Found> {
        let (_, unit) = self.last_unit(found.end)?;
        if let Some((_, deictic)) = self.deictic(found.end) {
            let count = amount.value.whole().or_else(|| self.dual_count(found.begin))?;
            let when = self.window(count, unit, deictic)?;
            return Some(self.dated_found(found.begin, found.end + 1, found.split, when, "figure.date.relative_window"));
        }
        if amount.upper.is_some() || amount.bound != Bound::Exact && amount.bound != Bound::Approximate {
            return None;
        }
        let last = self.before(found.begin, |r| r.sense == Sense::Deictic(Deictic::Last) && !r.article);
        if let Some((at, reading)) = last {
            let when = self.window(amount.value.whole()?, unit, Deictic::Last)?;
            return Some(self.dated_found(at, found.end, reading.split, when, "figure.date.relative_window"));
        }
        let start = self.before(found.begin, |r| matches!(r.sense, Sense::Bound(_))).map_or(found.begin, |(at, _)| at);
        let mut end = found.end;
        let Some((at, preposition)) = self.word_before(start, |w| matches!(w, Word::Before | Word::Since | Word::After)) else {
            // «أسبوعين من الآن»
            let now = self.word(end, Word::From).and_then(|at| self.word(at, Word::Now)).filter(|_| self.same_line(end))?;
            let when = self.moved_by(found, unit, 1)?;
            return Some(self.dated_found(found.begin, now, found.split, when, "figure.date.relative_count"));
        };
        // «من الآن» keeps it a date; another من or على begins the event.
        if self.same_line(end)
            && let Some((after, word)) = self.word_of(end, |w| matches!(w, Word::From | Word::On))
        {
            let now = self.word(after, Word::Now).filter(|_| self.same_line(after));
            let now = now.filter(|&now| self.ends_phrase(now) || self.text.codes_of(after).len() != 5);
            match now {
                Some(now) if word.sense == Sense::Word(Word::From) => end = now,
                _ => return None,
            }
        }
        if unit < TimeUnit::Day {
            return None;
        }
        let sign = if preposition.sense == Sense::Word(Word::After) { 1 } else { -1 };
        let when = self.moved_by(found, unit, sign)?;
        Some(self.dated_found(at, end, preposition.split, when, "figure.date.relative_count"))
    }

    fn moved_by(&self, found: &Found, unit: TimeUnit, sign: i64) -> Option<When> {
        let Some(reference) = self.reference else {
            return Some(When { granularity: granularity(unit), ..When::default() });
        };
        let super::super::value::Value::Duration(duration) = &found.value else { return None };
        let date = move_iso(reference, &duration.iso8601, sign)?;
        Some(match unit {
            TimeUnit::Century | TimeUnit::Decade | TimeUnit::Year => When::year(date.year),
            TimeUnit::Month => When::month(date.year, date.month),
            _ => When::day(date),
        })
    }

    fn dual_count(&self, i: usize) -> Option<u64> {
        self.find(i, |r| (matches!(r.sense, Sense::TimeUnit(_)) && r.form == Form::Dual).then_some(2)).map(|(_, two)| two)
    }

    fn dated_found(&self, begin: usize, end: usize, split: Split, when: When, rule: &'static str) -> Found {
        Dated { when, begin, end, split, rule, weak: false }.found()
    }

    /// The unit of time that ends right before `end`.
    fn last_unit(&self, end: usize) -> Option<(Reading, TimeUnit)> {
        (1..=3).filter_map(|n| end.checked_sub(n)).find_map(|at| {
            self.find(at, |r| match r.sense {
                Sense::TimeUnit(unit) if !r.symbol => Some(unit),
                _ => None,
            })
        })
    }
}

fn granularity(unit: TimeUnit) -> Granularity {
    match unit {
        TimeUnit::Century => Granularity::Century,
        TimeUnit::Decade => Granularity::Decade,
        TimeUnit::Year => Granularity::Year,
        TimeUnit::Month => Granularity::Month,
        TimeUnit::Week => Granularity::Week,
        _ => Granularity::Day,
    }
}

/// The day, week (from Monday), month, year … around the reference date.
fn unit_around(reference: CivilDate, unit: TimeUnit, direction: i64) -> Option<When> {
    let month = |date: CivilDate| When::month(date.year, date.month);
    let shift = i32::try_from(direction).ok()?;
    Some(match unit {
        TimeUnit::Day => When::day(add_days(reference, direction)?),
        TimeUnit::Week => {
            let monday = add_days(reference, 1 - weekday(reference)? + 7 * direction)?;
            When::days(monday, add_days(monday, 6)?, Granularity::Week)
        }
        TimeUnit::Month => month(add_months(CivilDate { day: 1, ..reference }, direction)?),
        TimeUnit::Year => When::year(reference.year + shift),
        TimeUnit::Decade => When::decade((reference.year.div_euclid(10) + shift) * 10),
        TimeUnit::Century => When::century((reference.year - 1).div_euclid(100) + 1 + shift),
        _ => return None,
    })
}

fn moved(date: CivilDate, unit: TimeUnit, count: i64) -> Option<CivilDate> {
    match unit {
        TimeUnit::Day => add_days(date, count),
        TimeUnit::Week => add_days(date, count.checked_mul(7)?),
        TimeUnit::Month => add_months(date, count),
        TimeUnit::Year => add_months(date, count.checked_mul(12)?),
        TimeUnit::Decade => add_months(date, count.checked_mul(120)?),
        TimeUnit::Century => add_months(date, count.checked_mul(1200)?),
        _ => Some(date),
    }
}

/// `date` moved by an ISO 8601 duration; its parts of a day are dropped.
fn move_iso(date: CivilDate, duration: &str, sign: i64) -> Option<CivilDate> {
    let mut date = date;
    let mut number = String::new();
    for c in duration.strip_prefix('P')?.split('T').next()?.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let count: i64 = number.parse().ok().filter(|n| *n < 1_000_000)?;
        number.clear();
        date = match c {
            'Y' => moved(date, TimeUnit::Year, sign * count)?,
            'M' => moved(date, TimeUnit::Month, sign * count)?,
            'W' => moved(date, TimeUnit::Week, sign * count)?,
            'D' => moved(date, TimeUnit::Day, sign * count)?,
            _ => return None,
        };
    }
    let valid = (-9999..=9999).contains(&date.year) && date.day <= days_in_month(date.year, date.month);
    valid.then_some(date)
}
