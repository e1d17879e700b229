//! Files and folders as documents, in an order that is the same every time.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::ClientError;
use crate::service::json::from_json_lenient;
use crate::service::proto::Document;

/// Endings of files that hold a document a line.
const LINES: [&str; 3] = ["jsonl", "ndjson", "json"];

/// One document, or what is at its place.
#[derive(Debug)]
pub(super) struct Item {
    /// The id that its answer has.
    pub(super) id: String,
    /// The document, or why there is none.
    pub(super) document: Result<Document, String>,
}

/// The files behind `paths`: files as they are given, and those with one of
/// the `endings` in folders and below, by name.
pub(super) fn files(paths: &[PathBuf], endings: &[String]) -> Result<Vec<PathBuf>, ClientError> {
    let mut files = Vec::new();
    for path in paths {
        let fault = |source| ClientError::File { file: path.clone(), source };
        if is_stdin(path) || !path.metadata().map_err(fault)?.is_dir() {
            files.push(path.clone());
        } else {
            walk(path, endings, &mut files).map_err(fault)?;
        }
    }
    Ok(files)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn ending(path: &Path) -> &str {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}

fn walk(folder: &Path, endings: &[String], files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries =
        folder.read_dir()?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        // Links to folders are not followed: they may lead round in circles.
        let kind = path.symlink_metadata()?.file_type();
        if kind.is_dir() {
            walk(&path, endings, files)?;
        } else if endings.iter().any(|wanted| wanted == ending(&path)) {
            files.push(path);
        }
    }
    Ok(())
}

/// The documents of `files`: each line of a `.jsonl` file is one, every other
/// file is one as a whole, with its path as the id. Standard input (`-`) has a
/// document a line.
pub(super) fn items(files: Vec<PathBuf>) -> impl Iterator<Item = Result<Item, ClientError>> {
    files.into_iter().flat_map(|file| -> Box<dyn Iterator<Item = Result<Item, ClientError>>> {
        if is_stdin(&file) {
            return Box::new(lines(file, BufReader::new(io::stdin())));
        }
        let fault = |source| ClientError::File { file: file.clone(), source };
        if !LINES.contains(&ending(&file)) {
            return Box::new(std::iter::once(whole(&file).map_err(fault)));
        }
        match File::open(&file) {
            Ok(opened) => Box::new(lines(file, BufReader::new(opened))),
            Err(source) => Box::new(std::iter::once(Err(fault(source)))),
        }
    })
}

fn whole(file: &Path) -> io::Result<Item> {
    let id = file.to_string_lossy().into_owned();
    let document = match String::from_utf8(std::fs::read(file)?) {
        Ok(text) => Ok(Document { id: id.clone(), text, ..Document::default() }),
        Err(error) => Err(format!("invalid UTF-8 at byte {}", error.utf8_error().valid_up_to())),
    };
    Ok(Item { id, document })
}

/// A document without an id gets its place as one.
fn lines(file: PathBuf, mut reader: impl BufRead) -> impl Iterator<Item = Result<Item, ClientError>> {
    let mut number = 0_usize;
    std::iter::from_fn(move || {
        let mut line = Vec::new();
        loop {
            line.clear();
            number += 1;
            match reader.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => return Some(Ok(document(&file, number, &line))),
                Err(source) => return Some(Err(ClientError::File { file: file.clone(), source })),
            }
        }
    })
}

fn document(file: &Path, number: usize, line: &[u8]) -> Item {
    let place = format!("{}:{number}", file.display());
    let document = match std::str::from_utf8(line) {
        Ok(line) => from_json_lenient::<Document>(line).map_err(|error| error.to_string()),
        Err(error) => Err(format!("invalid UTF-8 at byte {}", error.valid_up_to())),
    };
    match document {
        Ok(mut document) => {
            if document.id.is_empty() {
                document.id = place;
            }
            Item { id: document.id.clone(), document: Ok(document) }
        }
        Err(error) => Item { id: place, document: Err(error) },
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn folders_are_walked_by_name_and_every_line_has_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("b")).expect("a folder");
        fs::write(at("b/z.txt"), "زار بيروت").expect("a file");
        fs::write(at("a.jsonl"), "{\"id\":\"1\",\"text\":\"نص\"}\n\n{\"text\":\"نص\"}\nnot json\n").expect("a file");
        fs::write(at("c.txt"), b"\xFFabc").expect("a file");
        fs::write(at("d.png"), b"").expect("a file");
        let endings = ["txt".to_owned(), "jsonl".to_owned()];
        let files = files(&[folder.path().to_owned()], &endings).expect("a folder");
        assert_eq!(files, [at("a.jsonl"), at("b/z.txt"), at("c.txt")]);
        let items: Vec<Item> = items(files).map(|item| item.expect("a readable file")).collect();
        let place = |name: &str| at(name).display().to_string();
        let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids, ["1", &place("a.jsonl:3"), &place("a.jsonl:4"), &place("b/z.txt"), &place("c.txt")]);
        let fine: Vec<bool> = items.iter().map(|item| item.document.is_ok()).collect();
        assert_eq!(fine, [true, true, false, true, false]);
        let missing = super::files(&[at("nothing")], &endings);
        assert!(matches!(missing, Err(ClientError::File { .. })), "{missing:?}");
    }
}
