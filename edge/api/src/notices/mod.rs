//! Notices: what members are told, each thing once, live where they are and kept for when they come.
//!
//! [`tell`] is what other nouns call. One object an account counts, keeps and sends; D1 is a projection for the lists.

pub mod call;
mod lists;
mod live;
pub mod store;

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use domain::limits::NOTICES_KEPT_MS;
use domain::notice::Notice;
use domain::{AccountId, NoticeId};
use wire::notices::{ReadNotices, Unread};
use wire::paths;

use crate::accounts;
use crate::body::Json;
use crate::error::Answer;
use crate::objects::ask::ask_json;
use crate::session::Caller;
use crate::state::App;

use call::{OBJECT, Question, Told};

/// Most accounts whose old notices one sweep removes; the next goes on.
const SWEPT_AT_ONCE: u32 = 100;

/// The list, reading, and the live connection.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::NOTICES, get(lists::list))
        .route(paths::NOTICES_READ, post(read))
        .route(paths::NOTICES_LIVE, get(live::live))
}

/// Tells a member something, once for each `key`, however often it is called. Never fails the caller's own work: what
/// goes wrong is logged. A caller that takes up what a crash left calls it again.
///
/// Nobody is told what they did themselves; an account that is gone or leaving is told nothing.
pub async fn tell(app: &App, account: &AccountId, notice: Notice, key: &str) {
    if let Err(failure) = deliver(app, account, notice, key).await {
        // `into_problem` writes the cause to the log.
        let _ = failure.into_problem();
    }
}

/// As [`tell`], for callers with an alarm of their own, which try again until it is done.
///
/// # Errors
/// The object or the database fails. Called again with the same key, it goes on.
pub async fn deliver(app: &App, account: &AccountId, notice: Notice, key: &str) -> Answer<()> {
    if notice.person() == Some(account) {
        return Ok(());
    }
    // The key may name people: only what it stands for is kept.
    let id = NoticeId::from_bytes(&crate::idempotency::derived(app, "notice ids", &format!("{account}\n{key}")));
    let by = notice.person().cloned();
    let person = match &by {
        Some(by) => accounts::people(app, std::slice::from_ref(by)).await?.into_values().next(),
        None => None,
    };
    // Who has left is not named any more.
    let by = by.filter(|_| person.is_some());
    let told = Told { id, what: notice.named(drop), by };
    let question = Question::Tell { account: account.clone(), told, person };
    ask_json(app, OBJECT, account.as_str(), &question, &[]).await
}

/// Ends live connections of an account: those of one session, or all.
///
/// # Errors
/// The object fails.
pub async fn hang_up(app: &App, account: &AccountId, session: Option<&str>) -> Answer<()> {
    let question = Question::HangUp { session: session.map(str::to_owned) };
    ask_json(app, OBJECT, account.as_str(), &question, &[]).await
}

/// Forgets everything here that is the account's, and takes its name out of what others were told.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    ask_json::<()>(app, OBJECT, account.as_str(), &Question::Erase(account.clone()), &[]).await?;
    for other in store::naming(&app.db()?, account).await? {
        let question = Question::Unname(account.clone());
        ask_json::<()>(app, OBJECT, other.as_str(), &question, &[]).await?;
    }
    Ok(())
}

/// Removes what has been kept long enough.
///
/// # Errors
/// An object or the database fails; the next sweep goes on.
pub async fn sweep(app: &App) -> Answer<()> {
    let before = app.now_ms().saturating_sub(NOTICES_KEPT_MS);
    for account in store::with_older(&app.db()?, before, SWEPT_AT_ONCE).await? {
        ask_json::<()>(app, OBJECT, account.as_str(), &Question::Sweep, &[]).await?;
    }
    Ok(())
}

/// `POST /notices/read`.
#[worker::send]
async fn read(State(app): State<App>, caller: Caller, Json(wish): Json<ReadNotices>) -> Answer<Json<Unread>> {
    let unread = ask_json(&app, OBJECT, caller.account.as_str(), &Question::Read(wish.up_to), &[]).await?;
    Ok(Json(Unread { unread }))
}
