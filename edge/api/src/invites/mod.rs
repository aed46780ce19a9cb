//! Invites: who may come in, and by whom.

mod routes;
pub mod store;

use domain::invite::{InviteState, spend, state};
use domain::limits::INVITES_EARNED;
use domain::{AccountId, InviteId};
use wire::{Code, Problem};

use crate::body::sentence;
use crate::crypto::{hex, sha256};
use crate::error::{Answer, Failure};
use crate::state::App;

pub use routes::routes;

/// Open invites that the operator may have out at a time.
pub const OPERATOR_INVITES: u32 = 50;
/// Bytes of an invite's secret.
const TOKEN_BYTES: usize = 24;
/// Longest secret that is looked at.
const MAX_TOKEN_CHARS: usize = 128;

/// Gives a member the invites of a first published clip. Calling it again changes nothing.
///
/// # Errors
/// The database fails.
pub async fn earn(app: &App, account: &AccountId) -> Answer<()> {
    store::earn(&app.db()?, account, INVITES_EARNED).await
}

/// How many invites a member can still give.
///
/// # Errors
/// The database fails.
pub async fn left(app: &App, account: &AccountId) -> Answer<u32> {
    store::left(&app.db()?, account, floor(app)).await
}

/// The invite of a secret, if it can be spent.
///
/// # Errors
/// [`Code::InviteRefused`] with the reason.
pub(crate) async fn open(app: &App, token: &str) -> Answer<store::Row> {
    let row = match token.trim() {
        token if token.len() <= MAX_TOKEN_CHARS => store::by_token(&app.db()?, &hash(token)).await?,
        _ => None,
    };
    let row = row.ok_or_else(|| {
        refused("unknown", "Nobody has given this invite. Check that the whole link was copied, or ask for a new one.")
    })?;
    check(app, &row)?;
    Ok(row)
}

/// Refuses when an invite can no longer be spent.
///
/// # Errors
/// [`Code::InviteRefused`] with the reason.
pub(crate) async fn still_open(app: &App, id: &InviteId) -> Answer<()> {
    match store::by_id(&app.db()?, id).await? {
        Some(row) => check(app, &row),
        None => Err(refused("revoked", "This invite was taken back by the person who gave it: ask for a new one.")),
    }
}

fn check(app: &App, row: &store::Row) -> Answer<()> {
    let state = row.state(app.now_ms());
    spend(state).map_err(|error| {
        let rule = match state {
            InviteState::Open => "open",
            InviteState::Used => "used",
            InviteState::Revoked => "revoked",
            InviteState::Expired => "expired",
        };
        refused(rule, &sentence(&error.to_string()))
    })
}

fn refused(rule: &str, detail: &str) -> Failure {
    Problem::new(Code::InviteRefused, detail).field("invite").rule(rule).into()
}

impl store::Row {
    /// What has become of the invite.
    #[must_use]
    pub fn state(&self, now: u64) -> InviteState {
        state(self.created_at, self.used_at.is_some(), self.revoked_at.is_some(), now)
    }
}

/// What is kept of a secret: its plain SHA-256, since nobody can guess it. Whoever seeds an instance can write it too.
fn hash(token: &str) -> String {
    hex(&sha256(token.as_bytes()))
}

/// Invites from before this time have expired.
fn floor(app: &App) -> u64 {
    app.now_ms().saturating_sub(domain::limits::INVITE_TTL_MS)
}
