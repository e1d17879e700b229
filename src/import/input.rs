//! Dumps as they are downloaded: plain, gz, bz2, zst or the largest file of a
//! zip, told by their first bytes; a name that says otherwise is an error.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::ImportError;
use super::job::Job;
use super::lines::Lines;

const BUFFER: usize = 1 << 20;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Plain,
    Gzip,
    Bzip2,
    Zstandard,
    Zip,
}

impl Packing {
    fn of_content(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Self::Bzip2,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstandard,
            [b'P', b'K', 3, 4, ..] => Self::Zip,
            _ => Self::Plain,
        }
    }

    /// What the name promises; plain names promise nothing.
    fn of_name(path: &Path) -> Self {
        match path.extension().and_then(|e| e.to_str()) {
            Some("gz" | "tgz") => Self::Gzip,
            Some("bz2" | "tbz2") => Self::Bzip2,
            Some("zst") => Self::Zstandard,
            Some("zip") => Self::Zip,
            _ => Self::Plain,
        }
    }
}

/// The files of an import, opened one after the other.
#[derive(Debug)]
pub(super) struct Inputs {
    files: Vec<PathBuf>,
    read: Arc<AtomicU64>,
    total: Option<u64>,
}

/// Counts bytes as they come from the disk.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Inputs {
    /// Sees whether the files are there.
    pub(super) fn new(files: &[PathBuf]) -> Result<Self, ImportError> {
        let mut total = Some(0);
        for file in files {
            if file == Path::new("-") {
                total = None;
                continue;
            }
            let size = std::fs::metadata(file).map_err(|e| fault(file, e))?;
            if size.is_dir() {
                return Err(fault(file, io::Error::from(io::ErrorKind::IsADirectory)));
            }
            total = total.map(|t: u64| t + size.len());
        }
        Ok(Self { files: files.to_vec(), read: Arc::default(), total })
    }

    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Bytes read so far, as they lie on the disk.
    pub(super) fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }

    /// Bytes of all files, if that is known.
    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Opens and unpacks a file.
    pub(super) fn open(&self, file: &Path) -> Result<Box<dyn BufRead>, ImportError> {
        self.unpack(file).map_err(|e| fault(file, e))
    }

    fn unpack(&self, file: &Path) -> io::Result<Box<dyn BufRead>> {
        let raw: Box<dyn Read> =
            if file == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(File::open(file)?) };
        let mut raw = BufReader::with_capacity(BUFFER, Counted { inner: raw, read: Arc::clone(&self.read) });
        // A pipe may hand out its first bytes one by one; four are enough.
        let mut head = Vec::new();
        raw.by_ref().take(4).read_to_end(&mut head)?;
        let packing = Packing::of_content(&head);
        let promised = Packing::of_name(file);
        if promised != Packing::Plain && promised != packing {
            return Err(io::Error::other(format!("the name says {promised:?}, the content is {packing:?}")));
        }
        let raw = BufReader::with_capacity(BUFFER, io::Cursor::new(head).chain(raw));
        let unpacked: Box<dyn Read> = match packing {
            Packing::Plain => return Ok(Box::new(raw)),
            Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(raw)),
            Packing::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(raw)),
            Packing::Zstandard => Box::new(zstd::stream::read::Decoder::with_buffer(raw)?),
            Packing::Zip => self.largest_member(file)?,
        };
        Ok(Box::new(BufReader::with_capacity(BUFFER, unpacked)))
    }

    /// The dump inside a zip is its largest file; readme and code tables lie
    /// beside it.
    fn largest_member(&self, file: &Path) -> io::Result<Box<dyn Read>> {
        if file == Path::new("-") {
            return Err(io::Error::other("a zip cannot be read from standard input; use `unzip -p`"));
        }
        let mut archive = zip::ZipArchive::new(BufReader::new(File::open(file)?))?;
        let mut largest = (0, 0);
        for i in 0..archive.len() {
            largest = largest.max((archive.by_index_raw(i)?.size(), i));
        }
        let member = archive.by_index_raw(largest.1)?;
        let (method, size) = (member.compression(), member.compressed_size());
        let begin =
            member.data_start().ok_or_else(|| io::Error::other("the zip does not say where its file begins"))?;
        let mut raw = File::open(file)?;
        raw.seek(SeekFrom::Start(begin))?;
        let raw = BufReader::with_capacity(BUFFER, Counted { inner: raw, read: Arc::clone(&self.read) }).take(size);
        match method {
            zip::CompressionMethod::Stored => Ok(Box::new(raw)),
            zip::CompressionMethod::Deflated => Ok(Box::new(flate2::bufread::DeflateDecoder::new(raw))),
            other => Err(io::Error::other(format!("the zip is packed by {other}, which is not read"))),
        }
    }

    /// Opens a file for reading by lines.
    pub(super) fn lines(&self, file: &Path) -> Result<Lines, ImportError> {
        Ok(Lines::new(file, self.open(file)?))
    }

    /// Calls `each` for every line of every file that is UTF-8; others are
    /// malformed records.
    pub(super) fn each_line(
        &self,
        job: &mut Job,
        mut each: impl FnMut(&str, u64, &mut Job) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        for file in &self.files {
            job.begin_file(file);
            let mut lines = self.lines(file)?;
            while let Some((number, line)) = lines.next()? {
                match line {
                    Ok(line) => each(line, number, job)?,
                    Err(message) => job.malformed(number, message)?,
                }
            }
        }
        Ok(())
    }
}

fn fault(file: &Path, source: io::Error) -> ImportError {
    ImportError::Read { file: file.to_owned(), source }
}
