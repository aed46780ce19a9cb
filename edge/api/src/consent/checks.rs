//! Checks while typing: what would be decided, without granting, counting or asking anything.

use axum::extract::State;
use domain::consent::Parts;
use domain::limits::{CHECKS_PER_MINUTE, MAX_PROMPT_CHARS, MAX_SCRIPT_CHARS};
use domain::{ClipId, RenderId};
use wire::accounts::Person;
use wire::consent::{Answer as Said, CheckConsent, ConsentChecked, Verdict};
use wire::{Code, Problem};

use super::{asked, drawer};
use crate::body::Json;
use crate::error::{Answer, Failure};
use crate::likeness::call::{Asked, Considered, Question};
use crate::renders::call::Wish;
use crate::session::Caller;
use crate::state::App;
use crate::{accounts, likeness, limiter, remixes, renders};

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
    let cast = renders::members(&app, &body.cast).await?;
    let remix = match &body.remix_of {
        Some(clip) => Some(remixes::original(&app, clip, &caller.account).await?),
        None => None,
    };
    let mut verdicts = Vec::with_capacity(cast.len());
    let home = match drawer(&app, &caller.account, &cast).await {
        Ok(home) => Ok(home),
        Err(Failure::Problem(problem)) if problem.code == Code::ConsentRefused => Err(()),
        Err(failure) => return Err(failure),
    };
    let nobody = [0; 16];
    let wish = Wish {
        id: RenderId::from_bytes(&nobody),
        clip: ClipId::from_bytes(&nobody),
        creator: caller.account.clone(),
        cast,
        character: None,
        script: body.script,
        prompt: body.prompt,
        choices: domain::direction::Choices::default(),
        purpose: body.purpose,
        drawer: home.clone().ok(),
        note: None,
        ordered: None,
        imported: None,
        remix,
        seed: 0,
        created_at: app.now_ms(),
    };
    for owner in &wish.asked() {
        let plays = wish.plays(owner);
        let person = person(&app, owner).await?;
        let question = Question::Consider(Asked { dry: true, ..asked(&app, &wish, owner).await? });
        verdicts.push(match likeness::consider(&app, owner, &question).await? {
            Considered::Allowed(grant) => {
                Verdict { person, answer: Said::Allow, reasons: Vec::new(), parts: grant.parts, plays }
            }
            Considered::Waits(reasons) => {
                let reasons = reasons.iter().map(Into::into).collect();
                Verdict { person, answer: Said::Ask, reasons, parts: Parts::Both, plays }
            }
            Considered::Denied(reason) => {
                let reasons = vec![(&reason).into()];
                Verdict { person, answer: Said::Deny, reasons, parts: Parts::Both, plays }
            }
        });
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
