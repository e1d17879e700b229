//! What a load run has found, for people and for programs.

use std::io::{self, Write};
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

use super::measure::{Measured, Process};

/// The quantiles that are told.
const QUANTILES: [(&str, f64); 4] = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)];

/// Latencies in milliseconds.
#[derive(Debug, Serialize)]
pub(super) struct Latency {
    count: u64,
    mean: f64,
    p50: f64,
    p90: f64,
    p99: f64,
    p999: f64,
    max: f64,
}

impl Latency {
    pub(super) fn of(histogram: &Histogram<u64>) -> Self {
        let at = |(_, quantile): (&str, f64)| histogram.value_at_quantile(quantile) as f64 / 1e3;
        let [p50, p90, p99, p999] = QUANTILES.map(at);
        let (mean, max) = (histogram.mean() / 1e3, histogram.max() as f64 / 1e3);
        Self { count: histogram.len(), mean, p50, p90, p99, p999, max }
    }
}

/// What the server's process took.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ServerCost {
    cpu_seconds: f64,
    cpu_microseconds_per_success: f64,
    resident_megabytes_before: f64,
    resident_megabytes_after: f64,
    resident_megabytes_most: f64,
}

/// All of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    seconds: f64,
    successes_per_second: f64,
    documents_per_second: f64,
    megabytes_per_second: f64,
    latency_milliseconds: Latency,
    outcomes: std::collections::BTreeMap<String, u64>,
    retries: u64,
    health_milliseconds: Option<Latency>,
    health_failures: u64,
    server: Option<ServerCost>,
}

/// The server's process before, after, and at its largest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched {
    pub(super) before: Process,
    pub(super) after: Process,
    pub(super) most: u64,
}

impl Report {
    pub(super) fn new(
        measured: Measured,
        elapsed: Duration,
        health: Option<(Histogram<u64>, u64)>,
        server: Option<Watched>,
    ) -> Self {
        let seconds = elapsed.as_secs_f64();
        let succeeded = measured.succeeded();
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        Self {
            seconds,
            successes_per_second: succeeded as f64 / seconds,
            documents_per_second: measured.documents as f64 / seconds,
            megabytes_per_second: megabytes(measured.bytes) / seconds,
            latency_milliseconds: Latency::of(&measured.latency),
            outcomes: measured.outcomes,
            retries: measured.retries,
            health_failures: health.as_ref().map_or(0, |(_, failures)| *failures),
            health_milliseconds: health.map(|(histogram, _)| Latency::of(&histogram)),
            server: server.map(|watched| {
                let cpu = watched.after.cpu.saturating_sub(watched.before.cpu).as_secs_f64();
                ServerCost {
                    cpu_seconds: cpu,
                    cpu_microseconds_per_success: cpu * 1e6 / succeeded.max(1) as f64,
                    resident_megabytes_before: megabytes(watched.before.resident),
                    resident_megabytes_after: megabytes(watched.after.resident),
                    resident_megabytes_most: megabytes(watched.most),
                }
            }),
        }
    }

    /// Prints it as one JSON object.
    pub(super) fn json(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        writeln!(out)
    }

    /// Prints it for a person.
    pub(super) fn pretty(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "{:.0} calls/s, {:.0} documents/s, {:.2} MB/s over {:.1} s",
            self.successes_per_second, self.documents_per_second, self.megabytes_per_second, self.seconds
        )?;
        for (outcome, count) in &self.outcomes {
            writeln!(out, "{count:>10}  {outcome}")?;
        }
        if self.retries > 0 {
            writeln!(out, "{:>10}  tries again", self.retries)?;
        }
        line(out, "latency", &self.latency_milliseconds)?;
        if let Some(health) = &self.health_milliseconds {
            line(out, "health", health)?;
            writeln!(out, "{:>10}  health checks failed", self.health_failures)?;
        }
        if let Some(server) = &self.server {
            writeln!(
                out,
                "server: {:.2} s CPU, {:.1} µs a call; memory {:.1} MB before, {:.1} after, {:.1} at most",
                server.cpu_seconds,
                server.cpu_microseconds_per_success,
                server.resident_megabytes_before,
                server.resident_megabytes_after,
                server.resident_megabytes_most
            )?;
        }
        Ok(())
    }
}

fn line(out: &mut impl Write, name: &str, latency: &Latency) -> io::Result<()> {
    let Latency { mean, p50, p90, p99, p999, max, .. } = latency;
    writeln!(out, "{name}, ms: mean {mean:.2}  p50 {p50:.2}  p90 {p90:.2}  p99 {p99:.2}  p99.9 {p999:.2}  max {max:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_and_costs_are_per_second_and_per_call() {
        let mut measured = Measured::default();
        for milliseconds in 1..=100 {
            measured.success(Duration::from_millis(milliseconds), 2, 1000);
        }
        let at = |cpu, resident| Process { cpu: Duration::from_millis(cpu), resident };
        let watched = Watched { before: at(100, 5_000_000), after: at(600, 7_000_000), most: 9_000_000 };
        let report = Report::new(measured, Duration::from_secs(4), None, Some(watched));
        let mut json = Vec::new();
        report.json(&mut json).expect("a vector takes all");
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!(json["successesPerSecond"], 25.0);
        assert_eq!(json["documentsPerSecond"], 50.0);
        assert_eq!(json["outcomes"]["OK"], 100);
        assert_eq!(json["server"]["cpuMicrosecondsPerSuccess"], 5000.0);
        assert_eq!(json["server"]["residentMegabytesMost"], 9.0);
        assert!((50.0..=50.1).contains(&json["latencyMilliseconds"]["p50"].as_f64().expect("a number")), "{json}");
        let mut pretty = Vec::new();
        report.pretty(&mut pretty).expect("a vector takes all");
        let pretty = String::from_utf8(pretty).expect("text");
        assert!(pretty.starts_with("25 calls/s, 50 documents/s"), "{pretty}");
    }
}
