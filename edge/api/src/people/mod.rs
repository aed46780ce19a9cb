//! People: who follows whom, and who blocked whom.
//!
//! A block ends following both ways and lets neither begin it again. Who is blocked is not told: for them the other's
//! profile is not there, as it is not there for a handle that nobody has.

mod lists;
pub mod restore;
pub mod store;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, put};
use domain::limits::{MAX_BLOCKS, MAX_FOLLOWS, PEOPLE_CHANGES_PER_MINUTE};
use domain::notice::Notice;
use domain::people::{Apart, Relation};
use domain::text::Handle;
use domain::{AccountId, UnixMs};
use wire::{Code, Problem, paths};

use crate::body::{Json, sentence};
use crate::error::{Answer, Failure, not_found};
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, limiter, notices};

/// Following, blocking, and the caller's lists.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::PROFILE_FOLLOW, put(follow).delete(unfollow))
        .route(paths::PROFILE_BLOCK, put(block).delete(unblock))
        .route(paths::PEOPLE_FOLLOWING, get(lists::following))
        .route(paths::PEOPLE_FOLLOWERS, get(lists::followers))
        .route(paths::PEOPLE_BLOCKED, get(lists::blocked))
}

/// How `a` stands to `b`. Nobody follows or blocks themselves.
///
/// # Errors
/// The database fails.
pub async fn relation(app: &App, a: &AccountId, b: &AccountId) -> Answer<Relation> {
    if a == b {
        return Ok(Relation::default());
    }
    store::relation(&app.db()?, a, b).await
}

/// Whether `b` is not there for `a`, because `b` blocked them. Whom somebody blocked themselves they always see: they may
/// want to let them go.
///
/// # Errors
/// The database fails.
pub async fn hidden(app: &App, a: &AccountId, b: &AccountId) -> Answer<bool> {
    let relation = relation(app, a, b).await?;
    Ok(relation.blocked_by && !relation.blocked)
}

/// How many follow a member, and how many they follow.
///
/// # Errors
/// The database fails.
pub async fn counts(app: &App, account: &AccountId) -> Answer<(u32, u32)> {
    store::counts(&app.db()?, account).await
}

/// Forgets everything here that is the account's, or that names it.
///
/// # Errors
/// The database fails.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    store::forget(&app.db()?, account).await
}

/// What is answered about somebody who is not there, and to somebody whom they blocked.
#[must_use]
pub fn nobody() -> Failure {
    not_found("Nobody here has this handle.").into()
}

/// Somebody else by their handle, as far as the caller may know of them, and how the caller stands to them.
async fn other(app: &App, caller: &Caller, handle: &str) -> Answer<(AccountId, Relation)> {
    let handle: Handle = handle.parse().map_err(|_| nobody())?;
    if handle == caller.handle {
        let detail = "This is you. Following and blocking are for others.";
        return Err(Problem::new(Code::Conflict, detail).rule("yourself").into());
    }
    let id = accounts::by_handle(app, &handle).await?.ok_or_else(nobody)?;
    let relation = relation(app, &caller.account, &id).await?;
    // Whom they blocked themselves they can always let go.
    if relation.blocked_by && !relation.blocked { Err(nobody()) } else { Ok((id, relation)) }
}

/// Takes one of the changes that an account has in a minute, where there is something to change.
async fn change(app: &App, caller: &Caller) -> Answer<UnixMs> {
    let limit = app.limit("PEOPLE_CHANGES_PER_MINUTE", PEOPLE_CHANGES_PER_MINUTE);
    limiter::account(app, "people", &caller.account, limit).await?;
    Ok(app.now_ms())
}

fn full(rule: &str, what: &str, limit: u32) -> Failure {
    let most = format!("{limit} people");
    let detail = format!("You {what} {most}, as many as fit. Let somebody go first.");
    Problem::new(Code::TooMany, detail).rule(rule).measured(most.clone(), most).into()
}

/// How the caller stands to them after a change.
async fn now(app: &App, caller: &Caller, them: &AccountId) -> Answer<Json<wire::people::Relation>> {
    Ok(Json(relation(app, &caller.account, them).await?.into()))
}

#[worker::send]
async fn follow(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
) -> Answer<Json<wire::people::Relation>> {
    let (them, relation) = other(&app, &caller, &handle).await?;
    may_follow(relation)?;
    if !relation.follows {
        let at = change(&app, &caller).await?;
        store::follow(&app.db()?, &caller.account, &them, at, MAX_FOLLOWS).await?;
        let relation = self::relation(&app, &caller.account, &them).await?;
        // Blocked in the same moment.
        may_follow(relation)?;
        if !relation.follows {
            return Err(full("follows", "follow", MAX_FOLLOWS));
        }
    }
    // Told once however often this is asked, also after a crash right here. Who follows, leaves and comes back tells
    // nothing new.
    let key = format!("followed {}", caller.account);
    notices::tell(&app, &them, Notice::Followed { by: caller.account.clone() }, &key).await;
    now(&app, &caller, &them).await
}

fn may_follow(relation: Relation) -> Answer<()> {
    relation.may_follow().map_err(|apart| match apart {
        Apart::Hidden => nobody(),
        Apart::Blocked => Problem::new(Code::Conflict, sentence(&apart.to_string())).rule("blocked").into(),
    })
}

#[worker::send]
async fn unfollow(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
) -> Answer<Json<wire::people::Relation>> {
    let (them, relation) = other(&app, &caller, &handle).await?;
    if relation.follows {
        change(&app, &caller).await?;
        store::unfollow(&app.db()?, &caller.account, &them).await?;
    }
    now(&app, &caller, &them).await
}

#[worker::send]
async fn block(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
) -> Answer<Json<wire::people::Relation>> {
    let (them, relation) = other(&app, &caller, &handle).await?;
    if !relation.blocked {
        let at = change(&app, &caller).await?;
        store::block(&app.db()?, &caller.account, &them, at, MAX_BLOCKS).await?;
        if !self::relation(&app, &caller.account, &them).await?.blocked {
            return Err(full("blocks", "blocked", MAX_BLOCKS));
        }
    }
    now(&app, &caller, &them).await
}

#[worker::send]
async fn unblock(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
) -> Answer<Json<wire::people::Relation>> {
    let (them, relation) = other(&app, &caller, &handle).await?;
    if relation.blocked {
        change(&app, &caller).await?;
        store::unblock(&app.db()?, &caller.account, &them).await?;
    }
    now(&app, &caller, &them).await
}
