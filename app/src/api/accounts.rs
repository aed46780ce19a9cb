//! Accounts, sessions, invites.

use browser::http::Method;
use domain::InviteId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::accounts::{
    Account, AccountDeleted, Ceremony, ChangeAccount, DeleteAccount, FinishCeremony, Profile, Session,
};
use wire::invites::{InviteGiven, InvitePreview, Invites, PreviewInvite};
use wire::paths;

use super::{Answer, Intent, get, read, remove, send, tell_text};

/// Who is signed in.
pub async fn session() -> Answer<Session> {
    get(paths::SESSION).await
}

/// Signs out here, or everywhere.
pub async fn sign_out(everywhere: bool, intent: Intent) -> Answer<()> {
    remove(if everywhere { paths::SESSIONS } else { paths::SESSION }, intent).await.map(drop)
}

/// Begins a passkey ceremony at one of `REGISTRATIONS`, `SIGN_INS` and `RECOVERIES`.
pub async fn begin_ceremony(path: &str, intent: Intent, body: &impl Serialize) -> Answer<Ceremony> {
    send(Method::Post, path, intent, body).await
}

/// Finishes it with what the passkey answered.
pub async fn finish_ceremony<T: DeserializeOwned>(
    path: &str,
    ceremony: &Ceremony,
    credential: serde_json::Value,
    intent: Intent,
) -> Answer<T> {
    send(Method::Post, &paths::ceremony(path, &ceremony.id), intent, &FinishCeremony { credential }).await
}

/// Sends the end of a ceremony again that was sent with `intent` and not answered; none when there is no such thing.
pub async fn finish_again<T: DeserializeOwned>(intent: Intent) -> Option<Answer<T>> {
    let wish = intent.unanswered()?;
    let answer = tell_text(Method::Post, &wish.path, intent, &wish.body).await;
    Some(answer.and_then(|reply| read(&reply)))
}

/// What an invite opens.
pub async fn preview_invite(invite: String, intent: Intent) -> Answer<InvitePreview> {
    send(Method::Post, paths::INVITE_PREVIEW, intent, &PreviewInvite { invite }).await
}

/// The caller's invites.
pub async fn invites() -> Answer<Invites> {
    get(paths::INVITES).await
}

/// Gives one.
pub async fn give_invite(intent: Intent) -> Answer<InviteGiven> {
    send(Method::Post, paths::INVITES, intent, &serde_json::json!({})).await
}

/// Takes one back.
pub async fn revoke_invite(id: &InviteId, intent: Intent) -> Answer<()> {
    remove(&paths::invite(id), intent).await.map(drop)
}

/// Changes the name on the screen.
pub async fn change_account(display_name: String, intent: Intent) -> Answer<Account> {
    send(Method::Patch, paths::ACCOUNT, intent, &ChangeAccount { display_name }).await
}

/// Deletes everything that is the caller's.
pub async fn delete_account(handle: String, intent: Intent) -> Answer<AccountDeleted> {
    send(Method::Delete, paths::ACCOUNT, intent, &DeleteAccount { handle }).await
}

/// A member as others see them.
pub async fn profile(handle: &str) -> Answer<Profile> {
    get(&paths::fill(paths::PROFILE, handle)).await
}
