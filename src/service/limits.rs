//! Limits that are checked before any work is done.

/// Limits of requests. Exceeding one is an error that states limit and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one text.
    pub text_bytes: usize,
    /// Documents of one batch or stream message.
    pub documents: usize,
    /// Bytes of one request message, once decompressed.
    pub request_bytes: usize,
    /// Bytes of one response message.
    pub response_bytes: usize,
    /// Entries of all lists of one request; ignored surfaces likewise.
    pub ad_hoc_entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text_bytes: 1 << 20,
            documents: 1000,
            request_bytes: 16 << 20,
            response_bytes: 64 << 20,
            ad_hoc_entries: 10_000,
        }
    }
}
