//! The whole pipeline and name matching alone, against `std::str::from_utf8`
//! on the same text in the same run.
//!
//! The text is generated from the words of `seeds/` with a fixed seed: mostly
//! ordinary words, one in thirty a listed name. Ratios are printed beside the
//! budgets, since the machine's speed varies from moment to moment.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kayan::extract::{Extractor, Options};
use kayan::gazetteer::{Annotations, Gazetteer, SeedFile};
use kayan::text::Text;

/// A small reproducible generator (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[(self.next() % from.len() as u64) as usize]
    }
}

fn column(file: &str, number: usize) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(file);
    let content = fs::read_to_string(path).expect("a seed file");
    let rows = content.lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split('\t').nth(number)).map(str::to_owned).collect()
}

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
        match random.next() % 30 {
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
        for word in 0..=random.next() % 3 {
            if word > 0 {
                name.push(' ');
            }
            for _ in 0..2 + random.next() % 3 {
                name.push_str(random.pick::<&str>(&SYLLABLES));
            }
        }
        let _ = writeln!(rows, "place/{number}\tplace\tcity\t{name}\tcanonical\t\t\talways\torth\t\t");
    }
    Gazetteer::from_files([SeedFile { path: "invented.tsv", content: &rows }]).expect("rows are well formed")
}

/// Megabytes a second, the best of some runs.
fn speed(bytes: usize, mut work: impl FnMut()) -> f64 {
    let mut best = Duration::MAX;
    for _ in 0..7 {
        let begun = Instant::now();
        work();
        best = best.min(begun.elapsed());
    }
    bytes as f64 / 1e6 / best.as_secs_f64()
}

fn matching<'a>(gazetteer: &'a Gazetteer, raw: &'a str) -> impl FnMut() + 'a {
    let (mut text, mut annotations) = (Text::new(), Annotations::default());
    move || {
        text.analyse(raw);
        gazetteer.annotate(&text, &mut annotations);
        black_box(annotations.names.len());
    }
}

fn pipeline(criterion: &mut Criterion) {
    let raw = text(2_000_000);
    let begun = Instant::now();
    let gazetteer = Gazetteer::embedded().expect("the default lists");
    println!("default gazetteer loaded in {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let mut extractor = Extractor::new(Arc::clone(&gazetteer));
    let options = Options::default();
    let mut extract = || {
        black_box(extractor.extract(&raw, &options, None).expect("no deadline"));
    };
    let utf8 = speed(raw.len(), || {
        black_box(std::str::from_utf8(black_box(raw.as_bytes())).expect("UTF-8"));
    });
    let whole = speed(raw.len(), &mut extract);
    println!("from_utf8 {utf8:.0} MB/s; whole pipeline {whole:.0} MB/s = {:.3} U (budget 0.15)", whole / utf8);
    let mut with_1k = 0.0;
    for count in [1_000, 100_000, 1_000_000] {
        let begun = Instant::now();
        let names = invented(count);
        let built = begun.elapsed().as_secs_f64();
        let alone = speed(raw.len(), matching(&names, &raw));
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
    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(raw.len() as u64)).sample_size(10);
    group.bench_function("extract", |bencher| bencher.iter(&mut extract));
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
