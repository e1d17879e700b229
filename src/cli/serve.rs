//! `kayan serve`: runs the server.

use std::net::SocketAddr;
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use super::common::GazetteerArgs;
use super::error::CliError;
use crate::server::{self, AdminPort, Config};
use crate::service::limits::Limits;

/// Serves kayan.v1 over gRPC until SIGTERM or SIGINT
#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// Address to serve gRPC on
    #[arg(long, env = "KAYAN__GRPC_ADDRESS", default_value = "127.0.0.1:50051", value_name = "IP:PORT")]
    grpc_address: SocketAddr,
    /// Address to serve /livez, /readyz, /version, /metrics and the playground on, over HTTP/1 [default: port 9090
    /// when gRPC is on loopback, otherwise none]
    #[arg(long, env = "KAYAN__ADMIN_ADDRESS", value_name = "IP:PORT")]
    admin_address: Option<SocketAddr>,
    /// Whether the admin port has a page to try the service in, /playground, and takes its gRPC-Web calls [default:
    /// true when both addresses are loopback]
    #[arg(
        long,
        env = "KAYAN__PLAYGROUND",
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    playground: Option<bool>,
    #[command(flatten)]
    gazetteer: GazetteerArgs,
    /// Calls in flight; more are refused with UNAVAILABLE
    #[arg(long, env = "KAYAN__MAX_IN_FLIGHT", default_value_t = Config::default().max_in_flight, value_name = "N")]
    max_in_flight: usize,
    /// Threads for large documents [default: the number of cores]
    #[arg(long, env = "KAYAN__WORKERS", value_name = "N")]
    workers: Option<usize>,
    /// Bytes of one text
    #[arg(long, env = "KAYAN__MAX_TEXT_BYTES", default_value_t = Limits::default().text_bytes, value_name = "N")]
    max_text_bytes: usize,
    /// Documents of one batch or stream message
    #[arg(long, env = "KAYAN__MAX_DOCUMENTS", default_value_t = Limits::default().documents, value_name = "N")]
    max_documents: usize,
    /// Bytes of one request message, once decompressed
    #[arg(long, env = "KAYAN__MAX_REQUEST_BYTES", default_value_t = Limits::default().request_bytes, value_name = "N")]
    max_request_bytes: usize,
    /// Entries of all lists of one request
    #[arg(long, env = "KAYAN__MAX_AD_HOC_ENTRIES", default_value_t = Limits::default().ad_hoc_entries, value_name = "N")]
    max_ad_hoc_entries: usize,
    /// Age at which a connection is asked to go; 0s for never
    #[arg(long, env = "KAYAN__CONNECTION_AGE", default_value = "300s", value_parser = duration, value_name = "TIME")]
    connection_age: Duration,
    /// How long to go on serving after SIGTERM
    #[arg(long, env = "KAYAN__SHUTDOWN_DELAY", default_value = "5s", value_parser = duration, value_name = "TIME")]
    shutdown_delay: Duration,
    /// How long calls in flight may take after that
    #[arg(long, env = "KAYAN__DRAIN_TIMEOUT", default_value = "20s", value_parser = duration, value_name = "TIME")]
    drain_timeout: Duration,
    /// What is logged, as a filter of tracing-subscriber
    #[arg(long, env = "KAYAN__LOG", default_value = "info", value_name = "FILTER")]
    log: EnvFilter,
}

/// Reads `250ms`, `5s` or `2m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let amount = text[..digits].parse::<u64>();
    match (amount, &text[digits..]) {
        (Ok(amount), "ms") => Ok(Duration::from_millis(amount)),
        (Ok(amount), "s") => Ok(Duration::from_secs(amount)),
        (Ok(amount), "m") if amount <= u64::MAX / 60 => Ok(Duration::from_secs(60 * amount)),
        _ => Err("expected a time such as 250ms, 5s or 2m".to_owned()),
    }
}

/// Runs the command.
pub(super) fn run(args: ServeArgs) -> Result<(), CliError> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).with_env_filter(args.log).init();
    // The message of a panic may quote the text that was worked on.
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(location, "panic");
    }));
    let defaults = Config::default();
    let config = Config {
        grpc_address: args.grpc_address,
        admin: AdminPort::new(args.grpc_address, args.admin_address, args.playground),
        gazetteer: args.gazetteer.options(),
        limits: Limits {
            text_bytes: args.max_text_bytes,
            documents: args.max_documents,
            request_bytes: args.max_request_bytes,
            ad_hoc_entries: args.max_ad_hoc_entries,
            ..defaults.limits
        },
        max_in_flight: args.max_in_flight,
        workers: args.workers.unwrap_or(defaults.workers),
        connection_age: args.connection_age,
        shutdown_delay: args.shutdown_delay,
        drain_timeout: args.drain_timeout,
        ..defaults
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(server::run(config));
    runtime.shutdown_background();
    Ok(result?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("5s"), Ok(Duration::from_secs(5)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        for text in ["5", "s", "", "-1s", "1h", "99999999999999999999s", "٥s"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
