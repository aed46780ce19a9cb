//! How providers sign their callbacks. Checked over the raw bytes, before they are parsed.

use base16ct::{lower, mixed};
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A callback that says to be older, or to come from further ahead, than so many seconds is refused.
pub const MAX_AGE_S: u64 = 300;

/// A provider's way of signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// It never calls back.
    None,
    /// It calls back without a signature: the token in the path is all there is.
    Token,
    /// Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. The secret is in this variable.
    Standard(&'static str),
    /// fal: Ed25519 over request, user, time and the body's hash, with keys that it publishes below a door: which, and where.
    Fal(usize, &'static str),
    /// HeyGen: HMAC-SHA256 over the body; the time is a header of its own. The secret is in this variable. Whether callbacks
    /// that were asked for with a job are signed is not known: without a secret they count as [`Scheme::Token`] does.
    HeyGen(&'static str),
}

impl Scheme {
    /// The variable that holds the secret, where there is one.
    #[must_use]
    pub fn secret(&self) -> Option<&'static str> {
        match self {
            Self::Standard(name) | Self::HeyGen(name) => Some(name),
            Self::None | Self::Token | Self::Fal(..) => None,
        }
    }

    /// Where the provider publishes its keys, where it does. They may be kept for a day.
    #[must_use]
    pub fn published(&self, access: &crate::Access) -> Option<String> {
        match self {
            Self::Fal(door, path) => Some(format!("{}{path}", access.door(*door))),
            _ => None,
        }
    }
}

/// What a signature is checked with.
#[derive(Clone, Copy, Default)]
pub struct Keys<'a> {
    /// The secret that the scheme's variable holds.
    pub secret: Option<&'a str>,
    /// The key set that the provider publishes (RFC 7517, RFC 8037).
    pub jwks: Option<&'a Value>,
}

/// A callback that may be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for each delivery of one event: who has seen it does nothing. Of printable ASCII, at most 200 characters.
    pub id: String,
    /// Whether a signature was checked. Otherwise the token in the path is all that speaks for it.
    pub signed: bool,
}

/// Why a callback is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Forged {
    /// The provider never calls.
    #[error("this provider never calls back")]
    Unasked,
    /// The secret is not set, or the published keys are not at hand.
    #[error("there is no key to check the signature with")]
    NoKey,
    /// This header is missing, doubled or no such thing.
    #[error("the header {0} is missing or malformed")]
    Header(&'static str),
    /// Older than five minutes.
    #[error("the callback is older than five minutes")]
    Stale,
    /// More than five minutes ahead.
    #[error("the callback is from the future")]
    Future,
    /// No key made this signature over these bytes. With published keys: they may be old, look once for new ones.
    #[error("the signature does not match")]
    Mismatch,
}

/// Whether this callback comes from the provider: signature over the raw bytes in constant time, age within
/// [`MAX_AGE_S`] on both sides. `now_s` is in seconds since 1970; names of headers in any case.
///
/// # Errors
/// [`Forged`]; nothing of the body may then be used.
pub fn verify(
    scheme: &Scheme,
    headers: &[(String, String)],
    body: &[u8],
    now_s: u64,
    keys: &Keys<'_>,
) -> Result<Event, Forged> {
    match scheme {
        Scheme::None => Err(Forged::Unasked),
        Scheme::Token => Ok(Event { id: lower::encode_string(&Sha256::digest(body)), signed: false }),
        Scheme::Standard(_) => standard(headers, body, now_s, keys.secret.ok_or(Forged::NoKey)?),
        Scheme::Fal(..) => fal(headers, body, now_s, keys.jwks),
        Scheme::HeyGen(_) => match keys.secret {
            Some(secret) => heygen(headers, body, now_s, secret),
            None => Ok(Event { id: lower::encode_string(&Sha256::digest(body)), signed: false }),
        },
    }
}

fn standard(headers: &[(String, String)], body: &[u8], now_s: u64, secret: &str) -> Result<Event, Forged> {
    let id = header(headers, "webhook-id")?;
    let time = header(headers, "webhook-timestamp")?;
    let signatures = header(headers, "webhook-signature")?;
    fresh("webhook-timestamp", time, now_s)?;
    let key = secret.rsplit('_').next().unwrap_or(secret);
    let key = Base64::decode_vec(key).map_err(|_| Forged::NoKey)?;
    let given = signatures.split(' ').filter_map(|one| one.strip_prefix("v1,"));
    let mut decoded = given.filter_map(|one| Base64::decode_vec(one).ok());
    let message: [&[u8]; 5] = [id.as_bytes(), b".", time.as_bytes(), b".", body];
    if decoded.any(|mac| sealed(&key, &message, &mac)) {
        Ok(Event { id: id.to_owned(), signed: true })
    } else {
        Err(Forged::Mismatch)
    }
}

/// What needs no key is looked at before one is asked for.
fn fal(headers: &[(String, String)], body: &[u8], now_s: u64, jwks: Option<&Value>) -> Result<Event, Forged> {
    let request = header(headers, "x-fal-webhook-request-id")?;
    let user = header(headers, "x-fal-webhook-user-id")?;
    let time = header(headers, "x-fal-webhook-timestamp")?;
    let signature = mixed::decode_vec(header(headers, "x-fal-webhook-signature")?).ok();
    let signature = signature.and_then(|s| <[u8; 64]>::try_from(s).ok());
    let signature = signature.ok_or(Forged::Header("x-fal-webhook-signature"))?;
    fresh("x-fal-webhook-timestamp", time, now_s)?;
    let signature = Signature::from_bytes(&signature);
    let message = [request, user, time, &lower::encode_string(&Sha256::digest(body))].join("\n");
    let keys = jwks.and_then(|set| set.get("keys")).and_then(Value::as_array).ok_or(Forged::NoKey)?;
    let mut keys = keys.iter().filter_map(published);
    if keys.any(|key| key.verify_strict(message.as_bytes(), &signature).is_ok()) {
        Ok(Event { id: request.to_owned(), signed: true })
    } else {
        Err(Forged::Mismatch)
    }
}

/// A key of a set, if it is for Ed25519 (RFC 8037).
fn published(key: &Value) -> Option<VerifyingKey> {
    let word = |name: &str| key.get(name).and_then(Value::as_str);
    let other = word("kty").is_some_and(|t| t != "OKP") || word("crv").is_some_and(|c| c != "Ed25519");
    let bytes = Base64UrlUnpadded::decode_vec(word("x")?.trim_end_matches('=')).ok()?;
    let key = VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()?;
    (!other).then_some(key)
}

/// The time is not part of what HeyGen signs, and neither is the event's name in the header: both can be altered on the way,
/// so the event's name is taken from the body, or is the body's hash.
fn heygen(headers: &[(String, String)], body: &[u8], now_s: u64, secret: &str) -> Result<Event, Forged> {
    let mac = header(headers, "heygen-signature").or_else(|_| header(headers, "signature"));
    let mac = mac.ok().and_then(|mac| mixed::decode_vec(mac).ok()).ok_or(Forged::Header("heygen-signature"))?;
    fresh("heygen-timestamp", header(headers, "heygen-timestamp")?, now_s)?;
    if !sealed(secret.as_bytes(), &[body], &mac) {
        return Err(Forged::Mismatch);
    }
    let named = serde_json::from_slice::<Value>(body).ok();
    let named = named.as_ref().and_then(|b| b.get("event_id")).and_then(Value::as_str).filter(|id| printable(id));
    Ok(Event { id: named.map_or_else(|| lower::encode_string(&Sha256::digest(body)), str::to_owned), signed: true })
}

/// Compares in constant time.
fn sealed(key: &[u8], message: &[&[u8]], mac: &[u8]) -> bool {
    let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(key) else { return false };
    message.iter().for_each(|part| hmac.update(part));
    hmac.verify_slice(mac).is_ok()
}

/// A header's value. One that is there twice is none: somebody on the way may read the other.
fn header<'a>(headers: &'a [(String, String)], name: &'static str) -> Result<&'a str, Forged> {
    let mut values = headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
    match (values.next(), values.next()) {
        (Some(value), None) if !value.is_empty() && (name.ends_with("signature") || printable(value)) => Ok(value),
        _ => Err(Forged::Header(name)),
    }
}

fn printable(text: &str) -> bool {
    !text.is_empty() && text.len() <= 200 && text.bytes().all(|b| b.is_ascii_graphic())
}

fn fresh(name: &'static str, time: &str, now_s: u64) -> Result<(), Forged> {
    // `parse` alone would take a plus sign.
    let digits = time.bytes().all(|b| b.is_ascii_digit());
    let time: u64 = time.parse().ok().filter(|_| digits).ok_or(Forged::Header(name))?;
    if time.saturating_add(MAX_AGE_S) < now_s {
        return Err(Forged::Stale);
    }
    if time > now_s.saturating_add(MAX_AGE_S) { Err(Forged::Future) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
