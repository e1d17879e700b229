//! Progress of long runs, on standard error.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Time between two reports.
const INTERVAL: Duration = Duration::from_secs(1);

/// Counts documents, and tells a person who watches.
pub(in crate::cli) struct Progress {
    begun: Instant,
    told: Instant,
    watched: bool,
    written: bool,
    documents: usize,
    bytes: usize,
}

impl Progress {
    pub(in crate::cli) fn new() -> Self {
        let now = Instant::now();
        let watched = std::io::stderr().is_terminal();
        Self { begun: now, told: now, watched, written: false, documents: 0, bytes: 0 }
    }

    /// More is done.
    pub(in crate::cli) fn add(&mut self, documents: usize, bytes: usize) {
        self.documents += documents;
        self.bytes += bytes;
        if self.watched && self.told.elapsed() >= INTERVAL {
            self.told = Instant::now();
            self.written = true;
            let megabytes = self.bytes as f64 / 1e6;
            let speed = megabytes / self.begun.elapsed().as_secs_f64();
            eprint!("\r{} documents, {megabytes:.1} MB, {speed:.1} MB/s ", self.documents);
        }
    }

    /// All is done.
    pub(in crate::cli) fn end(&self) {
        if self.written {
            eprintln!();
        }
    }
}
