//! Which failures are worth another try, and when.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::StatusExt;

/// When a failed call is tried again. A server that says how long to wait is
/// obeyed; else the pause doubles from try to try. All pauses are varied by a
/// fifth, so that clients do not come back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Tries in all; 1 for no second one.
    pub attempts: u32,
    /// The pause after the first failure.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts: 5, first_pause: Duration::from_millis(100), longest_pause: Duration::from_secs(5) }
    }
}

impl RetryPolicy {
    /// Nothing is tried again.
    pub const NEVER: Self = Self { attempts: 1, first_pause: Duration::ZERO, longest_pause: Duration::ZERO };

    /// How long to wait after `failures` failures of which `status` is the
    /// last; none when another try would not help or all have been made.
    pub fn pause(&self, status: &Status, failures: u32) -> Option<Duration> {
        if failures >= self.attempts || !is_transient(status) {
            return None;
        }
        let doubled = self.first_pause.saturating_mul(1 << (failures.max(1) - 1).min(16));
        let told = status.get_details_retry_info().and_then(|info| info.retry_delay);
        Some(
            told.map_or(doubled, |told| told.max(doubled))
                .min(self.longest_pause.max(self.first_pause))
                .mul_f64(varied()),
        )
    }

    /// Calls until an answer comes or another try is in vain. Also returns the
    /// number of tries that were made.
    ///
    /// # Errors
    /// The status of the last try.
    pub async fn call<T, F>(&self, mut call: impl FnMut() -> F) -> (Result<T, Status>, u32)
    where
        F: Future<Output = Result<T, Status>>,
    {
        let mut tries = 1;
        loop {
            match call().await {
                Ok(answer) => return (Ok(answer), tries),
                Err(status) => match self.pause(&status, tries) {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => return (Err(status), tries),
                },
            }
            tries += 1;
        }
    }
}

/// Whether the same call may be answered later or elsewhere. A quota says when
/// by RetryInfo; without it RESOURCE_EXHAUSTED is about the call itself. A
/// connection that its server has closed ends calls with CANCELLED or UNKNOWN
/// and the cause behind them.
fn is_transient(status: &Status) -> bool {
    match status.code() {
        Code::Unavailable => true,
        Code::ResourceExhausted => status.get_details_retry_info().is_some(),
        Code::Cancelled | Code::Unknown | Code::Internal => std::error::Error::source(status).is_some(),
        _ => false,
    }
}

/// A factor from 0.8 to 1.2.
fn varied() -> f64 {
    let random = RandomState::new().build_hasher().finish() >> 32;
    0.8 + 0.4 * random as f64 / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::error::ServiceError;

    const POLICY: RetryPolicy =
        RetryPolicy { attempts: 4, first_pause: Duration::from_millis(100), longest_pause: Duration::from_secs(2) };

    fn about(pause: Option<Duration>, milliseconds: f64) -> bool {
        let found = pause.map_or(0.0, |pause| pause.as_secs_f64() * 1e3);
        (milliseconds * 0.79..=milliseconds * 1.21).contains(&found)
    }

    #[test]
    fn pauses_double_and_end() {
        let status = Status::unavailable("");
        for (failures, milliseconds) in [(1, 100.0), (2, 200.0), (3, 400.0)] {
            assert!(about(POLICY.pause(&status, failures), milliseconds), "{failures}");
        }
        assert_eq!(POLICY.pause(&status, 4), None);
        assert_eq!(RetryPolicy::NEVER.pause(&status, 1), None);
    }

    #[test]
    fn what_the_server_says_is_obeyed_within_bounds() {
        let told = |seconds| Status::from(ServiceError::Overloaded { retry_after: Duration::from_secs(seconds) });
        assert!(about(POLICY.pause(&told(1), 1), 1000.0));
        assert!(about(POLICY.pause(&told(60), 1), 2000.0));
    }

    #[test]
    fn faults_of_the_call_are_not_tried_again() {
        let too_large = Status::from(ServiceError::ResponseTooLarge(String::new()));
        for status in [Status::invalid_argument(""), Status::deadline_exceeded(""), Status::internal(""), too_large] {
            assert_eq!(POLICY.pause(&status, 1), None, "{status:?}");
        }
        let cut = Status::from_error(Box::new(std::io::Error::from(std::io::ErrorKind::ConnectionReset)));
        assert!(POLICY.pause(&cut, 1).is_some(), "{cut:?}");
    }

    #[tokio::test]
    async fn a_call_is_tried_until_it_is_answered() {
        let policy = RetryPolicy { first_pause: Duration::from_millis(1), ..POLICY };
        let left = std::cell::Cell::new(2);
        let call = || {
            left.set(left.get() - 1);
            let answer = if left.get() < 0 { Ok(7) } else { Err(Status::unavailable("")) };
            std::future::ready(answer)
        };
        let (answer, tries) = policy.call(call).await;
        assert_eq!((answer.expect("an answer"), tries), (7, 3));
        let (answer, tries) = policy.call(|| std::future::ready(Err::<(), _>(Status::unavailable("")))).await;
        assert_eq!((answer.expect_err("a status").code(), tries), (Code::Unavailable, 4));
    }
}
