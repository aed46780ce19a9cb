//! What a render's people are told when it moves on.

use domain::notice::Notice;
use domain::render::State as Stage;

use super::agreement::Spoken;
use super::call::Render;
use crate::error::Answer;
use crate::notices;
use crate::state::App;

/// Tells everyone concerned how a render stands. Told again, nobody hears anything twice.
///
/// # Errors
/// A part fails; called again, it goes on.
pub async fn tell(app: &App, render: &Render) -> Answer<()> {
    let (id, clip, creator) = (&render.wish.id, &render.wish.clip, &render.wish.creator);
    let answered = |owner| render.said_by(owner).any(|said| said.answered_at.is_some());
    for owner in render.owners() {
        match (&render.stage, render.spoken(owner)) {
            (Stage::AwaitingConsent, Some(Spoken::Asked)) => {
                let notice = Notice::RequestReceived { request: id.clone(), by: creator.clone() };
                notices::deliver(app, owner, notice, &format!("request {id}")).await?;
            }
            (_, Some(answer @ (Spoken::Allowed | Spoken::Refused))) if answered(owner) => {
                let allowed = answer == Spoken::Allowed;
                let notice = Notice::RequestAnswered { request: id.clone(), allowed };
                notices::deliver(app, creator, notice, &format!("answer {id} {owner}")).await?;
            }
            _ => {}
        }
        if matches!(render.stage, Stage::Ready { .. }) && render.wish.plays(owner) {
            let notice = Notice::DraftShowsYou { clip: clip.clone(), by: creator.clone() };
            notices::deliver(app, owner, notice, &format!("draft {clip}")).await?;
        }
    }
    let by_cast = render.agreements.iter().any(|theirs| theirs.answer == Spoken::Withdrawn);
    if render.stage == Stage::Withdrawn && (by_cast || (render.wish.remix.is_some() && render.file.is_some())) {
        let notice = Notice::ClipWithdrawn { clip: clip.clone(), by_cast };
        notices::deliver(app, creator, notice, &format!("withdrawn {clip}")).await?;
    }
    Ok(())
}
