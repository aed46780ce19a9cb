//! `Content-Digest` (RFC 9530): a structured dictionary (RFC 8941) of hashes by name. Pure.

use base64ct::{Base64, Encoding};
use subtle::ConstantTimeEq;
use wire::{Code, Problem};

/// The SHA-256 that the sender promises.
///
/// # Errors
/// [`Code::Invalid`] when there is none.
pub fn promised(header: &str) -> Result<[u8; 32], Problem> {
    let missing = || {
        let detail = "Send the file's hash as Content-Digest: sha-256=:<base64>: so that a damaged upload is noticed.";
        Problem::new(Code::Invalid, detail).field("content-digest")
    };
    let value = header
        .split(',')
        .filter_map(|member| member.trim().split_once('='))
        .find_map(|(name, value)| (name == "sha-256").then_some(value))
        .ok_or_else(missing)?;
    // Parameters after the value mean nothing here.
    let value = value.split(';').next().unwrap_or_default().trim();
    let encoded = value.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).ok_or_else(missing)?;
    let bytes = Base64::decode_vec(encoded).map_err(|_| missing())?;
    <[u8; 32]>::try_from(bytes).map_err(|_| missing())
}

/// Compares what was promised with what came.
///
/// # Errors
/// [`Code::FileRefused`] with the rule `digest`.
pub fn compare(promised: &[u8; 32], found: &[u8; 32]) -> Result<(), Problem> {
    if bool::from(promised.ct_eq(found)) {
        return Ok(());
    }
    Err(Problem::new(Code::FileRefused, "The file was damaged on its way. Send it again.").rule("digest").measured(
        format!("sha-256 {}", crate::crypto::hex(found)),
        format!("sha-256 {}", crate::crypto::hex(promised)),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc() {
        // RFC 9530, section 2: the digest of {"hello": "world"} with a line feed.
        let header = "sha-512=:AAAA:, sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
        let hash = crate::crypto::sha256(b"{\"hello\": \"world\"}\n");
        assert!(compare(&promised(header).unwrap(), &hash).is_ok());
        assert!(compare(&promised(header).unwrap(), &[0; 32]).is_err());
    }

    #[test]
    fn what_is_no_digest() {
        for bad in ["", "sha-256", "sha-256=abc", "sha-256=:abc:", "sha-256=:AAAA:", "md5=:AAAA:", "SHA-256=::"] {
            assert!(promised(bad).is_err(), "{bad}");
        }
    }
}
