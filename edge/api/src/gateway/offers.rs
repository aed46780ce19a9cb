//! Which generators there are for a cast and a speech: what each can do, what it costs, how long it takes, why not.

use axum::extract::{Query, State};
use domain::AccountId;
use domain::limits::MAX_CLIP_MS;
use gateway::choose::{Candidate, Wanted, order};
use gateway::price::Prices;
use gateway::{Adapter, Unfit, table};
use serde::Deserialize;
use wire::gateway::{ChooseGenerator, Generator, Generators};

use super::call::{Ordered, Spend};
use super::{caps, carry, spend, store, unfit};
use crate::body::{Json, sentence};
use crate::error::Answer;
use crate::likeness;
use crate::renders;
use crate::renders::call::Wish;
use crate::session::Caller;
use crate::state::App;

/// What is asked for.
#[derive(Deserialize)]
pub struct Asked {
    /// Handles, with commas between them.
    cast: String,
    /// Length of the speech in milliseconds.
    speech_ms: u32,
}

/// The price table that counts: the product's, with the operator's over it.
///
/// # Errors
/// The database fails. An operator's table that cannot be read any more is left out.
pub async fn prices(app: &App) -> Answer<Prices> {
    let base = Prices::builtin();
    let own = store::prices(&app.db()?).await?.filter(|json| !json.is_empty());
    Ok(match own.and_then(|json| Prices::parse(&json).ok()) {
        Some(own) => base.with(own),
        None => base,
    })
}

/// `GET /generators`.
#[worker::send]
pub async fn list(State(app): State<App>, caller: Caller, Query(asked): Query<Asked>) -> Answer<Json<Generators>> {
    let handles: Vec<String> = asked.cast.split(',').filter(|handle| !handle.is_empty()).map(str::to_owned).collect();
    let cast = renders::members(&app, &handles).await?;
    let speech_ms = length(asked.speech_ms)?;
    let (prices, health) = (prices(&app).await?, store::health(&app.db()?, app.now_ms()).await?);
    let (spent, caps) = (spend(&app, &Spend::Read(caller.account.clone())).await?, caps(&app));
    let allowed = allowed(&app, &cast).await?;
    let wanted = wanted(&cast, speech_ms);
    let mut all = vec![Candidate::studio()];
    for adapter in table::generators() {
        let price = prices.quote(adapter.id(), seconds(speech_ms));
        let lately = health.iter().find(|lately| lately.generator == adapter.id());
        let why = reason(&app, *adapter, &wanted, &allowed).or_else(|| match price {
            None => Some(Unfit::NoPrice),
            Some(price) if gateway::spend::fits(&spent, &caps, price).is_err() => Some(Unfit::Cap),
            Some(_) if lately.is_some_and(|lately| lately.down == 1) => Some(Unfit::Down),
            Some(_) => None,
        });
        all.push(Candidate::of(*adapter, price, why));
    }
    let line = |candidate: Candidate| match candidate.adapter {
        None => Generator {
            id: "studio".into(),
            title: "Studio".into(),
            provider: String::new(),
            provider_title: "On your device".into(),
            own_voice: true,
            scene: true,
            price_micro_usd: Some(0),
            price_source: None,
            usual_wait_s: None,
            unfit: None,
            why: None,
        },
        Some(adapter) => {
            let lately = health.iter().find(|lately| lately.generator == adapter.id());
            Generator {
                id: adapter.id().into(),
                title: adapter.title().into(),
                provider: adapter.provider().name.into(),
                provider_title: adapter.provider().title.into(),
                own_voice: adapter.offer().own_voice,
                scene: adapter.offer().scene,
                price_micro_usd: candidate.price,
                price_source: prices.source(adapter.id()),
                usual_wait_s: lately
                    .and_then(|lately| lately.waited_ms)
                    .map(|ms| u32::try_from(ms / 1000).unwrap_or(u32::MAX)),
                unfit: candidate.unfit.map(|why| why.name().into()),
                why: candidate.unfit.map(|why| sentence(&why.to_string())),
            }
        }
    };
    Ok(Json(Generators {
        generators: order(all, &wanted).into_iter().map(line).collect(),
        prices: prices.version.clone(),
        left_micro_usd: caps.account_day.saturating_sub(spent.account_day),
    }))
}

/// Checks what was chosen for a wish, and makes the order of it.
///
/// # Errors
/// [`Code::Invalid`](wire::Code::Invalid) with why it cannot be chosen, or that its price has changed.
pub async fn choose(app: &App, wish: &Wish, chosen: &ChooseGenerator) -> Answer<Ordered> {
    let adapter = table::generator(&chosen.id)
        .ok_or_else(|| unfit("unknown", "There is no such generator. Load the list again."))?;
    let speech_ms = length(chosen.speech_ms)?;
    if wish.character.is_some() {
        return Err(unfit("character", "Characters are drawn by the studio. Choose it, or cast a person.").into());
    }
    // Who is not allowed is said by the decision itself, with its rule and what to do.
    if let Some(why) = reason(app, adapter, &wanted(&wish.cast, speech_ms), &[adapter.provider().name.to_owned()]) {
        return Err(unfit(why.name(), format!("{} Choose another generator.", sentence(&why.to_string()))).into());
    }
    let price = prices(app).await?.quote(adapter.id(), seconds(speech_ms));
    let Some(price) = price else {
        return Err(
            unfit(Unfit::NoPrice.name(), format!("{} Choose another.", sentence(&Unfit::NoPrice.to_string()))).into()
        );
    };
    if price != chosen.price_micro_usd {
        let dollars = |micro: u64| format!("{}.{:04} USD", micro / 1_000_000, micro % 1_000_000 / 100);
        let detail = format!("The price has changed to {}. Look at it again before you go on.", dollars(price));
        return Err(unfit("price_changed", detail).measured(dollars(chosen.price_micro_usd), dollars(price)).into());
    }
    Ok(Ordered {
        render: wish.id.clone(),
        account: wish.creator.clone(),
        generator: adapter.id().to_owned(),
        price,
        speech_ms,
        created_at: wish.created_at,
    })
}

fn length(speech_ms: u32) -> Answer<u32> {
    if (1..=MAX_CLIP_MS).contains(&speech_ms) {
        return Ok(speech_ms);
    }
    let detail = "A speech lasts up to ten seconds. Write less, or speak faster.";
    Err(unfit("length", detail)
        .field("speech_ms")
        .measured(format!("{speech_ms} ms"), format!("1 to {MAX_CLIP_MS} ms"))
        .into())
}

#[expect(clippy::cast_precision_loss, reason = "at most 10,000")]
fn seconds(speech_ms: u32) -> f32 {
    speech_ms as f32 / 1000.0
}

fn wanted(cast: &[AccountId], speech_ms: u32) -> Wanted {
    Wanted {
        real_faces: true,
        own_voice: true,
        people: u8::try_from(cast.len()).unwrap_or(u8::MAX),
        seconds: seconds(speech_ms),
    }
}

/// Providers that everybody in the cast allows.
async fn allowed(app: &App, cast: &[AccountId]) -> Answer<Vec<String>> {
    let mut all: Option<Vec<String>> = None;
    for owner in cast {
        let theirs: Vec<String> = match likeness::read(app, owner).await? {
            Some(likeness) => likeness.policy.providers.into_iter().collect(),
            None => Vec::new(),
        };
        all = Some(match all {
            None => theirs,
            Some(all) => all.into_iter().filter(|name| theirs.contains(name)).collect(),
        });
    }
    Ok(all.unwrap_or_default())
}

/// Why a generator cannot make this, apart from money.
fn reason(app: &App, adapter: &dyn Adapter, wanted: &Wanted, allowed: &[String]) -> Option<Unfit> {
    if carry::access(app, adapter.provider()).is_none() {
        return Some(Unfit::NoKey);
    }
    gateway::choose::unfit(&adapter.offer(), wanted)
        .or_else(|| (!allowed.iter().any(|name| name == adapter.provider().name)).then_some(Unfit::Consent))
}
