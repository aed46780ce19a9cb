//! Requests: what is asked of the owners of likenesses, and their answers.

pub mod store;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use domain::RenderId;
use domain::limits::{LIST_PAGE, MAX_ANSWERS};
use domain::render::State as Stage;
use wire::consent::{
    AnswerRequest, AnswerRequests, CastRequest, CastRequests, Matter, NotAnswered, RequestsAnswered, Wanted,
};
use wire::{Code, Problem, paths};

use crate::body::{self, Json};
use crate::consent::Subject;
use crate::consent::call::{Asked, Considered, Question};
use crate::cursor::{Cursor, cut};
use crate::error::{Answer, Failure, not_found};
use crate::pages::{Parameters, parameter};
use crate::renders::agreement::{Agreement, Spoken};
use crate::renders::call::Render;
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, consent, gateway, remixes, renders, voices};

use store::{Box, Row};

/// Requests and answers.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::REQUESTS, get(list))
        .route(paths::REQUEST_ANSWERS, post(answer_many))
        .route(paths::REQUEST, get(show))
        .route(paths::REQUEST_ANSWER, post(answer))
}

fn unknown() -> Failure {
    not_found("There is no such request. Whoever asked may have taken it back.").into()
}

#[worker::send]
async fn list(State(app): State<App>, caller: Caller, Query(query): Query<Parameters>) -> Answer<Json<CastRequests>> {
    let which = match parameter(&query, "box") {
        "" | "inbox" => Box::Inbox,
        "sent" => Box::Sent,
        _ => return Err(Problem::new(Code::Invalid, "A box is inbox or sent.").field("box").into()),
    };
    let (db, after) = (app.db()?, Cursor::read::<RenderId>(parameter(&query, "cursor"))?);
    let mut rows = store::page(&db, which, &caller.account, &after, LIST_PAGE + 1).await?;
    // The requests of one render stand together: a page never ends between them.
    let page = match rows.get(LIST_PAGE as usize - 1..=LIST_PAGE as usize) {
        Some([last, beyond]) if last.render == beyond.render => LIST_PAGE - 1,
        _ => LIST_PAGE,
    };
    let next = cut(&mut rows, page, |row| Cursor::after(row.asked_at, &row.render));
    let mut requests = Vec::with_capacity(rows.len());
    for row in rows {
        match view(&app, row).await {
            Ok(request) => requests.extend(request),
            // Removed meanwhile.
            Err(Failure::Problem(problem)) if problem.code == Code::NotFound => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(Json(CastRequests { requests, next, waiting: store::waiting(&db, &caller.account).await? }))
}

#[worker::send]
async fn show(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<CastRequest>> {
    Ok(Json(find(&app, &caller, &id.parse()?).await?))
}

async fn find(app: &App, caller: &Caller, id: &RenderId) -> Answer<CastRequest> {
    let row = store::find(&app.db()?, id, &caller.account).await?.into_iter().next().ok_or_else(unknown)?;
    view(app, row).await?.ok_or_else(unknown)
}

/// A request with what its render says; none when one of its people is gone.
async fn view(app: &App, row: Row) -> Answer<Option<CastRequest>> {
    let render = renders::read(app, &row.render).await?;
    let wish = &render.wish;
    let people =
        accounts::people(app, &[wish.cast.as_slice(), &[wish.creator.clone(), row.owner.clone()]].concat()).await?;
    let named = |member| people.get(member).cloned();
    let (Some(creator), Some(owner)) = (named(&wish.creator), named(&row.owner)) else {
        return Ok(None);
    };
    let cast = wish.cast.iter().filter_map(named).collect();
    let seen = wish.subjects().into_iter().next();
    let character = match &seen {
        Some(subject) => subject.named(app).await?,
        None => None,
    };
    let matter = matter(&render, &row);
    let mut wants = Vec::new();
    for theirs in render.said_by(&row.owner) {
        let subject = theirs.subject();
        wants.push(Wanted {
            character: theirs.character.clone(),
            name: subject.named(app).await?.map(|character| character.name),
            parts: wish.parts_of(&subject),
            plays: wish.casts(&subject),
            reasons: theirs.reasons.iter().map(|reason| consent::told(&subject, reason)).collect(),
        });
    }
    let remix_of = match &wish.remix {
        Some(remix) => remixes::store::above(&app.db()?, &remix.clip, Some(&row.owner)).await?,
        None => None,
    };
    let answer_note = render.said_by(&row.owner).find_map(|theirs| theirs.note.clone());
    Ok(Some(CastRequest {
        id: row.render,
        creator,
        owner,
        cast,
        character,
        wants,
        remix_of,
        answer_note,
        script: render.wish.script,
        prompt: render.wish.prompt,
        choices: render.wish.choices,
        seed: render.wish.seed,
        voice: render.wish.voice.as_deref().map(|voice| voices::chosen(voice).title),
        generator: render.wish.ordered.as_deref().map(gateway::made_by),
        purpose: render.wish.purpose,
        note: render.wish.note,
        state: row.state,
        matter,
        clip: row.clip,
        sha256: row.sha256,
        asked_at: row.asked_at,
        answered_at: row.answered_at,
    }))
}

/// What is left to do for the owner.
fn matter(render: &Render, row: &Row) -> Matter {
    match (&render.stage, render.spoken(&row.owner)) {
        (Stage::AwaitingConsent, Some(Spoken::Asked)) => Matter::Wish,
        (Stage::AwaitingDevice | Stage::Storing { .. }, Some(Spoken::Allowed))
            if *render.wish.drawer() == row.owner =>
        {
            Matter::Draw
        }
        (Stage::Ready { sha256 }, Some(Spoken::Allowed))
            if render.said_by(&row.owner).any(|theirs| !theirs.shows(sha256)) =>
        {
            Matter::File
        }
        _ => Matter::Nothing,
    }
}

#[worker::send]
async fn answer(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(answer): Json<AnswerRequest>,
) -> Answer<Json<CastRequest>> {
    let note = body::note("note", answer.note.as_deref())?;
    let id: RenderId = id.parse()?;
    say(&app, &caller, &id, answer.allow, answer.always, note).await?;
    Ok(Json(find(&app, &caller, &id).await?))
}

#[worker::send]
async fn answer_many(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<AnswerRequests>,
) -> Answer<Json<RequestsAnswered>> {
    if body.ids.len() > MAX_ANSWERS {
        let detail = format!("At most {MAX_ANSWERS} requests are answered in one go.");
        return Err(Problem::new(Code::Invalid, detail).field("ids").into());
    }
    let mut answered = RequestsAnswered { done: Vec::new(), left: Vec::new(), why: Vec::new() };
    for id in body.ids {
        match say(&app, &caller, &id, body.allow, false, None).await {
            Ok(()) => answered.done.push(id),
            Err(Failure::Problem(problem)) => {
                let (detail, rule) = (problem.detail, problem.rule);
                answered.why.push(NotAnswered { id: id.clone(), detail, rule });
                answered.left.push(id);
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(Json(answered))
}

/// Brings an answer to everything of the caller's that is asked for, which tells the render: one request, one answer. A yes
/// that one of them could not say is said to none.
async fn say(app: &App, caller: &Caller, id: &RenderId, yes: bool, always: bool, note: Option<String>) -> Answer<()> {
    let mine = store::find(&app.db()?, id, &caller.account).await?.iter().any(|row| row.owner == caller.account);
    if !mine {
        return Err(unknown());
    }
    let render = renders::read(app, id).await?;
    let theirs = || render.said_by(&caller.account);
    // What a rule has decided is not answered beside what it left to them.
    let put = theirs().any(Agreement::was_put);
    let subjects: Vec<Subject> = theirs().filter(|said| !put || said.was_put()).map(Agreement::subject).collect();
    if subjects.is_empty() {
        return Err(unknown());
    }
    let rounds: &[bool] = if yes && subjects.len() > 1 { &[true, false] } else { &[false] };
    for dry in rounds {
        for subject in &subjects {
            let asked = Asked { dry: *dry, ..consent::asked(app, &render.wish, subject).await? };
            let answer = Question::Answer { asked, yes, always, note: note.clone() };
            if let Considered::Denied(reason) = subject.consider(app, answer).await?
                && yes
            {
                return Err(consent::problem(consent::told(subject, &reason), reason.rule, "Your rules").into());
            }
        }
    }
    Ok(())
}
