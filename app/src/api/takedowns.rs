//! The operator's desk, and appeals to it.

use browser::http::Method;
use domain::{ClipId, TakedownId};
use wire::clips::Clip;
use wire::paths;
use wire::takedowns::{AppealHold, DecideHold, DecideTakedown, Decision, Outcome, Takedown, Takedowns};

use super::{Answer, Intent, get, send};

/// What waits, and what is answered.
pub async fn takedowns() -> Answer<Takedowns> {
    get(paths::TAKEDOWNS).await
}

/// One report with everything that is needed to decide it.
pub async fn takedown(id: &TakedownId) -> Answer<Takedown> {
    get(&paths::takedown(paths::TAKEDOWN, id)).await
}

/// Takes a clip down with its copies, or dismisses the report.
pub async fn decide_takedown(
    id: &TakedownId,
    decision: Decision,
    reason: String,
    spare: Vec<ClipId>,
    intent: Intent,
) -> Answer<Takedown> {
    let body = DecideTakedown { decision, reason, spare };
    send(Method::Post, &paths::takedown(paths::TAKEDOWN_DECISION, id), intent, &body).await
}

/// Leaves a clip down after an appeal, or puts it back.
pub async fn decide_hold(
    id: &TakedownId,
    clip: ClipId,
    outcome: Outcome,
    reason: String,
    intent: Intent,
) -> Answer<Takedown> {
    let body = DecideHold { clip, outcome, reason };
    send(Method::Post, &paths::takedown(paths::TAKEDOWN_OUTCOME, id), intent, &body).await
}

/// Objects to a hold.
pub async fn appeal(clip: &ClipId, words: String, intent: Intent) -> Answer<Clip> {
    send(Method::Post, &paths::clip(paths::CLIP_APPEAL, clip), intent, &AppealHold { words }).await
}
