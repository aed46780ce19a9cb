//! Renders: asking for a clip, its packs and its ticket, and giving it up. Uploads are next door.

pub mod call;
pub mod digest;
pub mod jpeg;
pub mod store;
pub mod ticket;
pub mod upload;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use domain::consent::Denied;
use domain::limits::{MAX_CAST, RENDER_TTL_MS};
use domain::render::State as Stage;
use domain::text::{Handle, Prompt, Script};
use domain::{AccountId, CharacterId, ClipId, RenderId, character};
use http::{HeaderMap, StatusCode};
use wire::accounts::Person;
use wire::renders::{CreateRender, Render, Renders};
use wire::{Code, Problem, TICKET, paths};

use crate::body::{Json, sentence, text};
use crate::error::{Answer, Failure, not_found};
use crate::objects::ask::ask_json;
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, characters, idempotency, likeness};

use call::{Question, Wish};

const OBJECT: &str = "RENDER";

/// Renders, their packs and their files.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::RENDERS, get(list).post(create))
        .route(paths::RENDER, get(show))
        .route(paths::RENDER_CANCEL, post(cancel))
        .route(paths::RENDER_PACK, get(pack))
        .route(paths::RENDER_POSTER, put(upload::poster))
        .route(paths::RENDER_FILE, put(upload::file))
}

/// Removes a render with its clip and its files.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn erase(app: &App, id: &RenderId) -> Answer<()> {
    ask_json(app, OBJECT, id.as_str(), &Question::Forget, &[]).await
}

/// Ends every unfinished render that casts this member.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn withdraw_all(app: &App, member: &AccountId) -> Answer<()> {
    withdraw(app, store::casting(&app.db()?, member).await?).await
}

/// Ends every unfinished render in which this character plays.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn withdraw_playing(app: &App, character: &CharacterId) -> Answer<()> {
    withdraw(app, store::playing(&app.db()?, character).await?).await
}

async fn withdraw(app: &App, renders: Vec<RenderId>) -> Answer<()> {
    for id in renders {
        match ask(app, &id, &Question::Withdraw).await {
            // Finished or ended in the meantime.
            Err(Failure::Problem(problem)) if matches!(problem.code, Code::Conflict | Code::NotFound) => {}
            other => drop(other?),
        }
    }
    Ok(())
}

/// Forgets every render that the account made or is cast in, finished or not.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    for id in store::touching(&app.db()?, account).await? {
        erase(app, &id).await?;
        // The object knows nothing of a row that it never wrote.
        store::remove(&app.db()?, &id).await?;
    }
    Ok(())
}

/// Decides now whether `asker` may use the likeness of everyone in the cast, or the character that plays in their place.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule and whose it is.
pub async fn consent(app: &App, asker: &AccountId, cast: &[AccountId], character: Option<&CharacterId>) -> Answer<()> {
    if let Some(id) = character {
        return characters::decide(app, asker, id).await;
    }
    for owner in cast {
        if let Err(denied) = likeness::decide(app, asker, owner).await? {
            let who = accounts::person(app, owner).await?.map_or_else(String::new, |p| format!("@{}", p.handle));
            return Err(refused(denied, &who).into());
        }
    }
    Ok(())
}

fn refused(denied: Denied, who: &str) -> Problem {
    let detail = format!("{who}: {}", sentence(&denied.to_string()));
    Problem::new(Code::ConsentRefused, detail).rule(denied.rule()).field("cast")
}

async fn ask(app: &App, id: &RenderId, question: &Question) -> Answer<call::Render> {
    ask_json(app, OBJECT, id.as_str(), question, &[]).await
}

/// A render of the caller's own.
async fn mine(app: &App, caller: &Caller, id: &RenderId) -> Answer<call::Render> {
    let render = ask(app, id, &Question::Read).await?;
    if render.wish.creator == caller.account { Ok(render) } else { Err(unknown()) }
}

fn unknown() -> Failure {
    not_found("There is no such render of yours.").into()
}

/// As its creator sees it, in this session.
async fn view(app: &App, caller: &Caller, render: call::Render) -> Answer<Render> {
    let call::Render { wish, stage, .. } = render;
    let mut cast: Vec<Person> = Vec::with_capacity(wish.cast.len());
    for member in &wish.cast {
        cast.extend(accounts::person(app, member).await?);
    }
    let (now, expires_at) = (app.now_ms(), wish.created_at + RENDER_TTL_MS);
    let end = expires_at.min(now + ticket::TICKET_TTL_MS);
    Ok(Render {
        ticket: (!stage.is_final()).then(|| ticket::issue(&app.key("tickets"), &wish.id, &caller.session, end)),
        clip: matches!(stage, Stage::Ready { .. }).then_some(wish.clip),
        state: stage.name().to_owned(),
        id: wish.id,
        script: wish.script,
        prompt: wish.prompt,
        choices: wish.choices,
        cast,
        character: wish.character,
        seed: wish.seed,
        created_at: wish.created_at,
        expires_at,
    })
}

/// A render of the caller's, if the request carries its ticket.
async fn ticketed(app: &App, caller: &Caller, id: &RenderId, headers: &HeaderMap) -> Answer<call::Render> {
    let shown = headers.get(TICKET).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let render = mine(app, caller, id).await?;
    ticket::check(&app.key("tickets"), id, &caller.session, shown, app.now_ms())?;
    Ok(render)
}

#[worker::send]
async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Json(body): Json<CreateRender>,
) -> Answer<impl IntoResponse> {
    let script: Script = text("script", &body.script)?;
    let prompt: Prompt = text("prompt", &body.prompt)?;
    let (cast, character) = match character::of_cast(body.cast.first().map_or("", String::as_str)) {
        Some(id) => characters::cast(&app, id, body.cast.len()).await.map(|(owner, id)| (vec![owner], Some(id)))?,
        None => (members(&app, &body.cast).await?, None),
    };
    consent(&app, &caller.account, &cast, character.as_ref()).await?;
    let (clip, seed): ([u8; 16], [u8; 4]) = (app.random()?, app.random()?);
    // The same key makes the same render, even if the first request died before it could answer.
    let name = crate::crypto::hmac(
        &app.key("render ids"),
        format!("{} {}", caller.account, idempotency::key(&headers)?).as_bytes(),
    );
    let mut id = [0; 16];
    id.copy_from_slice(&name[..16]);
    let wish = Wish {
        id: RenderId::from_bytes(&id),
        clip: ClipId::from_bytes(&clip),
        creator: caller.account.clone(),
        cast,
        character,
        script: script.into(),
        prompt: prompt.into(),
        choices: body.choices,
        seed: u32::from_be_bytes(seed),
        created_at: app.now_ms(),
    };
    let render = ask(&app, &wish.id.clone(), &Question::Begin(wish)).await?;
    Ok((StatusCode::CREATED, Json(view(&app, &caller, render).await?)))
}

/// The accounts behind the handles of a cast.
async fn members(app: &App, handles: &[String]) -> Answer<Vec<AccountId>> {
    let invalid = |detail: String| Problem::new(Code::Invalid, detail).field("cast");
    if handles.is_empty() || handles.len() > MAX_CAST {
        return Err(invalid(format!("A clip has a cast of 1 to {MAX_CAST}."))
            .measured(format!("{} in the cast", handles.len()), format!("1 to {MAX_CAST}"))
            .into());
    }
    let mut members = Vec::with_capacity(handles.len());
    for text in handles {
        let unknown = || invalid(format!("Nobody here has the handle \"{text}\". Check its spelling."));
        let handle: Handle = text.parse().map_err(|_| unknown())?;
        let member = accounts::by_handle(app, &handle).await?.ok_or_else(unknown)?;
        if members.contains(&member) {
            return Err(invalid(format!("@{handle} is in the cast twice. Once is enough.")).into());
        }
        members.push(member);
    }
    Ok(members)
}

#[worker::send]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Renders>> {
    let mut renders = Vec::new();
    for id in store::unfinished(&app.db()?, &caller.account).await? {
        match mine(&app, &caller, &id).await {
            Ok(render) if !render.stage.is_final() => renders.push(view(&app, &caller, render).await?),
            Ok(_) => {}
            Err(Failure::Problem(problem)) if problem.code == Code::NotFound => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(Json(Renders { renders }))
}

#[worker::send]
async fn show(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Render>> {
    let render = mine(&app, &caller, &id.parse()?).await?;
    Ok(Json(view(&app, &caller, render).await?))
}

#[worker::send]
async fn cancel(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Render>> {
    let id: RenderId = id.parse()?;
    mine(&app, &caller, &id).await?;
    let render = ask(&app, &id, &Question::Cancel).await?;
    Ok(Json(view(&app, &caller, render).await?))
}

#[worker::send]
async fn pack(
    State(app): State<App>,
    caller: Caller,
    Path((id, handle)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let render = ticketed(&app, &caller, &id.parse()?, &headers).await?;
    let unknown = || Failure::from(not_found("Nobody with this handle is in the cast of this render."));
    let named = character::of_cast(&handle);
    if render.wish.character.is_some() != named.is_some()
        || named.as_ref().is_some_and(|id| *id != render.wish.character)
    {
        return Err(unknown());
    }
    if render.stage.is_final() {
        let detail = format!("This render has ended ({}). Start a new one.", render.stage.name());
        return Err(Problem::new(Code::TicketRefused, detail).rule("spent").into());
    }
    if let Some(Some(id)) = named {
        characters::decide(&app, &caller.account, &id).await?;
        return Ok(likeness::pack_response(characters::open(&app, &id).await?));
    }
    let handle: Handle = handle.parse().map_err(|_| unknown())?;
    let member = accounts::by_handle(&app, &handle).await?.ok_or_else(unknown)?;
    if !render.wish.cast.contains(&member) {
        return Err(unknown());
    }
    // The policy of this moment counts, not that of the request.
    consent(&app, &caller.account, std::slice::from_ref(&member), None).await?;
    Ok(likeness::pack_response(likeness::open(&app, &member).await?))
}
