//! Where extraction runs: small work on the spot, larger work on a bounded
//! pool, and none for a caller who has gone.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use tokio::sync::oneshot;

use super::answer::{Frame, answer};
use super::error::ServiceError;
use super::loaded::Loaded;
use super::proto::ExtractEntitiesResponse;
use super::request::{CheckedDocument, CheckedOptions};
use crate::extract::Extractor;
use crate::gazetteer::Gazetteer;

thread_local! {
    static EXTRACTOR: RefCell<Option<Extractor>> = const { RefCell::new(None) };
}

/// The CPU pool and what is small enough to go without it.
#[derive(Debug)]
pub struct Workers {
    pool: rayon::ThreadPool,
    inline_bytes: usize,
    queued: Arc<AtomicI64>,
}

impl Workers {
    /// A pool of `threads` threads; work on at most `inline_bytes` of text is
    /// done by the calling thread.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn new(threads: usize, inline_bytes: usize) -> Result<Self, rayon::ThreadPoolBuildError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|i| format!("kayan-worker-{i}"))
            .build()?;
        Ok(Self { pool, inline_bytes, queued: Arc::default() })
    }

    /// How many jobs wait for a thread of the pool.
    pub fn queued(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.queued)
    }

    /// Whether work on so much text goes without the pool.
    pub fn inline(&self, bytes: usize) -> bool {
        bytes <= self.inline_bytes
    }

    /// Runs `job`, which works on `bytes` of text. It is given a question to
    /// ask between pieces of its work: has the caller gone?
    ///
    /// # Errors
    /// [`ServiceError::Internal`] when the job panicked.
    pub async fn run<T, F>(&self, bytes: usize, job: F) -> Result<T, ServiceError>
    where
        T: Send + 'static,
        F: FnOnce(&(dyn Fn() -> bool + Sync)) -> T + Send + 'static,
    {
        if self.inline(bytes) {
            return Ok(job(&|| false));
        }
        let (sender, receiver) = oneshot::channel();
        let queued = self.queued();
        queued.fetch_add(1, Ordering::Relaxed);
        self.pool.spawn(move || {
            queued.fetch_sub(1, Ordering::Relaxed);
            if sender.is_closed() {
                return;
            }
            let result = catch_unwind(AssertUnwindSafe(|| job(&|| sender.is_closed())));
            if let Ok(result) = result {
                // A failure to send means that the caller has gone.
                let _ = sender.send(result);
            }
        });
        receiver.await.map_err(|_| ServiceError::Internal)
    }
}

/// Extracts from one document on the calling thread. A panic of the engine
/// becomes an internal error of this document alone.
///
/// # Errors
/// When the deadline passed, or after a panic.
pub fn extract(
    document: &CheckedDocument,
    options: &mut CheckedOptions,
    loaded: &Loaded,
    deadline: Option<Instant>,
) -> Result<ExtractEntitiesResponse, ServiceError> {
    if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
        return Err(ServiceError::DeadlineExceeded);
    }
    options.options.reference_date = document.reference_date;
    let extraction = with_extractor(&loaded.gazetteer, document.text.len(), |extractor| {
        let extraction = extractor.extract(&document.text, &options.options, deadline)?;
        let frame = Frame {
            document_id: &document.id,
            offset_encoding: options.offset_encoding,
            gazetteer: &loaded.version,
            time_zone: &document.time_zone,
        };
        Ok(answer(&document.text, extraction, frame))
    })?;
    extraction.map_err(|_: crate::extract::DeadlineExceeded| ServiceError::DeadlineExceeded)
}

/// Works on a text of `bytes` bytes with this thread's extractor for
/// `gazetteer`, a new one after a reload or after a panic, which may have left
/// the buffers in disorder.
///
/// # Errors
/// [`ServiceError::Internal`] after a panic.
pub fn with_extractor<T>(
    gazetteer: &Arc<Gazetteer>,
    bytes: usize,
    work: impl FnOnce(&mut Extractor) -> T,
) -> Result<T, ServiceError> {
    let mut extractor = EXTRACTOR
        .with_borrow_mut(Option::take)
        .filter(|extractor| Arc::ptr_eq(extractor.gazetteer(), gazetteer))
        .unwrap_or_else(|| Extractor::new(Arc::clone(gazetteer)));
    let Ok(result) = catch_unwind(AssertUnwindSafe(|| work(&mut extractor))) else {
        tracing::error!(bytes, "extraction panicked");
        return Err(ServiceError::Internal);
    };
    EXTRACTOR.with_borrow_mut(|slot| *slot = Some(extractor));
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn small_work_stays_on_its_thread_and_large_work_does_not() {
        let workers = Workers::new(1, 10).expect("a pool");
        let here = std::thread::current().id();
        assert_eq!(workers.run(10, |_| std::thread::current().id()).await, Ok(here));
        assert_ne!(workers.run(11, |_| std::thread::current().id()).await, Ok(here));
    }

    #[tokio::test]
    async fn a_panic_in_the_pool_is_an_internal_error_and_the_pool_goes_on() {
        let workers = Workers::new(1, 0).expect("a pool");
        let failed: Result<(), _> = workers.run(1, |_| panic!("on purpose")).await;
        assert_eq!(failed, Err(ServiceError::Internal));
        assert_eq!(workers.run(1, |_| 7).await, Ok(7));
    }

    #[tokio::test]
    async fn work_is_skipped_when_its_caller_has_gone() {
        let workers = Workers::new(1, 0).expect("a pool");
        let (release, gate) = std::sync::mpsc::channel::<()>();
        let (done, ran) = std::sync::mpsc::channel();
        let mut busy = Box::pin(workers.run(1, move |_| gate.recv().is_ok()));
        let mut gone = Box::pin(workers.run(1, move |_| done.send(()).is_ok()));
        assert!(futures_util::FutureExt::now_or_never(&mut busy).is_none());
        assert!(futures_util::FutureExt::now_or_never(&mut gone).is_none());
        drop(gone);
        release.send(()).expect("the first job waits");
        assert_eq!(busy.await, Ok(true));
        assert_eq!(workers.run(1, |_| ()).await, Ok(()));
        assert!(ran.try_recv().is_err(), "the second job was skipped");
    }
}
