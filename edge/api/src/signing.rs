//! What the instance signs for others to check: JWS in compact form (RFC 7515) with EdDSA over Ed25519 (RFC 8037), and the
//! public key at `/.well-known/understudy.json`, named by its thumbprint (RFC 7638).

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ed25519_dalek::{Signer, SigningKey};
use http::header;
use serde::Serialize;
use serde_json::{Value, json};
use wire::exports::WellKnown;
use wire::paths;

use crate::crypto::{base64url, sha256};
use crate::error::Answer;
use crate::state::App;

/// The key, for whoever checks.
pub fn routes() -> Router<App> {
    Router::new().route(paths::WELL_KNOWN, get(well_known))
}

fn key(app: &App) -> SigningKey {
    SigningKey::from_bytes(&app.key("receipts"))
}

/// The public half, as its thumbprint is made of it: members in the order of their names.
fn jwk(key: &SigningKey) -> Value {
    json!({ "crv": "Ed25519", "kty": "OKP", "x": base64url(key.verifying_key().as_bytes()) })
}

fn thumbprint(key: &SigningKey) -> String {
    base64url(&sha256(jwk(key).to_string().as_bytes()))
}

/// Signs claims as a JWS of this type.
///
/// # Errors
/// The claims are not JSON.
pub fn sign(app: &App, kind: &str, claims: &impl Serialize) -> Answer<String> {
    signed(&key(app), kind, claims)
}

fn signed(key: &SigningKey, kind: &str, claims: &impl Serialize) -> Answer<String> {
    let header = json!({ "alg": "EdDSA", "kid": thumbprint(key), "typ": kind });
    let said = format!("{}.{}", base64url(header.to_string().as_bytes()), base64url(&serde_json::to_vec(claims)?));
    Ok(format!("{said}.{}", base64url(&key.sign(said.as_bytes()).to_bytes())))
}

#[worker::send]
async fn well_known(State(app): State<App>) -> Answer<Response> {
    let key = key(&app);
    let mut public = jwk(&key);
    public["kid"] = thumbprint(&key).into();
    public["alg"] = "EdDSA".into();
    public["use"] = "sig".into();
    let said = WellKnown { issuer: app.origin().to_owned(), jwks: json!({ "keys": [public] }) };
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
        // Pages of other sites may read what anyone may read.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((headers, serde_json::to_vec(&said)?).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::unbase64url;

    /// RFC 8037, appendix A: the key, its thumbprint, and a signature over a given text.
    #[test]
    fn the_key_of_the_rfc() {
        let seed = unbase64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").and_then(|seed| seed.try_into().ok());
        let key = SigningKey::from_bytes(&seed.unwrap());
        assert_eq!(thumbprint(&key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        let said = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        let wanted = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        assert_eq!(base64url(&key.sign(said.as_bytes()).to_bytes()), wanted);
    }
}
