//! TLS: certificates that are read again while the server runs.
//!
//! Invariant: a certificate takes the place of another only when it, its key
//! and the authorities of callers have all been read and fit together; until
//! then the old ones serve on. A connection keeps what it shook hands with.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use rustls::RootCertStore;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use x509_cert::der::{Decode, asn1::PrintableStringRef, asn1::Utf8StringRef};

use super::config::TlsConfig;
use super::principal::Principal;

/// Bytes of one file; certificates are far smaller.
const MAX_FILE_BYTES: u64 = 4 << 20;

/// Why certificates cannot be used. Nothing of a key is told.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{}: {source}", file.display())]
    Read {
        /// Its path.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file does not hold what it should.
    #[error("{}: {what}", file.display())]
    Content {
        /// Its path.
        file: PathBuf,
        /// What is missing.
        what: &'static str,
    },
    /// The files do not fit together.
    #[error("{}: certificate and key cannot be used: {source}", file.display())]
    Unfit {
        /// Path of the certificate.
        file: PathBuf,
        /// Why.
        source: rustls::Error,
    },
}

/// Why a connection did not come to be.
#[derive(Debug, thiserror::Error)]
pub(super) enum HandshakeError {
    /// The client did not finish in time.
    #[error("timed out")]
    Timeout,
    /// The client spoke wrongly, went away, or showed no acceptable certificate.
    #[error("{0}")]
    Failed(#[from] io::Error),
}

/// What serves TLS.
#[derive(Debug)]
pub(super) struct Tls {
    files: Files,
    current: ArcSwap<Certified>,
    /// Hash of the files that were read last, good or bad.
    seen: Mutex<[u8; 32]>,
    handshakes: Semaphore,
    timeout: Duration,
}

#[derive(Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    client_ca: Option<PathBuf>,
}

#[derive(Debug)]
struct Certified {
    config: Arc<ServerConfig>,
    not_after: i64,
}

/// The bytes of all files, and their hash.
struct Bytes {
    certificate: Vec<u8>,
    key: Vec<u8>,
    client_ca: Option<Vec<u8>>,
    hash: [u8; 32],
}

impl Tls {
    /// Reads the certificates that `config` names, if it names any.
    ///
    /// # Errors
    /// When they cannot be used.
    pub(super) fn new(config: &TlsConfig) -> Result<Option<Arc<Self>>, TlsError> {
        let (Some(certificate), Some(key)) = (&config.certificate, &config.key) else { return Ok(None) };
        let files = Files { certificate: certificate.clone(), key: key.clone(), client_ca: config.client_ca.clone() };
        let bytes = files.read()?;
        let current = files.certified(&bytes)?;
        Ok(Some(Arc::new(Self {
            files,
            current: ArcSwap::from_pointee(current),
            seen: Mutex::new(bytes.hash),
            handshakes: Semaphore::new(config.max_handshakes),
            timeout: config.handshake_timeout,
        })))
    }

    /// Reads the files again and uses them when they have changed and are
    /// good. Whether they have; files that were refused before are not told
    /// again.
    ///
    /// # Errors
    /// When the new ones cannot be used: the old ones serve on.
    pub(super) fn reload(&self) -> Result<bool, TlsError> {
        let bytes = self.files.read()?;
        {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if *seen == bytes.hash {
                return Ok(false);
            }
            *seen = bytes.hash;
        }
        self.current.store(Arc::new(self.files.certified(&bytes)?));
        Ok(true)
    }

    /// End of the certificate, in seconds since 1970.
    pub(super) fn not_after(&self) -> i64 {
        self.current.load().not_after
    }

    /// Whether callers must show certificates.
    pub(super) fn asks_for_certificates(&self) -> bool {
        self.files.client_ca.is_some()
    }

    /// Shakes hands.
    pub(super) async fn accept(&self, stream: TcpStream) -> Result<TlsStream<TcpStream>, HandshakeError> {
        let handshake = async {
            // The semaphore is never closed.
            let _permit = self.handshakes.acquire().await.map_err(io::Error::other)?;
            let acceptor = TlsAcceptor::from(Arc::clone(&self.current.load().config));
            Ok(acceptor.accept(stream).await?)
        };
        tokio::time::timeout(self.timeout, handshake).await.unwrap_or(Err(HandshakeError::Timeout))
    }
}

impl Files {
    fn read(&self) -> Result<Bytes, TlsError> {
        let certificate = read(&self.certificate)?;
        let key = read(&self.key)?;
        let client_ca = self.client_ca.as_deref().map(read).transpose()?;
        let mut hash = Sha256::new();
        for part in [Some(&certificate), Some(&key), client_ca.as_ref()].into_iter().flatten() {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Ok(Bytes { certificate, key, client_ca, hash: hash.finalize().into() })
    }

    fn certified(&self, bytes: &Bytes) -> Result<Certified, TlsError> {
        let chain = certificates(&self.certificate, &bytes.certificate)?;
        let content = |what| TlsError::Content { file: self.certificate.clone(), what };
        let first = chain.first().ok_or_else(|| content("no certificate in PEM"))?;
        let parsed =
            x509_cert::Certificate::from_der(first).map_err(|_| content("the first certificate is malformed"))?;
        let not_after = parsed.tbs_certificate().validity().not_after.to_unix_duration().as_secs() as i64;
        let key = PrivateKeyDer::from_pem_slice(&bytes.key)
            .map_err(|_| TlsError::Content { file: self.key.clone(), what: "no private key in PEM" })?;
        let unfit = |source| TlsError::Unfit { file: self.certificate.clone(), source };

        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(unfit)?;
        let builder = match (&self.client_ca, &bytes.client_ca) {
            (Some(file), Some(pem)) => {
                let content = |what| TlsError::Content { file: file.clone(), what };
                let mut roots = RootCertStore::empty();
                for authority in certificates(file, pem)? {
                    roots.add(authority).map_err(|_| content("a certificate cannot be an authority"))?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
                builder.with_client_cert_verifier(verifier.map_err(|_| content("no authority in PEM"))?)
            }
            _ => builder.with_no_client_auth(),
        };
        let mut config = builder.with_single_cert(chain, key).map_err(unfit)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(Certified { config: Arc::new(config), not_after })
    }
}

fn read(file: &Path) -> Result<Vec<u8>, TlsError> {
    let fault = |source| TlsError::Read { file: file.to_owned(), source };
    if std::fs::metadata(file).map_err(fault)?.len() > MAX_FILE_BYTES {
        return Err(TlsError::Content { file: file.to_owned(), what: "is too large for PEM" });
    }
    std::fs::read(file).map_err(fault)
}

fn certificates(file: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .map_err(|_| TlsError::Content { file: file.to_owned(), what: "malformed PEM" })
}

/// The caller that a certificate names: its common name, else its hash.
pub(super) fn certificate_principal(stream: &TlsStream<TcpStream>) -> Option<Principal> {
    let certificate = stream.get_ref().1.peer_certificates()?.first()?;
    let name = common_name(certificate).unwrap_or_else(|| {
        let hash = Sha256::digest(certificate);
        hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    });
    Some(Principal::Key(Arc::from(super::auth::clean_name(&name))))
}

fn common_name(certificate: &[u8]) -> Option<String> {
    const COMMON_NAME: &str = "2.5.4.3";
    let parsed = x509_cert::Certificate::from_der(certificate).ok()?;
    let mut attributes = parsed.tbs_certificate().subject().iter();
    let value = &attributes.find(|attribute| attribute.oid.to_string() == COMMON_NAME)?.value;
    let text = value
        .decode_as::<Utf8StringRef<'_>>()
        .map(|text| text.as_str().to_owned())
        .or_else(|_| value.decode_as::<PrintableStringRef<'_>>().map(|text| text.as_str().to_owned()));
    text.ok().filter(|text| !text.is_empty())
}
