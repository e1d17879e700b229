//! Runs the figure rules alone and writes their answers in one line.
#![allow(dead_code, unreachable_pub)]

use kayan::extract::CivilDate;
use kayan::gazetteer::FigureWords;
use kayan::pattern::figure::value::{Bound, Calendar, Value};
use kayan::pattern::{Candidate, Evidence, figure};
use kayan::text::{Deadline, Text};

/// The figures of `text`, in order.
pub fn figures(text: &str, words: &FigureWords, reference: Option<CivilDate>) -> Vec<Candidate> {
    let mut analysed = Text::new();
    analysed.analyse(text);
    let mut out = Vec::new();
    figure::propose(&analysed, words, reference, &Deadline::never(), &mut out);
    out
}

/// `surface=value` of each figure, joined by ` ; `; weak ones end in `?`.
pub fn render(text: &str, candidates: &[Candidate]) -> String {
    let one = |candidate: &Candidate| {
        let surface = &text[candidate.begin as usize..candidate.end as usize];
        let weak = if candidate.evidence.iter().any(|e| e == Evidence::WeakFigure) { "?" } else { "" };
        let value = candidate.value.as_deref().map(value).unwrap_or_default();
        let subtype = kayan::gazetteer::Subtype::FIXED[usize::from(candidate.subtype.0)];
        let note = if matches!(subtype, "age" | "basis_point" | "score" | "phone") {
            format!(" {subtype}")
        } else {
            String::new()
        };
        format!("{surface}={value}{note}{weak}")
    };
    candidates.iter().map(one).collect::<Vec<_>>().join(" ; ")
}

fn bounded(value: &str, upper: Option<&str>, bound: Bound) -> String {
    match (bound, upper) {
        (Bound::Exact, _) => value.to_owned(),
        (Bound::Approximate, _) => format!("~{value}"),
        (Bound::AtLeast, _) => format!(">={value}"),
        (Bound::AtMost, _) => format!("<={value}"),
        (Bound::MoreThan, _) => format!(">{value}"),
        (Bound::LessThan, _) => format!("<{value}"),
        (Bound::Range, upper) => format!("{value}..{}", upper.unwrap_or("")),
    }
}

/// A value in one short word or two.
pub fn value(value: &Value) -> String {
    match value {
        Value::Number(n) | Value::Percent(n) => {
            let sign = if matches!(value, Value::Percent(_)) { "%" } else { "" };
            let fraction = n.fraction.map(|f| format!(" ({}/{})", f.numerator, f.denominator)).unwrap_or_default();
            let upper = if n.bound != Bound::Range {
                n.upper.as_deref().map(|u| format!(":{u}")).unwrap_or_default()
            } else {
                String::new()
            };
            format!("{}{upper}{sign}{fraction}", bounded(&n.value, n.upper.as_deref(), n.bound))
        }
        Value::Ordinal(n) => format!("#{n}"),
        Value::Money(m) => {
            let currency = if m.currency.is_empty() {
                format!("?{}", m.currency_candidates.join(","))
            } else {
                m.currency.clone()
            };
            format!("{} {currency}", bounded(&m.amount, m.upper.as_deref(), m.bound))
        }
        Value::Quantity(q) => {
            let unit = if q.unit.is_empty() { format!("[{}]", q.counted_noun) } else { q.unit.clone() };
            format!("{} {unit}", bounded(&q.value, q.upper.as_deref(), q.bound))
        }
        Value::Date(d) => {
            let mut out = format!("@{}", d.edtf);
            if !d.calendar_text.is_empty() {
                let calendar = if d.calendar == Calendar::IslamicCivil { "c" } else { "h" };
                out.push_str(&format!(" {calendar}:{}", d.calendar_text));
            }
            for other in &d.alternatives {
                out.push_str(&format!(" |{other}"));
            }
            out
        }
        Value::Time(t) => format!("T{}{}{}", t.value, if t.time_zone.is_empty() { "" } else { " " }, t.time_zone),
        Value::Duration(d) => bounded(&d.iso8601, d.upper.as_deref(), d.bound),
    }
}
