//! Packs at rest: AES-256-GCM under a key that three shares make together. Pure.
//!
//! One share lies in the likeness's Durable Object, one in R2, one is the instance's. Whoever lacks one of them has
//! nothing. The share in R2 is the one that a deletion destroys for good, since a bucket cannot be turned back in time.

use domain::{AccountId, LikenessId};
use hkdf::Hkdf;
use sha2::Sha256;

use crate::crypto::{self, NONCE};
use crate::error::{Answer, Failure};

/// The three shares of a pack's key. New for each version of each likeness, but for the instance's.
pub struct Shares {
    /// From the Durable Object.
    pub object: [u8; 32],
    /// From R2.
    pub bucket: [u8; 32],
    /// From the instance's secret.
    pub instance: [u8; 32],
}

/// What a ciphertext is bound to: it opens as nothing else.
pub struct Label<'a> {
    /// Which likeness.
    pub likeness: &'a LikenessId,
    /// Which version of its pack.
    pub version: u32,
    /// Whose.
    pub account: &'a AccountId,
}

/// Encrypts a pack. The nonce must never have been used with these shares.
///
/// # Errors
/// [`Failure::Internal`] beyond the cipher's limit of 64 GiB.
pub fn seal(shares: &Shares, label: &Label<'_>, nonce: [u8; NONCE], pack: &[u8]) -> Answer<Vec<u8>> {
    crypto::seal(&key(shares, label)?, nonce, &label.bytes(), pack)
        .ok_or_else(|| Failure::Internal("a pack could not be encrypted".into()))
}

/// Decrypts a pack.
///
/// # Errors
/// [`Failure::Internal`] when a share is wrong, or the ciphertext was changed or belongs to another label.
pub fn open(shares: &Shares, label: &Label<'_>, sealed: &[u8]) -> Answer<Vec<u8>> {
    crypto::open(&key(shares, label)?, &label.bytes(), sealed)
        .ok_or_else(|| Failure::Internal("a pack does not open with its shares".into()))
}

fn key(shares: &Shares, label: &Label<'_>) -> Answer<[u8; 32]> {
    let shares = [shares.object, shares.bucket, shares.instance].concat();
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(label.likeness.as_str().as_bytes()), &shares)
        .expand(b"understudy/pack/v1", &mut key)
        .map_err(|_| Failure::Internal("a pack's key could not be derived".into()))?;
    Ok(key)
}

impl Label<'_> {
    fn bytes(&self) -> Vec<u8> {
        // Identifiers have a fixed length, so no two labels read the same.
        format!("{} {} {}", self.likeness, self.version, self.account).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares() -> Shares {
        Shares { object: [1; 32], bucket: [2; 32], instance: [3; 32] }
    }

    #[test]
    fn a_pack_opens_only_with_all_shares_and_its_label() {
        let (likeness, account) = (LikenessId::from_bytes(&[4; 16]), AccountId::from_bytes(&[5; 16]));
        let label = Label { likeness: &likeness, version: 7, account: &account };
        let sealed = seal(&shares(), &label, [9; NONCE], b"a face").unwrap();
        assert_eq!(sealed.len(), NONCE + 6 + 16);
        assert_eq!(open(&shares(), &label, &sealed).unwrap(), b"a face");

        for wrong in [
            Shares { object: [0; 32], ..shares() },
            Shares { bucket: [0; 32], ..shares() },
            Shares { instance: [0; 32], ..shares() },
        ] {
            assert!(open(&wrong, &label, &sealed).is_err());
        }
        let other = LikenessId::from_bytes(&[6; 16]);
        assert!(open(&shares(), &Label { likeness: &other, ..label }, &sealed).is_err());
        assert!(open(&shares(), &Label { likeness: &likeness, version: 8, account: &account }, &sealed).is_err());
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(open(&shares(), &Label { likeness: &likeness, version: 7, account: &account }, &changed).is_err());
        }
        assert!(open(&shares(), &Label { likeness: &likeness, version: 7, account: &account }, b"short").is_err());
    }
}
