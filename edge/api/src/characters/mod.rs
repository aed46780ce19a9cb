//! Characters: pets, toys and drawings of a member, and their packs. Their owner's say is [`crate::consent::will`].

pub mod call;
pub mod store;

use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use domain::character::{Kind, addresses};
use domain::limits::{MAX_CHARACTER_BYTES, MAX_CHARACTERS};
use domain::text::CharacterName;
use domain::{AccountId, CharacterId};
use http::StatusCode;
use wire::characters::{ChangeCharacter, Character, Characters};
use wire::{Code, Problem, paths};

use crate::body::{self, Json, sentence, text};
use crate::consent::{Subject, pause};
use crate::error::{Answer, Failure, not_found};
use crate::objects::ask::{ask, ask_json};
use crate::pages::{Parameters, parameter};
use crate::session::Caller;
use crate::state::App;
use crate::{clips, idempotency, likeness, renders};

use call::{Owned, Question};

/// The namespace of its objects.
pub const OBJECT: &str = "CHARACTER";

/// Characters and their packs.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::CHARACTERS, get(list).post(create))
        .route(paths::CHARACTER, patch(change).delete(remove))
        .route(paths::CHARACTER_PACK, get(own_pack))
}

/// A character from its object.
///
/// # Errors
/// The object fails.
pub async fn read(app: &App, id: &CharacterId) -> Answer<Option<Owned>> {
    ask_json(app, OBJECT, id.as_str(), &Question::Read, &[]).await
}

/// The pack of a character, opened. Whoever calls this has decided that it may be.
///
/// # Errors
/// [`Code::NotFound`] when there is none.
pub async fn open(app: &App, id: &CharacterId) -> Answer<Vec<u8>> {
    Ok(ask(app, OBJECT, id.as_str(), &Question::Open, &[]).await?.bytes().await?)
}

/// Removes a pack, destroys its key, takes every use by others back, withdraws unfinished renders with this character, and
/// removes drafts that show it.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
async fn erase(app: &App, id: &CharacterId) -> Answer<()> {
    ask_json::<()>(app, OBJECT, id.as_str(), &Question::Erase, &[]).await?;
    renders::withdraw_playing(app, id).await?;
    clips::forget_drafts_playing(app, id).await
}

/// Forgets everything here that is the account's.
///
/// # Errors
/// A part fails; asked again, it goes on where it stood.
pub async fn forget(app: &App, account: &AccountId) -> Answer<()> {
    for id in store::all(&app.db()?, account).await? {
        erase(app, &id).await?;
        // The object knows nothing of a row that a crash left without it.
        store::remove(&app.db()?, &id).await?;
    }
    Ok(())
}

fn unknown() -> Failure {
    not_found("There is no such character of yours.").into()
}

/// A character of the caller's own.
///
/// # Errors
/// [`Code::NotFound`] when it is none of theirs.
pub async fn mine(app: &App, caller: &Caller, id: &str) -> Answer<CharacterId> {
    let id: CharacterId = id.parse()?;
    let owned = read(app, &id).await?.filter(|owned| owned.owner == caller.account);
    owned.map(|_| id).ok_or_else(unknown)
}

#[worker::send]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Characters>> {
    Ok(Json(Characters { characters: all_of(&app, &caller.account).await?, limit: MAX_CHARACTERS }))
}

/// The finished characters of an account, oldest first.
///
/// # Errors
/// An object fails.
pub async fn all_of(app: &App, account: &AccountId) -> Answer<Vec<Character>> {
    let mut characters = Vec::new();
    let rows = store::of(&app.db()?, account).await?;
    for (row, address) in rows.iter().zip(addresses(rows.iter().map(|row| (&row.id, &row.name)))) {
        let owned = read(app, &row.id).await?.filter(|owned| owned.owner == *account);
        characters.extend(owned.map(|owned| Character { address, ..owned.character }));
    }
    Ok(characters)
}

/// A character with its address, which depends on what else its owner has.
async fn addressed(app: &App, account: &AccountId, character: Character) -> Answer<Character> {
    let rows = store::of(&app.db()?, account).await?;
    let known = addresses(rows.iter().map(|row| (&row.id, &row.name)));
    let mine = rows.iter().zip(known).find(|(row, _)| row.id == character.id);
    Ok(Character { address: mine.map(|(_, address)| address).unwrap_or_default(), ..character })
}

#[worker::send]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
    request: Request,
) -> Answer<impl IntoResponse> {
    body::media_type(request.headers(), "application/octet-stream")?;
    let headers = request.headers().clone();
    // Read before anything is refused: a connection with an unread body cannot be used again.
    let pack = body::read(request.into_body(), MAX_CHARACTER_BYTES).await?;
    let name: CharacterName = text("name", parameter(&query, "name"))?;
    let kind = Kind::named(parameter(&query, "kind"))
        .ok_or_else(|| Problem::new(Code::Invalid, "Say what it is: ?kind=pet, toy or drawing.").field("kind"))?;
    if let Err(error) = wire::characters::split(&pack) {
        return Err(Problem::new(Code::FileRefused, sentence(&error.to_string())).rule("not_a_character").into());
    }
    if pack.starts_with(&wire::pack::TRACED) {
        let detail = "This pack was lent by somebody else for one clip. Only your own can be kept.";
        return Err(Problem::new(Code::FileRefused, detail).rule("lent").into());
    }
    // The same key makes the same character, even if the first request died before it could answer.
    let intent = format!("{} {}", caller.account, idempotency::key(&headers)?);
    let id = CharacterId::from_bytes(&idempotency::derived(&app, "character ids", &intent));
    let question = Question::Store { id: id.clone(), account: caller.account.clone(), name, kind };
    let mut character: Character = ask_json(&app, OBJECT, id.as_str(), &question, &pack).await?;
    if pause::join(&app, &Subject::Character(caller.account.clone(), id.clone())).await?
        && let Some(owned) = read(&app, &id).await?
    {
        character = owned.character;
    }
    Ok((StatusCode::CREATED, Json(addressed(&app, &caller.account, character).await?)))
}

#[worker::send]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(wish): Json<ChangeCharacter>,
) -> Answer<Json<Character>> {
    let name: CharacterName = text("name", &wish.name)?;
    let id = mine(&app, &caller, &id).await?;
    let character = ask_json(&app, OBJECT, id.as_str(), &Question::Rename(name), &[]).await?;
    Ok(Json(addressed(&app, &caller.account, character).await?))
}

#[worker::send]
async fn remove(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    erase(&app, &mine(&app, &caller, &id).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[worker::send]
async fn own_pack(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Response> {
    let id = mine(&app, &caller, &id).await?;
    Ok(likeness::pack_response(open(&app, &id).await?))
}
