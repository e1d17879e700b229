//! Values of figures as messages of the contract.

use super::proto::{self, mention};
use crate::pattern::figure::value::{Bound, Calendar, Date, Duration, Fraction, Granularity, Money, Quantity, Value};

/// The value in the contract.
pub(super) fn value(value: Value) -> mention::Value {
    match value {
        Value::Number(number) => mention::Value::Number(proto::NumberValue {
            value: number.value,
            upper: number.upper,
            bound: bound(number.bound),
            fraction: number.fraction.map(fraction),
        }),
        Value::Percent(number) => mention::Value::Percent(proto::PercentValue {
            value: number.value,
            upper: number.upper,
            bound: bound(number.bound),
            fraction: number.fraction.map(fraction),
        }),
        Value::Ordinal(value) => mention::Value::Ordinal(proto::OrdinalValue { value }),
        Value::Money(Money { amount, upper, bound: b, currency, currency_candidates }) => {
            mention::Value::Money(proto::MoneyValue { amount, upper, bound: bound(b), currency, currency_candidates })
        }
        Value::Quantity(Quantity { value, upper, bound: b, unit, counted_noun }) => {
            mention::Value::Quantity(proto::QuantityValue { value, upper, bound: bound(b), unit, counted_noun })
        }
        Value::Date(value) => mention::Value::Date(date(value)),
        Value::Time(time) => mention::Value::Time(proto::TimeValue { value: time.value, time_zone: time.time_zone }),
        Value::Duration(Duration { iso8601, upper, bound: b }) => {
            mention::Value::Duration(proto::DurationValue { iso8601, upper, bound: bound(b) })
        }
    }
}

fn bound(value: Bound) -> i32 {
    let bound = match value {
        Bound::Exact => proto::Bound::Exact,
        Bound::Approximate => proto::Bound::Approximate,
        Bound::AtLeast => proto::Bound::AtLeast,
        Bound::AtMost => proto::Bound::AtMost,
        Bound::MoreThan => proto::Bound::MoreThan,
        Bound::LessThan => proto::Bound::LessThan,
        Bound::Range => proto::Bound::Range,
    };
    bound as i32
}

fn fraction(fraction: Fraction) -> proto::Fraction {
    proto::Fraction { numerator: fraction.numerator, denominator: fraction.denominator }
}

fn date(date: Date) -> proto::DateValue {
    let calendar = match date.calendar {
        Calendar::Gregorian => proto::Calendar::Gregorian,
        Calendar::UmmAlQura => proto::Calendar::UmmAlQura,
        Calendar::IslamicCivil => proto::Calendar::IslamicCivil,
    };
    let granularity = match date.granularity {
        Granularity::Day => proto::Granularity::Day,
        Granularity::Week => proto::Granularity::Week,
        Granularity::Month => proto::Granularity::Month,
        Granularity::Quarter => proto::Granularity::Quarter,
        Granularity::Season => proto::Granularity::Season,
        Granularity::Year => proto::Granularity::Year,
        Granularity::Decade => proto::Granularity::Decade,
        Granularity::Century => proto::Granularity::Century,
    };
    proto::DateValue {
        edtf: date.edtf,
        calendar: calendar as i32,
        calendar_text: date.calendar_text,
        granularity: granularity as i32,
        earliest: date.earliest,
        latest: date.latest,
        alternatives: date.alternatives,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::figure::value::{Number, Time};

    #[test]
    fn every_kind_of_value_keeps_its_fields() {
        let number = || Number {
            value: "0.75".to_owned(),
            upper: Some("1".to_owned()),
            bound: Bound::AtLeast,
            fraction: Some(Fraction { numerator: 3, denominator: 4 }),
        };
        let cases = [
            (Value::Number(number()), "number"),
            (Value::Percent(number()), "percent"),
            (Value::Ordinal(3), "ordinal"),
            (
                Value::Money(Money {
                    amount: "5".to_owned(),
                    currency_candidates: vec!["KWD".to_owned(), "JOD".to_owned()],
                    ..Money::default()
                }),
                "money",
            ),
            (
                Value::Quantity(Quantity { value: "2".to_owned(), unit: "kilogram".to_owned(), ..Default::default() }),
                "quantity",
            ),
            (
                Value::Date(Date {
                    edtf: "2022-04".to_owned(),
                    calendar: Calendar::UmmAlQura,
                    calendar_text: "1443-09".to_owned(),
                    granularity: Granularity::Month,
                    earliest: Some("2022-04-02".to_owned()),
                    latest: Some("2022-05-01".to_owned()),
                    alternatives: vec!["2022-05".to_owned()],
                }),
                "date",
            ),
            (Value::Time(Time { value: "10:30".to_owned(), time_zone: "UTC+3".to_owned() }), "time"),
            (Value::Duration(Duration { iso8601: "P3M".to_owned(), upper: None, bound: Bound::Range }), "duration"),
        ];
        let mut lines = Vec::new();
        for (engine, name) in cases {
            let mention = proto::Mention { value: Some(value(engine)), ..Default::default() };
            let json = super::super::json::to_json(&mention).expect("a known message");
            assert!(json.starts_with(&format!("{{\"{name}\":")), "{json}");
            lines.push(json);
        }
        assert_eq!(
            lines,
            [
                r#"{"number":{"value":"0.75","upper":"1","bound":"BOUND_AT_LEAST","fraction":{"numerator":"3","denominator":"4"}}}"#,
                r#"{"percent":{"value":"0.75","upper":"1","bound":"BOUND_AT_LEAST","fraction":{"numerator":"3","denominator":"4"}}}"#,
                r#"{"ordinal":{"value":"3"}}"#,
                r#"{"money":{"amount":"5","bound":"BOUND_EXACT","currencyCandidates":["KWD","JOD"]}}"#,
                r#"{"quantity":{"value":"2","bound":"BOUND_EXACT","unit":"kilogram"}}"#,
                r#"{"date":{"edtf":"2022-04","calendar":"CALENDAR_UMM_AL_QURA","calendarText":"1443-09","granularity":"GRANULARITY_MONTH","earliest":"2022-04-02","latest":"2022-05-01","alternatives":["2022-05"]}}"#,
                r#"{"time":{"value":"10:30","timeZone":"UTC+3"}}"#,
                r#"{"duration":{"iso8601":"P3M","bound":"BOUND_RANGE"}}"#,
            ]
        );
    }
}
