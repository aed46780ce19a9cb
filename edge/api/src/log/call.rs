//! What can be asked of the log's object, and what it remembers of a use.

use domain::{AccountId, ClipId, UnixMs};
use serde::{Deserialize, Serialize};
use tlog::receipt::{Opening, Receipt};
use tlog::{encoding, entry};

use crate::error::{Answer, Failure};

/// What can be asked.
#[derive(Debug, Serialize, Deserialize)]
pub enum Question {
    /// Appends the uses of a clip that is about to be published. Asked again, the first ones stay. Answers `Vec<Use>`, in
    /// a signed checkpoint.
    Append(Uses),
    /// Appends that the uses of a clip are withdrawn. Asked again, the first ones stay. Answers nothing.
    Withdraw(ClipId),
    /// Destroys the salts of an account and everything else that says which entries are theirs. Answers nothing.
    Forget(AccountId),
    /// Answers the newest signed checkpoint.
    Checkpoint,
    /// What stands at an index. Answers [`Placed`].
    Entry(u64),
}

/// One clip with everyone who plays in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Uses {
    /// Which.
    pub clip: ClipId,
    /// Hash of its file, in hexadecimal digits.
    pub sha256: String,
    /// Who plays.
    pub cast: Vec<Player>,
    /// When.
    pub at: UnixMs,
}

/// One of the cast, by the permission of this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Player {
    /// The owner.
    pub account: AccountId,
    /// Identifier of their likeness, or of the character that plays in their place.
    pub likeness: String,
    /// Version of the policy that allows the use.
    pub policy: u32,
}

/// A use with its salts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Use {
    /// Index of its entry.
    pub idx: u64,
    /// The owner.
    pub account: AccountId,
    /// Identifier of their likeness, or of the character that plays in their place.
    pub likeness: String,
    /// The clip.
    pub clip: ClipId,
    /// Hash of its file, in hexadecimal digits.
    pub sha256: String,
    /// Version of the policy that allowed it.
    pub policy: u32,
    /// Time of the entry, in seconds since 1970.
    pub time: u64,
    /// In hexadecimal digits.
    pub subject_salt: String,
    /// In hexadecimal digits.
    pub clip_salt: String,
    /// Index of the entry that withdraws it.
    pub withdrawn: Option<u64>,
}

/// What stands at an index.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Placed {
    /// Entries in the newest signed checkpoint.
    pub size: u64,
    /// The entry, none beyond the end.
    pub leaf: Option<String>,
    /// Index of the entry that withdraws it.
    pub withdrawn: Option<u64>,
}

impl Use {
    /// The receipt for it.
    ///
    /// # Errors
    /// A hash is none of ours.
    pub fn receipt(&self, issuer: &str, log: &str) -> Answer<Receipt> {
        let bytes = |text: &str| {
            encoding::unhex(text).ok_or_else(|| Failure::Internal("a salt or a hash has another length".into()))
        };
        let subject = entry::subject(&bytes(&self.subject_salt)?, self.account.as_str(), &self.likeness);
        let clip = entry::clip(&bytes(&self.clip_salt)?, self.clip.as_str(), &bytes(&self.sha256)?);
        Ok(Receipt {
            iss: issuer.to_owned(),
            clip: self.clip.to_string(),
            sha256: self.sha256.clone(),
            likeness: encoding::hex(&subject),
            commitment: encoding::hex(&clip),
            policy: self.policy,
            log: log.to_owned(),
            index: self.idx,
            time: self.time,
        })
    }

    /// What opens it.
    #[must_use]
    pub fn opening(&self) -> Opening {
        Opening {
            account: self.account.to_string(),
            likeness: self.likeness.clone(),
            subject_salt: self.subject_salt.clone(),
            clip_salt: self.clip_salt.clone(),
        }
    }
}
