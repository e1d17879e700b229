//! Days and weeks by their weekday: «الجمعة 15», «الجمعة حتى الأحد»,
//! «الأسبوع الثالث من أكتوبر», «يوم 27».

use crate::extract::CivilDate;
use crate::gazetteer::figure_words::{Deictic, Form, Reading, Sense, TimeUnit, Word};
use crate::text::{Gap, Split, TokenKind};

use super::super::scan::Scan;
use super::super::value::Granularity;
use super::Dated;
use super::calendar::{add_days, add_months, weekday};
use super::named::direction;
use super::when::{When, iso};

impl Scan<'_> {
    /// A weekday at `i`, after «يوم» if it stands there.
    pub(super) fn weekday_at(&self, i: usize) -> Option<(Reading, i64)> {
        if !self.same_line(i) {
            return None;
        }
        let at = self.day_head(i).unwrap_or(i);
        self.find(at, |r| match r.sense {
            Sense::Weekday(number) if r.tokens == 1 && r.prefix == 0 => Some(i64::from(number)),
            _ => None,
        })
    }

    /// One past the weekday that [`Scan::weekday_at`] found.
    pub(super) fn weekday_end(&self, i: usize) -> usize {
        self.day_head(i).unwrap_or(i) + 1
    }

    /// «يوم» at `i`: the token after it.
    fn day_head(&self, i: usize) -> Option<usize> {
        let head = self.find(i, |r| (r.sense == Sense::TimeUnit(TimeUnit::Day) && r.tokens == 1 && !r.article && r.form == Form::Singular).then_some(()));
        head.map(|_| i + 1).filter(|&at| self.same_line(at))
    }

    /// The day with this weekday in a week counted from the current one.
    pub(super) fn day_in_week(&self, weeks: i64, number: i64) -> Option<When> {
        let Some(reference) = self.reference else { return Some(When::default()) };
        let monday = add_days(reference, 1 - weekday(reference)? + 7 * weeks)?;
        Some(When::day(add_days(monday, number - 1)?))
    }

    /// «الجمعة الأسبوع المقبل», «الجمعة من الأسبوع الماضي».
    pub(super) fn weekday_of_week(&self, i: usize, split: Split, number: i64) -> Option<Dated> {
        let at = self.after_word(i + 1, |w| w == Word::From);
        if !self.same_line(at) {
            return None;
        }
        self.find(at, |r| (r.sense == Sense::TimeUnit(TimeUnit::Week) && r.article && r.prefix == 0).then_some(()))?;
        let (_, deictic) = self.deictic(at + 1)?;
        let when = self.day_in_week(i64::from(direction(deictic)), number)?;
        Some(Dated { when, begin: i, end: at + 2, split, rule: "figure.date.relative_weekday", weak: false })
    }

    /// «الجمعة 15», «الخميس في السابع»: the day nearest to the reference date
    /// that fits both.
    pub(super) fn weekday_and_day(&self, i: usize, split: Split, number: i64) -> Option<Dated> {
        let at = self.after_word(i + 1, |w| w == Word::In);
        if !self.same_line(at) {
            return None;
        }
        let (day, end) = self.day_only(at)?;
        let mut when = When::default();
        if let Some(reference) = self.reference {
            let first = CivilDate { day: 1, ..reference };
            let fits = [0, 1, -1, 2, -2, 3, -3].iter().find_map(|&months| {
                let month = add_months(first, months)?;
                let date = CivilDate { day, ..month };
                (weekday(date)? == number).then_some(date)
            });
            when = When::day(fits?);
        }
        Some(Dated { when, begin: i, end, split, rule: "figure.date.weekday_day", weak: false })
    }

    /// A day of the month with nothing that it could count.
    fn day_only(&self, i: usize) -> Option<(u8, usize)> {
        let (day, end) = if self.is_number(i) {
            (self.integer(i).filter(|_| self.digit_count(i) <= Some(2))?, i + 1)
        } else if let Some(rank) = self.rank(i).filter(|r| r.reading.article && r.reading.prefix == 0) {
            (rank.value, rank.end)
        } else {
            let cardinal = self.cardinal(i).filter(|c| c.article && c.prefix == 0 && c.bound.is_none())?;
            (cardinal.value.whole()?, cardinal.end)
        };
        let day = u8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
        self.counts_nothing(end).then_some((day, end))
    }

    /// Whether nothing that a number counts follows at `i`.
    pub(in crate::pattern::figure) fn counts_nothing(&self, i: usize) -> bool {
        match self.kind(i) {
            None => true,
            Some(TokenKind::Punctuation) => {
                use crate::text::code::punct;
                self.gap(i) != Gap::None || !matches!(self.punctuation(i), Some(punct::COLON | punct::SLASH | punct::HYPHEN | punct::PERCENT))
            }
            Some(TokenKind::Word) => self.gap(i) == Gap::Line || self.word_of(i, |_| true).is_some() || self.find(i, |r| (r.prefix != 0).then_some(())).is_some(),
            Some(_) => self.gap(i) == Gap::Line,
        }
    }

    /// «يوم 27»: that day of the current month.
    pub(super) fn day_of_month(&self, i: usize) -> Option<Dated> {
        let head = self.day_head(i)?;
        let (day, end) = self.day_only(head).filter(|_| self.is_number(head))?;
        let (reading, ()) = self.find(i, |r| matches!(r.sense, Sense::TimeUnit(_)).then_some(()))?;
        let mut when = When::default();
        if let Some(reference) = self.reference {
            when = When::day(CivilDate { day, ..reference });
            when.alternatives = [-1, 1].iter().filter_map(|&m| add_months(reference, m)).map(|d| iso(CivilDate { day, ..d })).collect();
            super::calendar::day_number(CivilDate { day, ..reference })?;
        }
        Some(Dated { when, begin: i, end, split: reading.split, rule: "figure.date.day_of_month", weak: true })
    }

    /// «الجمعة حتى الأحد», «بين الأربعاء والجمعة».
    pub(super) fn weekday_range(&self, i: usize, number: i64) -> Option<(When, usize)> {
        let at = self.range_joint(i, i + 1)?;
        let at = self.day_head(at).unwrap_or(at);
        let (_, last) = self.find(at, |r| match r.sense {
            Sense::Weekday(number) if r.tokens == 1 => Some(i64::from(number)),
            _ => None,
        })?;
        let deictic = self.deictic(at + 1);
        let end = at + 1 + usize::from(deictic.is_some());
        let Some(reference) = self.reference else {
            return Some((When { granularity: Granularity::Day, ..When::default() }, end));
        };
        let back = if matches!(deictic, Some((_, Deictic::Last))) { -7 } else { 0 };
        let first = add_days(reference, (number - weekday(reference)?).rem_euclid(7) + back)?;
        let last = add_days(first, (last - number).rem_euclid(7))?;
        Some((When::days(first, last, Granularity::Day), end))
    }

    /// «الأسبوع الثالث من أكتوبر»: weeks begin with the first Monday.
    pub(super) fn week_of(&self, i: usize) -> Option<Dated> {
        let (reading, ()) = self.find(i, |r| (r.sense == Sense::TimeUnit(TimeUnit::Week) && r.article && r.form == Form::Singular).then_some(()))?;
        if !self.same_line(i + 1) {
            return None;
        }
        let last = self.find(i + 1, |r| (r.sense == Sense::Deictic(Deictic::Last) && r.article).then_some(i + 2));
        let (number, end) = match self.rank(i + 1).filter(|r| r.reading.article && r.reading.prefix == 0) {
            Some(rank) => (Some(i64::try_from(rank.value).ok()?), rank.end),
            None => (None, last.map(|(_, end)| end)?),
        };
        let at = self.after_word(end, |w| w == Word::From);
        if at == end {
            return None;
        }
        let (span, end) = self.month_or_year(at)?;
        let when = match span {
            Some((first, stop)) => {
                let monday = match number {
                    Some(number) => add_days(first, (1 - weekday(first)?).rem_euclid(7) + 7 * (number - 1))?,
                    None => add_days(stop, 1 - weekday(stop)?)?,
                };
                When::days(monday, add_days(monday, 6)?, Granularity::Week)
            }
            None => When { granularity: Granularity::Week, ..When::default() },
        };
        Some(Dated { when, begin: i, end, split: reading.split, rule: "figure.date.week", weak: false })
    }

    /// First and last day of the month or year at `i`, if they are known.
    fn month_or_year(&self, i: usize) -> Option<(Option<(CivilDate, CivilDate)>, usize)> {
        if let Some((when, end)) = self.whole_month(i) {
            return Some((when.span, end));
        }
        if let Some((relative, end)) = self.relative_year(i) {
            return Some((self.reference.and_then(|r| When::year(r.year + i32::from(relative)).span), end));
        }
        let (year, end) = self.year_expression(i, true)?;
        Some((When::year(year).span, end))
    }
}
