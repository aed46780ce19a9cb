//! Consent at the edge: what is decided about each of a cast, by the likeness that is asked about. The decisions themselves
//! are [`domain::consent`]; the single writer of each likeness's uses is its object.

mod checks;

use axum::Router;
use axum::routing::post;
use domain::AccountId;
use domain::consent::{Grant, Home, Maker, Reason, Rule, choose_maker};
use wire::{Code, Problem, paths};

use crate::error::Answer;
use crate::likeness::call::{Asked, Considered, Question};
use crate::likeness::{self};
use crate::renders::call::{Agreement, Wish};
use crate::state::App;
use crate::{accounts, body, people};

/// Checks while typing.
pub fn routes() -> Router<App> {
    Router::new().route(paths::CONSENT_CHECKS, post(checks::check))
}

/// On whose device a cast can be drawn.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule `stays_home` when two of the cast keep their packs at home.
pub async fn drawer(app: &App, asker: &AccountId, cast: &[AccountId]) -> Answer<AccountId> {
    let mut homes = Vec::with_capacity(cast.len());
    for owner in cast {
        // One's own device is at hand when one asks.
        if let Some(likeness) = likeness::read(app, owner).await? {
            homes.push((owner, likeness.policy.holding));
        }
    }
    let homes: Vec<Home<'_>> = homes.iter().map(|(owner, holding)| Home { owner, holding: *holding }).collect();
    match choose_maker(asker, &homes) {
        Ok(Maker::Device(device)) => Ok(device),
        Ok(Maker::Provider(_)) => Ok(asker.clone()),
        Err(error) => {
            let detail =
                format!("{} Cast one of them, or ask one to let the pack go.", body::sentence(&error.to_string()));
            Err(Problem::new(Code::ConsentRefused, detail).rule("stays_home").field("cast").into())
        }
    }
}

/// Asks everyone in the cast of a new wish, and everyone whose clip it is made out of. Uses are counted and kept where they are allowed or wait.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule and whose it is: then nothing is kept.
pub async fn ask_all(app: &App, wish: &Wish, appeal: bool) -> Answer<Vec<Agreement>> {
    let everyone = wish.asked();
    let mut agreements = Vec::with_capacity(everyone.len());
    for owner in &everyone {
        let answer = match consider(app, wish, owner, appeal).await {
            Ok(Considered::Allowed(grant)) => Ok(Agreement::granted(owner.clone(), grant)),
            Ok(Considered::Waits(reasons)) => Ok(Agreement::asked(owner.clone(), reasons)),
            Ok(Considered::Denied(reason)) => Err(refused(app, owner, &reason).await?.into()),
            Err(failure) => Err(failure),
        };
        match answer {
            Ok(agreement) => agreements.push(agreement),
            Err(failure) => {
                for asked in &everyone {
                    likeness::tell(app, asked, &Question::Drop(wish.id.clone())).await?;
                }
                return Err(failure);
            }
        }
    }
    Ok(agreements)
}

/// Asks everyone in the cast of a wish that cannot be drawn anywhere, without keeping anything.
///
/// # Errors
/// [`Code::ConsentRefused`] with a rule that is about more than where it is drawn.
pub async fn would_refuse(app: &App, wish: &Wish) -> Answer<()> {
    for owner in &wish.asked() {
        let asked = Asked { dry: true, ..asked(app, wish, owner).await? };
        if let Considered::Denied(reason) = likeness::consider(app, owner, &Question::Consider(asked)).await?
            && reason.rule != Rule::StaysHome
        {
            return Err(refused(app, owner, &reason).await?.into());
        }
    }
    Ok(())
}

async fn consider(app: &App, wish: &Wish, owner: &AccountId, appeal: bool) -> Answer<Considered> {
    let asked = asked(app, wish, owner).await?;
    likeness::consider(app, owner, &Question::Consider(Asked { appeal, ..asked })).await
}

/// Whether what everyone in the cast, and everyone whose clip it is made out of, has granted still holds at this moment.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule and whose it is.
pub async fn check_all(app: &App, wish: &Wish) -> Answer<()> {
    for owner in &wish.asked() {
        check(app, wish, owner).await?;
    }
    Ok(())
}

/// Whether what one of the cast has granted still holds at this moment.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule.
pub async fn check(app: &App, wish: &Wish, owner: &AccountId) -> Answer<Grant> {
    let asked = asked(app, wish, owner).await?;
    match likeness::consider(app, owner, &Question::Check(asked)).await? {
        Considered::Allowed(grant) => Ok(grant),
        Considered::Denied(reason) => Err(refused(app, owner, &reason).await?.into()),
        Considered::Waits(reasons) => {
            let reason = reasons.first().cloned().unwrap_or(Rule::AskEach.into());
            Err(refused(app, owner, &reason).await?.into())
        }
    }
}

/// A wish as one of its cast is asked.
///
/// # Errors
/// The database fails.
pub async fn asked(app: &App, wish: &Wish, owner: &AccountId) -> Answer<Asked> {
    let relation = people::relation(app, owner, &wish.creator).await?;
    Ok(Asked {
        render: wish.id.clone(),
        digest: wish.digest()?,
        asker: wish.creator.clone(),
        mutual: relation.mutual,
        // A block holds both ways: nobody casts whom they blocked, either.
        blocked: relation.apart(),
        script: wish.script.clone(),
        prompt: wish.prompt.clone(),
        purpose: wish.purpose,
        remix: wish.remixes(owner),
        plays: wish.plays(owner),
        others: wish.cast.iter().filter(|other| *other != owner && **other != wish.creator).cloned().collect(),
        maker: wish.maker(),
        appeal: false,
        dry: false,
    })
}

async fn refused(app: &App, owner: &AccountId, reason: &Reason) -> Answer<Problem> {
    let whose =
        accounts::person(app, owner).await?.map_or_else(|| "One of the cast".into(), |p| format!("@{}", p.handle));
    Ok(problem(reason, &whose))
}

/// A refusal as a problem.
#[must_use]
pub fn problem(reason: &Reason, whose: &str) -> Problem {
    let sentence = body::sentence(&reason.rule.sentence());
    let detail = format!("{whose}: {sentence} {}", reason.rule.advice());
    let mut problem = Problem::new(Code::ConsentRefused, detail).rule(reason.rule.name()).field("cast");
    problem.reasons = vec![reason.into()];
    problem
}
