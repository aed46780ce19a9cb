//! Sweeps that the clock starts.

use worker::Env;

use crate::error::Answer;
use crate::state::App;
use crate::{accounts, idempotency, invites, session};

/// Removes what has ended: ceremonies, sessions, kept answers, invites that nobody used.
pub async fn run(env: Env) {
    if let Err(failure) = sweep(env).await {
        // `into_problem` writes the cause to the log.
        let _ = failure.into_problem();
    }
}

async fn sweep(env: Env) -> Answer<()> {
    let app = App::new(env)?;
    let (db, now) = (app.db()?, app.now_ms());
    accounts::store::sweep_ceremonies(&db, now).await?;
    session::store::sweep(&db, now).await?;
    invites::store::sweep(&db, now).await?;
    idempotency::store::sweep(&db, now.saturating_sub(idempotency::KEPT_MS)).await
}
