//! Consent at the edge: what is decided about each of a cast, by the likeness or the character that is asked about. The
//! decisions themselves are [`domain::consent`]; the single writer of the uses of each is its object.

pub mod call;
pub mod cast;
mod checks;
pub mod pause;
pub mod subject;
pub mod uses;
pub mod versions;
pub mod will;

use axum::Router;
use axum::routing::post;
use domain::AccountId;
use domain::consent::{Grant, Home, Maker, Reason, Rule, choose_maker};
use domain::render::State as Stage;
use wire::consent::Told;
use wire::{Code, Problem, paths};

use crate::error::Answer;
use crate::renders::agreement::Agreement;
use crate::renders::call::{Render, Wish};
use crate::state::App;
use crate::{body, people, renders};

use call::{Asked, Considered, Question, Say};
pub use subject::Subject;

/// Checks while typing, and owners' say about likenesses and characters.
pub fn routes() -> Router<App> {
    Router::new().route(paths::CONSENT_CHECKS, post(checks::check)).merge(will::routes()).merge(pause::routes())
}

/// On whose device a cast can be drawn.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule `stays_home` when two of the cast keep their packs at home.
pub async fn drawer(app: &App, asker: &AccountId, cast: &[Subject]) -> Answer<AccountId> {
    let mut homes = Vec::with_capacity(cast.len());
    for subject in cast {
        // One's own device is at hand when one asks.
        if let Some((policy, _)) = subject.policy(app).await? {
            homes.push((subject.owner(), policy.holding));
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

/// Asks everyone in the cast of a new wish, and everyone whose clip it is made out of. Uses are counted and kept where they
/// are allowed or wait.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule and whose it is: then nothing is kept.
pub async fn ask_all(app: &App, wish: &Wish, appeal: bool) -> Answer<Vec<Agreement>> {
    let everyone = wish.asked();
    let mut agreements = Vec::with_capacity(everyone.len());
    for subject in everyone {
        let asked = asked(app, wish, &subject).await?;
        let answer = match subject.consider(app, Question::Consider(Asked { appeal, ..asked })).await {
            Ok(Considered::Allowed(grant)) => Ok(Agreement::granted(&subject, grant)),
            Ok(Considered::Waits(reasons)) => Ok(Agreement::asked(&subject, reasons)),
            Ok(Considered::Denied(reason)) => Err(refused(app, &subject, &reason).await?.into()),
            Err(failure) => Err(failure),
        };
        match answer {
            Ok(agreement) => agreements.push(agreement),
            Err(failure) => {
                forget(app, wish).await?;
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
    for subject in wish.asked() {
        let asked = Asked { dry: true, ..asked(app, wish, &subject).await? };
        if let Considered::Denied(reason) = subject.consider(app, Question::Consider(asked)).await?
            && reason.rule != Rule::StaysHome
        {
            return Err(refused(app, &subject, &reason).await?.into());
        }
    }
    Ok(())
}

/// Tells everyone in the cast of a wish, and everyone whose clip it is made out of, that nothing is left of it.
///
/// # Errors
/// An object fails; told again, nothing changes.
pub async fn forget(app: &App, wish: &Wish) -> Answer<()> {
    for subject in wish.asked() {
        subject.tell(app, Question::Drop(wish.id.clone())).await?;
    }
    Ok(())
}

/// Tells everyone in the cast of a render, and everyone whose clip it is made out of, how it ended.
///
/// # Errors
/// An object fails; told again, nothing changes.
pub async fn ended(app: &App, render: &Render) -> Answer<()> {
    let made = matches!(render.stage, Stage::Ready { .. });
    for subject in render.wish.asked() {
        let id = render.wish.id.clone();
        subject.tell(app, if made { Question::Made(id) } else { Question::Release(id) }).await?;
    }
    Ok(())
}

/// Whether what everyone in the cast, and everyone whose clip it is made out of, has granted still holds at this moment.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule and whose it is.
pub async fn check_all(app: &App, wish: &Wish) -> Answer<()> {
    for subject in wish.asked() {
        check(app, wish, &subject).await?;
    }
    Ok(())
}

/// Whether what everybody granted still holds at this moment, before a file is shown: who may not be shown unseen any more is
/// asked to look at it. Gives whether somebody is.
///
/// # Errors
/// [`Code::ConsentRefused`] with the first rule that says no.
pub async fn check_unseen(app: &App, render: &Render) -> Answer<bool> {
    let mut asked = false;
    for subject in render.wish.asked() {
        let grant = check(app, &render.wish, &subject).await?;
        let unseen = |theirs: &Agreement| theirs.subject() == subject && !theirs.looks;
        let theirs = *subject.owner() != render.wish.creator && render.agreements.iter().any(unseen);
        if theirs && !grant.publish_unseen {
            renders::say(app, &render.wish.id, &subject, Say::Look).await?;
            asked = true;
        }
    }
    Ok(asked)
}

/// Whether what one of the cast has granted still holds at this moment.
///
/// # Errors
/// [`Code::ConsentRefused`] with the rule.
pub async fn check(app: &App, wish: &Wish, subject: &Subject) -> Answer<Grant> {
    let asked = asked(app, wish, subject).await?;
    match subject.consider(app, Question::Check(asked)).await? {
        Considered::Allowed(grant) => Ok(grant),
        Considered::Denied(reason) => Err(refused(app, subject, &reason).await?.into()),
        Considered::Waits(reasons) => {
            let reason = reasons.first().cloned().unwrap_or(Rule::AskEach.into());
            Err(refused(app, subject, &reason).await?.into())
        }
    }
}

/// A wish as one of its cast is asked.
///
/// # Errors
/// The database fails.
pub async fn asked(app: &App, wish: &Wish, subject: &Subject) -> Answer<Asked> {
    let owner = subject.owner();
    let relation = people::relation(app, owner, &wish.creator).await?;
    let plays = wish.casts(subject);
    let others: Vec<AccountId> =
        wish.cast.iter().filter(|other| *other != owner && **other != wish.creator).cloned().collect();
    let mut apart = false;
    for other in &others {
        apart |= people::relation(app, owner, other).await?.apart();
    }
    Ok(Asked {
        render: wish.id.clone(),
        digest: wish.digest()?,
        asker: wish.creator.clone(),
        mutual: relation.mutual,
        // A block holds both ways: nobody casts whom they blocked, either.
        blocked: relation.apart(),
        script: wish.script.clone(),
        prompt: wish.prompt.clone(),
        found: wish.found.clone(),
        parts: wish.parts_of(subject),
        purpose: wish.purpose,
        remix: wish.remixes(owner),
        plays,
        beside: !plays && wish.plays(owner),
        others,
        apart,
        maker: wish.maker(),
        voice: wish.said_by().map(str::to_owned),
        appeal: false,
        dry: false,
    })
}

/// A refusal of one of the cast, with the rule and whose it is.
///
/// # Errors
/// The database or the object fails.
pub async fn refused(app: &App, subject: &Subject, reason: &Reason) -> Answer<Problem> {
    let (whose, told) = (subject.called(app).await?, told(subject, reason));
    Ok(problem(told, reason.rule, &whose))
}

/// A reason as the asker is told it, in the words for what was asked for.
#[must_use]
pub fn told(subject: &Subject, reason: &Reason) -> Told {
    let told = Told::from(reason);
    let sentence = match (subject, reason.rule) {
        (Subject::Likeness(_), _) => return told,
        (_, Rule::NoUnderstudy) => "this character was deleted",
        (_, Rule::Paused) => "this character is paused by its owner",
        (_, Rule::OnlyOwner | Rule::Blocked) => "only its owner may use this character",
        _ => return told,
    };
    Told { sentence: sentence.to_owned(), ..told }
}

/// A refusal as a problem. `whose` begins it.
#[must_use]
pub fn problem(told: Told, rule: Rule, whose: &str) -> Problem {
    let detail = format!("{}: {} {}", capital(whose), body::sentence(&told.sentence), told.advice);
    let mut problem = Problem::new(Code::ConsentRefused, detail).rule(rule.name()).field("cast");
    problem.reasons = vec![told];
    problem
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
