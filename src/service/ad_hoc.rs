//! Compiled lists of requests, cached by their content.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use prost::Message;
use sha2::{Digest, Sha256};

use super::proto;
use crate::gazetteer::{AdHocError, AdHocList, AdHocLists};

/// Lists that are kept at most.
const MAX_LISTS: usize = 64;
/// Entries that are kept at most, over all lists.
const MAX_ENTRIES: usize = 200_000;

type Key = [u8; 32];

struct Cached {
    key: Key,
    entries: usize,
    lists: Arc<AdHocLists>,
}

/// Compiled lists, the most recently used first. Its size is bounded by the
/// number of lists and of entries.
#[derive(Default)]
pub struct AdHocCache(Mutex<VecDeque<Cached>>);

impl std::fmt::Debug for AdHocCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AdHocCache").finish_non_exhaustive()
    }
}

impl AdHocCache {
    /// The compiled form of `lists`, which stand for `raw`; compiled now when
    /// the same content was not seen lately.
    ///
    /// # Errors
    /// When an entry cannot be compiled.
    pub fn compile(&self, raw: &[proto::AdHocList], lists: &[AdHocList]) -> Result<Arc<AdHocLists>, AdHocError> {
        let key = key(raw);
        if let Some(known) = self.touch(&key) {
            return Ok(known);
        }
        let compiled = Arc::new(AdHocLists::compile(lists)?);
        let entries = lists.iter().map(|list| list.entries.len()).sum();
        self.insert(Cached { key, entries, lists: Arc::clone(&compiled) });
        Ok(compiled)
    }

    fn touch(&self, key: &Key) -> Option<Arc<AdHocLists>> {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = cache.iter().position(|cached| cached.key == *key)?;
        let cached = cache.remove(at)?;
        let lists = Arc::clone(&cached.lists);
        cache.push_front(cached);
        Some(lists)
    }

    fn insert(&self, cached: Cached) {
        if cached.entries > MAX_ENTRIES {
            return;
        }
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.retain(|other| other.key != cached.key);
        cache.push_front(cached);
        while cache.len() > MAX_LISTS || cache.iter().map(|cached| cached.entries).sum::<usize>() > MAX_ENTRIES {
            cache.pop_back();
        }
    }
}

fn key(raw: &[proto::AdHocList]) -> Key {
    let mut hash = Sha256::new();
    for list in raw {
        hash.update(list.encode_length_delimited_to_vec());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;
    use crate::gazetteer::EntityType;

    fn list(surface: &str, entries: usize) -> (proto::AdHocList, AdHocList) {
        let raw = proto::AdHocList {
            r#type: proto::EntityType::Company as i32,
            entries: vec![proto::AdHocEntry { surface: surface.to_owned(), id: String::new() }],
            ..Default::default()
        };
        let entries = (0..entries).map(|i| (format!("{surface} {i}"), String::new())).collect();
        let list = AdHocList { entity_type: EntityType::Company, subtype: String::new(), entries, exact: false };
        (raw, list)
    }

    #[test]
    fn the_same_content_is_compiled_once() {
        let cache = AdHocCache::default();
        let (raw, lists) = list("زين", 1);
        let first = cache.compile(slice::from_ref(&raw), slice::from_ref(&lists)).expect("a valid list");
        let second = cache.compile(&[raw], &[lists]).expect("a valid list");
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn the_least_recently_used_is_dropped() {
        let cache = AdHocCache::default();
        let compile = |i: usize| {
            let (raw, lists) = list(&format!("شركة {i}"), 1);
            cache.compile(&[raw], &[lists]).expect("a valid list")
        };
        let (first, second) = (compile(0), compile(1));
        for i in 2..MAX_LISTS {
            compile(i);
        }
        assert!(Arc::ptr_eq(&first, &compile(0)));
        compile(MAX_LISTS);
        assert!(Arc::ptr_eq(&first, &compile(0)));
        assert!(!Arc::ptr_eq(&second, &compile(1)));
    }
}
