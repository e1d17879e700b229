//! Days, and the two calendars. All arithmetic on days goes through
//! `icu_calendar`.

use icu_calendar::cal::Hijri;
use icu_calendar::cal::hijri::{TabularAlgorithm, TabularAlgorithmEpoch, TabularAlgorithmLeapYears, UmmAlQura};
use icu_calendar::{Date as IcuDate, Iso};

use crate::extract::CivilDate;
use crate::pattern::figure::value::Calendar;

/// Days since an arbitrary origin, so that dates can be compared and moved.
pub(in crate::pattern::figure) fn day_number(date: CivilDate) -> Option<i64> {
    let iso = IcuDate::try_new_iso(date.year, date.month, date.day).ok()?;
    Some(iso.to_rata_die().to_i64_date())
}

/// The day with this number.
pub(in crate::pattern::figure) fn from_day_number(number: i64) -> CivilDate {
    use icu_calendar::types::RataDie;
    civil(IcuDate::from_rata_die(RataDie::new(number), Iso))
}

fn civil(iso: IcuDate<Iso>) -> CivilDate {
    CivilDate { year: iso.year().extended_year(), month: iso.month().ordinal, day: iso.day_of_month().0 }
}

/// `date` moved by whole days.
pub(in crate::pattern::figure) fn add_days(date: CivilDate, days: i64) -> Option<CivilDate> {
    Some(from_day_number(day_number(date)?.checked_add(days)?))
}

/// `date` moved by whole months; the day is kept where the month has it.
pub(in crate::pattern::figure) fn add_months(date: CivilDate, months: i64) -> Option<CivilDate> {
    let total = i64::from(date.year) * 12 + i64::from(date.month) - 1 + months;
    let year = i32::try_from(total.div_euclid(12)).ok()?;
    let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
    let day = date.day.min(days_in_month(year, month));
    Some(CivilDate { year, month, day })
}

/// Days of a Gregorian month.
pub(in crate::pattern::figure) fn days_in_month(year: i32, month: u8) -> u8 {
    IcuDate::try_new_iso(year, month, 1).map_or(31, |date| date.days_in_month())
}

/// Monday is 1.
pub(in crate::pattern::figure) fn weekday(date: CivilDate) -> Option<i64> {
    // Day 1 of the count was a Monday.
    Some((day_number(date)? - 1).rem_euclid(7) + 1)
}

/// First and last Gregorian day of a Hijri year, month or day, with the
/// calendar that was used: Umm al-Qura for 1300 to 1600 AH, else tabular.
pub(in crate::pattern::figure) fn hijri_span(
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
) -> Option<(CivilDate, CivilDate, Calendar)> {
    let (first_month, last_month) = month.map_or((1, 12), |m| (m, m));
    let begin = hijri_day(year, first_month, day.unwrap_or(1))?;
    let end = match day {
        Some(_) => begin,
        None => {
            let (next_year, next_month) = if last_month == 12 { (year + 1, 1) } else { (year, last_month + 1) };
            hijri_day(next_year, next_month, 1)? - 1
        }
    };
    Some((from_day_number(begin), from_day_number(end), calendar_of(year)))
}

/// The calendar that dates of this Hijri year are read in.
pub(in crate::pattern::figure) fn calendar_of(year: i32) -> Calendar {
    if (1300..=1600).contains(&year) { Calendar::UmmAlQura } else { Calendar::IslamicCivil }
}

fn hijri_day(year: i32, month: u8, day: u8) -> Option<i64> {
    // The first day after 1600 AH still belongs to the Umm al-Qura table.
    let umm_al_qura = calendar_of(year) == Calendar::UmmAlQura || (year == 1601 && month == 1 && day == 1);
    let rata_die = if umm_al_qura {
        hijri_date(year, month, day, Hijri::<UmmAlQura>::new_umm_al_qura())?
    } else {
        let tabular = Hijri::<TabularAlgorithm>::new_tabular(TabularAlgorithmLeapYears::TypeII, TabularAlgorithmEpoch::Friday);
        hijri_date(year, month, day, tabular)?
    };
    Some(rata_die)
}

fn hijri_date<A>(year: i32, month: u8, day: u8, calendar: A) -> Option<i64>
where
    A: icu_calendar::AsCalendar,
{
    let month = icu_calendar::types::Month::new(month);
    let date = IcuDate::try_new(year.into(), month, day, calendar).ok()?;
    Some(date.to_rata_die().to_i64_date())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u8, day: u8) -> CivilDate {
        CivilDate { year, month, day }
    }

    #[test]
    fn known_hijri_days() {
        let cases = [
            ((1443, 9, 12), day(2022, 4, 13), Calendar::UmmAlQura),
            ((1446, 1, 1), day(2024, 7, 7), Calendar::UmmAlQura),
            ((1432, 9, 14), day(2011, 8, 14), Calendar::UmmAlQura),
            ((1, 1, 1), day(622, 7, 19), Calendar::IslamicCivil),
        ];
        for ((y, m, d), expected, calendar) in cases {
            assert_eq!(hijri_span(y, Some(m), Some(d)), Some((expected, expected, calendar)), "{y}-{m}-{d}");
        }
    }

    #[test]
    fn a_hijri_year_is_an_interval() {
        assert_eq!(hijri_span(1400, None, None), Some((day(1979, 11, 21), day(1980, 11, 8), Calendar::UmmAlQura)));
    }

    #[test]
    fn impossible_days_are_none() {
        assert_eq!(hijri_span(1443, Some(13), Some(1)), None);
        assert_eq!(day_number(day(2021, 2, 29)), None);
    }

    #[test]
    fn weekdays() {
        assert_eq!(weekday(day(2022, 1, 20)), Some(4));
        assert_eq!(weekday(day(2016, 11, 7)), Some(1));
    }
}
