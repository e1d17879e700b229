//! Typed values of figures.
//!
//! Decimals are plain strings (`"0.5"`, `"-12"`, `"3500000"`): no exponent, no
//! grouping, no trailing zeros after the point, so that a value compares by
//! its bytes and loses nothing to floating point.

/// How a value relates to what the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Bound {
    /// Exactly the value.
    #[default]
    Exact,
    /// About the value (نحو, حوالي).
    Approximate,
    /// At least (ما لا يقل عن).
    AtLeast,
    /// At most (ما لا يزيد على).
    AtMost,
    /// More than (أكثر من).
    MoreThan,
    /// Less than (أقل من).
    LessThan,
    /// From `value` to `upper`.
    Range,
}

/// A fraction that was written as one (ثلاثة أرباع, 3/4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    /// Above the line.
    pub numerator: u64,
    /// Below the line; never zero.
    pub denominator: u64,
}

/// A number or a percentage: `value` is a plain decimal string.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct Number {
    /// The number; of a range its lower end.
    pub value: String,
    /// The upper end of a range.
    pub upper: Option<String>,
    /// How the number is bounded.
    pub bound: Bound,
    /// The fraction as it was written, when it was.
    pub fraction: Option<Fraction>,
}

/// An amount of money in whole currency units.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct Money {
    /// Plain decimal; subunits are converted (50 قرشا is 0.5).
    pub amount: String,
    /// The upper end of a range.
    pub upper: Option<String>,
    /// How the amount is bounded.
    pub bound: Bound,
    /// ISO 4217, or empty when the text leaves it open.
    pub currency: String,
    /// What it may be when `currency` is empty, most likely first.
    pub currency_candidates: Vec<String>,
}

/// A measured or counted quantity.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct Quantity {
    /// Plain decimal.
    pub value: String,
    /// The upper end of a range.
    pub upper: Option<String>,
    /// How the quantity is bounded.
    pub bound: Bound,
    /// CLDR unit id (`kilogram`), or empty for counted nouns.
    pub unit: String,
    /// The counted noun as written (آلة), or empty.
    pub counted_noun: String,
}

/// The calendar a date was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Calendar {
    /// Gregorian.
    #[default]
    Gregorian,
    /// Umm al-Qura, 1300 to 1600 AH.
    UmmAlQura,
    /// Tabular civil Islamic, outside these years.
    IslamicCivil,
}

/// The finest part of a date that the text gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
#[allow(missing_docs)]
pub enum Granularity {
    #[default]
    Day,
    Week,
    Month,
    Quarter,
    Season,
    Year,
    Decade,
    Century,
}

/// A date, in EDTF.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct Date {
    /// EDTF level 0 or 1 (of level 2: `XXXX-01-19` and quarters 33 to 36);
    /// empty for a relative date without a reference date. Gregorian.
    pub edtf: String,
    /// The calendar it was written in.
    pub calendar: Calendar,
    /// A date of another calendar as written, `1443-09-12`; else empty.
    pub calendar_text: String,
    /// The finest part that is given.
    pub granularity: Granularity,
    /// First day it can mean, `YYYY-MM-DD`.
    pub earliest: Option<String>,
    /// Last day it can mean, `YYYY-MM-DD`.
    pub latest: Option<String>,
    /// Other readings in EDTF (03/04 as the 4th of March).
    pub alternatives: Vec<String>,
}

/// A time of day.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct Time {
    /// `HH:MM` or `HH:MM:SS`, 24 hours.
    pub value: String,
    /// IANA id or `UTC±H`, or empty.
    pub time_zone: String,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct Duration {
    /// ISO 8601, `P3M`.
    pub iso8601: String,
    /// The upper end of a range, ISO 8601.
    pub upper: Option<String>,
    /// How the duration is bounded.
    pub bound: Bound,
}

/// The value of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Value {
    Number(Number),
    Percent(Number),
    /// A rank: the 3 of «الثالث».
    Ordinal(u64),
    Money(Money),
    Quantity(Quantity),
    Date(Date),
    Time(Time),
    Duration(Duration),
}
