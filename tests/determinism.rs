//! The same lists and the same text give the same answer: whatever the order
//! of the files, the documents before it or the thread.
//!
//! A later file overrides the entities of an earlier one by id, so the texts
//! hold no name whose id stands in two files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kayan::extract::{Extractor, Options};
use kayan::gazetteer::{Gazetteer, SeedFile};
use kayan::resolve::{Extraction, Mention};

const TEXTS: [&str; 3] = [
    "قال هاني الدروبي إنه عائد من بغداد. وأضاف الدروبي أن شركة مرسيدس باعت 17 ألف سيارة في 12 آذار 2021.",
    "التقت المستشارة الألمانية أنغيلا ميركل بوفد من وزارة الخارجية في القاهرة، ثم سافر إلى تونس والجزائر وللبنان.",
    "وقّع بنك مصر اتفاقا مع جامعة القاهرة بمبلغ مليون دولار، وكتب طه العقاد عن نهر النيل قبل عشر سنوات.",
];

/// Every seed file, by its path.
fn seeds() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut folders = vec![root];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "tsv") {
                files.push(path);
            }
        }
    }
    files.sort();
    let read = |path: PathBuf| {
        let content = std::fs::read_to_string(&path).expect("a seed file");
        (path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("in the crate").display().to_string(), content)
    };
    files.into_iter().map(read).collect()
}

fn load(files: &[(String, String)]) -> Arc<Gazetteer> {
    let files = files.iter().map(|(path, content)| SeedFile { path, content });
    Arc::new(Gazetteer::from_files(files).expect("the seeds load"))
}

/// Orders files by a hash of path and seed.
fn shuffled(files: &[(String, String)], seed: u64) -> Vec<(String, String)> {
    let mut files = files.to_vec();
    files.sort_by_key(|(path, _)| {
        let mixed = path.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        mixed ^ mixed >> 29
    });
    files
}

fn extract(extractor: &mut Extractor, text: &str) -> Extraction {
    extractor.extract(text, &Options::default(), None).expect("no deadline")
}

fn mentions(gazetteer: &Arc<Gazetteer>) -> Vec<Vec<Mention>> {
    let mut extractor = Extractor::new(Arc::clone(gazetteer));
    TEXTS.iter().map(|text| extract(&mut extractor, text).mentions).collect()
}

#[test]
fn the_order_of_seed_files_does_not_matter() {
    let files = seeds();
    assert!(files.len() > 30, "{} seed files", files.len());
    let expected = mentions(&load(&files));
    assert!(expected.iter().all(|found| found.len() >= 4), "{expected:?}");
    for seed in [1, 2] {
        let order = shuffled(&files, seed);
        assert_ne!(order, files);
        assert_eq!(mentions(&load(&order)), expected, "order {seed}");
    }
}

#[test]
fn a_document_does_not_depend_on_those_before_it() {
    let gazetteer = Gazetteer::embedded().expect("the embedded lists load");
    let mut shared = Extractor::new(Arc::clone(&gazetteer));
    let together: Vec<Extraction> = TEXTS.iter().chain(&TEXTS).map(|text| extract(&mut shared, text)).collect();
    for (text, answer) in TEXTS.iter().chain(&TEXTS).zip(&together) {
        let alone = extract(&mut Extractor::new(Arc::clone(&gazetteer)), text);
        assert!(!alone.mentions.is_empty());
        assert_eq!(*answer, alone, "{text}");
    }
}

#[test]
fn threads_agree() {
    let gazetteer = Gazetteer::embedded().expect("the embedded lists load");
    let expected = mentions(&gazetteer);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(|| mentions(&gazetteer))).collect();
        for worker in workers {
            assert_eq!(worker.join().expect("no panic"), expected);
        }
    });
}
