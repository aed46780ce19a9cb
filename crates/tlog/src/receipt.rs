//! Receipts: what lasts of a grant. A signed statement of the instance that a use was allowed and stands in its log.
//!
//! A receipt is a JWS in compact form (RFC 7515) over claims (RFC 7519) with EdDSA (RFC 8037), type
//! `understudy-receipt+jwt`. The keys are a JWK set (RFC 7517), each named by its thumbprint (RFC 7638). It does not
//! expire. It says nothing that opens the entry: the salts are handed to the owner beside it, as an [`Opening`].

use chrono::DateTime;
use ed25519_dalek::{SigningKey, VerifyingKey};
use jwt_compact::alg::Ed25519;
use jwt_compact::jwk::JsonWebKey;
use jwt_compact::{AlgorithmExt, Claims, Header, UntrustedToken};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::encoding::{base64url, hex, unhex};
use crate::entry::{self, Entry};

/// `typ` of a receipt.
pub const TYPE: &str = "understudy-receipt+jwt";
/// Longest receipt that is looked at, in bytes.
pub const MAX_BYTES: usize = 8192;

/// Why a text is no receipt. The words go to whoever shows it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no JWS in compact form, or no receipt.
    #[error("this is no receipt, or a part of it is missing")]
    NoReceipt,
    /// None of the keys is named in it.
    #[error("it names a key that is not among those of the instance")]
    OtherKey,
    /// The signature is not that of the instance.
    #[error("its signature is not that of the instance: it was changed or made by somebody else")]
    Forged,
    /// The salts do not open it.
    #[error("these salts do not open it")]
    Unopened,
}

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Origin of the instance that allowed the use.
    pub iss: String,
    /// The clip.
    pub clip: String,
    /// SHA-256 of the clip's file, before any seal: 64 hexadecimal digits.
    pub sha256: String,
    /// Whose likeness, blinded as in the entry.
    pub likeness: String,
    /// The commitment to the clip, as in the entry.
    pub commitment: String,
    /// Version of the owner's policy that allowed it.
    pub policy: u32,
    /// Name of the log.
    pub log: String,
    /// Index of the entry.
    pub index: u64,
    /// Time of the entry, in seconds since 1970. Travels as `iat`.
    #[serde(skip)]
    pub time: u64,
}

/// What opens the blinded parts of a receipt: for its owner alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The owner.
    pub account: String,
    /// Their likeness, or the character that played.
    pub likeness: String,
    /// Salt of the subject: 64 hexadecimal digits.
    pub subject_salt: String,
    /// Salt of the clip: 64 hexadecimal digits.
    pub clip_salt: String,
}

impl Receipt {
    /// The entry that has to stand in the log, or none when a hash is none.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        let (subject, clip) = (unhex(&self.likeness)?, unhex(&self.commitment)?);
        Some(Entry::Use { subject, clip, policy: self.policy, time: self.time })
    }

    /// Checks that the salts open it: that the entry is about this person and this clip.
    ///
    /// # Errors
    /// [`Refused::Unopened`].
    pub fn open(&self, opening: &Opening) -> Result<(), Refused> {
        let parts = (unhex(&opening.subject_salt), unhex(&opening.clip_salt), unhex(&self.sha256));
        let (Some(subject_salt), Some(clip_salt), Some(file)) = parts else { return Err(Refused::Unopened) };
        let subject = entry::subject(&subject_salt, &opening.account, &opening.likeness);
        let clip = entry::clip(&clip_salt, &self.clip, &file);
        let opened = hex(&subject) == self.likeness && hex(&clip) == self.commitment;
        if opened { Ok(()) } else { Err(Refused::Unopened) }
    }
}

/// Whoever signs receipts.
pub struct Issuer {
    key: SigningKey,
    id: String,
}

impl Issuer {
    /// The issuer with the key of this seed.
    #[must_use]
    pub fn new(seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        let id = base64url(&JsonWebKey::from(&key.verifying_key()).thumbprint::<Sha256>());
        Self { key, id }
    }

    /// The JWK set that is published: public keys alone.
    #[must_use]
    pub fn keys(&self) -> Value {
        let x = base64url(self.key.verifying_key().as_bytes());
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.id, "alg": "EdDSA", "use": "sig" }] })
    }

    /// Signs a receipt. The same receipt gives the same bytes.
    ///
    /// # Errors
    /// [`Refused::NoReceipt`] for a time that no calendar has.
    pub fn issue(&self, receipt: &Receipt) -> Result<String, Refused> {
        let header = Header::empty().with_key_id(self.id.clone()).with_token_type(TYPE);
        let mut claims = Claims::new(receipt);
        let seconds = i64::try_from(receipt.time).map_err(|_| Refused::NoReceipt)?;
        claims.issued_at = Some(DateTime::from_timestamp(seconds, 0).ok_or(Refused::NoReceipt)?);
        Ed25519.token(&header, &claims, &self.key).map_err(|_| Refused::NoReceipt)
    }
}

impl Issuer {
    /// Signs another statement of the instance, of a type of its own (`typ`), so that it passes for no receipt. `time` is
    /// in seconds since 1970.
    ///
    /// # Errors
    /// [`Refused::NoReceipt`] for a time that no calendar has, or claims that are no JSON object.
    pub fn state(&self, typ: &str, statement: &impl Serialize, time: u64) -> Result<String, Refused> {
        let header = Header::empty().with_key_id(self.id.clone()).with_token_type(typ);
        let mut claims = Claims::new(statement);
        let seconds = i64::try_from(time).map_err(|_| Refused::NoReceipt)?;
        claims.issued_at = Some(DateTime::from_timestamp(seconds, 0).ok_or(Refused::NoReceipt)?);
        Ed25519.token(&header, &claims, &self.key).map_err(|_| Refused::NoReceipt)
    }
}

/// Public keys by their names.
#[derive(Debug, Clone, Default)]
pub struct Keys(Vec<(String, VerifyingKey)>);

impl Keys {
    /// Reads a JWK set. Keys of another kind are left out, as RFC 7517 asks.
    ///
    /// # Errors
    /// [`Refused::OtherKey`] when it is no JWK set, or has no Ed25519 key.
    pub fn read(set: &Value) -> Result<Self, Refused> {
        let keys = set["keys"].as_array().ok_or(Refused::OtherKey)?;
        let read = |jwk: &Value| {
            let key: JsonWebKey<'_> = serde_json::from_value(jwk.clone()).ok()?;
            let key = VerifyingKey::try_from(&key).ok()?;
            Some((jwk["kid"].as_str()?.to_owned(), key))
        };
        let keys: Vec<_> = keys.iter().filter_map(read).collect();
        if keys.is_empty() { Err(Refused::OtherKey) } else { Ok(Self(keys)) }
    }

    /// Reads a receipt and checks who signed it.
    ///
    /// # Errors
    /// Why it is none.
    pub fn check(&self, jws: &str) -> Result<Receipt, Refused> {
        if jws.len() > MAX_BYTES {
            return Err(Refused::NoReceipt);
        }
        let token: UntrustedToken<'_, Map<String, Value>> = jws.try_into().map_err(|_| Refused::NoReceipt)?;
        let header = token.header();
        // A header that this reader does not know may change what the rest means (RFC 7515 §4.1.11).
        if header.token_type.as_deref() != Some(TYPE) || header.other_fields.contains_key("crit") {
            return Err(Refused::NoReceipt);
        }
        let named = header.key_id.as_deref();
        let (_, key) = self.0.iter().find(|(id, _)| Some(id.as_str()) == named).ok_or(Refused::OtherKey)?;
        let signed = Ed25519.validator::<Receipt>(key).validate(&token).map_err(|_| Refused::Forged)?;
        let claims = signed.claims();
        let time = claims.issued_at.and_then(|at| u64::try_from(at.timestamp()).ok()).ok_or(Refused::NoReceipt)?;
        Ok(Receipt { time, ..claims.custom.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_statement_is_no_receipt() {
        let issuer = Issuer::new(&[7; 32]);
        let jws = issuer.state("understudy-policy+jwt", &json!({ "policy": 3 }), 1_790_000_000).unwrap();
        assert_eq!(jws.split('.').count(), 3);
        let keys = Keys::read(&issuer.keys()).unwrap();
        assert_eq!(keys.check(&jws), Err(Refused::NoReceipt));
    }

    fn receipt() -> (Receipt, Opening) {
        let opening = Opening {
            account: "0".repeat(26),
            likeness: "1".repeat(26),
            subject_salt: "ab".repeat(32),
            clip_salt: "cd".repeat(32),
        };
        let file = [9; 32];
        let receipt = Receipt {
            iss: "https://example.org".to_owned(),
            clip: "2".repeat(26),
            sha256: hex(&file),
            likeness: hex(&entry::subject(&[0xab; 32], &opening.account, &opening.likeness)),
            commitment: hex(&entry::clip(&[0xcd; 32], &"2".repeat(26), &file)),
            policy: 4,
            log: "example.org/log".to_owned(),
            index: 17,
            time: 1_795_968_000,
        };
        (receipt, opening)
    }

    #[test]
    fn a_receipt_goes_round_and_opens_for_its_owner() {
        let (receipt, opening) = receipt();
        let issuer = Issuer::new(&[5; 32]);
        let keys = Keys::read(&issuer.keys()).unwrap();
        let jws = issuer.issue(&receipt).unwrap();
        assert_eq!(keys.check(&jws), Ok(receipt.clone()));
        assert_eq!(issuer.issue(&receipt).unwrap(), jws);
        assert_eq!(receipt.open(&opening), Ok(()));
        assert!(receipt.entry().is_some());
        for wrong in [
            Opening { account: "9".repeat(26), ..opening.clone() },
            Opening { likeness: "9".repeat(26), ..opening.clone() },
            Opening { subject_salt: "ac".repeat(32), ..opening.clone() },
            Opening { clip_salt: "ce".repeat(32), ..opening.clone() },
            Opening { clip_salt: "CD".repeat(32), ..opening.clone() },
        ] {
            assert_eq!(receipt.open(&wrong), Err(Refused::Unopened));
        }
        assert!(!jws.contains(&opening.subject_salt), "salts stay outside");
    }

    #[test]
    fn every_flipped_bit_and_every_changed_character_is_noticed() {
        let issuer = Issuer::new(&[5; 32]);
        let keys = Keys::read(&issuer.keys()).unwrap();
        let jws = issuer.issue(&receipt().0).unwrap();
        for at in 0..jws.len() {
            for bit in 0..8 {
                let mut bytes = jws.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let refused = String::from_utf8(bytes).map_or(true, |text| keys.check(&text).is_err());
                assert!(refused, "byte {at}, bit {bit}");
            }
            for other in "AQgw.-".chars().filter(|c| !jws[at..].starts_with(*c)) {
                assert!(keys.check(&format!("{}{other}{}", &jws[..at], &jws[at + 1..])).is_err(), "byte {at}");
            }
            assert!(keys.check(&jws[..at]).is_err());
        }
        assert!(keys.check(&format!("{jws}.")).is_err());
        assert!(keys.check(&format!(" {jws}")).is_err());
    }

    #[test]
    fn forgeries_are_refused_by_name() {
        let (receipt, _) = receipt();
        let (issuer, eve) = (Issuer::new(&[5; 32]), Issuer::new(&[6; 32]));
        let keys = Keys::read(&issuer.keys()).unwrap();
        assert_eq!(keys.check(&eve.issue(&receipt).unwrap()), Err(Refused::OtherKey));
        let posing = Issuer { key: SigningKey::from_bytes(&[6; 32]), id: issuer.id.clone() };
        assert_eq!(keys.check(&posing.issue(&receipt).unwrap()), Err(Refused::Forged));
        let part = |value: Value| base64url(value.to_string().as_bytes());
        let body = issuer.issue(&receipt).unwrap().split('.').nth(1).unwrap().to_owned();
        let none = format!("{}.{body}.", part(json!({ "alg": "none", "typ": TYPE, "kid": issuer.id })));
        assert_eq!(keys.check(&none), Err(Refused::Forged));
        let hmac = part(json!({ "alg": "HS256", "typ": TYPE, "kid": issuer.id }));
        assert_eq!(keys.check(&format!("{hmac}.{body}.{}", "A".repeat(86))), Err(Refused::Forged));
        let crit = part(json!({ "alg": "EdDSA", "typ": TYPE, "kid": issuer.id, "crit": ["b64"], "b64": false }));
        assert_eq!(keys.check(&format!("{crit}.{body}.{}", "A".repeat(86))), Err(Refused::NoReceipt));
        assert_eq!(keys.check(&"A".repeat(MAX_BYTES + 1)), Err(Refused::NoReceipt));
        assert_eq!(Keys::read(&json!({ "keys": [] })).err(), Some(Refused::OtherKey));
        assert_eq!(
            Keys::read(&json!({ "keys": [{ "kty": "RSA", "n": "AQAB", "e": "AQAB" }] })).err(),
            Some(Refused::OtherKey)
        );
    }
}
