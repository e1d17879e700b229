//! Times of day: `15:30`, «الساعة الثالثة والنصف عصرا», «إلا ربعا», with the
//! part of the day and the time zone.

use crate::gazetteer::figure_words::{Clock, PartOfDay, Sense, Word};
use crate::text::code::{letter, punct};
use crate::text::{Gap, Split};

use super::scan::{Found, Scan};
use super::value::{Time, Value};

/// A time being read.
#[derive(Clone, Copy)]
struct Reading {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    end: usize,
    /// Written so that nothing but a time is meant.
    certain: bool,
}

impl Scan<'_> {
    /// The time of day that begins at `i`.
    pub(super) fn time(&self, i: usize) -> Option<Found> {
        if let Some((reading, Clock(hour))) = self.find(i, |r| match r.sense {
            Sense::Clock(clock) => Some(clock),
            _ => None,
        }) {
            let value = Time { value: format!("{hour:02}:00"), time_zone: String::new() };
            let end = i + usize::from(reading.tokens);
            return Some(Found::new(i, end, reading.split, "time", "figure.time.named", Value::Time(value)));
        }
        let head = self.find(i, |r| (r.sense == Sense::Word(Word::Hour)).then_some(i + usize::from(r.tokens)));
        let (at, split) = match head {
            Some((reading, end)) if self.same_line(end) => (end, reading.split),
            Some(_) => return None,
            None => (i, Split::WHOLE),
        };
        let headed = head.is_some();
        if headed && self.gap(at) == Gap::None && !self.is_punctuation(at, punct::COLON) {
            return None;
        }
        let at = if headed && self.is_punctuation(at, punct::COLON) { at + 1 } else { at };
        let at = self.bounded_start(at, headed);
        let digits = self.clock_digits(at, headed).map(|mut time| {
            if headed && !time.certain {
                self.minutes_words(&mut time, true);
            }
            (time, split)
        });
        let (mut time, split) = digits.or_else(|| {
            let (time, own) = self.clock_words(at, headed)?;
            Some((time, if headed { split } else { own }))
        })?;
        let part = self.part_of_day(&mut time, headed).or_else(|| self.shared_part(at, &time));
        if !headed && !time.certain && part.is_none() {
            return None;
        }
        let hour = on_the_clock(time.hour, part)?;
        let time_zone = self.time_zone(&mut time.end);
        let value = match time.second {
            Some(second) => format!("{hour:02}:{:02}:{second:02}", time.minute),
            None => format!("{hour:02}:{:02}", time.minute),
        };
        let rule = if headed { "figure.time.headed" } else { "figure.time.clock" };
        Some(Found::new(i, time.end, split, "time", rule, Value::Time(Time { value, time_zone })))
    }

    /// The part of the day that «من 5 إلى 6 مساء» says only once.
    fn shared_part(&self, begin: usize, first: &Reading) -> Option<PartOfDay> {
        let at = self.range_joint(begin, first.end)?;
        let head = self.word(at, Word::Hour).unwrap_or(at);
        let second = self.clock_digits(head, false).or_else(|| self.clock_words(head, false).map(|(time, _)| time));
        let mut second = second.filter(|time| time.hour <= 12 && first.hour <= 12)?;
        self.part_of_day(&mut second, false)
    }

    /// «الساعة نحو الثالثة»: steps over a word that only bounds.
    fn bounded_start(&self, i: usize, headed: bool) -> usize {
        if !headed {
            return i;
        }
        self.find(i, |r| match r.sense {
            Sense::Bound(_) => Some(i + usize::from(r.tokens)),
            _ => None,
        })
        .map_or(i, |(_, end)| end)
    }

    fn clock_digits(&self, i: usize, headed: bool) -> Option<Reading> {
        let hour = self.integer(i).filter(|&h| h <= 24).map(|h| h as u32);
        if let Some((hour, minute)) = self.run_together(i) {
            return Some(Reading { hour, minute, second: None, end: i + 1, certain: true });
        }
        let digits = self.digit_count(i)?;
        if digits > 2 || self.glued_left(i) {
            return None;
        }
        let hour = hour?;
        let tight = |at: usize| self.gap(at) == Gap::None && self.gap(at + 1) == Gap::None;
        let part = |at: usize| {
            let colon = self.is_punctuation(at, punct::COLON);
            let sign = colon || (headed && self.is_punctuation(at, punct::FULL_STOP));
            // Tokenised text sets the colon apart: 6 : 30 صباحا.
            let apart = colon && self.gap(at) == Gap::Space && self.gap(at + 1) == Gap::Space;
            ((tight(at) || apart) && sign && self.digit_count(at + 1) == Some(2))
                .then(|| self.integer(at + 1))
                .flatten()
                .filter(|&n| n < 60)
        };
        let Some(minute) = part(i + 1) else {
            let free =
                !matches!(self.punctuation(i + 1), Some(punct::COLON | punct::SLASH)) || self.gap(i + 1) != Gap::None;
            return free.then_some(Reading { hour, minute: 0, second: None, end: i + 1, certain: false });
        };
        let second = part(i + 3).map(|s| s as u32);
        let end = if second.is_some() { i + 5 } else { i + 3 };
        // 12:30:45:10 and 2:1 are something else.
        if self.gap(end) == Gap::None && self.is_punctuation(end, punct::COLON) && self.is_number(end + 1) {
            return None;
        }
        Some(Reading { hour, minute: minute as u32, second, end, certain: tight(i + 1) })
    }

    /// «1140 صباحا»: hours and minutes without a sign between them.
    fn run_together(&self, i: usize) -> Option<(u32, u32)> {
        let number = self.integer(i).filter(|_| matches!(self.digit_count(i), Some(3 | 4)))? as u32;
        let (hour, minute) = (number / 100, number % 100);
        let part = |r: &crate::gazetteer::figure_words::Reading| matches!(r.sense, Sense::PartOfDay(_)).then_some(());
        let said = self.text.tokens().get(i + 1).is_some_and(|t| t.len > 2)
            && self.same_line(i + 1)
            && self.find(i + 1, part).is_some();
        ((1..=12).contains(&hour) && minute < 60 && said).then_some((hour, minute))
    }

    fn clock_words(&self, i: usize, headed: bool) -> Option<(Reading, Split)> {
        let (mut time, split) = if let Some(rank) =
            self.rank(i).filter(|r| r.reading.article && (1..=12).contains(&r.value))
        {
            // Hours are feminine: الثالثة, الحادية عشرة.
            let codes = self.text.codes_of(i);
            let feminine = codes.last() == Some(&letter::HEH) || rank.value == 1 && codes.last() == Some(&letter::YEH);
            if !feminine && !headed {
                return None;
            }
            let time = Reading { hour: rank.value as u32, minute: 0, second: None, end: rank.end, certain: false };
            (time, rank.reading.split)
        } else {
            let one = self.find(i, |r| match r.sense {
                Sense::Digit(hour @ 1..) if r.article || headed => Some(u32::from(hour)),
                Sense::Ten if headed => Some(10),
                _ => None,
            });
            let (reading, hour) = one.filter(|(_, h)| *h <= 12)?;
            // «الواحدة» is one o'clock, «الواحد» the one.
            if !(headed || hour == 1 && self.text.codes_of(i).last() == Some(&letter::HEH)) {
                return None;
            }
            let ten = self.find(i + 1, |r| (r.sense == Sense::Ten && r.prefix == 0).then_some(())).is_some()
                && self.same_line(i + 1);
            let (hour, end) = if ten && hour < 3 { (hour + 10, i + 2) } else { (hour, i + 1) };
            (Reading { hour, minute: 0, second: None, end, certain: false }, reading.split)
        };
        self.minutes_words(&mut time, false);
        Some((time, split))
    }

    /// والنصف, والربع, إلا ربعا, وعشرين دقيقة.
    fn minutes_words(&self, time: &mut Reading, counted: bool) {
        if self.gap(time.end) == Gap::Line {
            return;
        }
        let minus = self.word(time.end, Word::Except).filter(|&at| self.same_line(at));
        let (at, attached) = match minus {
            Some(at) => (at, false),
            None => self.joined(time.end),
        };
        let fraction = self.find(at, |r| match r.sense {
            Sense::Fraction(denominator @ 2..=4) if r.trim == 0 && self.is_joined(r, attached) => {
                Some(60 / u32::from(denominator))
            }
            _ => None,
        });
        let (minutes, end, sure) = if let Some((_, minutes)) = fraction {
            (minutes, at + 1, true)
        } else {
            let Some(count) = self.cardinal(at).filter(|c| c.bound.is_none() && c.scale == 0) else { return };
            let joined =
                self.find(at, |r| self.is_joined(r, attached).then_some(())).is_some() || (count.digits && !attached);
            let Some(minutes) = count.value.whole().filter(|&n| n < 60 && joined) else { return };
            let unit = self.time_unit(count.end, |r| r.prefix == 0).map(|(r, _)| count.end + usize::from(r.tokens));
            if unit.is_none() && minus.is_none() && (minutes < 5 || counted) {
                return;
            }
            (minutes as u32, unit.unwrap_or(count.end), unit.is_some() || minus.is_some())
        };
        time.certain |= sure;
        time.end = end;
        match minus {
            Some(_) if minutes > 0 => {
                time.hour = if time.hour == 1 { 12 } else { time.hour - 1 };
                time.minute = 60 - minutes;
            }
            _ => {
                time.minute = minutes;
                // «والنصف إلا خمس دقائق»
                let rest = self
                    .word(end, Word::Except)
                    .and_then(|at| self.cardinal(at))
                    .and_then(|c| Some((c.value.whole()?, c.end)));
                if let Some((less, end)) = rest.filter(|(less, _)| *less < u64::from(minutes)) {
                    time.minute = minutes - less as u32;
                    time.end = self.time_unit(end, |r| r.prefix == 0).map_or(end, |(r, _)| end + usize::from(r.tokens));
                }
            }
        }
    }

    fn part_of_day(&self, time: &mut Reading, headed: bool) -> Option<PartOfDay> {
        if self.gap(time.end) == Gap::Line {
            return None;
        }
        let (reading, part) = self.find(time.end, |r| match r.sense {
            // ص and م alone need a clock before them.
            Sense::PartOfDay(part)
                if r.prefix == 0 && (time.certain || headed || self.text.codes_of(time.end).len() > 1) =>
            {
                Some(part)
            }
            _ => None,
        })?;
        time.end += usize::from(reading.tokens);
        // «ص.» and «م.» keep their full stop outside.
        Some(part)
    }

    fn time_zone(&self, end: &mut usize) -> String {
        if !self.same_line(*end) {
            return String::new();
        }
        let Some(at) = self.word(*end, Word::Zone).filter(|&at| self.same_line(at)) else {
            // «18:00 غرينتش»
            let universal = self.find(*end, |r| match r.sense {
                Sense::Zone(zone) if self.words.zone(zone) == "UTC" => Some(usize::from(r.tokens)),
                _ => None,
            });
            let Some((_, tokens)) = universal else { return String::new() };
            *end += tokens;
            return "UTC".to_owned();
        };
        let zone = self.find(at, |r| match r.sense {
            Sense::Zone(zone) => Some(zone),
            _ => None,
        });
        let Some((reading, zone)) = zone else { return String::new() };
        *end = at + usize::from(reading.tokens);
        match self.words.zone(zone) {
            "local" => String::new(),
            id => id.to_owned(),
        }
    }
}

fn on_the_clock(hour: u32, part: Option<PartOfDay>) -> Option<u32> {
    let hour = match part {
        Some(PartOfDay::Morning) if hour == 12 => 0,
        Some(PartOfDay::Evening) if hour < 12 => hour + 12,
        Some(PartOfDay::Noon) if hour < 6 => hour + 12,
        Some(PartOfDay::Night) if (6..12).contains(&hour) => hour + 12,
        Some(PartOfDay::Night) if hour == 12 => 0,
        _ => hour,
    };
    match hour {
        0..=23 => Some(hour),
        24 => Some(0),
        _ => None,
    }
}
