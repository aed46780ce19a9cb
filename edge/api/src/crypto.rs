//! Small names for hashes and encodings.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use hmac::digest::KeyInit;
use hmac::digest::consts::U64;
use hmac::digest::generic_array::GenericArray;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// HMAC-SHA256 (RFC 2104).
#[must_use]
pub fn hmac(key: &[u8; 32], bytes: &[u8]) -> [u8; 32] {
    // HMAC fills a shorter key up with zeros to the hash's block: done here, there is no length left to be wrong.
    let mut block = GenericArray::<u8, U64>::default();
    block[..32].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new(&block).chain_update(bytes).finalize().into_bytes().into()
}

/// Bytes of a nonce (NIST SP 800-38D, 96 bits).
pub const NONCE: usize = 12;

/// AES-256-GCM: the nonce, then ciphertext and tag. It opens only under the same label. The nonce must never have been used
/// with this key. None beyond the cipher's limit of 64 GiB.
#[must_use]
pub fn seal(key: &[u8; 32], nonce: [u8; NONCE], label: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let sealed =
        Aes256Gcm::new(key.into()).encrypt(Nonce::from_slice(&nonce), Payload { msg: plain, aad: label }).ok()?;
    Some([nonce.as_slice(), &sealed].concat())
}

/// What [`seal`] made, or none when it was changed or belongs to another key or label.
#[must_use]
pub fn open(key: &[u8; 32], label: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    Aes256Gcm::new(key.into()).decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: label }).ok()
}

/// Lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)] as char, DIGITS[usize::from(b & 15)] as char]).collect()
}

/// Bytes from hexadecimal digits, or none.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok()).collect()
}

/// Base64url without padding (RFC 4648 §5).
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Bytes from strict base64url without padding, or none.
#[must_use]
pub fn unbase64url(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

/// Bytes from strict base64 with padding (RFC 4648 §4), or none.
#[must_use]
pub fn unbase64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

/// Base64 with padding (RFC 4648 §4).
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_goes_round() {
        assert_eq!(hex(&[0, 0x0f, 0xa0, 0xff]), "000fa0ff");
        assert_eq!(unhex("000fa0ff"), Some(vec![0, 0x0f, 0xa0, 0xff]));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("+1"), None);
    }

    #[test]
    fn what_is_sealed_opens_only_as_what_it_is() {
        let sealed = seal(&[7; 32], [9; NONCE], b"a still", b"a face").unwrap();
        assert_eq!(sealed.len(), NONCE + 6 + 16);
        assert_eq!(open(&[7; 32], b"a still", &sealed).unwrap(), b"a face");
        assert!(open(&[8; 32], b"a still", &sealed).is_none() && open(&[7; 32], b"another", &sealed).is_none());
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(open(&[7; 32], b"a still", &changed).is_none());
        }
        assert!(open(&[7; 32], b"", b"short").is_none());
    }

    #[test]
    fn hmac_is_rfc_4231_case_of_a_short_key_padded() {
        // HMAC pads a short key with zeros, so the RFC's 20-byte key is a 32-byte key here.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        assert_eq!(hex(&hmac(&key, b"Hi There")), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }
}
