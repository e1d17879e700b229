//! What a load run measures: latencies, outcomes, and the server's process.

use std::collections::BTreeMap;
use std::time::Duration;

use hdrhistogram::Histogram;
use tonic::Status;
use tonic_types::StatusExt;

use crate::service::error::code_name;

/// Latencies that can be told apart: from 1 µs to 10 minutes, to three digits.
const LONGEST_MICROSECONDS: u64 = 600_000_000;

/// What one task or all of them have seen.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// Microseconds of each call that succeeded, tries and pauses included;
    /// from when it was due where a rate is given.
    pub(super) latency: Histogram<u64>,
    /// Calls or messages by what they came to.
    pub(super) outcomes: BTreeMap<String, u64>,
    /// Documents that were answered.
    pub(super) documents: u64,
    /// Bytes of the requests that were answered.
    pub(super) bytes: u64,
    /// Tries beyond the first.
    pub(super) retries: u64,
}

impl Default for Measured {
    fn default() -> Self {
        Self { latency: histogram(), outcomes: BTreeMap::new(), documents: 0, bytes: 0, retries: 0 }
    }
}

/// An empty histogram of microseconds.
pub(super) fn histogram() -> Histogram<u64> {
    // The bounds are constants within what the histogram takes.
    Histogram::new_with_bounds(1, LONGEST_MICROSECONDS, 3).expect("constant bounds")
}

impl Measured {
    /// A call or message was answered.
    pub(super) fn success(&mut self, latency: Duration, documents: u64, bytes: u64) {
        self.latency.saturating_record(latency.as_micros() as u64);
        self.documents += documents;
        self.bytes += bytes;
        self.count("OK".to_owned());
    }

    /// A call, message or document failed.
    pub(super) fn count(&mut self, outcome: String) {
        *self.outcomes.entry(outcome).or_default() += 1;
    }

    /// Takes over what another task has seen.
    pub(super) fn add(&mut self, other: &Self) {
        // Both histograms have the same bounds.
        let _ = self.latency.add(&other.latency);
        for (outcome, count) in &other.outcomes {
            *self.outcomes.entry(outcome.clone()).or_default() += count;
        }
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.retries += other.retries;
    }

    /// Calls or messages that succeeded.
    pub(super) fn succeeded(&self) -> u64 {
        self.outcomes.get("OK").copied().unwrap_or_default()
    }
}

/// What a call came to, as `CODE/REASON`; a failure of the transport has no
/// reason.
pub(super) fn outcome(status: &Status) -> String {
    let code = code_name(status.code());
    match status.get_details_error_info() {
        Some(info) if info.reason != code => format!("{code}/{}", info.reason),
        Some(_) => code.to_owned(),
        None => format!("{code} without a reason"),
    }
}

/// CPU time and memory of a process on this machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Process {
    /// CPU time so far.
    pub(super) cpu: Duration,
    /// Resident bytes.
    pub(super) resident: u64,
}

/// Linux counts CPU time in hundredths of a second, and memory in pages, for
/// whoever reads `/proc`.
const TICK: Duration = Duration::from_millis(10);
const PAGE_BYTES: u64 = 4096;

impl Process {
    /// Reads `/proc/PID/stat`; none when there is no such process.
    pub(super) fn read(pid: u32) -> Option<Self> {
        Self::parse(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    fn parse(stat: &str) -> Option<Self> {
        // The name in parentheses may hold blanks; fields are counted behind it.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_ascii_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
        let ticks = u32::try_from(number(11)? + number(12)?).ok()?;
        Some(Self { cpu: TICK * ticks, resident: number(21)? * PAGE_BYTES })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::error::ServiceError;

    #[test]
    fn outcomes_are_named_by_code_and_reason() {
        assert_eq!(outcome(&ServiceError::NotReady.into()), "UNAVAILABLE/NOT_READY");
        assert_eq!(outcome(&ServiceError::DeadlineExceeded.into()), "DEADLINE_EXCEEDED");
        assert_eq!(outcome(&Status::cancelled("")), "CANCELLED without a reason");
    }

    #[test]
    fn what_tasks_have_seen_adds_up() {
        let (mut all, mut one) = (Measured::default(), Measured::default());
        one.success(Duration::from_millis(2), 3, 100);
        one.count("UNAVAILABLE".to_owned());
        all.add(&one);
        all.add(&one);
        assert_eq!(
            (all.succeeded(), all.outcomes["UNAVAILABLE"], all.documents, all.bytes, all.latency.len()),
            (2, 2, 6, 200, 2)
        );
        assert!((1999..=2001).contains(&all.latency.value_at_quantile(0.5)));
    }

    #[test]
    fn a_process_is_read_also_when_its_name_has_blanks() {
        let stat = "42 (a b) c) S 1 42 42 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 3 0 100 5000 2500 18446744073709551615";
        let process = Process::parse(stat).expect("a process");
        assert_eq!((process.cpu, process.resident), (Duration::from_secs(2), 2500 * 4096));
        assert!(Process::read(std::process::id()).is_some_and(|process| process.resident > 0));
    }
}
