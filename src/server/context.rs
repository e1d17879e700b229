//! What a call brings along to be found again: its request id and its trace.
//!
//! Both are taken from the caller where they are well formed, and made here
//! otherwise. Nothing of a caller reaches a log but through here, with what
//! could break a line or a page put away.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderMap, HeaderValue};

/// Header with the id of a request, in both directions.
pub(super) const REQUEST_ID: &str = "x-request-id";
/// Header of W3C Trace Context.
const TRACE_PARENT: &str = "traceparent";
/// Characters of an id.
const MAX_ID: usize = 64;

/// By what a call is found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CallContext {
    /// Letters, digits and `-_.:`, at most 64.
    pub(super) request_id: String,
    /// Whether the caller has chosen the id.
    pub(super) chosen: bool,
    /// The trace that the call belongs to.
    pub(super) trace: Option<TraceParent>,
}

/// A `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TraceParent {
    /// Not 0.
    pub(super) trace_id: u128,
    /// Not 0.
    pub(super) span_id: u64,
    /// Whether the caller records its trace.
    pub(super) sampled: bool,
}

impl CallContext {
    /// Reads the headers of a call.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let chosen = headers.get(REQUEST_ID).and_then(|value| clean(value.as_bytes()));
        let trace = headers.get(TRACE_PARENT).and_then(|value| trace_parent(value.to_str().ok()?));
        Self { chosen: chosen.is_some(), request_id: chosen.unwrap_or_else(new_id), trace }
    }

    /// The id as a header.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.request_id).ok()
    }
}

/// An id without what has no place in one; none when nothing is left.
fn clean(id: &[u8]) -> Option<String> {
    let keep = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    let id: String = id.iter().filter(|byte| keep(byte)).take(MAX_ID).map(|byte| char::from(*byte)).collect();
    (!id.is_empty()).then_some(id)
}

/// An id that no other call of any server is likely to have.
fn new_id() -> String {
    static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}", SEED.hash_one(NUMBER.fetch_add(1, Ordering::Relaxed)))
}

/// Reads version 00, and of later versions what they have in common with it.
fn trace_parent(text: &str) -> Option<TraceParent> {
    let mut parts = text.trim().split('-');
    let mut part = |digits: usize| {
        let part = parts.next()?;
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (part.len() == digits && part.bytes().all(hex)).then_some(part)
    };
    let (version, trace, span, flags) = (part(2)?, part(32)?, part(16)?, part(2)?);
    if version == "ff" || version == "00" && parts.next().is_some() {
        return None;
    }
    let trace_id = u128::from_str_radix(trace, 16).ok().filter(|id| *id != 0)?;
    let span_id = u64::from_str_radix(span, 16).ok().filter(|id| *id != 0)?;
    let sampled = u8::from_str_radix(flags, 16).ok()? & 1 == 1;
    Some(TraceParent { trace_id, span_id, sampled })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_callers_are_cleaned_and_others_are_made() {
        let context = |id: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_bytes(id).expect("a value"));
            CallContext::of(&headers)
        };
        assert_eq!(context(b"a-1_B.c:2").request_id, "a-1_B.c:2");
        let long = context("x\"\\{}\t \u{628}\u{202e}y".repeat(100).as_bytes());
        assert_eq!((long.request_id.as_str(), long.chosen), ("xy".repeat(32).as_str(), true));
        let (first, second) = (context("\u{628}".as_bytes()), context(b""));
        assert!(!first.chosen && first.request_id.len() == 16 && first.request_id != second.request_id);
    }

    #[test]
    fn traces_are_read_as_the_standard_says() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let parent = trace_parent(good).expect("a trace");
        assert_eq!(parent.trace_id, 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736);
        assert_eq!((parent.span_id, parent.sampled), (0x00f0_67aa_0ba9_02b7, true));
        assert!(trace_parent(&good.replacen("00", "01", 1)).is_some());
        assert!(trace_parent(&format!("{}-more", good.replacen("00", "01", 1))).is_some());
        for bad in [
            "",
            "00",
            &good.to_uppercase(),
            &good.replacen("00", "ff", 1),
            &format!("{good}-more"),
            &good.replace("4bf92f3577b34da6a3ce929d0e0e4736", &"0".repeat(32)),
            &good.replace("00f067aa0ba902b7", &"0".repeat(16)),
            &good.replace("4736", "47é6"),
        ] {
            assert_eq!(trace_parent(bad), None, "{bad}");
        }
    }
}
