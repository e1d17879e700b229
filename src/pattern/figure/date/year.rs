//! Years: «عام 2006», «سنة (1948)», «عام ألف وتسعمئة وتسعين», 1400هـ, 44 ق.م,
//! bare years where they stand like one, and ranges of dates.

use crate::gazetteer::figure_words::{Era, Form, Reading, Sense, TimeUnit, Word};
use crate::text::code::{letter, punct};
use crate::text::{Gap, Split, TokenKind};

use super::super::scan::Scan;
use super::super::value::Bound;
use super::Dated;
use super::named::direction;
use super::when::{Parts, When};

impl Scan<'_> {
    /// عام or سنة at `i`: its reading.
    fn year_head(&self, i: usize) -> Option<Reading> {
        self.find(i, |r| {
            let head = r.sense == Sense::TimeUnit(TimeUnit::Year) && r.tokens == 1;
            (head && matches!(r.form, Form::Singular | Form::Dual | Form::ConstructDual)).then_some(())
        })
        .map(|(reading, ())| reading)
    }

    /// A date that begins with عام or سنة.
    pub(super) fn headed_year(&self, i: usize) -> Option<Dated> {
        let head = self.year_head(i)?;
        if head.form != Form::Singular {
            return self.two_years(i, &head);
        }
        let (when, end) = self.year_value(i + 1, true)?;
        let dated = Dated { when, begin: i, end, split: head.split, rule: "figure.date.year", weak: false };
        self.date_range(dated)
    }

    /// «عامي 1990 و1995»: from one to the other after بين, else the first.
    fn two_years(&self, i: usize, head: &Reading) -> Option<Dated> {
        if head.form != Form::ConstructDual && head.form != Form::Dual {
            return None;
        }
        let (first, end) = self.year_value(i + 1, true)?;
        let (at, attached) = self.joined(end);
        if attached || !self.same_line(end) {
            return None;
        }
        let (last, end) = self.year_value(at, true)?;
        let when = first.to(last)?;
        Some(Dated { when, begin: i, end, split: head.split, rule: "figure.date.years", weak: false })
    }

    /// The value of a year at `i`, after its head (`headed`) or alone.
    pub(super) fn year_value(&self, i: usize, headed: bool) -> Option<(When, usize)> {
        if headed && !self.same_line(i) {
            return None;
        }
        let bracket = headed && self.is_punctuation(i, punct::OPEN_PAREN) && self.same_line(i + 1);
        let at = if bracket { i + 1 } else { i };
        let (number, mut end, written) = self.year_number(at, headed)?;
        // «عام (1931/1932)»
        let mut second = None;
        if written && self.is_punctuation(end, punct::SLASH) && self.digit_count(end + 1) == Some(4) {
            second = self.integer(end + 1).filter(|&n| n > number);
            end += 2;
        }
        if bracket {
            if !self.is_punctuation(end, punct::CLOSE_PAREN) {
                return None;
            }
            end += 1;
        }
        let (era, after) = self.era(end);
        let year = i32::try_from(number).ok()?;
        let when = self.year_when(year, era, headed)?;
        let when = match second {
            Some(last) => when.to(self.year_when(i32::try_from(last).ok()?, era, headed)?)?,
            None => when,
        };
        Some((when, after))
    }

    fn year_when(&self, year: i32, era: Option<Era>, headed: bool) -> Option<When> {
        match era {
            Some(Era::Hijri) => When::hijri(Parts { year: Some(year), ..Parts::default() }),
            Some(Era::BeforeCommon) => Some(When::year(1 - year)),
            Some(Era::Common) => Some(When::year(year)),
            None if !headed && !(1000..=2999).contains(&year) => None,
            None => Some(When::year(year)),
        }
    }

    /// The number of a year: value, end, whether in digits.
    fn year_number(&self, i: usize, headed: bool) -> Option<(u64, usize, bool)> {
        if let Some(digits) = self.digit_count(i) {
            let value = self.integer(i)?;
            let (era, _) = self.era(i + 1);
            // «عام 48 ق.م»: short years need their era or their head.
            let fits = match digits {
                4 => (1..=2999).contains(&value),
                3 => headed || era.is_some(),
                1 | 2 => era == Some(Era::BeforeCommon) || era == Some(Era::Hijri) && headed,
                _ => false,
            };
            let goes_on = self.gap(i + 1) == Gap::None
                && matches!(self.punctuation(i + 1), Some(punct::FULL_STOP | punct::COMMA | punct::DECIMAL | punct::THOUSANDS))
                && self.is_number(i + 2)
                && self.gap(i + 2) == Gap::None;
            return (fits && !goes_on && !self.glued_left(i)).then_some((value, i + 1, true));
        }
        let cardinal = self.cardinal(i).filter(|c| c.bound.is_none() && !c.article && !c.digits && c.prefix == 0)?;
        let (value, end) = self.spoken_year(cardinal.value.whole()?, cardinal.end);
        ((if headed { 100 } else { 1000 })..=2999).contains(&value).then_some((value, end, false))
    }

    /// «خمسة وتسعين وتسعمئة وألف»: rising order, as years are also read; and
    /// «تسعة عشر تسعة وتسعون», in pairs.
    fn spoken_year(&self, value: u64, end: usize) -> (u64, usize) {
        let (mut value, mut end) = (value, end);
        if (10..=20).contains(&value)
            && self.same_line(end)
            && let Some(pair) = self.cardinal(self.joined(end).0).filter(|c| !c.digits && c.scale == 0 && c.bound.is_none())
            && let Some(low) = pair.value.whole().filter(|n| (10..100).contains(n))
        {
            return (value * 100 + low, pair.end);
        }
        let mut limit = 100;
        for _ in 0..2 {
            let (at, attached) = self.joined(end);
            if value >= limit || !self.same_line(end) {
                break;
            }
            let more = self.find(at, |r| match r.sense {
                Sense::Hundred(hundred) if self.is_joined(r, attached) => Some(u64::from(hundred)),
                Sense::Scale(3) if self.is_joined(r, attached) && r.form == Form::Dual => Some(2000),
                Sense::Scale(3) if self.is_joined(r, attached) => Some(1000),
                _ => None,
            });
            let Some((_, more)) = more else { break };
            value += more;
            end = at + 1;
            limit = 1000;
        }
        (value, end)
    }

    /// A year after a month: «من عام 2007», «عام 1993», «(1970)», «2022».
    pub(super) fn year_expression(&self, i: usize, after_month: bool) -> Option<(i32, usize)> {
        if !self.same_line(i) && !self.is_number(i) {
            return None;
        }
        let mut at = self.after_word(i, |w| matches!(w, Word::From | Word::In));
        let head = self.year_head(at).filter(|r| r.form == Form::Singular && r.prefix & !crate::gazetteer::figure_words::prefix::LAM == 0);
        if head.is_some() {
            at += 1;
            if !self.same_line(at) {
                return None;
            }
        } else if at > i {
            // «من 2007» without a head is no year of this date.
            at = i;
        }
        let bracket = self.is_punctuation(at, punct::OPEN_PAREN);
        let start = at + usize::from(bracket);
        if self.gap(start) == Gap::Line {
            return None;
        }
        let (value, mut end, digits) = self.year_number(start, head.is_some())?;
        if bracket {
            if !self.is_punctuation(end, punct::CLOSE_PAREN) {
                return None;
            }
            end += 1;
        }
        let bare = head.is_none() && !bracket;
        let (era, after) = self.era(end);
        if bare && era.is_none() {
            let year_like = if digits { self.digit_count(start) == Some(4) && (1000..=2100).contains(&value) } else { value >= 1000 };
            if !year_like || !after_month || self.is_punctuation(end, punct::PERCENT) {
                return None;
            }
        }
        let year = i32::try_from(value).ok()?;
        Some((if era == Some(Era::BeforeCommon) { 1 - year } else { year }, after))
    }

    /// «العام الماضي», «هذا العام», «العام الجاري»: years from the reference.
    pub(super) fn relative_year(&self, i: usize) -> Option<(i8, usize)> {
        let (at, shown) = self.this(i).map_or((i, false), |(end, _)| (end, true));
        if !self.same_line(at) {
            return None;
        }
        self.year_head(at).filter(|r| r.article && r.prefix == 0)?;
        if let Some((_, deictic)) = self.deictic(at + 1) {
            return Some((direction(deictic), at + 2));
        }
        shown.then_some((0, at + 1))
    }

    /// A year that nothing introduces.
    pub(super) fn bare_year(&self, i: usize) -> Option<Dated> {
        let (when, end) = self.year_value(i, false)?;
        let with_era = end > i + 1;
        if !with_era && (self.digit_count(i) != Some(4) || !(1000..=2100).contains(&self.integer(i)?)) {
            return None;
        }
        let dated = Dated { when, begin: i, end, split: Split::WHOLE, rule: "figure.date.bare_year", weak: false };
        let dated = self.date_range(dated)?;
        if with_era || dated.end > end {
            return Some(self.bracketed(dated));
        }
        if !self.stands_as_year(i, end) {
            return None;
        }
        let introduced = self.introduces_year(i);
        let weak = !introduced && !(1500..=2100).contains(&self.integer(i)?);
        Some(self.bracketed(Dated { weak, ..dated }))
    }

    /// «في ألف وسبعمئة وتسعة وثمانين», «مواليد ألفين»: a year in words that
    /// counts nothing.
    pub(super) fn spoken_bare_year(&self, i: usize) -> Option<Dated> {
        let born = self.word_before(i, |w| w == Word::Born).is_some();
        if !born && self.word_before(i, |w| matches!(w, Word::In | Word::Since)).is_none() {
            return None;
        }
        let cardinal = self.cardinal(i).filter(|c| c.prefix == 0 && !c.digits && c.bound.is_none() && !c.article)?;
        let value = cardinal.value.whole().filter(|n| (1000..=2100).contains(n))?;
        if !(born || cardinal.words > 2 && value % 100 != 0) || !self.ends_phrase(cardinal.end) {
            return None;
        }
        let when = When::year(i32::try_from(value).ok()?);
        Some(Dated { when, begin: i, end: cardinal.end, split: Split::WHOLE, rule: "figure.date.year_words", weak: false })
    }

    /// في, منذ, حتى … or a bracket before a year.
    fn introduces_year(&self, i: usize) -> bool {
        let preposition = |w: Word| {
            matches!(
                w,
                Word::In | Word::Since | Word::To | Word::Before | Word::After | Word::During | Word::Begin | Word::End | Word::Middle | Word::Between | Word::From
            )
        };
        i > 0
            && (self.is_punctuation(i - 1, punct::OPEN_PAREN)
                || self.word_before(i, preposition).is_some()
                || self.time_unit_before(i)
                || self.text.codes_of(i - 1) == [letter::LAM])
    }

    fn time_unit_before(&self, i: usize) -> bool {
        self.before(i, |r| matches!(r.sense, Sense::TimeUnit(TimeUnit::Year | TimeUnit::Month)) || matches!(r.sense, Sense::Season(_))).is_some()
    }

    /// Whether a number of four digits at `i` counts or labels nothing.
    pub(super) fn stands_as_year(&self, i: usize, end: usize) -> bool {
        if self.labelled(i) || self.article_before(i) || self.bound_before(i).is_some_and(|b| b != Bound::Approximate) {
            return false;
        }
        if i > 0 && self.gap(i) == Gap::None && matches!(self.punctuation(i - 1), Some(punct::SLASH | punct::HYPHEN | punct::COLON | punct::FULL_STOP | punct::HASH)) {
            return false;
        }
        if self.gap(end) == Gap::None && self.kind(end).is_some() {
            match self.kind(end) {
                Some(TokenKind::Punctuation) => {
                    let joint = matches!(self.punctuation(end), Some(punct::SLASH | punct::COLON | punct::PERCENT | punct::HYPHEN | punct::PLUS));
                    if joint {
                        return false;
                    }
                }
                _ => return false,
            }
        }
        if self.gap(end) == Gap::Line {
            return true;
        }
        let counts = self.find(end, |r| {
            let noun = matches!(
                r.sense,
                Sense::Currency(_) | Sense::Subunit(_) | Sense::Unit(_) | Sense::Counted | Sense::TimeUnit(_) | Sense::Scale(_) | Sense::Percent(_) | Sense::Hundred(_)
            );
            (noun && r.prefix == 0 && !r.article).then_some(())
        });
        counts.is_none() && !self.is_punctuation(end, punct::PERCENT)
    }

    /// The other end of a range of dates.
    pub(super) fn date_range(&self, first: Dated) -> Option<Dated> {
        if first.when.edtf.contains('/') && first.when.calendar_text.is_empty() {
            return Some(first);
        }
        let Some(at) = self.range_joint(first.begin, first.end) else { return Some(first) };
        let Some((last, end)) = self.range_end(at) else { return Some(first) };
        let when = match self.same_shape(first.when.clone(), &last) {
            Some(when) => when.to(last),
            None => None,
        };
        Some(match when {
            Some(when) => Dated { when, end, weak: false, ..first },
            None => first,
        })
    }

    /// The date that ends a range; it begins no range of its own.
    fn range_end(&self, i: usize) -> Option<(When, usize)> {
        if self.is_number(i) || self.year_head(i).is_some() {
            let at = if self.year_head(i).is_some() { i + 1 } else { i };
            let year = self.year_value(at, at > i).filter(|(_, end)| at > i || self.stands_as_year_end(i, *end));
            if let Some(found) = year {
                return Some(found);
            }
        }
        let dated = if self.is_number(i) { self.numeric_core(i).or_else(|| self.named_core(i)) } else { self.named_core(i) }?;
        (dated.split.skip <= 1).then_some((dated.when, dated.end))
    }

    fn stands_as_year_end(&self, i: usize, end: usize) -> bool {
        self.digit_count(i) == Some(4) && !matches!(self.punctuation(end), Some(punct::SLASH | punct::PERCENT))
    }

    /// «3 مايو - 7 يونيو 2020»: the first half takes the year of the second.
    fn same_shape(&self, first: When, last: &When) -> Option<When> {
        if first.granularity != last.granularity {
            return None;
        }
        let year = last.edtf.get(..4).filter(|y| !y.contains('X'));
        match (first.edtf.strip_prefix("XXXX-"), year) {
            (Some(rest), Some(year)) => {
                let mut numbers = rest.split('-').map(|n| n.parse::<u8>().ok());
                let parts = Parts { year: year.parse().ok(), month: numbers.next().flatten(), day: numbers.next().flatten() };
                When::gregorian(parts)
            }
            _ => Some(first),
        }
    }

    /// «12 رمضان 1443 هـ الموافق 13 أبريل 2022»: one day in both calendars.
    pub(super) fn double_calendar(&self, first: Dated) -> Dated {
        let whole = |when: &When| when.span.is_some_and(|s| s.0 == s.1);
        if !whole(&first.when) || self.gap(first.end) == Gap::Line {
            return first;
        }
        let mut at = self.after_comma(first.end);
        let bracket = self.is_punctuation(at, punct::OPEN_PAREN);
        let joint = bracket || matches!(self.punctuation(at), Some(punct::SLASH | punct::HYPHEN | punct::DASH));
        at += usize::from(joint);
        let after = self.after_word(at, |w| w == Word::Dated);
        if !joint && after == at || self.gap(after) == Gap::Line {
            return first;
        }
        let other = self.numeric_core(after).or_else(|| self.named_core(after));
        let Some(other) = other.filter(|o| whole(&o.when) && o.begin == after) else { return first };
        let hijri = |when: &When| !when.calendar_text.is_empty();
        let (Some(a), Some(b)) = (first.when.span, other.when.span) else { return first };
        let apart = super::calendar::day_number(a.0).zip(super::calendar::day_number(b.0)).map_or(i64::MAX, |(a, b)| (a - b).abs());
        if hijri(&first.when) == hijri(&other.when) || apart > 2 {
            return first;
        }
        let mut end = other.end;
        if bracket {
            if !self.is_punctuation(end, punct::CLOSE_PAREN) {
                return first;
            }
            end += 1;
        }
        // The Gregorian half is the day; the Hijri half is kept as written.
        let (gregorian, written) = if hijri(&first.when) { (other.when, first.when) } else { (first.when, other.when) };
        let when = When { calendar: written.calendar, calendar_text: written.calendar_text, alternatives: Vec::new(), ..gregorian };
        Dated { when, end, rule: "figure.date.double_calendar", ..first }
    }
}
