//! What speaks for and against a body that a list knows, and how much of the
//! listed form is its name.
//!
//! Lists hold fuller forms so that they are found (صحيفة X, X الإسباني). Where
//! the same thing is listed without the head or the nationality, the fuller
//! form only supports the shorter one.

use crate::gazetteer::{Classes, EntityType, FoldTier, Form, Gate, NameHit};
use crate::text::clitic::stem_key;
use crate::text::code::{letter, punct};
use crate::text::{Split, TokenKind};

use super::super::context::Context;
use super::super::evidence::{Evidence, EvidenceList};

/// Words of the longest source.
const SOURCE_LENGTH: usize = 3;
/// How far from the beginning of a line a source may stand, in tokens.
const DATELINE: usize = 8;
/// How far before a name a verb of sport is looked for, in tokens.
const SPORT_REACH: usize = 4;

/// Adds the evidence around the hit.
pub(in super::super) fn surroundings(context: &Context<'_>, hit: &NameHit, out: &mut EvidenceList) {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let opening = context.before(first).filter(|&p| context.is_opening(p));
    let quoted = opening.is_some() && context.is_closing(last);
    if last - first > 1 && context.gazetteer.entry(hit.entry).gate == Gate::Always {
        out.push(Evidence::ListedLong);
    }
    if quoted {
        out.push(Evidence::Quoted);
    }
    before(context, hit, opening.unwrap_or(first), out);
    if let Some(next) = context.after(last) {
        let classes = context.classes(next);
        if is_club(context, hit) && (is_match_verb(context, next) || country_in_brackets(context, next)) {
            out.push(Evidence::SportContext);
        } else if classes.any(Classes::SPEECH) {
            out.push(Evidence::SpeechAfter);
        }
    }
    if is_medium(context, hit) {
        if is_quoted_source(context, first, last) {
            out.push(Evidence::MediaSource);
        }
        if is_credit(context, first, last) {
            out.push(Evidence::MediaCredit);
        } else if quoted && opening.is_some_and(|o| context.text.punctuation(o) != Some(punct::OPEN_PAREN)) {
            out.push(Evidence::QuotedMedium);
        }
    }
    if is_product(context, hit) {
        out.push(Evidence::ModelAfter);
    } else if is_maker(context, hit, opening.unwrap_or(first)) {
        out.push(Evidence::ProductBefore);
    }
    if is_town_company(context, hit) {
        out.push(Evidence::TownCompany);
    }
    if is_club(context, hit) && context.is_sporting(first) {
        out.push(Evidence::SportTopic);
        if is_town_too(context, hit) {
            out.push(Evidence::TownClub);
        }
    }
    if is_fuller_form(context, hit) {
        out.push(Evidence::WordsOutside);
    } else if fuller_form_after(context, hit) {
        out.push(Evidence::FullerForm);
    }
    let nationality =
        last - first == 1 && context.classes(first).any(Classes::NATIONALITY) && !is_credit(context, first, last);
    if nationality || is_manner(context, hit) || is_other_latin_word(context, hit) {
        out.push(Evidence::OrdinaryWord);
    }
    let adjective = Classes::COMMON | Classes::NATIONALITY;
    if last - first > 1 && context.classes(first).any(adjective) && context.follows_definite_noun(first) {
        out.push(Evidence::AgreesBefore);
    }
    if only_nationality(context, hit) {
        out.push(Evidence::HeadLoose);
    }
}

fn before(context: &Context<'_>, hit: &NameHit, edge: usize, out: &mut EvidenceList) {
    let Some((_, classes)) = context.ending_before(edge) else { return };
    let word = context.classes(hit.first as usize);
    let single = hit.last - hit.first == 1;
    // الحكومة الفرنسية, النظام الملكي: an adjective of the noun before it.
    if single && word.any(Classes::NATIONALITY) {
        return;
    }
    let definite_before = context.before(edge).is_some_and(|i| context.is_definite(i));
    if single
        && word.any(Classes::COMMON)
        && classes.any(Classes::BODY_HEAD)
        && (definite_before || classes.any(Classes::HEAD_WEAK) && !is_own_head(context, hit, classes))
    {
        return;
    }
    if classes.any(Classes::EVENT) && classes.any(Classes::SPORT_TOPIC) {
        out.push(Evidence::BodyInEvent);
    }
    let correspondent = is_medium(context, hit) && classes.any(Classes::JOB) && classes.any(Classes::MEDIA_VERB);
    // شيخ الأزهر: who leads it stands right before a religious body.
    let led = subtype(context, hit) == "religious" && classes.any(Classes::TITLE | Classes::JOB) && !definite_before;
    if classes.any(Classes::BODY_HEAD | Classes::MEDIA_HEAD | Classes::CLUB_HEAD) || correspondent || led {
        out.push(Evidence::HeadBefore);
        if correspondent || is_own_head(context, hit, classes) {
            out.push(Evidence::OwnHead);
        }
    } else if classes.any(Classes::MEDIA_VERB) {
        out.push(Evidence::MediaVerbBefore);
    } else if is_club(context, hit) && sport_verb_before(context, hit.first as usize) {
        out.push(Evidence::SportContext);
    } else if classes.any(Classes::SPEECH) {
        out.push(Evidence::SpeechBefore);
    }
}

/// Whether a head of these classes is one for the kind of the hit.
fn is_own_head(context: &Context<'_>, hit: &NameHit, head: Classes) -> bool {
    if context.gazetteer.entity_of(hit.entry).entity_type == EntityType::Company {
        return head.any(Classes::COMPANY_HEAD | Classes::COMPANY_HEAD_OUT);
    }
    match subtype(context, hit) {
        "media" => head.any(Classes::MEDIA_HEAD | Classes::ORG_HEAD_OUT),
        "club" => head.any(Classes::CLUB_HEAD),
        _ => false,
    }
}

/// «X (إسبانيا)», as fixtures name a club and its country.
fn country_in_brackets(context: &Context<'_>, open: usize) -> bool {
    context.text.punctuation(open) == Some(punct::OPEN_PAREN)
        && context.classes(open + 1).any(Classes::PLACE_NAME)
        && context.text.punctuation(open + 2) == Some(punct::CLOSE_PAREN)
}

/// A company's name with a model after it: بوينغ 737.
fn is_product(context: &Context<'_>, hit: &NameHit) -> bool {
    let after = context.after(hit.last as usize).and_then(|i| context.token(i));
    context.gazetteer.entity_of(hit.entry).entity_type == EntityType::Company
        && after.is_some_and(|t| t.kind == TokenKind::Number)
}

/// A company whose product is meant: طائرات إيرباص, "Airbus aeroplanes".
fn is_maker(context: &Context<'_>, hit: &NameHit, edge: usize) -> bool {
    context.gazetteer.entity_of(hit.entry).entity_type == EntityType::Company
        && context
            .ending_before(edge)
            .is_some_and(|(_, c)| c.any(Classes::WORK) && !c.any(Classes::BODY_HEAD | Classes::MEDIA_HEAD))
}

/// A company that its list lets stand alone, though a town has its name.
fn is_town_company(context: &Context<'_>, hit: &NameHit) -> bool {
    context.gazetteer.entity_of(hit.entry).entity_type == EntityType::Company
        && context.gazetteer.entry(hit.entry).gate == Gate::Always
        && is_town_too(context, hit)
}

/// Whether a town has the body's name and no preposition of place says that
/// the town is meant. A country that plays is a place.
fn is_town_too(context: &Context<'_>, hit: &NameHit) -> bool {
    let first = hit.first as usize;
    let place = |n: &&NameHit| {
        n.last == hit.last
            && n.split == hit.split
            && context.gazetteer.entity_of(n.entry).entity_type == EntityType::Place
    };
    let mut places = context.annotations.names_at(first).iter().filter(place).peekable();
    let country =
        |n: &NameHit| context.gazetteer.subtype_name(context.gazetteer.entity_of(n.entry).subtype) == "country";
    if places.peek().is_none() || places.any(country) {
        return false;
    }
    let prefixed = context.text.codes_of(first).get(usize::from(hit.split.skip).wrapping_sub(1)) == Some(&letter::BEH);
    let (_, classes) = context.ending_before(first).unwrap_or_default();
    !prefixed && !classes.any(Classes::LOCATIVE | Classes::PLACE_HEAD | Classes::PLACE_HEAD_OUT)
}

/// A verb of sport shortly before: فاز X على Y ("X beat Y").
fn sport_verb_before(context: &Context<'_>, first: usize) -> bool {
    (first.saturating_sub(SPORT_REACH)..first)
        .any(|i| is_match_verb(context, i) && (i + 1..=first).all(|j| context.follows(j)))
}

/// A verb of matches, or one of many uses where the text is about sport.
fn is_match_verb(context: &Context<'_>, i: usize) -> bool {
    let classes = context.classes(i) | context.annotations.phrase_ending(i).map_or(Classes::NONE, |p| p.classes);
    classes.any(Classes::SPORT) && (classes.any(Classes::SPORT_TOPIC) || context.is_sporting(i))
}

fn subtype<'a>(context: &'a Context<'_>, hit: &NameHit) -> &'a str {
    context.gazetteer.subtype_name(context.gazetteer.entity_of(hit.entry).subtype)
}

fn is_medium(context: &Context<'_>, hit: &NameHit) -> bool {
    subtype(context, hit) == "media"
}

fn is_club(context: &Context<'_>, hit: &NameHit) -> bool {
    matches!(subtype(context, hit), "club" | "national_team")
}

/// نقلت X عن … ("X quoted …"): X is a medium.
fn is_quoted_source(context: &Context<'_>, first: usize, last: usize) -> bool {
    let verb = context.ending_before(first).is_some_and(|(_, c)| c.any(Classes::MEDIA_VERB));
    let from = context
        .after(last)
        .is_some_and(|i| context.is_word(i) && context.text.codes_of(i) == [letter::AIN, letter::NOON]);
    verb && from
}

/// The source of a report or a picture: one or two words alone in round
/// brackets, or between dashes and colons at the beginning of a line.
fn is_credit(context: &Context<'_>, first: usize, last: usize) -> bool {
    let (Some(before), Some(after)) = (context.before(first), context.after(last)) else { return false };
    if last - first > SOURCE_LENGTH {
        return false;
    }
    let (before, after) = (context.text.punctuation(before), context.text.punctuation(after));
    if before == Some(punct::OPEN_PAREN) && after == Some(punct::CLOSE_PAREN) {
        return true;
    }
    let dash = |p| matches!(p, Some(punct::HYPHEN | punct::DASH | punct::COLON));
    let at_line_start = (first.saturating_sub(DATELINE)..first).any(|i| i == 0 || !context.follows(i));
    dash(before) && dash(after) && at_line_start
}

/// Whether the same entity is listed over the tokens `first..last`.
fn same_entity(context: &Context<'_>, hit: &NameHit, first: usize, last: usize, split: Split) -> bool {
    let id = &context.gazetteer.entity_of(hit.entry).id;
    context
        .annotations
        .names_at(first)
        .iter()
        .any(|n| n.last as usize == last && n.split == split && context.gazetteer.entity_of(n.entry).id == *id)
}

/// A form with a head that stays outside (صحيفة X) or with a nationality after
/// a name (X الإسباني), where the name alone is listed too.
fn is_fuller_form(context: &Context<'_>, hit: &NameHit) -> bool {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let form = context.gazetteer.entry(hit.entry).form;
    if last - first < 2 || matches!(form, Form::Official | Form::Acronym) {
        return false;
    }
    let classes = context.classes(first);
    let inside = classes.any(Classes::ORG_HEAD | Classes::COMPANY_HEAD);
    let headed = !inside && same_entity(context, hit, first + 1, last, Split::WHOLE);
    let nationality = context.classes(last - 1).any(Classes::NATIONALITY) && context.is_definite(last - 1);
    headed && (form != Form::Canonical || classes.any(Classes::BODY_HEAD))
        || nationality && form != Form::Canonical && same_entity(context, hit, first, last - 1, hit.split)
}

/// Whether a nationality after the name makes it a fuller form of the same
/// entity.
fn fuller_form_after(context: &Context<'_>, hit: &NameHit) -> bool {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let nationality =
        context.after(last).is_some_and(|i| context.classes(i).any(Classes::NATIONALITY) && context.is_definite(i));
    nationality && same_entity(context, hit, first, last + 1, hit.split)
}

/// An ordinary noun after ب says how: بحماس ("with enthusiasm").
fn is_manner(context: &Context<'_>, hit: &NameHit) -> bool {
    let first = hit.first as usize;
    let with =
        hit.split.skip > 0 && context.text.codes_of(first).get(usize::from(hit.split.skip) - 1) == Some(&letter::BEH);
    with && hit.last - hit.first == 1
        && !context.is_definite(first)
        && context.gazetteer.lexicon().classes(stem_key(context.text.codes_of(first), hit.split)).any(Classes::NOUN)
}

/// A Latin word that is spelled otherwise than the list has it: time for Time.
fn is_other_latin_word(context: &Context<'_>, hit: &NameHit) -> bool {
    hit.last - hit.first == 1
        && hit.tier != FoldTier::Exact
        && context.token(hit.first as usize).is_some_and(|t| t.kind == TokenKind::Latin)
}

/// القوات X, الشرطة X, الإدارة X with nothing but a nationality: whoever acts
/// for a country. Armies have names of their own.
fn only_nationality(context: &Context<'_>, hit: &NameHit) -> bool {
    let (first, last) = (hit.first as usize, hit.last as usize);
    let organization = context.gazetteer.entity_of(hit.entry).entity_type == EntityType::Organization;
    organization
        && last - first == 2
        && context.is_definite(first)
        && context.classes(first).any(Classes::HEAD_WEAK)
        && context.classes(first + 1).any(Classes::NATIONALITY)
}

/// The tokens of a listed form that are the name: a head that stays outside and
/// a nationality after a name are left out where nothing shorter is listed.
pub(in super::super) fn name_span(context: &Context<'_>, hit: &NameHit) -> (usize, usize, Split) {
    let (mut first, mut last, mut split) = (hit.first as usize, hit.last as usize, hit.split);
    if last - first < 2 || is_fuller_form(context, hit) {
        return (first, last, split);
    }
    let headed = is_headed_name(context, hit);
    if headed {
        (first, split) = (first + 1, Split::WHOLE);
    }
    let nationality = context.classes(last - 1).any(Classes::NATIONALITY) && context.is_definite(last - 1);
    let variant = context.gazetteer.entry(hit.entry).form == Form::Variant;
    let company = context.gazetteer.entity_of(hit.entry).entity_type == EntityType::Company;
    let named = (is_club(context, hit) || company && !context.classes(first).any(Classes::COMMON))
        && !context.classes(first).any(Classes::BODY_HEAD);
    let takes_nationality = headed || named;
    if nationality && (variant || headed) && takes_nationality && last - first >= 2 {
        last -= 1;
    }
    (first, last, split)
}

/// صحيفة X, نادي X, شركة X, where X is a name and no place or description.
fn is_headed_name(context: &Context<'_>, hit: &NameHit) -> bool {
    let (head, name) = (context.classes(hit.first as usize), hit.first as usize + 1);
    if head.any(Classes::ORG_HEAD | Classes::COMPANY_HEAD)
        || context.is_definite(hit.first as usize)
        || context.text.punctuation(name).is_some()
    {
        return false;
    }
    let kind = match subtype(context, hit) {
        "media" => head.any(Classes::MEDIA_HEAD),
        "club" => head.any(Classes::CLUB_HEAD),
        _ if context.gazetteer.entity_of(hit.entry).entity_type == EntityType::Company => {
            head.any(Classes::COMPANY_HEAD_OUT)
        }
        _ => false,
    };
    let classes = context.classes(name);
    let company = head.any(Classes::COMPANY_HEAD_OUT);
    let ordinary = classes.any(Classes::COMMON)
        && (company && !classes.any(Classes::NAME) || classes.any(Classes::BODY_HEAD))
        || classes.any(Classes::FIELD);
    let place = context
        .annotations
        .names_at(name)
        .iter()
        .any(|n| context.gazetteer.entity_of(n.entry).entity_type == EntityType::Place);
    kind && !ordinary && !place && !classes.any(Classes::NATIONALITY)
}
