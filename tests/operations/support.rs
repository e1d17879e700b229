//! Documents, calls and load that the tests share.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kayan::service::proto::{Document, ExtractEntitiesRequest, ExtractEntitiesResponse};
use tonic::{Code, Status};

use crate::common::{Client, Server};

/// A word that is in no list and must not be in any log or error.
pub(crate) const SECRET: &str = "زنبوركستان";

/// "Recep Tayyip Erdoğan arrived in Beirut on 3 March 2021", and the secret.
pub(crate) const TEXT: &str = "وصل رجب طيب أردوغان إلى بيروت في 3 مارس 2021 زنبوركستان.";

pub(crate) fn ask(text: &str) -> ExtractEntitiesRequest {
    let document = Document { id: "d".to_owned(), text: text.to_owned(), ..Document::default() };
    ExtractEntitiesRequest { document: Some(document), options: None }
}

/// Calls as the documents advise (docs/operations.md, "Clients"): UNAVAILABLE
/// and what the transport makes of a connection that was cut is tried again,
/// up to eight times, each after a longer pause.
pub(crate) async fn call(client: &mut Client, text: &str) -> Result<ExtractEntitiesResponse, Status> {
    let mut pause = Duration::from_millis(20);
    for _ in 0..8 {
        match client.extract_entities(ask(text)).await {
            Ok(response) => return Ok(response.into_inner()),
            Err(status) if status.code() == Code::Unavailable || broken(&status) => {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(1));
            }
            Err(status) => return Err(status),
        }
    }
    client.extract_entities(ask(text)).await.map(tonic::Response::into_inner)
}

/// Whether the library made the status of a connection that broke: errors of
/// the server have details.
fn broken(status: &Status) -> bool {
    status.details().is_empty() && matches!(status.code(), Code::Cancelled | Code::Unknown | Code::Internal)
}

/// Whether a load goes on, and how many calls have ended.
#[derive(Clone, Default)]
pub(crate) struct Load {
    stopped: Arc<AtomicBool>,
    answered: Arc<AtomicU64>,
}

impl Load {
    pub(crate) fn goes_on(&self) -> bool {
        !self.stopped.load(Ordering::Relaxed)
    }

    pub(crate) fn count(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Waits until so many more calls have ended.
    pub(crate) async fn more(&self, calls: u64) {
        let wanted = self.answered() + calls;
        until("calls go on", || self.answered() >= wanted).await;
    }
}

/// Waits until `done`, for half a minute at most.
pub(crate) async fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(30), "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The value of a metric; 0 when it is not shown.
pub(crate) fn metric(server: &Server, name: &str) -> f64 {
    let (_, page) = server.page("/metrics");
    let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map_or(0.0, |value| value.parse().expect("a number"))
}

/// Replaces a file at one stroke.
pub(crate) fn replace(file: &Path, content: &str) {
    let aside = file.with_extension("new");
    std::fs::write(&aside, content).expect("written");
    std::fs::rename(&aside, file).expect("replaced");
}

/// Nothing of texts and secrets is in the log.
pub(crate) fn assert_silent(server: &Server, secrets: &[&str]) {
    let log = server.log();
    assert!(log.len() > 2, "{log:?}");
    for line in &log {
        assert!(!line.contains(SECRET), "{line}");
        for secret in secrets {
            assert!(!line.contains(secret), "{line}");
        }
    }
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
