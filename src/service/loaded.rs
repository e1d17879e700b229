//! The gazetteer that answers calls, swapped as a whole.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use arc_swap::ArcSwapOption;

use super::error::ServiceError;
use super::proto;
use crate::gazetteer::{EntityType, Gazetteer, Subtype};

/// A gazetteer and what the contract says of it.
#[derive(Debug)]
pub struct Loaded {
    /// The lists.
    pub gazetteer: Arc<Gazetteer>,
    /// Version and digest, as every answer carries them.
    pub version: proto::GazetteerVersion,
    /// When it was loaded.
    pub load_time: SystemTime,
    /// Subtypes that may occur, by type.
    pub(super) subtypes: Vec<(EntityType, Vec<String>)>,
    /// Counted when it is asked for, since that walks all entries.
    counts: OnceLock<Vec<(EntityType, u64, u64)>>,
}

impl Loaded {
    /// Wraps a gazetteer that was loaded at `load_time`.
    pub fn new(gazetteer: Arc<Gazetteer>, load_time: SystemTime) -> Self {
        let version =
            proto::GazetteerVersion { version: gazetteer.version().to_owned(), digest: gazetteer.digest().to_owned() };
        Self { subtypes: subtypes(&gazetteer), gazetteer, version, load_time, counts: OnceLock::new() }
    }

    /// Entities and surface forms by type, in type order.
    pub fn counts(&self) -> &[(EntityType, u64, u64)] {
        self.counts.get_or_init(|| self.gazetteer.counts())
    }
}

/// Subtypes of each type, in alphabetical order: those of figures are fixed,
/// those of names are what the lists have.
fn subtypes(gazetteer: &Gazetteer) -> Vec<(EntityType, Vec<String>)> {
    let mut sets = EntityType::ALL.map(|_| BTreeSet::new());
    sets[EntityType::Figure as usize].extend(Subtype::FIXED);
    for entity in gazetteer.entities().iter() {
        sets[entity.entity_type as usize].insert(gazetteer.subtype_name(entity.subtype));
    }
    let names = |set: BTreeSet<&str>| set.into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect();
    EntityType::ALL.into_iter().zip(sets.map(names)).collect()
}

/// The gazetteer in force; none before the first one is loaded. Calls keep the
/// one they began with. The one before it stays for calls that pin it, for a
/// time of grace; no more than that one, so that memory has a bound.
#[derive(Debug, Default)]
pub struct Current {
    current: ArcSwapOption<Loaded>,
    previous: Mutex<Option<Previous>>,
}

#[derive(Debug)]
struct Previous {
    loaded: Arc<Loaded>,
    until: Instant,
}

impl Current {
    /// Puts `loaded` in force. What was in force stays available for `grace`.
    pub fn set(&self, loaded: Loaded, grace: Duration) {
        let mut previous = self.previous();
        let before = self.current.swap(Some(Arc::new(loaded)));
        *previous = before.map(|loaded| Previous { loaded, until: Instant::now() + grace });
    }

    /// The gazetteer in force.
    ///
    /// # Errors
    /// [`ServiceError::NotReady`] before the first one is loaded.
    pub fn get(&self) -> Result<Arc<Loaded>, ServiceError> {
        self.current.load_full().ok_or(ServiceError::NotReady)
    }

    /// The gazetteer with the digest `pinned`, or the one in force when it is
    /// empty or there is none.
    ///
    /// # Errors
    /// [`ServiceError::NotReady`] before the first one is loaded.
    pub fn choose(&self, pinned: &str) -> Result<Arc<Loaded>, ServiceError> {
        let current = self.get()?;
        if pinned.is_empty() || pinned.eq_ignore_ascii_case(&current.version.digest) {
            return Ok(current);
        }
        let previous = self.previous();
        let pinned = previous.as_ref().filter(|previous| {
            previous.until > Instant::now() && pinned.eq_ignore_ascii_case(&previous.loaded.version.digest)
        });
        Ok(pinned.map_or(current, |previous| Arc::clone(&previous.loaded)))
    }

    /// Digests of the gazetteers that may be pinned, the one in force first.
    pub fn digests(&self) -> Vec<String> {
        let previous = self.previous();
        let previous = previous.as_ref().filter(|previous| previous.until > Instant::now());
        let current = self.current.load_full();
        let loaded = current.iter().chain(previous.map(|previous| &previous.loaded));
        loaded.map(|loaded| loaded.version.digest.clone()).collect()
    }

    /// Lets the previous gazetteer go when its time is over.
    pub fn expire(&self) {
        let mut previous = self.previous();
        if previous.as_ref().is_some_and(|previous| previous.until <= Instant::now()) {
            *previous = None;
        }
    }

    fn previous(&self) -> MutexGuard<'_, Option<Previous>> {
        self.previous.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::SeedFile;

    fn loaded(digest: &str) -> Loaded {
        let content = format!("# schema: lexicon\n# {digest}\n");
        let gazetteer = Gazetteer::from_files([SeedFile { path: "a", content: &content }]).expect("lists");
        let mut loaded = Loaded::new(Arc::new(gazetteer), SystemTime::UNIX_EPOCH);
        digest.clone_into(&mut loaded.version.digest);
        loaded
    }

    #[test]
    fn the_previous_one_stays_for_those_who_pin_it() {
        let current = Current::default();
        assert_eq!(current.get().err(), Some(ServiceError::NotReady));
        let chosen = |pinned: &str| current.choose(pinned).expect("loaded").version.digest.clone();
        current.set(loaded("a"), Duration::from_secs(3600));
        current.set(loaded("b"), Duration::from_secs(3600));
        assert_eq!(
            (chosen(""), chosen("b"), chosen("A"), chosen("x")),
            ("b".into(), "b".into(), "a".into(), "b".into())
        );
        assert_eq!(current.digests(), ["b", "a"]);
        current.set(loaded("c"), Duration::ZERO);
        assert_eq!((chosen("a"), chosen("b")), ("c".into(), "c".into()));
        assert_eq!(current.digests(), ["c"]);
        current.expire();
        assert!(current.previous().is_none());
    }
}
