//! Folding of whole strings, for seeds, ad-hoc lists and tests.
//!
//! Documents are folded by [`super::Text`]; this renders the same folding as
//! text again, in three tiers.

use super::code::{self, letter};
use super::token::{Gap, Text};

/// How far spelling differences are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Presentation forms, ligatures, Persian letters, tatweel, marks, digits.
    Character,
    /// Also hamza seats, alef forms, final ya and ta marbuta.
    Orth,
    /// Also غ ج ك ق گ, ف ڤ and ب پ: spellings of foreign sounds.
    Translit,
}

/// Folds `text` to a canonical spelling of the tier. Words are joined by one
/// space. Idempotent: folding a folded string changes nothing.
pub fn fold(text: &str, tier: Tier) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut Text::new(), text, tier, &mut out);
    out
}

/// Appends `text` folded to `out`; `analysed` is overwritten.
pub(crate) fn fold_into(analysed: &mut Text, text: &str, tier: Tier, out: &mut String) {
    analysed.analyse(text);
    for i in 0..analysed.tokens().len() {
        if i > 0 && analysed.tokens()[i].gap != Gap::None {
            out.push(' ');
        }
        for (&code, &variant) in analysed.codes_of(i).iter().zip(analysed.variants_of(i)) {
            match tier {
                Tier::Character => render(code, variant, out),
                Tier::Orth => render(code, 0, out),
                Tier::Translit => render(translit(code), 0, out),
            }
        }
    }
}

/// The code that stands for all spellings of one foreign sound.
#[inline]
pub(crate) fn translit(code: u8) -> u8 {
    match code {
        letter::GHAIN | letter::JEEM | letter::QAF => letter::KAF,
        _ => code,
    }
}

fn render(code: u8, variant: u8, out: &mut String) {
    const ARABIC: [&str; 29] = [
        "اأإآ", "بپ", "ت", "ث", "جچ", "ح", "خ", "د", "ذ", "ر", "زژ", "س", "ش", "ص", "ض", "ط", "ظ", "ع", "غ", "فڤ",
        "قڨ", "كگ", "ل", "م", "ن", "هة", "و", "يى", "ءؤئ",
    ];
    if code::is_arabic(code) {
        let letters = ARABIC[usize::from(code - code::ARABIC).min(28)];
        out.extend(letters.chars().nth(usize::from(variant)).or_else(|| letters.chars().next()));
    } else if code::is_digit(code) {
        out.push(char::from(b'0' + code - code::DIGIT_ZERO));
    } else if (code::LATIN_A..code::LATIN_A + 26).contains(&code) {
        let c = char::from(b'a' + code - code::LATIN_A);
        out.push(if variant == 1 { c.to_ascii_uppercase() } else { c });
    } else {
        out.push(code::representative(code));
    }
}
