//! What the process takes from the machine, read from `/proc` when it is asked
//! for. Names are those that every Prometheus client library uses.

use std::fmt;
use std::fs;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

/// Ticks of a second in `/proc`: fixed on Linux, whatever the kernel's own.
const TICKS: f64 = 100.0;

/// The process.
#[derive(Debug)]
pub(super) struct Process;

/// What `/proc` tells.
#[derive(Debug, Default, PartialEq)]
struct Usage {
    cpu_seconds: f64,
    threads: u64,
    virtual_bytes: u64,
    resident_bytes: u64,
    start_seconds: f64,
    open_files: u64,
    max_files: u64,
}

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let Some(usage) = usage() else { return Ok(()) };
        let cpu = ConstCounter::new(usage.cpu_seconds);
        cpu.encode(encoder.encode_descriptor(
            "process_cpu_seconds",
            "Seconds of processor time",
            None,
            cpu.metric_type(),
        )?)?;
        let mut gauge = |name: &str, help: &str, value: f64| {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
        };
        gauge("process_resident_memory_bytes", "Bytes in memory", usage.resident_bytes as f64)?;
        gauge("process_virtual_memory_bytes", "Bytes of address space", usage.virtual_bytes as f64)?;
        gauge("process_threads", "Threads", usage.threads as f64)?;
        gauge("process_open_fds", "Open files and sockets", usage.open_files as f64)?;
        gauge("process_max_fds", "Most files and sockets that may be open", usage.max_files as f64)?;
        gauge("process_start_time_seconds", "When the process started, in seconds since 1970", usage.start_seconds)
    }
}

fn usage() -> Option<Usage> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name in parentheses may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_ascii_whitespace().collect();
    let number = |at: usize| fields.get(at - 3).and_then(|field| field.parse::<f64>().ok());
    let boot = fs::read_to_string("/proc/stat").ok()?;
    let boot: f64 = boot.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
    };
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    Some(Usage {
        cpu_seconds: (number(14)? + number(15)?) / TICKS,
        threads: number(20)? as u64,
        start_seconds: boot + number(22)? / TICKS,
        virtual_bytes: kilobytes("VmSize:")? * 1024,
        resident_bytes: kilobytes("VmRSS:")? * 1024,
        open_files: fs::read_dir("/proc/self/fd").ok()?.count() as u64,
        max_files: files.split_ascii_whitespace().next()?.parse().unwrap_or(u64::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_something() {
        let usage = usage().expect("Linux");
        assert!(usage.resident_bytes > 1 << 20 && usage.virtual_bytes >= usage.resident_bytes, "{usage:?}");
        assert!(usage.threads >= 1 && usage.open_files >= 3 && usage.max_files >= usage.open_files, "{usage:?}");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        let age = now.as_secs_f64() - usage.start_seconds;
        assert!((-2.0..86_400.0).contains(&age), "{age}");
    }
}
