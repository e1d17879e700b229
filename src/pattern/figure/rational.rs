//! Exact numbers: what a figure is worth before it becomes a plain decimal
//! string. All arithmetic is checked: what does not fit is no figure.

use std::cmp::Ordering;

/// A fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rational {
    numerator: i128,
    denominator: i128,
}

/// Significant digits of a decimal that does not end.
const SIGNIFICANT: usize = 15;
/// Digits after the point of a decimal that ends.
const LONGEST_FRACTION: u32 = 30;

impl Rational {
    pub(super) fn integer(value: u128) -> Option<Self> {
        Some(Self { numerator: i128::try_from(value).ok()?, denominator: 1 })
    }

    pub(super) fn small(value: u32) -> Self {
        Self { numerator: i128::from(value), denominator: 1 }
    }

    pub(super) fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs());
        let sign = denominator.signum();
        let divisor = i128::try_from(divisor.max(1)).ok()?;
        Some(Self { numerator: numerator / divisor * sign, denominator: (denominator / divisor).abs() })
    }

    /// `digits` with `places` of them after the point.
    pub(super) fn decimal(digits: u128, places: u32) -> Option<Self> {
        Self::new(i128::try_from(digits).ok()?, 10i128.checked_pow(places)?)
    }

    pub(super) fn power_of_ten(exponent: u32) -> Option<Self> {
        Some(Self { numerator: 10i128.checked_pow(exponent)?, denominator: 1 })
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::new(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    pub(super) fn multiply(self, other: Self) -> Option<Self> {
        // Crosswise reduction first, so that what fits in the end does not
        // overflow on the way.
        let a = Self::new(self.numerator, other.denominator)?;
        let b = Self::new(other.numerator, self.denominator)?;
        Self::new(a.numerator.checked_mul(b.numerator)?, a.denominator.checked_mul(b.denominator)?)
    }

    pub(super) fn divide(self, other: Self) -> Option<Self> {
        self.multiply(Self::new(other.denominator, other.numerator)?)
    }

    pub(super) fn negate(self) -> Self {
        Self { numerator: -self.numerator, ..self }
    }

    pub(super) fn is_whole(self) -> bool {
        self.denominator == 1
    }

    /// The value when it is a whole number that fits.
    pub(super) fn whole(self) -> Option<u64> {
        if self.is_whole() { u64::try_from(self.numerator).ok() } else { None }
    }

    pub(super) fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// A plain decimal: no exponent, no grouping, no trailing zeros.
    pub(super) fn plain(self) -> String {
        let sign = if self.numerator < 0 { "-" } else { "" };
        let numerator = self.numerator.unsigned_abs();
        let denominator = self.denominator.unsigned_abs();
        let whole = numerator / denominator;
        let mut rest = numerator % denominator;
        let mut digits = String::new();
        let mut significant = if whole == 0 { 0 } else { whole.to_string().len() };
        let ends = ends_in_decimals(denominator);
        while rest != 0 && digits.len() < LONGEST_FRACTION as usize && (ends || significant < SIGNIFICANT) {
            let Some(shifted) = rest.checked_mul(10) else { break };
            let digit = shifted / denominator;
            rest = shifted % denominator;
            significant += usize::from(significant > 0 || digit > 0);
            digits.push(char::from(b'0' + digit as u8));
        }
        let carry = rest != 0 && rest >= denominator - rest;
        let (whole, digits) = if carry { round_up(whole, &digits) } else { (whole, digits) };
        let digits = digits.trim_end_matches('0');
        if digits.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{digits}") }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let left = self.numerator.checked_mul(other.denominator)?;
        Some(left.cmp(&other.numerator.checked_mul(self.denominator)?))
    }
}

fn ends_in_decimals(mut denominator: u128) -> bool {
    for prime in [2, 5] {
        while denominator % prime == 0 {
            denominator /= prime;
        }
    }
    denominator == 1
}

fn round_up(whole: u128, digits: &str) -> (u128, String) {
    let mut digits = digits.as_bytes().to_vec();
    for digit in digits.iter_mut().rev() {
        if *digit == b'9' {
            *digit = b'0';
        } else {
            *digit += 1;
            return (whole, String::from_utf8_lossy(&digits).into_owned());
        }
    }
    (whole + 1, String::from_utf8_lossy(&digits).into_owned())
}

fn gcd(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::Rational;

    #[test]
    fn plain_decimals() {
        let cases = [
            ((1, 2), "0.5"),
            ((-3, 4), "-0.75"),
            ((1, 3), "0.333333333333333"),
            ((2, 3), "0.666666666666667"),
            ((100, 35), "2.85714285714286"),
            ((1, 1_000_000_000_000), "0.000000000001"),
            ((3_500_000, 1), "3500000"),
            ((0, 7), "0"),
        ];
        for ((numerator, denominator), expected) in cases {
            assert_eq!(Rational::new(numerator, denominator).map(Rational::plain).as_deref(), Some(expected));
        }
    }

    #[test]
    fn overflow_is_no_number() {
        let huge = Rational::power_of_ten(38).expect("fits");
        assert_eq!(huge.multiply(huge), None);
        assert_eq!(Rational::power_of_ten(39), None);
    }
}
