//! Receipts on their way out: to their owners with what opens them, to others without.

use axum::extract::{Path, Query, State};
use domain::limits::RECEIPTS_PAGE;
use domain::{AccountId, ClipId};
use wire::clips::ClipState;
use wire::consent::LikenessUse;
use wire::log::{ClipReceipts, Opening, Receipt, Receipts};
use wire::{Code, Problem};

use super::{call, issuer, origin, store};
use crate::body::Json;
use crate::clips;
use crate::consent::Subject;
use crate::crypto::{base64url, unbase64url};
use crate::error::{Answer, Failure, not_found};
use crate::pages::{Parameters, parameter};
use crate::session::{Caller, MaybeCaller};
use crate::state::App;

/// Above any index that a double holds exactly.
pub const BEGINNING: u64 = 1 << 52;

/// A use as `viewer` may see it.
///
/// # Errors
/// What is stored is none of ours.
pub fn view(app: &App, used: &call::Use, viewer: Option<&AccountId>) -> Answer<Receipt> {
    let receipt = used.receipt(app.origin(), &origin(app))?;
    let jws = issuer(app).issue(&receipt).map_err(|error| Failure::Internal(error.to_string()))?;
    let opening = used.opening();
    Ok(Receipt {
        receipt: jws,
        clip: used.clip.clone(),
        index: used.idx,
        policy_version: used.policy,
        at: used.time * 1000,
        withdrawn: used.withdrawn,
        opening: (viewer == Some(&used.account)).then_some(Opening {
            account: opening.account,
            likeness: opening.likeness,
            subject_salt: opening.subject_salt,
            clip_salt: opening.clip_salt,
        }),
    })
}

/// `GET /receipts`.
#[worker::send]
pub async fn mine(State(app): State<App>, caller: Caller, Query(query): Query<Parameters>) -> Answer<Json<Receipts>> {
    let before = cursor(parameter(&query, "cursor"))?;
    // One more than is shown tells whether there is a next page.
    let mut uses = store::of(&app.db()?, &caller.account, before, RECEIPTS_PAGE + 1).await?;
    let more = uses.len() > RECEIPTS_PAGE as usize;
    uses.truncate(RECEIPTS_PAGE as usize);
    let next = uses.last().filter(|_| more).map(|last| base64url(last.idx.to_string().as_bytes()));
    let receipts = uses.iter().map(|used| view(&app, used, Some(&caller.account))).collect::<Answer<_>>()?;
    Ok(Json(Receipts { receipts, next }))
}

/// Puts the receipts of a likeness or a character beside its uses, for its owner. What was never published has none.
///
/// # Errors
/// The database fails.
pub async fn with(app: &App, subject: &Subject, uses: &mut [LikenessUse]) -> Answer<()> {
    let clips: Vec<&ClipId> = uses.iter().filter_map(|used| used.clip.as_ref()).collect();
    if clips.is_empty() {
        return Ok(());
    }
    let logged = store::of_subject(&app.db()?, subject, &clips).await?;
    for logged in logged {
        let receipt = view(app, &logged, Some(subject.owner()))?;
        for used in uses.iter_mut().filter(|used| used.clip.as_ref() == Some(&logged.clip)) {
            used.receipt = Some(receipt.clone());
        }
    }
    Ok(())
}

/// `GET /clips/{id}/receipt`.
#[worker::send]
pub async fn of_clip(
    State(app): State<App>,
    MaybeCaller(caller): MaybeCaller,
    Path(id): Path<String>,
) -> Answer<Json<ClipReceipts>> {
    let viewer = caller.as_ref().map(|caller| &caller.account);
    let receipts = public(&app, &id.parse()?, viewer).await?;
    if receipts.is_empty() {
        let detail = "Nothing of this clip is in the log: it was not published, or all who were in it have left.";
        return Err(not_found(detail).into());
    }
    Ok(Json(ClipReceipts { receipts }))
}

/// Receipts of a clip as `viewer` may see them: none of a draft that is not theirs, since its entry may stand in the log a
/// moment before the clip becomes visible.
///
/// # Errors
/// The database fails.
pub async fn public(app: &App, id: &ClipId, viewer: Option<&AccountId>) -> Answer<Vec<Receipt>> {
    let db = app.db()?;
    let draft = clips::store::media(&db, id).await?.is_some_and(|clip| clip.state == ClipState::Draft);
    if draft && clips::find(app, id, viewer).await?.is_none() {
        return Ok(Vec::new());
    }
    store::of_clip(&db, id).await?.iter().map(|used| view(app, used, viewer)).collect()
}

fn cursor(text: &str) -> Answer<u64> {
    if text.is_empty() {
        return Ok(BEGINNING);
    }
    let parsed = unbase64url(text).and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok());
    parsed.filter(|before| *before <= BEGINNING).ok_or_else(|| {
        let detail = "This is no place in a list. Leave the cursor out to start at the beginning.";
        Problem::new(Code::Invalid, detail).field("cursor").into()
    })
}
