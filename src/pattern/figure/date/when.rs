//! What a date is worth: EDTF, granularity, first and last day.

use crate::extract::CivilDate;
use crate::pattern::figure::value::{Calendar, Date, Granularity};

use super::calendar::{calendar_of, days_in_month, day_number, hijri_span};

/// A date without its place in the text.
#[derive(Clone, Debug, Default)]
pub(in crate::pattern::figure) struct When {
    pub(super) edtf: String,
    pub(super) granularity: Granularity,
    pub(super) span: Option<(CivilDate, CivilDate)>,
    pub(super) calendar: Calendar,
    pub(super) calendar_text: String,
    pub(super) alternatives: Vec<String>,
}

/// Year, month and day as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) year: Option<i32>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
}

pub(super) fn year_text(year: i32) -> String {
    if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
}

pub(super) fn iso(date: CivilDate) -> String {
    format!("{}-{:02}-{:02}", year_text(date.year), date.month, date.day)
}

fn first_of(year: i32) -> CivilDate {
    CivilDate { year, month: 1, day: 1 }
}

fn last_of(year: i32) -> CivilDate {
    CivilDate { year, month: 12, day: 31 }
}

impl When {
    /// One Gregorian day.
    pub(super) fn day(date: CivilDate) -> Self {
        Self { edtf: iso(date), span: Some((date, date)), ..Self::default() }
    }

    /// A Gregorian month.
    pub(super) fn month(year: i32, month: u8) -> Self {
        let last = CivilDate { year, month, day: days_in_month(year, month) };
        Self {
            edtf: format!("{}-{month:02}", year_text(year)),
            granularity: Granularity::Month,
            span: Some((CivilDate { year, month, day: 1 }, last)),
            ..Self::default()
        }
    }

    /// A Gregorian year.
    pub(super) fn year(year: i32) -> Self {
        Self {
            edtf: year_text(year),
            granularity: Granularity::Year,
            span: Some((first_of(year), last_of(year))),
            ..Self::default()
        }
    }

    /// Ten years from `first`.
    pub(super) fn decade(first: i32) -> Self {
        Self {
            edtf: format!("{:03}X", first / 10),
            granularity: Granularity::Decade,
            span: Some((first_of(first), last_of(first + 9))),
            ..Self::default()
        }
    }

    /// The `number`th century of the common era, in EDTF's way of naming it by
    /// its first two digits.
    pub(super) fn century(number: i32) -> Self {
        Self {
            edtf: format!("{:02}XX", number - 1),
            granularity: Granularity::Century,
            span: Some((first_of((number - 1) * 100 + 1), last_of(number * 100))),
            ..Self::default()
        }
    }

    /// From one day to another.
    pub(super) fn days(first: CivilDate, last: CivilDate, granularity: Granularity) -> Self {
        let edtf = if first == last { iso(first) } else { format!("{}/{}", iso(first), iso(last)) };
        Self { edtf, granularity, span: Some((first, last)), ..Self::default() }
    }

    /// A season (21 to 24) or quarter (33 to 36) of EDTF.
    pub(super) fn part_of_year(year: Option<i32>, code: u8) -> Self {
        let granularity = if code > 30 { Granularity::Quarter } else { Granularity::Season };
        let Some(year) = year else {
            return Self { edtf: format!("XXXX-{code}"), granularity, ..Self::default() };
        };
        let span = if code > 30 {
            let first = (code - 33) * 3 + 1;
            Some((CivilDate { year, month: first, day: 1 }, CivilDate { year, month: first + 2, day: days_in_month(year, first + 2) }))
        } else {
            None
        };
        Self { edtf: format!("{}-{code}", year_text(year)), granularity, span, ..Self::default() }
    }

    /// A Gregorian date of which some parts are known; `None` when it cannot
    /// be.
    pub(super) fn gregorian(parts: Parts) -> Option<Self> {
        Some(match (parts.year, parts.month, parts.day) {
            (Some(year), None, _) => Self::year(year),
            (Some(year), Some(month), None) => Self::month(year, month),
            (Some(year), Some(month), Some(day)) => {
                let date = CivilDate { year, month, day };
                day_number(date)?;
                Self::day(date)
            }
            (None, Some(month), None) => {
                Self { edtf: format!("XXXX-{month:02}"), granularity: Granularity::Month, ..Self::default() }
            }
            (None, Some(month), Some(day)) if day <= days_in_month(2000, month) => {
                Self { edtf: format!("XXXX-{month:02}-{day:02}"), ..Self::default() }
            }
            _ => return None,
        })
    }

    /// A Hijri date of which some parts are known.
    pub(super) fn hijri(parts: Parts) -> Option<Self> {
        let granularity = match parts {
            Parts { day: Some(_), .. } => Granularity::Day,
            Parts { month: Some(_), .. } => Granularity::Month,
            _ => Granularity::Year,
        };
        let mut text = parts.year.map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}"));
        for part in [parts.month, parts.day].into_iter().flatten() {
            text.push_str(&format!("-{part:02}"));
        }
        let Some(year) = parts.year else {
            if parts.day.is_some_and(|d| d == 0 || d > 30) {
                return None;
            }
            return Some(Self { granularity, calendar: Calendar::UmmAlQura, calendar_text: text, ..Self::default() });
        };
        let (first, last, calendar) = hijri_span(year, parts.month, parts.day)?;
        debug_assert_eq!(calendar, calendar_of(year));
        Some(Self { calendar, calendar_text: text, ..Self::days(first, last, granularity) })
    }

    /// From this date to `last`.
    pub(super) fn to(self, last: Self) -> Option<Self> {
        if self.edtf.is_empty() || last.edtf.is_empty() || self.edtf.contains('/') || last.edtf.contains('/') {
            let (first, end) = (self.span?, last.span?);
            let mut out = Self::days(first.0, end.1, self.granularity);
            out.calendar = self.calendar;
            if !self.calendar_text.is_empty() {
                out.calendar_text = format!("{}/{}", self.calendar_text, last.calendar_text);
            }
            return Some(out);
        }
        let span = match (self.span, last.span) {
            (Some(first), Some(last)) if first.0 <= last.1 => Some((first.0, last.1)),
            (Some(_), Some(_)) => return None,
            _ => None,
        };
        let calendar_text =
            if self.calendar_text.is_empty() { String::new() } else { format!("{}/{}", self.calendar_text, last.calendar_text) };
        Some(Self {
            edtf: format!("{}/{}", self.edtf, last.edtf),
            granularity: self.granularity,
            span,
            calendar: self.calendar,
            calendar_text,
            alternatives: Vec::new(),
        })
    }

    /// Marks a year as approximate.
    pub(super) fn approximate(&mut self) {
        let plain = self.granularity == Granularity::Year && !self.edtf.contains(['/', 'X', '~']);
        if plain && !self.edtf.is_empty() {
            self.edtf.push('~');
            self.span = None;
        }
    }

    pub(super) fn date(self) -> Date {
        Date {
            edtf: self.edtf,
            calendar: self.calendar,
            calendar_text: self.calendar_text,
            granularity: self.granularity,
            earliest: self.span.map(|s| iso(s.0)),
            latest: self.span.map(|s| iso(s.1)),
            alternatives: self.alternatives,
        }
    }
}
