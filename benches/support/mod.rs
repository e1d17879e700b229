//! What the benchmarks make their texts of.

use std::fs;
use std::path::Path;

/// The column `number` of a file of `seeds/`, its comments left out.
pub(crate) fn column(file: &str, number: usize) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(file);
    let content = fs::read_to_string(path).expect("a seed file");
    let rows = content.lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split('\t').nth(number)).map(str::to_owned).collect()
}
