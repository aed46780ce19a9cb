//! Public keys: COSE (RFC 9053) in, signatures checked.

use ciborium::Value;
use p256::ecdsa::signature::Verifier;

use crate::Refusal;
use crate::authenticator_data::member;

/// Signature algorithms on offer, most wanted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519 (COSE -8).
    EdDsa,
    /// ECDSA on P-256 with SHA-256 (COSE -7).
    Es256,
}

impl Algorithm {
    /// Every algorithm on offer, most wanted first.
    pub const OFFERED: [Self; 2] = [Self::EdDsa, Self::Es256];

    /// Its number in the COSE registry.
    #[must_use]
    pub fn cose(self) -> i64 {
        match self {
            Self::EdDsa => -8,
            Self::Es256 => -7,
        }
    }
}

/// A key that can check signatures.
pub(crate) enum PublicKey {
    Es256(p256::ecdsa::VerifyingKey),
    EdDsa(ed25519_dalek::VerifyingKey),
}

impl PublicKey {
    /// Reads a COSE key of an offered algorithm.
    pub(crate) fn from_cose(key: &Value) -> Result<Self, Refusal> {
        let number = |label: i64| {
            member(key, &Value::from(label)).and_then(Value::as_integer).and_then(|n| i64::try_from(n).ok())
        };
        let coordinate = |label: i64| -> Option<[u8; 32]> {
            member(key, &Value::from(label)).and_then(Value::as_bytes).and_then(|b| b.as_slice().try_into().ok())
        };
        // Labels: 1 key type, 3 algorithm, -1 curve, -2 x, -3 y.
        match (number(1), number(3), number(-1)) {
            (Some(2), Some(-7), Some(1)) => {
                let (x, y) = coordinate(-2).zip(coordinate(-3)).ok_or(Refusal::Algorithm)?;
                let point = p256::EncodedPoint::from_affine_coordinates(&x.into(), &y.into(), false);
                p256::ecdsa::VerifyingKey::from_encoded_point(&point).map(Self::Es256).map_err(|_| Refusal::Algorithm)
            }
            (Some(1), Some(-8), Some(6)) => {
                let x = coordinate(-2).ok_or(Refusal::Algorithm)?;
                let key = ed25519_dalek::VerifyingKey::from_bytes(&x).map_err(|_| Refusal::Algorithm)?;
                if key.is_weak() { Err(Refusal::Algorithm) } else { Ok(Self::EdDsa(key)) }
            }
            _ => Err(Refusal::Algorithm),
        }
    }

    /// Reads a key that [`PublicKey::to_bytes`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Refusal> {
        match bytes.split_first() {
            Some((7, point)) => {
                p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map(Self::Es256).map_err(|_| Refusal::Algorithm)
            }
            Some((8, point)) => <&[u8; 32]>::try_from(point)
                .ok()
                .and_then(|point| ed25519_dalek::VerifyingKey::from_bytes(point).ok())
                .map(Self::EdDsa)
                .ok_or(Refusal::Algorithm),
            _ => Err(Refusal::Algorithm),
        }
    }

    /// One byte for the algorithm (7 or 8), then the point: SEC1 compressed for P-256, 32 bytes for Ed25519.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Es256(key) => [&[7], key.to_encoded_point(true).as_bytes()].concat(),
            Self::EdDsa(key) => [&[8], key.as_bytes().as_slice()].concat(),
        }
    }

    /// Checks a signature: ASN.1 DER for ECDSA, 64 bytes for Ed25519 (§6.5.5).
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Refusal> {
        match self {
            Self::Es256(key) => {
                p256::ecdsa::Signature::from_der(signature).and_then(|signature| key.verify(message, &signature))
            }
            Self::EdDsa(key) => ed25519_dalek::Signature::from_slice(signature)
                .and_then(|signature| key.verify_strict(message, &signature)),
        }
        .map_err(|_| Refusal::Signature)
    }
}
