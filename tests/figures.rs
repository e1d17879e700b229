//! The rules for figures against tables of cases.
//!
//! `tests/cases/figures/KIND.tsv` holds a text a line and the figures expected
//! in it, as `surface=value` joined by ` ; `, or `-` for none. Values are
//! written in short: `>20` and `>=20` for bounds, `~20` for about, `10..20` for
//! ranges, `25%`, `#3` for ranks, `20 USD` or `20 ?EGP,SDG` for money, `5 meter`
//! or `3 [كتب]` for quantities, `@2022-01-20 h:1443-06-17 |other reading` for
//! dates, `T15:30 UTC` for times, `P3M` for durations. A `?` at the end marks
//! weak evidence. After the line `# No KIND in these.` no case has that kind.

mod figure_support;

use std::collections::HashSet;
use std::time::Instant;

use figure_support::{figures, render};
use kayan::extract::CivilDate;
use kayan::gazetteer::{FigureWords, Subtype};
use kayan::pattern::Candidate;
use kayan::pattern::figure::value::Value;

const TODAY: CivilDate = CivilDate { year: 2022, month: 1, day: 20 };

const TABLES: [(&str, &str); 9] = [
    ("number", include_str!("cases/figures/number.tsv")),
    ("ordinal", include_str!("cases/figures/ordinal.tsv")),
    ("percent", include_str!("cases/figures/percent.tsv")),
    ("money", include_str!("cases/figures/money.tsv")),
    ("date", include_str!("cases/figures/date.tsv")),
    ("time", include_str!("cases/figures/time.tsv")),
    ("duration", include_str!("cases/figures/duration.tsv")),
    ("quantity", include_str!("cases/figures/quantity.tsv")),
    ("sentences", include_str!("cases/figures/sentences.tsv")),
];

fn words() -> FigureWords {
    FigureWords::embedded().expect("the embedded seeds are well-formed")
}

/// Text, expected figures, and whether its kind must be absent.
fn cases(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    let mut absent = false;
    table.lines().filter_map(move |line| {
        if line.starts_with("# ") {
            absent |= line.starts_with("# No ");
            return None;
        }
        line.split_once('\t').map(|(text, expected)| (text, expected, absent))
    })
}

fn subtype(candidate: &Candidate) -> &'static str {
    Subtype::FIXED[usize::from(candidate.subtype.0)]
}

#[test]
fn every_case_of_the_tables() {
    let words = words();
    let mut wrong = Vec::new();
    for (kind, table) in TABLES {
        for (text, expected, absent) in cases(table) {
            let found = figures(text, &words, Some(TODAY));
            let shown = if found.is_empty() { "-".to_owned() } else { render(text, &found) };
            if shown != expected {
                wrong.push(format!("{kind}: {text}\n  expected {expected}\n  found    {shown}"));
            }
            let of_kind = |c: &Candidate| match kind {
                "duration" => matches!(subtype(c), "duration" | "age"),
                "percent" => matches!(subtype(c), "percent" | "basis_point"),
                kind => subtype(c) == kind,
            };
            if absent && kind != "number" && found.iter().any(of_kind) {
                wrong.push(format!("{kind}: {text} has none of this kind, found {shown}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn tables_are_large_and_without_repetition() {
    let mut texts = HashSet::new();
    for (kind, table) in TABLES {
        let absent = cases(table).filter(|c| c.2).count();
        assert!(kind == "sentences" || absent >= 20, "{kind} has {absent} negative cases");
        for (text, ..) in cases(table) {
            texts.insert(text);
        }
    }
    assert!(texts.len() >= 600, "{} different cases", texts.len());
}

#[test]
fn figures_lie_in_order_and_do_not_overlap() {
    let words = words();
    for (_, table) in TABLES {
        let text = cases(table).map(|c| c.0).collect::<Vec<_>>().join(" ");
        let found = figures(&text, &words, None);
        for pair in found.windows(2) {
            assert!(pair[0].end <= pair[1].begin, "{:?} and {:?}", pair[0], pair[1]);
        }
        for candidate in &found {
            assert!(candidate.begin < candidate.end && text.is_char_boundary(candidate.begin as usize));
        }
    }
}

/// Level 2 forms that the contract allows, brought down to level 1.
fn level_one(edtf: &str) -> String {
    let mut out = edtf.replace("XXXX-", "2004-");
    for (quarter, season) in [("-33", "-21"), ("-34", "-22"), ("-35", "-23"), ("-36", "-24")] {
        if let Some(year) = out.strip_suffix(quarter) {
            out = format!("{year}{season}");
        }
    }
    out
}

#[test]
fn every_edtf_is_read_by_an_independent_parser() {
    let words = words();
    let mut count = 0;
    for (_, table) in TABLES {
        for (text, ..) in cases(table) {
            for reference in [None, Some(TODAY)] {
                for candidate in figures(text, &words, reference) {
                    let Some(Value::Date(date)) = candidate.value.as_deref() else { continue };
                    for edtf in std::iter::once(&date.edtf).chain(&date.alternatives).filter(|e| !e.is_empty()) {
                        let parsed = edtf::level_1::Edtf::parse(&level_one(edtf));
                        assert!(parsed.is_ok(), "{text}: {edtf}: {parsed:?}");
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 300, "{count} dates");
}

#[test]
fn without_a_reference_date_relative_dates_have_no_edtf() {
    let words = words();
    for text in ["أمس", "الأسبوع الماضي", "قبل ثلاثة أيام", "الثلاثاء المقبل", "الأشهر الستة الماضية", "العام الجاري", "الصيف الماضي"] {
        let found = figures(text, &words, None);
        let value = found.first().and_then(|c| c.value.as_deref());
        assert!(matches!(value, Some(Value::Date(date)) if date.edtf.is_empty()), "{text}: {found:?}");
    }
    let found = figures("19 يناير الجاري", &words, None);
    assert_eq!(render("19 يناير الجاري", &found), "19 يناير الجاري=@XXXX-01-19");
}

#[test]
fn dates_know_their_first_and_last_day() {
    let words = words();
    let cases = [
        ("عام 2020", Some(("2020-01-01", "2020-12-31"))),
        ("فبراير 2020", Some(("2020-02-01", "2020-02-29"))),
        ("تسعينيات القرن الماضي", Some(("1990-01-01", "1999-12-31"))),
        ("القرن العشرين", Some(("1901-01-01", "2000-12-31"))),
        ("الربع الثاني من 2019", Some(("2019-04-01", "2019-06-30"))),
        ("1400هـ", Some(("1979-11-21", "1980-11-08"))),
        ("19 يناير", None),
        ("نحو عام 1990", None),
    ];
    for (text, expected) in cases {
        let found = figures(text, &words, None);
        let Some(Value::Date(date)) = found[0].value.as_deref() else { panic!("{text}: no date") };
        let span = date.earliest.as_deref().zip(date.latest.as_deref());
        assert_eq!(span, expected, "{text}");
    }
}

/// Seconds for the best of three runs.
fn seconds(text: &str, words: &FigureWords) -> f64 {
    let run = || {
        let start = Instant::now();
        std::hint::black_box(figures(text, words, Some(TODAY)));
        start.elapsed().as_secs_f64()
    };
    (0..3).map(|_| run()).fold(f64::MAX, f64::min)
}

#[test]
fn work_is_linear_in_the_text() {
    let words = words();
    let units = [
        "مئة وخمسة وعشرون ألفا وثلاثمئة ",
        "ثلاثة وخمسة و",
        "1,",
        "1-",
        "2019-",
        "1 234 ",
        "12 يناير - ",
        "ألف ",
        "سالب ",
        "من ثلاثة إلى ",
        "الساعة ",
        "يوم ويوم و",
        "3/",
        "السبت ",
    ];
    for unit in units {
        let (small, large) = (unit.repeat(2_000), unit.repeat(16_000));
        let (short, long) = (seconds(&small, &words), seconds(&large, &words));
        // Eight times the text: well below what quadratic work would take.
        assert!(long < short * 30.0 + 0.05, "{unit}: {short} s, then {long} s for eight times the text");
    }
}
