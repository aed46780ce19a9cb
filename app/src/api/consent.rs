//! Rules, requests, and where a likeness or a character is used.

use browser::http::Method;
use domain::consent::Policy;
use domain::{CharacterId, ClipId, RenderId};
use wire::clips::Clip;
use wire::consent::{
    AgreeClip, AnswerRequest, AnswerRequests, CastRequest, CastRequests, ChangePolicy, CheckConsent, ConsentChecked,
    EverythingPaused, LikenessUses, MyPolicy, Pause, RequestsAnswered, Revoke, Revoked,
};
use wire::log::Receipts;
use wire::paths;
use wire::versions::PolicyVersions;

use super::{Answer, Intent, get, page, read, remove, send};

/// What of the caller's a rule, a use or a pause is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Their likeness.
    Likeness,
    /// A character of theirs.
    Character(CharacterId),
}

impl Whose {
    /// The path for a likeness, or that for a character.
    fn at(&self, likeness: &str, character: &str) -> String {
        match self {
            Self::Likeness => likeness.to_owned(),
            Self::Character(id) => paths::character(character, id),
        }
    }
}

/// The caller's rules about it.
pub async fn policy(whose: &Whose) -> Answer<MyPolicy> {
    get(&whose.at(paths::POLICY, paths::CHARACTER_POLICY)).await
}

/// Replaces the caller's rules about it.
pub async fn change_policy(whose: &Whose, policy: Policy, based_on: u32, intent: Intent) -> Answer<MyPolicy> {
    let path = whose.at(paths::POLICY, paths::CHARACTER_POLICY);
    send(Method::Put, &path, intent, &ChangePolicy { policy, based_on }).await
}

/// What the caller's rules about it were, newest first.
pub async fn policy_versions(whose: &Whose, cursor: Option<&str>) -> Answer<PolicyVersions> {
    get(&page(&whose.at(paths::POLICY_VERSIONS, paths::CHARACTER_POLICY_VERSIONS), cursor)).await
}

/// Pauses every use of it, or lets them go on.
pub async fn pause(whose: &Whose, paused: bool, intent: Intent) -> Answer<MyPolicy> {
    send(Method::Post, &whose.at(paths::PAUSE, paths::CHARACTER_PAUSE), intent, &Pause { paused }).await
}

/// Whether everything of the caller's stands still.
pub async fn everything_paused() -> Answer<EverythingPaused> {
    get(paths::PAUSE_ALL).await
}

/// Pauses everything of the caller's, or lets what that has paused go on.
pub async fn pause_everything(paused: bool, intent: Intent) -> Answer<EverythingPaused> {
    send(Method::Post, paths::PAUSE_ALL, intent, &Pause { paused }).await
}

/// Approves a member for good.
pub async fn approve(whose: &Whose, handle: &str, intent: Intent) -> Answer<MyPolicy> {
    let path = paths::fill(&whose.at(paths::APPROVED, paths::CHARACTER_APPROVED), handle);
    send(Method::Put, &path, intent, &serde_json::json!({})).await
}

/// Approves a member no longer.
pub async fn unapprove(whose: &Whose, handle: &str, intent: Intent) -> Answer<MyPolicy> {
    let path = paths::fill(&whose.at(paths::APPROVED, paths::CHARACTER_APPROVED), handle);
    read(&remove(&path, intent).await?)
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

/// Where it is used.
pub async fn uses(whose: &Whose, cursor: Option<&str>) -> Answer<LikenessUses> {
    let cursor = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
    get(&format!("{}{cursor}", whose.at(paths::USES, paths::CHARACTER_USES))).await
}

/// Receipts of published uses of the caller's likeness and characters, newest first.
pub async fn receipts(cursor: Option<&str>) -> Answer<Receipts> {
    get(&page(paths::RECEIPTS, cursor)).await
}

/// Takes uses of it back.
pub async fn revoke(whose: &Whose, which: &Revoke, intent: Intent) -> Answer<Revoked> {
    send(Method::Post, &whose.at(paths::REVOCATIONS, paths::CHARACTER_REVOCATIONS), intent, which).await
}
