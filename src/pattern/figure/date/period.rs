//! Decades, centuries, quarters, halves and seasons: «تسعينيات القرن الماضي»,
//! «القرن العشرون», «الربع الأول من 2020», «صيف 1982».

use crate::gazetteer::figure_words::{Deictic, Era, Sense, TimeUnit, Word};

use crate::extract::CivilDate;

use super::super::scan::Scan;
use super::super::value::Granularity;
use super::Dated;
use super::named::direction;
use super::when::When;

/// The century that القرن الماضي means without a reference date.
const CENTURY_BEFORE_THIS: i32 = 20;

impl Scan<'_> {
    /// A period that begins at `i`.
    pub(super) fn period(&self, i: usize) -> Option<Dated> {
        self.decade(i).or_else(|| self.century(i)).or_else(|| self.quarter(i)).or_else(|| self.season(i))
    }

    fn decade(&self, i: usize) -> Option<Dated> {
        let (reading, tens) = self.find(i, |r| match r.sense {
            Sense::Decade(tens) => Some(i32::from(tens)),
            _ => None,
        })?;
        let mut end = i + 1;
        let mut base = 1900;
        let at = self.after_word(end, |w| w == Word::From);
        if self.same_line(at)
            && let Some((century, after)) = self.century_number(at, 0)
        {
            base = (century - 1) * 100;
            end = after;
        }
        Some(Dated { when: When::decade(base + tens), begin: i, end, split: reading.split, rule: "figure.date.decade", weak: false })
    }

    fn century(&self, i: usize) -> Option<Dated> {
        let (reading, ()) = self.find(i, |r| (r.sense == Sense::TimeUnit(TimeUnit::Century) && r.article && r.tokens == 1).then_some(()))?;
        let (number, end) = self.century_number(i, reading.prefix)?;
        let (era, after) = self.era(end);
        let when = match era {
            Some(Era::BeforeCommon) => When::year(1 - number * 100).to(When::year(1 - ((number - 1) * 100 + 1)))?,
            Some(Era::Hijri) => {
                let first = super::calendar::hijri_span((number - 1) * 100 + 1, None, None)?;
                let last = super::calendar::hijri_span(number * 100, None, None)?;
                let mut when = When::days(first.0, last.1, Granularity::Century);
                (when.calendar, when.calendar_text) = (first.2, format!("{:02}XX", number - 1));
                when
            }
            _ => When::century(number),
        };
        let when = When { granularity: Granularity::Century, ..when };
        Some(Dated { when, begin: i, end: after, split: reading.split, rule: "figure.date.century", weak: false })
    }

    /// The number of the century that القرن at `i` begins.
    fn century_number(&self, i: usize, prefix: u8) -> Option<(i32, usize)> {
        self.find(i, |r| {
            (r.sense == Sense::TimeUnit(TimeUnit::Century) && r.article && r.prefix == prefix && r.tokens == 1).then_some(())
        })?;
        let mut at = i + 1;
        if !self.same_line(at) {
            return None;
        }
        if let Some((_, deictic)) = self.deictic(at) {
            let current = self.reference.map_or(CENTURY_BEFORE_THIS + 1, |r| (r.year - 1).div_euclid(100) + 1);
            return Some((current + i32::from(direction(deictic)), at + 1));
        }
        if let Some(rank) = self.rank(at).filter(|r| r.reading.article && r.reading.prefix == 0) {
            return Some((i32::try_from(rank.value).ok()?, rank.end));
        }
        let tens = self.find(at, |r| match r.sense {
            Sense::Tens(tens) if r.article && r.prefix == 0 => Some(i32::from(tens)),
            _ => None,
        });
        if let Some((_, tens)) = tens {
            return Some((tens, at + 1));
        }
        // القرن الـ21, القرن 21
        if self.article_before(at + 1) {
            at += 1;
        }
        let digits = self.integer(at).filter(|n| (1..=30).contains(n))?;
        Some((digits as i32, at + 1))
    }

    /// الربع الأول من 2020, النصف الثاني من عام 2019.
    fn quarter(&self, i: usize) -> Option<Dated> {
        let (reading, word) = self.find(i, |r| match r.sense {
            Sense::Word(word @ (Word::Quarter | Word::HalfYear)) => Some(word),
            _ => None,
        })?;
        let rank = self.rank(i + 1).filter(|r| r.reading.article && r.reading.prefix == 0 && self.same_line(i + 1))?;
        let (number, end) = (rank.value, rank.end);
        let most = if word == Word::Quarter { 4 } else { 2 };
        if !(1..=most).contains(&number) {
            return None;
        }
        let (year, end) = self.year_of_period(end)?;
        let number = number as u8;
        let when = match (word, year) {
            (Word::Quarter, year) => When::part_of_year(year, 32 + number),
            (_, Some(year)) => {
                let (first, last) = if number == 1 { (1, 6) } else { (7, 12) };
                When::month(year, first).to(When::month(year, last))?
            }
            (_, None) => When::default(),
        };
        Some(Dated { when, begin: i, end, split: reading.split, rule: "figure.date.quarter", weak: false })
    }

    /// The year that a quarter, half or season belongs to; it must be named.
    fn year_of_period(&self, i: usize) -> Option<(Option<i32>, usize)> {
        if !self.same_line(i) {
            return None;
        }
        let at = self.after_word(i, |w| matches!(w, Word::From | Word::In));
        if let Some((relative, end)) = self.relative_year(at) {
            return Some((self.reference.map(|r| r.year + i32::from(relative)), end));
        }
        if let Some((year, end)) = self.year_expression(at, true) {
            return Some((Some(year), end));
        }
        None
    }

    fn season(&self, i: usize) -> Option<Dated> {
        let (reading, code) = self.find(i, |r| match r.sense {
            Sense::Season(code) => Some(code),
            _ => None,
        })?;
        let rule = "figure.date.season";
        let dated = |when: When, end: usize| Dated { when, begin: i, end, split: reading.split, rule, weak: false };
        if reading.article {
            let (_, deictic) = self.deictic(i + 1)?;
            let when = match self.reference {
                Some(reference) => When::part_of_year(Some(season_year(reference, code, deictic)), code),
                None => When::default(),
            };
            return Some(dated(When { granularity: Granularity::Season, ..when }, i + 2));
        }
        let (year, end) = self.year_of_period(i + 1)?;
        Some(dated(When::part_of_year(year, code), end))
    }
}

/// The year of last, this or next season: they begin in March, June,
/// September and December.
fn season_year(reference: CivilDate, code: u8, deictic: Deictic) -> i32 {
    let begins = (code - 20) * 3;
    let begun = reference.month >= begins;
    let over = reference.month >= begins + 3;
    match deictic {
        Deictic::This => reference.year,
        Deictic::Next => reference.year + i32::from(begun),
        Deictic::Last => reference.year - i32::from(!over),
    }
}
