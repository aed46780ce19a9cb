//! The operator's desk: what was spent, what it costs, and jobs that failed. To anyone else it is not there.

use axum::extract::{Path, State};
use domain::limits::MAX_PRICES_BYTES;
use gateway::price;
use wire::gateway::{DeadJobs, Job, Prices, Spending, SpentDay};

use super::call::{Question, Spend};
use super::{INSTANCE, SPEND, caps, offers, spend, store};
use crate::body::Json;
use crate::error::Answer;
use crate::objects::ask::ask_json;
use crate::session::Caller;
use crate::state::App;

/// `GET /spending`.
#[worker::send]
pub async fn spending(State(app): State<App>, caller: Caller) -> Answer<Json<Spending>> {
    caller.operates()?;
    let days: Vec<SpentDay> = ask_json(&app, SPEND, INSTANCE, &Spend::Report, &[]).await?;
    let spent = spend(&app, &Spend::Read(caller.account)).await?;
    let caps = caps(&app);
    Ok(Json(Spending {
        caps_micro_usd: [caps.account_day, caps.day, caps.total],
        spent_micro_usd: [spent.day, spent.total],
        days,
    }))
}

/// `GET /prices`.
#[worker::send]
pub async fn prices(State(app): State<App>, caller: Caller) -> Answer<Json<Prices>> {
    caller.operates()?;
    let json = store::prices(&app.db()?).await?.unwrap_or_default();
    Ok(Json(Prices { json, version: offers::prices(&app).await?.label() }))
}

/// `PUT /prices`.
#[worker::send]
pub async fn set_prices(State(app): State<App>, caller: Caller, Json(body): Json<Prices>) -> Answer<Json<Prices>> {
    caller.operates()?;
    let json = body.json.trim();
    if json.len() > MAX_PRICES_BYTES {
        return Err(super::unfit("too_long", format!("At most {MAX_PRICES_BYTES} bytes fit.")).field("json").into());
    }
    if !json.is_empty()
        && let Err(error) = price::Prices::parse(json)
    {
        let detail = crate::body::sentence(&error.to_string());
        return Err(super::unfit("prices", detail).field("json").into());
    }
    store::set_prices(&app.db()?, json, app.now_ms()).await?;
    Ok(Json(Prices { json: json.to_owned(), version: offers::prices(&app).await?.label() }))
}

/// `GET /jobs/dead`.
#[worker::send]
pub async fn dead(State(app): State<App>, caller: Caller) -> Answer<Json<DeadJobs>> {
    caller.operates()?;
    Ok(Json(DeadJobs { jobs: store::dead(&app.db()?).await? }))
}

/// `POST /jobs/{id}/replay`.
#[worker::send]
pub async fn replay(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Job>> {
    caller.operates()?;
    Ok(Json(super::ask(&app, &id.parse()?, &Question::Replay).await?.view()))
}
