//! Dates: numeric, by month name, by year, relative, and the periods around
//! them, each as EDTF with its first and last day.
//!
//! [`calendar`] counts days, [`when`] writes EDTF; the rules are in
//! [`numeric`], [`named`], [`year`], [`period`] and [`relative`].

pub(super) mod calendar;
mod named;
mod numeric;
mod period;
mod relative;
mod week;
mod when;
mod year;

use crate::gazetteer::figure_words::{Deictic, Reading, Sense, Word, prefix};
use crate::text::Split;
use crate::text::code::punct;

use super::scan::{Found, Scan};
use super::value::{Bound, Value};
use when::When;

/// A date with the stretch of text that says it.
#[derive(Clone, Debug)]
struct Dated {
    when: When,
    begin: usize,
    end: usize,
    split: Split,
    rule: &'static str,
    weak: bool,
}

impl Dated {
    fn found(self) -> Found {
        let value = Value::Date(self.when.date());
        Found::new(self.begin, self.end, self.split, "date", self.rule, value).weak_if(self.weak)
    }
}

impl Scan<'_> {
    /// The date that begins at `i`.
    pub(super) fn date(&self, i: usize) -> Option<Found> {
        let dated = if self.is_number(i) {
            self.numeric_date(i).or_else(|| self.named_date(i)).or_else(|| self.bare_year(i))
        } else {
            self.named_date(i)
                .or_else(|| self.headed_year(i))
                .or_else(|| self.spoken_bare_year(i))
                .or_else(|| self.period(i))
                .or_else(|| self.relative_date(i))
        };
        let mut dated = dated?;
        if self.is_approximate(&dated) {
            dated.when.approximate();
        }
        Some(dated.found())
    }

    fn is_approximate(&self, dated: &Dated) -> bool {
        self.bound_before(dated.begin) == Some(Bound::Approximate)
    }

    /// الماضي, الجاري, المقبل at `i`.
    fn deictic(&self, i: usize) -> Option<(Reading, Deictic)> {
        if !self.same_line(i) {
            return None;
        }
        self.find(i, |r| match r.sense {
            Sense::Deictic(deictic) if r.article && r.prefix == 0 => Some(deictic),
            _ => None,
        })
    }

    /// هذا or هذه at `i`, with the token after it.
    fn this(&self, i: usize) -> Option<(usize, Reading)> {
        self.word_of(i, |w| w == Word::This).filter(|(end, _)| self.same_line(*end))
    }

    /// Whether a phrase is over before token `i`: at the end, or before
    /// punctuation or a joining word.
    fn ends_phrase(&self, i: usize) -> bool {
        !self.same_line(i)
            || self.punctuation(i).is_some()
            || self.word_of(i, |_| true).is_some()
            || self.find(i, |r| (r.prefix & prefix::WAW != 0).then_some(())).is_some()
    }

    /// Steps over one comma.
    fn after_comma(&self, i: usize) -> usize {
        if self.is_punctuation(i, punct::COMMA) && self.same_line(i) && self.same_line(i + 1) { i + 1 } else { i }
    }

    /// Steps over one joining word.
    fn after_word(&self, i: usize, wanted: impl Fn(Word) -> bool) -> usize {
        if !self.same_line(i) {
            return i;
        }
        match self.word_of(i, wanted) {
            Some((end, reading)) if reading.prefix == 0 && self.same_line(end) => end,
            _ => i,
        }
    }
}
