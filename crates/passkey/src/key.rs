//! Public keys: COSE (RFC 9053, and RFC 8230 for RSA) in, signatures checked.

use std::ops::RangeInclusive;

use ciborium::Value;
use p256::ecdsa::signature::Verifier;
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, RsaPublicKey};
use sha2::Sha256;

use crate::Refusal;
use crate::authenticator_data::member;

/// Lengths of an RSA modulus in bytes. RFC 8812 §2 asks for 2048 bits or more; more than 4096 costs time only.
const RSA_MODULUS_BYTES: RangeInclusive<usize> = 256..=512;
/// The only RSA exponent, 65537. Authenticators use no other, so none is stored.
const RSA_EXPONENT: [u8; 3] = [1, 0, 1];

/// Signature algorithms on offer, most wanted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519 (COSE -8).
    EdDsa,
    /// ECDSA on P-256 with SHA-256 (COSE -7).
    Es256,
    /// RSASSA-PKCS1-v1_5 (RFC 8017) with SHA-256 (COSE -257, RFC 8812): all that some TPMs behind Windows Hello can do.
    Rs256,
}

impl Algorithm {
    /// Every algorithm on offer, most wanted first.
    pub const OFFERED: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Rs256];

    /// Its number in the COSE registry.
    #[must_use]
    pub fn cose(self) -> i64 {
        match self {
            Self::EdDsa => -8,
            Self::Es256 => -7,
            Self::Rs256 => -257,
        }
    }
}

/// A key that can check signatures.
pub(crate) enum PublicKey {
    Es256(p256::ecdsa::VerifyingKey),
    EdDsa(ed25519_dalek::VerifyingKey),
    Rs256(rsa::pkcs1v15::VerifyingKey<Sha256>),
}

impl PublicKey {
    /// Reads a COSE key of an offered algorithm.
    pub(crate) fn from_cose(key: &Value) -> Result<Self, Refusal> {
        let number = |label: i64| {
            member(key, &Value::from(label)).and_then(Value::as_integer).and_then(|n| i64::try_from(n).ok())
        };
        let bytes = |label: i64| member(key, &Value::from(label)).and_then(Value::as_bytes).map(Vec::as_slice);
        let coordinate = |label: i64| -> Option<[u8; 32]> { bytes(label)?.try_into().ok() };
        // Labels: 1 key type, 3 algorithm, -1 curve, -2 x, -3 y. Of RSA: -1 modulus, -2 exponent.
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
            (Some(3), Some(-257), None) => {
                let (n, e) = bytes(-1).zip(bytes(-2)).ok_or(Refusal::Algorithm)?;
                if e == RSA_EXPONENT { Self::from_modulus(n) } else { Err(Refusal::Algorithm) }
            }
            _ => Err(Refusal::Algorithm),
        }
    }

    /// The RSA key of a modulus in big-endian bytes.
    fn from_modulus(n: &[u8]) -> Result<Self, Refusal> {
        // With its top bit set, the modulus is as long as its bytes and has one form (RFC 8230 §4: no leading zeros).
        if !RSA_MODULUS_BYTES.contains(&n.len()) || n.first().is_none_or(|first| first & 0x80 == 0) {
            return Err(Refusal::Algorithm);
        }
        // An even modulus is no product of two large primes: `new` refuses it.
        RsaPublicKey::new(BigUint::from_bytes_be(n), BigUint::from_bytes_be(&RSA_EXPONENT))
            .map(|key| Self::Rs256(rsa::pkcs1v15::VerifyingKey::new(key)))
            .map_err(|_| Refusal::Algorithm)
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
            Some((3, n)) => Self::from_modulus(n),
            _ => Err(Refusal::Algorithm),
        }
    }

    /// One byte for the algorithm, then the key. 7: SEC1 compressed point of P-256. 8: 32 bytes of Ed25519. 3 (RSA's
    /// key type, as 257 is no byte): the modulus.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Es256(key) => [&[7], key.to_encoded_point(true).as_bytes()].concat(),
            Self::EdDsa(key) => [&[8], key.as_bytes().as_slice()].concat(),
            Self::Rs256(key) => [&[3], key.as_ref().n().to_bytes_be().as_slice()].concat(),
        }
    }

    /// Checks a signature: ASN.1 DER for ECDSA, 64 bytes for Ed25519, as long as the modulus for RSA (§6.5.5).
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Refusal> {
        match self {
            Self::Es256(key) => {
                p256::ecdsa::Signature::from_der(signature).and_then(|signature| key.verify(message, &signature))
            }
            Self::EdDsa(key) => ed25519_dalek::Signature::from_slice(signature)
                .and_then(|signature| key.verify_strict(message, &signature)),
            Self::Rs256(key) => {
                rsa::pkcs1v15::Signature::try_from(signature).and_then(|signature| key.verify(message, &signature))
            }
        }
        .map_err(|_| Refusal::Signature)
    }
}
