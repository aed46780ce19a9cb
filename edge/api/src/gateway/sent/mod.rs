//! What of whose went to generators: their owners see to whom, for whom, since when, and when it was removed there.

pub mod store;

use axum::extract::{Query, State};
use domain::limits::LIST_PAGE;
use wire::outside::{SentUse, SentUses};

use crate::body::Json;
use crate::cursor::{Cursor, cut};
use crate::error::Answer;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;

/// `GET /likeness/sent`.
#[worker::send]
pub async fn list(State(app): State<App>, caller: Caller, Query(query): Query<Parameters>) -> Answer<Json<SentUses>> {
    let after = Cursor::read::<String>(parameter(&query, "cursor"))?;
    let mut rows = store::page(&app.db()?, &caller.account, &after, LIST_PAGE + 1).await?;
    let next = cut(&mut rows, LIST_PAGE, |row| Cursor::after(row.sent_at, &format!("{}{}", row.render, row.subject)));
    Ok(Json(SentUses { sent: rows.into_iter().map(SentUse::from).collect(), next }))
}
