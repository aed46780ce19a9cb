//! What a clip shows: the site's mark has to be there, and outside moderators that see look at some of its frames. All of it
//! comes from the pixels that `edge/inspect` decoded, never from what a client says.
//!
//! What breaks a rule is taken down before anybody saw it, as a case of this site's own: a draft with the reason, and an
//! appeal. What nothing could look at waits for the operator.

use domain::ClipId;
use domain::consent::Theme;
use domain::takedown::Stage;
use gateway::moderation::{Found, Matter, Stance};
use wire::clips::ClipState;
use wire::inspection::Inspection;
use wire::{Code, Problem};

use super::ask::Panel;
use super::store;
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

async fn judge(app: &App, seen: &Inspection) -> Seen {
    let panel = Panel::of(app, true);
    if panel.is_empty() {
        return Seen::Clear;
    }
    let mut found: Vec<Found> = Vec::new();
    for picture in &seen.pictures {
        let url = format!("data:image/jpeg;base64,{picture}");
        match panel.look(Matter { text: "", picture: Some(&url) }).await {
            Ok(more) => found.extend(more.into_iter().filter(breaks)),
            Err(_) => return Seen::Unlooked,
        }
    }
    found.sort_by(|a, b| (b.stance, b.score).partial_cmp(&(a.stance, a.score)).unwrap_or(std::cmp::Ordering::Equal));
    match found.first() {
        None => Seen::Clear,
        Some(first) => Seen::Breaks(format!("A picture of this clip shows {}.", first.title)),
    }
}

/// Whether something breaks a rule in a picture: what nobody may say here, what a person would have to look at, and nudity.
fn breaks(found: &Found) -> bool {
    found.stance > Stance::Owners || matches!(found.theme, Some(Theme::Sexual | Theme::Minors))
}
