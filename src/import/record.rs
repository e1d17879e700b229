//! What sources make of their records, and which of them are kept.

use std::borrow::Cow;

use crate::gazetteer::{EntityType, Form};

/// One thing of a dump with its Arabic names.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// Stable id: `geonames/360630`.
    pub(super) id: String,
    pub(super) entity_type: EntityType,
    pub(super) subtype: Cow<'static, str>,
    /// ISO 3166-1 alpha-2, or empty.
    pub(super) country: String,
    /// People who live there, where that is known.
    pub(super) population: Option<u64>,
    /// English name, or empty.
    pub(super) english: String,
    /// Ids as `(system, value)`.
    pub(super) ids: Vec<(&'static str, String)>,
    /// Names in order of preference.
    pub(super) names: Vec<(String, Form)>,
}

/// Which records are kept. Empty lists keep all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// `place`, or with a subtype `place/city`.
    pub types: Vec<(EntityType, Option<String>)>,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Least population of places; places whose population is not known are
    /// dropped when it is above zero, other types are not asked.
    pub min_population: u64,
}

impl Filter {
    /// Reads `place` or `place/city`.
    ///
    /// # Errors
    /// When the type is none of the four that have names.
    pub fn parse_type(text: &str) -> Result<(EntityType, Option<String>), String> {
        let (kind, subtype) = text.split_once('/').map_or((text, None), |(k, s)| (k, Some(s.to_owned())));
        EntityType::from_name(kind)
            .filter(|t| *t != EntityType::Figure)
            .map(|t| (t, subtype))
            .ok_or_else(|| "expected person, place, company or organization, such as place or place/city".to_owned())
    }

    /// Reads a country code.
    ///
    /// # Errors
    /// When it is not two letters.
    pub fn parse_country(text: &str) -> Result<String, String> {
        let code = text.to_ascii_uppercase();
        let right = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        right.then_some(code).ok_or_else(|| "expected a country code of ISO 3166-1, such as EG".to_owned())
    }

    /// Whether a record is kept.
    pub(super) fn keeps(&self, record: &Record) -> bool {
        let typed = |(kind, subtype): &(EntityType, Option<String>)| {
            *kind == record.entity_type && subtype.as_ref().is_none_or(|s| *s == record.subtype)
        };
        let small =
            record.entity_type == EntityType::Place && record.population.unwrap_or_default() < self.min_population;
        (self.types.is_empty() || self.types.iter().any(typed))
            && (self.countries.is_empty() || self.countries.contains(&record.country))
            && !small
    }

    /// In words, for the header.
    pub(super) fn describe(&self) -> String {
        let types: Vec<String> = self
            .types
            .iter()
            .map(|(t, s)| s.as_ref().map_or_else(|| t.name().to_owned(), |s| format!("{}/{s}", t.name())))
            .collect();
        let mut parts = Vec::new();
        if !types.is_empty() {
            parts.push(format!("types {}", types.join(" ")));
        }
        if !self.countries.is_empty() {
            parts.push(format!("countries {}", self.countries.join(" ")));
        }
        if self.min_population > 0 {
            parts.push(format!("population {} and more", self.min_population));
        }
        if parts.is_empty() { "none".to_owned() } else { parts.join("; ") }
    }
}

/// Longest name that the matcher can find, in words.
const MOST_WORDS: usize = 16;
/// Longest name, in bytes.
const MOST_BYTES: usize = 250;

/// A name as it can stand in a list: white space joined, marks of direction and
/// tatweel gone, a qualifier in brackets at its end gone. `None` when that is no
/// Arabic name.
pub(super) fn clean(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | 'ـ' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    let mut name = out.trim();
    if name.ends_with(')') {
        name = name[..name.rfind('(')?].trim_end();
    }
    let right = !name.is_empty()
        && name.len() <= MOST_BYTES
        && name.split(' ').count() <= MOST_WORDS
        && name.chars().any(is_arabic_letter);
    right.then(|| name.to_owned())
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned() {
        let long = "اسم ".repeat(17);
        for (raw, expected) in [
            ("  القاهرة\u{200F} ", Some("القاهرة")),
            ("نيو\u{a0}يورك", Some("نيو يورك")),
            ("طرابلس (لبنان)", Some("طرابلس")),
            ("محمـــد\tعلي", Some("محمد علي")),
            ("Cairo", None),
            ("(القاهرة)", None),
            ("123", None),
            ("", None),
            (&long, None),
        ] {
            assert_eq!(clean(raw).as_deref(), expected, "{raw:?}");
        }
    }
}
