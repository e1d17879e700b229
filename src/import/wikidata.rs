//! Wikidata: the JSON dump, one entity a line inside the brackets of one array.
//!
//! What an entity is comes from its direct `P31` (instance of) by the table
//! `wikidata_classes.tsv`; subclasses are not followed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de::Error as _};

use super::error::ImportError;
use super::job::Job;
use super::record::Record;
use crate::gazetteer::{EntityType, Form};

/// Type and kind of instances, by class.
static CLASSES: LazyLock<HashMap<&str, (EntityType, &str)>> = LazyLock::new(|| {
    rows(include_str!("wikidata_classes.tsv"))
        .filter_map(|[class, kind, subtype]| Some((class, (EntityType::from_name(kind)?, subtype))))
        .collect()
});

/// ISO 3166-1 alpha-2 of countries, by item.
static COUNTRIES: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| rows(include_str!("wikidata_countries.tsv")).map(|[item, code, _]| (item, code)).collect());

fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 3]> {
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        Some([fields.next()?, fields.next()?, fields.next().unwrap_or_default()])
    })
}

#[derive(Deserialize)]
struct Entity<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    labels: Terms<Term<'a>>,
    #[serde(borrow, default)]
    aliases: Terms<Vec<Term<'a>>>,
    #[serde(borrow, default, deserialize_with = "map_or_empty")]
    claims: Claims<'a>,
}

/// Terms in the languages that are read.
struct Terms<T> {
    arabic: Option<T>,
    english: Option<T>,
}

impl<T> Default for Terms<T> {
    fn default() -> Self {
        Self { arabic: None, english: None }
    }
}

#[derive(Deserialize)]
struct Term<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
}

/// The properties that are read.
#[derive(Default, Deserialize)]
struct Claims<'a> {
    #[serde(borrow, default, rename = "P31")]
    instance_of: Vec<Statement<'a>>,
    #[serde(borrow, default, rename = "P17")]
    country: Vec<Statement<'a>>,
    #[serde(borrow, default, rename = "P27")]
    citizenship: Vec<Statement<'a>>,
    #[serde(borrow, default, rename = "P297")]
    country_code: Vec<Statement<'a>>,
    #[serde(borrow, default, rename = "P1082")]
    population: Vec<Statement<'a>>,
    #[serde(borrow, default, rename = "P1566")]
    geonames: Vec<Statement<'a>>,
}

#[derive(Deserialize)]
struct Statement<'a> {
    #[serde(borrow)]
    mainsnak: Snak<'a>,
    #[serde(borrow, default)]
    rank: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Snak<'a> {
    #[serde(borrow, default)]
    datavalue: Option<DataValue<'a>>,
}

#[derive(Deserialize)]
struct DataValue<'a> {
    #[serde(borrow)]
    value: Value<'a>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Value<'a> {
    Item {
        #[serde(borrow)]
        id: Cow<'a, str>,
    },
    Quantity {
        #[serde(borrow)]
        amount: Cow<'a, str>,
    },
    Text(#[serde(borrow)] Cow<'a, str>),
    Other(IgnoredAny),
}

/// An empty map is written `[]` in the dump.
fn map_or_empty<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    struct MapOrEmpty<T>(std::marker::PhantomData<T>);
    impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for MapOrEmpty<T> {
        type Value = T;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a map, or [] for an empty one")
        }
        fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
            T::deserialize(serde::de::value::MapAccessDeserializer::new(map))
        }
        fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<T, S::Error> {
            match seq.next_element::<IgnoredAny>()? {
                None => Ok(T::default()),
                Some(_) => Err(S::Error::custom("a list that is not empty, not a map")),
            }
        }
    }
    from.deserialize_any(MapOrEmpty(std::marker::PhantomData))
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Terms<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Languages<T> {
            ar: Option<T>,
            en: Option<T>,
        }
        impl<T> Default for Languages<T> {
            fn default() -> Self {
                Self { ar: None, en: None }
            }
        }
        let Languages { ar, en } = map_or_empty(from)?;
        Ok(Self { arabic: ar, english: en })
    }
}

impl<'a> Claims<'a> {
    /// The values of a property, preferred ones first, deprecated ones left
    /// out.
    fn values<'s>(statements: &'s [Statement<'a>]) -> impl Iterator<Item = &'s Value<'a>> {
        let of = move |preferred: bool| {
            statements
                .iter()
                .filter(move |s| s.rank != "deprecated" && (s.rank == "preferred") == preferred)
                .filter_map(|s| s.mainsnak.datavalue.as_ref())
                .map(|d| &d.value)
        };
        of(true).chain(of(false))
    }

    fn texts<'s>(statements: &'s [Statement<'a>]) -> impl Iterator<Item = &'s str> {
        Self::values(statements).filter_map(|value| match value {
            Value::Item { id } => Some(&**id),
            Value::Quantity { amount } => Some(&**amount),
            Value::Text(text) => Some(&**text),
            Value::Other(_) => None,
        })
    }

    fn code(&self) -> &str {
        let own = Self::texts(&self.country_code).next();
        let of = || Self::texts(&self.country).chain(Self::texts(&self.citizenship)).find_map(|c| COUNTRIES.get(c));
        own.or_else(|| of().copied()).unwrap_or_default()
    }
}

/// Reads a line of the dump.
pub(super) fn line(line: &str, number: u64, job: &mut Job) -> Result<(), ImportError> {
    static ARABIC: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(r#""language":"ar""#));
    static SPACED: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(r#""language": "ar""#));
    let line = line.trim().trim_end_matches(',');
    if matches!(line, "" | "[" | "]") {
        return Ok(());
    }
    // Most lines hold nothing Arabic, and finding that out is much cheaper
    // than reading them.
    if line.starts_with('{') && ARABIC.find(line.as_bytes()).is_none() && SPACED.find(line.as_bytes()).is_none() {
        job.nameless();
        return Ok(());
    }
    let entity: Entity<'_> = match serde_json::from_str(line) {
        Ok(entity) => entity,
        Err(error) => return job.malformed(number, error),
    };
    let Some((entity_type, subtype)) = Claims::texts(&entity.claims.instance_of).find_map(|c| CLASSES.get(c)) else {
        job.untyped();
        return Ok(());
    };
    let label = entity.labels.arabic.iter().map(|l| (l.value.to_string(), Form::Canonical));
    let aliases = entity.aliases.arabic.iter().flatten().map(|a| (a.value.to_string(), Form::Variant));
    let population = Claims::texts(&entity.claims.population).next();
    let mut ids = vec![("wikidata", entity.id.to_string())];
    ids.extend(Claims::texts(&entity.claims.geonames).next().map(|g| ("geonames", g.to_owned())));
    job.take(&Record {
        id: format!("wikidata/{}", entity.id),
        entity_type: *entity_type,
        subtype: (*subtype).into(),
        country: entity.claims.code().to_owned(),
        population: population.and_then(|p| p.trim_start_matches('+').parse().ok()),
        english: entity.labels.english.map(|l| l.value.into_owned()).unwrap_or_default(),
        ids,
        names: label.chain(aliases).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        for table in [include_str!("wikidata_classes.tsv"), include_str!("wikidata_countries.tsv")] {
            let mut items: Vec<&str> = rows(table).map(|r| r[0]).collect();
            assert!(items.iter().all(|i| i.strip_prefix('Q').is_some_and(|n| n.parse::<u32>().is_ok())), "{items:?}");
            let count = items.len();
            items.sort_unstable();
            items.dedup();
            assert_eq!(items.len(), count, "an item stands twice");
        }
        assert!(rows(include_str!("wikidata_classes.tsv")).all(|r| EntityType::from_name(r[1]).is_some()));
        assert!(rows(include_str!("wikidata_countries.tsv")).all(|r| r[1].len() == 2));
    }
}
