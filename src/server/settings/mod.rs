//! Settings: defaults, then a file, then the environment, then flags.
//!
//! [`SETTINGS`] is the one table: key, name of the value, meaning, and how it
//! is read and written. The file's keys, the variables, the flags of `kayan
//! serve`, `--print-config` and `docs/configuration.md` all come from it, so a
//! new setting is a field of [`Config`] and a row here. [`mod@layers`] puts the
//! layers upon each other, [`check`] holds what one value cannot say alone.
//!
//! Invariant: all faults of all layers are told at once, with where they
//! stand, and nothing that was given is quoted but keys and names.

mod check;
mod file;
mod layers;
mod page;
mod print;
mod value;

pub use self::layers::{Effective, Origin, SettingsError, layers};
pub use self::page::tables;
use self::value::Value;
pub use self::value::{Raw, Shown, duration};
use super::config::Config;

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Key in the file; a dot leads into a table.
    pub key: &'static str,
    /// What its value is called.
    pub value_name: &'static str,
    /// What it means, one line.
    pub help: &'static str,
    /// The default in words, where it depends on the machine; else empty.
    pub default: &'static str,
    /// Whether a flag without a value means true.
    pub switch: bool,
    /// Whether it has several values.
    pub list: bool,
    read: fn(&mut Config, &Raw) -> Result<(), String>,
    write: fn(&Config) -> Shown,
}

impl Setting {
    /// Its flag, without the two hyphens in front.
    pub fn flag(&self) -> String {
        self.key.replace(['.', '_'], "-")
    }

    /// Its variable.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.key.replace('.', "__").to_ascii_uppercase())
    }

    /// Its value in `config`.
    pub fn shown(&self, config: &Config) -> Shown {
        (self.write)(config)
    }
}

/// What the names of all variables begin with.
pub const PREFIX: &str = "KAYAN__";

/// The variable with the path of the file.
pub const FILE_VARIABLE: &str = "KAYAN__CONFIG";

macro_rules! row {
    ($key:literal, $name:literal, $first:ident $(. $more:ident)*, $help:literal $(, $default:literal)?) => {
        row!(@ value_of(|config: &Config| &config.$first $(. $more)*), $key, $name, $first $(. $more)*, $help, concat!("" $(, $default)?))
    };
    (@ $type:expr, $key:literal, $name:literal, $($field:ident).+, $help:literal, $default:expr) => {
        Setting {
            key: $key,
            value_name: $name,
            help: $help,
            default: $default,
            switch: $type.switch,
            list: $type.list,
            read: |config, raw| {
                config.$($field).+ = Value::read(raw)?;
                Ok(())
            },
            write: |config| config.$($field).+.write(),
        }
    };
}

/// What the type of a field says.
struct Traits {
    switch: bool,
    list: bool,
}

const fn value_of<T: Value>(_: fn(&Config) -> &T) -> Traits {
    Traits { switch: T::SWITCH, list: T::LIST }
}

/// All settings, in the order in which they are shown.
pub static SETTINGS: &[Setting] = &[
    row!("grpc_address", "IP:PORT", grpc_address, "Address to serve gRPC on"),
    row!(
        "admin_address",
        "IP:PORT",
        admin_address,
        "Address to serve /livez, /readyz, /version, /metrics and the playground on, over HTTP/1",
        "port 9090 when gRPC is on loopback, otherwise none"
    ),
    row!(
        "playground",
        "BOOL",
        playground,
        "Whether the admin port has a page to try the service in, /playground, and takes its gRPC-Web calls",
        "true when both addresses are loopback"
    ),
    row!("gazetteer", "PATH", gazetteer.paths, "Adds lists to the built-in ones: folders or files, divided by ':'"),
    row!("gazetteer_only", "BOOL", gazetteer.without_default, "Leaves the built-in lists of names out"),
    row!("max_in_flight", "N", max_in_flight, "Calls in flight; more are refused with UNAVAILABLE"),
    row!("max_streams_per_connection", "N", max_streams_per_connection, "Calls of one connection at a time"),
    row!("workers", "N", workers, "Threads for large documents", "the number of cores"),
    row!("inline_bytes", "N", inline_bytes, "Bytes of text that are worked on without the pool of threads"),
    row!("max_text_bytes", "N", limits.text_bytes, "Bytes of one text"),
    row!("max_documents", "N", limits.documents, "Documents of one batch or stream message"),
    row!("max_request_bytes", "N", limits.request_bytes, "Bytes of one request message, once decompressed"),
    row!("max_response_bytes", "N", limits.response_bytes, "Bytes of one response message"),
    row!("max_ad_hoc_entries", "N", limits.ad_hoc_entries, "Entries of all lists of one request"),
    row!("connection_age", "TIME", connection_age, "Age at which a connection is asked to go; 0s for never"),
    row!("shutdown_delay", "TIME", shutdown_delay, "How long to go on serving after SIGTERM"),
    row!("drain_timeout", "TIME", drain_timeout, "How long calls in flight may take after that"),
    row!("log", "FILTER", log.filter, "What is logged, as a filter of tracing-subscriber"),
    row!("log_format", "FORMAT", log.format, "Form of log lines: json or text"),
    row!("tls.certificate", "FILE", tls.certificate, "PEM file of the certificate and its chain; plain text without"),
    row!("tls.key", "FILE", tls.key, "PEM file of the private key of the certificate"),
    row!(
        "tls.client_ca",
        "FILE",
        tls.client_ca,
        "PEM file of authorities; callers must show a certificate they signed"
    ),
    row!("tls.max_handshakes", "N", tls.max_handshakes, "Handshakes at a time; further connections wait"),
    row!("tls.handshake_timeout", "TIME", tls.handshake_timeout, "How long a connection may wait and shake hands"),
    row!("auth.api_keys", "FILE", auth.api_keys, "TOML file of API keys, as SHA-256 hashes"),
    row!("auth.jwks", "FILE", auth.jwks, "JWKS file of the public keys that sign tokens (RS256, ES256, EdDSA)"),
    row!("auth.jwt_issuer", "TEXT", auth.jwt_issuer, "The issuer that tokens must have"),
    row!("auth.jwt_audience", "TEXT", auth.jwt_audience, "The audience that tokens must have"),
    row!("auth.open_reflection", "BOOL", auth.open_reflection, "Lets reflection answer without credentials"),
    row!(
        "reload.interval",
        "TIME",
        reload.interval,
        "How often lists, certificates and keys are compared; 0s for only on SIGHUP"
    ),
    row!("reload.grace", "TIME", reload.grace, "How long the previous gazetteer stays for calls that pin it"),
    row!(
        "otlp.endpoint",
        "URL",
        otlp.endpoint,
        "Collector to send traces to by OTLP over gRPC, such as http://127.0.0.1:4317"
    ),
    row!(
        "otlp.sample_ratio",
        "RATIO",
        otlp.sample_ratio,
        "Share of calls without a trace of their own that are traced"
    ),
];

/// The setting with this key.
pub fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

/// `; did you mean …?` when one of `known` is like `name`, else nothing.
fn suggestion<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    // Two letters that have changed places weigh too much in short names.
    let likeness = |candidate: &&str| match strsim::osa_distance(name, candidate) {
        0 | 1 => 1.0,
        _ => strsim::jaro_winkler(name, candidate),
    };
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.filter(|best| likeness(best) > 0.8).map(|best| format!("; did you mean {best}?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_do_not_run_into_each_other() {
        for names in [
            SETTINGS.iter().map(|s| s.key.to_owned()).collect::<BTreeSet<_>>(),
            SETTINGS.iter().map(Setting::flag).collect(),
            SETTINGS.iter().map(Setting::variable).collect(),
        ] {
            assert_eq!(names.len(), SETTINGS.len());
        }
        for setting in SETTINGS {
            assert!(!setting.help.is_empty() && !setting.help.ends_with('.'), "{}", setting.key);
            let below = format!("{}.", setting.key);
            assert!(SETTINGS.iter().all(|other| !other.key.starts_with(&below)), "{} is key and table", setting.key);
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let config = Config::default();
        for setting in SETTINGS {
            let raw = match setting.shown(&config) {
                Shown::Unset => continue,
                Shown::Bare(text) | Shown::Quoted(text) => Raw::Text(text),
                Shown::List(items) => Raw::List(items),
            };
            let mut copy = Config::default();
            (setting.read)(&mut copy, &raw).expect("a value");
            assert_eq!(setting.shown(&copy), setting.shown(&config), "{}", setting.key);
        }
    }

    #[test]
    fn suggestions_are_near() {
        let keys = || SETTINGS.iter().map(|s| s.key);
        assert_eq!(suggestion("max_inflight", keys()), "; did you mean max_in_flight?");
        assert_eq!(suggestion("tls.cert", keys()), "; did you mean tls.certificate?");
        assert_eq!(suggestion("zzz", keys()), "");
    }
}
