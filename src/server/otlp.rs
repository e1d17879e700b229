//! Traces of calls, sent to an OpenTelemetry collector by OTLP over gRPC.
//!
//! One span for each call of the entity service. A call that belongs to a
//! trace of its caller is recorded as the caller does; of the others, a share.
//! Spans hold method, code, request id and principal, never a text. They are
//! sent in batches from a thread of its own; when the collector is away they
//! are dropped, and no call waits.

use std::time::Duration;

use opentelemetry::trace::{
    Span as _, SpanContext, SpanId, SpanKind, Status, TraceContextExt, TraceFlags, TraceId, TraceState, Tracer as _,
    TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::{SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider, Span};
use tonic::Code;

use super::config::OtlpConfig;
use super::context::CallContext;

/// How long a batch may take, and the last one when the server ends.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Traces cannot be sent.
#[derive(Debug, thiserror::Error)]
#[error("traces cannot be sent: {0}")]
pub struct OtlpError(String);

/// What makes spans.
#[derive(Debug)]
pub(super) struct Otlp {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

impl Otlp {
    /// Sends to the collector that `config` names, if it names one. It need
    /// not be there yet.
    ///
    /// # Errors
    /// When no exporter can be made.
    pub(super) fn new(config: &OtlpConfig) -> Result<Option<Self>, OtlpError> {
        let Some(endpoint) = &config.endpoint else { return Ok(None) };
        let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint).with_timeout(TIMEOUT).build();
        let exporter = exporter.map_err(|error| OtlpError(error.to_string()))?;
        let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(config.sample_ratio)));
        let resource = Resource::builder()
            .with_service_name("kayan")
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(sampler)
            .with_resource(resource)
            .build();
        let tracer = provider.tracer("kayan");
        Ok(Some(Self { provider, tracer }))
    }

    /// Begins the span of a call.
    pub(super) fn begin(&self, method: &'static str, call: &CallContext) -> Span {
        let parent = call.trace.map_or_else(Context::new, |trace| {
            let flags = if trace.sampled { TraceFlags::SAMPLED } else { TraceFlags::default() };
            let (trace_id, span_id) = (TraceId::from(trace.trace_id), SpanId::from(trace.span_id));
            Context::new().with_remote_span_context(SpanContext::new(
                trace_id,
                span_id,
                flags,
                true,
                TraceState::default(),
            ))
        });
        let attributes = [
            KeyValue::new("rpc.system", "grpc"),
            KeyValue::new("rpc.service", "kayan.v1.EntityExtractionService"),
            KeyValue::new("rpc.method", method),
            KeyValue::new("kayan.request_id", call.request_id.clone()),
        ];
        self.tracer
            .span_builder(format!("kayan.v1.EntityExtractionService/{method}"))
            .with_kind(SpanKind::Server)
            .with_attributes(attributes)
            .start_with_context(&self.tracer, &parent)
    }

    /// Sends what is left. Blocks for a while.
    pub(super) fn shutdown(&self) {
        if let Err(error) = self.provider.shutdown_with_timeout(TIMEOUT) {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// Ends the span of a call.
pub(super) fn end(span: &mut Span, code: Code, principal: Option<&str>) {
    span.set_attribute(KeyValue::new("rpc.grpc.status_code", code as i64));
    if let Some(principal) = principal {
        span.set_attribute(KeyValue::new("enduser.id", principal.to_owned()));
    }
    // Faults of the caller are no faults of this span.
    if matches!(code, Code::Internal | Code::Unknown | Code::DeadlineExceeded | Code::Unavailable | Code::DataLoss) {
        span.set_status(Status::error(""));
    }
    span.end();
}
