//! Names of the lists, with what stands around them.
//!
//! The gate of an entry says what it needs: `always` stands alone, `cue` needs
//! evidence nearby. An ordinary word never becomes a name by its list alone.

use crate::gazetteer::{AdHocLists, Classes, EntityType, FoldTier, Form, Gate, NameHit, Subtype};
use crate::text::code::letter;

use super::body;
use super::candidate::{Candidate, Span};
use super::context::Context;
use super::evidence::{Evidence, EvidenceList};

/// A prior below this, in hundredths, says that the surface rarely is the name.
const RARELY: u8 = 30;

/// Proposes every name that the lists know.
pub(super) fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    for hit in &context.annotations.names {
        if context.deadline.stops() {
            return;
        }
        let entity = context.gazetteer.entity_of(hit.entry);
        let (first, last, split) = body::listed::name_span(context, hit);
        let mut span = Span::tokens(first, last).after(split);
        span.trim = hit.trim;
        let mut candidate =
            Candidate::new(context.text, span, entity.entity_type, entity.subtype, rule(entity.entity_type));
        candidate.entry = Some(hit.entry);
        candidate.tier = hit.tier;
        candidate.evidence = evidence(context, hit, entity.entity_type);
        out.push(candidate);
    }
}

/// Proposes every name of the lists that came with the request.
pub(super) fn propose_ad_hoc(context: &Context<'_>, lists: &AdHocLists, out: &mut Vec<Candidate>) {
    for hit in lists.find(context.text, context.annotations, context.deadline) {
        if context.deadline.stops() {
            return;
        }
        let Some(entry) = lists.entry(hit.entry) else { continue };
        let span = Span::tokens(hit.first as usize, hit.last as usize).after(hit.split);
        let mut candidate = Candidate::new(context.text, span, entry.entity_type, Subtype::NONE, "request.list");
        candidate.ad_hoc = Some(hit.entry);
        candidate.evidence.push(Evidence::AdHoc);
        out.push(candidate);
    }
}

fn rule(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Person => "person.listed",
        EntityType::Place => "place.listed",
        EntityType::Company => "company.listed",
        _ => "organization.listed",
    }
}

fn evidence(context: &Context<'_>, hit: &NameHit, entity_type: EntityType) -> EvidenceList {
    let entry = context.gazetteer.entry(hit.entry);
    let (first, last) = (hit.first as usize, hit.last as usize);
    let mut out = EvidenceList::default();
    out.push(match entity_type {
        EntityType::Person => Evidence::BasePerson,
        EntityType::Place => Evidence::BasePlace,
        _ => Evidence::BaseBody,
    });
    out.push(match entry.gate {
        Gate::Always => Evidence::Listed,
        _ if matches!(entry.form, Form::Short | Form::Nickname) => match entity_type {
            EntityType::Company | EntityType::Organization => Evidence::BodyShort,
            _ => Evidence::ListedShort,
        },
        _ => Evidence::ListedGated,
    });
    (1..entry.words.min(4)).for_each(|_| out.push(Evidence::ExtraWord));
    if hit.tier != FoldTier::Exact {
        out.push(Evidence::Respelled);
    }
    if hit.split.skip > 0 {
        out.push(Evidence::Proclitic);
    }
    if last - first == 1 && is_ordinary(context, hit) {
        let usual = entry.is_usual() || after_preposition(context, hit);
        out.push(match entry.gate {
            _ if usual => Evidence::OrdinaryUsually,
            Gate::Always => Evidence::OrdinaryWord,
            _ if entry.prior < RARELY => Evidence::OrdinaryWord,
            _ => Evidence::OrdinaryGated,
        });
    }
    if last - first == 1 && entity_type == EntityType::Place && !entry.is_usual() && is_person_word(context, first) {
        out.push(Evidence::PersonWord);
    }
    if entity_type == EntityType::Person && entry.form == Form::Short && entry.is_usual() {
        out.push(Evidence::UsualShort);
    }
    if last - first == 1 && entity_type == EntityType::Person && context.classes(first).any(Classes::NATIONALITY) {
        out.push(Evidence::OrdinaryWord);
    }
    if entity_type == EntityType::Place && last - first == 1 && governs_object(context, first) {
        out.push(Evidence::OrdinaryWord);
    }
    if entity_type == EntityType::Place && leads_to_listed(context, hit) {
        out.push(Evidence::HeadOutside);
    }
    if context.in_veto(first, last) {
        out.push(Evidence::Veto);
    }
    if matches!(entity_type, EntityType::Person | EntityType::Place) && context.begins_title_of_work(first) {
        out.push(Evidence::TitleOfWork);
    }
    // الأمين العام, "the secretary general": a word of a job is no name.
    if last - first == 1
        && entity_type == EntityType::Person
        && context.annotations.phrase_beginning(first).is_some_and(|p| {
            p.classes.any(Classes::ANNOUNCES_PERSON) && !p.classes.any(Classes::NAME) && p.last as usize > last
        })
    {
        out.push(Evidence::OrdinaryWord);
    }
    match entity_type {
        EntityType::Person => context.person_surroundings(first, last, &mut out),
        EntityType::Place => place_surroundings(context, hit, &mut out),
        _ => body::listed::surroundings(context, hit, &mut out),
    }
    out
}

/// Whether a single word is an ordinary word under the split of the hit, or
/// already without any split.
fn is_ordinary(context: &Context<'_>, hit: &NameHit) -> bool {
    let word = context.word(hit.first as usize);
    let whole = word.split.skip < hit.split.skip;
    let same = word.split.skip == hit.split.skip && (word.suffix == 0 || hit.tier != FoldTier::Exact);
    word.classes.any(Classes::COMMON) && (whole || same)
}

/// Whether a list of persons has the word too.
fn is_person_word(context: &Context<'_>, i: usize) -> bool {
    context.classes(i).any(Classes::GIVEN | Classes::FAMILY)
}

/// An adjective without the article cannot stand right after a preposition:
/// there it is the name (في مالي, "in Mali").
fn after_preposition(context: &Context<'_>, hit: &NameHit) -> bool {
    let first = hit.first as usize;
    let classes = context.classes(first);
    let adjective =
        classes.any(Classes::ADJECTIVE) && !classes.any(Classes::NOUN | Classes::VERB) && !context.is_definite(first);
    adjective && hit.split.skip == 0 && context.ending_before(first).is_some_and(|(_, c)| c.any(Classes::LOCATIVE))
}

/// A verb at the beginning of a line with its object after it: حلب البقرة, "he
/// milked the cow".
fn governs_object(context: &Context<'_>, first: usize) -> bool {
    let (verb, object) = (context.classes(first), context.classes(first + 1));
    verb.any(Classes::VERB)
        && !context.follows(first)
        && context.follows(first + 1)
        && context.is_definite(first + 1)
        && object.any(Classes::NOUN)
        && !object.any(Classes::ADJECTIVE | Classes::NATIONALITY | Classes::PLACE_HEAD | Classes::PLACE_HEAD_OUT)
}

/// Whether the name is only a direction or an outside head before another
/// listed place: دولة قطر, شمال لبنان.
fn leads_to_listed(context: &Context<'_>, hit: &NameHit) -> bool {
    let (first, last) = (hit.first as usize, hit.last);
    if last - hit.first < 2 || context.is_definite(first) {
        return false;
    }
    let leads = context.classes(first).any(Classes::LOCATIVE | Classes::PLACE_HEAD_OUT);
    let rest = |n: &NameHit| {
        n.last == last && n.split.skip == 0 && context.gazetteer.entity_of(n.entry).entity_type == EntityType::Place
    };
    let same = |n: &NameHit| context.gazetteer.entity_of(n.entry).id == context.gazetteer.entity_of(hit.entry).id;
    let country = context.gazetteer.subtype_name(context.gazetteer.entity_of(hit.entry).subtype) == "country";
    leads && context.annotations.names_at(first + 1).iter().any(|n| rest(n) && (!country || same(n)))
}

fn place_surroundings(context: &Context<'_>, hit: &NameHit, out: &mut EvidenceList) {
    let first = hit.first as usize;
    let prefixed = context.text.codes_of(first).get(usize::from(hit.split.skip).wrapping_sub(1)).copied();
    if matches!(prefixed, Some(letter::BEH | letter::LAM)) {
        out.push(Evidence::LocativeBefore);
    }
    if hit.split.skip == 0
        && let Some((_, classes)) = context.ending_before(first)
    {
        if hit.last - hit.first == 1
            && context.classes(first).any(Classes::COMMON)
            && context.follows_definite_noun(first)
        {
            out.push(Evidence::AgreesBefore);
        } else if classes.any(Classes::PLACE_HEAD | Classes::PLACE_HEAD_OUT) {
            out.push(Evidence::FeatureBefore);
        } else if classes.any(Classes::LOCATIVE) {
            out.push(Evidence::LocativeBefore);
        } else if classes.any(Classes::EVENT) && !classes.any(Classes::HAPPENING) {
            out.push(Evidence::EventBefore);
        }
        if classes.any(Classes::GIVEN) && !classes.any(Classes::COMMON | Classes::PLACE_NAME) {
            out.push(Evidence::TouchesName);
        }
    }
}
