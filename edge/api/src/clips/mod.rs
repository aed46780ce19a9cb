//! Clips: drafts, publishing, the feed, likes, and the files themselves.

pub mod feed;
pub mod likes;
pub mod media;
pub mod range;
pub mod store;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post, put};
use domain::notice::Notice;
use domain::{AccountId, CharacterId, ClipId};
use http::StatusCode;
use wire::accounts::Person;
use wire::clips::{Clip, ClipState, PublishClip};
use wire::consent::AgreeClip;
use wire::{Code, Problem, paths};

use crate::body::Json;
use crate::error::{Answer, Failure, not_found};
use crate::session::{Caller, MaybeCaller};
use crate::state::App;
use crate::{consent, invites, log, moderation, notices, remixes, renders, takedowns};

pub use media::media;

/// The feed, members' clips, drafts, and one clip.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::FEED, get(feed::feed))
        .route(paths::DRAFTS, get(feed::drafts))
        .route(paths::PROFILE_CLIPS, get(feed::profile))
        .route(paths::CLIP, get(show).delete(remove))
        .route(paths::CLIP_PUBLISH, post(publish))
        .route(paths::CLIP_AGREE, post(agree))
        .route(paths::CLIP_LIKE, put(likes::like).delete(likes::unlike))
}

/// A clip as the viewer sees it, or none that they may know of.
///
/// # Errors
/// The database fails.
pub async fn find(app: &App, id: &ClipId, viewer: Option<&AccountId>) -> Answer<Option<Clip>> {
    store::find(&app.db()?, id, viewer).await?.map(|row| clip(app, row)).transpose()
}

/// Forgets everything here that is the account's: clips that it made or is in, and its likes.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    let db = app.db()?;
    for render in store::touching(&db, account).await? {
        renders::erase(app, &render).await?;
    }
    store::forget_likes(&db, account).await
}

/// Removes every draft that the account's likeness plays in.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget_drafts(app: &App, account: &AccountId) -> Answer<()> {
    for render in store::drafts_with(&app.db()?, account).await? {
        renders::erase(app, &render).await?;
    }
    Ok(())
}

/// Removes every draft in which a character plays.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget_drafts_playing(app: &App, character: &CharacterId) -> Answer<()> {
    for render in store::drafts_playing(&app.db()?, character).await? {
        renders::erase(app, &render).await?;
    }
    Ok(())
}

/// A clip as it goes out.
///
/// # Errors
/// The database's JSON is none of ours.
pub fn clip(app: &App, row: store::Row) -> Answer<Clip> {
    Ok(Clip {
        media: paths::clip(paths::MEDIA_CLIP, &row.id),
        poster: paths::clip(paths::MEDIA_POSTER, &row.id),
        share: format!("{}{}", app.origin(), paths::clip(paths::SHARE, &row.id)),
        id: row.id,
        state: row.state,
        creator: Person { handle: row.handle, display_name: row.display_name },
        cast: store::people(&row.cast)?,
        sha256: row.sha256,
        awaits: store::people(&row.awaits)?,
        character: row.character,
        script: row.script,
        prompt: row.prompt,
        width: row.width,
        height: row.height,
        duration_ms: row.duration_ms,
        likes: row.likes,
        liked: row.liked != 0,
        remix_of: remixes::store::read(row.above.as_deref())?,
        remixes: row.remixes,
        views: (row.mine != 0).then_some(row.views),
        mine: row.mine != 0,
        created_at: row.created_at,
        published_at: row.published_at,
        hold: None,
    })
}

/// A clip as a member sees it, with why it is held if it is.
///
/// # Errors
/// The database fails.
pub async fn find_with_hold(app: &App, id: &ClipId, viewer: &AccountId) -> Answer<Option<Clip>> {
    let Some(mut clip) = find(app, id, Some(viewer)).await? else { return Ok(None) };
    if clip.state == ClipState::Held {
        clip.hold = takedowns::notice(app, id).await?;
    }
    Ok(Some(clip))
}

fn unknown() -> Failure {
    not_found("This clip does not exist, or it is a draft that is not yours.").into()
}

#[worker::send]
async fn show(State(app): State<App>, MaybeCaller(caller): MaybeCaller, Path(id): Path<String>) -> Answer<Json<Clip>> {
    let id = id.parse()?;
    let clip = match &caller {
        Some(caller) => find_with_hold(&app, &id, &caller.account).await?,
        None => find(&app, &id, None).await?,
    };
    clip.map(Json).ok_or_else(unknown)
}

#[worker::send]
async fn remove(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    let row = store::find(&app.db()?, &id.parse()?, Some(&caller.account)).await?.ok_or_else(unknown)?;
    if row.mine == 0 {
        let detail = "Only who made a clip, or is in it, can remove it.";
        return Err(Problem::new(Code::NotAllowed, detail).into());
    }
    if row.creator == caller.account {
        renders::erase(&app, &row.render).await?;
    } else {
        // One of the cast takes back what they agreed to: the clip goes for all, and its creator learns that it did.
        let wish = renders::wish(&app, &row.render).await?;
        for subject in wish.asked_of(&caller.account) {
            subject.revoke(&app, &row.render).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

#[worker::send]
async fn agree(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(wish): Json<AgreeClip>,
) -> Answer<Json<Clip>> {
    let id: ClipId = id.parse()?;
    let row = store::find(&app.db()?, &id, Some(&caller.account)).await?.ok_or_else(unknown)?;
    if row.mine == 0 {
        return Err(Problem::new(Code::NotAllowed, "Only who is in a clip can agree to it.").into());
    }
    renders::agree(&app, &row.render, &caller.account, wish.sha256).await?;
    find(&app, &id, Some(&caller.account)).await?.map(Json).ok_or_else(unknown)
}

#[worker::send]
async fn publish(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(PublishClip {}): Json<PublishClip>,
) -> Answer<Json<Clip>> {
    let (db, id): (_, ClipId) = (app.db()?, id.parse()?);
    let mut row = store::find(&db, &id, Some(&caller.account)).await?.ok_or_else(unknown)?;
    if row.creator != caller.account {
        return Err(Problem::new(Code::NotAllowed, "Only who made a clip can publish it.").into());
    }
    if row.state == ClipState::Withdrawn {
        let detail = "This clip, or what it was made out of, was taken back by someone in it. Make it anew.";
        return Err(Problem::new(Code::Conflict, detail).rule("taken_back").into());
    }
    if matches!(row.state, ClipState::Draft | ClipState::Held) {
        takedowns::screen::pass(&app, &id, row.state).await?;
        moderation::pictures::pass(&app, &id).await?;
    }
    if row.state == ClipState::Draft
        && let Some(original) = remixes::store::read(row.above.as_deref())?
        && remixes::store::is_held(&db, &id).await?
    {
        let detail = "What this was made out of is held after a report. It can be published if it is put back.";
        let problem = Problem::new(Code::Conflict, detail).rule("original_held");
        return Err(problem.measured(original.words(), "a clip that can be watched").into());
    }
    if row.state == ClipState::Draft {
        let mut render = renders::read(&app, &row.render).await?;
        if consent::check_unseen(&app, &render).await? {
            render = renders::read(&app, &row.render).await?;
            row = store::find(&db, &id, Some(&caller.account)).await?.ok_or_else(unknown)?;
        }
        let creator = &render.wish.creator;
        if render.agreements.iter().any(|theirs| theirs.owner != *creator && !theirs.shows(&row.sha256)) {
            let names: Vec<String> =
                store::people(&row.awaits)?.iter().map(|person| format!("@{}", person.handle)).collect();
            let detail = format!("{} has not said yes to this very file yet. They were asked.", names.join(" and "));
            return Err(Problem::new(Code::ConsentRefused, detail).rule("unseen").into());
        }
        // The log comes first: the uses stand in a signed checkpoint before anyone can see the clip.
        let players = log::players(&app, &render.wish.subjects()).await?;
        let used = log::Use { clip: &id, file_sha256: &row.sha256, cast: &players, at: app.now_ms() };
        log::record(&app, &used).await?;
        let published = store::publish(&db, &id, &caller.account, app.now_ms()).await?;
        for owner in render.wish.cast.iter().filter(|owner| published && **owner != caller.account) {
            let notice = Notice::Tagged { clip: id.clone(), by: caller.account.clone() };
            notices::tell(&app, owner, notice, &format!("tagged {id}")).await;
        }
        if !published && !store::is_published(&db, &id).await? {
            // Removed or taken back in the meantime: what was just recorded did not come to be seen.
            log::withdraw(&app, &id).await?;
        }
    }
    let clip = find(&app, &id, Some(&caller.account)).await?.ok_or_else(unknown)?;
    if clip.state == ClipState::Published {
        // Earned once; asked again in case that the first request died right here.
        invites::earn(&app, &caller.account).await?;
    }
    Ok(Json(clip))
}
