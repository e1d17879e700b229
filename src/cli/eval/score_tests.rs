use super::super::gold::{join, parse};
use super::*;

/// `text` with its annotated mentions as `(label, surface, occurrence)`.
fn document(text: &str, mentions: &[(&str, &str)]) -> GoldDocument {
    let mentions: Vec<_> = mentions
        .iter()
        .map(|(label, surface)| {
            let at = text.find(surface).expect("the surface is in the text");
            let begin = text[..at].chars().count();
            serde_json::json!({"type": label, "begin": begin, "end": begin + surface.chars().count(), "text": surface})
        })
        .collect();
    parse(&serde_json::json!({"text": text, "mentions": mentions}).to_string(), false).expect("a valid document")
}

fn found(text: &str, mentions: &[(Label, &str)]) -> Vec<Found> {
    mentions
        .iter()
        .map(|(label, surface)| {
            let begin = text.find(surface).expect("the surface is in the text");
            Found { label: *label, begin, end: begin + surface.len(), value: None }
        })
        .collect()
}

fn run(text: &str, gold: &[(&str, &str)], extracted: &[(Label, &str)]) -> Score {
    let document = document(text, gold);
    score(&document, &found(text, extracted), Scheme::new(document.labels().collect(), None))
}

fn numbers(score: &Score) -> (u32, u32, u32, u32, u32) {
    let total = score.total();
    (total.gold, total.found, total.exact, total.found_overlapping, total.gold_overlapping)
}

#[test]
fn particles_inside_or_outside_are_the_same_mention() {
    let text = "سافر من بغداد وبيروت للسعودية";
    for (inside, outside) in [("وبيروت", "بيروت"), ("للسعودية", "لسعودية"), ("بغداد", "بغداد")]
    {
        let score = run(text, &[("PLACE", inside)], &[(Label::Place, outside)]);
        assert_eq!(numbers(&score), (1, 1, 1, 1, 1), "{inside} {outside}");
        let score = run(text, &[("PLACE", outside)], &[(Label::Place, inside)]);
        assert_eq!(numbers(&score), (1, 1, 1, 1, 1), "{outside} {inside}");
    }
}

#[test]
fn other_bounds_overlap_and_other_labels_do_not_count() {
    let text = "زار هاني سليمان مدينة حيفا";
    let gold = [("PERSON", "هاني سليمان"), ("PLACE", "حيفا")];
    let score = run(text, &gold, &[(Label::Person, "سليمان"), (Label::Person, "حيفا")]);
    assert_eq!(numbers(&score), (2, 2, 0, 1, 1));
    let causes: Vec<_> = score.misses.keys().map(|key| key.cause.clone()).collect();
    assert_eq!(causes, [Cause::Bounds("سليمان".to_owned()), Cause::Label(Label::Person)]);
    let causes: Vec<_> = score.false_hits.keys().map(|key| (key.text.as_str(), key.cause.clone())).collect();
    assert_eq!(causes, [("حيفا", Cause::Label(Label::Place)), ("سليمان", Cause::Bounds("هاني سليمان".to_owned()))]);
}

#[test]
fn labels_that_the_corpus_lacks_are_merged_or_left_out() {
    let text = "اشترت زين ثلاثة في عام 2006 خلال شهرين";
    let score = run(
        text,
        &[("ORGANIZATION", "زين"), ("FIGURE.DATE", "عام 2006"), ("FIGURE.DATE", "خلال شهرين")],
        &[(Label::Company, "زين"), (Label::Number, "ثلاثة"), (Label::Date, "2006"), (Label::Duration, "شهرين")],
    );
    assert_eq!(numbers(&score), (3, 3, 3, 3, 3));
}

#[test]
fn optional_and_alternative_mentions() {
    let json = r#"{"text":"قبل عشر سنوات عاد أولا","mentions":[
        {"type":"FIGURE.DURATION","begin":4,"end":13,"value":{"iso8601":"P10Y"},
         "alternatives":[{"type":"FIGURE.DATE","begin":0,"end":13,"value":{"edtf":"2012"}}]},
        {"type":"FIGURE.ORDINAL","begin":18,"end":22,"optional":true}]}"#;
    let document = parse(json, true).expect("a valid document");
    let scheme = Scheme::new(document.labels().collect(), None);
    let date = |edtf: &str| {
        Some(Value::Date(crate::pattern::figure::value::Date { edtf: edtf.to_owned(), ..Default::default() }))
    };
    let end = "قبل عشر سنوات".len();
    for (edtf, right) in [("2012", 1), ("2013", 0)] {
        let whole = Found { label: Label::Date, begin: 0, end, value: date(edtf) };
        let score = score(&document, &[whole], scheme);
        assert_eq!(numbers(&score), (1, 1, 1, 1, 1));
        assert_eq!((score.total().values, score.total().values_right), (1, right));
        assert_eq!(score.counts.keys().copied().collect::<Vec<_>>(), [Label::Duration]);
    }
    let both = [(Label::Ordinal, "أولا"), (Label::Duration, "عشر سنوات")];
    assert_eq!(numbers(&score(&document, &found(&document.text, &both), scheme)), (1, 1, 1, 1, 1));
    assert_eq!(numbers(&score(&document, &[], scheme)), (1, 0, 0, 0, 0));
    let mut twice = found(&document.text, &[(Label::Duration, "عشر سنوات")]);
    twice.push(Found { label: Label::Date, begin: 0, end, value: None });
    assert_eq!(numbers(&score(&document, &twice, scheme)), (1, 2, 1, 1, 1), "one annotation is found once");
}

#[test]
fn the_sum_over_windows_is_the_sum_over_lines() {
    let lines = ["عاد إلى حيفا", "غادر حيفا أمس", "لا شيء"];
    let documents: Vec<_> = lines
        .iter()
        .map(|text| document(text, if text.contains("حيفا") { &[("PLACE", "حيفا")] } else { &[] }))
        .collect();
    let joined = join(documents, 2);
    let scheme = Scheme::new([Label::Place].into_iter().collect(), None);
    let mut all = Score::default();
    for document in &joined {
        let hits: Vec<_> = document
            .text
            .match_indices("حيفا")
            .map(|(begin, surface)| Found { label: Label::Place, begin, end: begin + surface.len(), value: None })
            .collect();
        all.merge(score(document, &hits, scheme));
    }
    assert_eq!(numbers(&all), (2, 2, 2, 2, 2));
    assert!(all.misses.is_empty() && all.false_hits.is_empty());
}
