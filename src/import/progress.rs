//! How far an import is, on standard error.

use std::io::{IsTerminal, Write, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::input::Inputs;

/// Tells rate and remaining time from the bytes read so far.
#[derive(Debug)]
pub(super) struct Progress {
    read: Arc<AtomicU64>,
    total: Option<u64>,
    begun: Instant,
    next: Duration,
    shown: bool,
    terminal: bool,
}

impl Progress {
    pub(super) fn new(inputs: &Inputs, shown: bool) -> Self {
        let terminal = stderr().is_terminal();
        let (read, total) = (inputs.bytes_read(), inputs.total());
        Self { read, total, begun: Instant::now(), next: Duration::from_secs(1), shown, terminal }
    }

    /// Tells it when it is time to: every second on a terminal, every ten in a
    /// log.
    pub(super) fn tick(&mut self, records: u64, written: u64) {
        // Reading the clock costs more than most records.
        if !self.shown || !records.is_multiple_of(256) {
            return;
        }
        let elapsed = self.begun.elapsed();
        if elapsed < self.next {
            return;
        }
        self.next = elapsed + Duration::from_secs(if self.terminal { 1 } else { 10 });
        let line = describe(self.read.load(Ordering::Relaxed), self.total, elapsed, records, written);
        let end = if self.terminal { '\r' } else { '\n' };
        // Progress that cannot be told is no reason to stop.
        let _ = write!(stderr(), "{line:<100}{end}").and_then(|()| stderr().flush());
    }

    /// Leaves the line of the terminal.
    pub(super) fn end(&self) {
        if self.shown && self.terminal && self.next > Duration::from_secs(1) {
            eprintln!();
        }
    }
}

fn describe(read: u64, total: Option<u64>, elapsed: Duration, records: u64, written: u64) -> String {
    let seconds = elapsed.as_secs_f64().max(1e-9);
    let rate = read as f64 / seconds;
    let mut line = format!("{} read, {}/s", bytes(read as f64), bytes(rate));
    if let Some(total) = total.filter(|t| *t >= read && rate > 0.0) {
        let left = ((total - read) as f64 / rate).ceil() as u64;
        let share = read as f64 / total.max(1) as f64 * 100.0;
        line = format!("{share:.0} %, {line}, {}:{:02}:{:02} left", left / 3600, left / 60 % 60, left % 60);
    }
    format!("{line}; {records} records, {:.0}/s, {written} kept", records as f64 / seconds)
}

fn bytes(n: f64) -> String {
    match n {
        n if n >= 1e9 => format!("{:.1} GB", n / 1e9),
        n if n >= 1e6 => format!("{:.1} MB", n / 1e6),
        n => format!("{:.0} kB", n / 1e3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remaining_time_follows_the_rate() {
        let line = describe(250_000_000, Some(1_000_000_000), Duration::from_secs(100), 5_000, 70);
        assert_eq!(line, "25 %, 250.0 MB read, 2.5 MB/s, 0:05:00 left; 5000 records, 50/s, 70 kept");
        let unknown = describe(2_000, None, Duration::from_secs(1), 5, 1);
        assert_eq!(unknown, "2 kB read, 2 kB/s; 5 records, 5/s, 1 kept");
    }
}
