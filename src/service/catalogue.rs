//! What the service knows: entity types, and the gazetteer in force.

use super::answer::entity_type;
use super::loaded::Loaded;
use super::proto;
use crate::gazetteer::EntityType;

/// All types with their subtypes.
pub fn entity_types(loaded: &Loaded) -> proto::ListEntityTypesResponse {
    let types = loaded.subtypes.iter().map(|(kind, subtypes)| proto::EntityTypeDescription {
        r#type: entity_type(*kind) as i32,
        description: description(*kind).to_owned(),
        subtypes: subtypes.clone(),
    });
    proto::ListEntityTypesResponse { types: types.collect() }
}

fn description(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "A person, by the whole name without titles and jobs.",
        EntityType::Place => "A country, region, city, district, water, mountain, continent or named facility.",
        EntityType::Company => "A commercial firm.",
        EntityType::Organization => {
            "Any other body that acts: a ministry, parliament, party, army, court, university, club, medium or \
             international body."
        }
        EntityType::Figure => "A number, percentage, amount of money, quantity, rank, date, time or duration.",
    }
}

/// The gazetteer in force.
pub fn gazetteer(loaded: &Loaded) -> proto::GetGazetteerResponse {
    let gazetteer = &loaded.gazetteer;
    let counts = loaded.counts().iter().map(|&(kind, entities, surface_forms)| proto::GazetteerCount {
        r#type: entity_type(kind) as i32,
        entities,
        surface_forms,
    });
    let sources = gazetteer.sources().iter().map(|source| proto::GazetteerSource {
        name: source.name.clone(),
        version: source.version.clone(),
        licence: source.licence.clone(),
        attribution: source.attribution.clone(),
    });
    proto::GetGazetteerResponse {
        version: loaded.version.version.clone(),
        digest: loaded.version.digest.clone(),
        counts: counts.collect(),
        sources: sources.collect(),
        load_time: Some(loaded.load_time.into()),
    }
}
