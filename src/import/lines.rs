//! Lines of a dump, one at a time in one buffer.

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use super::error::ImportError;

/// Bytes of one line; the longest of Wikidata have a few million.
const LONGEST: u64 = 64 << 20;

/// Reads lines.
pub(super) struct Lines {
    file: PathBuf,
    reader: Box<dyn BufRead>,
    buffer: Vec<u8>,
    number: u64,
}

impl Lines {
    pub(super) fn new(file: &Path, reader: Box<dyn BufRead>) -> Self {
        Self { file: file.to_owned(), reader, buffer: Vec::new(), number: 0 }
    }

    /// The next line with its number from 1, without its end; an error text
    /// instead of the line when it cannot be used. The file as a whole fails
    /// only when it cannot be read.
    #[allow(clippy::type_complexity)]
    pub(super) fn next(&mut self) -> Result<Option<(u64, Result<&str, String>)>, ImportError> {
        self.number += 1;
        self.buffer.clear();
        let read = self.until_newline()?;
        if read == 0 {
            return Ok(None);
        }
        if read as u64 == LONGEST && self.buffer.last() != Some(&b'\n') {
            while self.until_newline()? as u64 == LONGEST && self.buffer.last() != Some(&b'\n') {
                self.buffer.clear();
            }
            return Ok(Some((self.number, Err(format!("longer than {LONGEST} bytes")))));
        }
        let mut line = &self.buffer[..];
        for end in [b'\n', b'\r'] {
            line = line.strip_suffix(&[end]).unwrap_or(line);
        }
        if self.number == 1 {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        let text = std::str::from_utf8(line).map_err(|e| format!("invalid UTF-8 at byte {}", e.valid_up_to()));
        Ok(Some((self.number, text)))
    }

    fn until_newline(&mut self) -> Result<usize, ImportError> {
        let line = self.reader.by_ref().take(LONGEST).read_until(b'\n', &mut self.buffer);
        line.map_err(|source| ImportError::Read { file: self.file.clone(), source })
    }
}
