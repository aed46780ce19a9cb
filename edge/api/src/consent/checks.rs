//! Checks while typing: what would be decided, without granting, counting or asking anything.

use axum::extract::State;
use domain::limits::{CHECKS_PER_MINUTE, MAX_PROMPT_CHARS, MAX_SCRIPT_CHARS};
use domain::{ClipId, RenderId};
use wire::accounts::Person;
use wire::consent::{Answer as Said, CheckConsent, ConsentChecked, Verdict};
use wire::{Code, Problem};

use super::call::{Asked, Considered, Question};
use super::{asked, cast, drawer, told};
use crate::body::Json;
use crate::error::{Answer, Failure};
use crate::renders::call::Wish;
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, limiter, remixes};

/// `POST /consent/checks`.
#[worker::send]
pub async fn check(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<CheckConsent>,
) -> Answer<Json<ConsentChecked>> {
    limiter::account(&app, "checks", &caller.account, CHECKS_PER_MINUTE).await?;
    for (field, text, limit) in [("script", &body.script, MAX_SCRIPT_CHARS), ("prompt", &body.prompt, MAX_PROMPT_CHARS)]
    {
        if text.chars().count() > limit {
            let detail = format!("At most {limit} characters fit.");
            return Err(Problem::new(Code::Invalid, detail).field(field).into());
        }
    }
    let cast::Cast { members, parts, character } = cast::read(&app, &caller.account, &body.cast, &body.parts).await?;
    let remix = match &body.remix_of {
        Some(clip) => Some(remixes::original(&app, clip, &caller.account).await?),
        None => None,
    };
    let nobody = [0; 16];
    let mut wish = Wish {
        id: RenderId::from_bytes(&nobody),
        clip: ClipId::from_bytes(&nobody),
        creator: caller.account.clone(),
        cast: members,
        parts,
        character,
        script: body.script,
        prompt: body.prompt,
        choices: domain::direction::Choices::default(),
        purpose: body.purpose,
        drawer: None,
        note: None,
        ordered: None,
        voice: None,
        imported: None,
        found: Vec::new(),
        remix,
        seed: 0,
        created_at: app.now_ms(),
    };
    let home = match drawer(&app, &caller.account, &wish.subjects()).await {
        Ok(home) => Ok(home),
        Err(Failure::Problem(problem)) if problem.code == Code::ConsentRefused => Err(()),
        Err(failure) => return Err(failure),
    };
    wish.drawer = home.clone().ok();
    let subjects = wish.asked();
    let mut verdicts = Vec::with_capacity(subjects.len());
    for subject in &subjects {
        let person = person(&app, subject.owner()).await?;
        let question = Question::Consider(Asked { dry: true, ..asked(&app, &wish, subject).await? });
        let plays = wish.casts(subject);
        let mut parts = wish.parts_of(subject);
        let (answer, reasons) = match subject.consider(&app, question).await? {
            Considered::Allowed(grant) => {
                parts = grant.parts;
                (Said::Allow, Vec::new())
            }
            Considered::Waits(reasons) => (Said::Ask, reasons),
            Considered::Denied(reason) => (Said::Deny, vec![reason]),
        };
        let reasons = reasons.iter().map(|reason| told(subject, reason)).collect();
        verdicts.push(Verdict { person, character: subject.named(&app).await?, answer, reasons, parts, plays });
    }
    let drawn_by = match home {
        Ok(home) => Some(person(&app, &home).await?),
        Err(()) => None,
    };
    Ok(Json(ConsentChecked { verdicts, drawn_by }))
}

async fn person(app: &App, id: &domain::AccountId) -> Answer<Person> {
    let gone = || Failure::from(crate::error::not_found("One of the cast has just left. Cast someone else."));
    accounts::person(app, id).await?.ok_or_else(gone)
}
