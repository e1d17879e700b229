//! The dateparser corpus: dates and durations with a reference time.
//!
//! A date is right when the expected day lies in the found interval (a date
//! said in months is a month), a duration when it is the same length; times in
//! the same text must be found too.

use serde_json::Value as Json;

use super::{Engine, Judgement, date_of, shown, text_of};
use crate::extract::CivilDate;
use crate::pattern::Candidate;
use crate::pattern::figure::value::Value;

pub(super) fn judge(engine: &Engine, case: &Json) -> Option<Judgement> {
    let text = text_of(case, "text");
    let expected = case.get("expected")?;
    let reference = date_of(&text_of(case, "reference_time"));
    let argument = expected.get("args").and_then(|a| a.get(0)).and_then(Json::as_str).unwrap_or_default();
    let (group, right, found) = if let Some(day) = expected.get("dt_obj").and_then(Json::as_str) {
        let found = engine.figures(&text, reference);
        let time = day.get(11..16).filter(|t| *t != "00:00");
        ("dates", holds_day(&found, date_of(day)?) && time.is_none_or(|t| has_time(&found, t)), found)
    } else if let Some(ago) = expected.get("ago").and_then(Json::as_object) {
        let found = engine.figures(&text, reference);
        let count = |unit: &str| ago.get(unit).and_then(Json::as_i64).unwrap_or(0);
        if ago.len() > 1 {
            let iso = format!(
                "P{}Y{}M{}W{}DT{}H{}M",
                count("years"),
                count("months"),
                count("weeks"),
                count("days"),
                count("hours"),
                count("minutes")
            );
            ("durations", has_duration(&found, &iso), found)
        } else {
            let day = crate::pattern::figure::days_from(reference?, -count("days"))?;
            ("dates", holds_day(&found, day), found)
        }
    } else if let Some(rest) = argument.strip_suffix(" ago") {
        // Any reference date will do: what counts is the distance from it.
        let today = CivilDate { year: 2014, month: 9, day: 1 };
        let found = engine.figures(&text, Some(today));
        let days: i64 = rest.split(' ').next()?.parse().ok()?;
        ("dates", holds_day(&found, crate::pattern::figure::days_from(today, -days)?), found)
    } else if argument.starts_with("ago ") || argument.split(' ').count() == 2 {
        let found = engine.figures(&text, None);
        let words: Vec<&str> = argument.trim_start_matches("ago ").split(' ').collect();
        let (mark, unit) = (words.first()?, words.get(1)?);
        let iso = match *unit {
            "year" => format!("P{mark}Y"),
            "day" => format!("P{mark}D"),
            _ => format!("PT{mark}H"),
        };
        ("durations", has_duration(&found, &iso), found)
    } else if argument.split(' ').count() == 5 {
        let found = engine.figures(&text, None);
        let words: Vec<&str> = argument.split(' ').collect();
        let day = CivilDate { year: words.get(2)?.parse().ok()?, month: 1, day: words.first()?.parse().ok()? };
        let (hour, minute) = words.get(3)?.split_once(':')?;
        let hour: u32 = hour.parse().ok()?;
        let hour = if words.get(4) == Some(&"pm") && hour < 12 { hour + 12 } else { hour };
        ("dates", holds_day(&found, day) && has_time(&found, &format!("{hour:02}:{minute}")), found)
    } else {
        // No value is expected.
        return None;
    };
    Some(Judgement { group, right, found: shown(&text, &found), text, expected: expected.to_string() })
}

fn holds_day(found: &[Candidate], day: CivilDate) -> bool {
    found.iter().any(|candidate| match candidate.value.as_deref() {
        Some(Value::Date(date)) => {
            let first = date.earliest.as_deref().and_then(date_of);
            let last = date.latest.as_deref().and_then(date_of);
            first.zip(last).is_some_and(|(a, b)| a <= day && day <= b)
        }
        _ => false,
    })
}

fn has_time(found: &[Candidate], time: &str) -> bool {
    found.iter().any(|c| matches!(c.value.as_deref(), Some(Value::Time(t)) if t.value.starts_with(time)))
}

fn has_duration(found: &[Candidate], iso: &str) -> bool {
    found.iter().any(|c| matches!(c.value.as_deref(), Some(Value::Duration(d)) if d.iso8601 == iso))
}
