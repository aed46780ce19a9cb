//! The operator's desk: what waits, one case with everything, and decisions. To anyone else it is not there.

use axum::extract::{Path, State};
use domain::takedown::{Stage, Standing};
use domain::text::Statement;
use domain::{ClipId, TakedownId};
use wire::clips::ClipState;
use wire::takedowns::{
    Copied, DecideHold, DecideTakedown, Decision, HeldClip, Reporter, ShownClip, Takedown, TakedownLine, Takedowns,
};
use wire::{Code, Problem, paths};

use super::call::{Evidence, Question, Record};
use super::{appeal, ask, contact_kept_ms, copies, report, sealed, signed, store};
use crate::body::{Json, text};
use crate::error::Answer;
use crate::session::Caller;
use crate::state::App;

/// `GET /takedowns`.
#[worker::send]
pub async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Takedowns>> {
    caller.operates()?;
    Ok(Json(Takedowns { takedowns: store::list(&app.db()?).await?, now: app.now_ms() }))
}

/// `GET /takedowns/{id}`.
#[worker::send]
pub async fn show(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Takedown>> {
    caller.operates()?;
    let by = signed(&app, &caller.account);
    let record = ask(&app, &id.parse()?, &Question::Open { by }).await?;
    view(&app, &record).await.map(Json)
}

/// `POST /takedowns/{id}/decision`.
#[worker::send]
pub async fn decide(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<DecideTakedown>,
) -> Answer<Json<Takedown>> {
    caller.operates()?;
    let reason: Statement = text("reason", &body.reason)?;
    let by = signed(&app, &caller.account);
    if !body.spare.is_empty() && body.decision != Decision::Hold {
        let detail = "Only a decision to take the clip down can leave copies of it up.";
        return Err(Problem::new(Code::Invalid, detail).field("spare").rule("spare").into());
    }
    let question = Question::Decide { decision: body.decision, reason: reason.into(), spare: body.spare, by };
    act(&app, &id.parse()?, question).await
}

/// `POST /takedowns/{id}/outcome`.
#[worker::send]
pub async fn settle(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<DecideHold>,
) -> Answer<Json<Takedown>> {
    caller.operates()?;
    let reason: Statement = text("reason", &body.reason)?;
    let by = signed(&app, &caller.account);
    let question = Question::Settle { clip: body.clip, outcome: body.outcome, reason: reason.into(), by };
    act(&app, &id.parse()?, question).await
}

async fn act(app: &App, id: &TakedownId, question: Question) -> Answer<Json<Takedown>> {
    let record = ask(app, id, &question).await?;
    view(app, &record).await.map(Json)
}

async fn view(app: &App, record: &Record) -> Answer<Takedown> {
    let case = &record.case;
    let reporter: Option<Reporter> =
        record.report.as_ref().map(|sealed| sealed::open(app, &record.id, report::LABEL, sealed)).transpose()?;
    let mut holds = Vec::with_capacity(case.holds.len());
    for hold in &case.holds {
        let appeal: Option<Statement> = match record.appeals.get(&hold.clip) {
            Some(sealed) => Some(sealed::open(app, &record.id, appeal::LABEL, sealed)?),
            None => None,
        };
        holds.push(HeldClip {
            clip: hold.clip.clone(),
            shown: shown(app, &hold.clip).await?,
            how: hold.how,
            standing: hold.standing,
            held_at: hold.held_at,
            appealed_at: hold.appealed_at,
            appeal: appeal.map(String::from),
        });
    }
    let count = |wanted: fn(Standing) -> bool| {
        u32::try_from(case.holds.iter().filter(|hold| wanted(hold.standing)).count()).unwrap_or(u32::MAX)
    };
    Ok(Takedown {
        line: TakedownLine {
            id: record.id.clone(),
            number: record.number(),
            clip: case.clip.clone(),
            ground: case.ground,
            stage: case.stage,
            received_at: case.received_at,
            due_at: case.due_at(),
            appeals: count(|standing| standing == Standing::Appealed),
            down: count(Standing::is_down),
        },
        shown: shown(app, &case.clip).await?,
        contact_until: case.contact_until(contact_kept_ms(app)).filter(|_| reporter.is_some()),
        reporter,
        copies: would_go(app, record).await?,
        holds,
        events: record.events.iter().map(|line| line.event.clone()).collect(),
        now: app.now_ms(),
    })
}

/// Copies that a hold would take down as well.
async fn would_go(app: &App, record: &Record) -> Answer<Vec<Copied>> {
    let (Some(sealed), Stage::Received) = (&record.evidence, record.case.stage) else { return Ok(Vec::new()) };
    let evidence: Evidence = sealed::open(app, &record.id, "evidence", sealed)?;
    let mut all = Vec::new();
    for found in copies::of(app, &record.case.clip, record.case.ground, &evidence).await? {
        // A draft is nobody's but its creator's and its cast's, as long as nothing holds it.
        let shown = shown(app, &found.clip).await?.filter(|clip| clip.state != ClipState::Draft);
        all.push(Copied { shown, how: found.how });
    }
    Ok(all)
}

async fn shown(app: &App, id: &ClipId) -> Answer<Option<ShownClip>> {
    Ok(store::clip(&app.db()?, id).await?.map(|row| ShownClip {
        media: paths::clip(paths::MEDIA_CLIP, &row.id),
        poster: paths::clip(paths::MEDIA_POSTER, &row.id),
        state: row.state,
        creator: row.person(),
        id: row.id,
        script: row.script,
    }))
}
