//! Reading of ISO 8601 dates.

use crate::extract::CivilDate;

/// Why a string is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of the form `YYYY-MM-DD`, with or without a time of day after it.
    #[error("expected an ISO 8601 date such as 2022-01-20")]
    Form,
    /// A month or a day that the calendar does not have.
    #[error("no such day in the calendar")]
    Calendar,
}

/// Reads `YYYY-MM-DD`. A time of day (`T…`) may follow: the date counts as it
/// is written and the rest is only checked for its form.
///
/// # Errors
/// When the form is another one or the calendar has no such day.
pub fn parse_date(text: &str) -> Result<CivilDate, DateError> {
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    if time.is_some_and(|time| !is_time(time)) || date.len() != 10 {
        return Err(DateError::Form);
    }
    let mut parts = date.split('-');
    let mut next = |len: usize| -> Result<u16, DateError> {
        let part = parts.next().filter(|part| part.len() == len && part.bytes().all(|b| b.is_ascii_digit()));
        part.and_then(|part| part.parse().ok()).ok_or(DateError::Form)
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Err(DateError::Calendar),
    };
    if day == 0 || day > days {
        return Err(DateError::Calendar);
    }
    Ok(CivilDate { year: i32::from(year), month: month as u8, day: day as u8 })
}

/// Whether `time` is `HH:MM`, with seconds, a fraction and an offset at will.
fn is_time(time: &str) -> bool {
    let bytes = time.as_bytes();
    bytes.len() >= 5
        && bytes[2] == b':'
        && [0, 1, 3, 4].iter().all(|&at| bytes[at].is_ascii_digit())
        && bytes[5..].iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z' | b'z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_what_is_none() {
        let day = |year, month, day| Ok(CivilDate { year, month, day });
        let cases = [
            ("2022-01-20", day(2022, 1, 20)),
            ("2024-02-29", day(2024, 2, 29)),
            ("2022-01-20T10:30:00Z", day(2022, 1, 20)),
            ("2022-01-20T10:30+03:00", day(2022, 1, 20)),
            ("2023-02-29", Err(DateError::Calendar)),
            ("2022-13-01", Err(DateError::Calendar)),
            ("2022-00-01", Err(DateError::Calendar)),
            ("2022-01-00", Err(DateError::Calendar)),
            ("20/01/2022", Err(DateError::Form)),
            ("2022-1-20", Err(DateError::Form)),
            ("2022-01-20T", Err(DateError::Form)),
            ("+022-01-20", Err(DateError::Form)),
            ("٢٠٢٢-٠١-٢٠", Err(DateError::Form)),
            ("", Err(DateError::Form)),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_date(text), expected, "{text}");
        }
    }
}
