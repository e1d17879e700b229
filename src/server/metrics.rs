//! Figures about the server for Prometheus.
//!
//! Invariant: every call that begins is counted once when it ends, also when
//! its client goes away: then its code is CANCELLED.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use opentelemetry_sdk::trace::Span;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tonic::Code;

use super::context::CallContext;
use super::facts::Facts;
use super::otlp::{self, Otlp};
use super::process::Process;
use super::tls::HandshakeError;
use crate::service::error::code_name;

/// Callers that are counted by name; further ones are `other`.
const MAX_PRINCIPALS: usize = 100;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct MethodLabels {
    method: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct CallLabels {
    method: &'static str,
    code: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ReloadLabels {
    what: &'static str,
    result: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ReasonLabels {
    reason: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct PrincipalLabels {
    principal: Arc<str>,
}

/// All metrics of the server.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    process: Registry,
    otlp: Option<Otlp>,
    calls: Family<CallLabels, Counter>,
    seconds: Family<MethodLabels, Histogram>,
    in_flight: Gauge,
    shed: Counter,
    panics: Counter,
    reloads: Family<ReloadLabels, Counter>,
    denied: Family<ReasonLabels, Counter>,
    handshakes_failed: Family<ReasonLabels, Counter>,
    by_principal: Family<PrincipalLabels, Counter>,
    principals: Mutex<BTreeSet<Arc<str>>>,
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
        let reloads = Family::<ReloadLabels, Counter>::default();
        registry.register("reloads", "Files that were read again, by what they hold and result", reloads.clone());
        for what in ["gazetteer", "certificates", "api_keys", "jwks"] {
            for result in ["ok", "refused"] {
                drop(reloads.get_or_create(&ReloadLabels { what, result }));
            }
        }
        let denied = Family::<ReasonLabels, Counter>::default();
        registry.register("calls_denied", "Calls without acceptable credentials, by reason", denied.clone());
        for reason in ["CREDENTIALS_MISSING", "CREDENTIALS_INVALID", "CREDENTIALS_EXPIRED"] {
            drop(denied.get_or_create(&ReasonLabels { reason }));
        }
        let handshakes_failed = Family::<ReasonLabels, Counter>::default();
        registry.register("tls_handshakes_failed", "TLS handshakes that failed, by reason", handshakes_failed.clone());
        let by_principal = Family::<PrincipalLabels, Counter>::default();
        registry.register("calls_by_principal", "Calls of authenticated callers, by name", by_principal.clone());
        let mut process = Registry::default();
        process.register_collector(Box::new(Process));
        Self {
            registry,
            process,
            otlp: None,
            calls,
            seconds,
            in_flight,
            shed,
            panics,
            reloads,
            denied,
            handshakes_failed,
            by_principal,
            principals: Mutex::default(),
            connections,
        }
    }
}

impl Metrics {
    /// Metrics that show `facts` too; calls become spans of `otlp`.
    pub(super) fn new(facts: Facts, otlp: Option<Otlp>) -> Self {
        let mut metrics = Self { otlp, ..Self::default() };
        metrics.registry.register_collector(Box::new(facts));
        metrics
    }

    /// Sends the traces that are left. Blocks for a while.
    pub(super) fn shutdown(&self) {
        if let Some(otlp) = &self.otlp {
            otlp.shutdown();
        }
    }

    /// The metrics in the OpenMetrics text format.
    pub(super) fn encode(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = prometheus_client::encoding::text::encode_registry(&mut text, &self.process);
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }

    /// A call begins.
    pub(super) fn begin(self: &Arc<Self>, method: &'static str, context: CallContext) -> Call {
        self.in_flight.inc();
        let span = self.otlp.as_ref().map(|otlp| otlp.begin(method, &context));
        Call {
            metrics: Arc::clone(self),
            method,
            code: Code::Cancelled,
            begun: Instant::now(),
            context,
            principal: None,
            span,
        }
    }

    /// Counts files that were read again; `result` is `ok` or `refused`.
    pub(super) fn count_reload(&self, what: &'static str, result: &'static str) {
        self.reloads.get_or_create(&ReloadLabels { what, result }).inc();
    }

    /// Counts a call without acceptable credentials.
    pub(super) fn count_denied(&self, reason: &'static str) {
        self.denied.get_or_create(&ReasonLabels { reason }).inc();
    }

    /// Counts a connection that did not come to be.
    pub(super) fn count_handshake(&self, error: &HandshakeError) {
        let reason = match error {
            HandshakeError::Timeout => "timeout",
            HandshakeError::Failed(_) => "failed",
        };
        self.handshakes_failed.get_or_create(&ReasonLabels { reason }).inc();
    }

    fn count_principal(&self, principal: &Arc<str>) {
        let mut known = self.principals.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = known.contains(principal) || known.len() < MAX_PRINCIPALS && known.insert(Arc::clone(principal));
        drop(known);
        let principal = if counted { Arc::clone(principal) } else { Arc::from("other") };
        self.by_principal.get_or_create(&PrincipalLabels { principal }).inc();
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
    context: CallContext,
    principal: Option<Arc<str>>,
    span: Option<Span>,
}

impl Call {
    /// By what the call is found again.
    pub(super) fn context(&self) -> &CallContext {
        &self.context
    }

    /// Who calls, where that was proved.
    pub(super) fn set_principal(&mut self, principal: Arc<str>) {
        self.metrics.count_principal(&principal);
        self.principal = Some(principal);
    }

    /// One line for the call: faults of the server as errors, others only for
    /// those who look closely.
    fn log(&self) {
        let code = code_name(self.code);
        let principal = self.principal.as_deref();
        let request_id = self.context.request_id.as_str();
        let trace_id = self.context.trace.map(|trace| format!("{:032x}", trace.trace_id));
        let (method, microseconds) = (self.method, self.begun.elapsed().as_micros() as u64);
        match self.code {
            Code::Internal | Code::Unknown | Code::DataLoss => {
                tracing::error!(target: "kayan::calls", method, code, request_id, trace_id, principal, microseconds, "a call failed");
            }
            _ => {
                tracing::debug!(target: "kayan::calls", method, code, request_id, trace_id, principal, microseconds, "a call ended");
            }
        }
    }

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
        self.log();
        if let Some(span) = &mut self.span {
            otlp::end(span, self.code, self.principal.as_deref());
        }
        self.metrics.in_flight.dec();
        self.metrics.calls.get_or_create(&CallLabels { method: self.method, code: code_name(self.code) }).inc();
        let seconds = self.begun.elapsed().as_secs_f64();
        self.metrics.seconds.get_or_create(&MethodLabels { method: self.method }).observe(seconds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_call_counts_as_cancelled() {
        let metrics = Arc::new(Metrics::default());
        let begin = |method| metrics.begin(method, CallContext::of(&http::HeaderMap::new()));
        let mut answered = begin("ExtractEntities");
        answered.set_code(Code::Ok);
        drop(answered);
        drop(begin("ExtractEntities"));
        let _open = begin("GetGazetteer");
        for i in 0..MAX_PRINCIPALS + 7 {
            metrics.count_principal(&Arc::from(i.to_string()));
        }
        let text = metrics.encode();
        for line in [
            r#"kayan_grpc_calls_total{method="ExtractEntities",code="OK"} 1"#,
            r#"kayan_grpc_calls_total{method="ExtractEntities",code="CANCELLED"} 1"#,
            "kayan_grpc_calls_in_flight 1",
            r#"kayan_calls_by_principal_total{principal="99"} 1"#,
            r#"kayan_calls_by_principal_total{principal="other"} 7"#,
            r#"kayan_grpc_call_seconds_count{method="ExtractEntities"} 2"#,
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
    }
}
