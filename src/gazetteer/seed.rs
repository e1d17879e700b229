//! Reading of seed files: a header of `#` lines, then tab-separated rows.
//!
//! Invariant: a fault names file, line and column, and nothing of a faulty
//! file is used.

use super::Source;
use super::fault::SeedFault;

/// One file of seeds in memory.
#[derive(Clone, Copy, Debug)]
pub struct SeedFile<'a> {
    /// Path relative to the seeds folder, or as given.
    pub path: &'a str,
    /// The whole content.
    pub content: &'a str,
}

/// What the header of a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// What its rows are: `name`, `cue`, `lexicon`, `inflection`, `weights`, …
    pub schema: String,
    /// Where the rows come from.
    pub source: Source,
}

/// A row with its place in the file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Path of the file.
    pub file: &'a str,
    /// 1-based line.
    pub line: u32,
    text: &'a str,
}

impl<'a> Row<'a> {
    /// The fields in order.
    pub fn fields(&self) -> impl Iterator<Item = &'a str> {
        self.text.split('\t')
    }

    /// Exactly `N` fields; missing ones at the end are empty.
    ///
    /// # Errors
    /// When the row has more than `N` fields.
    pub fn columns<const N: usize>(&self) -> Result<[&'a str; N], SeedFault> {
        let mut out = [""; N];
        for (i, field) in self.fields().enumerate() {
            match out.get_mut(i) {
                Some(slot) => *slot = field.trim_matches(' '),
                None => return Err(self.fault(i + 1, format!("more than {N} columns"))),
            }
        }
        Ok(out)
    }

    /// A fault in this row; `column` is 1-based.
    pub fn fault(&self, column: usize, message: impl Into<String>) -> SeedFault {
        SeedFault { file: self.file.to_owned(), line: self.line, column: column as u32, message: message.into() }
    }
}

impl<'a> SeedFile<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// When there is no `# schema:` line before the first row.
    pub fn header(&self) -> Result<Header, SeedFault> {
        let mut header =
            Header { source: Source { name: self.path.to_owned(), ..Source::default() }, ..Header::default() };
        for line in self.content.lines().take_while(|l| l.starts_with('#')) {
            let Some((key, value)) = line[1..].split_once(':') else { continue };
            let value = value.trim().to_owned();
            match key.trim() {
                "schema" => header.schema = value,
                "version" => header.source.version = value,
                "licence" => header.source.licence = value,
                "attribution" => header.source.attribution = value,
                "source" => header.source.origin = value,
                _ => {}
            }
        }
        if header.schema.is_empty() {
            return Err(self.fault(1, "no '# schema:' line in the header"));
        }
        Ok(header)
    }

    /// A fault in this file at a line.
    pub(super) fn fault(&self, line: u32, message: impl Into<String>) -> SeedFault {
        SeedFault { file: self.path.to_owned(), line, column: 1, message: message.into() }
    }

    /// The rows: every line that is neither empty nor a comment.
    pub fn rows(&self) -> impl Iterator<Item = Row<'a>> + '_ {
        self.content.lines().enumerate().filter_map(|(i, line)| {
            let text = line.strip_suffix('\r').unwrap_or(line);
            (!text.trim().is_empty() && !text.starts_with('#')).then_some(Row {
                file: self.path,
                line: i as u32 + 1,
                text,
            })
        })
    }
}
