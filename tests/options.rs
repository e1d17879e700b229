//! What a caller may ask of one extraction: types, confidence, overlaps, lists
//! of the caller's own and surfaces to ignore. Filters choose among resolved
//! mentions and never change the resolution.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kayan::extract::{Extractor, Options, Overlap, TypeSet};
use kayan::gazetteer::{AdHocError, AdHocList, AdHocLists, EntityType, Gazetteer};
use kayan::resolve::Extraction;

const MIXED: &str = "قال هاني الدروبي إن شركة مرسيدس باعت 17 سيارة في بغداد";

fn extract(text: &str, options: &Options) -> Extraction {
    let gazetteer = Gazetteer::embedded().expect("the embedded lists load");
    Extractor::new(gazetteer).extract(text, options, None).expect("no deadline")
}

fn found<'a>(text: &'a str, extraction: &Extraction) -> Vec<(&'a str, EntityType)> {
    extraction.mentions.iter().map(|m| (&text[m.begin as usize..m.end as usize], m.entity_type)).collect()
}

fn with_lists(lists: &[AdHocList]) -> Options {
    let compiled = AdHocLists::compile(lists).expect("lists that compile");
    Options { ad_hoc: Some(Arc::new(compiled)), ..Options::default() }
}

fn list(entries: &[(&str, &str)], exact: bool) -> AdHocList {
    AdHocList {
        entity_type: EntityType::Company,
        subtype: "supplier".to_owned(),
        entries: entries.iter().map(|(surface, id)| ((*surface).to_owned(), (*id).to_owned())).collect(),
        exact,
    }
}

#[test]
fn types_are_chosen_and_left_out() {
    use EntityType::{Company, Figure, Person, Place};
    let all = found(MIXED, &extract(MIXED, &Options::default()));
    for wanted in [("هاني الدروبي", Person), ("مرسيدس", Company), ("بغداد", Place)] {
        assert!(all.contains(&wanted), "{wanted:?} in {all:?}");
    }
    let include = TypeSet::default().with(Person).with(Place);
    let some = found(MIXED, &extract(MIXED, &Options { include, ..Options::default() }));
    assert_eq!(some, [("هاني الدروبي", Person), ("بغداد", Place)]);
    let both = Options { include, exclude: TypeSet::default().with(Place), ..Options::default() };
    assert_eq!(found(MIXED, &extract(MIXED, &both)), [("هاني الدروبي", Person)]);
    let exclude = TypeSet::default().with(Person).with(Company).with(Figure);
    assert_eq!(found(MIXED, &extract(MIXED, &Options { exclude, ..Options::default() })), [("بغداد", Place)]);
}

#[test]
fn filtered_entities_point_at_the_mentions_that_are_left() {
    let options = Options { include: TypeSet::default().with(EntityType::Place), ..Options::default() };
    let extraction = extract(MIXED, &options);
    assert_eq!(extraction.entities.len(), 1);
    assert_eq!(extraction.entities[0].canonical_name, "بغداد");
    assert_eq!(extraction.entities[0].mentions, [0]);
    assert_eq!(extraction.mentions[0].entity, Some(0));
}

#[test]
fn a_filter_uncovers_nothing() {
    // «بنك مصر» is a bank; that places alone are wanted makes no country of
    // its second word.
    let text = "أعلن بنك مصر عن فرع";
    assert_eq!(found(text, &extract(text, &Options::default())), [("بنك مصر", EntityType::Company)]);
    let options = Options { include: TypeSet::default().with(EntityType::Place), ..Options::default() };
    let extraction = extract(text, &options);
    assert_eq!(found(text, &extraction), []);
    assert!(extraction.entities.is_empty());
}

#[test]
fn confidence_is_a_floor() {
    let all = extract(MIXED, &Options::default());
    let mut confidences: Vec<f32> = all.mentions.iter().map(|m| m.confidence).collect();
    confidences.sort_by(f32::total_cmp);
    assert!(confidences.first() < confidences.last(), "{confidences:?}");
    for &floor in &confidences {
        let kept = extract(MIXED, &Options { min_confidence: floor, ..Options::default() });
        let expected = confidences.iter().filter(|&&c| c >= floor).count();
        assert_eq!(kept.mentions.len(), expected, "floor {floor}");
    }
    let none = extract(MIXED, &Options { min_confidence: 1.0, ..Options::default() });
    assert_eq!(none, Extraction::default());
}

#[test]
fn all_overlaps_add_nested_names() {
    let text = "أعلن بنك مصر عن فرع";
    let longest = found(text, &extract(text, &Options::default()));
    let all = found(text, &extract(text, &Options { overlap: Overlap::All, ..Options::default() }));
    assert!(longest.iter().all(|mention| all.contains(mention)), "{longest:?} in {all:?}");
    assert!(all.contains(&("مصر", EntityType::Place)), "{all:?}");
}

#[test]
fn a_folded_list_ignores_spelling_and_carries_ids() {
    let text = "اشترى أحمد من إبداعات زمرتوخة بالامس";
    let options = with_lists(&[list(&[("ابداعات زمرتوخه", "S-17")], false)]);
    let extraction = extract(text, &options);
    let companies: Vec<_> = extraction.mentions.iter().filter(|m| m.entity_type == EntityType::Company).collect();
    assert_eq!(companies.len(), 1, "{extraction:?}");
    let mention = companies[0];
    assert_eq!(&text[mention.begin as usize..mention.end as usize], "إبداعات زمرتوخة");
    assert_eq!(mention.subtype, "supplier");
    let entity = &extraction.entities[mention.entity.expect("an entity") as usize];
    assert!(entity.ids.iter().any(|(_, id)| id == "S-17"), "{entity:?}");
}

#[test]
fn an_exact_list_compares_letters() {
    let options = with_lists(&[list(&[("ابداعات زمرتوخه", "S-17")], true)]);
    let companies = |text: &str| {
        let extraction = extract(text, &options);
        extraction.mentions.iter().filter(|m| m.entity_type == EntityType::Company).count()
    };
    assert_eq!(companies("اشترى من ابداعات زمرتوخه أمس"), 1);
    assert_eq!(companies("اشترى من إبداعات زمرتوخة أمس"), 0);
    // Vowel signs and tatweel are no letters.
    assert_eq!(companies("اشترى من اِبداعات زمـرتوخه أمس"), 1);
}

#[test]
fn a_list_takes_particles_off() {
    let text = "عقد لزمرتوخه الجديدة";
    let extraction = extract(text, &with_lists(&[list(&[("زمرتوخه", "")], false)]));
    let mentions = found(text, &extraction);
    assert!(mentions.contains(&("زمرتوخه", EntityType::Company)), "{mentions:?}");
}

#[test]
fn a_list_without_letters_is_refused() {
    let fault = AdHocLists::compile(&[list(&[("زمرتوخه", "1")], false), list(&[("زمر", ""), ("…", "2")], false)]);
    let AdHocError { list, entry, .. } = fault.expect_err("an entry without letters");
    assert_eq!((list, entry), (1, 1));
}

#[test]
fn ignored_surfaces_are_compared_folded() {
    let text = "سافر إلى القاهرة ثم إلى بغداد";
    let both = found(text, &extract(text, &Options::default()));
    assert_eq!(both, [("القاهرة", EntityType::Place), ("بغداد", EntityType::Place)]);
    let options = Options { ignored_surfaces: vec!["القاهره".to_owned()], ..Options::default() };
    assert_eq!(found(text, &extract(text, &options)), [("بغداد", EntityType::Place)]);
}

/// A deadline is honoured inside a document of the largest size: what is done
/// after it is a small part of the whole work. The best of some attempts
/// counts, since other programs share the machine.
#[test]
fn a_deadline_is_honoured_inside_a_long_document() {
    const TEXT: &str = "قال هاني الدروبي إنه عائد من بغداد إلى القاهرة. وأضاف الدروبي أن شركة مرسيدس باعت 17 ألف سيارة في 12 آذار 2021.\n";
    let text = TEXT.repeat((1 << 20) / TEXT.len());
    let mut extractor = Extractor::new(Gazetteer::embedded().expect("the default lists"));
    let options = Options { explain: true, ..Options::default() };
    let begun = Instant::now();
    extractor.extract(&text, &options, None).expect("no deadline");
    let whole = begun.elapsed();
    for part in [1, 3, 5, 7] {
        let overrun = |_| {
            let deadline = Instant::now() + whole * part / 10;
            match extractor.extract(&text, &options, Some(deadline)) {
                Err(_) => deadline.elapsed(),
                // Faster than the first time: no deadline passed.
                Ok(_) => Duration::ZERO,
            }
        };
        let overrun = (0..5).map(overrun).min().expect("five attempts");
        assert!(overrun <= whole / 8, "{overrun:?} after a deadline at {part}/10 of {whole:?}");
    }
}
