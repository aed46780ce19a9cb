//! Pages of people: whom the caller follows, who follows them, whom they blocked.

use axum::extract::{Query, State};
use domain::limits::PEOPLE_PAGE;
use wire::accounts::Person;
use wire::people::{Listed, People};

use super::cursor::Cursor;
use super::store::{self, Row, Which};
use crate::body::Json;
use crate::error::Answer;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;

/// `GET /people/following`.
#[worker::send]
pub(super) async fn following(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
) -> Answer<Json<People>> {
    page(&app, Which::Following, &caller, parameter(&query, "cursor")).await
}

/// `GET /people/followers`.
#[worker::send]
pub(super) async fn followers(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
) -> Answer<Json<People>> {
    page(&app, Which::Followers, &caller, parameter(&query, "cursor")).await
}

/// `GET /people/blocked`.
#[worker::send]
pub(super) async fn blocked(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
) -> Answer<Json<People>> {
    page(&app, Which::Blocked, &caller, parameter(&query, "cursor")).await
}

async fn page(app: &App, which: Which, caller: &Caller, cursor: &str) -> Answer<Json<People>> {
    let after = Cursor::read(cursor)?;
    // One more than is shown tells whether there is a next page.
    let mut rows = store::page(&app.db()?, which, &caller.account, &after, PEOPLE_PAGE + 1).await?;
    let more = rows.len() > PEOPLE_PAGE as usize;
    rows.truncate(PEOPLE_PAGE as usize);
    let next = rows.last().filter(|_| more).map(|last| Cursor::write(last.since, &last.handle));
    Ok(Json(People { people: rows.into_iter().map(listed).collect(), next }))
}

fn listed(row: Row) -> Listed {
    let relation = row.stands.relation().into();
    Listed { person: Person { handle: row.handle, display_name: row.display_name }, since: row.since, relation }
}
