//! Counts of a gazetteer: distinct entities and surface forms by type, by gate
//! and by source.

use std::collections::HashSet;

use super::{EntityType, Gate, Gazetteer};

/// Distinct entities, and surface forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Distinct entities.
    pub entities: u64,
    /// Surface forms.
    pub forms: u64,
}

/// All counts. An entity whose forms have several gates counts once with each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// In type order; figures are no listed names.
    pub types: Vec<(EntityType, Count)>,
    /// In the order of the gates.
    pub gates: Vec<(Gate, Count)>,
    /// In the order of [`Gazetteer::sources`].
    pub sources: Vec<Count>,
    /// Everything.
    pub all: Count,
}

impl Tally {
    /// Counts a gazetteer.
    pub fn of(gazetteer: &Gazetteer) -> Self {
        const GATES: [Gate; 4] = [Gate::Always, Gate::Cue, Gate::Part, Gate::Never];
        let mut tally = Self {
            types: EntityType::ALL
                .into_iter()
                .filter(|t| *t != EntityType::Figure)
                .map(|t| (t, Count::default()))
                .collect(),
            gates: GATES.map(|gate| (gate, Count::default())).to_vec(),
            sources: vec![Count::default(); gazetteer.sources().len()],
            all: Count { entities: gazetteer.entities().len() as u64, forms: gazetteer.entries().len() as u64 },
        };
        for entity in gazetteer.entities().iter() {
            if let Some((_, count)) = tally.types.iter_mut().find(|t| t.0 == entity.entity_type) {
                count.entities += 1;
            }
        }
        let mut gates: Vec<u8> = vec![0; gazetteer.entities().len()];
        let mut files: HashSet<(u32, u16)> = HashSet::new();
        for entry in gazetteer.entries() {
            let kind = gazetteer.entities().get(entry.entity).entity_type;
            if let Some((_, count)) = tally.types.iter_mut().find(|t| t.0 == kind) {
                count.forms += 1;
            }
            let (bit, (_, count)) = (1 << entry.gate as u8, &mut tally.gates[entry.gate as usize]);
            count.forms += 1;
            count.entities += u64::from(gates[entry.entity as usize] & bit == 0);
            gates[entry.entity as usize] |= bit;
            if let Some(count) = tally.sources.get_mut(usize::from(entry.file)) {
                count.forms += 1;
                count.entities += u64::from(files.insert((entry.entity, entry.file)));
            }
        }
        tally
    }
}
