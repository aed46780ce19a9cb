//! What a clip shows: the site's mark has to be there, and outside moderators that see look at some of its frames. All of it
//! comes from the pixels that `edge/inspect` decoded, never from what a client says.
//!
//! What breaks a rule is taken down before anybody saw it, as a case of this site's own: a draft with the reason, and an
//! appeal. What nothing could look at waits for the operator.

use domain::consent::Theme;
use domain::takedown::Stage;
use domain::{AccountId, ClipId};
use futures_util::future::try_join_all;
use gateway::moderation::{Found, Matter, Stance};
use wire::clips::ClipState;
use wire::inspection::Inspection;
use wire::reviews::ReviewState;
use wire::{Code, Problem};

use super::ask::Panel;
use super::{stills, store};
use crate::crypto::base64;
use crate::error::{Answer, not_found};
use crate::state::App;
use crate::takedowns::call::Evidence;
use crate::takedowns::{screen, site};
use crate::{clips, inspection, renders};

/// What is said of pictures that nothing could look at.
const UNLOOKED: &str = "Nothing could look at the pictures of this clip. A person has to, before it is published.";

/// What came of looking.
enum Seen {
    Clear,
    /// This breaks a rule.
    Breaks(String),
    Unlooked,
}

/// Looks at a clip that has just been made, once.
///
/// # Errors
/// A part fails; it is done before the clip is published.
pub async fn look(app: &App, clip: &ClipId, sha256: &str, seen: &Inspection) -> Answer<()> {
    let db = app.db()?;
    if store::looked(&db, clip).await?.is_some() {
        return Ok(());
    }
    let evidence = Evidence {
        sha256: sha256.to_owned(),
        prints: seen.prints.clone(),
        mirrored: seen.mirrored.clone(),
        sound: seen.sound.clone(),
    };
    let case = match judge(app, seen).await {
        Seen::Clear => None,
        Seen::Breaks(why) => Some(site::open(app, clip, &evidence, &why, true).await?),
        Seen::Unlooked => Some(site::open(app, clip, &evidence, UNLOOKED, false).await?),
    };
    store::set_looked(&db, clip, case.as_ref()).await
}

/// Lets a draft be published that was looked at.
///
/// # Errors
/// [`Code::HeldBack`] with the rule `waits` while the operator has to look; [`Code::TakenDown`].
pub async fn pass(app: &App, clip: &ClipId) -> Answer<()> {
    let db = app.db()?;
    let looked = match store::looked(&db, clip).await? {
        Some(looked) => looked,
        None => {
            // The upload was cut short after the draft was made.
            let gone = || not_found("There is no such clip of yours.");
            let media = clips::store::media(&db, clip).await?.ok_or_else(gone)?;
            let key = renders::call::file_key(&media.render, &media.sha256);
            let object = app.media()?.get(key).execute().await?;
            let body = object.as_ref().and_then(worker::Object::body).ok_or_else(gone)?;
            let seen = inspection::look(app, &body.bytes().await?).await?;
            look(app, clip, &media.sha256, &seen).await?;
            store::looked(&db, clip).await?.ok_or_else(gone)?
        }
    };
    match (&looked.takedown, looked.stage) {
        (None, _) | (Some(_), Some(Stage::Dismissed | Stage::Reinstated)) => Ok(()),
        (Some(_), Some(Stage::Held)) => screen::pass(app, clip, ClipState::Held).await,
        (Some(_), Some(Stage::Received) | None) => {
            let detail = "Nothing could look at the pictures of this clip, so the operator was asked to. Publish it again once they have.";
            Err(Problem::new(Code::HeldBack, detail).rule("waits").into())
        }
    }
}

/// Whether a member's picture for a generator may leave: it is as what a clip would show. What the operator said of this very
/// picture counts.
///
/// # Errors
/// [`Code::HeldBack`] with the rule, or `unlooked` where nothing could look: nothing leaves then, and it can be sent again.
pub async fn leaves(app: &App, account: &AccountId, jpeg: &[u8]) -> Answer<()> {
    let say = |rule: &str, detail: String| Err(Problem::new(Code::HeldBack, detail).rule(rule).field("still").into());
    match stills::said(app, account, jpeg).await? {
        Some((ReviewState::Allowed, _)) => Ok(()),
        Some((ReviewState::Refused, answer)) => {
            let why = answer.map(|answer| format!(" They wrote: “{answer}”.")).unwrap_or_default();
            let detail =
                format!("The operator looked at this picture and said no.{why} Choose another scene, or the studio.");
            say("operator", detail)
        }
        // A moderator may have come back meanwhile, or think otherwise by now.
        waiting => match (held(app, jpeg).await, waiting) {
            (None, _) => Ok(()),
            (Some(_), Some(_)) => {
                let detail = "The operator has been asked about this picture. You hear from them in your notices.";
                say("waits", detail.to_owned())
            }
            (Some(problem), None) => Err(problem.into()),
        },
    }
}

/// What moderators hold a picture for a generator back for; none where they do not.
pub(super) async fn held(app: &App, jpeg: &[u8]) -> Option<Problem> {
    let say = |rule: &str, detail: String| Some(Problem::new(Code::HeldBack, detail).rule(rule).field("still"));
    match shown(app, std::slice::from_ref(&base64(jpeg))).await {
        Ok(None) => None,
        Ok(Some(found)) => {
            let title = found.title;
            let detail = format!(
                "The picture for the generator shows {title}. Choose another scene, or the studio; or ask the operator to look at it. Nothing was charged."
            );
            say(&found.code, detail)
        }
        Err(_) => {
            let detail = "Nothing could look at the picture just now, so it goes nowhere. Try again in a minute, or ask the operator to look at it.";
            say("unlooked", detail.to_owned())
        }
    }
}

async fn judge(app: &App, seen: &Inspection) -> Seen {
    if seen.mark.looked > 0 && !seen.mark.stands() {
        let (there, looked) = (seen.mark.places.len(), seen.mark.looked);
        return Seen::Breaks(format!("The mark of this site was found in {there} of {looked} pictures of this clip."));
    }
    match shown(app, &seen.pictures).await {
        Ok(None) => Seen::Clear,
        Ok(Some(found)) => Seen::Breaks(format!("A picture of this clip shows {}.", found.title)),
        Err(_) => Seen::Unlooked,
    }
}

/// The gravest that moderators find in pictures, JPEGs in base64; nothing where nobody can be asked.
async fn shown(app: &App, pictures: &[String]) -> Result<Option<Found>, gateway::Failure> {
    let panel = Panel::of(app, true);
    if panel.is_empty() {
        return Ok(None);
    }
    let panel = &panel;
    let asked = pictures.iter().map(|picture| async move {
        let url = format!("data:image/jpeg;base64,{picture}");
        panel.look(Matter { text: "", picture: Some(&url) }).await
    });
    let found: Vec<Vec<Found>> = try_join_all(asked).await?;
    let worse = |a: &Found, b: &Found| (a.stance, a.score).partial_cmp(&(b.stance, b.score));
    Ok(found.into_iter().flatten().filter(breaks).max_by(|a, b| worse(a, b).unwrap_or(std::cmp::Ordering::Equal)))
}

/// Whether something breaks a rule in a picture: what nobody may say here, what a person would have to look at, and nudity.
fn breaks(found: &Found) -> bool {
    found.stance > Stance::Owners || matches!(found.theme, Some(Theme::Sexual | Theme::Minors))
}
