//! Figures: numbers, percentages, money, dates, times, durations, quantities
//! and ordinals, each with its typed value.
//!
//! [`propose`] scans the tokens once. It starts only at digits and at words
//! that the table of figure words marks, reads one amount there, and lets each
//! kind of figure look at what stands around it. Every window has a bound, so
//! the work is linear in the text, and nothing is allocated for a token that
//! is no figure. [`value`] holds the types of the answers; the grammar of
//! numbers is in [`cardinal`] and [`number`], everything else builds on it.
//!
//! To add a word, add a line to `seeds/figures/`; to add a rule, add a method
//! to the file of its kind and a case to `tests/cases/figures/`.

mod cardinal;
mod date;
mod digits;
mod duration;
mod fraction;
mod money;
mod not_figure;
mod number;
mod ordinal;
mod percent;
mod quantity;
mod rational;
mod scan;
mod time;
mod vague;
pub mod value;

use crate::extract::CivilDate;
use crate::gazetteer::figure_words::{Sense, TimeUnit, kinds};
use crate::gazetteer::{EntityType, FigureWords};
use crate::text::code::letter;
use crate::text::{Deadline, Text, TokenKind};

use super::{Candidate, Evidence, Span};
use scan::{Found, Scan};
use value::Value;

/// What begins with digits.
const DIGITS: u16 = u16::MAX;

/// Proposes the figures of `text`, as far as the deadline allows. They do not
/// overlap each other.
pub fn propose(
    text: &Text,
    words: &FigureWords,
    reference: Option<CivilDate>,
    deadline: &Deadline,
    out: &mut Vec<Candidate>,
) {
    let scan = Scan::new(text, words, reference);
    let first = out.len();
    let mut i = 0;
    let mut free = 0;
    while i < scan.len() {
        if deadline.stops() {
            return;
        }
        let token = &text.tokens()[i];
        let starts = match token.kind {
            TokenKind::Number => DIGITS,
            TokenKind::Word => words.starts(text.key(i, 0)),
            TokenKind::Punctuation if scan.fraction_sign(i).is_some() => kinds::FRACTION,
            _ => 0,
        };
        if starts == 0 || token.opaque {
            i += 1;
            continue;
        }
        if let Some(end) = scan.no_figure(i) {
            i = end.max(i + 1);
            continue;
        }
        match scan.figure(i, starts) {
            Some(found) if found.begin >= free && found.end > i => {
                i = found.end;
                free = found.end;
                out.push(candidate(text, found));
            }
            _ => i += 1,
        }
    }
    settle_currencies(&mut out[first..]);
}

/// The date `days` after `date`, or `None` outside the years -9999 to 9999.
pub fn days_from(date: CivilDate, days: i64) -> Option<CivilDate> {
    date::calendar::add_days(date, days)
}

fn candidate(text: &Text, found: Found) -> Candidate {
    let span = Span { first: found.begin as u32, last: found.end as u32, split: found.split, trim: found.trim };
    let evidence = if found.weak { Evidence::WeakFigure } else { Evidence::Figure };
    let mut candidate = Candidate::new(text, span, EntityType::Figure, found.subtype, found.rule).with(evidence);
    candidate.value = Some(Box::new(found.value));
    // The tatweel of «هـ» is how the abbreviation is written.
    let rest = text.raw().get(candidate.end as usize..).unwrap_or_default();
    if rest.starts_with('ـ') && text.codes_of(found.end - 1) == [letter::HEH] {
        candidate.end += 'ـ'.len_utf8() as u32;
    }
    candidate
}

/// A bare دينار is the one that the document names in full, if it names
/// exactly one.
fn settle_currencies(candidates: &mut [Candidate]) {
    let mut named: Vec<String> = Vec::new();
    for candidate in candidates.iter() {
        if let Some(Value::Money(money)) = candidate.value.as_deref()
            && !money.currency.is_empty()
            && !named.contains(&money.currency)
        {
            named.push(money.currency.clone());
        }
    }
    for candidate in candidates {
        if let Some(Value::Money(money)) = candidate.value.as_deref_mut()
            && money.currency.is_empty()
        {
            let mut fitting = money.currency_candidates.iter().filter(|c| named.contains(c));
            if let (Some(one), None) = (fitting.next().cloned(), fitting.next()) {
                money.currency = one;
                money.currency_candidates.clear();
            }
        }
    }
}

impl Scan<'_> {
    /// The figure that begins at token `i`.
    fn figure(&self, i: usize, starts: u16) -> Option<Found> {
        if self.is_number(i)
            && let Some(found) = self.phone(i).or_else(|| self.score(i))
        {
            return Some(found);
        }
        if starts & (kinds::CLOCK | kinds::ORDINAL | kinds::NUMBER) != 0
            && let Some(time) = self.time(i)
        {
            return Some(time);
        }
        let date = self.date(i, starts);
        // A date of several parts is read before any number in it.
        if let Some(date) = date.as_ref().filter(|d| !d.weak && (d.end > i + 1 || !self.is_number(i))) {
            let duration = self.amount_figure(i, starts).filter(|f| f.end > date.end);
            return Some(duration.unwrap_or_else(|| date.clone()));
        }
        let amount = self.amount_figure(i, starts);
        match (date, amount) {
            (Some(date), Some(amount)) => {
                let counted = !matches!(amount.value, Value::Number(_) | Value::Ordinal(_)) || amount.end > date.end;
                Some(if counted { amount } else { date })
            }
            (date, amount) => date.or(amount),
        }
    }

    /// The figure of an amount, an ordinal or a bare duration at `i`.
    fn amount_figure(&self, i: usize, starts: u16) -> Option<Found> {
        let counts = starts & (kinds::NUMBER | kinds::FRACTION) != 0;
        let Some(amount) = counts.then(|| self.amount(i)).flatten() else {
            if starts & kinds::TIME_UNIT != 0
                && let Some(found) = self.bare_duration(i)
            {
                return Some(self.as_date(i, found));
            }
            if starts & (kinds::ORDINAL | kinds::NUMBER) == 0 {
                return None;
            }
            return self.ordinal(i);
        };
        if self.glued_left(i)
            || self.is_number(amount.end - 1) && self.glued_right(amount.end) && self.measure(amount).is_none()
        {
            return None;
        }
        let found = self.measure(amount).or_else(|| self.noun_first(amount)).or_else(|| self.noun_and_part(amount));
        if let Some(found) = found {
            return Some(self.as_date_of(amount, found));
        }
        if let Some(rank) = self.ordinal(i).filter(|o| o.end >= amount.end) {
            return Some(rank);
        }
        if amount.upper.is_none()
            && amount.plain > 0
            && let Some(rank) = self.digit_ordinal(i)
        {
            return Some(rank);
        }
        Some(self.number(amount))
    }

    /// What the words after an amount make of it.
    fn measure(&self, amount: number::Amount) -> Option<Found> {
        self.percent(amount).or_else(|| self.money(amount)).or_else(|| {
            // «سنوات ضوئية» measures, «سنوات» lasts.
            let quantity = self.quantity(amount);
            self.duration(amount).filter(|d| quantity.as_ref().is_none_or(|q| q.end <= d.end)).or(quantity)
        })
    }

    fn as_date_of(&self, amount: number::Amount, found: Found) -> Found {
        if !matches!(found.value, Value::Duration(_)) {
            return found;
        }
        self.relative_duration(&amount, &found).unwrap_or(found)
    }

    fn as_date(&self, i: usize, found: Found) -> Found {
        let two = self.find(i, |r| match r.sense {
            Sense::TimeUnit(unit) => Some(unit),
            _ => None,
        });
        let count = rational::Rational::small(
            if two.is_some_and(|(r, _): (_, TimeUnit)| r.form == crate::gazetteer::figure_words::Form::Dual) {
                2
            } else {
                1
            },
        );
        let amount = duration::bare_amount(i, found.end, found.split, count);
        self.as_date_of(amount, found)
    }
}
