use std::time::SystemTime;

use super::*;
use crate::gazetteer::Gazetteer;

fn loaded() -> Loaded {
    Loaded::new(Arc::new(Gazetteer::default()), SystemTime::UNIX_EPOCH)
}

fn checked(raw: proto::ExtractionOptions) -> Result<CheckedOptions, ServiceError> {
    check_options(Some(raw), &Limits { ad_hoc_entries: 3, ..Limits::default() }, &loaded(), &AdHocCache::default())
}

fn list(surfaces: &[&str]) -> proto::AdHocList {
    let entries = surfaces.iter().map(|s| proto::AdHocEntry { surface: (*s).to_owned(), id: String::new() }).collect();
    proto::AdHocList { r#type: proto::EntityType::Company as i32, entries, ..Default::default() }
}

#[test]
fn options_of_every_kind_are_taken_over() {
    let checked = checked(proto::ExtractionOptions {
        offset_encoding: proto::OffsetEncoding::Utf16 as i32,
        include_types: vec![proto::EntityType::Person as i32, proto::EntityType::Place as i32],
        exclude_types: vec![proto::EntityType::Place as i32],
        min_confidence: Some(0.5),
        overlap: proto::Overlap::All as i32,
        explain: true,
        ad_hoc_lists: vec![list(&["زين"])],
        ignored_surfaces: vec!["مصر".to_owned()],
        gazetteer_digest: String::new(),
    })
    .expect("valid options");
    assert_eq!(checked.offset_encoding, OffsetEncoding::Utf16);
    let options = checked.options;
    assert!(options.include.contains(EntityType::Person) && options.include.contains(EntityType::Place));
    assert!(options.exclude.contains(EntityType::Place) && !options.exclude.contains(EntityType::Person));
    assert_eq!((options.min_confidence, options.overlap, options.explain), (0.5, Overlap::All, true));
    assert!(options.ad_hoc.is_some());
    assert_eq!(options.ignored_surfaces, ["مصر"]);
}

#[test]
fn each_fault_names_its_field_and_reason() {
    let options = proto::ExtractionOptions::default;
    let company = proto::EntityType::Company as i32;
    let cases = [
        (
            proto::ExtractionOptions { include_types: vec![company, 99], ..options() },
            "options.include_types[1]",
            Reason::UnknownEnumValue,
        ),
        (
            proto::ExtractionOptions { exclude_types: vec![0], ..options() },
            "options.exclude_types[0]",
            Reason::UnknownEnumValue,
        ),
        (
            proto::ExtractionOptions { offset_encoding: 7, ..options() },
            "options.offset_encoding",
            Reason::UnknownEnumValue,
        ),
        (proto::ExtractionOptions { overlap: -1, ..options() }, "options.overlap", Reason::UnknownEnumValue),
        (
            proto::ExtractionOptions { min_confidence: Some(f32::NAN), ..options() },
            "options.min_confidence",
            Reason::InvalidMinConfidence,
        ),
        (
            proto::ExtractionOptions { min_confidence: Some(1.5), ..options() },
            "options.min_confidence",
            Reason::InvalidMinConfidence,
        ),
        (
            proto::ExtractionOptions { ignored_surfaces: vec!["  ".to_owned()], ..options() },
            "options.ignored_surfaces[0]",
            Reason::InvalidIgnoredSurface,
        ),
        (
            proto::ExtractionOptions { ignored_surfaces: vec!["a".to_owned(); 4], ..options() },
            "options.ignored_surfaces",
            Reason::TooManyIgnoredSurfaces,
        ),
        (
            proto::ExtractionOptions { ad_hoc_lists: vec![list(&["a", "b"]), list(&["c", "d"])], ..options() },
            "options.ad_hoc_lists",
            Reason::TooManyAdHocEntries,
        ),
        (
            proto::ExtractionOptions { ad_hoc_lists: vec![list(&["a"]), list(&["b", ""])], ..options() },
            "options.ad_hoc_lists[1].entries[1].surface",
            Reason::InvalidAdHocList,
        ),
        (
            proto::ExtractionOptions {
                ad_hoc_lists: vec![proto::AdHocList { r#type: proto::EntityType::Figure as i32, ..list(&["a"]) }],
                ..options()
            },
            "options.ad_hoc_lists[0].type",
            Reason::InvalidAdHocList,
        ),
        (
            proto::ExtractionOptions {
                ad_hoc_lists: vec![proto::AdHocList { r#match: 9, ..list(&["a"]) }],
                ..options()
            },
            "options.ad_hoc_lists[0].match",
            Reason::UnknownEnumValue,
        ),
    ];
    for (raw, field, reason) in cases {
        match checked(raw) {
            Err(ServiceError::Invalid(faults)) => {
                assert_eq!((faults[0].field.as_str(), faults[0].reason, faults.len()), (field, reason, 1));
            }
            other => panic!("{field}: {other:?}"),
        }
    }
}

#[test]
fn a_pinned_digest_must_be_loaded() {
    let raw = proto::ExtractionOptions { gazetteer_digest: "00ff".to_owned(), ..Default::default() };
    assert!(matches!(checked(raw), Err(ServiceError::GazetteerNotLoaded { .. })));
}

#[test]
fn documents_are_checked() {
    let limits = Limits { text_bytes: 8, ..Limits::default() };
    let document = |text: &str, date: &str, zone: &str| proto::Document {
        id: "1".to_owned(),
        text: text.to_owned(),
        reference_date: Some(date.to_owned()),
        time_zone: Some(zone.to_owned()),
    };
    let valid = check_document(document("نص", "2022-01-20", "Asia/Riyadh"), "document", &limits).expect("valid");
    assert_eq!(valid.reference_date, Some(CivilDate { year: 2022, month: 1, day: 20 }));
    assert_eq!(valid.time_zone, "Asia/Riyadh");
    assert!(check_document(document("نص", "", "UTC+3"), "document", &limits).is_ok());

    let faults =
        check_document(document("123456789", "soon", "a b"), "documents[2]", &limits).expect_err("three faults");
    let named: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.reason)).collect();
    assert_eq!(
        named,
        [
            ("documents[2].text", Reason::TextTooLong),
            ("documents[2].reference_date", Reason::InvalidReferenceDate),
            ("documents[2].time_zone", Reason::InvalidTimeZone),
        ]
    );
    let faults = check_document(document("", "", ""), "document", &limits).expect_err("no text");
    assert_eq!(faults[0].reason, Reason::TextEmpty);
}
