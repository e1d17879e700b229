//! The deadline of a document, asked often and read seldom.
//!
//! Every loop over the tokens, names or candidates of a document takes a step
//! for each and stops when the time is up; what it has found so far is thrown
//! away by [`crate::extract`].
//!
//! Invariant: without a deadline nothing is read from the clock, and whether
//! there is one never shows in an answer.

use std::cell::Cell;
use std::time::Instant;

/// Steps between two looks at the clock. A step is one token, name or
/// candidate in one stage, a few microseconds at the very most: the clock is
/// read every few milliseconds or more often.
const INTERVAL: u32 = 512;

/// When to stop.
#[derive(Debug, Default)]
pub struct Deadline {
    at: Option<Instant>,
    steps: Cell<u32>,
    passed: Cell<bool>,
}

impl Deadline {
    /// Stops at `at`, or never.
    pub fn new(at: Option<Instant>) -> Self {
        Self { at, ..Self::default() }
    }

    /// No deadline.
    pub fn never() -> Self {
        Self::default()
    }

    /// Takes a step, and says whether to stop.
    #[inline]
    pub fn stops(&self) -> bool {
        if self.at.is_none() {
            return false;
        }
        let steps = self.steps.get() + 1;
        self.steps.set(steps % INTERVAL);
        if steps < INTERVAL { self.passed.get() } else { self.is_over() }
    }

    /// Whether the time is up, by the clock. Once up, always up.
    pub fn is_over(&self) -> bool {
        let over = self.passed.get() || self.at.is_some_and(|at| Instant::now() >= at);
        self.passed.set(over);
        over
    }
}

#[cfg(test)]
mod tests {
    use super::{Deadline, INTERVAL};
    use std::time::{Duration, Instant};

    #[test]
    fn a_passed_deadline_shows_within_an_interval() {
        let deadline = Deadline::new(Some(Instant::now()));
        let steps = (1..).find(|_| deadline.stops());
        assert_eq!(steps, Some(INTERVAL));
        assert!(deadline.stops() && deadline.is_over());
    }

    #[test]
    fn neither_none_nor_a_later_one_stops() {
        let later = Deadline::new(Some(Instant::now() + Duration::from_secs(3600)));
        for deadline in [Deadline::never(), later] {
            assert!((0..3 * INTERVAL).all(|_| !deadline.stops()) && !deadline.is_over());
        }
    }
}
