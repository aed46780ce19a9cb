//! Pages of people: whom the caller follows, who follows them, whom they blocked.

use axum::extract::{Query, State};
use domain::limits::PEOPLE_PAGE;
use domain::text::Handle;
use wire::accounts::Person;
use wire::people::{Listed, People};

use super::store::{self, Row, Which};
use crate::body::Json;
use crate::cursor::{Cursor, cut};
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
    let after = Cursor::read::<Handle>(cursor)?;
    let mut rows = store::page(&app.db()?, which, &caller.account, &after, PEOPLE_PAGE + 1).await?;
    let next = cut(&mut rows, PEOPLE_PAGE, |row| Cursor::after(row.since, &row.handle));
    Ok(Json(People { people: rows.into_iter().map(listed).collect(), next }))
}

fn listed(row: Row) -> Listed {
    let relation = row.stands.relation().into();
    Listed { person: Person { handle: row.handle, display_name: row.display_name }, since: row.since, relation }
}
