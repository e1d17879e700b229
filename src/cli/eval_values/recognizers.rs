//! The recognizers corpus: numbers, ranges, ordinals, percentages, dates,
//! times and durations in sentences, some with values, some with spans alone.
//!
//! - A number is right when a figure over it carries the value; a sentence
//!   without numbers is right when no plain number is found in it.
//! - Figures with weak evidence (a bare واحد) count for a sentence with numbers,
//!   not against one without.
//! - A range is right when bound and ends agree. Whether an end is open or
//!   closed counts for bounds of one side, not between two ends.
//! - A date with a value is right when its days agree: the same first and last
//!   day (an exclusive end may be one later), the same EDTF, or, for a date said
//!   in months or years, an interval that holds the expected day. A weekday
//!   alone must offer both neighbours.
//! - A case with a span alone is right when a figure of the kind covers the
//!   same words, introducing words (في, يوم, شهر, من, بين …) in or out.
//! - A date with a time is two figures here; both must be found.

use serde_json::Value as Json;

use super::{Engine, Judgement, bounds_of, close, date_of, number_of, shown, text_of};
use crate::extract::CivilDate;
use crate::pattern::Candidate;
use crate::pattern::figure::value::{Bound, Date, Granularity, Value};

/// An expected figure; positions in bytes.
struct Wanted {
    begin: usize,
    end: usize,
    kind: String,
    value: Json,
}

pub(super) fn judge(engine: &Engine, case: &Json) -> Option<Judgement> {
    let text = text_of(case, "input");
    let model = text_of(case, "model");
    let reference =
        case.get("context").and_then(|c| c.get("ReferenceDateTime")).and_then(Json::as_str).and_then(date_of);
    let found = engine.figures(&text, reference);
    let results = case.get("results")?.as_array()?;
    let wanted: Vec<Wanted> = results.iter().filter_map(|r| wanted(&text, r)).collect();
    let group = group_of(&model, &wanted);
    let right = match model.as_str() {
        "NumberRangeModel" => wanted.iter().all(|w| range_right(w, &found)) && (!wanted.is_empty() || no_range(&found)),
        "OrdinalModel" | "OrdinalModelSuppressExtendedTypes" => {
            let ranks = found.iter().filter(|c| matches!(c.value.as_deref(), Some(Value::Ordinal(_)))).count();
            wanted.iter().all(|w| number_right(w, &found)) && (!wanted.is_empty() || ranks == 0)
        }
        "PercentModel" => {
            let percents = found.iter().filter(|c| matches!(c.value.as_deref(), Some(Value::Percent(_)))).count();
            wanted.iter().all(|w| percent_right(w, &found)) && (!wanted.is_empty() || percents == 0)
        }
        "NumberModel" => {
            let firm = |c: &Candidate| c.evidence.iter().all(|e| e != crate::pattern::Evidence::WeakFigure);
            let plain = found
                .iter()
                .filter(|c| {
                    firm(c)
                        && c.rule.starts_with("figure.number")
                        && matches!(c.value.as_deref(), Some(Value::Number(_)))
                })
                .count();
            wanted.iter().all(|w| number_right(w, &found)) && (!wanted.is_empty() || plain == 0)
        }
        _ => {
            let times = found
                .iter()
                .any(|c| matches!(c.value.as_deref(), Some(Value::Date(_) | Value::Time(_) | Value::Duration(_))));
            wanted.iter().all(|w| time_right(w, &text, &found)) && (!wanted.is_empty() || !times)
        }
    };
    let expected =
        wanted.iter().map(|w| format!("{} = {}", &text[w.begin..w.end], w.value)).collect::<Vec<_>>().join("; ");
    Some(Judgement { group, right, found: shown(&text, &found), text, expected })
}

fn group_of(model: &str, wanted: &[Wanted]) -> &'static str {
    let kind = wanted.first().map_or("", |w| w.kind.rsplit('.').next().unwrap_or(""));
    match model {
        "NumberModel" | "NumberRangeModel" => "numbers",
        "OrdinalModel" | "OrdinalModelSuppressExtendedTypes" => "ordinals",
        "PercentModel" => "percent",
        "DurationExtractor" | "DurationParser" => "durations",
        "DateExtractor"
        | "DateParser"
        | "DatePeriodExtractor"
        | "DatePeriodParser"
        | "HolidayExtractor"
        | "HolidayParser" => "dates",
        "SetExtractor" | "SetParser" => "sets",
        "DateTimeModel" | "MergedExtractor" | "MergedParser" => match kind {
            "date" | "daterange" => "dates",
            "duration" => "durations",
            "set" => "sets",
            "datetime" | "datetimerange" => "datetimes",
            _ => "times",
        },
        "TimeExtractor" | "TimeParser" | "TimePeriodExtractor" | "TimePeriodParser" => "times",
        _ => "datetimes",
    }
}

fn wanted(text: &str, result: &Json) -> Option<Wanted> {
    let start = result.get("Start")?.as_u64()? as usize;
    let end = match (result.get("End"), result.get("Length")) {
        (Some(end), _) => end.as_u64()? as usize + 1,
        (None, Some(length)) => start + length.as_u64()? as usize,
        _ => return None,
    };
    let kind = text_of(result, if result.get("TypeName").is_some() { "TypeName" } else { "Type" });
    let value = result.get("Value").or_else(|| result.get("Resolution")).cloned().unwrap_or(Json::Null);
    // Positions are counted in UTF-16 units by the corpus.
    Some(Wanted { begin: byte_at(text, start), end: byte_at(text, end), kind, value })
}

fn byte_at(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen >= units {
            return at;
        }
        seen += c.len_utf16();
    }
    text.len()
}

fn over<'a>(wanted: &Wanted, found: &'a [Candidate]) -> impl Iterator<Item = (&'a Candidate, &'a Value)> {
    let (begin, end) = (wanted.begin as u32, wanted.end as u32);
    found.iter().filter(move |c| c.begin < end && begin < c.end).filter_map(|c| Some((c, c.value.as_deref()?)))
}

fn expected_number(wanted: &Wanted) -> Option<f64> {
    wanted.value.get("value")?.as_str()?.trim_end_matches('%').parse().ok()
}

fn number_right(wanted: &Wanted, found: &[Candidate]) -> bool {
    let Some(number) = expected_number(wanted) else { return false };
    // The corpus rounds to fifteen digits.
    over(wanted, found).any(|(_, v)| number_of(v).is_some_and(|n| close(n, number) || (n - number).abs() < 1e-12))
}

fn percent_right(wanted: &Wanted, found: &[Candidate]) -> bool {
    let Some(number) = expected_number(wanted) else { return false };
    over(wanted, found).any(|(_, v)| matches!(v, Value::Percent(_)) && number_of(v).is_some_and(|n| close(n, number)))
}

fn no_range(found: &[Candidate]) -> bool {
    found.iter().all(|c| match c.value.as_deref() {
        Some(Value::Number(n)) => {
            c.rule.starts_with("figure.number") && n.bound == Bound::Exact || !c.rule.starts_with("figure.number")
        }
        _ => true,
    })
}

fn range_right(wanted: &Wanted, found: &[Candidate]) -> bool {
    let Some(text) = wanted.value.get("value").and_then(Json::as_str) else { return false };
    let (Some(open), Some((low, high))) =
        (text.chars().next(), text.get(1..text.len() - 1).and_then(|t| t.split_once(',')))
    else {
        return false;
    };
    let closed = text.ends_with(']');
    let bounds: Vec<(f64, Option<f64>, Bound)> = over(wanted, found).filter_map(|(_, v)| bounds_of(v)).collect();
    let one = |number: f64, allowed: &[Bound]| bounds.iter().any(|b| close(b.0, number) && allowed.contains(&b.2));
    match (low.parse::<f64>(), high.parse::<f64>()) {
        (Ok(low), Ok(high)) if close(low, high) => one(low, &[Bound::Exact]),
        (Ok(low), Ok(high)) => {
            bounds.iter().any(|b| close(b.0, low) && b.1.is_some_and(|u| close(u, high)))
                || (one(low, &[Bound::MoreThan, Bound::AtLeast]) && one(high, &[Bound::LessThan, Bound::AtMost]))
        }
        (Ok(low), Err(_)) => one(low, if open == '[' { &[Bound::AtLeast] } else { &[Bound::MoreThan] }),
        (Err(_), Ok(high)) => one(high, if closed { &[Bound::AtMost] } else { &[Bound::LessThan] }),
        _ => false,
    }
}

fn time_right(wanted: &Wanted, text: &str, found: &[Candidate]) -> bool {
    let kind = wanted.kind.rsplit('.').next().unwrap_or("");
    let fits = |v: &Value| match kind {
        "date" | "daterange" => matches!(v, Value::Date(_)),
        "time" | "timerange" => matches!(v, Value::Time(_)),
        "duration" => matches!(v, Value::Duration(_)),
        _ => matches!(v, Value::Date(_) | Value::Time(_) | Value::Duration(_)),
    };
    let values = resolutions(&wanted.value);
    if matches!(kind, "datetime" | "datetimerange") {
        let date = over(wanted, found)
            .any(|(_, v)| matches!(v, Value::Date(d) if values.is_empty() || values.iter().any(|r| date_agrees(d, r))));
        let time = over(wanted, found).any(|(_, v)| matches!(v, Value::Time(t) if values.is_empty() || values.iter().any(|r| r.time.as_deref().is_some_and(|w| w.starts_with(&t.value)))));
        return date && time;
    }
    if values.is_empty() {
        return over(wanted, found).any(|(c, v)| fits(v) && same_words(wanted, text, c));
    }
    over(wanted, found).any(|(_, v)| match v {
        Value::Date(date) if fits(v) => values.iter().any(|r| date_agrees(date, r)),
        Value::Time(time) if fits(v) => {
            values.iter().any(|r| r.time.as_deref().is_some_and(|w| w.starts_with(&time.value)))
        }
        Value::Duration(duration) if fits(v) => {
            values.iter().any(|r| seconds(&r.timex).is_some() && seconds(&r.timex) == seconds(&duration.iso8601))
        }
        _ => false,
    })
}

/// One reading that the corpus gives of a date or time.
#[derive(Default)]
struct Resolution {
    timex: String,
    first: Option<CivilDate>,
    last: Option<CivilDate>,
    time: Option<String>,
    neighbours: Vec<CivilDate>,
}

fn resolutions(value: &Json) -> Vec<Resolution> {
    let mut out = Vec::new();
    if let Some(list) = value.get("values").and_then(Json::as_array) {
        for item in list {
            let get = |field: &str| item.get(field).and_then(Json::as_str);
            let start = get("start").or_else(|| get("value"));
            out.push(Resolution {
                timex: get("timex").unwrap_or_default().to_owned(),
                first: start.and_then(date_of),
                last: get("end").or(start).and_then(date_of),
                time: time_in(get("timex").unwrap_or_default()),
                neighbours: list.iter().filter_map(|i| i.get("value")?.as_str().and_then(date_of)).collect(),
            });
        }
        return out;
    }
    let Some(timex) = value.get("Timex").and_then(Json::as_str) else { return out };
    let dates = |which: &str| -> Vec<CivilDate> {
        let object = value.get(which).and_then(Json::as_object);
        object.into_iter().flat_map(|o| o.values()).filter_map(|v| v.as_str().and_then(date_of)).collect()
    };
    let (future, past) = (dates("FutureResolution"), dates("PastResolution"));
    let neighbours: Vec<CivilDate> = future.iter().chain(&past).copied().collect();
    for side in [&future, &past] {
        out.push(Resolution {
            timex: timex.to_owned(),
            first: side.iter().min().copied(),
            last: side.iter().max().copied(),
            time: time_in(timex),
            neighbours: neighbours.clone(),
        });
    }
    out
}

/// `T08:30` of a timex, as `08:30`.
fn time_in(timex: &str) -> Option<String> {
    let time = timex.split('T').nth(1)?;
    let digits: String = time.chars().take_while(|c| c.is_ascii_digit() || *c == ':').collect();
    match digits.len() {
        0 => None,
        2 => Some(format!("{digits}:00")),
        _ => Some(digits),
    }
}

fn date_agrees(date: &Date, wanted: &Resolution) -> bool {
    let plain = wanted.timex.split('T').next().unwrap_or_default();
    let range = plain.trim_matches(['(', ')']).split(',').take(2).collect::<Vec<_>>().join("/");
    let edtf_of = |timex: &str| {
        let season = [("SP", "21"), ("SU", "22"), ("FA", "23"), ("WI", "24")];
        season.iter().fold(timex.to_owned(), |t, (name, code)| t.replace(&format!("-{name}"), &format!("-{code}")))
    };
    let same = |timex: &str| date.edtf == edtf_of(timex) || date.alternatives.iter().any(|a| a == timex);
    if !plain.is_empty() && (same(plain) || same(&range)) {
        return true;
    }
    if date.edtf.is_empty() {
        let all = |d: &CivilDate| date.alternatives.iter().any(|a| date_of(a) == Some(*d));
        return !wanted.neighbours.is_empty() && wanted.neighbours.iter().all(all);
    }
    let (Some(first), Some(last)) =
        (date.earliest.as_deref().and_then(date_of), date.latest.as_deref().and_then(date_of))
    else {
        return false;
    };
    let (Some(wanted_first), Some(wanted_last)) = (wanted.first, wanted.last) else { return false };
    let next = crate::pattern::figure::days_from(last, 1);
    if first == wanted_first && (last == wanted_last || next == Some(wanted_last)) {
        return true;
    }
    // A range up to the reference day may leave that day out.
    if crate::pattern::figure::days_from(first, -1) == Some(wanted_first) && last == wanted_last {
        return true;
    }
    wanted_first == wanted_last
        && matches!(date.granularity, Granularity::Month | Granularity::Year)
        && (first..=last).contains(&wanted_first)
}

/// Length of an ISO duration in seconds, months as 30 and years as 365 days.
fn seconds(iso: &str) -> Option<i64> {
    let (mut total, mut number, mut clock) = (0.0, String::new(), false);
    for c in iso.strip_prefix('P')?.chars() {
        match c {
            '0'..='9' | '.' => number.push(c),
            'T' => clock = true,
            _ => {
                let factor = match (c, clock) {
                    ('Y', false) => 365.0 * 86400.0,
                    ('M', false) => 30.0 * 86400.0,
                    ('W', false) => 7.0 * 86400.0,
                    ('D', false) => 86400.0,
                    ('H', true) => 3600.0,
                    ('M', true) => 60.0,
                    ('S', true) => 1.0,
                    _ => return None,
                };
                total += number.parse::<f64>().ok()? * factor;
                number.clear();
            }
        }
    }
    // Half a year is six months of thirty days, or half of 365 days.
    Some((total / 86400.0 / 6.0).round() as i64 * 6 * 86400)
        .filter(|_| total >= 100.0 * 86400.0)
        .or(Some(total.round() as i64))
}

/// Words that may be in or out at the start of a date.
const INTRODUCING: &[&str] = &[
    "في",
    "من",
    "إلى",
    "حتى",
    "بين",
    "ما",
    "يوم",
    "شهر",
    "هذا",
    "هذه",
    "منذ",
    "قبل",
    "بعد",
    "خلال",
    "عند",
    "لمدة",
    "مدة",
    "طوال",
    "أيام",
    "بتاريخ",
    "بداية",
    "نهاية",
    "بقية",
    "باقي",
    "أواخر",
    "عام",
    "سنة",
    "اليوم",
    "الساعة",
    "ال",
];

fn same_words(wanted: &Wanted, text: &str, candidate: &Candidate) -> bool {
    let core = |part: &str| {
        let mut words: Vec<&str> =
            part.split(|c: char| c.is_whitespace() || "،,.!؟".contains(c)).filter(|w| !w.is_empty()).collect();
        while words.len() > 1 && INTRODUCING.contains(&words[0]) {
            words.remove(0);
        }
        words.join(" ").trim_start_matches(['ل', 'ب', 'و', 'ف', 'ك']).to_owned()
    };
    core(&text[wanted.begin..wanted.end]) == core(&text[candidate.begin as usize..candidate.end as usize])
}
