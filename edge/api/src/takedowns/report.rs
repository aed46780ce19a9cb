//! Reports as they come in, by program or by form, and how they stand.

use axum::extract::State;
use axum::response::IntoResponse;
use domain::takedown::{Standing, locate};
use domain::text::Reporter as Name;
use domain::text::{Contact, Statement};
use domain::{ClipId, TakedownId};
use http::{HeaderMap, StatusCode};
use subtle::ConstantTimeEq;
use wire::clips::ClipState;
use wire::takedowns::{LookUpReport, ReportClip, ReportStatus, Reported, Reporter};
use wire::{Code, Problem, paths};

use super::call::{Filed, Question, number, typed_number};
use super::traces::store as traces;
use super::{ask, contact_kept_ms, locator_rule, sealed, store};
use crate::body::{Json, sentence, text};
use crate::crypto::base64url;
use crate::error::{Answer, Failure, not_found};
use crate::inspection;
use crate::state::App;
use crate::{idempotency, limiter};

/// What a report is sealed as.
pub const LABEL: &str = "report";
/// Random bytes of a reporter's code: 120 bits, 20 characters.
const CODE_BYTES: usize = 15;

/// `POST /takedowns`.
#[worker::send]
pub async fn file(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<ReportClip>,
) -> Answer<impl IntoResponse> {
    limiter::report(&app, &headers).await?;
    let key = idempotency::key(&headers)?;
    Ok((StatusCode::CREATED, Json(take(&app, &key, &body).await?)))
}

/// `POST /takedowns/status`.
#[worker::send]
pub async fn status(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<LookUpReport>,
) -> Answer<Json<ReportStatus>> {
    limiter::report(&app, &headers).await?;
    look_up(&app, &body).await.map(Json)
}

/// Takes a report. The same `key` with the same words is the same report, and is told the same number and code.
///
/// # Errors
/// [`Code::Invalid`] with the field; [`Code::NotFound`] with the field `locator` when no such clip can be seen.
pub async fn take(app: &App, key: &str, body: &ReportClip) -> Answer<Reported> {
    let report = checked(body)?;
    let clip = seen(app, &body.locator).await?;
    // Made of key and content: whoever sends another report with a key that was used gets another case.
    let intent = format!("{key}\n{}", serde_json::to_string(body)?);
    let id = TakedownId::from_bytes(&idempotency::derived(app, "takedown", &intent));
    let code = base64url(&idempotency::derived::<CODE_BYTES>(app, "takedown code", &intent));
    inspection::look_again(app, &clip).await?;
    let evidence = traces::of(&app.db()?, &clip).await?.ok_or_else(no_such_clip)?;
    let filed = Filed {
        at: app.now_ms(),
        clip,
        ground: body.ground,
        report: sealed::seal(app, &id, LABEL, &report)?,
        evidence: sealed::seal(app, &id, "evidence", &evidence)?,
        code: hash(app, &id, &code),
        id: id.clone(),
    };
    let record = ask(app, &id, &Question::File(Box::new(filed))).await?;
    let number = number(&id);
    let due_at = record.case.received_at + record.case.ground.answer_ms();
    Ok(Reported { link: format!("{}{}?number={number}", app.origin(), paths::REPORT_STATUS), number, code, due_at })
}

/// What is asked of every report.
fn checked(body: &ReportClip) -> Answer<Reporter> {
    let name: Name = text("name", &body.name)?;
    let contact: Contact = text("contact", &body.contact)?;
    let statement: Statement = text("statement", &body.statement)?;
    let need = |field: &str, detail: &str| Failure::from(Problem::new(Code::Invalid, detail).field(field));
    let reachable = contact.as_str().chars().filter(|c| c.is_alphanumeric()).count() >= 5;
    if !reachable {
        return Err(need("contact", "Say how you can be reached: an e-mail address or a telephone number."));
    }
    if !body.entitled {
        return Err(need("entitled", "Say that this is about you, or about someone for whom you may act."));
    }
    if !body.good_faith {
        return Err(need("good_faith", "Say that you believe in good faith that what you write is true."));
    }
    let signature: Name = text("signature", &body.signature)?;
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if folded(signature.as_str()) != folded(name.as_str()) {
        return Err(need("signature", "Sign with the name that you gave above."));
    }
    let [name, contact, statement, signature] = [name.into(), contact.into(), statement.into(), signature.into()];
    Ok(Reporter { name, contact, statement, signature })
}

fn no_such_clip() -> Failure {
    let detail = "There is no clip at this address. It may be gone already; otherwise copy its link again.";
    not_found(detail).field("locator").rule("unknown").into()
}

/// The clip that a locator means, if anyone could see it.
async fn seen(app: &App, locator: &str) -> Answer<ClipId> {
    let clip = locate(locator, app.origin()).map_err(|error| {
        Problem::new(Code::Invalid, sentence(&error.to_string())).field("locator").rule(locator_rule(error))
    })?;
    let row = store::clip(&app.db()?, &clip).await?;
    let public = |state| matches!(state, ClipState::Published | ClipState::Held);
    row.filter(|row| public(row.state)).map(|row| row.id).ok_or_else(no_such_clip)
}

pub(super) fn hash(app: &App, id: &TakedownId, code: &str) -> String {
    app.blind("takedown code hash", &format!("{id} {code}"))
}

/// How a report stands, for whoever has its number and its code.
///
/// # Errors
/// [`Code::NotFound`] for a wrong number and for a wrong code alike.
pub async fn look_up(app: &App, body: &LookUpReport) -> Answer<ReportStatus> {
    let unknown = || {
        let detail = "No report has this number and this code. Check both: the code has small and capital letters.";
        Failure::from(not_found(detail).field("code"))
    };
    let number = typed_number(&body.number).ok_or_else(unknown)?;
    let id = store::numbered(&app.db()?, &number).await?.ok_or_else(unknown)?;
    let record = ask(app, &id, &Question::Read).await?;
    let given = hash(app, &id, body.code.trim());
    if !bool::from(record.code.as_bytes().ct_eq(given.as_bytes())) {
        return Err(unknown());
    }
    let case = &record.case;
    let down = case.holds.iter().filter(|hold| hold.standing != Standing::Reinstated).count();
    Ok(ReportStatus {
        number,
        clip: case.clip.clone(),
        ground: case.ground,
        stage: case.stage,
        received_at: case.received_at,
        decided_at: case.decided_at,
        due_at: case.due_at(),
        down: u32::try_from(down).unwrap_or(u32::MAX),
        reason: record.answers.get(&case.clip).or(record.reason.as_ref()).cloned(),
        contact_until: case.contact_until(contact_kept_ms(app)).filter(|_| record.report.is_some()),
    })
}
