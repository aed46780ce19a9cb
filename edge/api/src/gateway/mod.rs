//! The gateway: films by outside generators, with the price before and a cap that holds.
//!
//! What providers want to hear and how they answer is the crate `gateway`; what is asked of one job is decided once, in its
//! object; this is what members, providers and operators reach.

pub mod bill;
pub mod call;
pub mod callbacks;
pub mod carry;
pub mod charged;
pub mod copy;
pub mod desk;
pub mod events;
pub mod films;
pub mod follow;
pub mod handed;
pub mod hint;
pub mod inputs;
pub mod jpeg;
pub mod offers;
pub mod sent;
pub mod store;
pub mod talk;

use axum::Router;
use axum::routing::{get, post, put};
use domain::{AccountId, RenderId};
use gateway::Cause;
use gateway::spend::Caps;
use gateway::{table, voices};
use wire::consent::{Makes, Outside};
use wire::{Code, Problem, paths};

use crate::error::{Answer, Failure};
use crate::objects::ask::ask_json;
use crate::state::App;

use call::{Ordered, Purse, Question, Record, Spend};

pub use offers::choose;

const JOB: &str = "JOB";
const SPEND: &str = "SPEND";
/// The purse's name.
const INSTANCE: &str = "instance";
/// Caps where the operator sets none, in cents: of an account a day, of a day, of all.
const CAPS_CENTS: [u32; 3] = [300, 2000, 20_000];
/// Millionths of a dollar in a cent.
const CENT: u64 = 10_000;

/// Generators, inputs, films, callbacks, and the operator's desk.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::GENERATORS, get(offers::list))
        .route(paths::RENDER_INPUT, put(films::input))
        .route(paths::RENDER_FILM, get(films::film))
        .route(paths::RENDER_EVENTS, get(events::stream))
        .route(paths::RENDER_NEXT, post(follow::answer))
        .route(paths::CALLBACK, post(callbacks::receive))
        .route(paths::INPUT, get(callbacks::input))
        .route(paths::SPENDING, get(desk::spending))
        .route(paths::BILL, get(bill::bill))
        .route(paths::SENT_USES, get(sent::list))
        .route(paths::PRICES, get(desk::prices).put(desk::set_prices))
        .route(paths::DEAD_JOBS, get(desk::dead))
        .route(paths::JOB_REPLAY, post(desk::replay))
}

/// The caps that the operator set, by `SPEND_ACCOUNT_DAY_CENTS`, `SPEND_DAY_CENTS` and `SPEND_TOTAL_CENTS`.
#[must_use]
pub fn caps(app: &App) -> Caps {
    let cents = |name: &str, usual: u32| u64::from(app.limit(name, usual)) * CENT;
    Caps {
        account_day: cents("SPEND_ACCOUNT_DAY_CENTS", CAPS_CENTS[0]),
        day: cents("SPEND_DAY_CENTS", CAPS_CENTS[1]),
        total: cents("SPEND_TOTAL_CENTS", CAPS_CENTS[2]),
    }
}

/// Asks the purse.
///
/// # Errors
/// [`Code::TooMany`] with the cap that would be exceeded.
pub async fn spend(app: &App, question: &Spend) -> Answer<Purse> {
    ask_json(app, SPEND, INSTANCE, question, &[]).await
}

/// Asks a job.
///
/// # Errors
/// [`Code::NotFound`] when nothing was ordered; or the object fails.
pub async fn ask(app: &App, render: &RenderId, question: &Question) -> Answer<Record> {
    ask_json(app, JOB, render.as_str(), question, &[]).await
}

/// Begins a job and reserves its price. Begun again, the first one stays.
///
/// # Errors
/// [`Code::TooMany`] with the cap that would be exceeded.
pub async fn begin(app: &App, ordered: Ordered) -> Answer<()> {
    ask(app, &ordered.render.clone(), &Question::Begin(Box::new(ordered))).await.map(drop)
}

/// A job as it stands; none when nothing was ordered.
///
/// # Errors
/// The object fails.
pub async fn read(app: &App, render: &RenderId) -> Answer<Option<Record>> {
    absent(ask(app, render, &Question::Read).await)
}

/// Stops a job whose render has ended; why, where it was not its creator who gave it up. One that is over, or never was, needs
/// to hear nothing.
///
/// # Errors
/// The object fails.
pub async fn stop(app: &App, render: &RenderId, why: Option<Cause>) -> Answer<()> {
    absent(ask(app, render, &Question::Stop(why)).await).map(drop)
}

/// Removes a job with everything that it left here and there.
///
/// # Errors
/// The object fails.
pub async fn forget(app: &App, render: &RenderId) -> Answer<()> {
    store::remove(&app.db()?, render).await?;
    ask_json(app, JOB, render.as_str(), &Question::Forget, &[]).await
}

/// Forgets who spent what.
///
/// # Errors
/// The purse or the database fails.
pub async fn forget_account(app: &App, account: &AccountId) -> Answer<()> {
    store::forget(&app.db()?, account).await?;
    sent::store::forget(&app.db()?, account).await?;
    spend(app, &Spend::Forget(account.clone())).await.map(drop)
}

fn absent<T>(answer: Answer<T>) -> Answer<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Failure::Problem(problem)) if problem.code == Code::NotFound => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Providers that can be asked for films or speech here.
#[must_use]
pub fn outside(app: &App) -> Vec<Outside> {
    let films = table::providers().into_iter().map(|provider| (provider, Makes::Films));
    let speech = voices::voices().iter().map(|voice| (voice.provider(), Makes::Speech));
    let here = films.chain(speech).filter(|(provider, _)| carry::access(app, provider).is_some());
    here.map(|(provider, makes)| Outside { name: provider.name.to_owned(), title: title(app, provider), makes })
        .collect()
}

/// What a provider is called, and whether it is a stand-in.
#[must_use]
pub fn title(app: &App, provider: &gateway::Provider) -> String {
    let demo = app.limit("GATEWAY_DEMO", 0) != 0;
    if demo { format!("{} (demo)", provider.title) } else { provider.title.to_owned() }
}

/// Which generator of whose makes what was ordered, as people know it: `HeyGen photo, by HeyGen`.
#[must_use]
pub fn made_by(ordered: &Ordered) -> String {
    match table::generator(&ordered.generator) {
        Some(adapter) => format!("{}, by {}", adapter.title(), adapter.provider().title),
        None => ordered.generator.clone(),
    }
}

/// A refusal about the choice of a generator.
fn unfit(rule: &str, detail: impl Into<String>) -> Problem {
    Problem::new(Code::Invalid, detail).field("generator").rule(rule)
}
