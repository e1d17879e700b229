//! The gazetteer that answers calls, swapped as a whole.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::SystemTime;

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
}

impl Loaded {
    /// Wraps a gazetteer that was loaded at `load_time`.
    pub fn new(gazetteer: Arc<Gazetteer>, load_time: SystemTime) -> Self {
        let version =
            proto::GazetteerVersion { version: gazetteer.version().to_owned(), digest: gazetteer.digest().to_owned() };
        Self { subtypes: subtypes(&gazetteer), gazetteer, version, load_time }
    }
}

/// Subtypes of each type, in alphabetical order: those of figures are fixed,
/// those of names are what the lists have.
fn subtypes(gazetteer: &Gazetteer) -> Vec<(EntityType, Vec<String>)> {
    let mut sets = EntityType::ALL.map(|kind| (kind, BTreeSet::new()));
    for (kind, set) in &mut sets {
        if *kind == EntityType::Figure {
            set.extend(Subtype::FIXED);
        }
        let listed = gazetteer.entities().iter().filter(|entity| entity.entity_type == *kind);
        set.extend(listed.map(|entity| gazetteer.subtype_name(entity.subtype)));
        set.remove("");
    }
    sets.into_iter().map(|(kind, set)| (kind, set.into_iter().map(str::to_owned).collect())).collect()
}

/// The gazetteer in force; none before the first one is loaded. Calls keep the
/// one they began with.
#[derive(Debug, Default)]
pub struct Current(ArcSwapOption<Loaded>);

impl Current {
    /// Puts `loaded` in force.
    pub fn set(&self, loaded: Loaded) {
        self.0.store(Some(Arc::new(loaded)));
    }

    /// The gazetteer in force.
    ///
    /// # Errors
    /// [`ServiceError::NotReady`] before the first one is loaded.
    pub fn get(&self) -> Result<Arc<Loaded>, ServiceError> {
        self.0.load_full().ok_or(ServiceError::NotReady)
    }
}
