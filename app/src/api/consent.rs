//! Rules, requests, and where a likeness is used.

use browser::http::Method;
use domain::consent::Policy;
use domain::{ClipId, RenderId};
use wire::clips::Clip;
use wire::consent::{
    AgreeClip, AnswerRequest, AnswerRequests, CastRequest, CastRequests, ChangePolicy, CheckConsent, ConsentChecked,
    LikenessUses, MyPolicy, Pause, RequestsAnswered, Revoke, Revoked,
};
use wire::paths;

use super::{Answer, Intent, get, read, remove, send};

/// The caller's rules.
pub async fn policy() -> Answer<MyPolicy> {
    get(paths::POLICY).await
}

/// Replaces the caller's rules.
pub async fn change_policy(policy: Policy, based_on: u32, intent: Intent) -> Answer<MyPolicy> {
    send(Method::Put, paths::POLICY, intent, &ChangePolicy { policy, based_on }).await
}

/// Pauses every use, or lets them go on.
pub async fn pause(paused: bool, intent: Intent) -> Answer<MyPolicy> {
    send(Method::Post, paths::PAUSE, intent, &Pause { paused }).await
}

/// Approves a member for good.
pub async fn approve(handle: &str, intent: Intent) -> Answer<MyPolicy> {
    send(Method::Put, &paths::fill(paths::APPROVED, handle), intent, &serde_json::json!({})).await
}

/// Approves a member no longer.
pub async fn unapprove(handle: &str, intent: Intent) -> Answer<MyPolicy> {
    read(&remove(&paths::fill(paths::APPROVED, handle), intent).await?)
}

/// What would be decided about a wish.
pub async fn check_consent(wish: &CheckConsent, intent: Intent) -> Answer<ConsentChecked> {
    send(Method::Post, paths::CONSENT_CHECKS, intent, wish).await
}

/// Requests to the caller, or sent by them.
pub async fn requests(sent: bool, cursor: Option<&str>) -> Answer<CastRequests> {
    let which = if sent { "sent" } else { "inbox" };
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
    get(&format!("{}?box={which}{cursor}", paths::REQUESTS)).await
}

/// Says yes or no to a request.
pub async fn answer_request(id: &RenderId, answer: &AnswerRequest, intent: Intent) -> Answer<CastRequest> {
    send(Method::Post, &paths::render(paths::REQUEST_ANSWER, id), intent, answer).await
}

/// Gives one answer to many requests.
pub async fn answer_requests(ids: Vec<RenderId>, allow: bool, intent: Intent) -> Answer<RequestsAnswered> {
    send(Method::Post, paths::REQUEST_ANSWERS, intent, &AnswerRequests { ids, allow }).await
}

/// Says yes to the very file of a draft.
pub async fn agree(id: &ClipId, sha256: String, intent: Intent) -> Answer<Clip> {
    send(Method::Post, &paths::clip(paths::CLIP_AGREE, id), intent, &AgreeClip { sha256 }).await
}

/// Where the caller's likeness is used.
pub async fn uses(cursor: Option<&str>) -> Answer<LikenessUses> {
    let cursor = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
    get(&format!("{}{cursor}", paths::USES)).await
}

/// Takes uses back.
pub async fn revoke(which: &Revoke, intent: Intent) -> Answer<Revoked> {
    send(Method::Post, paths::REVOCATIONS, intent, which).await
}
