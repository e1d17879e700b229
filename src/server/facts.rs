//! What is true at the time of a scrape: the gazetteer, the queue, documents,
//! certificates.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

use super::tls::Tls;
use crate::service::answer::entity_type;
use crate::service::loaded::Current;
use crate::service::tally::Tally;

/// Where the facts are.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) current: Arc<Current>,
    pub(super) tally: Arc<Tally>,
    pub(super) queued: Arc<AtomicI64>,
    pub(super) tls: Option<Arc<Tls>>,
}

impl Collector for Facts {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let counts = self.tally.counts();
        let mut counter = |name: &str, help: &str, value: u64| {
            ConstCounter::new(value).encode(encoder.encode_descriptor(name, help, None, MetricType::Counter)?)
        };
        counter("documents", "Documents that were answered", counts.documents)?;
        counter("documents_failed", "Documents that were not answered, by deadline or fault", counts.failed)?;
        counter("text_bytes", "Bytes of text of the documents that were answered", counts.bytes)?;
        let mut mentions =
            encoder.encode_descriptor("mentions", "Mentions that were returned, by type", None, MetricType::Counter)?;
        for (kind, count) in counts.mentions {
            ConstCounter::new(count).encode(mentions.encode_family(&[("type", kind.as_str_name())])?)?;
        }
        let mut gauge = |name: &str, help: &str, value: f64| {
            ConstGauge::new(value).encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)
        };
        gauge("worker_queue", "Jobs that wait for a thread", self.queued.load(Ordering::Relaxed) as f64)?;
        let help = "When the certificate ends, in seconds since 1970; 0 without TLS";
        let not_after = self.tls.as_ref().map_or(0, |tls| tls.not_after());
        gauge("tls_certificate_not_after_seconds", help, not_after as f64)?;
        let Ok(loaded) = self.current.get() else { return Ok(()) };
        let since = |time: SystemTime| time.duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
        let help = "When the gazetteer in force was loaded, in seconds since 1970";
        gauge("gazetteer_load_time_seconds", help, since(loaded.load_time))?;
        let help = "Seconds since the gazetteer in force was loaded";
        gauge("gazetteer_age_seconds", help, loaded.load_time.elapsed().map_or(0.0, |age| age.as_secs_f64()))?;
        gauge("gazetteers_loaded", "Gazetteers that can be pinned", self.current.digests().len() as f64)?;
        let help = "The gazetteer in force; always 1";
        let mut info = encoder.encode_descriptor("gazetteer_info", help, None, MetricType::Gauge)?;
        let labels = [("version", loaded.version.version.as_str()), ("digest", loaded.version.digest.as_str())];
        ConstGauge::new(1_i64).encode(info.encode_family(&labels)?)?;
        let help = "Entities of the gazetteer in force, by type";
        let mut entities = encoder.encode_descriptor("gazetteer_entities", help, None, MetricType::Gauge)?;
        for &(kind, count, _) in loaded.counts() {
            let name = entity_type(kind).as_str_name();
            ConstGauge::new(count as i64).encode(entities.encode_family(&[("type", name)])?)?;
        }
        Ok(())
    }
}
