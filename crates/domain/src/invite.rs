//! Invitations: single use, revocable, expiring. Whether one can be spent is decided here.

use serde::{Deserialize, Serialize};

use crate::UnixMs;
use crate::limits::INVITE_TTL_MS;

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InviteState {
    /// Can be spent.
    Open,
    /// A registration has spent it.
    Used,
    /// Its giver took it back.
    Revoked,
    /// Nobody used it in time.
    Expired,
}

/// Why an invitation opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// Spent before.
    #[error("this invite has been used: ask for a new one")]
    Used,
    /// Taken back.
    #[error("this invite was taken back by the person who gave it: ask for a new one")]
    Revoked,
    /// Too old.
    #[error("this invite has expired: ask for a new one")]
    Expired,
}

/// The state of an invitation at `now`.
#[must_use]
pub fn state(created_at: UnixMs, used: bool, revoked: bool, now: UnixMs) -> InviteState {
    if used {
        InviteState::Used
    } else if revoked {
        InviteState::Revoked
    } else if now >= created_at.saturating_add(INVITE_TTL_MS) {
        InviteState::Expired
    } else {
        InviteState::Open
    }
}

/// Whether an invitation in this state may be spent.
///
/// # Errors
/// Why not.
pub fn spend(state: InviteState) -> Result<(), InviteError> {
    match state {
        InviteState::Open => Ok(()),
        InviteState::Used => Err(InviteError::Used),
        InviteState::Revoked => Err(InviteError::Revoked),
        InviteState::Expired => Err(InviteError::Expired),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invite_is_spent_once_and_in_time() {
        assert_eq!(spend(state(0, false, false, INVITE_TTL_MS - 1)), Ok(()));
        assert_eq!(spend(state(0, false, false, INVITE_TTL_MS)), Err(InviteError::Expired));
        assert_eq!(spend(state(0, true, false, 1)), Err(InviteError::Used));
        assert_eq!(spend(state(0, false, true, 1)), Err(InviteError::Revoked));
        // Used wins: it must stay known who came by it.
        assert_eq!(state(0, true, true, u64::MAX), InviteState::Used);
    }
}
