//! Files that are read again while the server runs: lists, certificates, keys.
//!
//! One thread looks at all of them by turns, when the interval has passed or
//! the process gets SIGHUP. What is new is built aside and checked; only then
//! it takes the place of the old by one swap. What is bad is refused, counted
//! and logged once, and the old serves on.
//!
//! Invariant: nothing here holds up a call.

mod lists;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

pub(super) use self::lists::Lists;
pub use self::lists::ListsError;
use super::auth::Auth;
use super::config::ReloadConfig;
use super::metrics::Metrics;
use super::tls::Tls;
use crate::service::loaded::{Current, Loaded};

/// How often the previous gazetteer is looked at, whose time may be over.
const TICK: Duration = Duration::from_secs(1);

/// All that is read again.
pub(super) struct Reloader {
    pub(super) lists: Lists,
    pub(super) current: Arc<Current>,
    pub(super) tls: Option<Arc<Tls>>,
    pub(super) auth: Arc<Auth>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) config: ReloadConfig,
}

impl Reloader {
    /// Looks at the files until `wake` has no sender; a message wants it done
    /// at once.
    pub(super) fn run(mut self, wake: &Receiver<()>) {
        let interval = self.config.interval;
        let mut last = Instant::now();
        loop {
            let wait = if interval.is_zero() { TICK } else { interval.min(TICK) };
            let forced = match wake.recv_timeout(wait) {
                Ok(()) => true,
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            self.current.expire();
            if forced || !interval.is_zero() && last.elapsed() >= interval {
                self.look(forced);
                last = Instant::now();
            }
        }
    }

    fn look(&mut self, forced: bool) {
        if let Some(tls) = &self.tls {
            self.tell("certificates", tls.reload());
        }
        self.tell("api_keys", self.auth.reload_keys());
        self.tell("jwks", self.auth.reload_jwks());
        let begun = Instant::now();
        match self.lists.reload(forced) {
            Ok(None) => {}
            Ok(Some(gazetteer)) => {
                let loaded = Loaded::new(gazetteer, SystemTime::now());
                let digest = loaded.version.digest.clone();
                // Files may change and say the same.
                if self.current.get().is_ok_and(|current| current.version.digest == digest) {
                    tracing::info!(digest, "gazetteer read again: nothing new");
                    return;
                }
                self.current.set(loaded, self.config.grace);
                self.metrics.count_reload("gazetteer", "ok");
                let milliseconds = begun.elapsed().as_millis() as u64;
                tracing::info!(digest, milliseconds, "gazetteer reloaded");
            }
            Err(error) => {
                self.metrics.count_reload("gazetteer", "refused");
                tracing::error!(%error, "gazetteer refused: the old one serves on");
            }
        }
    }

    fn tell<E: std::fmt::Display>(&self, what: &'static str, reloaded: Result<bool, E>) {
        match reloaded {
            Ok(false) => {}
            Ok(true) => {
                self.metrics.count_reload(what, "ok");
                tracing::info!(what, "reloaded");
            }
            Err(error) => {
                self.metrics.count_reload(what, "refused");
                tracing::error!(what, %error, "refused: the old ones hold on");
            }
        }
    }
}
