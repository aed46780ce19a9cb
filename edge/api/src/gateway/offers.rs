//! Which generators there are for a cast and a speech: what each can do, what it costs, how long it takes, why not.

use axum::extract::{Query, State};
use domain::AccountId;
use domain::character::Named;
use domain::consent::Parts;
use domain::limits::MAX_CLIP_MS;
use gateway::choose::{self, Candidate, Need};
use gateway::price::{MicroUsd, Prices};
use gateway::spend::fits;
use gateway::{Adapter, Cause, Unfit, table};
use serde::Deserialize;
use wire::gateway::{ChooseGenerator, Generator, Generators};

use super::call::{Ordered, Purse, Spend};
use super::{caps, carry, spend, store, unfit};
use crate::avatars;
use crate::body::{Json, sentence};
use crate::consent::{Subject, cast};
use crate::error::Answer;
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

/// What decides about generators beside what they can do.
#[derive(Default)]
struct Lately {
    prices: Option<Prices>,
    health: Vec<store::Health>,
    spent: Purse,
    /// Providers that everybody in the cast allows.
    allowed: Vec<String>,
    /// Providers at which the one who plays has an avatar.
    avatars: Vec<String>,
}

/// The price table that counts: the product's, with the operator's over it.
///
/// # Errors
/// The database fails. An operator's table that cannot be read any more is left out.
pub async fn prices(app: &App) -> Answer<Prices> {
    let own = store::prices(&app.db()?).await?.filter(|json| !json.is_empty());
    Ok(match own.and_then(|json| Prices::parse(&json).ok()) {
        Some(own) => Prices::usual().under(own),
        None => Prices::usual(),
    })
}

/// `GET /generators`.
#[worker::send]
pub async fn list(State(app): State<App>, caller: Caller, Query(asked): Query<Asked>) -> Answer<Json<Generators>> {
    let handles: Vec<String> = asked.cast.split(',').filter(|handle| !handle.is_empty()).map(str::to_owned).collect();
    let cast = cast::read(&app, &caller.account, &handles, &parts(&handles)).await?;
    let subjects = Subject::of_cast(&cast.members, cast.character.as_ref());
    let speech_ms = length(asked.speech_ms)?;
    let need = need(&subjects, speech_ms);
    let (all, lately) = candidates(&app, &caller.account, &subjects, speech_ms).await?;
    let Lately { prices, health, spent, .. } = lately;
    let caps = caps(&app);
    let order = choose::order(&need, &all);
    let best = order.iter().find(|choice| choice.unfit.is_empty()).map(|choice| choice.id);
    let line = |choice: choose::Choice<'_>| {
        let adapter = table::generator(choice.id);
        let offer = adapter.map_or(choose::STUDIO_OFFER, |adapter| adapter.offer());
        let provider = adapter.map(|adapter| adapter.provider());
        let waited = health.iter().find(|lately| lately.generator == choice.id).and_then(|lately| lately.waited_ms);
        let unfit = choice.unfit.first();
        Generator {
            id: choice.id.to_owned(),
            title: adapter.map_or("Studio", |adapter| adapter.title()).to_owned(),
            provider: provider.map_or("", |provider| provider.name).to_owned(),
            provider_title: match provider {
                None => "On your device".to_owned(),
                Some(provider) => super::title(&app, provider),
            },
            own_voice: offer.own_voice,
            scene: offer.scene,
            best: best == Some(choice.id),
            price_micro_usd: choice.price,
            price_source: prices.as_ref().and_then(|prices| prices.line(choice.id)).map(|line| line.source.clone()),
            usual_wait_s: waited.map(|ms| u32::try_from(ms / 1000).unwrap_or(u32::MAX)),
            unfit: unfit.map(|why| name(*why)),
            why: unfit.map(|why| sentence(&why.to_string())),
        }
    };
    Ok(Json(Generators {
        generators: order.into_iter().map(line).collect(),
        prices: prices.as_ref().map(Prices::label).unwrap_or_default(),
        left_micro_usd: caps.account_day.saturating_sub(spent.account_day),
    }))
}

/// The studio, and every generator for which there is a key, with all that speaks against each.
async fn candidates(
    app: &App,
    payer: &AccountId,
    cast: &[Subject],
    speech_ms: u32,
) -> Answer<(Vec<Candidate<'static>>, Lately)> {
    let usable: Vec<&'static dyn Adapter> =
        table::generators().iter().copied().filter(|a| carry::access(app, a.provider()).is_some()).collect();
    let mut lately = Lately::default();
    // Most instances have no key for any: then nothing is asked.
    if !usable.is_empty() {
        lately = Lately {
            prices: Some(prices(app).await?),
            health: store::health(&app.db()?, app.now_ms()).await?,
            spent: spend(app, &Spend::Read(payer.clone())).await?,
            allowed: allowed(app, cast).await?,
            avatars: avatars::ready(app, cast).await?,
        };
    }
    let caps = caps(app);
    let mut all = vec![choose::studio()];
    for adapter in usable {
        let id = adapter.id();
        let price = lately.prices.as_ref().and_then(|prices| prices.quote(id, seconds(speech_ms)));
        let mut unfit = Vec::new();
        let provider = adapter.provider().name;
        let allowed = lately.allowed.iter().any(|name| name == provider);
        unfit.extend((!allowed).then_some(Unfit::Consent));
        // Who has one is nobody's business but theirs whom they let use it.
        let filmed = !adapter.offer().avatar || lately.avatars.iter().any(|name| name == provider);
        unfit.extend((allowed && !filmed).then_some(Unfit::Avatar));
        unfit.extend(price.is_some_and(|price| fits(&lately.spent, &caps, price).is_err()).then_some(Unfit::Cap));
        unfit.extend(lately.health.iter().any(|one| one.generator == id && one.down == 1).then_some(Unfit::Down));
        all.push(Candidate { id, offer: adapter.offer(), price, unfit });
    }
    Ok((all, lately))
}

/// The generator that may go on where one failed, and what it costs: the best of those that were not tried and give up nothing
/// of what was chosen.
///
/// # Errors
/// The database or an object fails.
pub async fn next(app: &App, wish: &Wish, failed: &Ordered, cause: Cause) -> Answer<Option<(String, MicroUsd)>> {
    let Some(adapter) = table::generator(&failed.generator) else { return Ok(None) };
    let (mut all, _) = candidates(app, &failed.account, &wish.subjects(), failed.speech_ms).await?;
    // Who refuses this site's key, or has given it all the credit there is, does so for each of its models.
    let elsewhere = |id: &str| table::generator(id).is_some_and(|a| a.provider().name != adapter.provider().name);
    all.retain(|candidate| !cause.of_provider() || elsewhere(candidate.id));
    let tried: Vec<&str> = failed.tried.iter().map(String::as_str).chain([failed.generator.as_str()]).collect();
    let next = choose::next(&need(&wish.subjects(), failed.speech_ms), &all, &adapter.offer(), &tried);
    Ok(next.map(|(id, price)| (id.to_owned(), price)))
}

/// The name of a reason on the wire.
fn name(why: Unfit) -> String {
    serde_json::to_value(why).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Checks what was chosen for a wish, and makes the order of it.
///
/// # Errors
/// [`Code::Invalid`](wire::Code::Invalid) with why it cannot be chosen, or that its price has changed.
pub async fn choose(app: &App, wish: &Wish, chosen: &ChooseGenerator) -> Answer<Ordered> {
    let adapter = table::generator(&chosen.id)
        .ok_or_else(|| unfit("unknown", "There is no such generator. Load the list again."))?;
    let speech_ms = length(chosen.speech_ms)?;
    let refuse = |why: Unfit| {
        let detail = format!("{} Choose another generator, or the studio.", sentence(&why.to_string()));
        unfit(&name(why), detail)
    };
    if carry::access(app, adapter.provider()).is_none() {
        return Err(refuse(Unfit::NoKey).into());
    }
    // Whom somebody in the cast has not allowed is said by the decision itself, with its rule and what to do.
    if let Some(why) = choose::unfit(&need(&wish.subjects(), speech_ms), &adapter.offer()).first() {
        return Err(refuse(*why).into());
    }
    let (subjects, provider) = (wish.subjects(), adapter.provider().name);
    if adapter.offer().avatar
        && allowed(app, &subjects).await?.iter().any(|name| name == provider)
        && !avatars::ready(app, &subjects).await?.iter().any(|name| name == provider)
    {
        return Err(refuse(Unfit::Avatar).into());
    }
    let Some(price) = prices(app).await?.quote(adapter.id(), seconds(speech_ms)) else {
        return Err(refuse(Unfit::NoPrice).into());
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
        fall_back: chosen.fall_back,
        agreed: price,
        tried: Vec::new(),
    })
}

/// What is wanted of each entry: beside a character, the others lend their voices.
fn parts(entries: &[String]) -> Vec<Parts> {
    let is_member = |entry: &String| matches!(Named::read(entry), Named::Member(_));
    if entries.iter().all(is_member) {
        return Vec::new();
    }
    entries.iter().map(|entry| if is_member(entry) { Parts::Voice } else { Parts::Both }).collect()
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

/// A character is no real person, and is seen alone: whoever stands beside it is heard.
fn need(cast: &[Subject], speech_ms: u32) -> Need {
    let drawn = cast.iter().any(|subject| subject.character().is_some());
    let people = if drawn { 1 } else { u8::try_from(cast.len()).unwrap_or(u8::MAX) };
    Need { real_face: !drawn, own_voice: true, scene: true, people, seconds: seconds(speech_ms) }
}

/// Providers that everybody in the cast allows.
async fn allowed(app: &App, cast: &[Subject]) -> Answer<Vec<String>> {
    let mut all: Option<Vec<String>> = None;
    for subject in cast {
        let theirs: Vec<String> = match subject.policy(app).await? {
            Some((policy, _)) => policy.providers.into_iter().collect(),
            None => Vec::new(),
        };
        all = Some(match all {
            None => theirs,
            Some(all) => all.into_iter().filter(|name| theirs.contains(name)).collect(),
        });
    }
    Ok(all.unwrap_or_default())
}
