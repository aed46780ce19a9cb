//! The one decision about using a likeness. Default deny: what no rule allows is refused, with the rule that refused.

use serde::{Deserialize, Serialize};

use crate::AccountId;

/// Version of the consent text that a capture agrees to. Changing the text means a new number.
pub const CONSENT_VERSION: u32 = 2;

/// Who may put a likeness into a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Nobody but the owner.
    #[default]
    OnlyMe,
}

/// An owner's standing will about their likeness.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Policy {
    /// Counts up with each change.
    pub version: u32,
    /// Who may use it.
    pub audience: Audience,
    /// Everything stands still, the owner's own use included.
    pub paused: bool,
}

/// One wish to use one likeness in one clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// Who asks.
    pub asker: &'a AccountId,
    /// The person depicted.
    pub owner: &'a AccountId,
    /// Whether a pack exists to use.
    pub has_pack: bool,
}

/// Why a use was refused. `rule` is stable for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// There is no likeness to use.
    #[error("there is no understudy to use: scan a face first")]
    NoPack,
    /// The owner paused every use.
    #[error("this understudy is paused by its owner")]
    Paused,
    /// The owner keeps the likeness to themselves.
    #[error("only its owner may use this understudy")]
    OnlyOwner,
}

impl Denied {
    /// The rule's name on the wire.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::NoPack => "no_understudy",
            Self::Paused => "paused",
            Self::OnlyOwner => "only_owner",
        }
    }
}

/// Permission for one cameo under one version of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The policy that allowed it.
    pub policy_version: u32,
}

/// Decides one use. Allows only what the policy allows; everything else is denied.
///
/// # Errors
/// The first rule that refuses.
pub fn decide(policy: &Policy, request: &Request<'_>) -> Result<Grant, Denied> {
    if !request.has_pack {
        return Err(Denied::NoPack);
    }
    if policy.paused {
        return Err(Denied::Paused);
    }
    match policy.audience {
        Audience::OnlyMe if request.asker == request.owner => Ok(Grant { policy_version: policy.version }),
        Audience::OnlyMe => Err(Denied::OnlyOwner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_owner_of_an_existing_unpaused_likeness_is_allowed() {
        let (ana, ben) = (AccountId::from_bytes(&[1; 16]), AccountId::from_bytes(&[2; 16]));
        for asker in [&ana, &ben] {
            for has_pack in [false, true] {
                for paused in [false, true] {
                    let policy = Policy { version: 7, paused, ..Policy::default() };
                    let answer = decide(&policy, &Request { asker, owner: &ana, has_pack });
                    let expect = match (has_pack, paused, asker == &ana) {
                        (false, ..) => Err(Denied::NoPack),
                        (true, true, _) => Err(Denied::Paused),
                        (true, false, false) => Err(Denied::OnlyOwner),
                        (true, false, true) => Ok(Grant { policy_version: 7 }),
                    };
                    assert_eq!(answer, expect);
                }
            }
        }
    }
}
