//! Invitations.

use domain::invite::InviteState;
use domain::{InviteId, UnixMs};
use serde::{Deserialize, Serialize};

use crate::accounts::Person;

/// Asks what an invite link opens, without spending it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewInvite {
    /// The secret of the link (its URL fragment).
    pub invite: String,
}

/// An invite that can be spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitePreview {
    /// Who gives it; nobody for the first one, which makes the operator.
    pub from: Option<Person>,
    /// Whether it makes the operator.
    pub operator: bool,
    /// When it ends.
    pub expires_at: UnixMs,
}

/// An invite as its giver sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invite {
    /// Which.
    pub id: InviteId,
    /// What has become of it.
    pub state: InviteState,
    /// When it was given.
    pub created_at: UnixMs,
    /// When it ends.
    pub expires_at: UnixMs,
    /// Who came by it.
    pub used_by: Option<Person>,
}

/// All invites of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invites {
    /// How many can still be given. A first published clip earns [`domain::limits::INVITES_EARNED`].
    pub left: u32,
    /// Newest first.
    pub invites: Vec<Invite>,
}

/// A new invite. The link is shown once: only a hash of its secret is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InviteGiven {
    /// The invite.
    pub invite: Invite,
    /// `<origin>/join#<secret>`.
    pub link: String,
}
