//! Chosen candidates become mentions, and mentions of one thing an entity.

use super::identity::{Known, Own};
use super::mention::{Entity, Mention};
use super::score::{Weights, confidence};
use crate::gazetteer::{AdHocEntry, AdHocLists, EntityType, Gazetteer};
use crate::pattern::{Candidate, Context};
use crate::text::{Text, Tier, clitic, fold_into};

/// Builds mentions and entities from the chosen candidates, in text order.
pub(super) fn link(
    context: &Context<'_>,
    candidates: &[Candidate],
    chosen: &[u32],
    ad_hoc: Option<&AdHocLists>,
    weights: &Weights,
    known: &mut Known,
) -> (Vec<Mention>, Vec<Entity>) {
    let mut mentions = Vec::with_capacity(chosen.len());
    let mut entities: Vec<Entity> = Vec::new();
    let (mut surface, mut scratch) = (String::new(), Text::new());
    known.clear();
    for &number in chosen {
        if context.deadline.stops() {
            break;
        }
        let candidate = &candidates[number as usize];
        let listed = listed_entry(ad_hoc, candidate);
        let score = weights.score(&candidate.evidence);
        let mut mention = Mention {
            entity_type: candidate.entity_type,
            subtype: listed
                .map_or_else(|| context.gazetteer.subtype_name(candidate.subtype), |entry| &entry.subtype)
                .to_owned(),
            begin: candidate.begin,
            end: candidate.end,
            proclitics: proclitics(context, candidate),
            confidence: confidence(score),
            entity: None,
            value: candidate.value.as_deref().cloned(),
            explanation: None,
        };
        if candidate.entity_type != EntityType::Figure {
            surface.clear();
            write_surface(context, candidate, &mut scratch, &mut surface);
            let own = own_identity(context.gazetteer, candidate, listed);
            let found = known.find(own, candidate.entity_type, &surface);
            let at = found.unwrap_or_else(|| {
                entities.push(entity(context.gazetteer, candidate, listed, &surface, &mention.subtype));
                entities.len() as u32 - 1
            });
            known.keep(own, number, at);
            mention.entity = Some(at);
            if let Some(entity) = entities.get_mut(at as usize) {
                entity.mentions.push(mentions.len() as u32);
                if candidate.entry.is_none()
                    && entity.ids.is_empty()
                    && entity.canonical_name.len() < surface.len()
                    && found.is_some()
                {
                    entity.canonical_name.clone_from(&surface);
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

/// What a mention is besides its name.
fn own_identity<'a>(gazetteer: &Gazetteer, candidate: &Candidate, ad_hoc: Option<&'a AdHocEntry>) -> Own<'a> {
    if let Some(entry) = ad_hoc.filter(|entry| !entry.id.is_empty()) {
        return Own::Given(entry.entity_type, &entry.id);
    }
    match (candidate.entry, candidate.introduced_by) {
        (Some(entry), _) => Own::Listed(gazetteer.entry(entry).entity),
        (None, Some(full)) => Own::ShortFor(full),
        (None, None) => Own::Nothing,
    }
}

/// The name as it would be written alone and with care: the article that ل
/// took is restored, and name parts are spelled as the lists spell them.
fn write_surface(context: &Context<'_>, candidate: &Candidate, scratch: &mut Text, out: &mut String) {
    let written = &context.text.raw()[candidate.begin as usize..candidate.end as usize];
    if candidate.entity_type == EntityType::Person && candidate.entry.is_none() && candidate.span.trim == 0 {
        return respell(context, candidate, written, scratch, out);
    }
    if candidate.entity_type == EntityType::Organization && candidate.entry.is_none() && candidate.span.split.skip == 0
    {
        fold_into(scratch, written, Tier::Character, out);
        if out.contains("ئو") {
            *out = out.replace("ئو", "ؤو");
        }
        return;
    }
    out.push_str(match candidate.span.split.restore {
        clitic::Restore::None => "",
        clitic::Restore::Alef => "ا",
        clitic::Restore::Article => "ال",
    });
    out.push_str(written);
}

fn respell(context: &Context<'_>, candidate: &Candidate, written: &str, scratch: &mut Text, out: &mut String) {
    let (first, last) = (candidate.span.first as usize, candidate.span.last as usize);
    if (first..last).any(|i| context.text.punctuation(i).is_some()) {
        return out.push_str(written);
    }
    for i in first..last {
        if i > first {
            out.push(' ');
        }
        let split = if i == first { candidate.span.split } else { clitic::Split::WHOLE };
        match context.gazetteer.spelling(clitic::stem_key(context.text.codes_of(i), split)) {
            Some(spelling) => out.push_str(spelling),
            None => {
                let begin = context.text.offset_in(i, usize::from(split.skip)) as usize;
                let end = context.text.tokens()[i].end as usize;
                fold_into(scratch, &context.text.raw()[begin..end], Tier::Character, out);
            }
        }
    }
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
