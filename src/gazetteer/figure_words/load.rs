//! Reads the seeds of figures and builds the table.
//!
//! Columns: `form kind value flags plurals`. A line's forms are inflected,
//! then written out with each proclitic that its kind can take.

use std::collections::HashMap;

use crate::pattern::figure::value::Bound;
use crate::text::code::letter::{ALEF, BEH, FEH, KAF, LAM, WAW};
use crate::text::code::punct;
use crate::text::{Restore, Split, Text, TokenKind, WordKey};

use super::super::fault::{Faults, SeedFault};
use super::super::filter::Filter;
use super::inflect::noun_forms;
use super::sense::{
    Bounding, Clock, Currency, Deictic, Era, Form, PartOfDay, PercentKind, Sense, Subunit, TimeUnit, Vague, Word,
};
use super::{FigureWords, MAX_PHRASE, Reading, Slot, join, pack_variants, prefix};

struct Line<'a> {
    file: &'a str,
    number: u32,
    form: &'a str,
    kind: &'a str,
    value: &'a str,
    flags: &'a str,
    plurals: &'a str,
}

impl Line<'_> {
    fn fault(&self, column: u32, message: &str) -> SeedFault {
        SeedFault { file: self.file.to_owned(), line: self.number, column, message: message.to_owned() }
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.split(',').any(|f| f == flag)
    }

    fn number<T: std::str::FromStr>(&self) -> Result<T, SeedFault> {
        self.value.parse().map_err(|_| self.fault(3, &format!("`{}` is not a number of this kind", self.value)))
    }
}

#[derive(Default)]
struct Builder {
    words: FigureWords,
    entries: Vec<(u64, Reading)>,
    /// Length of the longest phrase and kinds of figures by first word.
    first_words: HashMap<u64, (u8, u16)>,
    text: Text,
}

/// Reads the lines of all files; faulty ones are noted and left out.
pub(super) fn load(files: &[(&str, &str)], faults: &mut Faults) -> FigureWords {
    let mut lines = Vec::new();
    for (file, content) in files {
        parse(file, content, &mut lines, faults);
    }
    let mut plurals: HashMap<String, Vec<String>> = HashMap::new();
    for line in &lines {
        if !line.plurals.is_empty() && !line.form.contains(' ') {
            plurals.insert(line.form.to_owned(), line.plurals.split(',').map(str::to_owned).collect());
        }
    }
    let mut builder = Builder::default();
    for line in &lines {
        faults.note(builder.add(line, &plurals));
    }
    builder.finish()
}

fn parse<'a>(file: &'a str, content: &'a str, lines: &mut Vec<Line<'a>>, faults: &mut Faults) {
    for (index, row) in content.lines().enumerate() {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = row.split('\t').collect();
        let number = index as u32 + 1;
        let &[form, kind, value, flags, plurals] = fields.as_slice() else {
            let message = format!("5 columns expected, {} found", fields.len());
            faults.push(SeedFault { file: file.to_owned(), line: number, column: fields.len() as u32, message });
            continue;
        };
        lines.push(Line { file, number, form, kind, value, flags, plurals });
    }
}

impl Builder {
    fn add(&mut self, line: &Line<'_>, plurals: &HashMap<String, Vec<String>>) -> Result<(), SeedFault> {
        let sense = self.sense(line)?;
        let forms = if line.has("noun") {
            noun_forms(line.form, line.plurals, plurals)
        } else {
            vec![(line.form.to_owned(), form_of(line))]
        };
        for (form, number) in &forms {
            self.add_form(line, sense, form, *number, 0)?;
            if matches!(sense, Sense::Fraction(2..=4)) && *number != Form::Plural && !form.ends_with('ن') {
                for suffix in ["هم", "ها", "ه", "هن", "نا", "كم", "هما"] {
                    self.add_form(line, sense, &format!("{form}{suffix}"), *number, suffix.chars().count() as u8)?;
                }
            }
        }
        Ok(())
    }

    fn add_form(&mut self, line: &Line<'_>, sense: Sense, form: &str, number: Form, trim: u8) -> Result<(), SeedFault> {
        let mut text = std::mem::take(&mut self.text);
        text.analyse(form);
        let count = text.tokens().len();
        if count == 0 || count > MAX_PHRASE {
            return Err(line.fault(1, &format!("a form has 1 to {MAX_PHRASE} tokens, this one has {count}")));
        }
        let sign = (0..count)
            .rfind(|&i| matches!(text.punctuation(i), Some(punct::SUPERSCRIPT | punct::DEGREE | punct::CURRENCY)))
            .and_then(|i| text.raw_of(i).chars().next());
        let reading = Reading {
            sense,
            form: number,
            prefix: 0,
            article: false,
            weak: line.has("weak"),
            cued: line.has("cued"),
            symbol: line.has("symbol") || line.has("abbr"),
            split: Split::WHOLE,
            trim,
            tokens: count as u8,
            exact: line.has("exact").then(|| pack_variants(text.variants_of(0))),
            sign,
        };
        let policy = if text.tokens()[0].kind == TokenKind::Word { Policy::of(line) } else { Policy::NONE };
        self.expand(&text, reading, policy);
        self.text = text;
        Ok(())
    }

    /// Adds the form with each of its proclitics.
    fn expand(&mut self, text: &Text, reading: Reading, policy: Policy) {
        let stem = text.codes_of(0).to_vec();
        let definite = stem.starts_with(&[ALEF, LAM]);
        for &particles in policy.particles {
            let skip = particles.len() as u8;
            let bits = bits_of(particles);
            if policy.bare {
                let mut word = particles.to_vec();
                let assimilated = definite && particles.last() == Some(&LAM);
                word.extend_from_slice(if assimilated { &stem[1..] } else { &stem });
                let restore = if assimilated { Restore::Alef } else { Restore::None };
                self.push(text, &word, false, Reading { prefix: bits, split: Split { skip, restore }, ..reading });
            }
            if policy.article {
                let mut word = particles.to_vec();
                let restore = if particles.last() == Some(&LAM) { Restore::Alef } else { Restore::None };
                word.extend_from_slice(if restore == Restore::Alef { &[LAM] } else { &[ALEF, LAM] });
                word.extend_from_slice(&stem);
                let reading = Reading { prefix: bits, article: true, split: Split { skip, restore }, ..reading };
                self.push(text, &word, false, reading);
                if reading.tokens > 1 {
                    self.push(text, &word, true, reading);
                }
            }
        }
    }

    fn push(&mut self, text: &Text, first: &[u8], article_on_all: bool, reading: Reading) {
        let first = WordKey::of(first).0;
        let mut key = first;
        for i in 1..text.tokens().len() {
            let codes = text.codes_of(i);
            let word = if article_on_all && text.tokens()[i].kind == TokenKind::Word && !codes.starts_with(&[ALEF, LAM])
            {
                let mut definite = vec![ALEF, LAM];
                definite.extend_from_slice(codes);
                WordKey::of(&definite)
            } else {
                WordKey::of(codes)
            };
            key = join(key, word);
        }
        // Phrases are marked by their first word, whatever follows.
        let (longest, kinds) = self.first_words.entry(first).or_default();
        *longest = (*longest).max(reading.tokens);
        *kinds |= reading.sense.kinds();
        self.entries.push((key, reading));
    }

    fn finish(mut self) -> FigureWords {
        let starters: Vec<u64> =
            self.first_words.iter().filter(|(_, (_, kinds))| *kinds != 0).map(|(key, _)| *key).collect();
        self.words.starters = Filter::of(starters.into_iter());
        self.entries.sort_by_key(|(key, _)| *key);
        let phrases =
            self.entries.chunk_by(|a, b| a.0 == b.0).filter(|run| !self.first_words.contains_key(&run[0].0)).count();
        let capacity = ((phrases + self.first_words.len()) * 3 / 2).next_power_of_two();
        self.words.slots = vec![Slot::default(); capacity];
        self.words.known = Filter::new(phrases + self.first_words.len());
        self.words.readings = self.entries.iter().map(|(_, reading)| *reading).collect();
        let mut at = 0;
        while at < self.entries.len() {
            let key = self.entries[at].0;
            let count = self.entries[at..].iter().take_while(|(k, _)| *k == key).count();
            let (longest, kinds) = self.first_words.remove(&key).unwrap_or((1, 0));
            self.words.place(Slot { key, first: at as u32, count: count.min(255) as u8, kinds, longest });
            at += count;
        }
        let mut rest: Vec<(u64, (u8, u16))> = self.first_words.drain().collect();
        rest.sort_unstable();
        for (key, (longest, kinds)) in rest {
            self.words.place(Slot { key, first: 0, count: 0, kinds, longest });
        }
        self.words
    }
}

impl FigureWords {
    fn place(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = (slot.key >> 7) as usize & mask;
        while self.slots[at].key != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
        self.known.add(slot.key);
    }
}

fn bits_of(particles: &[u8]) -> u8 {
    particles.iter().fold(0, |bits, &code| {
        bits | match code {
            WAW => prefix::WAW,
            FEH => prefix::FEH,
            BEH => prefix::BEH,
            KAF => prefix::KAF,
            _ => prefix::LAM,
        }
    })
}

fn form_of(line: &Line<'_>) -> Form {
    [("acc", Form::Accusative), ("du", Form::Dual), ("duc", Form::ConstructDual), ("pl", Form::Plural)]
        .into_iter()
        .find_map(|(flag, form)| line.has(flag).then_some(form))
        .unwrap_or_default()
}

/// Which proclitics a kind of word takes.
#[derive(Clone, Copy)]
struct Policy {
    particles: &'static [&'static [u8]],
    bare: bool,
    article: bool,
}

const ALL: &[&[u8]] =
    &[&[], &[WAW], &[FEH], &[BEH], &[KAF], &[LAM], &[WAW, BEH], &[WAW, LAM], &[WAW, KAF], &[FEH, BEH], &[FEH, LAM]];
const JOINING: &[&[u8]] = &[&[], &[WAW], &[FEH]];
const NO_PARTICLE: &[&[u8]] = &[&[]];

impl Policy {
    const NONE: Self = Self { particles: NO_PARTICLE, bare: true, article: false };

    fn of(line: &Line<'_>) -> Self {
        let particles = match line.kind {
            _ if line.has("noprefix") || line.has("abbr") || line.has("symbol") => NO_PARTICLE,
            // Names of many words rarely begin a figure.
            "unit" | "currency" | "counted" if line.form.contains(' ') => NO_PARTICLE,
            "unit" | "currency" | "subunit" | "counted" | "bound_after" | "part_of_day" => JOINING,
            "deictic" | "zone" | "percent" | "era" => NO_PARTICLE,
            _ => ALL,
        };
        let article =
            !(line.has("noart") || line.has("noprefix") || line.has("abbr") || line.has("symbol") || line.has("bare"));
        Self { particles, bare: !line.has("nobare"), article }
    }
}

impl Builder {
    fn sense(&mut self, line: &Line<'_>) -> Result<Sense, SeedFault> {
        let unknown = || line.fault(3, &format!("unknown {} `{}`", line.kind, line.value));
        Ok(match line.kind {
            "digit" => Sense::Digit(line.number()?),
            "ten" => Sense::Ten,
            "teen" => Sense::Teen(line.number()?),
            "tens" => Sense::Tens(line.number()?),
            "hundred" => Sense::Hundred(line.number()?),
            "scale" => Sense::Scale(line.number()?),
            "dozen" => Sense::Dozen,
            "fraction" => Sense::Fraction(line.number()?),
            "ordinal" => Sense::Ordinal(line.number()?),
            "sign" => Sense::Sign,
            "month" => Sense::Month(line.number()?),
            "hijri_month" => Sense::HijriMonth(line.number()?),
            "weekday" => Sense::Weekday(line.number()?),
            "decade" => Sense::Decade(line.number()?),
            "season" => Sense::Season(line.number()?),
            "day" => Sense::Day(line.number()?),
            "counted" => Sense::Counted,
            "label" => Sense::Label,
            "score_cue" => Sense::ScoreCue,
            "this" => Sense::Word(Word::This),
            "clock" => Sense::Clock(Clock(if line.value.starts_with("12") { 12 } else { 0 })),
            "vague" => Sense::Vague(named(VAGUE, line.value).ok_or_else(unknown)?),
            "deictic" => Sense::Deictic(named(DEICTIC, line.value).ok_or_else(unknown)?),
            "era" => Sense::Era(named(ERA, line.value).ok_or_else(unknown)?),
            "time_unit" => Sense::TimeUnit(named(TIME_UNIT, line.value).ok_or_else(unknown)?),
            "part_of_day" => Sense::PartOfDay(named(PART_OF_DAY, line.value).ok_or_else(unknown)?),
            "percent" => Sense::Percent(named(PERCENT, line.value).ok_or_else(unknown)?),
            "bound" => Sense::Bound(Bounding(named(BOUND, line.value).ok_or_else(unknown)?)),
            "bound_after" => Sense::BoundAfter(Bounding(named(BOUND, line.value).ok_or_else(unknown)?)),
            "word" => Sense::Word(named(WORD, line.value).ok_or_else(unknown)?),
            "unit" => Sense::Unit(index(&mut self.words.units, line.value.to_owned())),
            "zone" => Sense::Zone(index(&mut self.words.zones, line.value.to_owned())),
            "currency" => Sense::Currency(index(&mut self.words.currencies, Currency { codes: codes(line.value) })),
            "subunit" => {
                let (divisor, whole) = line.value.split_once(':').ok_or_else(unknown)?;
                let divisor = divisor.parse().map_err(|_| unknown())?;
                Sense::Subunit(index(&mut self.words.subunits, Subunit { divisor, codes: codes(whole) }))
            }
            other => return Err(line.fault(2, &format!("unknown kind `{other}`"))),
        })
    }
}

fn codes(list: &str) -> Vec<String> {
    list.split(',').map(str::to_owned).collect()
}

fn index<T: PartialEq>(table: &mut Vec<T>, value: T) -> u16 {
    let at = table.iter().position(|v| *v == value).unwrap_or_else(|| {
        table.push(value);
        table.len() - 1
    });
    at as u16
}

fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
}

const VAGUE: &[(&str, Vague)] = &[
    ("tens", Vague::Tens),
    ("hundreds", Vague::Hundreds),
    ("few", Vague::Few),
    ("several", Vague::Several),
    ("dozens", Vague::Dozens),
];
const DEICTIC: &[(&str, Deictic)] = &[("last", Deictic::Last), ("this", Deictic::This), ("next", Deictic::Next)];
const ERA: &[(&str, Era)] = &[("ah", Era::Hijri), ("ad", Era::Common), ("bc", Era::BeforeCommon)];
const TIME_UNIT: &[(&str, TimeUnit)] = &[
    ("millisecond", TimeUnit::Millisecond),
    ("second", TimeUnit::Second),
    ("minute", TimeUnit::Minute),
    ("hour", TimeUnit::Hour),
    ("day", TimeUnit::Day),
    ("week", TimeUnit::Week),
    ("month", TimeUnit::Month),
    ("year", TimeUnit::Year),
    ("decade", TimeUnit::Decade),
    ("century", TimeUnit::Century),
];
const PART_OF_DAY: &[(&str, PartOfDay)] =
    &[("am", PartOfDay::Morning), ("pm", PartOfDay::Evening), ("noon", PartOfDay::Noon), ("night", PartOfDay::Night)];
const PERCENT: &[(&str, PercentKind)] =
    &[("percent", PercentKind::Percent), ("permille", PercentKind::Permille), ("basis_point", PercentKind::BasisPoint)];
const BOUND: &[(&str, Bound)] = &[
    ("approximate", Bound::Approximate),
    ("at_least", Bound::AtLeast),
    ("at_most", Bound::AtMost),
    ("more_than", Bound::MoreThan),
    ("less_than", Bound::LessThan),
];
const WORD: &[(&str, Word)] = &[
    ("point", Word::Point),
    ("from", Word::From),
    ("to", Word::To),
    ("between", Word::Between),
    ("in", Word::In),
    ("on", Word::On),
    ("before", Word::Before),
    ("after", Word::After),
    ("since", Word::Since),
    ("until", Word::To),
    ("during", Word::During),
    ("lasting", Word::Lasting),
    ("born", Word::Born),
    ("share", Word::Share),
    ("phone", Word::Phone),
    ("part", Word::Part),
    ("few", Word::Few),
    ("except", Word::Except),
    ("half_of", Word::Middle),
    ("begin", Word::Begin),
    ("end", Word::End),
    ("or", Word::Or),
    ("dated", Word::Dated),
    ("at", Word::At),
    ("hour_head", Word::Hour),
    ("zone", Word::Zone),
    ("each", Word::Each),
    ("age", Word::Age),
    ("whole", Word::Whole),
    ("quarter", Word::Quarter),
    ("half_year", Word::HalfYear),
    ("now", Word::Now),
    ("minus_degrees", Word::BelowZero),
];
