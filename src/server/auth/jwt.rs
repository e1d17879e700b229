//! Tokens: JSON Web Tokens, signed by a key of a JWKS file.
//!
//! Only signatures by RS256, ES256 and EdDSA (Ed25519) count. The algorithm
//! must be the one of the key that is asked, so that a public key can never be
//! taken for a shared secret, and `none` is no algorithm. The signature is
//! checked before anything of the claims is believed.

use std::ops::RangeInclusive;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier;
use rsa::BoxedUint;
use serde::Deserialize;
use sha2::Sha256;

use super::clean_name;
use crate::service::error::Credentials;

/// How far clocks may differ, in seconds.
const LEEWAY: i64 = 30;
/// Bits of the modulus of an RSA key.
const RSA_BITS: RangeInclusive<usize> = 2048..=8192;
/// Keys of one file.
const MAX_KEYS: usize = 64;

/// What tokens must say.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    /// `iss`, where it matters.
    pub(super) issuer: Option<String>,
    /// `aud` or one of them, where it matters.
    pub(super) audience: Option<String>,
}

/// The keys of a JWKS file.
#[derive(Debug)]
pub(super) struct Jwks(Vec<Key>);

#[derive(Debug)]
struct Key {
    id: Option<String>,
    public: Public,
}

#[derive(Debug)]
enum Public {
    Rs256(rsa::pkcs1v15::VerifyingKey<Sha256>),
    Es256(p256::ecdsa::VerifyingKey),
    EdDsa(ed25519_dalek::VerifyingKey),
}

#[derive(Deserialize)]
struct File {
    keys: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    r#use: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
    nbf: Option<f64>,
    iss: Option<String>,
    aud: Option<Audience>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Jwks {
    /// Reads a file. Keys for encryption are left out; a key that cannot be
    /// used otherwise is a fault.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let file: File =
            serde_json::from_str(text).map_err(|error| format!("line {}: not a JSON Web Key Set", error.line()))?;
        if file.keys.len() > MAX_KEYS {
            return Err(format!("{} keys, the limit is {MAX_KEYS}", file.keys.len()));
        }
        let signing =
            file.keys.into_iter().enumerate().filter(|(_, row)| row.r#use.as_deref().is_none_or(|u| u == "sig"));
        let keys: Vec<Key> = signing
            .map(|(i, row)| {
                let public = public(&row).map_err(|what| format!("key {}: {what}", i + 1))?;
                Ok(Key { id: row.kid, public })
            })
            .collect::<Result<_, String>>()?;
        if keys.is_empty() { Err("no key that signs".to_owned()) } else { Ok(Self(keys)) }
    }

    /// The subject of a token that is good at `now`.
    pub(super) fn verify(&self, token: &[u8], rules: &Rules, now: i64) -> Result<Arc<str>, Credentials> {
        let claims = self.signed_claims(token).ok_or(Credentials::Invalid)?;
        if claims.exp + LEEWAY as f64 <= now as f64 {
            return Err(Credentials::Expired);
        }
        let begun = claims.nbf.is_none_or(|nbf| nbf - LEEWAY as f64 <= now as f64);
        let issuer = rules.issuer.as_ref().is_none_or(|wanted| claims.iss.as_ref() == Some(wanted));
        let audience = rules.audience.as_ref().is_none_or(|wanted| match &claims.aud {
            Some(Audience::One(one)) => one == wanted,
            Some(Audience::Many(many)) => many.contains(wanted),
            None => false,
        });
        if begun && issuer && audience && !claims.sub.is_empty() && claims.exp.is_finite() {
            Ok(Arc::from(clean_name(&claims.sub)))
        } else {
            Err(Credentials::Invalid)
        }
    }

    fn signed_claims(&self, token: &[u8]) -> Option<Claims> {
        let token = std::str::from_utf8(token).ok()?;
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        let signature = decode(signature)?;
        if header.crit.is_some() {
            return None;
        }
        // A token that names its key is checked with that one alone.
        let mut asked = self.0.iter().filter(|key| match (&header.kid, &key.id) {
            (Some(wanted), Some(id)) => wanted == id,
            (Some(_), None) | (None, _) => true,
        });
        asked.any(|key| key.public.verifies(&header.alg, signed.as_bytes(), &signature)).then_some(())?;
        serde_json::from_slice(&decode(claims)?).ok()
    }
}

/// Whether a credential has the form of a token.
pub(super) fn is_token(credential: &[u8]) -> bool {
    credential.starts_with(b"ey") && credential.iter().filter(|byte| **byte == b'.').count() == 2
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

fn public(row: &Row) -> Result<Public, &'static str> {
    if row.d.is_some() {
        return Err("is a private key, which has no place here");
    }
    let part = |part: &Option<String>| part.as_deref().and_then(decode).ok_or("a part is missing or not base64url");
    let (name, public) = match (row.kty.as_str(), row.crv.as_deref()) {
        ("RSA", _) => {
            let n = BoxedUint::from_be_slice_vartime(&part(&row.n)?);
            let e = BoxedUint::from_be_slice_vartime(&part(&row.e)?);
            let key = rsa::PublicKey::new_with_size_limits(n, e, RSA_BITS)
                .map_err(|_| "is no RSA key with a modulus of 2048 to 8192 bits")?;
            ("RS256", Public::Rs256(rsa::pkcs1v15::VerifyingKey::new(key)))
        }
        ("EC", Some("P-256")) => {
            let mut point = vec![4];
            for coordinate in [&row.x, &row.y] {
                let bytes = part(coordinate)?;
                if bytes.len() != 32 {
                    return Err("a coordinate must have 32 bytes");
                }
                point.extend(bytes);
            }
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| "is no point of P-256")?;
            ("ES256", Public::Es256(key))
        }
        ("OKP", Some("Ed25519")) => {
            let bytes = <[u8; 32]>::try_from(part(&row.x)?).map_err(|_| "the key must have 32 bytes")?;
            let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).map_err(|_| "is no point of Ed25519")?;
            ("EdDSA", Public::EdDsa(key))
        }
        _ => return Err("its kind is not taken: RSA, EC with P-256 or OKP with Ed25519"),
    };
    match row.alg.as_deref() {
        Some(alg) if alg != name => Err("its alg is not taken: RS256, ES256 or EdDSA, as the kind has it"),
        _ => Ok(public),
    }
}

impl Public {
    fn verifies(&self, algorithm: &str, signed: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rs256(key) if algorithm == "RS256" => {
                rsa::pkcs1v15::Signature::try_from(signature).is_ok_and(|s| key.verify(signed, &s).is_ok())
            }
            Self::Es256(key) if algorithm == "ES256" => {
                p256::ecdsa::Signature::from_slice(signature).is_ok_and(|s| key.verify(signed, &s).is_ok())
            }
            Self::EdDsa(key) if algorithm == "EdDSA" => {
                ed25519_dalek::Signature::from_slice(signature).is_ok_and(|s| key.verify_strict(signed, &s).is_ok())
            }
            _ => false,
        }
    }
}

#[cfg(test)]
#[path = "jwt_tests.rs"]
mod tests;
