//! Outside voices: a copy of a member's voice at a named provider, made under a consent of its own from a reading that passes
//! through and is kept nowhere, and speech with it.
//!
//! Which copies a member has, and what may lie at a provider still, is decided once, in the object of their voices; what one
//! render had said, in the object of its speech. Neither is projected into D1: nothing is asked across members.

pub mod call;
pub mod choices;
pub mod reading;
pub mod speech;
pub mod words;

use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::response::IntoResponse;
use axum::routing::{delete, get, post};
use domain::consent::{Policy, VOICE_CONSENT_VERSION};
use domain::limits::{MAX_READING_BYTES, VOICES_PER_MINUTE};
use domain::{AccountId, VoiceId};
use gateway::voices::{Voice, voice, voices};
use http::StatusCode;
use wire::voices::{OfferedVoice, OutsideVoice, Voices};
use wire::{Code, Problem, paths};

use crate::body::{self, Json};
use crate::error::{Answer, Failure, not_found};
use crate::gateway::{carry, offers};
use crate::objects::ask::ask_json;
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{idempotency, likeness, limiter};

use call::{Copy, Kept, Question, Which};
pub use choices::{choose, chosen};
pub use speech::hush;

const OBJECT: &str = "VOICES";
/// When what a provider was asked for counts as lost, in milliseconds: longer than any exchange lasts.
const LOST_MS: u32 = 75_000;

/// When what a provider was asked for counts as lost, in milliseconds. The variable `VOICES_LOST_MS` changes it.
#[must_use]
pub fn lost_ms(app: &App) -> u64 {
    app.limit("VOICES_LOST_MS", LOST_MS).into()
}

/// Copies, what can be chosen, and speech.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::VOICES, get(list).post(copy))
        .route(paths::VOICE_CHOICES, get(choices::list))
        .route(paths::VOICE, delete(remove))
        .route(paths::RENDER_SPEECH, post(speech::say))
}

/// The voices for which there is a key.
#[must_use]
pub fn enabled(app: &App) -> Vec<&'static dyn Voice> {
    voices().iter().copied().filter(|voice| carry::access(app, voice.provider()).is_some()).collect()
}

/// The copies of a member.
///
/// # Errors
/// The object fails.
pub async fn of(app: &App, owner: &AccountId) -> Answer<Vec<Kept>> {
    ask_json(app, OBJECT, owner.as_str(), &Question::Read, &[]).await
}

/// Tells what a member's rules are now: copies at providers that were named in them and are no more go.
///
/// # Errors
/// The object fails; told again, nothing is left of it.
pub async fn rule(app: &App, owner: &AccountId, policy: &Policy) -> Answer<Vec<Kept>> {
    let named = policy.providers.iter().cloned().collect();
    ask_json(app, OBJECT, owner.as_str(), &Question::Rules(named), &[]).await
}

/// Takes back every copy of a member's voice. What a provider does not remove now is removed later, without anybody waiting.
///
/// # Errors
/// The object fails.
pub async fn forget(app: &App, owner: &AccountId) -> Answer<()> {
    ask_json::<Vec<Kept>>(app, OBJECT, owner.as_str(), &Question::Remove(Which::All), &[]).await.map(drop)
}

/// What a provider calls the copy of a member's voice, for the edge alone.
///
/// # Errors
/// [`Code::NotFound`] when there is none that can speak.
pub async fn there(app: &App, owner: &AccountId, provider: &str) -> Answer<String> {
    ask_json(app, OBJECT, owner.as_str(), &Question::There(provider.to_owned()), &[]).await
}

/// The provider says that a copy is no longer there.
///
/// # Errors
/// The object fails.
pub async fn lost(app: &App, owner: &AccountId, provider: &str) -> Answer<()> {
    let which = Which::At(provider.to_owned());
    ask_json::<Vec<Kept>>(app, OBJECT, owner.as_str(), &Question::Remove(which), &[]).await.map(drop)
}

/// Why a provider cannot be had.
fn off() -> Failure {
    not_found("This site has no such outside voice. Load the list again.").into()
}

#[worker::send]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Voices>> {
    let policy = likeness::read(&app, &caller.account).await?.map(|mine| mine.policy);
    // Also takes up what a crash right after a change of the rules left.
    let kept = match &policy {
        Some(policy) => rule(&app, &caller.account, policy).await?,
        None => of(&app, &caller.account).await?,
    };
    let mut offered = Vec::new();
    let enabled = enabled(&app);
    let prices = if enabled.is_empty() { None } else { Some(offers::prices(&app).await?) };
    for voice in enabled {
        let line = prices.as_ref().and_then(|prices| prices.line(voice.id()));
        offered.push(OfferedVoice {
            id: voice.id().to_owned(),
            title: words::title(&app, voice),
            thousand_micro_usd: line.map(|line| line.of_characters(1000)),
            price_source: line.map(|line| line.source.clone()),
        });
    }
    let allowed = |kept: &Kept| policy.as_ref().is_some_and(|policy| policy.providers.contains(&kept.provider));
    let voices = kept.iter().map(|kept| kept.view(&app, allowed(kept))).collect();
    Ok(Json(Voices { offered, voices, consent_version: VOICE_CONSENT_VERSION }))
}

#[worker::send]
async fn copy(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
    request: Request,
) -> Answer<impl IntoResponse> {
    let (head, body) = request.into_parts();
    // Read before anything is refused: a connection with an unread body cannot be used again.
    let wav = body::read(body, MAX_READING_BYTES).await?;
    body::media_type(&head.headers, "audio/wav")?;
    let named = voice(parameter(&query, "provider"));
    let named = named.filter(|voice| carry::access(&app, voice.provider()).is_some()).ok_or_else(off)?;
    if parameter(&query, "consent").parse() != Ok(VOICE_CONSENT_VERSION) {
        let detail = format!("Agree to the consent text first: ?consent={VOICE_CONSENT_VERSION}.");
        return Err(Problem::new(Code::ConsentRefused, detail).field("consent").rule("consent").into());
    }
    reading::check(&wav)?;
    limiter::account(&app, "voices", &caller.account, VOICES_PER_MINUTE).await?;
    let Some(mine) = likeness::read(&app, &caller.account).await? else {
        let detail = "A voice is copied for an understudy. Scan your face first.";
        return Err(Problem::new(Code::Conflict, detail).rule("no_understudy").into());
    };
    // The same key is the same copy, even if the first request died before it could answer.
    let intent = format!("{} {}", caller.account, idempotency::key(&head.headers)?);
    let id = VoiceId::from_bytes(&idempotency::derived(&app, "voice ids", &intent));
    let question = Question::Copy(Copy { id, provider: named.id().to_owned(), consent_version: VOICE_CONSENT_VERSION });
    let kept: Kept = ask_json(&app, OBJECT, caller.account.as_str(), &question, &wav).await?;
    // What went while this was asked takes its copy along.
    if likeness::read(&app, &caller.account).await?.is_none_or(|now| now.id != mine.id) {
        forget(&app, &caller.account).await?;
        let detail = "Your understudy went while its voice was copied. The copy goes with it.";
        return Err(Problem::new(Code::Conflict, detail).rule("no_understudy").into());
    }
    let view: OutsideVoice = kept.view(&app, mine.policy.providers.contains(&kept.provider));
    Ok((StatusCode::CREATED, Json(view)))
}

#[worker::send]
async fn remove(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    let id: VoiceId = id.parse()?;
    let question = Question::Remove(Which::One(id));
    ask_json::<Vec<Kept>>(&app, OBJECT, caller.account.as_str(), &question, &[]).await?;
    Ok(StatusCode::NO_CONTENT)
}
