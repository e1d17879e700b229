//! API keys: a file of names and SHA-256 hashes.
//!
//! Keys must be long and random: then a plain hash cannot be turned back, and
//! comparing hashes in constant time tells nothing of them.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use super::clean_name;
use crate::service::error::Credentials;

/// Keys of one file.
const MAX_KEYS: usize = 10_000;

/// The keys of a file.
#[derive(Debug)]
pub(super) struct Keys(Vec<Key>);

#[derive(Debug)]
struct Key {
    name: Arc<str>,
    hash: [u8; 32],
    /// Seconds since 1970.
    expires: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    key: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    sha256: String,
    expires: Option<toml::value::Datetime>,
}

impl Keys {
    /// Reads a file; its faults name the entry and quote nothing of it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            // The whole message may quote a value of the line.
            let message = error.message();
            let known = ["unknown field", "missing field", "duplicate", "invalid type"];
            let kind = known.iter().find(|kind| message.starts_with(**kind));
            format!("line {line}: {}", kind.map_or("malformed", |_| message.split(',').next().unwrap_or("malformed")))
        })?;
        if file.key.len() > MAX_KEYS {
            return Err(format!("{} keys, the limit is {MAX_KEYS}", file.key.len()));
        }
        let (mut keys, mut names, mut hashes) = (Vec::new(), HashSet::new(), HashSet::new());
        for (i, row) in file.key.into_iter().enumerate() {
            let fault = |what: &str| format!("key {}: {what}", i + 1);
            if row.name.is_empty() || clean_name(&row.name) != row.name {
                return Err(fault("the name must be 1 to 64 letters, digits or any of @._:/+-"));
            }
            let hash = hash(&row.sha256).ok_or_else(|| fault("sha256 must be 64 hexadecimal digits"))?;
            if !names.insert(row.name.clone()) || !hashes.insert(hash) {
                return Err(fault("a name or a hash stands twice"));
            }
            let expires = row.expires.map(|when| {
                seconds(&when)
                    .ok_or_else(|| fault("expires must be a date such as 2027-01-31 or a time with its offset"))
            });
            keys.push(Key { name: row.name.into(), hash, expires: expires.transpose()? });
        }
        Ok(Self(keys))
    }

    /// The name of a key. Every hash is compared, wherever the right one is.
    pub(super) fn find(&self, key: &[u8], now: i64) -> Result<Arc<str>, Credentials> {
        let hash: [u8; 32] = Sha256::digest(key).into();
        let mut found = u32::MAX;
        for (i, key) in self.0.iter().enumerate() {
            let same: Choice = key.hash.ct_eq(&hash);
            found.conditional_assign(&(i as u32), same);
        }
        let key = self.0.get(found as usize).ok_or(Credentials::Invalid)?;
        match key.expires {
            Some(expires) if expires <= now => Err(Credentials::Expired),
            _ => Ok(Arc::clone(&key.name)),
        }
    }
}

fn hash(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (i, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    text.bytes().all(|b| b.is_ascii_hexdigit()).then_some(hash)
}

/// Seconds since 1970 of a time with offset, or of the begin of a day in UTC.
fn seconds(when: &toml::value::Datetime) -> Option<i64> {
    let date = when.date?;
    // Days from the civil date: Howard Hinnant's algorithm.
    let year = i64::from(date.year) - i64::from(date.month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((i64::from(date.month) + 9) % 12) + 2) / 5 + i64::from(date.day) - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let (time, offset) = match (when.time, when.offset) {
        (None, None) => (0, 0),
        (Some(time), Some(offset)) => {
            let minutes = match offset {
                toml::value::Offset::Z => 0,
                toml::value::Offset::Custom { minutes } => i64::from(minutes),
            };
            let seconds = i64::from(time.second.unwrap_or(0));
            (i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + seconds, minutes * 60)
        }
        _ => return None,
    };
    Some(days * 86_400 + time - offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7";

    #[test]
    fn times_are_read() {
        for (text, expected) in [
            ("1970-01-01", 0),
            ("2026-11-24", 1_795_478_400),
            ("2024-02-29T12:00:00Z", 1_709_208_000),
            ("2024-02-29T15:00:00+03:00", 1_709_208_000),
        ] {
            assert_eq!(seconds(&text.parse().expect("a date")), Some(expected), "{text}");
        }
        assert_eq!(seconds(&"2024-02-29T12:00:00".parse().expect("a date")), None);
    }

    #[test]
    fn an_expired_key_says_so() {
        let keys = Keys::parse(&format!("[[key]]\nname = \"shop\"\nsha256 = \"{HASH}\"\nexpires = 2026-11-24\n"));
        let keys = keys.expect("keys");
        assert_eq!(keys.find(b"hunter2", 1_795_478_399).as_deref(), Ok("shop"));
        assert_eq!(keys.find(b"hunter2", 1_795_478_400), Err(Credentials::Expired));
        assert_eq!(keys.find(b"hunter3", 0), Err(Credentials::Invalid));
    }

    #[test]
    fn faults_name_the_place_and_quote_nothing() {
        let cases = [
            (
                format!("[[key]]\nname = \"a\"\nsha256 = \"{HASH}\"\nhash = \"hunter2\"\n"),
                "line 4: unknown field `hash`",
            ),
            ("[[key]]\nname = \"hunter2\"\n".to_owned(), "line 1: missing field `sha256`"),
            ("[[key]]\nname = \"a\"\nsha256 = \"hunter2\"\n".to_owned(), "key 1: sha256 must be"),
            (format!("[[key]]\nname = \"hunter 2\"\nsha256 = \"{HASH}\"\n"), "key 1: the name must be"),
            (format!("[[key]]\nname = \"a\"\nsha256 = \"{HASH}\"\n").repeat(2), "key 2: a name or a hash stands twice"),
            ("hunter2\n".to_owned(), "line 1: malformed"),
            (format!("[[key]]\nname = \"a\"\nsha256 = \"{HASH}\"\nexpires = 07:00:00\n"), "key 1: expires must be"),
        ];
        for (text, expected) in cases {
            let error = Keys::parse(&text).expect_err("a fault");
            assert!(error.contains(expected) && !error.contains("hunter"), "{expected}: {error}");
        }
        assert!(Keys::parse("").expect("no keys").find(b"", 0).is_err());
    }
}
