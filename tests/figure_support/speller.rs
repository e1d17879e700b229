//! Spells whole numbers in Arabic words by the rules of grammar, apart from the
//! tables and code under test: gender polarity of 3 to 10, the dual, the
//! construct state, tamyiz in the accusative after 11 to 99.
#![allow(unreachable_pub)]

/// How a number is spelled.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Counts a feminine noun.
    pub feminine: bool,
    /// Genitive and accusative rather than nominative.
    pub oblique: bool,
    /// مائة rather than مئة.
    pub old_hundred: bool,
    /// ثلاث مئة rather than ثلاثمئة.
    pub split_hundreds: bool,
}

const UNITS: [(&str, &str); 11] = [
    ("", ""),
    ("واحد", "واحدة"),
    ("", ""),
    ("ثلاثة", "ثلاث"),
    ("أربعة", "أربع"),
    ("خمسة", "خمس"),
    ("ستة", "ست"),
    ("سبعة", "سبع"),
    ("ثمانية", "ثمان"),
    ("تسعة", "تسع"),
    ("عشرة", "عشر"),
];

/// Singular, dual stem, plural of each power of a thousand.
const SCALES: [(&str, &str); 5] = [
    ("ألف", "آلاف"),
    ("مليون", "ملايين"),
    ("مليار", "مليارات"),
    ("تريليون", "تريليونات"),
    ("كوادريليون", "كوادريليونات"),
];

/// `number` in words; at most 999 of the highest scale.
pub fn spell(number: u64, style: Style) -> String {
    if number == 0 {
        return "صفر".to_owned();
    }
    let mut parts = Vec::new();
    let mut power = 1_000_000_000_000_000u64;
    for (singular, plural) in SCALES.iter().rev() {
        let count = number / power % 1000;
        if count > 0 {
            parts.push(scaled(count, singular, plural, style));
        }
        power /= 1000;
    }
    if !number.is_multiple_of(1000) {
        parts.push(below_thousand(number % 1000, style));
    }
    parts.join(" و")
}

fn scaled(count: u64, singular: &str, plural: &str, style: Style) -> String {
    // Scale nouns are masculine.
    let style = Style { feminine: false, ..style };
    match (count, count % 100) {
        (1, _) => singular.to_owned(),
        (2, _) => format!("{singular}{}", if style.oblique { "ين" } else { "ان" }),
        (_, 3..=10) => format!("{} {plural}", below_thousand(count, style)),
        (_, 11..=99) => format!("{} {singular}ا", below_thousand(count, style)),
        (200, _) => format!("{} {singular}", hundred_dual(style, true)),
        _ => format!("{} {singular}", below_thousand(count, style)),
    }
}

fn hundred_dual(style: Style, construct: bool) -> String {
    let stem = if style.old_hundred { "مائت" } else { "مئت" };
    let ending = match (style.oblique, construct) {
        (false, false) => "ان",
        (false, true) => "ا",
        (true, false) => "ين",
        (true, true) => "ي",
    };
    format!("{stem}{ending}")
}

fn below_thousand(number: u64, style: Style) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    let hundred = if style.old_hundred { "مائة" } else { "مئة" };
    let mut parts = Vec::new();
    match hundreds {
        0 => {}
        1 => parts.push(hundred.to_owned()),
        2 => parts.push(hundred_dual(style, false)),
        n => {
            let unit = UNITS[n as usize].1;
            let unit = if n == 8 && style.split_hundreds { "ثماني" } else { unit };
            parts.push(format!("{unit}{}{hundred}", if style.split_hundreds { " " } else { "" }));
        }
    }
    if rest > 0 {
        parts.push(below_hundred(rest, style));
    }
    parts.join(" و")
}

fn below_hundred(number: u64, style: Style) -> String {
    let (tens, units) = (number / 10, number % 10);
    let two = match (style.feminine, style.oblique) {
        (false, false) => "اثنان",
        (false, true) => "اثنين",
        (true, false) => "اثنتان",
        (true, true) => "اثنتين",
    };
    let word = |n: u64| if style.feminine { UNITS[n as usize].1 } else { UNITS[n as usize].0 };
    match number {
        2 => two.to_owned(),
        1..=10 => word(number).to_owned(),
        11 => if style.feminine { "إحدى عشرة" } else { "أحد عشر" }.to_owned(),
        12 => format!("{} {}", two.trim_end_matches('ن'), if style.feminine { "عشرة" } else { "عشر" }),
        13..=19 => {
            let unit = if units == 8 && style.feminine { "ثماني" } else { word(units) };
            format!("{unit} {}", if style.feminine { "عشرة" } else { "عشر" })
        }
        _ => {
            let stems = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"];
            let tens = format!("{}{}", stems[tens as usize], if style.oblique { "ين" } else { "ون" });
            match units {
                0 => tens,
                1 if style.feminine => format!("إحدى و{tens}"),
                2 => format!("{two} و{tens}"),
                _ => format!("{} و{tens}", word(units)),
            }
        }
    }
}
