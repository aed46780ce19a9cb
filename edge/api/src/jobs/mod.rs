//! Sweeps that the clock starts.

use worker::Env;

use crate::error::Answer;
use crate::state::App;
use crate::{accounts, consent, idempotency, inspection, invites, likeness, moderation, notices, session, views};

/// How long a draw is kept: it counts against the hour's limit, and may still wait for its pack.
pub const CAPTURES_KEPT_MS: u64 = 24 * 3600 * 1000;

/// Removes what has ended: ceremonies, sessions, captures, kept answers, invites that nobody used, old
/// notices, old answers about words, marks of views, accounts that leave.
/// Takes up pauses that a crash has cut short. Looks at clips that nobody has looked at.
pub async fn run(env: Env) {
    if let Err(failure) = sweep(env).await {
        // `into_problem` writes the cause to the log.
        let _ = failure.into_problem();
    }
}

async fn sweep(env: Env) -> Answer<()> {
    let app = App::new(env)?;
    let (db, now) = (app.db()?, app.now_ms());
    // Each runs whatever became of the one before it.
    let done = [
        accounts::store::sweep_ceremonies(&db, now).await,
        session::store::sweep(&db, now).await,
        invites::store::sweep(&db, now).await,
        likeness::store::sweep(&db, now.saturating_sub(CAPTURES_KEPT_MS)).await,
        idempotency::store::sweep(&db, now.saturating_sub(idempotency::KEPT_MS)).await,
        notices::sweep(&app).await,
        moderation::sweep(&app).await,
        views::sweep(&app).await,
        accounts::leaving::resume(&app).await,
        consent::pause::resume(&app).await,
        accounts::see(&app).await,
        inspection::catch_up(&app).await,
    ];
    for failure in done.into_iter().filter_map(Result::err) {
        let _ = failure.into_problem();
    }
    Ok(())
}
