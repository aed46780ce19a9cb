//! Renders: asking for a clip, its packs and its ticket, and giving it up. Uploads are next door.

pub mod agreement;
pub mod call;
pub mod digest;
pub mod lend;
pub mod news;
pub mod store;
pub mod ticket;
pub mod upload;
mod view;
mod wave;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use domain::character::Named;
use domain::direction::Sound;
use domain::limits::RENDER_TTL_MS;
use domain::render::State as Stage;
use domain::text::{Handle, Prompt, Script};
use domain::{AccountId, CharacterId, ClipId, RenderId};
use http::{HeaderMap, StatusCode};
use wire::renders::{CreateRender, Render, Renders};
use wire::{Code, Problem, TICKET, paths};

use crate::body::{self, Json, text};
use crate::consent::call::Say;
use crate::consent::{Subject, cast};
use crate::error::{Answer, Failure, not_found};
use crate::objects::ask::ask_json;
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, consent, gateway, idempotency, likeness, moderation, remixes, voices};

use call::{Question, Wish};

pub use view::view;

const OBJECT: &str = "RENDER";

/// Renders, their packs and their files.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::RENDERS, get(list).post(create))
        .route(paths::RENDER, get(show))
        .route(paths::RENDER_CANCEL, post(cancel))
        .route(paths::RENDER_PACK, get(pack))
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
        // One that has finished or ended in the meantime stays as it is.
        quietly(ask(app, &id, &Question::Withdraw).await)?;
    }
    Ok(())
}

/// Forgets every render that the account made or is cast in, finished or not.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    // Who leaves takes back every clip that shows them: what was made out of those goes first, while they lead to it.
    remixes::uproot_all(app, account).await?;
    disown(app, account).await?;
    for id in store::touching(&app.db()?, account).await? {
        erase(app, &id).await?;
        // The object knows nothing of a row that it never wrote.
        store::remove(&app.db()?, &id).await?;
    }
    Ok(())
}

/// Decides now whether what a render was granted still holds: by everyone in its cast, and by everyone whose clip it is made
/// out of.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule and whose it is.
pub async fn check(app: &App, wish: &Wish) -> Answer<()> {
    consent::check_all(app, wish).await
}

/// What a render was asked for.
///
/// # Errors
/// [`Code::NotFound`] when it is gone.
pub async fn wish(app: &App, id: &RenderId) -> Answer<Wish> {
    Ok(ask(app, id, &Question::Read).await?.wish)
}

/// Withdraws a render because what it is made out of was withdrawn. One that is gone or over needs to hear nothing.
///
/// # Errors
/// The object fails.
pub async fn uproot(app: &App, id: &RenderId) -> Answer<()> {
    quietly(ask(app, id, &Question::Uproot).await)
}

/// Keeps nothing of a member in the renders that are made out of a clip of theirs, and that do not cast them.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
async fn disown(app: &App, account: &AccountId) -> Answer<()> {
    for id in store::asking(&app.db()?, account).await? {
        quietly(ask(app, &id, &Question::Disown(account.clone())).await)?;
    }
    store::forget_requests(&app.db()?, account).await
}

fn quietly(answer: Answer<call::Render>) -> Answer<()> {
    match answer {
        Err(Failure::Problem(problem)) if matches!(problem.code, Code::Conflict | Code::NotFound) => Ok(()),
        other => other.map(drop),
    }
}

/// A render as it stands.
///
/// # Errors
/// [`Code::NotFound`] when it is gone.
pub async fn read(app: &App, id: &RenderId) -> Answer<call::Render> {
    ask(app, id, &Question::Read).await
}

/// Gives a render up for its creator. One that is gone or over needs to hear nothing.
///
/// # Errors
/// The object fails.
pub async fn give_up(app: &App, id: &RenderId) -> Answer<()> {
    quietly(ask(app, id, &Question::Cancel).await)
}

/// Says to a render what the owner of one of its cast has said. One that is gone or over needs to hear nothing.
///
/// # Errors
/// The object fails.
pub async fn say(app: &App, id: &RenderId, subject: &Subject, say: Say) -> Answer<()> {
    quietly(ask(app, id, &Question::Say(subject.clone(), say)).await)
}

/// Whether a render still waits for its device.
///
/// # Errors
/// [`Code::Conflict`] when it has gone on or ended.
pub async fn waits(app: &App, id: &RenderId) -> Answer<()> {
    let render = read(app, id).await?;
    if render.stage == Stage::AwaitingDevice {
        return Ok(());
    }
    let detail = format!("This render has gone on ({}). Its creator starts a new one.", render.stage.name());
    Err(Problem::new(Code::Conflict, detail).rule("ended").into())
}

/// Why a film by a provider cannot be had of somebody whose pack stays home: its picture is made from the pack.
async fn stays_home(app: &App, owner: &AccountId) -> Answer<Problem> {
    let whose =
        accounts::person(app, owner).await?.map_or_else(|| "One of the cast".into(), |p| format!("@{}", p.handle));
    let detail =
        format!("{whose} keeps the pack at home, so no picture for a generator can be made of it. Choose the studio.");
    Ok(Problem::new(Code::ConsentRefused, detail).rule("stays_home").field("cast"))
}

/// One of the cast agrees to the very file.
///
/// # Errors
/// [`Code::Conflict`] when it is another file.
pub async fn agree(app: &App, id: &RenderId, owner: &AccountId, sha256: String) -> Answer<()> {
    ask(app, id, &Question::Agree(owner.clone(), sha256)).await.map(drop)
}

async fn ask(app: &App, id: &RenderId, question: &Question) -> Answer<call::Render> {
    ask_json(app, OBJECT, id.as_str(), question, &[]).await
}

/// A render of the caller's own, or one that they draw on their device.
///
/// # Errors
/// [`Code::NotFound`] for everybody else.
pub async fn mine(app: &App, caller: &Caller, id: &RenderId) -> Answer<call::Render> {
    let render = ask(app, id, &Question::Read).await?;
    let theirs = [&render.wish.creator, render.wish.drawer()].contains(&&caller.account);
    if theirs { Ok(render) } else { Err(unknown()) }
}

fn unknown() -> Failure {
    not_found("There is no such render of yours.").into()
}

/// A render of the caller's, if the request carries its ticket.
///
/// # Errors
/// [`Code::TicketRefused`], [`Code::NotFound`].
pub async fn ticketed(app: &App, caller: &Caller, id: &RenderId, headers: &HeaderMap) -> Answer<call::Render> {
    let shown = headers.get(TICKET).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let render = mine(app, caller, id).await?;
    if *render.wish.drawer() != caller.account {
        let detail = "This render is drawn on the device of one of its cast.";
        return Err(Problem::new(Code::TicketRefused, detail).rule("other").into());
    }
    let digest = render.wish.digest()?;
    let bound = ticket::Bound { render: id, session: &caller.session, wish: &digest };
    ticket::check(&app.key("tickets"), bound, shown, app.now_ms())?;
    Ok(render)
}

#[worker::send]
async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Json(asked): Json<CreateRender>,
) -> Answer<impl IntoResponse> {
    let script: Script = text("script", &asked.script)?;
    let prompt: Prompt = text("prompt", &asked.prompt)?;
    let cast::Cast { members, parts, character } = cast::read(&app, &caller.account, &asked.cast, &asked.parts).await?;
    if character.is_none() {
        let handles: Vec<&str> = asked.cast.iter().map(|handle| handle.trim_start_matches('@')).collect();
        if let Err(error) = domain::dialogue::parse(script.as_str(), &handles) {
            return Err(Problem::new(Code::Invalid, crate::body::sentence(&error.to_string())).field("script").into());
        }
    }
    let note = body::note("appeal", asked.appeal.as_deref())?;
    let remix = match &asked.remix_of {
        Some(clip) => Some(remixes::original(&app, clip, &caller.account).await?),
        None => None,
    };
    let (clip, seed): ([u8; 16], [u8; 4]) = (app.random()?, app.random()?);
    // The same key makes the same render, even if the first request died before it could answer.
    let intent = format!("{} {}", caller.account, idempotency::key(&headers)?);
    let id = RenderId::from_bytes(&idempotency::derived(&app, "render ids", &intent));
    match mine(&app, &caller, &id).await {
        // It was begun, and its answer was lost: what has changed since does not refuse it after the event.
        Ok(render) => {
            let render = begun(&app, render.wish, render.agreements).await?;
            return Ok((StatusCode::CREATED, Json(view(&app, &caller, render).await?)));
        }
        Err(Failure::Problem(problem)) if problem.code == Code::NotFound => {}
        Err(failure) => return Err(failure),
    }
    let mut wish = Wish {
        id,
        clip: ClipId::from_bytes(&clip),
        creator: caller.account.clone(),
        cast: members,
        parts,
        character,
        script: script.into(),
        prompt: prompt.into(),
        choices: asked.choices,
        purpose: asked.purpose,
        drawer: None,
        note,
        ordered: None,
        voice: None,
        imported: None,
        found: Vec::new(),
        remix,
        seed: u32::from_be_bytes(seed),
        created_at: app.now_ms(),
    };
    if wish.choices.sound == Sound::Recording {
        let alone = wish.cast.as_slice() == std::slice::from_ref(&caller.account) && wish.character.is_none();
        if !alone || asked.generator.is_some() {
            let detail = "Only where you play alone, drawn by the studio, a recording of yours is heard.";
            return Err(Problem::new(Code::Invalid, detail).field("choices").into());
        }
    }
    // Where two keep their packs at home, what else speaks against it is said first.
    let apart = match consent::drawer(&app, &caller.account, &wish.subjects()).await {
        Ok(drawer) => {
            wish.drawer = Some(drawer).filter(|drawer| *drawer != caller.account);
            None
        }
        Err(Failure::Problem(problem)) if problem.code == Code::ConsentRefused => Some(problem),
        Err(failure) => return Err(failure),
    };
    if let Some(chosen) = &asked.generator {
        if let Some(drawer) = &wish.drawer {
            return Err(stays_home(&app, drawer).await?.into());
        }
        wish.ordered = Some(Box::new(gateway::choose(&app, &wish, chosen).await?));
    }
    if let Some(chosen) = &asked.voice {
        wish.voice = Some(Box::new(voices::choose(&app, &wish, chosen).await?));
    }
    // Before anybody is asked, and before anything is ordered.
    wish.found = moderation::words::pass(&app, &caller.account, &wish.script, &wish.prompt).await?;
    if let Some(problem) = apart {
        consent::would_refuse(&app, &wish).await?;
        return Err(Failure::Problem(problem));
    }
    let render = begin(&app, wish, asked.appeal.is_some()).await?;
    Ok((StatusCode::CREATED, Json(view(&app, &caller, render).await?)))
}

/// Asks everyone in the cast, then begins the render. Begun again, the first one stays.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule; [`Code::TooMany`]; [`Code::NotFound`] when it was removed a while ago.
pub async fn begin(app: &App, wish: Wish, appeal: bool) -> Answer<call::Render> {
    let agreements = consent::ask_all(app, &wish, appeal).await?;
    begun(app, wish, agreements).await
}

async fn begun(app: &App, wish: Wish, agreements: Vec<agreement::Agreement>) -> Answer<call::Render> {
    let begun = ask(app, &wish.id.clone(), &Question::Begin(wish.clone(), agreements)).await;
    if matches!(begun, Err(Failure::Problem(_))) {
        // It never came to be: nothing may count for it.
        consent::forget(app, &wish).await?;
    }
    begun
}

/// The ticket of a render in this session.
///
/// # Errors
/// Never, for a wish.
pub fn ticket_of(app: &App, caller: &Caller, wish: &Wish) -> Answer<String> {
    let (end, digest) = (wish.created_at + RENDER_TTL_MS, wish.digest()?);
    let bound = ticket::Bound { render: &wish.id, session: &caller.session, wish: &digest };
    Ok(ticket::issue(&app.key("tickets"), bound, end.min(app.now_ms() + ticket::TICKET_TTL_MS)))
}

#[worker::send]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Renders>> {
    let mut renders = Vec::new();
    for id in store::unfinished(&app.db()?, &caller.account).await? {
        match mine(&app, &caller, &id).await {
            // One that waits for a film of an export is not drawn: the import goes on with it.
            Ok(render) if !render.stage.is_final() && render.wish.imported.is_none() => {
                renders.push(view(&app, &caller, render).await?);
            }
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
    let subject = match Named::read(&handle) {
        Named::Character(Some(id)) => {
            render.wish.subjects().into_iter().find(|subject| subject.character() == Some(&id)).ok_or_else(unknown)?
        }
        Named::Member(handle) => {
            let handle: Handle = handle.parse().map_err(|_| unknown())?;
            let member = accounts::by_handle(&app, &handle).await?.ok_or_else(unknown)?;
            let subject = Subject::Likeness(member);
            // Whose clip it is made out of lends nothing.
            render.wish.subjects().into_iter().find(|other| *other == subject).ok_or_else(unknown)?
        }
        Named::Character(None) | Named::Address(_) => return Err(unknown()),
    };
    if render.stage.is_final() {
        let detail = format!("This render has ended ({}). Start a new one.", render.stage.name());
        return Err(Problem::new(Code::TicketRefused, detail).rule("spent").into());
    }
    // The policy of this moment counts, not that of the request.
    let grant = consent::check(&app, &render.wish, &subject).await?;
    let pack = subject.open(&app).await?;
    Ok(likeness::pack_response(lend::lend(&app, &render.wish, &caller.account, &subject, grant.parts, pack)?))
}
