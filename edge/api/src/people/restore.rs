//! Follows and blocks that come in an export.

use domain::limits::{MAX_BLOCKS, MAX_FOLLOWS};

use super::{full, other, relation, store};
use crate::error::{Answer, Failure};
use crate::session::Caller;
use crate::state::App;
use wire::Code;

/// What became of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is here now.
    Brought,
    /// It was here before.
    Here,
    /// Who or what is meant is not here, or not to be seen.
    Missing,
}

/// Blocks whoever has this handle here. Done again, nothing changes.
///
/// # Errors
/// [`Code::TooMany`] when no more can be blocked.
pub async fn block(app: &App, caller: &Caller, handle: &str) -> Answer<Fate> {
    let (them, before) = match other(app, caller, handle).await {
        Err(Failure::Problem(problem)) if matches!(problem.code, Code::NotFound | Code::Conflict) => {
            return Ok(Fate::Missing);
        }
        found => found?,
    };
    if before.blocked {
        return Ok(Fate::Here);
    }
    store::block(&app.db()?, &caller.account, &them, app.now_ms(), MAX_BLOCKS).await?;
    let blocked = relation(app, &caller.account, &them).await?.blocked;
    if blocked { Ok(Fate::Brought) } else { Err(full("blocks", "blocked", MAX_BLOCKS)) }
}

/// Follows whoever has this handle here, without telling them: it is no news. Done again, nothing changes.
///
/// # Errors
/// [`Code::TooMany`] when no more can be followed.
pub async fn follow(app: &App, caller: &Caller, handle: &str) -> Answer<Fate> {
    let (them, before) = match other(app, caller, handle).await {
        Err(Failure::Problem(problem)) if matches!(problem.code, Code::NotFound | Code::Conflict) => {
            return Ok(Fate::Missing);
        }
        found => found?,
    };
    if before.follows {
        return Ok(Fate::Here);
    }
    if before.may_follow().is_err() {
        return Ok(Fate::Missing);
    }
    store::follow(&app.db()?, &caller.account, &them, app.now_ms(), MAX_FOLLOWS).await?;
    let now = relation(app, &caller.account, &them).await?;
    match (now.follows, now.may_follow()) {
        (true, _) => Ok(Fate::Brought),
        // Blocked in the same moment.
        (false, Err(_)) => Ok(Fate::Missing),
        (false, Ok(_)) => Err(full("follows", "follow", MAX_FOLLOWS)),
    }
}
