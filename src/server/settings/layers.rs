//! The layers upon each other: what holds, and where it comes from.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{FILE_VARIABLE, PREFIX, Raw, SETTINGS, Setting, check, file, suggestion};
use crate::server::config::Config;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody has set it.
    Default,
    /// A line of the file.
    File {
        /// Its path.
        path: PathBuf,
        /// 1-based line.
        line: usize,
    },
    /// A variable, by name.
    Environment(String),
    /// A flag, without its hyphens.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// All faults of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// One sentence a fault, with where it stands.
    pub faults: Vec<String>,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.faults.as_slice() {
            [only] => write!(f, "configuration: {only}"),
            faults => write!(f, "configuration:\n- {}", faults.join("\n- ")),
        }
    }
}

impl std::error::Error for SettingsError {}

/// A configuration, and where each value comes from.
#[derive(Clone, Debug)]
pub struct Effective {
    /// What holds.
    pub config: Config,
    /// Origins, in the order of [`SETTINGS`].
    pub origins: Vec<Origin>,
}

/// A value that a layer gives.
pub(super) struct Given {
    pub(super) setting: &'static Setting,
    pub(super) raw: Raw,
    pub(super) origin: Origin,
}

/// Puts the layers upon each other. `path` is the file that a flag names; else
/// the variable of [`FILE_VARIABLE`] does. Variables without the prefix are
/// left alone.
///
/// # Errors
/// All faults: keys and variables that are not known, values that cannot be
/// read, and values that contradict each other.
pub fn layers(
    path: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
    flags: impl IntoIterator<Item = (&'static Setting, Raw)>,
) -> Result<Effective, SettingsError> {
    let mut faults = Vec::new();
    let mut path = path.map(Path::to_owned);
    let mut variables = Vec::new();
    for (name, value) in environment.into_iter().filter(|(name, _)| name.starts_with(PREFIX)) {
        if name == FILE_VARIABLE {
            path = path.or_else(|| Some(PathBuf::from(value)));
        } else if let Some(setting) = SETTINGS.iter().find(|setting| setting.variable() == name) {
            variables.push(Given { setting, raw: Raw::Text(value), origin: Origin::Environment(name) });
        } else {
            let known: Vec<String> = SETTINGS.iter().map(Setting::variable).chain([FILE_VARIABLE.to_owned()]).collect();
            let suggestion = suggestion(&name, known.iter().map(String::as_str));
            faults.push(format!("environment: unknown variable {name}{suggestion}"));
        }
    }
    let mut given = path.map(|path| file::read(&path, &mut faults)).unwrap_or_default();
    given.append(&mut variables);
    for (setting, raw) in flags {
        given.push(Given { setting, raw, origin: Origin::Flag(setting.flag()) });
    }

    let mut effective = Effective { config: Config::default(), origins: vec![Origin::Default; SETTINGS.len()] };
    for Given { setting, raw, origin } in given {
        if let Err(fault) = (setting.read)(&mut effective.config, &raw) {
            faults.push(format!("{origin}: {}: {fault}", setting.key));
        }
        if let Some(at) = SETTINGS.iter().position(|other| std::ptr::eq(other, setting)) {
            effective.origins[at] = origin;
        }
    }
    if faults.is_empty() {
        check::check(&effective.config, &mut faults);
    }
    if faults.is_empty() { Ok(effective) } else { Err(SettingsError { faults }) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::server::settings::find;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn flag(key: &str, value: &str) -> (&'static Setting, Raw) {
        (find(key).expect("a key"), Raw::Text(value.to_owned()))
    }

    fn written(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("written");
        file
    }

    #[test]
    fn later_layers_win_and_origins_say_so() {
        let file = written("max_in_flight = 7\nworkers = 3\nconnection_age = \"1m\"\n\n[reload]\ninterval = \"2s\"\n");
        let environment = variables(&[("KAYAN__WORKERS", "4"), ("KAYAN__CONNECTION_AGE", "2m"), ("PATH", "/bin")]);
        let effective =
            layers(Some(file.path()), environment, [flag("connection_age", "3m")]).expect("a configuration");
        let config = &effective.config;
        assert_eq!((config.max_in_flight, config.workers), (7, 4));
        assert_eq!(config.connection_age, Duration::from_secs(180));
        assert_eq!(config.reload.interval, Duration::from_secs(2));
        let origin = |key: &str| {
            let at = SETTINGS.iter().position(|setting| setting.key == key).expect("a key");
            effective.origins[at].to_string()
        };
        assert_eq!(origin("max_in_flight"), format!("{}:1", file.path().display()));
        assert_eq!(origin("reload.interval"), format!("{}:6", file.path().display()));
        assert_eq!(origin("workers"), "KAYAN__WORKERS");
        assert_eq!(origin("connection_age"), "--connection-age");
        assert_eq!(origin("log"), "default");
    }

    #[test]
    fn all_faults_are_told_at_once_and_no_value_is_quoted() {
        let file =
            written("max_inflight = 7\nworkers = \"hunter2\"\n[tls]\ncertificat = \"hunter2\"\n[tsl]\nkey = \"x\"\n");
        let environment = variables(&[("KAYAN__MAX_INFLIGHT", "hunter2"), ("KAYAN__LOG_FORMAT", "hunter2")]);
        let error = layers(Some(file.path()), environment, [flag("grpc_address", "hunter2")]).expect_err("faults");
        let path = file.path().display().to_string();
        let text = error.to_string();
        for expected in [
            format!("{path}:1: unknown key max_inflight; did you mean max_in_flight?"),
            format!("{path}:2: workers: expected a whole number"),
            format!("{path}:4: unknown key tls.certificat; did you mean tls.certificate?"),
            format!("{path}:5: unknown table tsl; did you mean tls?"),
            "environment: unknown variable KAYAN__MAX_INFLIGHT; did you mean KAYAN__MAX_IN_FLIGHT?".to_owned(),
            "KAYAN__LOG_FORMAT: log_format: expected json or text".to_owned(),
            "--grpc-address: grpc_address: expected an IP address and a port".to_owned(),
        ] {
            assert!(text.contains(&expected), "{expected} in {text}");
        }
        assert_eq!(error.faults.len(), 7, "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }

    #[test]
    fn the_file_may_be_named_by_a_variable_and_must_be_readable() {
        let file = written("workers = 3\n");
        let name = file.path().display().to_string();
        let effective = layers(None, variables(&[("KAYAN__CONFIG", &name)]), []).expect("a configuration");
        assert_eq!(effective.config.workers, 3);
        let error = layers(Some(Path::new("/nonexistent/kayan.toml")), [], []).expect_err("no file");
        assert!(error.to_string().contains("/nonexistent/kayan.toml: "), "{error}");
        let faulty = written("workers = 3\nlog = hunter2\n");
        let error = layers(Some(faulty.path()), [], []).expect_err("no TOML").to_string();
        assert!(error.contains(&format!("{}:2: ", faulty.path().display())) && !error.contains("hunter2"), "{error}");
    }
}
