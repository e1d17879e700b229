//! The whole pipeline and name matching alone, against `std::str::from_utf8`
//! on the same text in the same run.
//!
//! Measured on news where annotated news lies beside the repository
//! (`../shared/eval/news.jsonl`), and on a text that is generated from the
//! words of `seeds/` with a fixed seed: mostly ordinary words, one in thirty a
//! listed name. Ratios are printed beside the budgets, since the machine's
//! speed varies from moment to moment; of several rounds the best time of each
//! small piece of the text counts, so that other programs disturb little.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kayan::cli::random::Random;
use kayan::extract::{Extractor, Options};
use kayan::gazetteer::{Annotations, Gazetteer, SeedFile};
use kayan::text::Text;

use self::support::column;

/// About `bytes` bytes of words in sentences.
fn text(bytes: usize) -> String {
    let nouns = column("lexicon/nouns.tsv", 0);
    let verbs = column("lexicon/verbs.tsv", 0);
    let particles = column("lexicon/particles.tsv", 0);
    let names = column("people/arab_politics.tsv", 3);
    let places = column("places/arab_towns.tsv", 3);
    let mut random = Random(7);
    let mut out = String::with_capacity(bytes + 64);
    let mut words = 0;
    while out.len() < bytes {
        match random.next_u64() % 30 {
            0 => out.push_str(random.pick::<String>(if words % 2 == 0 { &names } else { &places })),
            1..=9 => out.push_str(random.pick::<String>(&particles)),
            10..=14 => out.push_str(random.pick::<String>(&verbs)),
            15..=21 => {
                out.push_str("ال");
                out.push_str(random.pick::<String>(&nouns));
            }
            _ => out.push_str(random.pick::<String>(&nouns)),
        }
        words += 1;
        out.push_str(if words % 18 == 0 { ".\n" } else { " " });
    }
    out
}

/// A gazetteer of `count` invented names of one to three words.
fn invented(count: usize) -> Gazetteer {
    const SYLLABLES: [&str; 24] = [
        "با", "تو", "ري", "كا", "لو", "مي", "نا", "سو", "دي", "فا", "را", "شو", "غي", "زا", "هو", "جي", "طا", "خو",
        "عي", "صا", "قو", "ثي", "ذا", "ضو",
    ];
    let mut random = Random(11);
    let mut rows = String::from("# schema: name\n");
    for number in 0..count {
        let mut name = String::new();
        for word in 0..=random.next_u64() % 3 {
            if word > 0 {
                name.push(' ');
            }
            for _ in 0..2 + random.next_u64() % 3 {
                name.push_str(random.pick::<&str>(&SYLLABLES));
            }
        }
        let _ = writeln!(rows, "place/{number}\tplace\tcity\t{name}\tcanonical\t\t\talways\torth\t\t");
    }
    Gazetteer::from_files([SeedFile { path: "invented.tsv", content: &rows }]).expect("rows are well formed")
}

/// The documents of the annotated news, if it is there.
fn news() -> Option<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/news.jsonl");
    let content = fs::read_to_string(path).ok()?;
    let document =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["text"].as_str().map(str::to_owned);
    content.lines().map(document).collect()
}

/// Rounds over a text.
const ROUNDS: usize = 9;
/// Bytes of a piece that is timed at once.
const PIECE: usize = 16 << 10;

/// Megabytes a second over `documents`: the sum of each piece's best time.
fn speed(documents: &[String], mut work: impl FnMut(&str)) -> f64 {
    let mut pieces: Vec<(Duration, &[String])> = Vec::new();
    let mut rest = documents;
    while !rest.is_empty() {
        let ends = rest.iter().scan(0, |end, document| {
            *end += document.len();
            Some(*end)
        });
        let count = (ends.take_while(|&end| end < PIECE).count() + 1).min(rest.len());
        pieces.push((Duration::MAX, &rest[..count]));
        rest = &rest[count..];
    }
    for _ in 0..ROUNDS {
        for (best, piece) in &mut pieces {
            let begun = Instant::now();
            piece.iter().for_each(|document| work(document));
            *best = begun.elapsed().min(*best);
        }
    }
    let bytes: usize = documents.iter().map(String::len).sum();
    bytes as f64 / 1e6 / pieces.iter().map(|p| p.0.as_secs_f64()).sum::<f64>()
}

fn matching(gazetteer: &Gazetteer) -> impl FnMut(&str) {
    let (mut text, mut annotations) = (Text::new(), Annotations::default());
    move |raw| {
        text.analyse(raw);
        gazetteer.annotate(&text, &mut annotations);
        black_box(annotations.names.len());
    }
}

/// Prints the speed of the whole pipeline and of its first half on one text.
fn ratios(name: &str, documents: &[String], extractor: &mut Extractor) {
    let options = Options::default();
    let utf8 = from_utf8(documents);
    let mut text = Text::new();
    let folding = speed(documents, |raw| {
        text.analyse(raw);
        black_box(text.tokens().len());
    });
    let gazetteer = Arc::clone(extractor.gazetteer());
    let annotating = speed(documents, matching(&gazetteer));
    let whole = speed(documents, |raw| {
        black_box(extractor.extract(raw, &options, None).expect("no deadline"));
    });
    println!(
        "{name}: from_utf8 {utf8:.0} MB/s; folding and tokens {:.3} U; with the default lists looked up {:.3} U; whole pipeline {whole:.1} MB/s = {:.3} U (budget 0.15)",
        folding / utf8,
        annotating / utf8,
        whole / utf8
    );
}

/// `U`: over the joined text, as a server checks a request.
fn from_utf8(documents: &[String]) -> f64 {
    let joined = [documents.concat()];
    speed(&joined, |raw| {
        black_box(std::str::from_utf8(black_box(raw.as_bytes())).expect("UTF-8"));
    })
}

fn pipeline(criterion: &mut Criterion) {
    let generated: Vec<String> = text(2_000_000).lines().map(str::to_owned).collect();
    let begun = Instant::now();
    let gazetteer = Gazetteer::embedded().expect("the default lists");
    println!("default gazetteer loaded in {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let mut extractor = Extractor::new(Arc::clone(&gazetteer));
    ratios("generated text", &generated, &mut extractor);
    match news() {
        Some(news) => ratios("news", &news, &mut extractor),
        None => println!("news: not measured, ../shared/eval/news.jsonl is not there"),
    }
    let utf8 = from_utf8(&generated);
    let mut with_1k = 0.0;
    for count in [1_000, 100_000, 1_000_000] {
        let begun = Instant::now();
        let names = invented(count);
        let built = begun.elapsed().as_secs_f64();
        let alone = speed(&generated, matching(&names));
        if count == 1_000 {
            with_1k = alone;
        }
        println!(
            "matching, {count} names: {alone:.0} MB/s = {:.3} U (budget 0.4 at 100k), {:.0} % of 1k (budget 65 at 1M); built in {built:.2} s, index {:.1} MB",
            alone / utf8,
            alone / with_1k * 100.0,
            names.index().bytes() as f64 / 1e6
        );
    }
    let options = Options::default();
    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(generated.iter().map(|d| d.len() as u64).sum())).sample_size(10);
    group.bench_function("extract", |bencher| {
        bencher.iter(|| {
            generated.iter().for_each(|raw| {
                black_box(extractor.extract(raw, &options, None).expect("no deadline"));
            });
        });
    });
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
