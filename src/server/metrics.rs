//! Figures about the server for Prometheus.
//!
//! Invariant: every call that begins is counted once when it ends, also when
//! its client goes away: then its code is CANCELLED.

use std::sync::Arc;
use std::time::Instant;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tonic::Code;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct MethodLabels {
    method: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct CallLabels {
    method: &'static str,
    code: &'static str,
}

/// All metrics of the server.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    calls: Family<CallLabels, Counter>,
    seconds: Family<MethodLabels, Histogram>,
    in_flight: Gauge,
    shed: Counter,
    panics: Counter,
    pub(super) connections: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let buckets = || {
            Histogram::new([
                0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
            ])
        };
        let mut registry = Registry::with_prefix("kayan");
        let calls = Family::<CallLabels, Counter>::default();
        registry.register("grpc_calls", "Calls that have ended, by method and code", calls.clone());
        let seconds = Family::<MethodLabels, Histogram>::new_with_constructor(buckets);
        registry.register("grpc_call_seconds", "Seconds from the head of a call to its last byte", seconds.clone());
        let in_flight = Gauge::default();
        registry.register("grpc_calls_in_flight", "Calls that have not ended", in_flight.clone());
        let shed = Counter::default();
        registry.register("grpc_calls_shed", "Calls refused because too many were in flight", shed.clone());
        let panics = Counter::default();
        registry.register("panics", "Panics that were turned into errors", panics.clone());
        let connections = Gauge::default();
        registry.register("grpc_connections", "Open connections", connections.clone());
        Self { registry, calls, seconds, in_flight, shed, panics, connections }
    }
}

impl Metrics {
    /// The metrics in the OpenMetrics text format.
    pub(super) fn encode(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }

    pub(super) fn begin(self: &Arc<Self>, method: &'static str) -> Call {
        self.in_flight.inc();
        Call { metrics: Arc::clone(self), method, code: Code::Cancelled, begun: Instant::now() }
    }

    pub(super) fn count_shed(&self) {
        self.shed.inc();
    }

    pub(super) fn count_panic(&self) {
        self.panics.inc();
    }
}

/// A call that is counted when it is dropped.
#[derive(Debug)]
pub(super) struct Call {
    metrics: Arc<Metrics>,
    method: &'static str,
    code: Code,
    begun: Instant,
}

impl Call {
    /// The method that was called.
    pub(super) fn method(&self) -> &'static str {
        self.method
    }

    /// What the call came to.
    pub(super) fn set_code(&mut self, code: Code) {
        self.code = code;
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.metrics.in_flight.dec();
        self.metrics.calls.get_or_create(&CallLabels { method: self.method, code: code_name(self.code) }).inc();
        let seconds = self.begun.elapsed().as_secs_f64();
        self.metrics.seconds.get_or_create(&MethodLabels { method: self.method }).observe(seconds);
    }
}

fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_call_counts_as_cancelled() {
        let metrics = Arc::new(Metrics::default());
        let mut answered = metrics.begin("ExtractEntities");
        answered.set_code(Code::Ok);
        drop(answered);
        drop(metrics.begin("ExtractEntities"));
        let _open = metrics.begin("GetGazetteer");
        let text = metrics.encode();
        for line in [
            r#"kayan_grpc_calls_total{method="ExtractEntities",code="OK"} 1"#,
            r#"kayan_grpc_calls_total{method="ExtractEntities",code="CANCELLED"} 1"#,
            "kayan_grpc_calls_in_flight 1",
            r#"kayan_grpc_call_seconds_count{method="ExtractEntities"} 2"#,
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
    }
}
