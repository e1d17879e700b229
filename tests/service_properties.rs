//! What holds for every text: offsets point at it in all units, entities and
//! mentions agree, and nothing makes the engine fail.

use std::sync::{Arc, LazyLock};
use std::time::SystemTime;

use kayan::extract::Overlap;
use kayan::gazetteer::Gazetteer;
use kayan::service::limits::Limits;
use kayan::service::loaded::Loaded;
use kayan::service::proto::{Document, EntityType, ExtractEntitiesResponse};
use kayan::service::request::{CheckedOptions, check_document};
use kayan::service::worker::extract;
use kayan::text::{OffsetEncoding, Tier, fold};
use proptest::prelude::*;

static LOADED: LazyLock<Loaded> = LazyLock::new(|| {
    let gazetteer = Gazetteer::embedded().expect("the embedded lists are well formed");
    Loaded::new(Arc::clone(&gazetteer), SystemTime::UNIX_EPOCH)
});

/// Pieces that texts are made of: words that rules look for, and what gets in
/// their way.
const PIECES: &[&str] = &[
    "محمد",
    "بن",
    "عبد الله",
    "الرئيس",
    "قال",
    "في",
    "بيروت",
    "وبيروت",
    "للسعودية",
    "لبنان",
    "شركة",
    "وزارة",
    "الخارجية",
    "بنك مصر",
    "أبو",
    "آل",
    "عام",
    "2006",
    "٢٠٠٦",
    "۱۲",
    "مليون",
    "دولار",
    "%",
    "٪",
    "خمسة",
    "وعشرون",
    "ألف",
    "آذار (مارس)",
    "هجرية",
    "10:30",
    "3/4",
    "03/04/2021",
    "كغ",
    "مُحَمَّد",
    "محـــمد",
    "ﷲ",
    "ﻣﺤﻤﺪ",
    "ک",
    "ی",
    "\u{200C}",
    "\u{200D}",
    "\u{200F}",
    "\u{202B}",
    "\u{FEFF}",
    "\u{0640}",
    "\u{064B}",
    "\u{0301}",
    " ",
    "\n",
    "\t",
    "،",
    "؛",
    "«",
    "»",
    "\"",
    "(",
    ")",
    ".",
    "..",
    "-",
    "–",
    "#",
    "_",
    "@",
    "http://a.b/c",
    "Beirut",
    "Elbit",
    "é",
    "😀",
    "👨‍👩‍👧",
    "\u{0}",
    "\u{10FFFF}",
    "中",
    "ل",
    "لل",
    "و",
    "ال",
];

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec((prop::sample::select(PIECES), prop::bool::weighted(0.7)), 1..40);
    let pieces = pieces.prop_map(|pieces| {
        pieces.into_iter().map(|(piece, space)| format!("{piece}{}", if space { " " } else { "" })).collect::<String>()
    });
    prop_oneof![3 => pieces, 1 => prop::string::string_regex("(?s).{1,200}").expect("a pattern")]
}

fn answer(text: &str, offset_encoding: OffsetEncoding, overlap: Overlap) -> ExtractEntitiesResponse {
    let document = Document { text: text.to_owned(), ..Document::default() };
    let document = check_document(document, "document", &Limits::default()).expect("a text");
    let mut options = CheckedOptions { offset_encoding, ..CheckedOptions::default() };
    options.options.overlap = overlap;
    options.options.explain = true;
    extract(&document, &mut options, &LOADED, None).expect("no text makes it fail")
}

fn slice(text: &str, encoding: OffsetEncoding, begin: u32, end: u32) -> String {
    let (begin, end) = (begin as usize, end as usize);
    match encoding {
        OffsetEncoding::Utf8 => text[begin..end].to_owned(),
        OffsetEncoding::Utf16 => {
            String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[begin..end]).expect("whole characters")
        }
        OffsetEncoding::CodePoint => text.chars().skip(begin).take(end - begin).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn offsets_point_at_the_text(text in texts()) {
        let mut surfaces = Vec::new();
        for encoding in [OffsetEncoding::Utf8, OffsetEncoding::Utf16, OffsetEncoding::CodePoint] {
            let response = answer(&text, encoding, Overlap::Longest);
            for mention in &response.mentions {
                prop_assert!(mention.begin < mention.end, "{mention:?}");
                prop_assert_eq!(&slice(&text, encoding, mention.begin, mention.end), &mention.text);
                let explanation = mention.explanation.as_ref().expect("an explanation");
                for lost in &explanation.displaced {
                    prop_assert_eq!(&slice(&text, encoding, lost.begin, lost.end), &lost.text);
                }
            }
            surfaces.push(response.mentions.into_iter().map(|mention| mention.text).collect::<Vec<_>>());
        }
        prop_assert_eq!(&surfaces[0], &surfaces[1]);
        prop_assert_eq!(&surfaces[0], &surfaces[2]);
    }

    #[test]
    fn mentions_and_entities_agree(text in texts(), all in any::<bool>()) {
        let overlap = if all { Overlap::All } else { Overlap::Longest };
        let response = answer(&text, OffsetEncoding::Utf8, overlap);
        for pair in response.mentions.windows(2) {
            let key = |at: usize| (pair[at].begin, std::cmp::Reverse(pair[at].end));
            prop_assert!(key(0) <= key(1), "order of {pair:?}");
            prop_assert!(all || pair[0].end <= pair[1].begin, "overlap of {pair:?}");
        }
        let mut members = vec![0; response.mentions.len()];
        for (at, entity) in response.entities.iter().enumerate() {
            prop_assert!(!entity.canonical_name.is_empty(), "{entity:?}");
            for &mention in &entity.mention_indices {
                members[mention as usize] += 1;
                prop_assert_eq!(response.mentions[mention as usize].entity_index, Some(at as u32));
            }
        }
        for (mention, members) in response.mentions.iter().zip(members) {
            let figure = mention.r#type() == EntityType::Figure;
            prop_assert_eq!(members, i32::from(!figure), "{:?}", mention);
            prop_assert_eq!(mention.value.is_some(), figure, "{:?}", mention);
            prop_assert!((0.0..=1.0).contains(&mention.confidence), "{mention:?}");
        }
    }

    #[test]
    fn the_same_text_has_the_same_answer_on_every_thread(text in texts()) {
        let here = answer(&text, OffsetEncoding::Utf8, Overlap::All);
        // A thread of its own has an engine without any history.
        let there = std::thread::scope(|scope| {
            scope.spawn(|| answer(&text, OffsetEncoding::Utf8, Overlap::All)).join().expect("no panic")
        });
        prop_assert_eq!(here, there);
    }

    #[test]
    fn folding_is_idempotent(text in texts()) {
        for tier in [Tier::Character, Tier::Orth, Tier::Translit] {
            let once = fold(&text, tier);
            prop_assert_eq!(&fold(&once, tier), &once);
        }
    }
}
