//! What a leaf of the log says: one use of one likeness in one published clip, or that a use was withdrawn.
//!
//! An entry is JSON, canonical by RFC 8785 (JCS), so that there is one way to write it:
//!
//! ```json
//! {"clip":"<64 hex>","kind":"use","policy":3,"subject":"<64 hex>","time":1795968000,"v":1}
//! {"kind":"withdrawal","of":17,"time":1795971600,"v":1}
//! ```
//!
//! - `v`: version of this format, 1.
//! - `kind`: `use` when a clip is published, `withdrawal` when a published clip is taken back.
//! - `subject`: SHA-256(`understudy log subject v1` ‖ 00 ‖ salt ‖ account ‖ 00 ‖ likeness): who was shown, blinded. The
//!   salt is 32 random bytes, fresh for each entry, so two entries of one person have nothing in common. A character has
//!   its own identifier where a person has that of the likeness.
//! - `clip`: SHA-256(`understudy log clip v1` ‖ 00 ‖ salt ‖ clip ‖ 00 ‖ SHA-256 of the file): a commitment to the clip with
//!   another fresh salt. Neither identifier nor script nor file can be tried against it without the salt.
//! - `policy`: version of the owner's policy that allowed the use.
//! - `of`: the entry that is withdrawn.
//! - `time`: seconds since 1970, rounded down to [`TIME_STEP_S`]; the order of entries is exact, their times are not.
//!
//! The owner holds the salts. Once they are destroyed, nobody can tell any more whose entry it was.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::encoding::{hex, unhex};
use crate::tree::Broken;

/// Granularity of an entry's time, in seconds: an hour.
pub const TIME_STEP_S: u64 = 3600;
/// Bytes of a salt.
pub const SALT_BYTES: usize = 32;
/// A salt: random, never used for two entries.
pub type Salt = [u8; SALT_BYTES];

const VERSION: u8 = 1;

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A likeness plays in a clip that is published.
    Use {
        /// Who was shown, blinded.
        subject: [u8; 32],
        /// In which clip, blinded.
        clip: [u8; 32],
        /// Version of the owner's policy that allowed it.
        policy: u32,
        /// Seconds since 1970, a multiple of [`TIME_STEP_S`].
        time: u64,
    },
    /// The clip was taken back.
    Withdrawal {
        /// Index of the entry of the use.
        of: u64,
        /// Seconds since 1970, a multiple of [`TIME_STEP_S`].
        time: u64,
    },
}

/// As it is written: names ascending (RFC 8785).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    clip: Option<String>,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    time: u64,
    v: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Use,
    Withdrawal,
}

impl Entry {
    /// The leaf.
    ///
    /// # Errors
    /// Never.
    pub fn encode(&self) -> Result<Vec<u8>, Broken> {
        let written = match *self {
            Self::Use { subject, clip, policy, time } => Written {
                clip: Some(hex(&clip)),
                kind: Kind::Use,
                of: None,
                policy: Some(policy),
                subject: Some(hex(&subject)),
                time,
                v: VERSION,
            },
            Self::Withdrawal { of, time } => Written {
                clip: None,
                kind: Kind::Withdrawal,
                of: Some(of),
                policy: None,
                subject: None,
                time,
                v: VERSION,
            },
        };
        serde_json::to_vec(&written).map_err(|_| Broken::NoEntry)
    }

    /// Reads a leaf. Whatever is not written in the one way is none.
    ///
    /// # Errors
    /// [`Broken::NoEntry`].
    pub fn decode(bytes: &[u8]) -> Result<Self, Broken> {
        let written: Written = serde_json::from_slice(bytes).map_err(|_| Broken::NoEntry)?;
        let hash = |text: &Option<String>| text.as_deref().and_then(unhex).ok_or(Broken::NoEntry);
        let time = written.time;
        let entry = match written.kind {
            Kind::Use => Self::Use {
                subject: hash(&written.subject)?,
                clip: hash(&written.clip)?,
                policy: written.policy.ok_or(Broken::NoEntry)?,
                time,
            },
            Kind::Withdrawal => Self::Withdrawal { of: written.of.ok_or(Broken::NoEntry)?, time },
        };
        // What it has beside this would be lost when it is written again.
        let whole = written.v == VERSION && time.is_multiple_of(TIME_STEP_S) && entry.encode()? == bytes;
        if whole { Ok(entry) } else { Err(Broken::NoEntry) }
    }
}

/// The blinded subject of an entry.
#[must_use]
pub fn subject(salt: &Salt, account: &str, likeness: &str) -> [u8; 32] {
    let hash = Sha256::new_with_prefix(b"understudy log subject v1\0");
    hash.chain_update(salt).chain_update(account).chain_update([0]).chain_update(likeness).finalize().into()
}

/// The commitment to a clip and its file.
#[must_use]
pub fn clip(salt: &Salt, clip: &str, file_sha256: &[u8; 32]) -> [u8; 32] {
    let hash = Sha256::new_with_prefix(b"understudy log clip v1\0");
    hash.chain_update(salt).chain_update(clip).chain_update([0]).chain_update(file_sha256).finalize().into()
}

/// A time in milliseconds since 1970, as entries have it.
#[must_use]
pub fn time(now_ms: u64) -> u64 {
    let seconds = now_ms / 1000;
    seconds - seconds % TIME_STEP_S
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_way_to_write_an_entry() {
        let used = Entry::Use { subject: [0xab; 32], clip: [1; 32], policy: 3, time: time(1_795_968_123_456) };
        let written = used.encode().unwrap();
        let text = String::from_utf8(written.clone()).unwrap();
        let (clip, subject) = ("01".repeat(32), "ab".repeat(32));
        let want = format!(
            "{{\"clip\":\"{clip}\",\"kind\":\"use\",\"policy\":3,\"subject\":\"{subject}\",\"time\":1795968000,\"v\":1}}"
        );
        assert_eq!(text, want);
        let withdrawal = Entry::Withdrawal { of: 17, time: 3600 };
        assert_eq!(withdrawal.encode().unwrap(), br#"{"kind":"withdrawal","of":17,"time":3600,"v":1}"#);
        for entry in [used, withdrawal] {
            assert_eq!(Entry::decode(&entry.encode().unwrap()), Ok(entry));
        }
        for bad in [
            text.replace("\"v\":1", "\"v\":2"),
            text.replace("1795968000", "1795968001"),
            text.replace("\"policy\":3", "\"policy\":3,\"of\":1"),
            text.replace("\"policy\":3,", ""),
            text.replace("\"policy\":3", "\"policy\":3.0"),
            text.replace("use", "withdrawal"),
            text.replace("ab", "AB"),
            text.replace(",", ", "),
            text.replace("\"v\":1", "\"v\":1,\"x\":0"),
            text.replace("{\"clip\"", "{\"v\":1,\"clip\""),
            format!("{text}\n"),
            String::new(),
            "null".to_owned(),
        ] {
            assert_eq!(Entry::decode(bad.as_bytes()), Err(Broken::NoEntry), "{bad}");
        }
        for at in 0..written.len() * 8 {
            let mut bytes = written.clone();
            bytes[at / 8] ^= 1 << (at % 8);
            assert_ne!(Entry::decode(&bytes), Ok(used), "bit {at}");
        }
    }

    #[test]
    fn salts_hide_and_parts_do_not_run_together() {
        assert_ne!(subject(&[1; 32], "a", "b"), subject(&[2; 32], "a", "b"));
        assert_ne!(subject(&[1; 32], "ab", "c"), subject(&[1; 32], "a", "bc"));
        assert_ne!(subject(&[1; 32], "a", ""), clip(&[1; 32], "a", &[0; 32]));
        assert_ne!(clip(&[1; 32], "a", &[0; 32]), clip(&[1; 32], "a", &[1; 32]));
    }

    #[test]
    fn times_are_whole_hours() {
        assert_eq!(time(0), 0);
        assert_eq!(time(3_599_999), 0);
        assert_eq!(time(3_600_000), 3600);
    }
}
