//! `kayan gazetteer sample`: rows drawn for a second reader.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::error::CliError;
use crate::cli::random::Random;

/// Which rows are drawn.
#[derive(Debug, clap::Args)]
pub(crate) struct SampleArgs {
    /// TSV files or folders of them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The same seed draws the same rows
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Rows of each file
    #[arg(long, default_value_t = 200)]
    rows: usize,
}

/// Prints `file:line` and the row, in the order of the file.
pub(crate) fn run(args: &SampleArgs, out: &mut impl Write) -> Result<(), CliError> {
    let mut files = Vec::new();
    for path in &args.paths {
        collect(path, &mut files).map_err(|source| CliError::Read { file: path.clone(), source })?;
    }
    files.sort();
    for file in files {
        let content = fs::read_to_string(&file).map_err(|source| CliError::Read { file: file.clone(), source })?;
        let mut rows: Vec<(usize, &str)> =
            content.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')).collect();
        let mut random = Random(args.seed);
        // The first rows of a shuffle are a sample without repetition.
        for at in 0..rows.len().min(args.rows) {
            let other = at + random.below(rows.len() - at);
            rows.swap(at, other);
        }
        rows.truncate(args.rows);
        rows.sort_unstable();
        for (line, row) in rows {
            writeln!(out, "{}:{}\t{row}", file.display(), line + 1)?;
        }
    }
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?.path();
        if entry.is_dir() || entry.extension().is_some_and(|e| e == "tsv") {
            collect(&entry, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(seed: u64) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let rows: String = (0..50).map(|i| format!("row {i}\n")).collect();
        fs::write(folder.path().join("list.tsv"), format!("# schema: name\n{rows}")).expect("a file");
        let args = SampleArgs { paths: vec![folder.path().to_owned()], seed, rows: 10 };
        let mut out = Vec::new();
        run(&args, &mut out).expect("a sample");
        let printed = String::from_utf8(out).expect("text");
        printed.lines().map(|l| l.rsplit(['/', '\\']).next().unwrap_or_default().to_owned() + "\n").collect()
    }

    #[test]
    fn a_seed_draws_the_same_rows_once_each() {
        let first = drawn(1);
        assert_eq!(first, drawn(1));
        assert_ne!(first, drawn(2));
        let mut lines: Vec<&str> = first.lines().collect();
        lines.dedup();
        assert_eq!(lines.len(), 10);
        assert!(lines.iter().all(|l| l.contains("\trow ")), "{first}");
    }
}
