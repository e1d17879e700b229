//! Corpora of numbers in words and digits: `number`, `to`, `words`
//! (spellers) and `direction`, `class`, `input`, `output` (text normalisation).
//!
//! A case is right when the figures of the text are one figure with the
//! expected number, and for money the expected currency, given or among its
//! candidates.

use serde_json::Value as Json;

use super::{Engine, Judgement, close, number_of, shown, text_of};
use crate::pattern::figure::value::Value;

pub(super) fn judge(engine: &Engine, case: &Json) -> Option<Judgement> {
    if case.get("class").is_some() { normalisation(engine, case) } else { speller(engine, case) }
}

fn speller(engine: &Engine, case: &Json) -> Option<Judgement> {
    let text = text_of(case, "words");
    let expected = text_of(case, "number");
    let group = match case.get("to").and_then(Json::as_str) {
        Some("currency") => "money",
        Some("year") => "dates",
        _ => "numbers",
    };
    let number: f64 = expected.parse().ok()?;
    let found = engine.figures(&text, None);
    let right =
        matches!(found.as_slice(), [one] if one.value.as_deref().and_then(number_of).is_some_and(|n| close(n, number)));
    Some(Judgement { group, right, found: shown(&text, &found), text, expected })
}

fn normalisation(engine: &Engine, case: &Json) -> Option<Judgement> {
    let text = text_of(case, "input");
    let written = text_of(case, "written");
    let class = text_of(case, "class");
    let found = engine.figures(&text, None);
    let group = match class.as_str() {
        "money" => "money",
        "measure" => "percent",
        _ => "numbers",
    };
    let value = match found.as_slice() {
        [one] => one.value.as_deref(),
        _ => None,
    };
    let right = match class.as_str() {
        "whitelist" => found.is_empty(),
        "money" => value.is_some_and(|v| is_money(v, &written)),
        _ => {
            let number = plain_number(&written);
            let kind = !written.contains('%') || matches!(value, Some(Value::Percent(_)));
            kind && value.and_then(number_of).zip(number).is_some_and(|(a, b)| close(a, b))
        }
    };
    Some(Judgement { group, right, found: shown(&text, &found), text, expected: written })
}

/// A number as this corpus writes it: a comma is a decimal sign, `1 1/2` a
/// mixed fraction.
fn plain_number(written: &str) -> Option<f64> {
    let text: String = written.chars().filter(|c| c.is_ascii_digit() || " /.,".contains(*c)).collect();
    let text = text.trim().trim_matches('.').replace(',', ".");
    let mut sum = 0.0;
    for part in text.split_whitespace() {
        sum += match part.split_once('/') {
            Some((n, d)) => n.parse::<f64>().ok()? / d.parse::<f64>().ok()?,
            None => part.parse::<f64>().ok()?,
        };
    }
    Some(sum)
}

fn is_money(value: &Value, written: &str) -> bool {
    let Value::Money(money) = value else { return false };
    let wanted = [("$", "USD"), ("€", "EUR"), ("د.ك", "KWD"), ("ر.س", "SAR"), ("aed", "AED")];
    let currency = wanted.iter().find(|(sign, _)| written.contains(sign)).map(|(_, code)| *code);
    let amount = money.amount.parse::<f64>().ok().zip(plain_number(written)).is_some_and(|(a, b)| close(a, b));
    amount && currency.is_some_and(|c| money.currency == c || money.currency_candidates.iter().any(|other| other == c))
}
