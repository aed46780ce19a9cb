//! Imports: a pack, and clips one by one. Each comes in once, however often it is sent.

use axum::extract::{Query, Request, State};
use domain::consent::{CONSENT_VERSION, Parts, Purpose};
use domain::limits::{IMPORTS_PER_MINUTE, MAX_PACK_BYTES};
use domain::render::State as Stage;
use domain::text::{Prompt, Script};
use domain::{CaptureId, ClipId, RenderId};
use wire::exports::{ClipImported, ImportClip};
use wire::likeness::Likeness;
use wire::{Code, Problem};

use super::store;
use crate::body::{self, Json, text};
use crate::crypto::{hex, sha256, unhex};
use crate::error::{Answer, Failure};
use crate::pages::{Parameters, parameter};
use crate::renders::call::{Imported, Wish};
use crate::renders::{self, digest};
use crate::session::Caller;
use crate::state::App;
use crate::{characters, idempotency, likeness, limiter, outside};

/// How often one clip can be brought anew after it was given up or deleted, while traces of the tries before are still here.
const TRIES: u32 = 12;

/// `PUT /import/likeness`: a pack becomes the next version of the caller's likeness. It was not scanned here, and is called
/// so; the caller has agreed to the consent text of today.
#[worker::send]
pub async fn pack(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Parameters>,
    request: Request,
) -> Answer<Json<Likeness>> {
    let (head, body) = request.into_parts();
    // Read before anything is refused: a connection with an unread body cannot be used again.
    let pack = body::read(body, MAX_PACK_BYTES).await?;
    body::media_type(&head.headers, "application/octet-stream")?;
    if parameter(&query, "consent").parse() != Ok(CONSENT_VERSION) {
        let detail = format!("Agree to the consent text first: ?consent={CONSENT_VERSION}.");
        return Err(Problem::new(Code::Invalid, detail).field("consent").rule("consent").into());
    }
    limiter::account(&app, "imports", &caller.account, IMPORTS_PER_MINUTE).await?;
    let promised = head.headers.get("content-digest").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let hash = sha256(&pack);
    digest::compare(&digest::promised(promised)?, &hash)?;
    let refuse = |rule: &str, detail: &str| Failure::from(Problem::new(Code::FileRefused, detail).rule(rule));
    if wire::pack::traced(&pack).map_or(true, |(trace, _)| !trace.is_empty()) || pack.starts_with(&wire::pack::TRACED) {
        return Err(refuse("lent", "This pack was lent by somebody else for one clip. Only your own can be brought."));
    }
    if let Err(error) = wire::pack::split(&pack) {
        return Err(refuse("not_a_pack", &body::sentence(&error.to_string())));
    }
    // It stands where a scan would: the same pack is the same import.
    let intent = format!("{} {}", caller.account, hex(&hash));
    let capture = CaptureId::from_bytes(&idempotency::derived(&app, "imported packs", &intent));
    let before = likeness::read(&app, &caller.account).await?.map(|mine| mine.version);
    let likeness = likeness::import(&app, &caller.account, capture, &pack).await?;
    if before.is_some_and(|before| before != likeness.version) {
        outside::forget(&app, &caller.account).await?;
    }
    Ok(Json(likeness))
}

/// `POST /import/clips`: makes the render that takes a clip's poster and film, or finds the clip that is here already.
#[worker::send]
pub async fn clip(
    State(app): State<App>,
    caller: Caller,
    Json(wanted): Json<ImportClip>,
) -> Answer<Json<ClipImported>> {
    let script: Script = text("script", &wanted.script)?;
    let prompt: Prompt = text("prompt", &wanted.prompt)?;
    if unhex(&wanted.sha256).is_none_or(|hash| hash.len() != 32)
        || wanted.sha256.contains(|c: char| c.is_ascii_uppercase())
    {
        let detail = "Send the film's SHA-256 as 64 lower-case hexadecimal digits.";
        return Err(Problem::new(Code::Invalid, detail).field("sha256").into());
    }
    limiter::account(&app, "imports", &caller.account, IMPORTS_PER_MINUTE).await?;
    if let Some(clip) = store::with_film(&app.db()?, &caller.account, &wanted.sha256).await? {
        return Ok(Json(ClipImported { clip: Some(clip), render: None, ticket: None }));
    }
    // One's own character may speak with one's own voice: then one is there twice.
    let (twice, others) = (wanted.cast.len() == 2, wanted.cast.iter().any(|handle| *handle != wanted.handle));
    if others || wanted.cast.is_empty() || wanted.cast.len() > 2 || (twice && wanted.character.is_none()) {
        let detail = "Somebody else plays in this clip. They have to agree here themselves: make it anew with them.";
        return Err(Problem::new(Code::ConsentRefused, detail).rule("others_in_cast").field("cast").into());
    }
    if let Some(character) = &wanted.character
        && characters::read(&app, character).await?.is_none_or(|owned| owned.owner != caller.account)
    {
        let detail = "Bring the character first: the clip needs it here.";
        return Err(Problem::new(Code::Invalid, detail).field("character").into());
    }
    let clip: [u8; 16] = app.random()?;
    let wish = Wish {
        id: RenderId::from_bytes(&[0; 16]),
        clip: ClipId::from_bytes(&clip),
        creator: caller.account.clone(),
        cast: vec![caller.account.clone(); wanted.cast.len()],
        parts: if twice { vec![Parts::Both, Parts::Voice] } else { Vec::new() },
        character: wanted.character,
        script: script.into(),
        prompt: prompt.into(),
        choices: domain::direction::Choices::default(),
        purpose: Purpose::Personal,
        drawer: None,
        note: None,
        ordered: None,
        voice: None,
        imported: Some(Imported { made_at: wanted.created_at.min(app.now_ms()), sha256: wanted.sha256.clone() }),
        found: Vec::new(),
        remix: None,
        seed: 0,
        created_at: app.now_ms(),
    };
    for attempt in 0..TRIES {
        let intent = format!("{} {} {} {attempt}", caller.account, wanted.source, wanted.sha256);
        let id = RenderId::from_bytes(&idempotency::derived(&app, "imported clips", &intent));
        if let Some(answer) = begin(&app, &caller, Wish { id, ..wish.clone() }).await? {
            return Ok(Json(answer));
        }
    }
    let detail = "This clip was brought and removed many times within an hour. Bring it again in an hour.";
    Err(Problem::new(Code::TooMany, detail).rule("removed").retry_after_s(3600).into())
}

/// Begins the render, unless one with its name ended before: then there is none.
async fn begin(app: &App, caller: &Caller, wish: Wish) -> Answer<Option<ClipImported>> {
    match renders::read(app, &wish.id).await {
        Ok(known) if known.stage.is_final() && !matches!(known.stage, Stage::Ready { .. }) => return Ok(None),
        Ok(_) => {}
        Err(Failure::Problem(problem)) if problem.code == Code::NotFound => {}
        Err(failure) => return Err(failure),
    }
    let begun = match renders::begin(app, wish, false).await {
        Err(Failure::Problem(problem)) if problem.code == Code::NotFound => return Ok(None),
        other => other?,
    };
    if let Stage::Ready { .. } = begun.stage {
        return Ok(Some(ClipImported { clip: Some(begun.wish.clip), render: None, ticket: None }));
    }
    let ticket = renders::ticket_of(app, caller, &begun.wish)?;
    Ok(Some(ClipImported { clip: None, render: Some(begun.wish.id), ticket: Some(ticket) }))
}

/// Refuses a film that is not the one that an import promised.
///
/// # Errors
/// [`Code::FileRefused`] with the rule `other_file`.
pub fn is_promised(wish: &Wish, sha256: &str) -> Answer<()> {
    match &wish.imported {
        Some(imported) if imported.sha256 != sha256 => {
            let detail = "This is not the film that the export's list names. Bring the export as you downloaded it.";
            let limit = format!("sha-256 {}", imported.sha256);
            Err(Problem::new(Code::FileRefused, detail)
                .rule("other_file")
                .measured(format!("sha-256 {sha256}"), limit)
                .into())
        }
        _ => Ok(()),
    }
}
