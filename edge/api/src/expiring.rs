//! Rights that end by themselves. Pure.
//!
//! One is base64url of its end (milliseconds since 1970, 8 bytes, big-endian) and of an HMAC-SHA256 over that end and what
//! the right is bound to. Nothing is stored. What it opens has a key of its own, and looks each time whether it may.

use domain::UnixMs;
use subtle::ConstantTimeEq;

use crate::crypto::{base64url, hmac, unbase64url};

/// Why a right is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Nothing that was ever issued reads like this.
    Malformed,
    /// Bound to something else, or forged.
    Other,
    /// Over.
    Expired,
}

/// A right that is good until `end`. `bound` says everything that it is bound to, so that no two bindings read the same.
#[must_use]
pub fn issue(key: &[u8; 32], bound: &str, end: UnixMs) -> String {
    base64url(&[end.to_be_bytes().as_slice(), &mac(key, bound, end)].concat())
}

/// Checks a right at `now`.
///
/// # Errors
/// Why it is none.
pub fn check(key: &[u8; 32], bound: &str, shown: &str, now: UnixMs) -> Result<(), Refused> {
    let (end, found) = unbase64url(shown)
        .and_then(|bytes| {
            let (end, mac) = bytes.split_first_chunk::<8>()?;
            Some((u64::from_be_bytes(*end), <[u8; 32]>::try_from(mac).ok()?))
        })
        .ok_or(Refused::Malformed)?;
    if !bool::from(mac(key, bound, end).ct_eq(&found)) {
        return Err(Refused::Other);
    }
    if now >= end { Err(Refused::Expired) } else { Ok(()) }
}

fn mac(key: &[u8; 32], bound: &str, end: UnixMs) -> [u8; 32] {
    // A number has no space: where it ends is clear, whatever follows.
    hmac(key, format!("{end} {bound}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_is_bound_and_ends() {
        let key = [7; 32];
        let right = issue(&key, "this", 1000);
        assert_eq!(check(&key, "this", &right, 999), Ok(()));
        assert_eq!(check(&key, "this", &right, 1000), Err(Refused::Expired));
        assert_eq!(check(&key, "that", &right, 999), Err(Refused::Other));
        assert_eq!(check(&[8; 32], "this", &right, 999), Err(Refused::Other));
        for malformed in ["", "AAAA", &right[1..], &format!("{right}A"), "%"] {
            assert_eq!(check(&key, "this", malformed, 999), Err(Refused::Malformed), "{malformed}");
        }
        // The end of a later one before the rest of this one.
        let forged = format!("{}{}", &issue(&key, "this", 2000)[..10], &right[10..]);
        assert_eq!(check(&key, "this", &forged, 1500), Err(Refused::Other));
    }
}
