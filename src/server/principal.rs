//! Who a call is from: what quotas and logs name it by.
//!
//! Whoever authenticates a call puts [`Principal::Key`] into the extensions of
//! its request before it reaches [`super::entry`]. A call that nobody has
//! authenticated is known by a header that the operator has named, which a
//! trusted proxy sets, or else by the address of its peer.
//!
//! Invariant: a principal never holds a secret, only the name of one.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use http::{HeaderName, Request};

/// Bytes of a header that are looked at; what follows makes no difference.
const MAX_HEADER_BYTES: usize = 128;

/// Who a call is from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Principal {
    /// An authenticated caller, by the name of its key or the subject of its
    /// token.
    #[allow(dead_code, reason = "made by authentication")]
    Key(Arc<str>),
    /// Whom the configured header names.
    Header(Arc<str>),
    /// Whoever calls from this address.
    Peer(IpAddr),
    /// Nobody knows.
    Unknown,
}

/// Where the connection of a call comes from; in the extensions of its request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) SocketAddr);

/// Whom `request` is from: who was authenticated, else whom `header` names,
/// else its peer.
pub(super) fn principal<B>(request: &Request<B>, header: Option<&HeaderName>) -> Principal {
    if let Some(known) = request.extensions().get::<Principal>() {
        return known.clone();
    }
    let named = header.and_then(|name| request.headers().get(name)).map(http::HeaderValue::as_bytes);
    if let Some(named) = named.filter(|value| !value.is_empty()) {
        let named = String::from_utf8_lossy(&named[..named.len().min(MAX_HEADER_BYTES)]);
        return Principal::Header(Arc::from(named));
    }
    // A caller with a whole IPv6 network at hand is one caller.
    match request.extensions().get::<Peer>() {
        Some(Peer(address)) => Principal::Peer(network(address.ip())),
        None => Principal::Unknown,
    }
}

/// The address itself, or the /64 network of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_before_a_header_and_a_header_before_the_peer() {
        let header = HeaderName::from_static("x-tenant");
        let mut request = Request::new(());
        assert_eq!(principal(&request, Some(&header)), Principal::Unknown);
        let peer = IpAddr::from([10, 0, 0, 7]);
        request.extensions_mut().insert(Peer(SocketAddr::from((peer, 1))));
        assert_eq!(principal(&request, Some(&header)), Principal::Peer(peer));
        request.headers_mut().insert(&header, "shop".parse().expect("a value"));
        assert_eq!(principal(&request, Some(&header)), Principal::Header("shop".into()));
        assert_eq!(principal(&request, None), Principal::Peer(peer));
        request.extensions_mut().insert(Principal::Key("billing".into()));
        assert_eq!(principal(&request, Some(&header)), Principal::Key("billing".into()));
    }

    #[test]
    fn long_headers_are_cut_and_addresses_of_one_network_are_one() {
        let header = HeaderName::from_static("x-tenant");
        let mut request = Request::new(());
        request.headers_mut().insert(&header, "a".repeat(1000).parse().expect("a value"));
        assert_eq!(principal(&request, Some(&header)), Principal::Header("a".repeat(MAX_HEADER_BYTES).into()));
        let address = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(address("2001:db8:1:2:3:4:5:6"), address("2001:db8:1:2::1"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
        assert_eq!(address("::ffff:10.0.0.7"), IpAddr::from([10, 0, 0, 7]));
    }
}
