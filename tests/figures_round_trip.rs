//! Numbers spelled by an independent speller come back as themselves.

#[path = "figure_support/mod.rs"]
mod figure_support;
#[path = "figure_support/speller.rs"]
mod speller;

use figure_support::{figures, value};
use kayan::gazetteer::FigureWords;
use speller::{Style, spell};

/// A seeded sequence (SplitMix64), the same on every machine.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }
}

fn style(bits: u64) -> Style {
    Style { feminine: bits & 1 == 1, oblique: bits & 2 == 2, old_hundred: bits & 4 == 4, split_hundreds: bits & 8 == 8 }
}

fn check(number: u64, style: Style, words: &FigureWords) {
    let text = spell(number, style);
    let found = figures(&text, words, None);
    let one = match found.as_slice() {
        [one] if one.begin == 0 && one.end as usize == text.len() => one.value.as_deref().map(value),
        _ => None,
    };
    assert_eq!(one.as_deref(), Some(number.to_string().as_str()), "{text} ({style:?}): {found:?}");
}

#[test]
fn the_speller_spells() {
    let plain = style(0);
    assert_eq!(spell(125_300, plain), "مئة وخمسة وعشرون ألفا وثلاثمئة");
    assert_eq!(spell(2_000_012, Style { oblique: true, ..plain }), "مليونين واثني عشر");
    assert_eq!(spell(813, Style { feminine: true, old_hundred: true, split_hundreds: true, ..plain }), "ثماني مائة وثلاث عشرة");
    assert_eq!(spell(200_000, plain), "مئتا ألف");
}

#[test]
fn a_hundred_thousand_numbers_up_to_a_thousand_million_million() {
    let words = FigureWords::embedded().expect("the embedded seeds are well-formed");
    let mut sequence = Sequence(20_220_120);
    for i in 0..100_000u64 {
        let random = sequence.next();
        // All magnitudes alike: as many numbers of three digits as of fifteen.
        let magnitude = 10u64.pow(1 + (i % 15) as u32);
        check(random % magnitude, style(sequence.next()), &words);
    }
    for number in [0, 1, 2, 10, 11, 12, 100, 200, 1000, 2000, 1_000_000, 1_000_000_000_000_000] {
        (0..16).for_each(|bits| check(number, style(bits), &words));
    }
}

#[test]
fn every_number_below_ten_thousand_in_every_style() {
    let words = FigureWords::embedded().expect("the embedded seeds are well-formed");
    for number in 0..10_000 {
        (0..16).for_each(|bits| check(number, style(bits), &words));
    }
}
