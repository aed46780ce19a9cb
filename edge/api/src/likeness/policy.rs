//! An owner's say: the policy, the pause, people approved, where they are used, and taking it back.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::{get, post, put};
use domain::consent::Policy;
use domain::limits::LIST_PAGE;
use domain::notice::Notice;
use domain::text::Handle;
use domain::{AccountId, RenderId};
use serde::Serialize;
use wire::consent::{ChangePolicy, LikenessUses, MyPolicy, Pause, Revoke, Revoked};
use wire::{Code, Problem, paths};

use super::OBJECT;
use super::call::{Question, Standing, TakenBack, Which};
use super::uses;
use crate::body::Json;
use crate::cursor::{Cursor, cut};
use crate::error::{Answer, Failure, not_found};
use crate::objects::ask::ask_json;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, log, notices};

/// The owner's say.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::POLICY, get(read).put(change))
        .route(paths::PAUSE, post(pause))
        .route(paths::APPROVED, put(approve).delete(unapprove))
        .route(paths::USES, get(list))
        .route(paths::REVOCATIONS, post(revoke))
}

/// Asks the caller's likeness for its will after `question`.
async fn ask(app: &App, caller: &Caller, question: &Question, body: &[u8]) -> Answer<Json<MyPolicy>> {
    will(app, &caller.account, question, body).await.map(Json)
}

/// The will of a likeness, as its owner sees it.
///
/// # Errors
/// [`Code::NotFound`] without a likeness.
pub async fn mine(app: &App, owner: &AccountId) -> Answer<MyPolicy> {
    will(app, owner, &Question::Will, &[]).await
}

async fn will(app: &App, owner: &AccountId, question: &Question, body: &[u8]) -> Answer<MyPolicy> {
    let Standing { policy, approved, used } = ask_json(app, OBJECT, owner.as_str(), question, body).await?;
    let mut here = accounts::people(app, &approved).await?;
    let mut people = Vec::with_capacity(approved.len());
    for member in approved {
        match here.remove(&member) {
            Some(person) => people.push(person),
            // Who has left is not kept here, either.
            None => {
                let gone = Question::Approve { member, yes: false };
                ask_json::<Standing>(app, OBJECT, owner.as_str(), &gone, &[]).await?;
            }
        }
    }
    let statement = Statement { iss: app.origin(), policy: &policy };
    let signed = log::issuer(app).state("understudy-policy+jwt", &statement, app.now_ms() / 1000);
    Ok(MyPolicy { policy, approved: people, used, signed: signed.ok() })
}

/// What the instance signs of a policy, for its owner to keep: it reads so, in this version, at this time.
#[derive(Serialize)]
struct Statement<'a> {
    iss: &'a str,
    policy: &'a Policy,
}

#[worker::send]
async fn read(State(app): State<App>, caller: Caller) -> Answer<Json<MyPolicy>> {
    ask(&app, &caller, &Question::Will, &[]).await
}

#[worker::send]
async fn change(State(app): State<App>, caller: Caller, Json(wish): Json<ChangePolicy>) -> Answer<Json<MyPolicy>> {
    let body = serde_json::to_vec(&wish.policy)?;
    let now = ask(&app, &caller, &Question::SetPolicy { based_on: wish.based_on }, &body).await?;
    told(&app, &caller, now.0.policy.version).await?;
    Ok(now)
}

/// Tells whoever has something under way with this likeness that its rules are others now.
async fn told(app: &App, caller: &Caller, version: u32) -> Answer<()> {
    for creator in uses::under_way(&app.db()?, &caller.account).await? {
        let notice = Notice::PolicyChanged { owner: caller.account.clone() };
        notices::tell(app, &creator, notice, &format!("policy {} {version}", caller.account)).await;
    }
    Ok(())
}

#[worker::send]
async fn pause(State(app): State<App>, caller: Caller, Json(wish): Json<Pause>) -> Answer<Json<MyPolicy>> {
    let now = ask(&app, &caller, &Question::Pause(wish.paused), &[]).await?;
    told(&app, &caller, now.0.policy.version).await?;
    Ok(now)
}

#[worker::send]
async fn approve(State(app): State<App>, caller: Caller, Path(handle): Path<String>) -> Answer<Json<MyPolicy>> {
    let member = member(&app, &caller, &handle).await?;
    ask(&app, &caller, &Question::Approve { member, yes: true }, &[]).await
}

#[worker::send]
async fn unapprove(State(app): State<App>, caller: Caller, Path(handle): Path<String>) -> Answer<Json<MyPolicy>> {
    let member = member(&app, &caller, &handle).await?;
    ask(&app, &caller, &Question::Approve { member, yes: false }, &[]).await
}

async fn member(app: &App, caller: &Caller, handle: &str) -> Answer<AccountId> {
    let unknown = || Failure::from(not_found("Nobody here has this handle."));
    let handle: Handle = handle.parse().map_err(|_| unknown())?;
    let member = accounts::by_handle(app, &handle).await?.ok_or_else(unknown)?;
    if member == caller.account {
        return Err(Problem::new(Code::Invalid, "You may always use your own understudy.").field("handle").into());
    }
    Ok(member)
}

#[worker::send]
async fn list(State(app): State<App>, caller: Caller, Query(query): Query<Parameters>) -> Answer<Json<LikenessUses>> {
    let after = Cursor::read::<RenderId>(parameter(&query, "cursor"))?;
    let mut rows = uses::page(&app.db()?, &caller.account, &after, LIST_PAGE + 1).await?;
    let next = cut(&mut rows, LIST_PAGE, |row| Cursor::after(row.at, &row.render));
    let uses = rows.into_iter().map(uses::Row::view).collect::<Answer<Vec<_>>>()?;
    Ok(Json(LikenessUses { uses, next }))
}

#[worker::send]
async fn revoke(State(app): State<App>, caller: Caller, Json(wish): Json<Revoke>) -> Answer<Json<Revoked>> {
    let which = match wish {
        Revoke::Render(render) => Which::Renders(vec![render]),
        Revoke::By(handle) => Which::By(member(&app, &caller, &handle).await?),
        Revoke::All => Which::All,
        Revoke::Unfitting => Which::Unfitting,
    };
    let TakenBack { revoked, rest } =
        ask_json(&app, OBJECT, caller.account.as_str(), &Question::Revoke(which), &[]).await?;
    Ok(Json(Revoked { revoked, rest }))
}
