//! What lies of a member at outside providers for longer than one job: copies of their voice, and avatars. All of it goes with the
//! likeness that it was made of, and with the rule that named its provider.

use domain::AccountId;
use domain::consent::Policy;

use crate::error::Answer;
use crate::state::App;
use crate::{avatars, voices};

/// Takes all of it back. What a provider does not remove now is removed later, without anybody waiting.
///
/// # Errors
/// An object fails; asked again, it goes on where it stood.
pub async fn forget(app: &App, owner: &AccountId) -> Answer<()> {
    voices::forget(app, owner).await?;
    avatars::forget(app, owner).await
}

/// Tells what a member's rules are now: what lies at providers that were named in them and are no more goes.
///
/// # Errors
/// An object fails; told again, nothing is left of it.
pub async fn rule(app: &App, owner: &AccountId, policy: &Policy) -> Answer<()> {
    voices::rule(app, owner, policy).await?;
    avatars::rule(app, owner, policy).await
}

/// How many copies of their voice, and how many avatars, a member has at outside providers.
///
/// # Errors
/// An object fails.
pub async fn count(app: &App, owner: &AccountId) -> Answer<[u32; 2]> {
    let (voices, avatars) = (voices::of(app, owner).await?.len(), avatars::of(app, owner).await?.len());
    Ok([voices, avatars].map(|count| u32::try_from(count).unwrap_or(u32::MAX)))
}
