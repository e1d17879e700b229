//! Flags that say which server is meant and how it is reached.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tonic::transport::{Certificate, ClientTlsConfig, Identity};

use super::ClientError;
use crate::cli::serve::duration;
use crate::client::{RetryPolicy, Settings};

/// Which server is meant and how it is reached.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ConnectionArgs {
    /// The server, as http://HOST:PORT or https://HOST:PORT
    #[arg(long, env = "KAYAN_CLIENT_ADDRESS", default_value = "http://127.0.0.1:50051", value_name = "URI")]
    pub(super) address: String,
    /// A header of every call, as 'NAME: VALUE'; can be given more than once
    #[arg(long = "header", env = "KAYAN_CLIENT_HEADER", hide_env_values = true, value_name = "HEADER")]
    headers: Vec<String>,
    /// Certificates to trust, in PEM; for https
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Certificate to show, in PEM
    #[arg(long, requires = "key", value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Key of that certificate, in PEM
    #[arg(long, requires = "certificate", value_name = "FILE")]
    key: Option<PathBuf>,
    /// Name that the server's certificate must have [default: the host of the address]
    #[arg(long, value_name = "NAME")]
    server_name: Option<String>,
    /// Tries of a call in all; 1 for no second one
    #[arg(long, default_value_t = RetryPolicy::default().attempts, value_name = "N")]
    attempts: u32,
    /// Pause after a first failure, doubled with each one more
    #[arg(long, default_value = "100ms", value_parser = duration, value_name = "TIME")]
    first_pause: Duration,
    /// The longest pause
    #[arg(long, default_value = "5s", value_parser = duration, value_name = "TIME")]
    longest_pause: Duration,
}

impl ConnectionArgs {
    /// How the server is reached.
    pub(super) fn settings(&self) -> Result<Settings, ClientError> {
        let mut settings = Settings::new(&self.address);
        if self.address.starts_with("https:") {
            let mut tls = ClientTlsConfig::new();
            if let Some(file) = &self.ca {
                tls = tls.ca_certificate(Certificate::from_pem(read(file)?));
            }
            if let (Some(certificate), Some(key)) = (&self.certificate, &self.key) {
                tls = tls.identity(Identity::from_pem(read(certificate)?, read(key)?));
            }
            if let Some(name) = &self.server_name {
                tls = tls.domain_name(name);
            }
            settings = settings.tls(tls);
        }
        for header in &self.headers {
            let (name, value) = header
                .split_once(':')
                .ok_or_else(|| ClientError::Usage("--header: expected 'NAME: VALUE'".to_owned()))?;
            settings = settings.header(&name.trim().to_ascii_lowercase(), value.trim())?;
        }
        Ok(settings)
    }

    /// What is done when a call fails.
    pub(super) fn retry(&self) -> RetryPolicy {
        RetryPolicy { attempts: self.attempts, first_pause: self.first_pause, longest_pause: self.longest_pause }
    }
}

fn read(file: &Path) -> Result<Vec<u8>, ClientError> {
    std::fs::read(file).map_err(|source| ClientError::File { file: file.to_owned(), source })
}
