//! Files of lists, as they lie on the disk.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::fault::Faults;
use super::lists::Part;
use super::seed::SeedFile;
use super::snapshot::{MAGIC, Snapshot, SnapshotError};
use super::{SeedError, SeedFault};

/// What a file held.
pub(super) enum Content {
    Text { path: String, text: String },
    Snapshot(Box<Snapshot>),
}

impl Content {
    pub(super) fn part(&mut self) -> Part<'_> {
        match self {
            Self::Text { path, text } => Part::File(SeedFile { path, content: text }),
            Self::Snapshot(snapshot) => Part::Snapshot(snapshot),
        }
    }
}

/// The files of lists that a path stands for: itself, or the `.tsv` and `.kgz`
/// files under a folder, by path.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_of(path: &Path) -> Result<Vec<PathBuf>, SeedError> {
    let mut files = Vec::new();
    collect(path, &mut files)?;
    Ok(files)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), SeedError> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    // Hidden names are no lists: Kubernetes keeps the files of a volume in
    // `..data` and links to them, and each would be read again there.
    let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
        .map_err(|error| fault(path, error))?
        .filter_map(|entry| entry.ok())
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .map(|entry| entry.path())
        .collect();
    inside.sort();
    let is_list = |f: &&PathBuf| f.is_dir() || f.extension().is_some_and(|e| e == "tsv" || e == "kgz");
    inside.iter().filter(is_list).try_for_each(|file| collect(file, files))
}

/// Reads all files of all paths in order.
pub(super) fn all(paths: &[PathBuf]) -> Result<Vec<Content>, SeedError> {
    let mut out = Vec::new();
    let mut faults = Faults::default();
    for path in paths {
        for file in files_of(path)? {
            out.extend(one(&file, &mut faults)?);
        }
    }
    faults.or(out)
}

fn one(path: &Path, faults: &mut Faults) -> Result<Option<Content>, SeedError> {
    let mut file = File::open(path).map_err(|error| fault(path, error))?;
    let length = file.metadata().map_err(|error| fault(path, error))?.len();
    let mut bytes = Vec::new();
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut bytes).map_err(|error| fault(path, error))?;
    if bytes == MAGIC {
        let reader = BufReader::with_capacity(1 << 20, io::Cursor::new(bytes).chain(file));
        return match Snapshot::read(reader, Some(length)) {
            Ok(snapshot) => Ok(Some(Content::Snapshot(Box::new(snapshot)))),
            Err(source) => Err(SeedError::Snapshot { file: path.display().to_string(), source }),
        };
    }
    if path.extension().is_some_and(|e| e == "kgz") {
        return Err(SeedError::Snapshot { file: path.display().to_string(), source: SnapshotError::Foreign });
    }
    file.read_to_end(&mut bytes).map_err(|error| fault(path, error))?;
    let path = path.display().to_string();
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(Content::Text { path, text })),
        Err(error) => {
            for (line, number) in error.as_bytes().split(|b| *b == b'\n').zip(1..) {
                if let Err(error) = std::str::from_utf8(line) {
                    let message = format!("invalid UTF-8 at byte {} of the line", error.valid_up_to());
                    let column = line[..error.valid_up_to()].iter().filter(|b| **b == b'\t').count() as u32 + 1;
                    faults.push(SeedFault { file: path.clone(), line: number, column, message });
                }
            }
            Ok(None)
        }
    }
}

fn fault(path: &Path, source: io::Error) -> SeedError {
    SeedError::Read { file: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_of_kubernetes_is_read_once() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let revision = folder.path().join("..2026_11_24");
        std::fs::create_dir(&revision)?;
        std::fs::write(revision.join("own.tsv"), "# schema: name\n")?;
        std::os::unix::fs::symlink("..2026_11_24", folder.path().join("..data"))?;
        std::os::unix::fs::symlink("..data/own.tsv", folder.path().join("own.tsv"))?;
        assert_eq!(files_of(folder.path())?, [folder.path().join("own.tsv")]);
        assert_eq!(all(&[folder.path().to_owned()])?.len(), 1);
        Ok(())
    }
}
