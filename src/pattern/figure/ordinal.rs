//! Ordinals: «الأول», «الحادي والعشرون», «المرة الثالثة», «الـ20».
//!
//! أول and أولى alone are often no rank (أول أمس is a date, أولى is also
//! "more fitting"), so they are proposed with weak evidence.

use crate::gazetteer::figure_words::{Reading, Sense};
use crate::text::code::{letter, punct};
use crate::text::{Gap, Split};

use super::scan::{Found, Scan};
use super::value::Value;

/// A rank in words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rank {
    pub(super) value: u64,
    pub(super) end: usize,
    pub(super) reading: Reading,
}

impl Scan<'_> {
    /// The rank in words at `i`.
    pub(super) fn rank(&self, i: usize) -> Option<Rank> {
        self.rank_where(i, |_| true)
    }

    fn rank_where(&self, i: usize, accept: impl Fn(&Reading) -> bool) -> Option<Rank> {
        let (reading, value) = self.find(i, |r| match r.sense {
            Sense::Ordinal(value) if accept(r) => Some(u64::from(value)),
            _ => None,
        })?;
        let mut out = Rank { value, end: i + 1, reading };
        if self.gap(out.end) == Gap::Line {
            return Some(out);
        }
        // الحادي عشر, الثانية عشرة
        let ten = self.find(out.end, |r| (r.sense == Sense::Ten && r.prefix == 0).then_some(()));
        if ten.is_some() && value < 10 {
            out.value += 10;
            out.end += 1;
        } else {
            // الحادي والعشرون
            let (at, attached) = self.joined(out.end);
            let tens = self.find(at, |r| match r.sense {
                Sense::Tens(tens) if self.is_joined(r, attached) => Some((u64::from(tens), r.article)),
                _ => None,
            });
            if let Some((_, (tens, article))) = tens.filter(|_| value < 10)
                && (article == reading.article)
            {
                out.value += tens;
                out.end = at + 1;
            }
        }
        self.hundreds_of_rank(&mut out);
        Some(out)
    }

    /// «الخامس والعشرون بعد المئة», «الأول بعد الألف».
    fn hundreds_of_rank(&self, out: &mut Rank) {
        let Some(at) = self.word(out.end, crate::gazetteer::figure_words::Word::After).filter(|&at| self.same_line(at)) else { return };
        let base = self.find(at, |r| match r.sense {
            Sense::Hundred(hundred) if r.article && r.prefix == 0 => Some(u64::from(hundred)),
            Sense::Scale(3) if r.article && r.prefix == 0 => Some(1000),
            _ => None,
        });
        if let Some((_, base)) = base {
            out.value += base;
            out.end = at + 1;
        }
    }

    /// The ordinal figure at `i`.
    pub(super) fn ordinal(&self, i: usize) -> Option<Found> {
        let rank = self.rank(i).or_else(|| self.definite_tens(i))?;
        let words = rank.end - i;
        // ثانية is a second, and حادي only begins a number.
        if words == 1 && !rank.reading.article && rank.value == 2 && self.text.codes_of(i).last() == Some(&letter::HEH) {
            return None;
        }
        if words == 1 && self.text.codes_of(i).contains(&letter::HAH) {
            return None;
        }
        let weak = words == 1 && (rank.reading.weak || !rank.reading.article || rank.reading.prefix != 0 && rank.reading.split.skip > 1);
        let found = Found::new(i, rank.end, rank.reading.split, "ordinal", "figure.ordinal.words", Value::Ordinal(rank.value));
        Some(found.weak_if(weak))
    }

    /// «القرن العشرون», «الذكرى المئة»: tens and hundreds with the article
    /// after a noun with the article.
    fn definite_tens(&self, i: usize) -> Option<Rank> {
        if i == 0 || !self.same_line(i) || !self.is_definite(i - 1) || self.gap(i) != Gap::Space {
            return None;
        }
        let (reading, value) = self.find(i, |r| match r.sense {
            Sense::Tens(tens) if r.article && r.prefix == 0 => Some(u64::from(tens)),
            Sense::Hundred(hundred) if r.article && r.prefix == 0 => Some(u64::from(hundred)),
            _ => None,
        })?;
        // «الأعوام العشرين الماضية» counts, it does not rank.
        let counts = self.find(i - 1, |r| {
            (matches!(r.sense, Sense::TimeUnit(_) | Sense::Counted) && r.form == crate::gazetteer::figure_words::Form::Plural).then_some(())
        });
        counts.is_none().then_some(Rank { value, end: i + 1, reading })
    }

    /// «الـ20», «ال20»: digits with the article are a rank, unless they count.
    pub(super) fn article_before(&self, i: usize) -> bool {
        i > 0
            && self.gap(i) == Gap::None
            && self.is_number(i)
            && matches!(self.text.codes_of(i - 1), [letter::ALEF, letter::LAM] | [_, letter::ALEF, letter::LAM] | [letter::LAM, letter::LAM])
    }

    /// The rank in digits at `i`.
    pub(super) fn digit_ordinal(&self, i: usize) -> Option<Found> {
        if !self.article_before(i) || self.gap(i + 1) == Gap::None && self.is_punctuation(i + 1, punct::COLON) {
            return None;
        }
        let value = self.integer(i)?;
        Some(Found::new(i, i + 1, Split::WHOLE, "ordinal", "figure.ordinal.digits", Value::Ordinal(value)))
    }
}
