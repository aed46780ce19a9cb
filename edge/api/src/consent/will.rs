//! An owner's say about their likeness or a character: the policy, the pause, people approved, where it is used, and taking
//! it back.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::{get, post, put};
use domain::limits::LIST_PAGE;
use domain::notice::Notice;
use domain::text::Handle;
use domain::{AccountId, RenderId};
use wire::consent::{ChangePolicy, LikenessUses, MyPolicy, Pause, Revoke, Revoked};
use wire::{Code, Problem, paths};

use super::call::{Question, Standing, TakenBack, Which};
use super::{Subject, uses, versions};
use crate::body::Json;
use crate::cursor::{Cursor, cut};
use crate::error::{Answer, Failure, not_found};
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, characters, gateway, log, notices, outside};

/// The owner's say, at the same places below a likeness and below a character.
pub fn routes() -> Router<App> {
    let about = |router: Router<App>, [policy, earlier, pausing, approved, used, revocations]: [&str; 6]| {
        router
            .route(policy, get(read).put(change))
            .route(earlier, get(versions::list))
            .route(pausing, post(pause))
            .route(approved, put(approve).delete(unapprove))
            .route(used, get(list))
            .route(revocations, post(revoke))
    };
    let router = about(
        Router::new(),
        [paths::POLICY, paths::POLICY_VERSIONS, paths::PAUSE, paths::APPROVED, paths::USES, paths::REVOCATIONS],
    );
    about(
        router,
        [
            paths::CHARACTER_POLICY,
            paths::CHARACTER_POLICY_VERSIONS,
            paths::CHARACTER_PAUSE,
            paths::CHARACTER_APPROVED,
            paths::CHARACTER_USES,
            paths::CHARACTER_REVOCATIONS,
        ],
    )
}

/// What a path names: nothing where a likeness has no further name.
pub(super) type Names = Option<Path<HashMap<String, String>>>;

fn name<'a>(names: &'a Names, of: &str) -> Option<&'a str> {
    names.as_ref().and_then(|Path(names)| names.get(of)).map(String::as_str)
}

/// What of the caller's a path is about.
///
/// # Errors
/// [`Code::NotFound`] for a character that is none of theirs.
pub(super) async fn subject(app: &App, caller: &Caller, names: &Names) -> Answer<Subject> {
    match name(names, "id") {
        Some(id) => Ok(Subject::Character(caller.account.clone(), characters::mine(app, caller, id).await?)),
        None => Ok(Subject::Likeness(caller.account.clone())),
    }
}

/// The will about something after `question`, as its owner sees it.
///
/// # Errors
/// [`Code::NotFound`] when there is no such thing.
pub async fn ask(app: &App, subject: &Subject, question: Question, body: &[u8]) -> Answer<MyPolicy> {
    let Standing { policy, approved, used, signed } = subject.ask(app, question, body).await?;
    let mut here = accounts::people(app, &approved).await?;
    let mut people = Vec::with_capacity(approved.len());
    for member in approved {
        match here.remove(&member) {
            Some(person) => people.push(person),
            // Who has left is not kept here, either.
            None => drop(subject.ask::<Standing>(app, Question::Approve { member, yes: false }, &[]).await?),
        }
    }
    Ok(MyPolicy { policy, approved: people, used, signed: Some(signed), outside: gateway::outside(app) })
}

#[worker::send]
async fn read(State(app): State<App>, caller: Caller, names: Names) -> Answer<Json<MyPolicy>> {
    let subject = subject(&app, &caller, &names).await?;
    ask(&app, &subject, Question::Read, &[]).await.map(Json)
}

#[worker::send]
async fn change(
    State(app): State<App>,
    caller: Caller,
    names: Names,
    Json(wish): Json<ChangePolicy>,
) -> Answer<Json<MyPolicy>> {
    let (subject, body) = (subject(&app, &caller, &names).await?, serde_json::to_vec(&wish.policy)?);
    let now = ask(&app, &subject, Question::SetPolicy { based_on: wish.based_on }, &body).await?;
    told(&app, &subject, now.policy.version).await?;
    if let Subject::Likeness(owner) = &subject {
        // A provider that is named no more loses its copy of the voice, and its avatar.
        outside::rule(&app, owner, &now.policy).await?;
    }
    Ok(Json(now))
}

/// Tells whoever has something under way with it that its rules are others now. Each version is told once.
///
/// # Errors
/// The database fails.
pub(super) async fn told(app: &App, subject: &Subject, version: u32) -> Answer<()> {
    let owner = subject.owner();
    let what = subject.character().map_or_else(|| owner.to_string(), ToString::to_string);
    for creator in uses::under_way(&app.db()?, subject).await? {
        let notice = Notice::PolicyChanged { owner: owner.clone() };
        notices::tell(app, &creator, notice, &format!("policy {what} {version}")).await;
    }
    Ok(())
}

#[worker::send]
async fn pause(
    State(app): State<App>,
    caller: Caller,
    names: Names,
    Json(wish): Json<Pause>,
) -> Answer<Json<MyPolicy>> {
    let subject = subject(&app, &caller, &names).await?;
    let now = ask(&app, &subject, Question::Pause(wish.paused), &[]).await?;
    told(&app, &subject, now.policy.version).await?;
    Ok(Json(now))
}

#[worker::send]
async fn approve(State(app): State<App>, caller: Caller, names: Names) -> Answer<Json<MyPolicy>> {
    approved(&app, &caller, &names, true).await
}

#[worker::send]
async fn unapprove(State(app): State<App>, caller: Caller, names: Names) -> Answer<Json<MyPolicy>> {
    approved(&app, &caller, &names, false).await
}

async fn approved(app: &App, caller: &Caller, names: &Names, yes: bool) -> Answer<Json<MyPolicy>> {
    let subject = subject(app, caller, names).await?;
    let member = member(app, caller, name(names, "handle").unwrap_or_default()).await?;
    ask(app, &subject, Question::Approve { member, yes }, &[]).await.map(Json)
}

async fn member(app: &App, caller: &Caller, handle: &str) -> Answer<AccountId> {
    let unknown = || Failure::from(not_found("Nobody here has this handle."));
    let handle: Handle = handle.parse().map_err(|_| unknown())?;
    let member = accounts::by_handle(app, &handle).await?.ok_or_else(unknown)?;
    if member == caller.account {
        return Err(Problem::new(Code::Invalid, "You may always use what is yours.").field("handle").into());
    }
    Ok(member)
}

#[worker::send]
async fn list(
    State(app): State<App>,
    caller: Caller,
    names: Names,
    Query(query): Query<Parameters>,
) -> Answer<Json<LikenessUses>> {
    let subject = subject(&app, &caller, &names).await?;
    let after = Cursor::read::<RenderId>(parameter(&query, "cursor"))?;
    let mut rows = uses::page(&app.db()?, &subject, &after, LIST_PAGE + 1).await?;
    let next = cut(&mut rows, LIST_PAGE, |row| Cursor::after(row.at, &row.render));
    let mut uses = rows.into_iter().map(uses::Row::view).collect::<Answer<Vec<_>>>()?;
    log::receipts::with(&app, &subject, &mut uses).await?;
    Ok(Json(LikenessUses { uses, next }))
}

#[worker::send]
async fn revoke(
    State(app): State<App>,
    caller: Caller,
    names: Names,
    Json(wish): Json<Revoke>,
) -> Answer<Json<Revoked>> {
    let subject = subject(&app, &caller, &names).await?;
    let which = match wish {
        Revoke::Render(render) => Which::Renders(vec![render]),
        Revoke::By(handle) => Which::By(member(&app, &caller, &handle).await?),
        Revoke::All => Which::All,
        Revoke::Unfitting => Which::Unfitting,
    };
    let TakenBack { revoked, rest } = subject.ask(&app, Question::Revoke(which), &[]).await?;
    Ok(Json(Revoked { revoked, rest }))
}
