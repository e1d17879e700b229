//! Where a run that was interrupted goes on.
//!
//! Answers are written in the order of the documents, so that the lines that
//! are there say how far the run came. Each line's id is held against the
//! document at its place: other input than before is an error, never a mixture.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;

use serde::Deserialize;

use super::ClientError;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[serde(default)]
    document_id: String,
}

/// Opens `file` to append answers to. With `resume`, answers that are there
/// stay, a last line that was cut off goes, and the ids of those answers are
/// returned; else the file is begun anew.
pub(super) fn open(file: &Path, resume: bool) -> Result<(File, Vec<String>), ClientError> {
    let fault = |source| ClientError::File { file: file.to_owned(), source };
    let mut options = OpenOptions::new();
    options.create(true).write(true).read(resume).truncate(!resume);
    let mut output = options.open(file).map_err(fault)?;
    let mut ids = Vec::new();
    if resume {
        let (mut kept, mut reader, mut line) = (0, BufReader::new(&output), Vec::new());
        while reader.read_until(b'\n', &mut line).map_err(fault)? > 0 && line.ends_with(b"\n") {
            let parsed: Line = serde_json::from_slice(&line).map_err(|error| ClientError::Resume {
                file: file.to_owned(),
                line: ids.len() + 1,
                message: format!("not an answer: {error}"),
            })?;
            ids.push(parsed.document_id);
            kept += line.len() as u64;
            line.clear();
        }
        output.set_len(kept).map_err(fault)?;
        output.seek(SeekFrom::End(0)).map_err(fault)?;
    }
    Ok((output, ids))
}

/// Whether the document with this `id` is the one that the answer in `line`
/// (from 1) was for.
pub(super) fn check(file: &Path, line: usize, answered: &str, id: &str) -> Result<(), ClientError> {
    if answered == id {
        return Ok(());
    }
    let message = format!("has the answer for {answered:?}, but the document at its place is {id:?}");
    Err(ClientError::Resume { file: file.to_owned(), line, message })
}

/// Writes to disk what was written.
pub(super) fn sync(file: &File) -> io::Result<()> {
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn whole_lines_stay_and_a_part_of_one_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("answers.jsonl");
        std::fs::write(&file, "{\"documentId\":\"a\"}\n{\"mentions\":[]}\n{\"docu").expect("a file");
        let (mut output, ids) = open(&file, true).expect("a file to resume");
        assert_eq!(ids, ["a", ""]);
        output.write_all(b"{}\n").expect("written");
        let content = std::fs::read_to_string(&file).expect("a file");
        assert_eq!(content, "{\"documentId\":\"a\"}\n{\"mentions\":[]}\n{}\n");
        let (_, ids) = open(&file, false).expect("a new file");
        assert_eq!((ids.len(), std::fs::read(&file).expect("a file").len()), (0, 0));
    }

    #[test]
    fn other_input_and_other_files_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("answers.jsonl");
        std::fs::write(&file, "{}\nno answer\n").expect("a file");
        assert!(matches!(open(&file, true), Err(ClientError::Resume { line: 2, .. })));
        assert!(check(&file, 1, "a", "a").is_ok());
        assert!(matches!(check(&file, 1, "a", "b"), Err(ClientError::Resume { line: 1, .. })));
    }
}
