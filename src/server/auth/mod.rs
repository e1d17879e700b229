//! Who may call.
//!
//! [`Auth::admit`] stands before every call: it finds the principal of the
//! call (an API key of [`keys`], a token of [`jwt`], or the certificate of the
//! connection) or refuses it. Health is open to all, so that probes need no
//! secret; reflection when the operator says so.
//!
//! Invariant: once keys or tokens are configured, no other call passes without
//! one. Neither a key nor a token reaches a log, an error or a metric; their
//! names do.

mod jwt;
mod keys;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use http::{HeaderMap, Request, header};
use sha2::{Digest, Sha256};

use self::jwt::{Jwks, Rules};
use self::keys::Keys;
use super::config::AuthConfig;
use super::principal::Principal;
use crate::service::error::{Credentials, ServiceError};

/// Bytes of a key or token that are looked at.
const MAX_CREDENTIAL_BYTES: usize = 8 << 10;
/// Characters of a name in logs and metrics.
const MAX_NAME: usize = 64;

/// Why a file of keys cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {message}", file.display())]
pub struct AuthError {
    /// Its path.
    pub file: PathBuf,
    /// What is wrong, with the line where there is one; no content.
    pub message: String,
}

/// Who may call.
#[derive(Debug, Default)]
pub(super) struct Auth {
    keys: Option<Watched<Keys>>,
    jwks: Option<Watched<Jwks>>,
    rules: Rules,
    /// Whether callers must have shown a certificate.
    certificates: bool,
    open_reflection: bool,
}

impl Auth {
    /// Reads the files that `config` names. With `certificates`, only callers
    /// whose connection has shown one may pass: the admin port has none.
    ///
    /// # Errors
    /// When one cannot be used.
    pub(super) fn new(config: &AuthConfig, certificates: bool) -> Result<Self, AuthError> {
        let keys = config.api_keys.as_ref().map(|file| Watched::new(file, Keys::parse)).transpose()?;
        let jwks = config.jwks.as_ref().map(|file| Watched::new(file, Jwks::parse)).transpose()?;
        let rules = Rules { issuer: config.jwt_issuer.clone(), audience: config.jwt_audience.clone() };
        Ok(Self { keys, jwks, rules, certificates, open_reflection: config.open_reflection })
    }

    /// Reads the file of API keys again; whether it has changed.
    ///
    /// # Errors
    /// When the new one cannot be used: the old one holds on.
    pub(super) fn reload_keys(&self) -> Result<bool, AuthError> {
        self.keys.as_ref().map_or(Ok(false), Watched::reload)
    }

    /// Reads the keys of tokens again; whether they have changed.
    ///
    /// # Errors
    /// When the new ones cannot be used: the old ones hold on.
    pub(super) fn reload_jwks(&self) -> Result<bool, AuthError> {
        self.jwks.as_ref().map_or(Ok(false), Watched::reload)
    }

    /// Whether calls need a key or a token.
    pub(super) fn is_on(&self) -> bool {
        self.keys.is_some() || self.jwks.is_some()
    }

    /// Puts the principal of the call into its extensions. Credentials are
    /// taken out of the headers, so that nothing behind can tell them.
    ///
    /// # Errors
    /// When the call may not pass.
    pub(super) fn admit<B>(&self, request: &mut Request<B>) -> Result<(), ServiceError> {
        if !self.is_on() && !self.certificates {
            return Ok(());
        }
        let credential = credential(request.headers());
        request.headers_mut().remove(header::AUTHORIZATION);
        request.headers_mut().remove(API_KEY);
        let path = request.uri().path();
        if path.starts_with("/grpc.health.v1.Health/") || self.open_reflection && path.starts_with("/grpc.reflection.")
        {
            return Ok(());
        }
        if self.certificates && request.extensions().get::<Principal>().is_none() {
            return Err(ServiceError::Unauthenticated(Credentials::Missing));
        }
        if !self.is_on() {
            return Ok(());
        }
        let name = self.principal(credential.as_deref(), now()).map_err(ServiceError::Unauthenticated)?;
        request.extensions_mut().insert(Principal::Key(name));
        Ok(())
    }

    fn principal(&self, credential: Option<&[u8]>, now: i64) -> Result<Arc<str>, Credentials> {
        let credential = credential.ok_or(Credentials::Missing)?;
        if credential.len() > MAX_CREDENTIAL_BYTES {
            return Err(Credentials::Invalid);
        }
        match &self.jwks {
            Some(jwks) if jwt::is_token(credential) => jwks.current.load().verify(credential, &self.rules, now),
            _ => match &self.keys {
                Some(keys) => keys.current.load().find(credential, now),
                None => Err(Credentials::Invalid),
            },
        }
    }
}

/// The header that holds an API key, beside `authorization: Bearer`.
const API_KEY: &str = "x-api-key";

fn credential(headers: &HeaderMap) -> Option<Vec<u8>> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let (scheme, rest) = value.as_bytes().split_at_checked(7)?;
        return scheme.eq_ignore_ascii_case(b"bearer ").then(|| rest.trim_ascii().to_vec());
    }
    headers.get(API_KEY).map(|value| value.as_bytes().to_vec())
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

/// A name for logs and metrics: short, and without what could break a line.
pub(super) fn clean_name(name: &str) -> String {
    let keep = |c: char| if c.is_alphanumeric() || "@._:/+-".contains(c) { c } else { '_' };
    name.chars().take(MAX_NAME).map(keep).collect()
}

/// A file that is read again; the old content holds until the new one parses.
#[derive(Debug)]
struct Watched<T> {
    file: PathBuf,
    parse: fn(&str) -> Result<T, String>,
    current: ArcSwap<T>,
    /// Hash of what was read last, good or bad.
    seen: Mutex<[u8; 32]>,
}

impl<T> Watched<T> {
    fn new(file: &std::path::Path, parse: fn(&str) -> Result<T, String>) -> Result<Self, AuthError> {
        let fault = |message| AuthError { file: file.to_owned(), message };
        let text = std::fs::read_to_string(file).map_err(|error| fault(error.to_string()))?;
        let current = ArcSwap::from_pointee(parse(&text).map_err(fault)?);
        let seen = Mutex::new(Sha256::digest(text.as_bytes()).into());
        Ok(Self { file: file.to_owned(), parse, current, seen })
    }

    fn reload(&self) -> Result<bool, AuthError> {
        let fault = |message| AuthError { file: self.file.clone(), message };
        let text = std::fs::read_to_string(&self.file).map_err(|error| fault(error.to_string()))?;
        let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        if std::mem::replace(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner), hash) == hash {
            return Ok(false);
        }
        self.current.store(Arc::new((self.parse)(&text).map_err(fault)?));
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auth(keys: &str) -> (Auth, tempfile::NamedTempFile) {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), keys).expect("written");
        let config = AuthConfig { api_keys: Some(file.path().to_owned()), ..AuthConfig::default() };
        (Auth::new(&config, false).expect("keys"), file)
    }

    fn keys(name: &str, key: &str) -> String {
        let hash: String = Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("[[key]]\nname = \"{name}\"\nsha256 = \"{hash}\"\n")
    }

    fn admit(auth: &Auth, path: &str, header: Option<(&str, &str)>) -> Result<Request<()>, Credentials> {
        let mut request = Request::post(path);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let mut request = request.body(()).expect("a request");
        match auth.admit(&mut request) {
            Ok(()) => Ok(request),
            Err(ServiceError::Unauthenticated(why)) => Err(why),
            Err(other) => panic!("{other:?}"),
        }
    }

    const CALL: &str = "/kayan.v1.EntityExtractionService/ExtractEntities";

    #[test]
    fn a_key_opens_and_is_taken_out_of_the_headers() {
        let (auth, _file) = auth(&keys("shop", "hunter2-hunter2-hunter2"));
        for header in [
            ("authorization", "Bearer hunter2-hunter2-hunter2"),
            ("authorization", "bearer hunter2-hunter2-hunter2"),
            ("x-api-key", "hunter2-hunter2-hunter2"),
        ] {
            let request = admit(&auth, CALL, Some(header)).expect("admitted");
            assert_eq!(request.extensions().get(), Some(&Principal::Key("shop".into())));
            assert!(request.headers().is_empty());
        }
    }

    #[test]
    fn without_a_right_key_only_health_is_open() {
        let (mut auth, _file) = auth(&keys("shop", "hunter2-hunter2-hunter2"));
        for (path, open) in [
            (CALL, false),
            ("/kayan.v1.EntityExtractionService/GetGazetteer", false),
            ("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", false),
            ("/grpc.health.v1.Health/Check", true),
            ("/grpc.health.v1.HealthX/Check", false),
            ("//grpc.health.v1.Health/Check", false),
            ("/", false),
        ] {
            assert_eq!(admit(&auth, path, None).err(), (!open).then_some(Credentials::Missing), "{path}");
            let wrong = admit(&auth, path, Some(("authorization", "Bearer wrong")));
            assert_eq!(wrong.err(), (!open).then_some(Credentials::Invalid), "{path}");
        }
        assert_eq!(admit(&auth, CALL, Some(("authorization", "Basic eDp5"))).err(), Some(Credentials::Missing));
        auth.open_reflection = true;
        assert!(admit(&auth, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", None).is_ok());
        assert!(admit(&auth, CALL, None).is_err());
    }

    #[test]
    fn where_certificates_are_asked_for_none_pass_without() {
        let auth = Auth::new(&AuthConfig::default(), true).expect("nothing to read");
        assert_eq!(admit(&auth, CALL, None).err(), Some(Credentials::Missing));
        assert!(admit(&auth, "/grpc.health.v1.Health/Check", None).is_ok());
        let mut request = Request::post(CALL).body(()).expect("a request");
        request.extensions_mut().insert(Principal::Key("newsroom".into()));
        assert_eq!(auth.admit(&mut request), Ok(()));
    }

    #[test]
    fn a_bad_file_is_refused_once_and_the_old_keys_hold_on() {
        let (auth, file) = auth(&keys("shop", "first"));
        let admitted = |key: &str| admit(&auth, CALL, Some(("x-api-key", key))).is_ok();
        assert_eq!(auth.reload_keys().ok(), Some(false));
        std::fs::write(file.path(), "[[key]]\nname = \"x\"\n").expect("written");
        assert!(auth.reload_keys().is_err());
        assert_eq!(auth.reload_keys().ok(), Some(false));
        assert!(admitted("first") && !admitted("second"));
        std::fs::write(file.path(), keys("shop", "second")).expect("written");
        assert_eq!(auth.reload_keys().ok(), Some(true));
        assert!(!admitted("first") && admitted("second"));
    }

    #[test]
    fn names_cannot_break_a_log() {
        assert_eq!(clean_name("a\nb\"c{}"), "a_b_c__");
        assert_eq!(clean_name(&"x".repeat(1000)).len(), MAX_NAME);
    }
}
