//! Leaving: an account goes with everything that is theirs. Once begun, nothing keeps it from coming to its end.

use domain::AccountId;

use super::store;
use crate::error::Answer;
use crate::state::App;
use crate::{
    characters, clips, downloads, gateway, idempotency, likeness, log, moderation, notices, people, renders, takedowns,
};

/// Ends every session of an account and lets nobody in with it again: from here on it only goes.
///
/// # Errors
/// The database fails; then nothing has begun.
pub(super) async fn begin(app: &App, id: &AccountId) -> Answer<()> {
    store::leave(&app.db()?, id).await?;
    // Open pages hear no more. Should that fail, they do when the notices are forgotten.
    if let Err(failure) = notices::hang_up(app, id, None).await {
        let _ = failure.into_problem();
    }
    Ok(())
}

/// Removes an account that is leaving.
///
/// # Errors
/// A part fails; called again, it goes on where it stood.
pub(super) async fn leave(app: &App, id: &AccountId) -> Answer<()> {
    forget(app, id).await?;
    let blinded = format!("gone-{}", app.blind("deleted account", id.as_str()));
    store::delete(&app.db()?, id, &blinded, &idempotency::owner(app, id.as_str())).await?;
    // What was under way when it began may have been written since.
    forget(app, id).await
}

/// Goes on with every account that is leaving. One that fails does not hold up the others.
///
/// # Errors
/// The database fails.
pub async fn resume(app: &App) -> Answer<()> {
    for id in store::leaving(&app.db()?).await? {
        if let Err(failure) = leave(app, &id).await {
            // `into_problem` writes the cause to the log.
            let _ = failure.into_problem();
        }
    }
    Ok(())
}

/// The likeness and the characters first: nothing can be drawn from them while the rest is removed.
async fn forget(app: &App, id: &AccountId) -> Answer<()> {
    likeness::forget(app, id).await?;
    characters::forget(app, id).await?;
    takedowns::forget(app, id).await?;
    renders::forget(app, id).await?;
    gateway::forget_account(app, id).await?;
    moderation::forget(app, id).await?;
    clips::forget(app, id).await?;
    downloads::forget(app, id).await?;
    people::forget(app, id).await?;
    notices::forget(app, id).await?;
    // Last: that the clips are taken back stands in the log, and then nothing tells whose entries those are.
    log::forget(app, id).await
}
