//! What one value cannot say alone: bounds, and values that need each other.

use std::time::Duration;

use super::value::check_filter;
use crate::server::config::Config;

/// Adds the faults of `config`.
pub(super) fn check(config: &Config, faults: &mut Vec<String>) {
    let mut refuse = |fault: bool, message: &str| {
        if fault {
            faults.push(message.to_owned());
        }
    };
    refuse(
        config.grpc_address.port() != 0 && config.admin_address == Some(config.grpc_address),
        "grpc_address and admin_address are the same",
    );
    for (key, number) in [
        ("max_in_flight", config.max_in_flight),
        ("max_streams_per_connection", config.max_streams_per_connection as usize),
        ("workers", config.workers),
        ("max_text_bytes", config.limits.text_bytes),
        ("max_documents", config.limits.documents),
        ("max_request_bytes", config.limits.request_bytes),
        ("max_response_bytes", config.limits.response_bytes),
        ("tls.max_handshakes", config.tls.max_handshakes),
    ] {
        refuse(number == 0, &format!("{key}: must be at least 1"));
    }
    refuse(config.workers > 1024, "workers: must be at most 1024");
    refuse(config.max_in_flight > 1 << 20, "max_in_flight: must be at most 1048576");
    refuse(config.limits.text_bytes > u32::MAX as usize, "max_text_bytes: offsets have 32 bits, so at most 4294967295");
    refuse(
        config.limits.text_bytes > config.limits.request_bytes,
        "max_text_bytes is more than max_request_bytes: no such text could be sent",
    );
    let tls = &config.tls;
    refuse(tls.certificate.is_some() && tls.key.is_none(), "tls.certificate needs tls.key");
    refuse(tls.key.is_some() && tls.certificate.is_none(), "tls.key needs tls.certificate");
    refuse(tls.client_ca.is_some() && tls.certificate.is_none(), "tls.client_ca needs tls.certificate");
    refuse(tls.handshake_timeout.is_zero(), "tls.handshake_timeout: must be more than 0s");
    let auth = &config.auth;
    refuse(auth.jwt_issuer.is_some() && auth.jwks.is_none(), "auth.jwt_issuer needs auth.jwks");
    refuse(auth.jwt_audience.is_some() && auth.jwks.is_none(), "auth.jwt_audience needs auth.jwks");
    let interval = config.reload.interval;
    refuse(
        !interval.is_zero() && interval < Duration::from_millis(100),
        "reload.interval: must be 0s or at least 100ms",
    );
    if let Err(fault) = check_filter(&config.log.filter) {
        refuse(true, &format!("log: {fault}"));
    }
    refuse(!(0.0..=1.0).contains(&config.otlp.sample_ratio), "otlp.sample_ratio: must be from 0 to 1");
    if let Some(endpoint) = &config.otlp.endpoint {
        let uri = endpoint.parse::<http::Uri>().ok();
        let authority = uri.as_ref().filter(|uri| uri.scheme_str() == Some("http")).and_then(http::Uri::authority);
        refuse(authority.is_none(), "otlp.endpoint: expected a URL such as http://127.0.0.1:4317");
        refuse(
            authority.is_some_and(|authority| authority.as_str().contains('@')),
            "otlp.endpoint: a URL with a password would be shown; put a collector without one beside the server",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(change: impl FnOnce(&mut Config)) -> Vec<String> {
        let (mut config, mut faults) = (Config::default(), Vec::new());
        change(&mut config);
        check(&config, &mut faults);
        faults
    }

    #[test]
    fn the_defaults_hold_and_contradictions_do_not() {
        assert_eq!(faults(|_| {}), Vec::<String>::new());
        type Change = fn(&mut Config);
        let cases: [(&str, Change); 10] = [
            ("same", |c| c.admin_address = Some(c.grpc_address)),
            ("workers", |c| c.workers = 0),
            ("no such text", |c| c.limits.text_bytes = 17 << 20),
            ("tls.certificate needs", |c| c.tls.certificate = Some("c.pem".into())),
            ("tls.key needs", |c| c.tls.key = Some("k.pem".into())),
            ("tls.client_ca needs", |c| c.tls.client_ca = Some("ca.pem".into())),
            ("auth.jwt_issuer needs", |c| c.auth.jwt_issuer = Some("me".to_owned())),
            ("log:", |c| c.log.filter = "kayan=loud".to_owned()),
            ("URL such as", |c| c.otlp.endpoint = Some("collector".to_owned())),
            ("password", |c| c.otlp.endpoint = Some("http://user:hunter2@collector:4317".to_owned())),
        ];
        for (expected, change) in cases {
            let found = faults(change);
            assert!(found.len() == 1 && found[0].contains(expected), "{expected}: {found:?}");
            assert!(!found[0].contains("hunter2"));
        }
    }
}
