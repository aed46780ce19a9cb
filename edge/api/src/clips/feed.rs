//! Pages of clips.

use axum::extract::{Path, Query, State};
use domain::ClipId;
use domain::limits::FEED_PAGE;
use domain::text::Handle;
use wire::clips::ClipPage;

use super::store::{self, Which};
use crate::body::Json;
use crate::cursor::{Cursor, cut};
use crate::error::{Answer, Failure, not_found};
use crate::pages::{Parameters, parameter};
use crate::session::{Caller, MaybeCaller};
use crate::state::App;
use crate::{accounts, people};

/// `GET /feed`.
#[worker::send]
pub async fn feed(
    State(app): State<App>,
    MaybeCaller(caller): MaybeCaller,
    Query(query): Query<Parameters>,
) -> Answer<Json<ClipPage>> {
    page(&app, Which::Feed, caller.as_ref(), parameter(&query, "cursor")).await
}

/// `GET /profiles/{handle}/clips`.
#[worker::send]
pub async fn profile(
    State(app): State<App>,
    MaybeCaller(caller): MaybeCaller,
    Path(handle): Path<String>,
    Query(query): Query<Parameters>,
) -> Answer<Json<ClipPage>> {
    let unknown = || Failure::from(not_found("Nobody here has this handle."));
    let handle: Handle = handle.parse().map_err(|_| unknown())?;
    let member = accounts::by_handle(&app, &handle).await?.ok_or_else(unknown)?;
    if let Some(caller) = &caller
        && people::hidden(&app, &caller.account, &member).await?
    {
        return Err(unknown());
    }
    page(&app, Which::Of(&member), caller.as_ref(), parameter(&query, "cursor")).await
}

/// `GET /drafts`.
#[worker::send]
pub async fn drafts(State(app): State<App>, caller: Caller, Query(query): Query<Parameters>) -> Answer<Json<ClipPage>> {
    page(&app, Which::Drafts, Some(&caller), parameter(&query, "cursor")).await
}

async fn page(app: &App, which: Which<'_>, caller: Option<&Caller>, cursor: &str) -> Answer<Json<ClipPage>> {
    let after = Cursor::read::<ClipId>(cursor)?;
    let viewer = caller.map(|caller| &caller.account);
    let mut rows = store::page(&app.db()?, which, viewer, &after, FEED_PAGE + 1).await?;
    let next = cut(&mut rows, FEED_PAGE, |row| Cursor::after(row.published_at.unwrap_or(row.created_at), &row.id));
    let clips = rows.into_iter().map(|row| super::clip(app, row)).collect::<Answer<Vec<_>>>()?;
    Ok(Json(ClipPage { clips, next }))
}
