//! Gazetteers of a million names and of five: how long they take to build, to
//! compile and to load, how large they are on the disk and in memory, and how
//! fast names are found against a thousand.
//!
//! Names, ids and the text are made with a fixed seed. Each figure of memory is
//! taken in a process of its own, since memory that was given back is not always
//! seen to be free. `cargo bench --bench scale -- 1000 1000000 5000000`.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kayan::cli::random::Random;
use kayan::gazetteer::{Annotations, Gazetteer, LoadOptions, Snapshot};
use kayan::text::Text;

use self::support::column;

const LETTERS: [&str; 28] = [
    "ا", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ذ", "ر", "ز", "س", "ش", "ص", "ض", "ط", "ظ", "ع", "غ", "ف", "ق", "ك", "ل",
    "م", "ن", "ه", "و", "ي",
];

/// Names of the shortest list.
const SHORTEST: usize = 1_000;

const KINDS: [(&str, &str); 4] =
    [("place", "city"), ("place", "region"), ("person", "politician"), ("company", "bank")];

/// An invented word, half of the time one of a hundred thousand that names
/// share.
fn word(random: &mut Random) -> String {
    let mut of = Random(if random.below(2) == 0 { random.below(100_000) as u64 } else { random.next_u64() });
    // Shorter ones would be ordinary words of the text again and again.
    let letters = 5 + of.below(4);
    (0..letters).map(|_| *of.pick(&LETTERS)).collect()
}

/// Writes a list of `count` surface forms, four of five entities with one form.
/// A longer list begins as a shorter one does.
fn write_list(out: &mut impl Write, count: usize) -> io::Result<()> {
    let mut random = Random(11);
    writeln!(out, "# schema: name\n# source: bench\n# version: 1\n# licence: none\n# attribution: none")?;
    let (mut form, mut entity) = (0, 0);
    while form < count {
        let (kind, subtype) = *random.pick(&KINDS);
        let forms = if random.below(5) == 0 { 2 } else { 1 };
        for at in 0..forms {
            let mut words = 1 + random.below(3);
            if kind == "person" {
                words = words.max(2);
            }
            let name: Vec<String> = (0..words).map(|_| word(&mut random)).collect();
            let (name, note) = (name.join(" "), if at == 0 { "canonical" } else { "variant" });
            let ids = if at == 0 { format!("en:Entity {entity};geonames:{entity}") } else { String::new() };
            let (gate, fold) = (*random.pick(&["always", "always", "cue"]), *random.pick(&["orth", "translit"]));
            writeln!(out, "bench/{entity}\t{kind}\t{subtype}\t{name}\t{note}\tEG\t{ids}\t{gate}\t{fold}\t\t")?;
        }
        form += forms;
        entity += 1;
    }
    out.flush()
}

/// Ordinary words in sentences, one in thirty a name of the shortest list, so
/// that the same names are found whatever the list.
fn text(bytes: usize) -> String {
    let words: Vec<Vec<String>> =
        ["lexicon/nouns.tsv", "lexicon/verbs.tsv", "lexicon/particles.tsv"].iter().map(|f| column(f, 0)).collect();
    let mut list = Vec::new();
    write_list(&mut list, SHORTEST).expect("memory");
    let list = String::from_utf8(list).expect("UTF-8");
    let names: Vec<&str> = list.lines().filter_map(|l| l.split('\t').nth(3)).collect();
    let mut random = Random(7);
    let mut out = String::with_capacity(bytes + 64);
    for number in 1.. {
        match random.below(30) {
            0 => out.push_str(random.pick::<&str>(&names)),
            1..=9 => out.push_str(random.pick::<String>(&words[2])),
            10..=14 => out.push_str(random.pick::<String>(&words[1])),
            _ => out.push_str(random.pick::<String>(&words[0])),
        }
        out.push_str(if number % 18 == 0 { ".\n" } else { " " });
        if out.len() >= bytes {
            break;
        }
    }
    out
}

/// A line of the process's status, in megabytes.
fn memory(key: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix(key)?.strip_prefix(':'));
    line.and_then(|l| l.trim().split(' ').next()?.parse::<f64>().ok()).map_or(f64::NAN, |kb| kb * 1024.0 / 1e6)
}

fn load(path: &Path, without_default: bool) -> (Arc<Gazetteer>, Duration) {
    let begun = Instant::now();
    let options = LoadOptions { paths: vec![path.to_owned()], without_default };
    let gazetteer = Gazetteer::load(&options).expect("a well-formed list");
    (gazetteer, begun.elapsed())
}

/// Loads a list or snapshot, loads it again while the first is held, and looks
/// a text up, by turns with the shortest list. Prints the figures separated by
/// spaces.
fn child(path: &Path, base: &Path, only: bool) {
    let (first, cold) = load(path, only);
    let (steady, peak) = (memory("VmRSS"), memory("VmHWM"));
    let (second, warm) = load(path, only);
    let peak_of_reload = memory("VmHWM");
    drop(first);
    let (base, _) = load(base, only);
    let raw = text(1_000_000);
    let (mut speed, mut speed_of_base) = (f64::NAN, f64::NAN);
    for _ in 0..9 {
        speed = speed.max(look_up(&second, &raw));
        speed_of_base = speed_of_base.max(look_up(&base, &raw));
    }
    let index = second.index().bytes() as f64 / 1e6;
    let load = cold.min(warm).as_secs_f64();
    println!("{load} {steady} {peak} {peak_of_reload} {speed} {} {index}", speed / speed_of_base);
}

/// Megabytes of text a second.
fn look_up(gazetteer: &Gazetteer, raw: &str) -> f64 {
    let (mut text, mut annotations) = (Text::new(), Annotations::default());
    let begun = Instant::now();
    text.analyse(raw);
    gazetteer.annotate(&text, &mut annotations);
    black_box(annotations.names.len());
    raw.len() as f64 / 1e6 / begun.elapsed().as_secs_f64()
}

/// What a process of its own is told: the list alone, or beside the default.
const ONLY: &str = "--only";
const WITH_DEFAULT: &str = "--with-default";

/// Runs [`child`] in a process of its own.
fn figures(path: &Path, base: &Path, lists: &str) -> Vec<f64> {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg(lists).args([path, base]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_whitespace().map(|n| n.parse().expect("a number")).collect()
}

fn measure(count: usize, folder: &Path) -> io::Result<()> {
    let (list, snapshot): (PathBuf, PathBuf) = (folder.join("names.tsv"), folder.join("names.kgz"));
    let base = folder.join("base.tsv");
    for (path, count) in [(&base, SHORTEST), (&list, count)] {
        let mut out = BufWriter::new(fs::File::create(path)?);
        write_list(&mut out, count)?;
        out.flush()?;
    }
    let begun = Instant::now();
    let compiled = Snapshot::compile(std::slice::from_ref(&list)).expect("a well-formed list");
    let build = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let mut out = BufWriter::new(fs::File::create(&snapshot)?);
    compiled.write(&mut out)?;
    out.flush()?;
    let write = begun.elapsed().as_secs_f64();
    let entities = compiled.counts().0;
    drop(compiled);
    let size = |path: &Path| fs::metadata(path).map_or(f64::NAN, |m| m.len() as f64 / 1e6);
    let from_list = figures(&list, &base, ONLY)[0];
    let [with_default, both, _, both_reloading, ..] = figures(&snapshot, &base, WITH_DEFAULT)[..] else {
        return Ok(());
    };
    let [load, steady, peak, reload, speed, share, index] = figures(&snapshot, &base, ONLY)[..] else { return Ok(()) };
    let mut line = String::new();
    let _ = write!(
        line,
        "{count} names of {entities} entities: list {:.1} MB; compiled in {build:.2} s, written in {write:.2} s, {:.1} MB; ",
        size(&list),
        size(&snapshot)
    );
    let _ = write!(
        line,
        "loaded in {load:.2} s (the list itself in {from_list:.2} s); resident {steady:.0} MB, {peak:.0} at most while loading, "
    );
    let _ =
        write!(line, "{reload:.0} while reloading = {:.2} of the steady state; index {index:.1} MB; ", reload / steady);
    let _ = write!(line, "{speed:.0} MB/s = {:.0} % of a thousand names", share * 100.0);
    let _ = write!(
        line,
        "; beside the default lists loaded in {with_default:.2} s, resident {both:.0} MB, {:.2} times that while reloading",
        both_reloading / both
    );
    println!("{line}");
    Ok(())
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, path, base, ..] = &arguments[..]
        && [ONLY, WITH_DEFAULT].contains(&flag.as_str())
    {
        child(Path::new(path), Path::new(base), flag == ONLY);
        return Ok(());
    }
    let mut counts: Vec<usize> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    if counts.is_empty() {
        // What a stage runs: the small one is the base of comparison.
        counts = vec![SHORTEST, 1_000_000];
    }
    let folder = tempfile::tempdir()?;
    counts.into_iter().try_for_each(|count| measure(count, folder.path()))
}
