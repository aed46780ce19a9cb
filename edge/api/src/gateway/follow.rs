//! What goes on where a generator failed: another one, by itself where that costs no more, else when the creator says yes.
//!
//! It is a render of its own, with the same words, cast and seed: everyone in the cast is asked by their rules, as for any other,
//! since what they agreed to names its generator. The one that failed is given up once the other has begun.

use axum::extract::{Path, State};
use domain::render::State as At;
use domain::{ClipId, RenderId};
use gateway::job::Stage;
use wire::gateway::AnswerNext;
use wire::renders::Render;
use wire::{Code, Problem};

use super::call::{Next, Ordered, Question, Record, Stands};
use super::{inputs, offers, unfit};
use crate::body::Json;
use crate::error::{Answer, Failure, not_found};
use crate::renders::call::Wish;
use crate::session::Caller;
use crate::state::App;
use crate::{idempotency, renders};

/// How long a creator is asked before no answer is a no, in seconds.
const ASKED_S: u32 = 24 * 3600;

/// Nothing is asked.
#[must_use]
pub fn unasked() -> Failure {
    let detail = "No other generator is waiting for an answer here. Load the page again.";
    Problem::new(Code::Conflict, detail).rule("not_asked").into()
}

/// The question was answered in another way, or its time is over.
#[must_use]
pub fn over() -> Failure {
    let detail = "This question was answered already, or its day is over. Load the page again.";
    Problem::new(Code::Conflict, detail).rule("answered").into()
}

/// The render that goes on with a generator where another failed: the same, however often it is asked for.
#[must_use]
pub fn successor(app: &App, failed: &RenderId, generator: &str) -> RenderId {
    RenderId::from_bytes(&idempotency::derived::<16>(app, "following renders", &format!("{failed} {generator}")))
}

/// Looks for what goes on in the place of a job that failed.
///
/// # Errors
/// The database or an object fails.
pub async fn weigh(app: &App, record: &Record) -> Answer<Option<Next>> {
    let (Stage::Failed { cause }, failed) = (&record.job.stage, &record.ordered) else { return Ok(None) };
    if !cause.elsewhere() {
        return Ok(None);
    }
    let render = match renders::read(app, &failed.render).await {
        Ok(render) if render.stage == At::AwaitingDevice => render,
        Ok(_) | Err(Failure::Problem(_)) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let Some((generator, price)) = offers::next(app, &render.wish, failed, *cause).await? else { return Ok(None) };
    let stands = if price <= failed.agreed.max(failed.price) {
        Stands::Taking { render: successor(app, &failed.render, &generator) }
    } else {
        Stands::Open { until: app.now_ms() + 1000 * u64::from(app.limit("GATEWAY_ASKED_S", ASKED_S)) }
    };
    Ok(Some(Next { generator, price, stands }))
}

/// Begins what goes on. Begun again, the first one stays.
///
/// # Errors
/// The database or an object fails: then it is tried again.
pub async fn take(app: &App, record: &Record, next: &Next) -> Answer<Stands> {
    let (Stands::Taking { render: id }, failed) = (&next.stands, &record.ordered) else {
        return Ok(next.stands.clone());
    };
    let begun = match renders::read(app, id).await {
        Ok(_) => true,
        Err(Failure::Problem(_)) => false,
        Err(failure) => return Err(failure),
    };
    let old = match renders::read(app, &failed.render).await {
        Ok(old) => old,
        Err(Failure::Problem(_)) => return Ok(Stands::Over { why: None }),
        Err(failure) => return Err(failure),
    };
    if !begun && old.stage != At::AwaitingDevice {
        // Its creator has given it up meanwhile.
        return Ok(Stands::Over { why: None });
    }
    let now = app.now_ms();
    let mut tried = failed.tried.clone();
    tried.push(failed.generator.clone());
    let ordered = Ordered {
        render: id.clone(),
        generator: next.generator.clone(),
        price: next.price,
        agreed: failed.agreed.max(next.price),
        created_at: now,
        tried,
        ..failed.clone()
    };
    let clip = ClipId::from_bytes(&idempotency::derived::<16>(app, "following clips", id.as_str()));
    let wish = Wish { id: id.clone(), clip, ordered: Some(Box::new(ordered)), created_at: now, ..old.wish };
    let new = match renders::begin(app, wish, false).await {
        Ok(new) => new,
        // A cap, a rule of somebody in the cast, or as many renders as fit.
        Err(Failure::Problem(why)) => return Ok(Stands::Over { why: Some(why) }),
        Err(failure) => return Err(failure),
    };
    // Where somebody has to agree first, the device makes picture and speech when they have.
    if new.stage == At::AwaitingDevice {
        for what in inputs::hand_on(app, record, id).await? {
            super::ask(app, id, &Question::Input(what)).await?;
        }
    }
    renders::give_up(app, &failed.render).await?;
    Ok(Stands::Taken { render: id.clone() })
}

/// `POST /renders/{id}/next`.
#[worker::send]
pub async fn answer(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(said): Json<AnswerNext>,
) -> Answer<Json<Render>> {
    let id: RenderId = id.parse()?;
    renders::mine(&app, &caller, &id).await?;
    let record = super::read(&app, &id).await?.ok_or_else(|| not_found("Nothing was ordered for this render."))?;
    let next = record.next.as_ref().ok_or_else(unasked)?;
    if said.accept && said.price_micro_usd != next.price {
        return Err(unfit("price_changed", "This is not the price that was shown. Load the page again.").into());
    }
    let record = super::ask(&app, &id, &Question::Next(said.accept)).await?;
    let shown = match record.next.map(|next| next.stands) {
        Some(Stands::Taken { render }) => render,
        Some(Stands::Over { why: Some(why) }) if said.accept => return Err(Failure::Problem(why)),
        _ => id,
    };
    let render = renders::mine(&app, &caller, &shown).await?;
    Ok(Json(renders::view(&app, &caller, render).await?))
}
