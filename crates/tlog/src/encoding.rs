//! Bytes in writing: lower-case hexadecimal digits, 32 bytes at a time. Salts, commitments and file hashes are written so.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};

/// 32 bytes as 64 lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)] as char, DIGITS[usize::from(b & 15)] as char]).collect()
}

/// 32 bytes from exactly 64 lower-case hexadecimal digits, or none: there is one way to write them.
#[must_use]
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let text: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
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

/// Bytes from strict base64 (RFC 4648 §4), or none.
#[must_use]
pub fn unbase64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_way_to_write_32_bytes() {
        let bytes: [u8; 32] = std::array::from_fn(|i| (i * 37) as u8);
        let text = hex(&bytes);
        assert_eq!(unhex(&text), Some(bytes));
        for bad in
            [text.to_uppercase(), text[1..].to_owned(), format!("{text}0"), text.replace('0', "g"), String::new()]
        {
            assert_eq!(unhex(&bad), None, "{bad}");
        }
    }
}
