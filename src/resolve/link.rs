//! Chosen candidates become mentions, and mentions of one thing an entity.

use std::collections::HashMap;

use super::mention::{Entity, Mention};
use super::score::{Weights, confidence};
use crate::gazetteer::{AdHocEntry, AdHocLists, EntityType, Gazetteer};
use crate::pattern::{Candidate, Context};
use crate::text::{Tier, clitic, fold};

/// What makes two mentions one thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Identity {
    /// The entity of the lists with this number.
    Listed(u32),
    /// The id that the request gave.
    AdHoc(EntityType, String),
    /// The same name of the same type.
    Surface(EntityType, String),
    /// Introduced by the candidate with this number.
    Alias(u32),
}

/// Builds mentions and entities from the chosen candidates, in text order.
pub(super) fn link(
    context: &Context<'_>,
    candidates: &[Candidate],
    chosen: &[u32],
    ad_hoc: Option<&AdHocLists>,
    weights: &Weights,
) -> (Vec<Mention>, Vec<Entity>) {
    let mut mentions = Vec::with_capacity(chosen.len());
    let mut entities: Vec<Entity> = Vec::new();
    let mut known: HashMap<Identity, u32> = HashMap::new();
    for &number in chosen {
        let candidate = &candidates[number as usize];
        let score = weights.score(&candidate.evidence);
        let mut mention = Mention {
            entity_type: candidate.entity_type,
            subtype: listed_entry(ad_hoc, candidate).map_or_else(
                || context.gazetteer.subtype_name(candidate.subtype).to_owned(),
                |e| e.subtype.to_string(),
            ),
            begin: candidate.begin,
            end: candidate.end,
            proclitics: proclitics(context, candidate),
            confidence: confidence(score),
            entity: None,
            value: candidate.value.as_deref().cloned(),
            explanation: None,
        };
        if candidate.entity_type != EntityType::Figure {
            let surface = surface(context, candidate);
            let identity = identity(context.gazetteer, candidate, ad_hoc, &surface);
            let surface_identity = Identity::Surface(candidate.entity_type, fold(&surface, Tier::Orth));
            let found = known.get(&identity).or_else(|| known.get(&surface_identity)).copied();
            let at = found.unwrap_or_else(|| {
                entities.push(entity(
                    context.gazetteer,
                    candidate,
                    listed_entry(ad_hoc, candidate),
                    &surface,
                    &mention.subtype,
                ));
                entities.len() as u32 - 1
            });
            known.entry(identity).or_insert(at);
            known.entry(surface_identity).or_insert(at);
            known.entry(Identity::Alias(number)).or_insert(at);
            mention.entity = Some(at);
            if let Some(entity) = entities.get_mut(at as usize) {
                entity.mentions.push(mentions.len() as u32);
                if candidate.entry.is_none()
                    && entity.ids.is_empty()
                    && entity.canonical_name.len() < surface.len()
                    && found.is_some()
                {
                    entity.canonical_name = surface;
                }
            }
        }
        mentions.push(mention);
    }
    (mentions, entities)
}

fn listed_entry<'a>(ad_hoc: Option<&'a AdHocLists>, candidate: &Candidate) -> Option<&'a AdHocEntry> {
    ad_hoc?.entry(candidate.ad_hoc?)
}

fn identity(gazetteer: &Gazetteer, candidate: &Candidate, ad_hoc: Option<&AdHocLists>, surface: &str) -> Identity {
    if let Some(entry) = listed_entry(ad_hoc, candidate).filter(|e| !e.id.is_empty()) {
        return Identity::AdHoc(entry.entity_type, entry.id.to_string());
    }
    if let Some(entry) = candidate.entry {
        return Identity::Listed(gazetteer.entry(entry).entity);
    }
    match candidate.introduced_by {
        Some(full) => Identity::Alias(full),
        None => Identity::Surface(candidate.entity_type, fold(surface, Tier::Orth)),
    }
}

/// The name as it would be written alone and with care: the article that ل
/// took is restored, and name parts are spelled as the lists spell them.
fn surface(context: &Context<'_>, candidate: &Candidate) -> String {
    let written = &context.text.raw()[candidate.begin as usize..candidate.end as usize];
    if candidate.entity_type == EntityType::Person && candidate.entry.is_none() && candidate.span.trim == 0 {
        return respelled(context, candidate, written);
    }
    if candidate.entity_type == EntityType::Organization && candidate.entry.is_none() && candidate.span.split.skip == 0
    {
        return fold(written, Tier::Character).replace("ئو", "ؤو");
    }
    match candidate.span.split.restore {
        clitic::Restore::None => written.to_owned(),
        clitic::Restore::Alef => format!("ا{written}"),
        clitic::Restore::Article => format!("ال{written}"),
    }
}

fn respelled(context: &Context<'_>, candidate: &Candidate, written: &str) -> String {
    let (first, last) = (candidate.span.first as usize, candidate.span.last as usize);
    if (first..last).any(|i| context.text.punctuation(i).is_some()) {
        return written.to_owned();
    }
    let words: Vec<String> = (first..last)
        .map(|i| {
            let split = if i == first { candidate.span.split } else { clitic::Split::WHOLE };
            let key = clitic::stem_key(context.text.codes_of(i), split);
            let begin = context.text.offset_in(i, usize::from(split.skip)) as usize;
            let end = context.text.tokens()[i].end as usize;
            context
                .gazetteer
                .spelling(key)
                .map_or_else(|| fold(&context.text.raw()[begin..end], Tier::Character), str::to_owned)
        })
        .collect();
    words.join(" ")
}

fn proclitics(context: &Context<'_>, candidate: &Candidate) -> Vec<&'static str> {
    let codes = context.text.codes_of(candidate.span.first as usize);
    clitic::proclitics(codes, candidate.span.split.skip).collect()
}

fn entity(
    gazetteer: &Gazetteer,
    candidate: &Candidate,
    ad_hoc: Option<&AdHocEntry>,
    surface: &str,
    subtype: &str,
) -> Entity {
    if let Some(entry) = ad_hoc {
        return Entity {
            entity_type: entry.entity_type,
            subtype: subtype.to_owned(),
            canonical_name: entry.surface.to_string(),
            english_name: String::new(),
            ids: (!entry.id.is_empty()).then(|| ("request".to_owned(), entry.id.to_string())).into_iter().collect(),
            mentions: Vec::new(),
        };
    }
    let listed = candidate.entry.map(|e| gazetteer.entity_of(e));
    Entity {
        entity_type: candidate.entity_type,
        subtype: subtype.to_owned(),
        canonical_name: listed.map_or_else(|| surface.to_owned(), |l| l.name.to_string()),
        english_name: listed.map_or_else(String::new, |l| l.english_name().to_owned()),
        ids: listed.map(|l| l.known_ids().map(|(s, v)| (s.to_owned(), v.to_owned())).collect()).unwrap_or_default(),
        mentions: Vec::new(),
    }
}
