//! Whether the server wants calls: told to health, to the admin port and to
//! whoever logs it, all from one place.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::service::proto::entity_extraction_service_server::SERVICE_NAME;

/// Health of the process itself, for liveness probes: SERVING from the start.
pub(super) const LIVENESS: &str = "liveness";

/// Whether the server wants calls.
#[derive(Clone, Debug)]
pub(super) struct Readiness {
    ready: Arc<AtomicBool>,
    reporter: HealthReporter,
}

impl Readiness {
    /// Not ready, and known to be so before the first call.
    pub(super) async fn new(reporter: HealthReporter) -> Self {
        let readiness = Self { ready: Arc::default(), reporter };
        readiness.set(false).await;
        readiness.reporter.set_service_status(LIVENESS, ServingStatus::Serving).await;
        readiness
    }

    /// Tells everyone.
    pub(super) async fn set(&self, ready: bool) {
        self.ready.store(ready, Ordering::Relaxed);
        let status = if ready { ServingStatus::Serving } else { ServingStatus::NotServing };
        for service in ["", SERVICE_NAME] {
            self.reporter.set_service_status(service, status).await;
        }
    }

    /// Whether the server wants calls.
    pub(super) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }
}
