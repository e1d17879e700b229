use ed25519_dalek::Signer as _;
use serde_json::json;

use super::*;

const NOW: i64 = 1_795_478_400;

fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn ed() -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&[7; 32])
}

fn ec() -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&[7; 32]).expect("a key")
}

fn jwks() -> Jwks {
    let point = ec().verifying_key().to_sec1_point(false);
    let (x, y) = (point.x().expect("x"), point.y().expect("y"));
    let keys = json!({"keys": [
        {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": base64(ed().verifying_key().as_bytes())},
        {"kty": "EC", "crv": "P-256", "kid": "ec", "alg": "ES256", "use": "sig", "x": base64(x), "y": base64(y)},
        {"kty": "RSA", "use": "enc", "n": "AQAB", "e": "AQAB"},
    ]});
    Jwks::parse(&keys.to_string()).expect("keys")
}

fn token(header: serde_json::Value, claims: serde_json::Value) -> String {
    let signed = format!("{}.{}", base64(header.to_string()), base64(claims.to_string()));
    let signature = match header["alg"].as_str() {
        Some("ES256") => {
            let signature: p256::ecdsa::Signature = ec().sign(signed.as_bytes());
            signature.to_bytes().to_vec()
        }
        _ => ed().sign(signed.as_bytes()).to_bytes().to_vec(),
    };
    format!("{signed}.{}", base64(signature))
}

fn good() -> serde_json::Value {
    json!({"sub": "news\nroom", "exp": NOW + 60, "iss": "me", "aud": ["kayan", "other"]})
}

fn verify(token: &str) -> Result<Arc<str>, Credentials> {
    let rules = Rules { issuer: Some("me".to_owned()), audience: Some("kayan".to_owned()) };
    jwks().verify(token.as_bytes(), &rules, NOW)
}

#[test]
fn good_tokens_of_both_curves_pass() {
    for header in [
        json!({"alg": "EdDSA", "kid": "ed"}),
        json!({"alg": "EdDSA"}),
        json!({"alg": "ES256", "kid": "ec", "typ": "JWT"}),
    ] {
        let token = token(header, good());
        assert!(is_token(token.as_bytes()));
        assert_eq!(verify(&token).as_deref(), Ok("news_room"));
    }
}

#[test]
fn bad_tokens_do_not() {
    let header = json!({"alg": "EdDSA", "kid": "ed"});
    let with = |key: &str, value: serde_json::Value| {
        let mut claims = good();
        claims[key] = value;
        token(header.clone(), claims)
    };
    let whole = token(header.clone(), good());
    let (signed, signature) = whole.rsplit_once('.').expect("a signature");
    let other = base64(json!({"sub": "root", "exp": NOW + 60, "iss": "me", "aud": "kayan"}).to_string());
    let unsigned = base64(json!({"alg": "none"}).to_string());
    let shared = base64(json!({"alg": "HS256", "kid": "ed"}).to_string());
    let claims = signed.split_once('.').expect("claims").1;
    for (token, expected) in [
        (with("exp", json!(NOW - 31)), Credentials::Expired),
        (with("exp", json!("soon")), Credentials::Invalid),
        (with("exp", json!(null)), Credentials::Invalid),
        (with("nbf", json!(NOW + 31)), Credentials::Invalid),
        (with("iss", json!("you")), Credentials::Invalid),
        (with("aud", json!("other")), Credentials::Invalid),
        (with("aud", json!(null)), Credentials::Invalid),
        (with("sub", json!("")), Credentials::Invalid),
        (token(json!({"alg": "EdDSA", "kid": "ec"}), good()), Credentials::Invalid),
        (token(json!({"alg": "EdDSA", "kid": "gone"}), good()), Credentials::Invalid),
        (token(json!({"alg": "EdDSA", "kid": "ed", "crit": ["exp"]}), good()), Credentials::Invalid),
        (format!("{}.{other}.{signature}", signed.split_once('.').expect("a header").0), Credentials::Invalid),
        (format!("{unsigned}.{claims}."), Credentials::Invalid),
        (format!("{shared}.{claims}.{signature}"), Credentials::Invalid),
        (format!("{signed}."), Credentials::Invalid),
        (format!("{signed}.{signature}="), Credentials::Invalid),
        ("eyJ.e30.".to_owned(), Credentials::Invalid),
        ("..".to_owned(), Credentials::Invalid),
        (String::new(), Credentials::Invalid),
    ] {
        assert_eq!(verify(&token), Err(expected), "{token}");
    }
}

/// Signed once by OpenSSL; the private key is not kept.
#[test]
fn a_token_signed_by_another_program_verifies() {
    let keys = json!({"keys": [{"kty": "RSA", "alg": "RS256", "e": "AQAB", "n": concat!(
        "lvEod9-xItyxqtASsUqGUsuQkhqcYrPJ8x5zf6HONiUY4vgEDyd7EaIzdAU47DguIBlyREcGUWEGHWNQQtqHeDPUkNLv65UZD7L9",
        "lYdf7TQQP8dlOnYEF9oH8tp3gnd-NXwttIyUBHIBjF8atwl-c9e3nnWbdE3OiWWZzAX5d1NhdB9gTf8T92z_aQOG3oPBTj4_aR60",
        "RWJLRDJHvQpVRHdybgd0uw2NebosToNDNjFLIMtwzFKPeDTN5MTsx3Hck4n4K9nSIkDmpZly2qK5dM_eJ5d2fzW_thCRGEJFX6Cg",
        "zXDQhAvW1hJDn97bxC3n2gyEF-AxntZpXnEITqUL1Q"
    )}]});
    let jwks = Jwks::parse(&keys.to_string()).expect("keys");
    let token = concat!(
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJuZXdzcm9vbSIsImV4cCI6MTc5NTQ3ODQ2MH0",
        ".",
        "fVBfPEbobeBjN-f4wXcE7gdOzXQnNXMum3cJBr7bY2MZhTL1dEwCNpiiDLDPfRt3keJbtDC5mFGVkmTfcQKFFzdSXGrgUoMz_gJF",
        "AHOu42My22kmTeWgO3Z4yzxdRb5pBxxUnx7EJ3v_PlDcqj1-hmOL8V3qwmN5pTDMtAD_WZXGK5oBt2O1SwVXNl2y7_9MVTrJAwhp",
        "0-VOhBeKCndO_sWn0-d-B4VjSDreUyfFz0eq0UUycw6ianqVaufIAkhootplwK1pVQxCzLZ3bQQe7C6KtFoYMQkC9fWkt-YW0hFv",
        "cTE6MAawY953wK8F-ec5Y0Rt4vw0LF4XUOtyA-wfeA"
    );
    let verify = |token: &str, now| jwks.verify(token.as_bytes(), &Rules::default(), now);
    assert_eq!(verify(token, NOW).as_deref(), Ok("newsroom"));
    assert_eq!(verify(token, NOW + 90), Err(Credentials::Expired));
    assert_eq!(verify(&token.replacen("eyJhbGci", "eyJhbGcj", 1), NOW), Err(Credentials::Invalid));
    let (signed, signature) = token.rsplit_once('.').expect("a signature");
    let signature = decode(signature).expect("base64url");
    assert!(jwks.0[0].public.verifies("RS256", signed.as_bytes(), &signature));
    assert!(!jwks.0[0].public.verifies("ES256", signed.as_bytes(), &signature));
    assert!(!jwks.0[0].public.verifies("RS256", b"other", &signature));
}

#[test]
fn files_that_hold_no_usable_key_are_refused() {
    for (text, expected) in [
        ("{\n}", "line 2: not a JSON Web Key Set"),
        (r#"{"keys": []}"#, "no key that signs"),
        (r#"{"keys": [{"kty": "oct", "k": "aHVudGVyMg"}]}"#, "key 1: its kind"),
        (r#"{"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}"#, "key 1: is no RSA key"),
        (r#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AQAB"}]}"#, "key 1: the key must have 32 bytes"),
        (r#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AQAB", "d": "aHVudGVyMg"}]}"#, "key 1: is a private key"),
    ] {
        let error = Jwks::parse(text).expect_err("a fault");
        assert!(error.starts_with(expected), "{expected}: {error}");
    }
}
