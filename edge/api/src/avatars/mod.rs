//! Consented avatars: a lasting likeness of a member at a named provider, made of a still under a consent of its own, ready once
//! they have said yes on the provider's page, and removed with whatever it was made for.
//!
//! Which avatars a member has, and what may lie at a provider still, is decided once, in the object of their avatars. It is not
//! projected into D1: nothing is asked across members.

pub mod call;
pub mod steps;
pub mod still;
pub mod words;

use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::response::IntoResponse;
use axum::routing::{delete, get};
use domain::consent::{AVATAR_CONSENT_VERSION, Policy};
use domain::limits::{AVATARS_PER_MINUTE, MAX_STILL_BYTES};
use domain::{AccountId, AvatarId};
use gateway::Adapter;
use gateway::avatars::{Maker, maker, makers};
use http::StatusCode;
use wire::avatars::{Avatars, OfferedAvatar, OutsideAvatar};
use wire::{Code, Problem, paths};

use crate::body::{self, Json};
use crate::consent::Subject;
use crate::error::{Answer, not_found};
use crate::gateway::{carry, jpeg, offers};
use crate::objects::ask::ask_json;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{idempotency, likeness, limiter, moderation, outside, sealed};

use call::{Kept, Make, Question, Stage, Which};

const OBJECT: &str = "AVATARS";
/// What the sealed names and pages are for.
pub const PURPOSE: &str = "outside avatars";

/// Avatars.
pub fn routes() -> Router<App> {
    Router::new().route(paths::AVATARS, get(list).post(make)).route(paths::AVATAR, delete(remove))
}

/// The makers for which there is a key.
#[must_use]
pub fn enabled(app: &App) -> Vec<&'static dyn Maker> {
    makers().iter().copied().filter(|maker| carry::access(app, maker.provider()).is_some()).collect()
}

async fn ask(app: &App, owner: &AccountId, question: &Question) -> Answer<Vec<Kept>> {
    ask_json(app, OBJECT, owner.as_str(), question, &[]).await
}

/// The avatars of a member.
///
/// # Errors
/// The object fails.
pub async fn of(app: &App, owner: &AccountId) -> Answer<Vec<Kept>> {
    ask(app, owner, &Question::Read).await
}

/// Tells what a member's rules are now: avatars at providers that were named in them and are no more go.
///
/// # Errors
/// The object fails; told again, nothing is left of it.
pub async fn rule(app: &App, owner: &AccountId, policy: &Policy) -> Answer<()> {
    let named = policy.providers.iter().cloned().collect();
    ask(app, owner, &Question::Rules(named, false)).await.map(drop)
}

/// Takes back every avatar of a member. What a provider does not remove now is removed later, without anybody waiting.
///
/// # Errors
/// The object fails.
pub async fn forget(app: &App, owner: &AccountId) -> Answer<()> {
    ask(app, owner, &Question::Remove(Which::All)).await.map(drop)
}

/// What a provider calls the avatar of a member, for the edge alone.
///
/// # Errors
/// [`Code::NotFound`] when there is none that can be filmed.
pub async fn there(app: &App, owner: &AccountId, provider: &str) -> Answer<String> {
    ask_json(app, OBJECT, owner.as_str(), &Question::There(provider.to_owned()), &[]).await
}

/// What the avatar of who plays is called there, where the generator films one.
///
/// # Errors
/// [`Code::NotFound`] when there is none that can be filmed.
pub async fn film_of(app: &App, cast: &[AccountId], adapter: &dyn Adapter) -> Answer<Option<String>> {
    if !adapter.offer().avatar {
        return Ok(None);
    }
    let [owner] = cast else { return Err(not_found("An avatar plays alone.").into()) };
    there(app, owner, adapter.provider().name).await.map(Some)
}

/// The provider says that an avatar cannot be used: it is looked at anew.
///
/// # Errors
/// The object fails.
pub async fn doubted(app: &App, owner: &AccountId, provider: &str) -> Answer<()> {
    ask(app, owner, &Question::Doubted(provider.to_owned())).await.map(drop)
}

/// The providers at which whoever plays this alone, as a person, has an avatar that can be filmed.
///
/// # Errors
/// The object fails.
pub async fn ready(app: &App, cast: &[Subject]) -> Answer<Vec<String>> {
    let [Subject::Likeness(owner)] = cast else { return Ok(Vec::new()) };
    if enabled(app).is_empty() {
        return Ok(Vec::new());
    }
    let kept = of(app, owner).await?;
    Ok(kept.into_iter().filter(|k| matches!(k.stage, Stage::Ready(_))).map(|k| k.make.provider).collect())
}

fn view(app: &App, kept: &Kept, policy: Option<&Policy>) -> Answer<OutsideAvatar> {
    let page = match &kept.stage {
        Stage::Consent(_, Some(page)) => Some(sealed::open(app, PURPOSE, kept.make.id.as_str(), page)?),
        _ => None,
    };
    let allowed = policy.is_some_and(|policy| policy.providers.contains(&kept.make.provider));
    Ok(kept.view(app, allowed, page))
}

#[worker::send]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Avatars>> {
    let policy = likeness::read(&app, &caller.account).await?.map(|mine| mine.policy);
    // Also takes up what a crash right after a change of the rules left.
    let question = match &policy {
        Some(policy) => Question::Rules(policy.providers.iter().cloned().collect(), true),
        None => Question::Read,
    };
    let kept = ask(&app, &caller.account, &question).await?;
    let enabled = enabled(&app);
    let prices = if enabled.is_empty() { None } else { Some(offers::prices(&app).await?) };
    let offer = |maker: &dyn Maker| {
        let line = prices.as_ref().and_then(|prices| prices.line(maker.making()));
        OfferedAvatar {
            provider: maker.provider().name.to_owned(),
            title: words::title(&app, maker),
            price_micro_usd: line.map(|line| line.film),
            price_source: line.map(|line| line.source.clone()),
        }
    };
    let avatars = kept.iter().map(|kept| view(&app, kept, policy.as_ref())).collect::<Answer<_>>()?;
    let offered = enabled.into_iter().map(offer).collect();
    Ok(Json(Avatars { offered, avatars, consent_version: AVATAR_CONSENT_VERSION }))
}

/// The price of making one, as it was shown.
async fn agreed(app: &App, maker: &dyn Maker, shown: &str) -> Answer<u64> {
    let refuse = |rule: &str, detail: String| Problem::new(Code::Invalid, detail).field("price").rule(rule);
    let Some(price) = offers::prices(app).await?.line(maker.making()).map(|line| line.film) else {
        let detail = "Nobody has said yet what making an avatar there costs. The operator of this site can.";
        return Err(refuse("no_price", detail.to_owned()).into());
    };
    if shown.parse() == Ok(price) {
        return Ok(price);
    }
    let dollars = format!("{}.{:06} USD", price / 1_000_000, price % 1_000_000);
    let detail = format!("The price is {dollars} now. Look at it again before you go on.");
    Err(refuse("price_changed", detail).measured(shown.to_owned(), price.to_string()).into())
}

#[worker::send]
async fn make(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
    request: Request,
) -> Answer<impl IntoResponse> {
    let (head, body) = request.into_parts();
    // Read before anything is refused: a connection with an unread body cannot be used again.
    let still = body::read(body, MAX_STILL_BYTES).await?;
    body::media_type(&head.headers, "image/jpeg")?;
    let maker = maker(parameter(&query, "provider")).filter(|one| carry::access(&app, one.provider()).is_some());
    let maker = maker.ok_or_else(|| not_found("This site makes no avatars there. Load the list again."))?;
    if parameter(&query, "consent").parse() != Ok(AVATAR_CONSENT_VERSION) {
        let detail = format!("Agree to the consent text first: ?consent={AVATAR_CONSENT_VERSION}.");
        return Err(Problem::new(Code::ConsentRefused, detail).field("consent").rule("consent").into());
    }
    let price = agreed(&app, maker, parameter(&query, "price")).await?;
    jpeg::check(&still)?;
    limiter::account(&app, "avatars", &caller.account, AVATARS_PER_MINUTE).await?;
    let Some(mine) = likeness::read(&app, &caller.account).await? else {
        let detail = "An avatar is made of an understudy. Scan your face first.";
        return Err(Problem::new(Code::Conflict, detail).rule("no_understudy").into());
    };
    moderation::pictures::leaves(&app, &caller.account, &still).await?;
    // The same key is the same avatar, even if the first request died before it could answer.
    let intent = format!("{} {}", caller.account, idempotency::key(&head.headers)?);
    let wanted = Make {
        id: AvatarId::from_bytes(&idempotency::derived(&app, "avatar ids", &intent)),
        owner: caller.account.clone(),
        provider: maker.provider().name.to_owned(),
        price,
        consent_version: AVATAR_CONSENT_VERSION,
        named: mine.policy.providers.contains(maker.provider().name),
    };
    let kept: Kept = ask_json(&app, OBJECT, caller.account.as_str(), &Question::Make(wanted), &still).await?;
    // What went while this was asked takes its avatar along.
    if likeness::read(&app, &caller.account).await?.is_none_or(|now| now.id != mine.id) {
        outside::forget(&app, &caller.account).await?;
        let detail = "Your understudy went while its avatar was made. The avatar goes with it.";
        return Err(Problem::new(Code::Conflict, detail).rule("no_understudy").into());
    }
    Ok((StatusCode::CREATED, Json(view(&app, &kept, Some(&mine.policy))?)))
}

#[worker::send]
async fn remove(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    let id: AvatarId = id.parse()?;
    ask(&app, &caller.account, &Question::Remove(Which::One(id))).await?;
    Ok(StatusCode::NO_CONTENT)
}
