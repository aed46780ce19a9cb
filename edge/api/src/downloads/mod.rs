//! Files of clips that are saved: by who made a clip and by who plays in it, for as long as everyone else in it would
//! still allow the use, and lets files be saved. That somebody saves one is written down for those whom it shows before
//! the first byte leaves.
//!
//! What is given is an address with a right in it ([`crate::expiring`]), bound to clip, file and session. It is good for
//! minutes; every request for it decides anew.

pub mod store;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use domain::consent::Rule;
use domain::download::file_name;
use domain::limits::{DOWNLOAD_TTL_MS, DOWNLOADS_PER_MINUTE, LIST_PAGE};
use domain::notice::Notice;
use domain::{AccountId, ClipId};
use http::HeaderMap;
use wire::clips::ClipState;
use wire::downloads::{Download, DownloadGiven, Downloads};
use wire::{Code, Problem, paths};

use crate::body::Json;
use crate::clips::store::Row;
use crate::cursor::{Cursor, cut};
use crate::error::{Answer, Failure, not_found};
use crate::expiring::{self, Refused};
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{clips, consent, idempotency, limiter, notices, remixes, renders};

use store::Saved;

/// Asking for a file, and the list of what others saved.
pub fn routes() -> Router<App> {
    Router::new().route(paths::CLIP_DOWNLOADS, post(begin)).route(paths::DOWNLOADS, get(list))
}

/// Forgets everything here that names an account.
///
/// # Errors
/// The database fails.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    store::forget(&app.db()?, account).await
}

fn unknown() -> Failure {
    not_found("This clip does not exist, or it is a draft that is not yours.").into()
}

fn refuse(code: Code, rule: &str, detail: impl Into<String>) -> Failure {
    Problem::new(code, detail).rule(rule).into()
}

/// A clip whose file an account may save at this moment, and who else is in it.
///
/// # Errors
/// Why they may not: [`Code::NotFound`], [`Code::NotAllowed`], [`Code::Conflict`], [`Code::TakenDown`],
/// [`Code::ConsentRefused`].
async fn allowed(app: &App, id: &ClipId, account: &AccountId) -> Answer<(Row, Vec<AccountId>)> {
    let db = app.db()?;
    let row = clips::store::find(&db, id, Some(account)).await?.ok_or_else(unknown)?;
    if row.mine == 0 {
        let detail = "Only who made a clip, or is in it, can save its file. Share its link.";
        return Err(Problem::new(Code::NotAllowed, detail).into());
    }
    match row.state {
        ClipState::Draft | ClipState::Published => {}
        ClipState::Withdrawn => {
            let detail = "This clip, or what it was made out of, was taken back by someone in it. Its file is gone.";
            return Err(refuse(Code::Conflict, "taken_back", detail));
        }
        ClipState::Held => {
            let detail = "This clip is taken down after a report. Its file can be saved if it is put back.";
            return Err(refuse(Code::TakenDown, "held", detail));
        }
    }
    if remixes::store::is_held(&db, id).await? {
        let detail = "What this was made out of is held after a report. Its file can be saved if that is put back.";
        return Err(refuse(Code::Conflict, "original_held", detail));
    }
    // The same of a clip by others as of one's own: nothing leaves while somebody else in it has paused.
    if clips::store::paused_by_others(&db, id, account).await? {
        let detail = "Somebody in this clip has paused. Its file can be saved once they let it go on.";
        return Err(refuse(Code::ConsentRefused, Rule::Paused.name(), detail));
    }
    let mut render = renders::read(app, &row.render).await?;
    if row.state == ClipState::Draft {
        match consent::check_unseen(app, &render).await {
            Ok(true) => render = renders::read(app, &row.render).await?,
            Ok(false) => {}
            Err(Failure::Problem(problem)) if problem.code == Code::ConsentRefused => {
                return Err(now_refused(*problem));
            }
            Err(failure) => return Err(failure),
        }
    }
    let unseen = |theirs: &&renders::agreement::Agreement| {
        theirs.owner != *account && theirs.owner != render.wish.creator && !theirs.shows(&row.sha256)
    };
    if row.state == ClipState::Draft && render.agreements.iter().any(|theirs| unseen(&theirs)) {
        let detail = "Somebody in this draft has not said yes to this very file yet. It can be saved after that.";
        return Err(refuse(Code::ConsentRefused, "unseen", detail));
    }
    let mut others: Vec<AccountId> = Vec::new();
    for subject in render.wish.subjects() {
        if subject.owner() == account {
            continue;
        }
        match consent::check(app, &render.wish, &subject).await {
            Ok(grant) if grant.downloads => {}
            Ok(_) => return Err(consent::refused(app, &subject, &Rule::Downloads.into()).await?.into()),
            Err(Failure::Problem(problem)) if problem.code == Code::ConsentRefused => {
                return Err(now_refused(*problem));
            }
            Err(failure) => return Err(failure),
        }
        if !others.contains(subject.owner()) {
            others.push(subject.owner().clone());
        }
    }
    Ok((row, others))
}

/// A use that is over and done with would not be allowed again: what to do about that is something else than when it is asked
/// for.
fn now_refused(mut problem: Problem) -> Failure {
    if let Some(told) = problem.reasons.first().filter(|told| !told.advice.is_empty()) {
        problem.detail = problem.detail.replace(&told.advice, "Under the rules of now, the file is not handed out.");
    }
    problem.into()
}

/// What the right to a file is bound to.
fn bound(clip: &ClipId, sha256: &str, session: &str) -> String {
    // Only the last may have any length: no two read the same.
    format!("{clip} {sha256} {session}")
}

/// `POST /clips/{id}/downloads`.
#[worker::send]
async fn begin(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer<Json<DownloadGiven>> {
    let id: ClipId = id.parse()?;
    let (row, others) = allowed(&app, &id, &caller.account).await?;
    limiter::account(&app, "downloads", &caller.account, DOWNLOADS_PER_MINUTE).await?;
    let now = app.now_ms();
    let mark = app.blind("downloads", &format!("{id} {} {}", caller.account, idempotency::key(&headers)?));
    let owners: Vec<&AccountId> = others.iter().collect();
    let saved = Saved { clip: &id, account: &caller.account, mark: &mark, at: now };
    // Gone, or taken back, since it was looked at.
    if !owners.is_empty() && !store::record(&app.db()?, &owners, saved).await? {
        return Err(unknown());
    }
    for owner in owners {
        let notice = Notice::ClipDownloaded { clip: id.clone(), by: caller.account.clone() };
        notices::tell(&app, owner, notice, &format!("downloaded {id} {}", caller.account)).await;
    }
    let expires_at = now + u64::from(app.limit("DOWNLOAD_S", (DOWNLOAD_TTL_MS / 1000) as u32)) * 1000;
    let token = expiring::issue(&app.key("downloads"), &bound(&id, &row.sha256, &caller.session), expires_at);
    let address = paths::fill(&paths::clip(paths::MEDIA_DOWNLOAD, &id), &token);
    Ok(Json(DownloadGiven { address, name: file_name(&row.script, &id), expires_at }))
}

/// Whether a request may have the file of a clip to save; then what the file is called.
///
/// # Errors
/// [`Code::WrongOrigin`] from a page of another site, [`Code::TicketRefused`] for a right that is none, or what
/// [`begin`] would refuse.
pub async fn admit(app: &App, id: &ClipId, caller: &Caller, token: &str, sha256: &str, site: &str) -> Answer<String> {
    // Another site could make a browser save this, though it could not read it.
    if site == "cross-site" {
        return Err(Problem::new(Code::WrongOrigin, "A clip is saved from its page on this site.").into());
    }
    let bound = bound(id, sha256, &caller.session);
    if let Err(refused) = expiring::check(&app.key("downloads"), &bound, token, app.now_ms()) {
        let (rule, detail) = match refused {
            Refused::Malformed => ("malformed", "This address is damaged. Save the clip from its page."),
            Refused::Other => ("other", "This address is for another clip or another session. Save it from its page."),
            Refused::Expired => ("expired", "This address has expired. Save the clip from its page again."),
        };
        return Err(refuse(Code::TicketRefused, rule, detail));
    }
    let (row, _) = allowed(app, id, &caller.account).await?;
    Ok(file_name(&row.script, id))
}

/// `GET /downloads`.
#[worker::send]
async fn list(State(app): State<App>, caller: Caller, Query(query): Query<Parameters>) -> Answer<Json<Downloads>> {
    let after = Cursor::read::<String>(parameter(&query, "cursor"))?;
    let mut rows = store::page(&app.db()?, &caller.account, &after, LIST_PAGE + 1).await?;
    let next = cut(&mut rows, LIST_PAGE, |row| Cursor::after(row.last_at, &row.mark));
    Ok(Json(Downloads { downloads: rows.into_iter().map(Download::from).collect(), next }))
}
